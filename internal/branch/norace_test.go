//go:build !race

package branch

const race = false
