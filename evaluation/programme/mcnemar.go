package programme

import (
	"fmt"
	"math"

	"github.com/mutasi-go/mutasi/evaluation"
	"gonum.org/v1/gonum/stat/distuv"
)

// McNemar is the exact test of whether as many people changed from no to yes
// (gained) as from yes to no (lost). People who did not change do not matter.
// The estimate is the odds gained/lost, the statistic the chi-squared value
// (gained − lost)²/(gained + lost). Both are undefined where they divide by 0,
// and p where nobody changed. A negative count, and counts whose sum exceeds the
// range of int, are errors.
//
// Q. McNemar, Psychometrika 12 (1947) 153–157, doi:10.1007/BF02295996.
func McNemar(gained, lost int) (evaluation.Inference, error) {
	if gained < 0 || lost < 0 {
		return evaluation.Inference{}, fmt.Errorf("programme: McNemar of %d gained and %d lost: a count is not negative", gained, lost)
	}
	if gained > math.MaxInt-lost {
		return evaluation.Inference{}, fmt.Errorf("programme: McNemar of %d gained and %d lost: their sum is beyond %d, the largest int", gained, lost, math.MaxInt)
	}
	out := newInference("exact McNemar test", gained+lost, evaluation.NotPart)
	d := float64(gained - lost)
	out.Estimate = ratio(float64(gained), float64(lost))
	out.Statistic = ratio(d*d, float64(gained+lost))
	out.P = signP(gained, lost)
	return out, nil
}

// signP is the two-sided p value of the sign test: a against b at equal
// chances, exact.
func signP(a, b int) evaluation.Figure {
	if a+b == 0 {
		return undefined(evaluation.NoVariance)
	}
	d := distuv.Binomial{N: float64(a + b), P: 0.5}
	return evaluation.Figure{Value: math.Min(1, 2*d.CDF(float64(min(a, b))))}
}
