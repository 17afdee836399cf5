package model

import (
	"cmp"
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// outcome is what an assignment amounts to in every goal, as one list to compare.
func outcome(m *Model, at []int32) []int64 {
	var out []int64
	for g := range m.Goals {
		if m.Goals[g].Kind != Leximin {
			out = append(out, m.Cost(g, at))
			continue
		}
		for _, n := range m.onLevels(g, at) {
			out = append(out, int64(n))
		}
	}
	return out
}

// position says where in an outcome a loss shows.
func (s *small) position(l Loss) int {
	k := 0
	for g := range s.Goals {
		if g == l.Goal {
			return k + int(l.Level/2)
		}
		if s.Goals[g].Kind == Leximin {
			k += int(s.Goals[g].Levels)
		} else {
			k++
		}
	}
	return -1
}

// drawDisplaceable draws a small model that a graph describes.
func drawDisplaceable(t *rapid.T) *small {
	s := drawSmall(t)
	for g := range s.Goals {
		goal := &s.Goals[g]
		if goal.Kind == BottomSum || goal.Kind == Bottleneck {
			goal.Kind, goal.Levels = Sum, 0
		}
	}
	return s
}

// TestLossIsThatOfAForcedSolve forces every pair, allowed or not, and every chain is
// one that costs what it should.
func TestLossIsThatOfAForcedSolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawDisplaceable(t)
		ctx := context.Background()
		r, err := s.Solve(ctx, nil, Options{Workers: 1})
		if err != nil {
			t.Skip("infeasible")
		}
		d, err := s.Displace(ctx, r.At, 1+rapid.IntRange(0, 1).Draw(t, "workers"))
		if err != nil {
			t.Fatal(err)
		}
		best := outcome(&s.Model, r.At)
		for i := range s.Rows {
			for j := range s.Columns {
				cost, forced := make([]int64, len(s.Goals)), make([]int32, len(s.Goals))
				for g := range s.Goals {
					forced[g] = s.matrix[g][i][j]
					cost[g] = int64(forced[g])
					if s.Goals[g].Kind == Leximin {
						cost[g] *= 2
					}
				}
				loss := d.Loss(i, j, cost)
				if s.Allowed.Has(i, j) && loss != d.Loss(i, j, nil) {
					t.Fatalf("pair (%d, %d): %+v and, from the stores, %+v", i, j, loss, d.Loss(i, j, nil))
				}
				o := Overlay{Allow: []Added{{Pair{i, j}, forced}}}
				for k := range s.Columns {
					if k != j {
						o.Forbid = append(o.Forbid, Pair{i, k})
					}
				}
				m, err := s.With(o)
				if err != nil {
					t.Fatal(err)
				}
				x, err := m.Solve(ctx, nil, Options{Workers: 1})
				if err != nil {
					if loss.Possible {
						t.Fatalf("pair (%d, %d): %+v, but a solve says %v", i, j, loss, err)
					}
					continue
				}
				s.compareLoss(t, best, outcome(m, x.At), i, j, loss)
				hops, ok := d.Chain(i, j)
				if !ok {
					t.Fatalf("pair (%d, %d): no chain, but %+v", i, j, loss)
				}
				at := slices.Clone(r.At)
				at[i] = int32(j)
				for _, h := range hops {
					if at[h.Row] != h.From || !s.Allowed.Has(int(h.Row), int(h.To)) || h.Row == int32(i) {
						t.Fatalf("pair (%d, %d): hop %+v of %+v", i, j, h, hops)
					}
					at[h.Row] = h.To
				}
				if !m.feasible(at) {
					t.Fatalf("pair (%d, %d): the chain %+v ends in %v", i, j, hops, at)
				}
				s.compareLoss(t, best, outcome(m, at), i, j, loss)
			}
		}
	})
}

func (s *small) compareLoss(t *rapid.T, best, forced []int64, i, j int, loss Loss) {
	t.Helper()
	at := -1
	for k := range best {
		if best[k] != forced[k] {
			at = k
			break
		}
	}
	switch {
	case !loss.Possible:
		t.Fatalf("pair (%d, %d) is not possible, but %v is", i, j, forced)
	case at < 0 && loss.Goal == -1:
	case at < 0 || loss.Goal < 0 || s.position(loss) != at || loss.Amount != forced[at]-best[at]:
		t.Fatalf("pair (%d, %d): %+v, best %v, forced %v", i, j, loss, best, forced)
	}
}

// TestPlaces compares one place more and one less with solves.
func TestPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawDisplaceable(t)
		for v := range s.Hi { // the marginals know of one more
			for g := range s.Goals {
				if m := s.Goals[g].Marginal[v]; m != nil {
					s.Goals[g].Marginal[v] = append(m, slices.Max(append(m, 0))+1)
				}
			}
		}
		ctx := context.Background()
		r, err := s.Solve(ctx, nil, Options{Workers: 1})
		if err != nil {
			t.Skip("infeasible")
		}
		d, err := s.Displace(ctx, r.At, 1)
		if err != nil {
			t.Fatal(err)
		}
		best := outcome(&s.Model, r.At)
		for j := range s.Columns {
			more := Overlay{Bounds: []Bounds{{j, s.Lo[j], s.Hi[j] + 1}}}
			s.compareBounds(t, r, best, more, j, func() (Loss, bool) { return d.More(j) })
			if s.Hi[j] > 0 {
				less := Overlay{Bounds: []Bounds{{j, min(s.Lo[j], s.Hi[j]-1), s.Hi[j] - 1}}}
				if s.Lo[j] == s.Hi[j] {
					if l := d.Less(j); l.Possible {
						t.Fatalf("a place less at %d is below the floor: %+v", j, l)
					}
					continue
				}
				s.compareBounds(t, r, best, less, j, func() (Loss, bool) { return d.Less(j), true })
			}
		}
	})
}

func (s *small) compareBounds(t *rapid.T, r *Result, best []int64, o Overlay, j int, of func() (Loss, bool)) {
	t.Helper()
	loss, known := of()
	if !known {
		t.Fatalf("column %d: not known", j)
	}
	m, err := s.With(o)
	if err != nil {
		t.Fatal(err)
	}
	x, err := m.Solve(context.Background(), nil, Options{Workers: 1})
	if err != nil {
		if loss.Possible {
			t.Fatalf("column %d: %+v, but a solve says %v", j, loss, err)
		}
		return
	}
	s.compareLoss(t, best, outcome(m, x.At), j, j, loss)
}

// TestRanks compares the arithmetic of sparse lists with that of dense ones.
func TestRanks(t *testing.T) {
	dense := func(x ranks) []int64 {
		out := make([]int64, 6)
		for _, r := range x.list {
			out[int(r.goal)*3+int(r.level)] += r.amount
		}
		return out
	}
	draw := rapid.Custom(func(t *rapid.T) ranks {
		var x ranks
		for k := range int64(6) {
			if n := rapid.Int64Range(-1, 1).Draw(t, "amount"); n != 0 {
				x.list = append(x.list, rank{int32(k / 3), k % 3, n})
			}
		}
		return x
	})
	rapid.Check(t, func(t *rapid.T) {
		x, y := draw.Draw(t, "x"), draw.Draw(t, "y")
		a, b := dense(x), dense(y)
		if got, want := x.compare(y), slices.Compare(a, b); cmp.Compare(got, 0) != cmp.Compare(want, 0) {
			t.Fatalf("%v and %v compare as %d, not %d", a, b, got, want)
		}
		sum, difference := dense(x.plus(y)), dense(x.minus(y))
		for k := range a {
			if sum[k] != a[k]+b[k] || difference[k] != a[k]-b[k] {
				t.Fatalf("%v and %v: sum %v, difference %v", a, b, sum, difference)
			}
		}
	})
}

// TestClosuresAgree: the closure of sums is that of any lengths, to the last number.
func TestClosuresAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "nodes")
		dist := make([]sums, n*n)
		for k := range dist {
			switch {
			case k%(n+1) == 0:
			case rapid.IntRange(0, 3).Draw(t, "arc") == 0:
				dist[k] = sums{endless}
			default:
				for g := range dist[k] {
					dist[k][g] = rapid.Int64Range(0, 2).Draw(t, "length")
				}
			}
		}
		other := slices.Clone(dist)
		if err := closeSums(context.Background(), dist, n, 1); err != nil {
			t.Fatal(err)
		}
		if err := closeAny(context.Background(), other, n, 1); err != nil {
			t.Fatal(err)
		}
		for k := range dist {
			if dist[k].far() != other[k].far() || !dist[k].far() && dist[k] != other[k] {
				t.Fatalf("from %d to %d: %v and %v", k/n, k%n, dist[k], other[k])
			}
		}
	})
}
