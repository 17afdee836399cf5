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
// What is nearly square is made square by rows of zeros, which exist in name only:
// a column matched with one of them is free. So auctions work as on a square.
type matrix[E element] struct {
	data      []E
	stride    int
	rows      int // padding included
	columns   int
	given     int     // rows without padding
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
	if m.rows > m.columns {
		m.rows, m.columns = m.columns, m.rows
		m.byColumn = true
	}
	m.swapped = m.byColumn != turned
	m.given = m.rows
	if pad && m.rows < m.columns {
		m.rows = m.columns
		m.zeros = make([]E, m.columns)
	}
}

// nearlySquare says whether padding costs less than it saves.
func nearlySquare(rows, columns int) bool {
	larger, smaller := max(rows, columns), min(rows, columns)
	return rows*columns > standardTuning.plainPairs && larger-smaller <= smaller/4
}

// unpad takes the padding off a result. The columns that rows of zeros have are
// the dearest, all at one price. With that price at 0 they are free columns.
func (m *matrix[E]) unpad(r matching) matching {
	if m.given == m.rows {
		return r
	}
	top := slices.Max(r.columnPrice)
	for i := range m.given {
		r.rowPrice[i] += top
	}
	for j, i := range r.rowOf {
		r.columnPrice[j] -= top
		if int(i) >= m.given {
			r.rowOf[j], r.columnPrice[j] = -1, 0
		}
	}
	return matching{r.columnOf[:m.given], r.rowOf, r.rowPrice[:m.given], r.columnPrice}
}

// at returns the signed cost of a pair of the view, +Inf if it is forbidden.
func (m *matrix[E]) at(i, j int) float64 {
	if i >= m.given {
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

// row returns row i of the view, gathered into buffer where the view runs across
// the storage.
func (m *matrix[E]) row(i int, buffer []E) []E {
	if i >= m.given {
		return m.zeros
	}
	if !m.byColumn {
		return m.data[i*m.stride:][:m.columns:m.columns]
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
	last := min(to, m.given)
	for first := from; first < last; first += panelRows {
		count := min(panelRows, last-first)
		turn(buffer, m.columns, m.data[first:], m.stride, count, m.columns)
		for k := range count {
			use(first+k, buffer[k*m.columns:][:m.columns])
		}
	}
	for i := max(from, last); i < to; i++ {
		use(i, m.zeros)
	}
}

const panelRows = 32

// turn writes the transpose of a matrix of length rows and count columns, which
// lie stride apart in from, to into, a row in every width elements. It reads eight
// rows at a time, for which it fills a cache line of each row that it writes.
func turn[E element](into []E, width int, from []E, stride, count, length int) {
	j := 0
	for ; j+8 <= length; j += 8 {
		r0 := from[j*stride:][:count]
		r1 := from[(j+1)*stride:][:count]
		r2 := from[(j+2)*stride:][:count]
		r3 := from[(j+3)*stride:][:count]
		r4 := from[(j+4)*stride:][:count]
		r5 := from[(j+5)*stride:][:count]
		r6 := from[(j+6)*stride:][:count]
		r7 := from[(j+7)*stride:][:count]
		at := j
		for k := range count {
			line := (*[8]E)(into[at:])
			line[0], line[1], line[2], line[3] = r0[k], r1[k], r2[k], r3[k]
			line[4], line[5], line[6], line[7] = r4[k], r5[k], r6[k], r7[k]
			at += width
		}
	}
	for ; j < length; j++ {
		at := j
		for _, x := range from[j*stride:][:count] {
			into[at] = x
			at += width
		}
	}
}

// turned is the view of a copy, in the memory of the scratch, that runs along its
// storage.
func (w *scratch[E]) turned(m *matrix[E]) *matrix[E] {
	w.copied = resized(w.copied, m.rows*m.columns)
	turn(w.copied, m.columns, m.data, m.stride, m.rows, m.columns)
	t := *m
	t.data, t.stride, t.byColumn = w.copied, m.columns, false
	return &t
}

// bufferLength is the length of the buffer that panel and row need.
func (m *matrix[E]) bufferLength() int {
	if !m.byColumn {
		return 0
	}
	return m.columns * min(panelRows, max(m.given, 1))
}

// errBadCost is returned by the solver when it meets NaN or −Inf; userError
// replaces it by errors that name the places.
var errBadCost = errors.New("lap: bad cost")

// userError translates an error of the solver into the user's terms.
func (m *matrix[E]) userError(err error) error {
	if hall := (*InfeasibleError)(nil); errors.As(err, &hall) {
		if m.swapped {
			hall = &InfeasibleError{Rows: hall.Columns, Columns: hall.Rows}
			if m.given == m.columns {
				// Of a square both sides conflict; it is the rows that are named.
				hall = &InfeasibleError{Rows: others(hall.Rows, m.given), Columns: others(hall.Columns, m.columns)}
			}
		}
		return hall
	}
	if err != errBadCost {
		return err
	}
	rows, columns := m.given, m.columns
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
