package lap

import "math/bits"

// plainKernels are the two loops of the plain path. Costs and prices are float64
// whatever the matrix is stored as. v, d and from are as long as padded says, and
// more than the row: there v is −Inf and d +Inf. ties holds one bit a column. Like
// [rowKernels] they have a portable form and one in assembly with the same results.
type plainKernels struct {
	// leastTwo returns the two least of cost − v and sets ties to the columns
	// that attain the least, or to that one among them that is to be picked.
	leastTwo func(row, v []float64, free, ties []uint64) (least, second float64)

	// relax lowers d, of which nothing is below reached, to cost − v − offset, or
	// reached if that is more, and sets from to i where it does. It returns the
	// least of d, with ties as above. It may stop once a free column is at reached.
	relax func(row, v, d []float64, from []int64, i int64, offset, reached float64, free, ties []uint64) (nearest float64)
}

var portablePlain = plainKernels{leastTwo: leastTwo, relax: relaxWhole}

// padded is the length of arrays that are read in blocks.
func padded(columns int) int { return (columns + 7) &^ 7 }

// plain is the state of the plain path beside that of the solver.
type plain struct {
	cost       []float64 // the costs with their sign, +Inf for forbidden pairs
	stride     int
	copied     []float64 // memory for cost where the matrix does not serve
	v          []float64 // solver.v, padded; −Inf while a search has scanned the column
	distance   []float64 // of columns not yet scanned, else +Inf
	from       []int64   // the row from which a column was reached
	ties, free []uint64  // sets of columns
	scanned    []scannedColumn
}

// scannedColumn keeps what a search overwrites.
type scannedColumn struct {
	column          int32
	price, distance float64
}

// solvePlain is the method for small matrices, for which nothing is worth more
// preparation than row reduction and then shortest augmenting paths, reading
// whole rows, with an array for a queue.
//
// R. Jonker and A. Volgenant, A shortest augmenting path algorithm for dense and
// sparse linear assignment problems, Computing 38 (1987) 325–340,
// doi:10.1007/BF02278710.
func (s *solver[E]) solvePlain() error {
	n := s.columns
	p := s.newPlain()
	square := s.rows == n
	if s.rows >= factorSide && (square || !s.tuning.narrowed) && s.contestedPlain(p) {
		if !square {
			return s.narrow()
		}
		s.chainPrices()
	}
	own := s.v
	copy(p.v, own)
	s.v = p.v[:n]
	defer func() { s.v = own[:copy(own, s.v)] }()
	for range reductionPasses {
		s.reducePlain(p)
	}
	for _, free := range s.free {
		if err := s.check.ended(); err != nil {
			return err
		}
		if !s.searchPlain(p, free) {
			for _, c := range p.scanned {
				s.paths.scanned = append(s.paths.scanned, c.column)
			}
			return s.violator(free)
		}
	}
	return nil
}

func (s *solver[E]) newPlain() *plain {
	n, long, words := s.columns, padded(s.columns), (s.columns+63)/64
	p := &s.plain
	p.v, p.distance, p.from = resized(p.v, long), resized(p.distance, long), resized(p.from, long)
	p.ties, p.free = resized(p.ties, words), resized(p.free, words)
	p.scanned = resized(p.scanned, n)[:0]
	clear(p.free)
	for j := n; j < long; j++ {
		p.v[j] = -infinity
	}
	for j := range n {
		p.free[j>>6] |= 1 << (j & 63)
	}
	if data, ok := any(s.view.data).([]float64); ok && s.view.sign > 0 && !s.view.byColumn && s.view.given == s.rows {
		p.cost, p.stride = data, s.view.stride
		return p
	}
	p.copied = resized(p.copied, s.rows*n)
	p.cost, p.stride = p.copied, n
	sign, forbidden := s.view.sign, s.view.forbidden
	s.view.panel(0, s.rows, s.scratch.row, func(i int, row []E) {
		copied := p.cost[i*n:][:len(row)]
		for j, x := range row {
			c := float64(sign * float64(x))
			if x == forbidden {
				c = infinity
			}
			copied[j] = c
		}
	})
	return p
}

func (p *plain) row(i int32, columns int) []float64 {
	return p.cost[int(i)*p.stride:][:columns]
}

// pick returns the first free column of ties, or the first if none is free.
func (p *plain) pick() (j int32, free bool) {
	for k, set := range p.ties {
		if set &= p.free[k]; set != 0 {
			return int32(k<<6 + bits.TrailingZeros64(set)), true
		}
	}
	for k, set := range p.ties {
		if set != 0 {
			return int32(k<<6 + bits.TrailingZeros64(set)), false
		}
	}
	return -1, false // never
}

func (p *plain) take(j int32) { p.free[j>>6] &^= 1 << (j & 63) }

// plainCap is to reducePlain what tuning.reductionCap is to reduceRows: without lists a
// step costs as much as scanning a column for a path does.
const plainCap = 2

// reducePlain is reduceRows without lists.
func (s *solver[E]) reducePlain(p *plain) {
	queue, later := s.free, s.later[:0]
	steps := 0
	for k := 0; k < len(queue); {
		i := queue[k]
		k++
		steps++
		row := p.row(i, s.columns)
		least, second := s.kernels.plain.leastTwo(row, p.v, p.free, p.ties)
		if least == infinity {
			later = append(later, i)
			continue
		}
		best, free := p.pick()
		if lowered := p.v[best] - (second - least); lowered < p.v[best] && second < infinity {
			p.v[best] = lowered
		} else if !free {
			later = append(later, i)
			continue
		}
		owner := s.rowOf[best]
		s.match(i, best, row[best])
		if free {
			p.take(best)
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

// searchPlain finds a shortest path from a free row to a free column, lowers the
// prices and matches along the path. It reports whether there is one; p.scanned
// holds the columns it has met.
func (s *solver[E]) searchPlain(p *plain, free int32) bool {
	p.scanned = p.scanned[:0]
	setAll(p.distance, infinity)
	relax := s.kernels.plain.relax
	reached, offset := -infinity, 0.0
	i, end := free, int32(-1)
	for end < 0 {
		// Of equally near columns a free one is picked: that ends the path.
		nearest := relax(p.row(i, s.columns), p.v, p.distance, p.from, int64(i), offset, reached, p.free, p.ties)
		if nearest == infinity {
			return false
		}
		reached = nearest
		j, ends := p.pick()
		if ends {
			end = j
			break
		}
		p.scanned = append(p.scanned, scannedColumn{j, p.v[j], nearest})
		i = s.rowOf[j]
		offset = s.pair[i] - p.v[j] - nearest
		p.v[j], p.distance[j] = -infinity, infinity // out of the search
	}
	for _, c := range p.scanned {
		p.v[c.column] = c.price + (c.distance - reached)
	}
	p.take(end)
	for j := end; ; {
		i := int32(p.from[j])
		next := s.columnOf[i]
		s.match(i, j, p.cost[int(i)*p.stride+int(j)])
		if i == free {
			return true
		}
		j = next
	}
}

func in(set []uint64, j int) bool { return set[j>>6]>>(j&63)&1 != 0 }

func leastTwo(row, v []float64, free, ties []uint64) (least, second float64) {
	v = v[:len(row)]
	least, second = infinity, infinity
	best := 0
	for j, x := range row {
		if h := x - v[j]; h < second {
			if h < least {
				least, second, best = h, least, j
			} else {
				second = h
			}
		}
	}
	if least == second && !in(free, best) {
		for j, x := range row {
			if x-v[j] == least && in(free, j) {
				best = j
				break
			}
		}
	}
	clear(ties)
	ties[best>>6] = 1 << (best & 63)
	return least, second
}

func relaxWhole(row, v, d []float64, from []int64, i int64, offset, reached float64, free, ties []uint64) (nearest float64) {
	v, d, from = v[:len(row)], d[:len(row)], from[:len(row)]
	nearest = infinity
	at := 0
	for j, x := range row {
		near := d[j]
		if h := x - v[j] - offset; h < near {
			if h < reached {
				h = reached
			}
			if h < near {
				near = h
				d[j], from[j] = h, i
			}
		}
		if near > nearest || (near == nearest && (in(free, at) || !in(free, j))) {
			continue
		}
		nearest, at = near, j
		if near <= reached && in(free, j) {
			break // nothing can be nearer
		}
	}
	clear(ties)
	ties[at>>6] = 1 << (at & 63)
	return nearest
}

// contestedPlain is contested without lists, for fewer rows.
func (s *solver[E]) contestedPlain(p *plain) bool {
	const sample = 16
	wanted := -1
	for k := range sample {
		row := p.row(int32(s.view.given*k/sample), s.columns)
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
