package assignment

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/model"
)

// levels are the distinct values of a goal that ranks people, in ascending
// order, from level 1 on; level 0 is the bench.
type levels struct {
	least, most []float64 // the range of the values on each level
}

func (g Goal) checkKind() error {
	if g.kind == bottomSum && g.count < 1 {
		return fmt.Errorf("%d people at the bottom cannot be summed up; it takes at least 1", g.count)
	}
	if len(g.term.parts) == 0 {
		return errors.New("it has no term; give it one, such as Fit, Placed or Moves")
	}
	if g.stepped {
		if g.kind == total || g.kind == bottomSum {
			return errors.New("a step is for Leximin and Bottleneck only")
		}
		if !(g.step > 0) || math.IsInf(g.step, 0) {
			return fmt.Errorf("the step is %v; it must be a positive finite number", g.step)
		}
	}
	if g.loose {
		if !(g.tolerance >= 0) || math.IsInf(g.tolerance, 0) {
			return fmt.Errorf("the tolerance %v is not a finite number from 0 on", g.tolerance)
		}
		if g.kind == leximin {
			return errors.New("a tolerance has no meaning for Leximin; give one to a Bottleneck instead")
		}
	}
	for _, p := range g.term.parts {
		switch {
		case g.kind == leximinUnits:
		case p.cover != nil:
			return fmt.Errorf("%s is for Leximin alone; Balance is what can be minimized", p.name)
		case p.load != nil && g.kind != total:
			return fmt.Errorf("%s is no sum over people, so nobody has a value of it", p.name)
		}
	}
	return nil
}

// ranks reports whether the goal has levels in place of values.
func (g Goal) ranks() bool { return g.kind == leximin || g.kind == bottleneck }

// distinct lists the values that allowed pairs have in a goal, ascending. Its
// costs are values with the sign reversed.
func (c *compiled) distinct(costs model.Store) []int32 {
	bench := c.roster.bench()
	allowed := make([]bool, c.model.Columns)
	buffer := make([]int32, c.model.Columns)
	var values []int32
	set := func() {
		slices.Sort(values)
		values = slices.Compact(values)
	}
	enough := 1 << 16 // of values that may repeat, before they are sorted out
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
		if len(values) > enough {
			set()
			enough = max(enough, 2*len(values))
		}
	}
	set()
	return values
}

// rank turns the costs of a goal into levels.
func (c *compiled) rank(goal *compiledGoal, costs model.Store) (model.Store, int32) {
	values := c.distinct(costs)
	level := make(map[int32]int32, len(values)) // of each value
	goal.levels = levels{least: []float64{0}, most: []float64{0}}
	step := 0.0
	for _, v := range values {
		x := model.Float(int64(v), goal.shift)
		top := len(goal.levels.least) - 1
		if s := math.Floor(x / goal.step); top == 0 || !goal.stepped || s != step {
			step = s
			goal.levels.least = append(goal.levels.least, x)
			goal.levels.most = append(goal.levels.most, x)
			top++
		}
		goal.levels.most[top] = x
		level[v] = int32(top)
	}
	return ranked(costs, c.roster.bench(), level), int32(len(goal.levels.least))
}

// fall returns, for each level, the lowest whose values are within a tolerance
// of its own.
func (l *levels) fall(tolerance float64) []int32 {
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

// ranked is a store with every cost replaced by its level, and 0 at the bench.
func ranked(costs model.Store, bench int, level map[int32]int32) model.Store {
	last, rank := int32(0), int32(0)
	known := false
	of := func(cost int32) int32 {
		if !known || cost != last {
			last, rank, known = cost, level[-cost], true
		}
		return rank
	}
	switch s := costs.(type) {
	case model.Dense:
		for k, x := range s.Cost {
			s.Cost[k] = of(x)
			if k%s.Columns == bench {
				s.Cost[k] = 0
			}
		}
		return s
	case *model.Sparse:
		for k, x := range s.Cost {
			s.Cost[k] = of(x)
			if int(s.Column[k]) == bench {
				s.Cost[k] = 0
			}
		}
		return s
	case *model.Classes:
		for _, row := range s.Cost {
			row[0], row[1] = 0, of(row[1])
		}
		for k, x := range s.Exception {
			s.Exception[k] = of(x)
		}
		return s
	}
	panic("assignment: a store without levels")
}
