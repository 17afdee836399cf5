//go:build !amd64 || purego

package lap

func fastKernels[E element](forbidden E) (rowKernels[E], bool) {
	return portableKernels(forbidden), false
}
