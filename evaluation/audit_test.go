package evaluation_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/evaluation"
)

// crowd returns an organisation of people who are all in post P of unit U, and
// a plan that benches some of them. people lists group, stratum, fit and whether
// the plan keeps the person in the post.
type member struct {
	group, stratum string
	fit            float64
	kept           bool
}

func crowd(t *testing.T, people []member) (*mutasi.Organization, *evaluation.Report) {
	t.Helper()
	d := mutasi.Data{Units: []mutasi.Unit{{ID: "U"}}, Positions: []mutasi.Position{{
		ID: "P", Unit: "U", Seats: 1000, Need: 40, Standard: competency.Standard{{Competency: "x", Level: 1}},
	}}}
	var list []mutasi.Placement
	for i, m := range people {
		e := mutasi.Employee{
			ID: mutasi.EmployeeID(fmt.Sprintf("E%04d", i)), Position: "P",
			Profile:    competency.Levels(map[competency.ID]competency.Level{"x": competency.Level(m.fit)}),
			Attributes: map[string]string{"group": m.group, "stratum": m.stratum},
		}
		if m.kept {
			list = append(list, mutasi.Placement{Employee: e.ID, Position: "P"})
		}
		d.Employees = append(d.Employees, e)
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := mutasi.NewPlan(list...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := evaluation.Evaluate(context.Background(), o, plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	return o, r
}

func audit(t *testing.T, people []member, opts evaluation.AuditOptions) *evaluation.GroupAudit {
	t.Helper()
	o, r := crowd(t, people)
	opts.Group = evaluation.Attribute("group")
	a, err := evaluation.Audit(o, r, opts)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func members(n int, m member) []member { return slices.Repeat([]member{m}, n) }

// TestAuditFourFifths: 40 of 50 against 30 of 50, the golden values by
// scipy.stats.fisher_exact of scipy 1.17.1.
func TestAuditFourFifths(t *testing.T) {
	a := audit(t, slices.Concat(
		members(40, member{"a", "", 1, true}), members(10, member{"a", "", 1, false}),
		members(30, member{"b", "", 1, true}), members(20, member{"b", "", 1, false}),
		members(3, member{"c", "", 1, true}), members(2, member{"", "", 1, true}),
	), evaluation.AuditOptions{})
	if diff := cmp.Diff([]string{"a", "b", "c"}, a.Groups); diff != "" || a.Unknown != 2 {
		t.Errorf("groups (-want +got), %d unknown:\n%s", a.Unknown, diff)
	}
	rate := a.Rates[0]
	one, two, three := rate.Groups[0], rate.Groups[1], rate.Groups[2]
	if !near(one.Impact.Value, 1, 0) || one.Flagged || one.Exact.P.Undefined != evaluation.NotPart {
		t.Errorf("the reference is compared to itself: %+v", one)
	}
	if !near(two.Impact.Value, 0.75, 1e-12) || !two.Flagged || !near(two.Exact.P.Value, fisherGolden, 1e-9) || !near(two.Conditional.Estimate.Value, 0.375, 1e-12) {
		t.Errorf("b has %+v, want a ratio of 0.75 and an odds ratio of 0.375", two)
	}
	if three.Rate.Undefined != evaluation.SmallCell || three.Count != 0 || three.Flagged {
		t.Errorf("three people are judged: %+v", three)
	}
	for _, want := range []evaluation.Caveat{evaluation.NotCausal, evaluation.NoStrata, evaluation.GroupsWithheld, evaluation.PeopleUnknown} {
		if !slices.Contains(a.Caveats, want) {
			t.Errorf("the audit does not say %q", want)
		}
	}
	if a.Rates[2].Groups[0].Rate.Undefined != evaluation.SmallCell {
		t.Errorf("a rate of wishes of nobody: %v", a.Rates[2].Groups[0].Rate)
	}
}

// TestAuditHoldsQualificationEqual is Simpson's paradox: within every stratum
// both groups fare alike, and overall they do not.
func TestAuditHoldsQualificationEqual(t *testing.T) {
	people := slices.Concat(
		members(40, member{"a", "high", 0.9, true}), members(10, member{"a", "high", 0.9, false}),
		members(8, member{"b", "high", 0.9, true}), members(2, member{"b", "high", 0.9, false}),
		members(5, member{"a", "low", 0.4, true}), members(15, member{"a", "low", 0.4, false}),
		members(20, member{"b", "low", 0.4, true}), members(60, member{"b", "low", 0.4, false}),
	)
	a := audit(t, people, evaluation.AuditOptions{Stratum: evaluation.Attribute("stratum")})
	b := a.Rates[0].Groups[1]
	if !b.Flagged || b.Exact.P.Value > 0.001 {
		t.Errorf("the overall rates of %v are not flagged", b.Rate)
	}
	if !near(b.Conditional.Estimate.Value, 1, 1e-12) || b.Conditional.P.Value < 0.99 {
		t.Errorf("at equal qualification the odds ratio is %v with p = %v, want 1", b.Conditional.Estimate, b.Conditional.P)
	}
	gap := a.Gaps[0].Groups[1]
	if gap.Gap.Value > -0.1 || math.Abs(gap.Within.Value) > 1e-12 || gap.P.Value < 0.99 {
		t.Errorf("fit: gap %v, within strata %v with p = %v, want a gap that strata explain", gap.Gap, gap.Within, gap.P)
	}
	if a.Strata != 2 || slices.Contains(a.Caveats, evaluation.NoStrata) {
		t.Errorf("%d strata, caveats %q", a.Strata, a.Caveats)
	}
	// Without the strata the same gap is there, and significant.
	raw := audit(t, people, evaluation.AuditOptions{}).Gaps[0].Groups[1]
	if raw.P.Value > 0.01 {
		t.Errorf("without strata p = %v", raw.P)
	}
}

func TestAuditWithoutOverlap(t *testing.T) {
	a := audit(t, slices.Concat(
		members(20, member{"a", "x", 0.9, true}), members(20, member{"b", "y", 0.4, true}),
	), evaluation.AuditOptions{Stratum: evaluation.Attribute("stratum")})
	if got := a.Rates[0].Groups[1].Conditional.Estimate.Undefined; got != evaluation.NoOverlap {
		t.Errorf("an odds ratio without common strata: %q", got)
	}
	if got := a.Gaps[0].Groups[0].P.Undefined; got != evaluation.NoOverlap && got != evaluation.NoVariance {
		t.Errorf("a p value without common strata: %q", got)
	}
	if !slices.Contains(a.Caveats, evaluation.NotOverlapping) {
		t.Errorf("the audit does not say that strata do not overlap: %q", a.Caveats)
	}
}

func TestAuditDegenerate(t *testing.T) {
	a := audit(t, members(12, member{"a", "", 0.5, true}), evaluation.AuditOptions{})
	if !slices.Contains(a.Caveats, evaluation.OnlyOneGroup) || a.Gaps[0].Groups[0].Gap.Undefined != evaluation.NoValues {
		t.Errorf("one group is compared: %+v, %q", a.Gaps[0].Groups[0], a.Caveats)
	}
	if a := audit(t, nil, evaluation.AuditOptions{}); len(a.Groups) != 0 || len(a.Rates) != 3 {
		t.Errorf("an audit of nobody: %+v", a)
	}
	nobody := audit(t, members(24, member{"a", "", 0.5, false}), evaluation.AuditOptions{})
	if got := nobody.Rates[0].Groups[0].Impact.Undefined; got != evaluation.ZeroBase {
		t.Errorf("a ratio of rates that are all 0: %q", got)
	}
}

func TestAuditRefuses(t *testing.T) {
	o, r := crowd(t, members(3, member{"a", "", 1, true}))
	other, otherReport := crowd(t, members(4, member{"a", "", 1, true}))
	group := evaluation.Attribute("group")
	for name, c := range map[string]struct {
		o    *mutasi.Organization
		r    *evaluation.Report
		opts evaluation.AuditOptions
		want string
	}{
		"no group":    {o, r, evaluation.AuditOptions{}, "Group is missing"},
		"no report":   {o, nil, evaluation.AuditOptions{Group: group}, "needs a report"},
		"more people": {o, otherReport, evaluation.AuditOptions{Group: group}, "E0003"},
		"less people": {other, r, evaluation.AuditOptions{Group: group}, "E0003"},
		"panic": {o, r, evaluation.AuditOptions{Group: func(e *mutasi.Employee) string {
			if e.ID == "E0001" {
				panic("boom")
			}
			return "a"
		}}, `"E0001": boom`},
	} {
		if _, err := evaluation.Audit(c.o, c.r, c.opts); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

const fisherGolden = 0.04858163161294097
