package mutasi

import (
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/internal/jsonshape"
	"github.com/mutasi-go/mutasi/internal/table"
)

// A code that two templates share would lose one of them in FaultTemplates.
func TestCodesAreUnique(t *testing.T) {
	list := slices.Concat(templates, table.Templates, jsonshape.Templates)
	if n := len(FaultTemplates()); n != len(list) {
		t.Errorf("%d templates have %d codes", len(list), n)
	}
}
