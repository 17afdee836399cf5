package assignment_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/programme"
)

// TestFaultCodesAreUnique: one table of another language serves all packages, so
// that no code may stand for two texts.
func TestFaultCodesAreUnique(t *testing.T) {
	texts := make(map[string]string)
	for _, list := range []map[string]string{mutasi.FaultTemplates(), assignment.FaultTemplates(), evaluation.FaultTemplates(), programme.FaultTemplates()} {
		if len(list) == 0 {
			t.Error("a package has no texts")
		}
		for _, code := range slices.Sorted(maps.Keys(list)) {
			if text, twice := texts[code]; twice {
				t.Errorf("the code %s stands for %q and %q", code, text, list[code])
			}
			texts[code] = list[code]
		}
	}
}
