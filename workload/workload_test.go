package workload_test

import (
	"math"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

func TestPosts(t *testing.T) {
	for f, want := range map[workload.FTE]int{
		0: 0, 0.2: 0, 0.49999999999999994: 0, 0.5: 1, 1: 1, 1.4999999999999998: 1, 1.5: 2, 2.5: 3, 3.5: 4,
		-0.5: 0, -3: 0, 1e9 + 0.5: 1e9 + 1,
		1e300:                              math.MaxInt,
		workload.FTE(math.Inf(1)):          math.MaxInt,
		workload.FTE(math.Inf(-1)):         0,
		workload.FTE(math.MaxInt):          math.MaxInt,
		workload.FTE(math.NaN()):           0,
		workload.FTE(math.Copysign(0, -1)): 0,
	} {
		if got := f.Posts(); got != want {
			t.Errorf("%v: %d posts, want %d", float64(f), got, want)
		}
	}
	// From 2^52 on there are no halves left: floor(x + 0.5) would add one here.
	const odd = 1<<52 + 1
	if got, want := workload.FTE(odd).Posts(), min(odd, uint64(math.MaxInt)); uint64(got) != want {
		t.Errorf("%v: %d posts, want %d", uint64(odd), got, want)
	}
}

func TestPostsIsWithinHalfAPost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64Range(0, 1e9).Draw(t, "fte")
		n := float64(workload.FTE(f).Posts())
		if n-f > 0.5 || f-n >= 0.5 {
			t.Fatalf("%v is %v posts", f, n)
		}
	})
}

// The two conventions of effective working time: 75 000 and 72 000 minutes a
// year; 300 a day, 1 500 a week.
func TestEffectiveTime(t *testing.T) {
	for got, want := range map[time.Duration]float64{
		workload.YearOf1250Hours: 75_000, workload.YearOf1200Hours: 72_000,
		workload.EffectiveWeek: 1_500, workload.EffectiveDay: 300,
	} {
		if got.Minutes() != want {
			t.Errorf("%v is %v minutes, want %v", got, got.Minutes(), want)
		}
	}
	if workload.YearOf1250Hours.Hours() != 1250 || workload.YearOf1200Hours.Hours() != 1200 {
		t.Error("the names of the years are wrong")
	}
}

func TestNeed(t *testing.T) {
	letters := workload.Activity{Name: "letters", Volume: 1500, Norm: 25 * time.Minute} // 37 500 minutes
	visits := workload.Activity{Name: "visits", Volume: 250, Norm: 5 * time.Hour}       // 75 000 minutes
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		name       string
		activities []workload.Activity
		effective  time.Duration
		want       float64
	}{
		{"none", nil, workload.YearOf1250Hours, 0},
		{"half", []workload.Activity{letters}, workload.YearOf1250Hours, 0.5},
		{"sum", []workload.Activity{letters, visits}, workload.YearOf1250Hours, 1.5},
		{"other convention", []workload.Activity{letters, visits}, workload.YearOf1200Hours, 112_500.0 / 72_000},
		{"no time, work", []workload.Activity{letters}, 0, inf},
		{"negative time, work", []workload.Activity{letters}, -time.Hour, inf},
		{"no time, no work", []workload.Activity{{Norm: time.Hour}}, 0, 0},
		{"NaN", []workload.Activity{{Volume: nan, Norm: time.Hour}}, workload.YearOf1250Hours, nan},
		{"infinite", []workload.Activity{{Volume: inf, Norm: time.Hour}}, workload.YearOf1250Hours, inf},
	} {
		got := float64(workload.Need(c.activities, c.effective))
		if got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Halves made of whole minutes are halves: rounding half up depends on it.
func TestNeedOfWholeMinutesIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		halves := rapid.IntRange(0, 400).Draw(t, "halves")
		left := halves * 37_500
		var rows []workload.Activity
		for left > 0 {
			minutes := rapid.IntRange(1, 600).Draw(t, "norm")
			volume := min(rapid.IntRange(1, 20_000).Draw(t, "volume"), left/minutes)
			if volume == 0 {
				volume, minutes = 1, left
			}
			rows = append(rows, workload.Activity{Volume: float64(volume), Norm: time.Duration(minutes) * time.Minute})
			left -= volume * minutes
		}
		if got, want := workload.Need(rows, workload.YearOf1250Hours), workload.FTE(halves)/2; got != want {
			t.Fatalf("need %v, want %v", got, want)
		}
	})
}

// Mistake 1 of real forms: dividing the work by the need times the hours gives
// 1, whatever the staffing. The holders are what counts.
func TestEfficiencyDividesByTheHolders(t *testing.T) {
	rows := []workload.Activity{{Volume: 2_500, Norm: time.Hour}}
	hours, need := workload.Hours(rows), workload.Need(rows, workload.YearOf1250Hours)
	for holders, want := range map[workload.FTE]float64{1: 2, 2: 1, 4: 0.5} {
		got := workload.Efficiency(hours, holders, workload.YearOf1250Hours)
		if got != want {
			t.Errorf("%v holders: %v, want %v", holders, got, want)
		}
		if mistaken := workload.Efficiency(hours, need, workload.YearOf1250Hours); mistaken != 1 {
			t.Errorf("by the need: %v, want the mistake's 1", mistaken)
		}
	}
}

// Mistake 2: inverting the ratio. More work than time is an efficiency above 1
// and a coverage below 1, and they are each other's inverse.
func TestEfficiencyIsTheInverseOfCoverage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := []workload.Activity{{Volume: rapid.Float64Range(1, 1e5).Draw(t, "volume"), Norm: time.Hour}}
		holders := workload.FTE(rapid.Float64Range(0.5, 100).Draw(t, "holders"))
		need := workload.Need(rows, workload.YearOf1200Hours)
		efficiency := workload.Efficiency(workload.Hours(rows), holders, workload.YearOf1200Hours)
		coverage := workload.Coverage(holders, need)
		if (need > holders) != (efficiency > 1) || (need > holders) != (coverage < 1) {
			t.Fatalf("need %v, holders %v: efficiency %v, coverage %v", need, holders, efficiency, coverage)
		}
		if math.Abs(efficiency*coverage-1) > 1e-12 {
			t.Fatalf("efficiency %v times coverage %v is not 1", efficiency, coverage)
		}
	})
}

// Mistake 3: rounding each row up. Ten tasks of a tenth of a post are one post,
// not ten.
func TestNeedIsRoundedOnce(t *testing.T) {
	var rows []workload.Activity
	eachUp := 0.0
	for range 10 {
		row := workload.Activity{Volume: 125, Norm: time.Hour}
		rows = append(rows, row)
		eachUp += math.Ceil(float64(workload.Need([]workload.Activity{row}, workload.YearOf1250Hours)))
	}
	if got := workload.Need(rows, workload.YearOf1250Hours).Posts(); got != 1 || eachUp != 10 {
		t.Errorf("%d posts, want 1; each row rounded up gives %v", got, eachUp)
	}
}

func TestCoverage(t *testing.T) {
	for _, c := range []struct{ staff, need, want float64 }{
		{3, 2, 1.5}, {0, 2, 0}, {2, 2, 1}, {0, 0, 1}, {3, 0, 4}, {3, -1, 4}, {3, math.NaN(), 4},
	} {
		if got := workload.Coverage(workload.FTE(c.staff), workload.FTE(c.need)); got != c.want {
			t.Errorf("staff %v, need %v: %v, want %v", c.staff, c.need, got, c.want)
		}
	}
}

func TestEfficiencyWithoutTime(t *testing.T) {
	if got := workload.Efficiency(100, 0, workload.YearOf1250Hours); !math.IsInf(got, 1) || workload.ClassOf(got) != workload.ClassA {
		t.Errorf("work and nobody to do it: %v", got)
	}
	if got := workload.Efficiency(100, 2, -time.Hour); !math.IsInf(got, 1) {
		t.Errorf("no working time: %v", got)
	}
	if got := workload.Efficiency(0, 0, workload.YearOf1250Hours); !math.IsNaN(got) || workload.ClassOf(got) != "" {
		t.Errorf("neither work nor anybody: %v", got)
	}
}

// A > 1.00, B 0.90–1.00, C 0.70–0.89, D 0.50–0.69, E < 0.50.
func TestClassOf(t *testing.T) {
	for efficiency, want := range map[float64]workload.Class{
		math.Inf(1): workload.ClassA, 1.01: workload.ClassA, math.Nextafter(1, 2): workload.ClassA,
		1: workload.ClassB, 0.9: workload.ClassB,
		0.895: workload.ClassC, 0.89: workload.ClassC, 0.7: workload.ClassC,
		0.69: workload.ClassD, 0.5: workload.ClassD,
		0.49: workload.ClassE, 0: workload.ClassE, -1: workload.ClassE,
	} {
		if got := workload.ClassOf(efficiency); got != want {
			t.Errorf("%v: %s, want %s", efficiency, got, want)
		}
	}
}
