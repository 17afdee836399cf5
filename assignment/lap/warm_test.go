package lap

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/mutasi-go/mutasi/assignment/lap/internal/instance"
	"gonum.org/v1/gonum/mat"
)

// Each round changes some rows and columns, some of them for good to forbidden,
// and compares with a fresh start.
func TestSolverAfterChanges(t *testing.T) {
	families, side, rounds := []string{"uniform", "integers100", "competency", "geometric"}, 300, 8
	if underRace || testing.Short() {
		families, side, rounds = []string{"integers100", "competency"}, 220, 5
	}
	for _, family := range families {
		// The nearly square ones are padded, for whole rows are read up to 512².
		for _, shape := range [][2]int{{30, 30}, {side, side}, {515, 525}, {525, 515}, {side * 2 / 3, side}} {
			rows, columns := shape[0], shape[1]
			cost := mat.NewDense(rows, columns, instance.Dense(family, rows, columns, 3))
			r := rand.New(rand.NewPCG(1, 2))
			for _, opts := range []*Options{nil, {Maximize: true}} {
				solver, err := NewSolver(cost, opts)
				if err != nil {
					t.Fatal(err)
				}
				var changedRows, changedColumns []int
				for round := range rounds {
					got, err := solver.Solve(t.Context(), changedRows, changedColumns)
					if err != nil {
						t.Fatal(err)
					}
					if err := got.Verify(cost); err != nil {
						t.Fatalf("%s %v, round %d: %v", family, shape, round, err)
					}
					want, err := Solve(t.Context(), cost, opts)
					if err != nil {
						t.Fatal(err)
					}
					if math.Abs(got.Cost-want.Cost) > 1e-10*math.Abs(want.Cost) {
						t.Fatalf("%s %v, round %d: cost %v, fresh %v", family, shape, round, got.Cost, want.Cost)
					}
					changedRows, changedColumns = nil, nil
					for range round % 4 {
						i, from := r.IntN(rows), r.IntN(rows)
						for j := range columns {
							cost.Set(i, j, cost.At(from, (j+7)%columns))
						}
						cost.Set(i, r.IntN(columns), math.Inf(1))
						changedRows = append(changedRows, i)
					}
					for range (round + 1) % 3 {
						j, from := r.IntN(columns), r.IntN(columns)
						for i := range rows {
							cost.Set(i, j, cost.At((i+3)%rows, from)+float64(round))
						}
						changedColumns = append(changedColumns, j)
					}
				}
			}
		}
	}
}

func TestSolverRejects(t *testing.T) {
	cost := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
	solver, err := NewSolver(cost, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, ids := range [][2][]int{{{2}, nil}, {nil, {-1}}} {
		if _, err := solver.Solve(t.Context(), ids[0], ids[1]); err == nil {
			t.Errorf("no error for %v", ids)
		}
	}
	if _, err := NewSolver(nil, nil); err == nil {
		t.Error("no error for a nil matrix")
	}
	big := mat.NewDense(200, 200, nil)
	if solver, err = NewSolver(big, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := solver.Solve(t.Context(), nil, nil); err != nil {
		t.Fatal(err)
	}
	big.Set(3, 4, math.NaN())
	if _, err := solver.Solve(t.Context(), []int{3}, nil); err == nil {
		t.Error("no error for NaN in a changed row")
	}
	if _, err := solver.Solve(t.Context(), nil, []int{4}); err == nil {
		t.Error("no error for NaN in a changed column")
	}
	big.Set(3, 4, 0)
	if _, err := solver.Solve(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}
