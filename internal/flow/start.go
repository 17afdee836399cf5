package flow

import (
	"math/bits"
	"slices"
	"sync"

	"github.com/mutasi-go/mutasi/internal/lanes"
)

const (
	sampleStride = 4   // a sample takes every fourth row
	sampleLeast  = 512 // fewer rows are solved from prices of 0

	// Up to this many pairs candidate lists are complete, and no pricing is
	// needed; beyond, a list holds about lanes.Lanes/3 columns.
	completePairs = 1 << 22
	listRank      = 12
	listMost      = 64

	arenaSize = 1 << 15
)

// sampledPrices solves a quarter of the rows with a quarter of the room, from
// the prices of a quarter of those, and so on down. Only prices come back, so
// rounding room costs speed at most, never the optimum.
func (s *solver) sampledPrices(p *Problem) ([]int64, error) {
	if p.Rows/sampleStride < sampleLeast {
		return nil, nil
	}
	q := p.sample()
	price, err := s.sampledPrices(q)
	if err != nil {
		return nil, err
	}
	g, err := s.run(q, price)
	if err == nil {
		return g.price, nil
	}
	if _, ok := err.(*Infeasible); ok {
		return price, nil // the sample is short of room where the whole need not be
	}
	return nil, err
}

// everyFourth shows the rows of a sample.
type everyFourth struct{ Costs }

func (c everyFourth) Row(row int, b *Buffer) ([]int32, []int32) {
	return c.Costs.Row(row*sampleStride, b)
}

// sample returns every fourth row with a quarter of the room. Ceilings round
// up and floors down, so that a feasible whole seldom has an infeasible part.
func (p *Problem) sample() *Problem {
	q := &Problem{
		Rows: p.Rows / sampleStride, Columns: p.Columns, Parent: p.Parent,
		Lo: make([]int32, len(p.Lo)), Hi: make([]int32, len(p.Hi)),
		Marginal: make([][]int64, len(p.Marginal)),
		Costs:    everyFourth{p.Costs},
	}
	for v := range p.Lo {
		q.Lo[v] = p.Lo[v] / sampleStride
		q.Hi[v] = (p.Hi[v] + sampleStride - 1) / sampleStride
		if m := p.Marginal[v]; m != nil {
			part := make([]int64, q.Hi[v])
			for k := range part {
				part[k] = m[min(k*sampleStride+sampleStride/2, int(p.Hi[v])-1)]
			}
			q.Marginal[v] = part
		}
	}
	return q
}

// run solves p from the given prices, to optimality over all pairs.
func (s *solver) run(p *Problem, price []int64) (*network, error) {
	g := newNetwork(p, price)
	g.rolls, g.lists, g.workers = s.opts.rolls, s.opts.lists, s.opts.Workers
	if err := s.choose(g); err != nil {
		return nil, err
	}
	g.settle()
	for round := 0; ; round++ {
		if err := s.augment(g); err != nil {
			return nil, err
		}
		if g.complete {
			return g, nil
		}
		s.stats.Rounds++
		g.liftIdle()
		violated, err := s.violations(g, round)
		if err != nil {
			return nil, err
		}
		if len(violated) == 0 {
			return g, nil
		}
		if err := g.connect(s.ctx); err != nil {
			return nil, g.interrupted(err)
		}
		for _, x := range violated {
			if err := s.ctx.Err(); err != nil {
				return nil, g.interrupted(err)
			}
			g.admit(x)
			g.relocate(int(x.row), x.arc)
		}
	}
}

// choose fills the candidate lists and puts every row at a column of least
// c + π. Rows with several such columns wait until the others are seated and
// then take the one with the most room, so that ties start spread out.
func (s *solver) choose(g *network) error {
	g.complete = int64(g.Rows)*int64(g.Columns) <= completePairs && !s.opts.short
	tied := make([][]int32, s.opts.Workers)
	none := slices.Repeat([]int{g.Rows}, s.opts.Workers)
	var prices lanes.Prices
	prices.Set(g.price[:g.Columns])
	g.beyond = &beyond{least: make([]int64, g.Rows), then: slices.Clone(g.price[:g.Columns])}
	err := s.parallel("candidates", g.Rows, func(w, from, to int) {
		var buffer Buffer
		keep := newPicker(g.price[:g.Columns], &prices, g.complete)
		var arena []arc // of several rows' candidates
		for i := from; i < to && s.ctx.Err() == nil; i++ {
			columns, costs := g.Costs.Row(i, &buffer)
			list, best, ties := keep.pick(i, columns, costs)
			g.beyond.least[i] = keep.beyond
			if len(list) == 0 {
				none[w] = min(none[w], i)
				continue
			}
			if len(arena)+len(list) > cap(arena) {
				arena = make([]arc, 0, max(min(arenaSize, g.Rows*g.Columns), len(list)))
			}
			start := len(arena)
			arena = append(arena, list...)
			g.candidates[i] = arena[start:len(arena):len(arena)]
			if ties > 1 {
				tied[w] = append(tied[w], int32(i))
			}
			g.at[i], g.atCost[i] = best.column, best.cost
		}
	})
	if err != nil {
		return g.interrupted(err)
	}
	if first := slices.Min(none); first < g.Rows {
		return &Infeasible{Rows: []int32{int32(first)}, Crowded: true}
	}
	room := make([]int, len(g.Parent))
	for v := range room {
		_, most := g.loadRange(v, g.slope(v))
		room[v] = int(most)
	}
	take := func(a int32) {
		for v := int32(a); v >= 0; v = g.Parent[v] {
			room[v]--
		}
	}
	isTied := make([]bool, g.Rows)
	for _, rows := range tied {
		for _, i := range rows {
			isTied[i] = true
		}
	}
	for i, a := range g.at {
		if !isTied[i] {
			take(a)
		}
	}
	for _, rows := range tied {
		for _, i := range rows {
			least := int64(g.atCost[i]) + g.price[g.at[i]]
			most, found := 0, false
			for _, c := range g.candidates[i] {
				if int64(c.cost)+g.price[c.column] != least {
					continue
				}
				space := room[c.column]
				for v := g.Parent[c.column]; v >= 0; v = g.Parent[v] {
					space = min(space, room[v])
				}
				if !found || space > most {
					most, found = space, true
					g.at[i], g.atCost[i] = c.column, c.cost
				}
			}
			take(g.at[i])
		}
	}
	return nil
}

// picker selects the candidates of one row after another.
type picker struct {
	price  []int64       // of the columns
	prices *lanes.Prices // the same
	all    bool          // no row has too many pairs
	mask   []uint64
	list   []arc
	beyond int64 // the last row's pairs outside its list have at least this c + π; far: there are none
}

func newPicker(price []int64, prices *lanes.Prices, all bool) *picker {
	return &picker{price: price, prices: prices, all: all, mask: make([]uint64, lanes.Words(len(price)))}
}

// pick returns the candidates of a row, valid until the next call, the first of
// those of least c + π, and how many share it. Unless all are wanted, it keeps
// those below a threshold that about a third of the lanes reach: columns fall
// into lanes by their index, the threshold is the rank-th least of the lanes'
// minima. At most listMost columns survive.
func (k *picker) pick(row int, columns, costs []int32) (list []arc, best arc, ties int) {
	k.list, k.beyond = k.list[:0], far
	if columns != nil {
		for q, j := range columns {
			k.list = append(k.list, arc{j, costs[q]})
		}
	} else if k.all || len(costs) <= listMost {
		for j, c := range costs {
			if c != Forbidden {
				k.list = append(k.list, arc{int32(j), c})
			}
		}
	} else {
		k.below(row, costs)
	}
	least := int64(0)
	for q, c := range k.list {
		v := int64(c.cost) + k.price[c.column]
		switch {
		case q == 0 || v < least:
			least, best, ties = v, c, 1
		case v == least:
			ties++
		}
	}
	return k.list, best, ties
}

func (k *picker) below(row int, costs []int32) {
	least, threshold := k.prices.LeastOfLanes(costs, listRank)
	k.prices.AtMost(costs, threshold, k.mask)
	k.beyond = min(threshold, far-1) + 1
	for word, w := range k.mask {
		for ; w != 0; w &= w - 1 {
			j := word*64 + bits.TrailingZeros64(w)
			k.list = append(k.list, arc{int32(j), costs[j]})
		}
	}
	if len(k.list) > listMost {
		k.trim(row, least)
	}
}

// trim shortens a list that ties made too long: to the columns of least value
// first, and if even those are too many, to as many of them from a place that
// depends on the row, so that the rows together still know all columns. The
// columns it leaves out count in beyond.
func (k *picker) trim(row int, least int64) {
	value := func(c arc) int64 { return int64(c.cost) + k.price[c.column] }
	tied := 0
	for _, c := range k.list {
		if value(c) == least {
			tied++
		}
	}
	others := max(listMost-tied, 0)
	from, seen := 0, 0
	if tied > listMost {
		from = row * listMost % tied
	}
	kept := k.list[:0]
	for _, c := range k.list {
		v := value(c)
		keep := others > 0
		if v == least {
			keep = tied <= listMost || (seen-from+tied)%tied < listMost
			seen++
		} else if keep {
			others--
		}
		if keep {
			kept = append(kept, c)
		} else {
			k.beyond = min(k.beyond, v)
		}
	}
	k.list = kept
}

// parallel calls body for ranges that cover [0, n), worker w the w-th of them, and
// returns the context's error if it ends first. Bodies look at it at every row.
func (s *solver) parallel(phase string, n int, body func(worker, from, to int)) error {
	s.progress(phase, 0, n)
	inBlocks(s.opts.Workers, n, body)
	return s.ctx.Err()
}

// inBlocks calls body for ranges that cover [0, n), at once, worker w the w-th of
// them.
func inBlocks(workers, n int, body func(worker, from, to int)) {
	var wait sync.WaitGroup
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			body(w, n*w/workers, n*(w+1)/workers)
		}()
	}
	wait.Wait()
}
