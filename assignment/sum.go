package assignment

import (
	"context"
	"errors"
	"math"

	"github.com/mutasi-go/mutasi/internal/model"
)

// Maximize returns the goal to make the sum of the terms as large as possible.
// Without a term it is an error of Solve.
func Maximize(terms ...Term) Goal { return Goal{criterion: sum{+1}, term: Sum(terms...)} }

// Minimize returns the goal to make the sum of the terms as small as possible.
// Without a term it is an error of Solve.
func Minimize(terms ...Term) Goal { return Goal{criterion: sum{-1}, term: Sum(terms...)} }

// sum is the criterion of Maximize and Minimize.
type sum struct{ sign float64 }

func (s sum) sense() float64 { return s.sign }

func (s sum) describe(t Term) string {
	if s.sign < 0 {
		return "minimize " + t.String()
	}
	return "maximize " + t.String()
}

func (sum) check(g *Goal) error {
	faults := []error{g.term.check()}
	if g.stepped {
		faults = append(faults, fault(stepElsewhere))
	}
	return errors.Join(faults...)
}

// mostSlack is more than any goal can lose, and small enough to be added to.
const mostSlack = 1 << 57

// slack is the tolerance of a goal in the model's units.
func (g *compiledGoal) slack() int64 {
	if !g.loose {
		return 0
	}
	return int64(min(math.Floor(math.Ldexp(g.tolerance, g.shift)), mostSlack))
}

func (sum) compile(ctx context.Context, c *instance, goal *compiledGoal, workers int) (model.Goal, error) {
	store, marginal, err := c.costs(ctx, goal, pairRange{spread: 1, people: c.model.Rows}, workers)
	if err != nil {
		return model.Goal{}, err
	}
	out := model.Goal{Kind: model.Sum, Pairs: store, Marginal: marginal, Loose: goal.loose, Slack: goal.slack()}
	for _, load := range goal.weightedLoads {
		penalty, rounding, err := load.fixed(goal.shift)
		if err != nil {
			return model.Goal{}, err
		}
		out.Penalties = append(out.Penalties, penalty)
		goal.rounding += rounding
	}
	return out, nil
}

func (sum) worth(l *ledger, t Term) (value, size float64) { return l.tally(t) }

func (sum) breakdown(l *ledger, t Term) []TermValue { return l.breakdown(t) }

func (sum) entry(_ *compiledGoal, cost int64, _ bool) (int64, bool) { return cost, true }

func (sum) bound(goal *compiledGoal, bound int64) float64 { return goal.value(bound) }

func (sum) outcome(_ *instance, goal *compiledGoal, result *model.GoalResult, _ []int32) Value {
	return goal.costOutcome(result)
}

func (sum) network(g *Goal) bool { return !g.loose }

func (s sum) construct(t Term) constructorJSON {
	if s.sign < 0 {
		return constructorJSON{"Minimize", onTerm{t}}
	}
	return constructorJSON{"Maximize", onTerm{t}}
}
