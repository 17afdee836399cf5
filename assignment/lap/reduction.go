package lap

// reduceRows is augmenting row reduction. A free row takes its best column and
// lowers that column's price until its second best is as good. The row that had
// the column before is free again and goes next. Each call treats every free row
// about once, and at most tuning.reductionCap times as many rows as were free.
//
// A row never takes a column from another row at an unchanged price: with ties
// that could go on for ever. It looks for a tied column that nobody has and
// otherwise waits for a shortest path.
func (s *solver[E]) reduceRows() error {
	queue, later := s.free, s.later[:0]
	steps := 0
	for k := 0; k < len(queue); {
		if err := s.check.ended(); err != nil {
			return err
		}
		i := queue[k]
		k++
		steps++
		c := s.choose(i)
		if c.column < 0 {
			later = append(later, i)
			continue
		}
		lowered := s.v[c.column] - (c.second - c.least)
		lowers := lowered < s.v[c.column] && c.second < infinity
		if lowers {
			s.v[c.column] = lowered
		} else if s.rowOf[c.column] >= 0 && !s.freeTie(i, &c) {
			later = append(later, i)
			continue
		}
		owner := s.rowOf[c.column]
		s.match(i, c.column, c.cost)
		if owner < 0 {
			continue
		}
		s.columnOf[owner] = -1
		if steps < s.tuning.reductionCap*len(queue) {
			k--
			queue[k] = owner
		} else {
			later = append(later, owner)
		}
	}
	s.free, s.later = later, queue
	return nil
}

const reductionPasses = 2

// freeTie looks among the candidates that tie with the best one for a column
// that nobody has.
func (s *solver[E]) freeTie(i int32, c *choice) bool {
	for _, e := range s.lists.of(i) {
		if s.rowOf[e.column] < 0 && float64(e.cost)-s.v[e.column] == c.least {
			c.column, c.cost = e.column, float64(e.cost)
			return true
		}
	}
	return false
}
