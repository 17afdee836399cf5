package assignment

import (
	"context"
	"math"
	"sort"

	"github.com/mutasi-go/mutasi/internal/model"
)

// levels are the distinct values of a goal that ranks people, in ascending
// order, from level 1 on. Level 0 is the bench.
type levels struct {
	least, most []float64 // the range of the values on each level
}

// levelGoal prepares a goal whose store has levels in place of costs.
func (c *instance) levelGoal(ctx context.Context, goal *compiledGoal, kind model.Kind, workers int) (model.Goal, error) {
	store, marginal, err := c.costs(ctx, goal, pairRange{spread: 1, people: c.model.Rows}, workers)
	if err != nil {
		return model.Goal{}, err
	}
	goal.rounding = math.Ldexp(1, -(goal.shift+1)) + goal.fitRounding
	out := model.Goal{Kind: kind, Marginal: marginal}
	out.Pairs, out.Levels, err = c.rank(ctx, goal, store)
	return out, err
}

// distinct lists the values that allowed pairs have in a goal, ascending. Its
// costs are values with the sign reversed. The error is that of the context.
func (c *instance) distinct(ctx context.Context, costs model.Store) ([]int32, error) {
	bench := c.roster.bench()
	allowed := make([]bool, c.model.Columns)
	buffer := make([]int32, c.model.Columns)
	var all union
	var values []int32
	for i := range c.model.Rows {
		c.eligibility.allowed.Row(i, allowed)
		row := costs.Row(i, buffer)
		last, any := int32(0), false
		for j, ok := range allowed[:bench] {
			if ok && (row[j] != last || !any) {
				last, any = row[j], true
				values = append(values, -last)
			}
		}
		if len(values) > unionPart || i == c.model.Rows-1 {
			if err := all.add(ctx, values); err != nil {
				return nil, err
			}
			values = values[:0]
		} else if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return all.list(ctx)
}

// rank turns the costs of a goal into levels, in place. The costs are not lost:
// pairValue gives them for any pair. The error is that of the context.
func (c *instance) rank(ctx context.Context, goal *compiledGoal, costs model.Mapper) (ranked model.Store, count int32, err error) {
	values, err := c.distinct(ctx, costs)
	if err != nil {
		return nil, 0, err
	}
	level := make(map[int32]int32, len(values)) // of each value
	goal.levels = levels{least: []float64{0}, most: []float64{0}}
	step := 0.0
	for _, v := range values {
		x := model.Float(int64(v), goal.shift)
		top := len(goal.levels.least) - 1
		if s := goal.stepOf(x); top == 0 || !goal.stepped || s != step {
			step = s
			goal.levels.least = append(goal.levels.least, x)
			goal.levels.most = append(goal.levels.most, x)
			top++
		}
		goal.levels.most[top] = x
		level[v] = int32(top)
	}
	bench := c.roster.bench()
	last, lastLevel, known := int32(0), int32(0), false
	ranked, err = costs.Map(ctx, func(column int, cost int32) int32 {
		if column == bench {
			return 0
		}
		if !known || cost != last {
			last, lastLevel, known = cost, level[-cost], true
		}
		return lastLevel
	})
	return ranked, int32(len(goal.levels.least)), err
}

// stepOf returns the multiple of the step's width that a value belongs to.
func (g *Goal) stepOf(x float64) float64 { return math.Floor(x / g.step) }

// shown is the value that stands for a value in comparisons: itself, or the beginning
// of its step.
func (g *Goal) shown(x float64) float64 {
	if g.stepped {
		return g.stepOf(x) * g.step
	}
	return x
}

// lowestWithin returns, for each level, the lowest whose values are within a tolerance
// of its own.
func (l *levels) lowestWithin(tolerance float64) []int32 {
	out := make([]int32, len(l.least))
	low := int32(1)
	for k := 1; k < len(out); k++ {
		for l.least[low] < l.least[k]-tolerance {
			low++
		}
		out[k] = low
	}
	return out
}

// byLevels is what the criteria of goals about levels have in common. The value of
// such a goal is the least over placed people.
type byLevels struct{}

func (byLevels) sense() float64 { return +1 }

func (byLevels) worth(l *ledger, t Term) (value, size float64) { return l.least(t), 0 }

func (byLevels) breakdown(l *ledger, t Term) []TermValue { return l.breakdown(t) }

// entry is the level of a pair.
func (byLevels) entry(goal *compiledGoal, cost int64, bench bool) (level int64, ok bool) {
	if bench {
		return 0, true
	}
	x := model.Float(-cost, goal.shift)
	least, most := goal.levels.least, goal.levels.most
	// The first level that begins above x comes after the one that x is on.
	k := sort.Search(len(least)-1, func(k int) bool { return least[k+1] > x })
	return int64(k), k > 0 && x <= most[k]
}

func (byLevels) bound(goal *compiledGoal, bound int64) float64 { return goal.levels.least[bound] }

func (byLevels) outcome(_ *instance, goal *compiledGoal, result *model.GoalResult, _ []int32) Value {
	least := goal.levels.least
	return Value{
		Goal: goal.String(), Rounding: goal.rounding,
		Value: least[result.Cost], Top: goal.levels.most[result.Cost],
		Bound: least[result.Bound], Reached: least[result.Reached],
	}
}

func (byLevels) network(*Goal) bool { return true }
