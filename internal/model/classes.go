package model

import (
	"cmp"
	"context"
	"math/bits"
	"slices"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// Goals that count have few different rows of costs: one for each class of rows,
// but for listed exceptions. So their passes go through rows and classes, and
// not through pairs.

// classRows reads rows of a store of classes as sets of columns.
type classRows struct {
	*Classes
	columns [][]uint64 // of each column class, its columns
	order   [][]uint8  // of each row class, the column classes by ascending cost
	plain   []uint64   // of the last row: its columns but for exceptions
	least   []uint64   // of the last row: its columns of least cost
}

func newClassRows(c *Classes, words int) *classRows {
	r := &classRows{Classes: c, plain: make([]uint64, words), least: make([]uint64, words)}
	for j, class := range c.ColumnClass {
		for int(class) >= len(r.columns) {
			r.columns = append(r.columns, make([]uint64, words))
		}
		r.columns[class][j/64] |= 1 << (j % 64)
	}
	for _, byColumn := range c.Cost {
		order := make([]uint8, len(r.columns))
		for class := range order {
			order[class] = uint8(class)
		}
		slices.SortFunc(order, func(a, b uint8) int { return cmp.Compare(byColumn[a], byColumn[b]) })
		r.order = append(r.order, order)
	}
	return r
}

// cheapest finds the columns of least cost of a row among the allowed ones, in
// r.least, and that cost. It reports false if nothing is allowed.
// O(words · column classes + exceptions of the row).
func (r *classRows) cheapest(row int, allowed []uint64) (cost int32, ok bool) {
	copy(r.plain, allowed)
	clear(r.least)
	exceptions := r.Column[r.Start[row]:r.Start[row+1]]
	values := r.Exception[r.Start[row]:r.Start[row+1]]
	for k, j := range exceptions {
		if bit := uint64(1) << (j % 64); allowed[j/64]&bit != 0 {
			r.plain[j/64] &^= bit
			if !ok || values[k] < cost {
				cost, ok = values[k], true
			}
		}
	}
	byColumn := r.Cost[r.RowClass[row]]
	for _, class := range r.order[r.RowClass[row]] {
		if ok && byColumn[class] > cost {
			break
		}
		for k, w := range r.columns[class] {
			if w &= r.plain[k]; w != 0 {
				if !ok || byColumn[class] < cost {
					cost, ok = byColumn[class], true
				}
				r.least[k] |= w
			}
		}
	}
	for k, j := range exceptions {
		if bit := uint64(1) << (j % 64); values[k] == cost && allowed[j/64]&bit != 0 {
			r.least[j/64] |= bit
		}
	}
	return cost, ok
}

// fill solves a goal that counts where it is easy: if every row finds room at a
// column of its least cost, that is optimal, and the prices 0 prove it. It looks
// for room once for each row, those with the fewest such columns first, and
// prefers columns that miss rows. It returns nil if that does not lead to a
// solution, the goal does not count, or the context ends: there may be one all the
// same.
// O(rows · (words · column classes + height of the tree) + exceptions).
func (f *face) fill(ctx context.Context, p *flow.Problem, g *Goal, progress func(phase string, done, total int)) *flow.Solution {
	classes, ok := g.Pairs.(*Classes)
	if !ok {
		return nil
	}
	if progress != nil {
		progress("filling", 0, p.Rows)
	}
	rows := newClassRows(classes, f.pairs.words)
	s := &flow.Solution{At: make([]int32, p.Rows), Load: make([]int32, len(p.Parent)), Price: make([]int64, len(p.Parent))}
	room := newRoom(p, s)
	order, ok := f.scarceFirst(ctx, rows)
	if !ok {
		return nil
	}
	next := 0 // rows take turns at columns, so that none is full early
	for _, i := range order {
		cost, _ := rows.cheapest(int(i), f.pairs.row(int(i)))
		j := room.find(rows.least, next)
		if j < 0 || ctx.Err() != nil {
			return nil
		}
		room.take(j)
		s.At[i], next = int32(j), j+1
		s.Cost += int64(cost)
	}
	for v, m := range p.Marginal {
		if s.Load[v] < room.least[v] {
			return nil
		}
		if m != nil {
			for _, c := range m[:s.Load[v]] {
				s.Cost += c
			}
		}
	}
	return s
}

// scarceFirst returns the rows by the number of their columns of least cost, and
// rows with as many in their order. It reports false if a row has none, or the
// context ends.
func (f *face) scarceFirst(ctx context.Context, rows *classRows) (order []int32, ok bool) {
	count := make([]int32, len(rows.RowClass))
	start := make([]int32, len(rows.ColumnClass)+2)
	for i := range count {
		if _, ok := rows.cheapest(i, f.pairs.row(i)); !ok || ctx.Err() != nil {
			return nil, false
		}
		for _, w := range rows.least {
			count[i] += int32(bits.OnesCount64(w))
		}
		start[count[i]+1]++
	}
	for k := range start[1:] {
		start[k+1] += start[k]
	}
	order = make([]int32, len(count))
	for i, n := range count {
		order[start[n]] = int32(i)
		start[n]++
	}
	return order, true
}

// tightClasses finds the columns at which c + π of a row has a given value.
type tightClasses struct {
	*Classes
	price []int64
	known []tightClass // of each row class: the value last asked for
}

type tightClass struct {
	value   int64
	columns []uint64 // nil: nothing was asked for
}

func newTightClasses(c *Classes, price []int64) *tightClasses {
	return &tightClasses{c, price, make([]tightClass, len(c.Cost))}
}

// row stores in mask at which columns c + π of the row is that at its own. Rows of
// a class share the work if they share the value. O(words + exceptions of the
// row), or O(columns) where the class had another value before.
func (t *tightClasses) row(i, own int, mask []uint64) {
	value := int64(t.At(i, own)) + t.price[own]
	known := &t.known[t.RowClass[i]]
	if known.columns == nil || known.value != value {
		if known.columns == nil {
			known.columns = make([]uint64, len(mask))
		}
		clear(known.columns)
		known.value = value
		byColumn := t.Cost[t.RowClass[i]]
		for j, class := range t.ColumnClass {
			if int64(byColumn[class])+t.price[j] == value {
				known.columns[j/64] |= 1 << (j % 64)
			}
		}
	}
	copy(mask, known.columns)
	for k := t.Start[i]; k < t.Start[i+1]; k++ {
		j := t.Column[k]
		mask[j/64] &^= 1 << (j % 64)
		if int64(t.Exception[k])+t.price[j] == value {
			mask[j/64] |= 1 << (j % 64)
		}
	}
}

// room knows which columns have room at prices of 0.
type room struct {
	problem     *flow.Problem
	load        []int32   // of the solution
	least, most []int32   // loads of nodes at which a slope of 0 is a subgradient
	under       [][]int32 // the columns below each node
	open        []uint64  // columns with room at all nodes on their way
	missing     []uint64  // columns with a node on their way below its least load
	short       []int32   // of each column, how many such nodes
}

func newRoom(p *flow.Problem, s *flow.Solution) *room {
	nodes, words := len(p.Parent), (p.Columns+63)/64
	r := &room{
		problem: p, load: s.Load, least: make([]int32, nodes), most: make([]int32, nodes),
		under: make([][]int32, nodes), open: make([]uint64, words), missing: make([]uint64, words), short: make([]int32, p.Columns),
	}
	for v := range nodes {
		r.least[v], r.most[v] = p.Range(v, s.Price)
	}
	for j := range p.Columns {
		r.open[j/64] |= 1 << (j % 64)
		for v := int32(j); v >= 0; v = p.Parent[v] {
			r.under[v] = append(r.under[v], int32(j))
			if r.least[v] > 0 {
				r.short[j]++
				r.missing[j/64] |= 1 << (j % 64)
			}
		}
	}
	for v := range nodes {
		if r.most[v] <= 0 {
			r.close(v)
		}
	}
	return r
}

// close marks the columns below a node as full.
func (r *room) close(v int) {
	for _, j := range r.under[v] {
		r.open[j/64] &^= 1 << (j % 64)
	}
}

// find returns a column of a set with room: one that misses rows if there is
// one, and else the first from next on, or from the start; −1 if there is none.
func (r *room) find(set []uint64, next int) int {
	behind := -1
	before := -1
	for k, w := range set {
		w &= r.open[k]
		if w == 0 {
			continue
		}
		if m := w & r.missing[k]; m != 0 {
			return k*64 + bits.TrailingZeros64(m)
		}
		if before < 0 {
			before = k*64 + bits.TrailingZeros64(w)
		}
		if behind < 0 && k >= next/64 {
			if k == next/64 {
				w &= ^uint64(0) << (next % 64)
			}
			if w != 0 {
				behind = k*64 + bits.TrailingZeros64(w)
			}
		}
	}
	if behind >= 0 {
		return behind
	}
	return before
}

// take puts a row at a column with room.
func (r *room) take(j int) {
	for v := int32(j); v >= 0; v = r.problem.Parent[v] {
		r.load[v]++
		if r.load[v] == r.most[v] {
			r.close(int(v))
		}
		if r.load[v] == r.least[v] {
			for _, j := range r.under[v] {
				if r.short[j]--; r.short[j] == 0 {
					r.missing[j/64] &^= 1 << (j % 64)
				}
			}
		}
	}
}
