package assignment_test

import (
	"context"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// TestIncumbentPlanIsCopied: what the caller's plan variable holds after Solve
// is no part of the solution.
func TestIncumbentPlanIsCopied(t *testing.T) {
	o := town(t, 20, 4)
	held := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.Maximize(assignment.Placed())}}, nil).Plan
	s := mustSolve(t, &assignment.Problem{Organization: o, Incumbent: &held, Objective: assignment.Objective{
		assignment.Minimize(assignment.Moves()), assignment.Maximize(assignment.Wishes()),
	}}, nil)
	if s.Values[0].Value != 0 {
		t.Fatalf("%v moves", s.Values[0].Value)
	}
	held = mutasi.Plan{} // under which nobody has anything to keep
	if err := s.Verify(context.Background()); err != nil {
		t.Error(err)
	}
	e0, err := mutasi.NewPlan(mutasi.Placement{Employee: "E0", Position: "P3"}, mutasi.Placement{Employee: "E1", Position: "P0"})
	if err != nil {
		t.Fatal(err)
	}
	held = e0 // under which E0 or E1 moves
	if err := s.Verify(context.Background()); err != nil {
		t.Error(err)
	}
}
