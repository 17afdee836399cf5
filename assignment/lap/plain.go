package lap

// solvePlain is the method for small matrices, for which nothing is worth more
// preparation than a signed copy: row reduction and then shortest augmenting
// paths, reading whole rows, with an array for a queue.
//
// R. Jonker and A. Volgenant, A shortest augmenting path algorithm for dense and
// sparse linear assignment problems, Computing 38 (1987) 325–340,
// doi:10.1007/BF02278710.
func (s *solver[E]) solvePlain() error {
	n := s.columns
	cost := make([]float64, s.rows*n)
	s.view.panel(0, s.rows, s.scratch.row, func(i int, row []E) {
		copied := cost[i*n:][:len(row)]
		sign, forbidden := s.view.sign, s.view.forbidden
		for j, x := range row {
			c := float64(sign * float64(x))
			if x == forbidden {
				c = infinity
			}
			copied[j] = c
		}
	})
	if s.rows == n && n >= factorSide && s.contestedPlain(cost) {
		s.chainPrices()
	}
	for range reductionPasses {
		s.reducePlain(cost)
	}
	s.paths.distance = make([]float64, n)
	s.paths.previous = make([]int32, n)
	s.paths.scanned = make([]int32, 0, n)
	open := make([]int32, n)
	for _, free := range s.free {
		if err := s.check.ended(); err != nil {
			return err
		}
		if !s.searchPlain(cost, free, open) {
			return s.violator(free)
		}
		s.lowerPrices()
		s.flip(free)
	}
	return nil
}

// plainCap is to reducePlain what tuning.reductionCap is to reduceRows: without lists a
// step costs as much as scanning a column for a path does.
const plainCap = 2

// reducePlain is reduceRows without lists.
func (s *solver[E]) reducePlain(cost []float64) {
	queue, later := s.free, s.later[:0]
	steps := 0
	for k := 0; k < len(queue); {
		i := queue[k]
		k++
		steps++
		row := cost[int(i)*s.columns:][:s.columns]
		v := s.v[:len(row)]
		least, second := infinity, infinity
		best := int32(-1)
		for j, x := range row {
			if h := x - v[j]; h < second {
				if h < least {
					least, second, best = h, least, int32(j)
				} else {
					second = h
				}
			}
		}
		if best < 0 {
			later = append(later, i)
			continue
		}
		owner := s.rowOf[best]
		if lowered := v[best] - (second - least); lowered < v[best] && second < infinity {
			v[best] = lowered
		} else if owner >= 0 {
			for j, x := range row {
				if s.rowOf[j] < 0 && x-v[j] == least {
					best, owner = int32(j), -1
					break
				}
			}
			if owner >= 0 {
				later = append(later, i)
				continue
			}
		}
		s.match(i, best, row[best])
		if owner < 0 {
			continue
		}
		s.columnOf[owner] = -1
		if steps < plainCap*len(queue) {
			k--
			queue[k] = owner
		} else {
			later = append(later, owner)
		}
	}
	s.free, s.later = later, queue
}

// searchPlain finds a shortest path from a free row to a free column and reports
// whether there is one. open is room for the columns not yet scanned.
func (s *solver[E]) searchPlain(cost []float64, free int32, open []int32) bool {
	p := &s.paths
	p.scanned = p.scanned[:0]
	for j := range open {
		open[j] = int32(j)
		p.distance[j] = infinity
	}
	rowOf := s.rowOf
	// All of one length, which spares the loop some of its bounds checks.
	v, distance, previous := s.v, p.distance[:len(s.v)], p.previous[:len(s.v)]
	reached, offset := -infinity, 0.0
	for i := free; ; {
		row := cost[int(i)*s.columns:][:len(v)]
		nearest, at := infinity, -1
		for k, j := range open {
			j := uint(j)
			if j >= uint(len(v)) {
				break // never
			}
			d := distance[j]
			if through := row[j] - v[j] - offset; through < d {
				d = through
				distance[j], previous[j] = d, i
			}
			// Of equally near columns take a free one: that ends the path.
			if d > nearest || (d == nearest && (at < 0 || rowOf[j] >= 0)) {
				continue
			}
			nearest, at = d, k
			if d <= reached && rowOf[j] < 0 {
				break // nothing can be nearer
			}
		}
		if at < 0 {
			return false
		}
		j := open[at]
		if rowOf[j] < 0 {
			p.limit, p.end = nearest, j
			return true
		}
		last := len(open) - 1
		open[at] = open[last]
		open = open[:last]
		p.scanned = append(p.scanned, j)
		i = rowOf[j]
		reached = nearest
		offset = s.pair[i] - v[j] - nearest
	}
}

// contestedPlain is contested without lists, for fewer rows.
func (s *solver[E]) contestedPlain(cost []float64) bool {
	const sample = 16
	wanted := -1
	for k := range sample {
		row := cost[s.rows*k/sample*s.columns:][:s.columns]
		v := s.v[:len(row)]
		least, best := infinity, 0
		for j, x := range row {
			if h := x - v[j]; h < least {
				least, best = h, j
			}
		}
		if wanted >= 0 && best != wanted {
			return false
		}
		wanted = best
	}
	return true
}
