package assignment

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/model"
)

// CheckOptions say how much Check recomputes. The zero value, like nil, is the
// default.
type CheckOptions struct {
	// Rows is how many employees' values are recomputed from their definitions,
	// drawn by Seed. 0: all while people × posts is at most 10⁷, and beyond that as
	// many as make 10⁶ pairs. These are 2,000 people at 500 posts, who show a fault
	// in the values of one person in four hundred with a probability of 99 %. A
	// negative number: all.
	Rows int
	Seed uint64
}

// Checked is what Check has proven.
type Checked struct {
	Status Status  `json:"status"`
	Values []Value `json:"values"` // of the goals, in their order, as the certificate has them
	// Employees is how many people's values were recomputed from their
	// definitions, at every post and in all goals. Pairs is that times the posts.
	Employees int `json:"employees"`
	Pairs     int `json:"pairs"`
	// Replayed names the goals that have no proof but a search, which was done
	// again by the solver, with as many nodes: goals after a limit on moves, after a
	// goal with a tolerance or after a BottomSum, and balances of people of
	// different capacities.
	Replayed []string `json:"replayed,omitempty"`
}

const (
	allPairs    = 10_000_000 // up to which all pairs are recomputed
	samplePairs = 1_000_000  // beyond
)

// Check proves a plan from the problem and the certificate alone, and returns what
// it has proven, or an error that says what fails. It
//
//   - counts seats and floors and asks every constraint about every placement;
//   - adds up every goal from the people and posts of the plan, one by one, and
//     compares the sum with the value claimed, within its rounding;
//   - computes the value of every pair of a person and a post from the definition
//     of the terms (a model's Points, which it compares with Fit, a custom function,
//     a rating), and from the definition of the constraints whether the pair is
//     allowed. Bulk forms, which Solve uses, have no part in it;
//   - has the optimality of every goal, or the bound that is claimed, proven for
//     these values by code that shares nothing with the solver: reduced costs,
//     complementary slackness and loads, in integers.
//
// Where people × posts is above 10⁷ values of pairs come from bulk forms, such as a
// table of points that is compiled anew from the standards, and whole rows of them,
// drawn by a seed, are compared with their definitions (see CheckOptions); the plan's
// own pairs always are. Checked says how many. It also names the goals that have no
// such proof and were solved again.
//
// What Check shares with Solve: the order of people and posts by seed; the tree of
// units; the rounding of a value to an integer; the marginals of Balance and the
// levels of units in LeximinCoverage; and, of goals that rank people, how values
// become levels.
//
// The problem must be the one that was solved: the same people, posts,
// constraints and objective, and functions that give the same answers. It takes
// as long as computing values one by one, and as much memory as Solve, or 4 bytes
// for each of up to 10⁷ pairs and goal that is no count.
// The error is ctx's if it ends first; Check looks at it for every person.
func Check(ctx context.Context, p *Problem, plan mutasi.Plan, c *Certificate, opts *CheckOptions) (*Checked, error) {
	if p == nil || p.Organization == nil {
		return nil, errors.New("assignment: the problem has no organization")
	}
	if c == nil || c.goals == nil {
		return nil, errors.New("assignment: this certificate was not made by Solve and proves nothing")
	}
	if ctx == nil {
		ctx = context.Background()
	}
	if opts == nil {
		opts = &CheckOptions{}
	}
	out, err := check(ctx, p, plan, c, opts)
	if err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("assignment: %w", ctx.Err())
		}
		return nil, fmt.Errorf("assignment: the plan is not proven: %w", err)
	}
	return out, nil
}

func check(ctx context.Context, p *Problem, plan mutasi.Plan, c *Certificate, opts *CheckOptions) (*Checked, error) {
	objective := p.objective()
	want := len(objective)
	if c.canonical {
		want++
	}
	if len(c.goals) != want {
		return nil, fmt.Errorf("the number of goals is %d in the certificate and %d in the problem; check it with the problem that was solved", len(c.goals), want)
	}
	for k, goal := range objective {
		if v := c.goals[k].value; v == nil || v.Goal != goal.String() {
			return nil, fmt.Errorf("goal %d, %s: the certificate is of another goal; check it with the problem that was solved", k+1, goal)
		}
	}
	people, posts := count(p.Organization.Employees()), count(p.Organization.Positions())
	rows := opts.rows(people, posts)
	inst := newInstance(p, settings{
		seed: c.seed, canonical: c.canonical, workers: workersOf(0), scales: c.scales(),
		// Above allPairs values are not stored, and all rows are compared.
		byDefinition: rows == people && int64(people)*int64(posts) <= allPairs && !c.unscaled,
	})
	if c.unscaled {
		return inst.checkUnscaled(ctx, plan, c)
	}
	if err := inst.prepare(ctx); err != nil {
		return nil, err
	}
	at, err := inst.roster.assignment(plan)
	if err != nil {
		return nil, err
	}
	book := inst.book(ctx, plan)
	if err := inst.demands.admit(book); err != nil {
		return nil, err
	}
	result := c.result(at)
	replayed, err := inst.model.Check(ctx, result, inst.roster.incumbent)
	if err != nil {
		return nil, inst.explained(book, c, err)
	}
	out := &Checked{Status: Optimal, Employees: rows, Pairs: rows * posts}
	for k, g := range c.goals {
		if !g.result.Proven {
			out.Status = Feasible
		}
		if k < len(inst.goals) && g.places != inst.goals[k].shift || k >= len(inst.goals) && (g.places != 0 || g.value != nil) {
			return nil, fmt.Errorf("goal %d: a scale of %d binary places is not that of the goal", k+1, g.places)
		}
		if k < len(inst.goals) {
			out.Values = append(out.Values, *g.value)
		}
	}
	if err := inst.checkValues(book, result, out.Values); err != nil {
		return nil, err
	}
	for _, g := range replayed {
		name := "ties"
		if g < len(inst.goals) {
			name = inst.goals[g].String()
		}
		out.Replayed = append(out.Replayed, name)
	}
	if !inst.settings.byDefinition {
		if err := inst.checkRows(ctx, sample(people, rows, opts.Seed)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func count[T any](items iter.Seq[T]) (n int) {
	for range items {
		n++
	}
	return n
}

// rows is how many employees' values are recomputed.
func (o *CheckOptions) rows(people, posts int) int {
	switch {
	case o.Rows < 0 || o.Rows == 0 && int64(people)*int64(posts) <= allPairs:
		return people
	case o.Rows == 0:
		return min(people, (samplePairs+posts-1)/posts)
	}
	return min(people, o.Rows)
}

// sample draws some of the numbers below n, ascending.
func sample(n, some int, seed uint64) []int {
	r := rand.New(rand.NewPCG(seed, 0))
	out := r.Perm(n)[:some]
	slices.Sort(out)
	return out
}

// checkRows compares rows of all stores, what is allowed and what limits count
// with the definitions.
func (c *instance) checkRows(ctx context.Context, rows []int) error {
	none := func() struct{} { return struct{}{} }
	return eachRow(ctx, c.settings.workers, len(rows), none, func(_ struct{}, k int) error {
		i := rows[k]
		at := &callSite{employee: c.roster.employees[i]}
		err := guard(at, func() error {
			for j := range c.model.Columns {
				at.position = c.roster.post(j)
				if forbidden := c.demands.forbids(at, at.employee, at.position, c.roster.heldBy(i)); forbidden == c.model.Allowed.Has(i, j) {
					return fmt.Errorf("employee %q at %s: the solver has it allowed: %v, and %q says otherwise", at.employee.ID, positionName(c.roster.idOf(j)), forbidden, at.function)
				}
			}
			return c.checkLimits(at, i)
		})
		if err != nil {
			return err
		}
		for g := range c.goals {
			if err := c.checkRow(g, i); err != nil {
				return err
			}
		}
		return nil
	})
}

// checkLimits compares what limits count in a row with their definitions.
func (c *instance) checkLimits(at *callSite, row int) error {
	for k, l := range c.limits {
		at.function = l.name()
		store := c.model.Limits[k].Pairs
		counts := store.Row(row, make([]int32, c.model.Columns))
		for j := range c.model.Columns {
			at.position = c.roster.post(j)
			want := int32(0)
			if l.counts(at.employee, at.position, c.roster.heldBy(row)) {
				want = 1
			}
			if have := counts[j]; have != want || store.At(row, j) != want {
				return fmt.Errorf("employee %q at %s: the solver counts %d for %q, and the definition gives %d", at.employee.ID, positionName(c.roster.idOf(j)), have, l.name(), want)
			}
		}
	}
	return nil
}

// checkValues compares the values claimed with what the certificate's integers
// amount to, and with the plan, added up from the definitions.
func (c *instance) checkValues(book *ledger, result *model.Result, values []Value) error {
	for k := range values {
		goal, v := &c.goals[k], values[k]
		if claimed := c.outcome(k, result); v != claimed {
			return fmt.Errorf("goal %d, %s: the certificate proves %s", k+1, goal, claimed.unlike(v))
		}
		if err := book.bearsOut(k, goal.Goal, v); err != nil {
			return err
		}
	}
	return nil
}

// bearsOut compares the value claimed of goal k with the plan's own.
func (l *ledger) bearsOut(k int, goal Goal, v Value) error {
	sum, size, err := l.worthOf(goal)
	if err != nil {
		return err
	}
	if sum > v.Value && sum <= v.Top+v.Rounding {
		sum = v.Value // within the step
	}
	// Beyond rounding, sums of floating-point numbers err by their own.
	if slack := v.Rounding + 1e-12*size; !(math.Abs(sum-v.Value) <= slack) {
		return fmt.Errorf("goal %d, %s: the plan has %v, not %v", k+1, goal, sum, v.Value)
	}
	return nil
}

// worthOf is the worth of a goal. A function that panics, or a worth that is no
// finite number, is an error.
func (l *ledger) worthOf(goal Goal) (sum, size float64, err error) {
	l.function, l.err = goal.String(), nil
	at := &callSite{function: l.function}
	err = guard(at, func() error {
		sum, size = goal.worth(l, goal.term)
		if err := l.ctx.Err(); err != nil {
			return err
		}
		if l.err != nil {
			return l.err
		}
		if math.IsNaN(sum) || math.IsInf(sum, 0) {
			return at.fault(functionNotFinite, sum)
		}
		return nil
	})
	return sum, size, err
}

// ofOneSolve says what to do about a certificate that proves nothing of a plan.
const ofOneSolve = "give Check the data, constraints, objective, plan and certificate of one solve"

// explained says an error of package model by the names of goals, people and posts:
// first whether the plan has another value than the certificate claims.
func (c *instance) explained(book *ledger, cert *Certificate, err error) error {
	if book.ctx.Err() != nil {
		return err
	}
	for k := range c.goals {
		if other := book.bearsOut(k, c.goals[k].Goal, *cert.goals[k].value); other != nil {
			return other
		}
	}
	if pair := (*model.CheaperPair)(nil); errors.As(err, &pair) {
		goal := "ties"
		if pair.Goal < len(c.goals) {
			goal = c.goals[pair.Goal].String()
		}
		return fmt.Errorf("goal %d, %s: the prices of the certificate do not prove it: by them %q would do better at %s than at %s; %s",
			pair.Goal+1, goal, c.roster.employees[pair.Row].ID, positionName(c.roster.idOf(pair.Column)), positionName(c.roster.idOf(pair.Own)), ofOneSolve)
	}
	return fmt.Errorf("the certificate does not prove it: %w; %s", err, ofOneSolve)
}

// checkUnscaled checks a plan of which nothing is proven but its values.
func (c *instance) checkUnscaled(ctx context.Context, plan mutasi.Plan, cert *Certificate) (*Checked, error) {
	values, err := c.standing(ctx, plan)
	if err != nil {
		return nil, err
	}
	for k, v := range values {
		if *cert.goals[k].value != v {
			return nil, fmt.Errorf("goal %d: the plan has %+v, not %+v", k+1, v, *cert.goals[k].value)
		}
	}
	for k, g := range cert.goals {
		r := &g.result
		if g.places != 0 || r.Proven || r.Cost != 0 || r.Bound != 0 || r.Reached != 0 || r.Price != nil || r.ReachedAt != nil {
			return nil, fmt.Errorf("goal %d: it was not solved, so nothing can be proven of it", k+1)
		}
	}
	if len(cert.stages) > 0 || len(cert.searches) > 0 || !cert.interrupted || cert.minimised != 0 {
		return nil, errors.New("nothing was solved, so there are no stages")
	}
	return &Checked{Status: Feasible, Values: values}, nil
}

// standing checks that a plan is admitted, and returns its values, of which
// nothing is proven: the bounds are infinite. It needs no scores of other plans.
func (c *instance) standing(ctx context.Context, plan mutasi.Plan) ([]Value, error) {
	for c.next < 2 { // the roster and the demands, if prepare did not come so far
		if err := c.step(ctx); err != nil {
			return nil, err
		}
	}
	book := c.book(ctx, plan)
	if err := c.demands.admit(book); err != nil {
		return nil, err
	}
	values := []Value{}
	for k, goal := range c.problem.objective() {
		if err := goal.check(); err != nil {
			return nil, atGoal(k, goal, err)
		}
		x, size, err := book.worthOf(goal)
		if err != nil {
			return nil, err
		}
		values = append(values, Value{
			Goal: goal.String(), Value: x, Top: x, Reached: x, Bound: math.Inf(int(goal.sense())), Rounding: 1e-12 * size,
		})
	}
	return values, nil
}

// Verify is Check of the solution's plan with its certificate and the default
// options. It also compares Values and Status with what Check has proven.
func (s *Solution) Verify(ctx context.Context) error {
	if s == nil || s.certificate == nil {
		return errors.New("assignment: this solution was not made by Solve")
	}
	checked, err := Check(ctx, &s.problem, s.Plan, s.certificate, nil)
	if err != nil {
		return err
	}
	if len(s.Values) != len(checked.Values) {
		return fmt.Errorf("assignment: the certificate proves %d values, and the solution has %d", len(checked.Values), len(s.Values))
	}
	for k, v := range checked.Values {
		if v != s.Values[k] {
			return fmt.Errorf("assignment: goal %d, %s: the certificate proves %s", k+1, v.Goal, v.unlike(s.Values[k]))
		}
	}
	if s.Status != checked.Status {
		return fmt.Errorf("assignment: the certificate proves the status %v, not %v", checked.Status, s.Status)
	}
	return nil
}

// Certificate returns what proves the solution; nil if Solve did not make it.
func (s *Solution) Certificate() *Certificate {
	if s == nil {
		return nil
	}
	return s.certificate
}
