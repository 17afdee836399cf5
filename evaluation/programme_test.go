package evaluation_test

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation"
	"pgregory.net/rapid"
)

// finiteEverywhere fails if a report holds NaN or ±Inf anywhere, or an undefined
// figure with a value.
func finiteEverywhere(t interface{ Fatalf(string, ...any) }, where string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			t.Fatalf("%s is %v", where, f)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			finiteEverywhere(t, where, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			finiteEverywhere(t, fmt.Sprintf("%s[%d]", where, i), v.Index(i))
		}
	case reflect.Struct:
		if f, ok := v.Interface().(evaluation.Figure); ok && !f.Defined() && f.Value != 0 {
			t.Fatalf("%s is undefined and %v", where, f.Value)
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				finiteEverywhere(t, where+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	}
}

// outcomes draws values that make trouble: few, equal, zero, huge.
func outcomes(t *rapid.T, label string, n int) []float64 {
	return rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0, 1, 1, 2, -3, 0.1, 1e-300, 1e154, -1e308, 1e308, -1e150, 5e-324}), n, n).Draw(t, label)
}

func TestStatisticsAreNeverNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(t, "n")
		shuffles := evaluation.Shuffles{Count: 19, Seed: 1}
		pairs, err := evaluation.NewPaired(outcomes(t, "before", n), outcomes(t, "after", n))
		if err == nil {
			boot, err := pairs.Bootstrap(0.95, shuffles)
			if err != nil {
				t.Fatal(err)
			}
			for _, test := range []evaluation.Test{pairs.T(), pairs.Wilcoxon(), pairs.SignFlip(shuffles), pairs.NetImprovement(), boot} {
				finiteEverywhere(t, test.Method, reflect.ValueOf(test))
			}
		}
		series := outcomes(t, "series", n)
		before := rapid.IntRange(-1, 21).Draw(t, "start")
		finiteEverywhere(t, "ITS", reflect.ValueOf(evaluation.ITS(series, before)))
		finiteEverywhere(t, "CUSUM", reflect.ValueOf(evaluation.CUSUM(series, before, 0.5, 4)))

		var list []evaluation.Observation
		values := outcomes(t, "panel", 12)
		for k, v := range values[:rapid.IntRange(0, 12).Draw(t, "observations")] {
			list = append(list, evaluation.Observation{Unit: string(rune('a' + k%4)), Period: k / 4, Value: v, Treated: k%4 < 2})
		}
		panel, err := evaluation.NewPanel(list...)
		if err != nil {
			return // values that no outcome has
		}
		start := rapid.IntRange(-1, 4).Draw(t, "panel start")
		finiteEverywhere(t, "DiD", reflect.ValueOf(panel.DiD(start)))
		paired, _ := panel.Paired(start)
		finiteEverywhere(t, "paired", reflect.ValueOf(paired.T()))
		table := evaluation.Table{A: rapid.IntRange(0, 9).Draw(t, "A"), B: rapid.IntRange(0, 9).Draw(t, "B"), C: rapid.IntRange(0, 9).Draw(t, "C"), D: rapid.IntRange(0, 9).Draw(t, "D")}
		for _, f := range []func() (evaluation.Test, error){
			func() (evaluation.Test, error) { return evaluation.Fisher(table) },
			func() (evaluation.Test, error) { return evaluation.PooledZ(table) },
			func() (evaluation.Test, error) { return evaluation.MantelHaenszel(table, table) },
			func() (evaluation.Test, error) { return evaluation.McNemar(table.A, table.B) },
		} {
			test, err := f()
			if err != nil {
				t.Fatal(err)
			}
			finiteEverywhere(t, test.Method, reflect.ValueOf(test))
			if p := test.P; p.Defined() && (p.Value < 0 || p.Value > 1) {
				t.Fatalf("%s: p = %v", test.Method, p.Value)
			}
		}
	})
}

func TestReportsAreNeverNaN(t *testing.T) {
	o := ministry(t, 300, 20)
	c, err := evaluation.Compare(o, o.Incumbents(), shuffled(t, o), nil)
	if err != nil {
		t.Fatal(err)
	}
	finiteEverywhere(t, "change", reflect.ValueOf(c))
	c, err = evaluation.Compare(nil, mutasi.Plan{}, mutasi.Plan{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	finiteEverywhere(t, "change of nothing", reflect.ValueOf(c))
}

// TestFisherAddsUp compares Fisher's p value with the sum over all tables of the
// same margins, by binomial coefficients.
func TestFisherAddsUp(t *testing.T) {
	choose := func(n, k int) float64 {
		c := 1.0
		for i := range k {
			c = c * float64(n-i) / float64(i+1)
		}
		return c
	}
	rapid.Check(t, func(t *rapid.T) {
		table := evaluation.Table{A: rapid.IntRange(0, 30).Draw(t, "A"), B: rapid.IntRange(0, 30).Draw(t, "B"), C: rapid.IntRange(0, 30).Draw(t, "C"), D: rapid.IntRange(0, 30).Draw(t, "D")}
		got, err := evaluation.Fisher(table)
		if err != nil {
			t.Fatal(err)
		}
		rows, columns := [2]int{table.A + table.B, table.C + table.D}, [2]int{table.A + table.C, table.B + table.D}
		if !got.P.Defined() {
			if rows[0] > 0 && rows[1] > 0 && columns[0] > 0 && columns[1] > 0 {
				t.Fatalf("p of %+v is %v", table, got.P)
			}
			return
		}
		want, all := 0.0, 0.0
		weight := func(a int) float64 { return choose(rows[0], a) * choose(rows[1], columns[0]-a) }
		for a := max(0, columns[0]-rows[1]); a <= min(rows[0], columns[0]); a++ {
			all += weight(a)
			if weight(a) <= weight(table.A)*(1+1e-7) {
				want += weight(a)
			}
		}
		if !near(got.P.Value, want/all, 1e-9) {
			t.Fatalf("p of %+v is %v, want %v", table, got.P, want/all)
		}
	})
}

func TestFisherOfLargeTables(t *testing.T) {
	got, err := evaluation.Fisher(evaluation.Table{A: 400_000, B: 100_000, C: 100_000, D: 400_000})
	if err != nil || got.P.Value != 0 || !got.P.Defined() {
		t.Errorf("p = %v, %v; want 0, which is what a number can hold", got.P, err)
	}
	same, err := evaluation.Fisher(evaluation.Table{A: 250_000, B: 250_000, C: 250_000, D: 250_000})
	if err != nil || !near(same.P.Value, 1, 1e-9) {
		t.Errorf("p = %v, %v; want 1", same.P, err)
	}
	if _, err := evaluation.Fisher(evaluation.Table{A: -1}); err == nil {
		t.Error("a negative count is no error")
	}
}

const panelCSV = "unit,period,value,treated\nnorth,1,10,ya\nnorth,2,11,ya\nnorth,3,15,ya\nsouth,1,8,tidak\nsouth,2,9,tidak\nsouth,3,9.5,tidak\neast,1,,ya\neast,2,12,ya\n"

func TestReadPanel(t *testing.T) {
	p, err := evaluation.ReadPanel(strings.NewReader("\ufeff"+panelCSV), "panel.csv")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{1, 2, 3}, p.Periods()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"east", "north"}, p.Units(true)); diff != "" {
		t.Error(diff)
	}
	pairs, missing := p.Paired(3)
	if diff := cmp.Diff([]float64{4.5}, pairs.Change()); diff != "" || cmp.Diff([]string{"east"}, missing) != "" {
		t.Errorf("changes (-want +got), missing %q:\n%s", missing, diff)
	}
	periods, means, incomplete := p.Series(true)
	if diff := cmp.Diff([]any{[]int{2}, []float64{11.5}, []int{1, 3}}, []any{periods, means, incomplete}); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	d := p.DiD(3)
	if d.Treated != 1 || d.Others != 1 || !near(d.Effect.Estimate.Value, 3.5, 1e-12) || d.Effect.P.Undefined != evaluation.TooFew {
		t.Errorf("one unit on each side: %+v", d)
	}
}

func TestReadPanelNamesEveryFault(t *testing.T) {
	for text, want := range map[string][]string{
		"":                         {"panel.csv:1"},
		"unit,value\n":             {`panel.csv:1`},
		"unit,period,value,x\n":    {`panel.csv:1: column "x"`},
		"unit,period,value,unit\n": {`panel.csv:1: column "unit"`},
		"unit,period,value,treated\na,1,x,ya\na,x,2,ya\nb,1,2,perhaps\n,1,2,ya\nc,1,2\n": {`panel.csv:6`},
		"unit,period,value,treated\na,1,x,ya\na,x,2,ya\nb,1,2,perhaps\n,1,2,ya\n":        {`panel.csv:2: column "value"`, `panel.csv:3: column "period"`, `panel.csv:4: column "treated"`, "panel.csv:5"},
		"unit,period,value,treated\na,1,1,ya\na,1,2,tidak\na,2,NaN,tidak\n":              {"panel.csv:3", "panel.csv:3", "panel.csv:4"},
		"unit,period,value\na,1,\"1\n":                                                   {"panel.csv:2"},
		"unit,period,value\na,1,1e151\n":                                                 {"panel.csv:2"},
	} {
		_, err := evaluation.ReadPanel(strings.NewReader(text), "panel.csv")
		var got []string
		for _, f := range mutasi.Faults(err) {
			got = append(got, f.Source)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: faults (-want +got):\n%s%v", text, diff, err)
		}
	}
}

func FuzzReadPanel(f *testing.F) {
	f.Add(panelCSV, 3)
	f.Add("unit,period,value\na,1,1e308\na,2,-1e308\n", 2)
	f.Add("unit,period,value\n\"a", 0)
	f.Fuzz(func(t *testing.T, text string, start int) {
		p, err := evaluation.ReadPanel(strings.NewReader(text), "panel.csv")
		if err != nil {
			return
		}
		pairs, _ := p.Paired(start)
		finiteEverywhere(t, "t test", reflect.ValueOf(pairs.T()))
		finiteEverywhere(t, "DiD", reflect.ValueOf(p.DiD(start)))
		_, means, _ := p.Series(true)
		finiteEverywhere(t, "ITS", reflect.ValueOf(evaluation.ITS(means, start)))
	})
}

const surveyCSV = "respondent,group,q1,q2,q3\n1,north,5,4,1\n2,north,4,4,2\n3,south,2,3,4\n4,south,,,\n5,south,1,,5\n6,,,,\n"

func surveyItems() []evaluation.Item {
	return []evaluation.Item{{ID: "q1"}, {ID: "q2"}, {ID: "q3", Reverse: true}}
}

func TestReadSurvey(t *testing.T) {
	s, err := evaluation.ReadSurvey(strings.NewReader(surveyCSV), "survey.csv", 1, 5, surveyItems())
	if err != nil {
		t.Fatal(err)
	}
	want := []evaluation.ItemSummary{
		{ID: "q1", Answered: 4, Counts: []int{1, 1, 0, 1, 1}, Median: evaluation.Figure{Value: 3}, TopTwo: evaluation.Figure{Value: 0.5}, LowTwo: evaluation.Figure{Value: 0.5}},
		{ID: "q2", Answered: 3, Skipped: 1, Counts: []int{0, 0, 1, 2, 0}, Median: evaluation.Figure{Value: 4}, TopTwo: evaluation.Figure{Value: 2.0 / 3}},
		{ID: "q3", Answered: 4, Counts: []int{1, 1, 0, 1, 1}, Median: evaluation.Figure{Value: 3}, TopTwo: evaluation.Figure{Value: 0.5}, LowTwo: evaluation.Figure{Value: 0.5}},
	}
	if diff := cmp.Diff(want, s.Items()); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	n := s.NonResponse()
	if n.Asked != 6 || n.Answered != 4 || len(n.Groups) != 3 || n.Groups[2].Group != "south" || n.Groups[2].Answered != 2 {
		t.Errorf("non-response: %+v", n)
	}
	if r := s.Reliability(); r.People != 3 || r.Items[0].Total.Value < 0.9 {
		t.Errorf("reliability: %+v", r)
	}
	finiteEverywhere(t, "reliability", reflect.ValueOf(s.Reliability()))
}

// TestReversedItemsAreTurnedRound: an item answered the other way round gives
// the same survey when it is declared as reversed.
func TestReversedItemsAreTurnedRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain, turned := []evaluation.Item{{ID: "a"}, {ID: "b"}}, []evaluation.Item{{ID: "a"}, {ID: "b", Reverse: true}}
		var one, two []evaluation.Response
		for i := range rapid.IntRange(0, 8).Draw(t, "people") {
			a, b := rapid.IntRange(-2, 4).Draw(t, "a"), rapid.IntRange(-2, 4).Draw(t, "b")
			one = append(one, evaluation.Response{Respondent: fmt.Sprint(i), Answers: map[string]int{"a": a, "b": b}})
			two = append(two, evaluation.Response{Respondent: fmt.Sprint(i), Answers: map[string]int{"a": a, "b": 2 - b}})
		}
		s, err := evaluation.NewSurvey(-2, 4, plain, one)
		if err != nil {
			t.Fatal(err)
		}
		r, err := evaluation.NewSurvey(-2, 4, turned, two)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s.Items(), r.Items()) + cmp.Diff(s.Reliability(), r.Reliability()); diff != "" {
			t.Fatal(diff)
		}
		finiteEverywhere(t, "reliability", reflect.ValueOf(s.Reliability()))
	})
}

func TestReadSurveyNamesEveryFault(t *testing.T) {
	for text, want := range map[string][]string{
		"respondent,q1,q2\n":                                  {"survey.csv:1"},
		"respondent,q1,q2,q3\n1,6,x,1\n1,1,1,1\n,1,1,1\n":     {`survey.csv:2: column "q2"`, "survey.csv:2", "survey.csv:3", "survey.csv:4"},
		"respondent,q1,q2,q3,remark\n1,1,1,1,\"thank you\"\n": {`survey.csv:1: column "remark"`},
	} {
		_, err := evaluation.ReadSurvey(strings.NewReader(text), "survey.csv", 1, 5, surveyItems())
		var got []string
		for _, f := range mutasi.Faults(err) {
			got = append(got, f.Source)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: faults (-want +got):\n%s%v", text, diff, err)
		}
	}
	if _, err := evaluation.NewSurvey(5, 5, nil, nil); len(mutasi.Faults(err)) != 1 {
		t.Errorf("a scale of one step: %v", err)
	}
	if _, err := evaluation.NewSurvey(1, 5, []evaluation.Item{{}, {ID: "a"}, {ID: "a"}}, []evaluation.Response{{Respondent: "x", Answers: map[string]int{"b": 1}}}); len(mutasi.Faults(err)) != 3 {
		t.Errorf("items without and with the same ID, and an unknown one: %v", err)
	}
}

func FuzzReadSurvey(f *testing.F) {
	f.Add(surveyCSV, 1, 5)
	f.Add("respondent,q1,q2,q3\n1,1,1,1\n", 1, 2)
	f.Fuzz(func(t *testing.T, text string, least, most int) {
		s, err := evaluation.ReadSurvey(strings.NewReader(text), "survey.csv", least, most, surveyItems())
		if err != nil {
			return
		}
		finiteEverywhere(t, "items", reflect.ValueOf(s.Items()))
		finiteEverywhere(t, "reliability", reflect.ValueOf(s.Reliability()))
		finiteEverywhere(t, "non-response", reflect.ValueOf(s.NonResponse()))
		w, err := evaluation.PairWaves(s, s)
		if err != nil || w.Gone != 0 || w.New != 0 {
			t.Fatalf("a survey against itself: %+v, %v", w, err)
		}
		finiteEverywhere(t, "score", reflect.ValueOf(w.Score.T()))
	})
}

func TestPairWaves(t *testing.T) {
	wave := func(text string) *evaluation.Survey {
		s, err := evaluation.ReadSurvey(strings.NewReader("respondent,q1,q2,q3\n"+text), "survey.csv", 1, 5, surveyItems())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	w, err := evaluation.PairWaves(wave("a,2,2,4\nb,3,3,3\nc,1,1,1\nd,,,\n"), wave("a,4,4,2\nb,3,,3\nd,5,5,1\ne,1,1,1\nc,,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if w.Both != 2 || w.Gone != 1 || w.New != 2 {
		t.Errorf("%d in both, %d gone, %d new; want 2, 1 and 2", w.Both, w.Gone, w.New)
	}
	if diff := cmp.Diff([]float64{2, 0}, w.Score.Change()); diff != "" {
		t.Error(diff)
	}
	if got := w.Items[1].Pairs.Len(); got != 1 {
		t.Errorf("%d pairs answered q2 twice, want 1", got)
	}
	if got := w.Items[0].TopTwo.P.Value; got != 1 {
		t.Errorf("one gained and none lost has p = %v, want 1", got)
	}
	other, err := evaluation.NewSurvey(1, 4, surveyItems(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := evaluation.PairWaves(other, wave("a,1,1,1\n")); err == nil {
		t.Error("waves on different scales are paired")
	}
}

func TestBootstrapRefuses(t *testing.T) {
	mean := func([]int) float64 { return 0 }
	for _, level := range []float64{0, 1, -1, math.NaN()} {
		if _, err := evaluation.Bootstrap(5, mean, level, evaluation.Shuffles{}); err == nil {
			t.Errorf("level %v is no error", level)
		}
	}
	if _, err := evaluation.Bootstrap(5, func([]int) float64 { panic("boom") }, 0.95, evaluation.Shuffles{Count: 9}); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("a statistic that panics: %v", err)
	}
	for n, want := range map[int]evaluation.Reason{0: evaluation.NoValues, 1: evaluation.TooFew, 5: evaluation.NoVariance} {
		if test, err := evaluation.Bootstrap(n, mean, 0.95, evaluation.Shuffles{Count: 9}); err != nil || test.Low.Undefined != want {
			t.Errorf("%d units without variance: %v, %v", n, test.Low, err)
		}
	}
}
