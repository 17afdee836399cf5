package assignment_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"pgregory.net/rapid"
)

// TestExplanationsAgree: an explanation, the candidates of a post and Regrets say the
// same, in their orders; certain is what no other optimal plan denies.
func TestExplanationsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInstance(t)
		p := in.problem(t)
		s, err := assignment.Solve(context.Background(), p, nil)
		if errors.Is(err, assignment.ErrInfeasible) {
			t.Skip("infeasible")
		}
		if err != nil {
			t.Fatal(err)
		}
		regrets := map[mutasi.Placement]assignment.Regret{}
		for x, r := range s.Regrets(context.Background()) {
			regrets[x] = r
		}
		_, best := in.best()
		for i, e := range in.data.Employees {
			x, err := s.Explain(e.ID)
			if err != nil {
				t.Fatal(err)
			}
			before, _ := p.Organization.Incumbents().Position(e.ID)
			given, _ := s.Plan.Position(e.ID)
			if x.Employee != e.ID || x.Before != before || x.Given != given {
				t.Fatalf("%+v", x)
			}
			others := len(in.data.Positions)
			if given != "" {
				others--
			}
			if len(x.Others) != others || !slices.IsSortedFunc(x.Others, byOption) {
				t.Fatalf("others: %+v", x.Others)
			}
			for _, o := range x.Others {
				if want := regrets[mutasi.Placement{Employee: e.ID, Position: o.Position}]; o.Regret != want || o.Employee != e.ID || o.Position == given {
					t.Fatalf("%+v, and Regrets has %+v", o, want)
				}
			}
			for _, q := range best {
				if !x.Certain || q[i] == in.placesOf(s.Plan)[i] {
					continue
				}
				there := mutasi.Placement{Employee: e.ID}
				if q[i] >= 0 {
					there.Position = in.data.Positions[q[i]].ID
				}
				// What ties may differ once it is rounded, and be on two levels then.
				if r := regrets[there]; r.Goal < 0 || r.Loss >= tolerance && in.aims[r.Goal].kind != "leximin" {
					t.Fatalf("%q is certain of %q, and another optimal plan is %v", e.ID, given, q)
				}
			}
		}
		for _, post := range append(in.data.Positions, mutasi.Position{}) {
			list, err := s.Candidates(post.ID)
			if err != nil {
				t.Fatal(err)
			}
			holders := s.Plan.Holders()[post.ID]
			seen := map[mutasi.EmployeeID]bool{}
			for k, o := range list {
				seen[o.Employee] = true
				given, _ := s.Plan.Position(o.Employee)
				if o.Position != post.ID || o.Regret != regrets[mutasi.Placement{Employee: o.Employee, Position: post.ID}] {
					t.Fatalf("%+v", o)
				}
				if post.ID != "" && (k < len(holders)) != (given == post.ID) {
					t.Fatalf("holders %v do not come first: %+v", holders, list)
				}
			}
			for _, e := range in.data.Employees {
				if !seen[e.ID] && regrets[mutasi.Placement{Employee: e.ID, Position: post.ID}].Possible {
					t.Fatalf("%q is left out at %q", e.ID, post.ID)
				}
			}
		}
	})
}

func byOption(a, b assignment.Option) int {
	if (len(a.Refused) == 0) != (len(b.Refused) == 0) {
		if len(a.Refused) == 0 {
			return -1
		}
		return 1
	}
	return a.Regret.Compare(b.Regret)
}

// TestRegretOrder: by goal, then who is left unplaced, then level, then loss.
func TestRegretOrder(t *testing.T) {
	ascending := []assignment.Regret{
		{Possible: true, Goal: -1},
		{Possible: true, Goal: 2, Loss: 1},
		{Possible: true, Goal: 2, Loss: 2},
		{Possible: true, Goal: 0, Level: 0.5, Loss: 9},
		{Possible: true, Goal: 0, Level: 0.2, Loss: 1},
		{Possible: true, Goal: 0, Loss: 1, Unplaced: true},
		{Possible: true, Goal: 0, Loss: 2, Unplaced: true},
		{Goal: -1},
	}
	for i, a := range ascending {
		for j, b := range ascending {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := a.Compare(b); got != want {
				t.Errorf("%+v and %+v compare as %d, not %d", a, b, got, want)
			}
		}
	}
	if (assignment.Regret{Loss: 1}).Compare(assignment.Regret{Goal: 3}) != 0 {
		t.Error("what is not possible has an order")
	}
}

func TestCounterfactualInJSON(t *testing.T) {
	for _, c := range []assignment.Counterfactual{
		{Employee: "ani", Wanted: "head", Regret: assignment.Regret{Goal: -1, Exact: true}, Needed: math.NaN(), Refused: []assignment.Cause{{Constraint: "two years"}}},
		{Employee: "ani", Wanted: "head", Given: "clerk", Needed: 0.25, Regret: assignment.Regret{Possible: true, Loss: 0.25},
			Chain: []mutasi.Transfer{{Employee: "ani", From: "clerk", To: "head"}, {Employee: "budi", From: "head"}}},
	} {
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back assignment.Counterfactual
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if math.IsNaN(c.Needed) && math.IsNaN(back.Needed) {
			c.Needed, back.Needed = 0, 0
		}
		if !reflect.DeepEqual(c, back) {
			t.Errorf("%+v came back as %+v from %s", c, back, text)
		}
	}
}

// TestQuestionsWithoutAnAnswer: unknown IDs are named, and a plan that is not optimal
// has no regrets.
func TestQuestionsWithoutAnAnswer(t *testing.T) {
	o := tiny(t)
	s, err := assignment.Solve(t.Context(), &assignment.Problem{Organization: o}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, ask := range []func() error{
		func() error { _, err := s.Regret("budi", "desk"); return err },
		func() error { _, err := s.WhyNot("ayu", "chair"); return err },
		func() error { _, err := s.Explain("budi"); return err },
		func() error { _, err := s.Candidates("chair"); return err },
		func() error { _, _, err := s.Seat("chair"); return err },
		func() error { _, _, err := s.Seat(""); return err },
	} {
		if err := ask(); len(mutasi.Faults(err)) != 1 {
			t.Errorf("got %v", err)
		}
	}
	if _, _, err := s.Seat("chair"); strings.Contains(err.Error(), "bench") {
		t.Errorf("the bench has no seats to ask about: %v", err)
	}
	s.Status = assignment.Feasible
	if _, err := s.Regret("ayu", "desk"); !errors.Is(err, assignment.ErrNotOptimal) {
		t.Errorf("got %v", err)
	}
	for range s.Regrets(t.Context()) {
		t.Error("a plan that is not optimal has regrets")
	}
	s.Release()
	ended, end := context.WithCancel(t.Context())
	end()
	s.Status = assignment.Optimal
	if err := s.Prepare(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
