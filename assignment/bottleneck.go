package assignment

import (
	"context"

	"github.com/mutasi-go/mutasi/internal/model"
)

// Bottleneck places as many people as it can and then makes the least value of
// the term over placed people as large as possible. Unlike Leximin it leaves open
// who and how many people have that value, and all values above it. It takes as many solves as the number of distinct values has binary digits.
func Bottleneck(t Term) Goal { return Goal{criterion: bottleneck{}, term: t} }

// bottleneck is the criterion of Bottleneck.
type bottleneck struct{}

func (bottleneck) sense() float64 { return +1 }

func (bottleneck) describe(t Term) string { return "bottleneck " + t.String() }

func (bottleneck) check(g *Goal) error { return g.term.checkPeople() }

func (bottleneck) compile(ctx context.Context, c *instance, goal *compiledGoal, workers int) (model.Goal, error) {
	out, err := c.levelGoal(ctx, goal, model.Bottleneck, workers)
	out.Loose, out.Slack = goal.loose, goal.slack()
	out.Lowest = goal.levels.lowestWithin(goal.tolerance)
	return out, err
}

func (bottleneck) worth(l *ledger, t Term) (value, size float64) { return l.least(t), 0 }

func (bottleneck) breakdown(l *ledger, t Term) []TermValue { return l.breakdown(t) }

func (bottleneck) entry(goal *compiledGoal, cost int64, bench bool) (int64, bool) {
	return goal.levelEntry(cost, bench)
}

func (bottleneck) bound(goal *compiledGoal, bound int64) float64 { return goal.levels.least[bound] }

func (bottleneck) outcome(_ *instance, goal *compiledGoal, result *model.GoalResult, _ []int32) Value {
	return goal.levelOutcome(result)
}

func (bottleneck) network(*Goal) bool { return true }

func (bottleneck) construct(t Term) constructorJSON { return constructorJSON{"Bottleneck", onTerm{t}} }
