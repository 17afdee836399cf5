package model

import (
	"errors"
	"slices"

	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
)

// What no flow can express is a side row of package branch: limits, tolerances
// of earlier goals, and penalties of people of different sizes. Once there is
// one, every goal is pursued by branch and bound, and what it reaches becomes a
// side row for the goals after it.

// whole shows all pairs of a store.
type whole struct {
	store   Store
	columns int
}

// Row returns the row as it is stored.
func (w whole) Row(row int, b *flow.Buffer) (columns, costs []int32) {
	if cap(b.Costs) < w.columns {
		b.Costs = make([]int32, w.columns)
	}
	return nil, w.store.Row(row, b.Costs[:w.columns])
}

func (r *run) side(l Limit) branch.Side {
	return branch.Side{Pairs: whole{l.Pairs, r.Columns}, Marginal: l.Marginal, Limit: l.Most}
}

// search pursues a Sum in a scope by branch and bound.
func (r *run) search(in *scope, g *Goal, p *flow.Problem) (*optimum, error) {
	q := &branch.Problem{Flow: p, Sides: slices.Clone(in.sides), Joints: in.joint}
	for _, x := range g.Penalties {
		q.Sides = append(q.Sides, branch.Side{Pairs: whole{x.Size, r.Columns}, Limit: x.Most, Penalty: x.Charge})
	}
	opts := &branch.Options{MaxNodes: r.opts.MaxNodes, Workers: r.opts.Workers, Start: r.result.At}
	if k := len(r.result.Searches); k < len(r.replay) {
		opts.MaxNodes = max(r.replay[k], 1)
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
	r.result.Cause = s.Cause
	if r.goal < len(r.result.Goals) {
		goal := &r.result.Goals[r.goal]
		goal.Kernel = "branch and bound"
		goal.Stats.Paths += s.Solves
	}
	out := &optimum{At: s.At, Cost: s.Cost, Bound: s.Bound, problem: p, sums: s.Side}
	return out, nil
}
