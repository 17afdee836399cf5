// Linear assignment on a dense matrix
//
// Problem. Given costs c of n rows and m ≥ n columns, choose for each row i a
// column x(i) of its own so that Σ c[i, x(i)] is least. The dual problem is to find
// prices u of rows and v of columns with u[i] + v[j] ≤ c[i, j] and v[j] ≤ 0, or v
// free if n = m, whose sum is greatest; the two optima are equal.
//
// Only v is kept. Given v, the best u[i] is the least reduced cost c[i, j] − v[j] of
// row i, and so every method below comes down to finding, for one row after the
// other, the columns of least reduced cost.
//
//	literature          here
//	c[i, j]             matrix.at, candidate.cost
//	v[j], −p[j]         solver.v; an auction's price p is −v
//	u[i]                solver.pair[i] − v[columnOf[i]], once matched
//	x(i), y(j)          solver.columnOf, solver.rowOf
//	d[j], pred[j]       paths.distance, paths.previous
//	ready, scan         paths.scanned, paths.queue
//	ε                   increment, in auction.go
//
// Candidate lists. Reading a row takes m steps, and rows are asked again and
// again. So each row keeps a list of its few best columns and a bound: every
// column that is not listed has a reduced cost of at least the bound. All methods
// here only ever lower prices, and that raises reduced costs; in floating point
// too, for rounding is monotone. So the bound stays true for ever, and while the
// best of the list is within the bound it is the best of the row. Only when it
// is not the row is read again. A shortest path search treats the bound as an
// event: the row is read if the search gets as far as that, else never. Nothing
// is left out, so there is no pricing loop and nothing to be checked at the end.
//
// Course of a solution:
//
//  1. inspect: all costs are read and the first prices set, the column minima of
//     a square matrix, else 0 (a column that stays free must have price 0);
//  2. if very few columns are the best of any row: prices of a chain (start.go);
//  3. lists (lists.go), the second and last complete reading;
//  4. augmenting row reduction (reduction.go);
//  5. shortest augmenting paths for the rows left free (paths.go). They are
//     enough for random costs. If they take long, the prices are still far off:
//  6. auctions with falling increments improve the prices (auction.go), the
//     matching is dropped, and steps 4 and 5 finish exactly. Auctions need a
//     square; a rectangle is narrowed to the columns it needs (narrow.go) and,
//     if few are left, solved as a square.
//
// Small matrices go another way (plain.go), nearly square ones are padded
// (matrix.go), and sparse ones have complete lists from the beginning (sparse.go),
// of which they read the front first (short.go).
//
// Complexity. A path takes at most O(n·m) steps for heap and rows, so the whole
// O(n²·m) at worst; the auctions are capped at O(n) bids. Memory is about 16 bytes
// for each of m/32 candidates a row, at most 96, a sixteenth of the matrix.
//
// Literature:
//
//   - R. Jonker, A. Volgenant, A shortest augmenting path algorithm for dense and
//     sparse linear assignment problems, Computing 38 (1987) 325–340,
//     doi:10.1007/BF02278710: steps 1, 4 and 5.
//   - D. P. Bertsekas, The auction algorithm: a distributed relaxation method for
//     the assignment problem, Annals of Operations Research 14 (1988) 105–123,
//     doi:10.1007/BF02186476: step 6.
//   - S. Guthe, D. Thuerck, Algorithm 1015: a fast scalable solver for the dense
//     linear (sum) assignment problem, ACM Transactions on Mathematical Software
//     47 (2021) 18, doi:10.1145/3442348: that good first prices and an early
//     end of the search are worth more than anything else.
//   - R. E. Machol, M. Wien, A hard assignment problem, Operations Research 24
//     (1976) 190–192, doi:10.1287/opre.24.1.190: the products that step 2 is for.
//
// Departures: row reduction never takes a column at an unchanged price and is
// capped; searches stop at the nearest free column met so far, scanned or not;
// auctions serve only to find prices, so that nothing depends on increments being
// small enough.

package lap

import (
	"context"
	"math"
	"slices"
)

func newDense[E element](view *matrix[E], workers int) *solver[E] {
	s := &solver[E]{tuning: standardTuning, scratch: &scratch[E]{}}
	s.resetDense(view, workers)
	return s
}

// resetDense gives the solver another matrix, which it solves as a new solver
// would, in the memory of the one before.
func (s *solver[E]) resetDense(view *matrix[E], workers int) {
	s.reset(view.rows, view.columns)
	s.view, s.workers = view, workers
	s.kernels, _ = fastKernels(view.forbidden)
	s.paths.forget()
}

// solve finds prices and matching.
func (s *solver[E]) solve(ctx context.Context) error {
	s.check = interrupt{ctx: ctx}
	if err := s.check.now(); err != nil {
		return err
	}
	if s.rows == 0 {
		return nil
	}
	plain := s.rows*s.columns <= s.tuning.plainPairs
	if plain && s.view.byColumn {
		s.view = s.scratch.turned(s.view)
	}
	s.scratch.reset(s.view, s.columns)
	if err := s.inspect(); err != nil {
		return err
	}
	if plain {
		return s.solvePlain()
	}
	width := s.tuning.width
	if width == 0 {
		width = listWidth(s.columns)
	}
	s.makeLists(width)
	if s.rows == s.columns && s.contested() {
		s.chainPrices()
	}
	s.fillAll()
	if err := s.check.now(); err != nil {
		return err
	}
	return s.solveListed()
}

// inspect reads all costs once: it rejects bad ones and sets the first prices.
func (s *solver[E]) inspect() error {
	greatest := make([]float64, s.workers)
	least := make([][]float64, s.workers)
	forbids := make([]bool, s.workers)
	s.parallel(func(worker, from, to int) {
		w := s.scratch
		if worker > 0 {
			w = newScratch(s.view, s.columns)
		}
		if worker == 0 { // the list of candidates is made later
			least[worker] = w.values
		} else {
			least[worker] = make([]float64, s.columns)
		}
		setAll(least[worker], infinity)
		s.view.panel(from, to, w.row, func(i int, row []E) {
			g, f := s.kernels.inspect(s.view, row, least[worker])
			greatest[worker] = max(greatest[worker], g)
			forbids[worker] = forbids[worker] || f
		})
	})
	if s.kernels.naive && s.view.sign < 0 && slices.Contains(forbids, true) {
		plain := s.kernels.plain // reads costs that have their sign
		s.kernels = portableKernels(s.view.forbidden)
		s.kernels.plain = plain
	}
	for _, g := range greatest {
		if g != g {
			return errBadCost
		}
		if g > math.MaxFloat64/16/float64(s.columns) {
			return ErrCostRange
		}
	}
	if s.rows == s.columns {
		setAll(s.v, infinity)
		for _, l := range least {
			for j, x := range l {
				s.v[j] = min(s.v[j], x)
			}
		}
		for j, p := range s.v {
			if p == infinity {
				s.v[j] = 0 // nobody may have the column: +Inf − +Inf is not a number
			}
		}
	}
	return s.check.now()
}

func setAll(x []float64, value float64) {
	for k := range x {
		x[k] = value
	}
}

// solveListed goes on from lists and first prices.
func (s *solver[E]) solveListed() error {
	if err := s.reduce(); err != nil {
		return err
	}
	square := s.rows == s.columns
	budget := s.tuning.pathBudget * s.rows
	switch {
	case square:
	case s.view == nil || s.tuning.narrowed:
		budget = math.MaxInt
	default:
		budget *= max(1, s.rows/narrowShare)
	}
	if err := s.augment(budget); err != nil || len(s.free) == 0 {
		return err
	}
	if !square {
		return s.narrow()
	}
	if err := s.scaleAuction(s.spread()); err != nil {
		return err
	}
	if err := s.reduce(); err != nil {
		return err
	}
	return s.augment(math.MaxInt)
}

// narrowShare sets how far the paths of a rectangle may go before it is narrowed: a
// column scanned for every two pairs of rows. Competing rows scan ten to thirty times
// as many. Other rows stay below, and narrowing would cost them more than it saves.
const narrowShare = 40

func (s *solver[E]) reduce() error {
	for range reductionPasses {
		if err := s.reduceRows(); err != nil {
			return err
		}
	}
	return nil
}
