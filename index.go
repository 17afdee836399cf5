package mutasi

import (
	"hash/maphash"
	"iter"
	"math/bits"
)

// index finds the row of an ID in a table. It is a hash table with linear probing
// that keeps no IDs of its own: 12 to 24 bytes a row, where a map takes 30 to 60,
// and a third of the time. A nil index belongs to an empty table.
type index[ID ~string] struct {
	at   func(row int) ID
	rows int
	seed maphash.Seed
	slot []uint64 // the upper half of a hash, and the row plus 1 below it; 0: free
}

// newIndex returns an index without entries, for a table of that many rows.
func newIndex[ID ~string](rows int, at func(row int) ID) *index[ID] {
	// Between a third and two thirds of the slots are taken in the end, so that
	// every search comes to a free one.
	return &index[ID]{at: at, rows: rows, seed: maphash.MakeSeed(), slot: make([]uint64, 1<<bits.Len(uint(rows+rows/2)))}
}

// find returns the row that has an ID, or the slot for it.
func (x *index[ID]) find(id ID) (row int32, found bool, slot int, upper uint64) {
	hash := maphash.String(x.seed, string(id))
	upper = hash >> 32 << 32
	for slot = int(hash & uint64(len(x.slot)-1)); ; slot = (slot + 1) & (len(x.slot) - 1) {
		s := x.slot[slot]
		if s == 0 {
			return 0, false, slot, upper
		}
		if s&^(1<<32-1) == upper {
			if row = int32(uint32(s) - 1); x.at(int(row)) == id {
				return row, true, slot, upper
			}
		}
	}
}

// enter adds the ID of a row. If an earlier row has it, it returns that row and
// true instead.
func (x *index[ID]) enter(row int) (first int32, repeated bool) {
	first, repeated, slot, upper := x.find(x.at(row))
	if !repeated {
		x.slot[slot] = upper | uint64(row+1)
	}
	return first, repeated
}

// row returns the row of an ID, the first one if several have it, and whether
// there is one.
func (x *index[ID]) row(id ID) (int32, bool) {
	if x == nil {
		return 0, false
	}
	row, found, _, _ := x.find(id)
	return row, found
}

// ids returns the IDs of all rows that have one.
func (x *index[ID]) ids() iter.Seq[ID] {
	return func(yield func(ID) bool) {
		if x == nil {
			return
		}
		for row := range x.rows {
			if id := x.at(row); id != "" && !yield(id) {
				return
			}
		}
	}
}
