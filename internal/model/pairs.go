package model

import "math/bits"

// Pairs is a set of pairs of rows and columns, one bit each. Different rows
// may be changed by different goroutines at once.
type Pairs struct {
	columns, words int
	bit            []uint64
}

// NewPairs returns the set of all pairs.
func NewPairs(rows, columns int) *Pairs {
	p := &Pairs{columns: columns, words: (columns + 63) / 64}
	p.bit = make([]uint64, rows*p.words)
	for k := range p.bit {
		p.bit[k] = ^uint64(0)
	}
	if rest := columns % 64; rest != 0 {
		for k := p.words - 1; k < len(p.bit); k += p.words {
			p.bit[k] = 1<<rest - 1
		}
	}
	return p
}

// Has reports whether the pair is in the set.
func (p *Pairs) Has(row, column int) bool {
	return p.bit[row*p.words+column/64]>>(column%64)&1 != 0
}

// Remove takes a pair out of the set.
func (p *Pairs) Remove(row, column int) {
	p.bit[row*p.words+column/64] &^= 1 << (column % 64)
}

// add puts a pair into the set.
func (p *Pairs) add(row, column int) {
	p.bit[row*p.words+column/64] |= 1 << (column % 64)
}

// set puts a pair into the set or takes it out.
func (p *Pairs) set(x Pair, has bool) {
	if has {
		p.add(x.Row, x.Column)
	} else {
		p.Remove(x.Row, x.Column)
	}
}

// RemoveRow takes all pairs of a row out of the set.
func (p *Pairs) RemoveRow(row int) { clear(p.row(row)) }

// Keep takes all pairs of a row out of the set but one.
func (p *Pairs) Keep(row, column int) {
	had := p.Has(row, column)
	p.RemoveRow(row)
	if had {
		p.add(row, column)
	}
}

// keepMask takes the pairs out of a row whose columns a mask has not.
func (p *Pairs) keepMask(row int, mask []uint64) {
	bit := p.row(row)
	for k := range bit {
		bit[k] &= mask[k]
	}
}

// Force leaves a row one pair and no other, whether it was in the set or not.
func (p *Pairs) Force(row, column int) {
	p.RemoveRow(row)
	p.add(row, column)
}

// Row stores in into, which is as long as there are columns, which of them the
// row has.
func (p *Pairs) Row(row int, into []bool) {
	bit := p.row(row)
	for j := range into {
		into[j] = bit[j/64]>>(j%64)&1 != 0
	}
}

func (p *Pairs) row(row int) []uint64 {
	return p.bit[row*p.words : (row+1)*p.words : (row+1)*p.words]
}

// List returns the pairs in compressed rows, or nil if more than one pair in
// share is in the set.
func (p *Pairs) List(rows, share int) (start []int, column []int32) {
	start = make([]int, rows+1)
	for i := range rows {
		start[i+1] = start[i] + p.count(i)
		if start[i+1] > rows*p.columns/share {
			return nil, nil
		}
	}
	column = make([]int32, 0, start[rows])
	for i := range rows {
		column = p.appendRow(i, column)
	}
	return start, column
}

// count returns how many pairs a row has.
func (p *Pairs) count(row int) int {
	n := 0
	for _, w := range p.row(row) {
		n += bits.OnesCount64(w)
	}
	return n
}

// appendRow appends the columns of a row in ascending order.
func (p *Pairs) appendRow(row int, to []int32) []int32 {
	for k, w := range p.row(row) {
		for ; w != 0; w &= w - 1 {
			to = append(to, int32(k*64+bits.TrailingZeros64(w)))
		}
	}
	return to
}

func (p *Pairs) clone() *Pairs {
	q := *p
	q.bit = append([]uint64(nil), p.bit...)
	return &q
}

// Intersect takes out of the set what is not in q, a set of the same shape.
func (p *Pairs) Intersect(q *Pairs) {
	for k := range p.bit {
		p.bit[k] &= q.bit[k]
	}
}

// IntersectRow takes out of a row what is not in another row of q, a set of as
// many columns. The column but, unless it is below 0, stays as it is.
func (p *Pairs) IntersectRow(row int, q *Pairs, of, but int) {
	had := but >= 0 && p.Has(row, but)
	p.keepMask(row, q.row(of))
	if had {
		p.add(row, but)
	}
}
