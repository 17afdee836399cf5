package model

import "cmp"

// ranks is a length where goals count by levels: the numbers that are not 0, by
// goal and level.
type ranks struct {
	list []rank
	none bool // there is no path
}

// rank is by how much a goal changes on a level. A Sum has one level.
type rank struct {
	goal   int32
	level  int64
	amount int64
}

func (a rank) place(b rank) int {
	return cmp.Or(cmp.Compare(a.goal, b.goal), cmp.Compare(a.level, b.level))
}

func (x ranks) far() bool { return x.none }

func (x ranks) plus(y ranks) ranks  { return x.merge(y, 1) }
func (x ranks) minus(y ranks) ranks { return x.merge(y, -1) }

// merge adds y times a sign.
func (x ranks) merge(y ranks, sign int64) ranks {
	if x.none || y.none {
		return ranks{none: true}
	}
	list := make([]rank, 0, len(x.list)+len(y.list))
	a, b := x.list, y.list
	for len(a) > 0 || len(b) > 0 {
		var order int
		switch {
		case len(a) == 0:
			order = 1
		case len(b) == 0:
			order = -1
		default:
			order = a[0].place(b[0])
		}
		switch {
		case order < 0:
			list, a = append(list, a[0]), a[1:]
		case order > 0:
			list, b = append(list, rank{b[0].goal, b[0].level, sign * b[0].amount}), b[1:]
		default:
			if sum := a[0].amount + sign*b[0].amount; sum != 0 {
				list = append(list, rank{a[0].goal, a[0].level, sum})
			}
			a, b = a[1:], b[1:]
		}
	}
	return ranks{list: list}
}

// compare looks for the first number in which the two differ. Fewer on a level is
// less, and so is a smaller sum.
func (x ranks) compare(y ranks) int {
	a, b := x.list, y.list
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	switch {
	case len(a) == 0 && len(b) == 0:
		return 0
	case len(b) == 0:
		return cmp.Compare(a[0].amount, 0)
	case len(a) == 0:
		return cmp.Compare(0, b[0].amount)
	}
	switch order := a[0].place(b[0]); {
	case order < 0:
		return cmp.Compare(a[0].amount, 0)
	case order > 0:
		return cmp.Compare(0, b[0].amount)
	}
	return cmp.Compare(a[0].amount, b[0].amount)
}

// rankLengths makes ranks.
type rankLengths struct{ *Displacement }

var _ lengths[ranks] = rankLengths{}

func (s rankLengths) row(row int, buffers [][]int32, into []ranks) {
	cost := make([]int64, len(s.m.Goals))
	rows := make([][]int32, len(s.m.Goals))
	for _, g := range s.goals {
		rows[g] = s.m.Goals[g].Pairs.Row(row, buffers[g])
	}
	for j := range into {
		for _, g := range s.goals {
			cost[g] = int64(rows[g][j])
			if s.m.Goals[g].Kind == Leximin {
				cost[g] *= 2
			}
		}
		into[j] = s.pair(cost)
	}
}

func (s rankLengths) pair(cost []int64) ranks {
	list := make([]rank, 0, len(s.goals))
	for _, g := range s.goals {
		switch {
		case s.m.Goals[g].Kind == Leximin:
			list = append(list, rank{int32(g), cost[g], 1})
		case cost[g] != 0:
			list = append(list, rank{int32(g), 0, cost[g]})
		}
	}
	return ranks{list: list}
}

// marginal is the step of a node by one more row: of a ladder, from one level to the
// next.
func (s rankLengths) marginal(v int, n int32) (ranks, bool) {
	var x ranks
	for _, g := range s.goals {
		goal := &s.m.Goals[g]
		if goal.Ladder != nil {
			levels := goal.Ladder[v]
			if levels != nil && int(n) >= len(levels) {
				return x, false
			}
			if levels != nil && levels[n-1] != levels[n] {
				x = x.plus(ranks{list: []rank{{int32(g), levels[n], 1}}})
				x = x.minus(ranks{list: []rank{{int32(g), levels[n-1], 1}}})
			}
			continue
		}
		if c := goal.Marginal[v]; c != nil {
			if int(n) > len(c) {
				return x, false
			}
			if c[n-1] != 0 {
				x = x.plus(ranks{list: []rank{{int32(g), 0, c[n-1]}}})
			}
		}
	}
	return x, true
}

func (s rankLengths) first(x ranks) (int, int64, int64) {
	if len(x.list) == 0 {
		return -1, 0, 0
	}
	return int(x.list[0].goal), x.list[0].amount, x.list[0].level
}

func (rankLengths) infinite() ranks { return ranks{none: true} }

// Overtakes returns twice the level of a Leximin that a pair has to reach, or to be
// above if beyond, so that it costs nothing to force it, all else equal. The pair now
// costs something in that goal and nothing in those before. It reports false where no
// level is high enough. Cost is as for Loss.
func (d *Displacement) Overtakes(row, column int, cost []int64, goal int) (level int64, beyond, helps bool) {
	g, ok := d.graph.(*displacementGraph[ranks])
	if !ok {
		return 0, false, false
	}
	if cost == nil {
		cost = d.costs(row, column)
	}
	a := int(d.at[row])
	change := g.of.pair(cost).minus(g.of.pair(d.costs(row, a))).plus(g.distance(column, a))
	if change.none {
		return 0, false, false
	}
	others := change.minus(ranks{list: []rank{{int32(goal), cost[goal], 1}}})
	if len(others.list) == 0 || int(others.list[0].goal) != goal || others.list[0].amount > 0 {
		return 0, false, false
	}
	level = others.list[0].level
	there := others.plus(ranks{list: []rank{{int32(goal), level, 1}}})
	return level, there.compare(g.zero) > 0, true
}
