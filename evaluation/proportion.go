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

func (t Table) check() error {
	if t.A < 0 || t.B < 0 || t.C < 0 || t.D < 0 {
		return fmt.Errorf("evaluation: table %+v has a negative count", t)
	}
	return nil
}

// Fisher is Fisher's exact test of equal rates in both groups. Its p value is
// the chance of all tables with the same margins that are no more likely than
// t. The estimate and statistic is the odds ratio AD/BC of the sample,
// undefined where BC is 0. A table with an empty row or column says nothing:
// its p value is undefined. The error names a negative count.
//
// R. A. Fisher, JRSS 85 (1922) 87–94, doi:10.2307/2340521. It takes time linear
// in the smallest margin.
func Fisher(t Table) (Inference, error) {
	if err := t.check(); err != nil {
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
	// Chances relative to the observed table, by the ratio of neighbours:
	// nothing overflows and no logarithm loses digits.
	low, high := max(0, columns[0]-rows[1]), min(rows[0], columns[0])
	var all, tail float64
	visit := func(weight float64) bool {
		all += weight
		if weight <= 1+1e-7 { // equal chances differ in their last digits
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

// PooledZ is the z test of equal rates with the pooled variance, for groups too
// large for [Fisher] to matter. The estimate is the difference of the rates,
// first − second. It is undefined where a group is empty or everybody or nobody
// is concerned.
func PooledZ(t Table) (Inference, error) {
	if err := t.check(); err != nil {
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

// Holm adjusts p values for their number, so that the chance of calling any
// true null hypothesis false stays below the level whichever are true:
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
