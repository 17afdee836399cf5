package mutasi

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Schedule is an order in which the moves between two plans can be carried out
// one after the other, each into a seat that is free. [Organization.Schedule]
// makes it.
//
// Not every change can be made so: where posts are full and pass their holders
// around in a circle, no seat ever becomes free. Such moves are a [Rotation].
// Every move is in one wave or in one rotation, and not twice.
type Schedule struct {
	// Waves are carried out one after the other. Every move of a wave enters a seat
	// that is free before the wave begins, so that the moves of a wave can be made
	// in any order or on one day. Departures to the bench are in the first wave.
	// Within a wave the moves stand by employee ID. A wave is empty where a
	// rotation has it for itself.
	Waves [][]Transfer `json:"waves"`
	// Rotations are the moves for which no seat ever becomes free, by wave and
	// then by the first employee ID.
	Rotations []Rotation `json:"rotations"`
	// Bound is a number of waves that no schedule goes below. It may be less than
	// the least number.
	Bound int `json:"bound"`
	// Parts are the moves that hang together, because one enters the post that
	// another leaves. Moves of different parts do not depend on each other. The
	// moves of a part stand by employee ID, and the parts by their first.
	Parts [][]Transfer `json:"parts"`
	// Short are the posts that are below their MinSeats after some wave, although
	// both plans meet it, by ID. A seat must be free before it is entered, so that
	// a post whose MinSeats are all its Seats is always short while a holder changes.
	Short []PositionID `json:"short"`

	graph *transferGraph
}

// Rotation is a group of moves that are made all at once, because no seat between
// them ever becomes free.
type Rotation struct {
	// Moves: each of them after the first enters the post that the one before
	// leaves, and the first enters the post that the last one leaves. Where the
	// group passes through a post that keeps more holders than seats, the first
	// may instead enter a seat that is free before the wave, or the bench.
	Moves []Transfer `json:"moves"`
	// Wave is the index of the wave in which they are made.
	Wave int `json:"wave"`
	// Benched, if not "", is the person of Moves[0], whose departure to the bench
	// would do instead: then the others move one after the other in the order
	// Moves[1], Moves[2], …, and Benched last. It is "" where a post of the group
	// keeps more holders than seats, for no seat becomes free there even so.
	Benched EmployeeID `json:"benched"`
}

// Schedule returns an order in which the change from one plan to another can be
// carried out, such that no post ever has more holders than seats because of
// it. A person on the bench takes no seat.
//
// A rotation is only there where it must be. Where every post has at most as many
// holders as seats, these are the parts in which nobody leaves for the bench and
// no post has a vacancy; one person benched would resolve each. A post that has
// more holders than seats takes nobody until it is below its seats, which may
// force a rotation too.
//
// The number of waves is small, but not always the least; see Schedule.Bound.
// The same plans always have the same schedule.
//
// The error joins all faults: people and posts that the organisation does not
// have, and posts where to has more people than both the seats and the holders in
// from. For n people in the plans, m moves and w waves it takes O(n + m log m + w·m)
// at the worst.
//
// That vacancies passed on along a trail reach all moves of a part is Euler's
// theorem; that they get stuck nowhere follows from the choice of a last move into
// each post, as in van Aardenne-Ehrenfest & de Bruijn, Circuits and trees in
// oriented linear graphs, Simon Stevin 28 (1951), 203–217.
func (o *Organization) Schedule(from, to Plan) (*Schedule, error) {
	if o == nil {
		o = &Organization{}
	}
	g, err := o.transferGraph(from, to)
	if err != nil {
		return nil, err
	}
	s := &Schedule{graph: g}
	for _, part := range g.parts() {
		w := newWaves(g, part)
		w.run()
		s.add(g, part, w)
	}
	for _, wave := range s.Waves {
		slices.SortFunc(wave, byEmployee)
	}
	slices.SortStableFunc(s.Rotations, func(a, b Rotation) int {
		return cmp.Or(cmp.Compare(a.Wave, b.Wave), cmp.Compare(a.Moves[0].Employee, b.Moves[0].Employee))
	})
	s.Short = g.short(s)
	return s, nil
}

// add takes over what was found for a part.
func (s *Schedule) add(g *transferGraph, part []int32, w *waves) {
	moves := g.transfers(part)
	for len(s.Waves) < len(w.waves) {
		s.Waves = append(s.Waves, []Transfer{})
	}
	for k, wave := range w.waves {
		s.Waves[k] = append(s.Waves[k], g.transfers(wave)...)
	}
	s.Rotations = append(s.Rotations, w.rotations...)
	s.Bound = max(s.Bound, w.bound())
	s.Parts = append(s.Parts, moves)
}

func byEmployee(a, b Transfer) int { return cmp.Compare(a.Employee, b.Employee) }

// transferGraph has the posts that are left or entered as nodes and the moves as
// arcs between them. The bench is node outside.
type transferGraph struct {
	posts      []*Position // by node, in the order of the organisation
	moves      []Transfer  // by employee ID
	from, to   []int32     // nodes of each move
	leave      [][]int32   // moves out of each node, by employee ID
	enter      [][]int32   // moves into it
	held, next []int       // how many hold it in the plan before and after
}

// outside is the bench in the place of a node.
const outside = -1

func (o *Organization) transferGraph(from, to Plan) (*transferGraph, error) {
	g := &transferGraph{moves: from.Transfers(to)}
	node := make([]int32, len(o.positions)) // by post, plus 1; 0: none
	for _, t := range g.moves {
		for _, id := range []PositionID{t.From, t.To} {
			if j, ok := o.positionAt.row(id); ok {
				node[j] = 1
			}
		}
	}
	for j := range node {
		if node[j] != 0 {
			g.posts = append(g.posts, &o.positions[j])
			node[j] = int32(len(g.posts))
		}
	}
	at := func(id PositionID) int32 {
		j, ok := o.positionAt.row(id)
		if !ok {
			return outside
		}
		return node[j] - 1
	}
	g.leave, g.enter = make([][]int32, len(g.posts)), make([][]int32, len(g.posts))
	g.held, g.next = make([]int, len(g.posts)), make([]int, len(g.posts))
	for k, t := range g.moves {
		a, b := at(t.From), at(t.To)
		g.from, g.to = append(g.from, a), append(g.to, b)
		if a != outside {
			g.leave[a] = append(g.leave[a], int32(k))
		}
		if b != outside {
			g.enter[b] = append(g.enter[b], int32(k))
		}
	}
	for _, p := range from.placements {
		if v := at(p.Position); v != outside {
			g.held[v]++
		}
	}
	var list []error // an unknown post is the bench to the graph
	for v, p := range g.posts {
		g.next[v] = g.held[v] + len(g.enter[v]) - len(g.leave[v])
		if g.next[v] > max(p.Seats, g.held[v]) {
			list = append(list, newFault("", "", overfullPlan.With(g.next[v], p.ID, p.Seats, g.held[v])))
		}
	}
	overfull := errors.Join(list...)
	if overfull != nil {
		overfull = fmt.Errorf("mutasi: schedule: %w", overfull)
	}
	if err := errors.Join(o.knownIn("before", from), o.knownIn("after", to), overfull); err != nil {
		return nil, err
	}
	return g, nil
}

// knownIn reports people and posts of a plan that the organisation does not have.
func (o *Organization) knownIn(which string, p Plan) error {
	f := new(faults)
	for i, x := range p.placements {
		known(f, pathTo(inPlacements, i, "employee"), &employeeKind, x.Employee, o.employeeAt)
		known(f, pathTo(inPlacements, i, "position"), &postKind, x.Position, o.positionAt)
	}
	if err := f.err(); err != nil {
		return fmt.Errorf("mutasi: schedule: the plan %s: %w", which, err)
	}
	return nil
}

var overfullPlan = templates.New("schedule-post-overfull", "the plan after has {next} people in post {post:q}, more than its seats ({seats}) and its holders before ({held}); place fewer there or add seats")

func (g *transferGraph) transfers(moves []int32) []Transfer {
	list := make([]Transfer, len(moves))
	for k, m := range moves {
		list[k] = g.moves[m]
	}
	return list
}

// parts returns the moves that are connected through posts.
func (g *transferGraph) parts() [][]int32 {
	seen, reached := make([]bool, len(g.moves)), make([]bool, len(g.posts))
	var list [][]int32
	for first := range g.moves {
		if seen[first] {
			continue
		}
		seen[first] = true
		part := []int32{int32(first)}
		for k := 0; k < len(part); k++ {
			for _, v := range []int32{g.from[part[k]], g.to[part[k]]} {
				if v == outside || reached[v] {
					continue
				}
				reached[v] = true
				for _, m := range slices.Concat(g.leave[v], g.enter[v]) {
					if !seen[m] {
						seen[m] = true
						part = append(part, m)
					}
				}
			}
		}
		slices.Sort(part)
		list = append(list, part)
	}
	return list
}

// floor is the MinSeats of a node that both plans meet, and 0 where one does not.
func (g *transferGraph) floor(v int) int {
	if least := g.posts[v].MinSeats; least <= min(g.held[v], g.next[v]) {
		return least
	}
	return 0
}

// short replays the schedule and returns the posts that fall below their floor.
func (g *transferGraph) short(s *Schedule) []PositionID {
	node := make(map[PositionID]int, len(g.posts))
	load := slices.Clone(g.held)
	for v, p := range g.posts {
		node[p.ID] = v
	}
	below := make([]bool, len(g.posts))
	rotations := s.Rotations
	for k, wave := range s.Waves {
		made := slices.Clone(wave)
		for ; len(rotations) > 0 && rotations[0].Wave == k; rotations = rotations[1:] {
			made = append(made, rotations[0].Moves...)
		}
		for _, t := range made {
			if t.From != "" {
				load[node[t.From]]--
			}
			if t.To != "" {
				load[node[t.To]]++
			}
		}
		for _, t := range made {
			if t.From != "" {
				v := node[t.From]
				below[v] = below[v] || load[v] < g.floor(v)
			}
		}
	}
	var list []PositionID
	for v, p := range g.posts {
		if below[v] {
			list = append(list, p.ID)
		}
	}
	slices.Sort(list)
	return list
}
