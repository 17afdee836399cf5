//go:build race

package mutasi_test

const raceEnabled = true
