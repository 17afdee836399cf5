package evaluation

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Table is a two-by-two table of counts: two groups, and whether something
// happened to their members.
type Table struct {
	A, B int // of the first group: to whom it happened, and to whom not
	C, D int // of the second
}

func (t Table) total() int { return t.A + t.B + t.C + t.D }

// check refuses a table with a negative count, or with a sum of counts beyond
// the range of int. what is the method that the table is for.
func (t Table) check(what string) error {
	sum := 0
	for _, count := range [...]int{t.A, t.B, t.C, t.D} {
		if count < 0 {
			return fmt.Errorf("evaluation: %s of the table %+v: a count is not negative", what, t)
		}
		if sum > math.MaxInt-count {
			return fmt.Errorf("evaluation: %s of the table %+v: the sum of its counts is beyond %d, the largest int", what, t, math.MaxInt)
		}
		sum += count
	}
	return nil
}

// Fisher is Fisher's exact test of equal rates in both groups. Its p value is
// the chance of all tables with the same margins that are no more likely than
// t. The estimate and the statistic are both the odds ratio AD/BC of the sample,
// undefined where BC is 0. The p value is undefined where a row or a column of
// the table is empty. A negative count, and counts whose sum exceeds the range of
// int, are errors.
//
// R. A. Fisher, JRSS 85 (1922) 87–94, doi:10.2307/2340521. It takes time linear
// in the smallest margin.
func Fisher(t Table) (Inference, error) {
	if err := t.check("Fisher"); err != nil {
		return Inference{}, err
	}
	out := newInference("Fisher exact test", t.total(), NotPart)
	out.Estimate = ratio(float64(t.A)*float64(t.D), float64(t.B)*float64(t.C))
	out.Statistic = out.Estimate
	rows, columns := [2]int{t.A + t.B, t.C + t.D}, [2]int{t.A + t.C, t.B + t.D}
	if rows[0] == 0 || rows[1] == 0 {
		out.P = undefined(NoValues)
		return out, nil
	}
	if columns[0] == 0 || columns[1] == 0 {
		out.P = undefined(NoVariance)
		return out, nil
	}
	// Weights are chances relative to the observed table. Each comes from its
	// neighbour by a ratio, so that no factorial overflows and no logarithm
	// loses digits.
	low, high := max(0, columns[0]-rows[1]), min(rows[0], columns[0])
	var all, tail float64
	visit := func(weight float64) bool {
		all += weight
		if weight <= 1+1e-7 { // rounding makes equal chances differ in their last digits
			tail += weight
		}
		return weight > all*1e-18
	}
	visit(1)
	up := func(a int) float64 { // chance of a+1 relative to a
		return float64(rows[0]-a) / float64(a+1) * float64(columns[0]-a) / float64(rows[1]-columns[0]+a+1)
	}
	weight := 1.0
	for a := t.A; a < high; a++ {
		weight *= up(a)
		if rising := a+1 < high && up(a+1) > 1; !visit(weight) && !rising {
			break
		}
		if math.IsInf(all, 1) {
			break
		}
	}
	weight = 1.0
	for a := t.A; a > low; a-- {
		weight /= up(a - 1)
		if rising := a-1 > low && up(a-2) < 1; !visit(weight) && !rising {
			break
		}
		if math.IsInf(all, 1) {
			break
		}
	}
	out.P = Figure{Value: math.Min(1, tail/all)}
	if math.IsInf(all, 1) {
		out.P = Figure{} // the observed table is less likely than a number can hold
	}
	return out, nil
}

// PooledZ is the z test of equal rates with the pooled variance. It suits large
// groups, where it hardly differs from [Fisher]. The estimate is the difference
// of the rates, first − second. It is undefined where a group is empty, and the
// test where it happened to everybody or to nobody. The errors are those of
// [Fisher].
func PooledZ(t Table) (Inference, error) {
	if err := t.check("PooledZ"); err != nil {
		return Inference{}, err
	}
	out := newInference("pooled z test", t.total(), NotPart)
	n, m := float64(t.A+t.B), float64(t.C+t.D)
	if n == 0 || m == 0 {
		out.Estimate, out.Statistic, out.P = undefined(NoValues), undefined(NoValues), undefined(NoValues)
		return out, nil
	}
	difference := float64(t.A)/n - float64(t.C)/m
	pooled := float64(t.A+t.C) / (n + m)
	out.Estimate = Figure{Value: difference}
	variance := pooled * (1 - pooled) * (1/n + 1/m)
	if variance == 0 {
		out.Statistic, out.P = undefined(NoVariance), undefined(NoVariance)
		return out, nil
	}
	z := difference / math.Sqrt(variance)
	out.Statistic = Figure{Value: z}
	out.P = Figure{Value: math.Min(1, 2*distuv.UnitNormal.CDF(-math.Abs(z)))}
	return out, nil
}

// Holm adjusts p values for their number. The chance of rejecting at least one
// true null hypothesis then stays below the level, whichever of them are true:
//
//	adjusted p₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎).
//
// Undefined values stay undefined and are not counted.
//
// S. Holm, Scandinavian Journal of Statistics 6 (1979) 65–70.
func Holm(p []Figure) []Figure {
	out := slices.Clone(p)
	var order []int
	for i, f := range p {
		if f.Defined() {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case p[a].Value < p[b].Value:
			return -1
		case p[a].Value > p[b].Value:
			return 1
		}
		return 0
	})
	worst := 0.0
	for k, i := range order {
		worst = max(worst, math.Min(1, float64(len(order)-k)*p[i].Value))
		out[i] = Figure{Value: worst}
	}
	return out
}
