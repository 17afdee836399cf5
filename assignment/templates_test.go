package assignment_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// TestFaultTemplates: codes are unique over both packages, no text has formats
// of Go in it, and the list can be changed without harm.
func TestFaultTemplates(t *testing.T) {
	list := assignment.FaultTemplates()
	for code, text := range list {
		if code == "" || text == "" || strings.Contains(text, "%") {
			t.Errorf("code %q, text %q", code, text)
		}
		if other, taken := mutasi.FaultTemplates()[code]; taken {
			t.Errorf("the code %q is taken by %q", code, other)
		}
	}
	n := len(list)
	clear(list)
	if len(assignment.FaultTemplates()) != n || n == 0 {
		t.Error("the list is not a copy")
	}
}

// TestPanicIsAFault: a panic in a function of the caller is a fault with the
// pair that it was asked about.
func TestPanicIsAFault(t *testing.T) {
	err := solvePair(t, assignment.Eligible("fair", func(e *mutasi.Employee, _ *mutasi.Position) bool {
		if e.ID == "budi" {
			panic("boom")
		}
		return true
	}))
	want := []mutasi.Fault{{
		Path: `employees["budi"], positions["audit"]`, Problem: `function "fair" panicked: boom`,
		Code: "function-panicked", Args: map[string]string{"function": "fair", "value": "boom"},
	}}
	if diff := cmp.Diff(want, mutasi.Faults(err)); diff != "" {
		t.Error(diff)
	}
}

func ExampleFaultTemplates() {
	_, err := assignment.Solve(context.Background(), &assignment.Problem{
		Organization: archive(),
		Constraints:  []assignment.Constraint{assignment.Keep("Ayu", "half-way through a project"), assignment.MaxMoves(-1)},
	}, nil)
	indonesian := map[string]string{"limit-negative": "{constraint}: jumlahnya tidak boleh negatif"}
	for _, f := range mutasi.Faults(err) {
		fmt.Println(f.Code, f.Translate(indonesian))
	}
	// Output:
	// constraint-employee-unknown constraints[0]: keep Ayu: there is no employee "Ayu"; correct the ID or leave the constraint out
	// limit-negative constraints[1]: at most -1 moves: jumlahnya tidak boleh negatif
}

// TestWorkersAreLimited: a number of workers out of all proportion takes no
// memory in proportion, and gives the same plan.
func TestWorkersAreLimited(t *testing.T) {
	p := &assignment.Problem{Organization: town(t, 60, 8), Constraints: []assignment.Constraint{assignment.Eligible("pairs", anyPair)}}
	one := mustSolve(t, p, &assignment.Options{Workers: 1})
	many := mustSolve(t, p, &assignment.Options{Workers: 1e9})
	if !one.Plan.Equal(many.Plan) {
		t.Error("the plan depends on the workers")
	}
}
