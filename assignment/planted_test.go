package assignment

import (
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
	"github.com/mutasi-go/mutasi/workload"
)

// slowly reports whether tests are to look longer, by the flag -slow.
func slowly() bool {
	f := flag.Lookup("slow")
	return f != nil && f.Value.String() == "true"
}

// anyOf returns one of the items.
func anyOf[T any](r *rand.Rand, items ...T) T { return items[r.IntN(len(items))] }

// randomOffice draws an organization with all that constraints and terms speak of.
func randomOffice(t testing.TB, r *rand.Rand, people, posts int) *mutasi.Organization {
	t.Helper()
	d := mutasi.Data{Units: []mutasi.Unit{{ID: "U0"}, {ID: "U1"}}}
	skills := []competency.ID{"a", "b", "c"}
	for j := range posts {
		p := mutasi.Position{
			ID: mutasi.PositionID(fmt.Sprintf("P%d", j)), Unit: anyOf(r, d.Units...).ID, Seats: 1 + r.IntN(3),
			Need: workload.FTE(1+r.IntN(5)) / 2, Weight: float64(1+r.IntN(4)) / 3,
		}
		for _, skill := range skills {
			if r.IntN(3) > 0 {
				p.Standard = append(p.Standard, competency.Requirement{
					Competency: skill, Level: competency.Level(1 + r.IntN(5)), Core: skill == "a", Weight: float64(1+r.IntN(5)) / 7,
				})
			}
		}
		d.Positions = append(d.Positions, p)
	}
	held := map[mutasi.PositionID]int{}
	for i := range people {
		e := mutasi.Employee{
			ID: mutasi.EmployeeID(fmt.Sprintf("E%d", i)), Profile: competency.Profile{}, Ratings: map[string]float64{"speed": float64(r.IntN(9)) / 7},
		}
		for _, skill := range skills {
			if r.IntN(4) > 0 {
				e.Profile[skill] = competency.Rating{Level: competency.Level(1+r.IntN(5)) + competency.Level(anyOf(r, 0, 0.3))}
			}
		}
		for j := range posts {
			if r.IntN(3) == 0 {
				e.Wishes = append(e.Wishes, d.Positions[j].ID)
			}
		}
		if p := anyOf(r, d.Positions...); r.IntN(4) > 0 && held[p.ID] < p.Seats {
			e.Position = p.ID
			held[p.ID]++
		}
		d.Employees = append(d.Employees, e)
	}
	for j := range d.Positions { // a floor that today's plan meets
		if p := &d.Positions[j]; held[p.ID] > 0 && r.IntN(4) == 0 {
			p.MinSeats = 1
		}
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// randomConstraints draws none or some. Today's plan keeps to most of them.
func randomConstraints(r *rand.Rand, o *mutasi.Organization) []Constraint {
	var out []Constraint
	employees, posts := count(o.Employees()), count(o.Positions())
	anybody := mutasi.EmployeeID(fmt.Sprintf("E%d", r.IntN(employees)))
	anywhere := mutasi.PositionID(fmt.Sprintf("P%d", r.IntN(posts)))
	other := mutasi.EmployeeID(fmt.Sprintf("E%d", r.IntN(employees)))
	here, _ := o.Incumbents().Position(other)
	salt := r.IntN(9)
	odd := func(e *mutasi.Employee, p *mutasi.Position) bool {
		return (int(e.ID[1])*5+int(p.ID[1])*3+salt)%3 != 0 || e.Position == p.ID
	}
	for _, c := range []Constraint{
		Eligible("some pairs", odd),
		Obey(mutasi.Rule{Name: "only some may come", Allows: odd}),
		Forbid(anybody, anywhere, "so"),
		Fix(other, here, "so"),
		EligibleEmployee("some people", func(e *mutasi.Employee) bool { return int(e.ID[1])%5 != salt%5 || e.Position != "" }),
	} {
		if r.IntN(3) == 0 {
			out = append(out, c)
		}
	}
	if employees < 10 && r.IntN(2) == 0 {
		out = append(out, MaxMoves(1+r.IntN(4)))
	}
	return out
}

// randomGoal draws a goal of any kind.
func randomGoal(r *rand.Rand) Goal {
	kinds := termKinds()
	var parts []Term
	for range 1 + r.IntN(3) {
		parts = append(parts, Weigh(anyOf(r, 1, -1, 0.1, 1.0/3, 2.7, -0.7), anyOf(r, kinds...)))
	}
	term := Sum(parts...)
	tolerance := anyOf(r, 0.25, 0.6)
	switch r.IntN(16) {
	case 0:
		return Maximize(Placed())
	case 1:
		return Minimize(Moves())
	case 2:
		return Minimize(Weigh(0.5, Wishes()), Weigh(2, Balance(workload.Quadratic(1))))
	case 3:
		return Maximize(term, Weigh(-1, BalancePosts(workload.Quadratic(0.8))))
	case 4:
		return LeximinCoverage()
	case 5, 6:
		return Leximin(term)
	case 7:
		return Leximin(term).Step(0.25)
	case 8:
		return Bottleneck(term)
	case 9:
		return Bottleneck(term).Within(tolerance)
	case 10:
		return BottomSum(2, term)
	case 11:
		return BottomSum(3, term).Within(tolerance)
	case 12:
		return Maximize(term).Within(tolerance)
	case 13:
		return Bottleneck(term).Step(0.3)
	case 14:
		return Minimize(term)
	}
	return Maximize(term)
}

// randomSolved draws a problem that has an optimal plan, and solves it.
func randomSolved(t testing.TB, r *rand.Rand) *Solution {
	t.Helper()
	for {
		p, people := new(Problem), 8+r.IntN(7)
		for range 1 + r.IntN(3) {
			g := randomGoal(r)
			p.Objective = append(p.Objective, g)
			if g.loose || !g.network(&g) {
				people = min(people, 9) // goals after it are searched, which takes long where people are many
			}
		}
		p.Organization = randomOffice(t, r, people, 4+r.IntN(3))
		p.Constraints = randomConstraints(r, p.Organization)
		s, err := Solve(context.Background(), p, &Options{Seed: r.Uint64(), Canonical: r.IntN(3) == 0, Workers: 1, MaxNodes: 100})
		if err == nil && s.Status == Optimal { // some draws contradict themselves, or have coverage where it cannot be ranked
			return s
		}
	}
}

// truth compares what is claimed of a plan with the optimum: it returns in what
// the plan is not admitted, or a goal that is said to be proven is worse than it
// could be, or a value or bound is not true; nil if in nothing. Values are added up
// from definitions.
func (optimum *Solution) truth(plan mutasi.Plan, c *Certificate, said []Value) error {
	ctx, p := context.Background(), &optimum.problem
	inst := optimum.instance.Load()
	book := inst.book(ctx, plan)
	if err := inst.demands.admit(book); err != nil {
		return err
	}
	proven := true
	for k, goal := range p.objective() {
		proven = proven && c.goals[k].result.Proven
		value, _, err := book.worthOf(goal)
		if err != nil {
			return err
		}
		best, said := optimum.Values[k], said[k]
		slack := best.Rounding + said.Rounding + 1e-9
		switch {
		case proven && goal.sense()*(value-best.Bound) < -goal.tolerance-slack:
			return fmt.Errorf("goal %d, %s: the plan has %v, and %v is possible", k+1, goal, value, best.Bound)
		case proven && !goal.loose && math.Abs(value-best.Value) > slack+best.Top-best.Value:
			return fmt.Errorf("goal %d, %s: the plan has %v, and the optimum is %v", k+1, goal, value, best.Value)
		case value < said.Value-slack || value > said.Top+slack:
			return fmt.Errorf("goal %d, %s: the plan has %v, and is said to have %v", k+1, goal, value, said.Value)
		case goal.sense()*(said.Bound-best.Value) < -slack:
			return fmt.Errorf("goal %d, %s: said to be at most %v, and the optimum is %+v", k+1, goal, said.Bound, best)
		case proven && goal.sense()*(best.Reached-said.Reached) < -slack:
			return fmt.Errorf("goal %d, %s: %v is said to be reached, and the optimum is %+v", k+1, goal, said.Reached, best)
		}
	}
	if ties := len(inst.goals); c.canonical && optimum.options.Canonical && proven && c.goals[ties].result.Proven {
		at, err := inst.roster.assignment(plan)
		if err != nil {
			return err
		}
		if cost := inst.model.Cost(ties, at); cost != optimum.certificate.goals[ties].result.Cost {
			return fmt.Errorf("the plan is not canonical: %d, not %d", cost, optimum.certificate.goals[ties].result.Cost)
		}
	}
	return nil
}

// plant puts one wrong number into an instance, and says where; "nowhere" if it
// drew the number that is right.
func plant(t testing.TB, r *rand.Rand, c *instance) string {
	t.Helper()
	m := c.model
	row, column := r.IntN(m.Rows), r.IntN(m.Columns)
	switch kind := r.IntN(10); {
	case kind == 0 && m.Allowed.Has(row, column):
		return changed(t, c, model.Overlay{Forbid: []model.Pair{{Row: row, Column: column}}}, "forbidden", row, column)
	case kind <= 2 && !m.Allowed.Has(row, column):
		more := model.Added{Pair: model.Pair{Row: row, Column: column}}
		for g := range m.Goals {
			more.Cost = append(more.Cost, m.Goals[g].Pairs.Row(row, make([]int32, m.Columns))[r.IntN(m.Columns)])
		}
		return changed(t, c, model.Overlay{Allow: []model.Added{more}}, "allowed", row, column)
	case kind <= 3 && len(m.Limits) > 0:
		store := m.Limits[0].Pairs
		more := 1 - 2*store.At(row, column)
		m.Limits[0].Pairs = wrong(store, row, column, more)
		return fmt.Sprintf("limit 0 at (%d, %d): %+d", row, column, more)
	}
	g := r.IntN(len(c.goals))
	store := m.Goals[g].Pairs
	for !m.Allowed.Has(row, column) {
		row, column = r.IntN(m.Rows), r.IntN(m.Columns)
	}
	more := anyOf(r, -1, 1, int32(-1)<<24, 1<<24, 1<<22, -1<<22)
	if levels := m.Goals[g].Levels; levels > 0 {
		if more = r.Int32N(levels) - store.At(row, column); more == 0 {
			return "nowhere"
		}
	}
	m.Goals[g].Pairs = wrong(store, row, column, more)
	return fmt.Sprintf("goal %d at (%d, %d): %+d", g+1, row, column, more)
}

// wrong is a store with one wrong number, however it is read.
func wrong(s model.Store, row, column int, more int32) model.Store {
	return planted{planted{s, row, column, more, true}, row, column, more, false}
}

func changed(t testing.TB, c *instance, o model.Overlay, how string, row, column int) string {
	t.Helper()
	m, err := c.model.With(o)
	if err != nil {
		t.Fatal(err)
	}
	c.model = m
	return fmt.Sprintf("(%d, %d) is %s", row, column, how)
}

// TestPlantedNumbersAreFound: with one wrong number in what the solver reads,
// Check passes only if the plan is optimal nevertheless and all that is claimed is
// true.
func TestPlantedNumbersAreFound(t *testing.T) {
	plants := 100
	switch {
	case slowly():
		plants = 1000
	case RaceEnabled:
		plants = 40
	}
	r := rand.New(rand.NewPCG(10, uint64(plants)))
	different, caught, proven, without := 0, 0, 0, 0
	for n := range plants {
		s := randomSolved(t, r)
		dirty := newInstance(&s.problem, s.instance.Load().settings)
		if err := dirty.prepare(context.Background()); err != nil {
			t.Fatal(err)
		}
		where, everybody := plant(t, r, dirty), sample(dirty.model.Rows, dirty.model.Rows, 0)
		if err := dirty.checkRows(context.Background(), everybody); err == nil && where != "nowhere" {
			t.Errorf("plant %d, %s, is not found where all is compared with its definition", n, where)
		}
		lie := &Solution{problem: s.problem, options: s.options}
		if err := lie.solveOn(context.Background(), dirty); err != nil {
			without++ // it leaves no plan
			continue
		}
		checked, err := Check(context.Background(), &s.problem, lie.Plan, lie.certificate, nil)
		if err != nil {
			caught++
			if s.truth(lie.Plan, lie.certificate, lie.Values) != nil {
				different++
			}
			continue
		}
		proven++
		if wrong := s.truth(lie.Plan, lie.certificate, checked.Values); wrong != nil {
			t.Errorf("plant %d, %s, is not found: %v\n%v, %d constraints", n, where, wrong, s.problem.Objective, len(s.problem.Constraints))
		}
		if checked.Status != lie.Status {
			t.Errorf("plant %d, %s: the status is %v, not %v", n, where, checked.Status, lie.Status)
		}
	}
	t.Logf("of %d plants %d made a difference; Check failed for %d, %d changed nothing that is claimed, %d left no plan", plants, different, caught, proven, without)
	if different < plants/10 || proven == 0 {
		t.Errorf("the test shows little: of %d plants %d made a difference, %d none", plants, different, proven)
	}
}
