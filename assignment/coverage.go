package assignment

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/model"
	"github.com/mutasi-go/mutasi/workload"
)

// Leximin of coverage is one convex flow. Give every unit at coverage ρ a cost of
// one on the level of ρ, and compare costs level by level from the lowest. One
// person more at a unit takes its one from level ρ to a higher level; the next
// person takes it from there, which matters less. So the marginals ascend in this
// order of vectors: the cost is convex, but for its numbers being vectors.
//
// Which loads the units can have is an M♮-convex set (flows through a network
// into the units), and on such a set a separable convex sum is least exactly
// where no person moved from one unit to another, or to or from the bench, makes
// it less (Murota, Discrete Convex Analysis, 2003, sections 4.7 and 6.7,
// doi:10.1137/1.9780898718508). That only ever compares two marginals. Any numbers
// in the same order as the vectors therefore have the same optima, and the places
// of the marginals in their order will do: small integers, no exponential
// weights, one goal whose certificate is that of any other.
//
// It takes a network: among plans that a budget limits, or that are the union of
// several faces, moves of one person do not suffice.

// coverTerm is the coverage of units, or of posts.
type coverTerm struct{ posts bool }

// coverShift is the number of binary places to which coverages are rounded.
const coverShift = model.MaxShift

// covered is a unit, or post, whose coverage counts.
type covered struct {
	node  int32
	need  workload.FTE
	level []int64 // coverage by the number of holders, rounded
}

// marginal is what one person more does to a unit: its level before and after.
type marginal struct{ from, to int64 }

// compare puts first what improves most: raising who is lower, and farther.
func (a marginal) compare(b marginal) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to))
}

func (c *compiled) addCoverage(g Goal) error {
	if err := c.checkCoverage(g); err != nil {
		return err
	}
	goal := compiledGoal{Goal: g, rounding: math.Ldexp(1, -(coverShift + 1))}
	if err := c.cover(&goal); err != nil {
		return err
	}
	var order []marginal
	for _, u := range goal.covered {
		for k := range len(u.level) - 1 {
			order = append(order, marginal{u.level[k], u.level[k+1]})
		}
	}
	slices.SortFunc(order, marginal.compare)
	order = slices.Compact(order)
	out := model.Goal{Pairs: c.classes(&goal), Marginal: make([][]int64, len(c.model.Parent))}
	for _, u := range goal.covered {
		m := make([]int64, c.model.Hi[u.node]) // 0 beyond as many as there are people
		for k := range len(u.level) - 1 {
			place, _ := slices.BinarySearchFunc(order, marginal{u.level[k], u.level[k+1]}, marginal.compare)
			m[k] = int64(place - len(order))
		}
		out.Marginal[u.node] = m
	}
	c.goals = append(c.goals, goal)
	c.model.Goals = append(c.model.Goals, out)
	return nil
}

// checkCoverage reports why a goal about coverage cannot be solved here.
func (c *compiled) checkCoverage(g Goal) error {
	if len(g.term.parts) != 1 || g.term.parts[0].weight != 1 {
		return errors.New("coverage is ranked by itself, without weights and other terms; make those goals of their own, or use Balance")
	}
	switch {
	case g.stepped:
		return errors.New("coverage cannot be ranked in steps, which are no convex problem")
	case g.loose:
		return errors.New("a tolerance has no meaning for Leximin; use Balance for what can be given up in part")
	}
	if _, same := c.roster.capacity(); !same {
		return errors.New("coverage can be ranked only where all people have the same capacity; use Balance where they have different ones")
	}
	if len(c.model.Limits) > 0 {
		return fmt.Errorf("coverage cannot be ranked under %s, which no flow expresses; use Balance there", c.limits[0])
	}
	for k, before := range c.goals {
		if before.loose && before.kind != bottleneck || before.kind == bottomSum {
			return fmt.Errorf("coverage cannot be ranked after goal %d, %s, which leaves open what no flow expresses; put it before that goal, or use Balance", k+1, before)
		}
	}
	return nil
}

// cover lists whose coverage counts.
func (c *compiled) cover(goal *compiledGoal) error {
	r := c.roster
	each, _ := r.capacity()
	posts := goal.term.parts[0].cover.posts
	var faults []error
	r.accounts(posts, func(columns []int32, need workload.FTE) {
		if !(need > 0) {
			return
		}
		u := covered{node: columns[0], need: need}
		if !posts {
			u.node = c.model.Parent[u.node]
		}
		// A person must be told apart from none, and all of them be a number.
		one, all := workload.Coverage(each, need), workload.Coverage(workload.FTE(c.model.Rows)*each, need)
		if math.Ldexp(one, coverShift) < 2 || math.Ldexp(all, coverShift) >= 1<<52 {
			faults = append(faults, fmt.Errorf("%w: one person more or less changes the coverage of %s by %.4g; give it a need between %.2g and %.2g",
				ErrCostRange, c.nodeName(int(u.node)), one, float64(c.model.Rows)*float64(each)*0x1p-27, float64(each)*0x1p22))
			return
		}
		for k := range min(int(c.model.Hi[u.node]), c.model.Rows) + 1 {
			u.level = append(u.level, model.Fixed(workload.Coverage(workload.FTE(float64(k)*float64(each)), need), coverShift))
		}
		goal.covered = append(goal.covered, u)
	})
	if err := errors.Join(faults...); err != nil {
		return err
	}
	if len(goal.covered) == 0 {
		return errors.New("no post has a need, so nothing has a coverage; give posts their Need")
	}
	return nil
}

// leastCoverage is the least coverage of an assignment, and the most that seats
// allow the least to be.
func (c *compiled) leastCoverage(goal *compiledGoal, at []int32) (least, most float64) {
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

// coverage lists the coverages of a plan, in the plainest way.
func (t *coverTerm) coverage(l *ledger) []float64 {
	var out []float64
	for _, a := range l.accounts(t.posts) {
		if a.need > 0 {
			out = append(out, workload.Coverage(a.staff, a.need))
		}
	}
	return out
}
