package model

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
		buffer[j] = b.cost(l)
	}
	return buffer
}

// At returns the cost of a pair.
func (b band) At(row, column int) int32 { return b.cost(b.levels.At(row, column)) }

func (b band) cost(level int32) int32 {
	if b.from <= level && level < b.to {
		return 1
	}
	return 0
}

// count is the goal to have few rows on a band of levels.
func (m *Model) count(g *Goal, from, to int32) *Goal {
	return &Goal{Pairs: band{g.Pairs, from, to}, Marginal: make([][]int64, len(m.Parent))}
}

// rank minimises the number of rows on some levels and reports it.
func (r *run) rank(g *Goal, from, to int32) (*Goal, *found, error) {
	count := r.count(g, from, to)
	s, err := r.minimise(count)
	if err == nil && s.Cost != s.Bound {
		r.result.Goals[r.goal].Proven = false
	}
	return count, s, err
}

// leximin minimises the number of rows on the lowest level, keeps that,
// and goes on to the next. Levels that nobody needs are skipped in strides
// that double while they last and halve where somebody does, so that the
// number of solves is that of the levels in use times the logarithm of the
// gaps between them. No weights: a stage's cost is a count.
func (r *run) leximin(g *Goal) error {
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
	return nil
}

// bottleneck minimises the number of rows on level 0 and then finds, by
// bisection, the highest level below which nobody else needs to be. That the
// next one cannot be kept free is proven by a witness. If the goal is loose,
// later goals may use levels down to the fall of the one that was reached.
func (r *run) bottleneck(g *Goal) error {
	count, s, err := r.rank(g, 0, 1)
	if err != nil {
		return err
	}
	r.keep(count, s, 0, 1)
	if s.Cost == int64(r.Rows) {
		return nil // nobody is above level 0
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
		if !g.Loose {
			r.keep(count, s, from, middle)
		}
	}
	reached := free
	if g.Loose {
		if fall := g.Fall[min(reached, g.Levels-1)]; fall > 1 {
			count, s, err := r.rank(g, 1, fall)
			if err != nil {
				return err
			}
			r.keep(count, s, 1, fall)
		}
	}
	r.result.Goals[r.goal].Bound = int64(reached)
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
