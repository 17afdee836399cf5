package transport

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// ErrInfeasible is what every InfeasibleError unwraps to.
var ErrInfeasible = errors.New("transport: no flow sends every unit within floors and capacities")

// InfeasibleError says why no flow exists. It holds a cut that proves it.
type InfeasibleError struct {
	Rows, Columns []int // ascending; the rows have supply

	// If Crowded, the rows have allowed pairs with no other columns, and
	// more units than the columns have capacity. Otherwise the columns have
	// allowed pairs with no other rows that have supply, and the floors of the
	// columns ask for more units than the rows have.
	Crowded bool

	// Units are those of the rows. Room is the capacity of the columns if
	// Crowded, otherwise the sum of their floors; math.MaxInt64 means that or more.
	Units, Room int64
}

// Error names at most ten rows and ten columns.
func (e *InfeasibleError) Error() string {
	rows, columns := listed("row", e.Rows), listed("column", e.Columns)
	if e.Crowded {
		return fmt.Sprintf("transport: infeasible: the %s, with %d units, may use only %s, with capacity for %d; raise capacities or allow more pairs",
			rows, e.Units, columns, e.Room)
	}
	return fmt.Sprintf("transport: infeasible: the %s, with floors of %d, may be used only by %s, with %d units; lower floors or allow more pairs",
		columns, e.Room, rows, e.Units)
}

// Unwrap returns [ErrInfeasible].
func (e *InfeasibleError) Unwrap() error { return ErrInfeasible }

func listed(name string, ids []int) string {
	const most = 10
	text := fmt.Sprintf("%d %ss", len(ids), name)
	if len(ids) == 1 {
		text = "1 " + name
	}
	if len(ids) > most {
		return fmt.Sprintf("%s %v…", text, ids[:most])
	}
	return fmt.Sprintf("%s %v", text, ids)
}

// floorBeyond returns a cut if one floor alone exceeds all supplies. The kernel
// counts in 32 bits and must not see such a floor.
func (p *Problem) floorBeyond(pairs flow.Costs, units int) error {
	for j := range p.Capacity {
		if p.floorOf(j) <= units {
			continue
		}
		cut := &InfeasibleError{Columns: []int{j}}
		var buffer flow.Buffer
		for i, supply := range p.Supply {
			columns, costs := pairs.Row(i, &buffer)
			allowed := columns == nil && costs[j] != Forbidden
			if columns != nil {
				_, allowed = slices.BinarySearch(columns, int32(j))
			}
			if allowed && supply > 0 {
				cut.Rows = append(cut.Rows, i)
			}
		}
		p.measure(cut)
		return cut
	}
	return nil
}

// infeasible translates a cut of units into one of rows. Units of one row have
// the same pairs, so the row may stand for those that the cut does not name.
func (p *Problem) infeasible(cut *flow.Infeasible, row []int32) error {
	e := &InfeasibleError{Crowded: cut.Crowded}
	for _, unit := range cut.Rows {
		e.Rows = append(e.Rows, int(row[unit]))
	}
	e.Rows = slices.Compact(e.Rows)
	for _, j := range cut.Columns {
		e.Columns = append(e.Columns, int(j))
	}
	p.measure(e)
	return e
}

// measure sums up both sides of a cut.
func (p *Problem) measure(e *InfeasibleError) {
	e.Units, e.Room = 0, 0
	for _, i := range e.Rows {
		e.Units += int64(p.Supply[i])
	}
	for _, j := range e.Columns {
		room := p.floorOf(j)
		if e.Crowded {
			room = p.Capacity[j]
		}
		e.Room += min(int64(room), math.MaxInt64-e.Room)
	}
}

// Verify proves that e rules out every flow of p, or says what is wrong. It looks
// at every pair of the cut and trusts nothing that the solver did. The error
// wraps that of ctx if it ends first.
func (e *InfeasibleError) Verify(ctx context.Context, p *Problem) error {
	if e == nil {
		return errors.New("transport: verify: the cut is nil")
	}
	if ctx == nil {
		ctx = context.Background()
	}
	if _, err := p.validate(ctx, 1); err != nil {
		return err
	}
	var faults faultList
	in := func(name string, ids []int, count int) []bool {
		member := make([]bool, count)
		for k, id := range ids {
			if id < 0 || id >= count || k > 0 && id <= ids[k-1] {
				faults.add("verify: %s[%d] is %d, want ascending numbers from 0 to %d", name, k, id, count-1)
				continue
			}
			member[id] = true
		}
		return member
	}
	row, column := in("Rows", e.Rows, len(p.Supply)), in("Columns", e.Columns, len(p.Capacity))
	if err := faults.err(); err != nil {
		return err
	}
	err := p.eachPair(ctx, func(i, j int, _ int32) {
		switch {
		case e.Crowded && row[i] && !column[j]:
			faults.add("verify: row %d may use column %d too, which the cut leaves out", i, j)
		case !e.Crowded && column[j] && !row[i] && p.Supply[i] > 0:
			faults.add("verify: column %d may be used by row %d too, which the cut leaves out", j, i)
		}
	})
	if err != nil {
		return err
	}
	counted := *e
	p.measure(&counted)
	if counted.Units != e.Units || counted.Room != e.Room {
		faults.add("verify: Units and Room are %d and %d, but the problem has %d and %d", e.Units, e.Room, counted.Units, counted.Room)
	}
	if e.Crowded && counted.Units <= counted.Room {
		faults.add("verify: the columns have capacity for %d, enough for the %d units of the rows", counted.Room, counted.Units)
	}
	if !e.Crowded && counted.Units >= counted.Room {
		faults.add("verify: the rows have %d units, enough for the floors of the columns, %d", counted.Units, counted.Room)
	}
	return faults.err()
}
