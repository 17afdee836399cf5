package flow

import (
	"context"
	"fmt"
	"slices"
)

// This file repairs a State after a change: it renews the rows that changed, reads those
// that pass their bounds, moves excess as a solve does, and undoes all of it on failure.

// undo holds what a change has overwritten so far.
type undo struct {
	first      int // numbers from here on were given by the change
	price      []int64
	load       []int32
	lo, hi     []int32
	departures []departure
	replaced   []replaced
	bounds     []numberBound
	shown      map[int32]listed // other costs that were shown; without costs: none were
}

// replaced is a row that has got a new number.
type replaced struct {
	row, number int32
	at          arc
	candidates  []arc
}

// numberBound is the bound of a number.
type numberBound struct {
	number int32
	bound  int64
}

// Changes are made together, in one repair.
type Changes struct {
	Rows   []RowChange
	Bounds []BoundChange
}

// RowChange gives a row other pairs and costs, in the form of Costs.Row; they
// are kept and must not be modified. With nil Costs the row is what
// Problem.Costs shows now, whatever an earlier change said. To pin a row is to
// give it one pair; to veto a pair is to leave it out.
type RowChange struct {
	Row            int
	Columns, Costs []int32
}

// BoundChange gives a node other bounds.
type BoundChange struct {
	Node   int
	Lo, Hi int32
}

// Rows reads the rows anew from Problem.Costs and repairs the optimum. See Change.
func (st *State) Rows(ctx context.Context, rows []int) error {
	c := Changes{Rows: make([]RowChange, len(rows))}
	for k, i := range rows {
		c.Rows[k].Row = i
	}
	return st.Change(ctx, c)
}

// Bounds sets the bounds of a node's load and repairs the optimum. See Change.
func (st *State) Bounds(ctx context.Context, node int, lo, hi int32) error {
	return st.Change(ctx, Changes{Bounds: []BoundChange{{node, lo, hi}}})
}

// Change makes changes and repairs the optimum. Where the same row or node is
// named twice, the last one counts. The error is *Infeasible if no assignment
// is left, *Interrupted if the context ended, or tells which row, node or bounds
// the problem cannot have. After any error the state is as it was before; rows
// that were to be read from Problem.Costs must be put back there.
//
// O(rows) comparisons, and O(columns²) for each shortest-path search.
func (st *State) Change(ctx context.Context, c Changes) error {
	if err := st.refuse(c); err != nil {
		return err
	}
	st.solver.ctx = ctx
	st.begin()
	err := st.apply(c)
	if err == nil {
		err = st.repair()
	}
	if err != nil {
		st.rollBack()
		return err
	}
	st.commit()
	return nil
}

// refuse names the first change that the problem cannot have.
func (st *State) refuse(c Changes) error {
	p := st.problem
	for _, x := range c.Rows {
		if x.Row < 0 || x.Row >= p.Rows {
			return fmt.Errorf("flow: there is no row %d among %d", x.Row, p.Rows)
		}
		if x.Columns != nil && len(x.Columns) != len(x.Costs) || x.Columns == nil && x.Costs != nil && len(x.Costs) != p.Columns {
			return fmt.Errorf("flow: row %d has %d columns and %d costs", x.Row, len(x.Columns), len(x.Costs))
		}
	}
	for _, x := range c.Bounds {
		if x.Node < 0 || x.Node >= len(p.Parent) || x.Lo < 0 || x.Lo > x.Hi {
			return fmt.Errorf("flow: node %d of %d cannot have bounds [%d, %d]", x.Node, len(p.Parent), x.Lo, x.Hi)
		}
		if m := p.Marginal[x.Node]; m != nil && int(x.Hi) > len(m) {
			return fmt.Errorf("flow: node %d has marginals up to a load of %d, not of %d", x.Node, len(m), x.Hi)
		}
	}
	return nil
}

// apply makes the changes, and lets excesses show what they disturb.
func (st *State) apply(c Changes) error {
	g := st.g
	for _, x := range c.Rows {
		st.show(x)
	}
	for _, x := range c.Rows {
		if !st.renew(x.Row) {
			return &Infeasible{Rows: []int32{int32(x.Row)}, Crowded: true}
		}
	}
	for _, x := range c.Bounds {
		v := x.Node
		g.Lo[v], g.Hi[v] = x.Lo, x.Hi
		entering := int(g.load[v]) + g.excess[v]
		f := g.flowAt(v, entering, g.slope(v))
		g.excess[v] = entering - f
		g.excess[g.parent(v)] += f - int(g.load[v])
		g.load[v] = int32(f)
	}
	return nil
}

// show overlays the costs of a row.
func (st *State) show(x RowChange) {
	i := int32(x.Row)
	if old, ok := st.shown.rows[i]; ok || x.Costs != nil {
		if _, twice := st.undo.shown[i]; !twice {
			if st.undo.shown == nil {
				st.undo.shown = map[int32]listed{}
			}
			st.undo.shown[i] = old
		}
	}
	if x.Costs == nil {
		delete(st.shown.rows, i)
		return
	}
	st.shown.rows[i] = listed{x.Columns, x.Costs}
}

// renew reads a row at today's prices and gives it a new number. It reports
// whether the row has any pair.
func (st *State) renew(row int) bool {
	g := st.g
	old := st.number[row]
	a := g.at[old]
	list, best, bound := st.scratch.read(g, row, int(a))
	if len(list) == 0 {
		return false
	}
	st.undo.replaced = append(st.undo.replaced, replaced{int32(row), old, arc{a, g.atCost[old]}, g.candidates[old]})
	st.retire(old)
	number := int32(len(g.at))
	st.number[row] = number
	st.row = append(st.row, int32(row))
	st.bound = append(st.bound, bound)
	g.candidates = append(g.candidates, list)
	g.at, g.atCost = append(g.at, best.column), append(g.atCost, best.cost)
	if g.roll != nil {
		g.roll.place = append(g.roll.place, 0)
	}
	st.settleAt(number)
	g.excess[a]--
	g.excess[best.column]++
	return true
}

// settleAt tells the bundles of the candidates of a number that is at a column.
func (st *State) settleAt(number int32) {
	g := st.g
	if g.bundle != nil {
		g.bundle.enter(int(number))
	} else {
		g.roll.enter(int(number), int(g.at[number]))
	}
	st.pushed += len(g.candidates[number])
}

// retire takes a number out of the network.
func (st *State) retire(number int32) {
	g := st.g
	a := int(g.at[number])
	g.at[number] = -1
	if g.bundle != nil {
		g.bundle.leave(int(number), a)
	} else {
		g.roll.leave(int(number), a)
	}
	st.row[number] = -1
	g.candidates[number] = nil
}

// repair moves all excess to deficits and looks for pairs outside the lists
// that would suit their rows better, until there are none.
func (st *State) repair() error {
	g := st.g
	for round := 0; ; round++ {
		if err := st.augment(); err != nil {
			return err
		}
		g.liftIdle()
		st.ready()
		violated, err := st.violated()
		if err != nil {
			return g.interrupted(err)
		}
		if len(violated) == 0 {
			return nil
		}
		for _, x := range g.worst(violated, round) {
			if err := st.solver.ctx.Err(); err != nil {
				return g.interrupted(err)
			}
			st.renew(int(st.row[x.row]))
		}
	}
}

// passed is a number whose own c + π has passed its bound, and what reading its row
// has told.
type passed struct {
	number int32
	better bool  // a column outside the list suits the row better:
	best   arc   // this one
	bound  int64 // if not: the least c + π outside
}

// severalReaders is from how many rows on they are read by several workers.
const severalReaders = 256

// violated returns the numbers whose rows a column outside their list suits
// better, with that column. Rows that have only passed their bound get a new one,
// or are renewed if little of their list is below it. The error is the context's.
func (st *State) violated() ([]pricedArc, error) {
	g, s := st.g, st.solver
	st.found = st.found[:0]
	price, cost, bound := g.price, g.atCost, st.bound
	for k, a := range g.at {
		if a >= 0 && int64(cost[k])+price[a] > bound[k] {
			st.found = append(st.found, passed{number: int32(k)})
		}
	}
	if len(st.found) < severalReaders {
		for k := range st.found {
			if err := s.ctx.Err(); err != nil {
				return nil, err
			}
			st.look(&st.found[k], st.scratch)
		}
	} else if err := s.parallel("pricing", len(st.found), func(_, from, to int) {
		r := newRowReader(g, &st.prices)
		for k := from; k < to && s.ctx.Err() == nil; k++ {
			st.look(&st.found[k], r)
		}
	}); err != nil {
		return nil, err
	}
	var out []pricedArc
	for _, x := range st.found {
		k := x.number
		switch {
		case x.better:
			out = append(out, pricedArc{k, x.best})
		case g.listedBelow(k, x.bound) >= min(listGood, len(g.candidates[k])):
			st.undo.bounds = append(st.undo.bounds, numberBound{k, st.bound[k]})
			st.bound[k] = x.bound
		default:
			st.renew(int(st.row[k]))
		}
	}
	return out, nil
}

// look reads the row of a number.
func (st *State) look(x *passed, r *rowReader) {
	g, k := st.g, x.number
	own := int64(g.atCost[k]) + g.price[g.at[k]]
	columns, costs := g.Costs.Row(int(st.row[k]), &r.buffer)
	x.bound = r.outside(g, columns, costs, g.candidates[k])
	if x.bound < own {
		x.best, x.better = g.firstLeast(columns, costs, own, nil)
	}
}

// listedBelow counts the candidates of a number whose c + π is below a bound.
func (g *network) listedBelow(number int32, bound int64) int {
	n := 0
	for _, c := range g.candidates[number] {
		if int64(c.cost)+g.price[c.column] < bound {
			n++
		}
	}
	return n
}

// augment works as in a cold solve, with numbers in place of rows.
func (st *State) augment() error {
	g, s := st.g, st.solver
	for g.totalExcess() > 0 {
		if err := s.ctx.Err(); err != nil {
			return g.interrupted(err)
		}
		s.stats.Paths++
		if g.dijkstra() {
			if !g.block(s) && s.ctx.Err() == nil {
				panic("flow: a shortest path is not tight")
			}
			if slices.Max(g.price)-slices.Min(g.price) > apart*int64(len(g.price)) {
				st.bringTogether()
			}
			continue
		}
		reached := g.reach()
		if !st.widen(reached) {
			cut := g.cut(reached)
			for k, number := range cut.Rows {
				cut.Rows[k] = st.row[number]
			}
			slices.Sort(cut.Rows)
			return cut
		}
	}
	return nil
}

// apart bounds how far prices may be apart, for each node: beyond what any path
// costs.
const apart = 1 << 34

// bringTogether gives prices that are closer together. Where few pairs and full
// loads leave prices nearly free, each change may double their distance. The new
// ones are the distances from a root that has an arc of cost 0 to every node, with
// the sign reversed, over the arcs that are known; so they are no farther apart
// than a path costs. Pairs outside the lists have to be looked at again.
func (st *State) bringTogether() {
	g := st.g
	least := slices.Min(g.price)
	q := g.search
	q.frontier, q.final = q.frontier[:0], q.final[:0]
	for v := range g.price {
		q.distance[v], q.state[v] = far, unseen
	}
	for v, price := range g.price {
		g.label(v, price-least)
	}
	for len(q.frontier) > 0 {
		u := q.nearest()
		q.state[u] = done
		g.relax(u)
	}
	for v, d := range q.distance[:len(g.price)] {
		g.price[v] -= d
	}
	for k, bound := range st.bound {
		if bound < far {
			st.undo.bounds = append(st.undo.bounds, numberBound{int32(k), bound})
			st.bound[k] = -far
		}
	}
}

// widen gives every row at a reached column its best column beyond those that
// are reached, and reports whether there was any.
func (st *State) widen(reached []int32) bool {
	g := st.g
	inside := make([]bool, g.sink+1)
	for _, v := range reached {
		inside[v] = true
	}
	found := false
	for k, a := range g.at {
		if a < 0 || !inside[a] || st.bound[k] >= far || st.solver.ctx.Err() != nil {
			continue
		}
		columns, costs := g.Costs.Row(int(st.row[k]), &st.scratch.buffer)
		best, any := g.firstLeast(columns, costs, far, inside)
		if !any {
			continue
		}
		found = true
		g.candidates[k] = append(slices.Clip(g.candidates[k]), best)
		if g.bundle != nil {
			g.bundle.push(int(a)*g.Columns+int(best.column), entry{best.cost - g.atCost[k], int32(k)})
		}
		if int64(best.cost)+g.price[best.column] < int64(g.atCost[k])+g.price[a] {
			g.relocate(k, best)
		}
	}
	return found || st.solver.ctx.Err() != nil // augment sees the latter
}

// begin notes what a change may have to give back.
func (st *State) begin() {
	g, u := st.g, &st.undo
	st.ready()
	u.first = len(g.at)
	u.price = append(u.price[:0], g.price...)
	u.load = append(u.load[:0], g.load...)
	u.lo, u.hi = append(u.lo[:0], g.Lo...), append(u.hi[:0], g.Hi...)
	u.departures, u.replaced, u.bounds, u.shown = u.departures[:0], u.replaced[:0], u.bounds[:0], nil
	g.log = &u.departures
}

// rollBack gives it back.
func (st *State) rollBack() {
	g, u := st.g, &st.undo
	g.log = nil
	for number := u.first; number < len(g.at); number++ {
		if g.at[number] >= 0 {
			st.retire(int32(number))
		}
	}
	for i, x := range u.shown {
		if x.costs == nil {
			delete(st.shown.rows, i)
		} else {
			st.shown.rows[i] = x
		}
	}
	for _, x := range u.replaced {
		if int(x.number) < u.first {
			st.number[x.row], st.row[x.number] = x.number, x.row
			g.at[x.number], g.atCost[x.number], g.candidates[x.number] = x.at.column, x.at.cost, x.candidates
			st.settleAt(x.number)
		}
	}
	for k := len(u.departures) - 1; k >= 0; k-- {
		if x := u.departures[k]; int(x.row) < u.first {
			g.move(int(x.row), x.from)
		}
	}
	for k := len(u.bounds) - 1; k >= 0; k-- {
		st.bound[u.bounds[k].number] = u.bounds[k].bound
	}
	copy(g.price, u.price)
	copy(g.load, u.load)
	copy(g.Lo, u.lo)
	copy(g.Hi, u.hi)
	clear(g.excess)
}

// commit ends a change that was made, and tidies up if much has gathered.
func (st *State) commit() {
	g := st.g
	g.log = nil
	for _, x := range st.undo.departures {
		st.pushed += len(g.candidates[x.row])
	}
	candidates := 0
	if st.pushed > tidyPushed || len(g.at) > 2*g.Rows+tidyPushed {
		for _, list := range g.candidates {
			candidates += len(list)
		}
		if st.pushed > 2*candidates+tidyPushed || len(g.at) > 2*g.Rows+tidyPushed {
			st.tidy()
		}
	}
}

// tidyPushed is how many entries or numbers may gather at least.
const tidyPushed = 1 << 14

// tidy numbers the rows anew, drops what bundles hold of rows that left, and
// brings the sink's price back to 0.
func (st *State) tidy() {
	old := st.g
	g := newNetwork(st.problem, old.nodePrices())
	bound := make([]int64, g.Rows)
	st.row = st.row[:g.Rows]
	for i, number := range st.number {
		g.at[i], g.atCost[i], g.candidates[i] = old.at[number], old.atCost[number], old.candidates[number]
		bound[i] = st.bound[number]
		if bound[i] < far {
			bound[i] -= old.price[old.sink]
		}
		st.number[i], st.row[i] = int32(i), int32(i)
	}
	copy(g.load, old.load)
	g.forward, g.rolls = true, old.rolls
	st.g, st.bound, st.pushed = g, bound, 0
	if err := g.connect(context.Background()); err != nil {
		panic("flow: a context that never ends has ended")
	}
}
