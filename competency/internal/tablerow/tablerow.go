// Package tablerow adds rows of a table of small numbers: for a few rows out of
// thousands, the sum of each column, limited to 2³⁰.
//
// Two columns share a word of 64 bits, so that one addition serves both; where
// the processor has AVX2, eight share a register. Both give the same in every
// bit. The build tag purego leaves the assembly out.
package tablerow

// Lanes is the number of columns that the width of a table is a multiple of.
const Lanes = 16

// Most is the largest entry of a table and the limit of its sums: 2³⁰.
const Most = 1 << 30

// words is the number of words in a block of Lanes columns.
const words = Lanes / 2

// Table holds rows of numbers from 0 to Most. It may be read by several
// goroutines at once.
type Table struct {
	entries []uint64 // row after row; the lower half of a word is the column before
	stride  int      // words in a row
	rows    int
}

// New returns a table of zeros with at least the given columns.
func New(rows, columns int) *Table {
	stride := (columns + Lanes - 1) / Lanes * words
	return &Table{entries: make([]uint64, rows*stride), stride: stride, rows: rows}
}

// Width is the number of columns, a multiple of Lanes.
func (t *Table) Width() int { return 2 * t.stride }

// Set stores a row, from the first column on. Values are from 0 to Most; those
// that are missing are left as they are.
func (t *Table) Set(row int, values []int32) {
	entries := t.entries[row*t.stride:][:t.stride]
	for k, value := range values {
		shift := 32 * (k & 1)
		entries[k/2] = entries[k/2]&^(0xFFFFFFFF<<shift) | uint64(uint32(value))<<shift
	}
}

// At returns the entry at a row and column of the table.
func (t *Table) At(row, column int) int32 {
	return int32(uint32(t.entries[row*t.stride+column/2] >> (32 * (column & 1))))
}

// batch is the number of rows that a kernel adds in one call.
const batch = 32

// Sum stores in into the sums of the given rows, each limited to Most, from a
// column on; if keep is set, it adds them to what an earlier call left in into.
// Column and length of into are multiples of Lanes within the table. Large has
// to be set where a sum, of all calls together, may exceed 2³² − 1 before it is
// limited.
func (t *Table) Sum(into []int32, from int, rows []int32, large, keep bool) {
	if len(into) == 0 {
		return
	}
	_ = t.entries[:t.rows*t.stride]
	first := from / 2
	if from < 0 || first+len(into)/2 > t.stride || (from|len(into))%Lanes != 0 {
		panic("tablerow: columns beyond the table")
	}
	var starts [batch]int // of the part of each row to be added, in words
	for {
		n := min(len(rows), batch)
		for i, row := range rows[:n] {
			if uint(row) >= uint(t.rows) {
				panic("tablerow: row beyond the table")
			}
			starts[i] = int(row)*t.stride + first
		}
		if large {
			sumLarge(into, t.entries, starts[:n], keep)
		} else {
			sum(into, t.entries, starts[:n], keep)
		}
		if rows = rows[n:]; len(rows) == 0 {
			return
		}
		keep = true
	}
}
