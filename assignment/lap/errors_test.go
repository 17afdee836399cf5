package lap

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi/assignment/lap/internal/instance"
	"gonum.org/v1/gonum/mat"
)

func TestBadCostsAreNamed(t *testing.T) {
	for _, shape := range [][2]int{{3, 3}, {2, 5}, {5, 2}, {200, 210}, {300, 200}} {
		rows, columns := shape[0], shape[1]
		cost := mat.NewDense(rows, columns, nil)
		cost.Set(1, 0, math.NaN())
		cost.Set(0, 1, math.Inf(-1))
		for _, opts := range []*Options{nil, {Maximize: true}} {
			_, err := Solve(t.Context(), cost, opts)
			if err == nil || !strings.Contains(err.Error(), "cost[1][0] is NaN") || !strings.Contains(err.Error(), "cost[0][1] is -Inf") {
				t.Errorf("%v: error %v", shape, err)
			}
			if _, err := Solve(t.Context(), cost.T(), opts); err == nil || !strings.Contains(err.Error(), "cost[0][1] is NaN") {
				t.Errorf("%v, transposed: error %v", shape, err)
			}
		}
	}
	if _, err := SolveInts(t.Context(), []int32{1, math.MinInt32}, 1, 2, nil); err == nil || !strings.Contains(err.Error(), "cost[0][1]") {
		t.Errorf("least int32: %v", err)
	}
	if _, err := SolveInts(t.Context(), make([]int32, 5), 2, 3, nil); err == nil {
		t.Error("wrong length went through")
	}
	if _, err := Solve(t.Context(), nil, nil); err == nil {
		t.Error("a nil matrix went through")
	}
	if _, err := Solve(t.Context(), (*mat.Dense)(nil), nil); err == nil {
		t.Error("a nil *mat.Dense went through")
	}
	huge := mat.NewDense(2, 2, []float64{math.MaxFloat64, 1, 1, -math.MaxFloat64})
	if _, err := Solve(t.Context(), huge, nil); !errors.Is(err, ErrCostRange) {
		t.Errorf("huge costs: %v", err)
	}
}

func TestNewSparseRejects(t *testing.T) {
	_, err := NewSparse(2, 2, []Entry{{0, 0, 1}, {2, 0, 1}, {0, -1, 1}, {1, 1, math.NaN()}, {1, 0, math.Inf(1)}})
	for _, want := range []string{"entries[1]", "entries[2]", "entries[3]", "entries[4]"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not name %s", err, want)
		}
	}
	if _, err := NewSparse(2, 2, []Entry{{1, 1, 1}, {0, 0, 1}, {1, 1, 2}}); err == nil || !strings.Contains(err.Error(), "entries[0] and entries[2]") {
		t.Errorf("duplicate: %v", err)
	}
	if _, err := NewSparse(-1, 2, nil); err == nil {
		t.Error("a negative size went through")
	}
	if _, err := SolveSparse(t.Context(), nil, nil); err == nil {
		t.Error("nil went through")
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	cost := mat.NewDense(400, 400, instance.Dense("noise", 400, 400, 1))
	if _, err := Solve(ctx, cost, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// Blocks that cannot be matched, in matrices large enough for lists: as many rows
// as one more than they have columns.
func TestInfeasible(t *testing.T) {
	side, long := 520, 1100
	if underRace {
		side, long = 515, 1050 // as long as there are lists
	}
	for _, shape := range [][2]int{{50, 50}, {side, side}, {side - 10, side}, {side, side - 10}, {side / 2, long}, {long, side / 2}} {
		rows, columns := shape[0], shape[1]
		cost := make([][]float64, rows)
		data := instance.Dense("integers100", rows, columns, 5)
		for i := range cost {
			cost[i] = data[i*columns:][:columns]
			for j := range cost[i] {
				inside := i%7 == 3 && rows <= columns || j%7 == 3 && rows > columns
				allowed := j < min(rows, columns)/8 && rows <= columns || i < min(rows, columns)/8 && rows > columns
				if inside && !allowed {
					cost[i][j] = math.Inf(1)
				}
			}
		}
		_, err := Solve(t.Context(), matrixOf(cost), nil)
		judgeHall(t, "dense", cost, err)
		_, err = Solve(t.Context(), matrixOf(cost), &Options{Maximize: true})
		judgeHall(t, "dense, maximize", cost, err)
		_, err = SolveSparse(t.Context(), sparseOf(t, cost), nil)
		judgeHall(t, "sparse", cost, err)
	}
}

// Verify has to notice whatever is changed in a solution.
func TestVerifyNotices(t *testing.T) {
	cost := mat.NewDense(3, 4, []float64{4, 1, 3, 9, 2, 0, 5, 9, 3, 2, 2, 9})
	whole := []int32{4, 1, 3, 9, 2, 0, 5, 9, 3, 2, 2, 9}
	for name, spoil := range map[string]func(*Solution){
		"cost":         func(s *Solution) { s.Cost++ },
		"short":        func(s *Solution) { s.ColumnOf = s.ColumnOf[:2] },
		"row price":    func(s *Solution) { s.RowPrice[1] += 0.5 },
		"column price": func(s *Solution) { s.ColumnPrice[0] -= 0.5 },
		"free price":   func(s *Solution) { s.ColumnPrice[3] = -1 },
		"NaN":          func(s *Solution) { s.RowPrice[0] = math.NaN() },
		"one-sided":    func(s *Solution) { s.RowOf[3] = 0 },
		"out of range": func(s *Solution) { s.ColumnOf[0] = 7 },
		"unmatched":    func(s *Solution) { s.RowOf[s.ColumnOf[0]] = -1; s.ColumnOf[0] = -1 },
		"swapped": func(s *Solution) {
			s.ColumnOf[0], s.ColumnOf[1] = s.ColumnOf[1], s.ColumnOf[0]
			s.RowOf[s.ColumnOf[0]], s.RowOf[s.ColumnOf[1]] = 0, 1
		},
	} {
		s, err := Solve(t.Context(), cost, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Verify(cost); err != nil {
			t.Fatal(err)
		}
		spoil(s)
		if s.Verify(cost) == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
	for name, spoil := range map[string]func(*IntSolution){
		"cost":       func(s *IntSolution) { s.Cost-- },
		"row price":  func(s *IntSolution) { s.RowPrice[2]-- },
		"free price": func(s *IntSolution) { s.ColumnPrice[3]-- },
		"direction":  func(s *IntSolution) { s.maximize = true },
	} {
		s, err := SolveInts(t.Context(), whole, 3, 4, nil)
		if err != nil {
			t.Fatal(err)
		}
		spoil(s)
		if s.Verify(whole) == nil {
			t.Errorf("ints, %s: not noticed", name)
		}
	}
}
