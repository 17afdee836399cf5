package programme

import (
	"math"

	"github.com/mutasi-go/mutasi/evaluation"
)

// figure returns x as a Figure. why is the reason where x is NaN.
func figure(x float64, why evaluation.Reason) evaluation.Figure {
	switch {
	case math.IsNaN(x):
		return undefined(why)
	case math.IsInf(x, 0):
		return undefined(evaluation.NotFinite)
	}
	return evaluation.Figure{Value: x}
}

func undefined(why evaluation.Reason) evaluation.Figure { return evaluation.Figure{Undefined: why} }

// ratio returns a/b, undefined where b is 0.
func ratio(a, b float64) evaluation.Figure {
	if b == 0 {
		return undefined(evaluation.ZeroBase)
	}
	return figure(a/b, evaluation.NotFinite)
}

// share returns part/whole, undefined where whole is 0.
func share(part, whole int) evaluation.Figure {
	if whole == 0 {
		return undefined(evaluation.NoValues)
	}
	return evaluation.Figure{Value: float64(part) / float64(whole)}
}

// newInference returns an outcome in which everything is undefined for the same
// reason.
func newInference(method string, n int, why evaluation.Reason) evaluation.Inference {
	f := undefined(why)
	return evaluation.Inference{Method: method, N: n, Estimate: f, Low: f, High: f, Statistic: f, DF: f, P: f}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func constant(x []float64) bool {
	for _, v := range x {
		if v != x[0] {
			return false
		}
	}
	return true
}
