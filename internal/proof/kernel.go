package proof

import (
	"math/big"
	"math/bits"
)

// atMost returns in bit k whether cost[k] + price[k] ≤ most, for up to 64 columns.
// Sums with prices up to maxPrice do not overflow. It has no branches to guess: how
// many columns tie differs from goal to goal.
func atMost(cost []int32, price []int64, most int64) (mask uint64) {
	price = price[:len(cost)]
	beyond := most + 1
	for k := len(cost) - 1; k >= 0; k-- {
		below := uint64(int64(cost[k])+price[k]-beyond) >> 63 // the sign
		mask = mask<<1 + below
	}
	return mask
}

// least returns the least cost[k] + price[k] of one column or more.
func least(cost []int32, price []int64) int64 {
	price = price[:len(cost)]
	out := int64(cost[0]) + price[0]
	for k, c := range cost {
		out = min(out, int64(c)+price[k])
	}
	return out
}

// wide is an integer of 128 bits. Sums of fewer than 2⁶⁴ numbers of 64 bits are
// exact in it.
type wide struct {
	high int64
	low  uint64
}

func (w *wide) add(x int64) {
	low, carry := bits.Add64(w.low, uint64(x), 0)
	w.low = low
	w.high += x>>63 + int64(carry) // the sign of x, extended
}

func (w *wide) big() *big.Int {
	out := big.NewInt(w.high)
	out.Lsh(out, 64)
	return out.Add(out, new(big.Int).SetUint64(w.low))
}
