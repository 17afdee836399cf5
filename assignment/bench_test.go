package assignment_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/workload"
)

// region is n people and m posts of 20 to a unit, with seats for 5 % more people
// than there are, and a fit on so many levels: what three abilities of a person
// give for what a post asks of them. 0 levels are all different.
func region(b testing.TB, n, m, levels int) (*mutasi.Organization, assignment.Term) {
	b.Helper()
	r := rand.New(rand.NewPCG(uint64(n), uint64(m)))
	three := func() [3]float64 { return [3]float64{r.Float64(), r.Float64(), r.Float64()} }
	var d mutasi.Data
	asked, able := map[mutasi.PositionID][3]float64{}, map[mutasi.EmployeeID][3]float64{}
	for j := range m {
		id := mutasi.PositionID(fmt.Sprint("P", j))
		unit := mutasi.UnitID(fmt.Sprint("U", j/20))
		if j%20 == 0 {
			d.Units = append(d.Units, mutasi.Unit{ID: unit})
		}
		seats := 1 + n*21/20/m
		d.Positions = append(d.Positions, mutasi.Position{ID: id, Unit: unit, Seats: seats, Need: workload.FTE(1 + r.IntN(2*n/m))})
		asked[id] = three()
	}
	for i := range n {
		id := mutasi.EmployeeID(fmt.Sprint("E", i))
		d.Employees = append(d.Employees, mutasi.Employee{ID: id, Position: d.Positions[i%m].ID})
		able[id] = three()
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		b.Fatal(err)
	}
	return o, assignment.Custom("fit", func(e *mutasi.Employee, p *mutasi.Position) float64 {
		x, held, needed := 0.0, able[e.ID], asked[p.ID]
		for k := range held {
			x += min(1, held[k]/needed[k])
		}
		if levels == 0 {
			return x / 3
		}
		return math.Floor(x / 3 * float64(levels-1))
	})
}

// BenchmarkGoals compares what the ways to be fair take with the plain sum.
func BenchmarkGoals(b *testing.B) {
	for _, size := range []struct{ people, posts, levels int }{{2000, 100, 25}, {2000, 100, 0}, {20_000, 500, 25}} {
		if testing.Short() && (size.people > 2000 || size.levels == 0) {
			continue
		}
		o, fit := region(b, size.people, size.posts, size.levels)
		placed := assignment.Maximize(assignment.Placed())
		for _, goal := range []struct {
			name      string
			objective assignment.Objective
		}{
			{"sum", assignment.Objective{placed, assignment.Maximize(fit)}},
			{"bottleneck", assignment.Objective{assignment.Bottleneck(fit), assignment.Maximize(fit)}},
			{"bottom", assignment.Objective{assignment.BottomSum(size.people/10, fit)}},
			{"bottom, sum", assignment.Objective{assignment.BottomSum(size.people/10, fit), assignment.Maximize(fit)}},
			{"leximin", assignment.Objective{assignment.Leximin(fit)}},
			{"nash", assignment.Objective{placed, assignment.Maximize(assignment.Nash(0.01, fit))}},
			{"balance", assignment.Objective{placed, assignment.Minimize(assignment.Balance(workload.Quadratic(1)))}},
			{"coverage", assignment.Objective{placed, assignment.LeximinCoverage()}},
			{"coverage, sum", assignment.Objective{placed, assignment.LeximinCoverage(), assignment.Maximize(fit)}},
		} {
			if size.levels == 0 && goal.name == "leximin" {
				goal.objective[0] = goal.objective[0].Step(0.04)
			}
			b.Run(fmt.Sprintf("%dx%d/%d levels/%s", size.people, size.posts, size.levels, goal.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Objective: goal.objective}, nil)
					if err != nil || s.Status != assignment.Optimal {
						b.Fatal(s, err)
					}
				}
			})
		}
	}
}

// BenchmarkPartTime places people of different capacities in units of a given
// need; the gap is in proportion to today's penalty.
func BenchmarkPartTime(b *testing.B) {
	r := rand.New(rand.NewPCG(200, 20))
	var d mutasi.Data
	for u := range 20 {
		id := mutasi.UnitID(fmt.Sprint("U", u))
		d.Units = append(d.Units, mutasi.Unit{ID: id})
		d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID(fmt.Sprint("P", u)), Unit: id, Seats: 20, Need: workload.FTE(4 + r.IntN(8))})
	}
	for i := range 200 {
		d.Employees = append(d.Employees, mutasi.Employee{
			ID: mutasi.EmployeeID(fmt.Sprint("E", i)), Position: d.Positions[r.IntN(20)].ID,
			Capacity: []workload.FTE{0.4, 0.5, 0.6, 0.8, 1, 1, 1.2}[r.IntN(7)],
		})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		b.Fatal(err)
	}
	balance := assignment.Balance(workload.Quadratic(1))
	today, err := assignment.Solve(context.Background(), &assignment.Problem{
		Organization: o, Objective: assignment.Objective{assignment.Minimize(assignment.Moves()), assignment.Minimize(balance)},
	}, nil)
	if err != nil {
		b.Fatal(err)
	}
	gap := 0.0
	for b.Loop() {
		s, err := assignment.Solve(context.Background(), &assignment.Problem{
			Organization: o, Objective: assignment.Objective{assignment.Maximize(assignment.Placed()), assignment.Minimize(balance)},
		}, &assignment.Options{MaxNodes: 1})
		if err != nil {
			b.Fatal(err)
		}
		gap = (s.Values[1].Value - s.Values[1].Bound) / today.Values[1].Value
	}
	b.ReportMetric(100*gap, "%gap")
}
