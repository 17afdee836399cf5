package assignment_test

import (
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/gen"
	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

// The oracle enumerates all plans of a small problem. It knows terms and
// constraints by their definitions in words, and nothing of the package's
// insides: a limit is a constraint beside the question whether a plan keeps it,
// and a measure is a term beside its value on a plan.

type limit struct {
	name       string
	constraint assignment.Constraint
	keeps      func(s *setting, plan places) bool
}

type measure struct {
	name    string
	term    assignment.Term
	penalty bool
	of      func(s *setting, plan places) float64
}

// places says which post each employee holds, by index in the data; −1 is the
// bench.
type places []int

type setting struct {
	data mutasi.Data
	held places
}

// instance is a problem the way the oracle sees it.
type instance struct {
	setting
	limits []limit
	aims   []aim
}

type aim struct {
	kind     string // "", "leximin", "bottleneck", "bottom" or "coverage"
	count    int    // of the worst off that are added up
	posts    bool   // coverage of posts, not of units
	step     float64
	loose    float64 // what later goals may give up; 0: nothing
	sign     float64
	measures []measure
	weights  []float64
}

func (a aim) goal() assignment.Goal {
	var terms []assignment.Term
	for k, m := range a.measures {
		terms = append(terms, assignment.Weigh(a.weights[k], m.term))
	}
	var g assignment.Goal
	switch {
	case a.kind == "coverage" && a.posts:
		g = assignment.LeximinCoveragePosts()
	case a.kind == "coverage":
		g = assignment.LeximinCoverage()
	case a.kind == "bottom":
		g = assignment.BottomSum(a.count, assignment.Sum(terms...))
	case a.kind == "leximin":
		g = assignment.Leximin(assignment.Sum(terms...))
	case a.kind == "bottleneck":
		g = assignment.Bottleneck(assignment.Sum(terms...))
	case a.sign > 0:
		g = assignment.Maximize(terms...)
	default:
		g = assignment.Minimize(terms...)
	}
	if a.loose > 0 {
		g = g.Within(a.loose)
	}
	if a.step > 0 {
		g = g.Step(a.step)
	}
	return g
}

// ranks returns what the goal makes of everybody, worst off first: whoever is
// unplaced below all, and values down to whole steps.
func (a aim) ranks(s *setting, plan places) []float64 {
	var out []float64
	for i, j := range plan {
		if j < 0 {
			out = append(out, math.Inf(-1))
			continue
		}
		alone := make(places, len(plan)) // a plan with this person only
		for k := range alone {
			alone[k] = -1
		}
		alone[i] = j
		sum := 0.0
		for k, m := range a.measures {
			empty := slices.Repeat(places{-1}, len(plan))
			sum += a.weights[k] * (m.of(s, alone) - m.of(s, empty))
			if m.name == "moves" { // the others' share of being benched
				sum += a.weights[k] * moved(s, i, -1)
			}
		}
		if a.step > 0 {
			sum = math.Floor(sum/a.step+1e-9) * a.step
		}
		out = append(out, sum)
	}
	slices.Sort(out)
	return out
}

// coverages returns how well each unit, or post, with a need is staffed, the
// least first.
func (a aim) coverages(s *setting, plan places) []float64 {
	group := func(j int) string {
		if a.posts {
			return string(s.data.Positions[j].ID)
		}
		return string(s.data.Positions[j].Unit)
	}
	need, staff := map[string]float64{}, map[string]float64{}
	for j, p := range s.data.Positions {
		need[group(j)] += float64(p.Need)
	}
	for i, j := range plan {
		if j >= 0 {
			staff[group(j)] += oneIfZero(float64(s.data.Employees[i].Capacity))
		}
	}
	var out []float64
	for g, n := range need {
		if n > 0 {
			out = append(out, staff[g]/n)
		}
	}
	slices.Sort(out)
	return out
}

func moved(s *setting, i, j int) float64 {
	if s.held[i] >= 0 && s.held[i] != j {
		return 1
	}
	return 0
}

// better compares two plans in the goal: +1 if p is better.
func (a aim) better(s *setting, p, q places) int {
	if a.kind == "" {
		return sign(a.sign * (a.value(s, p) - a.value(s, q)))
	}
	if a.kind == "coverage" {
		x, y := a.coverages(s, p), a.coverages(s, q)
		for k := range x {
			if d := sign(x[k] - y[k]); d != 0 {
				return d
			}
		}
		return 0
	}
	x, y := a.ranks(s, p), a.ranks(s, q)
	if a.kind == "bottom" {
		if u, v := unplaced(x), unplaced(y); u != v {
			return v - u
		}
		return sign(a.worth(s, p) - a.worth(s, q))
	}
	if a.kind == "bottleneck" {
		u, v := unplaced(x), unplaced(y)
		if u != v || u == len(x) {
			return v - u
		}
		return sign(x[u] - y[u])
	}
	for k := range x {
		if d := sign(x[k] - y[k]); d != 0 && x[k] != y[k] {
			return d
		}
	}
	return 0
}

func unplaced(ranks []float64) int {
	n := 0
	for n < len(ranks) && math.IsInf(ranks[n], -1) {
		n++
	}
	return n
}

func sign(x float64) int {
	switch {
	case x > tolerance:
		return 1
	case x < -tolerance:
		return -1
	}
	return 0
}

// worth is the value that the goal reports for a plan.
func (a aim) worth(s *setting, plan places) float64 {
	if a.kind == "" {
		return a.value(s, plan)
	}
	if a.kind == "coverage" {
		return a.coverages(s, plan)[0]
	}
	ranks := a.ranks(s, plan)
	if a.kind == "bottom" {
		sum := 0.0
		for k, x := range ranks[unplaced(ranks):] {
			if k < a.count {
				sum += x
			}
		}
		return sum
	}
	if u := unplaced(ranks); u < len(ranks) {
		return ranks[u]
	}
	return 0
}

func (a aim) value(s *setting, plan places) float64 {
	sum := 0.0
	for k, m := range a.measures {
		sum += a.weights[k] * m.of(s, plan)
	}
	return sum
}

func (in *instance) problem(t interface{ Fatal(...any) }) *assignment.Problem {
	o, err := mutasi.NewOrganization(in.data)
	if err != nil {
		t.Fatal(err)
	}
	p := &assignment.Problem{Organization: o, Objective: assignment.Objective{}}
	for _, l := range in.limits {
		p.Constraints = append(p.Constraints, l.constraint)
	}
	for _, a := range in.aims {
		p.Objective = append(p.Objective, a.goal())
	}
	return p
}

// best returns the values of the best admitted plans, goal by goal, and those
// plans; nil if no plan is admitted.
func (in *instance) best() ([]float64, []places) {
	plans := in.admitted()
	var values []float64
	for _, a := range in.aims {
		var rest []places
		for _, p := range plans {
			if len(rest) > 0 {
				d := a.better(&in.setting, p, rest[0])
				if d < 0 {
					continue
				}
				if d > 0 {
					rest = rest[:0]
				}
			}
			rest = append(rest, p)
		}
		if len(rest) == 0 {
			return nil, nil
		}
		best := a.worth(&in.setting, rest[0])
		values = append(values, best)
		if a.loose > 0 {
			rest = slices.DeleteFunc(plans, func(p places) bool { return !a.tolerates(&in.setting, rest[0], p) })
		}
		plans = rest
	}
	return values, plans
}

// tolerates reports whether later goals may fall back to a plan from the best.
func (a aim) tolerates(s *setting, best, p places) bool {
	if (a.kind == "bottleneck" || a.kind == "bottom") && unplaced(a.ranks(s, best)) != unplaced(a.ranks(s, p)) {
		return false
	}
	sign := 1.0
	if a.kind == "" {
		sign = a.sign
	}
	return sign*a.worth(s, p) >= sign*a.worth(s, best)-a.loose
}

// uneven reports whether people have different capacities.
func (s *setting) uneven() bool {
	for _, e := range s.data.Employees {
		if oneIfZero(float64(e.Capacity)) != oneIfZero(float64(s.data.Employees[0].Capacity)) {
			return true
		}
	}
	return false
}

// tolerance lies well above the rounding of a few people's values, and well
// below the least difference that the levels and weights drawn can make.
const tolerance = 1e-5

func (in *instance) admitted() []places {
	var out []places
	plan := make(places, len(in.data.Employees))
	var visit func(i int)
	visit = func(i int) {
		if i < len(plan) {
			for j := -1; j < len(in.data.Positions); j++ {
				plan[i] = j
				visit(i + 1)
			}
			return
		}
		if in.admits(plan) {
			out = append(out, slices.Clone(plan))
		}
	}
	visit(0)
	return out
}

func (in *instance) admits(plan places) bool {
	for j, p := range in.data.Positions {
		n := 0
		for _, at := range plan {
			if at == j {
				n++
			}
		}
		if n > p.Seats || n < p.MinSeats {
			return false
		}
	}
	for _, l := range in.limits {
		if !l.keeps(&in.setting, plan) {
			return false
		}
	}
	return true
}

// everyPlacement turns a condition on placements into one on plans.
func everyPlacement(ok func(s *setting, i, j int) bool) func(*setting, places) bool {
	return func(s *setting, plan places) bool {
		for i, j := range plan {
			if j >= 0 && !ok(s, i, j) {
				return false
			}
		}
		return true
	}
}

func drawLimit(t *rapid.T, s *setting, number int) limit {
	i := rapid.IntRange(0, len(s.data.Employees)-1).Draw(t, "employee")
	j := rapid.IntRange(-1, len(s.data.Positions)-1).Draw(t, "post")
	e := s.data.Employees[i].ID
	p := mutasi.PositionID("")
	if j >= 0 {
		p = s.data.Positions[j].ID
	}
	// An arbitrary relation of people and posts that their IDs decide.
	salt := rapid.IntRange(0, 5).Draw(t, "salt")
	odd := func(e mutasi.EmployeeID, p mutasi.PositionID) bool {
		return (int(e[len(e)-1])*3+int(p[len(p)-1])+salt)%4 != 0
	}
	kind := rapid.SampledFrom([]string{"fix", "forbid", "keep", "place", "rule", "standing rule", "eligible", "eligible employee", "eligible post", "signed", "at most"}).Draw(t, "limit")
	called := fmt.Sprintf("%s %d", kind, number) // functions need names of their own
	switch kind {
	case "at most":
		return limit{kind, assignment.MaxMoves(salt), func(s *setting, plan places) bool {
			n := 0.0
			for i, j := range plan {
				n += moved(s, i, j)
			}
			return n <= float64(salt)
		}}
	case "fix", "signed":
		c := assignment.Fix(e, p, "why")
		if kind == "signed" {
			c = assignment.Signed("Sekretaris Daerah", c)
		}
		return limit{kind, c, func(_ *setting, plan places) bool { return plan[i] == j }}
	case "forbid":
		return limit{kind, assignment.Forbid(e, p, "why"), func(_ *setting, plan places) bool { return plan[i] != j }}
	case "keep":
		return limit{kind, assignment.Keep(e, "why"), func(s *setting, plan places) bool { return plan[i] == s.held[i] }}
	case "place":
		who := func(e *mutasi.Employee) bool { return int(e.ID[len(e.ID)-1])%2 == salt%2 }
		return limit{kind, assignment.MustPlace(called, who), func(s *setting, plan places) bool {
			for i, j := range plan {
				if j < 0 && who(&s.data.Employees[i]) {
					return false
				}
			}
			return true
		}}
	case "rule", "standing rule":
		standing := kind == "standing rule"
		rule := mutasi.Rule{Name: called, Stay: standing, Allows: func(e *mutasi.Employee, p *mutasi.Position) bool { return odd(e.ID, p.ID) }}
		return limit{kind, assignment.Obey(rule), everyPlacement(func(s *setting, i, j int) bool {
			return !standing && s.held[i] == j || odd(s.data.Employees[i].ID, s.data.Positions[j].ID)
		})}
	case "eligible employee":
		return limit{kind, assignment.EligibleEmployee(called, func(e *mutasi.Employee) bool { return odd(e.ID, "0") }),
			everyPlacement(func(s *setting, i, _ int) bool { return odd(s.data.Employees[i].ID, "0") })}
	case "eligible post":
		return limit{kind, assignment.EligiblePosition(called, func(p *mutasi.Position) bool { return odd("0", p.ID) }),
			everyPlacement(func(s *setting, _, j int) bool { return odd("0", s.data.Positions[j].ID) })}
	default:
		return limit{kind, assignment.Eligible(called, func(e *mutasi.Employee, p *mutasi.Position) bool { return odd(e.ID, p.ID) }),
			everyPlacement(func(s *setting, i, j int) bool { return odd(s.data.Employees[i].ID, s.data.Positions[j].ID) })}
	}
}

// overPlaced turns the value of a placement into that of a plan.
func overPlaced(value func(e *mutasi.Employee, p *mutasi.Position) float64) func(*setting, places) float64 {
	return func(s *setting, plan places) float64 {
		sum := 0.0
		for i, j := range plan {
			if j >= 0 {
				sum += value(&s.data.Employees[i], &s.data.Positions[j])
			}
		}
		return sum
	}
}

func oneIfZero(x float64) float64 {
	if x == 0 {
		return 1
	}
	return x
}

// penalty is the definition of Balance, over groups of posts.
func penalty(curve func(coverage float64) float64, group func(p *mutasi.Position) string) func(*setting, places) float64 {
	return func(s *setting, plan places) float64 {
		need, staff := map[string]float64{}, map[string]float64{}
		for k := range s.data.Positions {
			p := &s.data.Positions[k]
			need[group(p)] += float64(p.Need)
		}
		for i, j := range plan {
			if j >= 0 {
				staff[group(&s.data.Positions[j])] += oneIfZero(float64(s.data.Employees[i].Capacity))
			}
		}
		sum := 0.0
		for g, n := range need {
			if n == 0 {
				sum += curve(1 + staff[g])
			} else {
				sum += n * curve(staff[g]/n)
			}
		}
		return sum
	}
}

// wedge is |coverage − 1|, piecewise linear.
func wedge() workload.Curve {
	c, err := workload.NewCurve(workload.Point{Coverage: 0, Penalty: 1}, workload.Point{Coverage: 1}, workload.Point{Coverage: 2, Penalty: 1})
	if err != nil {
		panic(err)
	}
	return c
}

var measures = []measure{
	{"placed", assignment.Placed(), false, overPlaced(func(*mutasi.Employee, *mutasi.Position) float64 { return 1 })},
	{"fit", assignment.Fit(competency.Attainment{}), false, overPlaced(func(e *mutasi.Employee, p *mutasi.Position) float64 {
		return oneIfZero(p.Weight) * competency.Attainment{}.Fit(e.Profile, p.Standard)
	})},
	{"plain fit", assignment.Fit(plainModel{}), false, overPlaced(func(e *mutasi.Employee, p *mutasi.Position) float64 {
		return oneIfZero(p.Weight) * plainModel{}.Fit(e.Profile, p.Standard)
	})},
	{"moves", assignment.Moves(), false, func(s *setting, plan places) float64 {
		n := 0.0
		for i, j := range plan {
			if s.held[i] >= 0 && s.held[i] != j {
				n++
			}
		}
		return n
	}},
	{"wishes", assignment.Wishes(), false, overPlaced(func(e *mutasi.Employee, p *mutasi.Position) float64 {
		if slices.Contains(e.Wishes, p.ID) {
			return 1
		}
		return 0
	})},
	{"custom", assignment.Custom("custom", customValue), false, overPlaced(customValue)},
	{"nash", assignment.Nash(0.01, assignment.Fit(competency.Attainment{})), false, overPlaced(func(e *mutasi.Employee, p *mutasi.Position) float64 {
		return math.Log(math.Max(oneIfZero(p.Weight)*competency.Attainment{}.Fit(e.Profile, p.Standard), 0.01) / 0.01)
	})},
	{"fair", assignment.AlphaFair(2, 0.5, assignment.Sum(assignment.Wishes(), assignment.Custom("custom", customValue))), false, overPlaced(func(e *mutasi.Employee, p *mutasi.Position) float64 {
		x := customValue(e, p)
		if slices.Contains(e.Wishes, p.ID) {
			x++
		}
		return 1 - 0.5/math.Max(x, 0.5)
	})},
	{"balance", assignment.Balance(workload.Quadratic(1)), true, penalty(
		func(c float64) float64 { return (c - 1) * (c - 1) }, func(p *mutasi.Position) string { return string(p.Unit) })},
	{"wedge of posts", assignment.BalancePosts(wedge()), true, penalty(
		func(c float64) float64 { return math.Abs(c - 1) }, func(p *mutasi.Position) string { return string(p.ID) })},
}

var rated = measure{"rated", assignment.Rated("performance"), false, overPlaced(func(e *mutasi.Employee, p *mutasi.Position) float64 {
	return e.Ratings["performance"] * oneIfZero(p.Weight)
})}

func customValue(e *mutasi.Employee, p *mutasi.Position) float64 {
	return float64((int(e.ID[len(e.ID)-1])*7+int(p.ID[len(p.ID)-1])*5)%11) - 3
}

// plainModel is a competency.Model that does not compile.
type plainModel struct{}

func (plainModel) Fit(p competency.Profile, s competency.Standard) float64 {
	if len(s) == 0 {
		return 1
	}
	return float64(len(p)%(len(s)+1)) / float64(len(s)+1)
}

// drawAim draws a goal that may follow those of the instance.
func drawAim(t *rapid.T, in *instance) aim {
	s := &in.setting
	if in.ranksUnits() && rapid.IntRange(0, 6).Draw(t, "ranks units") == 0 {
		return aim{kind: "coverage", sign: 1, posts: rapid.Bool().Draw(t, "posts")}
	}
	a := aim{sign: rapid.SampledFrom([]float64{1, -1}).Draw(t, "sense")}
	pool := measures
	if rapid.IntRange(0, 3).Draw(t, "ranks people") == 0 {
		a.kind, a.sign = rapid.SampledFrom([]string{"leximin", "bottleneck", "bottom"}).Draw(t, "kind"), 1
		if a.kind == "bottom" {
			a.count = rapid.IntRange(1, 4).Draw(t, "count")
		} else {
			a.step = rapid.SampledFrom([]float64{0, 0, 0.25, 1.5}).Draw(t, "step")
		}
		pool = slices.DeleteFunc(slices.Clone(pool), func(m measure) bool { return m.penalty })
	}
	for _, e := range s.data.Employees {
		if _, ok := e.Ratings["performance"]; ok {
			pool = append(slices.Clip(pool), rated)
			break
		}
	}
	if a.kind != "leximin" && a.step == 0 && rapid.IntRange(0, 5).Draw(t, "loose") == 0 {
		a.loose = rapid.SampledFrom([]float64{0.3137, 1.2137}).Draw(t, "tolerance")
	}
	for range rapid.IntRange(1, 3).Draw(t, "terms") {
		m := rapid.SampledFrom(pool).Draw(t, "term")
		w := rapid.SampledFrom([]float64{1, 0.5, 2, -1, 0}).Draw(t, "weight")
		if m.penalty {
			w = -a.sign * math.Abs(w)
		}
		a.measures, a.weights = append(a.measures, m), append(a.weights, w)
	}
	return a
}

// ranksUnits reports whether coverage can be ranked after the goals so far.
func (in *instance) ranksUnits() bool {
	for _, l := range in.limits {
		if l.name == "at most" {
			return false
		}
	}
	for _, a := range in.aims {
		if a.kind == "bottom" || a.loose > 0 && a.kind != "bottleneck" {
			return false
		}
	}
	return !in.uneven() && slices.ContainsFunc(in.data.Positions, func(p mutasi.Position) bool { return p.Need > 0 })
}

// drawInstance draws a problem small enough to enumerate.
func drawInstance(t *rapid.T) *instance {
	in := &instance{setting: setting{data: gen.Data(t, gen.Shape{PartTime: rapid.IntRange(0, 3).Draw(t, "part-time") == 0})}}
	index := map[mutasi.PositionID]int{"": -1}
	for j, p := range in.data.Positions {
		index[p.ID] = j
	}
	for _, e := range in.data.Employees {
		in.held = append(in.held, index[e.Position])
	}
	for k := range rapid.IntRange(0, 3).Draw(t, "limits") {
		in.limits = append(in.limits, drawLimit(t, &in.setting, k))
	}
	for range rapid.IntRange(0, 3).Draw(t, "goals") {
		in.aims = append(in.aims, drawAim(t, in))
	}
	return in
}

// placesOf translates a plan.
func (in *instance) placesOf(p mutasi.Plan) places {
	out := make(places, len(in.data.Employees))
	for i, e := range in.data.Employees {
		out[i] = -1
		id, placed := p.Position(e.ID)
		for j, post := range in.data.Positions {
			if placed && post.ID == id {
				out[i] = j
			}
		}
	}
	return out
}

func (in *instance) String() string {
	s := fmt.Sprintf("%+v", in.data)
	for _, l := range in.limits {
		s += "\n" + l.name
	}
	for _, a := range in.aims {
		s += "\n" + a.goal().String()
	}
	return s
}
