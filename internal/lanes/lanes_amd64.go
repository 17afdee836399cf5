//go:build !purego

package lanes

import "golang.org/x/sys/cpu"

//go:noescape
func minimaAVX2(costs, shift *int32, blocks, rest int, out *[Lanes]int32)

//go:noescape
func equalAVX2(costs, shift *int32, blocks, rest int, x int32, mask *uint64)

//go:noescape
func atMostAVX2(costs, shift *int32, blocks, rest int, x int32, mask *uint64)

func minima(costs, shift []int32, out *[Lanes]int32) {
	if len(costs) == 0 || !cpu.X86.HasAVX2 {
		minimaPortable(costs, shift, out)
		return
	}
	blocks, rest := blocksOf(costs, shift)
	minimaAVX2(&costs[0], &shift[0], blocks, rest, out)
}

func equal(costs, shift []int32, x int32, mask []uint64) {
	if len(costs) == 0 || !cpu.X86.HasAVX2 {
		equalPortable(costs, shift, x, mask)
		return
	}
	blocks, rest := blocksOf(costs, shift)
	mask[(len(costs)-1)/64] = 0 // the upper half may have no block
	equalAVX2(&costs[0], &shift[0], blocks, rest, x, &mask[0])
}

func atMost(costs, shift []int32, x int32, mask []uint64) {
	if len(costs) == 0 || !cpu.X86.HasAVX2 {
		atMostPortable(costs, shift, x, mask)
		return
	}
	blocks, rest := blocksOf(costs, shift)
	mask[(len(costs)-1)/64] = 0
	atMostAVX2(&costs[0], &shift[0], blocks, rest, x, &mask[0])
}

// blocksOf returns the number of whole blocks of a row and the columns behind
// them, for which shift has a whole block too.
func blocksOf(costs, shift []int32) (blocks, rest int) {
	_ = shift[(len(costs)+Lanes-1)/Lanes*Lanes-1]
	return len(costs) / Lanes, len(costs) % Lanes
}
