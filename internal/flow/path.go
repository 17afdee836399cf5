package flow

// search is the scratch of the shortest-path searches.
type search struct {
	distance []int64 // of nodes and T
	from     []int32 // the node before, on a shortest path
	state    []uint8
	frontier []int32 // labelled, not yet final
	final    []int32 // in the order of their distance
	level    []int32
	queue    []int32
}

const (
	unseen = iota
	labelled
	done
)

func newSearch(g *network) *search {
	n := g.sink + 1
	return &search{
		distance: make([]int64, n), from: make([]int32, n), state: make([]uint8, n),
		level: make([]int32, n),
	}
}

// patience is how many phases of blocking flow may move fewer than two units
// each before single paths take over.
const patience = 8

// augment moves all excess to deficits, or returns *Infeasible.
func (s *solver) augment(g *network) error {
	total := g.totalExcess()
	left, poor := total, 0
	for left > 0 {
		if err := s.ctx.Err(); err != nil {
			return g.interrupted(err)
		}
		s.progress("paths", total-left, total)
		s.stats.Paths++
		var moved int
		if poor < patience {
			if moved = g.phase(s); moved < 2 {
				poor++
			} else {
				poor = 0
			}
		} else {
			moved = g.single(s)
		}
		if moved == 0 {
			reached := g.search.final
			widened, err := s.widen(g, reached)
			if err != nil {
				return err
			}
			if !widened {
				return g.cut(reached)
			}
			left = g.totalExcess()
			continue
		}
		left -= moved
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

// single moves one unit from the first node with excess along a shortest
// path. It returns 0 if no deficit can be reached; search.final then holds
// what can.
func (g *network) single(s *solver) int {
	source := 0
	for g.excess[source] <= 0 {
		source++
	}
	end := g.dijkstra(source)
	if end < 0 {
		return 0
	}
	for v := end; v != source; {
		u := int(g.search.from[v])
		g.push(s, u, v)
		v = u
	}
	g.excess[source]--
	g.excess[end]++
	return 1
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

// dijkstra searches from the source, or from all excess if source is −1, to
// the nearest deficit, raises prices by the part of its distance that nodes
// closer by do not need, and returns it; −1 if there is none.
func (g *network) dijkstra(source int) int {
	q := g.search
	q.frontier, q.final = q.frontier[:0], q.final[:0]
	for v := range q.distance {
		q.distance[v], q.state[v] = far, unseen
	}
	if source >= 0 {
		g.label(-1, source, 0)
	} else {
		for v, e := range g.excess {
			if e > 0 {
				g.label(-1, v, 0)
			}
		}
	}
	for len(q.frontier) > 0 {
		at := 0
		for k, v := range q.frontier[1:] {
			w := q.frontier[at]
			if q.distance[v] < q.distance[w] || q.distance[v] == q.distance[w] && g.sooner(v, w) {
				at = k + 1
			}
		}
		u := int(q.frontier[at])
		last := len(q.frontier) - 1
		q.frontier[at] = q.frontier[last]
		q.frontier = q.frontier[:last]
		q.state[u] = done
		q.final = append(q.final, int32(u))
		if g.excess[u] < 0 {
			for _, v := range q.final {
				g.price[v] += q.distance[u] - q.distance[v]
			}
			return u
		}
		g.relax(u)
	}
	return -1
}

// sooner breaks ties of distance: deficits first, for they end the search.
func (g *network) sooner(v, w int32) bool {
	if (g.excess[v] < 0) != (g.excess[w] < 0) {
		return g.excess[v] < 0
	}
	return v < w
}

// label notes a path to v.
func (g *network) label(u, v int, distance int64) {
	q := g.search
	if distance >= q.distance[v] || q.state[v] == done {
		return
	}
	if q.state[v] == unseen {
		q.state[v] = labelled
		q.frontier = append(q.frontier, int32(v))
	}
	q.distance[v], q.from[v] = distance, int32(u)
}

// relax labels what can be reached from u over one residual arc.
func (g *network) relax(u int) {
	q := g.search
	base := q.distance[u] - g.price[u]
	if u < g.sink && g.load[u] < g.Hi[u] {
		p := g.parent(u)
		g.label(u, p, base+g.marginal(u, g.load[u]+1)+g.price[p])
	}
	for _, v := range g.children[u] {
		if g.load[v] > g.Lo[v] {
			g.label(u, int(v), base-g.marginal(int(v), g.load[v])+g.price[v])
		}
	}
	if u >= g.Columns {
		return
	}
	m := g.Columns
	least := g.bundle.least[u*m : u*m+m]
	distance, price := q.distance[:m], g.price[:m]
	for b, w := range least {
		if w == absent {
			continue
		}
		if d := base + int64(w) + price[b]; d < distance[b] {
			g.label(u, b, d)
		}
	}
}
