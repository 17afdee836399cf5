package programme

import (
	"math"
	"slices"
	"strconv"

	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/fault"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Paired holds a value before and a value after of each unit, such as the
// clinics of a district, or the people who answered a survey twice. Its tests
// are about the change, after − before. A nil Paired has no units.
type Paired struct {
	change []float64 // after − before
	size   float64   // the largest absolute value before or after
}

// NewPaired pairs before[i] with after[i]. The error joins all faults: lists of
// different length, and values that are NaN or infinite. Each is a
// *[github.com/mutasi-go/mutasi.Fault].
func NewPaired(before, after []float64) (*Paired, error) {
	var faults fault.List
	if len(before) != len(after) {
		faults.Add("pairs", "", pairsUnequal.With(len(before), len(after)))
		return nil, faults.Err()
	}
	p := &Paired{change: make([]float64, len(before))}
	for i := range before {
		if !finite(before[i]) || !finite(after[i]) {
			faults.Add("pairs["+strconv.Itoa(i)+"]", "", pairNotFinite.With(before[i], after[i]))
		}
		p.change[i] = after[i] - before[i]
		p.size = max(p.size, math.Abs(before[i]), math.Abs(after[i]))
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// Len returns the number of pairs.
func (p *Paired) Len() int { return len(p.changes()) }

// Change returns a copy of the changes, after − before.
func (p *Paired) Change() []float64 { return slices.Clone(p.changes()) }

// changes returns the changes themselves.
func (p *Paired) changes() []float64 {
	if p == nil {
		return nil
	}
	return p.change
}

// T is the paired t test of a mean change of 0, with its interval. It assumes
// that the mean change is about normal. Everything but the mean is undefined for
// fewer than two pairs. The interval and the p value are undefined where the
// changes differ by no more than the rounding of their subtraction.
//
// Student, The probable error of a mean, Biometrika 6 (1908) 1–25.
func (p *Paired) T() evaluation.Inference {
	n := p.Len()
	t := newInference("paired t test", n, evaluation.TooFew)
	if n == 0 {
		return newInference(t.Method, 0, evaluation.NoValues)
	}
	mean, sd := stat.MeanStdDev(p.change, nil)
	t.Estimate = figure(mean, evaluation.NotFinite)
	if n < 2 {
		return t
	}
	return student(t, mean, sd/math.Sqrt(float64(n)), float64(n-1), sd <= float64(rounding*p.size))
}

// student fills in a result by Student's t distribution, from an estimate, its
// standard error and the degrees of freedom. flat says that the values do not
// vary, whatever the rounding of stdErr shows.
func student(t evaluation.Inference, estimate, stdErr, df float64, flat bool) evaluation.Inference {
	t.Estimate = figure(estimate, evaluation.NotFinite)
	t.DF = figure(df, evaluation.TooFew)
	if flat || !(stdErr > 0) || !finite(stdErr) {
		why := evaluation.NoVariance
		if !finite(stdErr) {
			why = evaluation.NotFinite
		}
		t.Low, t.High, t.Statistic, t.P = undefined(why), undefined(why), undefined(why), undefined(why)
		return t
	}
	d := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}
	z := estimate / stdErr
	half := float64(-d.Quantile(0.025) * stdErr)
	t.Statistic = figure(z, evaluation.NotFinite)
	t.P = figure(math.Min(1, 2*d.CDF(-math.Abs(z))), evaluation.NotFinite)
	t.Low, t.High = figure(estimate-half, evaluation.NotFinite), figure(estimate+half, evaluation.NotFinite)
	return t
}

// rounding is the share of the values' size up to which differences are
// rounding errors. A standard deviation below it counts as 0.
const rounding = 1e-12

// NetImprovement is the share of units that improved minus the share that got
// worse, in [−1, 1], with the exact sign test of equal chances. Units without a
// change count in the shares and in N, but not in the test. The statistic is the
// number of units that improved.
func (p *Paired) NetImprovement() evaluation.Inference {
	t := newInference("net improvement with sign test", len(p.changes()), evaluation.NoValues)
	if len(p.changes()) == 0 {
		return t
	}
	better, worse := 0, 0
	for _, v := range p.changes() {
		switch {
		case v > 0:
			better++
		case v < 0:
			worse++
		}
	}
	t.Estimate = evaluation.Figure{Value: float64(better-worse) / float64(len(p.changes()))}
	t.Statistic = evaluation.Figure{Value: float64(better)}
	t.Low, t.High, t.DF = undefined(evaluation.NotPart), undefined(evaluation.NotPart), undefined(evaluation.NotPart)
	t.P = signP(better, worse)
	return t
}
