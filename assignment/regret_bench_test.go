package assignment_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// government is n people on m posts of 12 to a unit, with 21 competencies on levels 1
// to 5 and seats for a tenth more people than there are.
func government(b testing.TB, n, m int) *mutasi.Organization {
	b.Helper()
	r := rand.New(rand.NewPCG(uint64(n), uint64(m)))
	var d mutasi.Data
	id := func(k int) competency.ID { return competency.ID(fmt.Sprint("C.", k)) }
	for j := range m {
		unit := mutasi.UnitID(fmt.Sprint("U", j/12))
		if j%12 == 0 {
			d.Units = append(d.Units, mutasi.Unit{ID: unit})
		}
		p := mutasi.Position{ID: mutasi.PositionID(fmt.Sprint("P", j)), Unit: unit, Seats: 11*n/10/m + 1, Need: workload.FTE(0.9 * float64(n) / float64(m))}
		for k := range 21 {
			p.Standard = append(p.Standard, competency.Requirement{Competency: id(k), Level: competency.Level(1 + r.IntN(5)), Weight: float64(1 + r.IntN(3))})
		}
		d.Positions = append(d.Positions, p)
	}
	for i := range n {
		e := mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprint("E", i)), Position: d.Positions[i%m].ID, Profile: competency.Profile{}}
		for k := range 21 {
			e.Profile[id(k)] = competency.Rating{Level: competency.Level(1 + r.IntN(5))}
		}
		d.Employees = append(d.Employees, e)
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		b.Fatal(err)
	}
	return o
}

// BenchmarkRegrets asks about all pairs under the default objective, and then about
// single ones.
func BenchmarkRegrets(b *testing.B) {
	for _, people := range []int{20_000, 100_000} {
		if testing.Short() && people > 20_000 {
			continue
		}
		b.Run(fmt.Sprintf("%dx500", people), func(b *testing.B) {
			s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: government(b, people, 500)}, nil)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				s.Release()
				begin := time.Now()
				if err := s.Prepare(context.Background()); err != nil {
					b.Fatal(err)
				}
				prepared := time.Now()
				pairs := 0
				for range s.Regrets(context.Background()) {
					pairs++
				}
				b.ReportMetric(prepared.Sub(begin).Seconds(), "s-prepare")
				b.ReportMetric(time.Since(prepared).Seconds(), "s-regrets")
				b.ReportMetric(float64(time.Since(prepared).Nanoseconds())/float64(pairs), "ns/pair")
			}
		})
	}
}
