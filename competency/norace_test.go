//go:build !race

package competency_test

const raceEnabled = false
