//go:build !race

package evaluation_test

const raceEnabled = false
