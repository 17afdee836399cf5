package flow

import (
	"context"
	"fmt"
	"math"
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
type Residual struct {
	problem *Problem
	at      []int32
	price   []int64 // of nodes and the sink
	nodes   int
	arc     []int64 // to, from: reduced costs; far where there is none
	row     []int32 // from, to, of columns: the first row that attains W
}

// Unreachable is the regret of a placement that no feasible assignment has, and
// the distance of a node that no path leads to.
const Unreachable = math.MaxInt64

// NewResidual builds the graph from an assignment and the prices that prove it,
// with the sink's at 0, whatever solver found them. Workers read the rows in
// parallel; 0 means 1. The error is that of the context, or says what shows that
// the prices do not prove the assignment optimal. O(pairs + workers · columns²).
func NewResidual(ctx context.Context, p *Problem, at []int32, price []int64, workers int) (*Residual, error) {
	p.validate()
	if len(at) != p.Rows || len(price) != len(p.Parent) {
		return nil, fmt.Errorf("flow: %d columns of %d rows and %d prices of %d nodes", len(at), p.Rows, len(price), len(p.Parent))
	}
	n := len(p.Parent) + 1
	r := &Residual{problem: p, at: at, price: append(append(make([]int64, 0, n), price...), 0), nodes: n, arc: make([]int64, n*n)}
	for k := range r.arc {
		r.arc[k] = far
	}
	for v := range n {
		r.arc[v*n+v] = 0
	}
	if err := r.bundle(ctx, max(workers, 1)); err != nil {
		return nil, err
	}
	if err := r.tree(); err != nil {
		return nil, err
	}
	for k, w := range r.arc {
		if w < 0 {
			return nil, fmt.Errorf("flow: the arc from node %d to node %d has the reduced cost %d: the prices do not prove the assignment optimal", k%n, k/n, w)
		}
	}
	return r, nil
}

// leastChange is W without prices, as one worker has seen it.
type leastChange struct {
	change, row []int32 // from, to
	fault       error
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
			part := leastChange{change: make([]int32, m*m), row: make([]int32, m*m)}
			for k := range part.change {
				part.change[k], part.row[k] = absent, -1
			}
			var buffer Buffer
			for i := p.Rows * w / workers; i < p.Rows*(w+1)/workers && part.fault == nil; i++ {
				if part.fault = ctx.Err(); part.fault == nil {
					part.fault = part.add(i, int(r.at[i]), m, p.Costs, &buffer)
				}
			}
			parts[w] = part
		}()
	}
	wait.Wait()
	for _, part := range parts {
		if part.fault != nil {
			return part.fault
		}
	}
	least := parts[0]
	for _, part := range parts[1:] {
		for k, x := range part.change {
			if x < least.change[k] {
				least.change[k], least.row[k] = x, part.row[k]
			}
		}
	}
	r.row = least.row
	for a := range m {
		for b := range m {
			if x := least.change[a*m+b]; x != absent && a != b {
				r.arc[b*r.nodes+a] = int64(x) + r.price[b] - r.price[a]
			}
		}
	}
	return nil
}

// add notes the changes of cost of one row at column a.
func (l *leastChange) add(i, a, m int, c Costs, buffer *Buffer) error {
	columns, costs := c.Row(i, buffer)
	var own int32
	ok := a >= 0 && a < m && len(costs) > 0
	if ok {
		own, ok = costAt(columns, costs, a)
	}
	if !ok {
		return fmt.Errorf("flow: row %d may not be at column %d", i, a)
	}
	change, row := l.change[a*m:a*m+m], l.row[a*m:a*m+m]
	if columns == nil {
		row = row[:len(costs)]
		for j, x := range change[:len(costs)] {
			if c := costs[j]; c != Forbidden && c-own < x {
				change[j], row[j] = c-own, int32(i)
			}
		}
		return nil
	}
	for q, j := range columns {
		if c := costs[q]; c != Forbidden && c-own < change[j] {
			change[j], row[j] = c-own, int32(i)
		}
	}
	return nil
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
		if k < p.Hi[v] {
			r.arc[up*r.nodes+v] = p.marginal(v, k+1) + r.price[up] - r.price[v]
		}
		if k > p.Lo[v] {
			r.arc[v*r.nodes+up] = r.price[v] - p.marginal(v, k) - r.price[up]
		}
	}
	return nil
}

// Distances are the shortest distances between all nodes of a Residual.
type Distances struct {
	residual *Residual
	length   []int64 // to, from: in reduced costs
	via      []int32 // to, from: a node between the two; −1 for one arc
}

// Distances returns the shortest distances between all nodes (Floyd, Algorithm 97,
// Communications of the ACM 5 (1962), 345, doi:10.1145/367766.368168). The error
// is that of the context. O(nodes³/workers).
func (r *Residual) Distances(ctx context.Context, workers int) (*Distances, error) {
	n := r.nodes
	d := &Distances{residual: r, length: append([]int64(nil), r.arc...), via: make([]int32, n*n)}
	for k := range d.via {
		d.via[k] = -1
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
				d.through(k, n*w/workers, n*(w+1)/workers)
			}()
		}
		wait.Wait()
	}
	return d, nil
}

// through lets the paths to the nodes [first, end) go through node k.
func (d *Distances) through(k, first, end int) {
	n := d.residual.nodes
	before := d.length[k*n : k*n+n]
	for to := first; to < end; to++ {
		x := d.length[to*n+k]
		if x >= far || to == k {
			continue
		}
		length, via := d.length[to*n : to*n+n][:len(before)], d.via[to*n : to*n+n][:len(before)]
		for from, y := range before {
			if z := x + y; z < length[from] {
				length[from], via[from] = z, int32(k)
			}
		}
	}
}

// Reduced returns the distance between two nodes in reduced costs, which is not
// negative: Unreachable if no path leads there.
func (d *Distances) Reduced(from, to int) int64 {
	if x := d.length[to*d.residual.nodes+from]; x < far {
		return x
	}
	return Unreachable
}

// Cost returns how the cost changes if one unit moves from one node to another
// by the cheapest path: what enters the solution there has to leave it here.
// It may be negative. Unreachable if no path leads there.
func (d *Distances) Cost(from, to int) int64 {
	x := d.Reduced(from, to)
	if x == Unreachable {
		return x
	}
	return x + d.residual.price[from] - d.residual.price[to]
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
	case from == to || d.length[to*r.nodes+from] >= far:
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

// Regrets returns for every column by how much the least cost rises if the row
// must take it: its own reduced cost there and the shortest way to make up for it,
// from that column back to where the row is. The row's move and that path are a
// cycle, and every other assignment that has the row there differs from the
// optimum by such a cycle and others, which cost nothing less than 0; so the
// regret is exact. It is 0 for every column that the row has in some optimum, and
// Unreachable where no feasible assignment has it. The path tells who makes room.
//
// The result is in into if that has the capacity. O(columns).
func (d *Distances) Regrets(row int, buffer *Buffer, into []int64) []int64 {
	r := d.residual
	m, a := r.problem.Columns, int(r.at[row])
	columns, costs := r.problem.Costs.Row(row, buffer)
	if cap(into) < m {
		into = make([]int64, m)
	}
	into = into[:m]
	cost, _ := costAt(columns, costs, a)
	own := int64(cost) + r.price[a]
	back := d.length[a*r.nodes : a*r.nodes+m]
	if columns == nil {
		for j, c := range costs {
			into[j] = regret(c, r.price[j]-own, back[j])
		}
		return into
	}
	for j := range into {
		into[j] = Unreachable
	}
	for q, j := range columns {
		into[j] = regret(costs[q], r.price[j]-own, back[j])
	}
	return into
}

func regret(cost int32, rest, back int64) int64 {
	if cost == Forbidden || back >= far {
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
