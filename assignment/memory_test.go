package assignment_test

import (
	"context"
	"fmt"
	"maps"
	"math/bits"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// memoryOffice is what memory is measured on: people with different profiles of so many
// competencies, and posts that ask for 21. Few of the numbers depend on it.
type memoryOffice struct{ people, posts, competencies int }

func (f memoryOffice) data() mutasi.Data {
	r := rand.New(rand.NewPCG(uint64(f.people), uint64(f.posts)))
	var d mutasi.Data
	ids := make([]competency.ID, 21)
	for k := range ids {
		ids[k] = competency.ID(fmt.Sprint("C.", k+1))
	}
	for j := range f.posts {
		unit := mutasi.UnitID(fmt.Sprint("unit-", j/20+1))
		if j%20 == 0 {
			d.Units = append(d.Units, mutasi.Unit{ID: unit})
		}
		p := mutasi.Position{ID: mutasi.PositionID(fmt.Sprint("post-", j+1)), Unit: unit, Seats: f.people/f.posts + 2, Need: workload.FTE(f.people / f.posts)}
		for _, id := range ids {
			p.Standard = append(p.Standard, competency.Requirement{Competency: id, Level: competency.Level(1 + r.IntN(5))})
		}
		d.Positions = append(d.Positions, p)
	}
	for i := range f.people {
		e := mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprint("person-", i+1)), Position: d.Positions[i%f.posts].ID, Since: time.Date(2010+i%14, 1, 1, 0, 0, 0, 0, time.UTC)}
		e.Profile = make(competency.Profile, f.competencies)
		for _, id := range ids[:f.competencies] {
			e.Profile[id] = competency.Rating{Level: competency.Level(1 + r.IntN(5)), Margin: competency.Level(i)}
		}
		d.Employees = append(d.Employees, e)
	}
	return d
}

// memory is what stays, in bytes.
type memory struct{ organization, incumbents, solution, kept float64 }

// measure returns what an organization and a solution of it keep.
func (f memoryOffice) measure(tb testing.TB, objective assignment.Objective, constraints ...assignment.Constraint) memory {
	tb.Helper()
	last := 0.0
	grown := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // pools are emptied by the second
		runtime.ReadMemStats(&m)
		by := float64(m.HeapAlloc) - last
		last = float64(m.HeapAlloc)
		return by
	}
	d := f.data()
	grown()
	var out memory
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		tb.Fatal(err)
	}
	out.organization = grown()
	o.Incumbents()
	out.incumbents = grown()
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: o, Objective: objective, Constraints: constraints}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	both := grown()
	s.Release()
	out.kept = -grown()
	out.solution = both - out.kept
	runtime.KeepAlive(d)
	runtime.KeepAlive(s)
	return out
}

// memoryPeople is where memory is measured: the slope between the two tells what
// a person takes apart from what the posts take.
var memoryPeople = [2]int{5000, 20_000}

// perPerson returns what a person takes.
func perPerson(tb testing.TB, posts, competencies int, objective assignment.Objective, constraints ...assignment.Constraint) memory {
	tb.Helper()
	few := memoryOffice{memoryPeople[0], posts, competencies}.measure(tb, objective, constraints...)
	many := memoryOffice{memoryPeople[1], posts, competencies}.measure(tb, objective, constraints...)
	slope := func(a, b float64) float64 { return (b - a) / float64(memoryPeople[1]-memoryPeople[0]) }
	return memory{slope(few.organization, many.organization), slope(few.incumbents, many.incumbents), slope(few.solution, many.solution), slope(few.kept, many.kept)}
}

// bytesKept is a line of the table of memory.
type bytesKept struct{ person, pair float64 }

// memoryTable measures each line of the table in the documentation.
func memoryTable(tb testing.TB) map[string]bytesKept {
	const few, many = 62, 190 // posts; with the bench they fill whole words of bits
	line := func(a, b float64) bytesKept {
		pair := (b - a) / (many - few)
		return bytesKept{a - few*pair, pair}
	}
	kept := func(objective assignment.Objective, constraints ...assignment.Constraint) bytesKept {
		return line(perPerson(tb, few, 21, objective, constraints...).kept, perPerson(tb, many, 21, objective, constraints...).kept)
	}
	beyond := func(a, b bytesKept) bytesKept { return bytesKept{b.person - a.person, b.pair - a.pair} }

	without, with8, with21 := perPerson(tb, few, 0, nil), perPerson(tb, few, 8, nil), perPerson(tb, few, 21, nil)
	byDefault := kept(nil)
	yes := func(*mutasi.Employee, *mutasi.Position) bool { return true }
	rule := mutasi.MinTenure(2, 0, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	custom := assignment.Maximize(assignment.Custom("length", func(e *mutasi.Employee, p *mutasi.Position) float64 {
		return float64(len(e.ID) * len(p.ID))
	}))
	return map[string]bytesKept{
		"an organization, maps apart":             {person: without.organization},
		"a profile of 8, unlike that of others":   {person: with8.organization - without.organization},
		"a profile of 21, unlike that of others":  {person: with21.organization - without.organization},
		"mutasi.Organization.Incumbents":          {person: with21.incumbents},
		"a Solution after Release, with its plan": {person: with21.solution},
		"what it gives back, default objective":   byDefault,
		"and a rule that is data":                 beyond(byDefault, kept(nil, assignment.Obey(rule))),
		"and a rule with a function":              beyond(byDefault, kept(nil, assignment.Eligible("all", yes))),
		"and a Custom term":                       beyond(byDefault, kept(append(assignment.DefaultObjective(), custom))),
	}
}

// documentedMemory reads the table of memory from the documentation.
func documentedMemory(tb testing.TB) map[string]bytesKept {
	tb.Helper()
	text, err := os.ReadFile("doc.go")
	if err != nil {
		tb.Fatal(err)
	}
	table := map[string]bytesKept{}
	for _, row := range regexp.MustCompile(`(?m)^//\t *(\S.*\S) +([0-9.]+) +([0-9.]+)$`).FindAllStringSubmatch(string(text), -1) {
		person, err1 := strconv.ParseFloat(row[2], 64)
		pair, err2 := strconv.ParseFloat(row[3], 64)
		if err1 != nil || err2 != nil {
			tb.Fatalf("%q has no numbers", row[0])
		}
		table[row[1]] = bytesKept{person, pair}
	}
	return table
}

// TestMemory holds the table of memory in the documentation: nothing takes a
// fifth more than it says, and a few bytes, or a hundredth of a byte a pair, more.
func TestMemory(t *testing.T) {
	if testing.Short() || assignment.RaceEnabled || bits.UintSize < 64 {
		t.Skip("measures the memory of a 64-bit machine, for some seconds")
	}
	documented, measured := documentedMemory(t), memoryTable(t)
	if a, b := slices.Sorted(maps.Keys(documented)), slices.Sorted(maps.Keys(measured)); !slices.Equal(a, b) {
		t.Fatalf("the documentation has the lines %q, measured are %q", a, b)
	}
	for name, want := range documented {
		got := measured[name]
		t.Logf("%-40s %8.1f %8.3f", name, got.person, got.pair)
		if got.person > 1.2*want.person+4 || got.pair > 1.2*want.pair+0.01 {
			t.Errorf("%s: %.1f bytes a person and %.3f a pair; the documentation says %v and %v", name, got.person, got.pair, want.person, want.pair)
		}
	}
}

// BenchmarkMemory reports the table of memory, for whoever changes it.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		for name, x := range memoryTable(b) {
			b.ReportMetric(x.person, regexp.MustCompile(`\W+`).ReplaceAllString(name, "_")+"_B/person")
			b.ReportMetric(x.pair, regexp.MustCompile(`\W+`).ReplaceAllString(name, "_")+"_B/pair")
		}
	}
}
