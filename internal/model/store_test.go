package model

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"sync"
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
	switch rapid.SampledFrom([]string{"dense", "sparse", "classes", "streamed"}).Draw(t, "store") {
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
	case "streamed":
		s := drawStreamed(t, rows, columns)
		for i := range matrix {
			for j := range matrix[i] {
				matrix[i][j] = value.Draw(t, "cost")
				parts := int32(0)
				for k := range s.Parts {
					parts += s.Parts[k].at(i, j)
				}
				s.Base.Column, s.Base.Exception = append(s.Base.Column, int32(j)), append(s.Base.Exception, matrix[i][j]-parts)
			}
			s.Base.Start = append(s.Base.Start, len(s.Base.Column))
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

// matrixPoints are points that are stored.
type matrixPoints [][]int32

func (m matrixPoints) Row(row int, into []int32) { copy(into, m[row]) }
func (m matrixPoints) At(row, column int) int32  { return m[row][column] }

// drawStreamed draws parts with points of some columns, and a base without
// exceptions.
func drawStreamed(t *rapid.T, rows, columns int) *Streamed {
	s := &Streamed{Rows: rows, Columns: columns, Base: &Classes{
		RowClass: make([]uint8, rows), ColumnClass: make([]uint8, columns), Cost: [][]int32{{rapid.Int32Range(-9, 9).Draw(t, "base")}}, Start: []int{0},
	}}
	for range rapid.IntRange(1, 3).Draw(t, "parts") {
		part := Scaled{Negative: rapid.Bool().Draw(t, "negative")}
		for range rapid.IntRange(max(columns-1, 0), columns).Draw(t, "columns with points") {
			part.Factor = append(part.Factor, rapid.Int32Range(0, 1<<30-1).Draw(t, "factor")>>rapid.IntRange(2, 30).Draw(t, "by"))
		}
		points := make(matrixPoints, rows)
		for i := range points {
			for range part.Factor {
				points[i] = append(points[i], rapid.OneOf(rapid.Int32Range(0, FullPoints), rapid.SampledFrom([]int32{0, 1, FullPoints - 1, FullPoints})).Draw(t, "points"))
			}
		}
		part.Points = points
		s.Parts = append(s.Parts, part)
	}
	return s
}

// TestStreamedIsItsDefinition: a streamed cost is the base and the sum of the
// factors times the points, each rounded to the nearest integer, but a gap costs
// less than the factor. Maps and many readers at once see the same.
func TestStreamedIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(1, 4).Draw(t, "rows"), rapid.IntRange(1, 6).Draw(t, "columns")
		s := drawStreamed(t, rows, columns)
		s.Base.Start = make([]int, rows+1)
		want := make([][]int32, rows)
		for i := range want {
			for j := range columns {
				cost := big.NewInt(int64(s.Base.Cost[0][0]))
				for _, p := range s.Parts {
					if j >= len(p.Factor) {
						continue
					}
					points := p.Points.At(i, j)
					x := new(big.Int).Mul(big.NewInt(int64(p.Factor[j])), big.NewInt(int64(points)))
					x.Add(x, big.NewInt(FullPoints/2)).Div(x, big.NewInt(FullPoints))
					if most := int64(p.Factor[j] - 1); points < FullPoints && x.Int64() > most && most >= 0 {
						x.SetInt64(most)
					}
					if p.Negative {
						x.Neg(x)
					}
					cost.Add(cost, x)
				}
				want[i] = append(want[i], int32(cost.Int64()))
			}
		}
		failed := make([]string, 3)
		var wait sync.WaitGroup
		for w := range failed {
			wait.Add(1)
			go func() {
				defer wait.Done()
				buffer := make([]int32, columns)
				for i := range rows {
					if got := s.Row(i, buffer); !slices.Equal(got, want[i]) {
						failed[w] = fmt.Sprintf("row %d is %v, want %v", i, got, want[i])
					}
				}
			}()
		}
		wait.Wait()
		for _, f := range failed {
			if f != "" {
				t.Fatal(f)
			}
		}
		twice, err := s.Map(context.Background(), func(column int, cost int32) int32 { return cost/2 + int32(column) })
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			for j, x := range want[i] {
				if got := s.At(i, j); got != x {
					t.Fatalf("pair (%d, %d) costs %d, want %d", i, j, got, x)
				}
				if got := twice.At(i, j); got != x/2+int32(j) {
					t.Fatalf("pair (%d, %d) is mapped to %d from %d", i, j, got, x)
				}
			}
		}
		ended, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := s.Map(ended, func(_ int, cost int32) int32 { return cost }); err == nil {
			t.Fatal("a context that has ended is not heeded")
		}
	})
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
