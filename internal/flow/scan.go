package flow

import (
	"context"
	"slices"
)

// scanMost bounds the rows for each column up to which they are looked through.
// A move then takes O(m) steps, expected, as with lists, but steps along memory.
// Lists are better only where popular columns hold very many rows.
const scanMost = 64

// scannable reports whether all pairs are candidates and rows are few enough.
func (g *network) scannable() bool {
	return g.complete && !g.lists && g.Rows <= scanMost*g.Columns &&
		!slices.ContainsFunc(g.candidates, func(list []arc) bool { return len(list) != g.Columns })
}

// newScanned bundles rows whose candidates are all columns, in order.
func newScanned(ctx context.Context, g *network) (*bundle, error) {
	m := g.Columns
	b := &bundle{g: g, m: m, least: make([]int32, m*m), row: make([]int32, m*m), at: make([][]int32, m)}
	for k := range b.least {
		b.least[k], b.row[k] = absent, -1
	}
	for i := range g.at {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b.scanEnter(i)
	}
	return b, nil
}

// scanEnter adds a row to the column where it now is. Of rows with the same
// change of cost the first attains it.
func (b *bundle) scanEnter(row int) {
	a, cost := int(b.g.at[row]), b.g.atCost[row]
	place, _ := slices.BinarySearch(b.at[a], int32(row))
	b.at[a] = slices.Insert(b.at[a], place, int32(row))
	least, by := b.least[a*b.m:(a+1)*b.m], b.row[a*b.m:(a+1)*b.m]
	for j, c := range b.g.candidates[row][:len(least)] {
		change := c.cost - cost
		if change < least[j] || change == least[j] && int32(row) < by[j] {
			least[j], by[j] = change, int32(row)
		}
	}
	least[a], by[a] = absent, -1 // staying is no hop
}

// lost is a column whose hop a row attained before it left.
type lost struct{ column, least int32 }

// scanLeave looks for the rows that attain what a row did before it left column
// a. No change can be less than before. So a column is done as soon as a row
// has the same change, which is soon where there are many ties; and where there
// are few, the row attained few.
func (b *bundle) scanLeave(row, a int) {
	place, _ := slices.BinarySearch(b.at[a], int32(row))
	b.at[a] = slices.Delete(b.at[a], place, place+1)
	least, by := b.least[a*b.m:(a+1)*b.m], b.row[a*b.m:(a+1)*b.m]
	open := b.lost[:0]
	for j, i := range by {
		if i == int32(row) {
			open = append(open, lost{int32(j), least[j]})
			least[j], by[j] = absent, -1
		}
	}
	b.lost = open
	for _, i := range b.at[a] {
		if len(open) == 0 {
			return
		}
		cost, list := b.g.atCost[i], b.g.candidates[i]
		kept := open[:0]
		for _, x := range open {
			change := list[x.column].cost - cost
			if change < least[x.column] {
				least[x.column], by[x.column] = change, i
			}
			if change != x.least {
				kept = append(kept, x)
			}
		}
		open = kept
	}
}
