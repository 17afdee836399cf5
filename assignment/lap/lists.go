package lap

import (
	"math"
	"slices"
)

// lists holds, for each row, its candidates: every column j with
// cost − v[j] < bound, and some of those with cost − v[j] = bound. As prices only
// fall, what is not listed stays at or above the bound.
type lists[E element] struct {
	start   []int // list i is entries[start[i]:][:length[i]]
	length  []int32
	bound   []float64
	entries []candidate[E]
}

// candidate keeps cost, signed, and column together: lists are visited in no
// order, and each visit should wait for memory once.
type candidate[E element] struct {
	cost   E
	column int32
}

func (l *lists[E]) of(i int32) []candidate[E] {
	return l.entries[l.start[i]:][:l.length[i]]
}

// listWidth is how many candidates a row keeps: enough that a row is seldom read
// again, few enough that the lists stay small beside the matrix.
func listWidth(columns int) int {
	return min(max(columns/32, 32), 96)
}

func (s *solver[E]) makeLists(width int) {
	s.lists = lists[E]{
		start:   resized(s.lists.start, s.rows),
		length:  resized(s.lists.length, s.rows),
		bound:   resized(s.lists.bound, s.rows),
		entries: resized(s.lists.entries, s.rows*width),
	}
	for i := range s.lists.start {
		s.lists.start[i] = i * width
	}
}

// fillAll builds every list for the current prices.
func (s *solver[E]) fillAll() {
	s.parallel(func(worker, from, to int) {
		w := s.scratch
		if worker > 0 {
			w = newScratch(s.view, s.columns)
		}
		s.view.panel(from, to, w.row, func(i int, row []E) { s.fill(i, row, w) })
	})
}

// refill reads row i again and builds its list for the current prices.
func (s *solver[E]) refill(i int32) {
	s.fill(int(i), s.view.row(int(i), s.scratch.row), s.scratch)
}

// fill builds the list of row i. The columns fall into a fixed number of groups;
// a low rank among the least values of the groups is a bound with about as many
// columns below it as the list has room for.
func (s *solver[E]) fill(i int, row []E, w *scratch[E]) {
	width := len(s.lists.entries) / s.rows
	s.kernels.minima(row, s.v, s.view.sign, &w.minima)
	slices.Sort(w.minima[:])
	bound := w.minima[s.rank(width)]
	if w.minima[0] == bound {
		// Not one column lies below the bound.
		s.setList(i, row, w.found[:0], width, bound, w)
		return
	}
	count := s.below(row, 0, s.columns, bound, w.found)
	if count > width {
		count, bound = s.tighten(row, w, count, width)
	}
	s.setList(i, row, w.found[:count], width, bound, w)
}

// below lists the columns from ≤ j < to whose reduced cost is below the bound,
// until out is full.
func (s *solver[E]) below(row []E, from, to int, bound float64, out []int32) int {
	count := s.kernels.below(row[from:to], s.v[from:to], s.view.sign, bound, out)
	if from > 0 {
		for k := range out[:count] {
			out[k] += int32(from)
		}
	}
	return count
}

// rank says which of the sorted group minima to take as bound. With columns in
// random order, k of g minima lie below a value when about g·ln(g/(g−k)) columns
// do; half the width is left free for luck.
func (s *solver[E]) rank(width int) int {
	return int(groups * (1 - math.Exp(-0.62*float64(width)/groups)))
}

// tighten lowers a bound that let too many columns through.
func (s *solver[E]) tighten(row []E, w *scratch[E], count, width int) (int, float64) {
	values := w.values[:count]
	for k, j := range w.found[:count] {
		values[k] = s.view.signed(row[j]) - s.v[j]
	}
	slices.Sort(values)
	bound := values[width*3/4]
	kept := 0
	for _, j := range w.found[:count] {
		if s.view.signed(row[j])-s.v[j] < bound {
			w.found[kept] = j
			kept++
		}
	}
	return kept, bound
}

// setList stores the columns found below the bound. Where ties at the bound
// leave a list short, tied columns fill it, beginning with column i: so rows with
// equal costs get different columns, and a constant matrix the identity.
func (s *solver[E]) setList(i int, row []E, found []int32, width int, bound float64, w *scratch[E]) {
	l := &s.lists
	entries := l.entries[i*width:][:width]
	for k, j := range found {
		entries[k] = candidate[E]{E(s.view.signed(row[j])), j}
	}
	length := len(found)
	if length <= width/4 && bound < infinity {
		up := math.Nextafter(bound, infinity)
		for _, part := range [2][2]int{{i, s.columns}, {0, i}} {
			from, to := part[0], part[1]
			room := w.found[:to-from]
			if length == 0 {
				room = room[:min(width, len(room))]
			}
			count := s.below(row, from, to, up, room)
			for _, j := range room[:count] {
				if length < width && s.view.signed(row[j])-s.v[j] == bound {
					entries[length] = candidate[E]{E(s.view.signed(row[j])), j}
					length++
				}
			}
		}
	}
	l.length[i], l.bound[i] = int32(length), bound
}

// choice is a row's view of its two best columns.
type choice struct {
	least, second float64 // second: of another column, listed or not
	column        int32   // −1: the row has no allowed column
	cost          float64
}

// choose finds the best and second best of row i, exactly.
func (s *solver[E]) choose(i int32) choice {
	if s.short != nil {
		return s.chooseShort(i)
	}
	c := s.chooseListed(i)
	if bound := s.lists.bound[i]; c.least > bound {
		s.refill(i)
		c = s.chooseListed(i)
	}
	if bound := s.lists.bound[i]; c.second > bound {
		c.second = max(bound, c.least)
	}
	return c
}

func (s *solver[E]) chooseListed(i int32) choice { return s.leastTwo(s.lists.of(i)) }

// leastTwo finds the best and second best of some candidates.
func (s *solver[E]) leastTwo(entries []candidate[E]) choice {
	c := choice{least: infinity, second: infinity, column: -1}
	v := s.v
	best := 0
	for k := range entries {
		j := entries[k].column
		h := float64(entries[k].cost) - v[j]
		if h < c.second {
			if h < c.least {
				c.second = c.least
				c.least, c.column = h, j
				best = k
			} else {
				c.second = h
			}
		}
	}
	if c.column >= 0 {
		c.cost = float64(entries[best].cost)
	}
	return c
}
