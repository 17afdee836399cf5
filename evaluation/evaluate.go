package evaluation

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
)

// Options says how plans are judged. Nil and the zero value are the defaults.
type Options struct {
	// Model is the measure of fit; nil is competency.Attainment{}. A
	// [competency.Compiler] makes large organisations fast.
	Model competency.Model

	// Rules say who is eligible for which post, and are counted where the
	// plan breaks them. None: everybody is eligible everywhere.
	Rules []mutasi.Rule

	// Workers is the number of goroutines; 0 is one per processor. It never
	// changes the result.
	Workers int
}

// Report is the judgement of one plan.
//
// Moves, losses, wishes granted by moving and rules for those who move refer to
// the plan before: for [Evaluate] the posts that people hold today, for
// [Compare] its first plan.
type Report struct {
	People   int                 // in the organisation
	Placed   int                 // people in a post
	Unplaced []mutasi.EmployeeID // people in no post, in input order

	Fit        Fit
	Load       Load
	Seats      Seats
	Regret     Regret
	Envy       Envy
	Moves      Moves
	Wishes     Wishes
	Training   Training
	Violations []Violation // one per rule, in the order of Options.Rules

	Outcomes []Outcome // one per person, in input order
}

// Outcome is what a plan means for one person.
type Outcome struct {
	Employee     mutasi.EmployeeID
	Before, Post mutasi.PositionID // "": the bench
	FitBefore    Figure            // to the post before; undefined on the bench
	Fit          Figure            // to the post of the plan; undefined on the bench

	// Best is the eligible post that the person fits best: their own if no
	// other is better, else the least ID; "" if no post is eligible.
	Best    mutasi.PositionID
	BestFit Figure
}

// Evaluate judges a plan against today's placements. opts may be nil.
//
// Any plan can be judged: over-full posts and unmet floors are reported, not
// refused. The error joins a *[mutasi.Fault] for every person and post of the
// plan that the organisation does not know, or names the rule, the model, the
// person and the post where a function of the user panicked or returned a fit
// outside [0, 1].
//
// It asks the model about every pair of person and open post, and the rules about those
// pairs that would improve on what somebody has, so it takes O(people · posts)
// time; memory is linear in the organisation. Results do not depend on the
// number of workers.
func Evaluate(o *mutasi.Organization, p mutasi.Plan, opts *Options) (*Report, error) {
	c, err := newDocket(o, opts)
	if err != nil {
		return nil, err
	}
	plan, err := c.seat("plan", p)
	if err != nil {
		return nil, err
	}
	before, err := c.seat("incumbents", o.Incumbents())
	if err != nil {
		return nil, err
	}
	return c.evaluate(before, plan)
}

// bench is the post of whoever has none.
const bench = int32(-1)

// A seating is the post of every person, by index.
type seating []int32

// A docket is an organisation in dense numbers, together with the options.
type docket struct {
	employees []*mutasi.Employee
	positions []*mutasi.Position
	units     []*mutasi.Unit

	employeeAt map[mutasi.EmployeeID]int32
	positionAt map[mutasi.PositionID]int32
	unitOf     []int32 // of a post; −1: of no unit
	agencyOf   []int32 // of a unit: its root

	model   competency.Model
	rules   []mutasi.Rule
	workers int
}

func newDocket(o *mutasi.Organization, opts *Options) (*docket, error) {
	if opts == nil {
		opts = new(Options)
	}
	c := &docket{
		employeeAt: make(map[mutasi.EmployeeID]int32),
		positionAt: make(map[mutasi.PositionID]int32),
		model:      opts.Model, rules: opts.Rules, workers: opts.Workers,
	}
	if c.model == nil {
		c.model = competency.Attainment{}
	}
	for e := range o.Employees() {
		c.employeeAt[e.ID] = int32(len(c.employees))
		c.employees = append(c.employees, e)
	}
	unitAt := map[mutasi.UnitID]int32{"": -1}
	for u := range o.Units() {
		unitAt[u.ID] = int32(len(c.units))
		c.units = append(c.units, u)
	}
	for p := range o.Positions() {
		c.positionAt[p.ID] = int32(len(c.positions))
		c.positions = append(c.positions, p)
		c.unitOf = append(c.unitOf, unitAt[p.Unit])
	}
	c.agencyOf = make([]int32, len(c.units))
	for i := range c.units {
		root := int32(i)
		for c.units[root].Parent != "" {
			root = unitAt[c.units[root].Parent]
		}
		c.agencyOf[i] = root
	}
	return c, nil
}

// maxFaults bounds how many faults one error lists; the rest is counted.
const maxFaults = 100

// seat translates a plan; name leads to it in messages.
func (c *docket) seat(name string, p mutasi.Plan) (seating, error) {
	s := make(seating, len(c.employees))
	for i := range s {
		s[i] = bench
	}
	var list []error
	more := 0
	fault := func(e mutasi.EmployeeID, format string, args ...any) {
		if len(list) == maxFaults {
			more++
			return
		}
		list = append(list, &mutasi.Fault{
			Path:    name + "[" + strconv.Quote(string(e)) + "]",
			Problem: fmt.Sprintf(format, args...),
		})
	}
	for placement := range p.All() {
		i, person := c.employeeAt[placement.Employee]
		j, post := c.positionAt[placement.Position]
		if !person {
			fault(placement.Employee, "is nobody in the organisation; take the placement out or add the person")
		}
		if !post {
			fault(placement.Employee, "holds the post %q, which the organisation does not have", placement.Position)
		}
		if person && post {
			s[i] = j
		}
	}
	if more > 0 {
		list = append(list, fmt.Errorf("and %d more faults", more))
	}
	return s, errors.Join(list...)
}

// evaluate judges plan, reached from before.
func (c *docket) evaluate(before, plan seating) (*Report, error) {
	pairs, err := c.score(before, plan)
	if err != nil {
		return nil, err
	}
	r := &Report{
		People:   len(c.employees),
		Fit:      c.fit(plan, pairs),
		Load:     c.load(plan),
		Seats:    c.seats(plan),
		Regret:   c.regret(plan, pairs),
		Envy:     c.envy(pairs),
		Moves:    c.moves(before, plan, pairs),
		Wishes:   c.wishes(plan),
		Training: c.training(before, plan),
		Outcomes: c.outcomes(before, plan, pairs),
	}
	for i, j := range plan {
		if j == bench {
			r.Unplaced = append(r.Unplaced, c.employees[i].ID)
		} else {
			r.Placed++
		}
	}
	r.Violations, err = c.violations(before, plan)
	return r, err
}

func (c *docket) outcomes(before, plan seating, pairs *pairs) []Outcome {
	list := make([]Outcome, len(plan))
	for i := range list {
		list[i] = Outcome{
			Employee:  c.employees[i].ID,
			Before:    c.positionID(before[i]),
			Post:      c.positionID(plan[i]),
			FitBefore: figure(pairs.before[i], NoValues),
			Fit:       figure(pairs.own[i], NoValues),
			Best:      c.positionID(pairs.best[i]),
			BestFit:   figure(pairs.bestFit[i], NoValues),
		}
	}
	return list
}

// positionID returns the name of a post, "" for the bench.
func (c *docket) positionID(j int32) mutasi.PositionID {
	if j == bench {
		return ""
	}
	return c.positions[j].ID
}

// agencyOfPost returns the index of a post's agency; −1 where it has none.
func (c *docket) agencyOfPost(j int32) int32 {
	if j == bench || c.unitOf[j] < 0 {
		return -1
	}
	return c.agencyOf[c.unitOf[j]]
}

// unitID returns the name of a unit, "" for −1.
func (c *docket) unitID(u int32) mutasi.UnitID {
	if u < 0 {
		return ""
	}
	return c.units[u].ID
}
