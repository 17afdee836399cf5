package lap

// shortlists hold, for each row of a sparse problem, how many entries at the front
// of its list lie below a bound. As prices only fall, no other entry ever gets below
// it, as with the lists of a matrix. So a bid reads a few entries and their prices,
// each of which waits for memory, instead of all.
type shortlists struct {
	length []int32
	bound  []float64 // no other entry has a lesser reduced cost
	values []float64 // scratch: the reduced costs of one row
}

// shortWidth is the most entries of a shortlist.
const shortWidth = 8

// makeShortlists makes every shortlist empty, with a bound that nothing keeps.
func (s *solver[E]) makeShortlists() {
	longest := int32(0)
	for _, length := range s.lists.length {
		longest = max(longest, length)
	}
	s.short = &shortlists{make([]int32, s.rows), make([]float64, s.rows), make([]float64, longest)}
	setAll(s.short.bound, -infinity)
}

// shortlist returns the candidates of a row to be tried first, the others, and
// what no other has a lesser reduced cost than. For a matrix the others are known
// to the matrix alone.
func (s *solver[E]) shortlist(i int32) (first, others []candidate[E], bound float64) {
	list := s.lists.of(i)
	if s.short == nil {
		return list, nil, s.lists.bound[i]
	}
	length := s.short.length[i]
	return list[:length], list[length:], s.short.bound[i]
}

// chooseShort is choose for complete lists.
func (s *solver[E]) chooseShort(i int32) choice {
	first, _, bound := s.shortlist(i)
	c := s.leastTwo(first)
	if c.second > bound {
		s.shorten(i)
		first, _, _ = s.shortlist(i)
		c = s.leastTwo(first)
	}
	return c
}

// shorten brings the entries of least reduced cost to the front of the list.
func (s *solver[E]) shorten(i int32) {
	entries := s.lists.of(i)
	values := s.short.values[:len(entries)]
	for k, e := range entries {
		values[k] = float64(e.cost) - s.v[e.column]
	}
	width := min(shortWidth, len(entries))
	s.short.length[i], s.short.bound[i] = int32(width), infinity
	for k := range min(width+1, len(entries)) {
		least := k
		for l := k + 1; l < len(values); l++ {
			if values[l] < values[least] {
				least = l
			}
		}
		if k == width {
			s.short.bound[i] = values[least]
			return
		}
		values[k], values[least] = values[least], values[k]
		entries[k], entries[least] = entries[least], entries[k]
	}
}
