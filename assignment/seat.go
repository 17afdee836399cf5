package assignment

import (
	"context"
	"fmt"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/model"
)

// Seat says what one more seat at a post would gain, and what one less would cost.
// Of more, Loss is the gain, in Goal, the first goal that gains; Goal is −1 where none
// does. Of less it is the cost; Possible is false where the post must have as many
// seats by its MinSeats. These are differences between best plans, not prices: they
// hold for one whole seat.
//
// Where Regret takes no solve, neither does Seat after Prepare, with one exception:
// it takes one solve where no other seat of the unit is free, or where a goal balances
// single posts. Elsewhere it takes two. The errors are those of Regret.
func (s *Solution) Seat(p mutasi.PositionID) (more, less Regret, err error) {
	x, err := s.explainer(context.Background())
	if err != nil {
		return Regret{}, Regret{}, err
	}
	if p == "" {
		return Regret{}, Regret{}, fmt.Errorf("assignment: %w", fault(benchSeats))
	}
	column, known := x.roster.columns[p]
	if !known {
		return Regret{}, Regret{}, fmt.Errorf("assignment: %w", fault(seatsOf, p))
	}
	if more, err = x.oneMore(s, column); err == nil {
		less, err = x.oneLess(s, column)
	}
	if err != nil {
		return Regret{}, Regret{}, fmt.Errorf("assignment: %w", err)
	}
	return more, less, nil
}

// Faults of questions about seats.
var (
	benchSeats = templates.New("question-bench-seats", "the bench has no seats; name a post")
	seatsOf    = templates.New("question-seats-unknown", "there is no position {id:q}; correct the ID")
)

func (x *explainer) oneMore(s *Solution, column int) (Regret, error) {
	if x.model.Hi[column] >= int32(x.model.Rows) {
		return nothingLost, nil // nobody is left to take it
	}
	// The model has no room above a unit whose posts are all full.
	unit := x.model.Parent[column]
	if x.paths != nil && (unit < 0 || x.loads(x.at)[unit] < int(x.model.Hi[unit])) {
		if l, known := x.paths.More(column); known {
			l.Amount = -l.Amount
			return x.translate(l, 0, column), nil
		}
	}
	c, err := x.withSeats(s, column, +1)
	if err != nil {
		return Regret{}, err
	}
	ctx := context.Background()
	result, err := c.model.Solve(ctx, x.at, model.Options{Workers: c.settings.workers, MaxNodes: s.options.MaxNodes})
	if err != nil {
		return Regret{}, err
	}
	r := firstLoss(c.outcomes(result.At, result), x.outcomes(x.at, s.certificate.result(x.at)))
	for g := range result.Goals {
		r.Exact = r.Exact && result.Goals[g].Proven
	}
	return r, nil
}

func (x *explainer) oneLess(s *Solution, column int) (Regret, error) {
	post := x.roster.positions[column]
	if post.Seats <= post.MinSeats {
		return Regret{Exact: true, Goal: -1}, nil
	}
	loosened := slices.ContainsFunc(x.goals, func(g compiledGoal) bool { return g.loose })
	if x.loads(x.at)[column] < post.Seats && !loosened {
		return nothingLost, nil // of a loosened goal it may be the optimum that needs the seat
	}
	if x.paths != nil {
		return x.translate(x.paths.Less(column), 0, column), nil
	}
	c, err := x.withSeats(s, column, -1)
	if err != nil {
		return Regret{}, err
	}
	f, err := x.compared(context.Background(), s, c)
	if err != nil {
		return Regret{}, err
	}
	return f.regret, nil
}

// withSeats is the instance of the problem with more or fewer seats at a post.
func (x *explainer) withSeats(s *Solution, column, change int) (*instance, error) {
	d := s.problem.Organization.Data()
	for k := range d.Positions {
		if d.Positions[k].ID == x.roster.positions[column].ID {
			d.Positions[k].Seats += change
		}
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		return nil, err
	}
	p := s.problem
	held := s.problem.held()
	p.Organization, p.Incumbent = o, &held
	c := s.again(&p)
	return c, c.prepare(context.Background())
}
