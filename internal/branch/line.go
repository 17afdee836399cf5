package branch

import "math"

// lineStretch is how much farther the search for a top goes that the planes
// known do not enclose.
const lineStretch = 1024

// onLine is the ascent for a single side row: the next multiplier is where the
// planes of all vertices together with h are highest, which ends after
// finitely many steps at the best.
func (v *evaluation) onLine(rounds int) {
	m := v.master()
	side := &v.in.sides[0]
	if v.dom.slack[0] {
		return
	}
	// Beyond far, no pair cost can make up for a unit of y.
	far := min(1+float64(max(v.in.highest-v.node.bound, 1)), mostLambda/side.size)
	least := -far
	if side.oneSided() {
		least = 0
	}
	reach := 64 * max(1, math.Abs(v.lambda[0]))
	for range rounds {
		low, high := max(least, -reach), min(far, reach)
		switch {
		case m.rising(high): // no plane known falls: look for one farther out
			low = high
			reach *= lineStretch
		case !m.rising(low):
			high = low
			reach *= lineStretch
		}
		for {
			middle := (low + high) / 2
			if middle <= low || middle >= high {
				break
			}
			if m.rising(middle) {
				low = middle
			} else {
				high = middle
			}
		}
		known := len(v.fresh)
		before := v.node.bound
		if v.relax([]float64{high}) == nil {
			return
		}
		if v.node.bound == before && m.knows(v.fresh[known]) {
			return
		}
		m.add(v.fresh[known])
	}
}

// knows reports whether a plane is already there.
func (m *master) knows(x *vertex) bool {
	for _, other := range m.vertex {
		if other.cost == x.cost && other.y[0] == x.y[0] {
			return true
		}
	}
	return false
}

// rising reports whether the planes and h together rise at a multiplier.
func (m *master) rising(lambda float64) bool {
	least, y := math.Inf(1), 0.0
	for _, x := range m.vertex {
		if value := x.cost + float64(lambda*x.y[0]); value < least {
			least, y = value, x.y[0]
		}
	}
	s := &m.in.sides[0]
	if s.budget() {
		return y > float64(s.limit)
	}
	step := m.dom.stride[0]
	from, to := int64(0), m.count[0]
	for from < to {
		q := from + (to-from)/2
		point := m.first[0] + q*step
		if float64(s.value(point+step)-s.value(point)) > float64(lambda*float64(step)) {
			to = q
		} else {
			from = q + 1
		}
	}
	return y > float64(m.first[0]+from*step)
}
