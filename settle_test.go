package mutasi_test

import (
	"fmt"
	"maps"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/gen"
)

// manyPeople is more than the people of one block.
const manyPeople = 10_000

// distinct gives each of the people of city a profile that nobody else has.
func distinct(n int) mutasi.Data {
	d := city(n)
	for i := range d.Employees {
		d.Employees[i].Profile["K.0"] = competency.Rating{Level: 1, Margin: competency.Level(i) / 1e4}
	}
	return d
}

// TestNewOrganizationAllocates: an organisation takes allocations for the maps
// that differ, and beside them hardly any.
func TestNewOrganizationAllocates(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	made := func(d mutasi.Data) float64 {
		return testing.AllocsPerRun(1, func() {
			if _, err := mutasi.NewOrganization(d); err != nil {
				t.Fatal(err)
			}
		}) / manyPeople
	}
	if n := made(city(manyPeople)); n > 0.5 {
		t.Errorf("%.2f allocations a person whose maps others have too, want less than 0.5", n)
	}
	d := distinct(manyPeople)
	profiles := testing.AllocsPerRun(1, func() {
		for i := range d.Employees {
			kept = maps.Clone(d.Employees[i].Profile)
		}
	}) / manyPeople
	if n := made(d) - profiles; n > 0.5 {
		t.Errorf("%.2f allocations a person beside the profile, want less than 0.5", n)
	}
}

// TestAdoptData: data that are adopted make the same organisation as data that are
// copied, with the same faults, and without copies.
func TestAdoptData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := gen.Data(t, gen.Shape{Records: true, Text: true})
		if len(d.Employees) > 0 && rapid.Bool().Draw(t, "faulty") {
			d.Employees[0].Capacity, d.Employees[0].Name = -1, "\xff"
		}
		o, err := mutasi.NewOrganization(d)
		adopted, err2 := mutasi.AdoptData(d)
		if diff := cmp.Diff(fmt.Sprint(err), fmt.Sprint(err2)); diff != "" {
			t.Fatalf("faults (-copied +adopted):\n%s", diff)
		}
		if diff := cmp.Diff(o.Data(), adopted.Data()); diff != "" {
			t.Fatalf("data (-copied +adopted):\n%s", diff)
		}
	})
	d := distinct(manyPeople)
	n := testing.AllocsPerRun(1, func() {
		if _, err := mutasi.AdoptData(d); err != nil {
			t.Fatal(err)
		}
	}) / manyPeople
	if n > 0.5 && !raceEnabled {
		t.Errorf("%.2f allocations a person, want less than 0.5", n)
	}
}

// kept keeps a map from being optimized away.
var kept competency.Profile

// TestEqualMapsStayApart: people whose maps are equal share them in the
// organisation, but not in the data that is taken out of it, and 0 is not −0.
func TestEqualMapsStayApart(t *testing.T) {
	negative := math.Copysign(0, -1)
	var d mutasi.Data
	for i := range 2000 {
		e := mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprint("E", i))}
		x := []float64{0, negative, 1}[i%3]
		e.Profile = competency.Profile{"K": {Level: competency.Level(x), Margin: 1}, "L": {Margin: competency.Level(x)}}
		e.Ratings = map[string]float64{"performance": x}
		e.Attributes = map[string]string{"grade": fmt.Sprint(i % 3)}
		d.Employees = append(d.Employees, e)
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	out := o.Data()
	if diff := cmp.Diff(d, out); diff != "" {
		t.Fatalf("the organisation has other data (-want +got):\n%s", diff)
	}
	for i := range d.Employees {
		want, got := d.Employees[i].Ratings["performance"], out.Employees[i].Ratings["performance"]
		level, margin := out.Employees[i].Profile["K"].Level, out.Employees[i].Profile["L"].Margin
		for _, x := range []float64{got, float64(level), float64(margin)} {
			if math.Signbit(x) != math.Signbit(want) {
				t.Fatalf("person %d has %v where %v was given", i, x, want)
			}
		}
	}
	for _, changed := range []*mutasi.Employee{&d.Employees[0], &out.Employees[0]} {
		changed.Profile["K"] = competency.Rating{Level: 9}
		changed.Ratings["performance"] = 9
		changed.Attributes["grade"] = "changed"
	}
	for _, e := range append(o.Data().Employees, out.Employees[1:]...) {
		if e.Profile["K"].Level == 9 || e.Ratings["performance"] == 9 || e.Attributes["grade"] == "changed" {
			t.Fatalf("%q changed along with somebody else", e.ID)
		}
	}
}

// TestListsEnd: the copies of lists are parts of one array, of which nobody
// reaches the part of another by appending.
func TestListsEnd(t *testing.T) {
	o, err := mutasi.NewOrganization(city(100))
	if err != nil {
		t.Fatal(err)
	}
	out := o.Data().Employees
	for i := range out {
		out[i].Wishes = append(out[i].Wishes, "P9")
	}
	for i := range out {
		if diff := cmp.Diff([]mutasi.PositionID{"P1", "P2", "P9"}, out[i].Wishes); diff != "" {
			t.Fatalf("wishes of %q (-want +got):\n%s", out[i].ID, diff)
		}
	}
}

// TestLongWishes: of a long list of wishes, too, every repetition is named with
// the first place of the wish.
func TestLongWishes(t *testing.T) {
	d := city(1)
	for _, n := range []int{3, 16, 17, 40} {
		wishes := make([]mutasi.PositionID, 0, n)
		for k := range n - 2 {
			wishes = append(wishes, mutasi.PositionID(fmt.Sprint("P", k)))
		}
		d.Employees[0].Wishes = append(wishes, "P0", "P0")
		_, err := mutasi.NewOrganization(d)
		faults := mutasi.Faults(err)
		if len(faults) != 2 {
			t.Fatalf("%d wishes: %d faults, want 2: %v", n, len(faults), err)
		}
		for k, f := range faults {
			if want := fmt.Sprintf("employees[0].wishes[%d]", n-2+k); f.Path != want {
				t.Errorf("%d wishes: fault at %s, want %s", n, f.Path, want)
			}
		}
	}
}
