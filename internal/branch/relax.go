package branch

import (
	"context"
	"errors"
	"math"
	"math/big"
	"math/bits"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// relaxation is the flow problem that multipliers make of a node. Pairs and
// marginals are in units of 2^−scale, multipliers in units of 2^−places.
type relaxation struct {
	in     *instance
	dom    *domain
	lambda []int64
	scale  int  // may be negative
	shift  uint // places − scale
	flow   flow.Problem
}

// relaxed is the outcome of one relaxation.
type relaxed struct {
	relaxation
	solution *flow.Solution
	bound    *big.Int // in units of 2^−places
	proven   int64    // the bound as an integer, rounded up
	y        []int64
}

const (
	// Coefficients of up to so many bits leave λ on the grid of the pair
	// costs, and then the relaxation is exact; beyond, λ is finer.
	exactBits = 8
	mostScale = 24
	mostShift = 28

	// Up to so many pairs are read for a bound after the context has ended.
	boundedPairs = 1 << 20
)

// relax builds the relaxation for multipliers close to lambda. The error is that
// of the context.
func relax(ctx context.Context, in *instance, dom *domain, lambda []float64, problem *flow.Problem) (*relaxation, error) {
	r := &relaxation{in: in, dom: dom, lambda: make([]int64, len(lambda))}
	priced := append([]float64(nil), lambda...)
	for k := range priced {
		if in.sides[k].oneSided() {
			priced[k] = max(priced[k], 0)
		}
		if dom.slack[k] {
			priced[k] = 0
		}
	}
	largest, size, err := r.largest(ctx, priced)
	if err != nil {
		return nil, err
	}
	r.scale = mostScale
	for r.scale > -mostScale && math.Ldexp(largest, r.scale) > flow.MaxCost {
		r.scale--
	}
	r.shift = uint(min(max(bits.Len64(uint64(size))-exactBits, -r.scale, 0), mostShift))
	for k, l := range priced {
		r.lambda[k] = int64(math.RoundToEven(math.Ldexp(l, r.places())))
	}
	r.flow = *problem
	r.flow.Costs = r
	r.flow.Marginal = r.marginals(problem)
	return r, nil
}

func (r *relaxation) places() int { return r.scale + int(r.shift) }

// largest returns a bound on combined costs, and the largest coefficient that
// has a multiplier.
func (r *relaxation) largest(ctx context.Context, lambda []float64) (cost, size float64, err error) {
	in := r.in
	cost = 1
	err = inStretches(ctx, len(in.cost), func(from, to int) {
		for e := from; e < to; e++ {
			x := math.Abs(float64(in.cost[e]))
			for q := in.entry[e]; q < in.entry[e+1]; q++ {
				x += math.Abs(lambda[in.side[q]] * float64(in.coef[q]))
			}
			cost = max(cost, x)
		}
	})
	if err != nil {
		return 0, 0, err
	}
	steep := 0.0
	for k, l := range lambda {
		if l != 0 {
			size = max(size, in.sides[k].size)
		}
		if in.sides[k].marginal != nil {
			steep += math.Abs(l * in.sides[k].size)
		}
	}
	for _, m := range in.flow.Marginal {
		if len(m) > 0 {
			cost = max(cost, steep+math.Abs(float64(m[0])), steep+math.Abs(float64(m[len(m)-1])))
		}
	}
	if size == 0 {
		return cost, 0, nil // exact: without multipliers the scale is never negative
	}
	return 1.001 * max(cost, steep), size, nil // multipliers are still to be rounded
}

// combine returns ⌊(c + Σ λ a)·2^scale⌋.
func (r *relaxation) combine(pair int) int32 {
	in := r.in
	x := int64(in.cost[pair]) << r.places()
	for q := in.entry[pair]; q < in.entry[pair+1]; q++ {
		x += r.lambda[in.side[q]] * int64(in.coef[q])
	}
	return int32(x >> r.shift)
}

// Row makes the relaxation a flow.Costs.
func (r *relaxation) Row(row int, b *flow.Buffer) (columns, costs []int32) {
	in := r.in
	if b.Columns == nil {
		b.Columns = make([]int32, 0, in.flow.Columns) // nil would mean all
	}
	b.Columns, b.Costs = b.Columns[:0], b.Costs[:0]
	for e := in.start[row]; e < in.start[row+1]; e++ {
		if r.dom.has(in, row, e) {
			b.Columns = append(b.Columns, in.column[e])
			b.Costs = append(b.Costs, r.combine(e))
		}
	}
	return b.Columns, b.Costs
}

// marginals combines those of the flow with those of side rows. Rounding down
// keeps them non-decreasing, and their sums below the true ones.
func (r *relaxation) marginals(p *flow.Problem) [][]int64 {
	out := make([][]int64, len(p.Parent))
	for v := range out {
		if m := p.Marginal[v]; m != nil {
			out[v] = make([]int64, p.Hi[v])
			for t := range out[v] {
				out[v][t] = m[t] << r.places()
			}
		}
		for k, l := range r.lambda {
			s := &r.in.sides[k]
			if l == 0 || s.marginal == nil || s.marginal[v] == nil {
				continue
			}
			if out[v] == nil {
				out[v] = make([]int64, p.Hi[v])
			}
			for t := range out[v] {
				out[v][t] += l * s.marginal[v][t]
			}
		}
		for t := range out[v] {
			out[v][t] >>= r.shift
		}
	}
	return out
}

// solve returns what the relaxation proves. If the context ends, the solution
// is nil and the bound that of the last prices; where that would take long,
// nothing is returned.
func (r *relaxation) solve(ctx context.Context, workers int) (*relaxed, error) {
	s, err := flow.Solve(ctx, &r.flow, &flow.Options{Workers: workers})
	var stop *flow.Interrupted
	value := int64(0)
	switch {
	case errors.As(err, &stop):
		if len(r.in.cost) > boundedPairs {
			return nil, err
		}
		value = flow.Bound(&r.flow, stop.Price, workers)
	case err != nil:
		return nil, err
	default:
		value = s.Cost
	}
	out := &relaxed{relaxation: *r, solution: s}
	out.bound = new(big.Int).Lsh(big.NewInt(value), r.shift)
	for k := range r.lambda {
		h, ok := r.conjugate(k)
		if !ok {
			return nil, errNoValue
		}
		out.bound.Add(out.bound, h)
	}
	out.proven = r.in.base + ceiling(out.bound, r.places())
	if s != nil {
		out.y = r.in.sideValues(s)
	}
	return out, err
}

// errNoValue says that the lattice of a side row has no value that is allowed.
var errNoValue = errors.New("no value of a side row is allowed")

// conjugate returns min over reachable y of ψ(y) − λ y in units of 2^−places.
func (r *relaxation) conjugate(k int) (*big.Int, bool) {
	s, l := &r.in.sides[k], r.lambda[k]
	first, count, ok := r.dom.window(r.in, k)
	if !ok {
		return nil, false
	}
	step := r.dom.stride[k]
	// The least z from which on steps no longer pay; the slope of ψ over a
	// step is compared as an integer with what λ pays for it, rounded down.
	pay := new(big.Int).Mul(big.NewInt(l), big.NewInt(step))
	worth := int64(math.MaxInt64)
	if pay.Rsh(pay, uint(r.places())); pay.IsInt64() {
		worth = pay.Int64()
	} else if pay.Sign() < 0 {
		worth = math.MinInt64
	}
	from, to := int64(0), count
	if s.budget() {
		if l > 0 {
			from = to
		}
	} else {
		for from < to {
			z := from + (to-from)/2
			if y := first + z*step; s.value(y+step)-s.value(y) > worth {
				to = z
			} else {
				from = z + 1
			}
		}
	}
	y := first + from*step
	value := new(big.Int).Lsh(big.NewInt(s.value(y)), uint(r.places()))
	return value.Sub(value, new(big.Int).Mul(big.NewInt(l), big.NewInt(y))), true
}

// ceiling returns ⌈x · 2^−places⌉ within the range of int64.
func ceiling(x *big.Int, places int) int64 {
	up := new(big.Int).Neg(x)
	up.Rsh(up, uint(places)).Neg(up)
	if !up.IsInt64() {
		if up.Sign() < 0 {
			return math.MinInt64 / 4
		}
		return math.MaxInt64 / 4
	}
	return min(max(up.Int64(), math.MinInt64/4), math.MaxInt64/4)
}

// sideValues returns y of each side row.
func (in *instance) sideValues(s *flow.Solution) []int64 {
	y := make([]int64, len(in.sides))
	for i, j := range s.At {
		e := in.pair(i, j)
		for q := in.entry[e]; q < in.entry[e+1]; q++ {
			y[in.side[q]] += int64(in.coef[q])
		}
	}
	for k := range in.sides {
		for v, m := range in.sides[k].marginal {
			if m != nil {
				for _, a := range m[:s.Load[v]] {
					y[k] += a
				}
			}
		}
	}
	return y
}

// flowCost returns f of an assignment whose loads are given.
func (in *instance) flowCost(at, load []int32) int64 {
	cost := in.base
	for i, j := range at {
		cost += int64(in.cost[in.pair(i, j)])
	}
	for v, k := range load {
		if m := in.flow.Marginal[v]; m != nil {
			for _, c := range m[:k] {
				cost += c
			}
		}
	}
	return cost
}
