package assignment_test

import (
	"fmt"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// TestSeedDecidesTies: among people whom nothing tells apart the seed draws who
// gets a post, a different draw for a different seed and the same for the same.
func TestSeedDecidesTies(t *testing.T) {
	d := mutasi.Data{Positions: []mutasi.Position{{ID: "audit", Seats: 5}, {ID: "budget", Seats: 5}}}
	for i := range 20 {
		d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%d", i))})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, canonical := range []bool{false, true} {
		var plans []mutasi.Plan
		placed := map[mutasi.EmployeeID]bool{}
		for seed := range uint64(12) {
			solve := func() *assignment.Solution {
				return mustSolve(t, &assignment.Problem{Organization: o}, &assignment.Options{Seed: seed, Canonical: canonical})
			}
			s := solve()
			if s.Stats.Seed != seed {
				t.Errorf("seed %d is recorded as %d", seed, s.Stats.Seed)
			}
			if !solve().Plan.Equal(s.Plan) {
				t.Errorf("canonical %v: seed %d draws twice", canonical, seed)
			}
			for k, other := range plans {
				if other.Equal(s.Plan) {
					t.Errorf("canonical %v: seeds %d and %d draw the same plan", canonical, k, seed)
				}
			}
			plans = append(plans, s.Plan)
			for x := range s.Plan.All() {
				placed[x.Employee] = true
			}
		}
		// Nobody is always passed over: of 20 with an even chance each, 12 times.
		if len(placed) < 18 {
			t.Errorf("canonical %v: only %d of 20 are ever placed", canonical, len(placed))
		}
	}
}
