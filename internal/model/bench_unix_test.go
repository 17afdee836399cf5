//go:build unix

package model

import (
	"context"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
)

// userSeconds is the processor time that this process has used so far. On a
// machine that others use as well it says more than the time that passed.
func userSeconds(b *testing.B) float64 {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return float64(r.Utime.Sec) + float64(r.Utime.Usec)/1e6
}

// BenchmarkGoals pursues the usual three goals: place all, then the best fit,
// then few moves. Fits have some hundred different values; a quarter of the pairs
// is forbidden, or none.
func BenchmarkGoals(b *testing.B) {
	for _, size := range []struct {
		name          string
		rows, columns int
		forbidden     int
	}{{"20000x500", 20_000, 500, 0}, {"20000x500/forbidden", 20_000, 500, 4}, {"100000x500", 100_000, 500, 0}, {"100000x500/forbidden", 100_000, 500, 4}} {
		b.Run(size.name, func(b *testing.B) {
			if testing.Short() {
				b.Skip("large")
			}
			m := nation(size.rows, size.columns, size.forbidden)
			from := userSeconds(b)
			for b.Loop() {
				r, err := m.Solve(context.Background(), nil, Options{Workers: 2})
				if err != nil || r.Interrupted {
					b.Fatal(r, err)
				}
			}
			b.ReportMetric((userSeconds(b)-from)/float64(b.N), "user-s/op")
		})
	}
}

// nation has seats for 5 % more people than there are, and a bench, the last
// column. One pair in forbidden is not allowed; 0 for none.
func nation(n, columns, forbidden int) *Model {
	r := rand.New(rand.NewPCG(uint64(n), uint64(columns)))
	bench := columns - 1
	m := &Model{
		Rows: n, Columns: columns, Parent: slices.Repeat([]int32{-1}, columns), Allowed: NewPairs(n, columns),
		Lo: make([]int32, columns), Hi: slices.Repeat([]int32{int32(1 + n*21/20/bench)}, columns),
	}
	m.Hi[bench] = int32(n)
	placed := &Classes{RowClass: make([]uint8, n), ColumnClass: make([]uint8, columns), Cost: [][]int32{{0, 1}}, Start: make([]int, n+1)}
	placed.ColumnClass[bench] = 1
	moves := &Classes{RowClass: make([]uint8, n), ColumnClass: placed.ColumnClass, Cost: [][]int32{{1, 0}}, Start: []int{0}}
	const competencies = 7
	var need [][competencies]int32
	for range columns {
		var x [competencies]int32
		for k := range x {
			x[k] = 1 + r.Int32N(5)
		}
		need = append(need, x)
	}
	fit := Dense{Columns: columns, Cost: make([]int32, n*columns)}
	for i := range n {
		var level [competencies]int32
		for k := range level {
			level[k] = r.Int32N(6)
		}
		row := fit.Cost[i*columns : (i+1)*columns]
		for j := range row[:bench] {
			x := int32(0)
			for k, a := range level {
				x -= min(a, need[j][k]) * (1 << 16) / need[j][k]
			}
			row[j] = x
			if forbidden > 0 && r.IntN(forbidden) == 0 && j != i%bench {
				m.Allowed.Remove(i, j)
			}
		}
		moves.Column, moves.Exception = append(moves.Column, int32(i%bench)), append(moves.Exception, 0)
		moves.Start = append(moves.Start, len(moves.Column))
	}
	for _, g := range []Store{placed, fit, moves} {
		m.Goals = append(m.Goals, Goal{Pairs: g, Marginal: make([][]int64, columns)})
	}
	return m
}
