package model

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/internal/flow"
	"pgregory.net/rapid"
)

// city is a problem the way people speak of it: persons of groups, posts of
// units of one city. It has limits on how many are at a post, in a unit and in
// the city, and on how many of a group, of the civil servants (the first two
// groups) and of all are placed; and in each aim a convex cost of each of those
// numbers. Persons who are not placed rest on the bench of their group.
type city struct {
	group  []int   // of each person
	unit   []int   // of each post
	limits []limit // of posts, units and the city; then of groups, civil servants and all
	aims   []cityAim
}

type limit struct {
	name        string
	least, most int
	counts      func(person, post int) bool // whether a placed person counts
	people      int                         // who could count at all
	resting     bool                        // about people: counted through the benches
}

type cityAim struct {
	cost  [][]int32 // by person and post
	rest  []int32   // of each person on the bench
	curve [][]int64 // of each limit, by how many count
}

func drawCity(t *rapid.T) *city {
	c := &city{}
	people, posts, groups := rapid.IntRange(1, 5).Draw(t, "people"), rapid.IntRange(1, 3).Draw(t, "posts"), rapid.IntRange(1, 3).Draw(t, "groups")
	for range people {
		c.group = append(c.group, rapid.IntRange(0, groups-1).Draw(t, "group"))
	}
	for range posts {
		c.unit = append(c.unit, rapid.IntRange(0, 1).Draw(t, "unit"))
	}
	add := func(name string, size int, resting bool, counts func(person, post int) bool) {
		most := rapid.IntRange(0, size).Draw(t, "most short of all")
		most = size - most/2
		least := max(0, rapid.IntRange(-2*size, most).Draw(t, "least"))
		c.limits = append(c.limits, limit{name, least, most, counts, size, resting})
	}
	for j := range posts {
		add("post", people, false, func(_, post int) bool { return post == j })
	}
	for u := range 2 {
		add("unit", people, false, func(_, post int) bool { return c.unit[post] == u })
	}
	add("city", people, false, func(_, _ int) bool { return true })
	size := func(in func(group int) bool) int {
		n := 0
		for _, g := range c.group {
			if in(g) {
				n++
			}
		}
		return n
	}
	for g := range groups {
		add("group", size(func(x int) bool { return x == g }), true, func(person, _ int) bool { return c.group[person] == g })
	}
	add("civil servants", size(func(x int) bool { return x < 2 }), true, func(person, _ int) bool { return c.group[person] < 2 })
	add("all", people, true, func(_, _ int) bool { return true })
	for range rapid.IntRange(2, 3).Draw(t, "aims") {
		var a cityAim
		for range people {
			a.cost = append(a.cost, rapid.SliceOfN(rapid.Int32Range(-1, 1), posts, posts).Draw(t, "cost"))
			a.rest = append(a.rest, rapid.Int32Range(-1, 1).Draw(t, "cost of resting"))
		}
		for _, l := range c.limits {
			curve := make([]int64, l.people+1)
			if rapid.Bool().Draw(t, "curved") {
				for k, m := range drawMarginals(t, l.people) {
					curve[k+1] = curve[k] + m
				}
			}
			a.curve = append(a.curve, curve)
		}
		c.aims = append(c.aims, a)
	}
	return c
}

// best returns the least values of the aims, in their order, over all plans;
// nil if there is none. A plan has the post of each person, −1 for the bench.
func (c *city) best() []int64 {
	var best []int64
	plan := make([]int, len(c.group))
	var visit func(person int)
	visit = func(person int) {
		if person < len(plan) {
			for j := -1; j < len(c.unit); j++ {
				plan[person] = j
				visit(person + 1)
			}
			return
		}
		if x, ok := c.values(plan); ok && (best == nil || slices.Compare(x, best) < 0) {
			best = x
		}
	}
	visit(0)
	return best
}

func (c *city) values(plan []int) ([]int64, bool) {
	count := make([]int, len(c.limits))
	for i, j := range plan {
		for k, l := range c.limits {
			if j >= 0 && l.counts(i, j) {
				count[k]++
			}
		}
	}
	for k, l := range c.limits {
		if count[k] < l.least || count[k] > l.most {
			return nil, false
		}
	}
	var out []int64
	for _, a := range c.aims {
		sum := int64(0)
		for i, j := range plan {
			if j < 0 {
				sum += int64(a.rest[i])
			} else {
				sum += int64(a.cost[i][j])
			}
		}
		for k, curve := range a.curve {
			sum += curve[count[k]]
		}
		out = append(out, sum)
	}
	return out, true
}

// model states the city in nodes: posts and a bench for each group are the
// columns; units and the city above the posts, civil servants and all above
// the benches. Of a group of s people p are placed if s − p are on its bench,
// so limits and costs turn round. It returns with the model, for each aim,
// what its costs leave out: what the curves have where nobody rests.
func (c *city) model() (*Model, []int64) {
	people, posts := len(c.group), len(c.unit)
	groups := len(c.limits) - posts - 5
	columns := posts + groups
	units, root := columns, columns+2
	civil, all := columns+3, columns+4
	m := &Model{Rows: people, Columns: columns, Allowed: NewPairs(people, columns)}
	var limits []int // of each node
	node := func(parent, limit int) {
		l := c.limits[limit]
		lo, hi := l.least, l.most
		if l.resting {
			lo, hi = l.people-l.most, l.people-l.least
		}
		m.Parent, m.Lo, m.Hi = append(m.Parent, int32(parent)), append(m.Lo, int32(lo)), append(m.Hi, int32(hi))
		limits = append(limits, limit)
	}
	for j := range posts {
		node(units+c.unit[j], j)
	}
	for g := range groups {
		above := all
		if g < 2 {
			above = civil
		}
		node(above, posts+3+g)
	}
	node(root, posts)
	node(root, posts+1)
	node(-1, posts+2)
	node(all, len(c.limits)-2)
	node(-1, len(c.limits)-1)
	for i, g := range c.group {
		for other := range groups {
			if other != g {
				m.Allowed.Remove(i, posts+other)
			}
		}
	}
	var out []int64
	for _, a := range c.aims {
		d := Dense{Columns: columns}
		for i := range people {
			d.Cost = append(append(d.Cost, a.cost[i]...), slices.Repeat([]int32{a.rest[i]}, groups)...)
		}
		goal := Goal{Pairs: d}
		left := int64(0)
		for _, k := range limits {
			curve := slices.Clone(a.curve[k])
			if c.limits[k].resting {
				slices.Reverse(curve)
			}
			left += curve[0]
			marginal := make([]int64, len(curve)-1)
			for x := range marginal {
				marginal[x] = curve[x+1] - curve[x]
			}
			goal.Marginal = append(goal.Marginal, marginal)
		}
		m.Goals = append(m.Goals, goal)
		out = append(out, left)
	}
	return m, out
}

// TestGroupsOfPeopleThroughBenches: limits and convex costs of how many of a
// group of people are placed, at two levels, together with those of posts,
// units and the city, are solved exactly.
func TestGroupsOfPeopleThroughBenches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCity(t)
		best := c.best()
		m, left := c.model()
		r, err := m.Solve(context.Background(), nil, Options{})
		if best == nil {
			var cut *flow.Infeasible
			if !errors.As(err, &cut) {
				t.Fatalf("no plan keeps the limits, but Solve says %v", err)
			}
			return
		}
		if err != nil {
			t.Fatalf("%v, but there is a plan of %v", err, best)
		}
		plan := make([]int, len(c.group))
		for i, j := range r.At {
			plan[i] = int(j)
			if int(j) >= len(c.unit) {
				plan[i] = -1
			}
		}
		got, ok := c.values(plan)
		if !ok || !slices.Equal(got, best) {
			t.Fatalf("plan %v has %v, within limits: %v; enumeration finds %v", plan, got, ok, best)
		}
		for g := range best {
			if r.Goals[g].Cost+left[g] != best[g] {
				t.Fatalf("aim %d: %d is claimed, enumeration finds %d", g, r.Goals[g].Cost+left[g], best[g])
			}
		}
		if err := check(m, r); err != nil {
			t.Fatal(err)
		}
	})
}
