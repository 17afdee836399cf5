package evaluation_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

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
	a, err := evaluation.Audit(context.Background(), o, r, attribute("group"), &opts)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// attribute reads an attribute that nobody may have.
func attribute(name string) func(*mutasi.Employee) string {
	return func(e *mutasi.Employee) string { return e.Attributes[name] }
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
	if a.Rates[2].Groups[0].Rate.Undefined != evaluation.NobodyConcerned {
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
	a := audit(t, people, evaluation.AuditOptions{Stratum: attribute("stratum")})
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
	), evaluation.AuditOptions{Stratum: attribute("stratum")})
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

// TestAuditOfNoWishes: a large group in which nobody has a wish is not too
// small, and a small group is, whatever it wishes.
func TestAuditOfNoWishes(t *testing.T) {
	o, r := crowd(t, slices.Concat(members(12, member{"large", "", 0.5, true}), members(3, member{"small", "", 0.5, true})))
	a, err := evaluation.Audit(context.Background(), o, r, attribute("group"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for g, want := range []evaluation.Reason{evaluation.NobodyConcerned, evaluation.SmallCell} {
		wish := a.Rates[2].Groups[g]
		if wish.People != 0 || wish.Rate.Undefined != want || wish.Exact.P.Undefined != want {
			t.Errorf("wishes of the %s group: %+v, want %q", wish.Group, wish, want)
		}
	}
}

func TestAttribute(t *testing.T) {
	o, _ := crowd(t, members(2, member{"a", "", 1, true}))
	group, err := evaluation.Attribute(o, "group")
	if err != nil {
		t.Fatal(err)
	}
	for e := range o.Employees() {
		if got := group(e); got != "a" {
			t.Errorf("%s is in group %q", e.ID, got)
		}
	}
	if got := group(&mutasi.Employee{}); got != "" {
		t.Errorf("a person without attributes is in group %q", got)
	}
	if f, err := evaluation.Attribute(o, "grp"); f != nil || err == nil || !strings.Contains(err.Error(), `"grp"; there are ["group"`) {
		t.Errorf("a name that nobody has: %v", err)
	}
	if f, err := evaluation.Attribute(nil, "group"); f != nil || err == nil || !strings.Contains(err.Error(), `"group", nor any other`) {
		t.Errorf("an attribute of nobody: %v", err)
	}
}

// TestAuditOfManyGroups: a table of 10,000 groups by 20,000 strata would take
// gigabytes.
func TestAuditOfManyGroups(t *testing.T) {
	const people = 20_000
	list := make([]member, people)
	for i := range list {
		list[i] = member{fmt.Sprint(i / 2), fmt.Sprint(i), 0.5 + float64(i%7)/20, i%3 > 0}
	}
	start := time.Now()
	a := audit(t, list, evaluation.AuditOptions{
		Stratum: attribute("stratum"), MinCell: 1, Resampling: evaluation.Resampling{Count: 1},
	})
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("%d groups take %v", len(a.Groups), took)
	}
	if len(a.Groups) != people/2 || a.Strata != people {
		t.Errorf("%d groups, %d strata", len(a.Groups), a.Strata)
	}
	if got := a.Gaps[0].Groups[0].P.Undefined; got != evaluation.NoVariance {
		t.Errorf("a p value where everybody is a stratum: %q", got)
	}
}

// TestAuditEnds: an audit returns soon after its context has ended, also if it
// ended before the call.
func TestAuditEnds(t *testing.T) {
	o, r := crowd(t, slices.Concat(members(500, member{"a", "", 0.5, true}), members(500, member{"b", "", 0.7, true})))
	opts := &evaluation.AuditOptions{Resampling: evaluation.Resampling{Count: 100_000_000}}
	for _, wait := range []time.Duration{0, 20 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(context.Background(), wait)
		start := time.Now()
		a, err := evaluation.Audit(ctx, o, r, attribute("group"), opts)
		if late := time.Since(start) - wait; a != nil || !errors.Is(err, context.DeadlineExceeded) || late > time.Second {
			t.Errorf("cancelled after %v: %v, %v late", wait, err, late)
		}
		cancel()
	}
}

func TestAuditRefuses(t *testing.T) {
	o, r := crowd(t, members(3, member{"a", "", 1, true}))
	other, otherReport := crowd(t, members(4, member{"a", "", 1, true}))
	group := attribute("group")
	boom := func(e *mutasi.Employee) string {
		if e.ID == "E0001" {
			panic("boom")
		}
		return "a"
	}
	for name, c := range map[string]struct {
		o     *mutasi.Organization
		r     *evaluation.Report
		group func(*mutasi.Employee) string
		opts  *evaluation.AuditOptions
		want  string
	}{
		"no group":         {o, r, nil, nil, "names the group"},
		"no report":        {o, nil, group, nil, "needs a report"},
		"more people":      {o, otherReport, group, nil, "E0003"},
		"less people":      {other, r, group, nil, "E0003"},
		"nobody":           {nil, r, group, nil, "E0000"},
		"panic in group":   {o, r, boom, nil, `"E0001": boom`},
		"panic in stratum": {o, r, group, &evaluation.AuditOptions{Stratum: boom}, `"E0001": boom`},
		"cell":             {o, r, group, &evaluation.AuditOptions{MinCell: -1}, "MinCell is -1"},
		"few":              {o, r, group, &evaluation.AuditOptions{Resampling: evaluation.Resampling{Count: -1}}, "Count is -1"},
		"many":             {o, r, group, &evaluation.AuditOptions{Resampling: evaluation.Resampling{Count: math.MaxInt}}, "100000000"},
	} {
		if a, err := evaluation.Audit(context.Background(), c.o, c.r, c.group, c.opts); a != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

const fisherGolden = 0.04858163161294097
