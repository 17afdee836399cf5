package class_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/mutasi-go/mutasi/internal/class"
)

func TestOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.SampledFrom([]any{1, "1", 2, nil, [2]string{"a", "b"}, [2]string{"ab", ""}})).Draw(t, "keys")
		of, first := class.Of(keys)
		for i := range keys {
			for k := range keys {
				if (of[i] == of[k]) != (keys[i] == keys[k]) {
					t.Fatalf("items %d and %d are in classes %d and %d", i, k, of[i], of[k])
				}
			}
			if k := first[of[i]]; keys[k] != keys[i] || slices.Contains(keys[:k], keys[i]) {
				t.Fatalf("%d is not the first item like %d", k, i)
			}
		}
		if len(of) != len(keys) || !slices.IsSorted(first) {
			t.Fatalf("%d classes of %d items, first ones %v", len(of), len(keys), first)
		}
	})
}
