package branch

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"math"
	"slices"
	"sync"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// tree is the state of one solve.
type tree struct {
	ctx       context.Context
	in        *instance
	opts      Options
	domains   [2]*domain
	open      frontier
	incumbent *state // nil if there is none
	pool      []*vertex
	reach     int
	root      *relaxed // its best relaxation
	rootCost  []int64  // reduced cost of each group there

	nodes, solves, steps int
	bound                int64
	cause                error
}

// nothing is a bound of a node without assignments.
const nothing = math.MaxInt64 / 4

const (
	firstReach = 40 // free rows with which enumeration is tried at first
	mostReach  = 200
)

func newTree(ctx context.Context, in *instance, opts Options) *tree {
	if opts.MaxNodes <= 0 {
		opts.MaxNodes = DefaultMaxNodes
	}
	opts.Workers = max(opts.Workers, 1)
	t := &tree{
		ctx: ctx, in: in, opts: opts, reach: firstReach,
		domains: [2]*domain{newDomain(in), newDomain(in)},
	}
	if opts.branchOnly {
		t.reach = 0
	}
	return t
}

// cutoff is the cost from which on assignments are not wanted.
func (t *tree) cutoff() int64 {
	if t.incumbent != nil {
		return t.incumbent.cost
	}
	return t.in.highest + 1
}

func (t *tree) solve() error {
	t.takeStart()
	root := &node{lambda: make([]float64, len(t.in.sides)), bound: -nothing}
	if err := t.grow(root); err != nil {
		return err
	}
	for len(t.open) > 0 && t.cause == nil && t.nodes+2 <= t.opts.MaxNodes {
		n := heap.Pop(&t.open).(*node)
		for n != nil && t.cause == nil {
			if n.bound >= t.cutoff() {
				break
			}
			if t.nodes+2 > t.opts.MaxNodes {
				heap.Push(&t.open, n)
				break
			}
			n = t.split(n)
		}
	}
	t.settle()
	if t.incumbent != nil {
		return nil
	}
	if len(t.open) == 0 && t.cause == nil {
		return t.overBudget(-1)
	}
	return &NothingFound{Bound: t.bound, Cause: t.cause}
}

// takeStart improves the given assignment.
func (t *tree) takeStart() {
	if t.opts.Start == nil {
		return
	}
	m := newImprover(t.ctx, t.in, firstTrials)
	if !m.s.set(t.opts.Start) {
		return
	}
	t.offer(m.s)
	m.improve()
	t.offer(m.s)
}

func (t *tree) offer(s *state) {
	if s == nil || !s.feasible() || t.incumbent != nil && s.cost >= t.incumbent.cost {
		return
	}
	if t.incumbent == nil {
		t.incumbent = newState(t.in)
	}
	t.incumbent.copy(s)
	t.shut()
}

// grow bounds the root.
func (t *tree) grow(root *node) error {
	v := t.evaluation(root, 0)
	v.workers = t.opts.Workers
	v.run()
	t.take(v)
	switch {
	case v.stopped != nil:
		t.leaveRoot(root)
		return nil
	case v.closed:
		if t.incumbent == nil {
			return cmp.Or(t.flowAlone(), t.overBudget(v.conflict))
		}
		return nil
	}
	cost, err := v.best.groupCosts(t.ctx)
	if err != nil {
		t.cause = err
		t.leaveRoot(root)
		return nil
	}
	t.root, t.rootCost = v.best, cost
	t.shut()
	t.shake(v)
	if root.bound < t.cutoff() {
		heap.Push(&t.open, root)
	}
	t.report(nil)
	return nil
}

// leaveRoot leaves the root open because the context has ended.
func (t *tree) leaveRoot(root *node) {
	root.bound = max(root.bound, t.in.lowest)
	t.open = append(t.open, root)
}

// shake spends more effort on an assignment, once.
func (t *tree) shake(v *evaluation) {
	m := newImprover(t.ctx, t.in, min(rootTrials, firstTrials/4+pairTrials*len(t.in.column)))
	if t.incumbent != nil {
		m.s.copy(t.incumbent)
	} else {
		m.s.set(v.best.solution.At)
	}
	m.shake(rootKicks)
	t.offer(m.s)
}

// flowAlone returns the error of the flow without side rows, nil if it has an
// assignment.
func (t *tree) flowAlone() error {
	_, err := flow.Solve(t.ctx, t.in.original, &flow.Options{Workers: t.opts.Workers})
	var stop *flow.Interrupted
	if errors.As(err, &stop) {
		return &NothingFound{Bound: -nothing, Cause: stop.Cause}
	}
	return err
}

func (t *tree) evaluation(n *node, slot int) *evaluation {
	return &evaluation{
		ctx: t.ctx, in: t.in, dom: t.domains[slot], node: n, cutoff: t.cutoff(),
		workers: 1, pool: t.pool, reach: t.reach,
	}
}

// take keeps what an evaluation found.
func (t *tree) take(v *evaluation) {
	t.nodes++
	t.solves += v.solves
	t.steps += v.steps
	t.offer(v.found)
	t.pool = append(t.pool, v.fresh...)
	if extra := len(t.pool) - mostPool; extra > 0 {
		t.pool = append([]*vertex(nil), t.pool[extra:]...)
	}
	switch {
	case v.done:
		t.reach = min(t.reach+1, mostReach)
	case v.tried:
		t.reach = max(v.dom.free-1, 1)
	}
	if v.stopped != nil && t.cause == nil {
		t.cause = t.ctx.Err()
		if t.cause == nil {
			t.cause = v.stopped
		}
	}
}

// report tells of the node that is dived into, nil for none, and all others.
func (t *tree) report(dive *node) {
	if t.opts.Progress == nil {
		return
	}
	p := Progress{Nodes: t.nodes, Open: len(t.open), Bound: nothing}
	if len(t.open) > 0 {
		p.Bound = t.open[0].bound
	}
	if dive != nil {
		p.Open++
		p.Bound = min(p.Bound, dive.bound)
	}
	if t.incumbent != nil {
		p.Found, p.Cost = true, t.incumbent.cost
		p.Bound = min(p.Bound, p.Cost)
	}
	t.opts.Progress(p)
}

// split bounds the two children of a node, side by side if there are workers,
// and returns the one to dive into; the other waits.
func (t *tree) split(n *node) *node {
	var children [2]*node
	var found [2]*evaluation
	for c := range children {
		d := n.next
		d.in = c == 0
		children[c] = &node{
			above: n, decision: d, depth: n.depth + 1, bound: n.bound, lambda: n.lambda,
			order: t.nodes + c,
		}
		found[c] = t.evaluation(children[c], c)
	}
	var wait sync.WaitGroup
	for _, v := range found {
		if t.opts.Workers < 2 {
			v.run()
			continue
		}
		wait.Add(1)
		go func() {
			defer wait.Done()
			v.run()
		}()
	}
	wait.Wait()
	for _, v := range found {
		t.take(v)
	}
	var dive *node
	for c, v := range found {
		child := children[c]
		if v.stopped != nil {
			heap.Push(&t.open, child)
			continue
		}
		if v.closed || child.bound >= t.cutoff() {
			continue
		}
		if v.lambda != nil {
			child.lambda = v.lambda
		}
		switch {
		case dive == nil:
			dive = child
		case child.bound < dive.bound:
			heap.Push(&t.open, dive)
			dive = child
		default:
			heap.Push(&t.open, child)
		}
	}
	if t.cause != nil && dive != nil {
		heap.Push(&t.open, dive)
		dive = nil
	}
	t.report(dive)
	return dive
}

// settle computes the bound that the open nodes leave.
func (t *tree) settle() {
	t.bound = nothing
	if t.incumbent != nil {
		t.bound = t.incumbent.cost
	}
	for _, n := range t.open {
		t.bound = min(t.bound, n.bound)
	}
}

func (t *tree) overBudget(conflict int) error {
	if conflict >= 0 {
		return &OverBudget{Sides: []int{t.in.sides[conflict].number}}
	}
	e := &OverBudget{}
	for k := range t.in.sides {
		e.Sides = append(e.Sides, t.in.sides[k].number)
	}
	e.Sides = append(e.Sides, t.in.folded...)
	return e
}

func (t *tree) result(p *Problem) *Result {
	r := &Result{
		At: t.incumbent.columns(), Load: append([]int32(nil), t.incumbent.load...),
		Cost: t.incumbent.cost, Bound: t.bound, Optimal: t.bound == t.incumbent.cost,
		Nodes: t.nodes, Solves: t.solves, Steps: t.steps, Cause: t.cause,
	}
	r.Side = p.sideValues(r.At, r.Load)
	return r
}

// sideValues returns y of each side row, folded ones included.
func (p *Problem) sideValues(at, load []int32) []int64 {
	out := make([]int64, len(p.Sides))
	var buffer flow.Buffer
	for k, s := range p.Sides {
		if s.Pairs != nil {
			for i, j := range at {
				out[k] += coefficient(s.Pairs, i, j, &buffer)
			}
		}
		for v, m := range s.Marginal {
			if m != nil {
				for _, a := range m[:load[v]] {
					out[k] += a
				}
			}
		}
	}
	return out
}

func coefficient(pairs flow.Costs, row int, column int32, buffer *flow.Buffer) int64 {
	columns, values := pairs.Row(row, buffer)
	q, listed := int(column), true
	if columns != nil {
		q, listed = slices.BinarySearch(columns, column)
	}
	if !listed || values[q] == flow.Forbidden {
		return 0
	}
	return int64(values[q])
}
