package lap

import (
	"errors"
	"math"
	"slices"
)

// element is what costs may be stored as. All arithmetic is done in float64,
// which is exact for integers as long as sums stay below 2⁵³.
type element interface{ float64 | int32 }

// matrix is the solver's view of the user's costs: at least as many columns as
// rows, and always to be minimised. It changes nothing and copies nothing.
//
// What is nearly square is made square by rows or columns of zeros, which exist
// in name only: whoever is matched with one of them is free. So row lists and
// auctions work as on a square, and the costs are read along their storage.
type matrix[E element] struct {
	data      []E
	stride    int
	rows      int // padding included
	columns   int
	given     [2]int  // rows and columns without padding
	sign      float64 // −1 when the user maximises
	forbidden E       // the value that stands for a forbidden pair

	zeros    []E  // what a row of the padding holds
	byColumn bool // row i of the view is column i of data
	swapped  bool // rows of the view are columns of the user
}

// orient turns or pads the view so that rows ≤ columns; turned says that the user
// sees the transpose of data. A square matrix is read along its rows, whichever
// way the user looks at it.
func (m *matrix[E]) orient(turned, pad bool) {
	larger, smaller := max(m.rows, m.columns), min(m.rows, m.columns)
	switch {
	case pad && larger > smaller:
		m.given = [2]int{m.rows, m.columns}
		m.rows, m.columns = larger, larger
		if m.given[0] < larger {
			m.zeros = make([]E, larger)
		}
	case m.rows > m.columns:
		m.rows, m.columns = m.columns, m.rows
		m.byColumn = true
		fallthrough
	default:
		m.given = [2]int{m.rows, m.columns}
	}
	m.swapped = m.byColumn != turned
}

// nearlySquare says whether padding costs less than it saves.
func nearlySquare(rows, columns int) bool {
	larger, smaller := max(rows, columns), min(rows, columns)
	return rows*columns > standardTuning.plainPairs && larger-smaller <= smaller/4
}

// unpad takes the padding off a result. All the padding has one price, and no
// free row or column a better one; with that price at 0 the rest is in order.
func (m *matrix[E]) unpad(r matching) matching {
	rows, columns := m.given[0], m.given[1]
	shift := 0.0 // of column prices
	switch {
	case rows < m.rows:
		shift = -slices.Max(r.columnPrice)
	case columns < m.columns:
		shift = -slices.Max(r.columnPrice[columns:])
	default:
		return r
	}
	for i := range rows {
		r.rowPrice[i] -= shift
		if int(r.columnOf[i]) >= columns {
			r.columnOf[i], r.rowPrice[i] = -1, 0
		}
	}
	for j := range columns {
		r.columnPrice[j] += shift
		if int(r.rowOf[j]) >= rows {
			r.rowOf[j], r.columnPrice[j] = -1, 0
		}
	}
	return matching{r.columnOf[:rows], r.rowOf[:columns], r.rowPrice[:rows], r.columnPrice[:columns]}
}

// at returns the signed cost of a pair of the view, +Inf if it is forbidden.
func (m *matrix[E]) at(i, j int) float64 {
	if i >= m.given[0] || j >= m.given[1] {
		return 0
	}
	if m.byColumn {
		i, j = j, i
	}
	return m.signed(m.data[i*m.stride+j])
}

func (m *matrix[E]) signed(x E) float64 {
	if x == m.forbidden {
		return math.Inf(1)
	}
	return float64(m.sign * float64(x))
}

// inRow returns the signed cost of column j, given its row.
func (m *matrix[E]) inRow(row []E, j int32) float64 {
	if int(j) >= len(row) {
		return 0
	}
	return m.signed(row[j])
}

// stored returns the cost of a pair of the view, padding apart, as it is stored.
func (m *matrix[E]) stored(i, j int) E {
	if m.byColumn {
		i, j = j, i
	}
	return m.data[i*m.stride+j]
}

// userAt returns what the user's matrix holds.
func (m *matrix[E]) userAt(i, j int) E {
	if m.byColumn != m.swapped {
		i, j = j, i
	}
	return m.data[i*m.stride+j]
}

// row returns row i of the view without padding at its end, gathered into buffer
// where the view runs across the storage.
func (m *matrix[E]) row(i int, buffer []E) []E {
	columns := m.given[1]
	if i >= m.given[0] {
		return m.zeros[:columns]
	}
	if !m.byColumn {
		return m.data[i*m.stride:][:columns:columns]
	}
	buffer = buffer[:m.columns]
	for j, k := 0, i; j < len(buffer); j, k = j+1, k+m.stride {
		buffer[j] = m.data[k]
	}
	return buffer
}

// panel calls use for the rows from ≤ i < to in order. Where the view runs across
// the storage it gathers several rows at a time, so that each cache line is
// fetched once; buffer then holds panelRows rows.
func (m *matrix[E]) panel(from, to int, buffer []E, use func(i int, row []E)) {
	if !m.byColumn {
		for i := from; i < to; i++ {
			use(i, m.row(i, nil))
		}
		return
	}
	for first := from; first < to; first += panelRows {
		count := min(panelRows, to-first)
		for j := range m.columns {
			for k, x := range m.data[j*m.stride+first:][:count] {
				buffer[k*m.columns+j] = x
			}
		}
		for k := range count {
			use(first+k, buffer[k*m.columns:][:m.columns])
		}
	}
}

const panelRows = 32

// bufferLength is the length of the buffer that panel and row need.
func (m *matrix[E]) bufferLength() int {
	if !m.byColumn {
		return 0
	}
	return m.columns * min(panelRows, max(m.rows, 1))
}

// errBadCost is returned by the solver when it meets NaN or −Inf; userError
// replaces it by errors that name the places.
var errBadCost = errors.New("lap: bad cost")

// userError translates an error of the solver into the user's terms.
func (m *matrix[E]) userError(err error) error {
	if hall := (*InfeasibleError)(nil); errors.As(err, &hall) {
		if m.given[1] < m.columns {
			// The rows compete for the padding as well. The columns they lack
			// have only the rows that are left.
			hall = &InfeasibleError{Rows: others(hall.Rows, m.given[0]), Columns: others(hall.Columns, m.given[1])}
		}
		if m.swapped {
			hall = &InfeasibleError{Rows: hall.Columns, Columns: hall.Rows}
			if m.given[0] == m.given[1] {
				// Of a square both sides conflict; it is the rows that are named.
				hall = &InfeasibleError{Rows: others(hall.Rows, m.given[0]), Columns: others(hall.Columns, m.given[1])}
			}
		}
		return hall
	}
	if err != errBadCost {
		return err
	}
	rows, columns := m.given[0], m.given[1]
	if m.swapped {
		rows, columns = columns, rows
	}
	var faults faultList
	for i := range rows {
		for j := range columns {
			if x := m.userAt(i, j); m.bad(x) {
				faults.add("lap: cost[%d][%d] is %v: want a finite number, or %v to forbid the pair", i, j, x, m.forbidden)
			}
		}
	}
	return faults.err()
}

// others lists the ids below count that are not among sorted ids.
func others(ids []int, count int) []int {
	var rest []int
	for id := range count {
		if _, found := slices.BinarySearch(ids, id); !found {
			rest = append(rest, id)
		}
	}
	return rest
}

// bad says whether x is neither a cost nor the mark of a forbidden pair. The
// least int32 is out because it has no negative.
func (m *matrix[E]) bad(x E) bool {
	if x != x {
		return true
	}
	f := float64(x)
	return math.IsInf(f, -1) || (m.forbidden == math.MaxInt32 && f == math.MinInt32)
}
