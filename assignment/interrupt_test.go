package assignment_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// TestSlowFunctionsAreLeftSoon: once the context has ended a worker asks a
// user's function about the rest of one person at most.
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
			_, err := assignment.Solve(ctx, p, &assignment.Options{Workers: workers})
			cancel()
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s, %d workers: %v", kind, workers, err)
			}
			if n := calls.Load(); n > int64(workers*posts) {
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
