//go:build !amd64 || purego

package points

// replaceBlocks replaces nothing: there is no assembly.
func replaceBlocks(_, _ []int32, _ bool) (done int) { return 0 }
