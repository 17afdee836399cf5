package assignment_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"pgregory.net/rapid"
)

// bans is a set of constraints with a name each: those of pairs of a person and
// a post, and those that keep people off the bench, where the post is "".
type bans map[string]map[mutasi.Placement]bool

func (b bans) constraints() []assignment.Constraint {
	var out []assignment.Constraint
	for _, name := range slices.Sorted(maps.Keys(b)) {
		banned := b[name]
		if strings.HasSuffix(name, benchless) {
			out = append(out, assignment.MustPlace(name, func(e *mutasi.Employee) bool { return banned[mutasi.Placement{Employee: e.ID}] }))
			continue
		}
		out = append(out, assignment.Eligible(name, func(e *mutasi.Employee, p *mutasi.Position) bool {
			return !banned[mutasi.Placement{Employee: e.ID, Position: p.ID}]
		}))
	}
	return out
}

// benchless ends the names of constraints that keep people off the bench.
const benchless = ", off the bench"

// shut reports whether one of the named constraints forbids the pair.
func (b bans) shut(names []string, employee mutasi.EmployeeID, post mutasi.PositionID) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return b[name][mutasi.Placement{Employee: employee, Position: post}]
	})
}

// TestConflictIsEnoughAndMinimal: under the constraints of the causes, the
// people listed of a crowd have no place but the posts listed, and nobody but
// the people listed may hold the posts whose floors are listed. Without any one
// of the causes this is no longer so. The numbers of people, seats and floors
// then leave no plan.
func TestConflictIsEnoughAndMinimal(t *testing.T) {
	conflicts := map[assignment.ConflictKind]int{}
	rapid.Check(t, func(t *rapid.T) {
		var d mutasi.Data
		for j := range rapid.IntRange(1, 3).Draw(t, "posts") {
			p := mutasi.Position{ID: mutasi.PositionID(fmt.Sprintf("P%d", j)), Seats: rapid.IntRange(0, 2).Draw(t, "seats")}
			p.MinSeats = rapid.IntRange(0, p.Seats).Draw(t, "floor")
			d.Positions = append(d.Positions, p)
		}
		for i := range rapid.IntRange(1, 4).Draw(t, "people") {
			d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%d", i))})
		}
		b := bans{}
		for k := range rapid.IntRange(1, 5).Draw(t, "constraints") {
			name, posts := fmt.Sprintf("C%d", k), d.Positions
			if rapid.Bool().Draw(t, "of the bench") {
				name, posts = name+benchless, []mutasi.Position{{}}
			}
			b[name] = map[mutasi.Placement]bool{}
			for _, e := range d.Employees {
				for _, p := range posts {
					if rapid.IntRange(0, 2).Draw(t, "ban") > 0 {
						b[name][mutasi.Placement{Employee: e.ID, Position: p.ID}] = true
					}
				}
			}
		}
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		_, err = assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Constraints: b.constraints()}, nil)
		var c *assignment.InfeasibleError
		if !errors.As(err, &c) {
			if err != nil {
				t.Fatal(err)
			}
			return
		}
		conflicts[c.Kind]++
		b.check(t, d, c)
	})
	for _, kind := range []assignment.ConflictKind{assignment.Crowded, assignment.Floors} {
		if conflicts[kind] == 0 {
			t.Errorf("there was no conflict of the kind %v", kind)
		}
	}
}

// check says what is wrong with a conflict that the bans make.
func (b bans) check(t *rapid.T, d mutasi.Data, c *assignment.InfeasibleError) {
	seats, floors := 0, 0
	for _, p := range d.Positions {
		if slices.Contains(c.Positions, p.ID) {
			seats, floors = seats+p.Seats, floors+p.MinSeats
		}
	}
	// resolved reports whether somebody may leave the conflict, or come to it,
	// under the constraints named.
	resolved := func(names []string) bool {
		for _, e := range d.Employees {
			listed := slices.Contains(c.Employees, e.ID)
			if listed != (c.Kind == assignment.Crowded) {
				continue
			}
			if listed && !b.shut(names, e.ID, "") {
				return true
			}
			for _, p := range d.Positions {
				if slices.Contains(c.Positions, p.ID) != listed && !b.shut(names, e.ID, p.ID) {
					return true
				}
			}
		}
		return false
	}
	if resolved(c.Constraints) {
		t.Fatalf("there is a way out: %v\n%v", c, b)
	}
	for k, name := range c.Constraints {
		if !resolved(slices.Delete(slices.Clone(c.Constraints), k, k+1)) {
			t.Fatalf("%s is not needed: %v\n%v", name, c, b)
		}
	}
	if c.Kind == assignment.Crowded && len(c.Employees) != seats+1 {
		t.Fatalf("%d people for %d seats: %v", len(c.Employees), seats, c)
	}
	if c.Kind == assignment.Floors && len(c.Employees) >= floors {
		t.Fatalf("%d people for floors of %d: %v", len(c.Employees), floors, c)
	}
}

// TestConflictNames: what is listed and what is left out.
func TestConflictNames(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{{ID: "audit", Seats: 1}, {ID: "budget", Seats: 2, MinSeats: 2}, {ID: "counter", Seats: 5}},
		Employees: []mutasi.Employee{{ID: "ani"}, {ID: "budi"}, {ID: "citra"}, {ID: "dewi"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	only := func(name string, who mutasi.EmployeeID, posts ...mutasi.PositionID) assignment.Constraint {
		return assignment.Eligible(name, func(e *mutasi.Employee, p *mutasi.Position) bool {
			return e.ID == who || !slices.Contains(posts, p.ID)
		})
	}
	closed := func(name string, posts ...mutasi.PositionID) assignment.Constraint {
		return assignment.EligiblePosition(name, func(p *mutasi.Position) bool { return !slices.Contains(posts, p.ID) })
	}
	for _, test := range []struct {
		name        string
		constraints []assignment.Constraint
		want        assignment.InfeasibleError
	}{
		{"of two constraints that forbid the same one is listed", []assignment.Constraint{only("diploma", "ani", "budget"), only("diploma too", "ani", "budget")},
			assignment.InfeasibleError{Kind: assignment.Floors, Employees: []mutasi.EmployeeID{"ani"}, Positions: []mutasi.PositionID{"budget"}, Constraints: []string{"diploma too"}}},
		{"a post without a floor is none that asks for people", []assignment.Constraint{only("diploma", "ani", "audit", "budget")},
			assignment.InfeasibleError{Kind: assignment.Floors, Employees: []mutasi.EmployeeID{"ani"}, Positions: []mutasi.PositionID{"budget"}, Constraints: []string{"diploma"}}},
		{"closed posts and no bench", []assignment.Constraint{closed("moratorium", "counter"), assignment.MustPlace("everybody", nil)},
			assignment.InfeasibleError{Employees: []mutasi.EmployeeID{"ani", "budi", "citra", "dewi"}, Positions: []mutasi.PositionID{"audit", "budget"}, Constraints: []string{"everybody", "moratorium"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Constraints: test.constraints}, nil)
			var got *assignment.InfeasibleError
			if !errors.As(err, &got) {
				t.Fatal(err)
			}
			for _, name := range test.want.Constraints {
				test.want.Causes = append(test.want.Causes, assignment.Cause{Constraint: name})
			}
			if diff := cmp.Diff(test.want, *got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestClosedPostsLeaveTheBenchOpen: a constraint on posts says nothing of the
// bench, and Verify knows it.
func TestClosedPostsLeaveTheBenchOpen(t *testing.T) {
	o := town(t, 12, 3)
	s := mustSolve(t, &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{
		assignment.EligiblePosition("moratorium", func(p *mutasi.Position) bool { return p.ID == "P1" }),
	}}, nil)
	if err := s.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
	p1, _ := o.Position("P1")
	if s.Plan.Len() != p1.Seats {
		t.Errorf("%d placed in one open post of %d seats", s.Plan.Len(), p1.Seats)
	}
	for x := range s.Plan.All() {
		if x.Position != "P1" {
			t.Errorf("%s is in %s, which is closed", x.Employee, x.Position)
		}
	}
}

// TestConflictReads: every form of conflict is a sentence with names, and lists
// of them end after ten.
func TestConflictReads(t *testing.T) {
	people := func(n int) (ids []mutasi.EmployeeID) {
		for k := range n {
			ids = append(ids, mutasi.EmployeeID(fmt.Sprint("E", k)))
		}
		return ids
	}
	posts := []mutasi.PositionID{"audit", "budget"}
	a, b := assignment.Cause{Constraint: "a"}, assignment.Cause{Constraint: "b"}
	rule := assignment.Cause{Constraint: "two years in post", Reason: "PP 11/2017 art. 190(3)", Author: "BKPSDM", On: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	const crowded, floors, limits = assignment.Crowded, assignment.Floors, assignment.Limits
	for _, test := range []struct {
		conflict assignment.InfeasibleError
		want     string
	}{
		{conflict(crowded, people(1), nil), `no place is left for employee "E0", neither a post nor the bench`},
		{conflict(crowded, people(1), nil, rule), `no place is left for employee "E0", neither a post nor the bench; because of: two years in post (PP 11/2017 art. 190(3); set by BKPSDM; as in force on 2026-01-01)`},
		{conflict(crowded, people(2), posts[:1], a, b), `employees "E0", "E1" must be in position "audit", which has too few seats; because of: a; b`},
		{conflict(crowded, people(3), posts), `employees "E0", "E1", "E2" must share positions "audit", "budget", which have too few seats`},
		{conflict(crowded, people(10), posts[:1]), `employees "E0", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9" must be in position "audit", which has too few seats`},
		{conflict(crowded, people(11), nil), `no place is left for employees "E0", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9" … (11 in all), neither a post nor the bench`},
		{conflict(floors, people(1), posts[:1]), `there is 1 person who may hold position "audit", whose floor (MinSeats) asks for more`},
		{conflict(floors, people(2), posts), `there are 2 people who may hold positions "audit", "budget", whose floors (MinSeats) ask for more`},
		{conflict(floors, nil, posts, a), `nobody may hold positions "audit", "budget", whose floors (MinSeats) ask for more; because of: a`},
		{conflict(floors, people(1), posts[:1], a), `only employee "E0" may hold position "audit", whose floor (MinSeats) asks for more; because of: a`},
		{conflict(crowded, people(1), nil, slices.Repeat([]assignment.Cause{a}, 11)...), `no place is left for employee "E0", neither a post nor the bench; because of: a; a; a; a; a; a; a; a; a; a … (11 in all)`},
		{conflict(limits, nil, nil, assignment.Cause{Constraint: "at most 1 move"}, b), `seats, floors and the other constraints cannot be met together with: at most 1 move; b`},
	} {
		if got, want := test.conflict.Error(), assignment.ErrInfeasible.Error()+": "+test.want; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// conflict returns an InfeasibleError as Solve would.
func conflict(kind assignment.ConflictKind, employees []mutasi.EmployeeID, positions []mutasi.PositionID, causes ...assignment.Cause) assignment.InfeasibleError {
	e := assignment.InfeasibleError{Kind: kind, Employees: employees, Positions: positions, Causes: causes}
	for _, c := range causes {
		e.Constraints = append(e.Constraints, c.Constraint)
	}
	return e
}
