package mutasi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"pgregory.net/rapid"
)

// scheduled is a random organisation with a plan before and after.
type scheduled struct {
	o        *mutasi.Organization
	from, to mutasi.Plan
}

// drawScheduled draws posts with few seats and plans that often fill them. With crowded, a
// post may have more holders than seats before, and as many or fewer after.
func drawScheduled(t *rapid.T, posts, people int, crowded bool) scheduled {
	var d mutasi.Data
	n := rapid.IntRange(1, posts).Draw(t, "posts")
	before, after := make([]int, n+1), make([]int, n+1)
	var from, to []mutasi.Placement
	id := func(j int) mutasi.PositionID {
		if j == n {
			return ""
		}
		return mutasi.PositionID(fmt.Sprintf("P%d", j))
	}
	seats := make([]int, n)
	for j := range n {
		seats[j] = rapid.IntRange(1, 2).Draw(t, "seats")
	}
	for i := range rapid.IntRange(1, people).Draw(t, "people") {
		e := mutasi.EmployeeID(fmt.Sprintf("E%02d", i))
		d.Employees = append(d.Employees, mutasi.Employee{ID: e})
		a := rapid.IntRange(0, n).Draw(t, "before")
		if a < n && before[a] >= seats[a] && !(crowded && rapid.IntRange(0, 3).Draw(t, "crowd") == 0) {
			a = n
		}
		before[a]++
		from = append(from, mutasi.Placement{Employee: e, Position: id(a)})
	}
	for i := range from {
		b := rapid.IntRange(0, n).Draw(t, "after")
		most := 0
		if b < n {
			most = seats[b]
			if crowded {
				most = max(most, before[b])
			}
		}
		if b < n && after[b] >= most {
			b = n
		}
		after[b]++
		to = append(to, mutasi.Placement{Employee: from[i].Employee, Position: id(b)})
	}
	for j := range n {
		floor := 0
		if rapid.Bool().Draw(t, "floored") {
			floor = rapid.IntRange(0, seats[j]).Draw(t, "floor")
		}
		d.Positions = append(d.Positions, mutasi.Position{ID: id(j), Seats: seats[j], MinSeats: floor})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	p, err := mutasi.NewPlan(from...)
	if err != nil {
		t.Fatal(err)
	}
	q, err := mutasi.NewPlan(to...)
	if err != nil {
		t.Fatal(err)
	}
	return scheduled{o, p, q}
}

func (x scheduled) seats() map[mutasi.PositionID]int {
	seats := map[mutasi.PositionID]int{}
	for p := range x.o.Positions() {
		seats[p.ID] = p.Seats
	}
	return seats
}

func loads(p mutasi.Plan) map[mutasi.PositionID]int {
	load := map[mutasi.PositionID]int{}
	for x := range p.All() {
		load[x.Position]++
	}
	return load
}

// replay carries a schedule out and reports the first thing that is wrong with it.
func (x scheduled) replay(s *mutasi.Schedule) error {
	seats, load := x.seats(), loads(x.from)
	before, after := loads(x.from), loads(x.to)
	at := map[mutasi.EmployeeID]mutasi.PositionID{}
	for p := range x.from.All() {
		at[p.Employee] = p.Position
	}
	short := map[mutasi.PositionID]bool{}
	made := 0
	move := func(t mutasi.Transfer) error {
		if at[t.Employee] != t.From {
			return fmt.Errorf("%v begins where the person is not", t)
		}
		at[t.Employee] = t.To
		load[t.From]--
		load[t.To]++
		made++
		return nil
	}
	for k, wave := range s.Waves {
		free := map[mutasi.PositionID]int{}
		for p, n := range seats {
			free[p] = n - load[p]
		}
		var leave []mutasi.Transfer
		for _, t := range wave {
			if t.To != "" {
				if free[t.To]--; free[t.To] < 0 {
					return fmt.Errorf("wave %d: %v enters a seat that is not free", k, t)
				}
			}
			if err := move(t); err != nil {
				return err
			}
		}
		for _, r := range s.Rotations {
			if r.Wave != k {
				continue
			}
			for i, t := range r.Moves {
				if err := move(t); err != nil {
					return err
				}
				if i > 0 && t.To != r.Moves[i-1].From {
					return fmt.Errorf("%v does not follow %v", t, r.Moves[i-1])
				}
			}
			first, last := r.Moves[0], r.Moves[len(r.Moves)-1]
			if first.To != last.From {
				if r.Benched != "" {
					return fmt.Errorf("a rotation that is not closed benches somebody")
				}
				if first.To != "" {
					if free[first.To]--; free[first.To] < 0 {
						return fmt.Errorf("wave %d: %v enters a seat that is not free", k, first)
					}
				}
			}
			if r.Benched != "" && r.Benched != first.Employee {
				return fmt.Errorf("%q is benched, and not the first", r.Benched)
			}
			leave = append(leave, r.Moves...)
		}
		for _, t := range append(leave, wave...) {
			p, _ := x.o.Position(t.From)
			if t.From != "" && load[t.From] < p.MinSeats && before[t.From] >= p.MinSeats && after[t.From] >= p.MinSeats {
				short[t.From] = true
			}
		}
	}
	if want := len(x.from.Transfers(x.to)); made != want {
		return fmt.Errorf("%d moves are made, not %d", made, want)
	}
	if len(short) != len(s.Short) {
		return fmt.Errorf("short are %v, said are %v", short, s.Short)
	}
	for _, p := range s.Short {
		if !short[p] {
			return fmt.Errorf("%q is said to be short", p)
		}
	}
	if s.Bound > len(s.Waves) {
		return fmt.Errorf("%d waves, below the bound of %d", len(s.Waves), s.Bound)
	}
	return x.parts(s)
}

// parts checks that the parts are the moves, and share no post.
func (x scheduled) parts(s *mutasi.Schedule) error {
	of, all := map[mutasi.PositionID]int{}, []mutasi.Transfer(nil)
	for k, part := range s.Parts {
		all = append(all, part...)
		for _, t := range part {
			for _, p := range []mutasi.PositionID{t.From, t.To} {
				if other, seen := of[p]; p != "" && seen && other != k {
					return fmt.Errorf("parts %d and %d share %q", other, k, p)
				}
				of[p] = k
			}
		}
	}
	slices.SortFunc(all, func(a, b mutasi.Transfer) int { return strings.Compare(string(a.Employee), string(b.Employee)) })
	if !slices.Equal(all, x.from.Transfers(x.to)) {
		return fmt.Errorf("the parts are not the moves")
	}
	return nil
}

func TestScheduleReplays(t *testing.T) {
	for _, crowded := range []bool{false, true} {
		t.Run(fmt.Sprintf("crowded=%v", crowded), rapid.MakeCheck(func(t *rapid.T) {
			x := drawScheduled(t, 6, 12, crowded)
			s, err := x.o.Schedule(x.from, x.to)
			if err != nil {
				t.Fatal(err)
			}
			if err := x.replay(s); err != nil {
				t.Fatalf("%v\n%+v", err, s)
			}
			if crowded {
				return
			}
			// The lemma: rotations are the parts without a vacancy and without a departure.
			seats, load := x.seats(), loads(x.from)
			closed := 0
			for _, part := range s.Parts {
				open := false
				for _, m := range part {
					open = open || m.To == "" || load[m.To] < seats[m.To] || m.From != "" && load[m.From] < seats[m.From]
				}
				if !open {
					closed++
				}
			}
			if len(s.Rotations) != closed {
				t.Fatalf("%d rotations, and %d closed parts: %+v", len(s.Rotations), closed, s)
			}
			for _, r := range s.Rotations {
				if r.Wave != 0 || r.Benched == "" {
					t.Fatalf("%+v", r)
				}
			}
		}))
	}
}

// TestScheduleBound compares bound and waves with the least number of waves of a
// search through all schedules.
func TestScheduleBound(t *testing.T) {
	waves, least := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		x := drawScheduled(t, 4, 6, true)
		s, err := x.o.Schedule(x.from, x.to)
		if err != nil {
			t.Fatal(err)
		}
		n, ok := x.leastWaves(x.from.Transfers(x.to))
		if !ok {
			if len(s.Rotations) == 0 {
				t.Fatalf("no schedule without a rotation exists: %+v", s)
			}
			return
		}
		if len(s.Rotations) > 0 {
			t.Fatalf("a schedule of %d waves exists without a rotation: %+v", n, s)
		}
		if s.Bound > n || len(s.Waves) < n {
			t.Fatalf("bound %d, least %d, waves %d", s.Bound, n, len(s.Waves))
		}
		waves, least = waves+len(s.Waves), least+n
	})
	t.Logf("%d waves where %d are the least", waves, least)
}

// leastWaves goes through the sets of moves made, wave by wave.
func (x scheduled) leastWaves(moves []mutasi.Transfer) (int, bool) {
	seats := x.seats()
	state := map[int]bool{0: true}
	seen := map[int]bool{0: true}
	for n := 0; len(state) > 0; n++ {
		next := map[int]bool{}
		for made := range state {
			if made == 1<<len(moves)-1 {
				return n, true
			}
			load := loads(x.from)
			for k, t := range moves {
				if made>>k&1 != 0 {
					load[t.From]--
					load[t.To]++
				}
			}
			for wave := 1; wave < 1<<len(moves); wave++ {
				if wave&made != 0 || seen[wave|made] {
					continue
				}
				free := true
				enter := map[mutasi.PositionID]int{}
				for k, t := range moves {
					if wave>>k&1 != 0 && t.To != "" {
						enter[t.To]++
						free = free && load[t.To]+enter[t.To] <= seats[t.To]
					}
				}
				if free {
					next[wave|made], seen[wave|made] = true, true
				}
			}
		}
		state = next
	}
	return 0, false
}

// TestScheduleWithout compares what falls away with all subsets of the moves.
func TestScheduleWithout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawScheduled(t, 5, 8, rapid.Bool().Draw(t, "crowded"))
		s, err := x.o.Schedule(x.from, x.to)
		if err != nil {
			t.Fatal(err)
		}
		moves := x.from.Transfers(x.to)
		for e := range x.o.Employees() {
			k := slices.IndexFunc(moves, func(m mutasi.Transfer) bool { return m.Employee == e.ID })
			got := s.Without(e.ID)
			if k < 0 {
				if got != nil {
					t.Fatalf("%q stays, and %v fall away", e.ID, got)
				}
				continue
			}
			want, ok := x.without(moves, k)
			if !ok {
				part := slices.IndexFunc(s.Parts, func(p []mutasi.Transfer) bool { return slices.Contains(p, moves[k]) })
				want = s.Parts[part]
			}
			if got == nil || !slices.Equal(got, want) {
				t.Fatalf("without %v: %v, and enumeration has %v (%v)\n%v", moves[k], got, want, ok, moves)
			}
		}
	})
}

// without enumerates the sets of other moves to cancel.
func (x scheduled) without(moves []mutasi.Transfer, own int) ([]mutasi.Transfer, bool) {
	before, after := loads(x.from), loads(x.to)
	var best []mutasi.Transfer
	found := false
	for set := range 1 << len(moves) {
		if set>>own&1 != 0 {
			continue
		}
		load := map[mutasi.PositionID]int{}
		for p, n := range after {
			load[p] = n
		}
		list := []mutasi.Transfer{}
		for k, t := range moves {
			if set>>k&1 != 0 || k == own {
				load[t.From]++
				load[t.To]--
				if k != own {
					list = append(list, t)
				}
			}
		}
		admitted := true
		for p := range x.o.Positions() {
			if load[p.ID] > max(p.Seats, after[p.ID]) || load[p.ID] < p.MinSeats && before[p.ID] >= p.MinSeats && after[p.ID] >= p.MinSeats {
				admitted = false
			}
		}
		if !admitted {
			continue
		}
		sooner := func(a, b []mutasi.Transfer) bool {
			if len(a) != len(b) {
				return len(a) < len(b)
			}
			return slices.CompareFunc(a, b, func(a, b mutasi.Transfer) int {
				return strings.Compare(string(a.Employee), string(b.Employee))
			}) < 0
		}
		if !found || sooner(list, best) {
			best, found = list, true
		}
	}
	return best, found
}

// TestScheduleOfOverfullPosts: what has more holders than seats is exchanged at once.
func TestScheduleOfOverfullPosts(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{{ID: "A", Seats: 1}, {ID: "B", Seats: 1}},
		Employees: []mutasi.Employee{{ID: "ani", Position: "A"}, {ID: "budi", Position: "A"}, {ID: "citra", Position: "B"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	to, _ := o.Incumbents().With(mutasi.Placement{Employee: "ani", Position: "B"}, mutasi.Placement{Employee: "citra", Position: "A"})
	s, err := o.Schedule(o.Incumbents(), to)
	if err != nil || len(s.Rotations) != 1 || s.Rotations[0].Benched != "" || len(s.Rotations[0].Moves) != 2 || len(s.Waves) != 1 {
		t.Fatalf("%+v, %v", s, err)
	}
	if got := s.Without("ani"); len(got) != 1 || got[0].Employee != "citra" {
		t.Errorf("without ani: %v", got)
	}
	to, _ = o.Incumbents().With(mutasi.Placement{Employee: "citra", Position: "A"})
	if _, err := o.Schedule(o.Incumbents(), to); err == nil || !strings.Contains(err.Error(), `3 people in post "A", more than its seats (1) and its holders before (2)`) {
		t.Errorf("got %v", err)
	}
}

func TestScheduleReportsUnknownIDs(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{{ID: "A", Seats: 1}}, Employees: []mutasi.Employee{{ID: "ani"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	from, _ := mutasi.NewPlan(mutasi.Placement{Employee: "dewi", Position: "A"})
	to, _ := mutasi.NewPlan(mutasi.Placement{Employee: "ani", Position: "a"})
	_, err = o.Schedule(from, to)
	if err == nil || !strings.Contains(err.Error(), `the plan before: placements[0].employee: unknown employee "dewi"`) ||
		!strings.Contains(err.Error(), `the plan after: placements[0].position: unknown post "a"; did you mean "A"?`) {
		t.Errorf("got %v", err)
	}

	// What is overfull is reported with what is unknown.
	to, _ = mutasi.NewPlan(mutasi.Placement{Employee: "ani", Position: "A"}, mutasi.Placement{Employee: "budi", Position: "A"}, mutasi.Placement{Employee: "citra", Position: "B"})
	_, err = o.Schedule(mutasi.Plan{}, to)
	for _, want := range []string{`placements[1].employee: unknown employee "budi"`, `placements[2].position: unknown post "B"`, `the plan after has 2 people in post "A"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not reported: %v", want, err)
		}
	}
}

// TestScheduleBoundOfAChain: nobody can enter A before B is left, nor B before C is, and
// the vacancies elsewhere in the part do not help them.
func TestScheduleBoundOfAChain(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{{ID: "A", Seats: 1}, {ID: "B", Seats: 1}, {ID: "C", Seats: 1}, {ID: "D", Seats: 1}, {ID: "E", Seats: 9}},
		Employees: []mutasi.Employee{
			{ID: "ani", Position: "A"}, {ID: "budi", Position: "B"}, {ID: "citra", Position: "C"}, {ID: "dewi"}, {ID: "eka", Position: "E"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		seats int // of A; eka leaves E for it where there are two
		bound int
	}{{1, 4}, {2, 4}} {
		d := o.Data()
		d.Positions[0].Seats = test.seats
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		moves := []mutasi.Placement{
			{Employee: "ani", Position: "B"}, {Employee: "budi", Position: "C"}, {Employee: "citra", Position: "D"}, {Employee: "dewi", Position: "A"},
		}
		if test.seats == 2 {
			moves = append(moves, mutasi.Placement{Employee: "eka", Position: "A"})
		}
		to, err := o.Incumbents().With(moves...)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := o.Schedule(o.Incumbents(), to); err != nil || s.Bound != test.bound || len(s.Waves) != test.bound {
			t.Errorf("%d seats: %+v, %v, want a bound of %d", test.seats, s, err, test.bound)
		}
	}
}
