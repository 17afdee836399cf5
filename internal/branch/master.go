package branch

import "math"

// vertex is an assignment that a relaxation found: a plane above the dual
// function.
type vertex struct {
	at   []int32 // pairs
	cost float64 // f
	y    []float64
}

// master proposes multipliers from the vertices met so far. It works on the
// dual of the bundle's problem: over convex combinations of vertices it
// minimises
//
//	Σ_p θ_p f_p + Σ_k P_k(Σ_p θ_p y_pk),   P_k(y) = min_z ψ_k(z) + λ̂_k (y − z) + ρ_k/2 (y − z)²
//
// by exchanging weight between the best vertex and the worst that has any.
// The slopes of P are the multipliers. λ̂ is the best point so far, 1/ρ how much
// a step away from it costs.
type master struct {
	in     *instance
	dom    *domain
	vertex []*vertex
	weight []float64
	center []float64
	rho    []float64
	mean   []float64 // y of the combination
	slope  []float64
	first  []int64 // windows of the side rows
	count  []int64
	near   []int64 // where the slope of ψ was last looked for
}

const (
	masterRounds = 40 // exchanges of weight in one master problem
	lineSteps    = 8  // of one exchange
)

// slopeOf returns the multiplier P_k'(y), and P_k(y).
func (m *master) slopeOf(k int, y float64) (lambda, value float64) {
	s := &m.in.sides[k]
	center, rho := m.center[k], m.rho[k]
	if m.dom.slack[k] {
		return 0, 0
	}
	z := 0.0
	if s.budget() {
		z = min(float64(s.limit), y+center/rho)
		lambda = center + rho*(y-z)
		return max(lambda, 0), lambda*(y-z) - (lambda-center)*(y-z)/2
	}
	step, first := m.dom.stride[k], m.first[k]
	from := m.turn(k, y)
	point := first + from*step
	z = float64(point)
	psi := float64(s.value(point))
	if from > 0 { // it may lie within the segment before
		left := point - step
		steep := float64(s.value(point)-s.value(left)) / float64(step)
		if inner := y - (steep-center)/rho; inner < z {
			z = max(inner, float64(left))
			psi = float64(s.value(left)) + float64(steep*(z-float64(left)))
		}
	}
	lambda = center + rho*(y-z)
	value = psi + float64(center*(y-z)) + float64(rho/2*(y-z)*(y-z))
	if s.oneSided() && lambda < 0 {
		return 0, value
	}
	return lambda, value
}

// turn returns the least point of the window of a side row, counted in
// strides, from which on the slope of ψ exceeds what y − z pulls. The last one
// asked for is near, so it is looked for from there in doubling steps.
func (m *master) turn(k int, y float64) int64 {
	s, step, first := &m.in.sides[k], m.dom.stride[k], m.first[k]
	center, rho := m.center[k], m.rho[k]
	steep := func(q int64) bool {
		point := first + q*step
		return float64(s.value(point+step)-s.value(point)) >= float64(step)*(center+float64(rho*(y-float64(point))))
	}
	last := m.count[k] // steep by definition
	from, to := int64(0), last
	if near := m.near[k]; near >= last || steep(near) {
		to = min(near, last)
		for by := int64(1); to > from; by *= 2 {
			q := max(to-by, from)
			if !steep(q) {
				from = q + 1
				break
			}
			to = q
		}
	} else {
		from = near + 1
		for by := int64(1); from < to; by *= 2 {
			q := from + by
			if q >= to {
				break
			}
			if steep(q) {
				to = q
				break
			}
			from = q + 1
		}
	}
	for from < to {
		if q := from + (to-from)/2; steep(q) {
			to = q
		} else {
			from = q + 1
		}
	}
	m.near[k] = from
	return from
}

// slopes fills in the multipliers at the combination.
func (m *master) slopes() {
	for k := range m.slope {
		m.slope[k], _ = m.slopeOf(k, m.mean[k])
	}
}

func (m *master) average() {
	clear(m.mean)
	for p, w := range m.weight {
		if w == 0 {
			continue
		}
		for k, y := range m.vertex[p].y {
			m.mean[k] += float64(w * y)
		}
	}
}

// reducedCost is the slope of the objective in the direction of a vertex.
func (m *master) reducedCost(p int) float64 {
	x := m.vertex[p].cost
	for k, y := range m.vertex[p].y {
		x += float64(m.slope[k] * y)
	}
	return x
}

// propose solves the master problem and returns its multipliers with the
// value that they promise.
func (m *master) propose() (lambda []float64, promise float64) {
	total := 0.0
	for _, w := range m.weight {
		total += w
	}
	if total == 0 {
		m.weight[0] = 1
	} else {
		for p := range m.weight {
			m.weight[p] /= total
		}
	}
	for range masterRounds {
		m.average()
		m.slopes()
		best, worst := -1, -1
		least, most := math.Inf(1), math.Inf(-1)
		for p := range m.vertex {
			c := m.reducedCost(p)
			if c < least {
				best, least = p, c
			}
			if m.weight[p] > 0 && c > most {
				worst, most = p, c
			}
		}
		if best == worst || most-least <= 1e-9*(1+math.Abs(least)) {
			break
		}
		m.exchange(best, worst)
	}
	m.average()
	m.slopes()
	for p, w := range m.weight {
		promise += float64(w * m.vertex[p].cost)
	}
	for k := range m.mean {
		_, value := m.slopeOf(k, m.mean[k])
		promise += value
	}
	return append([]float64(nil), m.slope...), promise
}

// exchange moves weight from one vertex to another to where the objective,
// convex along the way, stops falling.
func (m *master) exchange(to, from int) {
	a, b := m.vertex[to], m.vertex[from]
	derivative := func(t float64) float64 {
		d := a.cost - b.cost
		for k := range m.mean {
			change := a.y[k] - b.y[k]
			if change == 0 {
				continue
			}
			slope, _ := m.slopeOf(k, m.mean[k]+float64(t*change))
			d += float64(slope * change)
		}
		return d
	}
	low, high := 0.0, m.weight[from]
	if above := derivative(high); above > 0 {
		below := derivative(low)
		for k := range lineSteps {
			if below >= 0 {
				break
			}
			t := low + (high-low)*min(max(-below/(above-below), 0.05), 0.95)
			if k%2 == 1 {
				t = (low + high) / 2
			}
			if d := derivative(t); d > 0 {
				high, above = t, d
			} else {
				low, below = t, d
			}
		}
		high = (low + high) / 2
	}
	m.weight[to] += high
	m.weight[from] -= high
	if m.weight[from] < 1e-12 {
		m.weight[from] = 0
	}
}
