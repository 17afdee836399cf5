package assignment_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"pgregory.net/rapid"
)

// forced returns all plans that have employee i at post j and are admitted, or are but
// for that one pair.
func (in *instance) forced(i, j int) []places {
	var out []places
	plan := make(places, len(in.data.Employees))
	var visit func(k int)
	visit = func(k int) {
		switch {
		case k == len(plan):
			if in.admitsBut(plan, i) {
				out = append(out, slices.Clone(plan))
			}
		case k == i:
			plan[k] = j
			visit(k + 1)
		default:
			for post := -1; post < len(in.data.Positions); post++ {
				plan[k] = post
				visit(k + 1)
			}
		}
	}
	visit(0)
	return out
}

// admitsBut is admits, but for what is said of employee i alone.
func (in *instance) admitsBut(plan places, i int) bool {
	seats := instance{setting: in.setting}
	if !seats.admits(plan) {
		return false
	}
	for _, l := range in.limits {
		elsewhere := slices.Clone(plan)
		keeps := l.keeps(&in.setting, plan)
		for j := -1; j < len(in.data.Positions) && !keeps && l.name != "at most"; j++ {
			elsewhere[i] = j
			keeps = l.keeps(&in.setting, elsewhere)
		}
		if !keeps {
			return false
		}
	}
	return true
}

// bestOf returns, goal by goal, one of the best of the plans, among those that the
// goals before leave.
func (in *instance) bestOf(plans []places) []places {
	out := []places{}
	for _, a := range in.aims {
		best := slices.MaxFunc(plans, func(p, q places) int { return a.better(&in.setting, p, q) })
		out = append(out, best)
		plans = slices.DeleteFunc(slices.Clone(plans), func(p places) bool {
			if a.loose > 0 {
				return !a.tolerates(&in.setting, best, p)
			}
			return a.better(&in.setting, p, best) != 0
		})
	}
	return out
}

// regret is what it costs to have plans like forced in place of plans like best.
func (in *instance) regret(best, forced []places) assignment.Regret {
	none := assignment.Regret{Possible: true, Exact: true, Goal: -1}
	for g, a := range in.aims {
		p, q := best[g], forced[g]
		r := assignment.Regret{Possible: true, Exact: true, Goal: g}
		switch a.better(&in.setting, q, p) {
		case 0:
			continue
		case 1:
			return none
		}
		x, y := a.ranks(&in.setting, p), a.ranks(&in.setting, q)
		if a.kind == "coverage" {
			x, y = a.coverages(&in.setting, p), a.coverages(&in.setting, q)
		} else if a.kind != "" && unplaced(x) != unplaced(y) {
			r.Unplaced, r.Loss = true, float64(unplaced(y)-unplaced(x))
			return r
		}
		if a.kind != "leximin" && a.kind != "coverage" {
			r.Loss = math.Abs(a.worth(&in.setting, p) - a.worth(&in.setting, q))
			return r
		}
		for k := range x {
			if sign(x[k]-y[k]) > 0 {
				r.Level = y[k]
				break
			}
		}
		count := func(list []float64) (n float64) {
			for _, v := range list {
				if sign(v-r.Level) == 0 {
					n++
				}
			}
			return n
		}
		r.Loss = count(y) - count(x)
		return r
	}
	return none
}

// decidedByRounding reports whether two plans tie in the goal that is said to suffer:
// what ties may differ by the last unit once it is rounded.
func (in *instance) decidedByRounding(r assignment.Regret, best, forced []places) bool {
	return r.Goal >= 0 && forced != nil && in.aims[r.Goal].better(&in.setting, best[r.Goal], forced[r.Goal]) == 0
}

// roundedBefore reports whether some goal before the given one is rounded.
func roundedBefore(s *assignment.Solution, goal int) bool {
	return goal > 0 && slices.ContainsFunc(s.Values[:goal], func(v assignment.Value) bool { return v.Rounding > 0 })
}

// sameRegret compares with what rounding allows. The level of a step is any value in it.
func (in *instance) sameRegret(a, b assignment.Regret) bool {
	level := tolerance
	if a.Goal >= 0 {
		level += in.aims[a.Goal].step
	}
	return a.Possible == b.Possible && a.Exact == b.Exact && a.Goal == b.Goal && a.Unplaced == b.Unplaced &&
		math.Abs(a.Loss-b.Loss) < tolerance && math.Abs(a.Level-b.Level) < level
}

// TestRegretIsThatOfEnumeration asks about every pair, allowed or not, for every kind of
// goal and constraint; Regrets agrees or is a bound; chains lead to a best plan that has
// the pair.
func TestRegretIsThatOfEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInstance(t)
		if len(in.data.Employees) > 4 {
			t.Skip("too many to enumerate for every pair")
		}
		p := in.problem(t)
		s, err := assignment.Solve(context.Background(), p, &assignment.Options{Seed: rapid.Uint64().Draw(t, "seed"), Canonical: rapid.Bool().Draw(t, "canonical")})
		if errors.Is(err, assignment.ErrInfeasible) {
			t.Skip("infeasible")
		}
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "released") {
			s.Release()
		}
		best := in.bestOf(in.admitted())
		bounds := map[mutasi.Placement]assignment.Regret{}
		for x, r := range s.Regrets(context.Background()) {
			bounds[x] = r
		}
		if n := len(in.data.Employees) * (len(in.data.Positions) + 1); len(bounds) != n {
			t.Fatalf("%d regrets, not %d", len(bounds), n)
		}
		for i, e := range in.data.Employees {
			for j := -1; j < len(in.data.Positions); j++ {
				post := mutasi.PositionID("")
				if j >= 0 {
					post = in.data.Positions[j].ID
				}
				plans := in.forced(i, j)
				want := assignment.Regret{Exact: true, Goal: -1}
				var forced []places
				if len(plans) > 0 {
					forced = in.bestOf(plans)
					want = in.regret(best, forced)
				}
				if given, _ := s.Plan.Position(e.ID); given == post {
					want = assignment.Regret{Possible: true, Exact: true, Goal: -1} // whatever a tolerance gave up
				}
				c, err := s.WhyNot(e.ID, post)
				if err != nil {
					t.Fatal(err)
				}
				if in.decidedByRounding(c.Regret, best, forced) {
					continue
				}
				if c.Regret.Goal < 0 && roundedBefore(s, want.Goal) && (len(c.Refused) > 0 || slices.ContainsFunc(in.aims, func(a aim) bool { return a.loose > 0 })) {
					continue // likewise: it gains in a goal where it ties
				}
				if !in.sameRegret(c.Regret, want) {
					t.Fatalf("%s at %q: %+v, enumeration finds %+v\n%v", e.ID, post, c.Regret, want, in)
				}
				if single, err := s.Regret(e.ID, post); err != nil || single != c.Regret {
					t.Fatalf("%s at %q: %+v, %v; WhyNot has %+v", e.ID, post, single, err, c.Regret)
				}
				bound := bounds[mutasi.Placement{Employee: e.ID, Position: post}]
				if bound.Exact && !in.sameRegret(bound, want) || !bound.Exact && bound.Compare(c.Regret) > 0 {
					t.Fatalf("%s at %q: Regrets has %+v, enumeration finds %+v\n%v", e.ID, post, bound, want, in)
				}
				in.checkChain(t, s, c, i, j, forced)
			}
		}
	})
}

// checkChain replays a chain and compares the plan with the best forced one.
func (in *instance) checkChain(t *rapid.T, s *assignment.Solution, c *assignment.Counterfactual, i, j int, forced []places) {
	t.Helper()
	if given, _ := s.Plan.Position(c.Employee); given != c.Given {
		t.Fatalf("%q is said to be at %q", c.Employee, c.Given)
	}
	if !c.Regret.Possible || c.Given == c.Wanted {
		if len(c.Chain) > 0 {
			t.Fatalf("a chain %v where nothing is forced", c.Chain)
		}
		return
	}
	plan := s.Plan
	for k, m := range c.Chain {
		if at, _ := plan.Position(m.Employee); at != m.From || k == 0 && m.Employee != c.Employee {
			t.Fatalf("%v does not begin where the person is: %v", m, c.Chain)
		}
		var err error
		if plan, err = plan.With(mutasi.Placement{Employee: m.Employee, Position: m.To}); err != nil {
			t.Fatal(err)
		}
	}
	got := in.placesOf(plan)
	if got[i] != j || !in.admitsBut(got, i) {
		t.Fatalf("the chain %v leads to %v\n%v", c.Chain, got, in)
	}
	for g, a := range in.aims {
		if a.loose > 0 {
			return // later goals may give some of it up
		}
		if a.better(&in.setting, got, forced[g]) != 0 {
			if a.kind == "leximin" && len(a.measures) > 1 {
				// Each part of a term is rounded by itself. People who tie may then be
				// on two levels, of which Leximin takes the one and numbers the other.
				// Package model compares such chains in integers, without exception.
				return
			}
			t.Fatalf("the chain %v leads to %v, which is worse in goal %d than %v\n%v", c.Chain, got, g+1, forced[g], in)
		}
		if s.Values[g].Rounding > 1e-7 {
			return // of a balance of people of different capacities, in which plans that tie differ once it is rounded
		}
	}
}

// TestNeededWins raises the value of a pair by a little more than Counterfactual.Needed,
// and by a little less.
func TestNeededWins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInstance(t)
		p := in.problem(t)
		s, err := assignment.Solve(context.Background(), p, nil)
		if errors.Is(err, assignment.ErrInfeasible) {
			t.Skip("infeasible")
		}
		if err != nil {
			t.Fatal(err)
		}
		e := in.data.Employees[rapid.IntRange(0, len(in.data.Employees)-1).Draw(t, "who")].ID
		post := in.data.Positions[rapid.IntRange(0, len(in.data.Positions)-1).Draw(t, "where")].ID
		c, err := s.WhyNot(e, post)
		if err != nil {
			t.Fatal(err)
		}
		g := c.Regret.Goal
		if len(c.Refused) > 0 || math.IsNaN(c.Needed) || g < 0 || c.Regret.Loss < tolerance {
			if g < 0 && c.Regret.Possible && c.Needed != 0 {
				t.Fatalf("%v is needed to win what costs nothing", c.Needed)
			}
			return
		}
		for _, beyond := range []float64{-0.001, +0.001} {
			rise := c.Needed + beyond
			if rise < 0 {
				continue
			}
			if in.aims[g].kind == "" && in.aims[g].sign < 0 {
				rise = -rise
			}
			raised := *p
			raised.Objective = slices.Clone(p.Objective)
			raised.Objective[g] = in.raised(g, rise, e, post)
			s, err := assignment.Solve(context.Background(), &raised, nil)
			if err != nil {
				t.Fatal(err)
			}
			r, err := s.Regret(e, post)
			if err != nil {
				t.Fatal(err)
			}
			if wins := r.Goal < 0; wins != (beyond > 0) {
				t.Fatalf("%s at %s needs %v, but with %v the regret is %+v, of before %+v\n%v", e, post, c.Needed, rise, r, c.Regret, in)
			}
		}
	})
}

// raised is goal g with the value of one pair raised.
func (in *instance) raised(g int, rise float64, e mutasi.EmployeeID, p mutasi.PositionID) assignment.Goal {
	a := in.aims[g]
	a.measures, a.weights = slices.Clone(a.measures), slices.Clone(a.weights)
	a.measures = append(a.measures, measure{term: assignment.Custom("raised", func(f *mutasi.Employee, q *mutasi.Position) float64 {
		if f.ID == e && q.ID == p {
			return rise
		}
		return 0
	})})
	a.weights = append(a.weights, 1)
	return a.goal()
}

// TestSeatIsThatOfSolves compares one seat more and one less with solves of other
// organizations.
func TestSeatIsThatOfSolves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInstance(t)
		s, err := assignment.Solve(context.Background(), in.problem(t), nil)
		if errors.Is(err, assignment.ErrInfeasible) {
			t.Skip("infeasible")
		}
		if err != nil {
			t.Fatal(err)
		}
		best := in.bestOf(in.admitted())
		j := rapid.IntRange(0, len(in.data.Positions)-1).Draw(t, "post")
		more, less, err := s.Seat(in.data.Positions[j].ID)
		if err != nil {
			t.Fatal(err)
		}
		with := func(change int) []places {
			other := *in
			other.data.Positions = slices.Clone(in.data.Positions)
			other.data.Positions[j].Seats += change
			if other.data.Positions[j].Seats < other.data.Positions[j].MinSeats {
				return nil
			}
			plans := other.admitted()
			if len(plans) == 0 {
				return nil
			}
			return other.bestOf(plans)
		}
		after := with(+1)
		lost, wanted := with(-1), assignment.Regret{Exact: true, Goal: -1}
		if lost != nil {
			wanted = in.regret(best, lost)
		}
		for _, x := range []struct {
			name       string
			got, want  assignment.Regret
			best, less []places
		}{
			{"more", more, in.regret(after, best), after, best},
			{"less", less, wanted, best, lost},
		} {
			want := x.want
			if in.decidedByRounding(x.got, x.best, x.less) || x.got.Goal < 0 && roundedBefore(s, want.Goal) {
				continue // a goal where the two tie decides by the last unit
			}
			if !in.sameRegret(x.got, want) {
				t.Fatalf("%s at %s: %+v, enumeration finds %+v\n%v", x.name, in.data.Positions[j].ID, x.got, want, in)
			}
		}
	})
}
