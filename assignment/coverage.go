package assignment

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/model"
	"github.com/mutasi-go/mutasi/workload"
)

// Leximin of coverage is one convex flow. The cost of a plan is a vector: for each
// level of coverage the number of units on it. Vectors are compared level by
// level, the lowest first. One more person takes a unit from its level to a higher
// one, and the next person takes it on from there. The second step matters less
// than the first, so the marginal costs ascend in this order: the cost is convex,
// and only its numbers are vectors.
//
// The loads that units can have are an M♮-convex set, as they are flows through a
// network into the units. On such a set a separable convex sum is least exactly
// where no move of one person, between two units or a unit and the bench, makes it
// less (Murota, Discrete Convex Analysis, 2003, sections 4.7 and 6.7,
// doi:10.1137/1.9780898718508). That test only ever compares two marginals.
// Therefore any numbers in the same order as the vectors have the same optima. The
// positions of the marginals in that order are used: they are small integers, and
// the certificate is that of any other sum.
//
// This needs a network. Where a budget limits the plans, or they are the union of
// several faces, moves of one person do not suffice.

// LeximinCoverage is about units and how well they are staffed: for every unit
// that owns posts with a need, the coverage is staff / need, the capacity of the
// holders of its own posts by the sum of their needs. The least staffed unit
// comes first: as few units as possible are at the lowest coverage, among those
// plans as few as possible at the next, and so on. Nobody needs to be placed for
// any other reason.
//
// The value of the goal is the least coverage. It takes one solve. It is an error
// of Solve where people have different capacities, where no post has a need,
// under MaxMoves, and after a BottomSum or a goal with a tolerance. It has
// neither step nor tolerance. To trade coverage for something else, use Balance.
func LeximinCoverage() Goal { return Goal{criterion: coverage{}} }

// LeximinCoveragePosts is LeximinCoverage over single posts instead of units.
func LeximinCoveragePosts() Goal { return Goal{criterion: coverage{posts: true}} }

// coverage is the criterion of LeximinCoverage and LeximinCoveragePosts.
type coverage struct{ posts bool }

func (coverage) sense() float64 { return +1 }

// name says what is ranked.
func (k coverage) name() string {
	if k.posts {
		return "coverage of posts"
	}
	return "coverage"
}

func (k coverage) describe(Term) string { return "leximin " + k.name() }

func (coverage) check(g *Goal) error {
	var faults []error
	if g.stepped {
		faults = append(faults, fault(coverageSteps))
	}
	if g.loose {
		faults = append(faults, fault(coverageTolerance))
	}
	return errors.Join(faults...)
}

// coverShift is the number of binary places to which coverages are rounded.
const coverShift = model.MaxShift

// covered is a unit, or post, whose coverage counts.
type covered struct {
	node  int32
	need  workload.FTE
	level []int64 // coverage by the number of holders, rounded
}

// marginal is the step of a unit by one more person: its level before and after.
type marginal struct{ from, to int64 }

// compare orders steps by how much they improve: from the lowest level first, and
// among those to the highest.
func (a marginal) compare(b marginal) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to))
}

func (k coverage) compile(_ context.Context, c *instance, goal *compiledGoal, _ int) (model.Goal, error) {
	goal.shift, goal.rounding = coverShift, math.Ldexp(1, -(coverShift+1))
	if err := c.coverable(); err != nil {
		return model.Goal{}, err
	}
	if err := k.cover(c, goal); err != nil {
		return model.Goal{}, err
	}
	var order []marginal
	for _, u := range goal.covered {
		for holders := range len(u.level) - 1 {
			order = append(order, marginal{u.level[holders], u.level[holders+1]})
		}
	}
	slices.SortFunc(order, marginal.compare)
	order = slices.Compact(order)
	out := model.Goal{Kind: model.Sum, Pairs: c.counts(goal), Marginal: make([][]int64, len(c.model.Parent)), Ladder: make([][]int64, len(c.model.Parent))}
	for _, u := range goal.covered {
		m := make([]int64, c.model.Hi[u.node]) // 0 beyond as many as there are people
		for holders := range len(u.level) - 1 {
			position, _ := slices.BinarySearchFunc(order, marginal{u.level[holders], u.level[holders+1]}, marginal.compare)
			m[holders] = int64(position - len(order))
		}
		out.Marginal[u.node], out.Ladder[u.node] = m, u.level
	}
	return out, nil
}

// coverable reports why coverage cannot be ranked here.
func (c *instance) coverable() error {
	if _, same := c.roster.capacity(); !same {
		return fault(coverageCapacities)
	}
	if len(c.model.Limits) > 0 {
		return fault(coverageLimit, c.limits[0].name())
	}
	for k, before := range c.goals {
		if !before.network(&before.Goal) {
			return fault(coverageAfter, k+1, before)
		}
	}
	return nil
}

// cover lists the units, or posts, whose coverage counts.
func (k coverage) cover(c *instance, goal *compiledGoal) error {
	r := c.roster
	each, _ := r.capacity()
	var faults []error
	r.accounts(k.posts, func(columns []int32, need workload.FTE) {
		if !(need > 0) {
			return
		}
		u := covered{node: columns[0], need: need}
		if !k.posts {
			u.node = c.model.Parent[u.node]
		}
		// One person must change the rounded coverage, and that of all must be exact.
		one, all := workload.Coverage(each, need), workload.Coverage(workload.FTE(c.model.Rows)*each, need)
		if math.Ldexp(one, coverShift) < 2 || math.Ldexp(all, coverShift) >= 1<<52 {
			faults = append(faults, fmt.Errorf("%w: %w", ErrCostRange, fault(coverageRange, c.nodeName(int(u.node)), fmt.Sprintf("%.4g", one),
				fmt.Sprintf("%.2g", float64(c.model.Rows)*float64(each)*0x1p-27), fmt.Sprintf("%.2g", float64(each)*0x1p22))))
			return
		}
		for holders := range min(int(c.model.Hi[u.node]), c.model.Rows) + 1 {
			u.level = append(u.level, model.Fixed(workload.Coverage(workload.FTE(float64(holders)*float64(each)), need), coverShift))
		}
		goal.covered = append(goal.covered, u)
	})
	if err := errors.Join(faults...); err != nil {
		return err
	}
	if len(goal.covered) == 0 {
		return fault(coverageOfNothing)
	}
	return nil
}

// leastCoverage is the least coverage of an assignment, and the most that seats
// allow the least to be.
func (c *instance) leastCoverage(goal *compiledGoal, at []int32) (least, most float64) {
	load := make([]int, len(c.model.Parent))
	for _, j := range at {
		for v := j; v >= 0; v = c.model.Parent[v] {
			load[v]++
		}
	}
	least, most = math.Inf(1), math.Inf(1)
	for _, u := range goal.covered {
		least = min(least, model.Float(u.level[load[u.node]], coverShift))
		most = min(most, model.Float(u.level[len(u.level)-1], coverShift))
	}
	return least, most
}

// coverages are those of a plan, in the plainest way.
func (k coverage) coverages(l *ledger) []float64 {
	var out []float64
	for _, a := range l.accounts(k.posts) {
		if a.need > 0 {
			out = append(out, workload.Coverage(a.staff, a.need))
		}
	}
	return out
}

func (k coverage) worth(l *ledger, _ Term) (value, size float64) {
	least := math.Inf(+1) // of nothing, which compile refuses
	for _, x := range k.coverages(l) {
		least = min(least, x)
	}
	return least, least
}

func (k coverage) breakdown(l *ledger, _ Term) []TermValue {
	sum := 0.0
	for _, x := range k.coverages(l) {
		sum += x
	}
	return []TermValue{{k.name(), 1, sum}}
}

func (coverage) entry(*compiledGoal, int64, bool) (int64, bool) { return 0, true }

// bound: the costs of the model are places in an order, and no coverages.
func (coverage) bound(*compiledGoal, int64) float64 { return math.Inf(+1) }

func (coverage) outcome(c *instance, goal *compiledGoal, result *model.GoalResult, at []int32) Value {
	least, most := c.leastCoverage(goal, at)
	if result.Proven {
		most = least
	}
	return Value{Goal: goal.String(), Rounding: goal.rounding, Value: least, Top: least, Reached: least, Bound: most}
}

func (coverage) network(*Goal) bool { return true }

func (k coverage) construct(Term) constructorJSON {
	if k.posts {
		return constructorJSON{"LeximinCoveragePosts", noParameters{}}
	}
	return constructorJSON{"LeximinCoverage", noParameters{}}
}

// Faults of coverage as a goal.
var (
	coverageSteps      = templates.New("coverage-steps", "coverage cannot be ranked in steps, which are no convex problem")
	coverageTolerance  = templates.New("coverage-tolerance", "a tolerance has no meaning for Leximin; use Balance for what can be given up in part")
	coverageCapacities = templates.New("coverage-capacities", "coverage can be ranked only where all people have the same capacity; use Balance where they have different ones")
	coverageLimit      = templates.New("coverage-limit", "coverage cannot be ranked under {constraint}, which no flow expresses; use Balance there")
	coverageAfter      = templates.New("coverage-after", "coverage cannot be ranked after goal {number}, {goal}, which leaves open what no flow expresses; put it before that goal, or use Balance")
	coverageRange      = templates.New("range-coverage", "one person more or less changes the coverage of {node} by {change}; give it a need between {least} and {most}")
	coverageOfNothing  = templates.New("coverage-of-nothing", "no post has a need, so nothing has a coverage; give posts their Need")
)
