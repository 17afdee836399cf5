package programme

import (
	"fmt"
	"math"
	"testing"

	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
)

// The golden values of this file come from scipy 1.17.1, statsmodels 0.15.0,
// pingouin 0.7.0 and numpy 2.4.6 on Python 3.11, by the function that each test
// names.

// expect compares a figure with its golden value to 1e-9.
func expect(t *testing.T, name string, got evaluation.Figure, want float64) {
	t.Helper()
	if !got.Defined() || math.Abs(got.Value-want) > 1e-9*max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %.17g", name, got, want)
	}
}

// sleep is the data of Student (1908), the data set sleep of R: additional
// hours of sleep of ten patients under two drugs.
func sleep(t *testing.T) *Paired {
	return pair(t,
		[]float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0},
		[]float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4})
}

func pair(t *testing.T, before, after []float64) *Paired {
	t.Helper()
	p, err := NewPaired(before, after)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPairedTGolden: scipy.stats.ttest_rel; R's t.test(paired = TRUE) on the
// same data prints t = 4.0621, p-value = 0.002833.
func TestPairedTGolden(t *testing.T) {
	r := sleep(t).T()
	expect(t, "mean", r.Estimate, 1.58)
	expect(t, "t", r.Statistic, 4.062127683382037)
	expect(t, "df", r.DF, 9)
	expect(t, "p", r.P, 0.002832890197384273)
	expect(t, "low", r.Low, 0.7001142367230175)
	expect(t, "high", r.High, 2.459885763276983)
}

// TestWilcoxonGolden: scipy.stats.wilcoxon, exact, by its PermutationMethod
// where changes tie, and by the normal approximation. The second data set is
// that of R's wilcox.test example (Hollander and Wolfe 1973, p. 29), V = 40 and
// p-value = 0.01953 one-sided there.
func TestWilcoxonGolden(t *testing.T) {
	r := sleep(t).Wilcoxon()
	expect(t, "p of sleep", r.P, 0.00390625)
	r = pair(t,
		[]float64{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30},
		[]float64{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29}).Wilcoxon()
	expect(t, "statistic of depression", r.Statistic, 5)
	expect(t, "p of depression", r.P, 0.0390625)
	var before, after []float64
	for k := range 130 {
		before, after = append(before, 0), append(after, float64(k*37%41-14)/7)
	}
	r = pair(t, before, after).Wilcoxon()
	expect(t, "statistic of 127 changes", r.Statistic, 1939)
	expect(t, "p of 127 changes", r.P, 3.1486684312924447e-07)
	if r.N != 127 {
		t.Errorf("%d changes, want 127", r.N)
	}
}

// TestSignFlipGolden: scipy.stats.permutation_test over all samples.
func TestSignFlipGolden(t *testing.T) {
	r, err := sleep(t).SignFlip(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "mean", r.Statistic, 1.58)
	expect(t, "p", r.P, 0.00390625)
}

// TestSignTestGolden: scipy.stats.binomtest.
func TestSignTestGolden(t *testing.T) {
	expect(t, "8 of 9", signP(8, 1), 0.0390625)
	expect(t, "37 of 90", signP(37, 53), 0.11334435404342058)
}

// TestBCaGolden: scipy.stats.bootstrap(method="BCa") of the mean of five
// values, its draws replaced by all 5⁵ samples.
func TestBCaGolden(t *testing.T) {
	x := []float64{1.31, -0.42, 2.27, 0.913, 3.7777}
	var drawn, left []float64
	for code := range 3125 {
		sum := 0.0
		for range x {
			sum += x[code%5]
			code /= 5
		}
		drawn = append(drawn, sum/5)
	}
	for i := range x {
		left = append(left, (sample.Mean(x)*5-x[i])/4)
	}
	watch, err := sample.NewWatch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := &bootstrap{watch: watch, n: 5, estimate: sample.Mean(x), without: left, drawn: drawn}
	for level, want := range map[float64][2]float64{0.95: bca95, 0.9: bca90} {
		low, high, err := b.interval(level)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, fmt.Sprint("low at ", level), low, want[0])
		expect(t, fmt.Sprint("high at ", level), high, want[1])
	}
}

// TestMcNemarGolden: statsmodels mcnemar(exact=True), and its statistic without
// correction.
func TestMcNemarGolden(t *testing.T) {
	r, err := McNemar(21, 7)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "p", r.P, 0.012540951371192932)
	expect(t, "chi-squared", r.Statistic, 7)
}

// TestDiDGolden: statsmodels OLS.fit(cov_type="cluster", use_t=True).
func TestDiDGolden(t *testing.T) {
	var list []Observation
	for u := range 8 {
		for p := range 6 {
			y := 10 + float64(u*7%5)*0.8 + 0.3*float64(p) + float64((u*13+p*29)%17-8)/10 + 0.1*float64(p)*float64(u%3-1)
			if u < 4 && p >= 3 {
				y += 1.5
			}
			list = append(list, Observation{Unit: string(rune('a' + u)), Period: p, Value: y, Treated: u < 4})
		}
	}
	panel, err := NewPanel(list...)
	if err != nil {
		t.Fatal(err)
	}
	d := panel.DiD(3)
	for _, c := range []struct {
		name string
		test evaluation.Inference
		want [5]float64
	}{
		{"effect", d.Effect, [5]float64{1.2833333333333377, 9.418464370419576, 3.171123717732097e-05, 0.9611363165448958, 1.6055303501217795}},
		{"pre-trend", d.PreTrend, [5]float64{0.18749999999999944, 0.5806593175693187, 0.579675147595461, -0.5760579655030976, 0.9510579655030965}},
	} {
		expect(t, c.name, c.test.Estimate, c.want[0])
		expect(t, c.name+": t", c.test.Statistic, c.want[1])
		expect(t, c.name+": p", c.test.P, c.want[2])
		expect(t, c.name+": low", c.test.Low, c.want[3])
		expect(t, c.name+": high", c.test.High, c.want[4])
	}
	expect(t, "difference of differences", evaluation.Figure{Value: d.TreatedAfter.Value - d.TreatedBefore.Value - d.OthersAfter.Value + d.OthersBefore.Value}, 1.2833333333333377)
}

// TestITSGolden: statsmodels OLS.fit(cov_type="HAC", use_correction=True,
// use_t=True) with two lags.
func TestITSGolden(t *testing.T) {
	var y []float64
	for p := range 24 {
		v := 50 + 0.4*float64(p) + float64(p*37%19-9)/4
		if p >= 12 {
			v -= 6 + 0.7*float64(p-12)
		}
		y = append(y, v)
	}
	s := ITS(y, 12)
	if s.Lags != 2 {
		t.Errorf("%d lags, want 2", s.Lags)
	}
	for _, c := range []struct {
		name string
		test evaluation.Inference
		want [5]float64
	}{
		{"slope before", s.Before, [5]float64{0.3326923076923073, 2.5593276838440606, 0.01869774633769652, 0.06153359776488987, 0.6038510176197247}},
		{"level", s.Level, [5]float64{-8.131410256410257, -7.452451008477686, 3.42379917495004e-07, -10.40741643884598, -5.855404073974535}},
		{"slope", s.Slope, [5]float64{-0.3512237762237733, -2.142033890488434, 0.04468197595358483, -0.6932538263862464, -0.0091937260613002}},
	} {
		expect(t, c.name, c.test.Estimate, c.want[0])
		expect(t, c.name+": t", c.test.Statistic, c.want[1])
		expect(t, c.name+": p", c.test.P, c.want[2])
		expect(t, c.name+": low", c.test.Low, c.want[3])
		expect(t, c.name+": high", c.test.High, c.want[4])
	}
}

// TestCUSUMGolden: the chart of D. C. Montgomery, Introduction to Statistical
// Quality Control, tables 9.1 and 9.2 (target 10, SD 1, slack 0.5, limit 5),
// which signals at its 29th sample; and the same data against the first twenty
// as a baseline, by numpy.
func TestCUSUMGolden(t *testing.T) {
	data := []float64{
		9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08,
		9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52,
	}
	c := CUSUMChart{SignalHigh: -1, SignalLow: -1}.run(data, 10, 1, 0.5, 5)
	for i, want := range map[int]float64{3: 1.16, 4: 2.82, 11: 0.97, 27: 4.47, 28: 5.28, 29: 5.30} {
		expect(t, "S⁺", evaluation.Figure{Value: c.High[i]}, want)
	}
	for i, want := range map[int]float64{0: 0.05, 1: 1.56, 2: 1.77, 6: 1.46, 18: 0.98} {
		expect(t, "S⁻", evaluation.Figure{Value: c.Low[i]}, want)
	}
	if c.SignalHigh != 28 || c.SignalLow != -1 {
		t.Errorf("signals at %d and %d, want 28 and none", c.SignalHigh, c.SignalLow)
	}
	c = CUSUM(data, 20, 0.5, 3)
	expect(t, "mean", c.Mean, 9.996)
	expect(t, "SD", c.SD, 1.1816687575761575)
	for i, want := range []float64{
		0.2650198028881523, 0, 1.441322375913076, 2.214098685142922, 2.2252402348602267,
		2.642586989650887, 2.4675511537095716, 3.341878764207756, 3.9538655130960665, 3.8973061953011454,
	} {
		expect(t, "S⁺", evaluation.Figure{Value: c.High[i]}, want)
	}
	if c.SignalHigh != 7 {
		t.Errorf("signal at %d, want 7", c.SignalHigh)
	}
}

// TestAlphaGolden: pingouin.cronbach_alpha; the correlations by numpy.corrcoef.
// The third item is reversed.
func TestAlphaGolden(t *testing.T) {
	items := []Item{{ID: "a"}, {ID: "b"}, {ID: "c", Reverse: true}, {ID: "d"}}
	var responses []Response
	for i, row := range [][4]int{{4, 5, 2, 4}, {3, 4, 3, 3}, {5, 5, 1, 4}, {2, 2, 4, 3}, {4, 4, 2, 5}, {3, 3, 3, 2}, {5, 4, 2, 5}, {1, 2, 5, 2}, {4, 3, 2, 3}} {
		answers := make(map[string]int)
		for k, v := range row {
			answers[items[k].ID] = v
		}
		responses = append(responses, Response{Respondent: string(rune('p' + i)), Answers: answers})
	}
	s, err := NewSurvey(1, 5, items, responses)
	if err != nil {
		t.Fatal(err)
	}
	r := s.Reliability()
	expect(t, "α", r.Alpha, 0.9384109073812882)
	for k, want := range [][2]float64{
		{0.8916666666666666, 0.9388011803624874}, {0.9279069767441861, 0.8283479117447029},
		{0.8969072164948455, 0.922292172922267}, {0.9533333333333335, 0.7402261699026152},
	} {
		expect(t, "α without "+r.Items[k].ID, r.Items[k].Alpha, want[0])
		expect(t, "correlation of "+r.Items[k].ID, r.Items[k].Total, want[1])
	}
}

var bca95, bca90 = [2]float64{0.45920000000000005, 2.90322}, [2]float64{0.6512, 2.68108}
