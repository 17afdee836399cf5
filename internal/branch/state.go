package branch

// merit orders assignments: bounds of nodes kept first, then limits of side
// rows, then cost.
type merit struct {
	bad, over, cost int64
}

func (a merit) less(b merit) bool {
	if a.bad != b.bad {
		return a.bad < b.bad
	}
	if a.over != b.over {
		return a.over < b.over
	}
	return a.cost < b.cost
}

func (a merit) feasible() bool { return a.bad == 0 && a.over == 0 }

// state is an assignment with everything that changes when a row moves.
type state struct {
	in   *instance
	at   []int32 // the pair of each row, −1 while it has none
	load []int32
	y    []int64
	psi  []int64 // of each side row, 0 where y is not allowed
	chi  []int64 // what it charges its joint, likewise
	sum  []int64 // of each joint
	merit
}

// newState returns the assignment without rows.
func newState(in *instance) *state {
	s := &state{
		in: in, at: make([]int32, in.flow.Rows), load: make([]int32, len(in.flow.Parent)),
		y: make([]int64, len(in.sides)), psi: make([]int64, len(in.sides)),
		chi: make([]int64, len(in.sides)), sum: make([]int64, len(in.joints)),
	}
	s.clear()
	return s
}

func (s *state) clear() {
	in := s.in
	for i := range s.at {
		s.at[i] = -1
	}
	clear(s.load)
	s.merit = merit{cost: in.base}
	for v := range s.load {
		s.bad += int64(max(in.flow.Lo[v], 0))
	}
	for k := range in.sides {
		side := &in.sides[k]
		s.y[k], s.psi[k] = 0, 0
		s.over += side.excess(0)
		if side.excess(0) == 0 {
			s.psi[k] = side.value(0)
			s.cost += s.psi[k]
		}
	}
	clear(s.sum)
	clear(s.chi)
	for _, j := range in.joints {
		s.over += max(0, -j.limit)
	}
	for k := range in.sides {
		s.charge(k)
	}
}

// charge brings what a side row charges its joint up to date.
func (s *state) charge(k int) {
	side := &s.in.sides[k]
	if side.joint < 0 {
		return
	}
	chi := int64(0)
	if side.excess(s.y[k]) == 0 {
		chi = side.charge(s.y[k])
	}
	sum, limit := &s.sum[side.joint], s.in.joints[side.joint].limit
	s.over -= max(0, *sum-limit)
	*sum += chi - s.chi[k]
	s.over += max(0, *sum-limit)
	s.chi[k] = chi
}

// set moves all rows to where at has them; false if a pair is absent.
func (s *state) set(at []int32) bool {
	if len(at) != len(s.at) {
		return false
	}
	s.clear()
	for i, j := range at {
		if j < 0 || int(j) >= s.in.flow.Columns {
			return false
		}
		e := s.in.pair(i, j)
		if e < 0 {
			return false
		}
		s.move(i, int32(e))
	}
	return true
}

// copy makes s equal to t.
func (s *state) copy(t *state) {
	copy(s.at, t.at)
	copy(s.load, t.load)
	copy(s.y, t.y)
	copy(s.psi, t.psi)
	copy(s.chi, t.chi)
	copy(s.sum, t.sum)
	s.merit = t.merit
}

// move takes a row from its pair to another; −1 for none.
func (s *state) move(row int, pair int32) {
	in := s.in
	old := s.at[row]
	s.at[row] = pair
	if old >= 0 {
		s.cost -= int64(in.cost[old])
		for q := in.entry[old]; q < in.entry[old+1]; q++ {
			s.shift(in.side[q], -int64(in.coef[q]))
		}
	}
	if pair >= 0 {
		s.cost += int64(in.cost[pair])
		for q := in.entry[pair]; q < in.entry[pair+1]; q++ {
			s.shift(in.side[q], int64(in.coef[q]))
		}
	}
	var leave, enter []int32
	if old >= 0 {
		leave = in.path[in.column[old]]
	}
	if pair >= 0 {
		enter = in.path[in.column[pair]]
	}
	for len(leave) > 0 && len(enter) > 0 && leave[len(leave)-1] == enter[len(enter)-1] {
		leave, enter = leave[:len(leave)-1], enter[:len(enter)-1]
	}
	for _, v := range leave {
		s.fill(v, -1)
	}
	for _, v := range enter {
		s.fill(v, 1)
	}
}

// fill changes the load of a node by one row. Loads above the ceiling have no
// marginals and cost nothing more; they are bad enough.
func (s *state) fill(v, by int32) {
	p := s.in.flow
	before, after := s.load[v], s.load[v]+by
	s.load[v] = after
	s.bad += int64(max(after-p.Hi[v], p.Lo[v]-after, 0) - max(before-p.Hi[v], p.Lo[v]-before, 0))
	unit := max(before, after) - 1
	if unit >= p.Hi[v] {
		return
	}
	if m := p.Marginal[v]; m != nil {
		s.cost += int64(by) * m[unit]
	}
	for _, k := range s.in.metered[v] {
		s.shift(k, int64(by)*s.in.sides[k].marginal[v][unit])
	}
}

// shift changes y of a side row.
func (s *state) shift(k int32, by int64) {
	side := &s.in.sides[k]
	before := s.y[k]
	s.y[k] += by
	s.over += side.excess(before+by) - side.excess(before)
	s.charge(int(k))
	if side.penalty == nil {
		return
	}
	s.cost -= s.psi[k]
	s.psi[k] = 0
	if side.excess(before+by) == 0 {
		s.psi[k] = side.value(before + by)
		s.cost += s.psi[k]
	}
}

// columns returns the assignment as columns.
func (s *state) columns() []int32 {
	at := make([]int32, len(s.at))
	for i, e := range s.at {
		at[i] = s.in.column[e]
	}
	return at
}
