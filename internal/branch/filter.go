package branch

import (
	"context"
	"math"
	"math/big"
)

// gap returns how far above the relaxed value, in units of 2^−scale, an
// assignment below the cutoff can be.
func (r *relaxed) gap(cutoff int64) int64 {
	most := big.NewInt(cutoff - 1 - r.in.base)
	if r.scale >= 0 {
		most.Lsh(most, uint(r.scale))
	} else {
		most.Rsh(most, uint(-r.scale)).Add(most, big.NewInt(1))
	}
	most.Sub(most, new(big.Int).Rsh(r.bound, r.shift))
	if most.IsInt64() {
		return min(most.Int64(), never-1)
	}
	return never - 1
}

// reducedCosts calls yield with the open pairs of a row and what each costs
// more than the cheapest, in units of 2^−scale.
func (r *relaxed) reducedCosts(row int, yield func(pair int, cost int64)) {
	in, price := r.in, r.solution.Price
	value := func(e int) int64 { return int64(r.combine(e)) + price[in.column[e]] }
	least := int64(math.MaxInt64)
	for e := in.start[row]; e < in.start[row+1]; e++ {
		if r.dom.has(in, row, e) {
			least = min(least, value(e))
		}
	}
	for e := in.start[row]; e < in.start[row+1]; e++ {
		if r.dom.has(in, row, e) {
			yield(e, value(e)-least)
		}
	}
}

// groupCosts returns the least reduced cost of each group, never where it has
// no open pair. The error is that of the context.
func (r *relaxed) groupCosts(ctx context.Context) ([]int64, error) {
	in := r.in
	out := make([]int64, len(r.dom.open))
	for g := range out {
		out[g] = never
	}
	for i := range in.flow.Rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.reducedCosts(i, func(e int, c int64) {
			g := in.groupStart[i] + int(in.group[e])
			out[g] = min(out[g], c)
		})
	}
	return out, nil
}

// filter shuts the groups that no assignment below the cutoff uses, and
// relaxes once more with what is left. It reports false if the node has nothing
// left, or the context has ended.
func (v *evaluation) filter() bool {
	cost, err := v.best.groupCosts(v.ctx)
	if err != nil {
		v.stopped = err
		return false
	}
	gap := v.best.gap(v.cutoff)
	shut := 0
	for g, open := range v.dom.open {
		if open && cost[g] > gap {
			v.dom.open[g] = false
			shut++
		}
	}
	if shut == 0 {
		return true
	}
	left, err := v.dom.refresh(v.ctx, v.in)
	if err != nil {
		v.stopped = err
		return false
	}
	if !left {
		v.closed = true
		return false
	}
	if v.dom.free == 0 {
		v.leaf()
		return false
	}
	lambda := v.lambda
	v.best = nil
	return v.relax(append([]float64(nil), lambda...)) != nil
}

// shut does the same for the whole tree, whenever there is a better incumbent,
// by the reduced costs of the root.
func (t *tree) shut() {
	if t.root == nil {
		return
	}
	gap := t.root.gap(t.cutoff())
	for g, c := range t.rootCost {
		if c > gap {
			t.in.shut[g] = true
		}
	}
}
