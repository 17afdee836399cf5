package lap

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi/assignment/lap/internal/instance"
	"gonum.org/v1/gonum/mat"
)

// shapes are large enough for lists and auctions, wide, tall and nearly square.
var shapes = [][2]int{{250, 250}, {520, 520}, {1000, 1000}, {300, 1000}, {1000, 300}, {540, 550}, {550, 540}}

// slowest tells what the quick check leaves out: the largest squares, and
// products, which take the longest.
func slowest(family string, rows, columns int) bool {
	return rows*columns >= 1_000_000 || family == "product" && rows*columns > 100_000
}

// TestCertificate re-proves a solution of every family and shape, and that
// neither workers nor the transposed view nor the direction change its cost.
func TestCertificate(t *testing.T) {
	for _, family := range instance.Families {
		for _, shape := range shapes {
			rows, columns := shape[0], shape[1]
			if underRace && rows*columns > 100_000 || testing.Short() && slowest(family, rows, columns) {
				continue
			}
			t.Run(fmt.Sprintf("%s/%dx%d", family, rows, columns), func(t *testing.T) {
				data := instance.Dense(family, rows, columns, 1)
				before := slices.Clone(data)
				cost := mat.NewDense(rows, columns, data)
				got, err := Solve(t.Context(), cost, &Options{Workers: 1})
				if err != nil {
					t.Fatal(err)
				}
				if err := got.Verify(cost); err != nil {
					t.Fatal(err)
				}
				three, err := Solve(t.Context(), cost, &Options{Workers: 3})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(got, three, cmp.AllowUnexported(Solution{})); diff != "" {
					t.Errorf("three workers differ:\n%s", diff)
				}
				if !slices.Equal(before, data) {
					t.Error("costs changed")
				}
				turned, err := Solve(t.Context(), cost.T(), nil)
				if err != nil {
					t.Fatal(err)
				}
				if math.Abs(turned.Cost-got.Cost) > 1e-10*math.Abs(got.Cost) {
					t.Errorf("transposed: %v, want %v", turned.Cost, got.Cost)
				}
				if err := turned.Verify(cost.T()); err != nil {
					t.Error(err)
				}
				cost.Scale(-1, cost)
				most, err := Solve(t.Context(), cost, &Options{Maximize: true, Workers: 1})
				if err != nil {
					t.Fatal(err)
				}
				if most.Cost != -got.Cost {
					t.Errorf("negated and maximised: %v, want %v", most.Cost, -got.Cost)
				}
			})
		}
	}
}

// TestInts re-proves the whole-numbered families in integers, and that they cost
// what they cost as float64.
func TestInts(t *testing.T) {
	for _, family := range []string{"integers100", "integers1e6", "competency", "two", "product"} {
		for _, shape := range shapes {
			rows, columns := shape[0], shape[1]
			if underRace && rows*columns > 100_000 || testing.Short() && slowest(family, rows, columns) {
				continue
			}
			if family == "product" && rows != columns {
				continue // slow, and TestCertificate has it
			}
			t.Run(fmt.Sprintf("%s/%dx%d", family, rows, columns), func(t *testing.T) {
				data := instance.Dense(family, rows, columns, 2)
				whole := make([]int32, len(data))
				for k, x := range data {
					whole[k] = int32(x)
					if k%11 == 3 && k/columns != k%columns {
						whole[k], data[k] = Forbidden, math.Inf(1)
					}
				}
				for _, opts := range []*Options{{}, {Maximize: true}} {
					got, err := SolveInts(t.Context(), whole, rows, columns, opts)
					if err != nil {
						t.Fatal(err)
					}
					if err := got.Verify(whole); err != nil {
						t.Fatal(err)
					}
					want, err := Solve(t.Context(), mat.NewDense(rows, columns, data), opts)
					if err != nil {
						t.Fatal(err)
					}
					if want.Cost != float64(got.Cost) {
						t.Errorf("cost %d, as float64 %v", got.Cost, want.Cost)
					}
				}
			})
		}
	}
}
