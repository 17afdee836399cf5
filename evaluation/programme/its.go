package programme

import (
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/evaluation"
)

// InterruptedTimeSeries measures the jump and the bend of a series at the start
// of a programme, against its trend before.
type InterruptedTimeSeries struct {
	Level  evaluation.Inference // the jump at the start
	Slope  evaluation.Inference // the bend: slope after minus slope before, per period
	Before evaluation.Inference // the slope before the start, per period
	Lags   int                  // number of periods over which errors may depend on each other
}

// minSide is the least number of points on each side of an interruption.
const minSide = 8

// ITS fits a line to a series with a jump and a bend at the start,
//
//	y = b₀ + b₁·t + b₂·D + b₃·(t − T₀)·D,
//
// where T₀ is the first point after the start, and D = 1 from T₀ on. values are
// in time order at even steps; before is how many of them lie before the start.
// Standard errors are those of Newey and West with ⌊4·(n/100)^(2/9)⌋ lags and the
// correction n/(n−4). The t distributions have n − 4 degrees of freedom.
//
// Everything is undefined with fewer than 8 points on a side. A jump may have
// other causes than the programme: the method sees only when it happened.
//
// A. K. Wagner et al., J. Clin. Pharm. Ther. 27 (2002) 299–309,
// doi:10.1046/j.1365-2710.2002.00430.x.
func ITS(values []float64, before int) InterruptedTimeSeries {
	const method = "interrupted time series, Newey–West errors"
	n := len(values)
	why := evaluation.TooFew
	if slices.ContainsFunc(values, func(v float64) bool { return !finite(v) }) {
		why = evaluation.NotFinite
	}
	none := newInference(method, n, why)
	s := InterruptedTimeSeries{Level: none, Slope: none, Before: none}
	if why == evaluation.NotFinite || before < minSide || n-before < minSide {
		return s
	}
	x := make([][]float64, n)
	for t := range x {
		x[t] = []float64{1, float64(t - before), 0, 0}
		if t >= before {
			x[t][2], x[t][3] = 1, float64(t-before)
		}
	}
	f, ok := fitLeastSquares(x, values)
	if !ok {
		none = newInference(method, n, evaluation.NotPossible)
		return InterruptedTimeSeries{Level: none, Slope: none, Before: none}
	}
	s.Lags = int(math.Floor(4 * math.Pow(float64(n)/100, 2.0/9)))
	errs := f.neweyWest(s.Lags)
	df := float64(n - 4)
	s.Before = student(none, f.beta[1], errs[1], df, f.exact)
	s.Level = student(none, f.beta[2], errs[2], df, f.exact)
	s.Slope = student(none, f.beta[3], errs[3], df, f.exact)
	return s
}
