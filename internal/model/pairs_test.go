package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

type pair struct{ row, column int }

// TestPairsLikeMap: a set of pairs does what a map does, for numbers of
// columns on both sides of the words that bits are kept in.
func TestPairsLikeMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.IntRange(1, 4).Draw(t, "rows")
		columns := rapid.OneOf(rapid.IntRange(1, 6), rapid.IntRange(62, 66), rapid.IntRange(127, 130)).Draw(t, "columns")
		p, m := NewPairs(rows, columns), map[pair]bool{}
		for i := range rows {
			for j := range columns {
				m[pair{i, j}] = true
			}
		}
		before, unchanged := p.clone(), len(m)
		row := func() int { return rapid.IntRange(0, rows-1).Draw(t, "row") }
		column := func() int { return rapid.IntRange(0, columns-1).Draw(t, "column") }
		for range rapid.IntRange(0, 12).Draw(t, "changes") {
			switch rapid.SampledFrom([]string{"remove", "remove row", "keep", "intersect"}).Draw(t, "change") {
			case "remove":
				i, j := row(), column()
				p.Remove(i, j)
				delete(m, pair{i, j})
			case "remove row":
				i := row()
				p.RemoveRow(i)
				for j := range columns {
					delete(m, pair{i, j})
				}
			case "keep":
				i, j := row(), column()
				p.Keep(i, j)
				for other := range columns {
					if other != j {
						delete(m, pair{i, other})
					}
				}
			case "intersect":
				q, every := NewPairs(rows, columns), rapid.IntRange(2, 5).Draw(t, "every")
				for i := range rows {
					for j := range columns {
						if (i+j)%every == 0 {
							q.Remove(i, j)
							delete(m, pair{i, j})
						}
					}
				}
				p.Intersect(q)
			}
		}
		var all [][]int32
		into := make([]bool, columns)
		for i := range rows {
			var list []int32
			for j := range columns {
				if m[pair{i, j}] {
					list = append(list, int32(j))
				}
			}
			all = append(all, list)
			for j := range into {
				into[j] = j%2 == 0
			}
			p.Row(i, into)
			for j := range columns {
				if p.Has(i, j) != m[pair{i, j}] || into[j] != m[pair{i, j}] {
					t.Fatalf("row %d, column %d: Has %v, Row %v, the map %v", i, j, p.Has(i, j), into[j], m[pair{i, j}])
				}
			}
			if p.count(i) != len(list) || !slices.Equal(p.appendRow(i, nil), list) {
				t.Fatalf("row %d has %d columns %v, want %v", i, p.count(i), p.appendRow(i, nil), list)
			}
		}
		n := 0
		for i := range rows {
			n += before.count(i)
		}
		if n != unchanged {
			t.Fatalf("a copy has %d pairs after changes to the original, had %d", n, unchanged)
		}
		share := rapid.IntRange(1, 8).Draw(t, "share")
		start, column32 := p.List(rows, share)
		if (start == nil) != (len(m) > rows*columns/share) {
			t.Fatalf("%d pairs of %d, listed: %v with a share of %d", len(m), rows*columns, start != nil, share)
		}
		for i := range all {
			if start != nil && !slices.Equal(column32[start[i]:start[i+1]], all[i]) {
				t.Fatalf("row %d is listed as %v, want %v", i, column32[start[i]:start[i+1]], all[i])
			}
		}
	})
}

// TestIntersectRow: a row keeps what another row has too, and one column as it
// was.
func TestIntersectRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(1, 140).Draw(t, "columns")
		drawn := func(rows int) *Pairs {
			p := NewPairs(rows, columns)
			for i := range rows {
				for _, j := range rapid.SliceOfN(rapid.IntRange(0, columns-1), 0, columns).Draw(t, "removed") {
					p.Remove(i, j)
				}
			}
			return p
		}
		p, q := drawn(3), drawn(2)
		before := p.clone()
		row, of, but := rapid.IntRange(0, 2).Draw(t, "row"), rapid.IntRange(0, 1).Draw(t, "of"), rapid.IntRange(-1, columns-1).Draw(t, "but")
		p.IntersectRow(row, q, of, but)
		for i := range 3 {
			for j := range columns {
				want := before.Has(i, j) && (i != row || j == but || q.Has(of, j))
				if p.Has(i, j) != want {
					t.Fatalf("row %d, column %d: %v, want %v", i, j, p.Has(i, j), want)
				}
			}
		}
	})
}
