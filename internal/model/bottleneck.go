package model

import (
	"fmt"

	"github.com/mutasi-go/mutasi/internal/branch"
)

// bottleneck is the criterion of goals that raise the lowest level in use.
type bottleneck struct{ byLevels }

// pursue minimises the number of rows on level 0 and then finds, by
// bisection, the highest level below which nobody else needs to be. That the
// next one cannot be kept free is proven by a witness. If the goal is loose,
// later goals may use levels down to Goal.Lowest of the one that was reached.
func (bottleneck) pursue(r *run, g *Goal) error {
	count, s, err := r.rank(g, 0, 1)
	if err != nil {
		return err
	}
	r.keep(count, s, 0, 1)
	if s.Cost == int64(r.Rows) { // nobody is above level 0
		r.reach(g)
		return nil
	}
	free, taken := int32(1), g.Levels // levels below free need not be used; some below taken must
	for taken-free > 1 {
		from, middle := free, free+(taken-free)/2
		if g.Loose {
			from = 1 // nothing is kept, so ask for all levels from the first
		}
		count, s, err := r.rank(g, from, middle)
		if err != nil {
			return err
		}
		if s.Cost > 0 {
			taken = middle
			continue
		}
		free = middle
		if g.Loose {
			r.result.Goals[r.goal].ReachedAt = s.At
		} else {
			r.keep(count, s, from, middle)
		}
	}
	reached := free
	if g.Loose {
		if lowest := g.Lowest[min(reached, g.Levels-1)]; lowest > 1 {
			count, s, err := r.rank(g, 1, lowest)
			if err != nil {
				return err
			}
			r.keep(count, s, 1, lowest)
		}
	}
	r.result.Goals[r.goal].Bound = int64(reached)
	defer r.reach(g)
	if reached >= g.Levels-1 {
		return nil
	}
	_, s, err = r.rank(g, 1, reached+1)
	if err != nil {
		return err
	}
	if s.proves() {
		r.result.Stages = append(r.result.Stages, Stage{
			Goal: r.goal, From: 1, To: reached + 1, Cost: s.Cost, Price: s.Price, Witness: true,
		})
	}
	return nil
}

// amounts checks that the levels below the one claimed are free, those from
// which later goals may fall if the goal is loose, and that a witness proves
// that the next one cannot be kept free as well.
func (bottleneck) amounts(m *Model, g int, claim *GoalResult, stages []Stage, at []int32) error {
	goal := &m.Goals[g]
	var witness *Stage
	if n := len(stages); n > 0 && stages[n-1].Witness {
		witness, stages = &stages[n-1], stages[:n-1]
	}
	next, settled, err := m.levelsSettled(g, claim, stages, at)
	if err != nil {
		return err
	}
	for _, s := range stages {
		switch {
		case s.Witness:
			return fmt.Errorf("a witness stands out of turn")
		case s.Cost > 0 && s.From > 0:
			return fmt.Errorf("level %d is in use and minimised", s.From)
		}
	}
	if next == 0 {
		return fmt.Errorf("nothing proves how many can be above level 0")
	}
	top := int64(next)
	if goal.Loose {
		if err := m.checkFall(g, claim, next); err != nil {
			return err
		}
		top = claim.Bound
	}
	if top >= highestLevel(goal) || settled == int64(m.Rows) {
		return nil
	}
	if witness != nil && witness.From >= 1 && witness.From < witness.To && int64(witness.To) == top+1 && witness.Cost >= 1 {
		return nil
	}
	return fmt.Errorf("nothing proves that level %d is needed", top)
}

// checkFall checks that a loose goal can reach its bound, as Check has seen in an
// assignment, and that later goals were kept at or above Goal.Lowest of it.
func (m *Model) checkFall(g int, claim *GoalResult, next int32) error {
	goal := &m.Goals[g]
	if claim.Bound < 0 || claim.Bound > highestLevel(goal) {
		return fmt.Errorf("there is no level %d", claim.Bound)
	}
	lowest := goal.Lowest[claim.Bound]
	if claim.Cost < int64(lowest) && claim.Cost > 0 || next != max(1, lowest) && claim.Cost > 0 {
		return fmt.Errorf("the levels below %d are not kept free", lowest)
	}
	if claim.Bound <= 1 {
		return nil // every assignment reaches that
	}
	if claim.Reached < claim.Bound {
		return fmt.Errorf("nothing shows that level %d can be reached", claim.Bound)
	}
	return nil
}

// counts counts the rows on level 0.
func (bottleneck) counts(m *Model, g int, at []int32) []int { return m.onLevels(g, at)[:1] }

func (bottleneck) tighten(r *run, g int, s region, worth int64) region {
	if worth <= 1 {
		return s // no level is below
	}
	return s.with(branch.Side{Pairs: allPairs{band{r.Goals[g].Pairs, 1, int32(worth)}, r.Columns}})
}
