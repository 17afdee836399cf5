package assignment

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
	"pgregory.net/rapid"
)

// untabulated hides all methods of a model but Fit.
type untabulated struct{ competency.Model }

// tabulatedModels are models that have points.
func tabulatedModels() []competency.Tabulator {
	return []competency.Tabulator{
		competency.Attainment{}, competency.Attainment{Unknown: competency.LeaveOut()}, competency.Attainment{Unknown: competency.Assume(2)},
		competency.JobPersonMatch{}, competency.JobPersonMatch{Cap: competency.CapEach}, competency.JobPersonMatch{Cap: competency.CapNone},
		competency.ProfileMatching{}, competency.ProfileMatching{Core: 2, Secondary: 1},
		pointModel{},
	}
}

// TestCostsAreTheirDefinition: the cost of a pair is what the weights of the terms
// and posts and the points of the model give, in integers of any size.
func TestCostsAreTheirDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var fits []float64
		var models []competency.Tabulator
		var parts []Term
		for range rapid.IntRange(1, 3).Draw(t, "fits") {
			m := rapid.SampledFrom(tabulatedModels()).Draw(t, "model")
			w := rapid.SampledFrom([]float64{1, -1, 0.5, 1.0 / 3, 2.7, -0.7, 1e-9}).Draw(t, "weight")
			fits, models, parts = append(fits, w), append(models, m), append(parts, Weigh(w, Fit(m)))
		}
		others := rapid.SampledFrom([]Term{{}, Weigh(0.3, Moves()), Sum(Weigh(-1.0/7, Placed()), Wishes()), Rated("speed"), Fit(untabulated{competency.Attainment{}})}).Draw(t, "others")
		term := Sum(append(parts, others)...)
		goal := rapid.SampledFrom([]Goal{Maximize(term), Minimize(term), BottomSum(2, term)}).Draw(t, "goal")
		c := mustCompile(t, drawProblem(t, goal))
		g := &c.goals[0]
		for i, e := range c.roster.employees {
			for j := range c.model.Columns {
				p := c.roster.post(j)
				cost := new(big.Int)
				for k, m := range models {
					if p == nil {
						continue
					}
					factor := math.RoundToEven(math.Ldexp(math.Abs(fits[k])*p.EffectiveWeight(), g.shift))
					x := new(big.Int).Mul(big.NewInt(int64(factor)), big.NewInt(int64(m.Points(e.Profile, p.Standard))))
					if x.Add(x, big.NewInt(1<<29)).Rsh(x, 30); x.Cmp(big.NewInt(int64(factor))) == 0 && factor > 0 && m.Points(e.Profile, p.Standard) < competency.Full {
						x.Sub(x, big.NewInt(1))
					}
					if fits[k] < 0 {
						x.Neg(x)
					}
					cost.Add(cost, x)
				}
				cost.Add(cost, big.NewInt(int64(math.RoundToEven(math.Ldexp(others.at(e, p, c.roster.heldBy(i)), g.shift)))))
				if g.sense() > 0 {
					cost.Neg(cost)
				}
				entry, ok, err := c.pairEntry(0, i, j)
				if err != nil || !ok || entry != cost.Int64() {
					t.Fatalf("%s: (%d, %d) costs %d, %v, %v; want %v", g, i, j, entry, ok, err, cost)
				}
				if have := c.model.Goals[0].Pairs.At(i, j); c.model.Allowed.Has(i, j) && int64(have) != entry {
					t.Fatalf("%s: (%d, %d) is stored as %d; want %v", g, i, j, have, cost)
				}
			}
		}
	})
}

// TestPointsAreWithinRounding: solved by points, and by fits of floating-point
// numbers, the first goal has values that differ by no more than the two roundings
// allow; and the plan's own value is within the rounding of what is reported.
func TestPointsAreWithinRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom(tabulatedModels()).Draw(t, "model")
		w := rapid.SampledFrom([]float64{1, 1.0 / 3, 2.7, 1 << 18}).Draw(t, "weight")
		goal := rapid.SampledFrom([]func(Term) Goal{
			func(t Term) Goal { return Maximize(t) }, func(t Term) Goal { return Minimize(t) },
			func(t Term) Goal { return Maximize(t, Weigh(0.1, Wishes())) },
			Leximin, Bottleneck, func(t Term) Goal { return BottomSum(2, t) },
		}).Draw(t, "goal")
		p := drawProblem(t, goal(Weigh(w, Fit(m))))
		exact := *p
		exact.Objective = Objective{goal(Weigh(w, Fit(untabulated{m})))}
		s, err := Solve(context.Background(), p, nil)
		before, errBefore := Solve(context.Background(), &exact, nil)
		if err != nil || errBefore != nil {
			if (err == nil) != (errBefore == nil) {
				t.Fatalf("%v, and by floating-point numbers %v", err, errBefore)
			}
			return
		}
		v, w0 := s.Values[0], before.Values[0]
		if off := math.Abs(v.Value - w0.Value); off > v.Rounding+w0.Rounding {
			t.Fatalf("%s: %v ± %v, and by floating-point numbers %v ± %v", v.Goal, v.Value, v.Rounding, w0.Value, w0.Rounding)
		}
		if err := newLedger(p.Organization, p.held(), s.Plan).bearsOut(0, p.Objective[0], v); err != nil {
			t.Fatal(err)
		}
		if err := s.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
	})
}

// nearlyTwins is one seat for two people, one of whom lacks a little of something that
// counts for next to nothing.
func nearlyTwins(t *testing.T, weight, postWeight float64) *mutasi.Organization {
	t.Helper()
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{{ID: "desk", Seats: 1, Weight: postWeight, Standard: competency.Standard{
			{Competency: "audit", Level: 5}, {Competency: "haste", Level: 5, Weight: weight},
		}}},
		Employees: []mutasi.Employee{
			{ID: "ani", Profile: competency.Profile{"audit": {Level: 5}, "haste": {Level: 4.999}}},
			{ID: "budi", Profile: competency.Profile{"audit": {Level: 5}, "haste": {Level: 5}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestNoGapIsFullAttainment: who lacks something costs more than who lacks
// nothing, however little it counts, wherever the goal has 2³⁰ times as much as its
// finest step or less.
func TestNoGapIsFullAttainment(t *testing.T) {
	for _, weight := range []float64{1, 1e-3, 1e-9, 1e-100} {
		for _, postWeight := range []float64{1, 3.7, 1e-3, 1000} {
			for _, m := range []competency.Model{competency.Attainment{}, competency.JobPersonMatch{}} {
				s, err := Solve(context.Background(), &Problem{Organization: nearlyTwins(t, weight, postWeight), Objective: Objective{Maximize(Fit(m))}}, nil)
				if err != nil {
					t.Fatal(err)
				}
				if post, _ := s.Plan.Position("budi"); post != "desk" {
					t.Errorf("%T, weights %v and %v: budi, who has all, is not at the desk", m, weight, postWeight)
				}
				if err := s.Verify(context.Background()); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// TestWhatIsStreamed: goals of counts and fits of a table compute their costs, and
// others store them, where most pairs are allowed. Reading a row takes no memory.
func TestWhatIsStreamed(t *testing.T) {
	fit := Fit(competency.Attainment{})
	for _, test := range []struct {
		goal     Goal
		streamed bool
	}{
		{Maximize(fit), true},
		{Maximize(fit, Weigh(-0.5, Moves())), true},
		{Minimize(fit, Wishes(), Fit(competency.JobPersonMatch{})), true},
		{BottomSum(2, fit), true},
		{Maximize(Fit(pointModel{})), false},
		{Maximize(fit, Rated("speed")), false},
		{Maximize(fit, Fit(untabulated{competency.Attainment{}})), false},
		{Leximin(fit), false},
		{Bottleneck(fit), false},
	} {
		o := office(t)
		p := &Problem{Organization: o, Objective: Objective{test.goal}}
		if strings.Contains(test.goal.String(), "speed") {
			d := o.Data()
			for i := range d.Employees {
				d.Employees[i].Ratings = map[string]float64{"speed": 1}
			}
			var err error
			if p.Organization, err = mutasi.NewOrganization(d); err != nil {
				t.Fatal(err)
			}
		}
		c := mustCompile(t, p)
		s, streamed := c.model.Goals[0].Pairs.(*model.Streamed)
		if streamed != test.streamed {
			t.Errorf("%s: the store is a %T", test.goal, c.model.Goals[0].Pairs)
		}
		if !streamed || RaceEnabled {
			continue
		}
		buffer := make([]int32, c.model.Columns)
		if n := testing.AllocsPerRun(100, func() { s.Row(0, buffer) }); n >= 1 {
			t.Errorf("%s: a row takes %v allocations", test.goal, n)
		}
	}
}

// badPoints is a model whose points are wrong in one way.
type badPoints struct {
	competency.Attainment
	points func() int32
	bound  func() float64
	table  func([]competency.Standard, iter.Seq[competency.Profile]) *competency.Table
}

func (m badPoints) Points(p competency.Profile, s competency.Standard) int32 {
	if m.points != nil {
		return m.points()
	}
	return m.Attainment.Points(p, s)
}

func (m badPoints) PointsError(s competency.Standard) float64 {
	if m.bound != nil {
		return m.bound()
	}
	return m.Attainment.PointsError(s)
}

func (m badPoints) Tabulate(s []competency.Standard, p iter.Seq[competency.Profile]) *competency.Table {
	if m.table != nil {
		return m.table(s, p)
	}
	return m.Attainment.Tabulate(s, p)
}

// otherFit has the points of the model that it embeds, and another fit.
type otherFit struct{ competency.Attainment }

func (otherFit) Fit(competency.Profile, competency.Standard) float64 { return 0.123 }

// otherPoints has the fit of the model that it embeds, and other points, which are
// not the points of its Fixed.
type otherPoints struct{ competency.Attainment }

func (otherPoints) Points(competency.Profile, competency.Standard) int32 { return 0 }
func (otherPoints) PointsError(competency.Standard) float64              { return 1 }

// TestBadPointsAreErrors: points that are out of range, or none of the fit, and
// functions that panic are errors of Solve that name the function.
func TestBadPointsAreErrors(t *testing.T) {
	for _, test := range []struct {
		model competency.Model
		want  string
	}{
		{badPoints{points: func() int32 { return -1 }}, "gives -1 points"},
		{badPoints{points: func() int32 { return competency.Full + 1 }}, "which are not within [0, 1073741824]"},
		{badPoints{points: func() int32 { return 12345 }}, "and Fit gives"},
		{badPoints{points: func() int32 { panic("boom") }}, `badPoints.Points" panicked: boom`},
		{badPoints{bound: func() float64 { return math.NaN() }}, `badPoints.PointsError" is NaN`},
		{badPoints{bound: func() float64 { panic("boom") }}, `badPoints.PointsError" panicked: boom`},
		{badPoints{table: func([]competency.Standard, iter.Seq[competency.Profile]) *competency.Table { panic("boom") }}, `badPoints.Tabulate" panicked: boom`},
		{otherPoints{}, `Points" gives 0`},
		{otherFit{}, "needs Points, PointsError, Tabulate and Fixed of its own"},
	} {
		_, err := Solve(context.Background(), &Problem{Organization: office(t), Objective: Objective{Maximize(Fit(test.model))}}, nil)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %q", err, test.want)
		}
	}
}

// TestWrongTableIsFound: a table that is of another standard at one post is found
// there wherever it makes a difference, and nowhere else.
func TestWrongTableIsFound(t *testing.T) {
	d := mutasi.Data{}
	for j := range 5 {
		d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID(fmt.Sprintf("P%d", j)), Seats: 1,
			Standard: competency.Standard{{Competency: "a", Level: competency.Level(5 + j)}}})
		d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%d", j)),
			Profile: competency.Profile{"a": {Level: competency.Level(j + 1)}}})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	for post := range 5 {
		column := mustCompile(t, &Problem{Organization: o}).roster.columns[mutasi.PositionID(fmt.Sprintf("P%d", post))]
		lie := badPoints{table: func(standards []competency.Standard, profiles iter.Seq[competency.Profile]) *competency.Table {
			standards[column] = competency.Standard{{Competency: "a", Level: 20}}
			return competency.Attainment{}.Tabulate(standards, profiles)
		}}
		fit := Fit(lie)
		p := &Problem{Organization: o, Objective: Objective{Maximize(fit), Leximin(fit), Bottleneck(fit), BottomSum(2, fit), Minimize(fit, Moves())}}
		c := mustCompile(t, p)
		for g := range c.goals {
			for i := range c.model.Rows {
				if err := c.checkRow(g, i); err == nil || !strings.Contains(err.Error(), fmt.Sprintf(" at P%d:", post)) {
					t.Errorf("post %d, goal %d, row %d: %v", post, g, i, err)
				}
			}
		}
		s, err := Solve(context.Background(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Check(context.Background(), p, s.Plan, s.certificate, &CheckOptions{Rows: 1}); err == nil {
			t.Errorf("post %d: Check of one row finds nothing", post)
		}
	}
}

// TestTabulatingHeedsTheContext: a solve whose context ends while profiles are
// read is ended.
func TestTabulatingHeedsTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	m := badPoints{table: func(s []competency.Standard, profiles iter.Seq[competency.Profile]) *competency.Table {
		cancel()
		for range profiles {
			t.Error("a profile is handed out after the end")
		}
		return competency.Attainment{}.Tabulate(s, profiles)
	}}
	c := newInstance(&Problem{Organization: office(t), Objective: Objective{Maximize(Fit(m))}}, settings{workers: 2})
	if err := c.prepare(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that the context has ended", err)
	}
}

// TestRareLevelsAreTabulated: a level that only somebody late in the roster holds
// has its code too, and a table is made twice at the most.
func TestRareLevelsAreTabulated(t *testing.T) {
	const people = firstProfiles + 1000
	for _, test := range []struct {
		name  string
		rare  func(row int) bool
		calls int
	}{
		{"all levels are shown at first", func(int) bool { return false }, 1},
		{"one person has another", func(row int) bool { return row == people-1 }, 2},
		{"many have others", func(row int) bool { return row%7 == 3 }, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &roster{positions: []*mutasi.Position{
				{Standard: competency.Standard{{Competency: "a", Level: 5}, {Competency: "b", Level: 2}}},
				{Standard: competency.Standard{{Competency: "b", Level: 9, Weight: 3}}},
			}}
			for i := range people {
				p := competency.Profile{"a": {Level: competency.Level(i % 4)}}
				if test.rare(i) {
					p["b"] = competency.Rating{Level: competency.Level(1 + float64(i)/1e4)}
				}
				r.employees = append(r.employees, &mutasi.Employee{Profile: p})
			}
			calls := 0
			m := badPoints{table: func(s []competency.Standard, profiles iter.Seq[competency.Profile]) *competency.Table {
				calls++
				return competency.Attainment{}.Tabulate(s, profiles)
			}}
			for workers := 1; workers <= 3; workers++ {
				calls = 0
				points, err := newTable(context.Background(), m, r, workers)
				if err != nil || calls != test.calls {
					t.Fatalf("%d workers: %v, after %d calls, want %d", workers, err, calls, test.calls)
				}
				for i, e := range r.employees {
					for j, p := range r.positions {
						if got, want := points.At(i, j), m.Points(e.Profile, p.Standard); got != want {
							t.Fatalf("%d workers: row %d has %d points at post %d, want %d", workers, i, got, j, want)
						}
					}
				}
			}
		})
	}
}

// TestTablesThatLackALevelAreErrors: a model whose table has no code for what
// somebody holds is named, with the first such person.
func TestTablesThatLackALevelAreErrors(t *testing.T) {
	m := badPoints{table: func(s []competency.Standard, _ iter.Seq[competency.Profile]) *competency.Table {
		return competency.Attainment{}.Tabulate(s, nil)
	}}
	r := &roster{positions: []*mutasi.Position{{Standard: competency.Standard{{Competency: "a", Level: 5}}}}}
	for i := range 100 {
		r.employees = append(r.employees, &mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprint("e", i))})
	}
	for _, i := range []int{88, 77} {
		r.employees[i].Profile = competency.Profile{"a": {Level: 3}}
	}
	for workers := 1; workers <= 3; workers++ {
		_, err := newTable(context.Background(), m, r, workers)
		if err == nil || !strings.Contains(err.Error(), "has no code for the profile") || !strings.Contains(err.Error(), `"e77"`) {
			t.Errorf("%d workers: %v, want an error about e77", workers, err)
		}
	}
}
