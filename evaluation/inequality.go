package evaluation

import (
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
)

// The measures below take loads x ≥ 0, such as staff/need of each unit. Every
// entry counts once. All but Jain's index are 0 if and only if the loads are
// equal; Jain's index is then 1. A measure does not change if all loads are
// multiplied by a number above 0, or if the list is repeated. Inequality does not
// fall if load is taken from an entry below the mean and given to one above it
// (the principle of Pigou and Dalton).
//
// A measure is undefined, and NaN, where x is empty, where a value is negative,
// NaN or infinite, and where all values are 0: equal shares of nothing do not
// count as equal. Each takes O(n) time, Gini O(n log n).

// Gini returns the Gini coefficient
//
//	G = 2·Σ i·x₍ᵢ₎ / (n·Σx) − (n+1)/n,  x₍₁₎ ≤ … ≤ x₍ₙ₎,
//
// which is half the mean absolute difference, divided by the mean. It lies in
// [0, (n−1)/n]. It is NaN for an empty x, for negative, infinite and NaN values,
// and where all values are 0.
//
// C. Gini, Variabilità e mutabilità, 1912; the form is that of A. Sen, On
// Economic Inequality, 1973.
func Gini(x []float64) float64 {
	s, ok := normalize(x)
	if !ok {
		return math.NaN()
	}
	slices.Sort(s)
	if s[0] == s[len(s)-1] {
		return 0
	}
	n := float64(len(s))
	var sum, ranked float64
	for i, v := range s {
		sum += v
		ranked += float64((2*float64(i+1) - n - 1) * v)
	}
	return ranked / float64(n*sum)
}

// Jain returns Jain's fairness index (Σx)² / (n·Σx²) = 1/(1 + CV²), in [1/n, 1].
// It is 1 if and only if all values are equal, and k/n if k of n values are equal
// and the others 0. It is NaN where [Gini] is.
//
// R. Jain, D. Chiu, W. Hawe, DEC Research Report TR-301, 1984.
func Jain(x []float64) float64 {
	s, ok := normalize(x)
	if !ok {
		return math.NaN()
	}
	if equal(s) {
		return 1
	}
	var sum, squares float64
	for _, v := range s {
		sum += v
		squares += float64(v * v)
	}
	return float64(sum*sum) / float64(float64(len(s))*squares)
}

// Theil returns Theil's index T = mean of (x/μ)·ln(x/μ), with 0·ln 0 = 0, in
// [0, ln n]. It is NaN where [Gini] is. [TheilParts] splits it by groups.
//
// H. Theil, Economics and Information Theory, 1967.
func Theil(x []float64) float64 {
	s, ok := normalize(x)
	if !ok {
		return math.NaN()
	}
	if equal(s) {
		return 0
	}
	mean := sample.Mean(s)
	var sum float64
	for _, v := range s {
		sum += xlogx(v / mean)
	}
	return max(0, sum/float64(len(s)))
}

// TheilParts splits [Theil] of x into the inequality between groups and that
// within them. group[i] is the group of x[i].
//
//	between = Σ s_g·ln(μ_g/μ),  within = Σ s_g·T_g,
//
// where s_g is the share of the total in group g, μ_g its mean and T_g its Theil
// index. They add up to Theil(x) but for rounding. Both are NaN where Theil is,
// and where group is not as long as x.
func TheilParts[G comparable](x []float64, group []G) (between, within float64) {
	s, ok := normalize(x)
	if !ok || len(group) != len(x) {
		return math.NaN(), math.NaN()
	}
	var order []G // groups by first appearance, so that sums do not depend on map order
	members := make(map[G][]float64)
	for i, g := range group {
		if members[g] == nil {
			order = append(order, g)
		}
		members[g] = append(members[g], s[i])
	}
	mean, total := sample.Mean(s), 0.0
	for _, v := range s {
		total += v
	}
	for _, g := range order {
		sum := 0.0
		for _, v := range members[g] {
			sum += v
		}
		if sum == 0 {
			continue // no share, and s·ln s → 0
		}
		share := sum / total
		within += float64(share * Theil(members[g]))
		between += float64(share * math.Log(sum/float64(len(members[g]))/mean))
	}
	if len(order) == 1 {
		between = 0
	}
	return max(0, between), within
}

// MLD returns the mean logarithmic deviation, the mean of ln(μ/x). It counts low
// values more than [Theil] does. It is +Inf where some but not all values are
// 0, and NaN where [Gini] is.
func MLD(x []float64) float64 {
	s, ok := normalize(x)
	if !ok {
		return math.NaN()
	}
	if equal(s) {
		return 0
	}
	mean := sample.Mean(s)
	var sum float64
	for _, v := range s {
		sum += math.Log(mean / v)
	}
	return max(0, sum/float64(len(s)))
}

// Atkinson returns Atkinson's index 1 − (mean of x^(1−ε))^(1/(1−ε)) / μ. For ε = 1
// it is the limit 1 − GM/μ with the geometric mean GM. It is the share of the
// total that could be given up without loss of welfare if the rest were shared
// equally.
//
// The greater ε ≥ 0, the more the worst off count: ε = 0 gives 0, ε = +Inf gives
// 1 − min/μ. For ε ≥ 1 a single value of 0 gives 1. It is NaN where [Gini] is, and
// where ε is negative or NaN.
//
// A. B. Atkinson, On the measurement of inequality, Journal of Economic Theory
// 2 (1970) 244–263, doi:10.1016/0022-0531(70)90039-6.
func Atkinson(x []float64, epsilon float64) float64 {
	s, ok := normalize(x)
	if !ok || !(epsilon >= 0) {
		return math.NaN()
	}
	if equal(s) || epsilon == 0 {
		return 0
	}
	mean := sample.Mean(s)
	least := slices.Min(s)
	if least == 0 && epsilon >= 1 {
		return 1
	}
	if math.IsInf(epsilon, 1) {
		return 1 - least/mean
	}
	// Values are divided by the mean for small ε and by the least value for
	// large ε. The ratio is then at least 1 where the exponent is negative, so
	// that its power cannot overflow. Near ε = 1 the power mean is a difference
	// of nearly equal numbers; expm1 and log1p keep its digits.
	base, p := mean, 1-epsilon
	if epsilon > 1 {
		base = least
	}
	var sum float64
	for _, v := range s {
		if epsilon == 1 {
			sum += math.Log(v / base)
		} else {
			sum += math.Expm1(float64(p * math.Log(v/base)))
		}
	}
	sum /= float64(len(s))
	level := math.Exp(sum)
	if epsilon != 1 {
		level = math.Exp(math.Log1p(sum) / p)
	}
	return min(1, max(0, 1-float64(level*base)/mean))
}

// Hoover returns the Hoover index Σ|x − μ| / (2·n·μ), in [0, (n−1)/n]. It is the
// share of the total that would have to be moved to make all values equal. Moving
// load between two values on the same side of the mean does not change it. It is
// NaN where [Gini] is.
//
// E. M. Hoover, The measurement of industrial localization, Review of Economics
// and Statistics 18 (1936) 162–171, doi:10.2307/1927875.
func Hoover(x []float64) float64 {
	s, ok := normalize(x)
	if !ok {
		return math.NaN()
	}
	if equal(s) {
		return 0
	}
	mean, sum := sample.Mean(s), 0.0
	for _, v := range s {
		sum += math.Abs(v - mean)
	}
	return sum / float64(2*float64(float64(len(s))*mean))
}

// CV returns the coefficient of variation, the population standard deviation
// relative to the mean, in [0, √(n−1)]. It is NaN where [Gini] is.
func CV(x []float64) float64 {
	s, ok := normalize(x)
	if !ok {
		return math.NaN()
	}
	if equal(s) {
		return 0
	}
	mean, sum := sample.Mean(s), 0.0
	for _, v := range s {
		d := v - mean
		sum += float64(d * d)
	}
	return math.Sqrt(sum/float64(len(s))) / mean
}

// Spread returns the largest gap relative to the mean, (max − min)/μ, in
// [0, n]. It is NaN where [Gini] is.
func Spread(x []float64) float64 {
	s, ok := normalize(x)
	if !ok {
		return math.NaN()
	}
	if equal(s) {
		return 0
	}
	return (slices.Max(s) - slices.Min(s)) / sample.Mean(s)
}

// Lorenz returns the Lorenz curve of x: for k = 0 … n the share of the k lowest
// values in the total, from 0 to 1. It is nil where [Gini] is NaN.
func Lorenz(x []float64) []float64 {
	s, ok := normalize(x)
	if !ok {
		return nil
	}
	slices.Sort(s)
	curve := make([]float64, len(s)+1)
	total := 0.0
	for i, v := range s {
		total += v
		curve[i+1] = total
	}
	for i := range curve {
		curve[i] /= total
	}
	return curve
}

// normalize returns a copy of x divided by a power of two near its greatest
// value, so that no sum or square overflows. ok is false where the measures of x
// are undefined.
func normalize(x []float64) (scaled []float64, ok bool) {
	most := 0.0
	for _, v := range x {
		if !(v >= 0) || math.IsInf(v, 1) {
			return nil, false
		}
		most = max(most, v)
	}
	if most == 0 {
		return nil, false
	}
	_, exponent := math.Frexp(most)
	s := make([]float64, len(x))
	for i, v := range x {
		s[i] = math.Ldexp(v, -exponent)
	}
	return s, true
}

func equal(s []float64) bool {
	for _, v := range s {
		if v != s[0] {
			return false
		}
	}
	return true
}

func xlogx(v float64) float64 {
	if v == 0 {
		return 0
	}
	return float64(v * math.Log(v))
}
