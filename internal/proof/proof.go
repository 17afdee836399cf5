// Package proof re-proves the optimum of an assignment with goals by priority
// from the prices that a solver returned. It knows the problem and the
// certificate, and shares no code with any solver.
//
// # What is proven
//
// Rows i each take one column x(i). Columns are the leaves of a forest of
// nodes v. Each node has bounds on its load and, per claim g, a convex cost
// φ^g_v of the load. Claims stand in the order of priority. Each has the cost
// c^g_ij of every pair, and prices π^g of the nodes with slopes
// s^g_v = π^g_v − π^g_parent(v).
//
// The *face* before a claim is what the claims before it leave open: a set of
// columns of every row and an interval of loads of every node. At first these
// are the allowed columns and the bounds. A claim holds if in its face
//
//	(1) for every row i and open column j:  c^g_ix(i) + π^g_x(i) ≤ c^g_ij + π^g_j
//	(2) where the load k may fall:          φ^g_v(k) − φ^g_v(k−1) ≤ s^g_v
//	(3) where the load k may grow:          φ^g_v(k+1) − φ^g_v(k) ≥ s^g_v
//
// These are reduced-cost optimality and complementary slackness: the
// assignment is optimal in g within the face. By complementary slackness the
// optimal assignments of the face are exactly those on columns where (1) holds
// with equality and at loads where s^g_v is a subgradient of φ^g_v. They are the
// face of the next claim.
//
// A *witness* claims a lower bound only. Its bound is, by weak duality,
//
//	Σ_i min over open j of (c^g_ij + π^g_j)  −  Σ_v max over loads k of (s^g_v k − φ^g_v(k))
//
// and it leaves the face as it is.
package proof

import (
	"context"
	"fmt"
	"math/big"
	"sort"
)

// Problem is a problem in numbers.
type Problem struct {
	Rows, Columns int
	Parent        []int32 // of nodes: columns first, parents after children; −1 for a root
	Lo, Hi        []int32 // bounds on the load of each node
	// Allowed sets in into, which is 0 beforehand, the bits of the columns that the
	// row may take: column j is bit j%64 of word j/64.
	Allowed func(row int, into []uint64)
	Goals   []Goal
}

// Goal has the costs to which claims refer.
type Goal struct {
	// Cost returns the cost of the row at every column, read where the pair
	// is allowed. It may return its argument, which is Columns long.
	Cost func(row int, buffer []int32) []int32
	// At is the cost of one pair, the same as Cost has. It is asked for where a row
	// has few columns left; nil if Cost is as cheap.
	At func(row, column int) int32
	// Classes takes the place of Cost and At if it is not nil.
	Classes *Classes
	// Marginal[v][k] is φ_v(k+1) − φ_v(k); nil where φ_v is 0.
	Marginal [][]int64
}

// Certificate is what a solver claims.
type Certificate struct {
	At     []int32 // the column of each row
	Claims []Claim // in the order of priority
}

// Claim is the dual side of one minimum and its cost.
type Claim struct {
	Goal int // the goal whose costs are meant
	// Of turns the goal's cost of a pair into the claim's; nil leaves it as it
	// is. With Of the loads cost nothing.
	Of    func(column int, cost int32) int32
	Price []int64 // of each node, the sink's being 0
	// Cost is the cost of the assignment, and the least in the face. Of a
	// witness it is a lower bound of all costs in the face.
	Cost    int64
	Witness bool
}

// CheaperPair is the error of Check where a row has a column that costs less, at the
// prices of a claim, than the column it is assigned to.
type CheaperPair struct {
	Claim, Goal, Row, Column, Own int
	By                            int64
}

func (e *CheaperPair) Error() string {
	return fmt.Sprintf("claim %d, goal %d, row %d: column %d is cheaper by %d at these prices than its own column %d",
		e.Claim, e.Goal, e.Row, e.Column, e.By, e.Own)
}

// maxPrice bounds prices so that sums of two with a cost cannot overflow.
// Prices of a solver are far below it: a path adds a few costs for each node.
const maxPrice = 1 << 60

// Check returns nil if the certificate proves all its claims, and otherwise the
// first thing that fails. The error is ctx's if it ends first; Check looks at it
// before every row and node. Allowed, Cost, At and Of are called by several
// goroutines.
//
// A row is taken through all claims at once, so that no face is ever stored: the
// costs of its goals are computed once, compared and dropped. Check takes
// O(rows · columns · goals) time, and for each claim that of its face; and on
// each of GOMAXPROCS goroutines O(columns · goals) memory.
func Check(ctx context.Context, p *Problem, c *Certificate) error {
	if err := p.shape(c); err != nil {
		return err
	}
	load, err := p.loads(c.At)
	if err != nil {
		return err
	}
	total, err := p.rows(ctx, c) // of each claim its cost, or its bound
	if err != nil {
		return err
	}
	for v, k := range load {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.node(c, v, k, total); err != nil {
			return err
		}
	}
	for g, claim := range c.Claims {
		switch d := total[g].Cmp(big.NewInt(claim.Cost)); {
		case claim.Witness && d < 0:
			return fmt.Errorf("claim %d, goal %d: the prices prove a bound of %d, not %d", g, claim.Goal, total[g], claim.Cost)
		case !claim.Witness && d != 0:
			return fmt.Errorf("claim %d, goal %d: the cost is %d, not %d", g, claim.Goal, total[g], claim.Cost)
		}
	}
	return nil
}

// shape checks all lengths, the size of prices, and that loads cost convexly.
func (p *Problem) shape(c *Certificate) error {
	if len(c.At) != p.Rows {
		return fmt.Errorf("the certificate has another shape than the problem: %d rows, not %d", len(c.At), p.Rows)
	}
	for i, at := range c.At {
		if at < 0 || int(at) >= p.Columns {
			return fmt.Errorf("row %d: there is no column %d", i, at)
		}
	}
	for g, claim := range c.Claims {
		if claim.Goal < 0 || claim.Goal >= len(p.Goals) || len(claim.Price) != len(p.Parent) {
			return fmt.Errorf("the certificate has another shape than the problem: claim %d has %d prices for %d nodes", g, len(claim.Price), len(p.Parent))
		}
		for v, price := range claim.Price {
			if price > maxPrice || price < -maxPrice {
				return fmt.Errorf("claim %d, node %d: a price of %d is out of range", g, v, price)
			}
		}
	}
	for g, goal := range p.Goals {
		for v, m := range goal.Marginal {
			for k := 1; k < len(m) && k < int(p.Hi[v]); k++ {
				if m[k] < m[k-1] {
					return fmt.Errorf("goal %d, node %d: marginal %d falls, so the cost is not convex", g, v, k+1)
				}
			}
		}
	}
	return nil
}

// loads returns the load of every node, and checks the bounds.
func (p *Problem) loads(at []int32) ([]int32, error) {
	load := make([]int32, len(p.Parent))
	for _, j := range at {
		load[j]++
	}
	for v, k := range load {
		if k < p.Lo[v] || k > p.Hi[v] {
			return nil, fmt.Errorf("node %d: load %d is outside [%d, %d]", v, k, p.Lo[v], p.Hi[v])
		}
		if q := p.Parent[v]; q >= 0 {
			load[q] += k
		}
	}
	return load, nil
}

// node checks (2) and (3) of a node through all claims, and adds what its load
// k contributes to each.
func (p *Problem) node(c *Certificate, v int, k int32, total []*big.Int) error {
	lo, hi := p.Lo[v], p.Hi[v]
	for g := range c.Claims {
		claim := &c.Claims[g]
		slope := claim.Price[v]
		if q := p.Parent[v]; q >= 0 {
			slope -= claim.Price[q]
		}
		var m []int64 // nil: loads cost nothing
		if marginal := p.Goals[claim.Goal].Marginal; claim.Of == nil && marginal != nil {
			m = marginal[v]
		}
		least, most := tied(m, lo, hi, slope)
		if claim.Witness {
			if m != nil || slope != 0 && least != 0 {
				total[g].Add(total[g], conjugate(m, least, slope))
			}
			continue
		}
		switch {
		case k > most:
			return fmt.Errorf("claim %d, goal %d, node %d: one unit less would save %d at these prices", g, claim.Goal, v, at(m, k-1)-slope)
		case k < least:
			return fmt.Errorf("claim %d, goal %d, node %d: one unit more would save %d at these prices", g, claim.Goal, v, slope-at(m, k))
		}
		if m != nil {
			total[g].Add(total[g], cost(m, k))
		}
		lo, hi = least, most
	}
	return nil
}

// tied returns the loads from lo to hi at which the slope is a subgradient: the
// least whose next unit costs at least as much, and the greatest whose last unit
// costs at most as much.
func tied(m []int64, lo, hi int32, slope int64) (least, most int32) {
	n := int(hi - lo)
	least = lo + int32(sort.Search(n, func(k int) bool { return at(m, lo+int32(k)) >= slope }))
	most = lo + int32(sort.Search(n, func(k int) bool { return at(m, lo+int32(k)) > slope }))
	return least, most
}

// at is the cost of one unit beyond load k.
func at(m []int64, k int32) int64 {
	if m == nil {
		return 0
	}
	return m[k]
}

// cost is φ(k).
func cost(m []int64, k int32) *big.Int {
	sum := new(big.Int)
	if m == nil {
		return sum
	}
	var one big.Int
	for _, x := range m[:k] {
		sum.Add(sum, one.SetInt64(x))
	}
	return sum
}

// conjugate is φ(k) − s k at the load k where it is least.
func conjugate(m []int64, k int32, slope int64) *big.Int {
	sum := big.NewInt(slope)
	sum.Mul(sum, big.NewInt(int64(k)))
	return sum.Sub(cost(m, k), sum)
}
