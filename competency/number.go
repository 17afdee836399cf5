package competency

import "math"

// limit bounds levels and weights inside the models, so that no product or sum
// of them overflows whatever the input. It is far outside every scale.
const limit = 1e100

// heldLevel returns the level p holds of id and whether there is one.
func heldLevel(p Profile, id ID) (level float64, known bool) {
	r, ok := p[id]
	if !ok || math.IsNaN(float64(r.Level)) {
		return 0, false
	}
	return onScale(r.Level), true
}

// onScale brings a level into [0, limit]; NaN becomes 0.
func onScale(l Level) float64 {
	switch x := float64(l); {
	case x >= limit:
		return limit
	case x > 0:
		return x
	default:
		return 0
	}
}

// demand brings a required level into [0, limit]. A level that is not a number
// cannot be reached, rather than being met by everybody.
func demand(l Level) float64 {
	if math.IsNaN(float64(l)) {
		return limit
	}
	return onScale(l)
}

// weight returns the effective weight, in (0, limit]: 1 for a weight that is 0
// or not a positive number.
func (r Requirement) weight() float64 {
	switch {
	case r.Weight >= limit:
		return limit
	case r.Weight > 0:
		return r.Weight
	default:
		return 1
	}
}

// unit brings x into [0, 1]; NaN becomes 0.
func unit(x float64) float64 {
	switch {
	case x >= 1:
		return 1
	case x > 0:
		return x
	default:
		return 0
	}
}
