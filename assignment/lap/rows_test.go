package lap

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi/assignment/lap/internal/instance"
)

// TestKernelsAgree compares the kernels of this processor with the portable ones,
// value by value, at all lengths around a block and in both directions.
func TestKernelsAgree(t *testing.T) {
	fast, ok := fastKernels(infinity)
	if !ok {
		t.Skip("this build has only the portable kernels")
	}
	portable := portableKernels(infinity)
	r := rand.New(rand.NewPCG(1, 1))
	for length := 1; length < 150; length++ {
		row, v, d := make([]float64, length), make([]float64, length), make([]float64, length)
		for j := range row {
			row[j], v[j], d[j] = float64(r.IntN(40)), float64(r.IntN(9))-4, float64(r.IntN(40))
			if r.IntN(5) == 0 {
				d[j] = infinity
			}
		}
		for _, sign := range []float64{-1, 1} {
			if sign > 0 {
				row[r.IntN(length)] = infinity // naive kernels know it in this direction only
			}
			m := &matrix[float64]{sign: sign, forbidden: infinity}
			var minima, wantMinima [groups]float64
			fast.minima(row, v, sign, &minima)
			portable.minima(row, v, sign, &wantMinima)
			if minima != wantMinima {
				t.Fatalf("minima, length %d: %v, want %v", length, minima, wantMinima)
			}
			for _, room := range []int{length, 1 + length/2} {
				out, want := make([]int32, room), make([]int32, room)
				n := fast.below(row, v, sign, 8, out)
				k := portable.below(row, v, sign, 8, want)
				if !slices.Equal(out[:n], want[:k]) {
					t.Fatalf("below, length %d: %v, want %v", length, out[:n], want[:k])
				}
			}
			out, want := make([]int32, length), make([]int32, length)
			n := fast.improving(row, v, d, sign, 2, 20, out)
			k := portable.improving(row, v, d, sign, 2, 20, want)
			if !slices.Equal(out[:n], want[:k]) {
				t.Fatalf("improving, length %d: %v, want %v", length, out[:n], want[:k])
			}
			for _, odd := range []float64{0, infinity, math.NaN(), -infinity} { // inspect is never naive
				changed := slices.Clone(row)
				changed[r.IntN(length)] = odd
				least, wantLeast := slices.Clone(d), slices.Clone(d)
				g, f := fast.inspect(m, changed, least)
				wantG, wantF := portable.inspect(m, changed, wantLeast)
				if math.IsNaN(wantG) {
					if !math.IsNaN(g) {
						t.Fatalf("inspect, length %d: %v went through", length, odd)
					}
					continue
				}
				if g != wantG || f != wantF {
					t.Fatalf("inspect, length %d: %v %v, want %v %v", length, g, f, wantG, wantF)
				}
				if diff := cmp.Diff(wantLeast, least); diff != "" {
					t.Fatalf("inspect, length %d:\n%s", length, diff)
				}
			}
		}
	}
}

// TestPortableSolution solves the families with both sets of kernels: prices and
// matching are the same to the last bit.
func TestPortableSolution(t *testing.T) {
	for _, family := range instance.Families {
		for _, shape := range [][2]int{{300, 300}, {200, 400}, {390, 400}} {
			rows, columns := shape[0], shape[1]
			if underRace && rows != columns {
				continue
			}
			data := instance.Dense(family, rows, columns, 4)
			solve := func(portable bool) matching {
				view := &matrix[float64]{data: data, rows: rows, columns: columns, stride: columns, sign: 1, forbidden: infinity}
				view.orient(false, nearlySquare(rows, columns))
				s := newDense(view, 2)
				if portable {
					s.kernels = portableKernels(infinity)
				}
				if err := s.solve(t.Context()); err != nil {
					t.Fatal(err)
				}
				return s.matching()
			}
			if diff := cmp.Diff(solve(true), solve(false), cmp.AllowUnexported(matching{})); diff != "" {
				t.Errorf("%s %v: kernels differ:\n%s", family, shape, diff)
			}
		}
	}
}
