package transport

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// validate returns the sum of the supplies, or what is wrong.
func (p *Problem) validate(ctx context.Context, workers int) (units int, err error) {
	if p == nil {
		return 0, errors.New("transport: the problem is nil")
	}
	var faults faultList
	for i, supply := range p.Supply {
		if supply < 0 {
			faults.add("Supply[%d] is %d, want 0 or more", i, supply)
		} else {
			units = min(units+min(supply, MaxUnits+1), MaxUnits+1) // so that no sum overflows
		}
	}
	if units > MaxUnits {
		faults.add("Supply has more than %d units; send packets of several units as one", MaxUnits)
	}
	rows, columns := len(p.Supply), len(p.Capacity)
	if columns > MaxColumns {
		faults.add("Capacity has %d columns, at most %d are possible", columns, MaxColumns)
	}
	if p.Floor != nil && len(p.Floor) != columns {
		faults.add("Floor has length %d, want that of Capacity, %d, or nil", len(p.Floor), columns)
	}
	if p.Marginal != nil && len(p.Marginal) != columns {
		faults.add("Marginal has length %d, want that of Capacity, %d, or nil", len(p.Marginal), columns)
	}
	switch {
	case p.Entries == nil && uint64(rows)*uint64(columns) != uint64(len(p.Cost)):
		faults.add("Cost has length %d, want %d rows × %d columns", len(p.Cost), rows, columns)
	case p.Entries != nil && p.Cost != nil:
		faults.add("Cost and Entries are both given, want one of them to be nil")
	}
	if err := faults.err(); err != nil {
		return 0, err // what follows relies on lengths
	}
	for j, capacity := range p.Capacity {
		floor := p.floorOf(j)
		if capacity < 0 {
			faults.add("Capacity[%d] is %d, want 0 or more", j, capacity)
		} else if floor < 0 || floor > capacity {
			faults.add("Floor[%d] is %d, want 0 to Capacity[%d], %d", j, floor, j, capacity)
		}
	}
	if err := p.validateMarginals(ctx, units, &faults); err != nil {
		return 0, err
	}
	if err := p.validateCosts(ctx, workers, &faults); err != nil {
		return 0, err
	}
	return units, faults.err()
}

func (p *Problem) validateMarginals(ctx context.Context, units int, faults *faultList) error {
	for j, marginals := range p.Marginal {
		if err := ctx.Err(); err != nil {
			return interrupted(err)
		}
		room := min(p.Capacity[j], units)
		if marginals == nil || room < 0 {
			continue
		}
		if len(marginals) < room {
			faults.add("Marginal[%d] has length %d, want %d, the units that column %d may hold", j, len(marginals), room, j)
			continue
		}
		for k, m := range marginals[:room] {
			if m < -MaxCost || m > MaxCost {
				faults.add("Marginal[%d][%d] is %d, want a magnitude of at most %d", j, k, m, MaxCost)
			} else if k > 0 && m < marginals[k-1] {
				faults.add("Marginal[%d][%d] is %d, less than %d before it; a convex cost has marginals that never decrease", j, k, m, marginals[k-1])
			}
		}
	}
	return nil
}

func (p *Problem) validateCosts(ctx context.Context, workers int, faults *faultList) error {
	rows, columns := len(p.Supply), len(p.Capacity)
	for k, e := range p.Entries {
		if k%blockRows == 0 {
			if err := ctx.Err(); err != nil {
				return interrupted(err)
			}
		}
		switch {
		case e.Row < 0 || e.Row >= rows || e.Column < 0 || e.Column >= columns:
			faults.add("Entries[%d] is for row %d and column %d, but there are %d rows and %d columns", k, e.Row, e.Column, rows, columns)
		case e.Cost < -MaxCost || e.Cost > MaxCost:
			faults.add("Entries[%d] costs %d, want a magnitude of at most %d; leave forbidden pairs out", k, e.Cost, MaxCost)
		}
	}
	if p.Entries != nil {
		return nil
	}
	return eachBlock(ctx, rows, workers, faults, func(from, to int, faults *faultList) {
		for k, c := range p.Cost[from*columns : to*columns] {
			if uint32(c)+MaxCost > 2*MaxCost && c != Forbidden {
				k += from * columns
				faults.add("Cost[%d], of row %d and column %d, is %d, want Forbidden or a magnitude of at most %d", k, k/columns, k%columns, c, MaxCost)
			}
		}
	})
}

// floorOf returns the least load of a column.
func (p *Problem) floorOf(j int) int {
	if p.Floor == nil {
		return 0
	}
	return p.Floor[j]
}

// marginalsOf returns the marginal costs of a column, nil where they are 0.
func (p *Problem) marginalsOf(j int) []int64 {
	if p.Marginal == nil {
		return nil
	}
	return p.Marginal[j]
}

// pairs presents the costs to the kernel: in place if they are dense, compressed
// if they are entries. A pair that occurs twice is an error.
func (p *Problem) pairs(ctx context.Context) (flow.Costs, error) {
	if p.Entries == nil {
		return flow.Dense{Columns: len(p.Capacity), Cost: p.Cost}, nil
	}
	rows := len(p.Supply)
	start := make([]int, rows+2) // shifted by one, so that filling moves it into place
	for _, e := range p.Entries {
		start[e.Row+2]++
	}
	for i := range rows {
		start[i+2] += start[i+1]
	}
	type place struct{ column, index int32 }
	order := make([]place, len(p.Entries))
	for k, e := range p.Entries {
		order[start[e.Row+1]] = place{int32(e.Column), int32(k)}
		start[e.Row+1]++
	}
	s := flow.Sparse{Start: start[:rows+1], Column: make([]int32, len(order)), Cost: make([]int32, len(order))}
	var faults faultList
	for i := range rows {
		if err := ctx.Err(); err != nil {
			return nil, interrupted(err)
		}
		from, to := start[i], start[i+1]
		slices.SortFunc(order[from:to], func(a, b place) int {
			return cmp.Or(cmp.Compare(a.column, b.column), cmp.Compare(a.index, b.index))
		})
		for q := from; q < to; q++ {
			at := order[q]
			s.Column[q], s.Cost[q] = at.column, p.Entries[at.index].Cost
			if q > from && at.column == order[q-1].column {
				faults.add("Entries[%d] and Entries[%d] are the same pair, row %d and column %d", order[q-1].index, at.index, i, at.column)
			}
		}
	}
	return s, faults.err()
}

const blockRows = 1 << 10

// eachBlock has workers read blocks of rows, looks at ctx before each, and adds
// what they find to faults in the order of the rows.
func eachBlock(ctx context.Context, rows, workers int, faults *faultList, read func(from, to int, faults *faultList)) error {
	blocks := (rows + blockRows - 1) / blockRows
	found := make([]faultList, blocks)
	var wait sync.WaitGroup
	workers = min(workers, blocks)
	for w := range workers {
		wait.Go(func() {
			for b := w; b < blocks && ctx.Err() == nil; b += workers {
				read(b*blockRows, min((b+1)*blockRows, rows), &found[b])
			}
		})
	}
	wait.Wait()
	for _, f := range found {
		faults.join(f)
	}
	if err := ctx.Err(); err != nil {
		return interrupted(err)
	}
	return nil
}

// interrupted names the package in an error of a context.
func interrupted(err error) error { return fmt.Errorf("transport: interrupted: %w", err) }

// faultList keeps ten faults and counts the others.
type faultList struct {
	faults []error
	more   int
}

func (f *faultList) add(format string, args ...any) {
	if len(f.faults) < 10 {
		f.faults = append(f.faults, fmt.Errorf("transport: "+format, args...))
	} else {
		f.more++
	}
}

func (f *faultList) join(g faultList) {
	room := min(10-len(f.faults), len(g.faults))
	f.faults = append(f.faults, g.faults[:room]...)
	f.more += g.more + len(g.faults) - room
}

func (f *faultList) err() error {
	if f.more > 0 {
		return errors.Join(append(f.faults[:len(f.faults):len(f.faults)], fmt.Errorf("transport: and %d more faults like these", f.more))...)
	}
	return errors.Join(f.faults...)
}

// eachPair calls use for every allowed pair and looks at ctx now and then.
func (p *Problem) eachPair(ctx context.Context, use func(i, j int, cost int32)) error {
	columns := len(p.Capacity)
	for k, e := range p.Entries {
		if k%blockRows == 0 && ctx.Err() != nil {
			return interrupted(ctx.Err())
		}
		use(e.Row, e.Column, e.Cost)
	}
	if p.Entries != nil {
		return nil
	}
	for i := range p.Supply {
		if err := ctx.Err(); err != nil {
			return interrupted(err)
		}
		for j, x := range p.Cost[i*columns:][:columns] {
			if x != Forbidden {
				use(i, j, x)
			}
		}
	}
	return nil
}
