package assignment

import (
	"context"
	"fmt"
	"math"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/model"
)

// pairTerm is a kind of term that is a sum over people and where they are. It
// says its values twice: value is the definition, one pair at a time; compile
// prepares the same values in bulk. Both agree in every bit.
type pairTerm interface {
	summand
	compile(r *roster) (pairValues, error)
	// value is the value of one person at a post, nil on the bench. held is the
	// post that the person holds today, "" on the bench.
	value(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) float64
}

// pairValues is a pair term compiled for a roster. Either it is a count, with
// base and except, or worker has its values row by row. A fit may have points too.
type pairValues struct {
	// largest bounds the absolute values. NaN: it shows when they are computed.
	largest float64

	// base is the value of a person, an incumbent or not, in a post or on the
	// bench. except calls yield for the columns of a row where the value is
	// another one, the bench among them if need be.
	base   func(incumbent, placed bool) float64
	except func(row int, yield func(column int, value float64))

	// worker returns a function that stores the values of a row at all columns in
	// into. The last column is the bench, whose value is 0 beforehand. Values of
	// forbidden pairs are not read, and a user's function is not called for them.
	worker func() func(row int, allowed []bool, into []float64) error

	// points prepares the points of a tabulated term; nil if it has none. It returns
	// nil if there is no table of them.
	points func(ctx context.Context, workers int) (model.Points, error)
}

// nowhere excepts no column.
func nowhere(int, func(int, float64)) {}

// weighted is a compiled pair term with its weight.
type weighted struct {
	weight float64
	pairValues
}

// at is the value of a term at one pair, from the definition of each part: the
// sum, in the order of the parts, of weight × value. Parts that are about units
// add nothing.
func (t Term) at(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) float64 {
	sum := 0.0
	for _, part := range t.parts {
		if pair, ok := part.summand.(pairTerm); ok {
			sum += float64(part.weight * pair.value(e, p, held))
		}
	}
	return sum
}

// pairValue is the value of a pair in a goal, from the definition of its term
// and without a look at the store. The pair may be any, forbidden or not; column
// may be the bench. Goals about units have no values of pairs: theirs is 0. The
// error is that of a function that panics or returns no finite number.
func (c *instance) pairValue(goal, row, column int) (value float64, err error) {
	r, g := c.roster, &c.goals[goal]
	at := &callSite{function: g.term.String(), employee: r.employees[row], position: r.post(column)}
	err = guard(at, func() error {
		value = g.term.at(at.employee, at.position, r.heldBy(row))
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return at.fault(functionNotFinite, value)
		}
		return nil
	})
	return value, err
}

// pairEntry is what the store of a goal has for a pair, from the definition of
// the goal's term. It reports false for a pair that is not allowed if no allowed
// pair has the like: a level that the goal does not have.
func (c *instance) pairEntry(goal, row, column int) (entry int64, ok bool, err error) {
	g, at := &c.goals[goal], &callSite{}
	err = guard(at, func() error {
		cost, err := c.definedCost(at, g, row, column)
		entry, ok = g.entry(g, cost, column == c.roster.bench())
		return err
	})
	return entry, ok && err == nil, err
}

// checkRow computes a row of a goal's store again from the definition of its
// term, and names the first allowed pair where the store has something else.
func (c *instance) checkRow(goal, row int) error {
	store := c.model.Goals[goal].Pairs
	entries := store.Row(row, make([]int32, c.model.Columns))
	d := c.newDefiner(&c.goals[goal])
	return guard(d.at, func() error {
		d.turnTo(row)
		for column := range c.model.Columns {
			if !c.eligibility.allowed.Has(row, column) {
				continue
			}
			cost, err := d.cost(column)
			if err != nil {
				return err
			}
			want, ok := d.goal.entry(d.goal, cost, column == c.roster.bench())
			for _, have := range []int32{entries[column], store.At(row, column)} {
				if !ok || int64(have) != want {
					return fmt.Errorf("goal %d, %s: employee %q at %s: the store has %d, and the definition gives %d",
						goal+1, c.goals[goal], c.roster.employees[row].ID, positionName(c.roster.idOf(column)), have, want)
				}
			}
		}
		return nil
	})
}
