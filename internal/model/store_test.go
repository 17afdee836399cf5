package model

import (
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/internal/flow"
	"pgregory.net/rapid"
)

// drawStore draws costs of all pairs and one of the stores that can hold them.
// A list has those of allowed pairs only, and the matrix 0 elsewhere.
func drawStore(t *rapid.T, allowed *Pairs, rows, columns int, value *rapid.Generator[int32]) (Store, [][]int32) {
	matrix := make([][]int32, rows)
	for i := range matrix {
		matrix[i] = make([]int32, columns)
	}
	switch rapid.SampledFrom([]string{"dense", "sparse", "classes"}).Draw(t, "store") {
	case "dense":
		d := Dense{Columns: columns}
		for i := range matrix {
			for j := range matrix[i] {
				matrix[i][j] = value.Draw(t, "cost")
			}
			d.Cost = append(d.Cost, matrix[i]...)
		}
		return d, matrix
	case "sparse":
		s := &Sparse{Columns: columns, Start: []int{0}}
		for i := range matrix {
			for j := range matrix[i] {
				if allowed.Has(i, j) {
					matrix[i][j] = value.Draw(t, "cost")
					s.Column, s.Cost = append(s.Column, int32(j)), append(s.Cost, matrix[i][j])
				}
			}
			s.Start = append(s.Start, len(s.Column))
		}
		return s, matrix
	}
	class := rapid.Uint8Range(0, 1)
	c := &Classes{Start: []int{0}, Cost: [][]int32{{value.Draw(t, "cost"), value.Draw(t, "cost")}, {value.Draw(t, "cost"), value.Draw(t, "cost")}}}
	for range columns {
		c.ColumnClass = append(c.ColumnClass, class.Draw(t, "column class"))
	}
	for i := range matrix {
		c.RowClass = append(c.RowClass, class.Draw(t, "row class"))
		for j := range matrix[i] {
			matrix[i][j] = c.Cost[c.RowClass[i]][c.ColumnClass[j]]
			if rapid.IntRange(0, 3).Draw(t, "exception") == 0 {
				matrix[i][j] = value.Draw(t, "cost")
				c.Column, c.Exception = append(c.Column, int32(j)), append(c.Exception, matrix[i][j])
			}
		}
		c.Start = append(c.Start, len(c.Column))
	}
	return c, matrix
}

// drawPairs draws pairs of which every row has the first column at least
// sometimes.
func drawPairs(t *rapid.T, rows, columns int) *Pairs {
	p := NewPairs(rows, columns)
	for i := range rows {
		for j := range columns {
			if rapid.IntRange(0, 5).Draw(t, "forbid") == 0 {
				p.Remove(i, j)
			}
		}
	}
	return p
}

// TestStoresAgree: every store gives the same costs by row and by pair, those
// that were put in, whatever the buffer holds.
func TestStoresAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(1, 4).Draw(t, "rows"), rapid.IntRange(1, 6).Draw(t, "columns")
		allowed := drawPairs(t, rows, columns)
		store, matrix := drawStore(t, allowed, rows, columns, rapid.Int32Range(-9, 9))
		_, listed := store.(*Sparse)
		from := rapid.Int32Range(-9, 9).Draw(t, "from")
		b := band{store, from, from + rapid.Int32Range(0, 9).Draw(t, "width")}
		h := Hash{}
		for range rows {
			h.RowKey = append(h.RowKey, rapid.Uint64().Draw(t, "key"))
		}
		for range columns {
			h.ColumnKey = append(h.ColumnKey, rapid.Uint64().Draw(t, "key"))
		}
		buffer := make([]int32, columns)
		read := func(s Store, row int) []int32 {
			for j := range buffer {
				buffer[j] = 77
			}
			return s.Row(row, buffer)
		}
		for i := range rows {
			if got := read(store, i); !slices.Equal(got, matrix[i]) {
				t.Fatalf("%T: row %d is %v, want %v", store, i, got, matrix[i])
			}
			for j := range columns {
				if listed && !allowed.Has(i, j) {
					if got := store.At(i, j); got != flow.Forbidden {
						t.Fatalf("pair (%d, %d), which is not in the list, costs %d", i, j, got)
					}
					continue
				}
				if got := store.At(i, j); got != matrix[i][j] {
					t.Fatalf("%T: pair (%d, %d) costs %d, want %d", store, i, j, got, matrix[i][j])
				}
				inside := int32(0)
				if b.from <= matrix[i][j] && matrix[i][j] < b.to {
					inside = 1
				}
				if by, at := read(b, i)[j], b.At(i, j); by != inside || at != inside {
					t.Fatalf("levels from %d to %d: level %d counts %d by row and %d by pair", b.from, b.to, matrix[i][j], by, at)
				}
				by, at := read(h, i)[j], h.At(i, j)
				if by != at || at < 0 || at >= 1<<30 {
					t.Fatalf("hash: %d by row, %d by pair", by, at)
				}
			}
			if got := read(store, i); !slices.Equal(got, matrix[i]) {
				t.Fatalf("%T: reading changed row %d to %v", store, i, got)
			}
		}
	})
}

// TestHashTellsPairsApart: no two of some ten thousand pairs of keys that
// differ in a bit tie more often than chance has it.
func TestHashTellsPairsApart(t *testing.T) {
	h := Hash{}
	for k := range uint64(100) {
		h.RowKey, h.ColumnKey = append(h.RowKey, k), append(h.ColumnKey, k<<32)
	}
	seen := map[int32]int{}
	for i := range h.RowKey {
		for j := range h.ColumnKey {
			seen[h.At(i, j)]++
		}
	}
	// Of 10⁴ draws from 2³⁰ values 0.05 pairs agree in the mean.
	if len(seen) < 9998 {
		t.Errorf("%d different costs of 10000 pairs", len(seen))
	}
}
