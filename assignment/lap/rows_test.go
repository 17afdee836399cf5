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

// TestPlainKernelsAgree does the same for the plain path, with padding: ties may
// differ, but not what is picked among them.
func TestPlainKernelsAgree(t *testing.T) {
	kernels, _ := fastKernels(infinity)
	fast := kernels.plain
	r := rand.New(rand.NewPCG(2, 1))
	for round := range 3000 {
		n := 1 + round%150
		long, words, greatest := padded(n), (n+63)/64, 1+r.IntN(40)
		row, v, d := make([]float64, n), make([]float64, long), make([]float64, long)
		from, p := make([]int64, long), plain{ties: make([]uint64, words), free: make([]uint64, words)}
		reached := float64(r.IntN(3))
		for j := range v {
			v[j], d[j], from[j] = -infinity, infinity, int64(j) // as if scanned
			if j >= n {
				continue
			}
			row[j] = float64(r.IntN(greatest))
			if r.IntN(9) == 0 {
				row[j] = infinity
			}
			if r.IntN(4) > 0 {
				v[j] = float64(r.IntN(9)) - 4
				d[j] = reached + float64(r.IntN(greatest))
			}
			if r.IntN(3) == 0 {
				p.free[j>>6] |= 1 << (j & 63)
			}
		}
		type result struct {
			Least, Second float64
			Column        int32
			Free          bool
		}
		reduce := func(k plainKernels) (x result) {
			x.Least, x.Second = k.leastTwo(row, v, p.free, p.ties)
			if x.Least < infinity {
				x.Column, x.Free = p.pick()
			}
			return x
		}
		if diff := cmp.Diff(reduce(portablePlain), reduce(fast)); diff != "" {
			t.Fatalf("leastTwo, length %d:\n%s", n, diff)
		}
		d2, from2 := slices.Clone(d), slices.Clone(from)
		relax := func(k plainKernels, d []float64, from []int64) (x result) {
			x.Least = k.relax(row, v, d, from, -7, 2, reached, p.free, p.ties)
			if x.Least < infinity {
				x.Column, x.Free = p.pick()
			}
			return x
		}
		want := relax(portablePlain, d, from)
		if diff := cmp.Diff(want, relax(fast, d2, from2)); diff != "" {
			t.Fatalf("relax, length %d:\n%s", n, diff)
		}
		if want.Free && want.Least == reached {
			continue // the portable form may have stopped
		}
		if !slices.Equal(d, d2) || !slices.Equal(from, from2) {
			t.Fatalf("relax, length %d: distances or origins differ", n)
		}
	}
}

// TestPortableSolution solves the families with both sets of kernels: prices and
// matching are the same to the last bit.
func TestPortableSolution(t *testing.T) {
	for _, family := range instance.Families {
		for _, shape := range [][2]int{{520, 520}, {300, 900}, {900, 300}, {540, 550}, {550, 540}, {150, 150}, {90, 115}} {
			rows, columns := shape[0], shape[1]
			if underRace && (rows != columns || rows > 150) {
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
