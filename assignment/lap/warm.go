package lap

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Solver solves a matrix again after some of its rows or columns have changed,
// from the matching, the prices and the lists of the time before. It must not be
// used by several goroutines at once.
type Solver struct {
	cost  *mat.Dense
	opts  Options
	view  *matrix[float64]
	state *solver[float64] // nil: start anew
}

// NewSolver prepares a solver for a matrix that the caller may change between
// calls of Solve, but neither resize nor change during one.
func NewSolver(cost *mat.Dense, opts *Options) (*Solver, error) {
	w := &Solver{cost: cost}
	if opts != nil {
		w.opts = *opts
	}
	_, err := viewOf(cost, &w.opts)
	return w, err
}

// Solve returns what [Solve] returns, possibly with another choice among ties.
// rows and columns list, in any order, those in which costs have changed since
// the last call; the first call ignores them. A change that is not listed makes
// the result wrong, which [Solution.Verify] finds.
//
// A changed row costs about a reading of that row and one shortest path, and a
// changed column a reading of the column and the same. Where this would take
// longer than a fresh start, and for small or strongly rectangular matrices, it
// starts anew. So it does after an error.
func (w *Solver) Solve(ctx context.Context, rows, columns []int) (*Solution, error) {
	n, m := w.cost.Dims()
	for _, part := range []struct {
		name  string
		ids   []int
		limit int
	}{{"rows", rows, n}, {"columns", columns, m}} {
		for k, id := range part.ids {
			if id < 0 || id >= part.limit {
				w.state = nil // what else has changed is not known any more
				return nil, fmt.Errorf("lap: %s[%d] is %d, outside 0 to %d", part.name, k, id, part.limit-1)
			}
		}
	}
	if err := w.solve(ctx, rows, columns); err != nil {
		err = w.view.userError(err)
		w.state = nil
		return nil, err
	}
	r := w.state.matching()
	return w.view.solution(matching{slices.Clone(r.columnOf), slices.Clone(r.rowOf), r.rowPrice, slices.Clone(r.columnPrice)}), nil
}

func (w *Solver) solve(ctx context.Context, rows, columns []int) error {
	s := w.state
	if s != nil && s.rows == s.columns && s.rows >= warmRows {
		s.check = interrupt{ctx: ctx}
		if err := s.check.now(); err != nil {
			return err
		}
		if w.view.swapped {
			rows, columns = columns, rows
		}
		err := s.repair(rows, columns)
		if err != errTooMuch {
			return err
		}
	}
	view, err := viewOf(w.cost, &w.opts)
	if err != nil {
		return err
	}
	w.view, w.state = view, newDense(view, w.opts.workers())
	return w.state.solve(ctx)
}

// warmRows is the least number of rows with which a repair is worth its lists.
const warmRows = 128

// errTooMuch says that a fresh start is cheaper.
var errTooMuch = errors.New("lap: too many changes")

// repair solves again after changes in rows and columns of the view.
func (s *solver[E]) repair(rows, columns []int) error {
	rows, columns = compact(rows), compact(columns)
	if 10*(len(rows)+len(columns)) > s.rows {
		return errTooMuch
	}
	for _, i := range rows {
		s.unmatch(int32(i))
	}
	for _, j := range columns {
		if i := s.rowOf[j]; i >= 0 {
			s.unmatch(i)
		}
	}
	// Every cost has to be good before it counts.
	discard := make([]float64, s.columns)
	seen := func(greatest float64) error {
		if greatest != greatest {
			return errBadCost
		}
		if greatest > math.MaxFloat64/16/float64(s.columns) {
			return ErrCostRange
		}
		return nil
	}
	for _, i := range rows {
		greatest, forbids := s.kernels.inspect(s.view, s.view.row(i, s.scratch.row), discard)
		if err := seen(greatest); err != nil {
			return err
		}
		if forbids && s.kernels.naive && s.view.sign < 0 {
			s.kernels = portableKernels(s.view.forbidden)
		}
	}
	for _, j := range columns {
		for i := range s.view.given {
			x := s.view.stored(i, j)
			if s.view.bad(x) {
				return errBadCost
			}
			if x == s.view.forbidden {
				if s.kernels.naive && s.view.sign < 0 {
					s.kernels = portableKernels(s.view.forbidden)
				}
			} else if err := seen(math.Abs(float64(x))); err != nil {
				return err
			}
		}
	}
	if s.lists.entries == nil { // whole rows have been read so far
		s.makeLists(listWidth(s.columns))
		s.fillAll()
	}
	for _, j := range columns {
		s.changeColumn(int32(j), rows)
	}
	for _, i := range rows {
		s.refill(int32(i))
	}
	s.free = s.free[:0]
	for i, j := range s.columnOf {
		if j < 0 {
			s.free = append(s.free, int32(i))
		}
	}
	if err := s.augment(s.tuning.pathBudget * s.rows); err != nil {
		return err
	}
	if len(s.free) > 0 {
		return errTooMuch
	}
	return nil
}

// changeColumn gives a free column the highest price at which no matched row
// would change to it, and puts the lists right. Rows about to be read again are
// no concern.
func (s *solver[E]) changeColumn(j int32, changed []int) {
	price := infinity
	for i, own := range s.columnOf {
		if own >= 0 {
			price = min(price, s.view.at(i, int(j))-(s.pair[i]-s.v[own]))
		}
	}
	if price == infinity {
		price = 0
	}
	s.v[j] = price
	for i := range s.rows {
		if _, found := slices.BinarySearch(changed, i); found {
			continue
		}
		cost := s.view.at(i, int(j))
		list := s.lists.of(int32(i))
		at := slices.IndexFunc(list, func(e candidate[E]) bool { return e.column == j })
		switch {
		case at >= 0 && cost < infinity:
			list[at].cost = E(cost)
		case at >= 0 || cost-price < s.lists.bound[i]:
			s.refill(int32(i))
		}
	}
}

// compact returns the ids sorted and without repetition.
func compact(ids []int) []int {
	return slices.Compact(slices.Sorted(slices.Values(ids)))
}
