// This file states the problem, the method and the interface; the others follow
// it in the order of a solve: instance.go and groups.go (the problem in tables),
// fold.go (side rows that are a flow after all), domain.go (what a node of the
// tree leaves open), relax.go (the bound that multipliers prove), ascent.go,
// line.go and master.go (the search for multipliers), state.go and improve.go
// (assignments and their improvement), filter.go (what the bound rules out),
// finish.go (enumeration of small remainders), choose.go, frontier.go and tree.go
// (branching).
//
// # Problem
//
// n rows (people) each take exactly one of m columns (posts), and the nodes of
// a forest above the columns have bounds and convex costs: package flow. Beside
// its cost f(x) there are *side rows*, which no flow can express:
//
//	minimise   f(x)  +  Σ_k ψ_k(y_k)
//	y_k  =  Σ_i a^k[i, x(i)]  +  Σ_v Σ_{t ≤ load_v} m^k_v[t]
//
// a^k are integers, m^k_v non-decreasing integer marginals. ψ_k is a budget (0
// up to a limit, infeasible beyond) or a convex penalty on [0, limit]. What rows
// charge together may be limited as well, Σ_k χ_k(y_k) ≤ C with convex χ_k.
// People of different sizes in a unit, a tolerance on an earlier goal and at most
// so many moves are all of this form. It contains the generalised assignment problem, so
// it is NP-hard, and the answer is a best assignment together with a proven
// bound; the two often meet.
//
// # Notation
//
//	paper   here       meaning
//	f       flow cost  pairs and marginals of the tree
//	a^k     coef       what a pair adds to side row k
//	λ_k     lambda     price of a unit of y_k
//	h_k(λ)  conjugate  min over y of ψ_k(y) − λ y
//	D(λ)    bound      min over x of f(x) + λ·y(x), plus Σ h_k(λ_k)
//	U       cutoff     cost of the incumbent
//	q       places     binary places of the integers that stand for λ
//
// # Method
//
// Bound. For every λ (λ_k ≥ 0 where ψ_k is a budget) D(λ) is at most the
// optimum (Geoffrion 1974; Fisher, Management Science 27 (1981), 1–18,
// doi:10.1287/mnsc.27.1.1). The multipliers turn side rows into pair costs and
// marginals, so that the minimum over x is one solve of package flow. The best
// λ of one side row is found by cutting planes on a line (Handler & Zang,
// Networks 10 (1980), 293–309, doi:10.1002/net.3230100403), that of several by a
// proximal bundle method whose master problem is solved as its dual: the convex
// hull of the assignments met so far, each ψ_k smoothed by the step length.
//
// The values of y_k are taken from the lattice and the interval that the open
// pairs can reach, so a bound sharpens as rows are fixed.
//
// A joint limit narrows, at each node, the interval of every y_k to where χ_k
// leaves room for the least that the others charge. Its multiplier is not priced:
// whoever poses the problem adds a budget that the joint limit implies, such as
// its tangent at a good point.
//
// Side rows that count the load of a node in disguise, as with people of one
// size, are moved into the flow; with those alone the root proves the optimum.
//
// Improvement. Every relaxed assignment is repaired and improved by moving one
// row, swapping two, and chains of two rows, until nothing helps; at the root
// it is also shaken, from a fixed seed.
//
// Branching. Columns that a row cannot tell apart in any side row form a group.
// A node forces a row into a group or out of it; the row is the one whose
// wavering between groups disturbs side rows most. When each row has one group,
// all y_k are constants and one flow solve is exact. The node of least bound is
// taken next, and from there the search dives along the better child.
//
// Filtering. A group whose reduced cost lifts D(λ) to the cost of the incumbent
// is shut: at a node for the node, at the root for all, again whenever the incumbent
// improves.
//
// Small remainders are enumerated, rows in a fixed order. With λ and the
// prices of its flow every assignment costs D(λ) plus terms that are not
// negative: the reduced costs of its pairs, and what ψ_k(y_k) − λ_k y_k exceeds
// h_k. For each side row a table, filled backwards over the rows, holds the least
// that these terms can come to, by what y_k has reached: a knapsack per side row
// (the other relaxation of Fisher, Jaikumar & Van Wassenhove, Management Science 32
// (1986), 1095–1103, doi:10.1287/mnsc.32.9.1095).
//
// Rows alike in every respect would multiply the tree by their permutations:
// among them the groups may only ascend.
//
// # Guarantee
//
// Cost is the cost of the assignment returned, and Bound at most the optimum,
// in exact integers: pair costs and marginals of a relaxation are scaled by a
// power of two to fit package flow and rounded down, h_k is taken exactly, and
// only the way to good multipliers uses floating point. Optimal says that they
// are equal. The result is a function of problem and options,
// not of the number of workers or of the clock, unless the context ends the
// solve.
package branch

import (
	"context"
	"fmt"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// Problem is stated in the essay above. Sums of costs, of coefficients and of
// penalties must stay below 2⁵⁹.
type Problem struct {
	Flow   *flow.Problem
	Sides  []Side
	Joints []Joint
}

// Joint limits what side rows charge together, each row at most once and in one
// joint.
type Joint struct {
	Sides []int
	Limit int64
}

// Side is one side row: a budget if Penalty is nil.
type Side struct {
	// Pairs holds the coefficients of pairs; what it leaves out or calls
	// flow.Forbidden is 0. A nil Pairs is 0 throughout.
	Pairs flow.Costs
	// Marginal[v][t] is what the (t+1)-th unit of load at node v adds,
	// non-decreasing in t, at least Hi[v] long; nil where nothing. A nil
	// Marginal is nil for every node.
	Marginal [][]int64
	// Limit is the most that y may be. A budget may be negative; a penalty is
	// defined, and y allowed, on [0, Limit] only.
	Limit int64
	// Charge is what y adds to the joint that has the row: convex where y may be,
	// and pure. Nil is y itself.
	Charge func(y int64) int64
	// Penalty is convex on [0, Limit]. It is pure, and called by several
	// goroutines at once.
	Penalty func(y int64) int64
}

// Options tune the work. MaxNodes and Start may change the result; Workers and
// Progress never do.
type Options struct {
	MaxNodes int // nodes of the tree to bound at most; 0: DefaultMaxNodes
	Workers  int // goroutines; 0 means 1
	// Start is an assignment to begin with, nil for none. It need not respect
	// side rows or bounds; if it does, the result is at least as good.
	Start []int32
	// Progress, if not nil, is called after each node, from one goroutine.
	Progress func(Progress)

	branchOnly bool // for tests: no enumeration of remainders
}

// DefaultMaxNodes is how many nodes are bounded if Options do not say.
const DefaultMaxNodes = 2000

// Progress is the state of a solve.
type Progress struct {
	Nodes, Open int
	Found       bool // whether there is an incumbent, of the given Cost
	Cost, Bound int64
}

// Result is the best assignment found and what is proven of it.
type Result struct {
	At      []int32 // the column of each row
	Load    []int32 // rows below each node
	Side    []int64 // y of each side row
	Cost    int64   // f + Σ ψ
	Bound   int64   // no assignment costs less
	Optimal bool    // Cost == Bound
	Nodes   int     // nodes bounded
	Solves  int     // flow problems solved
	Steps   int     // steps of enumeration
	Cause   error   // of the context, if it ended the solve
}

// OverBudget is the error of a problem whose side rows no assignment respects,
// though the flow has assignments. Sides names one row if that alone is at
// fault, and otherwise those among which the conflict is.
type OverBudget struct{ Sides []int }

func (e *OverBudget) Error() string {
	return fmt.Sprintf("no assignment respects the limits of side rows %v", e.Sides)
}

// NothingFound is the error of a solve that ended before it knew any
// assignment that respects the side rows, or that there is none.
type NothingFound struct {
	Bound int64 // no assignment costs less
	Cause error // of the context; nil if the nodes ran out
}

func (e *NothingFound) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("no assignment was found yet: %v", e.Cause)
	}
	return "no assignment was found within the limit on nodes; allow more nodes or wider limits"
}

// Unwrap returns the context's reason.
func (e *NothingFound) Unwrap() error { return e.Cause }

// Solve returns the best assignment that it finds, and the best bound that it
// proves. The error is a *flow.Infeasible if the flow alone has no assignment, an
// *OverBudget, or a *NothingFound. A context that ends leaves its reason in
// Result.Cause, or in the *NothingFound where even Start was not looked at yet.
// Memory: O(pairs + coefficients).
func Solve(ctx context.Context, p *Problem, opts *Options) (*Result, error) {
	if opts == nil {
		opts = &Options{}
	}
	p.validate()
	in, err := compile(ctx, p)
	if err != nil {
		return nil, &NothingFound{Bound: -nothing, Cause: err}
	}
	t := newTree(ctx, in, *opts)
	if err := t.solve(); err != nil {
		return nil, err
	}
	return t.result(p), nil
}

// validate panics where a caller inside the module broke the contract.
func (p *Problem) validate() {
	for _, s := range p.Sides {
		if s.Marginal != nil && len(s.Marginal) != len(p.Flow.Parent) {
			panic("branch: marginals of a side row are not one per node")
		}
		for v, m := range s.Marginal {
			if m != nil && len(m) < int(p.Flow.Hi[v]) {
				panic("branch: fewer marginals than room")
			}
		}
	}
}
