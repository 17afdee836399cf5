package flow

import (
	"context"
	"math"
	"slices"
)

// absent is the change of cost of a bundle without rows. Changes are
// differences of pair costs, so they stay below it.
const absent = math.MaxInt32

// far is beyond every distance: no path has more hops than there are nodes,
// and none of them changes the cost by more than 2³².
const far = math.MaxInt64 / 4

// bundle holds W of the essay: for columns a and b, least[a·m+b] is the least
// change of cost when a row leaves a for b, and row[a·m+b] a row that attains
// it.
//
// Where there are lists, each pair has one of all rows at a with candidate b. It
// becomes a heap when its least member first leaves; members that left are
// dropped only when they surface.
//
// Where every row has all columns as candidates, a move would change a list for
// each column twice. Instead, at has the rows at each column, and those of the
// column that a row has left are looked through.
type bundle struct {
	g      *network
	m      int
	least  []int32
	row    []int32
	list   [][]entry
	heaped []bool
	at     [][]int32 // ascending; nil if there are lists
	lost   []lost    // scratch of scanLeave
	shared []bool    // lists that a fork of a State reads too; nil: none
}

// newBundle bundles the candidates of all rows. The error is that of the context.
//
// All entries go into one array, sorted by bundle by counting; only then is each
// bundle looked through, which keeps memory access in order. Workers count and
// place the entries of a block of rows each. A bundle has those of the first
// block first, so the order is that of rows, whatever the number of workers.
func newBundle(ctx context.Context, g *network, candidates int) (*bundle, error) {
	m := g.Columns
	b := &bundle{
		g: g, m: m,
		least: make([]int32, m*m), row: make([]int32, m*m),
		list: make([][]entry, m*m), heaped: make([]bool, m*m),
	}
	// The counts of all workers are fewer than the entries.
	workers := max(min(g.workers, candidates/max(m*m, 1)), 1)
	end := make([][]int, workers)
	inBlocks(workers, len(g.candidates), func(w, from, to int) {
		count := make([]int, m*m)
		for i := from; i < to && ctx.Err() == nil; i++ {
			from := int(g.at[i]) * m
			for _, c := range g.candidates[i] {
				count[from+int(c.column)]++
			}
		}
		end[w] = count
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	total := 0
	for k := range m * m {
		for _, count := range end {
			n := count[k]
			count[k] = total
			total += n
		}
	}
	arena := make([]entry, total)
	inBlocks(workers, len(g.candidates), func(w, from, to int) {
		end := end[w]
		for i := from; i < to && ctx.Err() == nil; i++ {
			from, cost := int(g.at[i])*m, g.atCost[i]
			for _, c := range g.candidates[i] {
				k := from + int(c.column)
				arena[end[k]] = entry{c.cost - cost, int32(i)}
				end[k]++
			}
		}
	})
	last := end[workers-1] // behind each bundle
	inBlocks(workers, m, func(_, from, to int) {
		for a := from; a < to && ctx.Err() == nil; a++ {
			start := 0
			if a > 0 {
				start = last[a*m-1]
			}
			for k := a * m; k < (a+1)*m; k++ {
				b.list[k] = arena[start:last[k]:last[k]]
				start = last[k]
				if k-a*m == a {
					b.list[k] = nil // staying is no hop
				}
				b.least[k], b.row[k] = absent, -1
				for _, e := range b.list[k] {
					if e.change < b.least[k] {
						b.least[k], b.row[k] = e.change, e.row
					}
				}
			}
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return b, nil
}

// enter adds a row to the bundles of the column where it now is.
func (b *bundle) enter(row int) {
	if b.at != nil {
		b.scanEnter(row)
		return
	}
	a, cost := int(b.g.at[row]), b.g.atCost[row]
	for _, c := range b.g.candidates[row] {
		if int(c.column) != a {
			b.push(a*b.m+int(c.column), entry{c.cost - cost, int32(row)})
		}
	}
}

// own returns the list of a bundle, to be changed in place.
func (b *bundle) own(k int) []entry {
	if b.shared != nil && b.shared[k] {
		b.list[k], b.shared[k] = slices.Clone(b.list[k]), false
	}
	return b.list[k]
}

func (b *bundle) push(k int, e entry) {
	list := append(b.own(k), e)
	b.list[k] = list
	if b.heaped[k] {
		up(list)
	}
	if e.change < b.least[k] {
		b.least[k], b.row[k] = e.change, e.row
	}
}

// leave repairs the bundles that a row attained at column a, after it moved.
func (b *bundle) leave(row, a int) {
	if b.at != nil {
		b.scanLeave(row, a)
		return
	}
	for _, c := range b.g.candidates[row] {
		k := a*b.m + int(c.column)
		if b.row[k] != int32(row) {
			continue
		}
		list := b.own(k)
		if !b.heaped[k] {
			for q := len(list)/2 - 1; q >= 0; q-- {
				down(list, q)
			}
			b.heaped[k] = true
		}
		for len(list) > 0 && int(b.g.at[list[0].row]) != a {
			last := len(list) - 1
			list[0] = list[last]
			list = list[:last]
			if last > 1 {
				down(list, 0)
			}
		}
		b.list[k] = list
		if len(list) > 0 {
			b.least[k], b.row[k] = list[0].change, list[0].row
		} else {
			b.least[k], b.row[k] = absent, -1
		}
	}
}

// before orders entries; the row makes the order, and so the plan, unique.
func (e entry) before(o entry) bool {
	return e.change < o.change || e.change == o.change && e.row < o.row
}

func up(h []entry) {
	i := len(h) - 1
	x := h[i]
	for i > 0 {
		q := (i - 1) / 2
		if !x.before(h[q]) {
			break
		}
		h[i] = h[q]
		i = q
	}
	h[i] = x
}

func down(h []entry, i int) {
	x := h[i]
	for {
		c := 2*i + 1
		if c >= len(h) {
			break
		}
		if c+1 < len(h) && h[c+1].before(h[c]) {
			c++
		}
		if !h[c].before(x) {
			break
		}
		h[i] = h[c]
		i = c
	}
	h[i] = x
}
