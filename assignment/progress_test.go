package assignment_test

import (
	"math"
	"testing"

	"github.com/mutasi-go/mutasi/assignment"
)

// TestProgress: every goal is announced, and ends with its proven bound.
func TestProgress(t *testing.T) {
	for _, constraints := range [][]assignment.Constraint{nil, {assignment.MaxMoves(5)}} {
		last := map[string]float64{}
		s := mustSolve(t, &assignment.Problem{Organization: town(t, 60, 6), Constraints: constraints}, &assignment.Options{
			Progress: func(p assignment.Progress) {
				if p.Done < 0 || p.Done > p.Total {
					t.Errorf("%+v", p)
				}
				if !math.IsInf(p.Bound, 0) {
					last[p.Goal] = p.Bound
				}
			},
		})
		for _, v := range s.Values {
			if last[v.Goal] != v.Bound {
				t.Errorf("%s: the last bound reported is %v, the solution has %v", v.Goal, last[v.Goal], v.Bound)
			}
		}
	}
}
