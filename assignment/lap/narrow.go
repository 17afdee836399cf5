package lap

import (
	"errors"
	"math"
	"slices"
)

// narrow solves a rectangle anew whose shortest paths are long: many rows compete
// for the same columns, and auctions, which would talk them out of it, need as
// many rows as columns.
//
// Of n rows each needs only the n + 1 columns that cost it least. For whatever
// the other rows have, one of them is free and costs no more than any other
// column. So the columns that no row needs are left out, and where rows compete
// few remain. What remains is made square by rows of zeros.
//
// The prices prove the result for the columns left out as well. Each row has
// among those it needs a free column, of price 0, so its own price is no more
// than the cost of that column, hence no more than that of a column left out.
func (s *solver[E]) narrow() error {
	needed, err := s.neededColumns()
	if err != nil {
		return err
	}
	if len(needed) < s.rows {
		e := &InfeasibleError{Rows: others(nil, s.rows)} // these are all the columns they may have
		for _, j := range needed {
			e.Columns = append(e.Columns, int(j))
		}
		return e
	}
	view := s.pickColumns(needed)
	part := newDense(view, s.workers)
	part.tuning = s.tuning
	part.tuning.narrowed = true
	part.integerCosts = s.integerCosts
	if err := part.solve(s.check.ctx); err != nil {
		if hall := (*InfeasibleError)(nil); errors.As(err, &hall) {
			for k, j := range hall.Columns {
				hall.Columns[k] = int(needed[j])
			}
		}
		return err
	}
	r := view.unpad(part.matching())
	top := 0.0
	if len(needed) == s.rows {
		// No other column is allowed anywhere, and a square leaves a constant open.
		top = slices.Max(r.columnPrice)
	}
	clear(s.v)
	s.clearMatching()
	s.free = s.free[:0]
	for k, j := range needed {
		s.v[j] = r.columnPrice[k] - top
	}
	for i, k := range r.columnOf {
		s.match(int32(i), needed[k], part.pair[i])
	}
	return nil
}

// neededColumns lists the columns that are among the rows+1 cheapest of any row.
func (s *solver[E]) neededColumns() ([]int32, error) {
	most := min(s.rows+1, s.columns)
	needed := make([]bool, s.columns)
	values := make([]float64, s.columns)
	var err error
	s.view.panel(0, s.rows, s.scratch.row, func(i int, row []E) {
		if err == nil {
			err = s.check.ended()
		}
		if err != nil {
			return
		}
		for j, x := range row {
			values[j] = s.view.signed(x)
		}
		limit := smallest(values, most)
		ties := most // how many may cost as much as the limit
		for _, x := range row {
			if s.view.signed(x) < limit {
				ties--
			}
		}
		for j, x := range row {
			switch c := s.view.signed(x); {
			case c < limit:
				needed[j] = true
			case c == limit && c < infinity && ties > 0:
				needed[j] = true
				ties--
			}
		}
	})
	var columns []int32
	for j, yes := range needed {
		if yes {
			columns = append(columns, int32(j))
		}
	}
	return columns, err
}

// pickColumns copies some columns of the view into a view of its own. It is made
// square unless that would more than double it.
func (s *solver[E]) pickColumns(columns []int32) *matrix[E] {
	width := len(columns)
	view := &matrix[E]{
		data: make([]E, s.rows*width), stride: width, rows: s.rows, columns: width,
		sign: s.view.sign, forbidden: s.view.forbidden,
	}
	s.view.panel(0, s.rows, s.scratch.row, func(i int, row []E) {
		for k, j := range columns {
			view.data[i*width+k] = row[j]
		}
	})
	view.orient(false, width <= 2*s.rows)
	return view
}

// smallest returns the k-th least of the values, from 1, and reorders them:
// C. A. R. Hoare, Algorithm 65: Find, Communications of the ACM 4 (1961) 321–322,
// doi:10.1145/366622.366647.
func smallest(values []float64, k int) float64 {
	low, high := 0, len(values)-1
	for low < high {
		pivot := values[low+(high-low)/2]
		i, j := low, high
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for pivot < values[j] {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i++
				j--
			}
		}
		switch {
		case k-1 <= j:
			high = j
		case k-1 >= i:
			low = i
		default:
			return values[k-1]
		}
	}
	if len(values) == 0 {
		return math.Inf(1)
	}
	return values[k-1]
}
