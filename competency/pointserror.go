package competency

import "math"

// sound is the least sum of weights and levels for which rounding to the
// smallest numbers of float64 stays without effect on a fit.
const sound = 1e-280

// PointsError bounds |Points/Full − Fit| over all profiles; see [Tabulator].
func (a Attainment) PointsError(s Standard) float64 {
	f := a.fixed(nil, s)
	return f.bound(a.Unknown, nil)
}

// PointsError bounds |Points/Full − Fit| over all profiles; see [Tabulator].
func (m JobPersonMatch) PointsError(s Standard) float64 {
	f := m.fixed(nil, s)
	return f.bound(m.Unknown, nil)
}

// PointsError bounds |Points/Full − Fit| over all profiles; see [Tabulator].
func (m ProfileMatching) PointsError(s Standard) float64 {
	f := m.fixed(nil, s)
	core := m.coreShare()
	return f.bound(m.Unknown, &[2]float64{core, 1 - core})
}

// bound returns the bound of PointsError. Kinds are the shares of the parts
// where there are two kinds of factor.
func (f *fixedStandard) bound(u Unknown, kinds *[2]float64) float64 {
	if !f.asks() {
		return 0
	}
	lines, largest, sum := 0, 0.0, 0.0
	for k := range f.parts {
		part := &f.parts[k]
		lines += len(part.lines)
		if len(part.lines) == 0 {
			continue
		}
		if !part.sound(u) {
			return 1
		}
		largest = max(largest, part.relative(float64(f.alone)/Full))
		if part.exact > 0 {
			sum += part.absolute()
		}
	}
	both := f.parts[0].asked > 0 && f.parts[1].asked > 0
	moved := 0.0 // between the kinds
	if both && kinds != nil {
		moved = math.Abs(float64(f.parts[0].exact) - float64(Full*kinds[0]))
	}
	var points float64
	if u.treatment == leaveOut {
		points = float64(Full*largest) + moved + 2
	} else {
		points = sum + float64(2*moved)
	}
	return min(1, points/Full+float64(float64(16+4*lines)*0x1p-52))
}

// sound reports whether no sum that a fit is divided by loses digits.
func (part *fixedPart) sound(u Unknown) bool {
	var asked float64
	for i := range part.lines {
		l := &part.lines[i]
		mass := float64(l.weight * l.whole)
		if u.treatment == leaveOut && l.whole > 0 && mass < sound {
			return false
		}
		asked += mass
	}
	return asked >= sound
}

// absolute bounds the error of the sum of all lines, in points: that of each
// share and that of each rounding. A line is rounded by a half, or by less than
// 1 where it would otherwise count as full.
func (part *fixedPart) absolute() float64 {
	var sum float64
	for i := range part.lines {
		l := &part.lines[i]
		sum += math.Abs(float64(l.share)-part.quota(l)) + 1
	}
	return sum
}

// relative bounds the error of scale · worth/counted, at most 1, over all
// choices of lines that count. Numerator and denominator of each line err by so much at the most, and
// a ratio of sums lies between the ratios of the summands. Lines that ask for
// nothing add to the numerator alone.
func (part *fixedPart) relative(scale float64) float64 {
	least, free := math.Inf(1), 0.0
	var worst float64
	for i := range part.lines {
		l := &part.lines[i]
		if !(l.whole > 0) {
			free++
			continue
		}
		quota := part.quota(l)
		if quota <= 0 {
			return 1
		}
		least = min(least, quota)
		off := math.Abs(float64(l.share) - quota)
		worst = max(worst, (off+float64(scale*(off+1)))/quota)
	}
	return worst + float64(scale*free)/least
}
