package evaluation

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Test is the outcome of one method of inference. What the method does not
// give is undefined with [NotPart].
type Test struct {
	Method    string
	N         int    // values that the method used: pairs, units, periods, people
	Estimate  Figure // of the effect, in its own units
	Low, High Figure // confidence interval, at 95 % unless the method was told otherwise
	Statistic Figure
	DF        Figure // degrees of freedom
	P         Figure // two-sided
}

// NotPart marks what a method does not give.
const NotPart Reason = "not part of the method"

// newTest returns a test in which everything is undefined for the same reason.
func newTest(method string, n int, why Reason) Test {
	f := undefined(why)
	return Test{Method: method, N: n, Estimate: f, Low: f, High: f, Statistic: f, DF: f, P: f}
}

// Paired holds the same units before and after: the clinics of a district, the
// answers of those who answered twice. Its tests are about the change, after
// − before.
type Paired struct {
	before, after, change []float64
	size                  float64 // the largest absolute value
}

// NewPaired pairs before[i] with after[i]. The error joins all faults: lists of
// different length, and values that are NaN or infinite.
func NewPaired(before, after []float64) (*Paired, error) {
	if len(before) != len(after) {
		return nil, fmt.Errorf("evaluation: %d values before and %d after; pairs need both", len(before), len(after))
	}
	var list []error
	p := &Paired{before: slices.Clone(before), after: slices.Clone(after), change: make([]float64, len(before))}
	for i := range before {
		if !finite(before[i]) || !finite(after[i]) {
			list = append(list, fmt.Errorf("evaluation: pair %d is %v → %v; both must be finite", i, before[i], after[i]))
		}
		p.change[i] = after[i] - before[i]
		p.size = max(p.size, math.Abs(before[i]), math.Abs(after[i]))
	}
	if len(list) > maxFaults {
		list = append(list[:maxFaults], fmt.Errorf("and %d more faults", len(list)-maxFaults))
	}
	if err := errors.Join(list...); err != nil {
		return nil, err
	}
	return p, nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// Len returns the number of pairs.
func (p *Paired) Len() int { return len(p.change) }

// Change returns a copy of the changes, after − before.
func (p *Paired) Change() []float64 { return slices.Clone(p.change) }

// T is the paired t test of a mean change of 0, with its interval. It assumes
// that the mean change is about normal. It is undefined for fewer than two
// pairs, and without an interval and p value where all changes are equal but
// for the rounding of their subtraction.
//
// Student, The probable error of a mean, Biometrika 6 (1908) 1–25.
func (p *Paired) T() Test {
	n := len(p.change)
	t := newTest("paired t test", n, TooFew)
	if n == 0 {
		return newTest(t.Method, 0, NoValues)
	}
	mean, sd := stat.MeanStdDev(p.change, nil)
	t.Estimate = figure(mean, NotFinite)
	if n < 2 {
		return t
	}
	return t.student(mean, sd/math.Sqrt(float64(n)), float64(n-1), sd <= float64(rounding*p.size))
}

// student completes a test from an estimate and its standard error.
func (t Test) student(estimate, stdErr, df float64, flat bool) Test {
	t.Estimate = figure(estimate, NotFinite)
	t.DF = figure(df, TooFew)
	if flat || !(stdErr > 0) || !finite(stdErr) {
		why := NoVariance
		if !finite(stdErr) {
			why = NotFinite
		}
		t.Low, t.High, t.Statistic, t.P = undefined(why), undefined(why), undefined(why), undefined(why)
		return t
	}
	d := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}
	z := estimate / stdErr
	half := float64(-d.Quantile(0.025) * stdErr)
	t.Statistic = figure(z, NotFinite)
	t.P = figure(math.Min(1, 2*d.CDF(-math.Abs(z))), NotFinite)
	t.Low, t.High = figure(estimate-half, NotFinite), figure(estimate+half, NotFinite)
	return t
}

// rounding is what differences of measured values keep of their size by
// rounding alone; a spread below it is none.
const rounding = 1e-12

func constant(x []float64) bool {
	for _, v := range x {
		if v != x[0] {
			return false
		}
	}
	return true
}

// NetImprovement is the share of units that improved less the share that got
// worse, in [−1, 1], with the exact sign test of equal chances. Those who
// stayed equal count in the shares and not in the test; N counts all. The
// statistic is the number that improved.
func (p *Paired) NetImprovement() Test {
	t := newTest("net improvement with sign test", len(p.change), NoValues)
	if len(p.change) == 0 {
		return t
	}
	better, worse := 0, 0
	for _, v := range p.change {
		switch {
		case v > 0:
			better++
		case v < 0:
			worse++
		}
	}
	t.Estimate = Figure{Value: float64(better-worse) / float64(len(p.change))}
	t.Statistic = Figure{Value: float64(better)}
	t.Low, t.High, t.DF = undefined(NotPart), undefined(NotPart), undefined(NotPart)
	t.P = signP(better, worse)
	return t
}

// signP is the two-sided exact p value of a against b at equal chances.
func signP(a, b int) Figure {
	if a+b == 0 {
		return undefined(NoVariance)
	}
	d := distuv.Binomial{N: float64(a + b), P: 0.5}
	return Figure{Value: math.Min(1, 2*d.CDF(float64(min(a, b))))}
}
