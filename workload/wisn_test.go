package workload_test

import (
	"math"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi/workload"
)

// A clinic by the formulas of WISN (WHO, 2010), computed by hand: 40 h in 52
// weeks less 480 h of absence are 1 600 h. Visits of 20 min: standard workload
// 4 800 a year, 12 000 visits need 2.5. Deliveries of 4 h: standard workload
// 400, 200 need 0.5. Support takes 10 % and 15 %: 3 / 0.75 = 4. Supervising for
// 160 h a year adds 0.1.
func TestWISN(t *testing.T) {
	w := workload.WISN{
		Available: workload.AvailableTime(40*time.Hour, 52, 480*time.Hour),
		Services: []workload.Activity{
			{Name: "visits", Volume: 12_000, Norm: 20 * time.Minute},
			{Name: "deliveries", Volume: 200, Norm: 4 * time.Hour},
		},
		Support:    []float64{0.10, 0.15},
		Individual: []time.Duration{100 * time.Hour, 60 * time.Hour},
	}
	if w.Available != 1600*time.Hour {
		t.Errorf("available %v", w.Available)
	}
	for name, c := range map[string][2]float64{
		"category allowance":   {w.CategoryAllowance(), 1 / 0.75},
		"individual allowance": {float64(w.IndividualAllowance()), 0.1},
		"required":             {float64(w.Required()), 4.1},
		"ratio":                {w.Ratio(3), 3 / 4.1},
	} {
		if math.Abs(c[0]-c[1]) > 1e-12 {
			t.Errorf("%s %v, want %v", name, c[0], c[1])
		}
	}
}

func TestWISNAtItsLimits(t *testing.T) {
	visits := []workload.Activity{{Volume: 100, Norm: time.Hour}}
	full := workload.WISN{Available: 1600 * time.Hour, Services: visits, Support: []float64{0.6, 0.5}}
	if got := full.Required(); !math.IsInf(float64(got), 1) {
		t.Errorf("support fills the year: %v", got)
	}
	if got := full.Ratio(3); got != 0 {
		t.Errorf("ratio %v, want 0", got)
	}
	full.Services = nil
	if got := full.Required(); got != 0 {
		t.Errorf("support for nothing: %v, want 0", got)
	}
	if got := (workload.WISN{Services: visits}).Required(); !math.IsInf(float64(got), 1) {
		t.Errorf("no working time: %v", got)
	}
	if got := (workload.WISN{}).Required(); got != 0 {
		t.Errorf("nothing to do: %v", got)
	}
	if got := (workload.WISN{}).Ratio(1); !math.IsInf(got, 1) {
		t.Errorf("nothing required: %v", got)
	}
	if got := (workload.WISN{}).Ratio(0); !math.IsNaN(got) {
		t.Errorf("nothing required of nobody: %v", got)
	}
	for _, c := range []struct {
		perWeek  time.Duration
		weeks    float64
		absences time.Duration
		want     time.Duration
	}{
		{40 * time.Hour, 1, 50 * time.Hour, 0},
		{40 * time.Hour, math.NaN(), 0, 0},
		{40 * time.Hour, 1e300, 0, math.MaxInt64},
		{40 * time.Hour, math.Inf(-1), 0, 0},
		{40 * time.Hour, 0.5, 0, 20 * time.Hour},
	} {
		if got := workload.AvailableTime(c.perWeek, c.weeks, c.absences); got != c.want {
			t.Errorf("%v in %v weeks less %v: %v, want %v", c.perWeek, c.weeks, c.absences, got, c.want)
		}
	}
}
