package mutasi

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestIndexIsAMap: an index has of each ID the first row, as a map has that is
// filled from the end, and nothing of any other ID.
func TestIndexIsAMap(t *testing.T) {
	id := rapid.OneOf(rapid.StringMatching("[ab]{0,4}"), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(id, 0, 300).Draw(t, "list")
		x := newIndex(len(list), func(row int) EmployeeID { return EmployeeID(list[row]) })
		want := map[string]int{}
		for row, id := range list {
			first, repeated := x.enter(row)
			before, seen := want[id]
			if repeated != seen || seen && int(first) != before {
				t.Fatalf("row %d, %q: entered as a repetition of %d: %v; want %d: %v", row, id, first, repeated, before, seen)
			}
			if !seen {
				want[id] = row
			}
		}
		for _, id := range append(rapid.SliceOf(id).Draw(t, "asked"), list...) {
			row, ok := x.row(EmployeeID(id))
			if before, seen := want[id]; ok != seen || seen && int(row) != before {
				t.Fatalf("%q is in row %d: %v; want %d: %v", id, row, ok, before, seen)
			}
		}
		var ids []string
		for id := range x.ids() {
			ids = append(ids, string(id))
		}
		if !slices.Equal(ids, slices.DeleteFunc(slices.Clone(list), func(id string) bool { return id == "" })) {
			t.Fatalf("the IDs are %q, want those of %q", ids, list)
		}
	})
	var none *index[EmployeeID]
	for range none.ids() {
		t.Error("no index has an ID")
	}
	if _, ok := none.row("E"); ok {
		t.Error("no index has a row")
	}
}

// TestIndexOfMany has more rows than a hash of few bits tells apart, and strangers
// that fall into taken slots.
func TestIndexOfMany(t *testing.T) {
	const n = 50_000
	x := newIndex(n, func(row int) EmployeeID { return EmployeeID(fmt.Sprint("person-", row)) })
	for row := range n {
		if first, repeated := x.enter(row); repeated {
			t.Fatalf("row %d repeats row %d", row, first)
		}
	}
	for row := range n {
		if got, ok := x.row(x.at(row)); !ok || int(got) != row {
			t.Fatalf("%q is in row %d, %v", x.at(row), got, ok)
		}
		if got, ok := x.row(EmployeeID(fmt.Sprint("stranger-", row))); ok {
			t.Fatalf("a stranger is in row %d", got)
		}
	}
}
