package competency

// A measure is what a model says about one requirement; the rest — sums,
// missing ratings, the compiled form — is common to all models. Levels arrive
// in [0, limit].
type measure interface {
	policy() Unknown
	// points returns what holding a level earns per unit of weight.
	points(held, required float64) float64
	// unasked returns what an unrated person earns where nothing is required.
	unasked() float64
	// whole returns what a requirement adds to the denominator per unit of weight.
	whole(required float64) float64
}

// contribution returns what one requirement earns per unit of weight, and
// whether it counts at all.
func contribution[M measure](m M, held float64, known bool, required float64) (points float64, counts bool) {
	if known {
		return m.points(held, required), true
	}
	u := m.policy()
	switch {
	case u.treatment == assume:
		return m.points(float64(u.level), required), true
	case required <= 0:
		return m.unasked(), true
	case u.treatment == leaveOut:
		return 0, false
	default:
		return 0, true
	}
}

// factors selects requirements of a standard.
type factors uint8

const (
	everything factors = iota
	coreFactors
	secondaryFactors
)

func (f factors) include(r Requirement) bool {
	return f == everything || (f == coreFactors) == r.Core
}

// total is a standard summed up for one person.
type total struct {
	points  float64 // Σ weight · points
	counted float64 // Σ weight · whole, over the requirements that count
	asked   float64 // Σ weight · whole, over all requirements
}

// tally sums the selected requirements in the order of the standard. The
// compiled form adds in the same order, which is why both agree bit for bit.
func tally[M measure](m M, p Profile, s Standard, f factors) total {
	var t total
	for _, r := range s {
		if !f.include(r) {
			continue
		}
		required, weight := demand(r.Level), r.weight()
		held, known := heldLevel(p, r.Competency)
		points, counts := contribution(m, held, known, required)
		whole := float64(weight * m.whole(required))
		t.asked += whole
		if counts {
			t.points += float64(weight * points)
			t.counted += whole
		}
	}
	return t
}

// ratio returns scale · points/counted in [0, 1]: 1 where nothing is asked, 0
// where nothing of what is asked can be counted.
func (t total) ratio(scale float64) float64 {
	switch {
	case t.asked <= 0:
		return 1
	case t.counted <= 0:
		return 0
	}
	return unit(float64(scale * (t.points / t.counted)))
}
