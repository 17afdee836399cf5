package competency

import (
	"cmp"
	"math"
	"slices"
)

// divide gives each line of the part its share of the sum: the largest
// remainder method, and at least 1 for every line that asks for something.
func (part *fixedPart) divide() {
	left := part.shares
	for i := range part.lines {
		l := &part.lines[i]
		l.share = int64(math.Floor(part.quota(l)))
		left -= l.share
	}
	if left > 0 {
		part.giveRemainders(left)
	}
	var needed int64
	for i := range part.lines {
		if l := &part.lines[i]; l.share == 0 && l.whole > 0 {
			l.share = 1
			needed++
		}
	}
	// With millions of lines rounding may have given out more than there is.
	needed += max(0, -left)
	if needed > 0 {
		part.takeFromLargest(needed)
	}
}

// giveRemainders adds 1 to the share of the lines with the largest remainders,
// to as many as there are points left, the first of equals first.
func (part *fixedPart) giveRemainders(left int64) {
	type remainder struct {
		line int
		rest float64
	}
	var memory [usualLines]remainder
	order := memory[:0]
	for i := range part.lines {
		if l := &part.lines[i]; l.whole > 0 {
			quota := part.quota(l)
			order = append(order, remainder{i, quota - math.Floor(quota)})
		}
	}
	slices.SortStableFunc(order, func(a, b remainder) int { return cmp.Compare(b.rest, a.rest) })
	for ; left > 0; left -= int64(len(order)) {
		for _, r := range order[:min(left, int64(len(order)))] {
			part.lines[r.line].share++
		}
	}
}

// takeFromLargest takes the needed points from the largest share, the first of
// equals, and the rest from the next largest. Each share keeps at least 1.
func (part *fixedPart) takeFromLargest(needed int64) {
	order := make([]int, len(part.lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(part.lines[b].share, part.lines[a].share) })
	for _, i := range order {
		taken := max(0, min(needed, part.lines[i].share-1))
		part.lines[i].share -= taken
		needed -= taken
	}
}
