package assignment_test

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi/assignment"
	"pgregory.net/rapid"
)

// TestValueJSON: a Value and a Progress come back from JSON as they were, also
// where the bound is not known.
func TestValueJSON(t *testing.T) { rapid.Check(t, valueJSON) }

func valueJSON(t *rapid.T) {
	number := rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64)
	bound := rapid.OneOf(number, rapid.SampledFrom([]float64{math.Inf(1), math.Inf(-1)})).Draw(t, "bound")
	v := assignment.Value{
		Goal: rapid.String().Draw(t, "goal"), Value: number.Draw(t, "value"), Top: number.Draw(t, "top"),
		Bound: bound, Reached: number.Draw(t, "reached"), Rounding: number.Draw(t, "rounding"),
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var w assignment.Value
	if err := json.Unmarshal(text, &w); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	w.Goal = v.Goal // JSON replaces what is not UTF-8
	if v != w {
		t.Fatalf("%+v becomes %s and then %+v", v, text, w)
	}
	p := assignment.Progress{Goal: "fit", Phase: "flow", Done: 1, Total: rapid.Int().Draw(t, "total"), Bound: bound}
	if text, err = json.Marshal(p); err != nil {
		t.Fatal(err)
	}
	var q assignment.Progress
	if err := json.Unmarshal(text, &q); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if p != q {
		t.Fatalf("%+v becomes %s and then %+v", p, text, q)
	}
}

func TestValueJSONText(t *testing.T) {
	for _, test := range []struct {
		bound float64
		want  string
	}{
		{3, `{"goal":"fit","value":1,"top":2,"bound":3,"reached":4,"rounding":0.5}`},
		{math.Inf(1), `{"goal":"fit","value":1,"top":2,"reached":4,"rounding":0.5}`},
		{math.Inf(-1), `{"goal":"fit","value":1,"top":2,"bound":null,"reached":4,"rounding":0.5}`},
	} {
		text, err := json.Marshal(assignment.Value{Goal: "fit", Value: 1, Top: 2, Bound: test.bound, Reached: 4, Rounding: 0.5})
		if err != nil || string(text) != test.want {
			t.Errorf("%s, %v; want %s", text, err, test.want)
		}
	}
	if text, err := json.Marshal(assignment.Value{Goal: "fit", Bound: math.NaN()}); err == nil || !strings.Contains(err.Error(), "NaN") {
		t.Errorf("a bound of NaN is written as %s, %v", text, err)
	}
	if text, err := json.Marshal(assignment.Progress{Bound: math.NaN()}); err == nil {
		t.Errorf("a bound of NaN is written as %s", text)
	}
	for _, text := range []string{`{"bound":"much"}`, `{"bound":true}`, `{"goal":1}`, `[]`} {
		if err := json.Unmarshal([]byte(text), new(assignment.Value)); err == nil {
			t.Errorf("%s is read as a Value", text)
		}
		if err := json.Unmarshal([]byte(text), new(assignment.Progress)); err == nil {
			t.Errorf("%s is read as a Progress", text)
		}
	}
}

// TestProgressBeforeABound: while no bound is proven it is infinite on the side
// of the goal's sense, and never NaN, so that every report can be written.
func TestProgressBeforeABound(t *testing.T) {
	seen := map[string]bool{}
	mustSolve(t, &assignment.Problem{Organization: town(t, 60, 6)}, &assignment.Options{Progress: func(p assignment.Progress) {
		if _, err := json.Marshal(p); err != nil {
			t.Errorf("%+v: %v", p, err)
		}
		if math.IsInf(p.Bound, 0) {
			seen[p.Goal] = true
			if minimizes := strings.HasPrefix(p.Goal, "minimize"); math.IsInf(p.Bound, -1) != minimizes {
				t.Errorf("before anything is proven %q has a bound of %v", p.Goal, p.Bound)
			}
		}
	}})
	if !seen[""] || !seen["minimize moves"] || !seen["maximize placed"] {
		t.Errorf("no report came before a bound: %v", seen)
	}
}

// TestReached: a goal with a tolerance reports what it reached apart from what
// later goals left of it, and the bound is what it reached.
func TestReached(t *testing.T) {
	for _, test := range []struct {
		goal      assignment.Goal
		tolerance float64
	}{
		{assignment.Maximize(assignment.Wishes()), 2},
		{assignment.Minimize(assignment.Moves()), 2},
		{assignment.BottomSum(3, assignment.Custom("points", pointsOf)), 50},
		{assignment.Bottleneck(assignment.Custom("points", pointsOf)), 20},
	} {
		exact := mustSolve(t, &assignment.Problem{Organization: smallOffice(), Objective: assignment.Objective{test.goal}}, nil).Values[0]
		s := mustSolve(t, &assignment.Problem{Organization: smallOffice(), Objective: assignment.Objective{
			test.goal.Within(test.tolerance), assignment.Maximize(assignment.Custom("points", pointsOf)),
		}}, nil)
		v := s.Values[0]
		if v.Reached != exact.Value || v.Bound != exact.Value || v.Top != v.Value || math.Abs(v.Value-exact.Value) > test.tolerance {
			t.Errorf("%v: %+v, without a tolerance %+v", test.goal, v, exact)
		}
		if err := s.Verify(context.Background()); err != nil {
			t.Error(err)
		}
	}
}
