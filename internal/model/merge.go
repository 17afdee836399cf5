package model

import (
	"context"
	"errors"
	"slices"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// Identical columns, such as the posts of a pool that are listed one by one,
// are solved as one column with the room of all, and come apart afterwards.
// Columns are merged if they have the same parent, no floor, no cost of their
// own load, and the same costs for every row but exceptions: a row may have a
// lower cost at one member, as whoever holds that post has when staying is
// better, if the member has room for all such rows. They take their own member
// when the columns come apart, and whoever else is there fills the rest.
//
// The prices of a merged column are those of its members: a member's load may
// then be anything if the slope is 0, and is full or nothing with the others
// if it is not. So the proof is one for the columns as they were.

const (
	mergeLeast  = 32 // fewer columns are not worth looking for
	mergeSample = 64 // rows by which columns are first compared
)

// merged is a problem with identical columns merged.
type merged struct {
	*flow.Problem                       // with the columns merged
	original      *flow.Problem         // as it was
	group         []int32               // of each original column, its merged column
	members       [][]int32             // of each merged column
	own           map[int32][]exception // of each row that has some
}

// exception is a member that a row may take at a lower cost than the others.
type exception struct{ member, cost int32 }

// merge returns the problem with identical columns merged; nil if too few are, or if
// the context ends.
func merge(ctx context.Context, p *flow.Problem) *merged {
	q := &merged{original: p, own: map[int32][]exception{}}
	if p.Columns < mergeLeast || !q.worthwhile(q.alike()) {
		return nil
	}
	q.members = q.compare(ctx, q.members)
	if ctx.Err() != nil || !q.worthwhile(q.members) {
		return nil
	}
	q.build()
	return q
}

// worthwhile notes the groups and reports whether merging them saves a quarter
// of the columns.
func (q *merged) worthwhile(groups [][]int32) bool {
	q.members = groups
	return len(groups)*4 <= q.original.Columns*3
}

// costRow returns the costs of a row at all columns.
func costRow(c flow.Costs, row, columns int, b *flow.Buffer, into []int32) []int32 {
	listed, costs := c.Row(row, b)
	if listed == nil {
		return costs
	}
	into = into[:columns]
	for j := range into {
		into[j] = flow.Forbidden
	}
	for k, j := range listed {
		into[j] = costs[k]
	}
	return into
}

// alike groups the columns that a few rows cannot tell apart.
func (q *merged) alike() [][]int32 {
	p := q.original
	type key struct {
		parent int32
		hash   uint64
	}
	hash := make([]uint64, p.Columns)
	var buffer flow.Buffer
	into := make([]int32, p.Columns)
	step := max(p.Rows/mergeSample, 1)
	for i := 0; i < p.Rows; i += step {
		for j, c := range costRow(p.Costs, i, p.Columns, &buffer, into) {
			hash[j] = (hash[j] ^ uint64(uint32(c))) * 0x9e3779b97f4a7c15
			hash[j] ^= hash[j] >> 32
		}
	}
	index := map[key]int{}
	var groups [][]int32
	for j := range p.Columns {
		k := key{p.Parent[j], hash[j]}
		g, seen := index[k]
		if p.Lo[j] > 0 || p.Marginal[j] != nil || !seen {
			g = len(groups)
			groups = append(groups, nil)
			if p.Lo[j] == 0 && p.Marginal[j] == nil {
				index[k] = g
			}
		}
		groups[g] = append(groups[g], int32(j))
	}
	return groups
}

// compare holds the groups against every row, and takes out of them who does
// not fit. It stops early if the context ends.
func (q *merged) compare(ctx context.Context, groups [][]int32) [][]int32 {
	p := q.original
	out := make([]bool, p.Columns) // of its group
	rows := make([]int32, p.Columns)
	var buffer flow.Buffer
	into := make([]int32, p.Columns)
	for i := range p.Rows {
		if ctx.Err() != nil {
			return groups
		}
		costs := costRow(p.Costs, i, p.Columns, &buffer, into)
		for _, g := range groups {
			if len(g) > 1 {
				q.compareRow(i, costs, g, out, rows)
			}
		}
	}
	for j, n := range rows {
		out[j] = out[j] || n > p.Hi[j]
	}
	var kept [][]int32
	for _, g := range groups {
		var rest []int32
		for _, j := range g {
			if out[j] {
				kept = append(kept, []int32{j})
			} else {
				rest = append(rest, j)
			}
		}
		if len(rest) > 0 {
			kept = append(kept, rest)
		}
	}
	for i, list := range q.own {
		list = slices.DeleteFunc(list, func(x exception) bool { return out[x.member] })
		if q.own[i] = list; len(list) == 0 {
			delete(q.own, i)
		}
	}
	slices.SortFunc(kept, func(a, b []int32) int { return int(a[0] - b[0]) })
	return kept
}

// compareRow finds what most members of a group cost the row, and treats those
// that differ: one that costs less is an exception, others leave the group.
func (q *merged) compareRow(row int, costs []int32, group []int32, out []bool, rows []int32) {
	base, votes := int32(0), 0
	for _, j := range group { // the majority, if there is one (Boyer & Moore)
		switch {
		case out[j]:
		case votes == 0:
			base, votes = costs[j], 1
		case costs[j] == base:
			votes++
		default:
			votes--
		}
	}
	own := false
	for _, j := range group {
		if out[j] || costs[j] == base {
			continue
		}
		if costs[j] > base || own {
			out[j] = true
			continue
		}
		own = true
		rows[j]++
		q.own[int32(row)] = append(q.own[int32(row)], exception{j, costs[j]})
	}
}

// build makes the smaller problem.
func (q *merged) build() {
	p := q.original
	q.group = make([]int32, p.Columns)
	for g, members := range q.members {
		for _, j := range members {
			q.group[j] = int32(g)
		}
	}
	m := len(q.members)
	q.Problem = &flow.Problem{Rows: p.Rows, Columns: m, Costs: q}
	shift := int32(p.Columns - m)
	up := func(parent int32) int32 {
		if parent < 0 {
			return parent
		}
		return parent - shift
	}
	for _, members := range q.members {
		j := members[0]
		hi := 0
		for _, j := range members {
			hi += int(p.Hi[j])
		}
		if len(members) > 1 {
			hi = min(hi, p.Rows+1) // with room to spare where all rows are in it: full has to mean that every member is
		}
		q.Parent, q.Lo, q.Hi = append(q.Parent, up(p.Parent[j])), append(q.Lo, p.Lo[j]), append(q.Hi, int32(hi))
		q.Marginal = append(q.Marginal, p.Marginal[j])
	}
	for v := p.Columns; v < len(p.Parent); v++ {
		q.Parent, q.Lo, q.Hi = append(q.Parent, up(p.Parent[v])), append(q.Lo, p.Lo[v]), append(q.Hi, p.Hi[v])
		q.Marginal = append(q.Marginal, p.Marginal[v])
	}
}

// Row shows the cost of each merged column: that of its members, or the lower
// one at the row's own member.
func (q *merged) Row(row int, b *flow.Buffer) (columns, costs []int32) {
	listed, costs := q.original.Costs.Row(row, b)
	small := make([]int32, len(q.members))
	for g := range small {
		small[g] = flow.Forbidden
	}
	for k, c := range costs {
		j := k
		if listed != nil {
			j = int(listed[k])
		}
		if g := q.group[j]; c < small[g] {
			small[g] = c
		}
	}
	return nil, small
}

// apart gives the rows of each merged column to its members.
func (q *merged) apart(s *flow.Solution) *flow.Solution {
	p := q.original
	out := &flow.Solution{
		At: make([]int32, p.Rows), Load: make([]int32, len(p.Parent)), Price: make([]int64, len(p.Parent)),
		Cost: s.Cost, Stats: s.Stats,
	}
	for i, list := range q.own {
		for _, x := range list {
			if q.group[x.member] == s.At[i] {
				out.At[i] = x.member + 1 // marks it as settled
				out.Load[x.member]++
			}
		}
	}
	next := make([]int, len(q.members))
	for i, g := range s.At {
		if out.At[i] > 0 {
			out.At[i]--
			continue
		}
		for out.Load[q.members[g][next[g]]] == p.Hi[q.members[g][next[g]]] {
			next[g]++
		}
		j := q.members[g][next[g]]
		out.At[i] = j
		out.Load[j]++
	}
	m := len(q.members)
	for j, g := range q.group {
		out.Price[j] = s.Price[g]
	}
	copy(out.Load[p.Columns:], s.Load[m:])
	copy(out.Price[p.Columns:], s.Price[m:])
	return out
}

// errorApart translates the error of the smaller problem.
func (q *merged) errorApart(err error) error {
	var cut *flow.Infeasible
	var stop *flow.Interrupted
	switch {
	case errors.As(err, &cut):
		out := &flow.Infeasible{Rows: cut.Rows, Crowded: cut.Crowded}
		for _, g := range cut.Columns {
			out.Columns = append(out.Columns, q.members[g]...)
		}
		slices.Sort(out.Columns)
		return out
	case errors.As(err, &stop):
		price := make([]int64, len(q.original.Parent))
		for j, g := range q.group {
			price[j] = stop.Price[g]
		}
		copy(price[q.original.Columns:], stop.Price[len(q.members):])
		return &flow.Interrupted{Price: price, Cause: stop.Cause}
	}
	return err
}
