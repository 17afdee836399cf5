package assignment

import (
	"context"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
	"github.com/mutasi-go/mutasi/workload"
)

// office is a small organisation with something to decide in every goal.
func office(t *testing.T) *mutasi.Organization {
	t.Helper()
	standard := func(a, b competency.Level) competency.Standard {
		return competency.Standard{{Competency: "M.1", Level: a}, {Competency: "T.1", Level: b}}
	}
	d := mutasi.Data{
		Units: []mutasi.Unit{{ID: "Dinas"}, {ID: "Badan"}},
		Positions: []mutasi.Position{
			{ID: "audit", Unit: "Dinas", Seats: 2, MinSeats: 1, Need: 1.5, Standard: standard(4, 2)},
			{ID: "budget", Unit: "Dinas", Seats: 2, Need: 2, Weight: 2, Standard: standard(2, 4)},
			{ID: "counter", Unit: "Badan", Seats: 3, Need: 1, Standard: standard(3, 3)},
		},
	}
	for k, post := range []mutasi.PositionID{"audit", "audit", "budget", "counter", "counter", ""} {
		d.Employees = append(d.Employees, mutasi.Employee{
			ID: mutasi.EmployeeID("e" + string(rune('1'+k))), Position: post,
			Profile: competency.Levels(map[competency.ID]competency.Level{
				"M.1": competency.Level(1 + k*2%5), "T.1": competency.Level(1 + k*3%5),
			}),
		})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func solved(t *testing.T) *Solution {
	t.Helper()
	s, err := Solve(context.Background(), &Problem{
		Organization: office(t),
		Constraints:  []Constraint{Forbid("e1", "counter", "")},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// place moves one person in the plan.
func (s *Solution) place(t *testing.T, e mutasi.EmployeeID, p mutasi.PositionID) {
	t.Helper()
	plan, err := s.Plan.With(mutasi.Placement{Employee: e, Position: p})
	if err != nil {
		t.Fatal(err)
	}
	s.Plan = plan
}

// claim sets all values and costs to what the plan has, as a liar would.
func (s *Solution) claim(t *testing.T) {
	t.Helper()
	c := s.instance.Load()
	at, err := c.roster.assignment(s.Plan)
	if err != nil {
		t.Fatal(err)
	}
	for g := range c.goals {
		cost := c.model.Cost(g, at)
		result, v := &s.certificate.goals[g].result, s.certificate.goals[g].value
		result.Cost, result.Bound, result.Reached, s.certificate.stages[g].Cost = cost, cost, cost, cost
		v.Value = c.goals[g].value(cost)
		v.Bound, v.Top, v.Reached = v.Value, v.Value, v.Value
		s.Values[g] = *v
	}
}

func TestVerifyCatches(t *testing.T) {
	for _, test := range []struct {
		name  string
		plant func(t *testing.T, s *Solution)
		want  string
	}{
		{"a suboptimal plan", func(t *testing.T, s *Solution) {
			// Two people swap, so that seats still hold.
			a, _ := s.Plan.Position("e1")
			for _, e := range []mutasi.EmployeeID{"e2", "e3", "e4", "e5", "e6"} {
				if b, _ := s.Plan.Position(e); b != a && b != "counter" {
					s.place(t, "e1", b)
					s.place(t, e, a)
					s.claim(t)
					return
				}
			}
			t.Fatal("nobody to swap with")
		}, "by them \"e1\" would do better at audit than at budget"},
		{"a broken cap", func(t *testing.T, s *Solution) {
			for _, e := range []mutasi.EmployeeID{"e1", "e2", "e3"} {
				s.place(t, e, "budget")
			}
			s.claim(t)
		}, "outside its seats"},
		{"a broken floor", func(t *testing.T, s *Solution) {
			for p := range s.Plan.All() {
				if p.Position == "audit" {
					s.place(t, p.Employee, "")
				}
			}
			s.claim(t)
		}, "outside its seats"},
		{"a broken constraint", func(t *testing.T, s *Solution) {
			s.place(t, "e1", "counter")
			s.claim(t)
		}, "breaks"},
		{"a wrong dual of a post", func(t *testing.T, s *Solution) {
			r := s.instance.Load().roster
			post, _ := s.Plan.Position("e1")
			s.certificate.stages[1].Price[r.columns[post]] += 1 << 35
		}, "by them \"e1\" would do better at budget than at audit"},
		{"a wrong dual of a unit", func(t *testing.T, s *Solution) {
			price, r := s.certificate.stages[1].Price, s.instance.Load().roster
			unit := r.bench() + 1
			for v := range price { // the unit and all its posts, so that rows still agree
				if v != r.bench() && (v == unit || v < r.bench() && r.positions[v].Unit == r.units[0].id) {
					price[v] -= 1 << 20
				}
			}
		}, ""},
		{"a wrong value", func(_ *testing.T, s *Solution) { s.Values[1].Value += 0.25 }, "a value of"},
		{"a wrong value in the certificate", func(_ *testing.T, s *Solution) { s.certificate.goals[1].value.Value += 0.25 }, "the certificate proves"},
		{"a wide rounding", func(_ *testing.T, s *Solution) { s.certificate.goals[1].value.Rounding = 10 }, "the certificate proves"},
		{"another goal", func(_ *testing.T, s *Solution) { s.certificate.goals[1].value.Goal = "maximize joy" }, "of another goal"},
		{"a wrong bound", func(_ *testing.T, s *Solution) { s.certificate.goals[1].value.Bound += 0.25 }, "the certificate proves"},
		{"more than was reached", func(_ *testing.T, s *Solution) { s.certificate.goals[1].result.Reached++ }, "reached"},
		{"a step where there is none", func(_ *testing.T, s *Solution) { s.certificate.goals[1].value.Top += 0.25 }, "the certificate proves"},
		{"a wrong status", func(_ *testing.T, s *Solution) { s.Status = Feasible }, "status"},
		{"another plan than the certificate's", func(t *testing.T, s *Solution) {
			s.place(t, "e6", "")
			s.place(t, "e5", "")
		}, "goal 1, maximize placed: the plan has 4, not 6"},
		{"a claim without a proof", func(_ *testing.T, s *Solution) { s.certificate.goals[2].result.Proven = false }, "0 prices for"},
		{"a finer scale", func(_ *testing.T, s *Solution) { s.certificate.goals[0].places++ }, "25 binary places"},
		{"a scale that does not fit", func(_ *testing.T, s *Solution) { s.certificate.goals[1].places = 60 }, "60 binary places"},
		{"one goal more", func(_ *testing.T, s *Solution) { s.certificate.goals = append(s.certificate.goals, certified{}) }, "goals is 4 in the certificate and 3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := solved(t)
			test.plant(t, s)
			err := s.Verify(context.Background())
			if err == nil {
				t.Fatal("Verify did not notice")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want it to say %q", err, test.want)
			}
		})
	}
	if (&Solution{}).Verify(context.Background()) == nil {
		t.Error("the zero Solution verifies")
	}
}

// TestMarginalsAreTheBalance: the staircase that the kernel climbs is the
// penalty that a report shows.
func TestMarginalsAreTheBalance(t *testing.T) {
	o := office(t)
	p := &Problem{Organization: o, Objective: Objective{Minimize(Balance(workload.Quadratic(0.8)))}}
	c := mustCompile(t, p)
	for _, at := range [][]int32{{0, 0, 1, 2, 2, 3}, {1, 1, 3, 3, 2, 2}, {3, 3, 3, 3, 3, 3}} {
		plan, err := c.roster.plan(at)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := newLedger(o, o.Incumbents(), plan).tally(p.Objective[0].term)
		got := c.goals[0].value(c.model.Cost(0, at))
		if diff := got - want; diff > c.goals[0].rounding || diff < -c.goals[0].rounding {
			t.Errorf("%v: %v in the model, %v added up", at, got, want)
		}
	}
}

// TestStepsEndWhereTheValueSays: a plan has its value within the step that is
// claimed, and not above the end of the step.
func TestStepsEndWhereTheValueSays(t *testing.T) {
	o := office(t)
	goal := Leximin(Custom("points", func(_ *mutasi.Employee, p *mutasi.Position) float64 { return 4 })).Step(2)
	book := newLedger(o, o.Incumbents(), o.Incumbents())
	for _, test := range []struct {
		value, top float64
		want       string
	}{
		{4, 4, ""},
		{3, 4, ""},
		{3, 3.5, "the plan has 4, not 3"},
		{4.5, 5, "the plan has 4, not 4.5"},
	} {
		err := book.bearsOut(0, goal, Value{Value: test.value, Top: test.top, Rounding: 1e-6})
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("from %v to %v: %v, want %q", test.value, test.top, err, test.want)
		}
	}
}

// TestScalesOfCoverage: the scale of a goal that has one scale only is claimed
// like any other.
func TestScalesOfCoverage(t *testing.T) {
	s, err := Solve(context.Background(), &Problem{Organization: office(t), Objective: Objective{LeximinCoverage()}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.certificate.goals[0].places--
	if err := s.Verify(context.Background()); err == nil || !strings.Contains(err.Error(), "binary places is not that of the goal") {
		t.Errorf("%v, want an error about the scale", err)
	}
}

// TestNothingIsProvenOfWhatWasNotSolved: a certificate of today's plan alone has
// values and nothing else.
func TestNothingIsProvenOfWhatWasNotSolved(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, plant := range map[string]func(c *Certificate){
		"nothing":          func(*Certificate) {},
		"a scale":          func(c *Certificate) { c.goals[1].places = 8 },
		"a proof":          func(c *Certificate) { c.goals[1].result.Proven = true },
		"a cost":           func(c *Certificate) { c.goals[1].result.Cost = 1 },
		"a bound":          func(c *Certificate) { c.goals[1].result.Bound = 1 },
		"a reached cost":   func(c *Certificate) { c.goals[1].result.Reached = 1 },
		"prices":           func(c *Certificate) { c.goals[1].result.Price = []int64{1} },
		"another plan":     func(c *Certificate) { c.goals[1].result.ReachedAt = []int32{1} },
		"a stage":          func(c *Certificate) { c.stages = append(c.stages, model.Stage{}) },
		"a search":         func(c *Certificate) { c.searches = []int{1} },
		"a minimum":        func(c *Certificate) { c.minimised = 1 },
		"a complete solve": func(c *Certificate) { c.interrupted = false },
		"a value":          func(c *Certificate) { c.goals[1].value.Value++ },
		"a finite bound":   func(c *Certificate) { c.goals[1].value.Bound = 99 },
	} {
		s, err := Solve(ctx, &Problem{Organization: office(t)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		plant(s.certificate)
		if err := s.Verify(context.Background()); (err == nil) != (name == "nothing") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestHowManyRowsAreRecomputed: all where that is affordable, and else whole rows, at
// least as many as make the pairs of a sample.
func TestHowManyRowsAreRecomputed(t *testing.T) {
	for _, test := range []struct{ rows, people, posts, want int }{
		{0, 20_000, 500, 20_000},
		{0, 20_001, 500, 2000},
		{0, 1_000_000, 500, 2000},
		{0, 20_001, 501, 1997}, // 1996 are four pairs short of it
		{0, 3, 10_000_000, 1},
		{-1, 1_000_000, 500, 1_000_000},
		{7, 1_000_000, 500, 7},
		{7, 5, 500, 5},
	} {
		if got := (&CheckOptions{Rows: test.rows}).rows(test.people, test.posts); got != test.want {
			t.Errorf("%d people by %d posts, option %d: %d rows, want %d", test.people, test.posts, test.rows, got, test.want)
		}
	}
}
