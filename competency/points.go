package competency

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"
)

// usualLines is the length of standards that are scored without allocation.
const usualLines = 32

// Full is the points of a full fit: 2³⁰.
const Full = 1 << 30

// Tabulator is a Model that also has a fixed-point form: whole points instead
// of a floating-point fit. [Attainment], [JobPersonMatch] and [ProfileMatching]
// are Tabulators.
//
// # Definition
//
// The lines of a standard are ordered by competency, level, weight and place,
// so that their order in the standard does not matter. Each asks for the whole
// of the model, in proportion to its weight: 1 in [Attainment] and
// [ProfileMatching], the required level in [JobPersonMatch]. An exact match is
// worth Full, under [CapNone] half of it. That is divided among the lines by
// largest remainder, a tie going to the line that comes first, and every line
// that asks for something has at least 1, taken from the largest.
//
// What a line is worth to a person follows from the points of the model:
//
//   - its share, if they are the whole;
//   - less than its share, if they are less: share · points / whole, rounded half
//     to even, and at most share − 1, so that a gap never counts as full;
//   - its share and the surplus, if they are more, which only [JobPersonMatch]
//     gives: the surplus is weight · (points − whole) over the sum of weight ·
//     whole, in units of an exact match, rounded half to even. It is limited to
//     Full, which changes no result.
//
// The points of the pair are the sum in 64 bits, limited to Full once. A
// standard that asks for nothing gives Full. [ProfileMatching] first divides
// Full between core and secondary lines by their shares, rounded half to even,
// with at least 1 for every line of a kind whose share is positive; a kind
// without lines leaves everything to the other.
//
// Under [LeaveOut] the sum of the lines that count is divided by the sum of
// their shares and multiplied by what an exact match is worth, rounded down, so
// that a gap still stays below an exact match; [ProfileMatching] does so for
// each kind. Where nothing counts the points are 0.
type Tabulator interface {
	Model
	// Points is the fixed-point form of Fit, from 0 to [Full]. It is the same in
	// every bit on every processor and for every order of the lines of s. It
	// takes a map lookup per line and sorts the lines: O(n log n) for n lines.
	Points(p Profile, s Standard) int32
	// PointsError bounds |Points/Full − Fit| over all profiles for s. It is at
	// most 1, which says nothing: so where a weight is so small that LeaveOut
	// may judge a person by a line with a share of a few points, or where
	// products of weights and levels leave the range of float64. For a usual
	// standard of n lines it is below 2n/Full, under LeaveOut some ten times n/Full.
	PointsError(s Standard) float64
	// Tabulate prepares standards for scoring in bulk people whose levels are
	// among those of the profiles; see [Table]. It returns nil where the
	// distinct levels are so many that the table would exceed 64 MB, as with
	// continuous levels; Points always works. Profiles are looked at only while
	// the table is made, in O(competencies) each, and may be nil. A part of the
	// people will do: add those whom [Table.Encode] refuses, and tabulate again.
	Tabulate(standards []Standard, profiles iter.Seq[Profile]) *Table
}

// fixedMeasure is a measure with a fixed-point form.
type fixedMeasure interface {
	measure
	// fixed returns the fixed-point form of a standard. It may use lines as
	// memory.
	fixed(lines []fixedLine, s Standard) fixedStandard
}

// fixedLine is a requirement in the fixed-point form.
type fixedLine struct {
	competency ID
	required   float64
	weight     float64
	whole      float64 // what the model asks for per unit of weight
	share      int64   // of the sum of its part
}

// fixedPart are the lines of a standard that share one denominator: all of
// them, or those of one kind of factor.
type fixedPart struct {
	lines []fixedLine
	scale float64 // of weights and wholes, so that no product vanishes
	asked float64 // Σ weight · whole, at scale
	// exact has the points that an exact match of the part adds, while the other
	// part counts too.
	exact int64
	// shares is the sum of the shares: exact, or, where that is 0, what an exact
	// match of the part is worth alone.
	shares int64
}

// fixedStandard is a standard in the fixed-point form. Models of one ratio use
// the first part only.
type fixedStandard struct {
	parts [2]fixedPart
	// alone has the points of an exact match: Full or half of it.
	alone int64
}

// fixedWorth has the points of exact matches with a standard.
type fixedWorth struct {
	// exact, shares and alone are those of the parts and the standard.
	exact, shares [2]int32
	alone         int32
}

func (f *fixedStandard) worths() fixedWorth {
	return fixedWorth{
		exact:  [2]int32{int32(f.parts[0].exact), int32(f.parts[1].exact)},
		shares: [2]int32{int32(f.parts[0].shares), int32(f.parts[1].shares)},
		alone:  int32(f.alone),
	}
}

// asks reports whether the standard asks for something.
func (f *fixedStandard) asks() bool { return f.parts[0].asked > 0 || f.parts[1].asked > 0 }

// join returns the points of a standard that asks for something, from what the
// lines of each part are worth that count, and from the shares of those that do
// not. No worth need be more than Full.
func (w *fixedWorth) join(firstWorth, firstMissing, secondWorth, secondMissing int64) int32 {
	first, second := int64(w.shares[0])-firstMissing, int64(w.shares[1])-secondMissing
	switch {
	case first > 0 && second > 0:
		return w.portion(w.exact[0], firstWorth, first) + w.portion(w.exact[1], secondWorth, second)
	case first > 0:
		return w.portion(w.alone, firstWorth, first)
	case second > 0:
		return w.portion(w.alone, secondWorth, second)
	default:
		return 0
	}
}

// portion returns exact · worth/counted, rounded down, and at most Full/alone
// times exact.
func (w *fixedWorth) portion(exact int32, worth, counted int64) int32 {
	most := counted
	if w.alone < Full {
		most *= 2
	}
	return int32(quotient(min(worth, most)*int64(exact), counted))
}

// quotient returns dividend/divisor, rounded down, for numbers that are not
// negative and below 2⁶². Processors divide floating-point numbers faster. The
// result has to be below 2³¹: it is then at most 1 away before it is corrected.
func quotient(dividend, divisor int64) int64 {
	q := int64(float64(dividend) / float64(divisor))
	switch rest := dividend - q*divisor; {
	case rest < 0:
		return q - 1
	case rest >= divisor:
		return q + 1
	}
	return q
}

// worth returns what a line is worth to a person who earns points on it.
func (f *fixedStandard) worth(part *fixedPart, l *fixedLine, points float64) int64 {
	switch {
	case points < l.whole:
		portion := float64(float64(l.share)*points) / l.whole
		return max(0, min(l.share-1, int64(math.RoundToEven(portion))))
	case points > l.whole:
		unit := float64(float64(f.alone) * float64(l.weight*part.scale))
		surplus := float64(unit*float64((points-l.whole)*part.scale)) / part.asked
		if !(surplus < Full) {
			return Full
		}
		return min(Full, l.share+int64(math.RoundToEven(surplus)))
	default:
		return l.share
	}
}

// fixedPoints returns the points of p on the standard of f by definition.
func fixedPoints[M measure](m M, f *fixedStandard, p Profile) int32 {
	if !f.asks() {
		return Full
	}
	var worth, missing [2]int64
	for k := range f.parts {
		part := &f.parts[k]
		for i := range part.lines {
			l := &part.lines[i]
			held, known := heldLevel(p, l.competency)
			if points, counts := contribution(m, held, known, l.required); counts {
				worth[k] += f.worth(part, l, points)
			} else {
				missing[k] += l.share
			}
		}
	}
	w := f.worths()
	return w.join(worth[0], missing[0], worth[1], missing[1])
}

// appendFixed appends the selected lines of s.
func appendFixed[M measure](m M, lines []fixedLine, s Standard, f factors) []fixedLine {
	for _, r := range s {
		if f.include(r) {
			required := demand(r.Level)
			lines = append(lines, fixedLine{
				competency: r.Competency, required: required, weight: r.weight(), whole: m.whole(required),
			})
		}
	}
	return lines
}

// newFixedPart orders the lines and gives each its share of exact, or of alone
// where exact is 0.
func newFixedPart(lines []fixedLine, exact, alone int64) fixedPart {
	slices.SortStableFunc(lines, func(a, b fixedLine) int {
		if a.competency != b.competency {
			return strings.Compare(string(a.competency), string(b.competency))
		}
		return cmp.Or(cmp.Compare(a.required, b.required), cmp.Compare(a.weight, b.weight))
	})
	part := fixedPart{lines: lines, scale: 1, exact: exact}
	part.sum()
	if part.asked < faint {
		// The smallest product is then above 1e-300, and no sum exceeds 1e300.
		part.scale = 0x1p600
		part.sum()
	}
	if part.asked <= 0 {
		return part
	}
	part.shares = exact
	if exact == 0 {
		part.shares = alone
	}
	part.divide()
	return part
}

// faint is the sum of weight · whole below which both are scaled up.
const faint = 1e-100

func (part *fixedPart) sum() {
	part.asked = 0
	for i := range part.lines {
		part.asked += part.mass(&part.lines[i])
	}
}

// mass is what a line adds to the denominator, at scale.
func (part *fixedPart) mass(l *fixedLine) float64 {
	return float64(float64(l.weight*part.scale) * float64(l.whole*part.scale))
}

// quota is the share of a line before rounding.
func (part *fixedPart) quota(l *fixedLine) float64 {
	return float64(float64(part.shares)*part.mass(l)) / part.asked
}

// fixed returns the fixed-point form of s.
func (a Attainment) fixed(lines []fixedLine, s Standard) fixedStandard {
	lines = appendFixed(a, lines, s, everything)
	return fixedStandard{alone: Full, parts: [2]fixedPart{newFixedPart(lines, Full, Full)}}
}

// fixed returns the fixed-point form of s.
func (m JobPersonMatch) fixed(lines []fixedLine, s Standard) fixedStandard {
	exact := int64(Full)
	if m.Cap == CapNone {
		exact = Full / 2
	}
	lines = appendFixed(m, lines, s, everything)
	return fixedStandard{alone: exact, parts: [2]fixedPart{newFixedPart(lines, exact, exact)}}
}

// fixed returns the fixed-point form of s.
func (m ProfileMatching) fixed(lines []fixedLine, s Standard) fixedStandard {
	lines = appendFixed(m, lines, s, coreFactors)
	n := len(lines)
	lines = appendFixed(m, lines, s, secondaryFactors)
	core, secondary := lines[:n:n], lines[n:]
	exact := m.divideKinds(len(core), len(secondary))
	return fixedStandard{alone: Full, parts: [2]fixedPart{
		newFixedPart(core, exact, Full),
		newFixedPart(secondary, Full-exact, Full),
	}}
}

// divideKinds returns what core factors are worth of Full where there are so
// many lines of each kind.
func (m ProfileMatching) divideKinds(cores, secondaries int) int64 {
	core, secondary := m.shares()
	switch {
	case secondaries == 0 || secondary <= 0 && cores > 0:
		return Full
	case cores == 0 || core <= 0:
		return 0
	}
	exact := int64(math.RoundToEven(float64(Full * m.coreShare())))
	return min(max(exact, int64(cores)), Full-int64(secondaries))
}

// Points is the fixed-point form of Fit; see [Tabulator].
func (a Attainment) Points(p Profile, s Standard) int32 {
	var memory [usualLines]fixedLine
	f := a.fixed(memory[:0], s)
	return fixedPoints(a, &f, p)
}

// Points is the fixed-point form of Fit; see [Tabulator].
func (m JobPersonMatch) Points(p Profile, s Standard) int32 {
	var memory [usualLines]fixedLine
	f := m.fixed(memory[:0], s)
	return fixedPoints(m, &f, p)
}

// Points is the fixed-point form of Fit; see [Tabulator].
func (m ProfileMatching) Points(p Profile, s Standard) int32 {
	var memory [usualLines]fixedLine
	f := m.fixed(memory[:0], s)
	return fixedPoints(m, &f, p)
}
