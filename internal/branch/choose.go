package branch

import "math"

// chooseBranch picks the row whose weight is spread over groups with
// coefficients that differ most, and the group with most of it.
func (v *evaluation) chooseBranch() {
	in := v.in
	m := v.master()
	m.center = v.lambda
	m.propose()
	share := make([]float64, len(v.dom.open))
	for p, w := range m.weight {
		if w == 0 {
			continue
		}
		for i, e := range m.vertex[p].at {
			share[in.groupStart[i]+int(in.group[e])] += w
		}
	}
	best := -1.0
	for i := range in.flow.Rows {
		if v.ctx.Err() != nil {
			return
		}
		if v.dom.count[i] < 2 {
			continue
		}
		from, to := in.groupStart[i], in.groupStart[i+1]
		group, most := -1, -1.0
		for g := from; g < to; g++ {
			if v.dom.open[g] && share[g] > most {
				group, most = g, share[g]
			}
		}
		if score := (1.02 - most) * v.disturbance(i); score > best {
			best = score
			v.node.next = decision{row: int32(i), group: int32(group - from), in: true}
		}
	}
}

// disturbance is the largest coefficient of a row in proportion to its side
// row, and a little for rows without.
func (v *evaluation) disturbance(row int) float64 {
	in := v.in
	most := 0.01
	for e := in.start[row]; e < in.start[row+1]; e++ {
		if v.dom.has(in, row, e) {
			for q := in.entry[e]; q < in.entry[e+1]; q++ {
				most = max(most, math.Abs(float64(in.coef[q]))/in.sides[in.side[q]].size)
			}
		}
	}
	return most
}
