package lap

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// tunings make every part of the solver work on small matrices, where an oracle
// can follow: reading whole rows, lists that are too short, and auctions at once.
var tunings = map[string]tuning{
	"standard": standardTuning,
	"lists":    {plainPairs: 0, width: 2, pathBudget: 20, phases: 5, reductionCap: 20},
	"wide":     {plainPairs: 0, width: 9, pathBudget: 20, phases: 5, reductionCap: 20},
	"auction":  {plainPairs: 0, width: 3, pathBudget: -1, phases: 5, reductionCap: 20},
	"padded":   {plainPairs: 0, width: 2, pathBudget: 2, phases: 5, reductionCap: 20, pad: true},
}

// solveTuned is Solve with another tuning.
func solveTuned(t tuning, cost mat.Matrix, opts *Options) (*Solution, error) {
	view, err := viewOf(cost, opts)
	if err != nil {
		return nil, err
	}
	if t.pad && view.rows < view.columns {
		view.rows = view.columns
		view.zeros = make([]float64, view.columns)
	}
	s := newDense(view, opts.workers())
	s.tuning = t
	if err := s.solve(context.Background()); err != nil {
		return nil, view.userError(err)
	}
	return view.solution(s.matching()), nil
}

// bruteForce returns the least cost of a matching of full size by trying them
// all, +Inf if there is none. It adds in row order where rows are no more than
// columns.
func bruteForce(cost [][]float64) float64 {
	rows := len(cost)
	if rows == 0 || len(cost[0]) == 0 {
		return 0
	}
	columns := len(cost[0])
	if rows > columns {
		turned := make([][]float64, columns)
		for j := range turned {
			for i := range cost {
				turned[j] = append(turned[j], cost[i][j])
			}
		}
		return bruteForce(turned)
	}
	used := make([]bool, columns)
	best := math.Inf(1)
	var try func(i int, sum float64)
	try = func(i int, sum float64) {
		if i == rows {
			best = min(best, sum)
			return
		}
		for j, x := range cost[i] {
			if !used[j] && !math.IsInf(x, 1) {
				used[j] = true
				try(i+1, sum+x)
				used[j] = false
			}
		}
	}
	try(0, 0)
	return best
}

func matrixOf(cost [][]float64) *mat.Dense {
	if len(cost) == 0 || len(cost[0]) == 0 {
		return &mat.Dense{}
	}
	m := mat.NewDense(len(cost), len(cost[0]), nil)
	for i, row := range cost {
		m.SetRow(i, row)
	}
	return m
}

func negated(cost [][]float64) [][]float64 {
	turned := make([][]float64, len(cost))
	for i, row := range cost {
		for _, x := range row {
			if !math.IsInf(x, 1) {
				x = -x
			}
			turned[i] = append(turned[i], x)
		}
	}
	return turned
}

func sparseOf(t testing.TB, cost [][]float64) *Sparse {
	t.Helper()
	var entries []Entry
	columns := 0
	for i, row := range cost {
		columns = len(row)
		for j, x := range row {
			if !math.IsInf(x, 1) {
				entries = append(entries, Entry{i, j, x})
			}
		}
	}
	s, err := NewSparse(len(cost), columns, entries)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// judge compares a result with the least cost that is possible and re-proves it.
func judge(t testing.TB, name string, cost [][]float64, want float64, got *Solution, verify func() error, err error) {
	t.Helper()
	if math.IsInf(want, 1) {
		judgeHall(t, name, cost, err)
		return
	}
	if err != nil {
		t.Fatalf("%s: %v: %v, want cost %v", name, cost, err, want)
	}
	if math.Abs(got.Cost-want) > 1e-9*(1+math.Abs(want)) {
		t.Fatalf("%s: %v: cost %v, want %v", name, cost, got.Cost, want)
	}
	if err := verify(); err != nil {
		t.Fatalf("%s: %v: %v", name, cost, err)
	}
}

// judgeHall counts a certificate of infeasibility again.
func judgeHall(t testing.TB, name string, cost [][]float64, err error) {
	t.Helper()
	hall := (*InfeasibleError)(nil)
	if !errors.As(err, &hall) || !errors.Is(err, ErrInfeasible) {
		t.Fatalf("%s: %v: error %v, want an InfeasibleError", name, cost, err)
	}
	seen := [2]map[int]bool{{}, {}}
	for k, ids := range [2][]int{hall.Rows, hall.Columns} {
		limit := len(cost)
		if k == 1 {
			limit = len(cost[0])
		}
		for _, id := range ids {
			if id < 0 || id >= limit || seen[k][id] {
				t.Fatalf("%s: %v: bad certificate %+v", name, cost, hall)
			}
			seen[k][id] = true
		}
	}
	byRow := len(cost) <= len(cost[0])
	if byRow && len(hall.Rows) <= len(hall.Columns) || !byRow && len(hall.Columns) <= len(hall.Rows) {
		t.Fatalf("%s: %v: the smaller side is no smaller: %+v", name, cost, hall)
	}
	for i, row := range cost {
		for j, x := range row {
			if math.IsInf(x, 1) {
				continue
			}
			if byRow && seen[0][i] && !seen[1][j] || !byRow && seen[1][j] && !seen[0][i] {
				t.Fatalf("%s: %v: pair (%d, %d) leads out of %+v", name, cost, i, j, hall)
			}
		}
	}
}

// judgeAll solves a small matrix in every way there is.
func judgeAll(t testing.TB, cost [][]float64) {
	t.Helper()
	least, greatest := bruteForce(cost), -bruteForce(negated(cost))
	dense := matrixOf(cost)
	for name, tuning := range tunings {
		got, err := solveTuned(tuning, dense, nil)
		judge(t, name, cost, least, got, func() error { return got.Verify(dense) }, err)
		got, err = solveTuned(tuning, dense, &Options{Maximize: true})
		if math.IsInf(greatest, 0) {
			judgeHall(t, name, cost, err)
			continue
		}
		judge(t, name+", maximize", cost, greatest, got, func() error { return got.Verify(dense) }, err)
	}
	sparse := sparseOf(t, cost)
	got, err := SolveSparse(t.Context(), sparse, nil)
	judge(t, "sparse", cost, least, got, func() error { return got.VerifySparse(sparse) }, err)
	got, err = SolveSparse(t.Context(), sparse, &Options{Maximize: true})
	if !math.IsInf(greatest, 0) {
		judge(t, "sparse, maximize", cost, greatest, got, func() error { return got.VerifySparse(sparse) }, err)
	}
	judgeInts(t, cost, least)
}

func judgeInts(t testing.TB, cost [][]float64, least float64) {
	t.Helper()
	var whole []int32
	for _, row := range cost {
		for _, x := range row {
			switch {
			case math.IsInf(x, 1):
				whole = append(whole, Forbidden)
			case x != math.Trunc(x) || math.Abs(x) > 1e9:
				return
			default:
				whole = append(whole, int32(x))
			}
		}
	}
	columns := 0
	if len(cost) > 0 {
		columns = len(cost[0])
	}
	before := slices.Clone(whole)
	got, err := SolveInts(t.Context(), whole, len(cost), columns, nil)
	if math.IsInf(least, 1) {
		judgeHall(t, "ints", cost, err)
		return
	}
	if err != nil || got.Cost != int64(least) {
		t.Fatalf("ints: %v: got %+v, %v, want cost %v", cost, got, err, least)
	}
	if err := got.Verify(whole); err != nil {
		t.Fatalf("ints: %v: %v", cost, err)
	}
	if !slices.Equal(whole, before) {
		t.Fatalf("ints: costs changed")
	}
}
