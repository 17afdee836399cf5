package model

import (
	"context"
	"errors"
	"testing"

	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/proof"
	"pgregory.net/rapid"
)

// TestMergedLikeWhole: merging changes neither the cost nor feasibility, and
// the prices of merged columns prove the plan over the columns as they were.
func TestMergedLikeWhole(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "rows")
		kinds := rapid.IntRange(1, 4).Draw(t, "kinds")
		m := rapid.IntRange(mergeLeast, mergeLeast+8).Draw(t, "columns")
		p := &flow.Problem{Rows: n, Columns: m, Marginal: make([][]int64, m+1)}
		kind := make([]int, m)
		for v := range m {
			kind[v] = rapid.IntRange(0, kinds-1).Draw(t, "kind")
			lo, hi := int32(0), int32(rapid.SampledFrom([]int{1, 0, 2}).Draw(t, "hi"))
			if rapid.IntRange(0, 30).Draw(t, "floor") == 0 {
				lo = hi
			}
			p.Lo, p.Hi, p.Parent = append(p.Lo, lo), append(p.Hi, hi), append(p.Parent, int32(m))
			if rapid.IntRange(0, 20).Draw(t, "convex") == 0 {
				p.Marginal[v] = []int64{0, 1}
			}
		}
		p.Lo, p.Hi, p.Parent = append(p.Lo, 0), append(p.Hi, int32(n)), append(p.Parent, -1)
		for k := range int64(n) {
			p.Marginal[m] = append(p.Marginal[m], k*2-4)
		}
		d := flow.Dense{Columns: m}
		for range n {
			base := make([]int32, kinds)
			for k := range base {
				base[k] = int32(rapid.IntRange(-5, 5).Draw(t, "cost"))
			}
			row := make([]int32, m)
			for j := range row {
				row[j] = base[kind[j]]
			}
			for range rapid.IntRange(0, 2).Draw(t, "exceptions") {
				j := rapid.IntRange(0, m-1).Draw(t, "member")
				if row[j] == flow.Forbidden {
					continue
				}
				row[j] = rapid.SampledFrom([]int32{row[j] - 1, row[j] - 3, row[j] + 2, flow.Forbidden}).Draw(t, "other cost")
			}
			d.Cost = append(d.Cost, row...)
		}
		p.Costs = d
		q := merge(context.Background(), p)
		if q == nil {
			return
		}
		taken++
		want, wantErr := flow.Solve(context.Background(), p, nil)
		small, err := flow.Solve(context.Background(), q.Problem, nil)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("merged: %v, whole: %v", err, wantErr)
		}
		if err != nil {
			var cut *flow.Infeasible
			if !errors.As(q.errorApart(err), &cut) {
				t.Fatal(err)
			}
			return
		}
		got := q.apart(small)
		if got.Cost != want.Cost {
			t.Fatalf("cost %d merged, %d whole", got.Cost, want.Cost)
		}
		whole := &proof.Problem{
			Rows: n, Columns: m, Parent: p.Parent, Lo: p.Lo, Hi: p.Hi,
			Allowed: func(row int, into []uint64) {
				for j := range m {
					if d.Cost[row*m+j] != flow.Forbidden {
						into[j/64] |= 1 << (j % 64)
					}
				}
			},
			Goals: []proof.Goal{{Marginal: p.Marginal, Cost: func(row int, _ []int32) []int32 { return d.Cost[row*m : (row+1)*m] }}},
		}
		if err := proof.Check(context.Background(), whole, &proof.Certificate{At: got.At, Claims: []proof.Claim{{Price: got.Price, Cost: got.Cost}}}); err != nil {
			t.Fatal(err)
		}
	})
	if taken == 0 {
		t.Error("nothing was merged")
	}
}

// TestAllRowsInOneMergedColumn: a merged column that holds every row is not full
// as long as a member is not, or its price would not be one of the members.
func TestAllRowsInOneMergedColumn(t *testing.T) {
	n := mergeLeast + 2
	p := &flow.Problem{Rows: 1, Columns: n, Marginal: make([][]int64, n+1)}
	d := flow.Dense{Columns: n, Cost: make([]int32, n)}
	d.Cost[4] = -1
	for range n {
		p.Parent, p.Lo, p.Hi = append(p.Parent, int32(n)), append(p.Lo, 0), append(p.Hi, 1)
	}
	p.Hi[4], p.Marginal[4] = 0, []int64{0} // the cheapest, closed, and not merged
	p.Parent, p.Lo, p.Hi, p.Marginal[n], p.Costs = append(p.Parent, -1), append(p.Lo, 0), append(p.Hi, 1), []int64{-4}, d
	q := merge(context.Background(), p)
	s, err := flow.Solve(context.Background(), q.Problem, nil)
	if err != nil {
		t.Fatal(err)
	}
	whole := q.apart(s)
	if bound := flow.Bound(p, whole.Price, 2); bound != whole.Cost || whole.Cost != -4 {
		t.Errorf("cost %d, the prices prove %d", whole.Cost, bound)
	}
}
