package competency_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/competency"
	"pgregory.net/rapid"
)

func TestFitLiesInTheUnitInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := profiles(true).Draw(t, "profile"), standards(true).Draw(t, "standard")
		for _, m := range models {
			if fit := m.Fit(p, s); !(fit >= 0 && fit <= 1) {
				t.Fatalf("%s: fit %v", m.name, fit)
			}
		}
	})
}

func TestEmptyStandardIsSatisfiedByEverybody(t *testing.T) {
	somebody := competency.Levels(map[competency.ID]competency.Level{"M.1": 2})
	for _, m := range models {
		for _, p := range []competency.Profile{nil, {}, somebody} {
			for _, s := range []competency.Standard{nil, {}} {
				if fit := m.Fit(p, s); fit != 1 {
					t.Errorf("%s: %v, want 1", m.name, fit)
				}
			}
		}
	}
}

// Whoever holds exactly what is asked is a full match: exactly 1, and under
// CapNone exactly half the scale.
func TestExactMatchIsExactly1(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := standards(false).Draw(t, "standard")
		p, asks := make(competency.Profile), false
		for i, r := range s {
			if held, twice := p[r.Competency]; twice {
				s[i].Level = held.Level // no level matches two
			}
			asks = asks || s[i].Level > 0
			p[r.Competency] = competency.Rating{Level: s[i].Level}
		}
		for _, m := range models {
			want := 1.0
			if jpm, ok := m.Compiler.(competency.JobPersonMatch); ok && jpm.Cap == competency.CapNone && asks {
				want = 0.5
			}
			if fit := m.Fit(p, s); fit != want {
				t.Fatalf("%s: fit %v, want %v", m.name, fit, want)
			}
		}
	})
}

// Levels and weights that would overflow a sum are no reason to lose a match.
func TestExtremeNumbersStillMatch(t *testing.T) {
	huge := competency.Level(math.MaxFloat64)
	p := competency.Levels(map[competency.ID]competency.Level{"M.1": huge, "M.2": competency.Level(math.Inf(1))})
	s := competency.Standard{
		{Competency: "M.1", Level: huge, Weight: math.MaxFloat64},
		{Competency: "M.2", Level: huge, Weight: math.Inf(1), Core: true},
		{Competency: "M.2", Level: competency.Level(math.Inf(1)), Core: true},
	}
	for _, m := range models {
		want := 1.0
		if jpm, ok := m.Compiler.(competency.JobPersonMatch); ok && jpm.Cap == competency.CapNone {
			want = 0.5
		}
		if fit := m.Fit(p, s); fit != want {
			t.Errorf("%s: fit %v, want %v", m.name, fit, want)
		}
	}
}

// More of a competency never lowers attainment or the job-person match.
func TestHigherLevelsNeverLowerTheFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := profiles(false).Draw(t, "profile"), standards(false).Draw(t, "standard")
		more := competency.Level(rapid.Float64Range(0, 3).Draw(t, "more"))
		who := ids().Draw(t, "of")
		higher := maps.Clone(p)
		if r, known := p[who]; known {
			higher[who] = competency.Rating{Level: r.Level + more}
		}
		for _, m := range models {
			if _, punishes := m.Compiler.(competency.ProfileMatching); punishes {
				continue
			}
			if before, after := m.Fit(p, s), m.Fit(higher, s); after < before-1e-12 {
				t.Fatalf("%s: %v before, %v with more of %q", m.name, before, after, who)
			}
		}
	})
}

// The order of the lines and a common factor of the weights do not matter, but
// for the last digits.
func TestOrderAndUnitOfWeightsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := profiles(false).Draw(t, "profile"), standards(false).Draw(t, "standard")
		other := make(competency.Standard, len(s))
		order := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0)).Perm(len(s))
		factor := rapid.Float64Range(0.01, 100).Draw(t, "factor")
		for i, j := range order {
			other[i] = s[j]
			if other[i].Weight == 0 {
				other[i].Weight = 1
			}
			other[i].Weight *= factor
		}
		for _, m := range models {
			if want, got := m.Fit(p, s), m.Fit(p, other); math.Abs(got-want) > 1e-12 {
				t.Fatalf("%s: %v, and %v in order %v with weights times %v", m.name, want, got, order, factor)
			}
		}
	})
}

// Margins are no part of the fit.
func TestMarginsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := profiles(false).Draw(t, "profile"), standards(false).Draw(t, "standard")
		wide := maps.Clone(p)
		for id, r := range wide {
			wide[id] = competency.Rating{Level: r.Level, Margin: r.Margin + 1}
		}
		for _, m := range models {
			if want, got := m.Fit(p, s), m.Fit(wide, s); got != want {
				t.Fatalf("%s: %v, and %v with wider margins", m.name, want, got)
			}
		}
	})
}

// Unknown is not level 0, and each policy says what it is.
func TestUnknown(t *testing.T) {
	s := competency.Standard{{Competency: "M.1", Level: 4}, {Competency: "M.2", Level: 2}}
	optional := competency.Standard{{Competency: "M.1", Level: 0}}
	half := competency.Levels(map[competency.ID]competency.Level{"M.1": 2})
	nan := competency.Profile{"M.1": {Level: 2}, "M.2": {Level: competency.Level(math.NaN())}}
	attainment := func(u competency.Unknown) competency.Model { return competency.Attainment{Unknown: u} }
	jpm := func(u competency.Unknown) competency.Model { return competency.JobPersonMatch{Unknown: u} }
	matching := func(u competency.Unknown) competency.Model { return competency.ProfileMatching{Unknown: u} }
	for _, c := range []struct {
		name    string
		model   func(competency.Unknown) competency.Model
		unknown competency.Unknown
		s       competency.Standard
		p       competency.Profile
		want    float64
	}{
		// M.1 is half attained.
		{"as nothing", attainment, competency.Unknown{}, s, half, (0.5 + 0) / 2},
		{"left out", attainment, competency.LeaveOut(), s, half, 0.5},
		{"assumed", attainment, competency.Assume(1), s, half, (0.5 + 0.5) / 2},
		{"NaN is unknown", attainment, competency.LeaveOut(), s, nan, 0.5},
		{"nothing known, left out", attainment, competency.LeaveOut(), s, nil, 0},
		{"level 0 asks nothing", attainment, competency.Unknown{}, optional, nil, 1},
		{"level 0 asks nothing, left out", attainment, competency.LeaveOut(), optional, nil, 1},
		// 2 levels of 6, of 4, 3 of 6.
		{"as nothing", jpm, competency.Unknown{}, s, half, 2.0 / 6},
		{"left out", jpm, competency.LeaveOut(), s, half, 2.0 / 4},
		{"assumed", jpm, competency.Assume(1), s, half, 3.0 / 6},
		{"nothing known, left out", jpm, competency.LeaveOut(), s, nil, 0},
		{"level 0 asks nothing", jpm, competency.Unknown{}, optional, nil, 1},
		// A gap of −2 earns 3 of 5 points, one of −1 earns 4.
		{"as nothing", matching, competency.Unknown{}, s, half, (3.0 + 0) / 2 / 5},
		{"left out", matching, competency.LeaveOut(), s, half, 3.0 / 5},
		{"assumed", matching, competency.Assume(1), s, half, (3.0 + 4) / 2 / 5},
		{"nothing known, left out", matching, competency.LeaveOut(), s, nil, 0},
		{"level 0 asks nothing", matching, competency.Unknown{}, optional, nil, 1},
	} {
		m := c.model(c.unknown)
		if got := m.Fit(c.p, c.s); got != c.want {
			t.Errorf("%T, %s: %v, want %v", m, c.name, got, c.want)
		}
	}
	// To be rated at level 0 is worse than, or as bad as, anything but unknown.
	zero := competency.Levels(map[competency.ID]competency.Level{"M.1": 2, "M.2": 0})
	if known, unknown := (competency.ProfileMatching{}).Fit(zero, s), (competency.ProfileMatching{}).Fit(half, s); known <= unknown {
		t.Errorf("level 0 gives %v, unknown %v: they must differ", known, unknown)
	}
}

// attainmentByDefinition is the formula, written down once more.
func attainmentByDefinition(p competency.Profile, s competency.Standard) float64 {
	var points, weights float64
	for _, g := range competency.Gaps(p, s) {
		weights += g.Weight
		if g.Required <= 0 {
			points += g.Weight
		} else {
			points += g.Weight * math.Min(1, float64(g.Held/g.Required))
		}
	}
	if weights == 0 {
		return 1
	}
	return points / weights
}

func TestAttainmentIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := profiles(false).Draw(t, "profile"), standards(false).Draw(t, "standard")
		got, want := competency.Attainment{}.Fit(p, s), attainmentByDefinition(p, s)
		if math.Abs(got-want) > 1e-12 {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func FuzzFit(f *testing.F) {
	f.Add(3.0, 4.0, 1.0, 2.0, 0.0, 0.5, true)
	f.Add(math.NaN(), math.Inf(1), math.Inf(1), math.NaN(), -1.0, math.MaxFloat64, false)
	f.Add(math.MaxFloat64, math.SmallestNonzeroFloat64, math.SmallestNonzeroFloat64, math.MaxFloat64, math.MaxFloat64, 1e300, true)
	f.Fuzz(func(t *testing.T, held1, required1, weight1, held2, required2, weight2 float64, core bool) {
		p := competency.Profile{"a": {Level: competency.Level(held1)}, "b": {Level: competency.Level(held2), Margin: competency.Level(weight1)}}
		s := competency.Standard{
			{Competency: "a", Level: competency.Level(required1), Weight: weight1, Core: core},
			{Competency: "b", Level: competency.Level(required2), Weight: weight2, Mandatory: core},
			{Competency: "missing", Level: competency.Level(required2), Weight: weight1},
			{Competency: "a", Level: competency.Level(required2), Core: !core},
		}
		fuzzed := competency.ProfileMatching{Core: weight1, Secondary: weight2, Unknown: competency.Assume(competency.Level(required1))}
		for _, m := range append(slices.Clone(models), named{"fuzzed", fuzzed}) {
			for n := range len(s) + 1 {
				if fit := m.Fit(p, s[:n]); !(fit >= 0 && fit <= 1) {
					t.Fatalf("%s: fit %v of %v to %v", m.name, fit, p, s[:n])
				}
			}
			wantBatch(t, m, p, []competency.Standard{s, s[:2], s[1:], nil, s[2:], s})
		}
		for _, g := range competency.Gaps(p, s) {
			if !(g.Shortfall() >= 0 && g.Surplus() >= 0) || g.Shortfall() > 0 && g.Surplus() > 0 {
				t.Fatalf("%+v: shortfall %v, surplus %v", g, g.Shortfall(), g.Surplus())
			}
			g.Open()
		}
		competency.Meets(p, s)
	})
}
