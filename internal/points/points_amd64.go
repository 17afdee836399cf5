//go:build !purego

package points

import "golang.org/x/sys/cpu"

// lanes is how many columns are replaced at once.
const lanes = 8

//go:noescape
func replaceAVX2(row, factor *int32, blocks int, sign int32)

// replaceBlocks replaces the points of whole blocks of a row, and returns how many
// columns that are.
func replaceBlocks(row, factor []int32, negative bool) (done int) {
	if len(factor) < lanes || !cpu.X86.HasAVX2 {
		return 0
	}
	sign := int32(0)
	if negative {
		sign = -1
	}
	replaceAVX2(&row[0], &factor[0], len(factor)/lanes, sign)
	return len(factor) / lanes * lanes
}
