//go:build !race

package programme_test

const raceEnabled = false
