package lap

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// Every matrix over {0, 1, 2} of up to three rows and columns: all patterns of
// ties there are at that size.
func TestExhaustive(t *testing.T) {
	for rows := range 4 {
		for columns := range 4 {
			if rows == 0 || columns == 0 || (testing.Short() || underRace) && rows*columns > 6 {
				continue
			}
			exhaust(t, rows, columns, []float64{0, 1, 2})
		}
	}
}

// And with forbidden pairs.
func TestExhaustiveForbidden(t *testing.T) {
	if underRace {
		t.Skip("nothing here runs at the same time")
	}
	for rows := 1; rows <= 3; rows++ {
		for columns := 1; columns <= 3; columns++ {
			exhaust(t, rows, columns, []float64{0, math.Inf(1)})
		}
	}
	exhaust(t, 2, 3, []float64{0, 1, math.Inf(1)})
	exhaust(t, 3, 2, []float64{0, 1, math.Inf(1)})
}

func exhaust(t *testing.T, rows, columns int, values []float64) {
	t.Helper()
	cost := make([][]float64, rows)
	for i := range cost {
		cost[i] = make([]float64, columns)
	}
	var fill func(k int)
	fill = func(k int) {
		if k == rows*columns {
			judgeAll(t, cost)
			return
		}
		for _, x := range values {
			cost[k/columns][k%columns] = x
			fill(k + 1)
		}
	}
	fill(0)
}

// costs draws a matrix of up to seven rows and columns from one of several kinds.
func costs() *rapid.Generator[[][]float64] {
	return rapid.Custom(func(t *rapid.T) [][]float64 {
		rows := rapid.IntRange(1, 7).Draw(t, "rows")
		columns := rapid.IntRange(1, 7).Draw(t, "columns")
		value := rapid.SampledFrom([]*rapid.Generator[float64]{
			rapid.Float64Range(-1, 1),
			rapid.Float64Range(-1e12, 1e12),
			rapid.Map(rapid.IntRange(-2, 2), func(x int) float64 { return float64(x) }),
			rapid.Map(rapid.IntRange(-1000, 1000), func(x int) float64 { return float64(x) }),
			rapid.SampledFrom([]float64{0, 1, math.Inf(1)}),
			rapid.SampledFrom([]float64{-1.5, 2.25, 1e6, math.Inf(1), math.Inf(1)}),
		}).Draw(t, "kind")
		cost := make([][]float64, rows)
		for i := range cost {
			cost[i] = rapid.SliceOfN(value, columns, columns).Draw(t, "row")
		}
		return cost
	})
}

func TestAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cost := costs().Draw(rt, "cost")
		judgeAll(t, cost)
	})
}

// What must not change the optimum, and what must change it in a known way.
func TestMetamorphic(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cost := costs().Draw(rt, "cost")
		base, err := Solve(t.Context(), matrixOf(cost), nil)
		if err != nil {
			return
		}
		check := func(name string, m mat.Matrix, opts *Options, want float64) {
			got, err := Solve(t.Context(), m, opts)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if math.Abs(got.Cost-want) > 1e-9*(1+math.Abs(want)+math.Abs(base.Cost)) {
				t.Fatalf("%s: cost %v, want %v", name, got.Cost, want)
			}
			if err := got.Verify(m); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		dense := matrixOf(cost)
		rows, columns := dense.Dims()
		turned := mat.DenseCopyOf(dense.T())
		check("transposed", turned, nil, base.Cost)
		check("transposed view", dense.T(), nil, base.Cost)
		check("negated", matrixOf(negated(cost)), &Options{Maximize: true}, -base.Cost)

		order := rapid.Permutation(indices(rows)).Draw(rt, "order")
		shuffled := mat.NewDense(rows, columns, nil)
		for i, from := range order {
			shuffled.SetRow(i, cost[from])
		}
		check("shuffled", shuffled, nil, base.Cost)

		scaled := mat.NewDense(rows, columns, nil)
		scaled.Scale(4, dense)
		check("scaled", scaled, nil, 4*base.Cost)

		if rows <= columns {
			raised := mat.DenseCopyOf(dense)
			for j := range columns {
				raised.Set(0, j, raised.At(0, j)+3)
			}
			check("first row raised", raised, nil, base.Cost+3)
		}

		bigger := mat.NewDense(rows+2, columns+3, nil)
		for i := range rows + 2 {
			for j := range columns + 3 {
				bigger.Set(i, j, math.NaN())
			}
		}
		inside := bigger.Slice(1, rows+1, 2, columns+2).(*mat.Dense)
		inside.Copy(dense)
		check("part of a larger matrix", inside, nil, base.Cost)
	})
}

func indices(n int) []int {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = i
	}
	return ids
}

func TestConstantGivesIdentity(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {5, 5}, {4, 9}, {9, 4}, {300, 300}, {300, 500}, {500, 300}} {
		rows, columns := size[0], size[1]
		cost := mat.NewDense(rows, columns, nil)
		for i := range rows {
			for j := range columns {
				cost.Set(i, j, 7.5)
			}
		}
		want := make([]int, rows)
		for i := range want {
			want[i] = i
			if i >= columns {
				want[i] = -1
			}
		}
		for name, tuning := range tunings {
			for _, opts := range []*Options{nil, {Maximize: true}} {
				if name == "auction" && rows == columns {
					continue // an auction has its own ways with ties
				}
				got, err := solveTuned(tuning, cost, opts)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got.ColumnOf); diff != "" {
					t.Errorf("%s, %d×%d: not the identity:\n%s", name, rows, columns, diff)
				}
			}
		}
	}
}

func TestEmpty(t *testing.T) {
	got, err := Solve(t.Context(), &mat.Dense{}, nil)
	if err != nil || got.Cost != 0 || len(got.ColumnOf) != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
	if err := got.Verify(&mat.Dense{}); err != nil {
		t.Error(err)
	}
}
