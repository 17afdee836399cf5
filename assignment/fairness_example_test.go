package assignment_test

import (
	"context"
	"fmt"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// The office is made up: four people, four posts, and how well they fit in
// points of 100. Each way to be fair leads to another plan.
//
//	         archive  counter  payroll  registry
//	Made        20       50       40       60
//	Sari        50       70       95       30
//	Teguh       30       60       40       80
//	Wulan       30       90       50       50
var points = map[mutasi.EmployeeID]map[mutasi.PositionID]float64{
	"Made":  {"archive": 20, "counter": 50, "payroll": 40, "registry": 60},
	"Sari":  {"archive": 50, "counter": 70, "payroll": 95, "registry": 30},
	"Teguh": {"archive": 30, "counter": 60, "payroll": 40, "registry": 80},
	"Wulan": {"archive": 30, "counter": 90, "payroll": 50, "registry": 50},
}

func smallOffice() *mutasi.Organization {
	d := mutasi.Data{Units: []mutasi.Unit{{ID: "office"}}}
	for _, id := range []mutasi.PositionID{"archive", "counter", "payroll", "registry"} {
		d.Positions = append(d.Positions, mutasi.Position{ID: id, Unit: "office", Seats: 1})
	}
	d.Employees = []mutasi.Employee{
		{ID: "Made", Position: "counter", Wishes: []mutasi.PositionID{"registry"}},
		{ID: "Sari", Position: "payroll"},
		{ID: "Teguh", Position: "registry"},
		{ID: "Wulan", Position: "archive"},
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		panic(err)
	}
	return o
}

func pointsOf(e *mutasi.Employee, p *mutasi.Position) float64 { return points[e.ID][p.ID] }

// showPoints solves the office and prints who gets what.
func showPoints(goals ...assignment.Goal) *assignment.Solution {
	s, err := assignment.Solve(context.Background(), &assignment.Problem{
		Organization: smallOffice(), Objective: goals,
	}, nil)
	if err != nil {
		fmt.Println(err)
		return nil
	}
	for p := range s.Plan.All() {
		fmt.Printf("%-5s %-8s %2.0f\n", p.Employee, p.Position, points[p.Employee][p.Position])
	}
	return s
}

// The sum takes the archive for granted: Made is sent where he fits least,
// because the three others gain more than he loses.
func ExampleMaximize_sum() {
	fit := assignment.Custom("fit", pointsOf)
	s := showPoints(assignment.Maximize(assignment.Placed()), assignment.Maximize(fit))
	fmt.Println("sum:", s.Values[1].Value)
	// Output:
	// Made  archive  20
	// Sari  payroll  95
	// Teguh registry 80
	// Wulan counter  90
	// sum: 285
}

// Nobody needs to have less than 50, and two people are enough at 50.
func ExampleLeximin() {
	fit := assignment.Custom("fit", pointsOf)
	s := showPoints(assignment.Leximin(fit), assignment.Maximize(fit))
	fmt.Println("least:", s.Values[0].Value)
	fmt.Println("sum:", s.Values[1].Value)
	// Output:
	// Made  registry 60
	// Sari  archive  50
	// Teguh counter  60
	// Wulan payroll  50
	// least: 50
	// sum: 220
}

// Nobody has less than 50 here either, but now the sum decides the rest, and
// three people are at 50.
func ExampleBottleneck() {
	fit := assignment.Custom("fit", pointsOf)
	s := showPoints(assignment.Bottleneck(fit), assignment.Maximize(fit))
	fmt.Println("least:", s.Values[0].Value)
	fmt.Println("sum:", s.Values[1].Value)
	// Output:
	// Made  counter  50
	// Sari  archive  50
	// Teguh registry 80
	// Wulan payroll  50
	// least: 50
	// sum: 230
}

// No plan gives the two worst off more than 100 together. Leximin would make it
// 50 and 50; their sum does not mind 20 and 80, and the next goal decides.
func ExampleBottomSum() {
	fit := assignment.Custom("fit", pointsOf)
	s := showPoints(assignment.BottomSum(2, fit), assignment.Maximize(fit))
	fmt.Println(s.Values[0].Goal, "=", s.Values[0].Value)
	fmt.Println("sum:", s.Values[1].Value)
	// Output:
	// Made  archive  20
	// Sari  payroll  95
	// Teguh registry 80
	// Wulan counter  90
	// bottom 2 of fit = 100
	// sum: 285
}

// Made gets three times of what the sum gives him, which outweighs that Teguh
// keeps three eighths.
func ExampleNash() {
	fit := assignment.Custom("fit", pointsOf)
	s := showPoints(assignment.Maximize(assignment.Placed()), assignment.Maximize(assignment.Nash(10, fit)), assignment.Maximize(fit))
	fmt.Println("sum:", s.Values[2].Value)
	// Output:
	// Made  registry 60
	// Sari  payroll  95
	// Teguh archive  30
	// Wulan counter  90
	// sum: 275
}

// With alpha 2 whoever has little counts for more than under Nash: nobody is
// left at 30, and the sum is smaller.
func ExampleAlphaFair() {
	fit := assignment.Custom("fit", pointsOf)
	s := showPoints(assignment.Maximize(assignment.Placed()), assignment.Maximize(assignment.AlphaFair(2, 10, fit)), assignment.Maximize(fit))
	fmt.Println("sum:", s.Values[2].Value)
	// Output:
	// Made  payroll  40
	// Sari  archive  50
	// Teguh registry 80
	// Wulan counter  90
	// sum: 260
}

// In steps of 25 points, 50 is as good as 70: what matters is that one person
// reaches the step from 75. The least of the plan lies between Value and
// Top.
func ExampleGoal_Step() {
	fit := assignment.Custom("fit", pointsOf)
	s := showPoints(assignment.Leximin(fit).Step(25), assignment.Maximize(fit))
	fmt.Printf("%s: from %v to %v\n", s.Values[0].Goal, s.Values[0].Value, s.Values[0].Top)
	// Output:
	// Made  counter  50
	// Sari  archive  50
	// Teguh registry 80
	// Wulan payroll  50
	// leximin fit in steps of 25: from 50 to 70
}

// Even staffing comes first and asks for one person in the archive and two at
// the front desk; fit then says whom.
func ExampleBalance() {
	show(archive(), assignment.Objective{
		assignment.Minimize(assignment.Balance(workload.Quadratic(1))),
		assignment.Maximize(assignment.Fit(competency.Attainment{})),
	})
	// Output:
	// Wira: clerk
	// Sekar: archivist
	// Bayu: clerk
	// minimize balance = 0.00
	// maximize fit = 2.75
}

// Three people are there for a counter that needs one and an archive that needs
// six. Balance gives all three to the archive, which comes nearest to the needs
// in total; LeximinCoverage gives the counter its one.
func ExampleLeximinCoverage() {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Units: []mutasi.Unit{{ID: "archive"}, {ID: "counter"}},
		Positions: []mutasi.Position{
			{ID: "archivist", Unit: "archive", Seats: 6, Need: 6},
			{ID: "clerk", Unit: "counter", Seats: 3, Need: 1},
		},
		Employees: []mutasi.Employee{{ID: "Bayu"}, {ID: "Sekar"}, {ID: "Wira"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, goal := range []assignment.Goal{
		assignment.Minimize(assignment.Balance(workload.Quadratic(1))),
		assignment.LeximinCoverage(),
	} {
		s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Objective: assignment.Objective{goal}}, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		holders := map[mutasi.PositionID]int{}
		for p := range s.Plan.All() {
			holders[p.Position]++
		}
		fmt.Printf("%s = %.3f: %d in the archive, %d at the counter\n", s.Values[0].Goal, s.Values[0].Value, holders["archivist"], holders["clerk"])
	}
	// Output:
	// minimize balance = 2.500: 3 in the archive, 0 at the counter
	// leximin coverage = 0.333: 2 in the archive, 1 at the counter
}

// Every post on its own has to be staffed, not only its unit.
func ExampleLeximinCoveragePosts() {
	show(archive(), assignment.Objective{
		assignment.LeximinCoveragePosts(),
		assignment.Maximize(assignment.Fit(competency.Attainment{})),
	})
	// Output:
	// Wira: clerk
	// Sekar: archivist
	// Bayu: clerk
	// leximin coverage of posts = 1.00
	// maximize fit = 2.75
}

// Where everybody reaches the step from 50, Made and Teguh can have the counter
// and the registry either way round. Made wishes for the registry; only if he
// did not would it count that both could stay.
func ExampleWishes() {
	fit := assignment.Custom("fit", pointsOf)
	s := showPoints(assignment.Leximin(fit).Step(50), assignment.Maximize(assignment.Wishes()), assignment.Minimize(assignment.Moves()))
	fmt.Println("wishes:", s.Values[1].Value)
	fmt.Println("moves:", s.Values[2].Value)
	// Output:
	// Made  registry 60
	// Sari  archive  50
	// Teguh counter  60
	// Wulan payroll  50
	// wishes: 1
	// moves: 4
}

// The price of fairness, and of the sum, is the difference between the values
// of two solves.
func Example_priceOfFairness() {
	fit := assignment.Custom("fit", pointsOf)
	solve := func(goals ...assignment.Goal) []assignment.Value {
		s, err := assignment.Solve(context.Background(), &assignment.Problem{
			Organization: smallOffice(), Objective: goals,
		}, nil)
		if err != nil {
			fmt.Println(err)
			return nil
		}
		return s.Values
	}
	fair := solve(assignment.Leximin(fit), assignment.Maximize(fit))
	total := solve(assignment.Maximize(assignment.Placed()), assignment.Maximize(fit), assignment.Leximin(fit))

	fmt.Printf("the worst-off first: least %v, sum %v\n", fair[0].Value, fair[1].Value)
	fmt.Printf("the sum first:       least %v, sum %v\n", total[2].Value, total[1].Value)
	fmt.Printf("fairness costs %v of the sum; the sum costs the worst-off %v\n",
		total[1].Value-fair[1].Value, fair[0].Value-total[2].Value)
	// Output:
	// the worst-off first: least 50, sum 220
	// the sum first:       least 20, sum 285
	// fairness costs 65 of the sum; the sum costs the worst-off 30
}
