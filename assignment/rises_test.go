package assignment_test

import (
	"context"
	"fmt"
	"maps"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"pgregory.net/rapid"
)

// TestRisesAreTheFewest applies rises and solves again, and finds that fewer levels
// never win.
func TestRisesAreTheFewest(t *testing.T) {
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		ids := []competency.ID{"A", "B"}
		level := rapid.IntRange(0, 3)
		var d mutasi.Data
		for j := range rapid.IntRange(1, 3).Draw(t, "posts") {
			p := mutasi.Position{ID: mutasi.PositionID(fmt.Sprint("P", j)), Seats: 1}
			for _, c := range ids {
				if rapid.Bool().Draw(t, "asked") {
					p.Standard = append(p.Standard, competency.Requirement{
						Competency: c, Level: competency.Level(level.Draw(t, "required")), Weight: float64(rapid.IntRange(1, 2).Draw(t, "weight")),
					})
				}
			}
			d.Positions = append(d.Positions, p)
		}
		for i := range rapid.IntRange(1, 3).Draw(t, "people") {
			e := mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprint("E", i)), Profile: competency.Profile{}}
			for _, c := range ids {
				if rapid.IntRange(0, 5).Draw(t, "rated") > 0 {
					e.Profile[c] = competency.Rating{Level: competency.Level(level.Draw(t, "held"))}
				}
			}
			d.Employees = append(d.Employees, e)
		}
		var model competency.Model = competency.Attainment{}
		if rapid.Bool().Draw(t, "jpm") {
			model = competency.JobPersonMatch{Cap: rapid.SampledFrom([]competency.Cap{competency.CapEach, competency.CapTotal}).Draw(t, "cap")}
		}
		ask := func(d mutasi.Data, e mutasi.EmployeeID, p mutasi.PositionID) *assignment.Counterfactual {
			o, err := mutasi.NewOrganization(d)
			if err != nil {
				t.Fatal(err)
			}
			s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Objective: assignment.Objective{
				assignment.Maximize(assignment.Placed()), assignment.Maximize(assignment.Fit(model)),
			}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			c, err := s.WhyNot(e, p)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		e, p := d.Employees[0].ID, d.Positions[0].ID
		with := func(profile competency.Profile) mutasi.Data {
			out := d
			out.Employees = append([]mutasi.Employee(nil), d.Employees...)
			out.Employees[0].Profile = profile
			return out
		}
		c := ask(d, e, p)
		if c.Regret.Goal < 0 {
			if c.Rises != nil {
				t.Fatalf("rises %v for what costs nothing", c.Rises)
			}
			return
		}
		total := 0
		if c.Rises != nil {
			found++
			profile := maps.Clone(d.Employees[0].Profile)
			for _, r := range c.Rises {
				if profile[r.Competency].Level != r.From || r.To <= r.From {
					t.Fatalf("%+v of %v", c.Rises, profile)
				}
				total += int(r.To - r.From)
				profile[r.Competency] = competency.Rating{Level: r.To}
			}
			if after := ask(with(profile), e, p); after.Regret.Goal >= 0 {
				t.Fatalf("the rises %+v do not win: %+v", c.Rises, after.Regret)
			}
		}
		// All other profiles with fewer levels in all.
		own := d.Employees[0].Profile
		for a := own["A"].Level; a <= 3; a++ {
			for b := own["B"].Level; b <= 3; b++ {
				n := int(a-own["A"].Level) + int(b-own["B"].Level)
				if n == 0 || c.Rises != nil && n >= total {
					continue
				}
				profile := maps.Clone(own)
				if a > own["A"].Level {
					profile["A"] = competency.Rating{Level: a}
				}
				if b > own["B"].Level {
					profile["B"] = competency.Rating{Level: b}
				}
				if after := ask(with(profile), e, p); after.Regret.Goal < 0 && after.Regret.Possible {
					t.Fatalf("%v wins with %d levels more, and the rises are %+v\n%+v", profile, n, c.Rises, d)
				}
			}
		}
	})
	if found == 0 {
		t.Error("no rise was found")
	}
}

// TestRisesPassOverWhatHelpsElsewhereMore: A gains more than B at the post wanted, but
// still more at the post given; only B wins.
func TestRisesPassOverWhatHelpsElsewhereMore(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{
			{ID: "wanted", Seats: 1, Standard: competency.Standard{{Competency: "A", Level: 3, Weight: 2}, {Competency: "B", Level: 3, Weight: 1}}},
			{ID: "given", Seats: 1, Standard: competency.Standard{{Competency: "A", Level: 3}}},
		},
		Employees: []mutasi.Employee{
			{ID: "ani", Profile: competency.Levels(map[competency.ID]competency.Level{"A": 1, "B": 1})},
			{ID: "budi", Profile: competency.Levels(map[competency.ID]competency.Level{"A": 2, "B": 2.5})},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := assignment.Solve(t.Context(), &assignment.Problem{Organization: o, Objective: assignment.Objective{
		assignment.Maximize(assignment.Placed()), assignment.Maximize(assignment.Fit(competency.Attainment{})),
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.WhyNot("ani", "wanted")
	if err != nil || len(c.Rises) != 1 || c.Rises[0] != (assignment.Rise{Competency: "B", From: 1, To: 2}) {
		t.Errorf("%+v, %v", c, err)
	}
}
