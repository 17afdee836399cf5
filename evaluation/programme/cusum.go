package programme

import (
	"slices"

	"github.com/mutasi-go/mutasi/evaluation"
	"gonum.org/v1/gonum/stat"
)

// CUSUMChart is a chart of cumulative sums. It shows when the mean of a series
// has changed.
type CUSUMChart struct {
	Mean, SD evaluation.Figure // of the points before the start

	// High and Low are the sums S⁺ and S⁻ at each point from the start on. They
	// are nil where the chart is undefined.
	High, Low []float64

	// SignalHigh is the index of the first point at which High exceeds the
	// limit, SignalLow likewise for Low; −1 if there is none.
	SignalHigh, SignalLow int
}

// CUSUM charts the points from the start on against the points before. With
// z = (y − mean)/SD, where mean and SD are of the points before,
//
//	S⁺ = max(0, S⁺ + z − slack),  S⁻ = max(0, S⁻ − z − slack).
//
// slack is usually half the shift to be found, in SD, such as 0.5. limit is
// usually 4 or 5. before is how many points lie before the start.
//
// The chart is undefined if slack or limit is negative or not finite, with fewer
// than two points before the start, and where these do not vary.
//
// E. S. Page, Biometrika 41 (1954) 100–115, doi:10.1093/biomet/41.1-2.100.
func CUSUM(values []float64, before int, slack, limit float64) CUSUMChart {
	c := CUSUMChart{SignalHigh: -1, SignalLow: -1}
	before = min(max(before, 0), len(values))
	bad := !finite(slack) || !finite(limit) || slack < 0 || limit < 0 || slices.ContainsFunc(values, func(v float64) bool { return !finite(v) })
	switch {
	case bad:
		c.Mean, c.SD = undefined(evaluation.NotFinite), undefined(evaluation.NotFinite)
		return c
	case before < 2:
		c.Mean, c.SD = undefined(evaluation.TooFew), undefined(evaluation.TooFew)
		return c
	}
	mean, sd := stat.MeanStdDev(values[:before], nil)
	c.Mean, c.SD = figure(mean, evaluation.NotFinite), figure(sd, evaluation.NotFinite)
	if constant(values[:before]) || !(sd > 0) || !finite(sd) {
		c.SD = undefined(evaluation.NoVariance)
		return c
	}
	if c = c.run(values[before:], mean, sd, slack, limit); len(c.High) > 0 && !(finite(slices.Max(c.High)) && finite(slices.Max(c.Low))) {
		return CUSUMChart{Mean: undefined(evaluation.NotFinite), SD: undefined(evaluation.NotFinite), SignalHigh: -1, SignalLow: -1}
	}
	return c
}

// run computes the sums at each value.
func (c CUSUMChart) run(values []float64, mean, sd, slack, limit float64) CUSUMChart {
	var high, low float64
	for i, v := range values {
		z := (v - mean) / sd
		high, low = max(0, high+z-slack), max(0, low-z-slack)
		c.High, c.Low = append(c.High, high), append(c.Low, low)
		if high > limit && c.SignalHigh < 0 {
			c.SignalHigh = i
		}
		if low > limit && c.SignalLow < 0 {
			c.SignalLow = i
		}
	}
	return c
}
