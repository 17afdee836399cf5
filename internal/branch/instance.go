package branch

import (
	"context"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// instance is a problem in tables. Pairs are numbered row by row, columns
// ascending; the coefficients of a pair are its entries.
type instance struct {
	original *flow.Problem
	flow     *flow.Problem // with what was folded into it
	sides    []side
	joints   []joint
	folded   []int   // side rows that became part of flow
	base     int64   // cost of every assignment beside flow and sides
	highest  int64   // no feasible assignment costs more
	lowest   int64   // no assignment costs less
	spread   float64 // sum over the rows of how far the costs of their pairs differ

	start   []int // first pair of each row, and the end
	column  []int32
	cost    []int32
	offered []int32 // by column: rows that may take it
	entry   []int   // first entry of each pair, and the end
	side    []int32
	coef    []int32

	group      []int32   // of each pair, within its row
	groupStart []int     // of each row among all groups, and the end
	shut       []bool    // groups that cost more than the incumbent
	twin       []int32   // the last row before that is alike in every respect, −1 if none
	path       [][]int32 // of each column: itself and the nodes above
	metered    [][]int32 // of each node: side rows that have marginals there
}

// joint is a limit on what side rows charge together.
type joint struct {
	sides []int
	limit int64
}

// side is a side row in tables.
type side struct {
	number   int // in the problem
	marginal [][]int64
	limit    int64
	least    int64   // y has to be at least
	psi      []int64 // values of the penalty, if they are few
	penalty  func(int64) int64
	joint    int // −1 for none
	charge   func(int64) int64

	curved   bool    // a marginal is not constant, so that λ may not be negative
	low, top int64   // of what marginals add
	size     float64 // the largest coefficient
}

// tabulated is up to how many values a penalty is kept in a table.
const tabulated = 1 << 20

func (s *side) value(y int64) int64 {
	switch {
	case s.psi != nil:
		return s.psi[y]
	case s.penalty != nil:
		return s.penalty(y)
	}
	return 0
}

// budget reports whether the side row has no penalty.
func (s *side) budget() bool { return s.penalty == nil }

// oneSided reports whether λ must not be negative.
func (s *side) oneSided() bool { return s.penalty == nil || s.curved }

// excess returns how far y is outside of what is allowed.
func (s *side) excess(y int64) int64 {
	if y > s.limit {
		return y - s.limit
	}
	if y < s.least {
		return s.least - y
	}
	return 0
}

// lowest is below every y.
const lowest = -1 << 60

// stretch is how many pairs are gone through between two looks at the context.
const stretch = 1 << 16

// inStretches calls work with one part of 0 … n after the other. It stops with the
// context's error if that ends.
func inStretches(ctx context.Context, n int, work func(from, to int)) error {
	for from := 0; from < n; from += stretch {
		if err := ctx.Err(); err != nil {
			return err
		}
		work(from, min(from+stretch, n))
	}
	return nil
}

// compile puts the problem into tables. The error is that of the context.
func compile(ctx context.Context, p *Problem) (*instance, error) {
	q := *p.Flow
	in := &instance{original: p.Flow, flow: &q}
	if err := in.readPairs(ctx); err != nil {
		return nil, err
	}
	all, err := in.readSides(ctx, p)
	if err != nil {
		return nil, err
	}
	for _, step := range []func() error{
		func() error { return in.joinEntries(ctx, all) },
		func() error { return in.findGroups(ctx) },
		func() error { return in.findTwins(ctx) },
		func() error { return in.boundCosts(ctx) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	in.path = make([][]int32, q.Columns)
	for j := range in.path {
		for v := int32(j); v >= 0; v = q.Parent[v] {
			in.path[j] = append(in.path[j], v)
		}
	}
	return in, nil
}

func (in *instance) readPairs(ctx context.Context) error {
	p := in.flow
	in.start = make([]int, 1, p.Rows+1)
	var buffer flow.Buffer
	for i := range p.Rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		columns, costs := p.Costs.Row(i, &buffer)
		for q, c := range costs {
			if c == flow.Forbidden {
				continue
			}
			j := int32(q)
			if columns != nil {
				j = columns[q]
			}
			in.column = append(in.column, j)
			in.cost = append(in.cost, c)
		}
		in.start = append(in.start, len(in.column))
	}
	in.offered = make([]int32, p.Columns)
	return inStretches(ctx, len(in.column), func(from, to int) {
		for _, j := range in.column[from:to] {
			in.offered[j]++
		}
	})
}

// pair returns the number of a pair, −1 if it is absent.
func (in *instance) pair(row int, column int32) int {
	from, to := in.start[row], in.start[row+1]
	if to-from == in.flow.Columns {
		return from + int(column)
	}
	if q, ok := slices.BinarySearch(in.column[from:to], column); ok {
		return from + q
	}
	return -1
}

// coefs lists the coefficients of a side row that are not 0, pairs ascending.
type coefs struct {
	pair []int32
	coef []int32
}

// readSides returns the coefficients of each side row that is not folded into
// the flow.
func (in *instance) readSides(ctx context.Context, p *Problem) ([]coefs, error) {
	var all []coefs
	member := map[int]int{}
	for j, x := range p.Joints {
		in.joints = append(in.joints, joint{limit: x.Limit})
		for _, k := range x.Sides {
			member[k] = j
		}
	}
	for k := range p.Sides {
		s := &p.Sides[k]
		list, err := in.readCoefs(ctx, s.Pairs)
		if err != nil {
			return nil, err
		}
		j, joined := member[k]
		if !joined && in.fold(ctx, k, s, list) {
			continue
		}
		t := side{number: k, marginal: s.Marginal, limit: s.Limit, least: lowest, penalty: s.Penalty, joint: -1}
		if joined {
			in.joints[j].sides = append(in.joints[j].sides, len(in.sides))
			t.joint, t.charge = j, s.Charge
			if s.Charge == nil {
				t.charge = func(y int64) int64 { return y }
			}
		}
		if s.Penalty != nil {
			t.least = 0
			if s.Limit < tabulated {
				t.psi = make([]int64, max(s.Limit+1, 0))
				err := inStretches(ctx, len(t.psi), func(from, to int) {
					for y := from; y < to; y++ {
						t.psi[y] = s.Penalty(int64(y))
					}
				})
				if err != nil {
					return nil, err
				}
			}
		}
		t.size = 1
		for _, a := range list.coef {
			t.size = max(t.size, float64(a), -float64(a))
		}
		t.readMarginals(in.flow)
		in.sides = append(in.sides, t)
		all = append(all, list)
	}
	return all, nil
}

func (in *instance) readCoefs(ctx context.Context, pairs flow.Costs) (coefs, error) {
	var list coefs
	if pairs == nil {
		return list, nil
	}
	var buffer flow.Buffer
	for i := range in.flow.Rows {
		if err := ctx.Err(); err != nil {
			return coefs{}, err
		}
		columns, values := pairs.Row(i, &buffer)
		for q, a := range values {
			if a == flow.Forbidden || a == 0 {
				continue
			}
			j := int32(q)
			if columns != nil {
				j = columns[q]
			}
			if e := in.pair(i, j); e >= 0 {
				list.pair = append(list.pair, int32(e))
				list.coef = append(list.coef, a)
			}
		}
	}
	return list, nil
}

// readMarginals notes what the marginals of a side row can add.
func (s *side) readMarginals(p *flow.Problem) {
	for v, m := range s.marginal {
		if m == nil {
			continue
		}
		sum, low, top := int64(0), int64(0), int64(0)
		for t := range p.Hi[v] {
			if t == p.Lo[v] {
				low, top = sum, sum
			}
			s.curved = s.curved || m[t] != m[0]
			s.size = max(s.size, float64(m[t]), -float64(m[t]))
			sum += m[t]
			if t < p.Lo[v] {
				low, top = sum, sum
			} else {
				low, top = min(low, sum), max(top, sum)
			}
		}
		s.low += low
		s.top += top
	}
}

// joinEntries lists the coefficients by pair.
func (in *instance) joinEntries(ctx context.Context, all []coefs) error {
	pairs := len(in.column)
	// While the lists are filled, position[e+1] is where pair e goes on; then
	// position[e] is where it starts.
	position := make([]int, pairs+2)
	for _, list := range all {
		err := inStretches(ctx, len(list.pair), func(from, to int) {
			for _, e := range list.pair[from:to] {
				position[e+2]++
			}
		})
		if err != nil {
			return err
		}
	}
	err := inStretches(ctx, pairs, func(from, to int) {
		for e := from; e < to; e++ {
			position[e+2] += position[e+1]
		}
	})
	if err != nil {
		return err
	}
	in.side = make([]int32, position[pairs+1])
	in.coef = make([]int32, len(in.side))
	for k, list := range all {
		err := inStretches(ctx, len(list.pair), func(from, to int) {
			for q := from; q < to; q++ {
				at := &position[list.pair[q]+1]
				in.side[*at], in.coef[*at] = int32(k), list.coef[q]
				*at++
			}
		})
		if err != nil {
			return err
		}
	}
	in.entry = position[: pairs+1 : pairs+1]
	return nil
}

// boundCosts sums the least and the most that anything could cost.
func (in *instance) boundCosts(ctx context.Context) error {
	in.lowest, in.highest = in.base, in.base
	for i := range in.flow.Rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		low, high := int32(math.MaxInt32), int32(math.MinInt32)
		for _, c := range in.cost[in.start[i]:in.start[i+1]] {
			low, high = min(low, c), max(high, c)
		}
		in.spread += float64(high) - float64(low)
		if low <= high {
			in.lowest += int64(low)
			in.highest += int64(high)
		}
	}
	for v, m := range in.flow.Marginal {
		if m == nil {
			continue
		}
		sum, least, most := int64(0), int64(0), int64(0)
		for _, c := range m[:in.flow.Hi[v]] {
			sum += c
			least, most = min(least, sum), max(most, sum)
		}
		in.lowest += least
		in.highest += most
	}
	for k := range in.sides {
		if s := &in.sides[k]; !s.budget() && s.limit >= 0 {
			bottom := firstOf(0, s.limit, func(y int64) bool { return y == s.limit || s.value(y+1) >= s.value(y) })
			in.lowest += s.value(bottom)
			in.highest += max(s.value(0), s.value(s.limit))
		}
	}
	return nil
}
