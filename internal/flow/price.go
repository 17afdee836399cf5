package flow

import (
	"cmp"
	"slices"
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
	all, err := s.price(g, func(row int, column int) bool { return true }, func(i int) int64 {
		return int64(g.atCost[i]) + g.price[g.at[i]]
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
	found, err := s.price(g, func(row, column int) bool {
		return inside[g.at[row]] && !inside[column]
	}, func(int) int64 { return far })
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

// price looks at all wanted pairs for the one of least c + π below limit.
func (s *solver) price(g *network, want func(row, column int) bool, limit func(row int) int64) ([]pricedArc, error) {
	parts := make([][]pricedArc, s.opts.Workers)
	err := s.parallel("pricing", g.Rows, func(w, from, to int) {
		var buffer Buffer
		for i := from; i < to && s.ctx.Err() == nil; i++ {
			columns, costs := g.Costs.Row(i, &buffer)
			best, least := -1, limit(i)
			for q, c := range costs {
				j := q
				if columns != nil {
					j = int(columns[q])
				}
				if c == Forbidden {
					continue
				}
				if v := int64(c) + g.price[j]; v < least && want(i, j) {
					best, least = q, v
				}
			}
			if best >= 0 {
				j := int32(best)
				if columns != nil {
					j = columns[best]
				}
				parts[w] = append(parts[w], pricedArc{int32(i), arc{j, costs[best]}})
			}
		}
	})
	if err != nil {
		return nil, g.interrupted(err)
	}
	all := slices.Concat(parts...)
	slices.SortFunc(all, func(a, b pricedArc) int { return cmp.Compare(a.row, b.row) })
	return all, nil
}

func (g *network) interrupted(cause error) error {
	return &Interrupted{Price: g.nodePrices(), Cause: cause}
}
