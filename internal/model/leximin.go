package model

import "fmt"

// leximin is the criterion of goals that consider the worst off first.
type leximin struct{ byLevels }

// pursue minimises the number of rows on the lowest level, keeps that,
// and goes on to the next. Levels that nobody needs are skipped in strides
// that double while they last and halve where somebody does, so that the
// number of solves is that of the levels in use times the logarithm of the
// gaps between them. No weights: a stage's cost is a count.
func (leximin) pursue(r *run, g *Goal) error {
	settled, stride := int64(0), int32(1)
	for next := int32(0); next == 0 || next < g.Levels-1 && settled < int64(r.Rows); {
		to := min(next+stride, g.Levels)
		count, s, err := r.rank(g, next, to)
		if err != nil {
			return err
		}
		if s.Cost > 0 && to-next > 1 {
			stride = (to - next) / 2
			continue
		}
		r.keep(count, s, next, to)
		settled += s.Cost
		if s.Cost == 0 {
			stride *= 2
		} else {
			stride = 1
		}
		next = to
	}
	r.reach(g)
	return nil
}

// amounts checks that the stages count every level from the lowest on, each by
// itself where somebody is on it, until nobody is left above.
func (leximin) amounts(m *Model, g int, claim *GoalResult, stages []Stage, at []int32) error {
	next, settled, err := m.levelsSettled(g, claim, stages, at)
	if err != nil {
		return err
	}
	for _, s := range stages {
		if s.Witness {
			return fmt.Errorf("a witness stands out of turn")
		}
	}
	if next < m.Goals[g].Levels-1 && settled < int64(m.Rows) {
		return fmt.Errorf("levels from %d on are not settled", next)
	}
	return nil
}

// counts counts the rows on every level.
func (leximin) counts(m *Model, g int, at []int32) []int { return m.onLevels(g, at) }

func (leximin) tighten(_ *run, g int, s region, worth int64) region {
	return s.withLowerBudget(g, worth)
}
