package workload_test

import (
	"math"
	"testing"

	"github.com/mutasi-go/mutasi/internal/exported"
	"github.com/mutasi-go/mutasi/workload"
)

// Nothing panics on nil lists and zero receivers, and what each gives for nothing
// is what its documentation says.
func TestNothing(t *testing.T) {
	var (
		curve workload.Curve
		wisn  workload.WISN
	)
	calls := map[string]func() bool{
		"AvailableTime":            func() bool { return workload.AvailableTime(0, 0, 0) == 0 },
		"Coverage":                 func() bool { x := workload.Coverage(0, 0); return !math.IsInf(x, 0) },
		"Efficiency":               func() bool { return math.IsNaN(workload.Efficiency(0, 0, 0)) },
		"Hours":                    func() bool { return workload.Hours(nil) == 0 },
		"Need":                     func() bool { return workload.Need(nil, 0) == 0 },
		"ClassOf":                  func() bool { return workload.ClassOf(math.NaN()) == "" },
		"FTE.Posts":                func() bool { return workload.FTE(0).Posts() == 0 },
		"NewCurve":                 func() bool { _, err := workload.NewCurve(); return err != nil },
		"Quadratic":                func() bool { c := workload.Quadratic(0); return c.Err() == nil },
		"Curve.At":                 func() bool { return curve.At(0) == 0 },
		"Curve.Err":                func() bool { return curve.Err() == nil },
		"Curve.IsZero":             func() bool { return curve.IsZero() },
		"Curve.Marginal":           func() bool { return curve.Marginal(0, 0, 0) == 0 },
		"Curve.MarshalJSON":        func() bool { text, err := curve.MarshalJSON(); return len(text) > 0 && err == nil },
		"Curve.Penalty":            func() bool { return curve.Penalty(0, 0) == 0 },
		"Curve.String":             func() bool { return curve.String() != "" },
		"WISN.CategoryAllowance":   func() bool { return wisn.CategoryAllowance() == 1 },
		"WISN.IndividualAllowance": func() bool { return wisn.IndividualAllowance() == 0 },
		"WISN.Ratio":               func() bool { x := wisn.Ratio(0); return !math.IsInf(x, 0) },
		"WISN.Required":            func() bool { return wisn.Required() == 0 },
	}
	exported.Calls(t, calls, func(t *testing.T, call func() bool) {
		if !call() {
			t.Error("gives something else for nothing")
		}
	})
}
