//go:build race

package branch

const race = true // everything is ten times slower
