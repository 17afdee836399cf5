package model

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// oneOf returns one of the items.
func oneOf[T any](r *rand.Rand, items ...T) T { return items[r.IntN(len(items))] }

// loosen lets later goals give up some of some goals.
func (s *small) loosen(r *rand.Rand) {
	for g := range s.Goals {
		goal := &s.Goals[g]
		if r.IntN(3) > 0 || goal.Kind == Leximin {
			continue
		}
		goal.Loose, goal.Slack = true, int64(r.IntN(4))
		for l, drop := int32(0), r.Int32N(4); goal.Kind == Bottleneck && l < goal.Levels; l++ {
			goal.Lowest = append(goal.Lowest, min(l, max(1, l-drop)))
		}
	}
}

// limit limits how many rows may take some pairs.
func (s *small) limit(r *rand.Rand) {
	d := Dense{Columns: s.Columns}
	for range s.Rows * s.Columns {
		d.Cost = append(d.Cost, r.Int32N(2))
	}
	s.Limits = []Limit{{Pairs: d, Most: r.Int64N(int64(s.Rows) + 1)}}
}

// gives reports whether an assignment has of a goal what later goals must leave of
// the best.
func (s *small) gives(g int, have, best []int64) bool {
	goal := &s.Goals[g]
	switch {
	case !goal.Loose:
		return slices.Equal(have, best)
	case goal.Kind == Sum:
		return have[0] <= best[0]+goal.Slack
	case goal.Kind == BottomSum:
		return have[0] == best[0] && have[1] <= best[1]+goal.Slack
	}
	return have[0] == best[0] && -have[1] >= int64(goal.Lowest[-best[1]])
}

// lie returns the first goal of which a result says what is not true, −1 if there
// is none. It goes through all assignments.
func (s *small) lie(r *Result) int {
	var left [][]int32
	s.admitted(func(at []int32) {
		if len(s.Limits) == 0 || s.Within(s.Limits[0], at) {
			left = append(left, slices.Clone(at))
		}
	})
	for g, claim := range r.Goals {
		if s.Goals[g].Ties { // they give up nothing of loose goals
			left = slices.DeleteFunc(left, func(at []int32) bool {
				for h := range s.Goals[:g] {
					if slices.Compare(s.worth(h, at), s.worth(h, r.At)) > 0 && s.Goals[h].Loose {
						return true
					}
				}
				return false
			})
		}
		var best []int64
		for _, at := range left {
			if x := s.worth(g, at); best == nil || slices.Compare(x, best) < 0 {
				best = x
			}
		}
		if best == nil {
			return g // not even r.At is admitted
		}
		have, last := s.worth(g, r.At), len(best)-1
		bound := claim.Bound
		switch s.Goals[g].Kind {
		case Bottleneck:
			bound = -bound
		case Leximin:
			if last = 0; claim.Proven && !slices.Equal(have, best) || claim.Bound < lowest(best) {
				return g
			}
			bound = math.MinInt64
		}
		if claim.Proven && !s.gives(g, have, best) || bound > best[last] {
			return g
		}
		if !claim.Proven {
			return -1 // of what it leaves nothing is said
		}
		left = slices.DeleteFunc(left, func(at []int32) bool { return !s.gives(g, s.worth(g, at), best) })
	}
	return -1
}

// wrongly is the model with some other costs, levels and values.
func (s *small) wrongly(r *rand.Rand) *Model {
	m := s.Model
	m.Goals = slices.Clone(s.Goals)
	for g := range m.Goals {
		goal := &m.Goals[g]
		d := Dense{Columns: s.Columns}
		for _, row := range s.matrix[g] {
			d.Cost = append(d.Cost, row...)
		}
		for range r.IntN(4) {
			d.Cost[r.IntN(len(d.Cost))] = d.Cost[r.IntN(len(d.Cost))]
		}
		goal.Pairs = d
		if goal.Kind == BottomSum {
			var matrix [][]int32
			for i := range s.Rows {
				matrix = append(matrix, d.Row(i, nil))
			}
			goal.Values = s.values(matrix)
		}
	}
	return &m
}

// claimFor has a result claim what its assignment truly has, as the best there
// is, with the costs that the stages then have.
func (s *small) claimFor(r *Result) {
	for g := range r.Goals {
		cost := s.Model.worth(g, r.At)
		claim := &r.Goals[g]
		if claim.Cost = cost; claim.Reached == claim.Bound || !s.Goals[g].Loose || claim.ReachedAt == nil {
			claim.Reached, claim.ReachedAt = cost, nil
		}
		if !s.Goals[g].Loose {
			claim.Bound = cost
		}
	}
	for k := range r.Stages {
		if stage := &r.Stages[k]; !stage.Witness {
			one := s.Model
			one.Goals = []Goal{*s.stageGoal(stage)}
			stage.Cost = one.Cost(0, r.At)
		}
	}
}

// meddle changes one thing in the stages, or in the claims, of a result.
func (s *small) meddle(r *rand.Rand, x *Result) {
	g := r.IntN(len(x.Goals))
	if len(x.Stages) == 0 || r.IntN(6) == 0 {
		claim := &x.Goals[g]
		switch r.IntN(6) {
		case 0:
			claim.Proven = !claim.Proven
		case 1:
			claim.Bound += r.Int64N(5) - 2
		case 2:
			x.Interrupted = !x.Interrupted
		case 3:
			x.Minimised = r.IntN(5)
		case 4:
			claim.Price = make([]int64, len(s.Parent))
		case 5:
			claim.ReachedAt = slices.Clone(x.At)
		}
		return
	}
	k := r.IntN(len(x.Stages))
	stage := &x.Stages[k]
	level := func() int32 { return r.Int32N(9) - 1 }
	value := func() int32 { return oneOf(r, r.Int32N(12)-6, math.MaxInt32, math.MinInt32) }
	switch r.IntN(10) {
	case 0:
		stage.From = level()
	case 1:
		stage.To = level()
	case 2:
		stage.Threshold, stage.Most = value(), value()
	case 3:
		stage.Most = value()
	case 4:
		stage.Cost = oneOf(r, stage.Cost+1, stage.Cost-1, 0, math.MinInt64, math.MinInt64+r.Int64N(99), math.MaxInt64)
	case 5:
		stage.Witness = !stage.Witness
	case 6:
		x.Stages = slices.Delete(x.Stages, k, k+1)
	case 7:
		v := r.IntN(len(stage.Price))
		stage.Price = slices.Clone(stage.Price)
		stage.Price[v] = oneOf(r, stage.Price[v]+1, stage.Price[v]-1, 0, 1<<60, -1<<60)
	case 8:
		more := *stage
		more.Witness = r.IntN(2) == 0
		x.Stages = slices.Insert(x.Stages, k+r.IntN(2), more)
	case 9:
		stage.Price = make([]int64, len(s.Parent))
	}
}

// TestNoLieIsProven: a result that was made to prove another assignment, or a
// bound, with stages of a model with other numbers or stages that were meddled
// with, passes Check only if all that it claims is true.
func TestNoLieIsProven(t *testing.T) {
	lies, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawSmall(t)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		s.loosen(r)
		if r.IntN(4) == 0 {
			s.limit(r)
		}
		if last := &s.Goals[len(s.Goals)-1]; last.Kind == Sum && r.IntN(2) == 0 {
			last.Ties, last.Loose = true, false
		}
		if s.best() == nil {
			return
		}
		for range 8 {
			x, err := s.wrongly(r).Solve(context.Background(), nil, Options{Workers: 1, MaxNodes: 100})
			if err != nil {
				return
			}
			if r.IntN(4) == 0 { // any assignment
				n := 0
				s.admitted(func(at []int32) {
					if n++; r.IntN(n) == 0 {
						x.At = slices.Clone(at)
					}
				})
			}
			for k := r.IntN(5); k > 0; k-- {
				s.meddle(r, x)
			}
			if r.IntN(5) > 0 {
				s.claimFor(x)
			}
			for k := r.IntN(3); k > 0 && r.IntN(2) == 0; k-- {
				s.meddle(r, x)
			}
			_, err = s.Check(context.Background(), x, nil)
			g := s.lie(x)
			if g >= 0 {
				if lies++; err == nil {
					t.Fatalf("goal %d of %+v: Check passes %+v\n%v\nwith stages %+v of an assignment %v", g, s.Goals, x.Goals, s.matrix, x.Stages, x.At)
				}
			}
			if err != nil {
				refused++
			}
		}
	})
	t.Logf("%d lies, and %d results refused", lies, refused)
	if lies < 20 {
		t.Errorf("the test shows little: %d lies", lies)
	}
}

// TestSearchedGoalsPlaceAsMany: of a goal that is searched again an assignment must
// have as many rows on every level, or on the bench, as the search finds. The
// least level, or the least values, can be the same with others on the bench.
func TestSearchedGoalsPlaceAsMany(t *testing.T) {
	for _, kind := range []Kind{Leximin, Bottleneck, BottomSum} {
		m := ladder(kind, 3, []int32{0, 1, 2}, []int32{0, 1, 1})
		if kind == BottomSum {
			m = ladder(kind, 0, []int32{0, -1, -2}, []int32{0, -1, -1})
			m.Goals[0].Count, m.Goals[0].Values = 1, []int32{1, 2}
		}
		free := *m.indifferent()
		free.Loose = true
		m.Goals = []Goal{free, m.Goals[0]}
		r, err := m.Solve(context.Background(), nil, Options{})
		if err != nil {
			t.Fatal(err)
		}
		saysOf(t, check(m, r), "")
		for _, at := range [][]int32{{0, 1}, {1, 2}} {
			r.At = at
			want := "goal 1: the search found"
			if kind != Leximin && at[0] == 1 {
				want = "" // above the least value all is open
			}
			saysOf(t, check(m, r), want)
		}
	}
}

// TestALooseBottleneckPlacesAsMany: a tolerance is no reason to place fewer rows.
func TestALooseBottleneckPlacesAsMany(t *testing.T) {
	m := ladder(Bottleneck, 2, []int32{0, 1, 1}, []int32{0, 1, 1})
	m.Goals[0].Loose, m.Goals[0].Lowest = true, []int32{0, 1}
	r := &Result{At: []int32{0, 0}, Goals: []GoalResult{{Bound: 1, Proven: true}}}
	saysOf(t, check(m, r), "nothing proves how many can be above level 0")
}
