package assignment_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/workload"
)

// TestCancelledAtAnyMoment ends the context at random moments of a solve, of a
// large organization under -slow. Solve, Verify and Check then return soon. Solve
// returns a plan: today's at the least, which is admitted here.
func TestCancelledAtAnyMoment(t *testing.T) {
	people, posts, moments, most := 2000, 100, 2, time.Second // under load a machine is slow
	if *slow {
		people, posts, moments, most = 20_000, 500, 30, 100*time.Millisecond
	}
	if testing.Short() || assignment.RaceEnabled {
		people, posts, moments = 600, 60, 1
	}
	o, fit := region(t, people, posts, 25)
	placed := assignment.Maximize(assignment.Placed())
	r := rand.New(rand.NewPCG(1, 2))
	for _, test := range []struct {
		name string
		p    assignment.Problem
	}{
		{"sums", assignment.Problem{Objective: assignment.Objective{placed, assignment.Maximize(fit, assignment.Weigh(-1, assignment.Balance(workload.Quadratic(1)))), assignment.Minimize(assignment.Moves())}}},
		{"leximin", assignment.Problem{Objective: assignment.Objective{assignment.Leximin(fit)}}},
		{"bottleneck", assignment.Problem{Objective: assignment.Objective{assignment.Bottleneck(fit), assignment.Maximize(fit)}}},
		{"bottom sum", assignment.Problem{Objective: assignment.Objective{assignment.BottomSum(people/10, fit), assignment.Maximize(fit)}}},
		{"coverage", assignment.Problem{Objective: assignment.Objective{placed, assignment.LeximinCoverage(), assignment.Maximize(fit)}}},
		{"search", assignment.Problem{Objective: assignment.Objective{placed, assignment.Maximize(fit).Within(1), assignment.Minimize(assignment.Moves())}}},
		{"limit", assignment.Problem{Objective: assignment.Objective{placed, assignment.Maximize(fit)}, Constraints: []assignment.Constraint{assignment.MaxMoves(people / 20)}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := test.p
			p.Organization = o
			// What takes longer than this is cancelled in its first part.
			ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
			defer cancel()
			begin := time.Now()
			solved, err := assignment.Solve(ctx, &p, &assignment.Options{MaxNodes: 20})
			if err != nil {
				t.Fatal(err)
			}
			took := time.Since(begin)
			late := func(what string, took time.Duration, work func(ctx context.Context) error) {
				worst, at := time.Duration(0), time.Duration(0)
				for range moments {
					ctx, cancel := context.WithCancel(context.Background())
					moment := time.Duration(r.Int64N(int64(took) + 1))
					ended := make(chan time.Time, 1)
					time.AfterFunc(moment, func() { ended <- time.Now(); cancel() })
					if err := work(ctx); err != nil && !errors.Is(err, context.Canceled) {
						t.Errorf("%s, cancelled after %v: %v", what, moment, err)
					}
					if ctx.Err() != nil {
						if d := time.Since(<-ended); d > worst {
							worst, at = d, moment
						}
					}
					cancel()
				}
				t.Logf("%s takes %v; cancelled, it returned within %v (at %v)", what, took, worst, at)
				if worst > most {
					t.Errorf("%s returned %v after it was cancelled at %v of %v", what, worst, at, took)
				}
			}
			late("Solve", took, func(ctx context.Context) error {
				s, err := assignment.Solve(ctx, &p, &assignment.Options{MaxNodes: 20})
				if err == nil && s.Status != assignment.Optimal && s.Status != assignment.Feasible {
					t.Errorf("the status is %v", s.Status)
				}
				return err
			})
			solved.Release()
			ctx, cancel = context.WithTimeout(context.Background(), 15*time.Second)
			defer cancel()
			begin = time.Now()
			if err := solved.Verify(ctx); err != nil && ctx.Err() == nil {
				t.Fatal(err)
			}
			took = time.Since(begin)
			late("Verify", took, solved.Verify)
			late("Check", took, func(ctx context.Context) error {
				_, err := assignment.Check(ctx, &p, solved.Plan, solved.Certificate(), &assignment.CheckOptions{Rows: people / 10})
				return err
			})
		})
	}
}
