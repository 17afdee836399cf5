package programme_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/expect"
	"github.com/mutasi-go/mutasi/evaluation/programme"
	"pgregory.net/rapid"
)

// outcomes draws values that make trouble: few, equal, zero, huge.
func outcomes(t *rapid.T, label string, n int) []float64 {
	return rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0, 1, 1, 2, -3, 0.1, 1e-300, 1e154, -1e308, 1e308, -1e150, 5e-324}), n, n).Draw(t, label)
}

func TestStatisticsAreNeverNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(t, "n")
		few := &evaluation.Resampling{Count: 19, Seed: 1}
		pairs, err := programme.NewPaired(outcomes(t, "before", n), outcomes(t, "after", n))
		if err == nil {
			boot, err := pairs.Bootstrap(context.Background(), 0.95, few)
			if err != nil {
				t.Fatal(err)
			}
			flip, err := pairs.SignFlip(context.Background(), few)
			if err != nil {
				t.Fatal(err)
			}
			for _, test := range []evaluation.Inference{pairs.T(), pairs.Wilcoxon(), flip, pairs.NetImprovement(), boot} {
				expect.Finite(t, test.Method, reflect.ValueOf(test))
			}
		}
		series := outcomes(t, "series", n)
		before := rapid.IntRange(-1, 21).Draw(t, "start")
		expect.Finite(t, "ITS", reflect.ValueOf(programme.ITS(series, before)))
		expect.Finite(t, "CUSUM", reflect.ValueOf(programme.CUSUM(series, before, 0.5, 4)))

		var list []programme.Observation
		values := outcomes(t, "panel", 12)
		for k, v := range values[:rapid.IntRange(0, 12).Draw(t, "observations")] {
			list = append(list, programme.Observation{Unit: string(rune('a' + k%4)), Period: k / 4, Value: v, Treated: k%4 < 2})
		}
		panel, err := programme.NewPanel(list...)
		if err != nil {
			return // values that no outcome has
		}
		start := rapid.IntRange(-1, 4).Draw(t, "panel start")
		expect.Finite(t, "DiD", reflect.ValueOf(panel.DiD(start)))
		paired, _ := panel.Paired(start)
		expect.Finite(t, "paired", reflect.ValueOf(paired.T()))
		mcnemar, err := programme.McNemar(rapid.IntRange(0, 9).Draw(t, "gained"), rapid.IntRange(0, 9).Draw(t, "lost"))
		if err != nil {
			t.Fatal(err)
		}
		expect.Finite(t, mcnemar.Method, reflect.ValueOf(mcnemar))
		if p := mcnemar.P; p.Defined() && (p.Value < 0 || p.Value > 1) {
			t.Fatalf("McNemar: p = %v", p.Value)
		}
	})
}

const panelCSV = "unit,period,value,treated\nnorth,1,10,ya\nnorth,2,11,ya\nnorth,3,15,ya\nsouth,1,8,tidak\nsouth,2,9,tidak\nsouth,3,9.5,tidak\neast,1,,ya\neast,2,12,ya\n"

func TestReadPanel(t *testing.T) {
	p, err := programme.ReadPanel(strings.NewReader("\ufeff"+panelCSV), "panel.csv")
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
		"":                         {"panel.csv"},
		"unit,value\n":             {`panel.csv:1: column "period"`},
		"unit,period,value,x\n":    {`panel.csv:1: column "x"`},
		"unit,period,value,unit\n": {`panel.csv:1: column "unit"`},
		"unit,period,value,treated\na,1,x,ya\na,x,2,ya\nb,1,2,perhaps\n,1,2,ya\nc,1,2\n": {`panel.csv:2: column "value"`, `panel.csv:3: column "period"`, `panel.csv:4: column "treated"`, "panel.csv:5", `panel.csv:6`},
		"unit,period,value,treated\na,1,x,ya\na,x,2,ya\nb,1,2,perhaps\n,1,2,ya\n":        {`panel.csv:2: column "value"`, `panel.csv:3: column "period"`, `panel.csv:4: column "treated"`, "panel.csv:5"},
		"unit,period,value,treated\na,1,1,ya\na,1,2,tidak\na,2,NaN,tidak\n":              {"panel.csv:3", "panel.csv:3", `panel.csv:4: column "value"`},
		"unit,period,value\na,1,\"1\n":                                                   {`panel.csv:2: column "value"`},
		"unit,period,value\na,1,1e151\n":                                                 {"panel.csv:2"},
	} {
		_, err := programme.ReadPanel(strings.NewReader(text), "panel.csv")
		var got []string
		for _, f := range mutasi.Faults(err) {
			got = append(got, f.Source)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: faults (-want +got):\n%s%v", text, diff, err)
		}
		checkWords(t, err)
	}
}

// checkWords fails the test unless the text of every fault is the template of its
// code with its arguments in it.
func checkWords(t *testing.T, err error) {
	t.Helper()
	templates := mutasi.FaultTemplates()
	for code, text := range programme.FaultTemplates() {
		if _, twice := templates[code]; twice {
			t.Errorf("code %s has two templates", code)
		}
		templates[code] = text
	}
	for _, f := range mutasi.Faults(err) {
		if _, ok := templates[f.Code]; !ok || f.Translate(templates).Problem != f.Problem || strings.Contains(f.Problem, "{") {
			t.Errorf("code %q and arguments %q do not give %q", f.Code, f.Args, f.Problem)
		}
	}
}

// A file is the same whatever separates its cells, as it is for an organisation.
func TestDialects(t *testing.T) {
	want, err := programme.ReadPanel(strings.NewReader("unit,period,value,treated\na,1,2.5,ya\n\"b;c\",-2,3,\n"), "panel.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"\ufeffUnit;period ;value;treated\r\na;1;2,5;ya\r\n\"b;c\";-2;3;\r\n",
		"treated\tvalue\tunit\tperiod\nya\t2.5\ta\t1\n\t3\t\"b;c\"\t-2\n",
	} {
		got, err := programme.ReadPanel(strings.NewReader(text), "panel.csv")
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if !reflect.DeepEqual(want, got) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
	items := []programme.Item{{ID: "Q1"}, {ID: "q1"}, {ID: "why?"}}
	survey, err := programme.ReadSurvey(strings.NewReader("q1,Q1,why?,respondent\n1,2,,x\n"), "survey.csv", 1, 5, items)
	if err != nil {
		t.Fatal(err)
	}
	again, err := programme.ReadSurvey(strings.NewReader("q1;Q1;why?;respondent\n1;2;;x\n"), "survey.csv", 1, 5, items)
	if err != nil || !reflect.DeepEqual(survey, again) {
		t.Errorf("%+v, want %+v; %v", again, survey, err)
	}
	direct, err := programme.NewSurvey(1, 5, items, []programme.Response{{Respondent: "x", Answers: map[string]int{"q1": 1, "Q1": 2}}})
	if err != nil || !reflect.DeepEqual(survey, direct) {
		t.Errorf("%+v, want %+v; %v", survey, direct, err)
	}
}

// An item whose column would be that of the respondents is refused.
func TestReservedItems(t *testing.T) {
	_, err := programme.ReadSurvey(strings.NewReader("respondent,group\n1,2\n"), "survey.csv", 1, 5, []programme.Item{{ID: "group"}, {ID: "respondent"}})
	if faults := mutasi.Faults(err); len(faults) != 2 || faults[0].Path != "items[0]" || faults[1].Path != "items[1]" {
		t.Errorf("%v", err)
	}
	checkWords(t, err)
}

func FuzzReadPanel(f *testing.F) {
	f.Add(panelCSV, 3)
	f.Add("unit,period,value\na,1,1e308\na,2,-1e308\n", 2)
	f.Add("unit,period,value\n\"a", 0)
	f.Fuzz(func(t *testing.T, text string, start int) {
		p, err := programme.ReadPanel(strings.NewReader(text), "panel.csv")
		if err != nil {
			return
		}
		pairs, _ := p.Paired(start)
		expect.Finite(t, "t test", reflect.ValueOf(pairs.T()))
		expect.Finite(t, "DiD", reflect.ValueOf(p.DiD(start)))
		_, means, _ := p.Series(true)
		expect.Finite(t, "ITS", reflect.ValueOf(programme.ITS(means, start)))
	})
}

const surveyCSV = "respondent,group,q1,q2,q3\n1,north,5,4,1\n2,north,4,4,2\n3,south,2,3,4\n4,south,,,\n5,south,1,,5\n6,,,,\n"

func surveyItems() []programme.Item {
	return []programme.Item{{ID: "q1"}, {ID: "q2"}, {ID: "q3", Reverse: true}}
}

func TestReadSurvey(t *testing.T) {
	s, err := programme.ReadSurvey(strings.NewReader(surveyCSV), "survey.csv", 1, 5, surveyItems())
	if err != nil {
		t.Fatal(err)
	}
	want := []programme.ItemSummary{
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
	expect.Finite(t, "reliability", reflect.ValueOf(s.Reliability()))
}

// TestReversedItemsAreTurnedRound: an item answered the other way round gives
// the same survey when it is declared as reversed.
func TestReversedItemsAreTurnedRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain, turned := []programme.Item{{ID: "a"}, {ID: "b"}}, []programme.Item{{ID: "a"}, {ID: "b", Reverse: true}}
		var one, two []programme.Response
		for i := range rapid.IntRange(0, 8).Draw(t, "people") {
			a, b := rapid.IntRange(-2, 4).Draw(t, "a"), rapid.IntRange(-2, 4).Draw(t, "b")
			one = append(one, programme.Response{Respondent: fmt.Sprint(i), Answers: map[string]int{"a": a, "b": b}})
			two = append(two, programme.Response{Respondent: fmt.Sprint(i), Answers: map[string]int{"a": a, "b": 2 - b}})
		}
		s, err := programme.NewSurvey(-2, 4, plain, one)
		if err != nil {
			t.Fatal(err)
		}
		r, err := programme.NewSurvey(-2, 4, turned, two)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s.Items(), r.Items()) + cmp.Diff(s.Reliability(), r.Reliability()); diff != "" {
			t.Fatal(diff)
		}
		expect.Finite(t, "reliability", reflect.ValueOf(s.Reliability()))
	})
}

func TestReadSurveyNamesEveryFault(t *testing.T) {
	for text, want := range map[string][]string{
		"respondent,q1,q2\n":                                  {`survey.csv:1: column "q3"`},
		"respondent,q1,q2,q3\n1,6,x,1\n1,1,1,1\n,1,1,1\n":     {"survey.csv:2", `survey.csv:2: column "q2"`, "survey.csv:3", "survey.csv:4"},
		"respondent,q1,q2,q3,remark\n1,1,1,1,\"thank you\"\n": {`survey.csv:1: column "remark"`},
	} {
		_, err := programme.ReadSurvey(strings.NewReader(text), "survey.csv", 1, 5, surveyItems())
		var got []string
		for _, f := range mutasi.Faults(err) {
			got = append(got, f.Source)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: faults (-want +got):\n%s%v", text, diff, err)
		}
		checkWords(t, err)
	}
	if _, err := programme.NewSurvey(5, 5, nil, nil); len(mutasi.Faults(err)) != 1 {
		t.Errorf("a scale of one step: %v", err)
	}
	if _, err := programme.NewSurvey(1, 5, []programme.Item{{}, {ID: "a"}, {ID: "a"}}, []programme.Response{{Respondent: "x", Answers: map[string]int{"b": 1}}}); len(mutasi.Faults(err)) != 3 {
		t.Errorf("items without and with the same ID, and an unknown one: %v", err)
	}
}

func FuzzReadSurvey(f *testing.F) {
	f.Add(surveyCSV, 1, 5)
	f.Add("respondent,q1,q2,q3\n1,1,1,1\n", 1, 2)
	f.Fuzz(func(t *testing.T, text string, least, most int) {
		s, err := programme.ReadSurvey(strings.NewReader(text), "survey.csv", least, most, surveyItems())
		if err != nil {
			return
		}
		expect.Finite(t, "items", reflect.ValueOf(s.Items()))
		expect.Finite(t, "reliability", reflect.ValueOf(s.Reliability()))
		expect.Finite(t, "non-response", reflect.ValueOf(s.NonResponse()))
		w, err := programme.PairWaves(s, s)
		if err != nil || w.Gone != 0 || w.New != 0 {
			t.Fatalf("a survey against itself: %+v, %v", w, err)
		}
		expect.Finite(t, "score", reflect.ValueOf(w.Score.T()))
	})
}

func TestPairWaves(t *testing.T) {
	wave := func(text string) *programme.Survey {
		s, err := programme.ReadSurvey(strings.NewReader("respondent,q1,q2,q3\n"+text), "survey.csv", 1, 5, surveyItems())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	w, err := programme.PairWaves(wave("a,2,2,4\nb,3,3,3\nc,1,1,1\nd,,,\n"), wave("a,4,4,2\nb,3,,3\nd,5,5,1\ne,1,1,1\nc,,,\n"))
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
	other, err := programme.NewSurvey(1, 4, surveyItems(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := programme.PairWaves(other, wave("a,1,1,1\n")); err == nil {
		t.Error("waves on different scales are paired")
	}
}

func TestBootstrapRefuses(t *testing.T) {
	mean := func([]int) float64 { return 0 }
	for _, level := range []float64{0, 1, -1, math.NaN()} {
		if _, err := programme.Bootstrap(t.Context(), 5, mean, level, nil); err == nil {
			t.Errorf("level %v is no error", level)
		}
	}
	for _, count := range []int{-1, 100_000_001, math.MaxInt} {
		if _, err := programme.Bootstrap(t.Context(), 5, mean, 0.95, &evaluation.Resampling{Count: count}); err == nil || !strings.Contains(err.Error(), fmt.Sprint(count)) {
			t.Errorf("%d samples: %v", count, err)
		}
	}
	if _, err := programme.Bootstrap(t.Context(), math.MaxInt, mean, 0.95, nil); err == nil {
		t.Error("units beyond memory are no error")
	}
	if _, err := programme.Bootstrap(t.Context(), 5, nil, 0.95, nil); err == nil || !strings.Contains(err.Error(), "nil") {
		t.Errorf("no statistic: %v", err)
	}
	few := &evaluation.Resampling{Count: 9}
	if _, err := programme.Bootstrap(t.Context(), 5, func([]int) float64 { panic("boom") }, 0.95, few); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("a statistic that panics: %v", err)
	}
	for n, want := range map[int]evaluation.Reason{0: evaluation.NoValues, 1: evaluation.TooFew, 5: evaluation.NoVariance} {
		if test, err := programme.Bootstrap(t.Context(), n, mean, 0.95, few); err != nil || test.Low.Undefined != want {
			t.Errorf("%d units without variance: %v, %v", n, test.Low, err)
		}
	}
}

// TestNilData: a panel or survey that was never made is empty, and a reader that
// was never opened is an error.
func TestNilData(t *testing.T) {
	if p, err := programme.ReadPanel(nil, "panel.csv"); p != nil || err == nil || !strings.Contains(err.Error(), "panel.csv") {
		t.Errorf("a panel of no reader: %v", err)
	}
	if s, err := programme.ReadSurvey(nil, "survey.csv", 1, 5, surveyItems()); s != nil || err == nil || !strings.Contains(err.Error(), "survey.csv") {
		t.Errorf("a survey of no reader: %v", err)
	}
	broken := errors.New("the disk is gone")
	if p, err := programme.ReadPanel(io.MultiReader(strings.NewReader(panelCSV), iotest.ErrReader(broken)), "panel.csv"); p != nil || !errors.Is(err, broken) || !strings.Contains(err.Error(), "panel.csv") {
		t.Errorf("a reader that fails: %v", err)
	}
	var p *programme.Panel
	pairs, missing := p.Paired(1)
	periods, means, incomplete := p.Series(true)
	if pairs.Len() != 0 || len(missing)+len(periods)+len(means)+len(incomplete)+len(p.Periods())+len(p.Units(true)) != 0 {
		t.Error("a nil panel is not empty")
	}
	if d := p.DiD(1); d.Effect.Estimate.Undefined != evaluation.NoValues || d.TreatedAfter.Undefined != evaluation.NoValues {
		t.Errorf("a nil panel: %+v", d)
	}
	var s *programme.Survey
	if s.Reliability().Alpha.Defined() || len(s.Items()) != 0 || s.NonResponse().Rate.Defined() {
		t.Error("a nil survey is not empty")
	}
}

// TestCancelled: what takes long returns soon after its context has ended, also
// if it ended before the call.
func TestCancelled(t *testing.T) {
	many, some := &evaluation.Resampling{Count: 100_000_000}, &evaluation.Resampling{Count: 10_000_000} // each far beyond the wait
	pairs, err := programme.NewPaired(make([]float64, 40), slices.Repeat([]float64{1, 2, -1, 4}, 10))
	if err != nil {
		t.Fatal(err)
	}
	calls := map[string]func(context.Context) error{
		"SignFlip":  func(ctx context.Context) error { _, err := pairs.SignFlip(ctx, some); return err },
		"Bootstrap": func(ctx context.Context) error { _, err := pairs.Bootstrap(ctx, 0.95, some); return err },
		"all flips": func(ctx context.Context) error {
			few, err := programme.NewPaired(make([]float64, 26), slices.Repeat([]float64{1, 2}, 13))
			if err != nil {
				return err
			}
			_, err = few.SignFlip(ctx, many)
			return err
		},
	}
	for name, call := range calls {
		for _, wait := range []time.Duration{0, 20 * time.Millisecond} {
			ctx, cancel := context.WithTimeout(t.Context(), wait)
			start := time.Now()
			err := call(ctx)
			if late := time.Since(start) - wait; !errors.Is(err, context.DeadlineExceeded) || late > time.Second {
				t.Errorf("%s, cancelled after %v: %v, %v late", name, wait, err, late)
			}
			cancel()
		}
	}
}

// TestMcNemarRefuses: a negative count, and a sum that wraps around.
func TestMcNemarRefuses(t *testing.T) {
	for _, c := range [][2]int{{-1, 3}, {3, -1}, {math.MaxInt, 1}, {math.MaxInt / 2, math.MaxInt/2 + 2}} {
		if _, err := programme.McNemar(c[0], c[1]); err == nil || !strings.Contains(err.Error(), fmt.Sprint(c[0])) {
			t.Errorf("%d gained, %d lost: %v", c[0], c[1], err)
		}
	}
	if got, err := programme.McNemar(math.MaxInt, 0); err != nil || got.N != math.MaxInt {
		t.Errorf("the largest count: %+v, %v", got, err)
	}
}

// TestPairFaults: pairs that are none are all named, with codes.
func TestPairFaults(t *testing.T) {
	if p, err := programme.NewPaired([]float64{1}, nil); p != nil || len(mutasi.Faults(err)) != 1 || mutasi.Faults(err)[0].Code != "pairs-unequal" {
		t.Errorf("lists of different length: %v", err)
	} else {
		checkWords(t, err)
	}
	_, err := programme.NewPaired([]float64{1, math.NaN(), 3}, []float64{1, 2, math.Inf(-1)})
	checkWords(t, err)
	faults := mutasi.Faults(err)
	if len(faults) != 2 || faults[0].Path != "pairs[1]" || faults[1].Path != "pairs[2]" || faults[1].Args["after"] != "-Inf" {
		t.Errorf("values that are not finite: %v", err)
	}
	many := slices.Repeat([]float64{math.NaN()}, 103)
	if _, err := programme.NewPaired(many, many); len(mutasi.Faults(err)) != 100 || !strings.Contains(err.Error(), "and 3 more faults") {
		t.Errorf("%d of 103 faults are listed", len(mutasi.Faults(err)))
	}
}

// TestNilPairs: pairs that were never made are an error, or no values where a
// method has no error.
func TestNilPairs(t *testing.T) {
	var p *programme.Paired
	if _, err := p.SignFlip(t.Context(), nil); err == nil {
		t.Error("nil pairs are flipped")
	}
	if _, err := p.Bootstrap(t.Context(), 0.95, nil); err == nil {
		t.Error("nil pairs are drawn")
	}
	for _, test := range []evaluation.Inference{p.T(), p.Wilcoxon(), p.NetImprovement()} {
		if test.N != 0 || test.P.Undefined != evaluation.NoValues {
			t.Errorf("%s of nil pairs: %+v", test.Method, test)
		}
	}
	if p.Len() != 0 || p.Change() != nil {
		t.Errorf("nil pairs: %d, %v", p.Len(), p.Change())
	}
}

// near compares relative to the size of the numbers, from 1 downwards absolutely.
func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*max(1, math.Abs(a), math.Abs(b))
}
