package lap

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// TestHallSetOfATransposedSquare: whichever way a square lies in memory, rows
// are named that have too few columns.
func TestHallSetOfATransposedSquare(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	seen := 0
	for range 300 {
		n := 2 + r.IntN(5)
		d := mat.NewDense(n, n, nil)
		for i := range n {
			for j := range n {
				if d.Set(i, j, float64(r.IntN(9))); r.IntN(2) == 0 {
					d.Set(i, j, math.Inf(1))
				}
			}
		}
		cost := d.T()
		_, err := Solve(context.Background(), cost, nil)
		var hall *InfeasibleError
		if !errors.As(err, &hall) {
			continue
		}
		seen++
		has := map[int]bool{}
		for _, i := range hall.Rows {
			for j := range n {
				if !math.IsInf(cost.At(i, j), 1) {
					has[j] = true
				}
			}
		}
		if len(hall.Rows) <= len(hall.Columns) || len(has) > len(hall.Columns) {
			t.Fatalf("%v: rows with %d columns", hall, len(has))
		}
		for _, j := range hall.Columns {
			delete(has, j)
		}
		if len(has) > 0 {
			t.Fatalf("%v: and columns %v", hall, has)
		}
	}
	if seen == 0 {
		t.Error("nothing was infeasible")
	}
}

// TestSolverForgetsAfterAnyError: a call that is refused may have left changes
// untold, so the next one starts anew; and a context that has ended is noticed.
func TestSolverForgetsAfterAnyError(t *testing.T) {
	const n = 300
	r := rand.New(rand.NewPCG(5, 6))
	d := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			d.Set(i, j, r.Float64())
		}
	}
	s, err := NewSolver(d, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Solve(context.Background(), nil, nil); err != nil {
		t.Fatal(err)
	}
	for j := range n {
		d.Set(3, j, r.Float64())
	}
	if _, err := s.Solve(context.Background(), []int{3, n}, nil); err == nil {
		t.Fatal("row 300 of 300 is accepted")
	}
	got, err := s.Solve(context.Background(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Verify(d); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Solve(ctx, []int{1}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gives %v", err)
	}
}

func TestVerifyOfNothing(t *testing.T) {
	s := &Solution{}
	for _, cost := range []mat.Matrix{nil, (*mat.Dense)(nil), mat.Transpose{Matrix: (*mat.Dense)(nil)}, mat.Transpose{}} {
		if s.Verify(cost) == nil {
			t.Errorf("%T verifies", cost)
		}
	}
}
