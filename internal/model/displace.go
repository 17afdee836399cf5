package model

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"sync"
)

// This file answers what it costs to force a row into a column, and who moves then.
//
// # The graph
//
// An assignment that is optimal in all goals is given. The graph has a node for
// every column, every inner node of the tree, and the sink T above the roots. To
// be at a node means that it has one row more than it should. An arc leads from
// there by a change of the assignment, and its length is what that changes in every
// goal, as a list of numbers that are compared one after the other:
//
//	a → b        a row at column a goes to column b: the least c_ib − c_ia over the
//	             rows i at a that may take b
//	v → parent   v keeps the row: the marginal cost of load + 1, if that is allowed
//	parent → v   v gives a row up: the marginal cost of load, negated, if allowed
//
// d(v, w) is the length of the shortest path. No circuit is shorter than 0, or the
// assignment would not be optimal.
//
// # Forcing
//
// Let row i be at column a. Forcing it into column j leaves j with a row too many,
// and a with a row too few. A path from j to a mends both, and the best plan with
// the pair is worse by exactly
//
//	c_ij − c_ia + d(j, a)
//
// A shortest path visits a node once. It does not leave a, so it does not move row
// i again, and it moves one row from a column, so that no two hops compete
// for a row. The same holds for a pair that is forbidden: as if it alone were
// allowed. The proof is the usual one: the difference of two flows is a sum of
// circuits, none of them shorter than 0 but the one through the pair (Ahuja,
// Magnanti & Orlin, Network Flows, 1993, section 9.3). For lists of numbers it
// holds because they are an ordered group.
//
// # Goals
//
// A Sum is one number. A Leximin is one number a level: how many rows are on it, the
// lowest level first. A goal that ranks nodes by their loads (Goal.Ladder) is the
// same with nodes on levels. Lists of these are long and mostly 0, so that they are
// kept as the numbers that are not 0 (see ranks). Other kinds, limits, tolerances
// and penalties leave no set of assignments that such a graph describes.

// length is a list of changes in the goals, or the length of no path at all.
type length[T any] interface {
	plus(T) T
	minus(T) T
	compare(T) int
	far() bool // there is no path
}

// Displacement answers questions about an assignment that is optimal in all goals
// of a model. It is immutable and safe for concurrent use.
type Displacement struct {
	m     *Model
	goals []int // of the model, those that are no tie-break
	at    []int32
	load  []int32
	graph displacements
}

// displacements is a displacementGraph of one of the kinds of length.
type displacements interface {
	loss(d *Displacement, row, column int, cost []int64) Loss
	hops(from, to int32) ([]Hop, bool)
	more(column int) (Loss, bool)
	less(column int) Loss
}

// Loss is what something costs in the first goal that suffers.
type Loss struct {
	Possible bool
	Goal     int   // index in Model.Goals; −1: no goal suffers
	Amount   int64 // of a Sum in its units, of a goal about levels how many more on Level; negative: a gain
	// Level is twice the level of a Leximin, or the level of a ladder.
	Level int64
}

// Hop is a row that moves on, from one column to another.
type Hop struct{ Row, From, To int32 }

// errNoDisplacement is wrapped by the error of Displace for goals that no graph describes.
var errNoDisplacement = fmt.Errorf("no graph describes what is optimal")

// Displaceable reports why displacements cannot be told from a graph; nil if they can.
func (m *Model) Displaceable() error {
	if len(m.Limits) > 0 {
		return fmt.Errorf("%w under a limit", errNoDisplacement)
	}
	for g := range m.Goals {
		goal := &m.Goals[g]
		if goal.Loose || len(goal.Penalties) > 0 || goal.Kind != Sum && goal.Kind != Leximin {
			return fmt.Errorf("%w in goal %d", errNoDisplacement, g)
		}
	}
	return nil
}

// Displace prepares the answers for an assignment that is optimal in all goals. It
// reads all pairs once in every goal, and then takes time in the cube of the number
// of nodes, and memory in its square. The error is that of Displaceable or ctx's.
func (m *Model) Displace(ctx context.Context, at []int32, workers int) (*Displacement, error) {
	if err := m.Displaceable(); err != nil {
		return nil, err
	}
	d := &Displacement{m: m, at: at, load: m.loads(at)}
	plain := true
	for g := range m.Goals {
		if goal := &m.Goals[g]; !goal.Ties {
			d.goals = append(d.goals, g)
			plain = plain && goal.Kind == Sum && goal.Ladder == nil
		}
	}
	if plain && len(d.goals) <= len(sums{}) {
		g, err := newDisplacementGraph(ctx, d, sumLengths{d}, closeSums, workers)
		if err != nil {
			return nil, err
		}
		d.graph = sumDisplacements{g, g.transposed(), d.goals}
		return d, nil
	}
	g, err := newDisplacementGraph(ctx, d, rankLengths{d}, closeAny[ranks], workers)
	if err != nil {
		return nil, err
	}
	d.graph = g
	return d, nil
}

// Loss is what it costs to force a row into a column. Cost has the cost of the pair
// in every goal, twice the level where the goal is about levels; an odd number is between two
// levels. Nil takes what the stores have, which is right for allowed pairs.
func (d *Displacement) Loss(row, column int, cost []int64) Loss {
	if cost == nil {
		cost = d.costs(row, column)
	}
	return d.graph.loss(d, row, column, cost)
}

// Plain reports whether all goals are sums, for which there is Losses.
func (d *Displacement) Plain() bool {
	_, plain := d.graph.(sumDisplacements)
	return plain
}

// Goals are the goals that count, in their order, as indices of Model.Goals.
func (d *Displacement) Goals() []int { return d.goals }

// Losses are those of a row at all columns, whose costs are given for every goal that
// counts. It is for plain goals only.
func (d *Displacement) Losses(row int, cost [][]int32, into []Loss) {
	d.graph.(sumDisplacements).losses(d.at[row], cost, into)
}

// Prefers reports whether a row with costs of its own would rather be at column b than
// at column a, in the best assignments that have it there: whether that costs less. It
// is for plain goals only.
func (d *Displacement) Prefers(row, b int, costB []int64, a int, costA []int64) bool {
	g, own := d.graph.(sumDisplacements), int(d.at[row])
	there, here := g.distance(b, own), g.distance(a, own)
	switch {
	case there.far():
		return false
	case here.far():
		return true
	}
	return g.of.pair(costB).plus(there).compare(g.of.pair(costA).plus(here)) < 0
}

// costs has what the stores have of a pair, in the form of Loss.
func (d *Displacement) costs(row, column int) []int64 {
	cost := make([]int64, len(d.m.Goals))
	for _, g := range d.goals {
		goal := &d.m.Goals[g]
		cost[g] = int64(goal.Pairs.At(row, column))
		if goal.Kind == Leximin {
			cost[g] *= 2
		}
	}
	return cost
}

// Chain returns the rows that give way when a row is forced into a column, in
// their order, by a way that costs what Loss says and moves the fewest. It reports
// false where the pair cannot be forced, and is empty where nobody has to move.
func (d *Displacement) Chain(row, column int) ([]Hop, bool) {
	return d.graph.hops(int32(column), d.at[row])
}

// More is what one more place at a column changes: a gain is an Amount below 0. The
// bounds of inner nodes stay as they are. It reports false where the model does not
// know what one more row costs there.
func (d *Displacement) More(column int) (Loss, bool) { return d.graph.more(column) }

// Less is what one place less at a column costs.
func (d *Displacement) Less(column int) Loss { return d.graph.less(column) }

// lengths makes lengths of what goals charge.
type lengths[T length[T]] interface {
	row(row int, buffers [][]int32, into []T) // of a row at all columns
	pair(cost []int64) T                      // of a pair with these costs
	marginal(v int, k int32) (T, bool)        // of the k-th row at a node, if it is known
	first(T) (goal int, amount, level int64)  // the first number that is not 0; goal −1: none is
	infinite() T
}

// displacementGraph holds the graph and its shortest paths.
type displacementGraph[T length[T]] struct {
	m       *Model
	of      lengths[T]
	columns int
	nodes   int
	load    []int32
	zero    T
	hop     []T     // of arcs between columns
	by      []int32 // the row of each, −1: none
	dist    []T
}

func newDisplacementGraph[T length[T]](
	ctx context.Context, d *Displacement, of lengths[T], shortest func(context.Context, []T, int, int) error, workers int,
) (*displacementGraph[T], error) {
	m := d.m
	g := &displacementGraph[T]{m: m, of: of, columns: m.Columns, nodes: len(m.Parent) + 1, load: d.load}
	one := of.pair(make([]int64, len(m.Goals)))
	g.zero = one.minus(one)
	if err := g.bundle(ctx, d.at, max(workers, 1)); err != nil {
		return nil, err
	}
	g.dist = slices.Repeat([]T{of.infinite()}, g.nodes*g.nodes)
	for a := range g.columns {
		copy(g.dist[a*g.nodes:], g.hop[a*g.columns:(a+1)*g.columns])
	}
	for v := range m.Parent {
		q := g.parent(v)
		if x, ok := g.up(v); ok {
			g.dist[v*g.nodes+q] = x
		}
		if x, ok := g.down(v); ok {
			g.dist[q*g.nodes+v] = x
		}
	}
	for v := range g.nodes {
		g.dist[v*g.nodes+v] = g.zero
	}
	if err := shortest(ctx, g.dist, g.nodes, max(workers, 1)); err != nil {
		return nil, err
	}
	return g, nil
}

func (g *displacementGraph[T]) parent(v int) int {
	if q := g.m.Parent[v]; q >= 0 {
		return int(q)
	}
	return g.nodes - 1
}

// up is the arc from a node to its parent.
func (g *displacementGraph[T]) up(v int) (T, bool) {
	if g.load[v] >= g.m.Hi[v] {
		return g.of.infinite(), false
	}
	return g.of.marginal(v, g.load[v]+1)
}

// down is the arc to a node from its parent.
func (g *displacementGraph[T]) down(v int) (T, bool) {
	if g.load[v] <= g.m.Lo[v] {
		return g.of.infinite(), false
	}
	x, ok := g.of.marginal(v, g.load[v])
	return g.zero.minus(x), ok
}

// bundle finds the arcs between columns, in one pass over all pairs.
func (g *displacementGraph[T]) bundle(ctx context.Context, at []int32, workers int) error {
	workers = min(workers, max(1, g.m.Rows/g.columns))
	type part struct {
		hop []T
		by  []int32
	}
	parts := make([]part, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			p := part{slices.Repeat([]T{g.of.infinite()}, g.columns*g.columns), slices.Repeat([]int32{-1}, g.columns*g.columns)}
			buffers, costs := newBuffers(g.m), make([]T, g.columns)
			for i := g.m.Rows * w / workers; i < g.m.Rows*(w+1)/workers && ctx.Err() == nil; i++ {
				g.of.row(i, buffers, costs)
				a := int(at[i])
				hop, by := p.hop[a*g.columns:(a+1)*g.columns], p.by[a*g.columns:(a+1)*g.columns]
				own := costs[a]
				for k, word := range g.m.Allowed.row(i) {
					for ; word != 0; word &= word - 1 {
						b := k*64 + bits.TrailingZeros64(word)
						if x := costs[b].minus(own); by[b] < 0 || x.compare(hop[b]) < 0 {
							hop[b], by[b] = x, int32(i)
						}
					}
				}
			}
			parts[w] = p
		}()
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	g.hop, g.by = parts[0].hop, parts[0].by
	for _, p := range parts[1:] { // of later rows, so that ties go to the first row
		for k, i := range p.by {
			if i >= 0 && (g.by[k] < 0 || p.hop[k].compare(g.hop[k]) < 0) {
				g.hop[k], g.by[k] = p.hop[k], i
			}
		}
	}
	return nil
}

// newBuffers has room for a row in every goal.
func newBuffers(m *Model) [][]int32 {
	buffers := make([][]int32, len(m.Goals))
	for g := range buffers {
		buffers[g] = make([]int32, m.Columns)
	}
	return buffers
}

func (g *displacementGraph[T]) distance(from, to int) T { return g.dist[from*g.nodes+to] }

// report turns a length into a Loss.
func (g *displacementGraph[T]) report(x T) Loss {
	if x.far() {
		return Loss{Goal: -1}
	}
	l := Loss{Possible: true}
	l.Goal, l.Amount, l.Level = g.of.first(x)
	return l
}

func (g *displacementGraph[T]) loss(d *Displacement, row, column int, cost []int64) Loss {
	a := int(d.at[row])
	if column == a {
		return Loss{Possible: true, Goal: -1}
	}
	change := g.of.pair(cost).minus(g.of.pair(d.costs(row, a)))
	return g.report(change.plus(g.distance(column, a)))
}

// hops goes breadth first through the arcs that lie on shortest paths.
func (g *displacementGraph[T]) hops(from, to int32) ([]Hop, bool) {
	if g.distance(int(from), int(to)).far() {
		return nil, false
	}
	before := slices.Repeat([]int32{-1}, g.nodes)
	before[from] = from
	queue := []int32{from}
	for len(queue) > 0 && before[to] < 0 {
		u := int(queue[0])
		queue = queue[1:]
		left := g.distance(u, int(to))
		g.arcs(u, func(v int, x T) {
			if before[v] < 0 && !g.distance(v, int(to)).far() && x.plus(g.distance(v, int(to))).compare(left) == 0 {
				before[v] = int32(u)
				queue = append(queue, int32(v))
			}
		})
	}
	var path []Hop
	for v := to; v != from; v = before[v] {
		if u := before[v]; int(u) < g.columns && int(v) < g.columns {
			path = append(path, Hop{g.by[int(u)*g.columns+int(v)], u, v})
		}
	}
	slices.Reverse(path)
	return path, true
}

// arcs yields the arcs that leave a node.
func (g *displacementGraph[T]) arcs(u int, yield func(v int, x T)) {
	if u < g.columns {
		for b := range g.columns {
			if k := u*g.columns + b; b != u && g.by[k] >= 0 {
				yield(b, g.hop[k])
			}
		}
	}
	if u < g.nodes-1 {
		if x, ok := g.up(u); ok {
			yield(g.parent(u), x)
		}
	}
	for v := range g.m.Parent {
		if g.parent(v) == u {
			if x, ok := g.down(v); ok {
				yield(v, x)
			}
		}
	}
}

// more is the shortest circuit through a new place.
func (g *displacementGraph[T]) more(column int) (Loss, bool) {
	x, known := g.of.marginal(column, g.load[column]+1)
	if !known {
		return Loss{}, false
	}
	back := g.distance(g.parent(column), column)
	if back.far() || x.plus(back).compare(g.zero) >= 0 {
		return Loss{Possible: true, Goal: -1}, true
	}
	return g.report(x.plus(back)), true
}

// less is the shortest circuit without a place that is taken.
func (g *displacementGraph[T]) less(column int) Loss {
	switch {
	case g.m.Hi[column] <= g.m.Lo[column]:
		return Loss{Goal: -1}
	case g.load[column] < g.m.Hi[column]:
		return Loss{Possible: true, Goal: -1}
	}
	x, ok := g.down(column)
	back := g.distance(column, g.parent(column))
	if !ok || back.far() {
		return Loss{Goal: -1}
	}
	return g.report(x.plus(back))
}

// closeAny is closeSums for any lengths.
func closeAny[T length[T]](ctx context.Context, dist []T, n, workers int) error {
	return closure(ctx, n, workers, func(k, from, to int) {
		via := dist[k*n : (k+1)*n]
		for i := from; i < to; i++ {
			first := dist[i*n+k]
			if i == k || first.far() {
				continue
			}
			row := dist[i*n : (i+1)*n]
			for j, y := range via {
				if y.far() {
					continue
				}
				if x := first.plus(y); row[j].far() || x.compare(row[j]) < 0 {
					row[j] = x
				}
			}
		}
	})
}

// closure calls body for every node on the way, by blocks of rows side by side.
func closure(ctx context.Context, n, workers int, body func(k, from, to int)) error {
	workers = min(workers, max(1, n/64))
	for k := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		var wait sync.WaitGroup
		for w := 1; w < workers; w++ {
			wait.Add(1)
			go func() {
				defer wait.Done()
				body(k, n*w/workers, n*(w+1)/workers)
			}()
		}
		body(k, 0, n/workers)
		wait.Wait()
	}
	return nil
}
