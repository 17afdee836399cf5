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
	undo := s.apply(o)
	if len(s.stages) == 0 {
		p, err := s.cold(ctx, 0)
		if err != nil {
			undo()
		}
		return p, err
	}
	for k, x := range s.stages {
		if err := s.repair(ctx, x); err != nil {
			if k == 0 {
				undo()
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
	for h := range g {
		at, cost := s.reached(h)
		r.At = at
		r.Goals[h] = GoalResult{Cost: cost, Reached: cost, Bound: cost, Proven: true, Kernel: "column flow"}
	}
	return r
}

// reached returns an optimum of goal g, one that is kept, and its cost.
func (s *State) reached(g int) (at []int32, cost int64) {
	for k := len(s.stages) - 1; at == nil; k-- {
		if x := s.stages[k]; x.Goal == g && !x.Witness {
			at, cost = x.kept.Solution().At, x.Cost
		}
	}
	if s.m.Goals[g].Kind != Sum {
		cost = s.m.worth(g, at)
	}
	return at, cost
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
	at, cost := s.reached(g)
	claim := &GoalResult{Cost: cost, Reached: cost, Bound: cost, Proven: true}
	return s.m.Goals[g].Kind.criterion().amounts(s.m, g, claim, stages, at) == nil
}

// apply makes the changes in the model, and marks the rows that each stage has to
// read again. It returns a function that undoes both.
func (s *State) apply(o Overlay) (undo func()) {
	m := s.m
	var undone []func()
	rows := map[int]bool{}
	limits := m.Limits
	m.Limits = append(slices.Clip(limits), o.Limits...)
	stages, goals := s.stages, s.goals
	if len(o.Limits) > 0 {
		s.truncate(0)
	}
	lo, hi := slices.Clone(m.Lo), slices.Clone(m.Hi)
	for _, b := range o.Bounds {
		m.Lo[b.Node], m.Hi[b.Node] = b.Lo, b.Hi
	}
	set := func(p Pair, allowed bool) {
		before := m.Allowed.Has(p.Row, p.Column)
		undone = append(undone, func() { m.Allowed.set(p, before) })
		m.Allowed.set(p, allowed)
		rows[p.Row] = true
	}
	for _, p := range o.Forbid {
		set(p, false)
	}
	for _, p := range o.Allow {
		set(p.Pair, true)
		for g := range m.Goals {
			undone = append(undone, m.Goals[g].setPair(p, g))
		}
	}
	var marked []map[int]bool
	for _, x := range s.stages {
		marked = append(marked, maps.Clone(x.dirty))
		maps.Copy(x.dirty, rows)
	}
	return func() {
		for k := len(undone) - 1; k >= 0; k-- {
			undone[k]()
		}
		m.Limits, s.stages, s.goals = limits, stages, goals
		copy(m.Lo, lo)
		copy(m.Hi, hi)
		for k, x := range marked {
			s.stages[k].dirty = x
		}
	}
}

// setPair gives a pair its cost in the goal, of index g, of a model that is kept. It
// returns a function that undoes that.
func (goal *Goal) setPair(p Added, g int) (undo func()) {
	x, values := goal.Pairs.(*patched), goal.Values
	before, known := x.cost[p.Pair]
	x.set(p.Pair, p.Cost[g])
	goal.admitValue(p, g)
	return func() {
		goal.Values = values
		if known {
			x.set(p.Pair, before)
		} else {
			x.unset(p.Pair)
		}
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
// other pairs in it. Rows that have not changed keep theirs if the prices of all
// columns have changed by the same amount.
func (s *State) reopen(ctx context.Context, x *keptStage, price []int64) ([]int, error) {
	p := x.kept.Problem()
	lo, hi := make([]int32, len(p.Lo)), make([]int32, len(p.Hi))
	for v := range lo {
		lo[v], hi[v] = p.Range(v, price)
	}
	rows := slices.Sorted(maps.Keys(x.dirty))
	if !shifted(price[:p.Columns], x.Price[:p.Columns]) {
		rows = nil // all
	} else if rows == nil {
		rows = []int{}
	}
	opened, err := x.reopenRows(ctx, rows, max(s.opts.Workers, 1))
	if err != nil {
		return nil, err
	}
	x.next.lo, x.next.hi = lo, hi
	return opened, nil
}

// shifted reports whether all prices differ from others by the same amount.
func shifted(a, b []int64) bool {
	for j := range a {
		if a[j]-b[j] != a[0]-b[0] {
			return false
		}
	}
	return true
}

// reopenRows sets the rows of the face after the stage, all if rows is nil, and
// returns those that are not what they were, ascending. If the context ends, none
// of them is.
func (x *keptStage) reopenRows(ctx context.Context, rows []int, workers int) ([]int, error) {
	type row struct {
		row int
		bit []uint64
	}
	n := len(rows)
	if rows == nil {
		n = x.kept.Problem().Rows
	}
	pairs := x.next.pairs
	parts := make([][]row, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			tight := x.kept.Tighter()
			bit := make([]uint64, pairs.words)
			for k := n * w / workers; k < n*(w+1)/workers && ctx.Err() == nil; k++ {
				i := k
				if rows != nil {
					i = rows[k]
				}
				clear(bit)
				for _, j := range tight.Row(i) {
					bit[j/64] |= 1 << (j % 64)
				}
				if !slices.Equal(bit, pairs.row(i)) {
					parts[w] = append(parts[w], row{i, slices.Clone(bit)})
				}
			}
		}()
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var changed []int
	for _, part := range parts {
		for _, r := range part {
			copy(pairs.row(r.row), r.bit)
			changed = append(changed, r.row)
		}
	}
	return changed, nil
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
		y := &keptStage{Stage: x.Stage, goal: out.m.stageGoal(&x.Stage), face: copyOf(x.face), next: copyOf(x.next), dirty: maps.Clone(x.dirty)}
		y.kept = x.kept.ForkOn(y.face.problem(y.goal).Costs)
		out.stages = append(out.stages, y)
	}
	return out
}
