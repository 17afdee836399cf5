package mutasi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"pgregory.net/rapid"
)

// A rule that does not know permits, a strict one refuses, and neither asks
// Allows.
func TestRuleUnknown(t *testing.T) {
	unasked := func(*mutasi.Employee, *mutasi.Position) bool { panic("asked about what is not known") }
	no := func(*mutasi.Employee, *mutasi.Position) bool { return false }
	yes := func(*mutasi.Employee, *mutasi.Position) bool { return true }
	e, p := &mutasi.Employee{ID: "E"}, &mutasi.Position{ID: "P"}
	for _, test := range []struct {
		rule mutasi.Rule
		held mutasi.PositionID
		want bool
	}{
		{mutasi.Rule{Knows: no, Allows: unasked}, "", true},
		{mutasi.Strict(mutasi.Rule{Knows: no, Allows: unasked}), "", false},
		{mutasi.Strict(mutasi.Rule{Knows: no}), "", false},
		{mutasi.Strict(mutasi.Rule{Knows: unasked, Allows: unasked}), "P", true}, // it does not bind who stays
		{mutasi.Strict(mutasi.Rule{Knows: no, Allows: unasked, Stay: true}), "P", false},
		{mutasi.Rule{Knows: yes, Allows: no}, "", false},
		{mutasi.Strict(mutasi.Rule{Knows: yes, Allows: yes}), "", true},
		{mutasi.Strict(mutasi.Rule{Allows: yes}), "", true},
		{mutasi.Strict(mutasi.Rule{}), "", true},
	} {
		if got := test.rule.Permits(e, p, test.held); got != test.want {
			t.Errorf("%+v, held %q: %v", test.rule, test.held, got)
		}
	}
}

// Uses counts what Permits says of each pair.
func TestUsesAsPermits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d mutasi.Data
		for i := range rapid.IntRange(0, 4).Draw(t, "posts") {
			d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID(fmt.Sprint("P", i)), Seats: 9})
		}
		var placed []mutasi.Placement
		for i := range rapid.IntRange(0, 5).Draw(t, "people") {
			e := mutasi.EmployeeID(fmt.Sprint("E", i))
			d.Employees = append(d.Employees, mutasi.Employee{ID: e})
			if k := rapid.IntRange(-1, len(d.Positions)-1).Draw(t, "post"); k >= 0 {
				placed = append(placed, mutasi.Placement{Employee: e, Position: d.Positions[k].ID})
			}
		}
		held, err := mutasi.NewPlan(placed...)
		if err != nil {
			t.Fatal(err)
		}
		drawn := func(name string) func(*mutasi.Employee, *mutasi.Position) bool {
			of := rapid.MapOf(rapid.StringMatching("E[0-4]P[0-3]"), rapid.Just(true)).Draw(t, name)
			return func(e *mutasi.Employee, p *mutasi.Position) bool { return of[string(e.ID)+string(p.ID)] }
		}
		rule := mutasi.Rule{Name: "drawn", Stay: rapid.Bool().Draw(t, "stay")}
		if rapid.Bool().Draw(t, "judges") {
			rule.Allows = drawn("allows")
		}
		if rapid.Bool().Draw(t, "may not know") {
			rule.Knows = drawn("knows")
		}
		o := organization(t, d)
		uses, err := o.Uses(held, rule, mutasi.Strict(rule))
		if err != nil {
			t.Fatal(err)
		}
		var pairs, unknown int
		var refused [2]int
		for e := range o.Employees() {
			before, _ := held.Position(e.ID)
			for p := range o.Positions() {
				for k, r := range []mutasi.Rule{rule, mutasi.Strict(rule)} {
					if !r.Permits(e, p, before) {
						refused[k]++
					}
				}
				if rule.Stay || p.ID != before {
					pairs++
					if rule.Knows != nil && !rule.Knows(e, p) {
						unknown++
					}
				}
			}
		}
		for k, u := range uses {
			if u.Rule.Name != "drawn" || u.Pairs != pairs || u.Refused != refused[k] || u.Unknown != unknown {
				t.Errorf("use %d is %+v; want %d pairs, %d refused, %d unknown", k, u, pairs, refused[k], unknown)
			}
		}
		if uses[1].Refused < uses[0].Refused || uses[1].Refused > uses[0].Refused+unknown {
			t.Errorf("strict refuses %d, loose %d of %d unknown", uses[1].Refused, uses[0].Refused, unknown)
		}
	})
}

// organization fails the test unless d is valid.
func organization(t interface {
	Helper()
	Fatal(...any)
}, d mutasi.Data) *mutasi.Organization {
	t.Helper()
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestUsesFaults(t *testing.T) {
	o := organization(t, mutasi.Data{Employees: []mutasi.Employee{{ID: "Ani"}}, Positions: []mutasi.Position{{ID: "P"}}})
	held, err := mutasi.NewPlan(mutasi.Placement{Employee: "ani", Position: "Q"})
	if err != nil {
		t.Fatal(err)
	}
	uses, err := o.Uses(held, mutasi.Rule{}, mutasi.Rule{Name: "\xff"})
	for _, part := range []string{`placements[0].employee: unknown employee "ani"; did you mean "Ani"?`, `placements[0].position: unknown post "Q"`, `rule[""].name: is empty`, `rule["\xff"].name`} {
		if err == nil || uses != nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not say %s", err, part)
		}
	}
	checkWords(t, err)

	boom := mutasi.Rule{Name: "tenure", Knows: func(*mutasi.Employee, *mutasi.Position) bool { panic("no date") }}
	if uses, err := o.Uses(mutasi.Plan{}, boom); err == nil || uses != nil ||
		err.Error() != `mutasi: rule "tenure" panicked on employee "Ani" and post "P": no date` {
		t.Errorf("%v, %v", uses, err)
	}
}

func ExampleOrganization_Uses() {
	o := secretariat()
	speaks := mutasi.Rule{
		Name:   "communication",
		Knows:  func(e *mutasi.Employee, _ *mutasi.Position) bool { _, known := e.Profile["M.3"]; return known },
		Allows: func(e *mutasi.Employee, _ *mutasi.Position) bool { return e.Profile["M.3"].Level >= 5 },
	}
	misspelt := mutasi.Rule{
		Name:  "status",
		Knows: func(e *mutasi.Employee, _ *mutasi.Position) bool { return e.Attributes["Status"] != "" },
	}
	uses, err := o.Uses(o.Incumbents(), speaks, misspelt)
	if err != nil {
		panic(err)
	}
	for _, u := range uses {
		fmt.Printf("%s: of %d pairs it refuses %d and cannot judge %d\n", u.Rule.Name, u.Pairs, u.Refused, u.Unknown)
	}
	// Output:
	// communication: of 4 pairs it refuses 1 and cannot judge 3
	// status: of 4 pairs it refuses 0 and cannot judge 4
}

func ExampleStrict() {
	assessed := mutasi.Rule{
		Name:   "conduct",
		Knows:  func(e *mutasi.Employee, _ *mutasi.Position) bool { _, known := e.Ratings["conduct"]; return known },
		Allows: func(e *mutasi.Employee, _ *mutasi.Position) bool { return e.Ratings["conduct"] >= 3 },
	}
	unassessed, post := &mutasi.Employee{ID: "Ani"}, &mutasi.Position{ID: "audit"}
	fmt.Println(assessed.Permits(unassessed, post, ""), mutasi.Strict(assessed).Permits(unassessed, post, ""))
	// Output: true false
}

// A rule with a function of the caller has no content, whichever it is.
func TestRuleContent(t *testing.T) {
	f := func(*mutasi.Employee, *mutasi.Position) bool { return true }
	for _, r := range []mutasi.Rule{{Name: "a", Allows: f}, {Name: "a", Knows: f}, {Name: ""}} {
		if c := r.Content(); c != nil {
			t.Errorf("%+v has the content %v", r, c)
		}
	}
	open := []mutasi.Rule{{Name: "a"}, {Name: "b", Reason: "c", Stay: true}, mutasi.Strict(mutasi.Rule{Name: "d"})}
	if slices.ContainsFunc(open, func(r mutasi.Rule) bool { return r.Content() == nil || r.Content() != open[0].Content() }) {
		t.Error("rules that allow everything differ")
	}
}
