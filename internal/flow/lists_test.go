package flow

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/internal/lanes"
)

// TestPickKeepsTheLeast: a list has the pairs of least c + π, as many as there is
// room for, and no other pair is below what pick says of them.
func TestPickKeepsTheLeast(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, columns := range []int{1, 64, 65, 100, 300} {
		for _, different := range []int32{1, 2, 5, 40, 1 << 20} {
			for row := range 60 {
				costs, price := make([]int32, columns), make([]int64, columns)
				for j := range costs {
					costs[j], price[j] = r.Int32N(different), r.Int64N(int64(different))
					if r.IntN(4) == 0 {
						costs[j] = Forbidden
					}
				}
				costs[r.IntN(columns)] = 0
				var prices lanes.Prices
				prices.Set(price)
				k := newPicker(price, &prices, false)
				list, best, ties := k.pick(row, nil, costs)
				listed := make([]bool, columns)
				for _, c := range list {
					listed[c.column] = true
					if c.cost != costs[c.column] {
						t.Fatalf("column %d is listed at %d, it costs %d", c.column, c.cost, costs[c.column])
					}
				}
				least, outside, tied := int64(far), int64(far), 0
				for j, c := range costs {
					if c == Forbidden {
						continue
					}
					v := int64(c) + price[j]
					least = min(least, v)
					if !listed[j] {
						outside = min(outside, v)
					}
				}
				for _, c := range list {
					if int64(c.cost)+price[c.column] == least {
						tied++
					}
				}
				switch {
				case int64(best.cost)+price[best.column] != least || !listed[best.column]:
					t.Fatalf("the best is %v, the least %d", best, least)
				case ties != tied:
					t.Fatalf("%d ties, listed are %d", ties, tied)
				case outside < k.beyond || k.beyond == far && outside != far:
					t.Fatalf("a pair of %d is outside the list, all are said to be at least %d", outside, k.beyond)
				case len(list) > listMost && columns > listMost:
					t.Fatalf("%d pairs are listed", len(list))
				}
			}
		}
	}
}

// TestListsKnowTightPairs: what lists say of a row is what its costs say. They
// know all rows whose list is complete, and where ties are few most others.
func TestListsKnowTightPairs(t *testing.T) {
	for _, f := range families {
		for _, short := range []bool{false, true} {
			p := largeProblem(f, 1500, 80, f.name != "product")
			if f.name == "product" {
				p = largeProblem(f, 200, 70, false)
			}
			s, err := Solve(context.Background(), p, &Options{short: short, Workers: 2})
			if err != nil {
				t.Fatal(err)
			}
			known := 0
			mask := make([]uint64, lanes.Words(p.Columns))
			for i := range p.Rows {
				for k := range mask {
					mask[k] = 1<<63 - 1
				}
				if !s.Lists.Tight(i, mask) {
					continue
				}
				known++
				_, costs := p.Costs.Row(i, nil)
				want := make([]uint64, len(mask))
				for j, c := range costs {
					if c != Forbidden && int64(c)+s.Price[j] == int64(costs[s.At[i]])+s.Price[s.At[i]] {
						want[j/64] |= 1 << (j % 64)
					}
				}
				if !slices.Equal(mask, want) {
					t.Fatalf("%s, row %d: tight at %x, want %x", f.name, i, mask, want)
				}
			}
			if !short && known < p.Rows || f.name == "uniform" && known < p.Rows/2 {
				t.Errorf("%s, short lists: %v: only %d of %d rows are known", f.name, short, known, p.Rows)
			}
		}
	}
}
