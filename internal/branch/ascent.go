package branch

import (
	"context"
	"errors"
	"math"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// evaluation is what is found out about one node. It depends on the node, the
// cutoff, and the vertices known before, and on nothing else.
type evaluation struct {
	ctx     context.Context
	in      *instance
	dom     *domain
	node    *node
	cutoff  int64 // what costs so much or more is not wanted
	workers int
	pool    []*vertex
	reach   int // how many free rows are worth an enumeration

	closed   bool // nothing below the cutoff is left, beside found
	stopped  error
	conflict int // a side row that no assignment respects, −1 if unknown
	best     *relaxed
	lambda   []float64
	found    *state // an assignment below the cutoff, nil if there is none
	fresh    []*vertex
	solves   int
	steps    int
	tried    bool // whether the remainder was enumerated
	done     bool // and came to an end
}

const (
	rootRounds  = 60 // relaxations, and
	perSide     = 4  // so many more for each side row
	mostRounds  = 150
	nodeRounds  = 6
	mostPool    = 60
	lineRounds  = 24
	mostLambda  = 1 << 44
	rootTrials  = 3_000_000
	pairTrials  = 750 // for each pair, up to rootTrials
	rootKicks   = 500
	firstTrials = 200_000
	nodeTrials  = 20_000
)

// run bounds the node, improves what it meets and enumerates small remainders.
func (v *evaluation) run() {
	v.conflict = -1
	v.search()
	if !v.closed && v.stopped == nil {
		v.stopped = v.ctx.Err() // something may have been left out
	}
}

func (v *evaluation) search() {
	open, err := v.dom.set(v.ctx, v.in, v.node)
	if err != nil {
		v.stopped = err
		return
	}
	if !open {
		v.closed, v.conflict = true, v.dom.infeasibleSide
		return
	}
	if v.dom.free == 0 {
		v.leaf()
		return
	}
	v.ascend()
	if v.closed || v.best == nil || v.stopped != nil {
		return
	}
	trials := nodeTrials
	if v.node.above == nil {
		trials = firstTrials
	}
	m := newImprover(v.ctx, v.in, trials)
	m.s.set(v.best.solution.At)
	m.improve()
	v.offer(m.s)
	if v.node.bound >= v.cutoff {
		v.closed = true
		return
	}
	if !v.filter() {
		return
	}
	if v.dom.free <= v.reach {
		v.finish()
	}
	if !v.closed {
		v.chooseBranch()
	}
}

// leaf solves a node where every side row is a constant.
func (v *evaluation) leaf() {
	if r := v.relax(make([]float64, len(v.in.sides))); r != nil {
		v.closed = true
	}
}

// offer keeps a state that is feasible and below the cutoff.
func (v *evaluation) offer(s *state) {
	if !s.feasible() || s.cost >= v.cutoff {
		return
	}
	if v.found == nil {
		v.found = newState(v.in)
	}
	v.found.copy(s)
	v.cutoff = s.cost
}

// relax evaluates the dual function. It returns nil where there is nothing
// to be had: the context has ended, or the node is closed.
func (v *evaluation) relax(lambda []float64) *relaxed {
	v.solves++
	for k := range lambda {
		most := mostLambda / v.in.sides[k].size
		lambda[k] = min(max(lambda[k], -most), most)
	}
	problem, err := relax(v.ctx, v.in, v.dom, lambda, v.in.flow)
	if err != nil {
		v.stopped = err
		return nil
	}
	r, err := problem.solve(v.ctx, v.workers)
	if r != nil && r.proven > v.node.bound {
		v.node.bound = r.proven
	}
	var cut *flow.Infeasible
	switch {
	case errors.As(err, &cut):
		v.closed = true
		return nil
	case errors.Is(err, errNoValue):
		v.closed = true
		return nil
	case err != nil:
		v.stopped = err
		return nil
	}
	s := newState(v.in)
	s.set(r.solution.At)
	x := &vertex{at: s.at, y: make([]float64, len(r.y)), cost: float64(v.in.flowCost(r.solution.At, r.solution.Load))}
	for k, y := range r.y {
		x.y[k] = float64(y)
	}
	v.fresh = append(v.fresh, x)
	if v.best == nil || r.proven > v.best.proven {
		v.best, v.lambda = r, lambda
	}
	v.offer(s)
	if v.node.bound >= v.cutoff {
		v.closed = true
		return nil
	}
	return r
}

// ascend looks for the best multipliers.
func (v *evaluation) ascend() {
	in := v.in
	lambda := append([]float64(nil), v.node.lambda...)
	rounds := nodeRounds
	if v.node.above == nil {
		rounds = min(rootRounds+perSide*len(in.sides), mostRounds)
	}
	r := v.relax(lambda)
	if r == nil {
		return
	}
	if len(in.sides) == 1 {
		v.onLine(min(rounds, lineRounds))
		return
	}
	m := v.master()
	best := dual(r)
	m.center = lambda
	for range rounds {
		proposal, promise := m.propose()
		if promise-best <= max(0.02, 1e-9*math.Abs(best)) {
			return
		}
		if r = v.relax(proposal); r == nil {
			return
		}
		m.add(v.fresh[len(v.fresh)-1])
		switch value := dual(r); {
		case value >= best+0.3*(promise-best):
			m.stretch(2)
			best, m.center = value, proposal
		case value > best:
			best, m.center = value, proposal
		default:
			m.stretch(0.7)
		}
	}
}

// dual is the value of a relaxation as a floating-point number.
func dual(r *relaxed) float64 {
	x, _ := r.bound.Float64()
	return float64(r.in.base) + math.Ldexp(x, -r.places())
}

// master collects the vertices that the node allows.
func (v *evaluation) master() *master {
	in := v.in
	k := len(in.sides)
	m := &master{
		in: in, dom: v.dom, rho: make([]float64, k), mean: make([]float64, k), slope: make([]float64, k),
		first: make([]int64, k), count: make([]int64, k), near: make([]int64, k), center: v.lambda,
	}
	for _, x := range v.pool {
		if v.allows(x) {
			m.add(x)
		}
	}
	for _, x := range v.fresh {
		m.add(x)
	}
	m.weight[len(m.weight)-1] = 1
	n := float64(max(in.flow.Rows, 1))
	for s := range in.sides {
		m.first[s], m.count[s], _ = v.dom.window(in, s)
		side := &in.sides[s]
		pull := max(in.spread/n, 1)
		if c := m.count[s]; !side.budget() && c > 0 {
			low, high := side.value(m.first[s]), side.value(m.first[s]+c*v.dom.stride[s])
			middle := side.value(m.first[s] + c/2*v.dom.stride[s])
			pull = max(pull, 4*math.Abs(float64(low)+float64(high)-2*float64(middle))/float64(c*v.dom.stride[s])*side.size)
		}
		m.rho[s] = pull / (side.size * side.size * max(1, n/float64(4*k)))
	}
	return m
}

func (m *master) add(x *vertex) {
	m.vertex = append(m.vertex, x)
	m.weight = append(m.weight, 0)
}

// stretch changes how far steps go.
func (m *master) stretch(by float64) {
	for k := range m.rho {
		m.rho[k] *= by
	}
}

func (v *evaluation) allows(x *vertex) bool {
	for i, e := range x.at {
		if !v.dom.has(v.in, i, int(e)) {
			return false
		}
	}
	return true
}
