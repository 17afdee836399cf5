package flow

import (
	"context"
	"slices"

	"github.com/mutasi-go/mutasi/internal/lanes"
)

// State is an optimal solution that is kept, so that after a change of few rows
// or bounds only the difference is solved. It holds the assignment, the prices,
// a short candidate list for each row and the bundles of all candidates, and
// for each row a bound on c + π of the pairs outside its list. The bounds stay
// valid because the prices of a state only rise; a row is read again when its
// own c + π has passed its bound.
//
// In the network of a state rows have numbers of their own. A row that is read
// again gets a new number, so that what bundles still hold of the old one falls
// out when it surfaces.
//
// A State is not safe for concurrent use. Forks are independent of each other,
// but read the same Problem.Costs.
type State struct {
	problem *Problem // as it stands, with bounds of its own
	shown   overlaid // its costs
	solver  *solver
	g       *network
	prices  lanes.Prices // of the columns
	scratch *rowReader
	found   []passed // scratch of violated

	number []int32 // of each row in the network
	row    []int32 // of each number; −1 if the row has another one by now
	bound  []int64 // of each number: c + π of no pair outside the list is less
	pushed int     // entries that changes have added to bundles
	undo   undo
}

// listGood is how many candidates of a list have to be below the bound of what is
// outside, for the list to be kept.
const listGood = listRank / 2

// listed is a row of costs in the form of Costs.
type listed struct{ columns, costs []int32 }

// overlaid shows other costs for some rows.
type overlaid struct {
	Costs
	rows map[int32]listed
}

func (o overlaid) Row(row int, b *Buffer) (columns, costs []int32) {
	if x, ok := o.rows[int32(row)]; ok {
		return x.columns, x.costs
	}
	return o.Costs.Row(row, b)
}

// Keep solves a problem and keeps the state. The errors are those of Solve.
// Problem.Costs is read as long as the state lives; the rest of p is copied, but
// for its marginals and its tree, which must not change.
func Keep(ctx context.Context, p *Problem, opts *Options) (*State, error) {
	s, err := Solve(ctx, p, opts)
	if err != nil {
		return nil, err
	}
	return From(ctx, p, s.At, s.Price, opts)
}

// From makes a state of an assignment and the prices of nodes that prove it,
// with the sink's at 0, whatever solver found them. If they do not belong
// together, or not to p, the state is repaired until it is optimal; the closer
// they are, the less there is to do. The error is *Infeasible or *Interrupted.
// O(pairs) and the repair.
func From(ctx context.Context, p *Problem, at []int32, price []int64, opts *Options) (*State, error) {
	p.validate()
	if len(at) != p.Rows || len(price) != len(p.Parent) {
		panic("flow: a state needs a column for each row and a price for each node")
	}
	if opts == nil {
		opts = &Options{}
	}
	q := *p
	q.Lo, q.Hi = slices.Clone(p.Lo), slices.Clone(p.Hi)
	st := &State{problem: &q, solver: &solver{ctx: ctx, opts: *opts}, shown: overlaid{p.Costs, map[int32]listed{}}}
	st.solver.opts.Workers = max(opts.Workers, 1)
	q.Costs = st.shown
	g := newNetwork(&q, price)
	g.forward, g.rolls = true, opts.rolls
	st.g = g
	st.ready()
	if err := st.fill(at); err != nil {
		return nil, err
	}
	g.settle()
	if err := g.connect(ctx); err != nil {
		return nil, g.interrupted(err)
	}
	st.begin()
	if err := st.repair(); err != nil {
		return nil, err
	}
	st.commit()
	return st, nil
}

// fill gives every row candidates, a bound, and its column if that is best.
func (st *State) fill(at []int32) error {
	g, s := st.g, st.solver
	n := g.Rows
	st.number, st.row, st.bound = make([]int32, n), make([]int32, n), make([]int64, n)
	none := slices.Repeat([]int{n}, s.opts.Workers)
	err := s.parallel("candidates", n, func(w, from, to int) {
		r := newRowReader(g, &st.prices)
		for i := from; i < to && s.ctx.Err() == nil; i++ {
			list, best, bound := r.read(g, i, int(at[i]))
			if len(list) == 0 {
				none[w] = min(none[w], i)
				continue
			}
			g.candidates[i], st.bound[i] = list, bound
			g.at[i], g.atCost[i] = best.column, best.cost
			st.number[i], st.row[i] = int32(i), int32(i)
		}
	})
	if err != nil {
		return g.interrupted(err)
	}
	if first := slices.Min(none); first < n {
		return &Infeasible{Rows: []int32{int32(first)}, Crowded: true}
	}
	return nil
}

// ready prepares the scratch for today's prices.
func (st *State) ready() {
	st.prices.Set(st.g.price[:st.g.Columns])
	if st.scratch == nil {
		st.scratch = newRowReader(st.g, &st.prices)
	}
	st.scratch.keep.price = st.g.price[:st.g.Columns]
}

// rowReader reads rows: their candidates, and what is left outside.
type rowReader struct {
	buffer Buffer
	keep   *picker
	listed []bool  // scratch, by column
	rest   []int32 // scratch of outside
	tight  []int32 // scratch of TightRow
}

func newRowReader(g *network, prices *lanes.Prices) *rowReader {
	return &rowReader{keep: newPicker(g.price[:g.Columns], prices, false), listed: make([]bool, g.Columns)}
}

// read returns a row's candidates at today's prices, the best of them, which is
// at if that is as good as any, and the least c + π outside. No candidates: the
// row has no pair.
func (r *rowReader) read(g *network, row, at int) (list []arc, best arc, bound int64) {
	columns, costs := g.Costs.Row(row, &r.buffer)
	picked, best, _ := r.keep.pick(row, columns, costs)
	if len(picked) == 0 {
		return nil, arc{}, 0
	}
	least := int64(best.cost) + g.price[best.column]
	for _, c := range picked {
		if int(c.column) == at && int64(c.cost)+g.price[at] == least {
			best = c
		}
	}
	list = append(make([]arc, 0, len(picked)+1), picked...)
	if c, ok := costAt(columns, costs, at); ok && best.column != int32(at) && int64(c)+g.price[at] == least {
		best = arc{int32(at), c} // left out for too many ties
		list = append(list, best)
	}
	return slices.Clip(list), best, r.outside(g, columns, costs, list)
}

// costAt returns the cost of a row at a column, if it has that pair.
func costAt(columns, costs []int32, column int) (int32, bool) {
	q, ok := column, true
	if columns != nil {
		q, ok = slices.BinarySearch(columns, int32(column))
	}
	return costs[min(q, len(costs)-1)], ok && costs[q] != Forbidden
}

// outside returns the least c + π of a row beyond a list.
func (r *rowReader) outside(g *network, columns, costs []int32, list []arc) int64 {
	least := int64(far)
	if columns == nil {
		r.rest = append(r.rest[:0], costs...)
		for _, c := range list {
			r.rest[c.column] = Forbidden
		}
		return min(r.keep.prices.Least(r.rest), far)
	}
	for _, c := range list {
		r.listed[c.column] = true
	}
	for q, c := range costs {
		if j := columns[q]; c != Forbidden && !r.listed[j] {
			least = min(least, int64(c)+g.price[j])
		}
	}
	for _, c := range list {
		r.listed[c.column] = false
	}
	return least
}

// Problem returns the problem as it stands, with all changes. It may be used
// until the next change.
func (st *State) Problem() *Problem { return st.problem }

// Solution returns the solution as it stands, in memory of its own. O(rows).
func (st *State) Solution() *Solution {
	g := st.g
	s := &Solution{At: make([]int32, g.Rows), Load: slices.Clone(g.load), Price: g.nodePrices(), Stats: st.solver.stats}
	for i, number := range st.number {
		s.At[i] = g.at[number]
		s.Cost += int64(g.atCost[number])
	}
	s.Cost += g.loadCost()
	return s
}

// Tight calls yield with the pairs of zero reduced cost, row by row, the row's
// own among them, until it returns false. With the loads that Problem.Range
// gives, they are the face of the optimum: an assignment is optimal if and only
// if it takes such pairs only and has such loads.
func (st *State) Tight(yield func(row int, column int32) bool) {
	for i := range st.number {
		for _, j := range st.TightRow(i) {
			if !yield(i, j) {
				return
			}
		}
	}
}

// TightRow returns the columns of zero reduced cost of a row, in no particular
// order, valid until the next call.
func (st *State) TightRow(row int) []int32 {
	columns, _ := Tighter{st, st.scratch}.Row(row)
	return columns
}

// Tighter reads tight pairs with scratch of its own, so that several goroutines,
// each with one, can do so at once while the state does not change.
type Tighter struct {
	st *State
	r  *rowReader
}

// Tighter returns a new Tighter.
func (st *State) Tighter() Tighter { return Tighter{st, newRowReader(st.g, &st.prices)} }

// Row is TightRow. It also returns the gap: by how much more than those pairs the
// next one costs at least. If prices change, the row has the same tight columns as
// long as those change by the same amount, and others fall by less than the gap
// against them.
func (t Tighter) Row(row int) (columns []int32, gap int64) {
	g, r := t.st.g, t.r
	k := t.st.number[row]
	own := int64(g.atCost[k]) + g.price[g.at[k]]
	r.tight = r.tight[:0]
	next := t.st.bound[k]
	add := func(j int, cost int32) {
		switch v := int64(cost) + g.price[j]; {
		case v == own:
			r.tight = append(r.tight, int32(j))
		case v < next:
			next = v
		}
	}
	if own < next {
		for _, c := range g.candidates[k] {
			add(int(c.column), c.cost)
		}
		return r.tight, next - own
	}
	next = far
	listed, costs := g.Costs.Row(row, &r.buffer)
	for q, c := range costs {
		j := q
		if listed != nil {
			j = int(listed[q])
		}
		if c != Forbidden {
			add(j, c)
		}
	}
	return r.tight, next - own
}

// Prices returns the prices of all nodes as they stand, with the sink's at 0.
func (st *State) Prices() []int64 { return st.g.nodePrices() }

// Cost returns the cost of the solution as it stands. O(rows + loads).
func (st *State) Cost() int64 {
	cost := st.g.loadCost()
	for number, a := range st.g.at {
		if a >= 0 {
			cost += int64(st.g.atCost[number])
		}
	}
	return cost
}
