package assignment_test

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

// The invariants are about tables of small whole fits, where optima tie and
// scores are exact. Here they are drawn, enumerated and translated into
// problems.

// table is a small problem of placement. Whoever is unplaced has no fit, which
// is worse than any.
type table struct {
	people, posts []string
	fit           [][]int // people × posts; barred: not eligible
	seats, floors []int
	unit          []int // of each post
	need          []int // of units, where coverage is the criterion; otherwise 1
	held          places
	refuses       [][]bool // binds whoever would move there

	everybody bool // nobody may be unplaced
	neverLess bool // nobody may move to a post that fits less, or lose theirs
}

// barred marks a pair that is not eligible.
const barred = -1

// tableOf returns a table without floors, units or incumbents.
func tableOf(fit [][]int, seats ...int) *table {
	t := &table{fit: fit, seats: seats, floors: make([]int, len(seats))}
	for j := range seats {
		t.posts = append(t.posts, fmt.Sprintf("P%d", j+1))
		t.unit, t.need = append(t.unit, j), append(t.need, 1)
	}
	for i := range fit {
		t.people = append(t.people, fmt.Sprintf("E%d", i+1))
		t.held = append(t.held, -1)
		t.refuses = append(t.refuses, make([]bool, len(seats)))
	}
	return t
}

// drawTable draws a table that admits a plan: floors, seats and fits are drawn
// around one.
func drawTable(t *rapid.T, mostPeople, mostPosts int) *table {
	n := rapid.IntRange(1, mostPeople).Draw(t, "people")
	m := rapid.IntRange(1, mostPosts).Draw(t, "posts")
	top := rapid.IntRange(1, 9).Draw(t, "top")
	load := make([]int, m)
	witness := make(places, n)
	for i := range n {
		if witness[i] = rapid.IntRange(-1, m-1).Draw(t, "admitted at"); witness[i] >= 0 {
			load[witness[i]]++
		}
	}
	tab := tableOf(make([][]int, n), make([]int, m)...)
	for j := range m {
		tab.seats[j] = load[j] + rapid.IntRange(0, 2).Draw(t, "spare seats")
		tab.floors[j] = max(0, load[j]-rapid.IntRange(0, 3).Draw(t, "below floor"))
		tab.unit[j] = rapid.IntRange(0, j).Draw(t, "unit")
		tab.need[j] = rapid.IntRange(1, 3).Draw(t, "need")
	}
	for i := range n {
		tab.held[i] = rapid.IntRange(-1, m-1).Draw(t, "held")
		tab.fit[i] = make([]int, m)
		for j := range m {
			tab.fit[i][j] = barred
			kind := rapid.IntRange(0, 9).Draw(t, "kind")
			if kind < 8 || witness[i] == j {
				tab.fit[i][j] = rapid.IntRange(1, top).Draw(t, "fit")
			}
			tab.refuses[i][j] = kind == 7 && witness[i] != j
		}
	}
	return tab
}

func (t *table) clone() *table {
	c := *t
	c.people, c.posts, c.held = slices.Clone(t.people), slices.Clone(t.posts), slices.Clone(t.held)
	c.seats, c.floors, c.unit = slices.Clone(t.seats), slices.Clone(t.floors), slices.Clone(t.unit)
	c.need = slices.Clone(t.need)
	c.fit, c.refuses = slices.Clone(t.fit), slices.Clone(t.refuses)
	for i := range c.fit {
		c.fit[i], c.refuses[i] = slices.Clone(t.fit[i]), slices.Clone(t.refuses[i])
	}
	return &c
}

// with returns a copy whose fits of eligible pairs are those that f gives.
func (t *table) with(f func(i, j, fit int) int) *table {
	c := t.clone()
	for i, row := range c.fit {
		for j, w := range row {
			if w != barred {
				row[j] = f(i, j, w)
			}
		}
	}
	return c
}

// without returns a copy without a person.
func (t *table) without(i int) *table {
	c := t.clone()
	c.people, c.held = slices.Delete(c.people, i, i+1), slices.Delete(c.held, i, i+1)
	c.fit, c.refuses = slices.Delete(c.fit, i, i+1), slices.Delete(c.refuses, i, i+1)
	return c
}

// withoutSeat returns a copy without a person and the seat that they have in a
// plan, and the others' places.
func (t *table) withoutSeat(plan places, i int) (*table, places) {
	c := t.without(i)
	if j := plan[i]; j >= 0 {
		c.seats[j]--
		c.floors[j] = max(0, c.floors[j]-1)
	}
	return c, slices.Delete(slices.Clone(plan), i, i+1)
}

// reordered returns a copy with people and posts in other orders.
func (t *table) reordered(people, posts []int) *table {
	c := t.clone()
	at := map[int]int{-1: -1}
	for k, j := range posts {
		at[j] = k
		c.posts[k], c.seats[k], c.floors[k], c.unit[k] = t.posts[j], t.seats[j], t.floors[j], t.unit[j]
	}
	for k, i := range people {
		c.people[k], c.held[k] = t.people[i], at[t.held[i]]
		for l, j := range posts {
			c.fit[k][l], c.refuses[k][l] = t.fit[i][j], t.refuses[i][j]
		}
	}
	return c
}

func drawOrder(t *rapid.T, n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return rapid.Permutation(order).Draw(t, "order")
}

func drawEach(t *rapid.T, label string, n, least, most int) []int {
	return rapid.SliceOfN(rapid.IntRange(least, most), n, n).Draw(t, label)
}

// placeable returns a copy with seats for everybody at every post, where all are
// eligible and have to be placed.
func (t *table) placeable() *table {
	c := t.clone()
	c.everybody = true
	for j := range c.seats {
		c.seats[j], c.floors[j] = len(c.people), 0
	}
	for i, row := range c.fit {
		for j := range row {
			row[j] = max(row[j], 1)
			c.refuses[i][j] = false
		}
	}
	return c
}

// may tells whether a person may be at a post; −1 is the bench.
func (t *table) may(i, j int) bool {
	had := t.held[i]
	switch {
	case j < 0:
		return !t.everybody && !(t.neverLess && had >= 0)
	case t.fit[i][j] == barred, t.refuses[i][j] && had != j:
		return false
	}
	return !t.neverLess || had < 0 || t.fit[i][j] >= t.fit[i][had]
}

// admits is the definition of an admitted plan.
func (t *table) admits(plan places) bool {
	load := t.loads(plan)
	for j := range load {
		if load[j] < t.floors[j] || load[j] > t.seats[j] {
			return false
		}
	}
	for i, j := range plan {
		if !t.may(i, j) {
			return false
		}
	}
	return true
}

func (t *table) loads(plan places) []int {
	load := make([]int, len(t.posts))
	for _, j := range plan {
		if j >= 0 {
			load[j]++
		}
	}
	return load
}

// staff counts the people of each unit that owns posts.
func (t *table) staff(plan places) []int {
	staff := make(map[int]int)
	for _, u := range t.unit {
		staff[u] = 0
	}
	for _, j := range plan {
		if j >= 0 {
			staff[t.unit[j]]++
		}
	}
	var out []int
	for u := range t.posts {
		if n, ok := staff[u]; ok {
			out = append(out, n)
		}
	}
	return out
}

// wholes is divisible by every need, so that coverages are exact in parts of it.
const wholes = 6

// coverages are those of each unit that owns posts.
func (t *table) coverages(plan places) []int {
	var out []int
	staff := t.staff(plan)
	for u := range t.posts {
		if slices.Contains(t.unit, u) {
			out = append(out, staff[len(out)]*wholes/t.need[u])
		}
	}
	return out
}

// nothing ranks the unplaced below every fit.
const nothing = -1

// welfare is what each person has of a plan.
func (t *table) welfare(plan places) []int {
	w := make([]int, len(plan))
	for i, j := range plan {
		if w[i] = nothing; j >= 0 {
			w[i] = t.fit[i][j]
		}
	}
	return w
}

func (t *table) placed(plan places) int {
	n := 0
	for _, j := range plan {
		if j >= 0 {
			n++
		}
	}
	return n
}

// least is the least fit of the placed, 0 if there are none.
func (t *table) least(plan places) int {
	least := math.MaxInt
	for i, j := range plan {
		if j >= 0 {
			least = min(least, t.fit[i][j])
		}
	}
	if least == math.MaxInt {
		return 0
	}
	return least
}

// overPlaced adds up what f makes of the fits of the placed.
func (t *table) overPlaced(plan places, f func(fit int) int) int {
	sum := 0
	for i, j := range plan {
		if j >= 0 {
			sum += f(t.fit[i][j])
		}
	}
	return sum
}

// plans enumerates the admitted plans.
func (t *table) plans() []places {
	var out []places
	plan := make(places, len(t.people))
	var visit func(i int)
	visit = func(i int) {
		if i == len(plan) {
			if t.admits(plan) {
				out = append(out, slices.Clone(plan))
			}
			return
		}
		for j := -1; j < len(t.posts); j++ {
			if plan[i] = j; t.may(i, j) {
				visit(i + 1)
			}
		}
	}
	visit(0)
	return out
}

// problem translates the table.
func (t *table) problem(tb rapid.TB, c criterion) *assignment.Problem {
	var d mutasi.Data
	owned := make(map[int]bool)
	post := map[mutasi.PositionID]int{}
	for j, id := range t.posts {
		u := mutasi.UnitID(fmt.Sprintf("U%d", t.unit[j]))
		p := mutasi.Position{ID: mutasi.PositionID(id), Unit: u, Seats: t.seats[j], MinSeats: t.floors[j]}
		if !owned[t.unit[j]] {
			d.Units, p.Need = append(d.Units, mutasi.Unit{ID: u}), 1
			if c.name == coverage.name {
				p.Need = workload.FTE(t.need[t.unit[j]])
			}
		}
		owned[t.unit[j]] = true
		post[p.ID] = j
		d.Positions = append(d.Positions, p)
	}
	person := map[mutasi.EmployeeID]int{}
	for i, id := range t.people {
		e := mutasi.Employee{ID: mutasi.EmployeeID(id)}
		if t.held[i] >= 0 {
			e.Position = mutasi.PositionID(t.posts[t.held[i]])
		}
		for j, refused := range t.refuses[i] {
			if refused {
				e.Objections = append(e.Objections, mutasi.Objection{Position: mutasi.PositionID(t.posts[j]), Reason: "too far"})
			}
		}
		person[e.ID] = i
		d.Employees = append(d.Employees, e)
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		tb.Fatal(err)
	}
	fit := func(e *mutasi.Employee, p *mutasi.Position) int { return t.fit[person[e.ID]][post[p.ID]] }
	problem := &assignment.Problem{
		Organization: o,
		Objective: c.goals(assignment.Custom("fit", func(e *mutasi.Employee, p *mutasi.Position) float64 {
			return float64(fit(e, p))
		})),
		Constraints: []assignment.Constraint{
			assignment.Eligible("eligible", func(e *mutasi.Employee, p *mutasi.Position) bool { return fit(e, p) != barred }),
			assignment.Obey(mutasi.Rule{Name: "consent", Allows: func(e *mutasi.Employee, p *mutasi.Position) bool {
				return !slices.ContainsFunc(e.Objections, func(o mutasi.Objection) bool { return o.Position == p.ID })
			}}),
		},
	}
	if t.everybody {
		problem.Constraints = append(problem.Constraints, assignment.MustPlace("everybody", nil))
	}
	if t.neverLess {
		problem.Constraints = append(problem.Constraints,
			assignment.MustPlace("nobody loses their post", func(e *mutasi.Employee) bool { return e.Position != "" }),
			assignment.Eligible("never less", func(e *mutasi.Employee, p *mutasi.Position) bool {
				return e.Position == "" || fit(e, p) >= t.fit[person[e.ID]][post[e.Position]]
			}))
	}
	return problem
}

// solve returns the proven optimum under a criterion.
func (t *table) solve(tb rapid.TB, c criterion) places {
	plan, _ := t.solution(tb, c, one)
	return plan
}

// one worker is quickest for the smallest of problems.
var one = &assignment.Options{Workers: 1}

func (t *table) solution(tb rapid.TB, c criterion, opts *assignment.Options) (places, *assignment.Solution) {
	s, err := assignment.Solve(context.Background(), t.problem(tb, c), opts)
	if err != nil {
		tb.Fatalf("%s: %v\n%+v", c.name, err, t)
	}
	if s.Status != assignment.Optimal {
		tb.Fatalf("%s: status %v", c.name, s.Status)
	}
	return t.placesOf(s.Plan), s
}

func (t *table) placesOf(p mutasi.Plan) places {
	plan := make(places, len(t.people))
	for i, id := range t.people {
		at, _ := p.Position(mutasi.EmployeeID(id))
		plan[i] = slices.Index(t.posts, string(at))
	}
	return plan
}
