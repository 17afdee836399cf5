package assignment

import (
	"context"

	"github.com/mutasi-go/mutasi/internal/model"
)

// Bottleneck places as many people as it can and then makes the least value of
// the term over placed people as large as possible. Unlike Leximin it leaves open
// has that value and how many people, and all values above it. It takes as many
// solves as the number of distinct values has binary digits.
func Bottleneck(t Term) Goal { return Goal{criterion: bottleneck{}, term: t} }

// bottleneck is the criterion of Bottleneck.
type bottleneck struct{ byLevels }

func (bottleneck) describe(t Term) string { return "bottleneck " + t.String() }

func (bottleneck) check(g *Goal) error { return g.term.checkPeople() }

func (bottleneck) compile(ctx context.Context, c *instance, goal *compiledGoal, workers int) (model.Goal, error) {
	out, err := c.levelGoal(ctx, goal, model.Bottleneck, workers)
	out.Loose, out.Slack = goal.loose, goal.slack()
	out.Lowest = goal.levels.lowestWithin(goal.tolerance)
	return out, err
}

func (bottleneck) construct(t Term) constructorJSON { return constructorJSON{"Bottleneck", onTerm{t}} }
