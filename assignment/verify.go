package assignment

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/workload"
)

// Verify proves the solution again, from the problem and the certificate, and
// returns what fails. It
//
//   - counts seats and floors and holds every placement against the
//     constraints, asking their functions anew;
//   - adds up every goal from the people and posts of the plan, one by one, and
//     compares the sum with its Value, within Rounding;
//   - has the optimality of every goal, or the bound that is claimed, proven
//     from the prices by code that shares nothing with the solver: reduced
//     costs, complementary slackness and loads, in integers. Where a goal needed
//     branch and bound, or a BottomSum is reached by plans of several kinds, there
//     is no such proof, and everything is solved again, with as many nodes.
//
// It takes about as long as reading all pairs once per goal.
func (s *Solution) Verify() error {
	if s.result == nil || s.problem.Organization == nil {
		return errors.New("assignment: this solution was not made by Solve")
	}
	c, err := compile(context.Background(), &s.problem, &s.options)
	if err != nil {
		return fmt.Errorf("assignment: the problem has changed since it was solved: %w", err)
	}
	if err := s.verify(c); err != nil {
		return fmt.Errorf("assignment: the solution does not verify: %w", err)
	}
	return nil
}

func (s *Solution) verify(c *compiled) error {
	at, err := c.roster.assignment(s.Plan)
	if err != nil {
		return err
	}
	if !slices.Equal(at, s.result.At) {
		return errors.New("the plan is not the one that the certificate is for")
	}
	if err := c.eligibility.demands.admit(s.problem.Organization, s.problem.held(), s.Plan); err != nil {
		return err
	}
	if err := s.verifyValues(c); err != nil {
		return err
	}
	if _, err := c.model.Check(context.Background(), s.result, c.roster.incumbent); err != nil {
		return err
	}
	optimal := true
	for _, g := range s.result.Goals {
		optimal = optimal && g.Proven
	}
	if (s.Status == Optimal) != optimal {
		return fmt.Errorf("the status is %v, which the certificate does not bear out", s.Status)
	}
	return nil
}

func (s *Solution) verifyValues(c *compiled) error {
	if len(s.Values) != len(c.goals) {
		return fmt.Errorf("there are %d values for %d goals", len(s.Values), len(c.goals))
	}
	book := newLedger(s.problem.Organization, s.problem.held(), s.Plan)
	for k, goal := range c.goals {
		v := s.Values[k]
		claimed := c.outcome(k, s.result)
		if v.Goal != claimed.Goal || v.Rounding != claimed.Rounding {
			return fmt.Errorf("goal %d is %s with a rounding of %v, not %s with %v", k+1, goal, goal.rounding, v.Goal, v.Rounding)
		}
		var sum, size float64
		at := &site{function: goal.String()}
		if err := guard(at, func() error { sum, size = book.tally(goal.term); return nil }); err != nil {
			return err
		}
		switch {
		case goal.kind == leximinUnits:
			sum = slices.Min(goal.term.parts[0].cover.coverage(book))
			size = sum
		case goal.kind == bottomSum:
			sum, size = book.bottom(goal.term, goal.count)
		case goal.ranks():
			sum, size = book.least(goal.term), 0
			if goal.stepped && sum > v.Value && sum <= v.Top+v.Rounding {
				sum = v.Value // within the step
			}
		}
		// Beyond rounding, sums of floating-point numbers err by their own.
		slack := v.Rounding + 1e-12*size
		if math.Abs(sum-v.Value) > slack {
			return fmt.Errorf("goal %d, %s: the plan has %v, not %v", k+1, goal, sum, v.Value)
		}
		if v.Bound != claimed.Bound {
			return fmt.Errorf("goal %d, %s: the certificate proves a bound of %v, not %v", k+1, goal, claimed.Bound, v.Bound)
		}
		if v.Reached != claimed.Reached || s.result.Goals[k].Proven && v.Reached != v.Bound {
			return fmt.Errorf("goal %d, %s: it reached %v, not %v", k+1, goal, claimed.Reached, v.Reached)
		}
		if v.Top != claimed.Top {
			return fmt.Errorf("goal %d, %s: the step ends at %v, not %v", k+1, goal, claimed.Top, v.Top)
		}
	}
	return nil
}

// ledger lists who is where before and after, for tallies.
type ledger struct {
	organization *mutasi.Organization
	entries      []entry
}

type entry struct {
	employee *mutasi.Employee
	post     *mutasi.Position  // nil on the bench
	before   mutasi.PositionID // "" on the bench
}

func newLedger(o *mutasi.Organization, held, plan mutasi.Plan) *ledger {
	l := &ledger{organization: o}
	for e := range o.Employees() {
		x := entry{employee: e}
		if id, placed := plan.Position(e.ID); placed {
			x.post, _ = o.Position(id)
		}
		x.before, _ = held.Position(e.ID)
		l.entries = append(l.entries, x)
	}
	return l
}

// tally adds up a term over a plan in the plainest way, and the absolute
// values of what it adds.
func (l *ledger) tally(t Term) (sum, size float64) {
	for _, part := range t.parts {
		var x, s float64
		switch {
		case part.load != nil:
			x = part.load.tally(l)
			s = math.Abs(x)
		case part.cover != nil:
			for _, v := range part.cover.coverage(l) {
				x += v
			}
			s = x
		default:
			for _, e := range l.entries {
				v := part.pair.tally(e.employee, e.post, e.before)
				x += v
				s += math.Abs(v)
			}
		}
		sum += float64(part.weight * x)
		size += math.Abs(part.weight) * s
	}
	return sum, size
}

// values are those of a term at placed people, ascending.
func (l *ledger) values(t Term) []float64 {
	var out []float64
	for _, e := range l.entries {
		if e.post == nil {
			continue
		}
		x := 0.0
		for _, part := range t.parts {
			x += float64(part.weight * part.pair.tally(e.employee, e.post, e.before))
		}
		out = append(out, x)
	}
	slices.Sort(out)
	return out
}

// least is the least value of a term over placed people, 0 if there are none.
func (l *ledger) least(t Term) float64 {
	if values := l.values(t); len(values) > 0 {
		return values[0]
	}
	return 0
}

// bottom adds up the least values of a term over placed people, and their
// absolute values.
func (l *ledger) bottom(t Term, count int) (sum, size float64) {
	values := l.values(t)
	for _, x := range values[:min(count, len(values))] {
		sum += x
		size += math.Abs(x)
	}
	return sum, size
}

func (placedTerm) tally(_ *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if p == nil {
		return 0
	}
	return 1
}

func (movesTerm) tally(_ *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) float64 {
	if held == "" || p != nil && p.ID == held {
		return 0
	}
	return 1
}

func (wishesTerm) tally(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if p == nil || !slices.Contains(e.Wishes, p.ID) {
		return 0
	}
	return 1
}

func (t ratedTerm) tally(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if p == nil {
		return 0
	}
	return e.Ratings[t.name] * p.EffectiveWeight()
}

func (t *fitTerm) tally(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if p == nil {
		return 0
	}
	return t.model.Fit(e.Profile, p.Standard) * p.EffectiveWeight()
}

func (t *customTerm) tally(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if p == nil {
		return 0
	}
	return t.value(e, p)
}

// account is the staff and the need of a unit, or of a post.
type account struct{ staff, need workload.FTE }

// accounts lists the units that own posts, or the posts, in input order.
func (l *ledger) accounts(posts bool) []*account {
	accounts := map[string]*account{}
	var order []*account
	of := func(p *mutasi.Position) *account {
		key := string(p.Unit)
		if posts {
			key = string(p.ID)
		} else if p.Unit == "" {
			return &account{}
		}
		if accounts[key] == nil {
			accounts[key] = &account{}
			order = append(order, accounts[key])
		}
		return accounts[key]
	}
	for p := range l.organization.Positions() {
		of(p).need += p.Need
	}
	for _, e := range l.entries {
		if e.post != nil {
			of(e.post).staff += e.employee.EffectiveCapacity()
		}
	}
	return order
}

func (t *loadTerm) tally(l *ledger) float64 {
	sum := 0.0
	for _, a := range l.accounts(t.posts) {
		sum += t.curve.Penalty(a.staff, a.need)
	}
	return sum
}
