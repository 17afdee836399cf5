package assignment

import (
	"context"
	"errors"

	"github.com/mutasi-go/mutasi/internal/model"
)

// eligibility says which row may take which column, and which blockers forbid
// the rest.
type eligibility struct {
	r       *roster
	allowed *model.Pairs
	checks  []check
	byRow   map[int][]int // checks of one row
	general []int         // checks of all rows
}

// check is a blocker with its answers, so that no user's function is asked
// twice.
type check struct {
	blocker
	rows      []bool       // employee or bench: who is blocked
	positions []bool       // position: which are blocked
	permits   *model.Pairs // pair: what is not blocked
}

func newEligibility(ctx context.Context, r *roster, constraints []Constraint, workers int) (*eligibility, error) {
	e := &eligibility{r: r, allowed: model.NewPairs(len(r.employees), len(r.positions)+1), byRow: map[int][]int{}}
	var faults []error
	for _, c := range constraints {
		if c == nil {
			faults = append(faults, errors.New("a constraint is nil"))
			continue
		}
		blockers, err := c.blockers(r)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		for _, b := range blockers {
			k := len(e.checks)
			e.checks = append(e.checks, check{blocker: b})
			if b.one != nil {
				e.byRow[b.row] = append(e.byRow[b.row], k)
			} else {
				e.general = append(e.general, k)
			}
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	for k := range e.checks {
		if err := e.ask(ctx, &e.checks[k], workers); err != nil {
			return nil, err
		}
		e.apply(&e.checks[k])
	}
	return e, nil
}

// ask calls the user's function of a check for all that it is to judge.
func (e *eligibility) ask(ctx context.Context, c *check, workers int) error {
	r := e.r
	at := &site{function: c.name}
	judge := c.employee
	if judge == nil {
		judge = c.bench
	}
	switch {
	case judge != nil:
		c.rows = make([]bool, len(r.employees))
		return guard(at, func() error {
			for i, person := range r.employees {
				if err := ctx.Err(); err != nil {
					return err
				}
				at.employee = person
				c.rows[i] = judge(person)
			}
			return nil
		})
	case c.position != nil:
		c.positions = make([]bool, len(r.positions))
		return guard(at, func() error {
			for j, post := range r.positions {
				if err := ctx.Err(); err != nil {
					return err
				}
				at.position = post
				c.positions[j] = c.position(post)
			}
			return nil
		})
	case c.pair != nil:
		c.permits = model.NewPairs(len(r.employees), len(r.positions)+1)
		newSite := func() *site { return &site{function: c.name} }
		return eachRow(ctx, workers, len(r.employees), newSite, func(at *site, i int) error {
			at.employee = r.employees[i]
			held := r.heldBy(i)
			return guard(at, func() error {
				for j, post := range r.positions {
					at.position = post
					if c.pair(at.employee, post, held) {
						c.permits.Remove(i, j)
					}
				}
				return nil
			})
		})
	}
	return nil
}

// apply takes what a check blocks out of the allowed pairs.
func (e *eligibility) apply(c *check) {
	bench := e.r.bench()
	switch {
	case c.one != nil:
		for j := range bench + 1 {
			if c.one(e.r.post(j)) {
				e.allowed.Remove(c.row, j)
			}
		}
	case c.permits != nil:
		e.allowed.Intersect(c.permits)
	default:
		for i, blocked := range c.rows {
			if !blocked {
				continue
			}
			if c.bench != nil {
				e.allowed.Remove(i, bench)
			} else {
				e.allowed.Keep(i, bench)
			}
		}
		for j, blocked := range c.positions {
			if !blocked {
				continue
			}
			for i := range e.r.employees {
				e.allowed.Remove(i, j)
			}
		}
	}
}

// blocks reports whether the k-th check forbids a pair.
func (e *eligibility) blocks(k, row, column int) bool {
	c := &e.checks[k]
	bench := column == e.r.bench()
	switch {
	case c.one != nil:
		return c.row == row && c.one(e.r.post(column))
	case c.permits != nil:
		return !bench && !c.permits.Has(row, column)
	case c.rows != nil:
		return c.rows[row] && bench == (c.bench != nil)
	case c.positions != nil:
		return !bench && c.positions[column]
	}
	return false
}
