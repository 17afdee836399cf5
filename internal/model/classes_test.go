package model

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/internal/flow"
	"pgregory.net/rapid"
)

// wideModel draws a model with columns on both sides of the words that sets of
// columns are kept in, and one goal in any store. Every row may take column 0,
// which holds all of them, so that there is a solution.
func wideModel(t *rapid.T) *Model {
	n := rapid.IntRange(1, 12).Draw(t, "rows")
	columns := rapid.OneOf(rapid.IntRange(1, 6), rapid.IntRange(62, 66), rapid.IntRange(127, 130)).Draw(t, "columns")
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	m := &Model{Rows: n, Columns: columns, Allowed: NewPairs(n, columns)}
	forbid := rapid.SampledFrom([]int{0, 2, 6, 11}).Draw(t, "forbidden of twelve")
	for i := range n {
		for j := 1; j < columns; j++ {
			if r.IntN(12) < forbid {
				m.Allowed.Remove(i, j)
			}
		}
	}
	inner := rapid.IntRange(0, 2).Draw(t, "inner")
	tight, convex := rapid.Bool().Draw(t, "tight"), rapid.IntRange(0, 3).Draw(t, "convex") == 0
	goal := Goal{Marginal: make([][]int64, columns+inner)}
	for v := range columns + inner {
		parent, hi := int32(-1), int32(n)
		if v > 0 && v < columns && inner > 0 {
			parent = int32(columns + r.IntN(inner))
		}
		if v > 0 && tight {
			hi = r.Int32N(3)
		}
		m.Parent, m.Lo, m.Hi = append(m.Parent, parent), append(m.Lo, 0), append(m.Hi, hi)
		if v > 0 && convex {
			x := make([]int64, hi)
			for k := range x {
				x[k] = r.Int64N(5) - 2
			}
			slices.Sort(x)
			goal.Marginal[v] = x
		}
	}
	if floors := rapid.IntRange(0, 2).Draw(t, "floors"); floors > 0 {
		for range min(floors, n) {
			if v := r.IntN(len(m.Lo)); m.Lo[v] < m.Hi[v] {
				m.Lo[v]++
			}
		}
	}
	goal.Pairs = wideStore(t, r, m.Allowed, n, columns)
	m.Goals = []Goal{goal}
	return m
}

// wideStore fills one of the stores with few different costs.
func wideStore(t *rapid.T, r *rand.Rand, allowed *Pairs, rows, columns int) Store {
	different := rapid.Int32Range(1, 3).Draw(t, "costs")
	cost := func() int32 { return r.Int32N(different) - 1 }
	switch rapid.SampledFrom([]string{"dense", "sparse", "streamed", "classes", "classes"}).Draw(t, "store") {
	case "dense":
		d := Dense{Columns: columns}
		for range rows * columns {
			d.Cost = append(d.Cost, cost())
		}
		return d
	case "sparse":
		s := &Sparse{Columns: columns, Start: []int{0}}
		for i := range rows {
			for j := range columns {
				if allowed.Has(i, j) {
					s.Column, s.Cost = append(s.Column, int32(j)), append(s.Cost, cost())
				}
			}
			s.Start = append(s.Start, len(s.Column))
		}
		return s
	case "streamed":
		part, points := Scaled{}, make(matrixPoints, rows)
		for range columns {
			part.Factor = append(part.Factor, cost()+1)
		}
		for i := range points {
			for range columns {
				points[i] = append(points[i], r.Int32N(3)*(FullPoints/2))
			}
		}
		part.Points = points
		return &Streamed{Rows: rows, Columns: columns, Parts: []Scaled{part}}
	}
	c := &Classes{Start: []int{0}}
	rowClasses, columnClasses := 1+r.IntN(3), 1+r.IntN(3)
	for range rowClasses {
		var byColumn []int32
		for range columnClasses {
			byColumn = append(byColumn, cost())
		}
		c.Cost = append(c.Cost, byColumn)
	}
	for range columns {
		c.ColumnClass = append(c.ColumnClass, uint8(r.IntN(columnClasses)))
	}
	exceptions := rapid.IntRange(0, 2).Draw(t, "exceptions")
	for range rows {
		c.RowClass = append(c.RowClass, uint8(r.IntN(rowClasses)))
		for j := range columns {
			if exceptions > 0 && r.IntN(1+columns/exceptions) == 0 {
				c.Column, c.Exception = append(c.Column, int32(j)), append(c.Exception, cost()*2)
			}
		}
		c.Start = append(c.Start, len(c.Column))
	}
	return c
}

// TestFillIsOptimal: what fill returns is feasible, costs what it says and as
// little as the flow, and where there is room for all it returns something.
func TestFillIsOptimal(t *testing.T) {
	filled, left := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		m := wideModel(t)
		f, goal := m.face(), &m.Goals[0]
		p := f.problem(goal)
		s := f.fill(context.Background(), p, goal, nil)
		_, counts := goal.Pairs.(*Classes)
		if s == nil {
			binds := slices.Max(m.Lo) > 0 || slices.ContainsFunc(goal.Marginal, func(x []int64) bool { return x != nil })
			for _, hi := range m.Hi {
				binds = binds || int(hi) < m.Rows
			}
			if counts && !binds {
				t.Fatal("there is room for everybody, but nothing was found")
			}
			left++
			return
		}
		filled++
		best, err := flow.Solve(context.Background(), p, nil)
		switch {
		case !counts:
			t.Fatal("a goal that does not count is filled")
		case err != nil:
			t.Fatalf("filled, but %v", err)
		case !m.feasible(s.At):
			t.Fatalf("%v is not feasible", s.At)
		case s.Cost != m.Cost(0, s.At) || s.Cost != best.Cost:
			t.Fatalf("cost %d, the assignment has %d and the optimum %d", s.Cost, m.Cost(0, s.At), best.Cost)
		case !slices.Equal(s.Load, m.loads(s.At)):
			t.Fatalf("loads %v, want %v", s.Load, m.loads(s.At))
		case flow.Bound(p, s.Price, 1) != best.Cost:
			t.Fatal("the prices do not prove it")
		}
	})
	if filled == 0 || left == 0 {
		t.Fatalf("%d filled, %d not: the test is one-sided", filled, left)
	}
}

// TestFillPrefersFloors: who may go anywhere goes where rows are missing.
func TestFillPrefersFloors(t *testing.T) {
	m := &Model{
		Rows: 4, Columns: 3, Allowed: NewPairs(4, 3), Parent: []int32{-1, 3, 3, -1},
		Lo: []int32{0, 0, 1, 3}, Hi: []int32{4, 4, 4, 4},
	}
	m.Allowed.Remove(0, 1)
	g := m.indifferent()
	s := m.face().fill(context.Background(), m.face().problem(g), g, nil)
	if s == nil || !m.feasible(s.At) {
		t.Fatalf("filled as %v, which misses floors", s)
	}
}

// TestNarrowIsItsDefinition: of the pairs those stay whose c + π is the least of
// the row's, whatever the store, and of a face that is narrow already likewise.
func TestNarrowIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := wideModel(t)
		f := m.face()
		for range 2 {
			p, goal := f.problem(&m.Goals[0]), &m.Goals[0]
			s, err := flow.Solve(context.Background(), p, nil)
			if err != nil {
				t.Skip("floors that nobody can fill")
			}
			before := f.pairs
			var lists *flow.Lists
			if rapid.Bool().Draw(t, "lists") {
				lists = s.Lists
			}
			f.narrow(context.Background(), p, s.At, s.Price, lists, rapid.IntRange(1, 3).Draw(t, "workers"))
			for i := range m.Rows {
				least := int64(goal.Pairs.At(i, int(s.At[i]))) + s.Price[s.At[i]]
				for j := range m.Columns {
					want := before.Has(i, j) && int64(goal.Pairs.At(i, j))+s.Price[j] == least
					if f.pairs.Has(i, j) != want {
						t.Fatalf("row %d, column %d: in the face: %v, want %v", i, j, !want, want)
					}
				}
			}
			m.Goals[0].Pairs = wideStore(t, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2)), m.Allowed, m.Rows, m.Columns)
		}
	})
}
