package lap

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"

	"gonum.org/v1/gonum/mat"
)

// Options tunes [Solve], [SolveBatch], [SolveSparse], [SolveInts] and [NewSolver]. A nil
// pointer and the zero value mean the same.
type Options struct {
	// Maximize looks for the greatest sum instead of the least.
	Maximize bool

	// Workers is the most goroutines that read the costs at the same time, or that
	// solve matrices of a batch. 0 means GOMAXPROCS, and more than 256 count as
	// 256. The result is the same for every value.
	Workers int
}

// Solution is a best matching with the prices that prove it.
type Solution struct {
	// Cost is the sum of the matched costs, added up from the input in the
	// order of the rows.
	Cost float64

	// ColumnOf holds the column of each row and RowOf the row of each column;
	// −1 where there is none.
	ColumnOf, RowOf []int

	// RowPrice and ColumnPrice are in the units and the sign of the costs:
	// RowPrice[i] + ColumnPrice[j] ≤ cost of (i, j) for every pair (≥ under
	// Maximize), equal for matched pairs, up to rounding. A column left free
	// has price 0 and no column has a greater one (smaller, under Maximize);
	// with more rows than columns that holds of the rows instead. So the sum
	// of all prices is Cost.
	RowPrice, ColumnPrice []float64

	maximize bool // the direction, for Verify
}

// ErrInfeasible is what every [InfeasibleError] unwraps to.
var ErrInfeasible = errors.New("lap: forbidden pairs leave no full matching")

// ErrCostRange means that costs are finite but so large that sums of them would
// not be.
var ErrCostRange = errors.New("lap: costs too large to be added up")

// InfeasibleError says why no full matching exists, by a theorem of P. Hall:
// these rows have only these columns, and there are more rows than columns.
//
// Where the input has more rows than columns it is the columns that must all be
// matched; then these columns have only these rows, and are more.
type InfeasibleError struct{ Rows, Columns []int }

// Error names at most ten rows and ten columns.
func (e *InfeasibleError) Error() string {
	if len(e.Columns) > len(e.Rows) {
		return fmt.Sprintf("lap: infeasible: the %s have allowed pairs with only %s",
			listed("column", e.Columns), listed("row", e.Rows))
	}
	return fmt.Sprintf("lap: infeasible: the %s have allowed pairs with only %s",
		listed("row", e.Rows), listed("column", e.Columns))
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

// Solve finds a matching of full size, min(rows, columns) pairs, whose costs sum
// to the least (the greatest, with [Options.Maximize]).
//
// +Inf forbids a pair. NaN and −Inf are errors that name row and column. The
// error is an [*InfeasibleError] if the forbidden pairs leave no matching of full
// size, [ErrCostRange] if finite costs are so large that their sum may not be,
// and the error of ctx if that ends first; there is no partial solution.
//
// A *mat.Dense, and the transpose of one, is read in place and must not change
// meanwhile; any other matrix is copied first. Beyond the matrix the solver
// takes about a twentieth of its size, and nothing per row while it works. Where
// the rows of a rectangle compete for few columns it copies those, so up to as
// much again.
//
// The worst case takes O(n²·m) time for an n×m matrix with n ≤ m, or as many
// rows and columns exchanged. On the families in the benchmarks time grows like
// n² to n^2.7, reading the matrix being the larger part of it for random costs.
func Solve(ctx context.Context, cost mat.Matrix, opts *Options) (*Solution, error) {
	view, err := viewOf(cost, opts)
	if err != nil {
		return nil, err
	}
	s := newDense(view, opts.workers())
	if err := s.solve(ctx); err != nil {
		return nil, view.userError(err)
	}
	return view.solution(s.matching()), nil
}

// mostWorkers limits Options.Workers, because each worker takes memory.
const mostWorkers = 256

func (o *Options) workers() int {
	if o == nil || o.Workers <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return min(o.Workers, mostWorkers)
}

func (o *Options) sign() float64 {
	if o != nil && o.Maximize {
		return -1
	}
	return 1
}

// viewOf presents a matrix to the solver, in place where it can.
func viewOf(cost mat.Matrix, opts *Options) (*matrix[float64], error) {
	turned := false
	for {
		t, ok := cost.(mat.Transpose)
		if !ok {
			break
		}
		cost, turned = t.Matrix, !turned
	}
	if d, ok := cost.(*mat.Dense); cost == nil || (ok && d == nil) {
		return nil, errors.New("lap: the cost matrix is nil")
	}
	rows, columns := cost.Dims()
	view := &matrix[float64]{
		rows: rows, columns: columns, stride: columns,
		sign: opts.sign(), forbidden: math.Inf(1),
	}
	if rows > 0 && columns > 0 {
		dense, ok := cost.(*mat.Dense)
		if !ok {
			dense = mat.DenseCopyOf(cost)
		}
		raw := dense.RawMatrix()
		view.data, view.stride = raw.Data, raw.Stride
	}
	view.orient(turned, nearlySquare(rows, columns))
	return view, nil
}

// solution adds up the cost from the input.
func (m *matrix[E]) solution(r matching) *Solution {
	s := newSolution(m.unpad(r), m.sign, m.swapped)
	for i, j := range s.ColumnOf {
		if j >= 0 {
			s.Cost += float64(m.userAt(i, j))
		}
	}
	return s
}

// newSolution translates the solver's result into the user's sign and
// orientation.
func newSolution(r matching, sign float64, swapped bool) *Solution {
	s := &Solution{
		ColumnOf: make([]int, len(r.columnOf)), RowOf: make([]int, len(r.rowOf)),
		RowPrice: r.rowPrice, ColumnPrice: r.columnPrice,
		maximize: sign < 0,
	}
	for i, j := range r.columnOf {
		s.ColumnOf[i] = int(j)
	}
	for j, i := range r.rowOf {
		s.RowOf[j] = int(i)
	}
	for _, prices := range [][]float64{s.RowPrice, s.ColumnPrice} {
		for k, p := range prices {
			prices[k] = float64(sign*p) + 0 // + 0 turns −0 into 0
		}
	}
	if swapped {
		s.ColumnOf, s.RowOf = s.RowOf, s.ColumnOf
		s.RowPrice, s.ColumnPrice = s.ColumnPrice, s.RowPrice
	}
	return s
}
