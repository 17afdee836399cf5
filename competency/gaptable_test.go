package competency_test

import (
	"math"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi/competency"
	"pgregory.net/rapid"
)

func TestNewGapTableReportsEveryFault(t *testing.T) {
	_, err := competency.NewGapTable(
		competency.GapPoints{Gap: 0, Points: 5},
		competency.GapPoints{Gap: competency.Level(math.NaN()), Points: 1},
		competency.GapPoints{Gap: 0, Points: 4},
		competency.GapPoints{Gap: 1, Points: -1},
		competency.GapPoints{Gap: 2, Points: math.Inf(1)},
	)
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{"lines[1].Gap is NaN", "lines[2].Gap is 0 like lines[0].Gap", "lines[3].Points is -1", "lines[4].Points is +Inf"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing from: %v", part, err)
		}
	}
	for _, lines := range [][]competency.GapPoints{nil, {{Gap: 0, Points: 0}}} {
		if _, err := competency.NewGapTable(lines...); err == nil || !strings.Contains(err.Error(), "points above 0") {
			t.Errorf("%v: %v", lines, err)
		}
	}
}

// Lines may come in any order, are met exactly, and bound what lies between.
func TestGapTableGoesThroughItsLines(t *testing.T) {
	line := rapid.Custom(func(t *rapid.T) competency.GapPoints {
		return competency.GapPoints{
			Gap:    competency.Level(rapid.Float64Range(-10, 10).Draw(t, "gap")),
			Points: rapid.Float64Range(0.5, 9).Draw(t, "points"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfNDistinct(line, 1, 8, func(l competency.GapPoints) competency.Level { return l.Gap }).Draw(t, "lines")
		table, err := competency.NewGapTable(lines...)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			if got := table.Points(l.Gap); got != l.Points {
				t.Fatalf("gap %v: %v points, want %v", l.Gap, got, l.Points)
			}
		}
		sorted := table.Lines()
		x := competency.Level(rapid.Float64Range(-12, 12).Draw(t, "x"))
		low, high := sorted[0], sorted[len(sorted)-1]
		for _, l := range sorted {
			if l.Gap <= x {
				low = l
			}
		}
		for i := range sorted {
			if l := sorted[len(sorted)-1-i]; l.Gap >= x {
				high = l
			}
		}
		if x < low.Gap {
			high = low
		}
		if x > high.Gap {
			low = high
		}
		if got := table.Points(x); got < min(low.Points, high.Points) || got > max(low.Points, high.Points) {
			t.Fatalf("gap %v: %v points, not between %v and %v", x, got, low, high)
		}
	})
}

func FuzzNewGapTable(f *testing.F) {
	f.Add(-1.0, 4.0, 0.0, 5.0, 1.0, 4.5, 0.3)
	f.Add(-1e100, 1e100, 1e100, 0.0, 5e-324, 5e-324, math.NaN())
	f.Fuzz(func(t *testing.T, g1, p1, g2, p2, g3, p3, x float64) {
		table, err := competency.NewGapTable(
			competency.GapPoints{Gap: competency.Level(g1), Points: p1},
			competency.GapPoints{Gap: competency.Level(g2), Points: p2},
			competency.GapPoints{Gap: competency.Level(g3), Points: p3})
		if err != nil {
			if table != (competency.GapTable{}) {
				t.Fatalf("a table beside the error %v", err)
			}
			return
		}
		if got := table.Points(competency.Level(x)); !(got >= 0 && got <= max(p1, p2, p3)) {
			t.Fatalf("gap %v: %v points", x, got)
		}
		m := competency.ProfileMatching{Table: table}
		p := competency.Levels(map[competency.ID]competency.Level{"a": competency.Level(x), "b": competency.Level(g3)})
		s := competency.Standard{{Competency: "a", Level: competency.Level(g1)}, {Competency: "b", Level: competency.Level(p2), Core: true}}
		if fit := m.Fit(p, s); !(fit >= 0 && fit <= 1) {
			t.Fatalf("fit %v", fit)
		}
		wantBatch(t, named{"fuzzed", m}, p, []competency.Standard{s, s[1:]})
	})
}
