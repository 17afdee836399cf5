package assignment

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/model"
)

// Relaxation says with how little an infeasible problem becomes feasible: the least
// that does it with one kind of change alone, nil where that kind alone does not, and
// the least with all kinds together. Of a feasible problem all are nil.
type Relaxation struct {
	Seats     *Mend `json:"seats,omitempty"`     // by more seats alone
	Floors    *Mend `json:"floors,omitempty"`    // by lower floors (MinSeats) alone
	Decisions *Mend `json:"decisions,omitempty"` // by dropping constraints alone
	Together  *Mend `json:"together,omitempty"`
}

// Mend is a set of changes after which a plan exists. No part of it alone would do,
// if Bound is its Number.
type Mend struct {
	Seats  map[mutasi.PositionID]int `json:"seats,omitempty"`  // to add, of each post
	Floors map[mutasi.PositionID]int `json:"floors,omitempty"` // by how much to lower MinSeats
	// Drop are the constraints to drop, by their causes: decisions about one person
	// (Fix, Forbid, Keep), and whole rules and limits. Of a constraint that is
	// stated twice it has both causes.
	Drop []Cause `json:"drop,omitempty"`
	// Bound is proven: no set of changes of this kind has a Number below it.
	Bound int `json:"bound"`
}

// Number is how many changes a mend makes: each seat, each place of a floor and each
// cause counts as one.
func (m *Mend) Number() int {
	if m == nil {
		return 0
	}
	n := len(m.Drop)
	for _, k := range m.Seats {
		n += k
	}
	for _, k := range m.Floors {
		n += k
	}
	return n
}

// Repair finds the fewest changes that make an infeasible problem feasible. It looks at
// constraints, seats and floors only, and not at the objective.
//
// Seats, floors and decisions about one person take one flow, and the result is
// the least. Rules that concern many, MustPlace and limits such as MaxMoves are dropped
// as a whole; which of them is found by branch and bound, where Options.MaxNodes limits
// the flows (0: a thousand) and Mend.Bound says how far the result may be from the least.
//
// The error is that of Solve for a problem with faults, or ctx's.
func Repair(ctx context.Context, p *Problem, opts *Options) (*Relaxation, error) {
	if p == nil || p.Organization == nil {
		return nil, fmt.Errorf("assignment: %w", fault(noOrganization))
	}
	if ctx == nil {
		ctx = context.Background()
	}
	if opts == nil {
		opts = &Options{}
	}
	r, err := repair(ctx, p, opts)
	if err != nil {
		return nil, fmt.Errorf("assignment: %w", err)
	}
	return r, nil
}

func repair(ctx context.Context, p *Problem, opts *Options) (*Relaxation, error) {
	c := newInstance(p, settings{seed: opts.Seed, workers: workersOf(opts.Workers), anyFloors: true})
	for c.next < firstGoal {
		if err := cmp.Or(ctx.Err(), c.step(ctx)); err != nil {
			return nil, err
		}
	}
	out := &Relaxation{}
	together, err := c.mend(ctx, opts, elastic{seats: true, floors: true, decisions: true})
	if err != nil || together != nil && together.Number() == 0 {
		return out, err
	}
	out.Together = together
	for _, kind := range []struct {
		of   elastic
		into **Mend
	}{{elastic{seats: true}, &out.Seats}, {elastic{floors: true}, &out.Floors}, {elastic{decisions: true}, &out.Decisions}} {
		if *kind.into, err = c.mend(ctx, opts, kind.of); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// elastic says what may give way, each at a cost of one a piece.
type elastic struct{ seats, floors, decisions bool }

// dropping is a node of the search: which constraints about many are dropped. The
// others that are not kept are undecided, and taken for dropped at no cost.
type dropping struct {
	dropped, kept []int // of the constraints about many: blockers first, then limits
	bound         int
	at            []int32
}

// open is a heap of nodes by bound.
type open []*dropping

func (h open) Len() int           { return len(h) }
func (h open) Less(a, b int) bool { return h[a].bound < h[b].bound }
func (h open) Swap(a, b int)      { h[a], h[b] = h[b], h[a] }
func (h *open) Push(x any)        { *h = append(*h, x.(*dropping)) }
func (h *open) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

// mostFlows is how many flows a repair takes at the most by default.
const mostFlows = 1000

// mend finds the least that makes a plan possible; nil if nothing of these kinds does.
func (c *instance) mend(ctx context.Context, opts *Options, of elastic) (*Mend, error) {
	nodes := cmp.Or(opts.MaxNodes, mostFlows)
	var best *Mend
	waiting := &open{}
	add := func(n *dropping) error {
		at, bound, err := c.yield(ctx, opts, of, n)
		if err != nil || at == nil {
			return err
		}
		n.at, n.bound = at, bound+c.weight(n.dropped)
		heap.Push(waiting, n)
		if m := c.read(of, at); best == nil || m.Number() < best.Number() {
			best = m
		}
		return nil
	}
	root := &dropping{}
	if !of.decisions {
		for k := range c.aboutMany() {
			root.kept = append(root.kept, k)
		}
	}
	if err := add(root); err != nil {
		return nil, err
	}
	for nodes--; waiting.Len() > 0; nodes -= 2 {
		n := heap.Pop(waiting).(*dropping)
		split := c.undecided(n)
		if n.bound >= best.Number() || split < 0 || nodes <= 0 {
			if best != nil {
				best.Bound = min(best.Number(), n.bound)
			}
			return best, nil
		}
		for _, child := range []*dropping{
			{dropped: n.dropped, kept: append(slices.Clip(n.kept), split)},
			{dropped: append(slices.Clip(n.dropped), split), kept: n.kept},
		} {
			if err := add(child); err != nil {
				return nil, err
			}
		}
	}
	if best != nil {
		best.Bound = best.Number()
	}
	return best, nil
}

// aboutMany returns the constraints that are dropped as a whole.
func (c *instance) aboutMany() []*origin {
	var list []*origin
	for _, b := range c.demands.general {
		list = append(list, &b.origin)
	}
	for _, l := range c.limits {
		list = append(list, &l.origin)
	}
	return list
}

// weight is the number of causes of constraints about many.
func (c *instance) weight(dropped []int) int {
	many, n := c.aboutMany(), 0
	for _, k := range dropped {
		n += len(many[k].causes)
	}
	return n
}

// broken reports which constraints about many an assignment breaks.
func (c *instance) broken(at []int32) []bool {
	blockers := c.demands.general
	out := make([]bool, len(blockers)+len(c.limits))
	for k, b := range blockers {
		for i, j := range at {
			if out[k] = b.bulk.blocks(i, int(j)); out[k] {
				break
			}
		}
	}
	for k := range c.limits {
		out[len(blockers)+k] = !c.model.Within(c.model.Limits[k], at)
	}
	return out
}

// undecided is a constraint that the assignment of a node breaks, though it is not
// dropped; −1 if there is none.
func (c *instance) undecided(n *dropping) int {
	for k, broken := range c.broken(n.at) {
		if broken && !slices.Contains(n.dropped, k) {
			return k
		}
	}
	return -1
}

// yield finds an assignment that breaks the fewest seats, floors and decisions, where
// they may give way, and no constraint that is kept; nil if there is none. No such
// assignment breaks fewer than bound.
func (c *instance) yield(ctx context.Context, opts *Options, of elastic, n *dropping) (at []int32, bound int, err error) {
	m := &model.Model{
		Rows: c.model.Rows, Columns: c.model.Columns, Parent: c.model.Parent,
		Lo: slices.Clone(c.model.Lo), Hi: slices.Clone(c.model.Hi), Allowed: model.NewPairs(c.model.Rows, c.model.Columns),
	}
	for _, k := range n.kept {
		if general := c.demands.general; k < len(general) {
			general[k].bulk.removeFrom(m.Allowed)
		} else {
			m.Limits = append(m.Limits, c.model.Limits[k-len(general)])
		}
	}
	goal := model.Goal{Kind: model.Sum, Pairs: c.decisions(of, m.Allowed), Marginal: make([][]int64, len(m.Parent))}
	rows := int32(m.Rows)
	for v := range m.Parent {
		lo, hi := m.Lo[v], m.Hi[v]
		if v >= m.Columns {
			m.Hi[v] = rows // of a unit, which has no bounds of its own
			continue
		}
		if of.floors {
			m.Lo[v] = 0
		}
		if of.seats {
			m.Hi[v] = rows
		}
		if v == c.roster.bench() || m.Hi[v] == 0 || !of.floors && !of.seats {
			continue
		}
		steps := make([]int64, m.Hi[v])
		for k := range steps {
			switch {
			case of.floors && int32(k) < lo:
				steps[k] = -1
			case of.seats && int32(k) >= hi:
				steps[k] = +1
			}
		}
		goal.Marginal[v] = steps
	}
	m.Goals = []model.Goal{goal}
	if sum := sumOf(m.Lo[:m.Columns]); sum > int(rows) {
		return nil, 0, nil // more floors than people
	}
	result, err := m.Solve(ctx, nil, model.Options{Workers: workersOf(opts.Workers), MaxNodes: opts.MaxNodes})
	var cut *flow.Infeasible
	var over *branch.OverBudget
	var nothing *branch.NothingFound
	switch {
	case errors.As(err, &cut), errors.As(err, &over), errors.As(err, &nothing):
		return nil, 0, nil
	case err != nil:
		return nil, 0, err
	case result.Cause != nil:
		return nil, 0, result.Cause
	}
	constant := int64(0) // what floors cost that nobody meets
	if of.floors {
		constant = int64(sumOf(c.model.Lo[:m.Columns]))
	}
	least := result.Goals[0].Bound
	if result.Goals[0].Proven {
		least = result.Goals[0].Cost
	}
	return result.At, int(least + constant), nil
}

func sumOf(list []int32) int {
	sum := 0
	for _, x := range list {
		sum += int(x)
	}
	return sum
}

// decisions costs each pair as many decisions about its person as forbid it, or takes
// the pair out of allowed where decisions do not give way.
func (c *instance) decisions(of elastic, allowed *model.Pairs) model.Store {
	store := &model.Classes{
		RowClass: make([]uint8, c.model.Rows), ColumnClass: make([]uint8, c.model.Columns), Cost: [][]int32{{0}},
		Start: make([]int, 1, c.model.Rows+1),
	}
	for i, e := range c.roster.employees {
		personal := c.demands.personal[e.ID]
		for j := 0; j < c.model.Columns && len(personal) > 0; j++ {
			causes := 0
			for _, b := range personal {
				if b.bulk.blocks(i, j) {
					causes += len(b.causes)
				}
			}
			switch {
			case causes > 0 && of.decisions:
				store.Column, store.Exception = append(store.Column, int32(j)), append(store.Exception, int32(causes))
			case causes > 0:
				allowed.Remove(i, j)
			}
		}
		store.Start = append(store.Start, len(store.Column))
	}
	return store
}

// read says what an assignment asks to give way.
func (c *instance) read(of elastic, at []int32) *Mend {
	m := &Mend{}
	load := c.loads(at)
	for j, p := range c.roster.positions {
		if more := load[j] - p.Seats; more > 0 {
			if m.Seats == nil {
				m.Seats = map[mutasi.PositionID]int{}
			}
			m.Seats[p.ID] = more
		}
		if less := p.MinSeats - load[j]; less > 0 {
			if m.Floors == nil {
				m.Floors = map[mutasi.PositionID]int{}
			}
			m.Floors[p.ID] = less
		}
	}
	if !of.decisions {
		return m
	}
	for i, e := range c.roster.employees {
		for _, b := range c.demands.personal[e.ID] {
			if b.bulk.blocks(i, int(at[i])) {
				m.Drop = append(m.Drop, b.causes...)
			}
		}
	}
	many := c.aboutMany()
	for k, broken := range c.broken(at) {
		if broken {
			m.Drop = append(m.Drop, many[k].causes...)
		}
	}
	sortCauses(m.Drop)
	return m
}
