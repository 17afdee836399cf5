package evaluation_test

import (
	"context"
	"fmt"
	"log"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/evaluation"
)

// office has two posts and three people, of whom Ani and Budi sit in each
// other's place and Citra in none.
func office() *mutasi.Organization {
	archive := competency.Standard{{Competency: "filing", Level: 4}}
	counter := competency.Standard{{Competency: "service", Level: 4}}
	o, err := mutasi.NewOrganization(mutasi.Data{
		Units: []mutasi.Unit{{ID: "registry"}},
		Positions: []mutasi.Position{
			{ID: "archive", Unit: "registry", Seats: 1, Need: 1, Standard: archive},
			{ID: "counter", Unit: "registry", Seats: 2, Need: 2, Standard: counter},
		},
		Employees: []mutasi.Employee{
			{ID: "Ani", Position: "archive", Profile: competency.Levels(map[competency.ID]competency.Level{"filing": 1, "service": 4})},
			{ID: "Budi", Position: "counter", Profile: competency.Levels(map[competency.ID]competency.Level{"filing": 4, "service": 2})},
			{ID: "Citra", Profile: competency.Levels(map[competency.ID]competency.Level{"service": 3}), Wishes: []mutasi.PositionID{"counter"}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	return o
}

func ExampleEvaluate() {
	o := office()
	r, err := evaluation.Evaluate(context.Background(), o, o.Incumbents(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("fit %.2f, least %.2f; coverage %.2f; %d vacant seats; unplaced %v\n",
		r.Fit.Mean, r.Fit.Least, r.Load.Units[0].Coverage, r.Seats.Vacant, r.Unplaced)
	fmt.Printf("regret %.2f on average; %d justified envies\n", r.Regret.Mean, r.Envy.Pairs)
	// Output:
	// fit 0.38, least 0.25; coverage 0.67; 1 vacant seats; unplaced [Citra]
	// regret 0.62 on average; 3 justified envies
}

func ExampleCompare() {
	o := office()
	plan, err := mutasi.NewPlan(
		mutasi.Placement{Employee: "Ani", Position: "counter"},
		mutasi.Placement{Employee: "Budi", Position: "archive"},
		mutasi.Placement{Employee: "Citra", Position: "counter"},
	)
	if err != nil {
		log.Fatal(err)
	}
	c, err := evaluation.Compare(context.Background(), o, o.Incumbents(), plan, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range c.Transfers {
		fmt.Printf("%s: %q → %q, fit %.2f → %.2f\n", t.Employee, t.From, t.To, t.FitBefore, t.FitAfter)
	}
	for _, v := range c.Verdicts {
		if v.Direction == evaluation.Better {
			fmt.Println(v)
		}
	}
	// Output:
	// Ani: "archive" → "counter", fit 0.25 → 1.00
	// Budi: "counter" → "archive", fit 0.50 → 1.00
	// Citra: "" → "counter", fit undefined → 0.75
	// mean fit: 0.375 → 0.917, better
	// median fit: 0.375 → 1.000, better
	// least fit: 0.250 → 0.750, better
	// mean fit of the worst-fitting tenth: 0.250 → 0.750, better
	// mean fit weighted by post: 0.375 → 0.917, better
	// people without a post: 1 → 0, better
	// vacant seats: 1 → 0, better
	// mean coverage (staff/need) of units: 0.667 → 1.000, better
	// lowest coverage of a unit: 0.667 → 1.000, better
	// mean regret to one's best eligible post: 0.625 → 0.000, better
	// pairs with justified envy: 3 → 0, better
	// people whose wish is met: 0 → 1, better
}

func ExampleGini() {
	// Coverage of four units: staff divided by need.
	before, after := []float64{0.4, 0.8, 1.2, 1.6}, []float64{0.9, 1.0, 1.0, 1.1}
	fmt.Printf("%.3f → %.3f\n", evaluation.Gini(before), evaluation.Gini(after))
	// Output: 0.250 → 0.038
}

func ExampleTheilParts() {
	coverage := []float64{0.5, 0.7, 1.3, 1.5}
	between, within := evaluation.TheilParts(coverage, []string{"health", "health", "schools", "schools"})
	fmt.Printf("%.3f between agencies, %.3f within\n", between, within)
	// Output: 0.082 between agencies, 0.006 within
}

func ExampleAudit() {
	var d mutasi.Data
	d.Positions = []mutasi.Position{{ID: "clerk", Seats: 100}}
	var list []mutasi.Placement
	for i := range 60 {
		e := mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%02d", i)), Attributes: map[string]string{"gender": []string{"f", "m"}[i%2]}}
		if i%2 == 1 || i%3 == 0 {
			list = append(list, mutasi.Placement{Employee: e.ID, Position: "clerk"})
		}
		d.Employees = append(d.Employees, e)
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		log.Fatal(err)
	}
	plan, err := mutasi.NewPlan(list...)
	if err != nil {
		log.Fatal(err)
	}
	r, err := evaluation.Evaluate(context.Background(), o, plan, nil)
	if err != nil {
		log.Fatal(err)
	}
	gender, err := evaluation.Attribute(o, "gender")
	if err != nil {
		log.Fatal(err)
	}
	a, err := evaluation.Audit(context.Background(), o, r, gender, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, g := range a.Rates[0].Groups {
		fmt.Printf("%s %s: rate %.2f, impact ratio %.2f, flagged %v\n", g.Group, a.Rates[0].Event, g.Rate, g.Impact, g.Flagged)
	}
	fmt.Println(a.Caveats[0])
	// Output:
	// f placed: rate 0.33, impact ratio 0.33, flagged true
	// m placed: rate 1.00, impact ratio 1.00, flagged false
	// a difference is not yet unequal treatment, and no difference is not yet equal treatment
}
