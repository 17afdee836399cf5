package assignment_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// archive is a made-up office with two units.
func archive() *mutasi.Organization {
	levels := func(records, service competency.Level) competency.Profile {
		return competency.Levels(map[competency.ID]competency.Level{"records": records, "service": service})
	}
	o, err := mutasi.NewOrganization(mutasi.Data{
		Units: []mutasi.Unit{{ID: "archive"}, {ID: "front desk"}},
		Positions: []mutasi.Position{
			{ID: "archivist", Unit: "archive", Seats: 2, Need: 1, Standard: competency.Standard{{Competency: "records", Level: 4}}},
			{ID: "clerk", Unit: "front desk", Seats: 2, Need: 2, Standard: competency.Standard{{Competency: "service", Level: 4}}},
		},
		Employees: []mutasi.Employee{
			{ID: "Wira", Position: "archivist", Profile: levels(1, 4), Wishes: []mutasi.PositionID{"clerk"}},
			{ID: "Sekar", Position: "archivist", Profile: levels(4, 3), Ratings: map[string]float64{"service": 5}},
			{ID: "Bayu", Position: "clerk", Profile: levels(2, 3), Ratings: map[string]float64{"service": 3}},
		},
	})
	if err != nil {
		panic(err)
	}
	return o
}

// show solves a problem with the office's people and prints plan and values.
func show(o *mutasi.Organization, goals assignment.Objective, constraints ...assignment.Constraint) {
	s, err := assignment.Solve(context.Background(), &assignment.Problem{
		Organization: o, Objective: goals, Constraints: constraints,
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for e := range o.Employees() {
		post, placed := s.Plan.Position(e.ID)
		if !placed {
			post = "no post"
		}
		fmt.Printf("%s: %s\n", e.ID, post)
	}
	for _, v := range s.Values {
		fmt.Printf("%s = %.2f\n", v.Goal, v.Value)
	}
}

func ExampleSolve() {
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: archive()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for p := range s.Plan.All() {
		fmt.Println(p.Employee, "→", p.Position)
	}
	for _, v := range s.Values {
		fmt.Printf("%s: %.2f, and no plan beats %.2f\n", v.Goal, v.Value, v.Bound)
	}
	fmt.Println(s.Status, s.Verify(context.Background()))
	// Output:
	// Bayu → clerk
	// Sekar → archivist
	// Wira → clerk
	// maximize placed: 3.00, and no plan beats 3.00
	// maximize fit − balance: 2.75, and no plan beats 2.75
	// minimize moves: 1.00, and no plan beats 1.00
	// optimal <nil>
}

// Whoever doubts a plan checks it from the data, the plan and the certificate,
// without the solver.
func ExampleCheck() {
	problem := func() *assignment.Problem { return &assignment.Problem{Organization: archive()} }
	s, err := assignment.Solve(context.Background(), problem(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	planFile, err := json.Marshal(s.Plan) // for os.WriteFile("plan.json", ...)
	if err != nil {
		fmt.Println(err)
		return
	}
	certificateFile, err := json.Marshal(s.Certificate())
	if err != nil {
		fmt.Println(err)
		return
	}

	var plan mutasi.Plan
	var certificate assignment.Certificate
	if err := errors.Join(json.Unmarshal(planFile, &plan), json.Unmarshal(certificateFile, &certificate)); err != nil {
		fmt.Println(err)
		return
	}
	checked, err := assignment.Check(context.Background(), problem(), plan, &certificate, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s; %d pairs recomputed; searched again: %q\n", checked.Status, checked.Pairs, checked.Replayed)

	// Sekar goes to the bench, and the certificate no longer fits the plan.
	other, err := plan.With(mutasi.Placement{Employee: "Sekar"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = assignment.Check(context.Background(), problem(), other, &certificate, nil)
	fmt.Println(err)
	// Output:
	// optimal; 6 pairs recomputed; searched again: []
	// assignment: the plan is not proven: goal 1, maximize placed: the plan has 2, not 3
}

// A context that ends, such as one with a deadline, ends the solve with the best
// plan so far. Here it has ended before the start, so that today's plan is left.
func ExampleSolve_cancelled() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s, err := assignment.Solve(ctx, &assignment.Problem{Organization: archive()}, nil)
	if err != nil {
		fmt.Println(err) // today's plan breaks a constraint, and there is no other
		return
	}
	fmt.Println(s.Status)
	for _, v := range s.Values {
		fmt.Printf("%s: %.2f, and no plan beats %.2f\n", v.Goal, v.Value, v.Bound)
	}
	// Output:
	// feasible
	// maximize placed: 3.00, and no plan beats +Inf
	// maximize fit − balance: 0.50, and no plan beats +Inf
	// minimize moves: 0.00, and no plan beats -Inf
}

func ExampleSolution_Verify() {
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: archive()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	s.Values[1].Value += 0.1 // a claim that the plan does not bear out
	fmt.Println(s.Verify(context.Background()))
	// Output:
	// assignment: goal 2, maximize fit − balance: the certificate proves a value of 2.75, not 2.85
}

func ExampleSolution_Terms() {
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: archive()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	terms, err := s.Terms(1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range terms {
		fmt.Printf("%+.0f × %s %.2f\n", t.Weight, t.Term, t.Value)
	}
	// Output:
	// +1 × fit 2.75
	// -1 × balance 0.00
}

func ExampleSolution_Unplaced() {
	o := archive()
	s, err := assignment.Solve(context.Background(), &assignment.Problem{
		Organization: o,
		Constraints:  []assignment.Constraint{assignment.Fix("Bayu", "", "on study leave")},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for e := range s.Unplaced() {
		fmt.Println(e)
	}
	// Output: Bayu
}

func ExampleMaximize() {
	show(archive(), assignment.Objective{
		assignment.Maximize(assignment.Placed()),
		assignment.Maximize(assignment.Wishes(), assignment.Weigh(0.1, assignment.Rated("service"))),
	})
	// Output:
	// Wira: clerk
	// Sekar: archivist
	// Bayu: archivist
	// maximize placed = 3.00
	// maximize wishes + 0.1 rated(service) = 1.80
}

func ExampleMinimize() {
	show(archive(), assignment.Objective{
		assignment.Minimize(assignment.Balance(workload.Quadratic(1))),
		assignment.Minimize(assignment.Moves()),
	})
	// Output:
	// Wira: archivist
	// Sekar: clerk
	// Bayu: clerk
	// minimize balance = 0.00
	// minimize moves = 1.00
}

func ExampleBalancePosts() {
	curve, err := workload.NewCurve(
		workload.Point{Coverage: 0, Penalty: 2}, workload.Point{Coverage: 1}, workload.Point{Coverage: 2, Penalty: 0.5})
	if err != nil {
		fmt.Println(err)
		return
	}
	show(archive(), assignment.Objective{
		assignment.Minimize(assignment.BalancePosts(curve)),
		assignment.Maximize(assignment.Fit(competency.JobPersonMatch{})),
	})
	// Output:
	// Wira: clerk
	// Sekar: archivist
	// Bayu: clerk
	// minimize balance of posts = 0.00
	// maximize fit = 2.75
}

func ExampleCustom() {
	// Names of the same length as the post's, for want of a better reason.
	rhyme := assignment.Custom("rhyme", func(e *mutasi.Employee, p *mutasi.Position) float64 {
		if len(e.ID) == len(p.ID) {
			return 1
		}
		return 0
	})
	show(archive(), assignment.Objective{assignment.Maximize(assignment.Sum(rhyme, assignment.Placed()))})
	// Output:
	// Wira: archivist
	// Sekar: clerk
	// Bayu: archivist
	// maximize rhyme + placed = 4.00
}

// A meeting has agreed on a draft, and Wira then asks for the clerk's post. Among
// all plans that grant it, the one that differs least from the draft is taken.
func ExampleUnchanged() {
	draft, err := mutasi.NewPlan(
		mutasi.Placement{Employee: "Wira", Position: "archivist"},
		mutasi.Placement{Employee: "Sekar", Position: "clerk"},
		mutasi.Placement{Employee: "Bayu", Position: "clerk"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	show(archive(), assignment.Objective{
		assignment.Maximize(assignment.Placed()),
		assignment.Maximize(assignment.Wishes()),
		assignment.Maximize(assignment.Unchanged(draft)),
		assignment.Maximize(assignment.Fit(competency.Attainment{})),
	})
	// Output:
	// Wira: clerk
	// Sekar: archivist
	// Bayu: clerk
	// maximize placed = 3.00
	// maximize wishes = 1.00
	// maximize unchanged = 1.00
	// maximize fit = 2.75
}

func ExampleGoal_Within() {
	// Fit may give up a quarter of a point if that saves a move.
	show(archive(), assignment.Objective{
		assignment.Maximize(assignment.Placed()),
		assignment.Maximize(assignment.Fit(competency.Attainment{})).Within(0.25),
		assignment.Minimize(assignment.Moves()),
	})
	// Output:
	// Wira: clerk
	// Sekar: archivist
	// Bayu: clerk
	// maximize placed = 3.00
	// maximize fit within 0.25 = 2.75
	// minimize moves = 1.00
}

func ExampleMaxMoves() {
	show(archive(), nil, assignment.MaxMoves(0))
	// Output:
	// Wira: archivist
	// Sekar: archivist
	// Bayu: clerk
	// maximize placed = 3.00
	// maximize fit − balance = 0.50
	// minimize moves = 0.00
}

func ExampleObey() {
	rule := mutasi.Rule{
		Name: "two years in post", Reason: "PP 11/2017 art. 190(3)",
		Allows: func(e *mutasi.Employee, _ *mutasi.Position) bool { return e.ID != "Wira" }, // who took up the post last year
	}
	show(archive(), nil, assignment.Obey(rule))
	// Output:
	// Wira: archivist
	// Sekar: clerk
	// Bayu: clerk
	// maximize placed = 3.00
	// maximize fit − balance = 1.75
	// minimize moves = 1.00
}

func ExampleFix() {
	show(archive(), assignment.Objective{assignment.Maximize(assignment.Placed())},
		assignment.Signed("Kepala Dinas", assignment.Fix("Wira", "clerk", "asked for")),
		assignment.Forbid("Bayu", "clerk", "spouse at the front desk"),
		assignment.Keep("Sekar", "half-way through a project"),
	)
	// Output:
	// Wira: clerk
	// Sekar: archivist
	// Bayu: archivist
	// maximize placed = 3.00
}

func ExampleEligible() {
	show(archive(), nil,
		assignment.Eligible("meets the standard", func(e *mutasi.Employee, p *mutasi.Position) bool {
			return competency.Attainment{}.Fit(e.Profile, p.Standard) >= 0.7
		}),
		assignment.EligibleEmployee("not suspended", func(e *mutasi.Employee) bool { return e.ID != "Bayu" }),
		assignment.EligiblePosition("open", func(p *mutasi.Position) bool { return p.ID != "archivist" }),
	)
	// Output:
	// Wira: clerk
	// Sekar: clerk
	// Bayu: no post
	// maximize placed = 2.00
	// maximize fit − balance = 0.75
	// minimize moves = 3.00
}

func ExampleInfeasibleError() {
	_, err := assignment.Solve(context.Background(), &assignment.Problem{
		Organization: archive(),
		Constraints: []assignment.Constraint{
			assignment.Signed("the mayor", assignment.MustPlace("everybody has a post", nil)),
			assignment.Obey(mutasi.Rule{
				Name: "archive is dissolved", Reason: "two units become one", Author: "the council",
				On:     time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC),
				Stay:   true, // nobody may stay there either
				Allows: func(_ *mutasi.Employee, p *mutasi.Position) bool { return p.Unit != "archive" },
			}),
		},
	}, nil)
	var conflict *assignment.InfeasibleError
	if errors.As(err, &conflict) {
		fmt.Println(conflict.Kind, conflict.Employees, conflict.Positions)
		for _, cause := range conflict.Causes {
			fmt.Println(cause)
		}
	}
	// Output:
	// crowded [Bayu Sekar Wira] [clerk]
	// archive is dissolved (two units become one; set by the council; as in force on 2025-01-01)
	// everybody has a post (set by the mayor)
}

// Who asks why gets an answer that is exact: what it would cost, and who would have
// to give way.
func ExampleSolution_WhyNot() {
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: archive()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := s.WhyNot("Bayu", "archivist")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("Bayu has %s. As %s, goal %d would lose %.3f.\n", c.Given, c.Wanted, c.Regret.Goal+1, c.Regret.Loss)
	fmt.Println("Moves:", c.Chain)
	fmt.Printf("A fit that is higher by %.3f wins.\n", c.Needed)
	// Output:
	// Bayu has clerk. As archivist, goal 2 would lose 0.500.
	// Moves: [{Bayu clerk archivist} {Sekar archivist clerk}]
	// A fit that is higher by 0.500 wins.
}

func ExampleSolution_Explain() {
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: archive()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := s.Explain("Sekar")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("Sekar: %s, before %s, in every optimal plan: %v\n", x.Given, x.Before, x.Certain)
	for _, o := range x.Others {
		fmt.Printf("%s: goal %d would lose %.3f\n", o.Position, o.Regret.Goal+1, o.Regret.Loss)
	}
	// Output:
	// Sekar: archivist, before archivist, in every optimal plan: true
	// clerk: goal 2 would lose 0.500
}

func ExampleSolution_Regrets() {
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: archive()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	open := 0 // pairs that some optimal plan has
	for _, r := range s.Regrets(context.Background()) {
		if r.Exact && r.Possible && r.Goal < 0 {
			open++
		}
	}
	fmt.Println(open, "of 9 pairs, the bench included, are in an optimal plan")
	// Output:
	// 3 of 9 pairs, the bench included, are in an optimal plan
}

func ExampleSolution_Candidates() {
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: archive()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	list, err := s.Candidates("clerk")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range list {
		fmt.Printf("%s %+.3f\n", o.Employee, o.Regret.Loss)
	}
	// Output:
	// Bayu +0.000
	// Wira +0.000
	// Sekar +0.500
}

func ExampleSolution_Seat() {
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: archive()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	more, less, err := s.Seat("clerk")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("one more gains nothing: %v; one less costs %.3f in goal %d\n", more.Goal < 0, less.Loss, less.Goal+1)
	// Output:
	// one more gains nothing: true; one less costs 1.750 in goal 2
}

func ExampleRepair() {
	p := &assignment.Problem{Organization: archive(), Constraints: []assignment.Constraint{
		assignment.MustPlace("everybody works", nil),
		assignment.Fix("Wira", "clerk", "asked for it"),
		assignment.Fix("Sekar", "clerk", "asked for it"),
		assignment.Fix("Bayu", "clerk", "asked for it"),
	}}
	if _, err := assignment.Solve(context.Background(), p, nil); err != nil {
		fmt.Println(err)
	}
	r, err := assignment.Repair(context.Background(), p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("seats to add:", r.Seats.Seats)
	fmt.Println("or drop:", r.Decisions.Drop[0])
	// Output:
	// assignment: no plan satisfies all constraints: employees "Bayu", "Sekar", "Wira" must be in position "clerk", which has too few seats; because of: fix Bayu to clerk (asked for it); fix Sekar to clerk (asked for it); fix Wira to clerk (asked for it)
	// seats to add: map[clerk:1]
	// or drop: fix Bayu to clerk (asked for it)
}

// A record belongs to one problem: with other data it does not check.
func ExampleCheckRecord() {
	p := &assignment.Problem{Organization: archive()}
	s, err := assignment.Solve(context.Background(), p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var file bytes.Buffer
	if err := s.WriteRecord(&file); err != nil {
		fmt.Println(err)
		return
	}
	text := file.Bytes()
	r, err := assignment.CheckRecord(context.Background(), bytes.NewReader(text), p)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Status, "and the plan that Solve gives:", len(r.Differs) == 0)

	d := p.Organization.Data()
	d.Employees[0].Wishes = nil
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = assignment.CheckRecord(context.Background(), bytes.NewReader(text), &assignment.Problem{Organization: o})
	fmt.Println(err)
	// Output:
	// optimal and the plan that Solve gives: true
	// assignment: record: the organization of the problem is not the one that was recorded: "employees" differs
}
