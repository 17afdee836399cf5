// Package model holds an assignment problem in numbers and solves it goal by
// goal. It knows no people and no posts: package assignment translates those
// into rows and columns, and kernels solve one goal at a time.
//
// Rows (people) each take one column (a post, or a bench). Columns are the
// leaves of a forest whose inner nodes are units; nodes have bounds on their
// load. A goal has a cost for every pair, kept in a Store as small as the goal
// allows, and a convex cost of the load of every node, kept as marginals. All
// of it is integer, in units of 2⁻ˢ of the goal's own (see Shift).
//
// Groups of people are limited through benches of their own: the number
// placed of a group is its size less the load of its bench.
//
// Goals are minimised by priority. After each the problem shrinks to its
// *face*: the pairs of zero reduced cost, and at every node the interval of
// loads at which the slope of the prices is a subgradient. By complementary
// slackness that is exactly the set of assignments that are optimal in the
// goal, so the next goal starts there, and no weight has to be big enough.
package model

import (
	"context"
	"errors"
	"fmt"

	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/proof"
)

// Model is an assignment problem in numbers.
type Model struct {
	Rows, Columns int
	Parent        []int32 // of nodes: columns first, parents after children; −1 for a root
	Lo, Hi        []int32 // bounds on the load of each node
	Allowed       *Pairs  // which row may take which column
	Goals         []Goal  // minimised in order
}

// Goal is one cost to be minimised.
type Goal struct {
	Pairs    Store
	Marginal [][]int64 // of each node, as in flow.Problem
}

// Options tune the work and never the value of the result.
type Options struct {
	Workers  int
	Progress func(goal int, phase string, done, total int)
}

// Result is an assignment with the proof of its goals.
type Result struct {
	At    []int32 // the column of each row
	Goals []GoalResult
	Cause error // why the solve ended early; nil if it did not
}

// GoalResult is the outcome of one goal.
type GoalResult struct {
	Cost   int64
	Bound  int64   // proven, given the goals before; Cost where optimal
	Price  []int64 // of each node
	Proven bool    // Cost is optimal, given the goals before
	Stats  flow.Stats
}

// Solve minimises the goals in order. The error is a *flow.Infeasible, or
// that of the context if it ends before any assignment is known; if it ends
// later the result is the best assignment so far, with Cause. Start is an
// assignment to fall back on, used if it is feasible; nil for none.
func (m *Model) Solve(ctx context.Context, start []int32, opts Options) (*Result, error) {
	face := m.face()
	result := &Result{Goals: make([]GoalResult, len(m.Goals))}
	if start != nil && m.feasible(start) {
		result.At = start
	}
	if len(m.Goals) == 0 { // any assignment is as good as another
		s, err := flow.Solve(ctx, face.problemOf(m.indifferent()), nil)
		if err != nil {
			return nil, err
		}
		result.At = s.At
	}
	for g := range m.Goals {
		p := face.problem(g)
		s, err := flow.Solve(ctx, p, &flow.Options{Workers: opts.Workers, Progress: opts.progress(g)})
		var stop *flow.Interrupted
		if errors.As(err, &stop) {
			if result.At == nil {
				return nil, fmt.Errorf("no assignment was found yet: %w", stop.Cause)
			}
			result.Cause = stop.Cause
			m.leaveOpen(result, face, g, stop.Price)
			return result, nil
		}
		if err != nil {
			return nil, err
		}
		result.At = s.At
		result.Goals[g] = GoalResult{Cost: s.Cost, Bound: s.Cost, Price: s.Price, Proven: true, Stats: s.Stats}
		if g+1 < len(m.Goals) {
			face.narrow(p, s, opts.Workers)
		}
	}
	return result, nil
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
	return func(phase string, done, total int) { o.Progress(g, phase, done, total) }
}

// leaveOpen fills in the goals from g on at the assignment reached: their
// costs, and the bounds that the last prices, or none, prove.
func (m *Model) leaveOpen(result *Result, face *face, g int, price []int64) {
	for ; g < len(m.Goals); g++ {
		if price == nil {
			price = make([]int64, len(m.Parent))
		}
		result.Goals[g] = GoalResult{
			Cost:  m.Cost(g, result.At),
			Bound: flow.Bound(face.problem(g), price),
			Price: price,
		}
		price = nil
	}
}

// Cost returns the cost of goal g at an assignment.
func (m *Model) Cost(g int, at []int32) int64 {
	goal := &m.Goals[g]
	cost := int64(0)
	for i, j := range at {
		cost += int64(goal.Pairs.At(i, int(j)))
	}
	for v, k := range m.loads(at) {
		if c := goal.Marginal[v]; c != nil {
			for _, x := range c[:k] {
				cost += x
			}
		}
	}
	return cost
}

func (m *Model) loads(at []int32) []int32 {
	load := make([]int32, len(m.Parent))
	for _, j := range at {
		load[j]++
	}
	for v, q := range m.Parent {
		if q >= 0 {
			load[q] += load[v]
		}
	}
	return load
}

func (m *Model) feasible(at []int32) bool {
	for i, j := range at {
		if !m.Allowed.Has(i, int(j)) {
			return false
		}
	}
	for v, k := range m.loads(at) {
		if k < m.Lo[v] || k > m.Hi[v] {
			return false
		}
	}
	return true
}

// Check has the result proven again by package proof. Of a result that ended
// early it proves the goals that were finished, and recomputes the bounds of
// the others.
func (m *Model) Check(r *Result) error {
	p := &proof.Problem{
		Rows: m.Rows, Columns: m.Columns, Parent: m.Parent, Lo: m.Lo, Hi: m.Hi,
		Allowed: m.Allowed.Row,
	}
	c := &proof.Certificate{At: r.At}
	for g := range m.Goals {
		p.Goals = append(p.Goals, proof.Goal{Cost: m.Goals[g].Pairs.Row, Marginal: m.Goals[g].Marginal})
		if r.Goals[g].Proven {
			c.Goals = append(c.Goals, proof.Claim{Price: r.Goals[g].Price, Cost: r.Goals[g].Cost})
		}
	}
	if err := proof.Check(p, c); err != nil {
		return err
	}
	return m.checkBounds(r, len(c.Goals))
}

func (m *Model) checkBounds(r *Result, finished int) error {
	if finished == len(m.Goals) {
		return nil
	}
	face := m.face()
	for g := range m.Goals {
		claim := r.Goals[g]
		p := face.problem(g)
		if g < finished {
			face.narrow(p, &flow.Solution{At: r.At, Price: claim.Price}, 1)
			continue
		}
		if cost := m.Cost(g, r.At); cost != claim.Cost {
			return fmt.Errorf("goal %d: the cost is %d, not %d", g, cost, claim.Cost)
		}
		if bound := flow.Bound(p, claim.Price); claim.Bound > bound {
			return fmt.Errorf("goal %d: the prices prove a bound of %d, not %d", g, bound, claim.Bound)
		}
	}
	return nil
}
