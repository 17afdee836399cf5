package assignment

import (
	"context"
	"math"

	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/model"
)

// An instance by definition has the values of all pairs from Term.at, and what is
// forbidden from the definitions of blockers and limits. It uses no bulk form, so
// what it proves holds whatever is wrong with those.

// eligibilityByDefinition judges every pair by the definitions of all blockers.
func eligibilityByDefinition(ctx context.Context, r *roster, d *demands, workers int) (*eligibility, error) {
	e := &eligibility{r: r, demands: d, allowed: model.NewPairs(len(r.employees), len(r.positions)+1)}
	if len(d.blockers) == 0 {
		return e, nil
	}
	err := eachRow(ctx, workers, len(r.employees), func() struct{} { return struct{}{} }, func(_ struct{}, i int) error {
		at := &callSite{employee: r.employees[i]}
		return guard(at, func() error {
			for j := range r.bench() + 1 {
				at.position = r.post(j)
				if d.forbids(at, at.employee, at.position, r.heldBy(i)) {
					e.allowed.Remove(i, j)
				}
			}
			return nil
		})
	})
	return e, err
}

// definedRow computes the values of a goal at the allowed pairs of a row, each
// from its definition.
func (c *instance) definedRow(goal *compiledGoal, row int, allowed []bool, into []float64) error {
	at := &callSite{function: goal.term.String(), employee: c.roster.employees[row]}
	most := flow.MaxCost / goal.spread
	return guard(at, func() error {
		for j, ok := range allowed {
			if !ok {
				continue
			}
			at.position = c.roster.post(j)
			x := goal.term.at(at.employee, at.position, c.roster.heldBy(row))
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return at.fault(functionNotFinite, x)
			}
			if cost := math.Abs(float64(goal.wideCost(x))); !(cost <= most) {
				return at.fault(beyondScale, x, goal.shift)
			}
			into[j] = x
		}
		return nil
	})
}

// definedLimit counts the pairs of a limit by its definition.
func (c *instance) definedLimit(l *limit) (model.Store, error) {
	r := c.roster
	out := model.Dense{Columns: c.model.Columns, Cost: make([]int32, c.model.Rows*c.model.Columns)}
	at := &callSite{function: l.name()}
	err := guard(at, func() error {
		for i, e := range r.employees {
			at.employee = e
			for j := range c.model.Columns {
				at.position = r.post(j)
				if l.counts(e, at.position, r.heldBy(i)) {
					out.Cost[i*out.Columns+j] = 1
				}
			}
		}
		return nil
	})
	return out, err
}

// Faults of values that a scale does not hold.
var beyondScale = templates.New("value-beyond-scale", "the value of {function:q} is {value}, which is too large for a scale of {places} binary places")
