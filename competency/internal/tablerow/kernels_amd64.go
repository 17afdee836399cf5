//go:build !purego

package tablerow

import "golang.org/x/sys/cpu"

//go:noescape
func sumAVX2(into *int32, entries *uint64, starts *int, rows, lanes int, keep bool)

//go:noescape
func sumLargeAVX2(into *int32, entries *uint64, starts *int, rows, lanes int, keep bool)

func sum(into []int32, entries []uint64, starts []int, keep bool) {
	if !cpu.X86.HasAVX2 || len(starts) == 0 {
		sumPortable(into, entries, starts, keep)
		return
	}
	sumAVX2(&into[0], &entries[0], &starts[0], len(starts), len(into), keep)
}

func sumLarge(into []int32, entries []uint64, starts []int, keep bool) {
	if !cpu.X86.HasAVX2 || len(starts) == 0 {
		sumLargePortable(into, entries, starts, keep)
		return
	}
	sumLargeAVX2(&into[0], &entries[0], &starts[0], len(starts), len(into), keep)
}
