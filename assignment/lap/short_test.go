package lap

import (
	"testing"

	"pgregory.net/rapid"
)

// TestShortlists: while prices fall, a shortlist names the same least and second
// least reduced cost as the whole row, and nothing behind it is below its bound.
func TestShortlists(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rows, columns := rapid.IntRange(1, 4).Draw(rt, "rows"), rapid.IntRange(1, 30).Draw(rt, "columns")
		var entries []Entry
		for i := range rows {
			for j := range columns {
				if rapid.IntRange(0, 4).Draw(rt, "allowed") > 0 {
					entries = append(entries, Entry{i, j, float64(rapid.IntRange(-9, 9).Draw(rt, "cost"))})
				}
			}
		}
		cost, err := NewSparse(rows, columns, entries)
		if err != nil {
			rt.Fatal(err)
		}
		s := newSparse(cost, 1)
		s.makeShortlists()
		for range 20 {
			i := int32(rapid.IntRange(0, rows-1).Draw(rt, "row"))
			want, got := s.chooseListed(i), s.choose(i)
			if got.least != want.least || got.second != want.second || (got.column < 0) != (want.column < 0) {
				rt.Fatalf("row %d: %+v, want %+v", i, got, want)
			}
			if got.column >= 0 {
				if c := s.at(i, got.column); c != got.cost || c-s.v[got.column] != got.least {
					rt.Fatalf("row %d: %+v is not the cost %v of column %d", i, got, c, got.column)
				}
			}
			_, others, bound := s.shortlist(i)
			for _, e := range others {
				if e.cost-s.v[e.column] < bound {
					rt.Fatalf("row %d: column %d is below the bound %v", i, e.column, bound)
				}
			}
			s.v[rapid.IntRange(0, columns-1).Draw(rt, "column")] -= float64(rapid.IntRange(0, 9).Draw(rt, "fall"))
		}
	})
}
