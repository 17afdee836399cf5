package tablerow

// sumPortable stores the sums of len(into)/2 words of entries from each start on, limited to
// Most. If keep is set, it adds them to what is in into, which is at most Most.
// No sum exceeds 2³² − 1.
func sumPortable(into []int32, entries []uint64, starts []int, keep bool) {
	for block := 0; block < len(into)/Lanes; block++ {
		out := (*[Lanes]int32)(into[block*Lanes:])
		var a, b, c, d, e, f, g, h uint64
		if keep {
			a, b, c, d = pair(out[0], out[1]), pair(out[2], out[3]), pair(out[4], out[5]), pair(out[6], out[7])
			e, f, g, h = pair(out[8], out[9]), pair(out[10], out[11]), pair(out[12], out[13]), pair(out[14], out[15])
		}
		offset := block * words
		for _, start := range starts {
			w := (*[words]uint64)(entries[start+offset:])
			a += w[0]
			b += w[1]
			c += w[2]
			d += w[3]
			e += w[4]
			f += w[5]
			g += w[6]
			h += w[7]
		}
		out[0], out[1] = limited(a)
		out[2], out[3] = limited(b)
		out[4], out[5] = limited(c)
		out[6], out[7] = limited(d)
		out[8], out[9] = limited(e)
		out[10], out[11] = limited(f)
		out[12], out[13] = limited(g)
		out[14], out[15] = limited(h)
	}
}

// sumLargePortable is sumPortable for sums of any size.
func sumLargePortable(into []int32, entries []uint64, starts []int, keep bool) {
	for block := 0; block < len(into)/Lanes; block++ {
		out := (*[Lanes]int32)(into[block*Lanes:])
		var sums [words]uint64
		if keep {
			for i := range sums {
				sums[i] = pair(out[2*i], out[2*i+1])
			}
		}
		offset := block * words
		for _, start := range starts {
			w := (*[words]uint64)(entries[start+offset:])
			for i := range sums {
				sums[i] = limit(sums[i] + w[i])
			}
		}
		for i, s := range sums {
			out[2*i], out[2*i+1] = int32(uint32(s)), int32(uint32(s>>32))
		}
	}
}

// pair joins two columns in a word.
func pair(lower, upper int32) uint64 { return uint64(uint32(lower)) | uint64(uint32(upper))<<32 }

// limited returns the columns of a word, limited to Most.
func limited(word uint64) (lower, upper int32) {
	return int32(min(uint32(word), Most)), int32(min(uint32(word>>32), Most))
}

// limit limits both columns of a word to Most.
func limit(word uint64) uint64 {
	const most = Most<<32 | Most
	over := (word | word>>1) & most
	// In a column that is over, all bits below Most are set in over − over>>30.
	return word&^(over<<1|(over-over>>30)) | over
}
