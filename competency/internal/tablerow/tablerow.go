// Package tablerow adds rows of a table of small numbers: for a few rows out of
// thousands, the sum of each column.
package tablerow

// Lanes is the number of columns that a table is a multiple of.
const Lanes = 16

// Most is the largest entry of a table and the limit of limited sums: 2³⁰.
const Most = 1 << 30

// words is the number of words in a block of Lanes columns; a word holds two.
const words = Lanes / 2

// Table holds rows of numbers from 0 to Most. It may be read by several
// goroutines at once.
type Table struct {
	entries []uint64 // row after row; the lower half of a word is the column before
	stride  int      // words in a row
	rows    int
}

// New returns a table of zeros with at least so many columns.
func New(rows, columns int) *Table {
	stride := (columns + Lanes - 1) / Lanes * words
	return &Table{entries: make([]uint64, rows*stride), stride: stride, rows: rows}
}

// Width is the number of columns, a multiple of Lanes.
func (t *Table) Width() int { return 2 * t.stride }

// Rows is the number of rows.
func (t *Table) Rows() int { return t.rows }

// Set stores value, from 0 to Most, at a row and column of the table.
func (t *Table) Set(row, column int, value int32) {
	word, shift := row*t.stride+column/2, 32*(column&1)
	t.entries[word] = t.entries[word]&^(0xFFFFFFFF<<shift) | uint64(uint32(value))<<shift
}

// At returns the entry at a row and column of the table.
func (t *Table) At(row, column int) int32 {
	return int32(uint32(t.entries[row*t.stride+column/2] >> (32 * (column & 1))))
}

// Sum stores in into the sums of the given rows, from a column on that is a
// multiple of Lanes. The length of into is a multiple of Lanes. No sum may
// exceed Most, unless limited is set; sums are then limited to Most.
func (t *Table) Sum(into []int32, from int, rows []int32, limited bool) {
	clear(into)
	t.Add(into, from, rows, limited)
}

// Add adds the given rows to what is in into, as Sum does.
func (t *Table) Add(into []int32, from int, rows []int32, limited bool) {
	for _, row := range rows {
		entries := t.entries[int(row)*t.stride+from/2:][:len(into)/2]
		for i, word := range entries {
			a, b := uint32(into[2*i])+uint32(word), uint32(into[2*i+1])+uint32(word>>32)
			if limited {
				a, b = min(a, Most), min(b, Most)
			}
			into[2*i], into[2*i+1] = int32(a), int32(b)
		}
	}
}
