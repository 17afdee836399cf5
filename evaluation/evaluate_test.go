package evaluation_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/internal/gen"
	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

// TestEvaluateRecounts compares Evaluate with a naive recount that looks at
// every pair of people.
func TestEvaluateRecounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := gen.Data(t, gen.Shape{Employees: 7, PartTime: true})
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		plan := gen.Plan(t, d)
		model := rapid.SampledFrom([]competency.Model{nil, competency.ProfileMatching{}, plainModel{}}).Draw(t, "model")
		rule := mutasi.Rule{Name: "matching", Reason: "drawn", Stay: rapid.Bool().Draw(t, "stay"), Allows: func(e *mutasi.Employee, p *mutasi.Position) bool {
			return (int(e.ID[len(e.ID)-1])+int(p.ID[len(p.ID)-1]))%3 != 0
		}}
		r, err := evaluation.Evaluate(context.Background(), o, plan, &evaluation.Options{Model: model, Rules: []mutasi.Rule{rule}, Workers: rapid.IntRange(0, 3).Draw(t, "workers")})
		if err != nil {
			t.Fatal(err)
		}
		want := recount(o, plan, model, rule)
		got := tally{
			Placed: r.Placed, Pairs: r.Envy.Pairs, Envious: r.Envy.People, EmptySeats: r.Envy.EmptySeats,
			Broken: r.Broken(), NoPost: r.Regret.NoPost, Moved: r.Moves.Moved + r.Moves.FirstPlacements + r.Moves.Departures,
			Worse: r.Moves.Worse, Met: r.Wishes.Met, Vacant: r.Seats.Vacant,
			Fit: r.Fit.WeightedSum.Value, Regret: float64(r.Placed) * r.Regret.Mean.Value,
		}
		if diff := cmp.Diff(want, got, approximately); diff != "" {
			t.Fatalf("report differs from a recount (-recount +report):\n%s", diff)
		}
		sum := 0
		for _, n := range r.Fit.Histogram {
			sum += n
		}
		if sum != r.Placed || len(r.Unplaced) != r.People-r.Placed {
			t.Fatalf("%d people in the histogram and %d unplaced, of %d with %d placed", sum, len(r.Unplaced), r.People, r.Placed)
		}
		if got, want := r.Load.Penalty(workload.Quadratic(1)), penalty(o, plan); math.Abs(got-want) > 1e-9 {
			t.Fatalf("penalty %v, want %v", got, want)
		}
	})
}

var approximately = cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })

// plainModel has no bulk form.
type plainModel struct{}

func (plainModel) Fit(p competency.Profile, s competency.Standard) float64 {
	return 1 - competency.Attainment{}.Fit(p, s)/2
}

type tally struct {
	Placed                      int
	Pairs                       int64
	Envious, EmptySeats, Broken int
	NoPost, Moved, Worse, Met   int
	Vacant                      int
	Fit, Regret                 float64
}

// recount is Evaluate by definition.
func recount(o *mutasi.Organization, plan mutasi.Plan, model competency.Model, rule mutasi.Rule) tally {
	if model == nil {
		model = competency.Attainment{}
	}
	people, posts := slices.Collect(o.Employees()), slices.Collect(o.Positions())
	fit := func(e *mutasi.Employee, id mutasi.PositionID) float64 {
		if id == "" {
			return -1
		}
		p, _ := o.Position(id)
		return model.Fit(e.Profile, p.Standard)
	}
	permitted := func(e *mutasi.Employee, p *mutasi.Position) bool {
		return !rule.Stay && e.Position == p.ID || rule.Allows(e, p)
	}
	holders := make(map[mutasi.PositionID][]*mutasi.Employee)
	for _, e := range people {
		id, _ := plan.Position(e.ID)
		holders[id] = append(holders[id], e)
	}
	var w tally
	for _, p := range posts {
		w.Vacant += max(0, p.Seats-len(holders[p.ID]))
	}
	for _, e := range people {
		id, placed := plan.Position(e.ID)
		own := fit(e, id)
		if placed {
			w.Placed++
			p, _ := o.Position(id)
			w.Fit += p.EffectiveWeight() * own
			if !permitted(e, p) {
				w.Broken++
			}
		}
		if id != e.Position {
			w.Moved++
		}
		if placed && e.Position != "" && own < fit(e, e.Position) {
			w.Worse++
		}
		if slices.Contains(e.Wishes, id) {
			w.Met++
		}
		best, envies, empty := -1.0, false, false
		for _, p := range posts {
			if p.Seats == 0 || !permitted(e, p) {
				continue
			}
			f := fit(e, p.ID)
			best = max(best, f)
			if f <= own {
				continue
			}
			empty = empty || len(holders[p.ID]) < p.Seats
			for _, k := range holders[p.ID] {
				if fit(k, p.ID) < f {
					envies = true
					w.Pairs++
				}
			}
		}
		if best < 0 {
			w.NoPost++
		} else if placed {
			w.Regret += max(0, best-own)
		}
		if envies {
			w.Envious++
		}
		if empty {
			w.EmptySeats++
		}
	}
	return w
}

// penalty is the balance of units by definition.
func penalty(o *mutasi.Organization, plan mutasi.Plan) float64 {
	staff, need := make(map[mutasi.UnitID]workload.FTE), make(map[mutasi.UnitID]workload.FTE)
	for p := range o.Positions() {
		need[p.Unit] += p.Need
	}
	for pl := range plan.All() {
		e, _ := o.Employee(pl.Employee)
		p, _ := o.Position(pl.Position)
		staff[p.Unit] += e.EffectiveCapacity()
	}
	sum := 0.0
	for u, n := range need {
		sum += workload.Quadratic(1).Penalty(staff[u], n)
	}
	return sum
}

func TestEvaluateWorkersAgree(t *testing.T) {
	o := ministry(t, 500, 20)
	plan := shuffled(t, o)
	one, err := evaluation.Evaluate(context.Background(), o, plan, &evaluation.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	many, err := evaluation.Evaluate(context.Background(), o, plan, &evaluation.Options{Workers: 7})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(one, many); diff != "" {
		t.Errorf("one worker and seven disagree:\n%s", diff)
	}
}

func TestEvaluateReportsAllStrangers(t *testing.T) {
	o := ministry(t, 5, 2)
	plan, err := mutasi.NewPlan(
		mutasi.Placement{Employee: "ghost", Position: "P0000"},
		mutasi.Placement{Employee: "E000001", Position: "nowhere"},
		mutasi.Placement{Employee: "shade", Position: "nirvana"},
	)
	if err != nil {
		t.Fatal(err)
	}
	_, err = evaluation.Evaluate(context.Background(), o, plan, nil)
	var paths []string
	for _, f := range mutasi.Faults(err) {
		paths = append(paths, f.Path)
	}
	want := []string{`plan["E000001"]`, `plan["ghost"]`, `plan["shade"]`, `plan["shade"]`}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("faults (-want +got):\n%s\n%v", diff, err)
	}
	if _, err := evaluation.Compare(context.Background(), o, plan, plan, nil); len(mutasi.Faults(err)) != 8 {
		t.Errorf("Compare reports %d faults, want those of both plans: %v", len(mutasi.Faults(err)), err)
	}
	codes := map[string]int{}
	for _, f := range mutasi.Faults(err) {
		codes[f.Code]++
		text, ok := evaluation.FaultTemplates()[f.Code]
		if !ok || f.Translate(evaluation.FaultTemplates()).Problem != f.Problem {
			t.Errorf("the code of %#v gives %q", f, text)
		}
		if got := f.Translate(map[string]string{"placement-post-unknown": "jabatan {post:q} tidak ada"}); f.Code == "placement-post-unknown" && !strings.HasPrefix(got.Problem, `jabatan "`) {
			t.Errorf("in another language: %v", got)
		}
	}
	if codes["placement-employee-unknown"] == 0 || codes["placement-post-unknown"] == 0 {
		t.Errorf("codes %v", codes)
	}
}

// faulty panics or returns nonsense for one person.
type faulty struct {
	at    competency.Level
	value float64
}

func (m faulty) Fit(p competency.Profile, _ competency.Standard) float64 {
	if p["x"].Level >= m.at {
		if m.value == 0 {
			panic("boom")
		}
		return m.value
	}
	return 0.5
}

func TestEvaluateNamesWhoseFunctionFails(t *testing.T) {
	d := mutasi.Data{Units: []mutasi.Unit{{ID: "U"}}, Positions: []mutasi.Position{{ID: "P", Unit: "U", Seats: 1}}}
	for i := range 300 {
		d.Employees = append(d.Employees, mutasi.Employee{
			ID: mutasi.EmployeeID(fmt.Sprintf("E%03d", i)), Profile: competency.Levels(map[competency.ID]competency.Level{"x": competency.Level(i)}),
		})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	boom := mutasi.Rule{Name: "tenure", Allows: func(e *mutasi.Employee, _ *mutasi.Position) bool {
		if e.ID >= "E137" {
			panic("boom")
		}
		return true
	}}
	for _, opts := range []evaluation.Options{
		{Model: faulty{137, 0}}, {Model: faulty{137, math.NaN()}}, {Model: faulty{137, 1.5}}, {Rules: []mutasi.Rule{boom}},
	} {
		for _, workers := range []int{1, 4} {
			opts.Workers = workers
			_, err := evaluation.Evaluate(context.Background(), o, mutasi.Plan{}, &opts)
			if err == nil || !strings.Contains(err.Error(), "E137") {
				t.Errorf("%+v: error %v does not name E137, the first that fails", opts, err)
			}
		}
	}
}

func TestEvaluateEmptyOrganization(t *testing.T) {
	var none context.Context // never ends, as with assignment.Solve
	if _, err := evaluation.Evaluate(none, nil, mutasi.Plan{}, nil); err != nil {
		t.Errorf("without a context: %v", err)
	}
	r, err := evaluation.Evaluate(context.Background(), nil, mutasi.Plan{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Fit.Mean.Undefined != evaluation.NoValues || r.Load.AcrossUnits.Gini.Undefined != evaluation.NoValues || r.Regret.Most.Undefined != evaluation.NoValues {
		t.Errorf("figures of nobody are defined: %v %v %v", r.Fit.Mean, r.Load.AcrossUnits.Gini, r.Regret.Most)
	}
	if got := fmt.Sprintf("%6.3f|%12.3f|%s", evaluation.Figure{Value: 0.5}, r.Fit.Mean, r.Fit.Mean); got != " 0.500|   undefined|undefined (no values)" {
		t.Errorf("figures print as %q", got)
	}
}

func TestCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := gen.Data(t, gen.Shape{PartTime: true})
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		before, after := gen.Plan(t, d), gen.Plan(t, d)
		c, err := evaluation.Compare(context.Background(), o, before, after, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.Before.Moves.Moved+c.Before.Moves.Departures+c.Before.Moves.FirstPlacements != 0 {
			t.Fatalf("people move before the transfers: %+v", c.Before.Moves)
		}
		m := c.After.Moves
		if m.Moved+m.Departures+m.FirstPlacements != len(c.Transfers) || len(c.Transfers) != len(before.Transfers(after)) {
			t.Fatalf("%d transfers, but moves are %+v", len(c.Transfers), m)
		}
		flows := 0
		for _, f := range m.Flows {
			flows += f.People
		}
		if m.WithinUnit+m.WithinAgency+m.BetweenAgencies != m.Moved || flows != m.Moved {
			t.Fatalf("parts do not add up to the %d moves: %+v", m.Moved, m)
		}
		same, err := evaluation.Compare(context.Background(), o, before, before, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range same.Verdicts {
			if v.Direction != evaluation.Same && v.Direction != evaluation.Unclear {
				t.Fatalf("a plan against itself: %v", v)
			}
		}
	})
}

// TestNewcomersAreNoLoss: a newcomer of low fit lowers the mean, the median and
// the least fit of people in posts. That is not called worse unless somebody
// lost a post or fit.
func TestNewcomersAreNoLoss(t *testing.T) {
	level := func(l competency.Level) competency.Profile {
		return competency.Levels(map[competency.ID]competency.Level{"x": l})
	}
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{
			{ID: "P", Seats: 3, Standard: competency.Standard{{Competency: "x", Level: 10}}},
			{ID: "Q", Seats: 3, Standard: competency.Standard{{Competency: "x", Level: 20}}},
		},
		Employees: []mutasi.Employee{
			{ID: "a", Profile: level(9), Position: "P"}, {ID: "b", Profile: level(8), Position: "P"}, {ID: "c", Profile: level(1)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ofPlaced := []evaluation.Measure{evaluation.MeanFit, evaluation.MedianFit, evaluation.LeastFit, evaluation.BottomFit, evaluation.WeightedFit, evaluation.MeanRegret}
	for name, c := range map[string]struct {
		posts map[mutasi.EmployeeID]mutasi.PositionID
		want  evaluation.Direction // of the mean fit
	}{
		"a newcomer":              {map[mutasi.EmployeeID]mutasi.PositionID{"a": "P", "b": "P", "c": "P"}, evaluation.Unclear},
		"and somebody loses fit":  {map[mutasi.EmployeeID]mutasi.PositionID{"a": "P", "b": "Q", "c": "P"}, evaluation.Worse},
		"and somebody loses post": {map[mutasi.EmployeeID]mutasi.PositionID{"a": "P", "c": "P"}, evaluation.Worse},
		"nobody new":              {map[mutasi.EmployeeID]mutasi.PositionID{"a": "P", "b": "Q"}, evaluation.Worse},
	} {
		var list []mutasi.Placement
		for e, p := range c.posts {
			list = append(list, mutasi.Placement{Employee: e, Position: p})
		}
		plan, err := mutasi.NewPlan(list...)
		if err != nil {
			t.Fatal(err)
		}
		change, err := evaluation.Compare(context.Background(), o, o.Incumbents(), plan, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range change.Verdicts {
			if v.Measure == evaluation.MeanFit && v.Direction != c.want {
				t.Errorf("%s: %v, want %v", name, v, c.want)
			}
			if c.want == evaluation.Unclear && slices.Contains(ofPlaced, v.Measure) && v.Direction == evaluation.Worse {
				t.Errorf("%s: %v", name, v)
			}
		}
	}
}

// TestDeepChainTakesLinearTime: 32,000 units, each below the next. To climb from
// each of them to the root would take 500 million steps.
func TestDeepChainTakesLinearTime(t *testing.T) {
	const depth = 32_000
	var d mutasi.Data
	for i := range depth {
		u := mutasi.Unit{ID: mutasi.UnitID(fmt.Sprint(i))}
		if i+1 < depth {
			u.Parent = mutasi.UnitID(fmt.Sprint(i + 1))
		}
		d.Units = append(d.Units, u)
	}
	d.Positions = []mutasi.Position{{ID: "P", Unit: d.Units[0].ID, Seats: 1, Need: 1}}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	r, err := evaluation.Evaluate(context.Background(), o, mutasi.Plan{}, nil)
	took := time.Since(start)
	if err != nil {
		t.Fatal(err)
	}
	if took > time.Second {
		t.Errorf("a chain of %d units takes %v", depth, took)
	}
	if a := r.Load.Agencies; len(a) != 1 || a[0].Need != 1 || a[0].Unit != d.Units[depth-1].ID {
		t.Errorf("agencies %+v, want the root with the need of the post", a)
	}
}

// TestEvaluateEnds: Evaluate and Compare return soon after their context has
// ended, also within a slow model or rule and if it ended before the call.
func TestEvaluateEnds(t *testing.T) {
	var d mutasi.Data
	d.Positions = []mutasi.Position{{ID: "P", Seats: 5000}}
	var list []mutasi.Placement
	for i := range 5000 {
		d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprint(i))})
		list = append(list, mutasi.Placement{Employee: d.Employees[i].ID, Position: "P"})
	}
	plan, err := mutasi.NewPlan(list...)
	if err != nil {
		t.Fatal(err)
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	slow := func(*mutasi.Employee, *mutasi.Position) bool { time.Sleep(time.Millisecond); return true }
	for name, opts := range map[string]*evaluation.Options{
		"quick": nil,
		"model": {Model: slowModel{}, Workers: 1},
		"rule":  {Rules: []mutasi.Rule{{Name: "slow", Allows: slow}}, Workers: 1},
	} {
		for _, wait := range []time.Duration{0, 20 * time.Millisecond} {
			if name == "quick" && wait > 0 {
				continue // it may be done by then
			}
			ctx, cancel := context.WithTimeout(context.Background(), wait)
			start := time.Now()
			r, err := evaluation.Evaluate(ctx, o, plan, opts)
			if late := time.Since(start) - wait; r != nil || !errors.Is(err, context.DeadlineExceeded) || late > time.Second {
				t.Errorf("%s, cancelled after %v: %v, %v late", name, wait, err, late)
			}
			if c, err := evaluation.Compare(ctx, o, o.Incumbents(), plan, opts); c != nil || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: Compare goes on after the end: %v", name, err)
			}
			cancel()
		}
	}
}

// A slowModel takes a millisecond per pair.
type slowModel struct{}

func (slowModel) Fit(competency.Profile, competency.Standard) float64 {
	time.Sleep(time.Millisecond)
	return 1
}
