package assignment_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/internal/exported"
	"github.com/mutasi-go/mutasi/workload"
)

// errFine is what the calls below return where nothing is a fine argument.
var errFine = errors.New("fine")

// tiny is an organization of one person and one post.
func tiny(t *testing.T) *mutasi.Organization {
	t.Helper()
	o, err := mutasi.NewOrganization(mutasi.Data{
		Employees: []mutasi.Employee{{ID: "ayu"}}, Positions: []mutasi.Position{{ID: "desk", Seats: 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// onNothing calls every exported function with nil arguments and a nil or zero
// receiver. Those that need something return their error; the others return
// errFine, after a look at what they gave. Terms, goals and constraints are made
// of nothing, and solved and written.
func onNothing(t *testing.T) map[string]func() error {
	var (
		certificate *assignment.Certificate
		infeasible  *assignment.InfeasibleError
		progress    *assignment.Progress
		solution    *assignment.Solution
		value       *assignment.Value
	)
	o := tiny(t)
	expect := func(ok bool) error {
		t.Helper()
		if !ok {
			t.Error("nothing gave something")
		}
		return errFine
	}
	fine := func(err error) error { return expect(err == nil) }
	written := func(x any) error { _, err := json.Marshal(x); return err }
	under := func(c assignment.Constraint) error {
		_, _ = assignment.NameOf(c), written(c)
		_, err := assignment.Solve(t.Context(), &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{c}}, nil)
		return err
	}
	pursuing := func(g assignment.Goal) error {
		_, _ = g.String(), written(g)
		_, err := assignment.Solve(t.Context(), &assignment.Problem{Organization: o, Objective: assignment.Objective{g}}, nil)
		return err
	}
	of := func(x assignment.Term) error {
		_, _ = x.String(), written(x)
		return pursuing(assignment.Minimize(x))
	}
	return map[string]func() error{
		"Solve":                      func() error { _, err := assignment.Solve(t.Context(), nil, nil); return err },
		"Check":                      func() error { _, err := assignment.Check(t.Context(), nil, mutasi.Plan{}, nil, nil); return err },
		"Solution.Certificate":       func() error { return expect(solution.Certificate() == nil) },
		"Solution.MarshalJSON":       func() error { _, err := solution.MarshalJSON(); return err },
		"CheckRecord":                func() error { _, err := assignment.CheckRecord(t.Context(), nil, nil); return err },
		"Solution.WriteLP":           func() error { return solution.WriteLP(t.Context(), nil, 0) },
		"Solution.WriteRecord":       func() error { return solution.WriteRecord(nil) },
		"Repair":                     func() error { _, err := assignment.Repair(t.Context(), nil, nil); return err },
		"Mend.Number":                func() error { return expect((*assignment.Mend)(nil).Number() == 0) },
		"Solution.Candidates":        func() error { _, err := solution.Candidates(""); return err },
		"Solution.Explain":           func() error { _, err := solution.Explain(""); return err },
		"Solution.Prepare":           func() error { return solution.Prepare(t.Context()) },
		"Solution.Regret":            func() error { _, err := solution.Regret("", ""); return err },
		"Solution.Regrets":           func() error { return expect(len(maps.Collect(solution.Regrets(t.Context()))) == 0) },
		"Solution.Seat":              func() error { _, _, err := solution.Seat(""); return err },
		"Solution.WhyNot":            func() error { _, err := solution.WhyNot("", ""); return err },
		"Regret.Compare":             func() error { return expect(assignment.Regret{}.Compare(assignment.Regret{}) == 0) },
		"Counterfactual.MarshalJSON": func() error { return fine(written(assignment.Counterfactual{Needed: math.NaN()})) },
		"Counterfactual.UnmarshalJSON": func() error {
			return (*assignment.Counterfactual)(nil).UnmarshalJSON([]byte(`{}`))
		},
		"Solution.Release":          func() error { solution.Release(); return errFine },
		"Solution.Terms":            func() error { _, err := solution.Terms(0); return err },
		"Solution.UnmarshalJSON":    func() error { return solution.UnmarshalJSON(nil) },
		"Solution.Unplaced":         func() error { return expect(len(slices.Collect(solution.Unplaced())) == 0) },
		"Solution.Verify":           func() error { return solution.Verify(t.Context()) },
		"Certificate.MarshalJSON":   func() error { _, err := certificate.MarshalJSON(); return err },
		"Certificate.UnmarshalJSON": func() error { return certificate.UnmarshalJSON([]byte(`{}`)) },
		"InfeasibleError.Error":     func() error { return expect(infeasible.Error() != "") },
		"InfeasibleError.Unwrap":    func() error { return infeasible.Unwrap() },
		"Value.MarshalJSON":         func() error { return fine(written(assignment.Value{})) },
		"Value.UnmarshalJSON":       func() error { return value.UnmarshalJSON([]byte(`{}`)) },
		"Progress.MarshalJSON":      func() error { return fine(written(assignment.Progress{})) },
		"Progress.UnmarshalJSON":    func() error { return progress.UnmarshalJSON([]byte(`{}`)) },
		"Status.String":             func() error { return expect(assignment.Status(-1).String() == "unknown") },
		"ConflictKind.String":       func() error { return expect(assignment.ConflictKind(-1).String() != "") },
		"FaultTemplates":            func() error { return expect(len(assignment.FaultTemplates()) > 0) },
		"NameOf":                    func() error { return expect(assignment.NameOf(nil) == "") },

		"Eligible":         func() error { return under(assignment.Eligible("", nil)) },
		"EligibleEmployee": func() error { return under(assignment.EligibleEmployee("", nil)) },
		"EligiblePosition": func() error { return under(assignment.EligiblePosition("", nil)) },
		"Fix":              func() error { return under(assignment.Fix("", "", "")) },
		"Forbid":           func() error { return under(assignment.Forbid("", "", "")) },
		"Keep":             func() error { return under(assignment.Keep("", "")) },
		"MaxMoves":         func() error { return fine(under(assignment.MaxMoves(0))) },
		"MustPlace":        func() error { return under(assignment.MustPlace("", nil)) },
		"Obey":             func() error { return fine(under(assignment.Obey())) },
		"Signed":           func() error { return under(assignment.Signed("", nil)) },

		"Goal.MarshalJSON":      func() error { return written(assignment.Goal{}) },
		"Goal.Step":             func() error { return pursuing(assignment.Goal{}.Step(0)) },
		"Goal.String":           func() error { return pursuing(assignment.Goal{}) },
		"Goal.Within":           func() error { return pursuing(assignment.Goal{}.Within(0)) },
		"DefaultObjective":      func() error { return fine(written(assignment.DefaultObjective())) },
		"Objective.MarshalJSON": func() error { return fine(written(assignment.Objective(nil))) },
		"Bottleneck":            func() error { return pursuing(assignment.Bottleneck(assignment.Term{})) },
		"BottomSum":             func() error { return pursuing(assignment.BottomSum(0, assignment.Term{})) },
		"Leximin":               func() error { return pursuing(assignment.Leximin(assignment.Term{})) },
		"LeximinCoverage":       func() error { return pursuing(assignment.LeximinCoverage()) },
		"LeximinCoveragePosts":  func() error { return pursuing(assignment.LeximinCoveragePosts()) },
		"Maximize":              func() error { return pursuing(assignment.Maximize()) },
		"Minimize":              func() error { return pursuing(assignment.Minimize()) },

		"AlphaFair":        func() error { return of(assignment.AlphaFair(0, 0, assignment.Term{})) },
		"Balance":          func() error { return fine(of(assignment.Balance(workload.Curve{}))) },
		"BalancePosts":     func() error { return fine(of(assignment.BalancePosts(workload.Curve{}))) },
		"Custom":           func() error { return of(assignment.Custom("", nil)) },
		"Fit":              func() error { return of(assignment.Fit(nil)) },
		"Moves":            func() error { return fine(of(assignment.Moves())) },
		"Nash":             func() error { return of(assignment.Nash(0, assignment.Term{})) },
		"Placed":           func() error { return fine(of(assignment.Placed())) },
		"Rated":            func() error { return of(assignment.Rated("")) },
		"Sum":              func() error { return of(assignment.Sum()) },
		"Unchanged":        func() error { return fine(of(assignment.Unchanged(mutasi.Plan{}))) },
		"Weigh":            func() error { return of(assignment.Weigh(math.NaN(), assignment.Moves())) },
		"Wishes":           func() error { return fine(of(assignment.Wishes())) },
		"Term.MarshalJSON": func() error { return fine(written(assignment.Term{})) },
		"Term.String":      func() error { return expect(assignment.Term{}.String() == "nothing") },
	}
}

// TestNothing: nothing panics on nothing, and what cannot work with it is an
// error.
func TestNothing(t *testing.T) {
	calls := onNothing(t)
	exported.Calls(t, calls, func(t *testing.T, call func() error) {
		if err := call(); err == nil {
			t.Error("gave no error")
		}
	})
}

// TestZeroValues: a Solution and a Certificate that Solve did not make, and a
// Problem without an organization, are errors that say so.
func TestZeroValues(t *testing.T) {
	solution, certificate := &assignment.Solution{}, &assignment.Certificate{}
	empty, full := &assignment.Problem{}, &assignment.Problem{Organization: tiny(t)}
	ctx := t.Context()
	for _, c := range []struct {
		want string
		call func() error
	}{
		{"no organization", func() error { _, err := assignment.Solve(ctx, empty, nil); return err }},
		{"no organization", func() error { _, err := assignment.Check(ctx, empty, mutasi.Plan{}, certificate, nil); return err }},
		{"not made by Solve", func() error { _, err := assignment.Check(ctx, full, mutasi.Plan{}, certificate, nil); return err }},
		{"not made by Solve", func() error { _, err := assignment.Check(ctx, full, mutasi.Plan{}, nil, nil); return err }},
		{"not made by Solve", func() error { _, err := json.Marshal(certificate); return err }},
		{"not made by Solve", func() error { _, err := json.Marshal(solution); return err }},
		{"not made by Solve", func() error { return solution.Verify(ctx) }},
		{"no goal 0", func() error { _, err := solution.Terms(0); return err }},
	} {
		if err := c.call(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("the error is %v, without %q", err, c.want)
		}
	}
	if len(slices.Collect(solution.Unplaced())) > 0 || solution.Certificate() != nil {
		t.Error("nothing gave something")
	}
}

// TestNilContext: a nil context never ends.
func TestNilContext(t *testing.T) {
	var none context.Context
	p := &assignment.Problem{Organization: tiny(t)}
	s, err := assignment.Solve(none, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(none); err != nil {
		t.Error(err)
	}
	if _, err := assignment.Check(none, p, s.Plan, s.Certificate(), nil); err != nil {
		t.Error(err)
	}
}
