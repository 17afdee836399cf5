package model

import (
	"fmt"
	"math"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// sum is the criterion of goals that minimise a sum of costs.
type sum struct{}

func (sum) pursue(r *run, g *Goal) error {
	result := &r.result.Goals[r.goal]
	f, err := r.minimise(g)
	if err != nil {
		return err
	}
	result.Cost, result.Bound, result.Proven = f.Cost, f.Bound, f.Cost == f.Bound
	if r.opts.Progress != nil {
		r.opts.Progress(Progress{Goal: r.goal, Phase: "solved", Done: 1, Total: 1, Bound: f.Bound, Bounded: true})
	}
	r.keep(g, f, 0, 0)
	return nil
}

func (sum) of(*Goal, *Stage) func(int, int32) int32 { return nil }

// amounts checks that the one stage proves the cost; of a loose goal, that it
// bounds the cost and the assignment is within the slack of the bound.
func (sum) amounts(m *Model, g int, claim *GoalResult, stages []Stage, at []int32) error {
	goal := &m.Goals[g]
	if goal.Loose {
		if len(stages) != 1 || !stages[0].Witness || stages[0].Cost != claim.Bound || claim.Cost != m.Cost(g, at) || claim.Cost > claim.Bound+goal.Slack {
			return fmt.Errorf("the cost %d is not within %d of the optimum", claim.Cost, goal.Slack)
		}
		return nil
	}
	if len(stages) != 1 || stages[0].Witness || stages[0].Cost != claim.Cost || claim.Bound != claim.Cost {
		return fmt.Errorf("the cost %d is not what the stage proves", claim.Cost)
	}
	return nil
}

func (sum) worth(m *Model, g int, at []int32) int64 { return m.Cost(g, at) }

func (sum) counts(*Model, int, []int32) []int { return nil }

// bound is the dual bound at the prices, the least over the regions.
func (sum) bound(r *run, g *Goal, price []int64) ([]int64, int64) {
	bound := int64(math.MaxInt64)
	for _, s := range r.before {
		bound = min(bound, flow.Bound(s.face.problem(g), price, r.opts.Workers))
	}
	return price, bound + g.leastPenalties()
}

func (g *Goal) leastPenalties() int64 {
	least := int64(0)
	for _, x := range g.Penalties {
		least += x.Least
	}
	return least
}

func (sum) unproven(*Model, *Goal) int64 { return math.MinInt64 }

func (sum) better(x, y int64) bool { return x < y }

func (sum) tighten(_ *run, g int, s region, worth int64) region { return s.withLowerBudget(g, worth) }

// Cost returns the cost of goal g, a Sum, at an assignment.
func (m *Model) Cost(g int, at []int32) int64 {
	goal := &m.Goals[g]
	cost := int64(0)
	for i, j := range at {
		cost += int64(goal.Pairs.At(i, int(j)))
	}
	for v, k := range m.loads(at) {
		if c := goal.Marginal[v]; c != nil {
			for _, x := range c[:k] {
				cost += x
			}
		}
	}
	for _, x := range goal.Penalties {
		cost += x.Charge(total(x.Size, at))
	}
	return cost
}
