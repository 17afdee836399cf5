package branch

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi/internal/flow"
)

func TestLab(t *testing.T) {
	run := func(name string, p *Problem, o *Options) {
		begin := time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		first := ""
		o.Progress = func(g Progress) {
			if g.Nodes == 1 {
				first = fmt.Sprint("root ", g.Cost, " ", g.Bound, " ", time.Since(begin).Round(time.Millisecond))
			}
		}
		r, err := Solve(ctx, p, o)
		if err != nil {
			fmt.Println(name, err, time.Since(begin))
			return
		}
		fmt.Println(name, first, "| cost", r.Cost, "bound", r.Bound, r.Optimal, "nodes", r.Nodes, "solves", r.Solves, "steps", r.Steps, time.Since(begin).Round(time.Millisecond))
	}
	for _, n := range []int{20, 50, 100, 200} { // at most n/10 moves, one seat each
		random := generator(3)
		p := &flow.Problem{Rows: n, Columns: n, Marginal: make([][]int64, n)}
		cost, move := make([]int32, n*n), make([]int32, n*n)
		for k := range cost {
			cost[k] = -int32(random.below(1 << 24))
			if k/n != k%n {
				move[k] = 1
			}
		}
		for range n {
			p.Parent, p.Lo, p.Hi = append(p.Parent, -1), append(p.Lo, 0), append(p.Hi, 1)
		}
		p.Costs = flow.Dense{Columns: n, Cost: cost}
		start := make([]int32, n)
		for i := range start {
			start[i] = int32(i)
		}
		run(fmt.Sprint("moves n=", n), &Problem{Flow: p, Sides: []Side{{Pairs: flow.Dense{Columns: n, Cost: move}, Limit: int64(n / 10)}}}, &Options{Start: start, Workers: 2})
	}
	for _, n := range []int{20, 50, 200} { // tolerance: second goal's cost under a budget of the first's
		random := generator(4)
		m := max(n/10, 3)
		p := &flow.Problem{Rows: n, Columns: m, Marginal: make([][]int64, m)}
		cost, first := make([]int32, n*m), make([]int32, n*m)
		for k := range cost {
			cost[k] = int32(random.below(1 << 24))
			first[k] = int32(random.below(1 << 24))
		}
		for range m {
			p.Parent, p.Lo, p.Hi = append(p.Parent, -1), append(p.Lo, 0), append(p.Hi, int32(n/m+1))
		}
		p.Costs = flow.Dense{Columns: m, Cost: first}
		s, err := flow.Solve(context.Background(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		p.Costs = flow.Dense{Columns: m, Cost: cost}
		run(fmt.Sprint("tolerance n=", n), &Problem{Flow: p, Sides: []Side{{Pairs: flow.Dense{Columns: m, Cost: first}, Limit: s.Cost + s.Cost/10}}}, &Options{Workers: 2})
		// both: tolerance and sizes
		q, start := sizes(&random, n, m, 1<<20)
		q.Sides = append(q.Sides, Side{Pairs: flow.Dense{Columns: m, Cost: first}, Limit: s.Cost + s.Cost/2})
		run(fmt.Sprint("tolerance and sizes n=", n), q, &Options{Workers: 2, Start: start})
	}
	{
		random := generator(1)
		p, start := sizes(&random, 200, 20, 200000)
		run(fmt.Sprint("200x20 c="), p, &Options{Start: start, Workers: 2})
	}
}
