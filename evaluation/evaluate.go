package evaluation

import (
	"context"
	"fmt"
	"strconv"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/evaluation/internal/fault"
)

// Options says how plans are judged. Nil and the zero value are the defaults.
type Options struct {
	// Model is the measure of fit; nil is competency.Attainment{}. A
	// [competency.Compiler] makes large organisations fast.
	Model competency.Model

	// Rules say who is eligible for which post. The report counts where the
	// plan breaks them. Without rules everybody is eligible everywhere.
	Rules []mutasi.Rule

	// Workers is the number of goroutines; 0 is one per processor. There are
	// never more than one per 64 people. It does not change the result.
	Workers int
}

// Report is the judgement of one plan.
//
// Moves, losses of fit, and rules about people who move refer to the plan before.
// That is today's placements for [Evaluate], and the first plan for [Compare].
type Report struct {
	People   int                 // number of people in the organisation
	Placed   int                 // number of people in a post
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
	Before, Post mutasi.PositionID // the post before and that of the plan; "" is the bench
	FitBefore    Figure            // to the post before; undefined on the bench
	Fit          Figure            // to the post of the plan; undefined on the bench

	// Best is the eligible post that the person fits best, "" if no post is
	// eligible. Of equally good posts it is the one that the plan gives, or
	// else the one with the least ID.
	Best    mutasi.PositionID
	BestFit Figure
}

// Evaluate judges a plan against today's placements. opts may be nil.
//
// Any plan can be judged: over-full posts and unmet floors are reported, not
// refused. The error joins a *[mutasi.Fault] for every person and post of the
// plan that the organisation does not know. It names the rule, the model, the
// person and the post where a function of the user panicked or returned a fit
// outside [0, 1]. It is the error of ctx if that ends early.
//
// Evaluate asks the model about every pair of a person and an open post. It asks
// the rules about the pairs that would improve on what somebody has. So it takes
// O(people · posts) time. Memory is linear in the organisation. The result does
// not depend on the number of workers.
func Evaluate(ctx context.Context, o *mutasi.Organization, p mutasi.Plan, opts *Options) (*Report, error) {
	ev, err := newEvaluator(ctx, o, opts)
	if err != nil {
		return nil, err
	}
	plan, err := ev.seat("plan", p)
	if err != nil {
		return nil, err
	}
	before, err := ev.seat("incumbents", o.Incumbents())
	if err != nil {
		return nil, err
	}
	return ev.evaluate(before, plan)
}

// bench stands for the post of a person who has none.
const bench = int32(-1)

// A seating holds the number of each person's post.
type seating []int32

// An evaluator judges plans. It numbers the people, posts and units of an
// organisation from 0, in input order.
type evaluator struct {
	ctx       context.Context // of the call that made the evaluator
	employees []*mutasi.Employee
	positions []*mutasi.Position
	units     []*mutasi.Unit

	employeeAt map[mutasi.EmployeeID]int32
	positionAt map[mutasi.PositionID]int32
	unitOf     []int32 // the unit of each post; −1 is no unit
	agencyOf   []int32 // the root of each unit

	model   competency.Model
	rules   []mutasi.Rule
	workers int
}

func newEvaluator(ctx context.Context, o *mutasi.Organization, opts *Options) (*evaluator, error) {
	if ctx == nil {
		ctx = context.Background()
	}
	if opts == nil {
		opts = new(Options)
	}
	ev := &evaluator{
		ctx:        ctx,
		employeeAt: make(map[mutasi.EmployeeID]int32),
		positionAt: make(map[mutasi.PositionID]int32),
		model:      opts.Model, rules: opts.Rules, workers: opts.Workers,
	}
	if ev.model == nil {
		ev.model = competency.Attainment{}
	}
	for e := range o.Employees() {
		if len(ev.employees)%pause == 0 {
			if err := ev.ended(); err != nil {
				return nil, err
			}
		}
		ev.employeeAt[e.ID] = int32(len(ev.employees))
		ev.employees = append(ev.employees, e)
	}
	unitAt := map[mutasi.UnitID]int32{"": -1}
	for u := range o.Units() {
		unitAt[u.ID] = int32(len(ev.units))
		ev.units = append(ev.units, u)
	}
	for p := range o.Positions() {
		ev.positionAt[p.ID] = int32(len(ev.positions))
		ev.positions = append(ev.positions, p)
		ev.unitOf = append(ev.unitOf, unitAt[p.Unit])
	}
	ev.agencyOf = make([]int32, len(ev.units))
	for i, u := range ev.units {
		root, _ := o.Root(u.ID) // a unit of o has one
		ev.agencyOf[i] = unitAt[root.ID]
	}
	return ev, nil
}

// ended returns the error of the context once that has ended.
func (ev *evaluator) ended() error {
	if err := ev.ctx.Err(); err != nil {
		return fmt.Errorf("evaluation: ended before the plan was judged: %w", err)
	}
	return nil
}

// pause is the number of people that a loop of quick steps goes through between
// two looks at the context.
const pause = 1024

// seat translates a plan into numbers. Faults call the plan by name.
func (ev *evaluator) seat(name string, p mutasi.Plan) (seating, error) {
	s := make(seating, len(ev.employees))
	for i := range s {
		s[i] = bench
	}
	var faults fault.List
	read := 0
	for placement := range p.All() {
		if read++; read%pause == 0 {
			if err := ev.ended(); err != nil {
				return nil, err
			}
		}
		i, person := ev.employeeAt[placement.Employee]
		j, post := ev.positionAt[placement.Position]
		path := func() string { return name + "[" + strconv.Quote(string(placement.Employee)) + "]" }
		if !person {
			faults.Add(path(), "", unknownPerson.With())
		}
		if !post {
			faults.Add(path(), "", unknownPost.With(placement.Position))
		}
		if person && post {
			s[i] = j
		}
	}
	return s, faults.Err()
}

// evaluate judges plan, reached from before.
func (ev *evaluator) evaluate(before, plan seating) (*Report, error) {
	pairs, err := ev.score(before, plan)
	if err != nil {
		return nil, err
	}
	training, err := ev.training(before, plan)
	if err != nil {
		return nil, err
	}
	r := &Report{People: len(ev.employees), Training: training}
	for _, part := range []func(){
		func() { r.Fit = ev.fit(plan, pairs) },
		func() { r.Load = ev.load(plan) },
		func() { r.Seats = ev.seats(plan) },
		func() { r.Regret = ev.regret(plan, pairs) },
		func() { r.Envy = ev.envy(pairs) },
		func() { r.Moves = ev.moves(before, plan, pairs) },
		func() { r.Wishes = ev.wishes(plan) },
		func() { r.Outcomes = ev.outcomes(before, plan, pairs) },
	} {
		if err := ev.ended(); err != nil {
			return nil, err
		}
		part()
	}
	for i, j := range plan {
		if j == bench {
			r.Unplaced = append(r.Unplaced, ev.employees[i].ID)
		} else {
			r.Placed++
		}
	}
	if r.Violations, err = ev.violations(before, plan); err != nil {
		return nil, err
	}
	return r, nil
}

func (ev *evaluator) outcomes(before, plan seating, pairs *pairs) []Outcome {
	list := make([]Outcome, len(plan))
	for i := range list {
		list[i] = Outcome{
			Employee:  ev.employees[i].ID,
			Before:    ev.positionID(before[i]),
			Post:      ev.positionID(plan[i]),
			FitBefore: figure(pairs.before[i], NoValues),
			Fit:       figure(pairs.own[i], NoValues),
			Best:      ev.positionID(pairs.best[i]),
			BestFit:   figure(pairs.bestFit[i], NoValues),
		}
	}
	return list
}

// positionID returns the name of a post, "" for the bench.
func (ev *evaluator) positionID(j int32) mutasi.PositionID {
	if j == bench {
		return ""
	}
	return ev.positions[j].ID
}

// agencyOfPost returns the index of a post's agency; −1 where it has none.
func (ev *evaluator) agencyOfPost(j int32) int32 {
	if j == bench || ev.unitOf[j] < 0 {
		return -1
	}
	return ev.agencyOf[ev.unitOf[j]]
}

// unitID returns the name of a unit, "" for −1.
func (ev *evaluator) unitID(u int32) mutasi.UnitID {
	if u < 0 {
		return ""
	}
	return ev.units[u].ID
}
