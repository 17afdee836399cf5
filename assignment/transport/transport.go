package transport

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// Forbidden marks a pair of a dense Problem.Cost that must not carry units.
const Forbidden = flow.Forbidden

// The limits of a problem. They keep every sum and every price within an int64.
const (
	MaxCost    = flow.MaxCost // magnitude of a pair's cost and of a marginal cost
	MaxUnits   = 1 << 26      // units of all rows together
	MaxColumns = 1 << 20
)

// Problem states what is to be sent, where there is room, and at which cost. The
// solver reads it in place and never changes it.
type Problem struct {
	// Supply has the units of each row. All of them are sent.
	Supply []int

	// Capacity has the most units of each column, and Floor the least. A nil
	// Floor is 0 everywhere. A capacity may be greater than all supplies together;
	// math.MaxInt is no limit.
	Capacity, Floor []int

	// Cost[i*len(Capacity)+j] is the cost of a unit from row i to column j, of
	// magnitude at most MaxCost, or Forbidden. If Entries is not nil, Cost must
	// be nil.
	Cost []int32

	// Entries lists the allowed pairs, in any order, where most pairs are
	// forbidden. A pair may occur once.
	Entries []Entry

	// Marginal[j][k] is what the unit k+1 in column j costs beyond its pair's
	// cost: φ_j(k+1) − φ_j(k). It must not decrease with k, and its magnitude is
	// at most MaxCost. As many are needed as the column has room for, or as
	// there are units if those are fewer; further ones are not read. Where
	// Marginal or Marginal[j] is nil the load costs nothing. Columns may share a
	// slice.
	Marginal [][]int64
}

// Entry is an allowed pair and its cost per unit.
type Entry struct {
	Row, Column int
	Cost        int32
}

// Options tunes Solve. A nil pointer and the zero value mean the same.
type Options struct {
	// Workers is the most goroutines that read the costs at the same time. 0
	// means GOMAXPROCS, and more than 256 count as 256. The result is the same
	// for every value.
	Workers int

	// Prices of the columns to start from, as in Solution.ColumnPrice; nil for
	// none. The prices of a similar problem save most of the work. Any prices
	// lead to the least cost. A magnitude above 2⁵⁴ counts as 2⁵⁴.
	Prices []int64
}

// Flow is a number of units sent from a row to a column.
type Flow struct{ Row, Column, Units int }

// Solution is a flow of least cost with the prices that prove it.
type Solution struct {
	// Cost is the sum of the costs of all units and all loads.
	Cost int64

	// Flows lists the pairs that carry units, by row and then by column.
	Flows []Flow

	// Load has the units of each column.
	Load []int

	// RowPrice[i] + ColumnPrice[j] ≤ cost of (i, j) for every allowed pair, with
	// equality where it carries units. A unit more in column j would cost at least
	// −ColumnPrice[j] beyond the pair's cost (unless the column is full), and the
	// last unit there costs at most that (unless the load is the floor). So one
	// unit more of capacity saves at most −ColumnPrice[j], less the marginal
	// cost of that unit. The row price of a row without supply is the greatest
	// that is allowed, and 0 if all its pairs are forbidden.
	RowPrice, ColumnPrice []int64
}

// Solve returns a flow of least cost.
//
// What is wrong with p is an error that lists up to ten faults and says where
// they are. The error is an [*InfeasibleError] if no flow sends every unit within
// floors and capacities, and wraps the error of ctx if that ends first; there is
// no partial solution. A nil ctx never ends.
//
// Units of a row are solved one by one, as identical rows: time and memory grow
// with the sum of the supplies, not with the number of rows. Beyond the costs a
// unit takes about half a kilobyte, and m columns take at most 33·m² bytes more. If
// units times columns are at most 2²², all pairs are held, with 16 bytes each.
//
// In the worst case each unit needs a shortest path of O(m²) steps and moves whose
// upkeep is O(m·log n) steps each for n units. Usually one search serves very many units, and
// reading the costs a few times takes a good part of the time.
func Solve(ctx context.Context, p *Problem, opts *Options) (*Solution, error) {
	if ctx == nil {
		ctx = context.Background()
	}
	workers := opts.workers()
	units, err := p.validate(ctx, workers)
	if err != nil {
		return nil, err
	}
	pairs, err := p.pairs(ctx)
	if err != nil {
		return nil, err
	}
	if cut := p.floorBeyond(pairs, units); cut != nil {
		return nil, cut
	}
	start, err := opts.start(len(p.Capacity))
	if err != nil {
		return nil, err
	}
	rows := p.unitRows(units)
	kernel := p.kernel(pairs, rows)
	found, err := flow.Solve(ctx, kernel, &flow.Options{Workers: workers, Prices: start})
	var cut *flow.Infeasible
	var stop *flow.Interrupted
	switch {
	case errors.As(err, &cut):
		return nil, p.infeasible(cut, rows)
	case errors.As(err, &stop):
		return nil, interrupted(stop.Cause)
	case err != nil:
		return nil, err
	}
	return p.solution(found, pairs), nil
}

// mostWorkers limits Options.Workers, because each worker takes memory.
const mostWorkers = 256

func (o *Options) workers() int {
	if o == nil || o.Workers <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return min(o.Workers, mostWorkers)
}

// start returns the starting prices in the sign of package flow, nil for none.
func (o *Options) start(columns int) ([]int64, error) {
	if o == nil || o.Prices == nil {
		return nil, nil
	}
	if len(o.Prices) != columns {
		return nil, fmt.Errorf("transport: Options.Prices has length %d, want the number of columns, %d, or nil", len(o.Prices), columns)
	}
	const most = 1 << 54
	start := make([]int64, columns)
	for j, v := range o.Prices {
		start[j] = -min(max(v, -most), most)
	}
	return start, nil
}

// unitRows returns the row of each unit.
func (p *Problem) unitRows(units int) []int32 {
	rows := make([]int32, 0, units)
	for i, supply := range p.Supply {
		for range supply {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// unitCosts gives every unit the costs of its row.
type unitCosts struct {
	pairs flow.Costs
	row   []int32
}

// Row returns the costs of a unit.
func (c unitCosts) Row(unit int, b *flow.Buffer) (columns, costs []int32) {
	return c.pairs.Row(int(c.row[unit]), b)
}

// kernel states the problem for package flow, in units.
func (p *Problem) kernel(pairs flow.Costs, row []int32) *flow.Problem {
	columns, units := len(p.Capacity), len(row)
	k := &flow.Problem{
		Rows: units, Columns: columns, Costs: pairs,
		Parent: make([]int32, columns), Lo: make([]int32, columns), Hi: make([]int32, columns),
		Marginal: make([][]int64, columns),
	}
	if slices.ContainsFunc(p.Supply, func(supply int) bool { return supply != 1 }) {
		k.Costs = unitCosts{pairs, row}
	}
	for j := range columns {
		k.Parent[j] = -1
		k.Lo[j], k.Hi[j] = int32(p.floorOf(j)), int32(min(p.Capacity[j], units))
		k.Marginal[j] = p.marginalsOf(j)
	}
	return k
}

// solution gathers the units of each row.
func (p *Problem) solution(found *flow.Solution, pairs flow.Costs) *Solution {
	columns := len(p.Capacity)
	s := &Solution{
		Cost: found.Cost,
		Load: make([]int, columns), ColumnPrice: make([]int64, columns),
		RowPrice: make([]int64, len(p.Supply)),
	}
	for j := range columns {
		s.Load[j], s.ColumnPrice[j] = int(found.Load[j]), -found.Price[j]
	}
	var buffer flow.Buffer
	rest := found.At
	for i, supply := range p.Supply {
		at := rest[:supply]
		rest = rest[supply:]
		slices.Sort(at)
		for k, j := range at {
			if k == 0 || j != at[k-1] {
				s.Flows = append(s.Flows, Flow{i, int(j), 0})
			}
			s.Flows[len(s.Flows)-1].Units++
		}
		listed, costs := pairs.Row(i, &buffer)
		if supply == 0 {
			s.RowPrice[i] = greatestPrice(listed, costs, s.ColumnPrice)
			continue
		}
		position := int(at[0])
		if listed != nil {
			position, _ = slices.BinarySearch(listed, at[0])
		}
		s.RowPrice[i] = int64(costs[position]) - s.ColumnPrice[at[0]]
	}
	return s
}

// greatestPrice returns the least c − v of a row, 0 if it has no pair.
func greatestPrice(columns, costs []int32, price []int64) int64 {
	least := int64(math.MaxInt64)
	for k, c := range costs {
		j := k
		if columns != nil {
			j = int(columns[k])
		}
		if c != Forbidden {
			least = min(least, int64(c)-price[j])
		}
	}
	if least == math.MaxInt64 {
		return 0
	}
	return least
}
