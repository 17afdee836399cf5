package flow

import (
	"math/bits"

	"github.com/mutasi-go/mutasi/internal/lanes"
)

// block pushes a blocking flow (Dinitz) from the excess to the deficits over
// tight arcs, level by level, until none of them leads to a deficit. It reports whether it
// moved anything. It stops between two paths if the context ends.
func (g *network) block(s *solver) bool {
	moved := false
	if q := g.search; g.bundle != nil {
		q.prices.Set(g.price[:g.Columns])
		if q.masked == nil {
			q.tight, q.masked = make([]uint64, g.Columns*lanes.Words(g.Columns)), make([]bool, g.Columns)
		}
	}
	for g.levels() {
		state := g.search.state
		clear(state)
		for u := range g.excess {
			for g.excess[u] > 0 && state[u] != done {
				if s.ctx.Err() != nil {
					return moved
				}
				if !g.advance(s, u) {
					break
				}
				g.excess[u]--
				moved = true
			}
		}
	}
	return moved
}

// levels numbers nodes by their distance in tight arcs from the excess, up to
// the level of the first deficits, and reports whether there are any.
func (g *network) levels() bool {
	q := g.search
	q.queue = q.queue[:0]
	clear(q.masked)
	for v := range q.level {
		q.level[v] = -1
		if g.excess[v] > 0 {
			q.level[v] = 0
			q.queue = append(q.queue, int32(v))
		}
	}
	found := false
	stop := int32(len(q.level))
	for k := 0; k < len(q.queue); k++ {
		u := int(q.queue[k])
		if q.level[u] >= stop {
			break
		}
		if g.excess[u] < 0 {
			found, stop = true, q.level[u]
			continue
		}
		reach := func(v int) bool {
			if q.level[v] < 0 {
				q.level[v] = q.level[u] + 1
				q.queue = append(q.queue, int32(v))
			}
			return false
		}
		if g.bundle == nil || u >= g.Columns {
			g.tight(u, reach)
			continue
		}
		g.tightTree(u, reach)
		for k, w := range g.tightColumns(u) {
			for ; w != 0; w &= w - 1 {
				reach(k*64 + bits.TrailingZeros64(w))
			}
		}
	}
	return found
}

// advance pushes one unit from u to a deficit along tight arcs that climb one
// level each. Nodes that lead nowhere are marked done for the rest of the
// phase, so no arc is tried in vain twice.
func (g *network) advance(s *solver, u int) bool {
	q := g.search
	if g.excess[u] < 0 {
		g.excess[u]++
		return true
	}
	q.state[u] = done
	follow := func(v int) bool {
		if q.level[v] != q.level[u]+1 || q.state[v] == done || !g.advance(s, v) {
			return false
		}
		g.push(s, u, v)
		q.state[u] = unseen
		return true
	}
	if g.bundle == nil || u >= g.Columns {
		return g.tight(u, follow)
	}
	if g.tightTree(u, follow) {
		return true
	}
	// An arc that leads nowhere, or has ceased to be tight, stays so for the rest
	// of the phase; and none that climbs a level becomes tight: a row that comes
	// to u from one level below has no tight arcs beyond the level of u.
	columns := g.tightColumns(u)
	for k := range columns {
		for columns[k] != 0 {
			v := k*64 + bits.TrailingZeros64(columns[k])
			if g.isTight(u, v) && follow(v) {
				return true
			}
			columns[k] &= columns[k] - 1
		}
	}
	return false
}

// tightColumns returns the columns behind tight arcs from column u, a mask that
// is computed once in a phase. Arcs may have ceased to be tight since.
func (g *network) tightColumns(u int) []uint64 {
	q := g.search
	words := lanes.Words(g.Columns)
	mask := q.tight[u*words : (u+1)*words]
	if !q.masked[u] {
		q.masked[u] = true
		q.prices.Equal(g.bundle.least[u*g.Columns:(u+1)*g.Columns], g.price[u], mask)
	}
	return mask
}

// isTight reports whether rows of u can go to column v at a reduced cost of 0.
func (g *network) isTight(u, v int) bool {
	w := g.bundle.least[u*g.Columns+v]
	return w != absent && int64(w)+g.price[v] == g.price[u]
}

// tight calls yield for the nodes behind residual arcs of zero reduced cost
// until it returns true, and reports whether it did. Bundles are looked through
// with tightColumns instead.
func (g *network) tight(u int, yield func(v int) bool) bool {
	if g.tightTree(u, yield) {
		return true
	}
	if u >= g.Columns {
		return false
	}
	for _, i := range g.roll.at[u] {
		top := g.price[u] + int64(g.atCost[i])
		for _, c := range g.candidates[i] {
			if b := int(c.column); b != u && int64(c.cost)+g.price[b] == top && yield(b) {
				return true
			}
		}
	}
	return false
}

// tightTree is tight for the arcs of the tree.
func (g *network) tightTree(u int, yield func(v int) bool) bool {
	pu := g.price[u]
	if u < g.sink && g.load[u] < g.Hi[u] {
		if p := g.parent(u); g.marginal(u, g.load[u]+1)+g.price[p] == pu && yield(p) {
			return true
		}
	}
	for _, v := range g.children[u] {
		if g.load[v] > g.Lo[v] && g.price[v]-g.marginal(int(v), g.load[v]) == pu && yield(int(v)) {
			return true
		}
	}
	return false
}
