package lap_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/assignment/lap"
	"gonum.org/v1/gonum/mat"
)

func ExampleSolve() {
	cost := mat.NewDense(3, 3, []float64{
		4, 1, 3,
		2, 0, 5,
		3, 2, 2,
	})
	s, err := lap.Solve(context.Background(), cost, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("cost", s.Cost, "columns", s.ColumnOf)
	fmt.Println("proved:", s.Verify(cost) == nil)
	// Output:
	// cost 5 columns [1 0 2]
	// proved: true
}

func ExampleSolve_maximize() {
	fit := mat.NewDense(2, 3, []float64{
		0.9, 0.8, math.Inf(1), // +Inf forbids, in this direction too
		0.7, 0.2, 0.4,
	})
	s, err := lap.Solve(context.Background(), fit, &lap.Options{Maximize: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("fit", s.Cost, "columns", s.ColumnOf)
	// Output:
	// fit 1.5 columns [1 0]
}

func ExampleSolveSparse() {
	cost, err := lap.NewSparse(3, 2, []lap.Entry{
		{Row: 0, Column: 0, Cost: 5},
		{Row: 1, Column: 0, Cost: 4},
		{Row: 2, Column: 1, Cost: 7},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := lap.SolveSparse(context.Background(), cost, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("cost", s.Cost, "rows", s.RowOf)
	// Output:
	// cost 11 rows [1 2]
}

func ExampleSolveInts() {
	cost := []int32{
		7, lap.Forbidden,
		3, 9,
	}
	s, err := lap.SolveInts(context.Background(), cost, 2, 2, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("cost", s.Cost, "columns", s.ColumnOf)
	fmt.Println("proved exactly:", s.Verify(cost) == nil)
	// Output:
	// cost 16 columns [0 1]
	// proved exactly: true
}

func ExampleInfeasibleError() {
	cost := mat.NewDense(2, 2, []float64{
		1, math.Inf(1),
		2, math.Inf(1),
	})
	_, err := lap.Solve(context.Background(), cost, nil)
	hall := (*lap.InfeasibleError)(nil)
	fmt.Println(errors.As(err, &hall), hall.Rows, hall.Columns)
	fmt.Println(err)
	// Output:
	// true [0 1] [0]
	// lap: infeasible: the 2 rows [0 1] have allowed pairs with only 1 column [0]
}

func ExampleSolver() {
	cost := mat.NewDense(2, 2, []float64{
		1, 2,
		2, 1,
	})
	solver, err := lap.NewSolver(cost, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := solver.Solve(context.Background(), nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.ColumnOf)
	cost.SetRow(0, []float64{9, 2})
	if s, err = solver.Solve(context.Background(), []int{0}, nil); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.ColumnOf)
	// Output:
	// [0 1]
	// [1 0]
}

func ExampleSolveBatch() {
	days := []mat.Matrix{
		mat.NewDense(2, 2, []float64{4, 1, 2, 3}),
		mat.NewDense(1, 3, []float64{7, 5, 6}),
	}
	day := 0
	for s, err := range lap.SolveBatch(context.Background(), slices.Values(days), nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("day", day, "cost", s.Cost, "columns", s.ColumnOf)
		day++
	}
	// Output:
	// day 0 cost 3 columns [1 0]
	// day 1 cost 5 columns [1]
}
