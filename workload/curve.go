package workload

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Point is a corner of a [Curve].
type Point struct {
	Coverage float64 `json:"coverage"`
	Penalty  float64 `json:"penalty"`
}

// Curve is a convex penalty as a function of [Coverage]: piecewise linear, made
// by [NewCurve], or a parabola, made by [Quadratic]. The zero value is the
// constant 0: it penalises nothing.
//
// Convexity is what makes a balance solvable: each further person relieves a
// unit by less than the one before, so the best plan can be found unit by unit.
// Curves are immutable and comparable with ==; equal curves are the same
// function.
type Curve struct {
	parabola bool
	target   float64 // of a parabola
	// corners of a piecewise linear curve, by ascending coverage and with
	// strictly ascending slopes: 16 bytes each, as a string so that a Curve is
	// comparable. None, for the constant 0, or at least two.
	corners string
}

// bound limits the coverages, penalties and slopes of a curve, so that no value
// at a coverage up to it overflows.
const bound = 1e150

// slack is how far, in proportion to the numbers involved, a point may lie above
// the line between its neighbours and still count as lying on it: decimal
// fractions such as 0.1, 0.2, 0.3 are not on one line in binary.
const slack = 1e-12

// Quadratic returns (coverage − target)², the parabola itself and not an
// approximation. A target that is NaN or beyond ±1e150 makes a curve that
// [Curve.Err] reports.
func Quadratic(target float64) Curve { return Curve{parabola: true, target: target} }

// NewCurve returns the convex curve through the points, straight between them
// and extended beyond the first and the last with the slopes there. The points,
// at least two, may come in any order. A point on the line between its
// neighbours, to within rounding, is accepted and has no effect.
//
// It reports every point at which the curve would not be convex, that repeats a
// coverage, or whose numbers are NaN or beyond ±1e150, by its place among the
// arguments.
func NewCurve(points ...Point) (Curve, error) {
	if len(points) < 2 {
		return Curve{}, fmt.Errorf("workload: curve: %d point(s) given: a curve needs at least two to have a slope; the zero Curve is constant 0", len(points))
	}
	hull, faults := checkedPoints(points)
	if len(faults) == 0 {
		ascending := hull
		hull = lowerHull(ascending)
		faults = append(faults, aboveHull(ascending, hull)...)
		faults = append(faults, tooSteep(hull)...)
	}
	if len(faults) > 0 {
		return Curve{}, fmt.Errorf("workload: curve: %w", errors.Join(faults...))
	}
	if len(hull) == 2 && hull[0].Penalty == 0 && hull[1].Penalty == 0 {
		return Curve{}, nil
	}
	var corners []byte
	for _, p := range hull {
		// Adding 0 turns −0 into 0, which is the same number in other bits.
		corners = binary.LittleEndian.AppendUint64(corners, math.Float64bits(p.Coverage+0))
		corners = binary.LittleEndian.AppendUint64(corners, math.Float64bits(p.Penalty+0))
	}
	return Curve{corners: string(corners)}, nil
}

// argument is a point with its place among the arguments of NewCurve.
type argument struct {
	Point
	place int
}

func (a argument) String() string {
	return fmt.Sprintf("points[%d] (coverage %v, penalty %v)", a.place, a.Coverage, a.Penalty)
}

// checkedPoints returns the points by ascending coverage, and the faults of each
// on its own or with an equal one.
func checkedPoints(points []Point) (ascending []argument, faults []error) {
	for i, p := range points {
		a := argument{Point: p, place: i}
		if !(math.Abs(p.Coverage) <= bound && math.Abs(p.Penalty) <= bound) {
			faults = append(faults, fmt.Errorf("%v: both must be numbers between -1e150 and 1e150", a))
			continue
		}
		ascending = append(ascending, a)
	}
	slices.SortStableFunc(ascending, func(a, b argument) int {
		switch {
		case a.Coverage < b.Coverage:
			return -1
		case a.Coverage > b.Coverage:
			return 1
		}
		return 0
	})
	for i := 1; i < len(ascending); i++ {
		if ascending[i].Coverage == ascending[i-1].Coverage {
			faults = append(faults, fmt.Errorf("%v repeats the coverage of points[%d]: keep one of them", ascending[i], ascending[i-1].place))
		}
	}
	return ascending, faults
}

// lowerHull returns the points at which the slope rises, with the two ends.
func lowerHull(ascending []argument) []argument {
	var hull []argument
	for _, p := range ascending {
		for len(hull) >= 2 && slope(hull[len(hull)-2].Point, hull[len(hull)-1].Point) >= slope(hull[len(hull)-1].Point, p.Point) {
			hull = hull[:len(hull)-1]
		}
		hull = append(hull, p)
	}
	return hull
}

// aboveHull reports the points that lie above the hull by more than rounding.
func aboveHull(ascending, hull []argument) (faults []error) {
	h := 0
	for _, p := range ascending {
		for h+2 < len(hull) && hull[h+1].Coverage <= p.Coverage {
			h++
		}
		from, to := hull[h], hull[h+1]
		if p.place == from.place || p.place == to.place {
			continue
		}
		line := onLine(from.Point, to.Point, p.Coverage)
		scale := max(math.Abs(from.Penalty), math.Abs(to.Penalty), math.Abs(p.Penalty)) +
			math.Abs(slope(from.Point, to.Point)*p.Coverage)
		if p.Penalty-line > slack*scale {
			faults = append(faults, fmt.Errorf("%v lies above the line from points[%d] to points[%d], so the curve is not convex there: lower its penalty to %v or less", p, from.place, to.place, line))
		}
	}
	return faults
}

func tooSteep(hull []argument) (faults []error) {
	for i := 1; i < len(hull); i++ {
		if s := slope(hull[i-1].Point, hull[i].Point); !(math.Abs(s) <= bound) {
			faults = append(faults, fmt.Errorf("from points[%d] to points[%d] the slope is %v: it must be between -1e150 and 1e150; move the points apart", hull[i-1].place, hull[i].place, s))
		}
	}
	return faults
}

func slope(a, b Point) float64 { return (b.Penalty - a.Penalty) / (b.Coverage - a.Coverage) }

// onLine evaluates the line through two points, from the nearer one, so that a
// corner has its own penalty exactly.
func onLine(a, b Point, coverage float64) float64 {
	near := a
	if math.Abs(coverage-b.Coverage) < math.Abs(coverage-a.Coverage) {
		near = b
	}
	if rise := slope(a, b); rise != 0 && coverage != near.Coverage {
		return near.Penalty + float64(rise*(coverage-near.Coverage))
	}
	return near.Penalty
}

func (c Curve) len() int { return len(c.corners) / 16 }

func (c Curve) corner(i int) Point {
	return Point{Coverage: c.number(2 * i), Penalty: c.number(2*i + 1)}
}

func (c Curve) number(i int) float64 {
	s := c.corners[8*i : 8*i+8]
	bits := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	return math.Float64frombits(bits)
}

// piece returns the index of the corner where the piece that holds coverage
// begins; the first and the last piece hold all that lies beyond them. A corner
// belongs to the piece on its right.
func (c Curve) piece(coverage float64) int {
	lo, hi := 0, c.len()-2
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if c.number(2*mid) <= coverage {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// At returns the penalty at a coverage, finite for every coverage between
// −1e150 and 1e150 unless Err reports the curve. NaN gives NaN but on the zero
// Curve. It takes O(log corners).
func (c Curve) At(coverage float64) float64 {
	switch {
	case c.parabola:
		d := coverage - c.target
		return float64(d * d)
	case c.corners == "":
		return 0
	case math.IsNaN(coverage):
		return coverage
	}
	i := c.piece(coverage)
	return onLine(c.corner(i), c.corner(i+1), coverage)
}

// Penalty returns what a unit is charged for its staff: need · At(staff/need),
// so that large units count by their size; At(1 + staff) for a unit without
// need, as [Coverage] has it. It is convex in the staff.
func (c Curve) Penalty(staff, need FTE) float64 {
	p := c.At(Coverage(staff, need))
	if need > 0 {
		p = float64(float64(need) * p)
	}
	return p
}

// Marginal returns Penalty(to, need) − Penalty(from, need) without forming that
// difference, which far from the target loses its digits. Over steps of one
// person, from = k−1 and to = k, it never decreases as k grows, exactly and
// not only to within rounding.
func (c Curve) Marginal(from, to, need FTE) float64 {
	if from > to {
		return -c.Marginal(to, from, need)
	}
	// Without need the curve is shifted by 1 and taken as of a need of 1.
	a, b, size := float64(from), float64(to), float64(need)
	shift := 0.0
	if !(need > 0) {
		size, shift = 1, 1
	}
	switch {
	case c.parabola:
		// n((b/n − t)² − (a/n − t)²) = (b − a)((a + b)/n − 2t)
		return float64((b - a) * ((a+b)/size - float64(2*(c.target-shift))))
	case c.corners == "" || from == to:
		return 0
	}
	first, last := c.piece(a/size+shift), c.piece(b/size+shift)
	least := float64(slope(c.corner(first), c.corner(first+1)) * (b - a))
	if first == last {
		return least
	}
	most := float64(slope(c.corner(last), c.corner(last+1)) * (b - a))
	var rise, at float64
	at = a
	for i := first; i <= last; i++ {
		end := b
		if i < last {
			end = float64((c.number(2*(i+1)) - shift) * size)
		}
		rise += float64(slope(c.corner(i), c.corner(i+1)) * (end - at))
		at = end
	}
	// The mean slope lies between the outer ones; rounding may not take it out,
	// or the marginals would not ascend.
	return min(max(rise, least), most)
}

// IsZero reports whether the curve is 0 everywhere.
func (c Curve) IsZero() bool { return c == Curve{} }

// Err returns an error if the curve cannot be used, because Quadratic was given
// a target that is NaN or beyond ±1e150. Curves of NewCurve are always usable.
func (c Curve) Err() error {
	if c.parabola && !(math.Abs(c.target) <= bound) {
		return fmt.Errorf("workload: curve: Quadratic has the target %v: it must be a number between -1e150 and 1e150; 1 is as much staff as needed", c.target)
	}
	return nil
}

// String describes the curve, as the name of a goal or in a test's message.
func (c Curve) String() string {
	switch {
	case c.parabola:
		return fmt.Sprintf("(coverage − %v)²", c.target)
	case c.corners == "":
		return "0"
	}
	var b strings.Builder
	b.WriteString("piecewise linear")
	for i := range c.len() {
		p := c.corner(i)
		fmt.Fprintf(&b, " (%v, %v)", p.Coverage, p.Penalty)
	}
	return b.String()
}

// MarshalJSON writes a parabola with its target and every other curve with its
// corners, by ascending coverage; the constant 0 has none. What Err reports is
// an error.
//
//	{"name":"Quadratic","parameters":{"target":1}}
//	{"name":"Curve","parameters":{"points":[{"coverage":0,"penalty":2},{"coverage":1,"penalty":0}]}}
func (c Curve) MarshalJSON() ([]byte, error) {
	if err := c.Err(); err != nil {
		return nil, err
	}
	type curveJSON struct {
		Name       string `json:"name"`
		Parameters any    `json:"parameters"`
	}
	if c.parabola {
		return json.Marshal(curveJSON{"Quadratic", struct {
			Target float64 `json:"target"`
		}{c.target}})
	}
	points := make([]Point, c.len())
	for i := range points {
		points[i] = c.corner(i)
	}
	return json.Marshal(curveJSON{"Curve", struct {
		Points []Point `json:"points"`
	}{points}})
}
