package assignment

import (
	"context"
	"slices"

	"github.com/mutasi-go/mutasi/internal/model"
)

// eligibility says which row may take which column, and what forbids the rest.
type eligibility struct {
	r       *roster
	demands *demands
	allowed *model.Pairs
}

// newEligibility asks the functions of all blockers and removes the pairs that
// they forbid. It takes a bit for every pair and blocker that judges pairs.
func newEligibility(ctx context.Context, r *roster, d *demands, workers int) (*eligibility, error) {
	e := &eligibility{r: r, demands: d, allowed: model.NewPairs(len(r.employees), len(r.positions)+1)}
	for _, b := range d.blockers {
		if err := b.bulk.ask(ctx, r, b.name(), workers); err != nil {
			return nil, err
		}
		b.bulk.removeFrom(e.allowed)
	}
	return e, nil
}

// appendBlockers appends the indices of the blockers that forbid a pair,
// ascending. It asks no function again.
func (e *eligibility) appendBlockers(to []int, row, column int) []int {
	first := len(to)
	for _, list := range [][]*blocker{e.demands.personal[e.r.employees[row].ID], e.demands.general} {
		for _, b := range list {
			if b.bulk.blocks(row, column) {
				to = append(to, b.index)
			}
		}
	}
	slices.Sort(to[first:])
	return to
}

// causes lists what forbids a pair, in the order of the constraints; nothing if
// it is allowed. It asks no function again.
func (e *eligibility) causes(row, column int) []Cause {
	var out []Cause
	for _, k := range e.appendBlockers(nil, row, column) {
		out = append(out, e.demands.blockers[k].causes...)
	}
	return out
}
