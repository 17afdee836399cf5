package assignment_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/workload"
)

// TestCapacitiesOfABalance: capacities that no number of parts makes whole, or
// that add up to too many parts, are errors that say which; others are balanced.
func TestCapacitiesOfABalance(t *testing.T) {
	for _, test := range []struct {
		capacities []workload.FTE
		want       string // of the error; "": none
	}{
		{[]workload.FTE{1, 0.75, 0.3}, ""},
		{[]workload.FTE{1, 1.0 / 3}, `the capacity 0.333333333333333`},
		{[]workload.FTE{1, 1.0 / 3}, `of employee "E1" is no multiple of 1/10000`},
		{[]workload.FTE{1, 1e8}, "more than 16777216; round them to coarser parts"},
		{[]workload.FTE{0.5, 1e15}, "more than 16777216"},
	} {
		d := mutasi.Data{Units: []mutasi.Unit{{ID: "U"}}, Positions: []mutasi.Position{{ID: "P", Unit: "U", Seats: 3, Need: 2}}}
		for i, capacity := range test.capacities {
			d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprint("E", i)), Capacity: capacity})
		}
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		_, err = assignment.Solve(context.Background(), &assignment.Problem{
			Organization: o,
			Objective:    assignment.Objective{assignment.Minimize(assignment.Balance(workload.Quadratic(1)))},
		}, nil)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("capacities %v: %v\ndoes not say %s", test.capacities, err, test.want)
		}
	}
}
