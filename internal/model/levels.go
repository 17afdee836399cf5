package model

import "fmt"

// band turns levels into a cost of 1 for the levels From ≤ level < To.
type band struct {
	levels   Store
	from, to int32
}

// Row computes the row.
func (b band) Row(row int, buffer []int32) []int32 {
	levels := b.levels.Row(row, buffer)
	buffer = buffer[:len(levels)]
	for j, l := range levels {
		buffer[j] = b.of(j, l)
	}
	return buffer
}

// At returns the cost of a pair.
func (b band) At(row, column int) int32 { return b.of(column, b.levels.At(row, column)) }

func (b band) of(_ int, level int32) int32 {
	// One comparison: below from the difference wraps to a large number.
	if uint32(level-b.from) < uint32(b.to-b.from) {
		return 1
	}
	return 0
}

// count is the goal to have few rows on a band of levels.
func (m *Model) count(g *Goal, from, to int32) *Goal {
	return &Goal{Pairs: band{g.Pairs, from, to}, Marginal: make([][]int64, len(m.Parent))}
}

// rank minimises the number of rows on some levels and reports it.
func (r *run) rank(g *Goal, from, to int32) (*Goal, *minima, error) {
	count := r.count(g, from, to)
	s, err := r.minimise(count)
	if err == nil && s.Cost != s.Bound {
		r.result.Goals[r.goal].Proven = false
	}
	return count, s, err
}

// leastLevel returns the least level above 0 in use, 0 if there is none.
func (m *Model) leastLevel(g int, at []int32) int64 {
	least := int32(0)
	for i, j := range at {
		if l := m.Goals[g].Pairs.At(i, int(j)); l > 0 && (least == 0 || l < least) {
			least = l
		}
	}
	return int64(least)
}

// onLevels counts the rows on every level.
func (m *Model) onLevels(g int, at []int32) []int {
	on := make([]int, m.Goals[g].Levels)
	for i, j := range at {
		on[m.Goals[g].Pairs.At(i, int(j))]++
	}
	return on
}

// byLevels is what the criteria of goals about levels have in common: the higher a
// level, the better.
type byLevels struct{}

func (byLevels) of(_ *Goal, s *Stage) func(int, int32) int32 { return band{from: s.From, to: s.To}.of }

func (byLevels) worth(m *Model, g int, at []int32) int64 { return m.leastLevel(g, at) }

func (byLevels) bound(_ *run, g *Goal, _ []int64) ([]int64, int64) { return nil, highestLevel(g) }

func (byLevels) unproven(_ *Model, g *Goal) int64 { return highestLevel(g) }

func (byLevels) better(x, y int64) bool { return x > y }

func highestLevel(g *Goal) int64 { return int64(g.Levels - 1) }

// reach records what a goal about levels has come to.
func (r *run) reach(g *Goal) {
	result := &r.result.Goals[r.goal]
	result.Cost = r.leastLevel(r.goal, r.result.At)
	switch {
	case !result.Proven:
		result.Bound = highestLevel(g)
	case !g.Loose:
		result.Bound = result.Cost
	}
}

// levelsSettled checks what holds for all goals about levels. The claim is the
// least level in use. The stages count levels from the lowest on, without a gap, and
// each level by itself that somebody is on. It returns the first level that no
// stage counts, and how many rows are below it.
func (m *Model) levelsSettled(g int, claim *GoalResult, stages []Stage, at []int32) (next int32, settled int64, err error) {
	goal := &m.Goals[g]
	if least := m.leastLevel(g, at); claim.Cost != least || !goal.Loose && claim.Bound != least {
		return 0, 0, fmt.Errorf("the least level in use is %d, not %d", least, claim.Cost)
	}
	for _, s := range stages {
		if s.Witness {
			continue
		}
		if s.From != next || s.To <= s.From || s.To > goal.Levels {
			return 0, 0, fmt.Errorf("levels %d to %d are out of turn", s.From, s.To)
		}
		if s.Cost > 0 && s.To-s.From > 1 {
			return 0, 0, fmt.Errorf("levels %d to %d are minimised together", s.From, s.To)
		}
		next = s.To
		settled += s.Cost
	}
	return next, settled, nil
}
