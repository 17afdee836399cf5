package cityscape

// A random is SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
// The standard library does not promise that a seed gives the same numbers in
// every version; committed data needs that promise.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number from 0 to n−1. The bias of the remainder is below
// n/2⁶⁴.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }

// between returns a number from low to high, both included.
func (r *random) between(low, high int) int { return low + r.below(high-low+1) }

// chance is true in percent of 100 cases.
func (r *random) chance(percent int) bool { return r.below(100) < percent }

// weighted returns an index with a probability in proportion to its weight.
func (r *random) weighted(weights ...int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	x := r.below(total)
	for i, w := range weights {
		if x < w {
			return i
		}
		x -= w
	}
	panic("weights without a sum")
}

// shuffle puts the elements into a random order.
func shuffle[T any](r *random, list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := r.below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}
