package competency_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi/competency"
	"pgregory.net/rapid"
)

var (
	_ competency.Tabulator = competency.Attainment{}
	_ competency.Tabulator = competency.JobPersonMatch{}
	_ competency.Tabulator = competency.ProfileMatching{}
)

// tabulator returns the model as one with points.
func (n named) tabulator() competency.Tabulator { return n.Compiler.(competency.Tabulator) }

func TestPointsLieWithinTheirErrorOfFit(t *testing.T) {
	for name, wild := range map[string]bool{"ordinary": false, "extreme": true} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			p, s := profiles(wild).Draw(t, "profile"), standards(wild).Draw(t, "standard")
			for _, m := range models {
				points, fit := m.tabulator().Points(p, s), m.Fit(p, s)
				if points < 0 || points > competency.Full {
					t.Fatalf("%s: %d points", m.name, points)
				}
				bound := m.tabulator().PointsError(s)
				if off := math.Abs(float64(points)/competency.Full - fit); !(off <= bound) {
					t.Fatalf("%s: %d points, fit %v: %v apart, more than %v", m.name, points, fit, off, bound)
				}
			}
		}))
	}
}

// The bound says something: for usual standards it is a few units a line.
func TestPointsErrorIsSmall(t *testing.T) {
	_, posts := city(0, 50, 21, 0, func(r *rand.Rand) float64 { return 1 + r.Float64() })
	for _, m := range models {
		limit := 2.0 * 21
		if strings.Contains(m.name, "left out") {
			limit = 20 * 21
		}
		for _, s := range posts {
			if bound := m.tabulator().PointsError(s) * competency.Full; bound > limit {
				t.Errorf("%s: points may be off by %v", m.name, bound)
			}
		}
		if bound := m.tabulator().PointsError(nil); bound != 0 {
			t.Errorf("%s: an empty standard may be off by %v", m.name, bound)
		}
	}
}

func TestOrderOfLinesDoesNotMatterToPoints(t *testing.T) {
	for name, wild := range map[string]bool{"ordinary": false, "extreme": true} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			p, s := profiles(wild).Draw(t, "profile"), standards(wild).Draw(t, "standard")
			other := rapid.Permutation(s).Draw(t, "other")
			for _, m := range models {
				want, got := m.tabulator().Points(p, s), m.tabulator().Points(p, other)
				if got != want {
					t.Fatalf("%s: %d points, in another order %d", m.name, want, got)
				}
			}
		}))
	}
}

// wantTable fails unless the table of m over list gives for each person what
// Points gives, whatever the length of the row.
func wantTable(t rapid.TB, m named, people []competency.Profile, list []competency.Standard) {
	t.Helper()
	table := m.tabulator().Tabulate(list, slices.Values(people))
	if table == nil {
		t.Fatalf("%s: no table of %d standards for %d people", m.name, len(list), len(people))
	}
	codes := make([]uint16, table.Codes())
	row, short := make([]int32, table.Width()), make([]int32, len(list))
	for _, p := range people {
		if !table.Encode(p, codes) {
			t.Fatalf("%s: profile %v was given and has no codes", m.name, p)
		}
		table.Points(codes, row)
		table.Points(codes, short)
		for k, s := range list {
			want := m.tabulator().Points(p, s)
			if row[k] != want || short[k] != want || table.At(codes, k) != want {
				t.Fatalf("%s: row %d, short row %d, pair %d, want %d for\nprofile  %v\nstandard %v",
					m.name, row[k], short[k], table.At(codes, k), want, p, s)
			}
		}
	}
}

func TestTableEqualsPointsInEveryBit(t *testing.T) {
	for name, wild := range map[string]bool{"ordinary": false, "extreme": true} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			list := rapid.SliceOfN(standards(wild), 0, 20).Draw(t, "standards")
			people := rapid.SliceOfN(profiles(wild), 0, 5).Draw(t, "people")
			for _, m := range models {
				wantTable(t, m, people, list)
			}
		}))
	}
}

func TestTableEqualsPointsInACity(t *testing.T) {
	people, posts := city(30, 100, 21, 0.1, func(r *rand.Rand) float64 { return float64(r.IntN(3)) })
	for _, m := range models {
		wantTable(t, m, people, posts)
	}
}

func TestTableDoesNotAllocate(t *testing.T) {
	people, posts := city(20, 300, 70, 0.1, func(r *rand.Rand) float64 { return float64(r.IntN(3)) })
	for _, m := range models {
		table := m.tabulator().Tabulate(posts, slices.Values(people))
		codes, row := make([]uint16, table.Codes()), make([]int32, table.Width())
		i := 0
		n := testing.AllocsPerRun(100, func() {
			table.Encode(people[i%len(people)], codes)
			table.Points(codes, row)
			table.Points(codes, row[:len(posts)-3])
			table.At(codes, i)
			i++
		})
		if n > 0 {
			t.Errorf("%s: %v allocations a person", m.name, n)
		}
	}
}

// Who meets every line has Full, and nobody else, by however little a line is
// missed and however small its weight.
func TestAGapNeverScoresAsFull(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := profiles(true).Draw(t, "profile"), standards(true).Draw(t, "standard")
		hair := rapid.SliceOfN(rapid.Bool(), len(s), len(s)).Draw(t, "hair")
		for i := range s {
			s[i].Mandatory = true
			if r, known := p[s[i].Competency]; known && hair[i] {
				s[i].Level = competency.Level(math.Nextafter(float64(r.Level), math.Inf(1)))
			}
		}
		each := competency.JobPersonMatch{Cap: competency.CapEach}
		if got, want := (competency.Attainment{}).Points(p, s) == competency.Full, competency.Meets(p, s); got != want {
			t.Fatalf("attainment is full: %v, and every line is met: %v", got, want)
		}
		if got, want := each.Points(p, s) == competency.Full, competency.Meets(p, s); got != want {
			t.Fatalf("match is full: %v, and every line is met: %v", got, want)
		}
		exact := !slices.ContainsFunc(s, func(r competency.Requirement) bool {
			g := competency.Gaps(p, competency.Standard{r})[0]
			return g.Shortfall() != 0 || g.Surplus() != 0 || !g.Known && r.Level <= 0
		})
		matching := competency.ProfileMatching{}
		if got := matching.Points(p, s) == competency.Full; got && !exact && roomy(p, s) {
			t.Fatalf("profile matching is full, and a line is not matched exactly")
		} else if exact && known(p, s) && !got {
			t.Fatalf("profile matching is not full, and every line is matched exactly")
		}
	})
}

// known reports whether p has a level for every line.
func known(p competency.Profile, s competency.Standard) bool {
	return !slices.ContainsFunc(competency.Gaps(p, s), func(g competency.Gap) bool { return !g.Known })
}

// roomy reports whether held − required is not rounded to 0 where they differ.
func roomy(p competency.Profile, s competency.Standard) bool {
	usual := competency.GapTable{}
	return slices.ContainsFunc(competency.Gaps(p, s), func(g competency.Gap) bool {
		off := g.Shortfall() + g.Surplus()
		return usual.Points(off) < 5
	})
}

// More of a competency never lowers the points of attainment or a match, not by
// one.
func TestHigherLevelsNeverLowerPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := profiles(true).Draw(t, "profile"), standards(true).Draw(t, "standard")
		who, level := ids().Draw(t, "of"), levels(true).Draw(t, "level")
		higher := maps.Clone(p)
		if r, known := p[who]; known && level > r.Level {
			higher[who] = competency.Rating{Level: level}
		}
		for _, m := range models {
			if _, punishes := m.Compiler.(competency.ProfileMatching); punishes {
				continue
			}
			if before, after := m.tabulator().Points(p, s), m.tabulator().Points(higher, s); after < before {
				t.Fatalf("%s: %d points before, %d with more of %q", m.name, before, after, who)
			}
		}
	})
}
