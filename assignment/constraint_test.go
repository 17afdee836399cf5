package assignment

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/gen"
	"github.com/mutasi-go/mutasi/internal/model"
	"pgregory.net/rapid"
)

// everyKind draws one constraint of each kind, over the people and posts of d.
func everyKind(t *rapid.T, d mutasi.Data) []Constraint {
	var out []Constraint
	posts := []mutasi.PositionID{""}
	for _, p := range d.Positions {
		posts = append(posts, p.ID)
	}
	salt := rapid.IntRange(0, 9).Draw(t, "salt")
	odd := func(a, b string) bool { return (len(a)*3+int(a[len(a)-1])*5+int(b[len(b)-1])*7+salt)%3 != 0 }
	anybody := func() mutasi.EmployeeID { return rapid.SampledFrom(d.Employees).Draw(t, "employee").ID }
	anywhere := func() mutasi.PositionID { return rapid.SampledFrom(posts).Draw(t, "position") }
	byPair := func(e *mutasi.Employee, p *mutasi.Position) bool { return odd(string(e.ID), string(p.ID)) }
	byEmployee := func(e *mutasi.Employee) bool { return odd(string(e.ID), "x") }
	out = append(out,
		Fix(anybody(), anywhere(), "asked for"),
		Forbid(anybody(), anywhere(), ""),
		Keep(anybody(), ""),
		Signed("BKPSDM", Keep(anybody(), "needed")),
		MustPlace("everybody", nil),
		MustPlace("some", byEmployee),
		Obey(mutasi.Rule{Name: "about moves", Allows: byPair}, mutasi.Rule{Name: "about staying too", Stay: true, Allows: byPair}, mutasi.Rule{Name: "allows all"}),
		Obey(tenures(t)...),
		Eligible("pairs", byPair),
		EligibleEmployee("people", byEmployee),
		EligiblePosition("posts", func(p *mutasi.Position) bool { return odd(string(p.ID), "y") }),
		MaxMoves(rapid.IntRange(0, 3).Draw(t, "moves")),
		MaxMoves(4),
	)
	return out
}

// tenures draws the ways to ask for a tenure, for people of whom some have held
// their post for long enough, some have not, and some are not known.
func tenures(t *rapid.T) []mutasi.Rule {
	on := time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
	var rules []mutasi.Rule
	for k := range 4 {
		rule := mutasi.MinTenure(rapid.IntRange(0, 4).Draw(t, "years"), 0, on)
		rule.Name, rule.Stay = fmt.Sprint("tenure ", k), k%2 == 1
		if k >= 2 {
			rule = mutasi.Strict(rule)
		}
		rules = append(rules, rule)
	}
	return rules
}

// drawnPlan draws a plan of the people and posts of an organization.
func drawnPlan(t *rapid.T, o *mutasi.Organization) mutasi.Plan {
	posts := []mutasi.PositionID{""}
	for p := range o.Positions() {
		posts = append(posts, p.ID)
	}
	var placed []mutasi.Placement
	for e := range o.Employees() {
		placed = append(placed, mutasi.Placement{Employee: e.ID, Position: rapid.SampledFrom(posts).Draw(t, "post")})
	}
	plan, err := mutasi.NewPlan(placed...)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestBulkIsDefinition: what the bulk form of every constraint forbids, or
// counts, is what its definition says of each employee and each post. All pairs
// that no definition forbids are allowed, and no others; the causes of a pair
// are the same by both forms.
func TestBulkIsDefinition(t *testing.T) {
	forbidden := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		d := gen.Data(t, gen.Shape{})
		if len(d.Employees) == 0 {
			t.Skip("nobody")
		}
		for i := range d.Employees {
			if years := rapid.IntRange(-1, 5).Draw(t, "years held"); years >= 0 {
				d.Employees[i].Since = time.Date(2024-years, 7, rapid.IntRange(1, 2).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
			}
		}
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		problem := Problem{Organization: o}
		if rapid.Bool().Draw(t, "a plan other than that of today") {
			held := drawnPlan(t, o)
			problem.Incumbent = &held
		}
		r, err := newRoster(&problem, rapid.Uint64().Draw(t, "seed"), 1)
		if err != nil {
			t.Fatal(err)
		}
		constraints := everyKind(t, d)
		all, err := newDemands(r, constraints)
		if err != nil {
			t.Fatal(err)
		}
		e, err := newEligibility(context.Background(), r, all, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range all.blockers {
			allowed := model.NewPairs(len(r.employees), r.bench()+1)
			b.bulk.removeFrom(allowed)
			for i := range r.employees {
				for j := range r.bench() + 1 {
					if allowed.Has(i, j) == b.bulk.blocks(i, j) {
						t.Fatalf("%s removes row %d, column %d: %v, and blocks it: %v", b.name(), i, j, !allowed.Has(i, j), b.bulk.blocks(i, j))
					}
				}
			}
		}
		for i, person := range r.employees {
			for j := range r.bench() + 1 {
				allowed := true
				for _, b := range all.blockers {
					byDefinition := b.forbids(person, r.post(j), r.heldBy(i))
					if byBulk := b.bulk.blocks(i, j); byBulk != byDefinition {
						t.Fatalf("%s forbids %q at %s: bulk says %v, definition %v", b.name(), person.ID, positionName(r.idOf(j)), byBulk, byDefinition)
					}
					forbidden[b.constructor[:4]] = forbidden[b.constructor[:4]] || byDefinition
					allowed = allowed && !byDefinition
				}
				if e.allowed.Has(i, j) != allowed {
					t.Fatalf("%q at %s: allowed is %v, definitions say %v", person.ID, positionName(r.idOf(j)), !allowed, allowed)
				}
				causes, err := all.forbidding(person, r.post(j), r.heldBy(i))
				if err != nil || !slices.EqualFunc(causes, e.causes(i, j), Cause.Equal) || (len(causes) == 0) != allowed {
					t.Fatalf("%q at %s: causes %v by definition, %v by bulk, %v", person.ID, positionName(r.idOf(j)), causes, e.causes(i, j), err)
				}
				if all.forbids(&callSite{}, person, r.post(j), r.heldBy(i)) == allowed {
					t.Fatalf("%q at %s: the definitions contradict themselves", person.ID, positionName(r.idOf(j)))
				}
			}
		}
		for _, l := range all.limits {
			values, err := l.values(r)
			if err != nil {
				t.Fatal(err)
			}
			for i, person := range r.employees {
				for j := range r.bench() + 1 {
					byBulk := values.base(r.holds(i), j < r.bench())
					values.except(i, func(column int, x float64) {
						if column == j {
							byBulk = x
						}
					})
					byDefinition := 0.0
					if l.counts(person, r.post(j), r.heldBy(i)) {
						byDefinition = 1
					}
					if byBulk != byDefinition {
						t.Fatalf("%s counts %q at %s: bulk says %v, definition %v", l.name(), person.ID, positionName(r.idOf(j)), byBulk, byDefinition)
					}
				}
			}
		}
	})
	for _, kind := range []string{"Fix(", "Forb", "Keep", "Must", "Obey", "Elig"} {
		if !forbidden[kind] {
			t.Errorf("%s… never forbade anything: %v", kind, fmt.Sprint(forbidden))
		}
	}
}

// TestAdmitIsTheModel: by definitions a plan is admitted exactly if the compiled
// model admits it.
func TestAdmitIsTheModel(t *testing.T) {
	verdicts := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		d := gen.Data(t, gen.Shape{})
		if len(d.Employees) == 0 {
			t.Skip("nobody")
		}
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		p := &Problem{Organization: o, Objective: Objective{}}
		for _, c := range everyKind(t, d) {
			if _, isLimit := c.(maxMoves); isLimit || rapid.IntRange(0, 9).Draw(t, "constrain") == 0 {
				p.Constraints = append(p.Constraints, c)
			}
		}
		c := newInstance(p, settings{workers: 2})
		if err := c.prepare(context.Background()); err != nil {
			t.Skip("more floors than people")
		}
		at := make([]int32, len(c.roster.employees))
		for i := range at {
			at[i] = int32(rapid.IntRange(0, c.roster.bench()).Draw(t, "column"))
			if rapid.Bool().Draw(t, "stay") {
				at[i] = c.roster.incumbent[i]
			}
		}
		plan, err := c.roster.plan(at)
		if err != nil {
			t.Fatal(err)
		}
		err = c.demands.admit(newLedger(o, p.held(), plan))
		load := make([]int32, c.model.Columns)
		allowed := true
		for i, j := range at {
			load[j]++
			allowed = allowed && c.eligibility.allowed.Has(i, int(j))
		}
		for j, n := range load {
			allowed = allowed && c.model.Lo[j] <= n && n <= c.model.Hi[j]
		}
		for _, l := range c.model.Limits {
			allowed = allowed && c.model.Within(l, at)
		}
		if (err == nil) != allowed {
			t.Fatalf("by definition: %v; the model admits %v: %v", err, plan, allowed)
		}
		verdicts[allowed]++
	})
	if verdicts[true] == 0 || verdicts[false] == 0 {
		t.Errorf("no plan was admitted, or every one: %v", verdicts)
	}
}

// TestAdmitCountsLimits: a plan that breaks nothing but a limit is refused, and
// the error has the author of the limit.
func TestAdmitCountsLimits(t *testing.T) {
	o := office(t)
	for most, want := range []string{"the plan has 2, which breaks: at most 0 moves (set by BKPSDM)", "the plan has 2, which breaks: at most 1 move (set by BKPSDM)", ""} {
		r, err := newRoster(&Problem{Organization: o}, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		d, err := newDemands(r, []Constraint{Signed("BKPSDM", MaxMoves(most))})
		if err != nil {
			t.Fatal(err)
		}
		// Two incumbents move, one of them to the bench, and e6 leaves it.
		plan, err := mutasi.NewPlan([]mutasi.Placement{{Employee: "e1", Position: "counter"}, {Employee: "e2", Position: "audit"},
			{Employee: "e4", Position: "counter"}, {Employee: "e5", Position: "counter"}, {Employee: "e6", Position: "budget"}}...)
		if err != nil {
			t.Fatal(err)
		}
		err = d.admit(newLedger(o, o.Incumbents(), plan))
		if want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
