package branch

import (
	"context"
	"slices"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// fold moves a side row into the flow if it counts the load of one node: all
// pairs at the columns below the node, and no others, have the same positive
// coefficient. A penalty becomes marginals of that node, a budget its ceiling.
func (in *instance) fold(ctx context.Context, number int, s *Side, list coefs) bool {
	for _, m := range s.Marginal {
		if m != nil {
			return false
		}
	}
	if s.Limit < 0 {
		return false
	}
	v, size := in.counted(ctx, list)
	if v < 0 {
		return false
	}
	p := in.flow
	top := min(int64(p.Hi[v]), s.Limit/size)
	if top < int64(p.Lo[v]) {
		return false // infeasible, which is for others to find
	}
	if s.Penalty != nil {
		marginal := make([]int64, top)
		before := s.Penalty(0)
		for k := range marginal {
			next := s.Penalty(size * int64(k+1))
			marginal[k] = next - before
			before = next
			if own := p.Marginal[v]; own != nil {
				marginal[k] += own[k]
			}
			if marginal[k] > flow.MaxCost || marginal[k] < -flow.MaxCost {
				return false
			}
		}
		in.base += s.Penalty(0)
		p.Marginal = slices.Clone(p.Marginal)
		p.Marginal[v] = marginal
	}
	p.Hi = slices.Clone(p.Hi)
	p.Hi[v] = int32(top)
	in.folded = append(in.folded, number)
	return true
}

// counted returns the node whose load the coefficients count, and their
// common value; −1 if there is none, or if the context ends.
func (in *instance) counted(ctx context.Context, list coefs) (node int, size int64) {
	p := in.flow
	if len(list.pair) == 0 || list.coef[0] < 0 {
		return -1, 0
	}
	has := make([]int32, p.Columns)
	for q, a := range list.coef {
		if a != list.coef[0] || q%stretch == 0 && ctx.Err() != nil {
			return -1, 0
		}
		has[in.column[list.pair[q]]]++
	}
	for j, count := range has {
		if count > 0 && count != in.offered[j] {
			return -1, 0
		}
	}
	for v := in.column[list.pair[0]]; v >= 0; v = p.Parent[v] {
		if in.spans(int(v), has) {
			return int(v), int64(list.coef[0])
		}
	}
	return -1, 0
}

// spans reports whether the columns below v are those that have coefficients;
// columns that no row may take do not matter.
func (in *instance) spans(v int, has []int32) bool {
	for j := range has {
		inside := false
		for u := int32(j); u >= 0 && !inside; u = in.flow.Parent[u] {
			inside = int(u) == v
		}
		if inside != (has[j] > 0) && in.offered[j] > 0 {
			return false
		}
	}
	return true
}
