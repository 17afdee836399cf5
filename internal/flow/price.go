package flow

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/mutasi-go/mutasi/internal/lanes"
)

// pricedArc is a pair outside the candidate lists that is wanted in them.
type pricedArc struct {
	row int32
	arc arc
}

// violations returns rows that a column outside their list would suit better
// at today's prices, with the best such column, in the order of rows; none
// only if there are none.
//
// Of the rows that want the same column it returns those that gain the most,
// about as many as it has room for, and twice as many in each further round. A
// column that few lists hold falls behind in price, and then everybody wants
// it; but a few newcomers raise its price to where the others no longer do.
func (s *solver) violations(g *network, round int) ([]pricedArc, error) {
	var prices lanes.Prices
	prices.Set(g.price[:g.Columns])
	g.beyond.follow(g.price)
	all, err := s.price(g, func() chooser {
		mask := make([]uint64, lanes.Words(g.Columns))
		return func(i int, buffer *Buffer) (arc, bool) {
			own := int64(g.atCost[i]) + g.price[g.at[i]]
			if g.beyond.above(i, own-1) {
				return arc{}, false
			}
			columns, costs := g.Costs.Row(i, buffer)
			if columns != nil {
				return g.firstLeast(columns, costs, own, nil)
			}
			least := prices.Least(costs)
			if least >= own {
				return arc{}, false
			}
			prices.Equal(costs, least, mask)
			j := first(mask)
			return arc{int32(j), costs[j]}, true
		}
	})
	if err != nil {
		return nil, err
	}
	return g.worst(all, round), nil
}

// worst selects, of pairs that would suit their rows better, as many as
// violations says.
func (g *network) worst(all []pricedArc, round int) []pricedArc {
	gain := func(x pricedArc) int64 {
		i := x.row
		return int64(g.atCost[i]) + g.price[g.at[i]] - int64(x.arc.cost) - g.price[x.arc.column]
	}
	slices.SortFunc(all, func(a, b pricedArc) int {
		return cmp.Or(cmp.Compare(a.arc.column, b.arc.column), cmp.Compare(gain(b), gain(a)), cmp.Compare(a.row, b.row))
	})
	few := int64(16+2*g.Rows/g.Columns) << min(round, 20)
	kept := all[:0]
	taken := int64(0)
	for k := range all {
		if k > 0 && all[k].arc.column != all[k-1].arc.column {
			taken = 0
		}
		j := all[k].arc.column
		if taken < min(few, (16+int64(g.Hi[j]-g.load[j]))<<min(round, 20)) {
			kept = append(kept, all[k])
			taken++
		}
	}
	slices.SortFunc(kept, func(a, b pricedArc) int { return cmp.Compare(a.row, b.row) })
	return kept
}

// liftIdle prices every node without rows at what its first unit would cost,
// the most that invariant (2) allows. Searches never reach such nodes, so their
// prices would stay behind while all others rise, and every row would seem to
// want them.
func (g *network) liftIdle() {
	for v := len(g.load) - 1; v >= 0; v-- {
		if g.load[v] == 0 && g.Hi[v] > 0 && g.excess[v] == 0 {
			g.price[v] = max(g.price[v], g.price[g.parent(v)]+g.marginal(v, 1))
		}
	}
}

// widen gives every row at a reached column its best column beyond those that
// are reached, and reports whether there was any. Without candidate lists
// being complete, "nothing can be reached" may be their fault.
func (s *solver) widen(g *network, reached []int32) (bool, error) {
	if g.complete {
		return false, nil
	}
	inside := make([]bool, g.sink+1)
	for _, v := range reached {
		inside[v] = true
	}
	found, err := s.price(g, func() chooser {
		return func(i int, buffer *Buffer) (arc, bool) {
			if !inside[g.at[i]] {
				return arc{}, false
			}
			columns, costs := g.Costs.Row(i, buffer)
			return g.firstLeast(columns, costs, far, inside)
		}
	})
	if err != nil {
		return false, err
	}
	for _, x := range found {
		if err := s.ctx.Err(); err != nil {
			return false, g.interrupted(err)
		}
		g.admit(x)
		i := int(x.row)
		if int64(x.arc.cost)+g.price[x.arc.column] < int64(g.atCost[i])+g.price[g.at[i]] {
			g.relocate(i, x.arc)
		}
	}
	return len(found) > 0, nil
}

// chooser reads a row and returns one of its pairs, or none.
type chooser func(row int, buffer *Buffer) (arc, bool)

// price returns what a chooser finds, in the order of rows. Every worker has a
// chooser of its own.
func (s *solver) price(g *network, newChooser func() chooser) ([]pricedArc, error) {
	parts := make([][]pricedArc, s.opts.Workers)
	err := s.parallel("pricing", g.Rows, func(w, from, to int) {
		var buffer Buffer
		choose := newChooser()
		for i := from; i < to && s.ctx.Err() == nil; i++ {
			if c, ok := choose(i, &buffer); ok {
				parts[w] = append(parts[w], pricedArc{int32(i), c})
			}
		}
	})
	if err != nil {
		return nil, g.interrupted(err)
	}
	return slices.Concat(parts...), nil
}

// firstLeast returns the first pair of least c + π below limit, columns apart
// that are to be left out, if there is one.
func (g *network) firstLeast(columns, costs []int32, limit int64, out []bool) (best arc, found bool) {
	least := limit
	for q, c := range costs {
		j := q
		if columns != nil {
			j = int(columns[q])
		}
		if c == Forbidden {
			continue
		}
		if v := int64(c) + g.price[j]; v < least && (out == nil || !out[j]) {
			best, least, found = arc{int32(j), c}, v, true
		}
	}
	return best, found
}

// first returns the first column of a mask that has some.
func first(mask []uint64) int {
	for k, w := range mask {
		if w != 0 {
			return k*64 + bits.TrailingZeros64(w)
		}
	}
	panic("flow: a mask without columns")
}

func (g *network) interrupted(cause error) error {
	return &Interrupted{Price: g.nodePrices(), Cause: cause}
}
