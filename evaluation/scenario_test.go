package evaluation_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/evaluation"
)

// TestScenario counts a small change by hand: two agencies, of which A has a
// unit with a sub-unit, and a post of no unit.
func TestScenario(t *testing.T) {
	standard := func(level competency.Level) competency.Standard {
		return competency.Standard{{Competency: "x", Level: level, Mandatory: true}, {Competency: "y", Level: 2}}
	}
	profile := func(x, y competency.Level) competency.Profile {
		return competency.Levels(map[competency.ID]competency.Level{"x": x, "y": y})
	}
	o, err := mutasi.NewOrganization(mutasi.Data{
		Units: []mutasi.Unit{{ID: "A"}, {ID: "A1", Parent: "A"}, {ID: "A11", Parent: "A1"}, {ID: "B"}},
		Positions: []mutasi.Position{
			{ID: "z-twin", Unit: "A1", Seats: 1, Need: 1, Standard: standard(2)},
			{ID: "a-twin", Unit: "A11", Seats: 2, MinSeats: 2, Need: 2, Standard: standard(2)},
			{ID: "deputy", Unit: "A11", Seats: 1, Need: 1, Standard: standard(4), Weight: 3},
			{ID: "head", Unit: "B", Seats: 1, Need: 0.5, Standard: standard(4)},
			{ID: "pool", Seats: 2},
			{ID: "closed", Unit: "B", Standard: standard(1)},
		},
		Employees: []mutasi.Employee{
			{ID: "e1", Position: "z-twin", Profile: profile(2, 2), Wishes: []mutasi.PositionID{"pool", "head"}},
			{ID: "e2", Position: "a-twin", Profile: profile(2, 2)},
			{ID: "e3", Position: "deputy", Profile: profile(1, 2), Capacity: 0.5},
			{ID: "e4", Position: "pool", Profile: profile(0, 0)},
			{ID: "e5", Profile: profile(4, 1)},
			{ID: "e6", Position: "head", Profile: competency.Profile{"y": {Level: 2}}},
			{ID: "e7", Position: "pool", Profile: profile(4, 2)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := mutasi.NewPlan(
		mutasi.Placement{Employee: "e1", Position: "head"},   // A → B, second wish, one gap of 2 levels in a mandatory line
		mutasi.Placement{Employee: "e2", Position: "deputy"}, // within A11, a gap of 2
		mutasi.Placement{Employee: "e3", Position: "z-twin"}, // A11 → A1, closes a gap of 3 and leaves 1
		mutasi.Placement{Employee: "e4", Position: "pool"},   // stays
		mutasi.Placement{Employee: "e5", Position: "a-twin"}, // first placement, a gap of 1 in y
		mutasi.Placement{Employee: "e7", Position: "closed"}, // no unit → B
	) // e6 leaves
	if err != nil {
		t.Fatal(err)
	}
	seniority := mutasi.Rule{Name: "not below 1", Reason: "entry", Author: "council", Allows: func(e *mutasi.Employee, p *mutasi.Position) bool {
		return p.ID != "deputy" || e.Profile["x"].Level > 3
	}}
	c, err := evaluation.Compare(context.Background(), o, o.Incumbents(), plan, &evaluation.Options{Rules: []mutasi.Rule{seniority}})
	if err != nil {
		t.Fatal(err)
	}
	r := c.After
	same := func(what string, got, want any) {
		t.Helper()
		if diff := cmp.Diff(want, got, approximately); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	f := func(x float64) evaluation.Figure { return evaluation.Figure{Value: x} }
	none := evaluation.Figure{Undefined: evaluation.ZeroBase}
	same("moves", r.Moves, evaluation.Moves{
		Stayed: 1, Moved: 4, FirstPlacements: 1, Departures: 1, WithinUnit: 1, WithinAgency: 1, BetweenAgencies: 2,
		Flows:  []evaluation.Flow{{From: "", To: "B", People: 1}, {From: "A", To: "A", People: 2}, {From: "A", To: "B", People: 1}},
		Better: 1, Worse: 2, Same: 2, MeanChange: f((-0.25 - 0.25 + 0.125) / 5), LargestLoss: f(0.25),
	})
	same("seats", r.Seats, evaluation.Seats{
		Total: 7, Filled: 5, Vacant: 2, OverFull: 1, BelowFloor: 1,
		Vacancies: []evaluation.Vacancy{
			{Position: "a-twin", Holders: 1, Seats: 2, MinSeats: 2, Vacant: 1, BelowFloor: 1},
			{Position: "pool", Holders: 1, Seats: 2, Vacant: 1},
			{Position: "closed", Holders: 1, OverFull: 1},
		},
	})
	same("units", r.Load.Units, []evaluation.UnitLoad{
		{Unit: "A1", Holders: 1, Staff: 0.5, Need: 1, Coverage: f(0.5), Efficiency: f(2)},
		{Unit: "A11", Holders: 2, Staff: 2, Need: 3, Coverage: f(2.0 / 3), Efficiency: f(1.5)},
		{Unit: "B", Holders: 2, Staff: 2, Need: 0.5, Coverage: f(4), Efficiency: f(0.25)},
	})
	same("agencies", r.Load.Agencies, []evaluation.UnitLoad{
		{Unit: "A", Holders: 3, Staff: 2.5, Need: 4, Coverage: f(0.625), Efficiency: f(1.6)},
		{Unit: "B", Holders: 2, Staff: 2, Need: 0.5, Coverage: f(4), Efficiency: f(0.25)},
	})
	same("a post without a need", r.Load.Posts[4], evaluation.PostLoad{Position: "pool", Holders: 1, Staff: 1, Coverage: none})
	same("wishes", r.Wishes, evaluation.Wishes{People: 1, Met: 1, ByRank: []int{0, 1}})
	same("training", r.Training, evaluation.Training{People: 3, Levels: 5, Competencies: []evaluation.TrainingNeed{
		{Competency: "x", People: 2, Levels: 4, Mandatory: 2}, {Competency: "y", People: 1, Levels: 1},
	}})
	same("violations", r.Violations, []evaluation.Violation{{Rule: "not below 1", Reason: "entry", Author: "council", Placements: []mutasi.Placement{{Employee: "e2", Position: "deputy"}}}})
	same("weighted fit", r.Fit.WeightedMean, f((0.75+3*0.75+0.75+1+0.75+1)/8))
	var lines []string
	for _, x := range c.Transfers {
		lines = append(lines, fmt.Sprintf("%s wish %d gaps %d breaks %v", x.Employee, x.Wish, x.OpensGaps, x.Breaks))
	}
	same("transfers", lines, []string{
		"e1 wish 2 gaps 1 breaks []", "e2 wish 0 gaps 1 breaks [not below 1]", "e3 wish 0 gaps 0 breaks []",
		"e5 wish 0 gaps 1 breaks []", "e6 wish 0 gaps 0 breaks []", "e7 wish 0 gaps 0 breaks []",
	})
	// Of equal fits the own post is the best, then the least ID.
	same("best of e1", r.Outcomes[0].Best, mutasi.PositionID("a-twin"))
	same("best of e1 before", c.Before.Outcomes[0].Best, mutasi.PositionID("z-twin"))
	same("best of e7", r.Outcomes[6].Best, mutasi.PositionID("a-twin")) // the plan's post is closed

	a, err := evaluation.Audit(context.Background(), o, r, func(*mutasi.Employee) string { return "all" }, &evaluation.AuditOptions{MinCell: 1})
	if err != nil {
		t.Fatal(err)
	}
	same("not worse off", [2]int{a.Rates[1].Groups[0].Count, a.Rates[1].Groups[0].People}, [2]int{3, 6}) // e3, e4, e7 of all but e5
}

// TestBottomTenth: the worst tenth is rounded up to whole people.
func TestBottomTenth(t *testing.T) {
	for n, want := range map[int]float64{1: 0.01, 10: 0.01, 11: 0.015, 20: 0.015, 21: 0.02} {
		d := mutasi.Data{Positions: []mutasi.Position{{ID: "P", Seats: 99, Standard: competency.Standard{{Competency: "x", Level: 100}}}}}
		for i := range n {
			d.Employees = append(d.Employees, mutasi.Employee{
				ID: mutasi.EmployeeID(fmt.Sprint(i)), Position: "P",
				Profile: competency.Levels(map[competency.ID]competency.Level{"x": competency.Level(i + 1)}),
			})
		}
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		r, err := evaluation.Evaluate(context.Background(), o, o.Incumbents(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Fit.BottomTenth.Value; !near(got, want, 1e-12) {
			t.Errorf("worst tenth of %d people: %v, want %v", n, got, want)
		}
	}
}

// TestPostsOfNoUnitAreNoAgency: who moves between two of them leaves an agency.
func TestPostsOfNoUnitAreNoAgency(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{{ID: "P", Seats: 1}, {ID: "Q", Seats: 1}},
		Employees: []mutasi.Employee{{ID: "e", Position: "P"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := mutasi.NewPlan(mutasi.Placement{Employee: "e", Position: "Q"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := evaluation.Evaluate(context.Background(), o, plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Moves.BetweenAgencies != 1 || r.Moves.WithinUnit != 0 {
		t.Errorf("moves %+v, want one between agencies", r.Moves)
	}
}
