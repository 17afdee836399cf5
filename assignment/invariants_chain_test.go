package assignment_test

import "slices"

// A plan is best under sum, leximin, balance and coverage if no chain of moves improves
// it: along a chain each person takes the place of the next, and it ends at a
// free seat, on the bench or where it began. These are the cycles of the
// residual graph whose nodes are posts, the bench, units and a place outside;
// costs are compared number by number, so that none has to outweigh another.

type vector []int

// free costs nothing: so many placed, staff or fit, and people at each fit or
// units at each coverage.
func (t *table) free(c criterion) vector {
	levels := 10
	if c.name == coverage.name {
		levels = wholes*(len(t.people)+1) + 1
	}
	return make(vector, 2+levels)
}

// costs returns what it costs to have a person at a post.
func (t *table) costs(c criterion, i, j int) vector {
	cost := t.free(c)
	if j < 0 || c.name == coverage.name {
		return cost
	}
	switch cost[0] = -1; c.name {
	case sum.name:
		cost[1] = -t.fit[i][j]
	case leximin.name:
		cost[2+t.fit[i][j]] = 1 // fits are at most 9
	}
	return cost
}

// improvable finds a negative cycle by Bellman and Ford's rule: distances that
// still fall after as many rounds as there are nodes.
func (t *table) improvable(c criterion, plan places) bool {
	m := len(t.posts)
	bench, unit, outside := m, m+1, 2*m+1
	node := func(j int) int {
		if j < 0 {
			return bench
		}
		return j
	}
	type arc struct {
		from, to int
		cost     vector
	}
	var arcs []arc
	free := t.free(c)
	add := func(from, to int, cost vector) { arcs = append(arcs, arc{from, to, cost}) }
	for i, at := range plan {
		for j := -1; j < m; j++ {
			if j != at && t.may(i, j) {
				add(node(at), node(j), minus(t.costs(c, i, j), t.costs(c, i, at)))
			}
		}
	}
	load := t.loads(plan)
	staff := make([]int, m)
	for j, n := range load {
		staff[t.unit[j]] += n
		if n < t.seats[j] {
			add(j, unit+t.unit[j], free)
		}
		if n > t.floors[j] {
			add(unit+t.unit[j], j, free)
		}
	}
	for u, n := range staff {
		up, down := slices.Clone(free), slices.Clone(free)
		switch at := func(n int) int { return 2 + n*wholes/t.need[u] }; {
		case c.name == balance.name:
			up[1], down[1] = 2*n+1, 1-2*n
		case c.name == coverage.name && slices.Contains(t.unit, u):
			up[at(n)]--
			up[at(n+1)]++
			down[at(n)]--
			if n > 0 {
				down[at(n-1)]++
			}
		}
		add(unit+u, outside, up)
		if n > 0 {
			add(outside, unit+u, down)
		}
	}
	add(bench, outside, free)
	add(outside, bench, free)

	distance := make([]vector, outside+1)
	for v := range distance {
		distance[v] = free
	}
	falls := true
	for round := 0; falls && round <= len(distance); round++ {
		falls = false
		for _, a := range arcs {
			if d := minus(distance[a.from], minus(free, a.cost)); slices.Compare(d, distance[a.to]) < 0 {
				distance[a.to], falls = d, true
			}
		}
	}
	return falls
}

func minus(a, b vector) vector {
	d := slices.Clone(a)
	for k := range d {
		d[k] -= b[k]
	}
	return d
}
