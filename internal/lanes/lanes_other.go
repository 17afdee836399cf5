//go:build !amd64 || purego

package lanes

func minima(costs, shift []int32, out *[Lanes]int32) { minimaPortable(costs, shift, out) }

func equal(costs, shift []int32, x int32, mask []uint64) { equalPortable(costs, shift, x, mask) }

func atMost(costs, shift []int32, x int32, mask []uint64) { atMostPortable(costs, shift, x, mask) }
