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

// leximin minimises the number of rows on the lowest level, keeps the face,
// and goes on to the next. Levels that nobody needs are skipped in strides
// that double while they last and halve where somebody does, so that the
// number of solves is that of the levels in use times the logarithm of the
// gaps between them. No weights: a stage's cost is a count.
func (r *run) leximin(g *Goal) error {
	settled, stride := int64(0), int32(1)
	for next := int32(0); next == 0 || next < g.Levels-1 && settled < int64(r.Rows); {
		to := min(next+stride, g.Levels)
		p := r.face.problem(r.count(g, next, to))
		s, err := r.solve(p)
		switch {
		case err != nil:
			return err
		case s.Cost == 0:
			r.settle(p, s, next, to)
			next, stride = to, stride*2
		case to-next == 1:
			r.settle(p, s, next, to)
			settled += s.Cost
			next, stride = to, 1
		default:
			stride = (to - next) / 2
		}
	}
	return nil
}

// bottleneck minimises the number of rows on level 0 and then finds, by
// bisection, the highest level below which nobody else needs to be. That the
// next one cannot be kept free is proven by a witness.
func (r *run) bottleneck(g *Goal) error {
	p := r.face.problem(r.count(g, 0, 1))
	s, err := r.solve(p)
	if err != nil {
		return err
	}
	r.settle(p, s, 0, 1)
	free, taken := int32(1), g.Levels // levels below free are; not all below taken can be
	for taken-free > 1 {
		middle := free + (taken-free)/2
		p := r.face.problem(r.count(g, free, middle))
		s, err := r.solve(p)
		if err != nil {
			return err
		}
		if s.Cost == 0 {
			r.settle(p, s, free, middle)
			free = middle
		} else {
			taken = middle
		}
	}
	if free >= g.Levels-1 {
		return nil
	}
	s, err = r.solve(r.face.problem(r.count(g, free, free+1)))
	if err != nil {
		return err
	}
	r.result.Stages = append(r.result.Stages, Stage{
		Goal: r.goal, From: free, To: free + 1, Cost: s.Cost, Price: s.Price, Witness: true,
	})
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
