package lap

import "slices"

// paths is the scratch of the shortest path searches. Outside a search all of
// distance is +Inf and all of done false.
type paths struct {
	distance []float64 // of columns, in reduced costs
	previous []int32   // the row from which a column was reached
	done     []bool    // the distance of the column is final
	touched  []int32   // columns with a finite distance
	scanned  []int32   // columns with a final distance
	queue    queue
	offset   []float64 // of scanned rows: reduced cost of the own pair less distance
	read     []int32   // search in which a row's list was last renewed
	search   int32
	found    []int32
	limit    float64 // distance of the nearest free column so far
	end      int32   // that column
}

func (s *solver[E]) makePaths() {
	p := &s.paths
	if len(p.distance) > 0 {
		return
	}
	p.distance = resized(p.distance, s.columns)
	setAll(p.distance, infinity)
	p.previous = resized(p.previous, s.columns)
	p.done = resized(p.done, s.columns)
	clear(p.done)
	p.offset = resized(p.offset, s.rows)
	if s.view != nil {
		p.read = resized(p.read, s.rows)
		clear(p.read)
		p.found = resized(p.found, s.columns)
	}
}

// forget makes the next search the first, of another problem.
func (p *paths) forget() {
	p.distance, p.touched, p.scanned = p.distance[:0], p.touched[:0], p.scanned[:0]
	p.search = 0
}

// augment matches the free rows one after the other, each along a shortest path.
// It stops, with rows left in s.free, when the work exceeds the budget.
func (s *solver[E]) augment(budget int) error {
	s.makePaths()
	work := 0
	for k, i := range s.free {
		if work > budget {
			s.free = s.free[k:]
			return nil
		}
		done, err := s.searchFrom(i)
		if err != nil {
			return err
		}
		work += done
		s.lowerPrices()
		s.flip(i)
	}
	s.free = s.free[:0]
	return nil
}

// searchFrom finds a shortest path from a free row to a free column in the
// reduced costs, by Dijkstra's method with two departures. Nothing as far as the
// nearest free column met so far enters the queue. And a row enters it twice:
// with its candidates, and at the distance below which its candidates are all
// it has; only if the search gets as far as that is the row read, first to renew
// its list and, should the search come back, to relax all of it.
//
// It returns the work done, counted in columns scanned.
func (s *solver[E]) searchFrom(free int32) (work int, err error) {
	p := &s.paths
	for _, j := range p.touched {
		p.distance[j] = infinity
		p.done[j] = false
	}
	p.touched, p.scanned = p.touched[:0], p.scanned[:0]
	p.queue = p.queue[:0]
	p.limit, p.end = infinity, -1
	p.search++

	p.offset[free] = 0
	s.relaxListed(free)
	for len(p.queue) > 0 && p.queue[0].key < p.limit {
		next := p.queue.pop()
		if err := s.check.ended(); err != nil {
			return work, err
		}
		if next.id < 0 {
			s.relaxRest(^next.id)
			work++
			if s.view != nil {
				work += s.columns / 64
			}
			continue
		}
		j := next.id
		if p.done[j] || next.key > p.distance[j] {
			continue
		}
		p.done[j] = true
		p.scanned = append(p.scanned, j)
		work++
		i := s.rowOf[j]
		p.offset[i] = s.pair[i] - s.v[j] - next.key
		s.relaxListed(i)
	}
	if p.end < 0 {
		return work, s.violator(free)
	}
	return work, nil
}

// relaxListed tries the candidates of a row.
func (s *solver[E]) relaxListed(i int32) {
	p := &s.paths
	offset, v, limit := p.offset[i], s.v, p.limit
	first, _, bound := s.shortlist(i)
	for _, e := range first {
		j := e.column
		d := float64(e.cost) - v[j] - offset
		if d < limit && d < p.distance[j] {
			s.reach(i, j, d)
			limit = p.limit
		}
	}
	if event := bound - offset; event < p.limit {
		p.queue.push(event, ^i)
	}
}

// relaxRest reads a row whose candidates no longer suffice.
func (s *solver[E]) relaxRest(i int32) {
	p := &s.paths
	if s.short != nil {
		_, others, _ := s.shortlist(i)
		for _, e := range others {
			if d := float64(e.cost) - s.v[e.column] - p.offset[i]; d < p.limit && d < p.distance[e.column] {
				s.reach(i, e.column, d)
			}
		}
		return
	}
	if p.read[i] != p.search {
		p.read[i] = p.search
		s.refill(i)
		s.relaxListed(i)
		return
	}
	row := s.view.row(int(i), s.scratch.row)
	count := s.kernels.improving(row, s.v, p.distance, s.view.sign, p.offset[i], p.limit, p.found)
	for _, j := range p.found[:count] {
		if d := s.view.signed(row[j]) - s.v[j] - p.offset[i]; d < p.limit && d < p.distance[j] {
			s.reach(i, j, d)
		}
	}
}

// reach records a shorter way to column j.
func (s *solver[E]) reach(i, j int32, d float64) {
	p := &s.paths
	if p.done[j] {
		return // shorter by a rounding error
	}
	if p.distance[j] == infinity {
		p.touched = append(p.touched, j)
	}
	p.distance[j], p.previous[j] = d, i
	if s.rowOf[j] < 0 {
		p.limit, p.end = d, j
	} else {
		p.queue.push(d, j)
	}
}

// lowerPrices keeps all reduced costs non-negative, and those on the path zero.
func (s *solver[E]) lowerPrices() {
	p := &s.paths
	for _, j := range p.scanned {
		s.v[j] += p.distance[j] - p.limit
	}
}

// flip matches along the path that ends in p.end.
func (s *solver[E]) flip(free int32) {
	for j := s.paths.end; j >= 0; {
		i := s.paths.previous[j]
		next := s.columnOf[i]
		s.match(i, j, s.at(i, j))
		if i == free {
			return
		}
		j = next
	}
}

// at returns the cost of a pair.
func (s *solver[E]) at(i, j int32) float64 {
	if s.view != nil {
		return s.view.at(int(i), int(j))
	}
	for _, e := range s.lists.of(i) {
		if e.column == j {
			return float64(e.cost)
		}
	}
	return infinity
}

// violator is what a search proves that has found no free column: the rows it
// met have no columns but those it scanned, and these are all taken by the rows
// other than the first.
func (s *solver[E]) violator(free int32) error {
	e := &InfeasibleError{Rows: []int{int(free)}}
	for _, j := range s.paths.scanned {
		e.Rows = append(e.Rows, int(s.rowOf[j]))
		e.Columns = append(e.Columns, int(j))
	}
	slices.Sort(e.Rows)
	slices.Sort(e.Columns)
	return e
}

// queue is a heap with four children to a node. An id ≥ 0 is a column, below 0
// the complement of a row. Entries that have been overtaken stay in it.
type queue []entry

type entry struct {
	key float64
	id  int32
}

func (q *queue) push(key float64, id int32) {
	h := append(*q, entry{})
	k := len(h) - 1
	for k > 0 {
		parent := (k - 1) >> 2
		if h[parent].key <= key {
			break
		}
		h[k] = h[parent]
		k = parent
	}
	h[k] = entry{key, id}
	*q = h
}

func (q *queue) pop() entry {
	h := *q
	top, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	if len(h) == 0 {
		return top
	}
	k := 0
	for {
		child := k<<2 + 1
		if child >= len(h) {
			break
		}
		for c, end := child+1, min(child+4, len(h)); c < end; c++ {
			if h[c].key < h[child].key {
				child = c
			}
		}
		if h[child].key >= last.key {
			break
		}
		h[k] = h[child]
		k = child
	}
	h[k] = last
	return top
}
