//go:build race

package programme_test

const raceEnabled = true
