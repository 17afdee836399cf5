package programme

import (
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
	"gonum.org/v1/gonum/stat/distuv"
)

// Bootstrap returns the estimate statistic(0 … n−1) with its bias-corrected and
// accelerated (BCa) interval at the given confidence level, 0 < level < 1. It
// draws n units with replacement, s.Count times, and asks for the statistic of
// the units drawn; units keep all their periods or answers, so that what hangs
// together within a unit stays together.
//
// statistic must be pure and must not keep its argument. The interval is
// undefined for fewer than two units and where the statistic does not vary or
// is not finite; with fewer than about 20 units it is too narrow. A level out
// of range is an error, and so is a panic of statistic.
//
// B. Efron, Better bootstrap confidence intervals, JASA 82 (1987) 171–185,
// doi:10.1080/01621459.1987.10478410.
func Bootstrap(n int, statistic func(units []int) float64, level float64, s evaluation.Resampling) (t evaluation.Inference, err error) {
	if !(level > 0 && level < 1) {
		return evaluation.Inference{}, fmt.Errorf("programme: confidence level %v; it must lie between 0 and 1, such as 0.95", level)
	}
	t = newInference("BCa bootstrap over units", n, evaluation.NotPart)
	if n <= 0 {
		return newInference(t.Method, 0, evaluation.NoValues), nil
	}
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("programme: the statistic of Bootstrap panicked: %v", v)
		}
	}()
	units := make([]int, n)
	for i := range units {
		units[i] = i
	}
	estimate := statistic(units)
	t.Estimate = figure(estimate, evaluation.NotFinite)
	if n < 2 {
		t.Low, t.High = undefined(evaluation.TooFew), undefined(evaluation.TooFew)
		return t, nil
	}
	left := make([]float64, n) // the statistic without unit i
	scratch := make([]int, n)
	for i := range left {
		out := append(scratch[:0], units[:i]...)
		left[i] = statistic(append(out, units[i+1:]...))
	}
	r := sample.Rand(s.Seed)
	drawn := make([]float64, count(s))
	for b := range drawn {
		for i := range scratch[:n] {
			scratch[i] = r.IntN(n)
		}
		drawn[b] = statistic(scratch[:n])
	}
	t.Low, t.High = bca(estimate, drawn, left, level)
	return t, nil
}

// bca returns the interval from the statistics of the samples drawn, which it
// sorts, and of the samples that leave out one unit each.
func bca(estimate float64, drawn, left []float64, level float64) (low, high evaluation.Figure) {
	for _, list := range [][]float64{{estimate}, drawn, left} {
		for _, v := range list {
			if !finite(v) {
				return undefined(evaluation.NotFinite), undefined(evaluation.NotFinite)
			}
		}
	}
	slices.Sort(drawn)
	if drawn[0] == drawn[len(drawn)-1] {
		return undefined(evaluation.NoVariance), undefined(evaluation.NoVariance)
	}
	// Bias: where the estimate lies among the draws, ties counted half.
	below, upTo := 0, 0
	for _, v := range drawn {
		if v < estimate {
			below++
		}
		if v <= estimate {
			upTo++
		}
	}
	bias := distuv.UnitNormal.Quantile(float64(below+upTo) / float64(2*len(drawn)))
	// Acceleration, from the skewness of the jackknife.
	mean := sample.Mean(left)
	var squares, cubes float64
	for _, v := range left {
		d := mean - v
		squares += float64(d * d)
		cubes += float64(float64(d*d) * d)
	}
	acceleration := 0.0
	if squares > 0 {
		acceleration = cubes / (6 * math.Pow(squares, 1.5))
	}
	end := func(p float64) evaluation.Figure {
		z := bias + distuv.UnitNormal.Quantile(p)
		return figure(quantile(drawn, distuv.UnitNormal.CDF(bias+z/(1-float64(acceleration*z)))), evaluation.NotFinite)
	}
	if math.IsInf(bias, 0) { // the estimate lies outside all draws
		return undefined(evaluation.NotPossible), undefined(evaluation.NotPossible)
	}
	return end((1 - level) / 2), end((1 + level) / 2)
}

// quantile interpolates linearly between the order statistics at (n−1)·p
// (Hyndman and Fan's type 7), which stat.Quantile does not offer.
func quantile(sorted []float64, p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	at := p * float64(len(sorted)-1)
	i := min(int(at), len(sorted)-1)
	next := min(i+1, len(sorted)-1)
	return sorted[i] + float64((at-float64(i))*(sorted[next]-sorted[i]))
}
