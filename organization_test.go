package mutasi_test

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/gen"
	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

// officeData returns the data of the office that the CSV and JSON tests use.
func officeData(t testing.TB) mutasi.Data {
	t.Helper()
	o, err := mutasi.ReadCSV(folder(nil))
	if err != nil {
		t.Fatal(err)
	}
	return o.Data()
}

func TestNewOrganizationFaults(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	tests := []struct {
		name   string
		change func(*mutasi.Data)
		want   []string
	}{
		{"IDs", func(d *mutasi.Data) {
			d.Units[1].ID = ""
			d.Positions[1].ID = "P1"
			d.Employees[2].ID = "E1"
			d.Employees[1].ID = "E\xff"
			d.Relations = nil
			d.Employees[1].Position, d.Employees[1].Wishes = "", nil
			d.Positions[1].Unit = ""
		}, []string{
			`units[1].id: is empty; every entry of units needs an ID of its own`,
			`positions[1].id: "P1" is already given in positions[0]; IDs are unique`,
			`employees[1].id: "E\xff" is not valid UTF-8`,
			`employees[2].id: "E1" is already given in employees[0]; IDs are unique`,
		}},
		{"references", func(d *mutasi.Data) {
			d.Units[0].Parent = "X"
			d.Positions[0].Unit = "X"
			d.Employees[0].Position = "P1 "
			d.Employees[0].Wishes = []mutasi.PositionID{"P2", "X", "", "P2"}
			d.Employees[1].Objections = []mutasi.Objection{{Position: "X"}, {Unit: "X"}, {Reason: "no"}}
			d.Relations = []mutasi.Relation{{A: "E1", B: "X"}, {A: "", B: "E1"}, {A: "E2", B: "E2"}}
		}, []string{
			`units[0].parent: unknown unit "X"; correct the ID or add the unit`,
			`positions[0].unit: unknown unit "X"; correct the ID or add the unit`,
			`employees[0].position: unknown post "P1 "; did you mean "P1"?`,
			`employees[0].wishes[1]: unknown post "X"; correct the ID or add the post`,
			`employees[0].wishes[2]: is empty; a wish names a post`,
			`employees[0].wishes[3]: "P2" is already wished for in employees[0].wishes[0]; name each post once`,
			`employees[1].objections[0]: unknown post "X"; correct the ID or add the post`,
			`employees[1].objections[1]: unknown unit "X"; correct the ID or add the unit`,
			`employees[1].objections[2]: names neither a post nor a unit; name one of them`,
			`relations[0].b: unknown employee "X"; correct the ID or add the employee`,
			`relations[1].a: is empty; name an employee`,
			`relations[2].b: relates "E2" to themselves; name two people`,
		}},
		{"cycles", func(d *mutasi.Data) {
			d.Units = append(d.Units, // the first one leads into the middle of the cycle
				mutasi.Unit{ID: "feeder", Parent: "A"}, mutasi.Unit{ID: "C", Parent: "A"}, mutasi.Unit{ID: "A", Parent: "B"}, mutasi.Unit{ID: "B", Parent: "C"},
				mutasi.Unit{ID: "below", Parent: "B"}, mutasi.Unit{ID: "self", Parent: "self"})
		}, []string{
			`units[3].parent: is a unit below this one; from unit to parent: "C" → "A" → "B" → "C"; leave the parent of the topmost unit empty`,
			`units[7].parent: is a unit below this one; from unit to parent: "self" → "self"; leave the parent of the topmost unit empty`,
		}},
		{"numbers of posts", func(d *mutasi.Data) {
			d.Positions = []mutasi.Position{
				{ID: "a", Seats: -1},
				{ID: "b", Seats: 2, MinSeats: 3},
				{ID: "c", MinSeats: 1},
				{ID: "d", Seats: 1, MinSeats: -1},
				{ID: "e", Seats: -2},
				{ID: "f", Need: workload.FTE(nan), Weight: -1},
				{ID: "g", Need: -2, Weight: inf},
				{ID: "h", Standard: competency.Standard{
					{Competency: "M.1", Level: competency.Level(nan)},
					{Competency: "M.1", Level: 1, Weight: nan},
					{Level: -1},
					{Competency: "M.2", Level: competency.Level(inf), Weight: -1},
				}},
			}
			d.Employees, d.Relations = nil, nil
		}, []string{
			`positions[0].seats: is -1; give 0 for a closed post`,
			`positions[1].minSeats: is 3, more than its 2 seats`,
			`positions[2].minSeats: is 1, but the post is closed (0 seats); open it or require nobody`,
			`positions[3].minSeats: is -1; give 0 where nobody is required`,
			`positions[4].seats: is -2; give 0 for a closed post`,
			`positions[5].need: is NaN; give a finite number that is not negative`,
			`positions[5].weight: is -1; give a finite number that is not negative`,
			`positions[6].need: is -2; give a finite number that is not negative`,
			`positions[6].weight: is +Inf; give a finite number that is not negative`,
			`positions[7].standard[0]: level is NaN; give a number from 0 to 1000000, or leave the entry out where it is unknown`,
			`positions[7].standard[1]: competency "M.1" is already required in positions[7].standard[0]; a standard names each once`,
			`positions[7].standard[1]: weight is NaN; give a finite number that is not negative`,
			`positions[7].standard[2]: competency without a name; name it`,
			`positions[7].standard[2]: level is -1; give a number from 0 to 1000000, or leave the entry out where it is unknown`,
			`positions[7].standard[3]: level is +Inf; give a number from 0 to 1000000, or leave the entry out where it is unknown`,
			`positions[7].standard[3]: weight is -1; give a finite number that is not negative`,
		}},
		{"numbers of people", func(d *mutasi.Data) {
			d.Employees[0].Capacity = workload.FTE(inf)
			d.Employees[1].Capacity = -0.5
			d.Employees[1].Profile = competency.Profile{
				"M.4": {Level: 1e7}, "M.1": {Level: competency.Level(nan)}, "M.3": {Level: -1, Margin: -1}, "M.2": {Level: 3, Margin: competency.Level(inf)},
			}
			d.Employees[2].Ratings = map[string]float64{"b": nan, "a": inf, "c": -3, "": 0}
		}, []string{
			`employees[0].capacity: is +Inf; give a finite number that is not negative`,
			`employees[1].capacity: is -0.5; give a finite number that is not negative`,
			`employees[1].profile["M.1"]: level is NaN; give a number from 0 to 1000000, or leave the entry out where it is unknown`,
			`employees[1].profile["M.2"]: margin is +Inf; give a number from 0 to 1000000, or leave the entry out where it is unknown`,
			`employees[1].profile["M.3"]: level is -1; give a number from 0 to 1000000, or leave the entry out where it is unknown`,
			`employees[1].profile["M.3"]: margin is -1; give a number from 0 to 1000000, or leave the entry out where it is unknown`,
			`employees[1].profile["M.4"]: level is 10000000; give a number from 0 to 1000000, or leave the entry out where it is unknown`,
			`employees[2].ratings[""]: rating without a name; name it`,
			`employees[2].ratings["a"]: is +Inf; give a finite number, or leave the rating out where it is unknown`,
			`employees[2].ratings["b"]: is NaN; give a finite number, or leave the rating out where it is unknown`,
		}},
		{"times", func(d *mutasi.Data) {
			d.Employees[0].Since = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
			d.Employees[1].History = []mutasi.Tenure{
				{From: time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC), To: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)},
				{To: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)},
				{From: time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)},
			}
		}, []string{
			`employees[0].since: lies in the year 10000; years go from 1 to 9999, and the zero time is unknown`,
			`employees[1].history[0]: ends 2020-01-01, before it begins 2020-01-02; exchange the two`,
			`employees[1].history[2]: from lies in the year 0; years go from 1 to 9999, and the zero time is unknown`,
		}},
		{"text", func(d *mutasi.Data) {
			d.Units[0].Name = "\xff"
			d.Units[0].Attributes = map[string]string{"": "x", "b": "\xff", "a\xff": ""}
			d.Employees[0].Attributes = map[string]string{"": "x"}
			d.Employees[0].Objections = []mutasi.Objection{{Unit: "U1", Reason: "\xff"}}
			d.Relations[0].Kind = "\xff"
		}, []string{
			`units[0].name: "\xff" is not valid UTF-8`,
			`units[0].attributes[""]: attribute without a name; name it`,
			`units[0].attributes["a\xff"]: "a\xff" is not valid UTF-8`,
			`units[0].attributes["b"]: "\xff" is not valid UTF-8`,
			`employees[0].objections[0]: "\xff" is not valid UTF-8`,
			`employees[0].attributes[""]: attribute without a name; name it`,
			`relations[0].kind: "\xff" is not valid UTF-8`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := officeData(t)
			test.change(&d)
			o, err := mutasi.NewOrganization(d)
			if err == nil || o != nil {
				t.Fatalf("NewOrganization = %v, %v; want no organisation and an error", o, err)
			}
			if diff := cmp.Diff(test.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			checkWords(t, err)
		})
	}
}

// What is reality rather than a fault.
func TestNewOrganizationAccepts(t *testing.T) {
	for name, change := range map[string]func(*mutasi.Data){
		"nothing":                     func(d *mutasi.Data) { *d = mutasi.Data{} },
		"more holders than seats":     func(d *mutasi.Data) { d.Employees[1].Position = "P1" },
		"a holder of a closed post":   func(d *mutasi.Data) { d.Positions[1].Seats = 0 },
		"an unmet floor":              func(d *mutasi.Data) { d.Positions[1].MinSeats = 3 },
		"nobody has a post":           func(d *mutasi.Data) { d.Employees[0].Position, d.Employees[1].Position = "", "" },
		"a post without a unit":       func(d *mutasi.Data) { d.Positions[0].Unit = "" },
		"a history of posts now gone": func(d *mutasi.Data) { d.Employees[0].History = []mutasi.Tenure{{Position: "X", Unit: "Y"}} },
		"an open tenure":              func(d *mutasi.Data) { d.Employees[0].History[0].To = time.Time{} },
		"the same relation of two kinds": func(d *mutasi.Data) {
			d.Relations = append(d.Relations, mutasi.Relation{Kind: "kin", A: "E1", B: "E2"})
		},
		"the greatest numbers": func(d *mutasi.Data) {
			d.Positions[1].Seats, d.Positions[1].Need = math.MaxInt32, math.MaxFloat64
			d.Employees[0].Profile["M.1"] = competency.Rating{Level: mutasi.MaxLevel, Margin: mutasi.MaxLevel}
		},
	} {
		d := officeData(t)
		change(&d)
		if _, err := mutasi.NewOrganization(d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The message depends neither on the order of maps nor on the number of
// processors, and is cut at the same fault.
func TestFaultsAreDeterministic(t *testing.T) {
	d := city(20_000)
	for i := range d.Employees {
		if i%50 == 7 {
			d.Employees[i].Profile["K.1"] = competency.Rating{Level: -1}
			d.Employees[i].Profile["K.9"] = competency.Rating{Level: -1}
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var want string
	for _, procs := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(procs)
		_, err := mutasi.NewOrganization(d)
		if err == nil {
			t.Fatal("no error")
		}
		if want == "" {
			want = err.Error()
		}
		if err.Error() != want {
			t.Errorf("with %d processors:\n%v\nwant\n%s", procs, err, want)
		}
	}
	lines := strings.Split(want, "\n")
	if len(lines) != 101 || lines[100] != "and 700 more faults" || !strings.HasPrefix(lines[99], `employees[2457].profile["K.9"]`) {
		t.Errorf("%d lines, the last two\n%s", len(lines), strings.Join(lines[len(lines)-2:], "\n"))
	}
}

// The caller may change everything afterwards.
func TestNewOrganizationCopies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := gen.Data(t, gen.Shape{Records: true})
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		var before, after strings.Builder // text shares nothing with d
		if err := mutasi.WriteJSON(&before, o); err != nil {
			t.Fatal(err)
		}
		scramble(d)
		scramble(o.Data())
		if err := mutasi.WriteJSON(&after, o); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before.String(), after.String()); diff != "" {
			t.Fatalf("changed along with the data:\n%s", diff)
		}
	})
}

func scramble(d mutasi.Data) {
	for i := range d.Units {
		clear(d.Units[i].Attributes)
	}
	clear(d.Units)
	for i := range d.Positions {
		clear(d.Positions[i].Standard)
		clear(d.Positions[i].Attributes)
	}
	clear(d.Positions)
	for i := range d.Employees {
		e := &d.Employees[i]
		clear(e.History)
		clear(e.Profile)
		clear(e.Wishes)
		clear(e.Objections)
		clear(e.Ratings)
		clear(e.Attributes)
	}
	clear(d.Employees)
	clear(d.Relations)
}

func TestOrganizationLookups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := gen.Organization(t, gen.Shape{Text: true})
		for u := range o.Units() {
			if v, ok := o.Unit(u.ID); !ok || v != u {
				t.Fatalf("Unit(%q) = %v, %v", u.ID, v, ok)
			}
		}
		for p := range o.Positions() {
			if v, ok := o.Position(p.ID); !ok || v != p {
				t.Fatalf("Position(%q) = %v, %v", p.ID, v, ok)
			}
		}
		for e := range o.Employees() {
			if v, ok := o.Employee(e.ID); !ok || v != e {
				t.Fatalf("Employee(%q) = %v, %v", e.ID, v, ok)
			}
			if id, ok := o.Incumbents().Position(e.ID); id != e.Position || ok != (e.Position != "") {
				t.Fatalf("%q holds %q, the plan says %q, %v", e.ID, e.Position, id, ok)
			}
		}
	})
}

// EmployeesByID has everybody once, by ID, at their place among Employees. The
// long list takes the way that is made for long lists.
func TestEmployeesByID(t *testing.T) {
	check := func(t interface{ Fatalf(string, ...any) }, o *mutasi.Organization) {
		all := slices.Collect(o.Employees())
		var ids []mutasi.EmployeeID
		for i, e := range o.EmployeesByID() {
			if all[i] != e {
				t.Fatalf("%q is not at place %d", e.ID, i)
			}
			ids = append(ids, e.ID)
		}
		if len(ids) != len(all) || !slices.IsSorted(ids) {
			t.Fatalf("%d of %d people, or not by ID", len(ids), len(all))
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, gen.Organization(t, gen.Shape{Text: true})) })
	var d mutasi.Data
	for i := range 3000 {
		d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprint("person-", i))})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	check(t, o)
	for _, e := range o.EmployeesByID() {
		if e.ID != "person-0" {
			t.Errorf("the first by ID is %q", e.ID)
		}
		break
	}
}

// Children is the inverse of Parent, and a unit's root is reached by climbing.
func TestForest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := gen.Organization(t, gen.Shape{Text: true})
		seen := 0
		parents := []mutasi.UnitID{""}
		for u := range o.Units() {
			parents = append(parents, u.ID)
		}
		for _, parent := range parents {
			var want []*mutasi.Unit
			for u := range o.Units() {
				if u.Parent == parent {
					want = append(want, u)
				}
			}
			got := slices.Collect(o.Children(parent))
			if !slices.Equal(got, want) {
				t.Fatalf("children of %q: %v, want %v", parent, got, want)
			}
			seen += len(got)
		}
		if seen != len(parents)-1 {
			t.Fatalf("%d of %d units are below something", seen, len(parents)-1)
		}
		for u := range o.Units() {
			top := u
			for top.Parent != "" {
				top, _ = o.Unit(top.Parent)
			}
			if got, ok := o.Root(u.ID); !ok || got != top {
				t.Fatalf("root of %q: %v, want %v", u.ID, got, top)
			}
		}
		if _, ok := o.Root(""); ok {
			t.Fatal("the empty ID has a root")
		}
		for u := range o.Children("no such unit") {
			t.Fatalf("an unknown unit has the child %v", u)
		}
	})
}

// Roots of a deep chain take linear time: with a climb for each unit this
// would be some 10 billion steps.
func TestDeepForest(t *testing.T) {
	const depth = 150_000
	d := mutasi.Data{Units: make([]mutasi.Unit, depth)}
	for i := range d.Units { // the lowest first, so that the first climb is the longest
		d.Units[i].ID = mutasi.UnitID(strconv.Itoa(i))
		if i+1 < depth {
			d.Units[i].Parent = mutasi.UnitID(strconv.Itoa(i + 1))
		}
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	for u := range o.Units() {
		if root, ok := o.Root(u.ID); !ok || root.Parent != "" {
			t.Fatalf("root of %q is %v", u.ID, root)
		}
	}
}

func TestNoOrganization(t *testing.T) {
	for _, o := range []*mutasi.Organization{nil, {}} {
		_, unit := o.Unit("")
		_, position := o.Position("")
		_, employee := o.Employee("")
		_, root := o.Root("")
		if unit || position || employee || root {
			t.Error("something was found in nothing")
		}
		for u := range o.Children("") {
			t.Errorf("nothing has the root %v", u)
		}
		if n := o.Incumbents().Len(); n != 0 {
			t.Errorf("%d incumbents", n)
		}
		if diff := cmp.Diff(mutasi.Data{}, o.Data()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestIterationStops(t *testing.T) {
	o, err := mutasi.NewOrganization(officeData(t))
	if err != nil {
		t.Fatal(err)
	}
	for e := range o.Employees() {
		if e.ID != "E1" {
			t.Errorf("the first employee is %q", e.ID)
		}
		break
	}
}

func TestZeroMeansOne(t *testing.T) {
	if w := (&mutasi.Position{}).EffectiveWeight(); w != 1 {
		t.Errorf("weight %v", w)
	}
	if w := (&mutasi.Position{Weight: 0.5}).EffectiveWeight(); w != 0.5 {
		t.Errorf("weight %v", w)
	}
	if c := (&mutasi.Employee{}).EffectiveCapacity(); c != 1 {
		t.Errorf("capacity %v", c)
	}
	if c := (&mutasi.Employee{Capacity: 0.5}).EffectiveCapacity(); c != 0.5 {
		t.Errorf("capacity %v", c)
	}
}

func TestRulePermits(t *testing.T) {
	never := func(*mutasi.Employee, *mutasi.Position) bool { return false }
	e, p := &mutasi.Employee{ID: "E"}, &mutasi.Position{ID: "P"}
	for _, test := range []struct {
		rule mutasi.Rule
		held mutasi.PositionID
		want bool
	}{
		{mutasi.Rule{Allows: never}, "", false},
		{mutasi.Rule{Allows: never}, "P", true}, // staying needs no leave
		{mutasi.Rule{Allows: never, Stay: true}, "P", false},
		{mutasi.Rule{}, "", true},
		{mutasi.Rule{Stay: true}, "P", true},
	} {
		if got := test.rule.Permits(e, p, test.held); got != test.want {
			t.Errorf("%+v, held %q: %v", test.rule, test.held, got)
		}
	}
}

// wild draws data most of which is faulty.
func wild(t *rapid.T) mutasi.Data {
	d := gen.Data(t, gen.Shape{PartTime: true, Records: true, Text: true})
	number := rapid.OneOf(rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1e7}), rapid.Float64())
	id := rapid.SampledFrom([]string{"", "x", "U1", "P1", "E1", "\xff"})
	for range rapid.IntRange(0, 3).Draw(t, "changes") {
		u := &d.Units[rapid.IntRange(0, len(d.Units)-1).Draw(t, "unit")]
		p := &d.Positions[rapid.IntRange(0, len(d.Positions)-1).Draw(t, "post")]
		e := &d.Employees[rapid.IntRange(0, len(d.Employees)-1).Draw(t, "person")]
		x, s := number.Draw(t, "number"), id.Draw(t, "id")
		switch rapid.IntRange(0, 13).Draw(t, "change") {
		case 0:
			u.ID = mutasi.UnitID(s)
		case 1:
			u.Parent = d.Units[rapid.IntRange(0, len(d.Units)-1).Draw(t, "parent")].ID
		case 2:
			p.ID = mutasi.PositionID(s)
		case 3:
			p.Seats = rapid.Int().Draw(t, "seats")
		case 4:
			p.MinSeats = rapid.Int().Draw(t, "floor")
		case 5:
			p.Need = workload.FTE(x)
		case 6:
			p.Weight = x
		case 7:
			p.Standard = append(p.Standard, competency.Requirement{Competency: competency.ID(s), Level: competency.Level(x), Weight: x})
		case 8:
			e.ID = mutasi.EmployeeID(s)
		case 9:
			e.Profile = competency.Profile{competency.ID(s): {Level: competency.Level(x), Margin: competency.Level(x)}}
		case 10:
			e.Wishes = append(e.Wishes, mutasi.PositionID(s))
		case 11:
			e.Objections = append(e.Objections, mutasi.Objection{Unit: mutasi.UnitID(s)})
		case 12:
			e.Ratings = map[string]float64{s: x}
		case 13:
			d.Relations = append(d.Relations, mutasi.Relation{A: mutasi.EmployeeID(s), B: e.ID})
		}
	}
	return d
}

// Whatever the data, NewOrganization gives either an organisation that makes
// another one just like it, or faults with paths.
func newOrganizationIsTotal(t *rapid.T) {
	d := wild(t)
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		again, err2 := mutasi.NewOrganization(d)
		if o != nil || again != nil || err.Error() != err2.Error() {
			t.Fatalf("%v, %v; %v, %v", o, err, again, err2)
		}
		checkWords(t, err)
		for _, f := range mutasi.Faults(err) {
			if f.Path == "" {
				t.Fatalf("fault %#v", f)
			}
		}
		return
	}
	again, err := mutasi.NewOrganization(o.Data())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(o.Data(), again.Data()); diff != "" {
		t.Fatal(diff)
	}
}

func TestNewOrganizationIsTotal(t *testing.T) { rapid.Check(t, newOrganizationIsTotal) }

func FuzzNewOrganization(f *testing.F) { f.Fuzz(rapid.MakeFuzz(newOrganizationIsTotal)) }

// Oracle: walk up from every unit.
func TestCyclesAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(t, "units")
		parent := rapid.SliceOfN(rapid.IntRange(-1, n-1), n, n).Draw(t, "parents")
		var d mutasi.Data
		for i, k := range parent {
			u := mutasi.Unit{ID: mutasi.UnitID(fmt.Sprint("U", i))}
			if k >= 0 {
				u.Parent = mutasi.UnitID(fmt.Sprint("U", k))
			}
			d.Units = append(d.Units, u)
		}
		cycles := make(map[int]bool) // by least unit
		for i := range parent {
			k := i
			for range n { // long enough to get into the cycle
				if k >= 0 {
					k = parent[k]
				}
			}
			if k < 0 {
				continue
			}
			least := k
			for at := parent[k]; at != k; at = parent[at] {
				least = min(least, at)
			}
			cycles[least] = true
		}
		_, err := mutasi.NewOrganization(d)
		var found []int
		for _, f := range mutasi.Faults(err) {
			var i int
			if _, err := fmt.Sscanf(f.Path, "units[%d].parent", &i); err != nil {
				t.Fatal(f)
			}
			found = append(found, i)
		}
		slices.Sort(found)
		var want []int
		for i := range n {
			if cycles[i] {
				want = append(want, i)
			}
		}
		if !slices.Equal(found, want) {
			t.Fatalf("cycles at %v, want %v", found, want)
		}
	})
}

// An int of 64 bits can name more seats than a post may have.
func TestTooManySeats(t *testing.T) {
	if strconv.IntSize == 32 {
		t.Skip("no int is too many here")
	}
	seats := math.MaxInt32
	seats++
	_, err := mutasi.NewOrganization(mutasi.Data{Positions: []mutasi.Position{{ID: "a", Seats: seats}}})
	want := "positions[0].seats: is 2147483648; at most 2147483647 are possible"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
