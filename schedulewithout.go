package mutasi

import "slices"

// Without returns the fewest other moves to cancel if this person stays, so that
// no post then has more holders than seats and every post has the MinSeats that
// both plans meet. Among sets of equally many it returns the first by employee
// IDs. The moves stand by employee ID. The result is empty if no other move has to be
// cancelled, and nil for a person who stays anyway.
//
// Where the person comes from a post that had more holders than seats, it may be
// that nothing mends that. Then Without returns every move of the part that the
// person's move belongs to.
//
// It takes time linear in the number of moves, times the length of the answer.
func (s *Schedule) Without(e EmployeeID) []Transfer {
	if s == nil || s.graph == nil {
		return nil
	}
	g := s.graph
	k, moves := slices.BinarySearchFunc(g.moves, e, func(t Transfer, e EmployeeID) int { return byEmployee(t, Transfer{Employee: e}) })
	if !moves {
		return nil
	}
	own := int32(k)
	// The post left has one person more, and the post entered one less. Each of
	// the two is settled there if it can be. Otherwise a move into the one, or out
	// of the other, is cancelled too, and the question is passed on along it. The
	// two trails may also end in each other, and are then one.
	left, entered := g.from[own], g.to[own]
	more, settled := g.trail(left, own, g.enter, g.from, func(v int32) bool {
		return v == outside || g.next[v] < g.posts[v].Seats
	})
	less, filled := g.trail(entered, own, g.leave, g.to, func(v int32) bool {
		return v == outside || g.next[v] > g.floor(int(v))
	})
	best, found := union(more, less), settled && filled
	if left != outside && entered != outside {
		circle, closed := g.trail(entered, own, g.leave, g.to, func(v int32) bool { return v == left })
		if closed && (!found || before(circle, best)) {
			best, found = circle, true
		}
	}
	if found {
		return g.transfers(best)
	}
	for _, part := range g.parts() {
		if slices.Contains(part, own) {
			return g.transfers(part)
		}
	}
	return nil
}

// trail returns the fewest moves, each at the node where the one before leads,
// from start to a node where a trail ends, and whether there is such a trail.
// Moves are found by node in at, and lead to the node that leads names; own is not
// used. A trail may end on the bench but not go through it.
//
// It goes layer by layer. In each it keeps the best trail to every node: of two
// sets of equally many moves, the first stays the first when the same move is
// added to both.
func (g *transferGraph) trail(start, own int32, at [][]int32, leads []int32, ends func(int32) bool) ([]int32, bool) {
	if ends(start) {
		return nil, true
	}
	type end struct {
		node int32
		set  []int32
	}
	visited := make([]bool, len(g.posts))
	visited[start] = true
	for layer := []end{{start, nil}}; len(layer) > 0; {
		var next []end
		index := make(map[int32]int) // of each node in next
		for _, e := range layer {
			for _, m := range at[e.node] {
				v := leads[m]
				if m == own || v != outside && visited[v] || v == outside && !ends(v) {
					continue
				}
				set := union(e.set, []int32{m})
				if k, known := index[v]; !known {
					index[v] = len(next)
					next = append(next, end{v, set})
				} else if before(set, next[k].set) {
					next[k].set = set
				}
			}
		}
		best, found := []int32(nil), false
		for _, e := range next {
			if ends(e.node) && (!found || before(e.set, best)) {
				best, found = e.set, true
			}
			if e.node != outside {
				visited[e.node] = true
			}
		}
		if found {
			return best, true
		}
		layer = next
	}
	return nil, false
}

// before orders sets of moves, each ascending: the smaller one first, and then the
// one whose first move that the other has not comes first.
func before(a, b []int32) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return slices.Compare(a, b) < 0
}

// union merges two ascending sets.
func union(a, b []int32) []int32 {
	list := slices.Concat(a, b)
	slices.Sort(list)
	return slices.Compact(list)
}
