package flow

import "slices"

// entry is a row in a bundle with the change of cost when it takes the hop.
type entry struct{ change, row int32 }

// arc is a candidate of a row.
type arc struct{ column, cost int32 }

// network is the state of one solve: an assignment of rows, a flow on the
// tree, and prices, which always satisfy invariants (1) and (2) of the essay.
type network struct {
	*Problem
	sink     int       // index of T
	children [][]int32 // of inner nodes and of T

	at     []int32 // column of each row
	atCost []int32 // its cost
	load   []int32 // flow on v → parent(v)
	excess []int   // entering less leaving, of nodes and T
	price  []int64 // of nodes and T

	candidates [][]arc // of each row
	complete   bool    // candidates hold all pairs
	beyond     *beyond // what they do not hold; nil: nothing is known of it
	bundle     *bundle // one of the two
	roll       *roll
	rolls      *bool // which one; nil: whichever takes less memory
	lists      bool  // bundles have lists in any case
	search     *search
	workers    int // goroutines that build bundles; 0 means 1

	// Of a State: searches start from the excess, whichever side is smaller, so
	// that prices only rise; and log notes the columns that rows have left.
	forward bool
	log     *[]departure
}

// departure is a row and what it left.
type departure struct {
	row  int32
	from arc
}

func newNetwork(p *Problem, price []int64) *network {
	nodes := len(p.Parent)
	g := &network{
		Problem:    p,
		sink:       nodes,
		children:   make([][]int32, nodes+1),
		at:         make([]int32, p.Rows),
		atCost:     make([]int32, p.Rows),
		load:       make([]int32, nodes),
		excess:     make([]int, nodes+1),
		price:      make([]int64, nodes+1),
		candidates: make([][]arc, p.Rows),
	}
	for v := range nodes {
		q := g.parent(v)
		g.children[q] = append(g.children[q], int32(v))
	}
	if price != nil {
		copy(g.price, price)
	}
	return g
}

func (g *network) parent(v int) int {
	if q := g.Parent[v]; q >= 0 {
		return int(q)
	}
	return g.sink
}

// marginal returns the cost of the k-th unit at v.
func (p *Problem) marginal(v int, k int32) int64 {
	if m := p.Marginal[v]; m != nil {
		return m[k-1]
	}
	return 0
}

// loadRange returns the loads at which slope s satisfies invariant (2): the
// least load whose next unit costs at least s, and the greatest whose last
// unit costs at most s. They are what a node may hold in every optimum.
func (p *Problem) loadRange(v int, s int64) (least, most int32) {
	lo, hi := p.Lo[v], p.Hi[v]
	m := p.Marginal[v]
	if m == nil {
		switch {
		case s > 0:
			return hi, hi
		case s < 0:
			return lo, lo
		}
		return lo, hi
	}
	window := m[lo:hi]
	a, _ := slices.BinarySearch(window, s)
	b, _ := slices.BinarySearch(window, s+1)
	return lo + int32(a), lo + int32(b)
}

// Range returns the loads that v may hold in an optimum, by prices with the
// sink's at 0 that prove one: the face of the optimum at this node.
func (p *Problem) Range(v int, price []int64) (least, most int32) {
	slope := price[v]
	if q := p.Parent[v]; q >= 0 {
		slope -= price[q]
	}
	return p.loadRange(v, slope)
}

// slope is what entering v costs beyond entering its parent.
func (g *network) slope(v int) int64 { return g.price[v] - g.price[g.parent(v)] }

// settle sets the flow of every arc as close to what enters it as invariant
// (2) allows, and the excesses that are left. Columns keep their prices, for
// rows chose by them; the prices of inner nodes and of the sink are free, and
// each is moved to where its own excess is least, so that one search finds at
// once what a convex cost would otherwise have found unit by unit.
func (g *network) settle() {
	clear(g.excess)
	for _, a := range g.at {
		g.excess[a]++
	}
	rows := g.excess[:g.Columns:g.Columns]
	for range settleRounds {
		for v := g.Columns; v <= g.sink; v++ {
			g.balance(v, rows)
		}
	}
	for v := range g.load {
		entering := g.excess[v]
		f := g.flowAt(v, entering, g.slope(v))
		g.load[v] = int32(f)
		g.excess[v] -= f
		g.excess[g.parent(v)] += f
	}
	g.excess[g.sink] -= g.Rows
}

// settleRounds is how often the prices of a tree are gone through: twice lets
// a change at the sink come back to the units.
const settleRounds = 2

// flowAt is the load nearest to what enters v at which slope s is a
// subgradient.
func (g *network) flowAt(v, entering int, s int64) int {
	least, most := g.loadRange(v, s)
	return min(max(entering, int(least)), int(most))
}

// balance moves the price of an inner node or the sink to where its excess is
// least. The excess falls as the price rises: less comes from the children,
// and more may leave.
func (g *network) balance(v int, rows []int) {
	excess := func(price int64) int {
		in := 0
		for _, c := range g.children[v] {
			entering := int(g.load[c])
			if int(c) < g.Columns {
				entering = rows[c]
			}
			in += g.flowAt(int(c), entering, g.price[c]-price)
		}
		if v == g.sink {
			return in - g.Rows
		}
		f := g.flowAt(v, in, price-g.price[g.parent(v)])
		g.load[v] = int32(in)
		return in - f
	}
	price := g.price[v]
	e := excess(price)
	if e == 0 {
		return
	}
	// Bracket the change of sign by doubling steps, then halve the bracket.
	step := int64(1)
	if e < 0 {
		step = -1
	}
	near, beyond := price, price+step
	for ; (excess(beyond) > 0) == (e > 0) && excess(beyond) != 0; beyond += step {
		near = beyond
		if step *= 2; step > settleReach || step < -settleReach {
			return
		}
	}
	for max(near-beyond, beyond-near) > 1 {
		middle := near + (beyond-near)/2
		if x := excess(middle); x != 0 && (x > 0) == (e > 0) {
			near = middle
		} else {
			beyond = middle
		}
	}
	if abs(excess(near)) < abs(excess(beyond)) {
		beyond = near
	}
	g.price[v] = beyond
	excess(beyond)
}

// settleReach bounds how far a price is moved: beyond the cost of most paths,
// and a price that should go further is left to the searches.
const settleReach = 1 << 44

func abs(x int) int { return max(x, -x) }

func (g *network) solution(stats Stats) *Solution {
	s := &Solution{At: g.at, Load: g.load, Price: g.nodePrices(), Stats: stats}
	g.beyond.follow(g.price)
	s.Lists = &Lists{g.candidates, g.at, g.atCost, g.price, *g.beyond}
	for i := range g.at {
		s.Cost += int64(g.atCost[i])
	}
	s.Cost += g.loadCost()
	return s
}

// loadCost returns the sum of the marginal costs of all loads.
func (g *network) loadCost() int64 {
	cost := int64(0)
	for v, f := range g.load {
		if m := g.Marginal[v]; m != nil {
			for _, c := range m[:f] {
				cost += c
			}
		}
	}
	return cost
}

// nodePrices returns the prices with the sink's at 0.
func (g *network) nodePrices() []int64 {
	out := make([]int64, g.sink)
	for v := range out {
		out[v] = g.price[v] - g.price[g.sink]
	}
	return out
}
