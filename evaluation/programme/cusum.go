package programme

import (
	"slices"

	"github.com/mutasi-go/mutasi/evaluation"
	"gonum.org/v1/gonum/stat"
)

// CUSUMChart is a CUSUM chart: it shows when a series left its course.
type CUSUMChart struct {
	Mean, SD evaluation.Figure // of the points before the start alone

	// High and Low are the sums S⁺ and S⁻ of the points from the start on;
	// nil where the chart is undefined.
	High, Low []float64

	// SignalHigh and SignalLow index High and Low: the first point at which
	// the sum exceeds the limit; −1 if none does.
	SignalHigh, SignalLow int
}

// CUSUM charts the points from the start on against those before, with
// z = (y − mean)/SD of the points before and
//
//	S⁺ = max(0, S⁺ + z − slack),  S⁻ = max(0, S⁻ − z − slack).
//
// The usual slack is 0.5, which is half the shift to be found, in SD, and the
// usual limit is 4 or 5. Slack and limit must be finite and not negative, or
// the chart is undefined, as it is with fewer than two points before or where
// they do not vary.
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

// run adds the points to the sums.
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
