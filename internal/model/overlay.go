package model

import (
	"fmt"
	"maps"
	"slices"
)

// Overlay is a change of a model. It says what differs and leaves the rest, above
// all the stores, as it is.
type Overlay struct {
	Forbid []Pair   // pairs that may not be taken any more
	Allow  []Added  // pairs that may be taken now
	Bounds []Bounds // other bounds of nodes
	Limits []Limit  // more limits
}

// Pair is a row and a column.
type Pair struct{ Row, Column int }

// Added is a pair that may be taken now, with its cost, level or value in every
// goal. A level is one that the goal has.
type Added struct {
	Pair
	Cost []int32
}

// Bounds are those of the load of a node.
type Bounds struct {
	Node   int
	Lo, Hi int32
}

// With returns the model with the changes of an overlay. The two share their
// stores, marginals and tree, so that neither may be modified afterwards. A pair
// that is both forbidden and allowed is allowed. It takes a bit for each pair
// and, where pairs are added, their costs.
//
// The error names a pair, node or number of costs that the model does not have,
// or bounds that cross or exceed what marginals are known for.
func (m *Model) With(o Overlay) (*Model, error) {
	if err := m.refuse(o); err != nil {
		return nil, err
	}
	out := *m
	out.Lo, out.Hi = slices.Clone(m.Lo), slices.Clone(m.Hi)
	for _, b := range o.Bounds {
		out.Lo[b.Node], out.Hi[b.Node] = b.Lo, b.Hi
	}
	if len(o.Forbid)+len(o.Allow) > 0 {
		out.Allowed = m.Allowed.clone()
	}
	for _, p := range o.Forbid {
		out.Allowed.set(p, false)
	}
	for _, p := range o.Allow {
		out.Allowed.set(p.Pair, true)
	}
	if len(o.Allow) > 0 {
		out.Goals = slices.Clone(m.Goals)
		for g := range out.Goals {
			goal := &out.Goals[g]
			x := newPatched(goal.Pairs)
			for _, p := range o.Allow {
				x.set(p.Pair, p.Cost[g])
				goal.admitValue(p, g)
			}
			goal.Pairs = x
		}
	}
	out.Limits = append(slices.Clip(m.Limits), o.Limits...)
	return &out, nil
}

// refuse returns the error of With.
func (m *Model) refuse(o Overlay) error {
	for _, b := range o.Bounds {
		if b.Node < 0 || b.Node >= len(m.Parent) || b.Lo < 0 || b.Lo > b.Hi {
			return fmt.Errorf("node %d cannot have bounds [%d, %d]", b.Node, b.Lo, b.Hi)
		}
		for g := range m.Goals {
			if c := m.Goals[g].Marginal[b.Node]; c != nil && int(b.Hi) > len(c) {
				return fmt.Errorf("node %d: goal %d knows the costs of loads up to %d, not of %d", b.Node, g, len(c), b.Hi)
			}
		}
	}
	for _, p := range o.Forbid {
		if !m.has(p) {
			return fmt.Errorf("there is no pair %v", p)
		}
	}
	for _, p := range o.Allow {
		if !m.has(p.Pair) || len(p.Cost) != len(m.Goals) {
			return fmt.Errorf("pair %v has %d costs for %d goals", p.Pair, len(p.Cost), len(m.Goals))
		}
	}
	return nil
}

func (m *Model) has(p Pair) bool {
	return p.Row >= 0 && p.Row < m.Rows && p.Column >= 0 && p.Column < m.Columns
}

// admitValue lets a BottomSum, of index g, know the value of a pair that is added.
func (goal *Goal) admitValue(p Added, g int) {
	if goal.Kind != BottomSum || p.Column == int(goal.Bench) {
		return
	}
	if k, ok := slices.BinarySearch(goal.Values, -p.Cost[g]); !ok {
		goal.Values = slices.Insert(slices.Clone(goal.Values), k, -p.Cost[g])
	}
}

// patched is a store with other costs for a few pairs.
type patched struct {
	store Store
	cost  map[Pair]int32
	rows  map[int][]Pair // the pairs of each row
}

func newPatched(s Store) *patched {
	return &patched{store: s, cost: map[Pair]int32{}, rows: map[int][]Pair{}}
}

// set gives a pair another cost.
func (p *patched) set(x Pair, cost int32) {
	if _, known := p.cost[x]; !known {
		p.rows[x.Row] = append(p.rows[x.Row], x)
	}
	p.cost[x] = cost
}

// unset lets a pair have the cost of the store again.
func (p *patched) unset(x Pair) {
	delete(p.cost, x)
	p.rows[x.Row] = slices.DeleteFunc(p.rows[x.Row], func(y Pair) bool { return x == y })
}

// clone returns a copy that can be changed by itself.
func (p *patched) clone() *patched {
	out := &patched{store: p.store, cost: maps.Clone(p.cost), rows: make(map[int][]Pair, len(p.rows))}
	for i, pairs := range p.rows {
		out.rows[i] = slices.Clone(pairs)
	}
	return out
}

// Row copies the row if it has other costs.
func (p *patched) Row(row int, buffer []int32) []int32 {
	costs := p.store.Row(row, buffer)
	if len(p.rows[row]) == 0 {
		return costs
	}
	costs = append(buffer[:0], costs...)
	for _, x := range p.rows[row] {
		costs[x.Column] = p.cost[x]
	}
	return costs
}

// At returns the cost of a pair.
func (p *patched) At(row, column int) int32 {
	if c, ok := p.cost[Pair{row, column}]; ok {
		return c
	}
	return p.store.At(row, column)
}
