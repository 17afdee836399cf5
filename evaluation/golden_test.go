package evaluation

import (
	"math"
	"testing"
)

// The golden values of this file come from scipy 1.17.1, statsmodels 0.15.0,
// pingouin 0.7.0 and numpy 2.4.6 on Python 3.11, by the function that each test
// names.

// expect compares a figure with its golden value to 1e-9.
func expect(t *testing.T, name string, got Figure, want float64) {
	t.Helper()
	if !got.Defined() || math.Abs(got.Value-want) > 1e-9*max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %.17g", name, got, want)
	}
}

// TestFisherGolden: scipy.stats.fisher_exact. The first table is Fisher's tea
// tasting, p-value = 0.4857 in R's fisher.test example.
func TestFisherGolden(t *testing.T) {
	for _, c := range []struct {
		table Table
		odds  float64
		p     float64
	}{
		{Table{3, 1, 1, 3}, 9, 0.48571428571428565},
		{Table{8, 2, 1, 5}, 20, 0.034965034965034975},
		{Table{120, 380, 160, 340}, 0.6710526315789473, 0.005964890863782506},
		{Table{3, 17, 0, 20}, math.Inf(1), 0.2307692307692308},
	} {
		r, err := Fisher(c.table)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "p", r.P, c.p)
		if math.IsInf(c.odds, 1) != (r.Estimate.Undefined == ZeroBase) {
			t.Errorf("odds ratio %v", r.Estimate)
		} else if r.Estimate.Defined() {
			expect(t, "odds ratio", r.Estimate, c.odds)
		}
	}
}

// TestPooledZGolden: statsmodels proportions_ztest.
func TestPooledZGolden(t *testing.T) {
	r, err := PooledZ(Table{120, 380, 160, 340})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "z", r.Statistic, -2.8171808490950556)
	expect(t, "p", r.P, 0.004844723739299829)
}

// TestMantelHaenszelGolden: statsmodels StratifiedTable on the admissions to
// Berkeley by department (Bickel, Hammel and O'Connell 1975), the data set
// UCBAdmissions of R, whose mantelhaen.test gives a common odds ratio of 0.9047.
func TestMantelHaenszelGolden(t *testing.T) {
	r, err := MantelHaenszel(
		Table{512, 313, 89, 19}, Table{353, 207, 17, 8}, Table{120, 205, 202, 391},
		Table{138, 279, 131, 244}, Table{53, 138, 94, 299}, Table{22, 351, 24, 317},
		Table{0, 0, 5, 5}) // a stratum with one group changes nothing
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "odds ratio", r.Estimate, 0.9046968282586231)
	expect(t, "low", r.Low, 0.7719073617593505)
	expect(t, "high", r.High, 1.0603297644366558)
	expect(t, "chi-squared", r.Statistic, 1.5246066604434356)
	expect(t, "p", r.P, 0.21692369705551817)
}

// TestHolmGolden: statsmodels multipletests(method="holm").
func TestHolmGolden(t *testing.T) {
	got := Holm([]Figure{{Value: 0.01}, {Value: 0.04}, undefined(TooFew), {Value: 0.03}, {Value: 0.005}, {Value: 0.2}})
	for i, want := range map[int]float64{0: 0.04, 1: 0.09, 3: 0.09, 4: 0.025, 5: 0.2} {
		expect(t, "adjusted p", got[i], want)
	}
	if got[2].Defined() {
		t.Errorf("an undefined p value becomes %v", got[2])
	}
}
