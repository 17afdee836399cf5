//go:build race

package lap

// underRace makes tests smaller: the race detector wants many goroutines, not
// many matrices, and slows loops tenfold.
const underRace = true
