package flow

import "github.com/mutasi-go/mutasi/internal/lanes"

// search is the scratch of the shortest-path searches.
type search struct {
	distance []int64 // of nodes and T
	state    []uint8
	frontier []int32 // labelled, not yet final: a heap by distance
	place    []int32 // of each node in the frontier
	final    []int32 // in the order of their distance
	level    []int32
	queue    []int32

	// Of columns, where there are bundles: see tightColumns.
	prices lanes.Prices
	tight  []uint64
	masked []bool
}

const (
	unseen = iota
	labelled
	done
)

func newSearch(g *network) *search {
	n := g.sink + 1
	return &search{
		distance: make([]int64, n), place: make([]int32, n), state: make([]uint8, n), level: make([]int32, n),
	}
}

// augment moves all excess to deficits, or returns *Infeasible.
func (s *solver) augment(g *network) error {
	total := g.totalExcess()
	if total > 0 {
		if err := g.connect(s.ctx); err != nil {
			return g.interrupted(err)
		}
	}
	for left := total; left > 0; left = g.totalExcess() {
		if err := s.ctx.Err(); err != nil {
			return g.interrupted(err)
		}
		s.progress("paths", total-left, total)
		s.stats.Paths++
		if g.dijkstra() {
			if !g.block(s) && s.ctx.Err() == nil {
				panic("flow: a shortest path is not tight")
			}
			continue
		}
		reached := g.reach()
		widened, err := s.widen(g, reached)
		if err != nil {
			return err
		}
		if !widened {
			return g.cut(reached)
		}
	}
	return nil
}

func (g *network) totalExcess() int {
	total := 0
	for _, e := range g.excess {
		total += max(e, 0)
	}
	return total
}

// push moves one unit over the residual arc from u to v.
func (g *network) push(s *solver, u, v int) {
	switch {
	case u < g.sink && g.parent(u) == v:
		g.load[u]++
	case v < g.sink && g.parent(v) == u:
		g.load[v]--
	default:
		g.hop(u, v)
		s.stats.Moves++
	}
}

// dijkstra searches from all excess to all deficits that it can reach, and
// changes prices by the distances, so that every arc of the shortest paths
// becomes tight: its reduced cost is 0. It reports whether it reached any.
//
// The search starts from whichever side has fewer nodes: each node of the
// other side then has a tight path, so that one search serves them all.
func (g *network) dijkstra() bool {
	q := g.search
	var sides [2]int
	for v, e := range g.excess {
		q.distance[v], q.state[v] = far, unseen
		switch {
		case e > 0:
			sides[0]++
		case e < 0:
			sides[1]++
		}
	}
	backward := sides[1] < sides[0] && !g.forward
	sign := 1
	if backward {
		sign = -1
	}
	q.frontier, q.final = q.frontier[:0], q.final[:0]
	for v, e := range g.excess {
		if e*sign > 0 {
			g.label(v, 0)
		}
	}
	wanted := max(sides[0], sides[1])
	last := int64(-1) // distance of the farthest goal
	for len(q.frontier) > 0 && wanted > 0 {
		u := q.nearest()
		q.state[u] = done
		q.final = append(q.final, int32(u))
		if g.excess[u]*sign < 0 {
			last = q.distance[u]
			wanted--
		}
		if backward {
			g.relaxInto(u)
		} else {
			g.relax(u)
		}
	}
	if last < 0 {
		return false
	}
	for _, v := range q.final {
		g.price[v] += int64(sign) * max(last-q.distance[v], 0)
	}
	return true
}

// nearer orders the frontier; of nodes at the same distance the lowest is
// first, so that the order of labelling decides nothing.
func (q *search) nearer(v, w int32) bool {
	return q.distance[v] < q.distance[w] || q.distance[v] == q.distance[w] && v < w
}

// nearest takes the nearest node from the frontier, which is a heap.
func (q *search) nearest() int {
	h := q.frontier
	u := h[0]
	v := h[len(h)-1]
	h = h[:len(h)-1]
	q.frontier = h
	if len(h) == 0 {
		return int(u)
	}
	i := 0
	for {
		c := 2*i + 1
		if c >= len(h) {
			break
		}
		if c+1 < len(h) && q.nearer(h[c+1], h[c]) {
			c++
		}
		if !q.nearer(h[c], v) {
			break
		}
		h[i] = h[c]
		q.place[h[i]] = int32(i)
		i = c
	}
	h[i] = v
	q.place[v] = int32(i)
	return int(u)
}

// rise restores the heap after the distance of the node at place i has fallen.
func (q *search) rise(i int) {
	h := q.frontier
	v := h[i]
	for i > 0 {
		c := (i - 1) / 2
		if !q.nearer(v, h[c]) {
			break
		}
		h[i] = h[c]
		q.place[h[i]] = int32(i)
		i = c
	}
	h[i] = v
	q.place[v] = int32(i)
}

// reach returns the nodes that excess can reach over residual arcs.
func (g *network) reach() []int32 {
	q := g.search
	q.frontier, q.final = q.frontier[:0], q.final[:0]
	for v, e := range g.excess {
		q.distance[v], q.state[v] = far, unseen
		if e > 0 {
			g.label(v, 0)
		}
	}
	for len(q.frontier) > 0 {
		u := q.nearest()
		q.state[u] = done
		q.final = append(q.final, int32(u))
		g.relax(u)
	}
	return q.final
}

// label notes that v can be reached at a distance.
func (g *network) label(v int, distance int64) {
	q := g.search
	if distance >= q.distance[v] || q.state[v] == done {
		return
	}
	if q.state[v] == unseen {
		q.state[v] = labelled
		q.place[v] = int32(len(q.frontier))
		q.frontier = append(q.frontier, int32(v))
	}
	q.distance[v] = distance
	q.rise(int(q.place[v]))
}

// relax labels what can be reached from u over one residual arc.
func (g *network) relax(u int) {
	q := g.search
	base := q.distance[u] - g.price[u]
	if u < g.sink && g.load[u] < g.Hi[u] {
		p := g.parent(u)
		g.label(p, base+g.marginal(u, g.load[u]+1)+g.price[p])
	}
	for _, v := range g.children[u] {
		if g.load[v] > g.Lo[v] {
			g.label(int(v), base-g.marginal(int(v), g.load[v])+g.price[v])
		}
	}
	if u >= g.Columns {
		return
	}
	if g.roll != nil {
		for _, i := range g.roll.at[u] {
			from := base - int64(g.atCost[i])
			for _, c := range g.candidates[i] {
				g.label(int(c.column), from+int64(c.cost)+g.price[c.column])
			}
		}
		return
	}
	m := g.Columns
	distance, price := q.distance[:m], g.price[:m]
	for b, w := range g.bundle.least[u*m : u*m+m] {
		if d := base + int64(w) + price[b]; d < distance[b] && w != absent {
			g.label(b, d)
		}
	}
}

// relaxInto labels what can reach u over one residual arc.
func (g *network) relaxInto(u int) {
	q := g.search
	base := q.distance[u] + g.price[u]
	if u < g.sink && g.load[u] > g.Lo[u] {
		p := g.parent(u)
		g.label(p, base-g.marginal(u, g.load[u])-g.price[p])
	}
	for _, v := range g.children[u] {
		if g.load[v] < g.Hi[v] {
			g.label(int(v), base+g.marginal(int(v), g.load[v]+1)-g.price[v])
		}
	}
	if u >= g.Columns {
		return
	}
	if g.roll != nil {
		for _, e := range g.roll.known[u] {
			a := int(g.at[e.row])
			g.label(a, base+int64(e.change)-int64(g.atCost[e.row])-g.price[a])
		}
		return
	}
	m := g.Columns
	distance, price := q.distance[:m], g.price[:m]
	least := g.bundle.least
	for a := range m {
		w := least[a*m+u]
		if d := base + int64(w) - price[a]; d < distance[a] && w != absent {
			g.label(a, d)
		}
	}
}
