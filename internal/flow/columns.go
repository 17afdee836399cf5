package flow

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
)

// Residual is the residual graph of an optimal solution with the rows bundled:
// its nodes are the columns, the inner nodes and the sink, which has the index
// len(Problem.Parent). All rows that may go from column a to column b are one arc
// of the reduced cost
//
//	W_ab = min over rows at a of c_ib − c_ia + π_b − π_a  ≥  0
//
// over all pairs. An arc from a node to its parent is there while its load may
// rise, the arc back while it may fall; they cost the next marginal, or save the
// last. A cycle in it is a change of the solution, and what it costs is its
// length, which prices do not change (Ahuja, Magnanti & Orlin, Network Flows,
// 1993, section 9.2). It holds O(nodes²) numbers, whatever the number of rows.
//
// Under several goals, minimised in order, costs are tuples, compared from the
// first goal on, and W is the least tuple. Reduced costs by the prices of all goals
// are never below the tuple of zeros: where the first is 0 the arc is in the face
// of the first goal, and the prices of the second prove that it costs nothing less
// there. Sums of tuples are ordered as numbers are, so all else holds as well.
type Residual struct {
	problem *Problem
	at      []int32
	goals   []Priced
	price   [][]int64 // of each goal, of nodes and the sink
	nodes   int
	arc     [][]int64 // of each goal; to, from: reduced costs; far where there is none
	row     []int32   // from, to, of columns: the first row that attains W
}

// Priced is one of several goals and its prices of nodes, with the sink's at 0,
// which prove it in the face of the goals before.
type Priced struct {
	Costs    Costs // which show the same pairs in all goals
	Marginal [][]int64
	Price    []int64
}

// Unreachable is the regret of a placement that no feasible assignment has, and
// the distance of a node that no path leads to.
const Unreachable = math.MaxInt64

// NewResidual builds the graph from an assignment and the prices that prove it,
// with the sink's at 0, whatever solver found them. Workers read the rows in
// parallel; 0 means 1. The error is that of the context, or says what shows that
// the prices do not prove the assignment optimal. O(pairs + workers · columns²).
func NewResidual(ctx context.Context, p *Problem, at []int32, price []int64, workers int) (*Residual, error) {
	return NewRanked(ctx, p, at, []Priced{{p.Costs, p.Marginal, price}}, workers)
}

// NewRanked builds the graph of several goals, minimised in order, one at least. Of
// p it reads the tree and the bounds, which are those before any goal. It is
// NewResidual otherwise.
func NewRanked(ctx context.Context, p *Problem, at []int32, goals []Priced, workers int) (*Residual, error) {
	p.validate()
	if len(at) != p.Rows {
		return nil, fmt.Errorf("flow: %d columns of %d rows", len(at), p.Rows)
	}
	n := len(p.Parent) + 1
	r := &Residual{problem: p, at: at, goals: goals, nodes: n}
	for _, g := range goals {
		if len(g.Price) != len(p.Parent) {
			return nil, fmt.Errorf("flow: %d prices of %d nodes", len(g.Price), len(p.Parent))
		}
		r.price = append(r.price, append(append(make([]int64, 0, n), g.Price...), 0))
		arc := make([]int64, n*n)
		for k := range arc {
			if k%(n+1) != 0 {
				arc[k] = far
			}
		}
		r.arc = append(r.arc, arc)
	}
	if err := r.bundle(ctx, max(workers, 1)); err != nil {
		return nil, err
	}
	if err := r.tree(); err != nil {
		return nil, err
	}
	for k := range r.arc[0] {
		for g := range r.arc {
			if w := r.arc[g][k]; w < 0 {
				return nil, fmt.Errorf("flow: in goal %d the arc from node %d to node %d has the reduced cost %d: the prices do not prove the assignment optimal", g, k%n, k/n, w)
			} else if w > 0 {
				break
			}
		}
	}
	return r, nil
}

// leastChange is W without prices, as one worker has seen it.
type leastChange struct {
	change [][]int32 // of each goal; from, to
	row    []int32   // from, to
	costs  [][]int32 // scratch: of each goal, of one row at all columns
	fault  error
}

// bundle finds W by one pass over all pairs.
func (r *Residual) bundle(ctx context.Context, workers int) error {
	p, m := r.problem, r.problem.Columns
	parts := make([]leastChange, workers)
	var wait sync.WaitGroup
	for w := range parts {
		wait.Add(1)
		go func() {
			defer wait.Done()
			part := leastChange{row: make([]int32, m*m), costs: make([][]int32, len(r.goals))}
			for k := range part.row {
				part.row[k] = -1
			}
			for range r.goals {
				part.change = append(part.change, slices.Repeat([]int32{absent}, m*m))
			}
			buffers, dense := make([]Buffer, len(r.goals)), make([]Buffer, len(r.goals))
			for i := p.Rows * w / workers; i < p.Rows*(w+1)/workers && part.fault == nil; i++ {
				if part.fault = ctx.Err(); part.fault != nil {
					break
				}
				for g, goal := range r.goals {
					part.costs[g] = denseRow(goal.Costs, i, m, &buffers[g], &dense[g])
				}
				part.fault = part.add(i, int(r.at[i]), m)
			}
			parts[w] = part
		}()
	}
	wait.Wait()
	least := parts[0]
	for _, part := range parts {
		if part.fault != nil {
			return part.fault
		}
		for k, i := range part.row {
			if i >= 0 && part.before(k, &least) {
				least.row[k] = i
				for g := range least.change {
					least.change[g][k] = part.change[g][k]
				}
			}
		}
	}
	r.row = least.row
	for g, price := range r.price {
		for a := range m {
			for b := range m {
				if least.row[a*m+b] >= 0 && a != b {
					r.arc[g][b*r.nodes+a] = int64(least.change[g][a*m+b]) + price[b] - price[a]
				}
			}
		}
	}
	return nil
}

// before reports whether a change is less than that of another worker.
func (l *leastChange) before(k int, o *leastChange) bool {
	for g := range l.change {
		if x, y := l.change[g][k], o.change[g][k]; x != y {
			return x < y
		}
	}
	return false
}

// denseRow returns the costs of a row at all columns.
func denseRow(c Costs, row, m int, buffer, dense *Buffer) []int32 {
	columns, costs := c.Row(row, buffer)
	if columns == nil {
		return costs
	}
	if dense.Costs == nil {
		dense.Costs = make([]int32, m)
	}
	for j := range dense.Costs {
		dense.Costs[j] = Forbidden
	}
	for q, j := range columns {
		dense.Costs[j] = costs[q]
	}
	return dense.Costs
}

// add notes the changes of cost of one row at column a.
func (l *leastChange) add(i, a, m int) error {
	if a < 0 || a >= m || l.costs[0][a] == Forbidden {
		return fmt.Errorf("flow: row %d may not be at column %d", i, a)
	}
	costs, own := l.costs[0][:m], l.costs[0][a]
	change, row := l.change[0][a*m : a*m+m][:len(costs)], l.row[a*m : a*m+m][:len(costs)]
	ranked := len(l.costs) > 1
	for j, c := range costs {
		x := change[j]
		if c == Forbidden || c-own > x || c-own == x && !(ranked && l.less(a, j, m)) {
			continue
		}
		row[j] = int32(i)
		for g, costs := range l.costs {
			l.change[g][a*m+j] = costs[j] - costs[a]
		}
	}
	return nil
}

// less reports whether the row at hand, whose change from a to j is the least in the
// first goal, is less in the others.
func (l *leastChange) less(a, j, m int) bool {
	for g := 1; g < len(l.costs); g++ {
		if x, y := l.costs[g][j]-l.costs[g][a], l.change[g][a*m+j]; x != y {
			return x < y
		}
	}
	return false
}

// tree adds the arcs between nodes and their parents.
func (r *Residual) tree() error {
	p, sink := r.problem, r.nodes-1
	load := make([]int32, sink)
	for _, a := range r.at {
		load[a]++
	}
	for v, q := range p.Parent {
		up := sink
		if q >= 0 {
			load[q] += load[v]
			up = int(q)
		}
		k := load[v]
		if k < p.Lo[v] || k > p.Hi[v] {
			return fmt.Errorf("flow: the load of node %d is %d, outside [%d, %d]", v, k, p.Lo[v], p.Hi[v])
		}
		for g, price := range r.price {
			marginal := Problem{Marginal: r.goals[g].Marginal}
			if k < p.Hi[v] {
				r.arc[g][up*r.nodes+v] = marginal.marginal(v, k+1) + price[up] - price[v]
			}
			if k > p.Lo[v] {
				r.arc[g][v*r.nodes+up] = price[v] - marginal.marginal(v, k) - price[up]
			}
		}
	}
	return nil
}

// Distances are the shortest distances between all nodes of a Residual.
type Distances struct {
	residual *Residual
	length   [][]int64 // of each goal; to, from: in reduced costs
	via      []int32   // to, from: a node between the two; −1 for one arc
}

// Distances returns the shortest distances between all nodes (Floyd, Algorithm 97,
// Communications of the ACM 5 (1962), 345, doi:10.1145/367766.368168). The error
// is that of the context. O(nodes³ · goals/workers).
func (r *Residual) Distances(ctx context.Context, workers int) (*Distances, error) {
	n := r.nodes
	d := &Distances{residual: r, via: slices.Repeat([]int32{-1}, n*n)}
	for _, arc := range r.arc {
		d.length = append(d.length, slices.Clone(arc))
	}
	through := d.through
	if len(d.length) > 1 {
		through = d.throughRanked
	}
	workers = max(workers, 1)
	for k := range n {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var wait sync.WaitGroup
		for w := range workers {
			wait.Add(1)
			go func() {
				defer wait.Done()
				through(k, n*w/workers, n*(w+1)/workers)
			}()
		}
		wait.Wait()
	}
	return d, nil
}

// through lets the paths to the nodes [first, end) go through node k.
func (d *Distances) through(k, first, end int) {
	n, of := d.residual.nodes, d.length[0]
	before := of[k*n : k*n+n]
	for to := first; to < end; to++ {
		x := of[to*n+k]
		if x >= far || to == k {
			continue
		}
		length, via := of[to*n : to*n+n][:len(before)], d.via[to*n : to*n+n][:len(before)]
		for from, y := range before {
			if z := x + y; z < length[from] {
				length[from], via[from] = z, int32(k)
			}
		}
	}
}

// throughRanked is through for tuples.
func (d *Distances) throughRanked(k, first, end int) {
	n, of := d.residual.nodes, d.length[0]
	before := of[k*n : k*n+n]
	for to := first; to < end; to++ {
		x := of[to*n+k]
		if x >= far || to == k {
			continue
		}
		length := of[to*n : to*n+n][:len(before)]
		for from, y := range before {
			z := x + y
			if y >= far || z > length[from] || z == length[from] && !d.shorter(from, k, to) {
				continue
			}
			d.via[to*n+from] = int32(k)
			for _, l := range d.length {
				l[to*n+from] = l[to*n+k] + l[k*n+from]
			}
		}
	}
}

// shorter reports whether a path through k, as long as the shortest in the first
// goal, is shorter in the others.
func (d *Distances) shorter(from, k, to int) bool {
	n := d.residual.nodes
	for _, l := range d.length[1:] {
		if x, y := l[to*n+k]+l[k*n+from], l[to*n+from]; x != y {
			return x < y
		}
	}
	return false
}

// Reduced returns the length of the shortest path between two nodes in the reduced
// costs of a goal: Unreachable if no path leads there. It is not negative in the
// first goal, nor in another if it is 0 in those before.
func (d *Distances) Reduced(goal, from, to int) int64 {
	if k := to*d.residual.nodes + from; d.length[0][k] < far {
		return d.length[goal][k]
	}
	return Unreachable
}

// Cost returns how the cost of a goal changes if one unit moves from one node to
// another by the shortest path: what enters the solution there has to leave it here.
// It may be negative. Unreachable if no path leads there.
func (d *Distances) Cost(goal, from, to int) int64 {
	x := d.Reduced(goal, from, to)
	if x == Unreachable {
		return x
	}
	return x + d.residual.price[goal][from] - d.residual.price[goal][to]
}

// Hop is one arc of a path: a row that changes its column, or a load that changes
// between a node and its parent.
type Hop struct {
	From, To int32
	Row      int32 // −1 for a load
}

// Path appends the arcs of a shortest path. No node is on it twice, so its rows
// differ. Nothing is appended if from is to, or no path leads there.
func (d *Distances) Path(from, to int, hops []Hop) []Hop {
	r := d.residual
	switch k := d.via[to*r.nodes+from]; {
	case from == to || d.length[0][to*r.nodes+from] >= far:
		return hops
	case k >= 0:
		return d.Path(int(k), to, d.Path(from, int(k), hops))
	}
	h := Hop{int32(from), int32(to), -1}
	if m := r.problem.Columns; from < m && to < m {
		h.Row = r.row[from*m+to]
	}
	return append(hops, h)
}

// Regrets returns for every column by how much the least cost of a goal rises if the
// row must take it: its own reduced cost there and the shortest way to make up for
// it, from that column back to where the row is. The row's move and that path are a
// cycle, and every other assignment that has the row there differs from the
// optimum by such a cycle and others, which cost nothing less than 0; so the
// regret is exact. It is 0 for every column that the row has in some optimum, and
// Unreachable where no feasible assignment has it. The path tells who makes room.
// Under several goals the regrets of a placement in all of them are those of the
// best assignment that has it; they are negative at most after one above 0.
//
// The result is in into if that has the capacity. O(columns).
func (d *Distances) Regrets(goal, row int, buffer *Buffer, into []int64) []int64 {
	r := d.residual
	m, a, price := r.problem.Columns, int(r.at[row]), r.price[goal]
	columns, costs := r.goals[goal].Costs.Row(row, buffer)
	if cap(into) < m {
		into = make([]int64, m)
	}
	into = into[:m]
	cost, _ := costAt(columns, costs, a)
	own := int64(cost) + price[a]
	first := d.length[0][a*r.nodes : a*r.nodes+m]
	back := d.length[goal][a*r.nodes : a*r.nodes+m]
	if columns == nil {
		for j, c := range costs {
			into[j] = regret(c, price[j]-own, first[j], back[j])
		}
		return into
	}
	for j := range into {
		into[j] = Unreachable
	}
	for q, j := range columns {
		into[j] = regret(costs[q], price[j]-own, first[j], back[j])
	}
	return into
}

func regret(cost int32, rest, first, back int64) int64 {
	if cost == Forbidden || first >= far {
		return Unreachable
	}
	return int64(cost) + rest + back
}

// Residual returns the residual graph of the solution as it stands, with the
// state's number of workers. The graph reads the state's problem: it holds until
// the next change. O(pairs).
func (st *State) Residual(ctx context.Context) (*Residual, error) {
	s := st.Solution()
	return NewResidual(ctx, st.Problem(), s.At, s.Price, st.solver.opts.Workers)
}

// Distances returns the distances of Residual. O(pairs + nodes³).
func (st *State) Distances(ctx context.Context) (*Distances, error) {
	r, err := st.Residual(ctx)
	if err != nil {
		return nil, err
	}
	return r.Distances(ctx, st.solver.opts.Workers)
}
