package assignment_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// goldenPlans are digests of plans and values. They were printed by this test on
// linux/amd64, and hold for every order of the input, every number of workers, and
// on 32 bits (GOARCH=386, which .ci/run tests). A change of one is a change of what
// users get for the same seed, and belongs into the changelog.
var goldenPlans = map[string]string{
	"default":    "1c22df03a6905091",
	"leximin":    "a455132b783f7c18",
	"bottleneck": "5bee0fe949f8e8a8",
	"bottom sum": "43384fff2a60a30d",
	"nash":       "0667136ca616ab41",
	"alpha fair": "0d86777ae57b48dd",
	"balance":    "96dd66377787c2ab",
	"coverage":   "b9a6fd2560565825",
	"within":     "d4e802d172d3d4a6",
}

func TestGoldenPlans(t *testing.T) {
	fit := assignment.Fit(competency.Attainment{})
	placed := assignment.Maximize(assignment.Placed())
	balance := assignment.Balance(workload.Quadratic(1))
	for name, objective := range map[string]assignment.Objective{
		"default":    nil,
		"leximin":    {assignment.Leximin(fit), assignment.Minimize(assignment.Moves())},
		"bottleneck": {assignment.Bottleneck(fit), assignment.Maximize(fit)},
		"bottom sum": {assignment.BottomSum(30, fit), assignment.Maximize(fit)},
		"nash":       {placed, assignment.Maximize(assignment.Nash(0.01, fit))},
		"alpha fair": {placed, assignment.Maximize(assignment.AlphaFair(2.5, 0.1, fit))},
		"balance":    {placed, assignment.Minimize(balance), assignment.Maximize(fit)},
		"coverage":   {placed, assignment.LeximinCoverage(), assignment.Maximize(fit)},
		"within":     {placed, assignment.Maximize(fit).Within(0.5), assignment.Minimize(assignment.Moves())},
	} {
		t.Run(name, func(t *testing.T) {
			digest := func(o *mutasi.Organization, workers int) string {
				s := mustSolve(t, &assignment.Problem{Organization: o, Objective: objective},
					&assignment.Options{Seed: 7, Workers: workers, Canonical: name != "within", MaxNodes: 5})
				h := sha256.New()
				for _, v := range s.Values {
					fmt.Fprintln(h, v.Goal, v.Value, v.Bound)
				}
				for _, p := range slices.SortedFunc(s.Plan.All(), func(a, b mutasi.Placement) int {
					return strings.Compare(string(a.Employee), string(b.Employee))
				}) {
					fmt.Fprintln(h, p.Employee, p.Position)
				}
				return fmt.Sprintf("%x", h.Sum(nil)[:8])
			}
			got := digest(town(t, 300, 18), 1)
			if got != goldenPlans[name] {
				t.Errorf("%q: %q, want %q", name, got, goldenPlans[name])
			}
			if again := digest(reorder(t, town(t, 300, 18)), 3); again != got {
				t.Errorf("in another order and with 3 workers %s, not %s", again, got)
			}
		})
	}
}

// reorder enters the same organization in another order.
func reorder(t *testing.T, o *mutasi.Organization) *mutasi.Organization {
	t.Helper()
	other, err := mutasi.NewOrganization(shuffled(o.Data(), 5))
	if err != nil {
		t.Fatal(err)
	}
	return other
}
