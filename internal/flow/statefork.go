package flow

import (
	"maps"
	"slices"
)

// Fork returns an independent copy. The two share the lists of candidates and
// bundles until one of them changes a list. O(rows + columns²).
func (st *State) Fork() *State { return st.ForkOn(st.shown.Costs) }

// ForkOn returns a fork that reads rows from other costs, which show the same as
// Problem.Costs for now.
func (st *State) ForkOn(costs Costs) *State {
	problem, solver, g := *st.problem, *st.solver, *st.g
	out := &State{
		problem: &problem, solver: &solver, g: &g,
		shown:  overlaid{costs, maps.Clone(st.shown.rows)},
		number: slices.Clone(st.number), row: slices.Clone(st.row), bound: slices.Clone(st.bound),
		pushed: st.pushed,
	}
	problem.Lo, problem.Hi, problem.Costs = slices.Clone(problem.Lo), slices.Clone(problem.Hi), out.shown
	g.Problem = &problem
	g.at, g.atCost = slices.Clone(g.at), slices.Clone(g.atCost)
	g.load, g.excess, g.price = slices.Clone(g.load), slices.Clone(g.excess), slices.Clone(g.price)
	g.candidates = slices.Clone(g.candidates)
	g.search = newSearch(&g)
	if g.bundle != nil {
		g.bundle = g.bundle.fork(&g)
	} else {
		g.roll = g.roll.fork()
	}
	out.ready()
	return out
}

// fork shares the lists of both from now on.
func (b *bundle) fork(g *network) *bundle {
	if b.shared == nil {
		b.shared = make([]bool, len(b.list))
	}
	for k := range b.shared {
		b.shared[k] = true
	}
	return &bundle{
		g: g, m: b.m, least: slices.Clone(b.least), row: slices.Clone(b.row),
		list: slices.Clone(b.list), heaped: slices.Clone(b.heaped), shared: slices.Clone(b.shared),
	}
}

// fork copies the rows at each column. A State searches forward only, so it does
// not need the rows that know a column.
func (r *roll) fork() *roll {
	out := &roll{at: make([][]int32, len(r.at)), place: slices.Clone(r.place)}
	for a, rows := range r.at {
		out.at[a] = slices.Clone(rows)
	}
	return out
}
