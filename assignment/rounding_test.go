package assignment_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// onePost is one unit with one post that needs, and has room for, everybody.
func onePost(t *testing.T, people int) *mutasi.Organization {
	t.Helper()
	d := mutasi.Data{
		Units:     []mutasi.Unit{{ID: "Dinas"}},
		Positions: []mutasi.Position{{ID: "counter", Unit: "Dinas", Seats: people, Need: workload.FTE(people)}},
	}
	for i := range people {
		d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%d", i))})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestRoundingBoundsTheError: what a goal reports differs from the true value
// by no more than Rounding, also where every person is rounded the same way as
// a pair, in the balance of the post and in that of the unit. The values are
// chosen so that each is off by nearly half of the last of 24 places or more,
// and all of them add up.
func TestRoundingBoundsTheError(t *testing.T) {
	const people = 64
	o := onePost(t, people)
	for places := 24; places <= 28; places++ {
		for _, part := range []float64{0.49, 0.51, 0.75, -0.49, -0.75} {
			each := 1 + math.Ldexp(part, -places)
			// The penalty falls by each for every person up to the need.
			slope, err := workload.NewCurve(workload.Point{Coverage: 0, Penalty: each}, workload.Point{Coverage: 1})
			if err != nil {
				t.Fatal(err)
			}
			worth := assignment.Custom("worth", func(*mutasi.Employee, *mutasi.Position) float64 { return each })
			for _, test := range []struct {
				name  string
				goal  assignment.Goal
				value float64 // with everybody placed
			}{
				{"pairs", assignment.Maximize(worth), people * each},
				{"pairs and units", assignment.Maximize(worth, assignment.Weigh(-1, assignment.Balance(slope))), people * each},
				{"pairs and posts", assignment.Maximize(worth, assignment.Weigh(-1, assignment.BalancePosts(slope))), people * each},
				{"pairs, units and posts", assignment.Maximize(worth, assignment.Weigh(-1, assignment.Balance(slope)), assignment.Weigh(-1, assignment.BalancePosts(slope))), people * each},
				{"units alone", assignment.Minimize(assignment.Balance(slope)), 0},
				{"a count", assignment.Maximize(assignment.Weigh(each, assignment.Placed())), people * each},
			} {
				s := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{test.goal}}, nil)
				if s.Plan.Len() != people {
					t.Fatalf("%s: %d placed", test.name, s.Plan.Len())
				}
				v := s.Values[0]
				if off := math.Abs(v.Value - test.value); off > v.Rounding {
					t.Errorf("%s of %v: %v instead of %v, off by %v with a rounding of %v", test.name, each, v.Value, test.value, off, v.Rounding)
				}
				if most := people * math.Ldexp(1, -25) * 1.01; v.Rounding > most {
					t.Errorf("%s: a rounding of %v, above %v", test.name, v.Rounding, most)
				}
				if err := s.Verify(context.Background()); err != nil {
					t.Errorf("%s of %v: %v", test.name, each, err)
				}
			}
		}
	}
}

// TestRoundingOfCounts: whole numbers are exact, and say so; thirds are not.
func TestRoundingOfCounts(t *testing.T) {
	o := onePost(t, 10)
	solve := func(weight float64) assignment.Value {
		return mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{
			assignment.Maximize(assignment.Weigh(weight, assignment.Placed())),
		}}, nil).Values[0]
	}
	if v := solve(3); v.Value != 30 || v.Rounding != 0 {
		t.Errorf("threefold: %+v", v)
	}
	third := solve(1.0 / 3)
	if off := math.Abs(third.Value - 10.0/3); off == 0 || off > third.Rounding {
		t.Errorf("a third: off by %v, Rounding %v", off, third.Rounding)
	}
}

// TestLargestValues: 2²² − 1 is the largest value of a person that leaves 8
// binary places, and one more is an error of its own.
func TestLargestValues(t *testing.T) {
	o := onePost(t, 3)
	solve := func(weight float64) (*assignment.Solution, error) {
		return assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Objective: assignment.Objective{
			assignment.Maximize(assignment.Weigh(weight, assignment.Placed())),
		}}, nil)
	}
	s, err := solve(4194303)
	if err != nil {
		t.Fatal(err)
	}
	if s.Values[0].Value != 3*4194303 {
		t.Errorf("%+v", s.Values[0])
	}
	if err := s.Verify(context.Background()); err != nil {
		t.Error(err)
	}
	if _, err := solve(4194304); !errors.Is(err, assignment.ErrCostRange) {
		t.Errorf("got %v, want ErrCostRange", err)
	}
}

// TestNegativeRatings: how large a rating may be has nothing to do with its
// sign.
func TestNegativeRatings(t *testing.T) {
	rated := func(x float64) map[string]float64 { return map[string]float64{"balance of leave": x} }
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{{ID: "audit", Seats: 1}},
		Employees: []mutasi.Employee{
			{ID: "ani", Ratings: rated(-1000)}, {ID: "budi", Ratings: rated(-130)}, {ID: "citra", Ratings: rated(-1_000_000)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{
		assignment.Maximize(assignment.Placed()), assignment.Maximize(assignment.Rated("balance of leave")),
	}}, nil)
	if post, _ := s.Plan.Position("budi"); post != "audit" || s.Values[1].Value != -130 {
		t.Errorf("budi has %q, value %v: want the greatest rating, −130", post, s.Values[1].Value)
	}
	if err := s.Verify(context.Background()); err != nil {
		t.Error(err)
	}
}

// TestRoundingOfRanks: the value of a goal that ranks is that of one person, or
// unit, and of a bottom sum that of as many as it counts, rounded once each.
func TestRoundingOfRanks(t *testing.T) {
	o := town(t, 30, 6)
	fit := assignment.Fit(struct{ competency.Model }{competency.Attainment{}}) // no points
	once := math.Ldexp(1, -25)
	for _, test := range []struct {
		goal assignment.Goal
		want float64
	}{
		{assignment.Leximin(fit), once},
		{assignment.Bottleneck(fit), once},
		{assignment.LeximinCoverage(), once},
		{assignment.BottomSum(3, fit), 3 * once},
		{assignment.BottomSum(100, fit), 30 * once},
		{assignment.Maximize(fit), 30 * once},
		{assignment.Leximin(assignment.Weigh(1<<20, fit)), math.Ldexp(1, -10)}, // 9 places are left of 30 bits
	} {
		s := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{test.goal}}, nil)
		if got := s.Values[0].Rounding; got != test.want {
			t.Errorf("%s: rounding %v, want %v", test.goal, got, test.want)
		}
	}
}

// TestRoundingOfFits: a fit is rounded by up to a unit, and its points before.
func TestRoundingOfFits(t *testing.T) {
	o := town(t, 30, 6)
	fit := assignment.Fit(competency.Attainment{})
	once, points := math.Ldexp(1, -25), 0.0
	for p := range o.Positions() {
		points = max(points, competency.Attainment{}.PointsError(p.Standard))
	}
	for _, test := range []struct {
		goal assignment.Goal
		want float64
	}{
		{assignment.Leximin(fit), 3*once + points},
		{assignment.Bottleneck(fit), 3*once + points},
		{assignment.BottomSum(3, fit), 3 * (3*once + points)},
		{assignment.Maximize(fit), 30 * (3*once + points)},
		{assignment.Maximize(fit, assignment.Weigh(2, fit)), 30 * (5*once + 3*points)},
	} {
		s := mustSolve(t, &assignment.Problem{Organization: o, Objective: assignment.Objective{test.goal}}, nil)
		if got := s.Values[0].Rounding; math.Abs(got/test.want-1) > 1e-9 {
			t.Errorf("%s: rounding %v, want %v", test.goal, got, test.want)
		}
	}
}

// TestLargestBottomSum: what a value lacks to another may be twice as large as
// either, so half as much is in range as for a sum.
func TestLargestBottomSum(t *testing.T) {
	o := onePost(t, 3)
	solve := func(x float64) (*assignment.Solution, error) {
		sign := assignment.Custom("sign", func(e *mutasi.Employee, _ *mutasi.Position) float64 {
			if e.ID[len(e.ID)-1]%2 == 0 {
				return x
			}
			return -x
		})
		return assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.BottomSum(2, sign)}}, nil)
	}
	s, err := solve(2097151)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(context.Background()); err != nil {
		t.Error(err)
	}
	if _, err := solve(2097153); !errors.Is(err, assignment.ErrCostRange) || !strings.Contains(err.Error(), "2.097e+06") {
		t.Errorf("got %v, want ErrCostRange", err)
	}
}
