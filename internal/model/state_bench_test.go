package model

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// cityModel places people first, then minimises costs, and then chooses among equal
// plans: 20 competencies in six levels, which weigh differently in each post.
func cityModel(rows, columns int) *Model {
	r := rand.New(rand.NewPCG(1, 2))
	const competencies, levels = 20, 6
	points := make([]int32, columns*competencies*levels)
	for k := range points {
		if level := int32(k % levels); level > 0 {
			points[k] = points[k-1] - r.Int32N(1<<22)
		}
	}
	bench := columns - 1
	fit := Dense{columns, make([]int32, rows*columns)}
	place := &Classes{RowClass: make([]uint8, rows), ColumnClass: make([]uint8, columns), Cost: [][]int32{{0, 1}}, Start: make([]int, rows+1)}
	place.ColumnClass[bench] = 1
	hash := Hash{make([]uint64, rows), make([]uint64, columns)}
	for i := range rows {
		hash.RowKey[i] = r.Uint64()
		var level [competencies]int
		for q := range level {
			level[q] = r.IntN(levels)
		}
		row := fit.Cost[i*columns : (i+1)*columns]
		for j := range bench {
			for q, l := range level {
				row[j] += points[(j*competencies+q)*levels+l]
			}
		}
	}
	m := &Model{Rows: rows, Columns: columns, Allowed: NewPairs(rows, columns)}
	for j := range columns {
		hash.ColumnKey[j] = r.Uint64()
		hi := int32(rows/(columns-1) + 1)
		if j == bench {
			hi = int32(rows)
		}
		m.Parent, m.Lo, m.Hi = append(m.Parent, -1), append(m.Lo, 0), append(m.Hi, hi)
	}
	for _, pairs := range []Store{place, fit, hash} {
		m.Goals = append(m.Goals, Goal{Pairs: pairs, Marginal: make([][]int64, columns)})
	}
	return m
}

// BenchmarkChange changes one thing at a time in a model of three goals and reports
// the median and the worst in microseconds.
func BenchmarkChange(b *testing.B) {
	if testing.Short() {
		b.Skip("large")
	}
	const rows, columns = 100_000, 500
	m := cityModel(rows, columns)
	start := time.Now()
	result, err := m.Solve(context.Background(), nil, Options{Workers: 2})
	if err != nil {
		b.Fatal(err)
	}
	solved := time.Since(start)
	whole, err := m.Keep(context.Background(), result, Options{Workers: 2})
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("solved in %v, kept in %v, %d stages", solved, time.Since(start)-solved, len(whole.stages))
	like := func(i, as, j int) Added {
		x := Added{Pair: Pair{i, j}}
		for g := range m.Goals {
			x.Cost = append(x.Cost, m.Goals[g].Pairs.At(as, j))
		}
		return x
	}
	pinned := 0
	change := map[string]func(r *rand.Rand, s *State) Overlay{
		"row": func(r *rand.Rand, s *State) (o Overlay) {
			i, as := r.IntN(rows), r.IntN(rows)
			for j := range columns {
				o.Allow = append(o.Allow, like(i, as, j))
			}
			return o
		},
		"pin": func(r *rand.Rand, s *State) (o Overlay) {
			i, to := pinned*997%rows, r.IntN(columns-1)
			pinned++
			for j := range columns {
				if j != to {
					o.Forbid = append(o.Forbid, Pair{i, j})
				}
			}
			return o
		},
		"veto": func(r *rand.Rand, s *State) Overlay {
			i := r.IntN(rows)
			return Overlay{Forbid: []Pair{{i, int(s.Result().At[i])}}}
		},
		"seat more": func(r *rand.Rand, s *State) Overlay {
			j := r.IntN(columns - 1)
			return Overlay{Bounds: []Bounds{{j, 0, s.Model().Hi[j] + 1}}}
		},
		"seat fewer": func(r *rand.Rand, s *State) Overlay {
			j := r.IntN(columns - 1)
			return Overlay{Bounds: []Bounds{{j, 0, s.Model().Hi[j] - 1}}}
		},
	}
	for _, name := range []string{"row", "pin", "veto", "seat more", "seat fewer"} {
		b.Run(name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(7, 7))
			s := whole.Fork()
			var took []time.Duration
			for range 100 {
				o := change[name](r, s)
				start := time.Now()
				repair, err := s.Change(context.Background(), o)
				took = append(took, time.Since(start))
				if err != nil || repair.Cold < len(m.Goals) {
					b.Fatal(repair, err)
				}
			}
			slices.Sort(took)
			for b.Loop() {
			}
			b.ReportMetric(float64(took[50].Microseconds()), "median-µs")
			b.ReportMetric(float64(took[99].Microseconds()), "worst-µs")
		})
	}
	b.Run("fork", func(b *testing.B) {
		for b.Loop() {
			whole.Fork()
		}
	})
}
