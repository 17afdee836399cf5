package lanes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// row is an input that all loops are tested on.
type row struct {
	costs []int32
	price []int64
}

// rows returns rows of all lengths around a block and around a word, with costs
// and prices of several kinds, behind other numbers in memory and before some
// that would be the least.
func rows() map[string]row {
	r := rand.New(rand.NewPCG(1, 1))
	costs := map[string]func() int32{
		"few":      func() int32 { return r.Int32N(5) },
		"any":      func() int32 { return r.Int32N(2*MaxCost+1) - MaxCost },
		"extreme":  func() int32 { return []int32{-MaxCost, -MaxCost + 1, 0, MaxCost - 1, MaxCost}[r.IntN(5)] },
		"absent":   func() int32 { return []int32{Absent, Absent, Absent, r.Int32N(3)}[r.IntN(4)] },
		"none":     func() int32 { return Absent },
		"boundary": func() int32 { return []int32{MaxCost, Absent}[r.IntN(2)] },
	}
	prices := map[string]func() int64{
		"zero":    func() int64 { return 0 },
		"few":     func() int64 { return r.Int64N(5) - 2 },
		"widest":  func() int64 { return 1<<40 - []int64{0, 1, MaxCost - 1, MaxCost}[r.IntN(4)] },
		"beyond":  func() int64 { return []int64{0, 1, MaxCost, MaxCost + 1}[r.IntN(4)] },
		"wrapped": func() int64 { return r.Int64N(3)<<32 + r.Int64N(3) }, // equal in 32 bits
		"far":     func() int64 { return r.Int64N(1<<61) - 1<<60 },
		"low":     func() int64 { return -1<<61 - r.Int64N(9) },
	}
	table := map[string]row{}
	for c, cost := range costs {
		for p, price := range prices {
			for n := 0; n < 200; n += 1 + n/70*6 {
				memory := make([]int32, n+70)
				for k := range memory {
					memory[k] = -MaxCost
				}
				from := 1 + n%9
				x := row{costs: memory[from : from+n]}
				for j := range n {
					x.costs[j] = cost()
					x.price = append(x.price, price())
				}
				table[fmt.Sprintf("%s costs, %s prices, %d columns", c, p, n)] = x
			}
		}
	}
	return table
}

// sums returns the sums of a row, None where the pair is absent.
func (x row) sums() []int64 {
	s := make([]int64, len(x.costs))
	for j, c := range x.costs {
		s[j] = None
		if c != Absent {
			s[j] = int64(c) + x.price[j]
		}
	}
	return s
}

func TestLoopsFollowTheirDefinition(t *testing.T) {
	for name, x := range rows() {
		var p Prices
		p.Set(x.price)
		sums := x.sums()
		least := int64(None)
		var lane [Lanes]int64
		for l := range lane {
			lane[l] = None
		}
		for j, s := range sums {
			least = min(least, s)
			lane[j%Lanes] = min(lane[j%Lanes], s)
		}
		slices.Sort(lane[:])
		if got := p.Least(x.costs); got != least {
			t.Fatalf("%s: least %d, want %d", name, got, least)
		}
		for _, rank := range []int{0, 1, 12, Lanes - 1} {
			if got, ranked := p.LeastOfLanes(x.costs, rank); got != least || ranked != lane[rank] {
				t.Fatalf("%s: least of lanes %d and %d, want %d and %d", name, got, ranked, least, lane[rank])
			}
		}
		bounds := []int64{least, least - 1, least + 1, lane[12], None, None - 1, math.MinInt64, 0, -1 << 31, 1 << 30, 1<<31 - 1, 1 << 32}
		bounds = append(bounds, sums[:min(len(sums), 3)]...)
		for _, d := range []int64{0, 1, -1, MaxCost, MaxCost + 1, -2 * MaxCost, -2*MaxCost - 1, -1 << 31, -1<<31 - 1, Absent, 1 << 32, -1 << 32} {
			bounds = append(bounds, p.base+d)
		}
		for _, bound := range bounds {
			equal, atMost := make([]uint64, Words(len(sums))), make([]uint64, Words(len(sums)))
			for k := range equal {
				equal[k], atMost[k] = math.MaxUint64, math.MaxUint64
			}
			wantEqual, wantAtMost := make([]uint64, len(equal)), make([]uint64, len(equal))
			for j, s := range sums {
				if x.costs[j] != Absent && s == bound {
					wantEqual[j/64] |= 1 << (j % 64)
				}
				if x.costs[j] != Absent && s <= bound {
					wantAtMost[j/64] |= 1 << (j % 64)
				}
			}
			p.Equal(x.costs, bound, equal)
			if diff := cmp.Diff(wantEqual, equal); diff != "" {
				t.Fatalf("%s, equal to %d: (-want +got)\n%s", name, bound, diff)
			}
			p.AtMost(x.costs, bound, atMost)
			if diff := cmp.Diff(wantAtMost, atMost); diff != "" {
				t.Fatalf("%s, at most %d: (-want +got)\n%s", name, bound, diff)
			}
		}
	}
}

// Differences of costs go beyond MaxCost.
func TestEqualOfAllCosts(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 3000 {
		x := row{costs: make([]int32, 70), price: make([]int64, 70)}
		for j := range x.costs {
			x.costs[j] = int32(r.Uint32())
			if r.IntN(2) == 0 {
				x.costs[j] = []int32{math.MinInt32, math.MinInt32 + 1, -1, 0, Absent - 1, Absent}[r.IntN(6)]
			}
			x.price[j] = []int64{-MaxCost, -1, 0}[r.IntN(3)]
		}
		x.price[0] = 0
		var p Prices
		p.Set(x.price)
		for _, bound := range []int64{-1 << 32, -1 << 31, -MaxCost, -1, 0, MaxCost, Absent, 1 << 32, x.sums()[r.IntN(70)]} {
			got, want := make([]uint64, 2), make([]uint64, 2)
			for j, s := range x.sums() {
				if x.costs[j] != Absent && s == bound {
					want[j/64] |= 1 << (j % 64)
				}
			}
			if p.Equal(x.costs, bound, got); !slices.Equal(got, want) {
				t.Fatalf("equal to %d: %x, want %x, costs %v, prices %v", bound, got, want, x.costs, x.price)
			}
		}
	}
}

// TestFormsAgree compares the loops of this processor with the portable ones.
func TestFormsAgree(t *testing.T) {
	for name, x := range rows() {
		var p Prices
		p.Set(x.price)
		if !p.near {
			continue
		}
		var got, want [Lanes]int32
		minima(x.costs, p.shift, &got)
		minimaPortable(x.costs, p.shift, &want)
		if got != want {
			t.Fatalf("%s: minima %v, want %v", name, got, want)
		}
		for _, bound := range []int32{want[0], want[Lanes-1], 0, -2 * MaxCost, MaxCost} {
			bound = min(bound, MaxCost) // an empty lane has more
			mask, wantMask := make([]uint64, Words(len(x.costs))), make([]uint64, Words(len(x.costs)))
			equal(x.costs, p.shift, bound, mask)
			equalPortable(x.costs, p.shift, bound, wantMask)
			if !slices.Equal(mask, wantMask) {
				t.Fatalf("%s, equal to %d: %x, want %x", name, bound, mask, wantMask)
			}
			atMost(x.costs, p.shift, bound, mask)
			atMostPortable(x.costs, p.shift, bound, wantMask)
			if !slices.Equal(mask, wantMask) {
				t.Fatalf("%s, at most %d: %x, want %x", name, bound, mask, wantMask)
			}
		}
	}
}

// BenchmarkLoops reads one row of 500 columns, as a pass does.
func BenchmarkLoops(b *testing.B) {
	const columns = 500
	r := rand.New(rand.NewPCG(1, 1))
	costs, price := make([]int32, columns), make([]int64, columns)
	for j := range costs {
		costs[j], price[j] = r.Int32N(1<<24), r.Int64N(1<<20)
	}
	var near, far Prices
	near.Set(price)
	apart := slices.Clone(price)
	apart[7] = 1 << 40
	far.Set(apart)
	var lane [Lanes]int32
	mask := make([]uint64, Words(columns))
	least, ranked := near.LeastOfLanes(costs, 12)
	low := int32(least - near.base)
	for _, x := range []struct {
		name string
		run  func()
	}{
		{"minima", func() { minima(costs, near.shift, &lane) }},
		{"minima/portable", func() { minimaPortable(costs, near.shift, &lane) }},
		{"equal", func() { equal(costs, near.shift, low, mask) }},
		{"equal/portable", func() { equalPortable(costs, near.shift, low, mask) }},
		{"at most", func() { atMost(costs, near.shift, int32(ranked-near.base), mask) }},
		{"at most/portable", func() { atMostPortable(costs, near.shift, int32(ranked-near.base), mask) }},
		{"Least", func() { near.Least(costs) }},
		{"Least/apart", func() { far.Least(costs) }},
		{"LeastOfLanes", func() { near.LeastOfLanes(costs, 12) }},
		{"LeastOfLanes/apart", func() { far.LeastOfLanes(costs, 12) }},
		{"AtMost/apart", func() { far.AtMost(costs, ranked, mask) }},
		{"Equal/apart", func() { far.Equal(costs, least, mask) }},
	} {
		b.Run(x.name, func(b *testing.B) {
			for b.Loop() {
				x.run()
			}
		})
	}
}
