package mutasi

import (
	"cmp"
	"slices"
)

// This file finds the waves of one part. A move into a post takes a vacancy there
// and leaves one where it comes from, so that vacancies walk against the moves.
// In the plan after, post v has free(v) + left − entered vacancies. Three things
// decide everything.
//
// Exchanges. A post that has more holders than seats in the plan after never has a
// vacancy when its last newcomer arrives. Every move into it is therefore tied to
// one out of it; both are made at once, and are one arc that passes the post by.
//
// Last moves. A trail of vacancies may end with arcs left over that no vacancy
// reaches any more, as when B→A takes the vacancy of A that the pair A→C, C→A was
// waiting for. It does not happen if each post has its last move in: one that comes
// from a post that is nearer to the end of a trail, which is a post that has
// vacancies in the plan after, one that nobody enters, or the bench. The last
// moves are a forest. Were vacancies stuck, then all moves left over would be
// between posts without vacancies, now and afterwards, and the last moves of
// these posts, which are left over too, would form a circle; a forest has none.
//
// Rotations. A post from which no end can be reached so may hold others up until
// nothing moves between them. What is left over between posts without vacancies
// is then entered as often as left: a circuit (Euler), which is the rotation.
// There is no way around it: the sum of vacancies over the posts reached is at
// most 0 before and 0 afterwards, and before the last move into one of them all
// have at least 0 and one has 1.

// arc is a move, or several that are made at once: from its first post to its last.
type arc struct {
	moves    []int32 // each enters the post that the next one leaves
	from, to int32
	done     bool
}

// waves is the schedule of a part under way.
type waves struct {
	g         *transferGraph
	part      []int32
	nodes     []int32 // of the part, ascending
	arcs      []arc
	leave     map[int32][]int32 // arcs out of each node
	enter     map[int32][]int32 // arcs into it that are not done, as of the end of the wave before
	free      map[int32]int     // vacancies now; negative: too many holders
	last      map[int32]int32   // the arc into the node that must come last
	endless   []int32           // nodes from which no end can be reached
	left      int               // arcs that are not done
	waves     [][]int32         // moves
	rotations []Rotation
}

func newWaves(g *transferGraph, part []int32) *waves {
	w := &waves{
		g: g, part: part,
		leave: make(map[int32][]int32), enter: make(map[int32][]int32),
		free: make(map[int32]int), last: make(map[int32]int32),
	}
	for _, m := range part {
		for _, v := range []int32{g.from[m], g.to[m]} {
			if _, seen := w.free[v]; v != outside && !seen {
				w.free[v] = g.posts[v].Seats - g.held[v]
				w.nodes = append(w.nodes, v)
			}
		}
	}
	slices.Sort(w.nodes)
	w.tie()
	for k, a := range w.arcs {
		w.leave[a.from] = append(w.leave[a.from], int32(k))
		w.enter[a.to] = append(w.enter[a.to], int32(k))
	}
	w.left = len(w.arcs)
	w.chooseLast()
	return w
}

// keepsTooMany reports whether the post has more holders than seats in the plan after.
func (w *waves) keepsTooMany(v int32) bool {
	return v != outside && w.g.next[v] > w.g.posts[v].Seats
}

// tie makes the arcs. Every move into a post that keeps too many is tied to one out
// of it, to the post where the move comes from if there is one.
func (w *waves) tie() {
	after := make(map[int32]int32) // the move that is tied to a move
	tied := make(map[int32]bool)   // moves that are tied to one before
	for _, v := range w.nodes {
		if !w.keepsTooMany(v) {
			continue
		}
		for _, back := range []bool{true, false} {
			for _, in := range w.g.enter[v] {
				if _, ok := after[in]; ok {
					continue
				}
				for _, out := range w.g.leave[v] {
					if !tied[out] && (!back || w.g.to[out] == w.g.from[in]) {
						after[in], tied[out] = out, true
						break
					}
				}
			}
		}
	}
	made := make(map[int32]bool)
	chain := func(m int32) {
		a := arc{from: w.g.from[m]}
		for next, ok := m, true; ok && !made[next]; next, ok = after[next] {
			made[next] = true
			a.moves = append(a.moves, next)
			a.to = w.g.to[next]
		}
		w.arcs = append(w.arcs, a)
	}
	for _, m := range w.part {
		if !tied[m] {
			chain(m)
		}
	}
	for _, m := range w.part { // those that are left are tied in circles
		if !made[m] {
			chain(m)
		}
	}
}

// chooseLast chooses the last arc into every node from which an end can be reached.
func (w *waves) chooseLast() {
	reached := make(map[int32]bool)
	var queue []int32
	for _, v := range w.nodes {
		if w.g.next[v] < w.g.posts[v].Seats || len(w.enter[v]) == 0 {
			reached[v] = true
			queue = append(queue, v)
		}
	}
	queue = append(queue, outside)
	for ; len(queue) > 0; queue = queue[1:] {
		for _, k := range w.leave[queue[0]] {
			v := w.arcs[k].to
			if v != outside && !reached[v] {
				reached[v] = true
				w.last[v] = k
				queue = append(queue, v)
			}
		}
	}
	for _, v := range w.nodes {
		if !reached[v] {
			w.endless = append(w.endless, v)
		}
	}
}

// run fills in the waves.
func (w *waves) run() {
	touched := w.nodes // those that an arc entered or left since they were looked at
	var active []int32 // those among them, and from before, that somebody may enter
	for w.left > 0 {
		wave, before := len(w.waves), w.left
		w.waves = append(w.waves, nil)
		if wave == 0 {
			w.exchange()
		}
		if slices.ContainsFunc(touched, func(v int32) bool { return w.isEndless(v) }) {
			w.rotate(wave)
		}
		var made []int32
		if wave == 0 {
			made = w.depart()
		}
		active = slices.Concat(active, touched)
		slices.Sort(active)
		active = slices.DeleteFunc(slices.Compact(active), func(v int32) bool { return w.free[v] <= 0 || len(w.enter[v]) == 0 })
		for _, v := range active {
			made = append(made, w.into(v)...)
		}
		touched = nil
		for _, k := range made {
			w.carryOut(k, wave)
			for _, v := range []int32{w.arcs[k].from, w.arcs[k].to} {
				if v != outside {
					touched = append(touched, v)
				}
			}
		}
		slices.Sort(touched)
		touched = slices.Compact(touched)
		for _, v := range touched {
			w.enter[v] = slices.DeleteFunc(w.enter[v], func(k int32) bool { return w.arcs[k].done })
		}
		if w.left == before {
			panic("mutasi: schedule: a part does not move, which the essay of schedulewaves.go rules out")
		}
	}
}

func (w *waves) isEndless(v int32) bool {
	_, found := slices.BinarySearch(w.endless, v)
	return found
}

// exchange carries out the arcs that end where they begin. They need no vacancy.
func (w *waves) exchange() {
	for k, a := range w.arcs {
		if a.to != a.from {
			continue
		}
		w.carryOut(int32(k), 0)
		w.enter[a.to] = slices.DeleteFunc(w.enter[a.to], func(other int32) bool { return int(other) == k })
	}
}

// depart returns the arcs to the bench.
func (w *waves) depart() []int32 {
	return slices.DeleteFunc(slices.Clone(w.enter[outside]), func(k int32) bool { return w.arcs[k].done })
}

// into chooses as many arcs into a node as it has vacancies before the wave. Posts
// in which others wait to follow come first.
func (w *waves) into(v int32) []int32 {
	room := min(w.free[v], len(w.enter[v]))
	if room <= 0 {
		return nil
	}
	waiting := slices.Clone(w.enter[v])
	last, bound := w.last[v]
	urgency := func(k int32) int {
		if bound && k == last {
			return -2
		}
		u := w.arcs[k].from
		if u == outside {
			return -1
		}
		return max(0, len(w.enter[u])-max(0, w.free[u]))
	}
	slices.SortStableFunc(waiting, func(a, b int32) int { return cmp.Compare(urgency(b), urgency(a)) })
	return waiting[:room]
}

// carryOut makes the moves of an arc.
func (w *waves) carryOut(k int32, wave int) {
	a := &w.arcs[k]
	if len(a.moves) == 1 {
		w.waves[wave] = append(w.waves[wave], a.moves[0])
	} else {
		w.rotations = append(w.rotations, Rotation{Moves: w.g.transfers(backwards(a.moves)), Wave: wave})
	}
	w.finish(k)
}

func (w *waves) finish(k int32) {
	a := &w.arcs[k]
	a.done = true
	w.left--
	if a.from != outside {
		w.free[a.from]++
	}
	if a.to != outside {
		w.free[a.to]--
	}
}

func backwards(moves []int32) []int32 {
	list := slices.Clone(moves)
	slices.Reverse(list)
	return list
}

// rotate carries out what can only be made at once: the arcs that are left between
// nodes without an end, if they have no vacancy and are entered and left by no others.
func (w *waves) rotate(wave int) {
	stuck := make(map[int32]bool)
	for _, v := range w.endless {
		if w.free[v] == 0 && len(w.enter[v]) > 0 {
			stuck[v] = true
		}
	}
	for changed := true; changed; {
		changed = false
		for _, v := range w.endless {
			if stuck[v] && !w.closed(v, stuck) {
				delete(stuck, v)
				changed = true
			}
		}
	}
	for _, v := range w.endless {
		if stuck[v] && len(w.enter[v]) > 0 {
			w.rotations = append(w.rotations, w.circuit(v, wave))
		}
	}
}

// closed reports whether all arcs that are left at v are between stuck nodes.
func (w *waves) closed(v int32, stuck map[int32]bool) bool {
	for _, k := range w.leave[v] {
		if a := &w.arcs[k]; !a.done && !stuck[a.to] {
			return false
		}
	}
	for _, k := range w.enter[v] {
		if !stuck[w.arcs[k].from] {
			return false
		}
	}
	return true
}

// circuit carries out all arcs that are connected with v, as a circuit against
// their direction (Hierholzer 1873), and turns it to begin with the first person.
func (w *waves) circuit(v int32, wave int) Rotation {
	var path, circuit []int32 // arcs
	at := v
	for {
		if enter := w.enter[at]; len(enter) > 0 {
			path, w.enter[at] = append(path, enter[0]), enter[1:]
			w.finish(enter[0])
			at = w.arcs[enter[0]].from
			continue
		}
		if len(path) == 0 {
			break
		}
		k := path[len(path)-1]
		path = path[:len(path)-1]
		circuit = append(circuit, k)
		at = w.arcs[k].to
	}
	slices.Reverse(circuit)
	r := Rotation{Wave: wave}
	alone := true
	for _, k := range circuit {
		alone = alone && len(w.arcs[k].moves) == 1
		r.Moves = append(r.Moves, w.g.transfers(backwards(w.arcs[k].moves))...)
	}
	first := 0
	for k := range r.Moves {
		if r.Moves[k].Employee < r.Moves[first].Employee {
			first = k
		}
	}
	r.Moves = slices.Concat(r.Moves[first:], r.Moves[:first])
	if alone {
		r.Benched = r.Moves[0].Employee
	}
	return r
}

// bound returns a number of waves that no schedule of the part goes below.
//
// Two reasons bind. A post without a vacancy is entered after enough others have
// left it, and they leave no earlier than the posts where they go can first be
// entered. And no more people enter posts in a wave than there are vacancies: of
// the plan before in the first wave, and later of those who left for the bench too.
// Moves made at once are bound by neither, so that a part with a rotation has a
// bound of 1.
func (w *waves) bound() int {
	if len(w.rotations) > 0 {
		return 1
	}
	g := w.g
	free := func(v int32) int { return g.posts[v].Seats - g.held[v] }
	// first is the earliest wave in which a node can be entered, from 1 on.
	first, leavers := make(map[int32]int, len(w.nodes)), make(map[int32][]int, len(w.nodes))
	var queue []int32
	for _, v := range w.nodes {
		if free(v) > 0 {
			first[v] = 1
			queue = append(queue, v)
		}
	}
	departures, entries, vacancies, atFirst := 0, 0, 0, 0
	leaves := func(v int32, wave int) {
		if v == outside {
			return
		}
		leavers[v] = append(leavers[v], wave)
		if first[v] == 0 && len(leavers[v]) == 1-free(v) {
			first[v] = wave + 1
			queue = append(queue, v)
		}
	}
	for _, m := range w.part {
		if g.to[m] == outside {
			departures++
			leaves(g.from[m], 1)
		} else {
			entries++
		}
	}
	for ; len(queue) > 0; queue = queue[1:] { // by first, for each wave adds one
		for _, m := range g.enter[queue[0]] {
			leaves(g.from[m], first[queue[0]])
		}
	}
	bound := 1
	for _, v := range w.nodes {
		room := max(0, free(v))
		vacancies += room
		atFirst += min(room, len(g.enter[v]))
		if n := len(g.enter[v]) - free(v); len(g.enter[v]) > 0 && n > 0 && n <= len(leavers[v]) {
			bound = max(bound, leavers[v][n-1]+1)
		}
	}
	if later := entries - atFirst; later > 0 {
		perWave := vacancies + departures
		bound = max(bound, 1+(later+perWave-1)/perWave)
	}
	return bound
}
