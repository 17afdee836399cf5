package branch

import "context"

// improver looks for better assignments near a given one. Its work is
// counted in trials, so that a slow machine finds the same.
type improver struct {
	ctx    context.Context
	in     *instance
	s      *state
	best   *state // scratch of shake
	trials int    // left
	at     [][]int32
	random uint64
}

func newImprover(ctx context.Context, in *instance, trials int) *improver {
	return &improver{ctx: ctx, in: in, s: newState(in), trials: trials, random: 0x9E3779B97F4A7C15}
}

// stopped counts a trial, and reports whether there are none left. If the context
// ends, none are.
func (m *improver) stopped() bool {
	m.trials--
	if m.trials&1023 == 0 {
		m.heed()
	}
	return m.trials <= 0
}

// heed takes all trials away if the context has ended.
func (m *improver) heed() {
	if m.ctx.Err() != nil {
		m.trials = 0
	}
}

// improve goes through all moves of one row, swaps of two and chains of two,
// until none helps or the trials are used up.
func (m *improver) improve() {
	for m.trials > 0 {
		if !m.shifts() && !m.swaps() && !m.chains() {
			return
		}
	}
}

// shifts moves single rows.
func (m *improver) shifts() bool {
	improved := false
	for i := range m.s.at {
		from := m.s.at[i]
		best, found := m.s.merit, from
		for e := int32(m.in.start[i]); e < int32(m.in.start[i+1]); e++ {
			if e == from {
				continue
			}
			if m.stopped() {
				break
			}
			m.s.move(i, e)
			if m.s.merit.less(best) {
				best, found = m.s.merit, e
			}
		}
		if m.s.at[i] != found {
			m.s.move(i, found)
		}
		improved = improved || found != from
	}
	return improved
}

// swaps exchanges the columns of two rows.
func (m *improver) swaps() bool {
	improved := false
	in, s := m.in, m.s
	for i := range s.at {
		if m.heed(); m.trials <= 0 {
			return improved
		}
		for k := i + 1; k < len(s.at); k++ {
			a, b := s.at[i], s.at[k]
			if in.column[a] == in.column[b] || in.twin[k] == int32(i) {
				continue
			}
			e, f := in.pair(i, in.column[b]), in.pair(k, in.column[a])
			if e < 0 || f < 0 {
				continue
			}
			if m.stopped() {
				return improved
			}
			before := s.merit
			s.move(i, int32(e))
			s.move(k, int32(f))
			if s.merit.less(before) {
				improved = true
				continue
			}
			s.move(k, b)
			s.move(i, a)
		}
	}
	return improved
}

// chains moves a row to another column, and a row from there to a third.
func (m *improver) chains() bool {
	in, s := m.in, m.s
	if m.at == nil {
		m.at = make([][]int32, in.flow.Columns)
	}
	for j := range m.at {
		m.at[j] = m.at[j][:0]
	}
	for i, e := range s.at {
		m.at[in.column[e]] = append(m.at[in.column[e]], int32(i))
	}
	for i := range s.at {
		if m.heed(); m.trials <= 0 {
			return false
		}
		a := s.at[i]
		for e := int32(in.start[i]); e < int32(in.start[i+1]); e++ {
			if e == a {
				continue
			}
			before := s.merit
			s.move(i, e)
			for _, k := range m.at[in.column[e]] {
				b := s.at[k]
				for f := int32(in.start[k]); f < int32(in.start[k+1]); f++ {
					if f == b {
						continue
					}
					if m.stopped() {
						s.move(int(k), b)
						s.move(i, a)
						return false
					}
					s.move(int(k), f)
					if s.merit.less(before) {
						return true
					}
				}
				s.move(int(k), b)
			}
			s.move(i, a)
		}
	}
	return false
}

// shake improves the assignment, then disturbs and improves it again for as
// long as trials last, and keeps the best that was met.
func (m *improver) shake(kicks int) {
	m.improve()
	if m.best == nil {
		m.best = newState(m.in)
	}
	m.best.copy(m.s)
	for range kicks {
		if m.trials <= 0 || m.ctx.Err() != nil {
			break
		}
		for range 3 + m.below(3) {
			m.kick()
		}
		m.improve()
		if m.s.merit.less(m.best.merit) {
			m.best.copy(m.s)
		} else {
			m.s.copy(m.best)
		}
	}
	if m.best.merit.less(m.s.merit) {
		m.s.copy(m.best)
	}
}

// kick moves a row somewhere, and a row from there back where it can.
func (m *improver) kick() {
	in, s := m.in, m.s
	if len(s.at) == 0 {
		return
	}
	i, k := m.below(len(s.at)), m.below(len(s.at))
	a, b := s.at[i], s.at[k]
	e, f := in.pair(i, in.column[b]), in.pair(k, in.column[a])
	if in.column[a] != in.column[b] && e >= 0 && f >= 0 {
		s.move(i, int32(e))
		s.move(k, int32(f))
		return
	}
	e = in.start[i] + m.below(in.start[i+1]-in.start[i])
	s.move(i, int32(e))
}

// below returns a pseudo-random number less than n (SplitMix64; Steele, Lea &
// Flood, doi:10.1145/2660193.2660195).
func (m *improver) below(n int) int {
	m.random += 0x9E3779B97F4A7C15
	z := m.random
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return int((z ^ z>>31) % uint64(n))
}
