package evaluation_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/evaluation"
)

// uniform fails unless the p values, of which there are at most steps+1
// different ones, look uniform: their distribution function stays within the
// Kolmogorov–Smirnov bound at a level of 0.1 %.
func uniform(t *testing.T, name string, p []float64, steps int) {
	t.Helper()
	slices.Sort(p)
	n := float64(len(p))
	worst := 0.0
	for i, v := range p {
		worst = max(worst, math.Abs(v-float64(i)/n), math.Abs(v-float64(i+1)/n))
	}
	if bound := 1.95/math.Sqrt(n) + 1/float64(steps+1); worst > bound {
		t.Errorf("%s: p values depart from uniform by %.4f, more than %.4f", name, worst, bound)
	}
	for _, level := range []float64{0.01, 0.05, 0.1} {
		k := 0
		for k < len(p) && p[k] <= level {
			k++
		}
		if share, slack := float64(k)/n, 3.3*math.Sqrt(level*(1-level)/n); share > level+slack {
			t.Errorf("%s: %.4f of the p values are at most %v", name, share, level)
		}
	}
}

// TestAuditShufflesAreUniformUnderTheNull: 400 organisations in which the group
// has nothing to do with fit, except through the grade, which is the stratum
// and which decides both the group's share and the fit.
func TestAuditShufflesAreUniformUnderTheNull(t *testing.T) {
	if raceEnabled {
		t.Skip("one goroutine, and slow under the race detector")
	}
	r := rand.New(rand.NewPCG(5, 8))
	const shuffles = 199
	var within, raw []float64
	for range 400 {
		d := mutasi.Data{Units: []mutasi.Unit{{ID: "U"}}, Positions: []mutasi.Position{{
			ID: "P", Unit: "U", Seats: 100, Standard: competency.Standard{{Competency: "x", Level: 1}},
		}}}
		for i := range 60 {
			grade := i % 3
			group := "a"
			if r.Float64() < 0.2+0.3*float64(grade) {
				group = "b"
			}
			d.Employees = append(d.Employees, mutasi.Employee{
				ID: mutasi.EmployeeID(fmt.Sprint(i)), Position: "P",
				Profile:    competency.Levels(map[competency.ID]competency.Level{"x": competency.Level(0.25*float64(grade) + 0.4*r.Float64())}),
				Attributes: map[string]string{"group": group, "grade": fmt.Sprint(grade)},
			})
		}
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		report, err := evaluation.Evaluate(context.Background(), o, o.Incumbents(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			stratum func(*mutasi.Employee) string
			p       *[]float64
		}{{attribute("grade"), &within}, {nil, &raw}} {
			a, err := evaluation.Audit(context.Background(), o, report, attribute("group"), &evaluation.AuditOptions{
				Stratum: c.stratum, MinCell: 2,
				Resampling: evaluation.Resampling{Count: shuffles, Seed: r.Uint64()},
			})
			if err != nil {
				t.Fatal(err)
			}
			*c.p = append(*c.p, a.Gaps[0].Groups[0].P.Value)
		}
	}
	uniform(t, "shuffling within strata", within, shuffles)
	small := 0
	for _, v := range raw {
		if v <= 0.05 {
			small++
		}
	}
	if small < 200 {
		t.Errorf("only %d of 400 audits without strata see the gap that the grade makes", small)
	}
}
