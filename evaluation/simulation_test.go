package evaluation_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/expect"
)

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
	expect.Uniform(t, "shuffling within strata", within, shuffles)
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
