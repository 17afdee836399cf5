package assignment

import (
	"context"
	"errors"
	"fmt"

	"github.com/mutasi-go/mutasi/internal/model"
)

// BottomSum places as many people as it can and then makes the sum of the k
// least values of the term over placed people as large as possible, or
// the sum of all values where fewer than k are placed. With k = 1 it is
// Bottleneck, and with k as large as the organization it is the sum after Placed.
// Between the two it cares for a group at the bottom instead of one person, and
// does not put the least first at any price. Above the k-th value it leaves
// everything open.
//
// The value of the goal is that sum. The term must be a sum over people. It takes
// a solve for each of a few distinct values that can be the k-th least. Where the
// values of all pairs are different, it also reads all pairs once for each of a
// few hundred values. Later goals choose among all plans that have the sum; where
// these are of several kinds, Verify solves again, for want of a shorter proof.
// While it is not solved its Bound is k times the largest value, or 0 if that is
// less.
//
// See Ogryczak & Tamir, Minimizing the sum of the k largest functions in linear
// time, Inform. Process. Lett. 85 (2003), doi:10.1016/S0020-0190(02)00370-8.
func BottomSum(k int, t Term) Goal { return Goal{criterion: bottomSum{k}, term: t} }

// bottomSum is the criterion of BottomSum.
type bottomSum struct{ count int }

func (bottomSum) sense() float64 { return +1 }

func (b bottomSum) describe(t Term) string { return fmt.Sprintf("bottom %d of %s", b.count, t) }

func (b bottomSum) check(g *Goal) error {
	faults := []error{g.term.checkPeople()}
	if b.count < 1 {
		faults = append(faults, fault(bottomCount, b.count))
	}
	if g.stepped {
		faults = append(faults, fault(stepElsewhere))
	}
	return errors.Join(faults...)
}

func (b bottomSum) compile(ctx context.Context, c *instance, goal *compiledGoal, workers int) (model.Goal, error) {
	// What a value lacks to another is at most twice the largest.
	store, marginal, err := c.costs(ctx, goal, pairRange{spread: 2, people: min(b.count, c.model.Rows)}, workers)
	if err != nil {
		return model.Goal{}, err
	}
	values, err := c.distinct(ctx, store)
	if err != nil {
		return model.Goal{}, err
	}
	return model.Goal{
		Kind: model.BottomSum, Pairs: store, Marginal: marginal, Loose: goal.loose, Slack: goal.slack(),
		Values: values, Count: int32(min(b.count, c.model.Rows)), Bench: int32(c.roster.bench()),
	}, nil
}

func (b bottomSum) worth(l *ledger, t Term) (value, size float64) { return l.bottom(t, b.count) }

func (bottomSum) breakdown(l *ledger, t Term) []TermValue { return l.breakdown(t) }

func (bottomSum) entry(_ *compiledGoal, cost int64, _ bool) (int64, bool) { return cost, true }

func (bottomSum) bound(goal *compiledGoal, bound int64) float64 { return goal.value(bound) }

func (bottomSum) outcome(_ *instance, goal *compiledGoal, result *model.GoalResult, _ []int32) Value {
	return goal.costOutcome(result)
}

func (bottomSum) network(*Goal) bool { return false }

func (b bottomSum) construct(t Term) constructorJSON {
	return constructorJSON{"BottomSum", struct {
		Count int  `json:"count"`
		Term  Term `json:"term"`
	}{b.count, t}}
}

// bottomCount is the fault of a BottomSum of nobody.
var bottomCount = templates.New("bottomsum-count", "{count} people at the bottom cannot be summed up; it takes at least 1")
