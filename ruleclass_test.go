package mutasi_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"pgregory.net/rapid"
)

// dataRules draws a rule of each function that makes rules, and one without any
// function.
func dataRules(t *rapid.T) []mutasi.Rule {
	rules := []mutasi.Rule{
		{Name: "allows all"},
		mutasi.MinTenure(rapid.IntRange(0, 3).Draw(t, "years"), rapid.IntRange(0, 11).Draw(t, "months"), date(2024, 7, 1)),
	}
	for k := range rules {
		rules[k].Stay = rapid.Bool().Draw(t, "stay")
		if rapid.Bool().Draw(t, "strict") {
			rules[k] = mutasi.Strict(rules[k])
		}
	}
	return rules
}

// staff draws people who have held their posts for some years, for an unknown
// time, or none, and a plan that need not be that of today.
func staff(t *rapid.T) (*mutasi.Organization, mutasi.Plan) {
	var d mutasi.Data
	for j := range rapid.IntRange(1, 5).Draw(t, "posts") {
		d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID(fmt.Sprint("P", j)), Seats: 9})
	}
	var placed []mutasi.Placement
	post := func(name string) mutasi.PositionID {
		k := rapid.IntRange(-1, len(d.Positions)-1).Draw(t, name)
		if k < 0 {
			return ""
		}
		return d.Positions[k].ID
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "people") {
		e := mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprint("E", i)), Position: post("today")}
		if months := rapid.IntRange(-1, 50).Draw(t, "months held"); months >= 0 {
			e.Since = date(2024, 7, 1).AddDate(0, -months, rapid.IntRange(-1, 1).Draw(t, "days"))
		}
		d.Employees = append(d.Employees, e)
		placed = append(placed, mutasi.Placement{Employee: e.ID, Position: post("before")})
	}
	held, err := mutasi.NewPlan(placed...)
	if err != nil {
		t.Fatal(err)
	}
	return organization(t, d), held
}

// TestClassesAreJudgedAlike: people and posts of equal keys are permitted the
// same, and known the same.
func TestClassesAreJudgedAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, _ := staff(t)
		for _, r := range dataRules(t) {
			employee, position, ok := r.Classes()
			if !ok {
				t.Fatalf("%v has no classes", r.Content())
			}
			type verdict struct{ permits, known bool }
			judged := map[[2]any]verdict{}
			for e := range o.Employees() {
				for p := range o.Positions() {
					key := [2]any{employee(e), position(p)}
					v := verdict{r.Permits(e, p, ""), r.Knows == nil || r.Knows(e, p)}
					if before, seen := judged[key]; seen && before != v {
						t.Fatalf("%v: of class %v it says %v, and %v of %q at %q", r.Content(), key, before, v, e.ID, p.ID)
					}
					judged[key] = v
				}
			}
		}
	})
}

// TestUsesByClasses: asked once a class, a rule has the counts of the same rule
// asked about every pair, which hides that it is data.
func TestUsesByClasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, held := staff(t)
		for _, r := range dataRules(t) {
			hidden := r
			hidden.Allows = func(e *mutasi.Employee, p *mutasi.Position) bool { return r.Allows == nil || r.Allows(e, p) }
			if _, _, ok := hidden.Classes(); ok {
				t.Fatal("a function of the caller has classes")
			}
			uses, err := o.Uses(held, r, hidden)
			if err != nil {
				t.Fatal(err)
			}
			a, b := uses[0], uses[1]
			if a.Pairs != b.Pairs || a.Refused != b.Refused || a.Unknown != b.Unknown {
				t.Errorf("%v: by classes %d pairs, %d refused, %d unknown; by pairs %d, %d, %d", r.Content(), a.Pairs, a.Refused, a.Unknown, b.Pairs, b.Refused, b.Unknown)
			}
		}
	})
}

// TestNoClasses: what is not known to depend on classes alone has none.
func TestNoClasses(t *testing.T) {
	yes := func(*mutasi.Employee, *mutasi.Position) bool { return true }
	changed := mutasi.MinTenure(1, 0, date(2024, 7, 1))
	changed.Knows = yes
	for _, r := range []mutasi.Rule{
		{Name: "a function", Allows: yes}, {Name: "knows", Knows: yes}, changed, {}, mutasi.MinTenure(-1, 0, time.Time{}),
	} {
		if _, _, ok := r.Classes(); ok {
			t.Errorf("%+v has classes", r)
		}
	}
}
