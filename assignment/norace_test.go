//go:build !race

package assignment

const RaceEnabled = false
