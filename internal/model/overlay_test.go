package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawOverlay draws changes of a small model, and returns the model that they
// make, with the matrices of an oracle.
func drawOverlay(t *rapid.T, s *small) (Overlay, *small) {
	out := &small{Model: s.Model}
	for _, m := range s.matrix {
		var rows [][]int32
		for _, row := range m {
			rows = append(rows, slices.Clone(row))
		}
		out.matrix = append(out.matrix, rows)
	}
	pair := func() Pair {
		return Pair{rapid.IntRange(0, s.Rows-1).Draw(t, "row"), rapid.IntRange(0, s.Columns-1).Draw(t, "column")}
	}
	var o Overlay
	for range rapid.IntRange(0, 3).Draw(t, "forbidden") {
		o.Forbid = append(o.Forbid, pair())
	}
	for range rapid.IntRange(0, 3).Draw(t, "allowed") {
		a := Added{Pair: pair()}
		for g := range s.Goals {
			values := rapid.Int32Range(-6, 3)
			if goal := &s.Goals[g]; goal.Kind == Leximin || goal.Kind == Bottleneck {
				values = rapid.Int32Range(0, goal.Levels-1)
			}
			x := values.Draw(t, "cost")
			a.Cost = append(a.Cost, x)
			out.matrix[g][a.Row][a.Column] = x
		}
		o.Allow = append(o.Allow, a)
	}
	for range rapid.IntRange(0, 2).Draw(t, "bounds") {
		v := rapid.IntRange(0, len(s.Parent)-1).Draw(t, "node")
		hi := rapid.Int32Range(0, s.Hi[v]).Draw(t, "hi")
		o.Bounds = append(o.Bounds, Bounds{v, rapid.Int32Range(0, hi).Draw(t, "lo"), hi})
	}
	return o, out
}

// TestOverlaysLikeEnumeration: a model with changes has the optimum that
// enumeration finds, and the model under it keeps its own.
func TestOverlaysLikeEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSmall(t)
		o, changed := drawOverlay(t, s)
		m, err := s.With(o)
		if err != nil {
			t.Fatal(err)
		}
		changed.Model = *m
		solveLikeEnumeration(t, changed)
		solveLikeEnumeration(t, s)
	})
}

// TestOverlaysShareStores: what an overlay does not change is not copied.
func TestOverlaysShareStores(t *testing.T) {
	m := ladder(Leximin, 5, []int32{0, 2, 0, 1}, []int32{0, 1, 4, 1}).then(0, 1, 2, 3, 4, 5, 6, 7)
	same := func(a, b Store) bool { return &a.(Dense).Cost[0] == &b.(Dense).Cost[0] }
	got, err := m.With(Overlay{Forbid: []Pair{{0, 1}}, Bounds: []Bounds{{1, 0, 0}}, Limits: []Limit{{Pairs: m.Goals[1].Pairs, Most: 5}}})
	if err != nil {
		t.Fatal(err)
	}
	for g := range m.Goals {
		if !same(m.Goals[g].Pairs, got.Goals[g].Pairs) {
			t.Errorf("goal %d has a store of its own", g)
		}
	}
	if !m.Allowed.Has(0, 1) || got.Allowed.Has(0, 1) || m.Hi[1] == 0 || got.Hi[1] != 0 || len(m.Limits) != 0 || len(got.Limits) != 1 {
		t.Error("the overlay is not what was asked, or has changed the model")
	}
	more, err := got.With(Overlay{Allow: []Added{{Pair{0, 1}, []int32{4, 9}}}})
	if err != nil {
		t.Fatal(err)
	}
	if x := more.Goals[1].Pairs.At(0, 1); x != 9 || got.Goals[1].Pairs.At(0, 1) == 9 {
		t.Errorf("the pair added costs %d", x)
	}
	if under := more.Goals[1].Pairs.(*patched).store; !same(under, m.Goals[1].Pairs) {
		t.Error("a pair more copied the store")
	}
}

// TestOverlaysOfAnotherModel: what the model does not have is an error.
func TestOverlaysOfAnotherModel(t *testing.T) {
	m := ladder(Sum, 0, []int32{0, 2}, []int32{0, 1})
	m.Goals[0].Marginal[0] = []int64{1, 2}
	for name, o := range map[string]Overlay{
		"no such row":            {Forbid: []Pair{{2, 0}}},
		"no such column":         {Allow: []Added{{Pair{0, 2}, []int32{1}}}},
		"costs of another model": {Allow: []Added{{Pair{0, 1}, []int32{1, 2}}}},
		"no such node":           {Bounds: []Bounds{{2, 0, 1}}},
		"bounds that cross":      {Bounds: []Bounds{{1, 1, 0}}},
		"a load of unknown cost": {Bounds: []Bounds{{0, 0, 3}}},
	} {
		if _, err := m.With(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
