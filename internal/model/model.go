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
)

// Model is an assignment problem in numbers.
type Model struct {
	Rows, Columns int
	Parent        []int32 // of nodes: columns first, parents after children; −1 for a root
	Lo, Hi        []int32 // bounds on the load of each node
	Allowed       *Pairs  // which row may take which column
	Limits        []Limit // what no flow can express
	Goals         []Goal  // minimised in order
}

// Limit bounds a sum over pairs and loads that no interval of a node's load
// can express.
type Limit struct {
	Pairs    Store
	Marginal [][]int64 // of each node; nil for none at all
	Most     int64
}

// Goal is one aim. Of the kind Sum it minimises the costs of pairs and loads.
// Leximin and Bottleneck have a level for every pair instead of a cost: 0 for
// the bench, and above it the higher the better. BottomSum has values, with the
// sign reversed.
type Goal struct {
	Kind     Kind
	Pairs    Store
	Marginal [][]int64 // of each node, as in flow.Problem
	Levels   int32     // number of levels, where Pairs holds levels

	// Ladder, of a Sum that ranks nodes by their loads, has the level of each node by
	// its load, nil for nodes that are not ranked. The marginals then are in the
	// order of the steps from one level to the next, and mean nothing else.
	Ladder [][]int64

	// Of a BottomSum: how many rows count, those who take the bench left out,
	// and the values that allowed pairs have, ascending.
	Count, Bench int32
	Values       []int32

	// Penalties are convex costs of weighted loads, of a Sum.
	Penalties []Penalty
	// Loose lets later goals worsen this one: a Sum or a BottomSum by Slack; a
	// Bottleneck that reached level k, down to level Lowest[k].
	Loose  bool
	Slack  int64
	Lowest []int32
	// Ties marks a goal that only chooses among plans that are equally good: it
	// gives up nothing of loose goals.
	Ties bool
}

// Penalty is a convex cost of the sum of sizes of the rows at some columns.
type Penalty struct {
	Size   Store
	Most   int64 // no sum is larger
	Least  int64 // of all charges
	Charge func(sum int64) int64
}

// Progress tells how far a goal has come. Bound is proven if Bounded.
type Progress struct {
	Goal        int
	Phase       string
	Done, Total int
	Bound       int64
	Bounded     bool
}

// Options tune the work and never the value of the result.
type Options struct {
	Workers  int
	MaxNodes int // of each branch and bound; 0: a default
	Progress func(Progress)
}

// Result is an assignment with the proof of its goals.
type Result struct {
	At     []int32 // the column of each row
	Goals  []GoalResult
	Stages []Stage // the proof: one for each Sum, several for other kinds
	// Searches counts the nodes of each branch and bound, in their order. What
	// they found is proven by searching again.
	Searches []int
	// Minimised counts the minimisations that were completed. A solve that was
	// ended is repeated by ending it after as many.
	Minimised   int
	Interrupted bool
	Cause       error // why the solve was interrupted; nil if it was not, or if that is not known

	regions int // the most that were open at once after a BottomSum
}

// GoalResult is the outcome of one goal. Cost is the least level above 0 that
// is in use where the goal is about levels, and 0 if nobody is above 0; of a
// BottomSum it is the sum with the sign reversed.
//
// Reached is the best Cost that an assignment was found to have: of a loose
// goal, before later goals gave up some of it. Otherwise it is Cost.
type GoalResult struct {
	Cost    int64
	Reached int64
	// ReachedAt is an assignment that has Reached where At has not; nil where At
	// has, or the goal is searched again.
	ReachedAt []int32
	Bound     int64   // proven, given the goals before; Cost where optimal
	Price     []int64 // of each node; proves Bound of a Sum where it is not optimal
	Proven    bool    // Cost is optimal, given the goals before
	Kernel    string  // what solved it
	Stats     flow.Stats
}

// Stage is one minimum of costs, among the assignments that are optimal in all
// stages before, with prices of the nodes that prove it. Of a Sum the cost is that
// of the goal. Of goals about levels it counts the rows on levels From ≤ level < To.
// Of a BottomSum it counts the rows on the bench if To is 1; otherwise it is the
// sum of Threshold − value over the rows whose value is at most Most.
type Stage struct {
	Goal            int
	From, To        int32
	Threshold, Most int32
	Cost            int64
	Price           []int64
	// Witness: the stage proves a lower bound of Cost only. The assignment may cost
	// more, and later stages may choose what does.
	Witness bool
}

// Solve pursues the goals in order. The error is a *flow.Infeasible, or
// that of the context if it ends before any assignment is known; if it ends
// later the result is the best assignment so far, with Cause. Start is an
// assignment to fall back on, used if it is feasible; nil for none.
func (m *Model) Solve(ctx context.Context, start []int32, opts Options) (*Result, error) {
	return m.solve(ctx, start, opts, nil)
}

// solve is Solve. If again is not nil it repeats the solve that had that result:
// each branch and bound is limited to the nodes that it had, and a solve that its
// context ended is ended at the same place.
func (m *Model) solve(ctx context.Context, start []int32, opts Options, again *Result) (*Result, error) {
	all := region{face: m.face()}
	r := &run{Model: m, ctx: ctx, opts: opts, again: again}
	for _, l := range m.Limits {
		all = all.with(r.side(l))
	}
	r.open = []region{all}
	r.result.Goals = make([]GoalResult, len(m.Goals))
	if start != nil && m.feasible(start) {
		r.result.At = start
	}
	err := r.all()
	var stop *flow.Interrupted
	if errors.As(err, &stop) {
		if r.result.At == nil {
			return nil, fmt.Errorf("no assignment was found yet: %w", stop.Cause)
		}
		r.result.Cause = stop.Cause
		r.leaveOpen(stop.Price)
		err = nil
	}
	if err != nil {
		return nil, err
	}
	r.result.Interrupted = r.result.Cause != nil
	r.settle()
	return &r.result, nil
}

// total adds up a store over an assignment.
func total(s Store, at []int32) int64 {
	sum := int64(0)
	for i, j := range at {
		sum += int64(s.At(i, int(j)))
	}
	return sum
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
	if len(at) != m.Rows {
		return false
	}
	for i, j := range at {
		if j < 0 || int(j) >= m.Columns || !m.Allowed.Has(i, int(j)) {
			return false
		}
	}
	for v, k := range m.loads(at) {
		if k < m.Lo[v] || k > m.Hi[v] {
			return false
		}
	}
	for _, l := range m.Limits {
		if !m.Within(l, at) {
			return false
		}
	}
	return true
}

// Within reports whether an assignment keeps to a limit.
func (m *Model) Within(l Limit, at []int32) bool {
	sum := total(l.Pairs, at)
	if l.Marginal != nil {
		for v, k := range m.loads(at) {
			if c := l.Marginal[v]; c != nil {
				for _, x := range c[:k] {
					sum += x
				}
			}
		}
	}
	return sum <= l.Most
}
