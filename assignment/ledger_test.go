package assignment

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
)

// crowd is an organization of n people, in no order of their IDs, with one post
// of many seats, and a plan that places every other one of them.
func crowd(t *testing.T, n int) (*mutasi.Organization, mutasi.Plan) {
	t.Helper()
	d := mutasi.Data{
		Units:     []mutasi.Unit{{ID: "u"}},
		Positions: []mutasi.Position{{ID: "p", Unit: "u", Seats: n}, {ID: "q", Unit: "u", Seats: n}},
	}
	var placements []mutasi.Placement
	for _, i := range rand.New(rand.NewPCG(3, 0)).Perm(n) {
		e := mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("e%d", i))}
		if i%3 == 0 {
			e.Position = "q"
		}
		d.Employees = append(d.Employees, e)
		if i%2 == 0 {
			placements = append(placements, mutasi.Placement{Employee: e.ID, Position: "p"})
		}
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := mutasi.NewPlan(placements...)
	if err != nil {
		t.Fatal(err)
	}
	return o, plan
}

// TestLedgerHasEverybody: the ledger has each person once, where both plans have
// them, in the order of the organization.
func TestLedgerHasEverybody(t *testing.T) {
	o, plan := crowd(t, 1000)
	l := newLedger(o, o.Incumbents(), plan)
	i := 0
	for e := range o.Employees() {
		x := l.entries[i]
		before, _ := o.Incumbents().Position(e.ID)
		after, _ := plan.Position(e.ID)
		if x.employee != e || x.before != before || idOf(x.post) != after {
			t.Fatalf("entry %d is %v, want %s from %q to %q", i, x, e.ID, before, after)
		}
		i++
	}
	if i != len(l.entries) || l.strays != nil {
		t.Errorf("%d entries for %d people, strays %v", len(l.entries), i, l.strays)
	}
}

// TestLedgerOfStrangers: people that the organization does not have are passed
// over, wherever their IDs fall, and posts that it does not have are noted.
func TestLedgerOfStrangers(t *testing.T) {
	o, _ := crowd(t, 3)
	plan, err := mutasi.NewPlan(
		mutasi.Placement{Employee: "a", Position: "p"}, mutasi.Placement{Employee: "e0", Position: "p"},
		mutasi.Placement{Employee: "e1x", Position: "p"}, mutasi.Placement{Employee: "e2", Position: "nowhere"},
		mutasi.Placement{Employee: "z", Position: "p"})
	if err != nil {
		t.Fatal(err)
	}
	l := newLedger(o, mutasi.Plan{}, plan)
	for _, x := range l.entries {
		if want := x.employee.ID == "e0"; (x.post != nil) != want {
			t.Errorf("%s is at %q", x.employee.ID, idOf(x.post))
		}
	}
	d := &demands{}
	if err := d.admit(l); err == nil || !strings.Contains(err.Error(), `places "e2" in "nowhere"`) {
		t.Errorf("%v, want an error about the post of e2", err)
	}
}

// TestSumsDoNotDependOnWorkers: not in their last bit.
func TestSumsDoNotDependOnWorkers(t *testing.T) {
	o, plan := crowd(t, 5*blockEntries+7)
	r := rand.New(rand.NewPCG(4, 0))
	value := map[mutasi.EmployeeID]float64{}
	for e := range o.Employees() {
		value[e.ID] = r.Float64() * 1e6
	}
	term := Custom("value", func(e *mutasi.Employee, _ *mutasi.Position) float64 { return value[e.ID] })
	var sums, sizes []float64
	var values [][]float64
	for workers := 1; workers <= 4; workers++ {
		l := newLedger(o, o.Incumbents(), plan)
		l.workers = workers
		sum, size := l.tally(Sum(term, Weigh(-0.3, term)))
		sums, sizes, values = append(sums, sum), append(sizes, size), append(values, l.values(term))
		if l.err != nil {
			t.Fatal(l.err)
		}
	}
	if len(slices.Compact(sums)) != 1 || len(slices.Compact(sizes)) != 1 {
		t.Errorf("sums %v and sizes %v", sums, sizes)
	}
	if len(values[0]) != plan.Len() || !slices.IsSorted(values[0]) {
		t.Fatalf("%d values for %d people, sorted: %v", len(values[0]), plan.Len(), slices.IsSorted(values[0]))
	}
	plain := 0.0
	for k, x := range values[0] {
		plain += 0.7 * x
		if values[3][k] != x {
			t.Fatalf("value %d is %v with one worker and %v with four", k, x, values[3][k])
		}
	}
	if diff := plain - sums[0]; diff > 1e-6*plain || -diff > 1e-6*plain {
		t.Errorf("the sum is %v, want %v", sums[0], plain)
	}
}

// TestFaultsOfTheLedger: a function that panics or ends its goroutine is named,
// however many call it.
func TestFaultsOfTheLedger(t *testing.T) {
	o, plan := crowd(t, 2*blockEntries+7)
	for _, test := range []struct {
		name string
		fail func()
		want string
	}{
		{"panics", func() { panic("no table") }, `function "maximize value" panicked: no table`},
		{"ends its goroutine", runtime.Goexit, "a function ended the goroutine"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for workers := 1; workers <= 3; workers++ {
				l := newLedger(o, o.Incumbents(), plan)
				l.workers = workers
				last := slices.Collect(plan.All())[plan.Len()-1].Employee
				goal := Maximize(Custom("value", func(e *mutasi.Employee, _ *mutasi.Position) float64 {
					if e.ID == last {
						test.fail()
					}
					return 1
				}))
				if _, _, err := l.worthOf(goal); err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("%d workers: %v, want an error about %q", workers, err, test.want)
				}
				if _, _, err := l.worthOf(Maximize(Placed())); err != nil {
					t.Errorf("%d workers: the next goal has the fault of the last: %v", workers, err)
				}
			}
		})
	}
}

// TestAdmitDoesNotDependOnWorkers: the first person whom a rule refuses is named,
// and seats and limits count everybody.
func TestAdmitDoesNotDependOnWorkers(t *testing.T) {
	o, plan := crowd(t, 1000)
	refused := func(names ...mutasi.EmployeeID) Constraint {
		return Eligible("list", func(e *mutasi.Employee, _ *mutasi.Position) bool { return !slices.Contains(names, e.ID) })
	}
	var ids []mutasi.EmployeeID // of those who are placed, in order
	moves := 0
	for _, x := range newLedger(o, o.Incumbents(), plan).entries {
		if x.post != nil {
			ids = append(ids, x.employee.ID)
		}
		if x.before != "" && x.before != idOf(x.post) {
			moves++
		}
	}
	for _, test := range []struct {
		name       string
		constraint Constraint
		want       string
	}{
		{"two are refused", refused(ids[333], ids[222]), fmt.Sprintf("%q at p breaks", ids[222])},
		{"nobody is", refused(), ""},
		{"a limit that is met", MaxMoves(moves), ""},
		{"a limit that is broken", MaxMoves(moves - 1), fmt.Sprintf("the plan has %d", moves)},
	} {
		t.Run(test.name, func(t *testing.T) {
			roster, err := newRoster(&Problem{Organization: o}, 0, 1)
			if err != nil {
				t.Fatal(err)
			}
			d, err := newDemands(roster, []Constraint{test.constraint})
			if err != nil {
				t.Fatal(err)
			}
			for workers := 1; workers <= 4; workers++ {
				l := newLedger(o, o.Incumbents(), plan)
				l.workers = workers
				err := d.admit(l)
				if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
					t.Errorf("%d workers: %v, want %q", workers, err, test.want)
				}
			}
		})
	}
}
