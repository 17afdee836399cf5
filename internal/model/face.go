package model

import (
	"context"
	"math/bits"
	"slices"
	"sync"

	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/lanes"
)

// face is what the goals minimised so far leave open: pairs, and an interval
// of loads at every node.
type face struct {
	m      *Model
	pairs  *Pairs
	lo, hi []int32
}

func (m *Model) face() *face {
	return &face{m: m, pairs: m.Allowed, lo: m.Lo, hi: m.Hi}
}

// problem is a goal within the face.
func (f *face) problem(g *Goal) *flow.Problem {
	m := f.m
	return &flow.Problem{
		Rows: m.Rows, Columns: m.Columns, Parent: m.Parent, Lo: f.lo, Hi: f.hi,
		Marginal: g.Marginal,
		Costs:    facePairs{m.Columns, f.pairs, g.Pairs},
	}
}

// facePairs shows the pairs of a face from a store.
type facePairs struct {
	columns int
	pairs   *Pairs
	store   Store
}

// sparseShare decides which rows are listed: those with fewer than one pair
// in so many.
const sparseShare = 8

// streamedPairs is the number of pairs from which on a streamed row costs less to
// compute as a whole than pair by pair.
const streamedPairs = 8

// Row lists the pairs of a row if they are few, reads the store in place if
// the row has all pairs, and masks a copy otherwise.
func (w facePairs) Row(row int, b *flow.Buffer) (columns, costs []int32) {
	if cap(b.Costs) < w.columns {
		b.Costs = make([]int32, w.columns)
	}
	n := w.pairs.count(row)
	if n*sparseShare < w.columns {
		if b.Columns == nil {
			b.Columns = make([]int32, 0, n) // nil would mean all
		}
		b.Columns = w.pairs.appendRow(row, b.Columns[:0])
		costs = b.Costs[:n]
		if _, ok := w.store.(*Streamed); ok && n >= streamedPairs {
			all := w.store.Row(row, b.Costs[:w.columns])
			for q, j := range b.Columns {
				costs[q] = all[j] // q is not above j, so none is overwritten before it is read
			}
			return b.Columns, costs
		}
		for q, j := range b.Columns {
			costs[q] = w.store.At(row, int(j))
		}
		return b.Columns, costs
	}
	costs = w.store.Row(row, b.Costs[:w.columns])
	if n == w.columns {
		return nil, costs
	}
	masked := append(b.Costs[:0], costs...)
	for k, word := range w.pairs.row(row) {
		for absent := ^word; absent != 0; absent &= absent - 1 {
			j := k*64 + bits.TrailingZeros64(absent)
			if j >= len(masked) {
				break
			}
			masked[j] = flow.Forbidden
		}
	}
	return nil, masked
}

// narrow shrinks the face to the optima of the problem just solved, told by one
// of them and its prices: pairs whose c + π is the least of their row, and loads where the
// slope is a subgradient. Rows that lists know are not read; nil for none. If the
// context ends, the face stays as it is.
func (f *face) narrow(ctx context.Context, p *flow.Problem, at []int32, price []int64, lists *flow.Lists, workers int) {
	pairs := f.pairs.clone()
	workers = max(workers, 1)
	var prices lanes.Prices
	prices.Set(price[:p.Columns])
	var wait sync.WaitGroup
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			n := newNarrower(p, pairs, price, &prices)
			for i := p.Rows * w / workers; i < p.Rows*(w+1)/workers && ctx.Err() == nil; i++ {
				if lists != nil && lists.Tight(i, n.mask) {
					pairs.keepMask(i, n.mask)
				} else {
					n.row(i, int(at[i]))
				}
			}
		}()
	}
	wait.Wait()
	if ctx.Err() != nil {
		return
	}
	lo, hi := make([]int32, len(f.lo)), make([]int32, len(f.hi))
	for v := range lo {
		lo[v], hi[v] = p.Range(v, price)
	}
	f.pairs, f.lo, f.hi = pairs, lo, hi
}

// narrower takes pairs out of one row after another.
type narrower struct {
	problem *flow.Problem
	pairs   *Pairs
	price   []int64
	prices  *lanes.Prices // of the columns
	classes *tightClasses // nil: the goal does not count
	buffer  flow.Buffer
	mask    []uint64
}

func newNarrower(p *flow.Problem, pairs *Pairs, price []int64, prices *lanes.Prices) *narrower {
	n := &narrower{problem: p, pairs: pairs, price: price, prices: prices, mask: make([]uint64, pairs.words)}
	if costs, ok := p.Costs.(facePairs); ok {
		if c, ok := costs.store.(*Classes); ok {
			n.classes = newTightClasses(c, price)
		}
	}
	return n
}

// row keeps the pairs of a row whose c + π is that of its own.
func (n *narrower) row(i, own int) {
	if n.classes != nil {
		n.classes.row(i, own, n.mask)
		n.pairs.keepMask(i, n.mask)
		return
	}
	columns, costs := n.problem.Costs.Row(i, &n.buffer)
	if columns == nil {
		n.prices.Equal(costs, int64(costs[own])+n.price[own], n.mask)
		n.pairs.keepMask(i, n.mask)
		return
	}
	q, _ := slices.BinarySearch(columns, int32(own))
	least := int64(costs[q]) + n.price[own]
	for q, j := range columns {
		if int64(costs[q])+n.price[j] != least {
			n.pairs.Remove(i, int(j))
		}
	}
}
