// Package points turns points into costs, a row at a time.
//
// A row takes a few instructions for eight columns where the processor has AVX2,
// chosen at run time; the portable form gives the same in every bit. The tag purego
// leaves assembly out.
package points

// Full are the most points that a pair can have.
const Full = 1 << 30

// Cost returns factor · points / Full, rounded half up, but less than the factor if
// the points are less than Full. Both are at least 0, points at most Full, and the
// factor below 2³⁰.
func Cost(factor, points int32) int32 {
	nearest := int32((uint64(uint32(factor))*uint64(uint32(points)) + Full/2) >> 30)
	return max(0, min(nearest, factor-1+points>>30)) // the last is 1 for all points
}

// Row replaces the points of a row by their costs, with the sign reversed if
// negative. There are as many factors as columns that are replaced, and at least as
// many points.
func Row(row, factor []int32, negative bool) {
	row = row[:len(factor)]
	done := replaceBlocks(row, factor, negative)
	replace(row[done:], factor[done:], negative)
}

// replace is the portable form of Row.
func replace(row, factor []int32, negative bool) {
	row = row[:len(factor)]
	if negative {
		for j, f := range factor {
			row[j] = -Cost(f, row[j])
		}
		return
	}
	for j, f := range factor {
		row[j] = Cost(f, row[j])
	}
}
