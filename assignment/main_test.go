package assignment_test

import (
	"flag"
	"os"
	"testing"
)

// slow has tests look longer and at larger problems. They are run by hand.
var slow = flag.Bool("slow", false, "run what takes minutes")

// TestMain has properties checked as often under -short as without: rapid takes
// a fifth of its checks then, and this package's are small.
func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if testing.Short() && !given {
		if err := flag.Set("rapid.checks", "500"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
