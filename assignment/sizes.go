package assignment

import (
	"fmt"
	"math"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/model"
	"github.com/mutasi-go/mutasi/workload"
)

// weightedLoad is the balance of one unit, or post, for people of different
// capacities. Capacities are counted in parts of an FTE. The parts are so small
// that every capacity is a whole number of them, so only the penalty is rounded.
type weightedLoad struct {
	size   model.Store
	most   int     // no sum of sizes is larger
	parts  float64 // in one FTE
	weight float64
	curve  workload.Curve
	need   workload.FTE
}

// partsOfFTE are the numbers of parts in one FTE, tried in this order.
var partsOfFTE = []int{1, 2, 4, 5, 8, 10, 20, 40, 50, 100, 200, 250, 500, 1000, 10000}

// sizes returns the capacity of every row in parts of an FTE, and the number of
// parts in one FTE.
func (r *roster) sizes() (size []int32, parts int, err error) {
	size = make([]int32, len(r.employees))
	var uneven *mutasi.Employee
	for _, parts = range partsOfFTE {
		if uneven = r.countParts(parts, size); uneven == nil {
			return size, parts, nil
		}
	}
	return nil, 0, fault(unevenCapacity, uneven.EffectiveCapacity(), uneven.ID, parts)
}

// countParts stores every capacity in size, in parts of an FTE. It returns an
// employee whose capacity is no whole number of parts, or nil.
func (r *roster) countParts(parts int, size []int32) (uneven *mutasi.Employee) {
	for i, e := range r.employees {
		exact := float64(e.EffectiveCapacity()) * float64(parts)
		rounded := math.Round(exact)
		if math.Abs(exact-rounded) >= 1e-9*float64(parts) {
			return e
		}
		size[i] = int32(min(rounded, math.MaxInt32))
	}
	return nil
}

// addWeightedLoads adds a balance of people of different capacities to a goal.
func (c *instance) addWeightedLoads(goal *compiledGoal, t *balanceTerm, weight float64) error {
	if weight == 0 {
		return nil
	}
	size, parts, err := c.roster.sizes()
	if err != nil {
		return fmt.Errorf("%s: %w", t.name(), err)
	}
	all := int64(0) // an int of 32 bits would wrap around
	for _, x := range size {
		all += int64(x)
	}
	if all > mostParts {
		return fmt.Errorf("%s: %w", t.name(), fault(manyParts, all, parts, mostParts))
	}
	c.roster.accounts(t.posts, func(columns []int32, need workload.FTE) {
		offset := float64(weight * t.curve.Penalty(0, need))
		goal.offset += offset
		goal.rounding += offsetError * offset
		goal.weightedLoads = append(goal.weightedLoads, weightedLoad{
			size: c.sizeStore(size, columns), most: int(all), parts: float64(parts),
			weight: weight, curve: t.curve, need: need,
		})
	})
	return nil
}

// mostParts limits the sum of all capacities, and so the length of a table of
// penalties.
const mostParts = 1 << 24

// sizeStore has the size of a row at the given columns, and 0 at the others.
func (c *instance) sizeStore(size []int32, columns []int32) model.Store {
	s := model.Sizes{Size: size, Counts: make([]bool, c.model.Columns)}
	for _, j := range columns {
		s.Counts[j] = true
	}
	return s
}

// fixed tabulates the penalty of every sum of sizes. The table is convex in
// integers; the second result bounds what rounding changed.
func (l *weightedLoad) fixed(shift int) (model.Penalty, float64, error) {
	marginal := make([]float64, l.most)
	for k := range marginal {
		from, to := workload.FTE(float64(k)/l.parts), workload.FTE(float64(k+1)/l.parts)
		marginal[k] = float64(l.weight * l.curve.Marginal(from, to, l.need))
		if math.Abs(math.Ldexp(marginal[k], shift)) > 1<<40 {
			return model.Penalty{}, 0, fmt.Errorf("%w: %w", ErrCostRange, fault(steepPart, fmt.Sprintf("%.4g", marginal[k])))
		}
	}
	table := make([]int64, l.most+1)
	least := int64(0)
	for k, x := range model.Marginals(marginal, shift) {
		table[k+1] = table[k] + x
		least = min(least, table[k+1])
	}
	return model.Penalty{
		Size: l.size, Most: int64(l.most), Least: least,
		Charge: func(sum int64) int64 { return table[sum] },
	}, math.Ldexp(float64(l.most), -(shift + 1)), nil
}

// Faults of capacities.
var (
	unevenCapacity = templates.New("capacity-uneven", "the capacity {capacity} of employee {employee:q} is no multiple of 1/{parts}; a balance of different capacities needs that")
	manyParts      = templates.New("capacity-parts", "the capacities add up to {sum} parts of 1/{parts} FTE, more than {most}; round them to coarser parts")
	steepPart      = templates.New("range-part", "a part of an FTE more or less changes a balance by up to {change}")
)
