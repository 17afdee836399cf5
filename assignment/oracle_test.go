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
	sign     float64
	measures []measure
	weights  []float64
}

func (a aim) goal() assignment.Goal {
	var terms []assignment.Term
	for k, m := range a.measures {
		terms = append(terms, assignment.Weigh(a.weights[k], m.term))
	}
	if a.sign > 0 {
		return assignment.Maximize(terms...)
	}
	return assignment.Minimize(terms...)
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
		best := math.Inf(-1)
		score := make([]float64, len(plans))
		for k, p := range plans {
			score[k] = a.sign * a.value(&in.setting, p)
			best = max(best, score[k])
		}
		var rest []places
		for k, p := range plans {
			if score[k] >= best-tolerance {
				rest = append(rest, p)
			}
		}
		plans = rest
		values = append(values, a.sign*best)
	}
	return values, plans
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

func drawLimit(t *rapid.T, s *setting) limit {
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
	switch kind := rapid.SampledFrom([]string{"fix", "forbid", "keep", "place", "rule", "standing rule", "eligible", "eligible employee", "eligible post", "signed"}).Draw(t, "limit"); kind {
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
		return limit{kind, assignment.MustPlace(kind, who), func(s *setting, plan places) bool {
			for i, j := range plan {
				if j < 0 && who(&s.data.Employees[i]) {
					return false
				}
			}
			return true
		}}
	case "rule", "standing rule":
		standing := kind == "standing rule"
		rule := mutasi.Rule{Name: kind, Stay: standing, Allows: func(e *mutasi.Employee, p *mutasi.Position) bool { return odd(e.ID, p.ID) }}
		return limit{kind, assignment.Obey(rule), everyPlacement(func(s *setting, i, j int) bool {
			return !standing && s.held[i] == j || odd(s.data.Employees[i].ID, s.data.Positions[j].ID)
		})}
	case "eligible employee":
		return limit{kind, assignment.EligibleEmployee(kind, func(e *mutasi.Employee) bool { return odd(e.ID, "0") }),
			everyPlacement(func(s *setting, i, _ int) bool { return odd(s.data.Employees[i].ID, "0") })}
	case "eligible post":
		return limit{kind, assignment.EligiblePosition(kind, func(p *mutasi.Position) bool { return odd("0", p.ID) }),
			everyPlacement(func(s *setting, _, j int) bool { return odd("0", s.data.Positions[j].ID) })}
	default:
		return limit{kind, assignment.Eligible(kind, func(e *mutasi.Employee, p *mutasi.Position) bool { return odd(e.ID, p.ID) }),
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

func drawAim(t *rapid.T, s *setting) aim {
	a := aim{sign: rapid.SampledFrom([]float64{1, -1}).Draw(t, "sense")}
	pool := measures
	for _, e := range s.data.Employees {
		if _, ok := e.Ratings["performance"]; ok {
			pool = append(slices.Clip(pool), rated)
			break
		}
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

// drawInstance draws a problem small enough to enumerate.
func drawInstance(t *rapid.T) *instance {
	in := &instance{setting: setting{data: gen.Data(t, gen.Shape{})}}
	index := map[mutasi.PositionID]int{"": -1}
	for j, p := range in.data.Positions {
		index[p.ID] = j
	}
	for _, e := range in.data.Employees {
		in.held = append(in.held, index[e.Position])
	}
	for range rapid.IntRange(0, 3).Draw(t, "limits") {
		in.limits = append(in.limits, drawLimit(t, &in.setting))
	}
	for range rapid.IntRange(0, 3).Draw(t, "goals") {
		in.aims = append(in.aims, drawAim(t, &in.setting))
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
