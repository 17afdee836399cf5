package lap

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Forbidden marks a pair that [SolveInts] must not match.
const Forbidden = math.MaxInt32

// IntSolution is a best matching of whole costs with prices that prove it
// without rounding.
type IntSolution struct {
	Cost            int64
	ColumnOf, RowOf []int // −1: free

	// RowPrice[i] + ColumnPrice[j] ≤ cost of (i, j) for every allowed pair (≥
	// under Maximize), with equality for matched pairs. With fewer rows than
	// columns a free column has price 0 and every other column's price is ≤ 0
	// (≥ 0); with more rows than columns that holds of the rows instead. So
	// the sum of all prices is Cost.
	RowPrice, ColumnPrice []int64

	maximize bool
}

// SolveInts is [Solve] for whole costs: cost[i*columns+j] is the cost of row i
// and column j, [Forbidden] forbids the pair, and the least int32 is an error. The
// costs are copied to float64, which takes 8 bytes each, or read in place beyond 2²⁷ of
// them. All sums are exact, hence so are the prices; the error
// is [ErrCostRange] where they might not be, with a million rows and more.
func SolveInts(ctx context.Context, cost []int32, rows, columns int, opts *Options) (*IntSolution, error) {
	if rows < 0 || columns < 0 || rows > math.MaxInt32-1 || columns > math.MaxInt32-1 ||
		uint64(rows)*uint64(columns) != uint64(len(cost)) {
		return nil, fmt.Errorf("lap: %d costs do not make %d rows of %d columns", len(cost), rows, columns)
	}
	if min(rows, columns) > 1<<20 {
		// Prices stay below rows · 2³² in magnitude, and float64 is exact to 2⁵³.
		return nil, ErrCostRange
	}
	var r *Solution
	var err error
	if wide := widened(cost); wide != nil {
		r, err = solveWhole(ctx, &matrix[float64]{data: wide, forbidden: math.Inf(1)}, rows, columns, opts)
	} else {
		r, err = solveWhole(ctx, &matrix[int32]{data: cost, forbidden: Forbidden}, rows, columns, opts)
	}
	if err != nil {
		return nil, err
	}
	solution := &IntSolution{
		ColumnOf: r.ColumnOf, RowOf: r.RowOf,
		RowPrice: make([]int64, rows), ColumnPrice: make([]int64, columns),
		maximize: r.maximize,
	}
	for i, p := range r.RowPrice {
		solution.RowPrice[i] = int64(p)
	}
	for j, p := range r.ColumnPrice {
		solution.ColumnPrice[j] = int64(p)
	}
	for i, j := range solution.ColumnOf {
		if j >= 0 {
			solution.Cost += int64(cost[i*columns+j])
		}
	}
	return solution, nil
}

// widestCopy is how many costs are copied to float64 at the most: a gigabyte of them.
// Beyond, they are read in place.
const widestCopy = 1 << 27

// widened copies costs to float64, for which there are kernels in assembly: reading a
// matrix a few times takes longer than copying it once. It returns nil if there are too
// many, or one that is an error.
func widened(cost []int32) []float64 {
	if len(cost) > widestCopy {
		return nil
	}
	wide := make([]float64, len(cost))
	for k, x := range cost {
		switch x {
		case Forbidden:
			wide[k] = math.Inf(1)
		case math.MinInt32:
			return nil
		default:
			wide[k] = float64(x)
		}
	}
	return wide
}

// solveWhole solves a matrix of whole costs, of which data and forbidden are set.
func solveWhole[E element](ctx context.Context, view *matrix[E], rows, columns int, opts *Options) (*Solution, error) {
	view.rows, view.columns, view.stride, view.sign = rows, columns, columns, opts.sign()
	view.orient(false, nearlySquare(rows, columns))
	s := newDense(view, opts.workers())
	s.integerCosts = true
	if err := s.solve(ctx); err != nil {
		return nil, view.userError(err)
	}
	return newSolution(view.unpad(s.matching()), view.sign, view.swapped), nil
}

// Verify proves that the solution is a best matching for the costs, in integers
// and without any tolerance, or says what is wrong. The conditions are those of
// [Solution.Verify].
func (s *IntSolution) Verify(cost []int32) error {
	if s == nil {
		return errors.New("lap: verify: the solution is nil")
	}
	rows, columns := len(s.RowPrice), len(s.ColumnPrice)
	c := certificate{
		s:    &Solution{ColumnOf: s.ColumnOf, RowOf: s.RowOf, RowPrice: make([]float64, rows), ColumnPrice: make([]float64, columns)},
		rows: rows, columns: columns,
	}
	if err := c.shape(); err != nil {
		return err
	}
	if uint64(rows)*uint64(columns) != uint64(len(cost)) {
		return fmt.Errorf("lap: verify: %d costs do not make %d rows of %d columns", len(cost), rows, columns)
	}
	sign := int64(1)
	if s.maximize {
		sign = -1
	}
	sum := int64(0)
	for i, u := range s.RowPrice {
		for j, v := range s.ColumnPrice {
			x := cost[i*columns+j]
			matched := s.ColumnOf[i] == j
			if x == Forbidden {
				if matched {
					c.fault("row %d is matched with column %d, which is forbidden", i, j)
				}
				continue
			}
			reduced := sign * (int64(x) - u - v)
			if reduced < 0 || (matched && reduced != 0) {
				c.fault("pair (%d, %d) of cost %d contradicts its prices %d and %d", i, j, x, u, v)
			}
			if matched {
				sum += int64(x)
			}
		}
	}
	if sum != s.Cost {
		c.fault("Cost is %d, but the matched costs sum to %d", s.Cost, sum)
	}
	side, prices, partner := "column", s.ColumnPrice, s.RowOf
	if rows > columns {
		side, prices, partner = "row", s.RowPrice, s.ColumnOf
	}
	for k, p := range prices {
		if rows != columns && ((partner[k] < 0 && p != 0) || sign*p > 0) {
			c.fault("%s %d has price %d, want 0 if free and not better otherwise", side, k, p)
		}
	}
	return c.faults.err()
}
