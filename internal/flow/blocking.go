package flow

// block pushes a blocking flow (Dinitz) from the excess to the deficits over
// tight arcs, level by level, until none of them leads to a deficit. It reports whether it
// moved anything. It stops between two paths if the context ends.
func (g *network) block(s *solver) bool {
	moved := false
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
		g.tight(u, func(v int) bool {
			if q.level[v] < 0 {
				q.level[v] = q.level[u] + 1
				q.queue = append(q.queue, int32(v))
			}
			return false
		})
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
	return g.tight(u, func(v int) bool {
		if q.level[v] != q.level[u]+1 || q.state[v] == done || !g.advance(s, v) {
			return false
		}
		g.push(s, u, v)
		q.state[u] = unseen
		return true
	})
}

// tight calls yield for the nodes behind residual arcs of zero reduced cost
// until it returns true, and reports whether it did.
func (g *network) tight(u int, yield func(v int) bool) bool {
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
	if u >= g.Columns {
		return false
	}
	if g.roll != nil {
		for _, i := range g.roll.at[u] {
			top := pu + int64(g.atCost[i])
			for _, c := range g.candidates[i] {
				if b := int(c.column); b != u && int64(c.cost)+g.price[b] == top && yield(b) {
					return true
				}
			}
		}
		return false
	}
	m := g.Columns
	for b, w := range g.bundle.least[u*m : u*m+m] {
		if w != absent && int64(w)+g.price[b] == pu && yield(b) {
			return true
		}
	}
	return false
}
