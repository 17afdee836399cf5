package transport

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// smallProblem draws a problem with few units, often tied, sometimes infeasible,
// sometimes with costs at the limit.
func smallProblem(t *rapid.T, mostRows, mostColumns, mostSupply int) *Problem {
	rows := rapid.IntRange(0, mostRows).Draw(t, "rows")
	columns := rapid.IntRange(0, mostColumns).Draw(t, "columns")
	cost := rapid.SampledFrom([]*rapid.Generator[int32]{
		rapid.Int32Range(-2, 2), rapid.Int32Range(-1000, 1000), rapid.SampledFrom([]int32{-MaxCost, 0, MaxCost}),
	}).Draw(t, "costs")
	p := &Problem{}
	for range rows {
		p.Supply = append(p.Supply, rapid.IntRange(0, mostSupply).Draw(t, "supply"))
	}
	floors := rapid.Bool().Draw(t, "floors")
	curved := rapid.Bool().Draw(t, "curved")
	for range columns {
		capacity := rapid.SampledFrom([]int{0, 1, 2, 3, 5, 9, math.MaxInt}).Draw(t, "capacity")
		p.Capacity = append(p.Capacity, capacity)
		if floors {
			p.Floor = append(p.Floor, rapid.SampledFrom([]int{0, min(1, capacity), min(2, capacity), capacity}).Draw(t, "floor"))
		}
		if curved {
			var marginal []int64
			for range rows * mostSupply {
				marginal = append(marginal, int64(cost.Draw(t, "marginal")))
			}
			slices.Sort(marginal)
			if rapid.Bool().Draw(t, "flat") {
				marginal = nil
			}
			p.Marginal = append(p.Marginal, marginal)
		}
	}
	allowed := rapid.IntRange(1, 4).Draw(t, "allowed")
	for range rows * columns {
		x := cost.Draw(t, "cost")
		if rapid.IntRange(0, 4).Draw(t, "forbidden") >= allowed {
			x = Forbidden
		}
		p.Cost = append(p.Cost, x)
	}
	return p
}

// sparse returns the problem with its pairs as entries, last first.
func (p *Problem) sparse() *Problem {
	q := *p
	q.Cost, q.Entries = nil, []Entry{}
	for k, x := range slices.Backward(p.Cost) {
		if x != Forbidden {
			q.Entries = append(q.Entries, Entry{k / len(p.Capacity), k % len(p.Capacity), x})
		}
	}
	return &q
}

func (p *Problem) units() (sum int) {
	for _, supply := range p.Supply {
		sum += supply
	}
	return sum
}

// enumerate returns the least cost of all flows, unit by unit.
func enumerate(p *Problem) (least int64, feasible bool) {
	columns := len(p.Capacity)
	load := make([]int, columns)
	least = math.MaxInt64
	var send func(i, sent, from int, cost int64)
	send = func(i, sent, from int, cost int64) {
		for i < len(p.Supply) && sent == p.Supply[i] {
			i, sent, from = i+1, 0, 0
		}
		if i == len(p.Supply) {
			for j, k := range load {
				if k < p.floorOf(j) {
					return
				}
			}
			least, feasible = min(least, cost), true
			return
		}
		for j := from; j < columns; j++ {
			x := p.Cost[i*columns+j]
			if x == Forbidden || load[j] == p.Capacity[j] {
				continue
			}
			add := int64(x)
			if m := p.marginalsOf(j); m != nil {
				add += m[load[j]]
			}
			load[j]++
			send(i, sent+1, j, cost+add)
			load[j]--
		}
	}
	send(0, 0, 0, 0)
	return least, feasible
}

// augment returns the least cost by Bellman–Ford and augmentation on a graph of
// rows and columns: textbook successive shortest paths. A unit below a floor
// earns a bonus that outweighs all costs.
func augment(p *Problem) (least int64, feasible bool) {
	const bonus = 1 << 50
	rows, columns, units := len(p.Supply), len(p.Capacity), p.units()
	type edge struct {
		from, to int
		room     int
		cost     int64
	}
	var edges []edge // every odd one is the reverse of the one before it
	add := func(from, to, room int, cost int64) {
		edges = append(edges, edge{from, to, room, cost}, edge{to, from, 0, -cost})
	}
	source, sink := rows+columns, rows+columns+1
	for i, supply := range p.Supply {
		add(source, i, supply, 0)
		for j := range columns {
			if x := p.Cost[i*columns+j]; x != Forbidden {
				add(i, rows+j, units, int64(x))
			}
		}
	}
	for j, capacity := range p.Capacity {
		for k := range min(capacity, units) {
			cost := int64(0)
			if m := p.marginalsOf(j); m != nil {
				cost = m[k]
			}
			if k < p.floorOf(j) {
				cost -= bonus
			}
			add(rows+j, sink, 1, cost)
		}
	}
	for range units {
		const far = math.MaxInt64
		distance, last := make([]int64, rows+columns+2), make([]int, rows+columns+2)
		for v := range distance {
			distance[v] = far
		}
		distance[source] = 0
		for changed := true; changed; {
			changed = false
			for k, e := range edges {
				if e.room > 0 && distance[e.from] < far && distance[e.from]+e.cost < distance[e.to] {
					distance[e.to], last[e.to], changed = distance[e.from]+e.cost, k, true
				}
			}
		}
		if distance[sink] == far {
			return 0, false
		}
		least += distance[sink]
		for v := sink; v != source; v = edges[last[v]].from {
			edges[last[v]].room--
			edges[last[v]^1].room++
		}
	}
	for j := range columns {
		floor := p.floorOf(j)
		if floor > units {
			return 0, false
		}
		least += int64(floor) * bonus
	}
	return least, least < bonus/2
}

func TestSolveLikeEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := smallProblem(t, 3, 3, 3)
		want, feasible := enumerate(p)
		solveAll(t, p, want, feasible)
	})
}

func TestSolveLikeAugmentation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := smallProblem(t, 8, 6, 4)
		want, feasible := augment(p)
		solveAll(t, p, want, feasible)
	})
}

// solveAll solves p, dense and sparse, cold and from prices, and wants the cost,
// or a cut.
func solveAll(t *rapid.T, p *Problem, want int64, feasible bool) {
	var prices []int64
	scale := rapid.SampledFrom([]int64{1, 1000, MaxCost, math.MaxInt64}).Draw(t, "scale")
	for range p.Capacity {
		prices = append(prices, rapid.Int64Range(-scale, scale).Draw(t, "price"))
	}
	sparse := p.sparse()
	for k, q := range []*Problem{p, sparse, p, sparse} {
		opts := &Options{Workers: k}
		if k > 1 { // from chance first, then from the optimum
			opts.Prices = prices
		}
		s, err := Solve(t.Context(), q, opts)
		var cut *InfeasibleError
		switch {
		case errors.As(err, &cut):
			if feasible {
				t.Fatalf("%v, but there is a flow of cost %d", err, want)
			}
			if !errors.Is(err, ErrInfeasible) {
				t.Fatalf("%v is not ErrInfeasible", err)
			}
			if err := cut.Verify(t.Context(), q); err != nil {
				t.Fatalf("%v: %v", cut, err)
			}
			continue
		case err != nil:
			t.Fatal(err)
		case !feasible:
			t.Fatalf("a flow %v where there is none", s.Flows)
		case s.Cost != want:
			t.Fatalf("cost %d, want %d", s.Cost, want)
		}
		if err := s.Verify(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		if k > 1 {
			prices = s.ColumnPrice
		}
	}
}
