package programme

import (
	"cmp"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/evaluation"
	"gonum.org/v1/gonum/stat/distuv"
)

// exactPairs is the greatest number of changes for which [Paired.Wilcoxon]
// computes the exact distribution of the rank sum.
const exactPairs = 100

// Wilcoxon is the signed-rank test of changes that are symmetric about 0. Pairs
// without a change are left out, and N counts the others. Equal changes share
// their ranks. The statistic is the smaller of the two rank sums.
//
// Up to 100 changes, p is exact for the ties that there are. Beyond, it comes
// from the normal distribution with the variance corrected for ties, without a
// continuity correction.
//
// F. Wilcoxon, Biometrics Bulletin 1 (1945) 80–83, doi:10.2307/3001968.
func (p *Paired) Wilcoxon() evaluation.Inference {
	t := newInference("Wilcoxon signed-rank test", 0, evaluation.NotPart)
	var d []float64
	for _, v := range p.changes() {
		if v != 0 {
			d = append(d, v)
		}
	}
	t.N = len(d)
	if len(d) == 0 {
		why := evaluation.NoVariance
		if p.Len() == 0 {
			why = evaluation.NoValues
		}
		t.Statistic, t.P = undefined(why), undefined(why)
		return t
	}
	twice, ties := doubledRanks(d)
	var plus, total int
	for i, v := range d {
		total += twice[i]
		if v > 0 {
			plus += twice[i]
		}
	}
	low := min(plus, total-plus)
	t.Statistic = evaluation.Figure{Value: float64(low) / 2}
	if len(d) <= exactPairs {
		t.P = evaluation.Figure{Value: math.Min(1, 2*rankSumCDF(twice, low))}
		return t
	}
	n := float64(len(d))
	variance := n*(n+1)*(2*n+1)/24 - ties/48
	z := (float64(low) - float64(total)/2) / 2 / math.Sqrt(variance)
	t.P = evaluation.Figure{Value: math.Min(1, 2*distuv.UnitNormal.CDF(z))}
	return t
}

// doubledRanks returns twice the rank of each |d|, and Σ (t³ − t) over the groups
// of t equal |d|. Equal values share the mean of their ranks; twice that mean is
// a whole number.
func doubledRanks(d []float64) (twice []int, ties float64) {
	order := make([]int, len(d))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(d[a]), math.Abs(d[b])) })
	twice = make([]int, len(d))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && math.Abs(d[order[to]]) == math.Abs(d[order[from]]) {
			to++
		}
		for _, i := range order[from:to] {
			twice[i] = from + 1 + to // (from+1) + … + to, averaged and doubled
		}
		t := float64(to - from)
		ties += t*t*t - t
		from = to
	}
	return twice, ties
}

// rankSumCDF returns P(S ≤ s), where S is the sum of a random subset of the
// ranks: each is in it with probability 1/2.
func rankSumCDF(ranks []int, s int) float64 {
	chance := make([]float64, s+1) // chance[k] = P(S = k), k ≤ s
	chance[0] = 1
	for _, r := range ranks {
		for k := s; k >= 0; k-- {
			v := chance[k]
			if k >= r {
				v += chance[k-r]
			}
			chance[k] = v / 2
		}
	}
	sum := 0.0
	for _, v := range chance {
		sum += v
	}
	return sum
}
