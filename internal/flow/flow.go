// This file states the problem and the method; the others follow it in the
// order of a solve: network.go (state), start.go (first choice and prices),
// hop.go and bundle.go (the column graph), path.go (shortest paths), blocking.go
// (many at once), price.go (pricing), cut.go (why not), bound.go (weak duality).
// state.go keeps a solution for changes; columns.go has its residual graph, and
// with it the regret of every placement.
//
// # Problem
//
// n rows (people) each take exactly one of m columns (posts, and a bench).
// Columns are the leaves of a forest whose inner nodes are units; the load of
// a node is the number of rows at the columns below it.
//
//	minimise   Σ_i c[i, x(i)]  +  Σ_v φ_v(load_v)
//	subject to lo_v ≤ load_v ≤ hi_v  for every node v, columns included
//
// c is an integer with some pairs absent, φ_v is convex and given by its
// marginals φ_v(k) − φ_v(k−1). Limits on groups of people are limits on nodes
// too: give each group a bench column of its own, and the number placed is
// the size of the group less the load of its bench; a tree above those
// benches nests the groups.
//
// # Notation
//
//	paper    here          meaning
//	i        row           a person
//	j, a, b  column        a post or a bench
//	v        node          a column or a unit; T (index len(parent)) is the sink
//	x        at            the column of each row
//	f_v      load          flow on the arc v → parent(v)
//	e_v      excess        what enters v less f_v
//	π_v      price         price of entering v; s_v = π_v − π_parent(v) is the slope
//	W_ab     bundle        min over rows at a of c_ib − c_ia: the dearest arcs of
//	                       the residual graph merged into one per pair of columns
//
// # Method
//
// Successive shortest paths on the *column graph* (Ahuja, Magnanti & Orlin,
// Network Flows, 1993, section 9.7; for convex costs section 14.5). The
// invariant is that everything but conservation holds from the start:
//
//	(1) every row sits at a column that minimises c_ij + π_j over its candidates
//	(2) marginal(f_v) ≤ s_v ≤ marginal(f_v + 1), with lo and hi as infinite slopes
//
// Excess then moves to deficits along shortest paths of the graph with one
// node per column and unit. A hop from column a to column b moves the row that
// attains W_ab, so the n rows never appear as nodes: a path costs O(m²) plus
// the upkeep of the bundles, O(candidates · log) for each row moved. Floors
// are lower bounds of the same flow and need no phase of their own.
//
// One search serves many units: it runs from all excess to all deficits (or
// back, if those are fewer), and a blocking flow (Dinitz 1970) is pushed over
// the arcs that it made tight.
//
// Where columns are many and hold few rows each, as with posts of one seat,
// bundles would be mostly empty and take m² memory; hops are then found by
// looking through the rows at a column.
//
// Prices come from a quarter of the rows with a quarter of the room, solved
// first in the same way; most rows then start where they end. Large dense
// instances keep a short candidate list per row, with a bound on c + π of all
// other pairs of the row. After the flow, rows whose bound does not settle it are
// priced, violated pairs join their lists and the search goes on, so the result
// is optimal over *all* pairs.
//
// # Guarantee
//
// Prices are returned with the rows. Package proof, which shares nothing with
// the solver, re-proves (1), (2) and feasibility from them; together they imply
// optimality (linear programming duality), and no tolerance is involved,
// because everything is an integer.
//
// # Departures from the literature
//
// Network simplex and cost scaling keep n + m nodes. Compressing to columns is
// folklore for transportation with few sinks (see Tokuyama & Nakano, Efficient
// algorithms for the Hitchcock transportation problem, SIAM J. Comput. 24
// (1995), 563–578, for the geometric point of view); the
// lazily heaped bundles, the tree with convex arcs and the sampled start are
// put together here.
package flow

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Forbidden marks an absent pair in a dense row of costs.
const Forbidden = math.MaxInt32

// MaxCost bounds the absolute value of a pair cost and of a marginal, so that
// the difference of two fits in 32 bits and never equals Forbidden.
const MaxCost = 1<<30 - 1

// Costs gives the cost of pairs, one row at a time. It is read by several
// goroutines at once, each with a buffer of its own.
type Costs interface {
	// Row returns the columns that the row may take, ascending, and the cost
	// of each. A nil columns means that costs is dense: costs[j] belongs to
	// column j, Forbidden where the pair is absent. Both are valid until the
	// next call with the same buffer and are not modified.
	Row(row int, buffer *Buffer) (columns, costs []int32)
}

// Buffer is scratch for Costs that compute their rows.
type Buffer struct{ Columns, Costs []int32 }

// Problem is stated in the essay above.
type Problem struct {
	Rows    int
	Columns int
	// Parent of each node: columns first, then inner nodes, every parent
	// after its children; −1 for a root.
	Parent []int32
	Lo, Hi []int32
	// Marginal[v][k] is φ_v(k+1) − φ_v(k), non-decreasing in k, at least Hi[v]
	// long; nil where φ_v is 0.
	Marginal [][]int64
	Costs    Costs
}

// Options tune the work and never the value of the result.
type Options struct {
	Workers int // goroutines for passes over all rows; 0 means 1

	// Prices of all nodes to start from, with the sink's at 0, in place of those
	// that a sample of the rows would give; nil for none. Good ones, as those of
	// a similar problem, save most of the work.
	Prices []int64

	// For tests: hops by rolls or by bundles, bundles with lists for few rows too,
	// and short lists for few pairs too.
	rolls *bool
	lists bool
	short bool
	// Progress, if not nil, is called now and then with a phase of the solve
	// and how much of it is done.
	Progress func(phase string, done, total int)
}

// Solution is an optimal solution with its proof.
type Solution struct {
	At    []int32 // the column of each row
	Load  []int32 // rows below each node
	Price []int64 // price of each node: Σ of the slopes on its way to the sink
	Cost  int64   // Σ pair costs + Σ marginals up to the loads
	Stats Stats

	// Lists save a look at most rows; nil: there are none.
	Lists *Lists
}

// Stats counts the work done.
type Stats struct {
	Paths      int // shortest-path searches
	Moves      int // rows moved along paths
	Rounds     int // pricing rounds over all pairs
	Candidates int // pairs that were held in candidate lists at the start
}

// ErrInterrupted is wrapped by the error of a solve whose context ended. The
// error is an *Interrupted, which holds prices that prove a bound.
var ErrInterrupted = errors.New("interrupted")

// Interrupted is the error of a solve whose context ended.
type Interrupted struct {
	Price []int64 // of each node; a dual solution, so it proves a bound
	Cause error
}

func (e *Interrupted) Error() string { return fmt.Sprintf("%v: %v", ErrInterrupted, e.Cause) }

// Unwrap makes errors.Is find both ErrInterrupted and the context's reason.
func (e *Interrupted) Unwrap() []error { return []error{ErrInterrupted, e.Cause} }

// Infeasible is the error of a solve that no assignment can satisfy. It holds
// a cut. If Crowded, the rows have no column outside Columns, where there is
// not room for all of them. Otherwise nobody but the rows may take Columns,
// and they are too few for the floors there.
type Infeasible struct {
	Rows, Columns []int32 // ascending
	Crowded       bool
}

func (e *Infeasible) Error() string {
	if e.Crowded {
		return fmt.Sprintf("%d rows share %d columns with too little room", len(e.Rows), len(e.Columns))
	}
	return fmt.Sprintf("only %d rows may take %d columns whose floors ask for more", len(e.Rows), len(e.Columns))
}

// Solve returns an assignment of least cost with its prices. The error is
// *Infeasible or *Interrupted. The same problem always gives the same
// solution, whatever the number of workers.
func Solve(ctx context.Context, p *Problem, opts *Options) (*Solution, error) {
	if opts == nil {
		opts = &Options{}
	}
	p.validate()
	s := &solver{ctx: ctx, opts: *opts}
	if s.opts.Workers < 1 {
		s.opts.Workers = 1
	}
	price := opts.Prices
	if price == nil {
		var err error
		if price, err = s.sampledPrices(p); err != nil {
			return nil, err
		}
	} else if len(price) != len(p.Parent) {
		panic("flow: as many prices as nodes are needed to start from")
	}
	g, err := s.run(p, price)
	if err != nil {
		return nil, err
	}
	return g.solution(s.stats), nil
}

// validate panics where a caller inside the module broke the contract.
func (p *Problem) validate() {
	nodes := len(p.Parent)
	if nodes < p.Columns || len(p.Lo) != nodes || len(p.Hi) != nodes || len(p.Marginal) != nodes {
		panic("flow: slices of different lengths")
	}
	for v, q := range p.Parent {
		if q != -1 && (int(q) <= v || int(q) < p.Columns || int(q) >= nodes) {
			panic("flow: a parent must be an inner node after its children")
		}
		if p.Marginal[v] != nil && len(p.Marginal[v]) < int(p.Hi[v]) {
			panic("flow: fewer marginals than room")
		}
	}
}

// solver carries what all levels of one solve share.
type solver struct {
	ctx   context.Context
	opts  Options
	stats Stats
}

func (s *solver) progress(phase string, done, total int) {
	if s.opts.Progress != nil {
		s.opts.Progress(phase, done, total)
	}
}
