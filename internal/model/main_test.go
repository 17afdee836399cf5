package model

import (
	"flag"
	"os"
	"testing"
)

// TestMain has properties checked as often under -short as without: rapid takes
// a fifth of its checks then, and this package's are small.
func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if testing.Short() && !given {
		if err := flag.Set("rapid.checks", "2000"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
