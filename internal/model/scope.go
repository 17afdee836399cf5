package model

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
)

// scope is a part of what the goals so far leave open. Together the scopes are
// all of it: one, until a goal such as BottomSum can be reached in ways that no
// single face holds.
type scope struct {
	face  *face
	sides []branch.Side // limits, and what earlier goals must not lose
	joint []branch.Joint
	holds []hold
}

// hold says which side, or joint, holds a loose goal to a cost, and to as much
// less as its limit is lowered.
type hold struct {
	goal        int
	side, joint int // −1 for none
	cost        int64
}

// with returns the scope with one more side.
func (s scope) with(x branch.Side) scope {
	s.sides = append(slices.Clip(s.sides), x)
	return s
}

// holding is with for a side that holds a loose goal.
func (s scope) holding(goal int, cost int64, x branch.Side) scope {
	s.holds = append(slices.Clip(s.holds), hold{goal, len(s.sides), -1, cost})
	return s.with(x)
}

// keeps reports whether there is a side that holds a goal.
func (s scope) keeps(goal int) bool {
	return slices.ContainsFunc(s.holds, func(h hold) bool { return h.goal == goal })
}

// tightened returns the scope with a loose goal held to a lower cost.
func (s scope) tightened(goal int, cost int64) scope {
	s.sides, s.joint, s.holds = slices.Clone(s.sides), slices.Clone(s.joint), slices.Clone(s.holds)
	for k, h := range s.holds {
		switch {
		case h.goal != goal:
			continue
		case h.side >= 0:
			s.sides[h.side].Limit -= h.cost - cost
		default:
			s.joint[h.joint].Limit -= h.cost - cost
		}
		s.holds[k].cost = cost
	}
	return s
}

// narrowed returns the scope with the face of an optimum. If the context ends, its
// face is the one it had.
func (s scope) narrowed(ctx context.Context, x *optimum, workers int) scope {
	face := *s.face
	face.narrow(ctx, x.problem, x.At, x.Price, workers)
	s.face = &face
	return s
}

// within reports whether t, which has no sides, leaves open all that s does.
func (s scope) within(t scope) bool {
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

// optimum is what one minimisation found in a scope.
type optimum struct {
	At          []int32 // nil if nothing was found
	Cost, Bound int64
	Price       []int64 // nil if branch and bound found it
	problem     *flow.Problem
	sums        []int64 // of the sides and penalties, by branch and bound
}

// found is the best that one minimisation found in all scopes. Its bound holds
// for all of them.
type found struct {
	optimum
	in []*optimum // of each scope; nil where nothing is admitted
}

// proves reports whether there are prices that prove the cost of all that is
// open.
func (f *found) proves() bool { return len(f.in) == 1 && f.Price != nil }

// minimise finds the least cost of a Sum in what is open.
func (r *run) minimise(g *Goal) (*found, error) {
	f := &found{in: make([]*optimum, len(r.open))}
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
			s = &optimum{Bound: nothing.Bound}
		case errors.As(err, &over):
			if failed == nil {
				failed = err
			}
			continue
		case err != nil:
			return nil, err
		case f.At == nil || s.Cost < f.Cost:
			f.optimum = *s
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
// narrowing scopes to it, with a stage of the proof; or, where it may be lost in
// part or was found by branch and bound, by sides. If the context ends on the way,
// more than that may be left open, and nothing is minimised in it.
func (r *run) keep(g *Goal, f *found, from, to int32) {
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
	var open []scope
	side := branch.Side{Pairs: whole{g.Pairs, r.Columns}, Marginal: g.Marginal, Limit: most}
	for k, s := range f.in {
		switch n := len(g.Penalties); {
		case s == nil || s.Bound > most:
		case n > 0:
			open = append(open, r.open[k].balancing(r.ctx, r.goal, g, r.Rows, r.Columns, most, f.sums[len(f.sums)-n:]))
		case loose:
			open = append(open, r.open[k].holding(r.goal, most, side))
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
