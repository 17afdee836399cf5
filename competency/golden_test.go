package competency_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi/competency"
)

// post requires 18 levels over five competencies.
var post = competency.Standard{
	{Competency: "M.1", Level: 4, Core: true},
	{Competency: "M.2", Level: 3, Core: true},
	{Competency: "M.3", Level: 4},
	{Competency: "M.4", Level: 4},
	{Competency: "SK.1", Level: 3},
}

// held returns a profile for post.
func held(levels ...competency.Level) competency.Profile {
	p := make(competency.Profile)
	for i, r := range post {
		p[r.Competency] = competency.Rating{Level: levels[i]}
	}
	return p
}

func TestJobPersonMatchPercent(t *testing.T) {
	for _, c := range []struct {
		name                  string
		p                     competency.Profile
		uncapped, total, each float64 // percent
	}{
		{"exact", held(4, 3, 4, 4, 3), 100, 100, 100},
		// 25 levels of 18: the 138.89 % seen in practice without a cap.
		{"138.89 %", held(5, 5, 5, 5, 5), 100 * 25.0 / 18, 100, 100},
		// One short by 2, two above by 1: a surplus offsets the gap unless each
		// competency is capped.
		{"offset", held(2, 4, 5, 4, 3), 100, 100, 100 * 16.0 / 18},
		{"short", held(2, 3, 4, 4, 2), 100 * 15.0 / 18, 100 * 15.0 / 18, 100 * 15.0 / 18},
	} {
		for variant, want := range map[competency.Cap]float64{
			competency.CapNone: c.uncapped, competency.CapTotal: c.total, competency.CapEach: c.each,
		} {
			m := competency.JobPersonMatch{Cap: variant}
			if got := m.Percent(c.p, post); math.Abs(got-want) > 1e-12 {
				t.Errorf("%s, %v: %v %%, want %v", c.name, variant, got, want)
			}
			fit := want / 100
			if variant == competency.CapNone {
				fit = want / 200
			}
			if got := m.Fit(c.p, post); math.Abs(got-fit) > 1e-15 {
				t.Errorf("%s, %v: fit %v, want %v", c.name, variant, got, fit)
			}
		}
	}
}

// 57 levels of 100 are 57 %, though 0.57 · 100 is a hair less in binary: a
// person exactly on a threshold must not fall below it by a rounding error.
func TestJobPersonMatchOnTheThreshold(t *testing.T) {
	for required := 1; required <= 200; required++ {
		for percent := range 101 {
			if required*percent%100 != 0 {
				continue
			}
			s := competency.Standard{{Competency: "M.1", Level: competency.Level(required)}}
			p := competency.Levels(map[competency.ID]competency.Level{"M.1": competency.Level(required * percent / 100)})
			if got := (competency.JobPersonMatch{}).Percent(p, s); got != float64(percent) {
				t.Fatalf("%d %% of %d levels is %v", percent, required, got)
			}
		}
	}
}

func TestJobPersonMatchWithoutRequirements(t *testing.T) {
	m := competency.JobPersonMatch{}
	if got := m.Percent(nil, nil); got != 100 {
		t.Errorf("empty standard: %v %%", got)
	}
	left := competency.JobPersonMatch{Unknown: competency.LeaveOut()}
	if got := left.Percent(nil, post); got != 0 {
		t.Errorf("nothing known: %v %%", got)
	}
}

// Thresholds in use: selection 80 and 68, mapping 90 and 78.
func TestBands(t *testing.T) {
	selection, mapping := competency.SelectionBands(), competency.MappingBands()
	for _, c := range []struct {
		percent        float64
		short, mapping string
	}{
		{138.89, "MS", "optimal"},
		{90, "MS", "optimal"},
		{89.99, "MS", "cukup optimal"},
		{80, "MS", "cukup optimal"},
		{79.99, "MMS", "cukup optimal"},
		{78, "MMS", "cukup optimal"},
		{77.99, "MMS", "kurang optimal"},
		{68, "MMS", "kurang optimal"},
		{67.99, "KMS", "kurang optimal"},
		{0, "KMS", "kurang optimal"},
		{-1, "KMS", "kurang optimal"},
		{math.NaN(), "KMS", "kurang optimal"},
	} {
		if got := selection.Of(c.percent).Short; got != c.short {
			t.Errorf("selection of %v %%: %s, want %s", c.percent, got, c.short)
		}
		if got := mapping.Of(c.percent).Name; got != c.mapping {
			t.Errorf("mapping of %v %%: %s, want %s", c.percent, got, c.mapping)
		}
	}
	selection[0].From = 100 // the caller's own copy
	if got := competency.SelectionBands().Of(80).Short; got != "MS" {
		t.Errorf("changing one copy changed another: %s", got)
	}
	if got := (competency.Bands{{From: 10, Name: "low"}, {From: 50, Name: "high"}}).Of(60).Name; got != "high" {
		t.Errorf("ascending bands: %s", got)
	}
	if got := competency.Bands(nil).Of(50); got != (competency.Band{}) {
		t.Errorf("no bands: %v", got)
	}
}

// The gap table that eight independent descriptions of the method share.
func TestUsualGapTable(t *testing.T) {
	var table competency.GapTable
	for gap, want := range map[competency.Level]float64{
		0: 5, 1: 4.5, -1: 4, 2: 3.5, -2: 3, 3: 2.5, -3: 2, 4: 1.5, -4: 1,
		// Constant beyond, linear between.
		5: 1.5, -5: 1, 100: 1.5,
		0.5: 4.75, -0.5: 4.5, 1.5: 4, -3.25: 1.75,
		competency.Level(math.Inf(1)): 1.5, competency.Level(math.Inf(-1)): 1,
	} {
		if got := table.Points(gap); got != want {
			t.Errorf("gap %v: %v points, want %v", gap, got, want)
		}
	}
	if got := table.Points(competency.Level(math.NaN())); got != 0 {
		t.Errorf("gap NaN: %v points", got)
	}
	if lines := table.Lines(); len(lines) != 9 || lines[4] != (competency.GapPoints{Gap: 0, Points: 5}) {
		t.Errorf("lines %v", lines)
	}
	table.Lines()[4].Points = 0
	if table.Points(0) != 5 {
		t.Error("a caller changed the usual table")
	}
}

func TestProfileMatchingScore(t *testing.T) {
	for _, c := range []struct {
		name  string
		model competency.ProfileMatching
		p     competency.Profile
		s     competency.Standard
		want  float64
	}{
		{"exact", competency.ProfileMatching{}, held(4, 3, 4, 4, 3), post, 5},
		// Core gaps 0 and +1: NCF 4.75. Secondary gaps −1, −1, 0: NSF 13/3.
		{"0.6 and 0.4", competency.ProfileMatching{}, held(4, 4, 3, 3, 3), post, 0.6*4.75 + 0.4*13.0/3},
		{"7 to 3", competency.ProfileMatching{Core: 7, Secondary: 3}, held(4, 4, 3, 3, 3), post, 0.7*4.75 + 0.3*13.0/3},
		{"secondary only by share", competency.ProfileMatching{Secondary: 1}, held(4, 4, 3, 3, 3), post, 13.0 / 3},
		{"core only by standard", competency.ProfileMatching{}, held(4, 4, 3, 3, 3), post[:2], 4.75},
		{"secondary only by standard", competency.ProfileMatching{}, held(4, 4, 3, 3, 3), post[2:], 13.0 / 3},
		{"core only, though it has no share", competency.ProfileMatching{Secondary: 1}, held(4, 4, 3, 3, 3), post[:2], 4.75},
		{"empty", competency.ProfileMatching{}, nil, nil, 5},
		{"nothing known", competency.ProfileMatching{}, nil, post, 0},
	} {
		if got := c.model.Score(c.p, c.s); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if got := c.model.Fit(c.p, c.s); math.Abs(got-c.want/5) > 1e-12 {
			t.Errorf("%s: fit %v, want %v", c.name, got, c.want/5)
		}
	}
}

// The three models disagree about surplus, which is why there are three.
func TestModelsDifferOnSurplus(t *testing.T) {
	exact, above := held(4, 3, 4, 4, 3), held(5, 5, 5, 5, 5)
	if a, b := (competency.Attainment{}).Fit(exact, post), (competency.Attainment{}).Fit(above, post); a != b {
		t.Errorf("Attainment: %v and %v, want no difference", a, b)
	}
	uncapped := competency.JobPersonMatch{Cap: competency.CapNone}
	if a, b := uncapped.Fit(exact, post), uncapped.Fit(above, post); a >= b {
		t.Errorf("JobPersonMatch: %v and %v, want a reward", a, b)
	}
	if a, b := (competency.ProfileMatching{}).Fit(exact, post), (competency.ProfileMatching{}).Fit(above, post); a <= b {
		t.Errorf("ProfileMatching: %v and %v, want a penalty", a, b)
	}
}

// PermenPANRB 38/2017: eight managerial competencies and one socio-cultural, on
// levels 1 to 5.
func TestASN2017(t *testing.T) {
	f := competency.ASN2017()
	var codes []competency.ID
	kinds := make(map[competency.Kind]int)
	for _, c := range f.Competencies {
		codes = append(codes, c.ID)
		kinds[c.Kind]++
		if c.Name == "" || c.English == "" {
			t.Errorf("%+v lacks a name", c)
		}
	}
	want := []competency.ID{"M.1", "M.2", "M.3", "M.4", "M.5", "M.6", "M.7", "M.8", "SK.1"}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	if kinds[competency.Managerial] != 8 || kinds[competency.SocioCultural] != 1 {
		t.Errorf("kinds %v", kinds)
	}
	for l, in := range map[competency.Level]bool{0: false, 1: true, 3: true, 5: true, 6: false} {
		if f.Contains(l) != in {
			t.Errorf("Contains(%v) is %v", l, !in)
		}
	}
	if _, ok := f.Competency("M.9"); ok {
		t.Error("found M.9")
	}
}
