package model

import (
	"context"
	"math"

	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
)

// run is one solve under way.
type run struct {
	*Model
	ctx    context.Context
	opts   Options
	open   []scope
	result Result
	goal   int // the goal being pursued

	replay []int
}

func (r *run) all() error {
	if len(r.Goals) == 0 { // any assignment is as good as another
		s, err := r.minimise(r.indifferent())
		if err == nil {
			r.result.At = s.At
		}
		return err
	}
	for r.goal = range r.Goals {
		if err := r.pursue(&r.Goals[r.goal]); err != nil {
			return err
		}
		if r.result.Cause != nil {
			r.goal++
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
	for g := range r.Goals {
		result := &r.result.Goals[g]
		if result.Proven && !r.Goals[g].Loose {
			continue
		}
		result.Cost = r.worth(g, r.result.At)
		result.Reached = r.best(g, result)
		if r.Goals[g].Kind == Sum && result.Cost == result.Bound && r.result.Cause == nil {
			result.Proven = true
		}
	}
}

// best returns what GoalResult.Reached is once Cost is that of the assignment
// returned.
func (m *Model) best(g int, result *GoalResult) int64 {
	switch goal := &m.Goals[g]; {
	case !goal.Loose:
		return result.Cost
	case goal.Kind == Leximin || goal.Kind == Bottleneck: // levels, the higher the better
		return max(result.Cost, result.Reached)
	}
	return min(result.Cost, result.Reached)
}

func (r *run) pursue(g *Goal) error {
	result := &r.result.Goals[r.goal]
	result.Proven = true
	if g.Ties {
		r.tighten()
	}
	switch g.Kind {
	case Sum:
		f, err := r.minimise(g)
		if err != nil {
			return err
		}
		result.Cost, result.Bound, result.Proven = f.Cost, f.Bound, f.Cost == f.Bound
		result.Reached = f.Cost
		if r.opts.Progress != nil {
			r.opts.Progress(Progress{Goal: r.goal, Phase: "solved", Done: 1, Total: 1, Bound: f.Bound, Bounded: true})
		}
		r.keep(g, f, 0, 0)
		return nil
	case BottomSum:
		err := r.bottomSum(g)
		result.Cost = r.worth(r.goal, r.result.At)
		result.Reached = result.Cost
		return err
	}
	ranks := r.leximin
	if g.Kind == Bottleneck {
		ranks = r.bottleneck
	}
	if err := ranks(g); err != nil {
		return err
	}
	result.Cost = r.leastLevel(r.goal, r.result.At)
	result.Reached = max(result.Cost, result.Bound) // a loose Bottleneck has kept the level it reached in Bound
	switch {
	case !result.Proven:
		result.Bound = int64(g.Levels - 1)
	case !g.Loose:
		result.Bound = result.Cost
	}
	return nil
}

// tighten holds loose goals to what they have.
func (r *run) tighten() {
	for g := range r.Goals[:r.goal] {
		goal := &r.Goals[g]
		if !goal.Loose {
			continue
		}
		worth := r.worth(g, r.result.At)
		for k, s := range r.open {
			switch {
			case goal.Kind == BottomSum && !s.keeps(g):
				r.open[k] = s.with(r.atLeast(g, -worth))
			case goal.Kind != Bottleneck:
				r.open[k] = s.tightened(g, worth)
			case worth > 1:
				r.open[k] = s.with(branch.Side{Pairs: whole{band{goal.Pairs, 1, int32(worth)}, r.Columns}})
			}
		}
	}
}

// minimiseIn finds the least cost of a Sum in a scope.
func (r *run) minimiseIn(in *scope, g *Goal) (*optimum, error) {
	p := in.face.problem(g)
	if len(in.sides) > 0 || len(g.Penalties) > 0 {
		return r.search(in, g, p)
	}
	var s *flow.Solution
	var err error
	kernel, ok := "lap", false
	if p.Columns > singleLeast {
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
	return &optimum{At: s.At, Cost: s.Cost, Bound: s.Cost, Price: s.Price, problem: p}, nil
}

// solveMerged solves the problem with identical columns merged, if there are
// enough of them. An error speaks of the problem as it was.
func solveMerged(ctx context.Context, p *flow.Problem, opts *flow.Options) (*flow.Solution, error) {
	q := merge(p)
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
// reached: their costs, and the bounds that its last prices, or none, prove.
func (r *run) leaveOpen(price []int64) {
	for g := r.goal; g < len(r.Goals); g++ {
		goal, result := &r.Goals[g], &r.result.Goals[g]
		result.Proven = false
		result.Cost = r.worth(g, r.result.At)
		result.Reached = result.Cost
		if goal.Kind != Sum {
			result.Bound = r.unproven(g)
			price = nil
			continue
		}
		if price == nil {
			price = make([]int64, len(r.Parent))
		}
		result.Price, result.Bound = price, math.MaxInt64
		for _, s := range r.open {
			result.Bound = min(result.Bound, flow.Bound(s.face.problem(goal), price))
		}
		for _, x := range goal.Penalties {
			result.Bound += x.Least
		}
		price = nil
	}
}

// unproven is the bound of a goal that is no Sum while nothing is proven.
func (m *Model) unproven(g int) int64 {
	if goal := &m.Goals[g]; goal.Kind != BottomSum {
		return int64(goal.Levels - 1)
	}
	return m.mostBottom(&m.Goals[g], false)
}
