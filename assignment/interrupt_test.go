package assignment_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/workload"
)

// TestSlowFunctionsAreLeftSoon: once the context has ended a worker asks a
// user's function about the rest of one person at most; then today's plan is
// judged.
func TestSlowFunctionsAreLeftSoon(t *testing.T) {
	const people, posts = 24, 6
	o := town(t, people, posts)
	for _, workers := range []int{1, 3} {
		for _, kind := range []string{"Custom", "Eligible"} {
			ctx, cancel := context.WithCancel(context.Background())
			var calls atomic.Int64
			slow := func() {
				if calls.Add(1) == 1 {
					cancel()
				}
				time.Sleep(time.Millisecond)
			}
			p := &assignment.Problem{Organization: o}
			if kind == "Custom" {
				p.Objective = assignment.Objective{assignment.Maximize(assignment.Custom("slow", func(*mutasi.Employee, *mutasi.Position) float64 {
					slow()
					return 1
				}))}
			} else {
				p.Constraints = []assignment.Constraint{assignment.Eligible("slow", func(*mutasi.Employee, *mutasi.Position) bool {
					slow()
					return true
				})}
			}
			s, err := assignment.Solve(ctx, p, &assignment.Options{Workers: workers})
			cancel()
			if !errors.Is(err, context.Canceled) && (err != nil || s.Status != assignment.Feasible) {
				t.Errorf("%s, %d workers: %v, %v", kind, workers, s, err)
			}
			// Once more about everybody, whether today's plan will do.
			if n := calls.Load(); n > int64(workers*posts+people) {
				t.Errorf("%s, %d workers: %d calls of %d after the context ended", kind, workers, n, people*posts)
			}
		}
	}
}

// TestGoexitIsAnError: a function that ends its goroutine, as FailNow of a test
// does, neither hangs the solve nor passes for an answer.
func TestGoexitIsAnError(t *testing.T) {
	o := town(t, 12, 3)
	exit := func(e *mutasi.Employee, p *mutasi.Position) {
		if e.ID == "E7" && p.ID == "P2" {
			runtime.Goexit()
		}
	}
	for name, p := range map[string]*assignment.Problem{
		"Custom": {Organization: o, Objective: assignment.Objective{assignment.Maximize(assignment.Custom("exits", func(e *mutasi.Employee, p *mutasi.Position) float64 {
			exit(e, p)
			return 1
		}))}},
		"Eligible": {Organization: o, Constraints: []assignment.Constraint{assignment.Eligible("exits", func(e *mutasi.Employee, p *mutasi.Position) bool {
			exit(e, p)
			return true
		})}},
	} {
		for _, workers := range []int{1, 3} {
			done := make(chan error, 1)
			go func() {
				_, err := assignment.Solve(context.Background(), p, &assignment.Options{Workers: workers})
				done <- err
			}()
			select {
			case err := <-done:
				if err == nil || !strings.Contains(err.Error(), "Goexit") {
					t.Errorf("%s, %d workers: got %v", name, workers, err)
				}
			case <-time.After(10 * time.Second):
				t.Fatalf("%s, %d workers: Solve hangs", name, workers)
			}
		}
	}
}

// TestErrorDoesNotDependOnWorkers: of many faults the same one is reported.
func TestErrorDoesNotDependOnWorkers(t *testing.T) {
	o := town(t, 30, 3)
	for name, p := range map[string]*assignment.Problem{
		"Custom": {Organization: o, Objective: assignment.Objective{assignment.Maximize(assignment.Custom("c", func(*mutasi.Employee, *mutasi.Position) float64 { return math.NaN() }))}},
		"Eligible": {Organization: o, Constraints: []assignment.Constraint{assignment.Eligible("e", func(e *mutasi.Employee, p *mutasi.Position) bool {
			if p.ID == "P1" {
				panic("boom")
			}
			return true
		})}},
	} {
		want := ""
		for _, workers := range []int{1, 2, 3, 7, 30, 64} {
			_, err := assignment.Solve(context.Background(), p, &assignment.Options{Workers: workers})
			if err == nil {
				t.Fatalf("%s: no error", name)
			}
			if want == "" {
				want = err.Error()
			}
			if err.Error() != want {
				t.Errorf("%s: %d workers say %v\none says %s", name, workers, err, want)
			}
		}
	}
}

// TestEndedContextEndsAGoal: a goal of many searches, which together take far
// longer than the test may, makes no more of them once the context has ended.
func TestEndedContextEndsAGoal(t *testing.T) {
	o := town(t, 200, 20)
	r := rand.New(rand.NewPCG(200, 20))
	value := map[mutasi.Placement]float64{}
	for e := range o.Employees() {
		for p := range o.Positions() {
			value[mutasi.Placement{Employee: e.ID, Position: p.ID}] = r.Float64()
		}
	}
	worth := assignment.Custom("worth", func(e *mutasi.Employee, p *mutasi.Position) float64 {
		return value[mutasi.Placement{Employee: e.ID, Position: p.ID}]
	})
	for _, goal := range []assignment.Goal{assignment.Leximin(worth), assignment.BottomSum(60, worth)} {
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		start := time.Now()
		s, err := assignment.Solve(ctx, &assignment.Problem{
			Organization: o, Objective: assignment.Objective{goal, assignment.Maximize(worth)},
			Constraints: []assignment.Constraint{assignment.MaxMoves(40)},
		}, nil)
		cancel()
		if took := time.Since(start); took > 15*time.Second {
			t.Errorf("%s: it went on for %v", goal, took)
		}
		if err != nil {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", goal, err)
			}
			continue
		}
		if s.Status != assignment.Feasible {
			t.Errorf("%s: %v", goal, s.Status)
		}
		if err := s.Verify(context.Background()); err != nil {
			t.Errorf("%s: %v", goal, err)
		}
	}
}

// TestAnyTolerance: a tolerance may be larger than anything that there is to lose.
func TestAnyTolerance(t *testing.T) {
	o := town(t, 6, 2)
	worth := assignment.Custom("worth", func(e *mutasi.Employee, p *mutasi.Position) float64 {
		return float64(int(e.ID[len(e.ID)-1])*3%7+int(p.ID[1])%2) - 3
	})
	free := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.Maximize(worth)}}, nil).Values[0].Value
	for _, tolerance := range []float64{1e3, 1e9, 5.4e11, 1e12, 1e18, 1e300, math.MaxFloat64} {
		for _, goal := range []assignment.Goal{
			assignment.Maximize(assignment.Weigh(-1, worth)), assignment.Minimize(worth),
			assignment.Minimize(assignment.Balance(workload.Quadratic(1))), assignment.Minimize(assignment.Moves()),
		} {
			s := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{goal.Within(tolerance), assignment.Maximize(worth)}}, nil)
			if got := s.Values[1].Value; got != free || s.Verify(context.Background()) != nil {
				t.Errorf("%s within %g: %v is left to the next goal, want %v; %v", goal, tolerance, got, free, s.Verify(context.Background()))
			}
		}
		bottom := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{
			assignment.BottomSum(2, assignment.Weigh(-1, worth)).Within(tolerance), assignment.Maximize(worth),
		}}, nil)
		if err := bottom.Verify(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

// TestTodayHasAValue: a cancelled solve returns today's plan only where every
// goal has a value there.
func TestTodayHasAValue(t *testing.T) {
	o := town(t, 12, 3)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, test := range map[string]struct {
		goal assignment.Goal
		has  bool
	}{
		"a number":            {assignment.Maximize(assignment.Placed()), true},
		"NaN":                 {assignment.Maximize(assignment.Custom("odd", func(*mutasi.Employee, *mutasi.Position) float64 { return math.NaN() })), false},
		"Inf":                 {assignment.Maximize(assignment.Custom("odd", func(*mutasi.Employee, *mutasi.Position) float64 { return math.Inf(1) })), false},
		"coverage of nothing": {assignment.LeximinCoverage(), false},
	} {
		d := o.Data()
		for j := range d.Positions {
			d.Positions[j].Need = 0
		}
		needless, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		s, err := assignment.Solve(ctx, &assignment.Problem{Organization: needless, Objective: assignment.Objective{test.goal}}, nil)
		if test.has && (err != nil || !s.Plan.Equal(o.Incumbents())) {
			t.Errorf("%s: %v, want today's plan", name, err)
		}
		if !test.has && !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, %v, want the context's error", name, s, err)
		}
	}
}
