package model

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// Change makes the changes of an overlay and brings all goals to their optimum
// again. A row gets other pairs and costs by pairs that are forbidden and pairs
// that are allowed; the latter may be pairs that it has. If an overlay names a
// node twice, the last bounds count.
//
// The error is that of Model.With if the model cannot have the changes,
// *flow.Infeasible if no assignment is left, or that of the context. The state
// is as it was before, but in one case: where the context ended after the first
// stage was repaired, the change remains, and the next one, which may be empty,
// brings all goals to their optimum. Result is the one before until then.
func (s *State) Change(ctx context.Context, o Overlay) (*Repair, error) {
	if err := s.m.refuse(o); err != nil {
		return nil, err
	}
	before := s.apply(o)
	if len(s.stages) == 0 {
		p, err := s.cold(ctx, 0)
		if err != nil {
			s.takeBack(before)
		}
		return p, err
	}
	for k, x := range s.stages {
		if err := s.repair(ctx, x); err != nil {
			if k == 0 {
				s.takeBack(before)
			}
			return nil, err
		}
		if err := s.pass(ctx, k); err != nil {
			return nil, err
		}
		if (k+1 == len(s.stages) || s.stages[k+1].Goal != x.Goal) && !s.amounts(x.Goal) {
			return s.cold(ctx, x.Goal)
		}
	}
	if s.goals < len(s.m.Goals) {
		return s.cold(ctx, s.goals)
	}
	s.result = s.warm(s.goals)
	return &Repair{s.result, s.goals}, nil
}

// cold solves the goals from g on in what those before leave open, and keeps them
// from then on.
func (s *State) cold(ctx context.Context, g int) (*Repair, error) {
	s.truncate(g)
	var result *Result
	if g == 0 {
		r, err := s.m.Solve(ctx, nil, s.opts)
		if err != nil {
			return nil, cmp.Or(ctx.Err(), err)
		}
		result = r
	} else {
		from := *s.open()
		r := &run{Model: s.m, ctx: ctx, opts: s.opts, open: []region{{face: &from}}, first: g, result: *s.warm(g)}
		if err := r.all(); err != nil {
			return nil, cmp.Or(ctx.Err(), err)
		}
		r.result.Interrupted = r.result.Cause != nil
		r.settle()
		result = &r.result
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.result = result
	// If the context ends now the goals are not kept, and solved cold next time.
	if err := s.extend(ctx, result, g); err != nil && ctx.Err() == nil {
		return nil, err
	}
	return &Repair{result, g}, nil
}

// warm returns the result of the goals before g, of which there is one at least,
// by the stages that are kept.
func (s *State) warm(g int) *Result {
	r := &Result{Goals: make([]GoalResult, len(s.m.Goals)), Minimised: len(s.stages)}
	for _, x := range s.stages {
		if x.Goal < g {
			r.Stages = append(r.Stages, x.Stage)
		}
	}
	r.At = s.optimalStage(g - 1).kept.Solution().At
	for h := range g {
		cost := s.optimalStage(h).Cost
		if s.m.Goals[h].Kind != Sum {
			cost = s.m.worth(h, r.At)
		}
		r.Goals[h] = GoalResult{Cost: cost, Reached: cost, Bound: cost, Proven: true, Kernel: "column flow"}
	}
	return r
}

// optimalStage returns the last stage of a kept goal g that is no witness. Its
// solution is an optimum of the goal.
func (s *State) optimalStage(g int) *keptStage {
	k := len(s.stages) - 1
	for s.stages[k].Goal != g || s.stages[k].Witness {
		k--
	}
	return s.stages[k]
}

// amounts reports whether the stages of goal g still prove its optimum.
func (s *State) amounts(g int) bool {
	if s.m.Goals[g].Kind == Sum {
		return true // whatever its stage comes to
	}
	var stages []Stage
	for _, x := range s.stages {
		if x.Goal == g {
			stages = append(stages, x.Stage)
		}
	}
	at := s.optimalStage(g).kept.Solution().At
	cost := s.m.worth(g, at)
	claim := &GoalResult{Cost: cost, Reached: cost, Bound: cost, Proven: true}
	return s.m.Goals[g].Kind.criterion().amounts(s.m, g, claim, stages, at) == nil
}

// before is what a change has overwritten in the model, and which rows stages had
// to read again before it.
type before struct {
	limits []Limit
	stages []*keptStage
	goals  int
	lo, hi []int32
	dirty  []map[int]bool // of each stage
	values [][]int32      // of each goal
	pairs  []pairBefore
}

// pairBefore is a pair as it was.
type pairBefore struct {
	Pair
	allowed bool
	cost    []int32 // in each goal, of pairs that were allowed anew
	known   bool    // it had other costs than the stores have
}

// apply makes the changes in the model, and marks the rows that each stage has to
// read again.
func (s *State) apply(o Overlay) before {
	m := s.m
	b := before{limits: m.Limits, stages: s.stages, goals: s.goals, lo: slices.Clone(m.Lo), hi: slices.Clone(m.Hi)}
	m.Limits = append(slices.Clip(m.Limits), o.Limits...)
	for _, x := range o.Bounds {
		m.Lo[x.Node], m.Hi[x.Node] = x.Lo, x.Hi
	}
	for _, p := range o.Forbid {
		b.pairs = append(b.pairs, pairBefore{Pair: p, allowed: m.Allowed.Has(p.Row, p.Column)})
		m.Allowed.set(p, false)
	}
	for g := range m.Goals {
		b.values = append(b.values, m.Goals[g].Values)
	}
	for _, p := range o.Allow {
		x := pairBefore{Pair: p.Pair, allowed: m.Allowed.Has(p.Row, p.Column), cost: make([]int32, len(m.Goals))}
		m.Allowed.set(p.Pair, true)
		for g := range m.Goals {
			goal := &m.Goals[g]
			pairs := goal.Pairs.(*patched)
			x.cost[g], x.known = pairs.cost[p.Pair]
			pairs.set(p.Pair, p.Cost[g])
			goal.admitValue(p, g)
		}
		b.pairs = append(b.pairs, x)
	}
	for _, x := range s.stages {
		b.dirty = append(b.dirty, maps.Clone(x.dirty))
		for _, p := range b.pairs {
			x.dirty[p.Row] = true
		}
	}
	if len(o.Limits) > 0 {
		s.truncate(0)
	}
	return b
}

// takeBack undoes apply.
func (s *State) takeBack(b before) {
	m := s.m
	for k := len(b.pairs) - 1; k >= 0; k-- {
		x := b.pairs[k]
		m.Allowed.set(x.Pair, x.allowed)
		for g, cost := range x.cost {
			if pairs := m.Goals[g].Pairs.(*patched); x.known {
				pairs.set(x.Pair, cost)
			} else {
				pairs.unset(x.Pair)
			}
		}
	}
	for g, values := range b.values {
		m.Goals[g].Values = values
	}
	m.Limits, s.stages, s.goals = b.limits, b.stages, b.goals
	copy(m.Lo, b.lo)
	copy(m.Hi, b.hi)
	for k, x := range b.dirty {
		s.stages[k].dirty = x
	}
}

// repair brings one stage to its optimum. After an error it is as it was.
func (s *State) repair(ctx context.Context, x *keptStage) error {
	var c flow.Changes
	for _, i := range slices.Sorted(maps.Keys(x.dirty)) {
		c.Rows = append(c.Rows, flow.RowChange{Row: i})
	}
	p := x.kept.Problem()
	for v := range p.Lo {
		if lo, hi := x.face.lo[v], x.face.hi[v]; lo != p.Lo[v] || hi != p.Hi[v] {
			c.Bounds = append(c.Bounds, flow.BoundChange{Node: v, Lo: lo, Hi: hi})
		}
	}
	if len(c.Rows)+len(c.Bounds) == 0 {
		return nil
	}
	err := x.kept.Change(ctx, c)
	var stop *flow.Interrupted
	if errors.As(err, &stop) {
		return stop.Cause
	}
	return err
}

// pass tells the stages after stage k which rows have other pairs now.
func (s *State) pass(ctx context.Context, k int) error {
	x := s.stages[k]
	price := x.kept.Prices()
	if x.next != nil {
		opened, err := s.reopen(ctx, x, price)
		if err != nil {
			return err
		}
		for _, y := range s.stages[k+1:] {
			if y.face == x.next {
				for _, i := range opened {
					y.dirty[i] = true
				}
			}
		}
	}
	x.Price, x.Cost = price, x.kept.Cost()
	clear(x.dirty)
	return nil
}

// reopen brings the face after a stage up to date and returns the rows that have
// other pairs in it, ascending. If the context ends, none of them has.
func (s *State) reopen(ctx context.Context, x *keptStage, price []int64) ([]int, error) {
	p := x.kept.Problem()
	moved := x.moved + spread(price[:p.Columns], x.Price[:p.Columns])
	look := slices.Sorted(maps.Keys(x.dirty))
	if moved > x.moved {
		for _, i := range look {
			x.until[i] = -1
		}
		look = look[:0]
		for i, until := range x.until {
			if until <= moved {
				look = append(look, i)
			}
		}
	}
	type opened struct {
		row int
		bit []uint64
	}
	type bounded struct {
		row   int
		until int64
	}
	workers := max(s.opts.Workers, 1)
	others, bounds := make([][]opened, workers), make([][]bounded, workers)
	pairs := x.next.pairs
	var wait sync.WaitGroup
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			tight := x.kept.Tighter()
			bit := make([]uint64, pairs.words)
			for _, i := range look[len(look)*w/workers : len(look)*(w+1)/workers] {
				if ctx.Err() != nil {
					return
				}
				columns, gap := tight.Row(i)
				clear(bit)
				for _, j := range columns {
					bit[j/64] |= 1 << (j % 64)
				}
				if !slices.Equal(bit, pairs.row(i)) {
					others[w] = append(others[w], opened{i, slices.Clone(bit)})
				}
				if len(columns) == 1 {
					bounds[w] = append(bounds[w], bounded{i, moved + gap})
				} else {
					bounds[w] = append(bounds[w], bounded{i, 0})
				}
			}
		}()
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var rows []int
	for w := range workers {
		for _, r := range others[w] {
			copy(pairs.row(r.row), r.bit)
			rows = append(rows, r.row)
		}
		for _, r := range bounds[w] {
			x.until[r.row] = r.until
		}
	}
	x.moved = moved
	lo, hi := make([]int32, len(p.Lo)), make([]int32, len(p.Hi))
	for v := range lo {
		lo[v], hi[v] = p.Range(v, price)
	}
	x.next.lo, x.next.hi = lo, hi
	return rows, nil
}

// spread returns by how much prices have moved against each other at most.
func spread(a, b []int64) int64 {
	if len(a) == 0 {
		return 0
	}
	least, most := a[0]-b[0], a[0]-b[0]
	for j := range a {
		least, most = min(least, a[j]-b[j]), max(most, a[j]-b[j])
	}
	return most - least
}

// Result returns the result after the last change.
func (s *State) Result() *Result { return s.result }

// Model returns the model with all changes. It may be used until the next one.
func (s *State) Model() *Model { return s.m }

// Fork returns an independent copy. It takes a bit for each pair and stage, and
// for each stage what a fork of a flow.State takes.
func (s *State) Fork() *State {
	out := &State{m: s.m.apart(), opts: s.opts, result: s.result, goals: s.goals}
	faces := map[*face]*face{}
	copyOf := func(f *face) *face {
		if f == nil {
			return nil
		}
		if faces[f] == nil {
			faces[f] = &face{m: out.m, pairs: out.m.Allowed, lo: out.m.Lo, hi: out.m.Hi}
			if f.pairs != s.m.Allowed {
				faces[f] = &face{m: out.m, pairs: f.pairs.clone(), lo: slices.Clone(f.lo), hi: slices.Clone(f.hi)}
			}
		}
		return faces[f]
	}
	for _, x := range s.stages {
		y := &keptStage{Stage: x.Stage, goal: out.m.stageGoal(&x.Stage), face: copyOf(x.face), next: copyOf(x.next), dirty: maps.Clone(x.dirty), until: slices.Clone(x.until), moved: x.moved}
		y.kept = x.kept.ForkOn(y.face.problem(y.goal).Costs)
		out.stages = append(out.stages, y)
	}
	return out
}
