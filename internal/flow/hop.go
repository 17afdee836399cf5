package flow

import (
	"context"
	"slices"
)

// bundlesPerCandidate bounds the memory of bundles: with more pairs of columns
// than so many per candidate, most bundles would be empty, and rows are looked
// through instead.
const bundlesPerCandidate = 4

// connect builds what searches need, once there is something to search for:
// bundles where many rows share few columns, a roll where columns are many and
// hold few rows each. Both know the same hops. The error is that of the context,
// and leaves the network unfit for searches.
func (g *network) connect(ctx context.Context) (err error) {
	if g.search != nil {
		return nil
	}
	g.search = newSearch(g)
	candidates := 0
	for _, list := range g.candidates {
		candidates += len(list)
	}
	if g.rolls == nil {
		rolls := g.Columns*g.Columns > bundlesPerCandidate*candidates+1<<16
		g.rolls = &rolls
	}
	switch {
	case *g.rolls:
		g.roll, err = newRoll(ctx, g)
	case g.scannable():
		g.bundle, err = newScanned(ctx, g)
	default:
		g.bundle, err = newBundle(ctx, g, candidates)
	}
	return err
}

// roll lists the rows at each column, and the rows that could come to it.
type roll struct {
	at    [][]int32
	place []int32   // of each row in the list of its column
	known [][]entry // rows with the column among their candidates, and its cost
}

func newRoll(ctx context.Context, g *network) (*roll, error) {
	r := &roll{at: make([][]int32, g.Columns), place: make([]int32, g.Rows), known: make([][]entry, g.Columns)}
	for i, a := range g.at {
		r.enter(i, int(a))
	}
	for i, list := range g.candidates {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, c := range list {
			r.known[c.column] = append(r.known[c.column], entry{c.cost, int32(i)})
		}
	}
	return r, nil
}

func (r *roll) enter(row, a int) {
	r.place[row] = int32(len(r.at[a]))
	r.at[a] = append(r.at[a], int32(row))
}

func (r *roll) leave(row, a int) {
	list := r.at[a]
	last := list[len(list)-1]
	list[r.place[row]] = last
	r.place[last] = r.place[row]
	r.at[a] = list[:len(list)-1]
}

// hop moves the row that can go from a to b at the least change of cost.
func (g *network) hop(a, b int) {
	row := g.cheapestHop(a, b)
	for _, c := range g.candidates[row] {
		if int(c.column) == b {
			g.move(int(row), c)
			return
		}
	}
	panic("flow: a hop has no row with the candidate")
}

func (g *network) cheapestHop(a, b int) int32 {
	if g.bundle != nil {
		return g.bundle.row[a*g.Columns+b]
	}
	best := entry{absent, -1}
	for _, i := range g.roll.at[a] {
		for _, c := range g.candidates[i] {
			if int(c.column) != b {
				continue
			}
			if e := (entry{c.cost - g.atCost[i], i}); e.before(best) {
				best = e
			}
		}
	}
	return best.row
}

// move changes the column of a row.
func (g *network) move(row int, to arc) {
	a := int(g.at[row])
	if g.log != nil {
		*g.log = append(*g.log, departure{int32(row), arc{g.at[row], g.atCost[row]}})
	}
	g.at[row], g.atCost[row] = to.column, to.cost
	if g.bundle != nil {
		g.bundle.leave(row, a)
		g.bundle.enter(row)
	} else {
		g.roll.leave(row, a)
		g.roll.enter(row, int(to.column))
	}
}

// relocate moves a row and lets the excesses of both columns show it.
func (g *network) relocate(row int, to arc) {
	g.excess[g.at[row]]--
	g.excess[to.column]++
	g.move(row, to)
}

// admit adds a candidate to a row.
func (g *network) admit(x pricedArc) {
	i := int(x.row)
	for _, c := range g.candidates[i] {
		if c.column == x.arc.column {
			return
		}
	}
	g.candidates[i] = append(slices.Clip(g.candidates[i]), x.arc) // forks of a State share lists
	switch a := int(g.at[i]); {
	case g.bundle == nil:
		g.roll.known[x.arc.column] = append(g.roll.known[x.arc.column], entry{x.arc.cost, x.row})
	case a != int(x.arc.column):
		g.bundle.push(a*g.Columns+int(x.arc.column), entry{x.arc.cost - g.atCost[i], x.row})
	}
}
