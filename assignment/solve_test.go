package assignment_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// town has people with three levels each and posts for most of them.
func town(t testing.TB, people, posts int) *mutasi.Organization {
	t.Helper()
	var d mutasi.Data
	units := max(1, posts/6)
	for u := range units {
		d.Units = append(d.Units, mutasi.Unit{ID: mutasi.UnitID(fmt.Sprintf("U%d", u))})
	}
	ids := []competency.ID{"M.1", "M.2", "T.1", "T.2"}
	for j := range posts {
		p := mutasi.Position{
			ID: mutasi.PositionID(fmt.Sprintf("P%d", j)), Unit: d.Units[j%units].ID,
			Seats: people/posts + 1, Need: workload.FTE(people/posts) * workload.FTE(1+j%3) / 2,
		}
		for k, c := range ids {
			p.Standard = append(p.Standard, competency.Requirement{Competency: c, Level: competency.Level(1 + (j*7+k*3)%5)})
		}
		d.Positions = append(d.Positions, p)
	}
	for i := range people {
		e := mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%d", i)), Profile: competency.Profile{}}
		if i%10 != 0 {
			e.Position = d.Positions[i*31%posts].ID
		}
		for k, c := range ids {
			e.Profile[c] = competency.Rating{Level: competency.Level(1 + (i*11+i/7*k+k*5)%5)}
		}
		d.Employees = append(d.Employees, e)
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func mustSolve(t testing.TB, p *assignment.Problem, opts *assignment.Options) *assignment.Solution {
	t.Helper()
	s, err := assignment.Solve(context.Background(), p, opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTownIsProven(t *testing.T) {
	s := mustSolve(t, &assignment.Problem{Organization: town(t, 600, 40)}, nil)
	if s.Status != assignment.Optimal {
		t.Fatalf("status %v", s.Status)
	}
	if err := s.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
	if n := len(slices.Collect(s.Unplaced())); n+s.Plan.Len() != 600 {
		t.Errorf("%d unplaced and %d placed of 600", n, s.Plan.Len())
	}
}

// TestFaultyProblems: what is wrong is said with the place where it is.
func TestFaultyProblems(t *testing.T) {
	o := town(t, 12, 3)
	nobody, err := mutasi.NewPlan(mutasi.Placement{Employee: "nobody", Position: "P1"}, mutasi.Placement{Employee: "E1", Position: "nowhere"})
	if err != nil {
		t.Fatal(err)
	}
	value := func(x float64) func(*mutasi.Employee, *mutasi.Position) float64 {
		return func(e *mutasi.Employee, p *mutasi.Position) float64 {
			if e.ID == "E7" && p.ID == "P2" {
				return x
			}
			return 1
		}
	}
	boom := func(e *mutasi.Employee, p *mutasi.Position) bool {
		if e.ID == "E7" && p.ID == "P2" {
			panic("boom")
		}
		return true
	}
	maximize := func(t assignment.Term) assignment.Objective { return assignment.Objective{assignment.Maximize(t)} }
	for _, test := range []struct {
		name string
		p    *assignment.Problem
		want []string
	}{
		{"nil problem", nil, []string{"no organization"}},
		{"no organization", &assignment.Problem{}, []string{"no organization"}},
		{"incumbents", &assignment.Problem{Organization: o, Incumbent: &nobody}, []string{`"nobody"`, `"nowhere"`}},
		{"unknown people", &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{
			assignment.Fix("x", "P1", ""), assignment.Keep("y", ""), assignment.Forbid("E1", "z", ""), nil, assignment.Signed("a", nil),
		}}, []string{`"x"`, `"y"`, `"z"`, "nil", `Signed by "a"`}},
		{"rewarded penalty", &assignment.Problem{Organization: o, Objective: maximize(assignment.Balance(workload.Quadratic(1)))}, []string{"goal 1", "balance", "Weigh(-1"}},
		{"bad curve", &assignment.Problem{Organization: o, Objective: maximize(assignment.Weigh(-1, assignment.Balance(workload.Quadratic(math.NaN()))))}, []string{"goal 1", "NaN"}},
		{"weight", &assignment.Problem{Organization: o, Objective: maximize(assignment.Weigh(math.Inf(1), assignment.Placed()))}, []string{"goal 1", "+Inf", "placed"}},
		{"zero goal", &assignment.Problem{Organization: o, Objective: assignment.Objective{{}}}, []string{"goal 1", "Maximize"}},
		{"maximize nothing", &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.Maximize()}}, []string{"goal 1", "no term"}},
		{"minimize nothing", &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.Minimize()}}, []string{"goal 1", "no term"}},
		{"leximin of nothing", &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.Leximin(assignment.Sum())}}, []string{"goal 1", "no term"}},
		{"fairness of nothing", &assignment.Problem{Organization: o, Objective: maximize(assignment.Nash(1, assignment.Sum()))}, []string{"goal 1", "no term"}},
		{"step of 0", &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.Leximin(assignment.Placed()).Step(0)}}, []string{"goal 1", "in steps of 0", "the step is 0"}},
		{"custom without a name", &assignment.Problem{Organization: o, Objective: maximize(assignment.Custom("", value(1)))}, []string{"goal 1", "custom term has no name"}},
		{"rating without a name", &assignment.Problem{Organization: o, Objective: maximize(assignment.Rated(""))}, []string{"goal 1", "rating has no name"}},
		{"nil model", &assignment.Problem{Organization: o, Objective: maximize(assignment.Fit(nil))}, []string{"goal 1", "model"}},
		{"nil custom", &assignment.Problem{Organization: o, Objective: maximize(assignment.Custom("c", nil))}, []string{"goal 1", `"c"`}},
		{"no rating", &assignment.Problem{Organization: o, Objective: maximize(assignment.Rated("speed"))}, []string{"goal 1", `"speed"`}},
		{"NaN", &assignment.Problem{Organization: o, Objective: maximize(assignment.Custom("luck", value(math.NaN())))}, []string{`"luck"`, `"E7"`, `"P2"`, "NaN"}},
		{"Inf", &assignment.Problem{Organization: o, Objective: maximize(assignment.Custom("luck", value(math.Inf(-1))))}, []string{`"luck"`, `"E7"`, `"P2"`, "-Inf"}},
		{"panic in Custom", &assignment.Problem{Organization: o, Objective: maximize(assignment.Custom("luck", func(e *mutasi.Employee, p *mutasi.Position) float64 {
			boom(e, p)
			return 0
		}))}, []string{`"luck"`, `"E7"`, `"P2"`, "boom"}},
		{"panic in Eligible", &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{assignment.Eligible("fair", boom)}}, []string{`"fair"`, `"E7"`, `"P2"`, "boom"}},
		{"panic in a rule", &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{assignment.Obey(mutasi.Rule{Name: "tenure", Allows: boom})}}, []string{`"tenure"`, `"E7"`, `"P2"`, "boom"}},
		{"panic in EligibleEmployee", &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{
			assignment.EligibleEmployee("who", func(e *mutasi.Employee) bool { return boom(e, &mutasi.Position{ID: "P2"}) })}}, []string{`"who"`, `"E7"`, "boom"}},
		{"panic in EligiblePosition", &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{
			assignment.EligiblePosition("which", func(p *mutasi.Position) bool { return boom(&mutasi.Employee{ID: "E7"}, p) })}}, []string{`"which"`, `"P2"`, "boom"}},
		{"panic in a model", &assignment.Problem{Organization: o, Objective: maximize(assignment.Fit(brokenModel{panics: true}))}, []string{"brokenModel", "boom"}},
		{"fit out of range", &assignment.Problem{Organization: o, Objective: maximize(assignment.Fit(brokenModel{}))}, []string{"brokenModel", "1.5", "[0, 1]"}},
		{"bottom of nobody", &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.BottomSum(0, assignment.Placed())}}, []string{"goal 1", "0 people", "at least 1"}},
		{"bottom of units", &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.BottomSum(2, assignment.Balance(workload.Quadratic(1)))}}, []string{"goal 1", "balance", "no sum over people"}},
		{"bottom in steps", &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.BottomSum(2, assignment.Placed()).Step(1)}}, []string{"goal 1", "step"}},
		{"coverage in steps", &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.LeximinCoverage().Step(0.1)}}, []string{"goal 1", "steps"}},
		{"coverage within", &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.LeximinCoveragePosts().Within(0.1)}}, []string{"goal 1", "tolerance"}},
		{"coverage under a limit", &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.LeximinCoverage()},
			Constraints: []assignment.Constraint{assignment.MaxMoves(3)}}, []string{"goal 1", "at most 3 moves", "Balance"}},
		{"coverage after a tolerance", &assignment.Problem{Organization: o, Objective: assignment.Objective{
			assignment.Maximize(assignment.Placed()).Within(1), assignment.LeximinCoverage()}}, []string{"goal 2", "goal 1, maximize placed within 1"}},
		{"coverage after a bottom", &assignment.Problem{Organization: o, Objective: assignment.Objective{
			assignment.BottomSum(3, assignment.Placed()), assignment.LeximinCoverage()}}, []string{"goal 2", "goal 1, bottom 3 of placed"}},
		{"coverage of different capacities", &assignment.Problem{Organization: needing(t, 1, 0.5, 1), Objective: assignment.Objective{assignment.LeximinCoverage()}}, []string{"goal 1", "capacity", "Balance"}},
		{"coverage of nothing", &assignment.Problem{Organization: needing(t, 0, 1, 1), Objective: assignment.Objective{assignment.LeximinCoverage()}}, []string{"goal 1", "no post has a need"}},
		{"range of coverage", &assignment.Problem{Organization: needing(t, 1e9, 1, 1), Objective: assignment.Objective{assignment.LeximinCoverage()}}, []string{"goal 1", "too large", `unit "U"`, "1e-09"}},
		{"range of coverage of posts", &assignment.Problem{Organization: needing(t, 1e-9, 1, 1), Objective: assignment.Objective{assignment.LeximinCoveragePosts()}}, []string{"goal 1", "too large", `post "P"`, "1e+09"}},
		{"range", &assignment.Problem{Organization: o, Objective: maximize(assignment.Weigh(1e9, assignment.Placed()))}, []string{"goal 1", "too large"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, workers := range []int{1, 3} {
				_, err := assignment.Solve(context.Background(), test.p, &assignment.Options{Workers: workers})
				if err == nil {
					t.Fatal("no error")
				}
				for _, want := range test.want {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("%v\ndoes not say %s", err, want)
					}
				}
				if errors.Is(err, assignment.ErrCostRange) != strings.HasPrefix(test.name, "range") {
					t.Errorf("ErrCostRange: %v", err)
				}
				faults := mutasi.Faults(err)
				if len(faults) == 0 {
					t.Errorf("no fault has a code: %v", err)
				}
				for _, f := range faults {
					if _, known := assignment.FaultTemplates()[f.Code]; !known || !strings.Contains(err.Error(), f.Problem) {
						t.Errorf("fault %+v of %v", f, err)
					}
					if strings.HasPrefix(test.want[0], "goal 1") && f.Path != "objective[0]" {
						t.Errorf("%+v is not a fault of the first goal", f)
					}
				}
			}
		})
	}
}

// needing is a unit with a post of a given need and two people.
func needing(t *testing.T, need workload.FTE, capacity ...workload.FTE) *mutasi.Organization {
	d := mutasi.Data{Units: []mutasi.Unit{{ID: "U"}}, Positions: []mutasi.Position{{ID: "P", Unit: "U", Seats: 2, Need: need}}}
	for k, c := range capacity {
		d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%d", k)), Capacity: c})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

type brokenModel struct{ panics bool }

func (m brokenModel) Fit(competency.Profile, competency.Standard) float64 {
	if m.panics {
		panic("boom")
	}
	return 1.5
}

// TestFunctionsAreAskedOnce: Custom and Eligible are called at most once a
// pair, and Custom only for pairs that are allowed.
func TestFunctionsAreAskedOnce(t *testing.T) {
	var mu sync.Mutex
	calls := map[string]int{}
	count := func(kind string, e *mutasi.Employee, p *mutasi.Position) {
		mu.Lock()
		defer mu.Unlock()
		calls[kind+string(e.ID)+"/"+string(p.ID)]++
	}
	p := &assignment.Problem{
		Organization: town(t, 40, 5),
		Objective: assignment.Objective{assignment.Maximize(
			assignment.Custom("c", func(e *mutasi.Employee, p *mutasi.Position) float64 {
				count("c", e, p)
				return float64(len(e.ID) * len(p.Unit))
			}), assignment.Placed())},
		Constraints: []assignment.Constraint{
			assignment.Eligible("e", func(e *mutasi.Employee, p *mutasi.Position) bool {
				count("e", e, p)
				return e.ID != "E3" || p.ID != "P1"
			}),
			assignment.Fix("E4", "P2", ""),
		},
	}
	mustSolve(t, p, nil)
	for pair, n := range calls {
		if n != 1 {
			t.Errorf("%s: %d calls", pair, n)
		}
	}
	if calls["cE3/P1"] != 0 || calls["cE4/P1"] != 0 {
		t.Error("Custom is called for a forbidden pair")
	}
	if want := 40*5 + 40*5 - 1 - 4; len(calls) != want {
		t.Errorf("%d pairs were asked about, want %d", len(calls), want)
	}
}

// TestCancelled: a context that has ended gives today's plan with a proven
// bound where it is admitted, and the context's error where it is not.
func TestCancelled(t *testing.T) {
	o := town(t, 400, 20)
	optimum := mustSolve(t, &assignment.Problem{Organization: o}, nil)
	for stopAt := range 12 {
		ctx, cancel := context.WithCancel(context.Background())
		calls := 0
		s, err := assignment.Solve(ctx, &assignment.Problem{Organization: o}, &assignment.Options{Progress: func(assignment.Progress) {
			if calls++; calls > stopAt {
				cancel()
			}
		}})
		cancel()
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("stopped at %d: %v", stopAt, err)
			}
			continue
		}
		if err := s.Verify(context.Background()); err != nil {
			t.Fatalf("stopped at %d: %v", stopAt, err)
		}
		if s.Status == assignment.Optimal {
			continue
		}
		open := 0
		for open < len(s.Values) && s.Values[open].Value == s.Values[open].Bound {
			open++
		}
		for k, v := range s.Values {
			// Bounds of the first open goal and those before are bounds of the
			// optimum; maximised goals come first in the default objective.
			if k <= open && k < 2 && v.Bound < optimum.Values[k].Value {
				t.Errorf("stopped at %d: goal %d: bound %v below the optimum %v", stopAt, k+1, v.Bound, optimum.Values[k].Value)
			}
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), -time.Second)
	defer cancel()
	s, err := assignment.Solve(ctx, &assignment.Problem{Organization: o}, nil)
	if err != nil || s.Status != assignment.Feasible || !s.Plan.Equal(o.Incumbents()) {
		t.Fatalf("%+v, %v: want today's plan", s, err)
	}
	for k, sign := range []int{+1, +1, -1} {
		if !math.IsInf(s.Values[k].Bound, sign) {
			t.Errorf("%+v: nothing is proven", s.Values[k])
		}
	}
	if err := s.Verify(context.Background()); err != nil {
		t.Error(err)
	}
	// Today's plan is no plan if it is not admitted.
	for e := range o.Employees() {
		if e.Position != "" {
			_, err = assignment.Solve(ctx, &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{assignment.Forbid(e.ID, e.Position, "")}}, nil)
			break
		}
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// TestPrioritiesAreNoWeights: with a weight of a million on the first goal the
// second's small differences drown in rounding; as priorities both are exact.
func TestPrioritiesAreNoWeights(t *testing.T) {
	o := town(t, 60, 6)
	fine := assignment.Custom("fine", func(e *mutasi.Employee, p *mutasi.Position) float64 {
		return float64((len(e.ID)*31+int(e.ID[len(e.ID)-1])*17+int(p.ID[1])*13)%97) * 1e-5
	})
	s := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{
		assignment.Maximize(assignment.Placed()), assignment.Maximize(fine),
	}}, nil)
	weighted := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{
		assignment.Maximize(assignment.Weigh(1e6, assignment.Placed()), fine),
	}}, nil)
	// The weighted plan, scored in the goals that were meant.
	again := mustSolve(t, &assignment.Problem{Organization: o, Incumbent: &weighted.Plan, Objective: assignment.Objective{
		assignment.Minimize(assignment.Moves()), assignment.Maximize(fine),
	}}, nil)
	if again.Values[0].Value != 0 {
		t.Fatal("the weighted plan is not admitted")
	}
	if again.Values[1].Value >= s.Values[1].Value {
		t.Errorf("weights reach %v, priorities %v: the case shows nothing", again.Values[1].Value, s.Values[1].Value)
	}
}

// TestSparseEligibility: where few pairs are allowed their values are stored in
// a list, and nothing else changes.
func TestSparseEligibility(t *testing.T) {
	o := town(t, 200, 40)
	near := func(e *mutasi.Employee, p *mutasi.Position) bool {
		return p.ID == e.Position || (len(e.ID)*7+int(e.ID[len(e.ID)-1])+int(p.ID[len(p.ID)-1])*3)%12 == 0
	}
	worth := func(e *mutasi.Employee, p *mutasi.Position) float64 {
		return competency.Attainment{}.Fit(e.Profile, p.Standard)
	}
	solve := func(goal assignment.Goal, c ...assignment.Constraint) float64 {
		s := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{goal}, Constraints: c}, nil)
		if err := s.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
		return s.Values[0].Value
	}
	// The same problem with all pairs allowed and the far ones worthless, less
	// than the bench.
	dense := solve(assignment.Maximize(assignment.Custom("near", func(e *mutasi.Employee, p *mutasi.Position) float64 {
		if near(e, p) {
			return worth(e, p)
		}
		return -1
	})))
	eligible := assignment.Eligible("near", near)
	for _, goal := range []assignment.Goal{
		assignment.Maximize(assignment.Fit(competency.Attainment{})),
		assignment.Maximize(assignment.Custom("worth", worth)),
	} {
		if got := solve(goal, eligible); math.Abs(got-dense) > 1e-4 {
			t.Errorf("%s: %v from a list, %v from a matrix", goal, got, dense)
		}
	}
	// Goals in turn, of which each has to leave open just what is best.
	coarse := assignment.Custom("coarse", func(e *mutasi.Employee, p *mutasi.Position) float64 { return math.Floor(3 * worth(e, p)) })
	for _, objective := range []assignment.Objective{
		{assignment.Maximize(coarse), assignment.Minimize(assignment.Moves()), assignment.Maximize(assignment.Custom("worth", worth))},
		{assignment.Leximin(coarse), assignment.Maximize(assignment.Custom("worth", worth))},
		{assignment.BottomSum(20, coarse), assignment.Minimize(assignment.Moves())},
	} {
		s := mustSolve(t, &assignment.Problem{Organization: o, Objective: objective, Constraints: []assignment.Constraint{eligible}}, nil)
		if err := s.Verify(context.Background()); err != nil {
			t.Errorf("%s: %v", objective[0], err)
		}
	}
}

// TestIncumbentRedefinesStaying: Moves, Keep and rules look at the incumbent
// plan where one is given.
func TestIncumbentRedefinesStaying(t *testing.T) {
	o := town(t, 20, 4)
	first := mustSolve(t, &assignment.Problem{Organization: o}, nil)
	second := mustSolve(t, &assignment.Problem{Organization: o, Incumbent: &first.Plan,
		Constraints: []assignment.Constraint{assignment.Obey(mutasi.Rule{Name: "no move", Allows: func(*mutasi.Employee, *mutasi.Position) bool { return false }})},
	}, nil)
	if !second.Plan.Equal(first.Plan) {
		t.Errorf("nobody may move, but %v", first.Plan.Transfers(second.Plan))
	}
	if v := second.Values[2].Value; v != 0 {
		t.Errorf("%v moves", v)
	}
}

// TestSolveLeavesItsArgumentsAlone: changing the problem after Solve does not
// change the solution.
func TestSolveLeavesItsArgumentsAlone(t *testing.T) {
	p := &assignment.Problem{Organization: town(t, 20, 4), Objective: assignment.DefaultObjective(), Constraints: []assignment.Constraint{assignment.Keep("E1", "")}}
	s := mustSolve(t, p, nil)
	p.Objective[0] = assignment.Minimize(assignment.Placed())
	p.Constraints[0] = assignment.Fix("E1", "", "")
	p.Organization = nil
	if err := s.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestEmpty(t *testing.T) {
	for _, d := range []mutasi.Data{
		{},
		{Employees: []mutasi.Employee{{ID: "a"}}},
		{Positions: []mutasi.Position{{ID: "p", Seats: 2}}},
	} {
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		s := mustSolve(t, &assignment.Problem{Organization: o}, nil)
		if err := s.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
		if s.Plan.Len() != 0 || len(slices.Collect(s.Unplaced())) != len(d.Employees) {
			t.Errorf("%v", s.Plan)
		}
	}
}

// TestEmptyGoals: where nobody can be placed, goals about the worst off are 0 and
// proven.
func TestEmptyGoals(t *testing.T) {
	post := mutasi.Position{ID: "p", Unit: "u", Seats: 2, Need: 1}
	closed := post
	closed.Seats = 0
	for _, d := range []mutasi.Data{
		{Positions: []mutasi.Position{post}},
		{Positions: []mutasi.Position{closed}, Employees: []mutasi.Employee{{ID: "a"}, {ID: "b"}}},
	} {
		d.Units = []mutasi.Unit{{ID: "u"}}
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		one := assignment.Custom("one", func(*mutasi.Employee, *mutasi.Position) float64 { return 1 })
		s := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{
			assignment.LeximinCoverage(), assignment.LeximinCoveragePosts(),
			assignment.Leximin(one), assignment.Bottleneck(one), assignment.BottomSum(3, one), assignment.BottomSum(1, one).Within(1), assignment.Maximize(one),
		}}, &assignment.Options{Canonical: true})
		if err := s.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, v := range s.Values {
			if v.Value != 0 || v.Bound != 0 {
				t.Errorf("%v", v)
			}
		}
	}
	// A floor that nobody is there to meet names the post, whatever the goal.
	post.MinSeats = 1
	o, err := mutasi.NewOrganization(mutasi.Data{Units: []mutasi.Unit{{ID: "u"}}, Positions: []mutasi.Position{post}})
	if err != nil {
		t.Fatal(err)
	}
	var conflict *assignment.InfeasibleError
	_, err = assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.LeximinCoverage()}}, nil)
	if !errors.As(err, &conflict) || !slices.Equal(conflict.Positions, []mutasi.PositionID{"p"}) {
		t.Errorf("got %v", err)
	}
}

// TestInfeasible: the names, and nothing but the names, that conflict.
func TestInfeasible(t *testing.T) {
	data := mutasi.Data{
		Positions: []mutasi.Position{{ID: "audit", Seats: 1}, {ID: "budget", Seats: 1, MinSeats: 1}},
		Employees: []mutasi.Employee{{ID: "ani", Position: "audit"}, {ID: "budi"}, {ID: "citra"}},
	}
	o, err := mutasi.NewOrganization(data)
	if err != nil {
		t.Fatal(err)
	}
	none := func(*mutasi.Employee, *mutasi.Position) bool { return false }
	rule := mutasi.Rule{Name: "two years in post", Allows: none}
	for _, test := range []struct {
		name        string
		constraints []assignment.Constraint
		want        assignment.InfeasibleError
	}{
		{"a Fix against a rule names both", []assignment.Constraint{assignment.Obey(rule), assignment.Fix("budi", "budget", "asked for")},
			assignment.InfeasibleError{Employees: []mutasi.EmployeeID{"budi"}, Constraints: []string{"fix budi to budget", "two years in post"}}},
		{"too few seats", []assignment.Constraint{assignment.MustPlace("everybody", nil)},
			assignment.InfeasibleError{Employees: []mutasi.EmployeeID{"ani", "budi", "citra"}, Positions: []mutasi.PositionID{"audit", "budget"}, Constraints: []string{"everybody"}}},
		{"a floor that nobody fills", []assignment.Constraint{assignment.Obey(rule)},
			assignment.InfeasibleError{Positions: []mutasi.PositionID{"budget"}, Constraints: []string{"two years in post"}, Kind: assignment.Floors}},
		{"two fixed to one seat", []assignment.Constraint{assignment.Fix("budi", "audit", ""), assignment.Signed("BKPSDM", assignment.Keep("ani", "needed"))},
			assignment.InfeasibleError{Employees: []mutasi.EmployeeID{"ani", "budi"}, Positions: []mutasi.PositionID{"audit"}, Constraints: []string{"fix budi to audit", "keep ani"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Constraints: test.constraints}, nil)
			var got *assignment.InfeasibleError
			if !errors.As(err, &got) {
				t.Fatal(err)
			}
			if !slices.Equal(got.Employees, test.want.Employees) || !slices.Equal(got.Positions, test.want.Positions) ||
				!slices.Equal(got.Constraints, test.want.Constraints) || got.Kind != test.want.Kind {
				t.Errorf("got %+v\nwant %+v", *got, test.want)
			}
		})
	}
}

// TestOneSeatEach: where every post has one seat and nobody is balanced, the
// linear assignment kernel solves what counting has left open, with the proof
// like any other.
func TestOneSeatEach(t *testing.T) {
	for _, people := range []int{100, 130, 160} {
		var d mutasi.Data
		for j := range 130 {
			d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID(fmt.Sprintf("P%d", j)), Unit: "U", Seats: 1})
		}
		d.Units = []mutasi.Unit{{ID: "U"}}
		for i := range people {
			d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%d", i))})
		}
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		worth := assignment.Custom("worth", func(e *mutasi.Employee, p *mutasi.Position) float64 {
			return float64((len(e.ID)*31 + int(e.ID[len(e.ID)-1])*int(p.ID[len(p.ID)-1])*17 + len(p.ID)*5) % 101)
		})
		kernels := func(goals ...assignment.Goal) (string, float64) {
			s := mustSolve(t, &assignment.Problem{Organization: o, Objective: goals}, nil)
			if err := s.Verify(context.Background()); err != nil {
				t.Fatal(err)
			}
			last := len(goals) - 1
			return s.Stats.Goals[last].Kernel, s.Values[last].Value
		}
		kernel, value := kernels(assignment.Maximize(assignment.Placed()), assignment.Maximize(worth))
		if kernel != "lap" {
			t.Errorf("%d people: solved by %s", people, kernel)
		}
		// A penalty of nothing makes it a flow.
		kernel, same := kernels(assignment.Maximize(assignment.Placed()), assignment.Maximize(worth, assignment.Weigh(-1e-9, assignment.Balance(workload.Quadratic(1)))))
		if kernel != "column flow" || math.Abs(value-same) > 1e-3 {
			t.Errorf("%d people: %v by lap, %v by %s", people, value, same, kernel)
		}
	}
}

// TestPoolOfPosts: posts that are alike may be listed one by one or as one post
// with the seats of all.
func TestPoolOfPosts(t *testing.T) {
	d := mutasi.Data{Units: []mutasi.Unit{{ID: "U"}}}
	listed := mutasi.Data{Units: d.Units}
	for k := range 4 {
		post := mutasi.Position{
			ID: mutasi.PositionID(fmt.Sprintf("pool%d", k)), Unit: "U", Seats: 25, Need: 20,
			Standard: competency.Standard{{Competency: "M.1", Level: competency.Level(2 + k)}},
		}
		d.Positions = append(d.Positions, post)
		for seat := range post.Seats {
			one := post
			one.ID += mutasi.PositionID(fmt.Sprintf("-%d", seat))
			one.Seats, one.Need = 1, post.Need/25
			listed.Positions = append(listed.Positions, one)
		}
	}
	for i := range 90 {
		e := mutasi.Employee{
			ID:      mutasi.EmployeeID(fmt.Sprintf("E%d", i)),
			Profile: competency.Levels(map[competency.ID]competency.Level{"M.1": competency.Level(i % 6)}),
		}
		listed.Employees = append(listed.Employees, e)
		listed.Employees[i].Position = listed.Positions[i].ID
		e.Position = d.Positions[i/25].ID
		d.Employees = append(d.Employees, e)
	}
	var values [2][]assignment.Value
	for k, data := range []mutasi.Data{d, listed} {
		o, err := mutasi.NewOrganization(data)
		if err != nil {
			t.Fatal(err)
		}
		s := mustSolve(t, &assignment.Problem{Organization: o}, nil)
		if err := s.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
		values[k] = s.Values
	}
	// Who moves within a pool moves between listed posts only if they gain.
	for g := range values[0] {
		if math.Abs(values[0][g].Value-values[1][g].Value) > 1e-5 {
			t.Errorf("%s: %v as pools, %v listed", values[0][g].Goal, values[0][g].Value, values[1][g].Value)
		}
	}
}

// TestFloorsNameNoBystander: a constraint on a post without a floor is not
// blamed for a floor elsewhere.
func TestFloorsNameNoBystander(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{{ID: "audit", Seats: 1}, {ID: "budget", Seats: 2, MinSeats: 2}},
		Employees: []mutasi.Employee{{ID: "ani"}, {ID: "budi"}, {ID: "citra"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	only := func(post mutasi.PositionID) func(*mutasi.Employee, *mutasi.Position) bool {
		return func(e *mutasi.Employee, p *mutasi.Position) bool { return e.ID == "ani" || p.ID != post }
	}
	_, err = assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{
		assignment.Eligible("diploma", only("budget")), assignment.Eligible("licence", only("audit")),
	}}, nil)
	var conflict *assignment.InfeasibleError
	if !errors.As(err, &conflict) || conflict.Kind != assignment.Floors || !slices.Equal(conflict.Constraints, []string{"diploma"}) {
		t.Errorf("got %v", err)
	}
}
