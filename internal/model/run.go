package model

import (
	"context"

	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
)

// run is one solve under way.
type run struct {
	*Model
	ctx    context.Context
	opts   Options
	face   *face
	result Result
	goal   int // the goal being pursued

	sides  []branch.Side // limits, and what earlier goals must not lose
	frozen bool          // sides ask for more than the earlier goals do
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
	for g := range r.Goals { // what later goals have made of loose ones
		if !r.Goals[g].Loose {
			continue
		}
		if r.Goals[g].Kind == Sum {
			r.result.Goals[g].Cost = r.Cost(g, r.result.At)
		} else {
			r.result.Goals[g].Cost = r.leastLevel(g, r.result.At)
		}
	}
	return nil
}

func (r *run) pursue(g *Goal) error {
	result := &r.result.Goals[r.goal]
	result.Proven = true
	if g.Ties {
		r.tighten()
	}
	if g.Kind == Sum {
		s, err := r.minimise(g)
		if err != nil {
			return err
		}
		result.Cost, result.Bound, result.Proven = s.Cost, s.Bound, s.Cost == s.Bound
		if r.opts.Progress != nil {
			r.opts.Progress(Progress{Goal: r.goal, Phase: "solved", Done: 1, Total: 1, Bound: s.Bound, Bounded: true})
		}
		r.keep(g, s, 0, 0)
		return nil
	}
	ranks := r.leximin
	if g.Kind == Bottleneck {
		ranks = r.bottleneck
	}
	if err := ranks(g); err != nil {
		return err
	}
	result.Cost = r.leastLevel(r.goal, r.result.At)
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
	for k := range r.Goals[:r.goal] {
		switch g := &r.Goals[k]; {
		case !g.Loose:
		case g.Kind == Sum:
			r.sides = append(r.sides, branch.Side{
				Pairs: whole{g.Pairs, r.Columns}, Marginal: g.Marginal, Limit: r.Cost(k, r.result.At),
			})
		default:
			if least := r.leastLevel(k, r.result.At); least > 1 {
				r.sides = append(r.sides, branch.Side{Pairs: whole{band{g.Pairs, 1, int32(least)}, r.Columns}})
			}
		}
	}
}

// optimum is what one minimisation found.
type optimum struct {
	At          []int32
	Cost, Bound int64
	Price       []int64 // nil if branch and bound found it
	problem     *flow.Problem
	sums        []int64 // of the sides and penalties, by branch and bound
}

// minimise finds the least cost of a Sum within the face and the sides.
func (r *run) minimise(g *Goal) (*optimum, error) {
	p := r.face.problem(g)
	if len(r.sides) > 0 || len(g.Penalties) > 0 {
		return r.search(g, p)
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

// keep records an optimum and sees to it that later goals do not lose it: by
// narrowing the face to it, with a stage of the proof; or, where it may be lost
// in part or was found by branch and bound, by a side.
func (r *run) keep(g *Goal, s *optimum, from, to int32) {
	r.result.At = s.At
	last := r.goal == len(r.Goals)-1
	if s.Price == nil {
		if !last || r.Goals[r.goal].Kind != Sum {
			r.limit(g, s)
		}
		return
	}
	loose := g.Loose && g.Kind == Sum
	r.result.Stages = append(r.result.Stages, Stage{
		Goal: r.goal, From: from, To: to, Cost: s.Cost, Price: s.Price, Witness: loose,
	})
	switch {
	case loose:
		r.sides = append(r.sides, branch.Side{Pairs: whole{g.Pairs, r.Columns}, Marginal: g.Marginal, Limit: s.Cost + g.Slack})
	case !last || r.Goals[r.goal].Kind != Sum:
		r.face.narrow(s.problem, s.At, s.Price, r.opts.Workers)
	}
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
		if goal.Kind != Sum {
			result.Cost, result.Bound = r.leastLevel(g, r.result.At), int64(goal.Levels-1)
			price = nil
			continue
		}
		if price == nil {
			price = make([]int64, len(r.Parent))
		}
		result.Cost = r.Cost(g, r.result.At)
		result.Price, result.Bound = price, flow.Bound(r.face.problem(goal), price)
		for _, x := range goal.Penalties {
			result.Bound += x.Least
		}
		price = nil
	}
}
