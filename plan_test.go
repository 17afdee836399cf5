package mutasi_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"pgregory.net/rapid"
)

// posting draws who holds what; an empty post is the bench.
func posting(t *rapid.T, label string) map[mutasi.EmployeeID]mutasi.PositionID {
	return rapid.MapOfN(
		rapid.SampledFrom([]mutasi.EmployeeID{"E1", "E2", "E10", "e", "é", " ", "\x00"}),
		rapid.SampledFrom([]mutasi.PositionID{"", "P1", "P2", "P3"}), 0, -1).Draw(t, label)
}

func planOf(t *rapid.T, holds map[mutasi.EmployeeID]mutasi.PositionID) mutasi.Plan {
	var list []mutasi.Placement
	for _, e := range slices.Sorted(maps.Keys(holds)) {
		list = append(list, mutasi.Placement{Employee: e, Position: holds[e]})
	}
	p, err := mutasi.NewPlan(rapid.Permutation(list).Draw(t, "order")...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlanIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		holds := posting(t, "plan")
		p := planOf(t, holds)
		n := 0
		for e, want := range holds {
			got, ok := p.Position(e)
			if got != want || ok != (want != "") {
				t.Fatalf("Position(%q) = %q, %v; want %q", e, got, ok, want)
			}
			if ok {
				n++
			}
		}
		if _, ok := p.Position("nobody"); ok {
			t.Fatal("nobody has a post")
		}
		all := slices.Collect(p.All())
		if p.Len() != n || len(all) != n {
			t.Fatalf("Len = %d, All gives %d, want %d", p.Len(), len(all), n)
		}
		for i, x := range all {
			if i > 0 && all[i-1].Employee >= x.Employee {
				t.Fatalf("not sorted: %v", all)
			}
		}
		again, err := mutasi.NewPlan(all...)
		if err != nil || !cmp.Equal(p, again) {
			t.Fatalf("All makes another plan: %v, %v", again, err)
		}
	})
}

func TestTransfers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := posting(t, "before"), posting(t, "after")
		p, q := planOf(t, before), planOf(t, after)
		var want []mutasi.Transfer
		people := maps.Clone(before)
		maps.Copy(people, after)
		for _, e := range slices.Sorted(maps.Keys(people)) {
			if before[e] != after[e] {
				want = append(want, mutasi.Transfer{Employee: e, From: before[e], To: after[e]})
			}
		}
		got := p.Transfers(q)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
		if p.Equal(q) != (len(got) == 0) {
			t.Fatalf("Equal = %v with %d transfers", p.Equal(q), len(got))
		}
	})
}

// With changes the plan as a map would be changed, and Holders is its inverse.
func TestPlanWith(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		holds, changes := posting(t, "before"), posting(t, "changes")
		before := planOf(t, holds)
		want := maps.Clone(holds)
		maps.Copy(want, changes)
		var list []mutasi.Placement
		for _, e := range slices.Sorted(maps.Keys(changes)) {
			list = append(list, mutasi.Placement{Employee: e, Position: changes[e]})
		}
		list = rapid.Permutation(list).Draw(t, "order of changes")
		got, err := before.With(list...)
		if err != nil {
			t.Fatal(err)
		}
		if !got.Equal(planOf(t, want)) {
			t.Fatalf("%v with %v is %v", before, list, got)
		}
		if !before.Equal(planOf(t, holds)) {
			t.Fatal("With changed the plan that it was called on")
		}
		n := 0
		for p, people := range got.Holders() {
			n += len(people)
			if p == "" || !slices.IsSorted(people) || len(people) == 0 {
				t.Fatalf("%q is held by %q", p, people)
			}
			for _, e := range people {
				if want[e] != p {
					t.Fatalf("%q holds %q, not %q", e, want[e], p)
				}
			}
		}
		if n != got.Len() {
			t.Fatalf("%d holders of %d", n, got.Len())
		}
	})
}

func TestPlanWithFaults(t *testing.T) {
	p, err := mutasi.NewPlan(mutasi.Placement{Employee: "E1", Position: "P1"})
	if err != nil {
		t.Fatal(err)
	}
	next, err := p.With(mutasi.Placement{Employee: "E2"}, mutasi.Placement{Position: "P1"}, mutasi.Placement{Employee: "E2", Position: "P2"}, mutasi.Placement{Employee: "E3", Position: "\xff"})
	if err == nil || next.Len() != 0 {
		t.Fatalf("%v, %v", next, err)
	}
	checkWords(t, err)
	want := []string{
		"placements[1].employee: is empty; every placement names its employee",
		`placements[2].employee: "E2" is already placed by placements[0]; an employee holds one post`,
		`placements[3].position: "\xff" is not valid UTF-8`,
	}
	if diff := cmp.Diff(strings.Join(want, "\n"), err.Error()); diff != "" {
		t.Error(diff)
	}
}

func TestNewPlanFaults(t *testing.T) {
	list := []mutasi.Placement{{"E1", "P1"}, {"", "P1"}, {"E2", "P\xff"}, {"E1", ""}, {"\xff", "P1"}, {"E1", "P1"}, {"", ""}}
	p, err := mutasi.NewPlan(list...)
	want := []string{
		`placements[1].employee: is empty; every placement names its employee`,
		`placements[2].position: "P\xff" is not valid UTF-8`,
		`placements[3].employee: "E1" is already placed by placements[0]; an employee holds one post`,
		`placements[4].employee: "\xff" is not valid UTF-8`,
		`placements[5].employee: "E1" is already placed by placements[0]; an employee holds one post`,
		`placements[6].employee: is empty; every placement names its employee`,
	}
	if err == nil || p.Len() != 0 {
		t.Fatalf("NewPlan = %v, %v", p, err)
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	checkWords(t, err)
}

func TestPlanIsImmutable(t *testing.T) {
	list := []mutasi.Placement{{"E1", "P1"}, {"E2", "P2"}}
	p, err := mutasi.NewPlan(list...)
	if err != nil {
		t.Fatal(err)
	}
	list[0].Position = "P9"
	if id, _ := p.Position("E1"); id != "P1" {
		t.Errorf("E1 holds %q", id)
	}
}

func TestZeroPlan(t *testing.T) {
	var p mutasi.Plan
	empty, err := mutasi.NewPlan(mutasi.Placement{Employee: "E1"})
	if err != nil || !p.Equal(empty) || p.Len() != 0 || len(p.Transfers(empty)) != 0 {
		t.Errorf("the zero plan and the bench differ: %v, %v", empty, err)
	}
}

func FuzzNewPlan(f *testing.F) {
	f.Add("E1=P1\nE2=\nE1=P2")
	f.Add("=\n\xff=P\n")
	f.Fuzz(func(t *testing.T, text string) {
		var list []mutasi.Placement
		for line := range strings.Lines(text) {
			e, p, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			list = append(list, mutasi.Placement{Employee: mutasi.EmployeeID(e), Position: mutasi.PositionID(p)})
		}
		p, err := mutasi.NewPlan(list...)
		seen := make(map[mutasi.EmployeeID]bool)
		sound := true
		for _, x := range list {
			sound = sound && x.Employee != "" && !seen[x.Employee] &&
				utf8.ValidString(string(x.Employee)) && utf8.ValidString(string(x.Position))
			seen[x.Employee] = true
		}
		if sound != (err == nil) {
			t.Fatalf("%q: %v", text, err)
		}
		if err == nil {
			for _, x := range list {
				if id, _ := p.Position(x.Employee); id != x.Position {
					t.Fatalf("%q is placed in %q", x, id)
				}
			}
		}
	})
}
