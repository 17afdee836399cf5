package model

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/internal/flow"
	"pgregory.net/rapid"
)

// small is a model with the matrices behind its stores, so that an oracle can
// go through all assignments without them.
type small struct {
	Model
	matrix [][][]int32 // of each goal
}

// drawSmall draws a model with inner nodes at up to two levels, bounds and
// convex costs at all of them, and up to three goals of all kinds. Column 0 is
// the bench that levels speak of.
func drawSmall(t *rapid.T) *small {
	n, m := rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 4).Draw(t, "columns")
	s := &small{Model: Model{Rows: n, Columns: m, Allowed: drawPairs(t, n, m)}}
	inner := rapid.IntRange(0, 3).Draw(t, "inner")
	for v := range m + inner {
		parent := int32(-1)
		if first := max(m, v+1); first < m+inner && rapid.IntRange(0, 3).Draw(t, "hangs") > 0 {
			parent = int32(rapid.IntRange(first, m+inner-1).Draw(t, "parent"))
		}
		hi := rapid.IntRange((n+1)/2, n).Draw(t, "hi")
		lo := max(0, rapid.IntRange(-3, hi).Draw(t, "lo"))
		s.Parent, s.Lo, s.Hi = append(s.Parent, parent), append(s.Lo, int32(lo)), append(s.Hi, int32(hi))
	}
	for range rapid.IntRange(1, 3).Draw(t, "goals") {
		g := Goal{Kind: rapid.SampledFrom([]Kind{Sum, Sum, Leximin, Bottleneck, BottomSum}).Draw(t, "kind"), Marginal: make([][]int64, len(s.Parent))}
		values := rapid.Int32Range(-2, 2)
		switch g.Kind {
		case Leximin, Bottleneck:
			g.Levels = rapid.Int32Range(1, 7).Draw(t, "levels")
			values = rapid.Int32Range(0, g.Levels-1)
		case BottomSum:
			g.Count = rapid.Int32Range(1, 4).Draw(t, "count")
			values = rapid.Int32Range(-6, 3)
		}
		var matrix [][]int32
		g.Pairs, matrix = drawStore(t, s.Allowed, n, m, values)
		if g.Kind == BottomSum {
			g.Values = s.values(matrix)
		}
		for v := range g.Marginal {
			if g.Kind == Sum && rapid.Bool().Draw(t, "convex") {
				g.Marginal[v] = drawMarginals(t, int(s.Hi[v]))
			}
		}
		s.Goals, s.matrix = append(s.Goals, g), append(s.matrix, matrix)
	}
	return s
}

// values lists the values of allowed pairs beside the bench, costs with the
// sign reversed.
func (s *small) values(matrix [][]int32) []int32 {
	var out []int32
	for i, row := range matrix {
		for j, c := range row {
			if j > 0 && s.Allowed.Has(i, j) {
				out = append(out, -c)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func drawMarginals(t *rapid.T, n int) []int64 {
	m := make([]int64, n)
	for k := range m {
		m[k] = rapid.Int64Range(-2, 2).Draw(t, "marginal")
	}
	slices.Sort(m)
	return m
}

// admitted calls yield with every assignment within the pairs and bounds.
func (s *small) admitted(yield func(at []int32)) {
	at := make([]int32, s.Rows)
	var visit func(i int)
	visit = func(i int) {
		if i < s.Rows {
			for j := range s.Columns {
				if s.Allowed.Has(i, j) {
					at[i] = int32(j)
					visit(i + 1)
				}
			}
			return
		}
		for v, k := range s.below(at) {
			if k < s.Lo[v] || k > s.Hi[v] {
				return
			}
		}
		yield(at)
	}
	visit(0)
}

// below counts the rows below every node.
func (s *small) below(at []int32) []int32 {
	load := make([]int32, len(s.Parent))
	for _, v := range at {
		for ; v >= 0; v = s.Parent[v] {
			load[v]++
		}
	}
	return load
}

// worth is what an assignment has in a goal, the less the better: a cost; how
// many are on each level from the lowest up; how many are on level 0, and the
// level of the lowest of the others; or how many are on the bench, and the sum
// of the least values of the others.
func (s *small) worth(g int, at []int32) []int64 {
	goal := &s.Goals[g]
	if goal.Kind == Sum {
		cost := int64(0)
		for i, j := range at {
			cost += int64(s.matrix[g][i][j])
		}
		for v, k := range s.below(at) {
			for x, c := range goal.Marginal[v] {
				if x < int(k) {
					cost += c
				}
			}
		}
		return []int64{cost}
	}
	if goal.Kind == BottomSum {
		var values []int
		for i, j := range at {
			if j != 0 {
				values = append(values, -int(s.matrix[g][i][j]))
			}
		}
		slices.Sort(values)
		sum := 0
		for k := 0; k < len(values) && k < int(goal.Count); k++ {
			sum += values[k]
		}
		return []int64{int64(s.Rows - len(values)), int64(-sum)}
	}
	on := make([]int64, goal.Levels)
	for i, j := range at {
		on[s.matrix[g][i][j]]++
	}
	if goal.Kind == Leximin {
		return on
	}
	return []int64{on[0], -lowest(on)}
}

// lowest returns the lowest level above 0 that is in use, 0 if there is none.
func lowest(on []int64) int64 {
	for l := 1; l < len(on); l++ {
		if on[l] > 0 {
			return int64(l)
		}
	}
	return 0
}

// best returns what the best admitted assignments have in each goal, nil if
// none is admitted.
func (s *small) best() (best [][]int64) {
	s.admitted(func(at []int32) {
		var x [][]int64
		for g := range s.Goals {
			x = append(x, s.worth(g, at))
		}
		if best == nil || slices.CompareFunc(x, best, slices.Compare[[]int64]) < 0 {
			best = x
		}
	})
	return best
}

// TestSolveLikeEnumeration: goal by goal the assignment has what the best of
// all assignments has, and the certificate proves it.
func TestSolveLikeEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { solveLikeEnumeration(t, drawSmall(t)) })
}

// drawForked draws a model whose first goal is a BottomSum that different
// assignments reach in different ways: posts of one seat, a few values.
func drawForked(t *rapid.T) *small {
	n := rapid.IntRange(3, 5).Draw(t, "rows")
	s := &small{Model: Model{Rows: n, Columns: n + 1, Allowed: NewPairs(n, n+1)}}
	for j := range n + 1 {
		hi := int32(1)
		if j == 0 {
			hi = int32(n)
		}
		s.Parent, s.Lo, s.Hi = append(s.Parent, -1), append(s.Lo, 0), append(s.Hi, hi)
	}
	kinds := append([]Kind{BottomSum}, rapid.SliceOfN(rapid.SampledFrom([]Kind{Sum, Leximin, Bottleneck, BottomSum}), 1, 2).Draw(t, "later")...)
	for _, kind := range kinds {
		g := Goal{Kind: kind, Marginal: make([][]int64, len(s.Parent)), Levels: 5, Count: int32(rapid.IntRange(2, 3).Draw(t, "count"))}
		var matrix [][]int32
		for range n {
			row := rapid.SliceOfN(rapid.Int32Range(0, 4), n+1, n+1).Draw(t, "row")
			if row[0] = 0; kind == BottomSum {
				for j := range row {
					row[j] = -row[j]
				}
			}
			matrix = append(matrix, row)
		}
		dense := Dense{Columns: n + 1}
		for _, row := range matrix {
			dense.Cost = append(dense.Cost, row...)
		}
		g.Pairs = dense
		if kind == BottomSum {
			g.Values = s.values(matrix)
		}
		s.Goals, s.matrix = append(s.Goals, g), append(s.matrix, matrix)
	}
	return s
}

// TestForkedLikeEnumeration: what a BottomSum leaves open may be no single
// face, and later goals choose among all of it.
func TestForkedLikeEnumeration(t *testing.T) {
	forked := 0
	rapid.Check(t, func(t *rapid.T) {
		if r := solveLikeEnumeration(t, drawForked(t)); r != nil && r.regions > 1 {
			forked++
		}
	})
	if forked == 0 && !testing.Short() {
		t.Error("no model was of the kind that this is about")
	}
}

func solveLikeEnumeration(t *rapid.T, s *small) *Result {
	best := s.best()
	r, err := s.Solve(context.Background(), nil, Options{Workers: rapid.IntRange(0, 3).Draw(t, "workers")})
	if best == nil {
		var cut *flow.Infeasible
		if !errors.As(err, &cut) {
			t.Fatalf("nothing is admitted, but Solve says %v", err)
		}
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	if !s.feasible(r.At) {
		t.Fatalf("%v is not feasible", r.At)
	}
	for g, claim := range r.Goals {
		got := s.worth(g, r.At)
		if !slices.Equal(got, best[g]) {
			t.Fatalf("goal %d has %v, enumeration finds %v", g, got, best[g])
		}
		want := got[0]
		switch s.Goals[g].Kind {
		case Leximin:
			want = lowest(got)
		case Bottleneck:
			want = -got[1]
		case BottomSum:
			want = got[1]
		}
		if !claim.Proven || claim.Cost != want || claim.Bound != want {
			t.Fatalf("goal %d is claimed to be %+v, want %d proven", g, claim, want)
		}
	}
	if err := check(&s.Model, r); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestStartIsUsedOnlyIfFeasible: an assignment to fall back on is what an
// interrupted solve returns, unless it breaks something.
func TestStartIsUsedOnlyIfFeasible(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSmall(t)
		start := rapid.SliceOfN(rapid.Int32Range(0, int32(s.Columns-1)), s.Rows, s.Rows).Draw(t, "start")
		admitted := false
		s.admitted(func(at []int32) { admitted = admitted || slices.Equal(at, start) })
		r, err := s.Solve(ctx, start, Options{})
		if !admitted {
			var cut *flow.Infeasible
			if r != nil || !errors.Is(err, context.Canceled) && !errors.As(err, &cut) {
				t.Fatalf("from a start that is not admitted: %v, %v", r, err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(r.At, start) || !errors.Is(r.Cause, context.Canceled) {
			t.Fatalf("assignment %v, cause %v; started from %v", r.At, r.Cause, start)
		}
		if _, err := s.Check(context.Background(), r, start); err != nil {
			t.Fatal(err)
		}
		if s.Goals[0].Kind == Sum && r.Goals[0].Bound > s.best()[0][0] {
			t.Fatalf("bound %d above the optimum %d", r.Goals[0].Bound, s.best()[0][0])
		}
	})
}
