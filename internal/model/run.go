package model

import (
	"context"
	"slices"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// run is one solve under way.
type run struct {
	*Model
	ctx    context.Context
	opts   Options
	open   []region
	result Result
	first  int      // the goal to begin with; those before are in result
	goal   int      // the goal being pursued
	before []region // what was open when that began

	again *Result // what is repeated; nil for nothing
}

func (r *run) all() error {
	if len(r.Goals) == 0 { // any assignment is as good as another
		s, err := r.minimise(r.indifferent())
		if err == nil {
			r.result.At = s.At
		}
		return err
	}
	for r.goal = r.first; r.goal < len(r.Goals); r.goal++ {
		r.before = r.open
		if err := r.pursue(&r.Goals[r.goal]); err != nil {
			return err
		}
		if r.result.Cause != nil {
			r.goal++
			r.before = r.open
			r.leaveOpen(nil)
			break
		}
	}
	return nil
}

// settle brings the costs of goals up to date where later goals may have changed
// them: of loose ones, and of those that a search left open, which a later one
// may have improved by the way.
func (r *run) settle() {
	// Stages of goals that are searched again, or were left open, prove nothing.
	first := r.firstSearched()
	r.result.Stages = slices.DeleteFunc(r.result.Stages, func(s Stage) bool {
		return s.Goal >= first || !r.result.Goals[s.Goal].Proven
	})
	for g := range r.Goals {
		goal, result := &r.Goals[g], &r.result.Goals[g]
		if !result.Proven || goal.Loose {
			result.Cost = r.worth(g, r.result.At)
			if goal.Kind == Sum && result.Cost == result.Bound && r.result.Cause == nil {
				result.Proven = true
			}
		}
		result.Reached = result.Cost
		if result.ReachedAt == nil {
			continue
		}
		if x := r.worth(g, result.ReachedAt); goal.Kind.criterion().better(x, result.Cost) {
			result.Reached = x
		} else {
			result.ReachedAt = nil
		}
		if g >= first {
			result.ReachedAt = nil
		}
	}
}

// pursue minimises a goal in what is open.
func (r *run) pursue(g *Goal) error {
	result := &r.result.Goals[r.goal]
	result.Proven = true
	if g.Ties {
		r.tighten()
	}
	err := g.Kind.criterion().pursue(r, g)
	if err == nil && g.Loose && result.ReachedAt == nil {
		result.ReachedAt = r.result.At
	}
	return err
}

// tighten keeps loose goals at what they have.
func (r *run) tighten() {
	for g := range r.Goals[:r.goal] {
		goal := &r.Goals[g]
		if !goal.Loose {
			continue
		}
		worth := r.worth(g, r.result.At)
		for k, s := range r.open {
			r.open[k] = goal.Kind.criterion().tighten(r, g, s, worth)
		}
	}
}

// minimiseIn finds the least cost of a Sum in a region.
func (r *run) minimiseIn(in *region, g *Goal) (*minimum, error) {
	p := in.face.problem(g)
	if len(in.sides) > 0 || len(g.Penalties) > 0 {
		return r.search(in, g, p)
	}
	var err error
	kernel, s := "greedy", in.face.fill(r.ctx, p, g, r.opts.progress(r.goal))
	ok := s != nil
	if !ok && p.Columns > singleLeast {
		kernel = "lap"
		s, ok, err = single(r.ctx, p, r.opts.Workers)
	}
	if !ok && err == nil {
		kernel = "column flow"
		s, err = solveMerged(r.ctx, p, &flow.Options{Workers: r.opts.Workers, Progress: r.opts.progress(r.goal)})
	}
	if err != nil {
		return nil, err
	}
	if r.goal < len(r.result.Goals) {
		goal := &r.result.Goals[r.goal]
		goal.Kernel = kernel
		goal.Stats.Paths += s.Stats.Paths
		goal.Stats.Moves += s.Stats.Moves
		goal.Stats.Rounds += s.Stats.Rounds
	}
	return &minimum{At: s.At, Cost: s.Cost, Bound: s.Cost, Price: s.Price, problem: p, lists: s.Lists}, nil
}

// solveMerged solves the problem with identical columns merged, if there are
// enough of them. An error speaks of the problem as it was.
func solveMerged(ctx context.Context, p *flow.Problem, opts *flow.Options) (*flow.Solution, error) {
	q := merge(ctx, p)
	if q == nil {
		return flow.Solve(ctx, p, opts)
	}
	s, err := flow.Solve(ctx, q.Problem, opts)
	if err != nil {
		return nil, q.errorApart(err)
	}
	return q.apart(s), nil
}

// indifferent is the goal that every assignment achieves.
func (m *Model) indifferent() *Goal {
	return &Goal{
		Pairs: &Classes{
			RowClass: make([]uint8, m.Rows), ColumnClass: make([]uint8, m.Columns),
			Cost: [][]int32{{0}}, Start: make([]int, m.Rows+1),
		},
		Marginal: make([][]int64, len(m.Parent)),
	}
}

func (o Options) progress(g int) func(string, int, int) {
	if o.Progress == nil {
		return nil
	}
	return func(phase string, done, total int) {
		o.Progress(Progress{Goal: g, Phase: phase, Done: done, Total: total})
	}
}

// leaveOpen fills in the goals from the interrupted one on at the assignment
// reached: their costs, and the bounds that its last prices, or none, prove in
// what was open before it.
func (r *run) leaveOpen(price []int64) {
	if price == nil {
		price = make([]int64, len(r.Parent))
	}
	for g := r.goal; g < len(r.Goals); g++ {
		goal, result := &r.Goals[g], &r.result.Goals[g]
		result.Proven, result.ReachedAt = false, nil
		result.Cost = r.worth(g, r.result.At)
		result.Reached = result.Cost
		result.Price, result.Bound = goal.Kind.criterion().bound(r, goal, price)
		price = make([]int64, len(r.Parent))
	}
}
