package workload_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

func mustCurve(t rapid.TB, points ...workload.Point) workload.Curve {
	t.Helper()
	c, err := workload.NewCurve(points...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// convexPoints draws the corners of a convex curve, in random order.
func convexPoints() *rapid.Generator[[]workload.Point] {
	return rapid.Custom(func(t *rapid.T) []workload.Point {
		n := rapid.IntRange(2, 7).Draw(t, "points")
		at := workload.Point{Coverage: rapid.Float64Range(-1, 2).Draw(t, "first"), Penalty: rapid.Float64Range(-5, 5).Draw(t, "penalty")}
		points := []workload.Point{at}
		slope := rapid.Float64Range(-20, 5).Draw(t, "slope")
		for range n - 1 {
			step := rapid.Float64Range(0.01, 2).Draw(t, "step")
			at = workload.Point{Coverage: at.Coverage + step, Penalty: at.Penalty + slope*step}
			points = append(points, at)
			slope += rapid.SampledFrom([]float64{0, 0.5, 3, 10}).Draw(t, "bend")
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		r.Shuffle(n, func(i, j int) { points[i], points[j] = points[j], points[i] })
		return points
	})
}

func curves() *rapid.Generator[workload.Curve] {
	return rapid.OneOf(
		rapid.Just(workload.Curve{}),
		rapid.Map(rapid.Float64Range(0, 3), workload.Quadratic),
		rapid.Custom(func(t *rapid.T) workload.Curve { return mustCurve(t, convexPoints().Draw(t, "points")...) }),
	)
}

func TestCurveGoesThroughItsPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := convexPoints().Draw(t, "points")
		c := mustCurve(t, points...)
		for _, p := range points {
			if got := c.At(p.Coverage); math.Abs(got-p.Penalty) > 1e-9 {
				t.Fatalf("%v at %v, want %v", got, p.Coverage, p.Penalty)
			}
		}
	})
}

func TestCurveIsConvex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := curves().Draw(t, "curve")
		coverage := rapid.Float64Range(-3, 20)
		x, y, share := coverage.Draw(t, "x"), coverage.Draw(t, "y"), rapid.Float64Range(0, 1).Draw(t, "share")
		middle, chord := c.At(share*x+(1-share)*y), share*c.At(x)+(1-share)*c.At(y)
		if middle > chord+1e-9 {
			t.Fatalf("%v: %v in the middle, %v on the chord", c, middle, chord)
		}
	})
}

// The order of the points does not matter, nor do points on a line, and equal
// curves are equal with ==.
func TestCurvesAreComparable(t *testing.T) {
	v := mustCurve(t, workload.Point{0, 1}, workload.Point{1, 0}, workload.Point{2, 1})
	for _, points := range [][]workload.Point{
		{{2, 1}, {0, 1}, {1, 0}},
		{{2, 1}, {0, 1}, {0.5, 0.5}, {1, 0}, {1.5, 0.5}},
		{{2, 1}, {math.Copysign(0, -1), 1}, {1, math.Copysign(0, -1)}},
	} {
		if c := mustCurve(t, points...); c != v {
			t.Errorf("%v differs from %v", c, v)
		}
	}
	if workload.Quadratic(1) != workload.Quadratic(1) || workload.Quadratic(1) == workload.Quadratic(2) || workload.Quadratic(0) == (workload.Curve{}) {
		t.Error("parabolas compare wrongly")
	}
}

func TestZeroCurve(t *testing.T) {
	var zero workload.Curve
	for _, x := range []float64{0, 1, -5, 1e7, math.Inf(1), math.NaN()} {
		if got := zero.At(x); got != 0 {
			t.Errorf("At(%v) is %v", x, got)
		}
	}
	flat := mustCurve(t, workload.Point{0, 0}, workload.Point{1, 0}, workload.Point{9, 0})
	if !zero.IsZero() || !flat.IsZero() || flat != zero {
		t.Errorf("constant 0 is not recognised: %v, %v", zero, flat)
	}
	for _, c := range []workload.Curve{
		workload.Quadratic(0), workload.Quadratic(1),
		mustCurve(t, workload.Point{0, 1}, workload.Point{1, 1}),
		mustCurve(t, workload.Point{0, 0}, workload.Point{1, 0}, workload.Point{2, 1}),
	} {
		if c.IsZero() {
			t.Errorf("%v is taken for 0", c)
		}
	}
	if got := zero.Penalty(3, 2) + zero.Marginal(0, 3, 2); got != 0 {
		t.Errorf("the zero curve charges %v", got)
	}
}

func TestCurveExtendsItsLastSlopes(t *testing.T) {
	c := mustCurve(t, workload.Point{0.8, 0.4}, workload.Point{1, 0}, workload.Point{1.1, 0}, workload.Point{1.6, 1})
	flat := mustCurve(t, workload.Point{0, 1}, workload.Point{1, 0}, workload.Point{2, 0})
	if got := flat.At(math.Inf(1)); got != 0 {
		t.Errorf("a flat side ends at %v, want 0", got)
	}
	for x, want := range map[float64]float64{
		0: 2, 0.8: 0.4, 0.9: 0.2, 1: 0, 1.05: 0, 1.1: 0, 1.35: 0.5, 1.6: 1, 2.6: 3, 1e7 + 1.6: 2e7 + 1, -9.2: 20.4,
	} {
		if got := c.At(x); math.Abs(got-want) > 1e-14*max(10, want) {
			t.Errorf("At(%v) is %v, want %v", x, got, want)
		}
	}
}

// The parabola is one, not many short lines.
func TestQuadraticIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		target, x := rapid.Float64Range(-3, 3).Draw(t, "target"), rapid.Float64Range(-1e7, 1e7).Draw(t, "x")
		d := x - target
		if got := workload.Quadratic(target).At(x); got != float64(d*d) {
			t.Fatalf("%v, want %v", got, float64(d*d))
		}
	})
}

func TestNewCurveNamesTheFault(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name   string
		points []workload.Point
		want   []string
	}{
		{"none", nil, []string{"0 point(s)", "at least two"}},
		{"one", []workload.Point{{1, 0}}, []string{"1 point(s)"}},
		{"NaN, Inf", []workload.Point{{nan, 0}, {0, 0}, {1, inf}, {2, 1e151}}, []string{"points[0] (coverage NaN", "points[2] (coverage 1, penalty +Inf)", "points[3]"}},
		{"repeated", []workload.Point{{0, 1}, {1, 0}, {0, 2}}, []string{"points[2] (coverage 0, penalty 2) repeats the coverage of points[0]"}},
		{"repeated, equal", []workload.Point{{0, 1}, {1, 0}, {1, 0}}, []string{"points[2]", "points[1]"}},
		{"peak", []workload.Point{{0, 0}, {1, 5}, {2, 0}}, []string{"points[1] (coverage 1, penalty 5) lies above the line from points[0] to points[2]", "not convex"}},
		{"unsorted peak", []workload.Point{{2, 0}, {0, 0}, {1, 5}}, []string{"points[2] (coverage 1, penalty 5)"}},
		{"two peaks", []workload.Point{{0, 1}, {1, 5}, {2, 0}, {3, 4}, {4, 5}}, []string{"points[1]", "points[3]"}},
		{"a little concave", []workload.Point{{0, 0}, {1, 1}, {2, 2 - 1e-9}}, []string{"points[1]"}},
		{"too steep", []workload.Point{{0, 0}, {1e-100, 1e100}}, []string{"from points[0] to points[1] the slope is"}},
		{"far too steep", []workload.Point{{0, 0}, {5e-324, 1e150}, {1, 0}}, []string{"points"}},
	} {
		got, err := workload.NewCurve(c.points...)
		if err == nil || got != (workload.Curve{}) {
			t.Errorf("%s: curve %v, error %v", c.name, got, err)
			continue
		}
		for _, part := range c.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %q is missing from: %v", c.name, part, err)
			}
		}
	}
}

// Points on one line in decimals are not quite so in binary; that is no fault.
func TestNewCurveForgivesRounding(t *testing.T) {
	for _, scale := range []float64{1e-6, 0.1, 1, 1e6} {
		var up, down []workload.Point
		for i := range 12 {
			x := float64(i) / 10
			up = append(up, workload.Point{Coverage: x, Penalty: scale * x * 0.3})
			down = append(down, workload.Point{Coverage: 1000 + x, Penalty: scale * (7 - x/3)})
		}
		mustCurve(t, up...)
		mustCurve(t, down...)
	}
}

func TestCurveErr(t *testing.T) {
	for _, target := range []float64{math.NaN(), math.Inf(1), -1e151} {
		if err := workload.Quadratic(target).Err(); err == nil || !strings.Contains(err.Error(), "target") {
			t.Errorf("target %v: %v", target, err)
		}
	}
	for _, c := range []workload.Curve{{}, workload.Quadratic(1), mustCurve(t, workload.Point{0, 1}, workload.Point{1, 0})} {
		if err := c.Err(); err != nil {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// Marginal is the difference of two penalties, in either direction.
func TestMarginalIsADifferenceOfPenalties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := curves().Draw(t, "curve")
		need := workload.FTE(rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0.1, 50)).Draw(t, "need"))
		from, to := workload.FTE(rapid.Float64Range(0, 60).Draw(t, "from")), workload.FTE(rapid.Float64Range(0, 60).Draw(t, "to"))
		a, b := c.Penalty(from, need), c.Penalty(to, need)
		got := c.Marginal(from, to, need)
		if math.Abs(got-(b-a)) > 1e-9*(1+math.Abs(a)+math.Abs(b)) {
			t.Fatalf("%v, need %v: marginal %v from %v to %v, penalties %v and %v", c, need, got, from, to, a, b)
		}
		if back := c.Marginal(to, from, need); back != -got && got != 0 {
			t.Fatalf("there %v, back %v", got, back)
		}
	})
}

// The marginals of whole people never fall: exactly, up to a coverage of 1e7.
func TestMarginalsAscendExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := curves().Draw(t, "curve")
		need := workload.FTE(rapid.OneOf(rapid.SampledFrom([]float64{0, 0.1, 1, 3}), rapid.Float64Range(0.1, 100)).Draw(t, "need"))
		k := rapid.OneOf(rapid.IntRange(1, 50), rapid.IntRange(1, 1e6)).Draw(t, "k")
		before := math.Inf(-1)
		for n := k; n < k+60; n++ {
			m := c.Marginal(workload.FTE(n-1), workload.FTE(n), need)
			if !(m >= before) || math.IsInf(m, 0) {
				t.Fatalf("%v, need %v: the marginal of person %d is %v after %v", c, need, n, m, before)
			}
			before = m
		}
	})
}

// A bend of a few units in the last place, within the first person's step, at
// which adding up the two pieces would round past the slope that follows.
func TestMarginalsAscendAcrossTheLeastBend(t *testing.T) {
	s, d := -1.9, 1e-15
	c := mustCurve(t, workload.Point{0, -s * 0.2}, workload.Point{0.2, 0}, workload.Point{2*0.2 + 1, (s + d) * (0.2 + 1)})
	before := math.Inf(-1)
	for k := workload.FTE(1); k < 5; k++ {
		m := c.Marginal(k-1, k, 0.3)
		if m < before {
			t.Errorf("the marginal of person %v is %v after %v", k, m, before)
		}
		before = m
	}
}

// Far from the target the marginal keeps its digits, where the difference of
// two penalties does not.
func TestMarginalKeepsItsDigits(t *testing.T) {
	c := workload.Quadratic(1)
	const need, k = 0.1, 1_000_000 // a coverage of 1e7
	// (2k−1)/need − 2, for the need that 0.1 is in binary.
	exact := new(big.Rat).SetInt64(2*k - 1)
	exact.Quo(exact, new(big.Rat).SetFloat64(need)).Sub(exact, big.NewRat(2, 1))
	want, _ := exact.Float64()
	if got := c.Marginal(k-1, k, need); math.Abs(got-want) > 4e-16*want {
		t.Errorf("marginal %v, want %v", got, want)
	}
}

func TestPenaltyCountsUnitsByTheirNeed(t *testing.T) {
	c := workload.Quadratic(1)
	for _, x := range []struct{ staff, need, want float64 }{
		{1, 2, 2 * 0.25}, {10, 20, 20 * 0.25}, {2, 2, 0}, {0, 0, 0}, {3, 0, 9},
	} {
		if got := c.Penalty(workload.FTE(x.staff), workload.FTE(x.need)); got != x.want {
			t.Errorf("staff %v, need %v: %v, want %v", x.staff, x.need, got, x.want)
		}
	}
}

func FuzzNewCurve(f *testing.F) {
	f.Add(0.0, 1.0, 1.0, 0.0, 2.0, 1.0, 0.5, 3.0)
	f.Add(0.0, 0.1, 0.1, 0.2, 0.2, 0.3, 1e7, 0.0)
	f.Add(-1e150, 1e150, 0.0, 5e-324, 5e-324, 1e150, math.Inf(1), math.NaN())
	f.Fuzz(func(t *testing.T, x1, y1, x2, y2, x3, y3, x, need float64) {
		c, err := workload.NewCurve(workload.Point{Coverage: x1, Penalty: y1}, workload.Point{Coverage: x2, Penalty: y2}, workload.Point{Coverage: x3, Penalty: y3})
		for _, q := range []workload.Curve{c, workload.Quadratic(x1)} {
			_ = q.String()
			q.Penalty(workload.FTE(x), workload.FTE(need))
			q.Marginal(workload.FTE(x), workload.FTE(y3), workload.FTE(need))
			if got := q.At(x); q.Err() == nil && math.Abs(x) <= 1e150 && (math.IsNaN(got) || math.IsInf(got, 0)) {
				t.Fatalf("%v: At(%v) is %v", q, x, got)
			}
		}
		if err != nil {
			if c != (workload.Curve{}) {
				t.Fatalf("a curve beside the error %v", err)
			}
			return
		}
		again, err := workload.NewCurve(workload.Point{Coverage: x3, Penalty: y3}, workload.Point{Coverage: x1, Penalty: y1}, workload.Point{Coverage: x2, Penalty: y2})
		if err != nil || again != c {
			t.Fatalf("in another order: %v and %v, error %v", c, again, err)
		}
		before := math.Inf(-1)
		for k := 1; k < 20; k++ {
			m := c.Marginal(workload.FTE(k-1), workload.FTE(k), 7)
			if m < before {
				t.Fatalf("%v: the marginal falls from %v to %v at %d", c, before, m, k)
			}
			before = m
		}
	})
}

func FuzzNeed(f *testing.F) {
	f.Add(100.0, int64(60e9), 2.5, int64(1), int64(45e14), 3.0)
	f.Fuzz(func(t *testing.T, v1 float64, n1 int64, v2 float64, n2, effective int64, holders float64) {
		rows := []workload.Activity{{Volume: v1, Norm: duration(n1)}, {Volume: v2, Norm: duration(n2)}}
		need := workload.Need(rows, duration(effective))
		if posts := need.Posts(); posts < 0 {
			t.Fatalf("%v: %d posts", need, posts)
		}
		if e := workload.Efficiency(workload.Hours(rows), workload.FTE(holders), duration(effective)); (workload.ClassOf(e) == "") != math.IsNaN(e) {
			t.Fatalf("efficiency %v is class %q", e, workload.ClassOf(e))
		}
		w := workload.WISN{Available: duration(effective), Services: rows, Support: []float64{v2}, Individual: []time.Duration{duration(n2)}}
		w.Ratio(workload.FTE(holders))
		workload.AvailableTime(duration(n1), v1, duration(n2))
		if c := workload.Coverage(workload.FTE(holders), need); holders >= 0 && !math.IsInf(holders, 0) && c < 0 {
			t.Fatalf("coverage %v", c)
		}
	})
}

func duration(n int64) time.Duration { return time.Duration(n) }
