package branch

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// sizes is a balance: people of different sizes in units of given needs.
func sizes(random *generator, rows, units int, pairCost int32) (*Problem, []int32) {
	p := &flow.Problem{Rows: rows, Columns: units}
	size := make([]int32, rows)
	total := int32(0)
	for i := range size {
		size[i] = 20 + int32(random.below(81)) // hundredths
		total += size[i]
	}
	for range units {
		p.Parent = append(p.Parent, -1)
		p.Lo, p.Hi = append(p.Lo, 0), append(p.Hi, int32(rows))
		p.Marginal = append(p.Marginal, nil)
	}
	cost := make([]int32, rows*units)
	for k := range cost {
		cost[k] = int32(random.below(int(pairCost + 1)))
	}
	p.Costs = flow.Dense{Columns: units, Cost: cost}
	out := &Problem{Flow: p}
	for u := range units {
		need := int64(total)/int64(units)*int64(70+random.below(61))/100 + 1
		coef := make([]int32, rows*units)
		for i := range rows {
			coef[i*units+u] = size[i]
		}
		out.Sides = append(out.Sides, Side{
			Pairs: flow.Dense{Columns: units, Cost: coef}, Limit: int64(total),
			// need · (y/need − 1)², in units of 2⁻²⁰
			Penalty: func(y int64) int64 { return (y - need) * (y - need) * (1 << 20) / (100 * need) },
		})
	}
	start := make([]int32, rows)
	for i := range start {
		start[i] = int32(random.below(units))
	}
	return out, start
}

// generator is SplitMix64.
type generator uint64

func (g *generator) below(n int) int {
	*g += 0x9E3779B97F4A7C15
	z := uint64(*g)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return int((z ^ z>>31) % uint64(n))
}

// byUnits is the optimum of a balance by a dynamic programme over units and
// the sets of rows that they take together: independent of the solver.
func byUnits(p *Problem) int64 {
	n := p.Flow.Rows
	var buffer flow.Buffer
	var best []int64
	for u, s := range p.Sides {
		own := make([]int64, 1<<n)
		load := make([]int64, 1<<n)
		for set := 1; set < 1<<n; set++ {
			i := 0
			for set>>i&1 == 0 {
				i++
			}
			rest := set &^ (1 << i)
			_, costs := p.Flow.Costs.Row(i, &buffer)
			_, coefs := s.Pairs.Row(i, &buffer)
			own[set] = own[rest] + int64(costs[u])
			load[set] = load[rest] + int64(coefs[u])
		}
		for set := range own {
			own[set] += s.Penalty(load[set])
		}
		if best == nil {
			best = own
			continue
		}
		next := make([]int64, 1<<n)
		for set := range next {
			next[set] = math.MaxInt64
			for part := set; ; part = (part - 1) & set {
				next[set] = min(next[set], own[part]+best[set&^part])
				if part == 0 {
					break
				}
			}
		}
		best = next
	}
	return best[1<<n-1]
}

func TestSizesProvenOptimal(t *testing.T) {
	seeds := 20
	if race {
		seeds = 5
	}
	for seed := range seeds {
		random := generator(seed)
		p, start := sizes(&random, 12, 4, int32(seed%4)*2000)
		r, err := Solve(context.Background(), p, &Options{Start: start})
		if err != nil {
			t.Fatal(err)
		}
		verify(t, p, r)
		if want := byUnits(p); !r.Optimal || r.Cost != want {
			t.Errorf("seed %d: cost %d, bound %d, the dynamic programme finds %d", seed, r.Cost, r.Bound, want)
		}
	}
}

func TestSizesGap(t *testing.T) {
	random := generator(1)
	rows, units := 200, 20
	if race {
		rows, units = 60, 10
	}
	p, start := sizes(&random, rows, units, 2000)
	r, err := Solve(context.Background(), p, &Options{Start: start, MaxNodes: 1})
	if err != nil {
		t.Fatal(err)
	}
	verify(t, p, r)
	penalty := int64(0)
	for k, s := range p.Sides {
		penalty += s.Penalty(p.sideValues(start, nil)[k])
	}
	gap := float64(r.Cost-r.Bound) / float64(penalty)
	if gap > 0.005 {
		t.Errorf("cost %d, bound %d, today's penalty %d: gap %.3f%%", r.Cost, r.Bound, penalty, 100*gap)
	}
}

// People of one size: the balance is a flow, and the root proves it, also
// where other side rows are slack.
func TestOneSizeAtTheRoot(t *testing.T) {
	random := generator(7)
	p, _ := sizes(&random, 60, 6, 3000)
	for u := range p.Sides {
		coef := make([]int32, 60*6)
		for i := range 60 {
			coef[i*6+u] = 50
		}
		p.Sides[u].Pairs = flow.Dense{Columns: 6, Cost: coef}
		p.Sides[u].Limit = 3000
	}
	other := make([]int32, 60*6)
	for k := range other {
		other[k] = int32(random.below(9))
	}
	p.Sides = append(p.Sides, Side{Pairs: flow.Dense{Columns: 6, Cost: other}, Limit: 60 * 9})
	r, err := Solve(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	verify(t, p, r)
	if !r.Optimal || r.Nodes != 1 || r.Solves != 1 {
		t.Errorf("cost %d, bound %d after %d nodes and %d solves", r.Cost, r.Bound, r.Nodes, r.Solves)
	}
}

func TestSameForEveryWorkerCount(t *testing.T) {
	random := generator(5)
	p, start := sizes(&random, 30, 5, 200_000)
	var first *Result
	for workers := range 4 {
		r, err := Solve(context.Background(), p, &Options{Start: start, Workers: workers, MaxNodes: 9, branchOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		verify(t, p, r)
		if first == nil {
			first = r
		}
		if diff := cmp.Diff(first, r); diff != "" {
			t.Errorf("%d workers: %s", workers, diff)
		}
	}
	if first.Nodes != 9 {
		t.Errorf("%d nodes: the tree was not needed", first.Nodes)
	}
}

// Twenty people alike must not mean that all their permutations are looked at.
func TestTwins(t *testing.T) {
	random := generator(2)
	p, _ := sizes(&random, 20, 4, 0)
	for u := range p.Sides {
		coef := make([]int32, 20*4)
		for i := range 20 {
			coef[i*4+u] = 37 + 4*int32(i%2)
		}
		p.Sides[u].Pairs = flow.Dense{Columns: 4, Cost: coef}
	}
	for _, branchOnly := range []bool{false, true} {
		r, err := Solve(context.Background(), p, &Options{MaxNodes: 2000, branchOnly: branchOnly})
		if err != nil {
			t.Fatal(err)
		}
		verify(t, p, r)
		if !branchOnly && !r.Optimal {
			t.Errorf("cost %d, bound %d after %d nodes and %d steps", r.Cost, r.Bound, r.Nodes, r.Steps)
		}
	}
}
