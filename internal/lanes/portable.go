package lanes

// The loops over costs and shifted prices, in Go. Sums wrap as int32 does.

// minimaPortable stores the least sum of each lane, Absent in an empty lane.
func minimaPortable(costs, shift []int32, out *[Lanes]int32) {
	for l := range out {
		out[l] = Absent
	}
	shift = shift[:len(costs)]
	for len(costs) >= Lanes {
		c, s := (*[Lanes]int32)(costs), (*[Lanes]int32)(shift)
		for l := 0; l < Lanes; l += 4 {
			a, b, d, e := c[l]+s[l], c[l+1]+s[l+1], c[l+2]+s[l+2], c[l+3]+s[l+3]
			out[l], out[l+1] = min(out[l], a), min(out[l+1], b)
			out[l+2], out[l+3] = min(out[l+2], d), min(out[l+3], e)
		}
		costs, shift = costs[Lanes:], shift[Lanes:]
	}
	for l, c := range costs {
		out[l] = min(out[l], c+shift[l])
	}
}

// equalPortable stores at which columns the sum is x.
func equalPortable(costs, shift []int32, x int32, mask []uint64) {
	shift = shift[:len(costs)]
	for len(costs) >= 64 {
		c, s := (*[64]int32)(costs), (*[64]int32)(shift)
		word := uint64(0)
		for k := range c {
			d := uint32(c[k] + s[k] - x) // 0 alone has no bit after the borrow
			word = word>>1 | uint64((d-1)&^d)>>31<<63
		}
		mask[0] = word
		costs, shift, mask = costs[64:], shift[64:], mask[1:]
	}
	if len(costs) == 0 {
		return
	}
	mask[0] = 0
	for k, c := range costs {
		if c+shift[k] == x {
			mask[0] |= 1 << k
		}
	}
}

// atMostPortable stores at which columns the sum is at most x.
func atMostPortable(costs, shift []int32, x int32, mask []uint64) {
	shift = shift[:len(costs)]
	above := func(c, s int32) uint64 { return uint64(int64(x)-int64(c+s)) >> 63 }
	for len(costs) >= 64 {
		word := uint64(0)
		for k := 0; k < 64; k += 8 {
			c, s := (*[8]int32)(costs[k:]), (*[8]int32)(shift[k:])
			word = word>>8 | above(c[0], s[0])<<56 | above(c[1], s[1])<<57 |
				above(c[2], s[2])<<58 | above(c[3], s[3])<<59 | above(c[4], s[4])<<60 |
				above(c[5], s[5])<<61 | above(c[6], s[6])<<62 | above(c[7], s[7])<<63
		}
		mask[0] = ^word
		costs, shift, mask = costs[64:], shift[64:], mask[1:]
	}
	if len(costs) == 0 {
		return
	}
	mask[0] = 0
	for k, c := range costs {
		if c+shift[k] <= x {
			mask[0] |= 1 << k
		}
	}
}
