package competency_test

import (
	"flag"
	"os"
	"testing"
)

// slow has tests look longer and at larger problems. They are run by hand.
var slow = flag.Bool("slow", false, "run what takes minutes")

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(m.Run())
}
