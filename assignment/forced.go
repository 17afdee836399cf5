package assignment

import (
	"context"
	"errors"
	"slices"

	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/model"
)

// Where no graph describes the optima, a question about a pair, or about a seat,
// is answered by solving the problem again with the pair forced or the seat added.
// The outcomes are compared goal by goal.

// forced is the outcome of another solve.
type forced struct {
	regret Regret
	at     []int32 // nil where there is no plan
	rows   *instance
}

// force solves the problem with a pair forced.
func (x *explainer) force(ctx context.Context, s *Solution, row, column int) (*forced, error) {
	c := s.again(&s.problem)
	c.settings.forced = &model.Pair{Row: row, Column: column}
	if err := c.prepare(ctx); err != nil {
		return nil, err
	}
	return x.compared(ctx, s, c)
}

// compared solves a prepared instance and says by how much it is worse.
func (x *explainer) compared(ctx context.Context, s *Solution, c *instance) (*forced, error) {
	result, err := c.model.Solve(ctx, nil, model.Options{Workers: c.settings.workers, MaxNodes: s.options.MaxNodes})
	var cut *flow.Infeasible
	var over *branch.OverBudget
	var nothing *branch.NothingFound
	switch {
	case errors.As(err, &cut), errors.As(err, &over):
		return &forced{regret: Regret{Exact: true, Goal: -1}, rows: c}, nil
	case errors.As(err, &nothing):
		return &forced{regret: Regret{Possible: true, Goal: -1}, rows: c}, nil
	case err != nil:
		return nil, err
	}
	before := x.outcomes(x.at, s.certificate.result(x.at))
	return &forced{regret: firstLoss(before, c.outcomes(result.At, result)), at: result.At, rows: c}, nil
}

// outcome is what a plan amounts to in a goal, for comparison.
type outcome struct {
	places    bool // the goal places first
	unplaced  int64
	cost      int64     // in units of 2^−shift, the less the better
	shift     int       // of cost
	bound     int64     // no plan has less; cost where that is proven
	ascending []float64 // values or coverages that are ranked, in place of cost
}

// outcomes has what a result amounts to in every goal.
func (c *instance) outcomes(at []int32, result *model.Result) []outcome {
	bench := int32(c.roster.bench())
	unplaced := int64(0)
	for _, j := range at {
		if j == bench {
			unplaced++
		}
	}
	var out []outcome
	for g := range c.goals {
		goal, r := &c.goals[g], &result.Goals[g]
		o := outcome{cost: r.Reached, bound: r.Reached, shift: goal.shift}
		if !r.Proven {
			o.bound = r.Bound
		}
		switch of := &c.model.Goals[g]; {
		case of.Ladder != nil:
			load := c.loads(at)
			for v, levels := range of.Ladder {
				if levels != nil {
					o.ascending = append(o.ascending, model.Float(levels[load[v]], goal.shift))
				}
			}
		case of.Kind == model.Leximin:
			o.places, o.unplaced = true, unplaced
			for i, j := range at {
				if j != bench {
					o.ascending = append(o.ascending, goal.shown(goal.levels.least[of.Pairs.At(i, int(j))]))
				}
			}
		case of.Kind == model.Bottleneck:
			// The level reached, as a value with the sign reversed.
			o.places, o.unplaced = true, unplaced
			o.cost = goal.wideCost(goal.shown(goal.levels.least[r.Reached]))
			o.bound = o.cost
			if !r.Proven {
				o.bound = goal.wideCost(goal.shown(goal.levels.least[r.Bound]))
			}
		case of.Kind == model.BottomSum:
			o.places, o.unplaced = true, unplaced
		}
		slices.Sort(o.ascending)
		out = append(out, o)
	}
	return out
}

// loads are those of all nodes.
func (c *instance) loads(at []int32) []int {
	load := make([]int, len(c.model.Parent))
	for _, j := range at {
		for v := j; v >= 0; v = c.model.Parent[v] {
			load[v]++
		}
	}
	return load
}

// firstLoss compares goal by goal. Where the second outcome is not proven, the
// loss is a lower bound.
func firstLoss(before, after []outcome) Regret {
	for g := range before {
		a, b := &before[g], &after[g]
		r := Regret{Possible: true, Exact: true, Goal: g}
		switch {
		case a.places && a.unplaced < b.unplaced:
			r.Loss, r.Unplaced = float64(b.unplaced-a.unplaced), true
			return r
		case a.places && a.unplaced > b.unplaced:
			return nothingLost
		case a.ascending != nil:
			if level, more := firstDifference(a.ascending, b.ascending); more > 0 {
				r.Loss, r.Level = float64(more), level
				return r
			} else if more < 0 {
				return nothingLost
			}
		case b.bound < b.cost:
			r.Exact, r.Loss = false, model.Float(max(0, b.bound-a.cost), a.shift)
			if r.Loss == 0 {
				r.Goal = -1
			}
			return r
		case a.cost < b.cost:
			r.Loss = model.Float(b.cost-a.cost, a.shift)
			return r
		case a.cost > b.cost:
			return nothingLost
		}
	}
	return nothingLost
}

// nothingLost is the regret of what some optimal plan has.
var nothingLost = Regret{Possible: true, Exact: true, Goal: -1}

// firstDifference returns the least value that two ascending lists have in
// different numbers, and how many more of it there are in the second.
func firstDifference(a, b []float64) (value float64, more int) {
	for len(a) > 0 || len(b) > 0 {
		value = leastOf(a, b)
		in := func(list []float64) int {
			n := 0
			for n < len(list) && list[n] == value {
				n++
			}
			return n
		}
		m, n := in(a), in(b)
		if m != n {
			return value, n - m
		}
		a, b = a[m:], b[n:]
	}
	return 0, 0
}

// leastOf is the least of two ascending lists, not both empty.
func leastOf(a, b []float64) float64 {
	switch {
	case len(a) == 0:
		return b[0]
	case len(b) == 0:
		return a[0]
	}
	return min(a[0], b[0])
}
