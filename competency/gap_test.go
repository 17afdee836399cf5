package competency_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi/competency"
	"pgregory.net/rapid"
)

func TestLevels(t *testing.T) {
	in := map[competency.ID]competency.Level{"M.1": 3, "M.2": 0}
	got := competency.Levels(in)
	want := competency.Profile{"M.1": {Level: 3}, "M.2": {}}
	in["M.1"] = 5
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Levels (-want +got):\n%s", diff)
	}
	if competency.Levels(nil) == nil {
		t.Error("Levels(nil) is nil: assigning to it would panic")
	}
}

func TestGaps(t *testing.T) {
	p := competency.Profile{
		"M.1": {Level: 3, Margin: 0.5},
		"M.2": {Level: 5},
		"M.4": {Level: competency.Level(math.NaN()), Margin: 1},
		"M.9": {Level: 1},
	}
	s := competency.Standard{
		{Competency: "M.2", Level: 3, Weight: 2, Core: true},
		{Competency: "M.1", Level: 4, Mandatory: true},
		{Competency: "M.3", Level: 2},
		{Competency: "M.4", Level: 1},
		{Competency: "M.1", Level: 1},
	}
	want := []competency.Gap{
		{Competency: "M.2", Required: 3, Held: 5, Known: true, Weight: 2, Core: true},
		{Competency: "M.1", Required: 4, Held: 3, Known: true, Margin: 0.5, Weight: 1, Mandatory: true},
		{Competency: "M.3", Required: 2, Weight: 1},
		{Competency: "M.4", Required: 1, Weight: 1},
		{Competency: "M.1", Required: 1, Held: 3, Known: true, Margin: 0.5, Weight: 1},
	}
	gaps := competency.Gaps(p, s)
	if diff := cmp.Diff(want, gaps); diff != "" {
		t.Fatalf("Gaps (-want +got):\n%s", diff)
	}
	for i, want := range []struct{ shortfall, surplus competency.Level }{{0, 2}, {1, 0}, {2, 0}, {1, 0}, {0, 2}} {
		if g := gaps[i]; g.Shortfall() != want.shortfall || g.Surplus() != want.surplus {
			t.Errorf("gap %d: shortfall %v, surplus %v, want %v", i, g.Shortfall(), g.Surplus(), want)
		}
	}
}

func TestGapIsOpenWhereTheMarginReachesAcross(t *testing.T) {
	for _, c := range []struct {
		held, margin, required competency.Level
		known, open            bool
	}{
		{3, 0, 3, true, false},
		{3, 0, 4, true, false},
		{3, 0.5, 4, true, false},
		{3, 1, 4, true, true},   // 4 is just possible
		{3, 0.5, 3, true, true}, // 2.5 is possible
		{3, 0.5, 2, true, false},
		{0.5, 1, 0, true, false}, // nothing is asked
		{0, 0, 2, false, true},
		{0, 0, 0, false, false},
	} {
		g := competency.Gap{Held: c.held, Margin: c.margin, Required: c.required, Known: c.known}
		if g.Open() != c.open {
			t.Errorf("%+v: open %v, want %v", g, g.Open(), c.open)
		}
	}
}

func TestMeets(t *testing.T) {
	p := competency.Profile{"M.1": {Level: 3, Margin: 1}, "M.2": {Level: 5}}
	line := func(id competency.ID, l competency.Level, mandatory bool) competency.Requirement {
		return competency.Requirement{Competency: id, Level: l, Mandatory: mandatory}
	}
	for _, c := range []struct {
		name string
		s    competency.Standard
		want bool
	}{
		{"empty", nil, true},
		{"reached", competency.Standard{line("M.1", 3, true)}, true},
		{"a hair short", competency.Standard{line("M.1", 3.0001, true)}, false},
		{"only desirable", competency.Standard{line("M.1", 5, false), line("M.7", 5, false)}, true},
		{"one of two", competency.Standard{line("M.2", 5, true), line("M.1", 4, true)}, false},
		{"unknown", competency.Standard{line("M.7", 1, true)}, false},
		{"unknown, nothing asked", competency.Standard{line("M.7", 0, true)}, true},
		{"listed twice", competency.Standard{line("M.1", 1, true), line("M.1", 4, true)}, false},
		{"no number", competency.Standard{line("M.1", competency.Level(math.NaN()), true)}, false},
	} {
		if got := competency.Meets(p, c.s); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Meets agrees with the gaps: no mandatory line has a shortfall.
func TestMeetsAgreesWithGaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := profiles(false).Draw(t, "profile"), standards(false).Draw(t, "standard")
		want := true
		for _, g := range competency.Gaps(p, s) {
			if g.Mandatory && g.Shortfall() > 0 {
				want = false
			}
		}
		if got := competency.Meets(p, s); got != want {
			t.Fatalf("Meets %v, gaps say %v", got, want)
		}
	})
}
