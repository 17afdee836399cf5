package evaluation

import "slices"

// steps is the number of equal steps of fit in which a ranking is indexed.
const steps = 256

// A ranking counts how many of its values in [0, 1] lie below a given one. Envy
// asks that for nearly every pair of a person and a post, so that an index
// narrows the search.
type ranking struct {
	values []float64        // ascending
	start  [steps + 2]int32 // start[b] is the number of values below b/steps
}

func newRanking(values []float64) *ranking {
	slices.Sort(values)
	r := &ranking{values: values}
	for b := range r.start {
		k, _ := slices.BinarySearch(values, float64(b)/steps)
		r.start[b] = int32(k)
	}
	return r
}

// below returns how many values are less than fit, which lies in [0, 1].
func (r *ranking) below(fit float64) int {
	b := int(fit * steps)
	from, to := int(r.start[b]), int(r.start[b+1])
	for from < to {
		if middle := (from + to) / 2; r.values[middle] < fit {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}
