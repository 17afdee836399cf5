package model

import (
	"context"
	"testing"

	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/proof"
	"pgregory.net/rapid"
)

// TestSingleLikeFlow: where the linear assignment kernel takes a problem it
// finds the same cost as the flow kernel, and its prices prove it.
func TestSingleLikeFlow(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(2, 6).Draw(t, "rows"), rapid.IntRange(1, 6).Draw(t, "posts")
		bench := rapid.IntRange(0, m).Draw(t, "bench")
		full := rapid.Bool().Draw(t, "all posts must be filled")
		rest := rapid.Bool().Draw(t, "everybody may rest")
		p := &flow.Problem{Rows: n, Columns: m + 1}
		for v := range m + 1 {
			lo, hi, parent := int32(0), int32(1), int32(m+1)
			if full {
				lo = 1
			}
			if v == bench {
				lo, hi, parent = 0, int32(n), -1
			}
			p.Lo, p.Hi, p.Parent = append(p.Lo, lo), append(p.Hi, hi), append(p.Parent, parent)
		}
		p.Lo, p.Hi, p.Parent = append(p.Lo, 0), append(p.Hi, int32(m)), append(p.Parent, -1)
		p.Marginal = make([][]int64, m+2)
		d := flow.Dense{Columns: m + 1}
		for k := range n * (m + 1) {
			c := int32(rapid.IntRange(-9, 9).Draw(t, "cost"))
			if k%(m+1) == bench && !rest || k%(m+1) != bench && rapid.IntRange(0, 4).Draw(t, "forbid") == 0 {
				c = flow.Forbidden
			}
			d.Cost = append(d.Cost, c)
		}
		p.Costs = d
		want, wantErr := flow.Solve(context.Background(), p, nil)
		got, ok, err := single(context.Background(), p, 1)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			if wantErr == nil && (full && rest && n >= m || !full && !rest && n <= m) {
				t.Fatal("a problem of the form is declined")
			}
			return
		}
		taken++
		if wantErr != nil {
			t.Fatalf("solved, but the flow kernel says %v", wantErr)
		}
		if got.Cost != want.Cost {
			t.Fatalf("cost %d, the flow kernel finds %d", got.Cost, want.Cost)
		}
		q := &proof.Problem{
			Rows: n, Columns: m + 1, Parent: p.Parent, Lo: p.Lo, Hi: p.Hi,
			Allowed: func(row int, into []uint64) {
				for j := range m + 1 {
					if d.Cost[row*(m+1)+j] != flow.Forbidden {
						into[j/64] |= 1 << (j % 64)
					}
				}
			},
			Goals: []proof.Goal{{Marginal: p.Marginal, Cost: func(row int, _ []int32) []int32 { return d.Cost[row*(m+1) : (row+1)*(m+1)] }}},
		}
		if err := proof.Check(context.Background(), q, &proof.Certificate{At: got.At, Claims: []proof.Claim{{Price: got.Price, Cost: got.Cost}}}); err != nil {
			t.Fatal(err)
		}
	})
	if taken == 0 {
		t.Error("no problem was of the form")
	}
}
