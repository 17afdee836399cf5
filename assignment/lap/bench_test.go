package lap

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/assignment/lap/internal/instance"
	"gonum.org/v1/gonum/mat"
)

func BenchmarkDense(b *testing.B) {
	for _, family := range instance.Families {
		for _, n := range []int{50, 200, 1000, 2000, 5000} {
			b.Run(fmt.Sprintf("%s/n=%d", family, n), func(b *testing.B) {
				benchmarkDense(b, family, n, n)
			})
		}
	}
}

func BenchmarkRectangular(b *testing.B) {
	for _, family := range []string{"uniform", "geometric", "competency"} {
		for _, shape := range [][2]int{{1000, 4000}, {4000, 1000}, {4900, 5000}, {5000, 4900}} {
			b.Run(fmt.Sprintf("%s/%dx%d", family, shape[0], shape[1]), func(b *testing.B) {
				benchmarkDense(b, family, shape[0], shape[1])
			})
		}
	}
}

func benchmarkDense(b *testing.B, family string, rows, columns int) {
	cost := mat.NewDense(rows, columns, instance.Dense(family, rows, columns, 1))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Solve(context.Background(), cost, &Options{Workers: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkInts(b *testing.B) {
	for _, family := range []string{"integers100", "competency"} {
		for _, n := range []int{1000, 2000, 5000} {
			b.Run(fmt.Sprintf("%s/n=%d", family, n), func(b *testing.B) {
				data := instance.Dense(family, n, n, 1)
				cost := make([]int32, len(data))
				for k, x := range data {
					cost[k] = int32(x)
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := SolveInts(context.Background(), cost, n, n, &Options{Workers: 1}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkSparse(b *testing.B) {
	for _, family := range instance.SparseFamilies {
		for _, n := range []int{10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/n=%d", family, n), func(b *testing.B) {
				var entries []Entry
				for _, a := range instance.Sparse(family, n, 30, 1) {
					entries = append(entries, Entry(a))
				}
				cost, err := NewSparse(n, n, entries)
				if err != nil {
					b.Fatal(err)
				}
				entries = nil
				b.ReportAllocs()
				for b.Loop() {
					if _, err := SolveSparse(context.Background(), cost, &Options{Workers: 1}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkBatch compares a batch with a loop of Solve.
func BenchmarkBatch(b *testing.B) {
	for _, c := range []struct{ count, n int }{{10_000, 50}, {100, 512}} {
		matrices := make([]mat.Matrix, c.count)
		for k := range matrices {
			matrices[k] = mat.NewDense(c.n, c.n, instance.Dense("uniform", c.n, c.n, uint64(k)))
		}
		b.Run(fmt.Sprintf("n=%d/loop", c.n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, m := range matrices {
					if _, err := Solve(context.Background(), m, &Options{Workers: 1}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("n=%d/batch/workers=%d", c.n, workers), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					for _, err := range SolveBatch(context.Background(), slices.Values(matrices), &Options{Workers: workers}) {
						if err != nil {
							b.Fatal(err)
						}
					}
				}
			})
		}
	}
}
