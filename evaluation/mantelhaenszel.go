package evaluation

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// MantelHaenszel is the common odds ratio of several tables, one per stratum,
// such as people of equal qualification:
//
//	OR = Σ(AD/n) / Σ(BC/n),  n the people of the stratum.
//
// It suits strata whose odds ratios lie on the same side of 1. The test is the
// chi-squared test of no association, without continuity correction. The
// interval uses the variance of Robins, Breslow and Greenland.
//
// A stratum in which one group is missing tells nothing and is left out; N
// counts the people in the others. The ratio is undefined where Σ(BC/n) is 0, and
// everything where no stratum has both groups. The errors are those of [Fisher];
// they name the stratum, from 1.
//
// N. Mantel, W. Haenszel, JNCI 22 (1959) 719–748, doi:10.1093/jnci/22.4.719;
// J. Robins, N. Breslow, S. Greenland, Biometrics 42 (1986) 311–323,
// doi:10.2307/2531052.
func MantelHaenszel(strata ...Table) (Inference, error) {
	const method = "Mantel–Haenszel"
	out := newInference(method, 0, NoOverlap)
	var r, s, observed, expected, variance, pr, psqr, qs float64
	for k, t := range strata {
		if err := t.check(fmt.Sprintf("MantelHaenszel, stratum %d,", k+1)); err != nil {
			return Inference{}, err
		}
		if out.N > math.MaxInt-t.total() {
			return Inference{}, fmt.Errorf("evaluation: MantelHaenszel, stratum %d: the sum of all counts is beyond %d, the largest int", k+1, math.MaxInt)
		}
		if t.A+t.B == 0 || t.C+t.D == 0 {
			continue
		}
		out.N += t.total()
		a, b, c, d, n := float64(t.A), float64(t.B), float64(t.C), float64(t.D), float64(t.total())
		ri, si, p, q := a*d/n, b*c/n, (a+d)/n, (b+c)/n
		r += ri
		s += si
		pr += float64(p * ri)
		psqr += float64(p*si) + float64(q*ri)
		qs += float64(q * si)
		observed += a
		expected += (a + b) * (a + c) / n
		if n > 1 {
			variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))
		}
	}
	if out.N == 0 {
		return out, nil
	}
	out.Estimate = ratio(r, s)
	out.Low, out.High, out.Statistic, out.P = undefined(ZeroBase), undefined(ZeroBase), undefined(NoVariance), undefined(NoVariance)
	if r > 0 && s > 0 {
		half := -distuv.UnitNormal.Quantile(0.025) * math.Sqrt(pr/(2*r*r)+psqr/(2*r*s)+qs/(2*s*s))
		out.Low, out.High = figure(r/s*math.Exp(-half), NotFinite), figure(r/s*math.Exp(half), NotFinite)
	}
	out.DF = undefined(NoVariance)
	if variance > 0 {
		chi := (observed - expected) * (observed - expected) / variance
		out.Statistic, out.DF = Figure{Value: chi}, Figure{Value: 1}
		out.P = Figure{Value: math.Min(1, 2*distuv.UnitNormal.CDF(-math.Sqrt(chi)))}
	}
	return out, nil
}
