package assignment_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// everyone admits every employee, every post, or both.
func everyone(*mutasi.Employee) bool                  { return true }
func everywhere(*mutasi.Position) bool                { return true }
func anyPair(*mutasi.Employee, *mutasi.Position) bool { return true }

// TestNameOf: the name of every constraint, with and without an author.
func TestNameOf(t *testing.T) {
	for _, test := range []struct {
		constraint assignment.Constraint
		want       string
	}{
		{assignment.Fix("ani", "audit", "asked for"), "fix ani to audit"},
		{assignment.Fix("ani", "", "asked for"), "fix ani to the bench"},
		{assignment.Forbid("ani", "audit", ""), "forbid audit to ani"},
		{assignment.Keep("ani", "needed"), "keep ani"},
		{assignment.MustPlace("everybody", nil), "everybody"},
		{assignment.Obey(mutasi.Rule{Name: "a"}, mutasi.Rule{Name: "b"}), "a; b"},
		{assignment.Obey(), ""},
		{assignment.Eligible("pairs", anyPair), "pairs"},
		{assignment.EligibleEmployee("people", everyone), "people"},
		{assignment.EligiblePosition("posts", everywhere), "posts"},
		{assignment.MaxMoves(0), "at most 0 moves"},
		{assignment.MaxMoves(1), "at most 1 move"},
		{assignment.Signed("BKPSDM", assignment.Keep("ani", "")), "keep ani"},
		{assignment.Signed("BKPSDM", nil), ""},
		{nil, ""},
	} {
		if got := assignment.NameOf(test.constraint); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
		if author := assignment.Signed("somebody", test.constraint); assignment.NameOf(author) != test.want {
			t.Errorf("signed: got %q, want %q", assignment.NameOf(author), test.want)
		}
	}
}

// pair is an organisation of two people and a post with one seat, which ani
// holds.
func pair(t *testing.T) *mutasi.Organization {
	t.Helper()
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{{ID: "audit", Seats: 1}},
		Employees: []mutasi.Employee{{ID: "ani", Position: "audit"}, {ID: "budi"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func solvePair(t *testing.T, constraints ...assignment.Constraint) error {
	t.Helper()
	_, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: pair(t), Constraints: constraints}, nil)
	return err
}

// TestCausesMerge: what is said twice is one demand with the causes of both,
// and a cause that is the same is listed once.
func TestCausesMerge(t *testing.T) {
	on := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	err := solvePair(t,
		assignment.Signed("BKPSDM", assignment.Fix("budi", "audit", "asked for")),
		assignment.Signed("Inspectorate", assignment.Fix("budi", "audit", "inquiry")),
		assignment.Signed("BKPSDM", assignment.Fix("budi", "audit", "asked for")),
		assignment.Signed("Governor", assignment.Signed("Secretary", assignment.Keep("ani", "half-way"))),
		assignment.Obey(mutasi.Rule{Name: "allows all"}), assignment.Obey(mutasi.Rule{Name: "allows all", Author: "BKN"}),
	)
	var got *assignment.InfeasibleError
	if !errors.As(err, &got) {
		t.Fatal(err)
	}
	want := conflict(assignment.Crowded, []mutasi.EmployeeID{"ani", "budi"}, []mutasi.PositionID{"audit"},
		assignment.Cause{Constraint: "fix budi to audit", Reason: "asked for", Author: "BKPSDM"},
		assignment.Cause{Constraint: "fix budi to audit", Reason: "inquiry", Author: "Inspectorate"},
		assignment.Cause{Constraint: "keep ani", Reason: "half-way", Author: "Secretary, Governor"},
	)
	want.Constraints = []string{"fix budi to audit", "keep ani"}
	if diff := cmp.Diff(want, *got); diff != "" {
		t.Error(diff)
	}
	// A rule brings its own author and its day.
	rule := mutasi.Rule{Name: "nobody", Reason: "PP 11/2017", Author: "BKN", On: on, Allows: func(*mutasi.Employee, *mutasi.Position) bool { return false }}
	err = solvePair(t, assignment.Signed("BKPSDM", assignment.Obey(rule)), assignment.Forbid("budi", "", ""))
	if !errors.As(err, &got) {
		t.Fatal(err)
	}
	causes := []assignment.Cause{{Constraint: "forbid the bench to budi"}, {Constraint: "nobody", Reason: "PP 11/2017", Author: "BKN, BKPSDM", On: on}}
	if diff := cmp.Diff(causes, got.Causes); diff != "" {
		t.Error(diff)
	}
}

// TestNamesAreTaken: two different constraints of one name are an error that
// shows both, and functions are always different.
func TestNamesAreTaken(t *testing.T) {
	rule := mutasi.Rule{Name: "consent", Reason: "law 5", Allows: anyPair}
	for _, test := range []struct {
		name        string
		constraints []assignment.Constraint
		want        []string
	}{
		{"one function twice", []assignment.Constraint{assignment.Eligible("x", anyPair), assignment.Eligible("x", anyPair)}, []string{"constraints[1]", `"x"`, "Eligible with a function", "cannot be compared"}},
		{"one rule twice", []assignment.Constraint{assignment.Obey(rule, rule)}, []string{`"consent"`, "law 5", "cannot be compared"}},
		{"two kinds", []assignment.Constraint{assignment.MustPlace("x", nil), assignment.EligiblePosition("x", everywhere)}, []string{`"x"`, "MustPlace of everybody", "EligiblePosition with a function"}},
		{"a limit and a decision", []assignment.Constraint{assignment.MustPlace("at most 2 moves", nil), assignment.MaxMoves(2)}, []string{"MustPlace of everybody", "MaxMoves(2)"}},
		{"a decision and a rule", []assignment.Constraint{assignment.Signed("BKPSDM", assignment.Fix("ani", "audit", "asked for")), assignment.Obey(mutasi.Rule{Name: "fix ani to audit"})}, []string{`Fix("ani", "audit")`, "asked for", "BKPSDM", "a rule that allows everything"}},
		{"a function and everybody", []assignment.Constraint{assignment.MustPlace("x", nil), assignment.MustPlace("x", everyone)}, []string{"MustPlace of everybody", "a function is true"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := solvePair(t, test.constraints...)
			for _, want := range test.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v\ndoes not say %s", err, want)
				}
			}
		})
	}
}

// TestFaultyConstraints: every faulty argument is an error that says what is
// wrong, and all faults are in one error.
func TestFaultyConstraints(t *testing.T) {
	faulty := []struct {
		constraint assignment.Constraint
		want       string
	}{
		{assignment.Eligible("x", nil), `Eligible "x": the rule is nil`},
		{assignment.EligibleEmployee("x", nil), `EligibleEmployee "x": the rule is nil`},
		{assignment.EligiblePosition("x", nil), `EligiblePosition "x": the rule is nil`},
		{assignment.Eligible("", anyPair), "Eligible with a function: the name is empty"},
		{assignment.EligibleEmployee("", everyone), "EligibleEmployee with a function: the name is empty"},
		{assignment.EligiblePosition("", everywhere), "EligiblePosition with a function: the name is empty"},
		{assignment.MustPlace("", nil), "MustPlace of everybody: the name is empty"},
		{assignment.Obey(mutasi.Rule{Name: "fine"}, mutasi.Rule{}), `.rules[1]: rule[""].name`},
		{assignment.Signed("", assignment.Keep("ani", "")), `Signed: the author of "keep ani" has no name`},
		{assignment.Signed("BKPSDM", nil), "there is no constraint"},
		{assignment.Keep("ani", "\xff"), "not valid UTF-8"},
		{assignment.MaxMoves(-1), "must not be negative"},
		{nil, "is nil"},
	}
	var all []assignment.Constraint
	for _, test := range faulty {
		all = append(all, test.constraint)
		if err := solvePair(t, test.constraint); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v\ndoes not say %s", err, test.want)
		}
	}
	err := solvePair(t, all...)
	for _, test := range faulty {
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("the error of all together does not say %s:\n%v", test.want, err)
		}
	}
	// Each of them is a fault with its place and a code.
	faults := mutasi.Faults(err)
	if len(faults) != len(faulty) {
		t.Fatalf("%d faults of %d constraints: %v", len(faults), len(faulty), faults)
	}
	for k, f := range faults {
		if place := fmt.Sprintf("constraints[%d]", k); !strings.HasPrefix(f.Path, place) || assignment.FaultTemplates()[f.Code] == "" {
			t.Errorf("fault %+v of %s", f, place)
		}
	}
}

// TestConstraintsInJSON: constraints that are data are written as constructor
// and arguments, and the others are errors that name them.
func TestConstraintsInJSON(t *testing.T) {
	for _, test := range []struct {
		constraint assignment.Constraint
		want       string
	}{
		{assignment.Fix("ani", "audit", "asked for"), `{"name":"Fix","parameters":{"employee":"ani","position":"audit","reason":"asked for"}}`},
		{assignment.Forbid("ani", "", ""), `{"name":"Forbid","parameters":{"employee":"ani","position":""}}`},
		{assignment.Keep("ani", "needed"), `{"name":"Keep","parameters":{"employee":"ani","reason":"needed"}}`},
		{assignment.MustPlace("everybody", nil), `{"name":"MustPlace","parameters":{"name":"everybody"}}`},
		{assignment.MaxMoves(3), `{"name":"MaxMoves","parameters":{"most":3}}`},
		{assignment.Signed("BKPSDM", assignment.MaxMoves(3)), `{"name":"Signed","parameters":{"author":"BKPSDM","constraint":{"name":"MaxMoves","parameters":{"most":3}}}}`},
		{assignment.Obey(mutasi.Rule{Name: "allows all", Author: "BKN"}), `{"name":"Obey","parameters":{"rules":[{"name":"allows all","parameters":{"author":"BKN"}}]}}`},
		{assignment.Obey(), `{"name":"Obey","parameters":{"rules":[]}}`},
	} {
		got, err := json.Marshal(test.constraint)
		if err != nil || string(got) != test.want {
			t.Errorf("got  %s, %v\nwant %s", got, err, test.want)
		}
	}
	for _, c := range []assignment.Constraint{
		assignment.MustPlace("the name", everyone), assignment.Eligible("the name", anyPair),
		assignment.EligibleEmployee("the name", everyone), assignment.EligiblePosition("the name", everywhere),
		assignment.Obey(mutasi.Rule{Name: "the name", Allows: anyPair}), assignment.Signed("the name", nil), assignment.Signed("BKPSDM", assignment.Eligible("the name", anyPair)),
	} {
		if got, err := json.Marshal(c); err == nil || !strings.Contains(err.Error(), "the name") {
			t.Errorf("got %s, %v", got, err)
		}
	}
}
