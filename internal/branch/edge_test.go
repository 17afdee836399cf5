package branch

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// The counterexample to concavity: five people on the diagonal, at most k moves.
func TestMovesNotConcave(t *testing.T) {
	fit := []int32{7, 3, 8, 3, 4, 2, 0, 6, 0, 2, 5, 1, 2, 4, 7, 3, 6, 5, 1, 5, 5, 2, 3, 0, 9}
	p := &flow.Problem{Rows: 5, Columns: 5, Marginal: make([][]int64, 5)}
	cost, move := make([]int32, 25), make([]int32, 25)
	for k, w := range fit {
		cost[k] = -w
		if k/5 != k%5 {
			move[k] = 1
		}
	}
	for range 5 {
		p.Parent, p.Lo, p.Hi = append(p.Parent, -1), append(p.Lo, 0), append(p.Hi, 1)
	}
	p.Costs = flow.Dense{Columns: 5, Cost: cost}
	var got []int64
	for k := range int64(6) {
		r, err := Solve(context.Background(), &Problem{
			Flow: p, Sides: []Side{{Pairs: flow.Dense{Columns: 5, Cost: move}, Limit: k}},
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !r.Optimal {
			t.Errorf("%d moves: bound %d, cost %d", k, r.Bound, r.Cost)
		}
		got = append(got, -r.Cost)
	}
	if diff := cmp.Diff([]int64{19, 19, 25, 32, 32, 32}, got); diff != "" {
		t.Error(diff)
	}
}

func TestNoSides(t *testing.T) {
	p := &flow.Problem{
		Rows: 2, Columns: 2, Parent: []int32{-1, -1}, Lo: []int32{0, 0}, Hi: []int32{1, 1},
		Marginal: make([][]int64, 2), Costs: flow.Dense{Columns: 2, Cost: []int32{1, 5, 1, 9}},
	}
	r, err := Solve(context.Background(), &Problem{Flow: p}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := &Result{At: []int32{1, 0}, Load: []int32{1, 1}, Side: []int64{}, Cost: 6, Bound: 6, Optimal: true, Nodes: 1, Solves: 1}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	p.Hi[0] = 0
	var cut *flow.Infeasible
	if _, err := Solve(context.Background(), &Problem{Flow: p}, nil); !errors.As(err, &cut) {
		t.Errorf("two rows in one seat: %v", err)
	}
}

func TestOverBudgetNamesTheRow(t *testing.T) {
	random := generator(3)
	p, _ := sizes(&random, 8, 3, 100)
	coef := make([]int32, 8*3)
	for k := range coef {
		coef[k] = 4
	}
	p.Sides = append(p.Sides, Side{Pairs: flow.Dense{Columns: 3, Cost: coef}, Limit: 31})
	_, err := Solve(context.Background(), p, nil)
	var over *OverBudget
	if !errors.As(err, &over) || !cmp.Equal(over.Sides, []int{3}) {
		t.Errorf("eight rows of 4 in a budget of 31: %v", err)
	}
}

// A context that ends leaves the best assignment and a bound that holds. If it
// ends before there are tables, nothing is found.
func TestCancelled(t *testing.T) {
	random := generator(9)
	p, start := sizes(&random, 12, 4, 2000)
	want := byUnits(p)
	for nodes := 1; nodes < 4; nodes++ {
		ctx, cancel := context.WithCancel(context.Background())
		opts := &Options{Start: start, branchOnly: true, Progress: func(g Progress) {
			if g.Nodes >= nodes {
				cancel()
			}
		}}
		r, err := Solve(ctx, p, opts)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		verify(t, p, r)
		if !errors.Is(r.Cause, context.Canceled) || r.Bound > want || r.Cost < want {
			t.Errorf("after %d nodes: cost %d, bound %d, optimum %d, cause %v", nodes, r.Cost, r.Bound, want, r.Cause)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Solve(ctx, p, &Options{Start: start})
	var nothing *NothingFound
	if !errors.As(err, &nothing) || !errors.Is(err, context.Canceled) || nothing.Bound > want {
		t.Errorf("no time: %v", err)
	}
}

// Coefficients and costs at the ends of their ranges: a tolerance on a goal of
// fine values, under a goal that counts.
func TestFineTolerance(t *testing.T) {
	random := generator(11)
	p := &flow.Problem{Rows: 6, Columns: 3, Marginal: make([][]int64, 3)}
	first, count := make([]int32, 18), make([]int32, 18)
	for k := range first {
		first[k] = int32(random.below(1<<30)) - 1<<29
		count[k] = int32(random.below(3))
	}
	for range 3 {
		p.Parent, p.Lo, p.Hi = append(p.Parent, -1), append(p.Lo, 1), append(p.Hi, 3)
	}
	p.Costs = flow.Dense{Columns: 3, Cost: first}
	s, err := flow.Solve(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Costs = flow.Dense{Columns: 3, Cost: count}
	for _, tolerance := range []int64{0, 1 << 20, 1 << 27, 1 << 29, 1 << 31} {
		q := &Problem{Flow: p, Sides: []Side{{Pairs: flow.Dense{Columns: 3, Cost: first}, Limit: s.Cost + tolerance}}}
		want, _, _ := enumerate(q)
		for _, branchOnly := range []bool{false, true} {
			r, err := Solve(context.Background(), q, &Options{branchOnly: branchOnly})
			if err != nil {
				t.Fatal(err)
			}
			verify(t, q, r)
			if r.Cost != want || !r.Optimal {
				t.Errorf("tolerance %d: cost %d, bound %d, enumeration finds %d", tolerance, r.Cost, r.Bound, want)
			}
		}
	}
}

// A budget and a penalty that count the load of a unit become part of the
// flow, and its ceiling is the budget rounded down.
func TestFoldedCounts(t *testing.T) {
	p := &flow.Problem{
		Rows: 4, Columns: 3, Parent: []int32{3, 3, -1, -1}, Lo: make([]int32, 4), Hi: []int32{4, 4, 4, 4},
		Marginal: make([][]int64, 4),
		Costs:    flow.Dense{Columns: 3, Cost: []int32{-9, -8, 0, -7, -8, 0, -6, -5, 0, -1, -2, 0}},
	}
	three := flow.Dense{Columns: 3, Cost: []int32{3, 3, 0, 3, 3, 0, 3, 3, 0, 3, 3, 0}}
	for limit, want := range map[int64]int64{0: 0, 5: -9, 6: -17, 8: -17, 11: -23, 12: -25} {
		q := &Problem{Flow: p, Sides: []Side{{Pairs: three, Limit: limit}}}
		r, err := Solve(context.Background(), q, nil)
		if err != nil {
			t.Fatal(err)
		}
		verify(t, q, r)
		if r.Cost != want || !r.Optimal || r.Solves != 1 {
			t.Errorf("budget %d: cost %d, want %d; bound %d after %d solves", limit, r.Cost, want, r.Bound, r.Solves)
		}
	}
	q := &Problem{Flow: p, Sides: []Side{{Pairs: three, Limit: 12, Penalty: func(y int64) int64 { return y * y }}}}
	r, err := Solve(context.Background(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	verify(t, q, r)
	if r.Cost != 0 || !r.Optimal || r.Solves != 1 {
		t.Errorf("y²: cost %d, bound %d after %d solves", r.Cost, r.Bound, r.Solves)
	}
}
