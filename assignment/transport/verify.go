package transport

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
)

// priceLimit keeps sums of two prices and a cost within an int64.
const priceLimit = 1 << 61

// Verify proves that the solution is a flow of least cost for p, or says what is
// wrong. It works in whole numbers without any tolerance, reads every cost, and
// trusts nothing that the solver did. These are the conditions:
//
//   - flows go over allowed pairs, send exactly the supply of each row, and add
//     up to loads within floors and capacities;
//   - Cost is the sum of the costs of the units and of the loads;
//   - no pair costs less than its two prices together, and a pair that carries
//     units costs exactly as much;
//   - the last unit in a column costs at most −ColumnPrice beyond its pair's
//     cost, unless the load is the floor; one unit more would cost at least that,
//     unless the column is full or holds all units there are.
//
// From these follows that no flow is cheaper. All faults are reported, up to the
// tenth. The error wraps that of ctx if it ends first. O(pairs + marginal costs).
func (s *Solution) Verify(ctx context.Context, p *Problem) error {
	if s == nil {
		return errors.New("transport: verify: the solution is nil")
	}
	if ctx == nil {
		ctx = context.Background()
	}
	workers := runtime.GOMAXPROCS(0)
	units, err := p.validate(ctx, workers)
	if err != nil {
		return err
	}
	c := certificate{s: s, p: p, units: units}
	if c.shape(); c.faults.faults != nil {
		return c.faults.err()
	}
	if c.loads(); c.faults.faults != nil {
		return c.faults.err()
	}
	if p.Entries == nil {
		err = eachBlock(ctx, len(p.Supply), workers, &c.faults, c.denseRows)
	} else {
		err = c.entries(ctx)
	}
	if err != nil {
		return err
	}
	c.marginals()
	if len(c.faults.faults) == 0 && c.cost != s.Cost {
		c.fault("Cost is %d, but the units and loads cost %d", s.Cost, c.cost)
	}
	return c.faults.err()
}

// certificate checks one solution.
type certificate struct {
	s      *Solution
	p      *Problem
	units  int
	start  []int // of the flows of each row, and their end
	cost   int64
	faults faultList
}

func (c *certificate) fault(format string, args ...any) { c.faults.add("verify: "+format, args...) }

// shape checks what the rest relies on: lengths, ranges and order.
func (c *certificate) shape() {
	rows, columns := len(c.p.Supply), len(c.p.Capacity)
	for _, part := range []struct {
		name      string
		got, want int
	}{
		{"RowPrice", len(c.s.RowPrice), rows},
		{"ColumnPrice", len(c.s.ColumnPrice), columns},
		{"Load", len(c.s.Load), columns},
	} {
		if part.got != part.want {
			c.fault("%s has length %d, but the problem has %d rows and %d columns", part.name, part.got, rows, columns)
		}
	}
	for i, u := range c.s.RowPrice {
		if u < -priceLimit || u > priceLimit {
			c.fault("RowPrice[%d] is %d, want a magnitude of at most 2⁶¹", i, u)
		}
	}
	for j, v := range c.s.ColumnPrice {
		if v < -priceLimit || v > priceLimit {
			c.fault("ColumnPrice[%d] is %d, want a magnitude of at most 2⁶¹", j, v)
		}
	}
	for k, f := range c.s.Flows {
		switch {
		case f.Row < 0 || f.Row >= rows || f.Column < 0 || f.Column >= columns:
			c.fault("Flows[%d] goes from row %d to column %d, but the problem has %d rows and %d columns", k, f.Row, f.Column, rows, columns)
		case f.Units < 1:
			c.fault("Flows[%d] has %d units, want 1 or more", k, f.Units)
		case k > 0 && comparePairs(f, c.s.Flows[k-1]) <= 0:
			c.fault("Flows[%d], row %d and column %d, is not after the one before it", k, f.Row, f.Column)
		}
	}
}

func comparePairs(a, b Flow) int {
	return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
}

// loads checks supplies, loads and bounds.
func (c *certificate) loads() {
	load := make([]int, len(c.p.Capacity))
	c.start = make([]int, 1, len(c.p.Supply)+1)
	k := 0
	for i, supply := range c.p.Supply {
		left := supply
		for ; k < len(c.s.Flows) && c.s.Flows[k].Row == i; k++ {
			f := c.s.Flows[k]
			if f.Units > left {
				left = -1
				continue
			}
			left -= f.Units
			load[f.Column] += f.Units
		}
		if left < 0 {
			c.fault("row %d sends more than its supply of %d", i, supply)
		} else if left > 0 {
			c.fault("row %d sends %d units, want all of its supply, %d", i, supply-left, supply)
		}
		c.start = append(c.start, k)
	}
	if c.faults.faults != nil {
		return
	}
	for j, k := range load {
		if c.s.Load[j] != k {
			c.fault("Load[%d] is %d, but flows bring %d units", j, c.s.Load[j], k)
		}
		if k < c.p.floorOf(j) || k > c.p.Capacity[j] {
			c.fault("column %d holds %d units, want %d to %d", j, k, c.p.floorOf(j), c.p.Capacity[j])
		}
	}
}

// denseRows checks the pairs of a block of rows.
func (c *certificate) denseRows(from, to int, faults *faultList) {
	columns := len(c.p.Capacity)
	price := c.s.ColumnPrice
	for i := from; i < to; i++ {
		costs := c.p.Cost[i*columns:][:columns]
		u := c.s.RowPrice[i]
		for j, x := range costs {
			if x != Forbidden && int64(x)-u-price[j] < 0 {
				faults.add("verify: pair (%d, %d) of cost %d contradicts its prices %d and %d", i, j, x, u, price[j])
			}
		}
		for _, f := range c.s.Flows[c.start[i]:c.start[i+1]] {
			carried(f, costs[f.Column], u, price[f.Column], faults)
		}
	}
}

// carried checks a pair that carries units.
func carried(f Flow, cost int32, u, v int64, faults *faultList) {
	if cost == Forbidden {
		faults.add("verify: row %d sends units to column %d, which is forbidden", f.Row, f.Column)
	} else if int64(cost)-u-v > 0 {
		faults.add("verify: pair (%d, %d) of cost %d carries units, but its prices %d and %d are less", f.Row, f.Column, cost, u, v)
	}
}

// entries checks listed pairs and adds up what they carry.
func (c *certificate) entries(ctx context.Context) error {
	seen := make([]bool, len(c.s.Flows))
	err := c.p.eachPair(ctx, func(i, j int, x int32) {
		u, v := c.s.RowPrice[i], c.s.ColumnPrice[j]
		if int64(x)-u-v < 0 {
			c.fault("pair (%d, %d) of cost %d contradicts its prices %d and %d", i, j, x, u, v)
		}
		from := c.start[i]
		k, ok := slices.BinarySearchFunc(c.s.Flows[from:c.start[i+1]], j, func(f Flow, j int) int { return cmp.Compare(f.Column, j) })
		if !ok {
			return
		}
		if k += from; seen[k] {
			c.fault("Entries has the pair (%d, %d) twice", i, j)
		}
		seen[k] = true
		carried(c.s.Flows[k], x, u, v, &c.faults)
		c.cost += int64(c.s.Flows[k].Units) * int64(x)
	})
	for k, ok := range seen {
		if !ok {
			carried(c.s.Flows[k], Forbidden, 0, 0, &c.faults)
		}
	}
	return err
}

// marginals checks that loads are in line with prices, and adds up their cost
// (and, of dense costs, that of the units).
func (c *certificate) marginals() {
	if c.p.Entries == nil {
		for _, f := range c.s.Flows {
			c.cost += int64(f.Units) * int64(c.p.Cost[f.Row*len(c.p.Capacity)+f.Column])
		}
	}
	for j, k := range c.s.Load {
		m := c.p.marginalsOf(j)
		at := func(k int) int64 {
			if m == nil {
				return 0
			}
			return m[k]
		}
		worth := -c.s.ColumnPrice[j]
		if k > c.p.floorOf(j) && at(k-1) > worth {
			c.fault("column %d holds %d units, the last of which costs %d, more than its price %d is worth", j, k, at(k-1), -worth)
		}
		if k < min(c.p.Capacity[j], c.units) && at(k) < worth {
			c.fault("column %d has room beyond its %d units for %d, less than its price %d is worth", j, k, at(k), -worth)
		}
		for _, marginal := range m[:min(k, len(m))] {
			c.cost += marginal
		}
	}
}
