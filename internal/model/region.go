package model

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
)

// region is a set of assignments: those of a face that keep to side rows. The
// regions together hold all assignments that are optimal in the goals so far.
// There is one region, until a BottomSum leaves several.
type region struct {
	face    *face
	sides   []branch.Side // limits, and what earlier goals must not lose
	joint   []branch.Joint
	budgets []budget
}

// budget is the side row, or joint, that keeps a loose goal at or below cost.
// Lowering its limit lowers the cost by as much.
type budget struct {
	goal        int
	side, joint int // −1 for none
	cost        int64
}

// with returns the region with one more side.
func (s region) with(x branch.Side) region {
	s.sides = append(slices.Clip(s.sides), x)
	return s
}

// withBudget adds a side row that keeps a loose goal at or below cost.
func (s region) withBudget(goal int, cost int64, x branch.Side) region {
	s.budgets = append(slices.Clip(s.budgets), budget{goal, len(s.sides), -1, cost})
	return s.with(x)
}

// hasBudget reports whether there is a budget of the goal.
func (s region) hasBudget(goal int) bool {
	return slices.ContainsFunc(s.budgets, func(h budget) bool { return h.goal == goal })
}

// withLowerBudget returns the region with the budget of a loose goal lowered to
// cost.
func (s region) withLowerBudget(goal int, cost int64) region {
	s.sides, s.joint, s.budgets = slices.Clone(s.sides), slices.Clone(s.joint), slices.Clone(s.budgets)
	for k, h := range s.budgets {
		switch {
		case h.goal != goal:
			continue
		case h.side >= 0:
			s.sides[h.side].Limit -= h.cost - cost
		default:
			s.joint[h.joint].Limit -= h.cost - cost
		}
		s.budgets[k].cost = cost
	}
	return s
}

// narrowed returns the region with its face narrowed to the optima of the problem
// that x is a minimum of. If the context ends the face stays as it is.
func (s region) narrowed(ctx context.Context, x *minimum, workers int) region {
	face := *s.face
	face.narrow(ctx, x.problem, x.At, x.Price, x.lists, workers)
	s.face = &face
	return s
}

// containedIn reports whether t has no side rows and its face contains that of s.
func (s region) containedIn(t region) bool {
	if len(t.sides) > 0 {
		return false
	}
	for v := range s.face.lo {
		if s.face.lo[v] < t.face.lo[v] || s.face.hi[v] > t.face.hi[v] {
			return false
		}
	}
	for k, bit := range s.face.pairs.bit {
		if bit&^t.face.pairs.bit[k] != 0 {
			return false
		}
	}
	return true
}

// minimum is what a minimisation found in one region.
type minimum struct {
	At          []int32 // nil if nothing was found
	Cost, Bound int64
	Price       []int64 // nil if branch and bound found it
	problem     *flow.Problem
	lists       *flow.Lists // of the flow that found it; nil: there are none
	sums        []int64     // of the sides and penalties, by branch and bound
}

// minima are what a minimisation found in all regions: the best of them, with a
// bound that holds in all.
type minima struct {
	minimum
	in []*minimum // of each region; nil where nothing is admitted
}

// proves reports whether prices prove the cost, which takes a single region.
func (f *minima) proves() bool { return len(f.in) == 1 && f.Price != nil }

// dropLists gives their memory back.
func (f *minima) dropLists() {
	f.lists = nil
	for _, s := range f.in {
		if s != nil {
			s.lists = nil
		}
	}
}

// minimise finds the least cost of a Sum in what is open.
func (r *run) minimise(g *Goal) (*minima, error) {
	f := &minima{in: make([]*minimum, len(r.open))}
	var failed error
	bound := int64(math.MaxInt64)
	if len(r.open) == 0 {
		panic("model: nothing is open")
	}
	for k := range r.open {
		if cause := r.result.Cause; cause != nil { // a search before was ended
			return nil, &flow.Interrupted{Price: make([]int64, len(r.Parent)), Cause: cause}
		}
		if r.ended() {
			return nil, &flow.Interrupted{Price: r.again.Goals[r.goal].Price, Cause: errEnded}
		}
		s, err := r.minimiseIn(&r.open[k], g)
		var nothing *branch.NothingFound
		var over *branch.OverBudget
		switch {
		case errors.As(err, &nothing) && nothing.Cause == nil:
			failed = err
			s = &minimum{Bound: nothing.Bound}
		case errors.As(err, &over):
			if failed == nil {
				failed = err
			}
			continue
		case err != nil:
			return nil, err
		case f.At == nil || s.Cost < f.Cost:
			f.minimum = *s
		}
		r.result.Minimised++
		f.in[k] = s
		bound = min(bound, s.Bound)
	}
	if f.At == nil {
		return nil, failed
	}
	f.Bound = bound
	return f, nil
}

// keep records an optimum and sees to it that later goals do not lose it: by
// narrowing regions to it, with a stage of the proof; or, where it may be lost in
// part or was found by branch and bound, by sides. If the context ends on the way,
// more than that may be left open, and nothing is minimised in it.
func (r *run) keep(g *Goal, f *minima, from, to int32) {
	r.result.At = f.At
	final := r.final()
	loose := g.Loose && g.Kind == Sum
	if f.proves() {
		r.result.Stages = append(r.result.Stages, Stage{
			Goal: r.goal, From: from, To: to, Cost: f.Cost, Price: f.Price, Witness: loose,
		})
	}
	if final {
		return
	}
	most := f.Cost
	if loose {
		most += g.Slack
	}
	var open []region
	side := branch.Side{Pairs: allPairs{g.Pairs, r.Columns}, Marginal: g.Marginal, Limit: most}
	for k, s := range f.in {
		switch n := len(g.Penalties); {
		case s == nil || s.Bound > most:
		case n > 0:
			open = append(open, r.open[k].balancing(r.ctx, r.goal, g, r.Rows, r.Columns, most, f.sums[len(f.sums)-n:]))
		case loose:
			open = append(open, r.open[k].withBudget(r.goal, most, side))
		case s.Price == nil:
			open = append(open, r.open[k].with(side))
		default:
			open = append(open, r.open[k].narrowed(r.ctx, s, r.opts.Workers))
		}
	}
	r.open = open
	r.heed()
}

// heed ends the solve if the context has ended.
func (r *run) heed() {
	if err := r.ctx.Err(); err != nil && r.result.Cause == nil {
		r.result.Cause = err
	}
}

// final reports whether nothing is minimised after the goal, a Sum.
func (r *run) final() bool {
	return r.goal >= len(r.Goals)-1 && (r.goal >= len(r.Goals) || r.Goals[r.goal].Kind == Sum)
}

// errEnded is why a repeated solve ends where its first run was ended.
var errEnded = errors.New("the solve that is repeated was ended here")

// ended reports whether the solve that is repeated was ended before its next
// minimisation.
func (r *run) ended() bool {
	return r.again != nil && r.again.Interrupted && r.result.Minimised >= r.again.Minimised
}
