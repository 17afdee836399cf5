// Package proof re-proves the optimum of an assignment with goals by priority
// from the prices that a solver returned. It knows the problem and the
// certificate, and shares no code with any solver.
//
// # What is proven
//
// Rows i each take one column x(i); columns are the leaves of a forest of
// nodes v with bounds on the load and, per goal g, a convex cost φ^g_v of it.
// Goals are minimised in order: a later goal never worsens an earlier one.
// With prices π^g of the nodes and slopes s^g_v = π^g_v − π^g_parent(v), the
// certificate holds if, comparing vectors over the goals lexicographically,
//
//	(1) for every row i and allowed column j:  (c^g_ix(i) + π^g_x(i))_g ≤ (c^g_ij + π^g_j)_g
//	(2) where the load may fall:   (φ^g_v(k) − φ^g_v(k−1) − s^g_v)_g ≤ 0
//	(3) where the load may grow:   (s^g_v − φ^g_v(k+1) + φ^g_v(k))_g ≤ 0
//
// For one goal these are reduced-cost optimality and complementary slackness.
// For several, the pairs and loads that tie in the first goal are, by
// complementary slackness, those of its optimal assignments; among them (1) to
// (3) say the same of the second goal, and so on.
package proof

import (
	"fmt"
	"runtime"
	"sync"
)

// Problem is a problem in numbers.
type Problem struct {
	Rows, Columns int
	Parent        []int32 // of nodes: columns first, parents after children; −1 for a root
	Lo, Hi        []int32 // bounds on the load of each node
	// Allowed stores in into, which is Columns long, whether the row may take
	// each column.
	Allowed func(row int, into []bool)
	Goals   []Goal
}

// Goal is one of the costs to be minimised.
type Goal struct {
	// Cost returns the cost of the row at every column, read where the pair
	// is allowed. It may return its argument, which is Columns long.
	Cost func(row int, buffer []int32) []int32
	// Marginal[v][k] is φ_v(k+1) − φ_v(k); nil where φ_v is 0.
	Marginal [][]int64
}

// Certificate is what a solver claims.
type Certificate struct {
	At    []int32 // the column of each row
	Goals []Claim
}

// Claim is the dual side of one goal and its optimal cost.
type Claim struct {
	Price []int64 // of each node, the sink's being 0
	Cost  int64
}

// Check returns nil if the certificate proves that its assignment is optimal,
// and otherwise the first thing that fails. Claims may be fewer than the
// goals: then only those are proven. Allowed and Cost are called by several
// goroutines. It takes O(rows · columns + loads) time for each goal.
func Check(p *Problem, c *Certificate) error {
	if len(c.At) != p.Rows || len(c.Goals) > len(p.Goals) {
		return fmt.Errorf("the certificate has another shape than the problem")
	}
	for _, g := range c.Goals {
		if len(g.Price) != len(p.Parent) {
			return fmt.Errorf("the certificate has another shape than the problem")
		}
	}
	pairs, err := p.rows(c)
	if err != nil {
		return err
	}
	load, cost, err := p.count(c, pairs)
	if err != nil {
		return err
	}
	for v, k := range load {
		if err := p.node(c, v, k); err != nil {
			return err
		}
	}
	for g, claim := range c.Goals {
		if cost[g] != claim.Cost {
			return fmt.Errorf("goal %d: the cost is %d, not %d", g, cost[g], claim.Cost)
		}
	}
	return nil
}

// count checks the bounds and returns the load of every node and the cost of
// every claimed goal.
func (p *Problem) count(c *Certificate, pairs []int64) (load []int32, cost []int64, err error) {
	load = make([]int32, len(p.Parent))
	cost = pairs
	for _, at := range c.At {
		load[at]++
	}
	for v, k := range load {
		if k < p.Lo[v] || k > p.Hi[v] {
			return nil, nil, fmt.Errorf("node %d: load %d is outside [%d, %d]", v, k, p.Lo[v], p.Hi[v])
		}
		if q := p.Parent[v]; q >= 0 {
			load[q] += k
		}
		for g := range cost {
			m := p.Goals[g].Marginal[v]
			for x := range m {
				if x > 0 && x < int(p.Hi[v]) && m[x] < m[x-1] {
					return nil, nil, fmt.Errorf("goal %d, node %d: marginal %d falls, so the cost is not convex", g, v, x+1)
				}
				if x < int(k) {
					cost[g] += m[x]
				}
			}
		}
	}
	return load, cost, nil
}

// rows checks that every row is where it may be, and (1), and returns the cost
// of the pairs in every claimed goal. The error is that of the lowest row.
func (p *Problem) rows(c *Certificate) ([]int64, error) {
	workers := runtime.GOMAXPROCS(0)
	failed := make([]error, workers)
	cost := make([][]int64, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			cost[w], failed[w] = p.rowRange(c, p.Rows*w/workers, p.Rows*(w+1)/workers)
		}()
	}
	wait.Wait()
	sum := make([]int64, len(c.Goals))
	for w := range workers {
		if failed[w] != nil {
			return nil, failed[w]
		}
		for g, x := range cost[w] {
			sum[g] += x
		}
	}
	return sum, nil
}

func (p *Problem) rowRange(c *Certificate, from, to int) ([]int64, error) {
	cost := make([]int64, len(c.Goals))
	allowed := make([]bool, p.Columns)
	costs := make([][]int32, len(c.Goals))
	buffers := make([][]int32, len(c.Goals))
	for g := range buffers {
		buffers[g] = make([]int32, p.Columns)
	}
	for i := from; i < to; i++ {
		at := c.At[i]
		if at < 0 || int(at) >= p.Columns {
			return nil, fmt.Errorf("row %d: there is no column %d", i, at)
		}
		p.Allowed(i, allowed)
		if !allowed[at] {
			return nil, fmt.Errorf("row %d: column %d is forbidden to it", i, at)
		}
		for g := range c.Goals {
			costs[g] = p.Goals[g].Cost(i, buffers[g])
			cost[g] += int64(costs[g][at])
		}
		for j, ok := range allowed {
			if !ok {
				continue
			}
			for g := range c.Goals {
				price := c.Goals[g].Price
				mine := int64(costs[g][at]) + price[at]
				other := int64(costs[g][j]) + price[j]
				if other < mine {
					return nil, fmt.Errorf("goal %d, row %d: column %d is cheaper by %d at these prices than its own column %d",
						g, i, j, mine-other, at)
				}
				if other > mine {
					break
				}
			}
		}
	}
	return cost, nil
}

// node checks (2) and (3).
func (p *Problem) node(c *Certificate, v int, k int32) error {
	down, up := k > p.Lo[v], k < p.Hi[v]
	for g, claim := range c.Goals {
		slope := claim.Price[v]
		if q := p.Parent[v]; q >= 0 {
			slope -= claim.Price[q]
		}
		var last, next int64
		if m := p.Goals[g].Marginal[v]; m != nil {
			if down {
				last = m[k-1]
			}
			if up {
				next = m[k]
			}
		}
		if down && last > slope {
			return fmt.Errorf("goal %d, node %d: one unit less would save %d at these prices", g, v, last-slope)
		}
		if up && next < slope {
			return fmt.Errorf("goal %d, node %d: one unit more would save %d at these prices", g, v, slope-next)
		}
		down, up = down && last == slope, up && next == slope
	}
	return nil
}
