package flow

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// fitCosts are shares of requirements that are not met, in fixed point: 20
// competencies a column of 60, with weights, as package competency scores them.
func fitCosts(r *rand.Rand, n, m int) []int32 {
	const competencies, lines = 60, 20
	need, points := make([][competencies]int32, m), make([][competencies][6]int32, m)
	for j := range need {
		for range lines {
			q := r.IntN(competencies)
			need[j][q] = 1 + r.Int32N(5)
			weight := (1 + r.Int32N(5)) << 20
			for level := range int32(6) {
				points[j][q][level] = max(0, need[j][q]-level) * weight / need[j][q]
			}
		}
	}
	c := make([]int32, n*m)
	var level [competencies]int32
	for i := range n {
		talent := r.Int32N(3)
		for q := range level {
			level[q] = min(r.Int32N(4)+talent, 5)
		}
		row := c[i*m : (i+1)*m]
		for j := range row {
			x := &points[j]
			for q, l := range level {
				row[j] += x[q][l]
			}
		}
	}
	return c
}

// crowdedProblem has hardly more seats than rows, and a bench that is dearer than
// any of them; every other column has a floor.
func crowdedProblem(f family, n, m int) *Problem {
	p := largeProblem(f, n, m, false)
	d := p.Costs.(Dense)
	for v := range p.Parent {
		p.Lo[v], p.Hi[v] = 0, int32(n)
		if 0 < v && v < m {
			p.Hi[v] = int32(n/(m-1) + 1)
			p.Lo[v] = p.Hi[v] / 2 * int32(v%2)
		}
	}
	for i := range n {
		d.Cost[i*m] = 1 << 29
	}
	return p
}

// BenchmarkState changes one thing at a time, 200 times, and reports the median
// and the worst in microseconds of processor time.
func BenchmarkState(b *testing.B) {
	if testing.Short() {
		b.Skip("large")
	}
	const n, m = 100_000, 500
	for _, x := range []struct {
		name    string
		problem func() *Problem
	}{
		{"crowded fits", func() *Problem { return crowdedProblem(family{"fits", fitCosts}, n, m) }},
		{"units of fits", func() *Problem { return largeProblem(family{"fits", fitCosts}, n, m, false) }},
		{"uniform", func() *Problem { return crowdedProblem(families[0], n, m) }},
	} {
		p := x.problem()
		d := p.Costs.(Dense)
		start := time.Now()
		whole, err := Keep(context.Background(), p, &Options{Workers: 2})
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%s: kept in %v, %d candidates", x.name, time.Since(start), whole.candidates())
		change := map[string]func(r *rand.Rand, st *State) Changes{
			"row": func(r *rand.Rand, st *State) Changes { // the costs of another one
				i, like := r.IntN(n), r.IntN(n)
				return Changes{Rows: []RowChange{{Row: i, Costs: d.Cost[like*m : (like+1)*m]}}}
			},
			"pin": func(r *rand.Rand, st *State) Changes { // to any column
				i, j := r.IntN(n), r.Int32N(m)
				return Changes{Rows: []RowChange{{i, []int32{j}, []int32{d.Cost[i*m+int(j)]}}}}
			},
			"veto": func(r *rand.Rand, st *State) Changes { // of where it is
				i := r.IntN(n)
				row := slices.Clone(d.Cost[i*m : (i+1)*m])
				row[st.g.at[st.number[i]]] = Forbidden
				return Changes{Rows: []RowChange{{Row: i, Costs: row}}}
			},
			"seat more": func(r *rand.Rand, st *State) Changes {
				j := 1 + r.IntN(m-1)
				return Changes{Bounds: []BoundChange{{j, p.Lo[j], st.Problem().Hi[j] + 1}}}
			},
			"seat fewer": func(r *rand.Rand, st *State) Changes {
				j := 1 + r.IntN(m-1)
				return Changes{Bounds: []BoundChange{{j, p.Lo[j], st.Problem().Hi[j] - 1}}}
			},
		}
		for _, name := range []string{"row", "pin", "veto", "seat more", "seat fewer"} {
			b.Run(x.name+"/"+name, func(b *testing.B) {
				r := rand.New(rand.NewPCG(7, 7))
				st := whole.Fork()
				var took []time.Duration
				clock := cpuClock()
				paths, numbers := st.solver.stats.Paths, len(st.g.at)
				for len(took) < 200 {
					c := change[name](r, st)
					start := clock()
					if err := st.Change(context.Background(), c); err != nil {
						b.Fatal(err)
					}
					took = append(took, clock()-start)
				}
				slices.Sort(took)
				for b.Loop() {
				}
				b.ReportMetric(float64(took[100].Microseconds()), "median-µs")
				b.ReportMetric(float64(took[190].Microseconds()), "p95-µs")
				b.ReportMetric(float64(took[199].Microseconds()), "worst-µs")
				b.ReportMetric(float64(st.solver.stats.Paths-paths)/200, "paths")
				b.ReportMetric(float64(len(st.g.at)-numbers)/200, "renewed")
			})
		}
		b.Run(x.name+"/fork", func(b *testing.B) {
			for b.Loop() {
				whole.Fork()
			}
		})
	}
}

func (st *State) candidates() int {
	n := 0
	for _, list := range st.g.candidates {
		n += len(list)
	}
	return n
}

// BenchmarkRegrets builds the residual graph of a solution, its distances, and
// the regrets of all pairs.
func BenchmarkRegrets(b *testing.B) {
	if testing.Short() {
		b.Skip("large")
	}
	p := crowdedProblem(family{"fits", fitCosts}, 100_000, 500)
	s, err := Solve(context.Background(), p, &Options{Workers: 2})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		start := time.Now()
		r, err := NewResidual(context.Background(), p, s.At, s.Price, 2)
		if err != nil {
			b.Fatal(err)
		}
		graph := time.Since(start)
		d, err := r.Distances(context.Background(), 2)
		if err != nil {
			b.Fatal(err)
		}
		distances := time.Since(start) - graph
		var buffer Buffer
		var regrets []int64
		for i := range p.Rows {
			regrets = d.Regrets(i, &buffer, regrets)
		}
		b.ReportMetric(float64(graph.Milliseconds()), "graph-ms")
		b.ReportMetric(float64(distances.Milliseconds()), "distances-ms")
		b.ReportMetric(float64((time.Since(start) - graph - distances).Milliseconds()), "regrets-ms")
	}
}
