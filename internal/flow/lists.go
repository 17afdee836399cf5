package flow

// Lists know the pairs of zero reduced cost of most rows of a Solution without a
// look at their costs: from the rows' candidates. They hold the memory of those,
// up to 64 pairs a row.
type Lists struct {
	candidates [][]arc
	at, atCost []int32
	price      []int64
	beyond     beyond
}

// Tight stores in mask, which has a bit for every column, at which columns of a
// row c + π is the least, and reports true; or false, if that takes a look at the
// row's costs. O(candidates of the row + columns / 64).
func (l *Lists) Tight(row int, mask []uint64) bool {
	own := int64(l.atCost[row]) + l.price[l.at[row]]
	if !l.beyond.above(row, own) {
		return false
	}
	clear(mask)
	for _, c := range l.candidates[row] {
		if int64(c.cost)+l.price[c.column] == own {
			mask[c.column/64] |= 1 << (c.column % 64)
		}
	}
	return true
}

// beyond bounds c + π of the pairs that are no candidates of their row.
type beyond struct {
	least  []int64 // of each row's, at the prices when candidates were chosen; far: it has no such pair
	then   []int64 // those prices, of columns
	lowest int64   // the least change of a price since
}

// follow notes that prices are different now.
func (b *beyond) follow(price []int64) {
	b.lowest = far
	for j, x := range b.then {
		b.lowest = min(b.lowest, price[j]-x)
	}
}

// above reports whether all pairs of a row that are no candidates are known to
// have a c + π above x, at the prices last followed.
func (b *beyond) above(row int, x int64) bool {
	return b.least[row] == far || b.least[row]+b.lowest > x
}
