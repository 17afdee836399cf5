package lap

import (
	"context"
	"errors"
	"iter"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/mutasi-go/mutasi/assignment/lap/internal/instance"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// sameSolution compares solutions bit by bit.
var sameSolution = cmp.Options{cmp.AllowUnexported(Solution{}), cmpopts.EquateEmpty()}

// A worker goes from one matrix to the next of another shape and path in the same
// memory; nothing of the one before may show.
func TestBatchEqualsSolve(t *testing.T) {
	shapes := [][2]int{{1, 1}, {40, 40}, {0, 3}, {9, 4}, {515, 515}, {3, 250}, {60, 60}, {530, 510}, {510, 530}, {30, 220}, {220, 30}, {300, 900}, {900, 300}, {7, 7}}
	var matrices []mat.Matrix
	for round := range 3 {
		for k, shape := range shapes {
			family := instance.Families[(round*5+k)%len(instance.Families)]
			if shape[0] == 0 {
				matrices = append(matrices, &mat.Dense{})
				continue
			}
			dense := mat.NewDense(shape[0], shape[1], instance.Dense(family, shape[0], shape[1], uint64(round)))
			if shape[0] > 4 {
				dense.Set(2, 1, math.Inf(1))
			}
			matrices = append(matrices, dense, dense.T())
		}
	}
	for _, opts := range []*Options{nil, {Workers: 1}, {Maximize: true, Workers: 3}, {Workers: 300}} {
		batchEqualsSolve(t, matrices, opts)
	}
}

func TestBatchEqualsSolveSmall(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var matrices []mat.Matrix
		for range rapid.IntRange(0, 30).Draw(rt, "count") {
			cost := matrixOf(costs().Draw(rt, "cost"))
			if _, err := Solve(t.Context(), cost, nil); err == nil {
				matrices = append(matrices, cost)
			}
		}
		opts := &Options{Maximize: rapid.Bool().Draw(rt, "maximize"), Workers: rapid.IntRange(0, 4).Draw(rt, "workers")}
		batchEqualsSolve(t, matrices, opts)
	})
}

func batchEqualsSolve(t *testing.T, matrices []mat.Matrix, opts *Options) {
	t.Helper()
	k := 0
	for got, err := range SolveBatch(t.Context(), slices.Values(matrices), opts) {
		if err != nil {
			t.Fatal(err)
		}
		want, err := Solve(t.Context(), matrices[k], opts)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, sameSolution); diff != "" {
			t.Fatalf("matrix %d, workers %v: %s", k, opts, diff)
		}
		k++
	}
	if k != len(matrices) {
		t.Fatalf("%d solutions of %d matrices", k, len(matrices))
	}
}

// Solutions that the caller keeps are not touched by what is solved later.
func TestBatchSolutionsAreTheCallers(t *testing.T) {
	var matrices []mat.Matrix
	for k := range 40 {
		matrices = append(matrices, mat.NewDense(20, 20, instance.Dense("uniform", 20, 20, uint64(k))))
	}
	var kept []*Solution
	for s, err := range SolveBatch(t.Context(), slices.Values(matrices), nil) {
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, s)
	}
	for k, s := range kept {
		if err := s.Verify(matrices[k]); err != nil {
			t.Errorf("solution %d: %v", k, err)
		}
	}
}

// small yields count matrices whose best cost is their index.
func small(count int) iter.Seq[mat.Matrix] {
	return func(yield func(mat.Matrix) bool) {
		for k := range count {
			if !yield(mat.NewDense(1, 2, []float64{float64(k), float64(k + 1)})) {
				return
			}
		}
	}
}

// then yields the matrices of both.
func then(a, b iter.Seq[mat.Matrix]) iter.Seq[mat.Matrix] {
	return func(yield func(mat.Matrix) bool) {
		for _, part := range []iter.Seq[mat.Matrix]{a, b} {
			for m := range part {
				if !yield(m) {
					return
				}
			}
		}
	}
}

// drain returns how many solutions come, in order, and the error after them.
func drain(t *testing.T, batch iter.Seq2[*Solution, error]) (count int, last error) {
	t.Helper()
	for s, err := range batch {
		switch {
		case last != nil:
			t.Error("something comes after an error")
		case err != nil && s != nil:
			t.Error("a solution comes with an error")
		case err != nil:
			last = err
		case s.Cost != float64(count):
			t.Errorf("solution %d is of matrix %v", count, s.Cost)
			fallthrough
		default:
			count++
		}
	}
	return count, last
}

type panicking struct{ mat.Matrix }

func (panicking) At(int, int) float64 { panic("no such file") }

func TestBatchErrors(t *testing.T) {
	forbidden := mat.NewDense(2, 1, []float64{math.Inf(1), math.Inf(1)})
	for _, c := range []struct {
		name   string
		middle iter.Seq[mat.Matrix]
		want   string
	}{
		{"bad cost", slices.Values([]mat.Matrix{mat.NewDense(1, 1, []float64{math.NaN()})}), "lap: matrix 13 of the batch: cost[0][0] is NaN"},
		{"infeasible", slices.Values([]mat.Matrix{forbidden}), "lap: matrix 13 of the batch: infeasible"},
		{"nil", slices.Values([]mat.Matrix{nil}), "lap: matrix 13 of the batch: the cost matrix is nil"},
		{"matrix panics", slices.Values([]mat.Matrix{panicking{mat.NewDense(2, 2, nil)}}), "lap: matrix 13 of the batch: reading the matrix panicked: no such file"},
		{"sequence panics", func(func(mat.Matrix) bool) { panic("disk full") }, "lap: matrix 13 of the batch: the sequence of matrices panicked: disk full"},
	} {
		for _, workers := range []int{1, 2, 5} {
			count, err := drain(t, SolveBatch(t.Context(), then(small(13), then(c.middle, small(100))), &Options{Workers: workers}))
			if count != 13 || err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%s, %d workers: %d solutions, then %v; want 13 and %q", c.name, workers, count, err, c.want)
			}
			if hall := (*InfeasibleError)(nil); c.name == "infeasible" && !errors.As(err, &hall) {
				t.Errorf("%v hides its InfeasibleError", err)
			}
		}
	}
	if count, err := drain(t, SolveBatch(t.Context(), nil, nil)); count != 0 || err == nil {
		t.Errorf("a nil sequence: %d solutions, error %v", count, err)
	}
	batch := SolveBatch(t.Context(), small(3), nil)
	if count, err := drain(t, batch); count != 3 || err != nil {
		t.Errorf("first reading: %d, %v", count, err)
	}
	if count, err := drain(t, batch); count != 0 || err == nil {
		t.Errorf("second reading: %d, %v", count, err)
	}
}

func TestBatchContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	count := 0
	var last error
	for _, err := range SolveBatch(ctx, small(1<<30), &Options{Workers: 2}) {
		if err != nil {
			last = err
			continue
		}
		if count++; count == 20 {
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) || !strings.Contains(last.Error(), "matrix ") || count < 20 || count > 20+2*jobsPerWorker {
		t.Errorf("%d solutions, then %v", count, last)
	}
	asked := false
	never := func(func(mat.Matrix) bool) { asked = true }
	if count, err := drain(t, SolveBatch(ctx, never, nil)); count != 0 || !errors.Is(err, context.Canceled) || asked {
		t.Errorf("context that has ended: %d solutions, %v, sequence asked: %v", count, err, asked)
	}
}

// However a loop is left, workers are gone, few matrices were read ahead, and a
// panic in the loop is the caller's.
func TestBatchLeaves(t *testing.T) {
	before := runtime.NumGoroutine()
	read := 0
	counted := func(yield func(mat.Matrix) bool) {
		for m := range small(1 << 30) {
			if read++; !yield(m) {
				return
			}
		}
	}
	leave := func(end func()) (recovered any) {
		defer func() { recovered = recover() }()
		read = 0
		k := 0
		for range SolveBatch(t.Context(), counted, &Options{Workers: 4}) {
			if k++; k == 5 {
				end()
				break
			}
		}
		return nil
	}
	if r := leave(func() {}); r != nil {
		t.Errorf("break panicked: %v", r)
	}
	if read > 5+4*jobsPerWorker {
		t.Errorf("%d matrices were read for 5 solutions", read)
	}
	if r := leave(func() { panic("mine") }); r != "mine" {
		t.Errorf("the caller's panic became %v", r)
	}
	for wait := time.Duration(1); runtime.NumGoroutine() > before && wait < time.Second; wait *= 2 {
		time.Sleep(wait) // a goroutine that is done may still be counted
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}
