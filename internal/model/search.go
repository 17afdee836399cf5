package model

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
)

// What no flow can express is a side row of package branch: limits, tolerances
// of earlier goals, and penalties of people of different sizes. Once there is
// one, every goal is pursued by branch and bound, and what it reaches becomes a
// side row for the goals after it.

// allPairs shows all pairs of a store to package branch.
type allPairs struct {
	store   Store
	columns int
}

// Row returns the row as it is stored.
func (w allPairs) Row(row int, b *flow.Buffer) (columns, costs []int32) {
	if cap(b.Costs) < w.columns {
		b.Costs = make([]int32, w.columns)
	}
	return nil, w.store.Row(row, b.Costs[:w.columns])
}

func (r *run) side(l Limit) branch.Side {
	return branch.Side{Pairs: allPairs{l.Pairs, r.Columns}, Marginal: l.Marginal, Limit: l.Most}
}

// search pursues a Sum in a region by branch and bound.
func (r *run) search(in *region, g *Goal, p *flow.Problem) (*minimum, error) {
	q := &branch.Problem{Flow: p, Sides: slices.Clone(in.sides), Joints: in.joint}
	for _, x := range g.Penalties {
		q.Sides = append(q.Sides, branch.Side{Pairs: allPairs{x.Size, r.Columns}, Limit: x.Most, Penalty: x.Charge})
	}
	opts := &branch.Options{MaxNodes: r.opts.MaxNodes, Workers: r.opts.Workers, Start: r.result.At}
	if r.again != nil {
		opts.MaxNodes = 1
		if k := len(r.result.Searches); k < len(r.again.Searches) {
			opts.MaxNodes = max(r.again.Searches[k], 1)
		}
	}
	if r.opts.Progress != nil {
		opts.Progress = func(x branch.Progress) {
			r.opts.Progress(Progress{
				Goal: r.goal, Phase: "branch and bound", Done: x.Nodes, Total: x.Nodes + x.Open,
				Bound: x.Bound, Bounded: g.Kind == Sum && r.Goals[r.goal].Kind == Sum,
			})
		}
	}
	s, err := branch.Solve(r.ctx, q, opts)
	var nothing *branch.NothingFound
	if errors.As(err, &nothing) && nothing.Cause != nil {
		return nil, &flow.Interrupted{Price: make([]int64, len(r.Parent)), Cause: nothing.Cause}
	}
	if err != nil {
		return nil, err
	}
	r.result.Searches = append(r.result.Searches, s.Nodes)
	if s.Cause != nil {
		r.result.Cause = s.Cause
	}
	if r.goal < len(r.result.Goals) {
		goal := &r.result.Goals[r.goal]
		goal.Kernel = "branch and bound"
		goal.Stats.Paths += s.Solves
	}
	out := &minimum{At: s.At, Cost: s.Cost, Bound: s.Bound, problem: p, sums: s.Side}
	return out, nil
}

// balancing returns the region with a goal that has penalties kept at or below a cost. The
// goal's own value is the charge of one side row, the penalties are those of the
// others. A budget that is tangent to the penalties, where branch and bound found
// their sums, is implied by the joint limit, and can be priced.
func (s region) balancing(ctx context.Context, goal int, g *Goal, rows, columns int, cost int64, sums []int64) region {
	linear := cost
	j := branch.Joint{Limit: cost, Sides: []int{len(s.sides)}}
	for _, x := range g.Penalties {
		linear -= x.Least
	}
	s = s.with(branch.Side{Pairs: allPairs{g.Pairs, columns}, Marginal: g.Marginal, Limit: linear})
	slope := make([]int64, len(g.Penalties))
	touch, touches := cost, true
	for k, x := range g.Penalties {
		j.Sides = append(j.Sides, len(s.sides))
		s = s.with(branch.Side{
			Pairs: allPairs{x.Size, columns}, Limit: x.Most, Charge: x.Charge, Penalty: func(int64) int64 { return 0 },
		})
		slope[k] = x.slope(sums[k])
		touches = touches && modest(slope[k], sums[k])
		touch += slope[k]*sums[k] - x.Charge(sums[k])
	}
	s.budgets = append(slices.Clip(s.budgets), budget{goal, -1, len(s.joint), cost})
	s.joint = append(slices.Clip(s.joint), j)
	if t, ok := tangent(ctx, g, slope, rows, columns); ok && touches {
		s = s.with(branch.Side{Pairs: allPairs{t, columns}, Marginal: g.Marginal, Limit: touch})
	}
	return s
}

// slope is that of a line through the penalty of a sum which lies nowhere above
// the penalty.
func (x *Penalty) slope(sum int64) int64 {
	switch {
	case x.Most == 0:
		return 0
	case sum == 0:
		return x.Charge(1) - x.Charge(0)
	case sum == x.Most:
		return x.Charge(sum) - x.Charge(sum-1)
	}
	return (x.Charge(sum+1) - x.Charge(sum-1)) / 2
}

// modest reports whether a product is so small that sums of thousands of such
// products do not overflow.
func modest(a, b int64) bool { return math.Abs(float64(a)*float64(b)) < 1<<48 }

// tangent adds to the cost of each pair what its sizes add at the slopes of the
// penalties; false if that is too much for a cost, or if the context ends.
func tangent(ctx context.Context, g *Goal, slope []int64, rows, columns int) (Store, bool) {
	out := Dense{Columns: columns, Cost: make([]int32, rows*columns)}
	sum, buffer := make([]int64, columns), make([]int32, columns)
	for i := range rows {
		if ctx.Err() != nil {
			return nil, false
		}
		for j, c := range g.Pairs.Row(i, buffer) {
			sum[j] = int64(c)
		}
		for k, x := range g.Penalties {
			for j, size := range x.Size.Row(i, buffer) {
				if !modest(slope[k], int64(size)) {
					return nil, false
				}
				sum[j] += slope[k] * int64(size)
			}
		}
		for j, x := range sum {
			if x > flow.MaxCost || x < -flow.MaxCost {
				return nil, false
			}
			out.Cost[i*columns+j] = int32(x)
		}
	}
	return out, true
}
