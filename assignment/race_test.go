//go:build race

package assignment

// RaceEnabled makes tests smaller: the race detector wants many goroutines, not
// many people.
const RaceEnabled = true
