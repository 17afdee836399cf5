// Package lanes has the inner loops of passes over rows of costs: it finds the
// columns of a dense row whose cost plus price is the least, equals a number, or
// is at most a number.
//
// A loop reads a row once and several columns, its lanes, at a time. Sets of
// columns come as masks: bit j%64 of word j/64 is column j.
//
// # Exactness
//
// Costs have 32 bits and prices 64, but the sums of a row are computed in 32 bits
// wherever that is exact. Prices are shifted by the greatest of them, base, so
// that all shifted prices lie in [−MaxCost, 0] if they are close enough together.
// The sum of a cost and a shifted price then lies in [−2·MaxCost, MaxCost], and
// that of Absent is above MaxCost: it is never the least, and never at most a
// number that a sum could be. Equality holds for all int32 costs: two different
// sides differ by less than 2³², so they differ in their low 32 bits.
// Prices that are farther apart are added in 64 bits.
//
// Every loop has a portable form and, where that is at least twice as fast, one
// with AVX2. The build tag purego leaves out the latter.
package lanes

import "math"

// Absent is the cost of a pair that does not exist.
const Absent = math.MaxInt32

// MaxCost bounds the absolute value of other costs.
const MaxCost = 1<<30 - 1

// None is above every sum of a cost and a price.
const None = math.MaxInt64

// Lanes is the number of lanes: column j is in lane j%Lanes.
const Lanes = 32

// Words returns the length of a mask of columns.
func Words(columns int) int { return (columns + 63) / 64 }

// Prices are the prices of all columns, ready for the loops. Several goroutines
// may read them at once.
type Prices struct {
	price []int64
	near  bool    // the prices are close enough together for shifted
	base  int64   // the greatest price
	shift []int32 // price − base, and Absent up to a multiple of Lanes
}

// Set takes the prices, whose absolute value is below 2⁶². It keeps the slice
// and reads it again, so the prices must not change before the next Set.
// O(columns).
func (p *Prices) Set(price []int64) {
	p.price, p.near, p.base = price, true, 0
	if len(price) == 0 {
		p.shift = p.shift[:0]
		return
	}
	least, most := price[0], price[0]
	for _, x := range price {
		least, most = min(least, x), max(most, x)
	}
	p.base = most
	if p.near = most-least <= MaxCost; !p.near {
		return
	}
	padded := (len(price) + Lanes - 1) / Lanes * Lanes
	if cap(p.shift) < padded {
		p.shift = make([]int32, padded)
	}
	p.shift = p.shift[:padded]
	for j, x := range price {
		p.shift[j] = int32(x - most)
	}
	for j := len(price); j < padded; j++ {
		p.shift[j] = Absent
	}
}

// Least returns the least cost plus price of a row, None if all its pairs are
// absent. O(columns).
func (p *Prices) Least(costs []int32) int64 {
	if !p.near {
		least := int64(None)
		for j, c := range costs {
			if v := int64(c) + p.price[j]; v < least && c != Absent {
				least = v
			}
		}
		return least
	}
	var lane [Lanes]int32
	minima(costs, p.shift, &lane)
	least := lane[0]
	for _, x := range lane[1:] {
		least = min(least, x)
	}
	return p.sum(least)
}

// LeastOfLanes returns the least cost plus price of a row, and of the minima of
// its lanes the one that rank others are not above. They are None where there are
// no such pairs. Rank is less than Lanes. O(columns + Lanes · rank).
func (p *Prices) LeastOfLanes(costs []int32, rank int) (least, ranked int64) {
	if !p.near {
		var lane [Lanes]int64
		for l := range lane {
			lane[l] = None
		}
		for j, c := range costs {
			if v := int64(c) + p.price[j]; v < lane[j%Lanes] && c != Absent {
				lane[j%Lanes] = v
			}
		}
		sortLeast(&lane, rank+1)
		return lane[0], lane[rank]
	}
	var lane [Lanes]int32
	minima(costs, p.shift, &lane)
	sortLeast(&lane, rank+1)
	return p.sum(lane[0]), p.sum(lane[rank])
}

// sum undoes the shift of a sum.
func (p *Prices) sum(shifted int32) int64 {
	if shifted > MaxCost {
		return None
	}
	return int64(shifted) + p.base
}

// sortLeast sorts the n least numbers to the front.
func sortLeast[E int32 | int64](lane *[Lanes]E, n int) {
	for k := 1; k < Lanes; k++ {
		x := lane[k]
		q := min(k, n)
		for ; q > 0 && lane[q-1] > x; q-- {
			lane[q] = lane[q-1]
		}
		lane[q] = x
	}
}

// Equal stores in mask, which is Words long, at which columns cost plus price is
// x, absent pairs apart. Costs may have any value here. O(columns).
func (p *Prices) Equal(costs []int32, x int64, mask []uint64) {
	if p.near && x > p.base-1<<31 && x <= p.base+MaxCost {
		equal(costs, p.shift, int32(x-p.base), mask)
		return
	}
	clear(mask)
	for j, c := range costs {
		if int64(c)+p.price[j] == x && c != Absent {
			mask[j/64] |= 1 << (j % 64)
		}
	}
}

// AtMost stores in mask, which is Words long, at which columns cost plus price is
// x or less, absent pairs apart. O(columns).
func (p *Prices) AtMost(costs []int32, x int64, mask []uint64) {
	if p.near && x >= p.base-2*MaxCost {
		atMost(costs, p.shift, int32(min(x, p.base+MaxCost)-p.base), mask)
		return
	}
	clear(mask)
	for j, c := range costs {
		if int64(c)+p.price[j] <= x && c != Absent {
			mask[j/64] |= 1 << (j % 64)
		}
	}
}
