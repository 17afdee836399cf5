//go:build !amd64 || purego

package tablerow

func sum(into []int32, entries []uint64, starts []int, keep bool) {
	sumPortable(into, entries, starts, keep)
}

func sumLarge(into []int32, entries []uint64, starts []int, keep bool) {
	sumLargePortable(into, entries, starts, keep)
}
