package assignment

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

const attainmentJSON = `{"name":"Fit","parameters":{"model":{"name":"Attainment","parameters":{"unknown":{"name":"LeaveOut","parameters":{}}}}}}`

// TestObjectiveJSON: goals and terms are written as the calls that make them.
func TestObjectiveJSON(t *testing.T) {
	fit := Fit(competency.Attainment{Unknown: competency.LeaveOut()})
	for _, test := range []struct {
		goal Goal
		want string
	}{
		{Maximize(Placed()), `{"name":"Maximize","parameters":{"term":{"name":"Placed","parameters":{}}}}`},
		{Minimize(Moves()), `{"name":"Minimize","parameters":{"term":{"name":"Moves","parameters":{}}}}`},
		{Maximize(fit, Weigh(-0.5, Balance(workload.Quadratic(1)))), `{"name":"Maximize","parameters":{"term":{"name":"Sum","parameters":{"terms":[` + attainmentJSON +
			`,{"name":"Weigh","parameters":{"weight":-0.5,"term":{"name":"Balance","parameters":{"curve":{"name":"Quadratic","parameters":{"target":1}}}}}}]}}}}`},
		{Minimize(BalancePosts(workload.Quadratic(2))), `{"name":"Minimize","parameters":{"term":{"name":"BalancePosts","parameters":{"curve":{"name":"Quadratic","parameters":{"target":2}}}}}}`},
		{Maximize(), `{"name":"Maximize","parameters":{"term":{"name":"Sum","parameters":{"terms":[]}}}}`},
		{Leximin(fit).Step(0.5), `{"name":"Step","parameters":{"goal":{"name":"Leximin","parameters":{"term":` + attainmentJSON + `}},"width":0.5}}`},
		{Bottleneck(Rated("speed")).Within(3).Step(1), `{"name":"Within","parameters":{"goal":{"name":"Step","parameters":{"goal":` +
			`{"name":"Bottleneck","parameters":{"term":{"name":"Rated","parameters":{"rating":"speed"}}}},"width":1}},"tolerance":3}}`},
		{BottomSum(4, Wishes()), `{"name":"BottomSum","parameters":{"count":4,"term":{"name":"Wishes","parameters":{}}}}`},
		{Maximize(Nash(0.1, Wishes())), `{"name":"Maximize","parameters":{"term":{"name":"Nash","parameters":{"floor":0.1,"term":{"name":"Wishes","parameters":{}}}}}}`},
		{Maximize(AlphaFair(2, 0.1, Wishes())), `{"name":"Maximize","parameters":{"term":{"name":"AlphaFair","parameters":{"alpha":2,"floor":0.1,"term":{"name":"Wishes","parameters":{}}}}}}`},
		{LeximinCoverage(), `{"name":"LeximinCoverage","parameters":{}}`},
		{LeximinCoveragePosts(), `{"name":"LeximinCoveragePosts","parameters":{}}`},
	} {
		text, err := json.Marshal(test.goal)
		if err != nil || string(text) != test.want {
			t.Errorf("%v is written as\n%s, %v; want\n%s", test.goal, text, err, test.want)
		}
		if text, err = json.Marshal(Objective{test.goal, test.goal}); err != nil || string(text) != "["+test.want+","+test.want+"]" {
			t.Errorf("an objective of %v is written as %s, %v", test.goal, text, err)
		}
	}
	if text, err := json.Marshal(Objective(nil)); err != nil || string(text) != "null" {
		t.Errorf("the default objective is written as %s, %v", text, err)
	}
}

// bareModel cannot be written.
type bareModel struct{}

func (bareModel) Fit(competency.Profile, competency.Standard) float64 { return 1 }

// TestObjectiveJSONNames: what cannot be written is an error that names it, and
// nothing is written as something else.
func TestObjectiveJSONNames(t *testing.T) {
	luck := Custom("luck", func(*mutasi.Employee, *mutasi.Position) float64 { return 1 })
	_, err := json.Marshal(Objective{Maximize(Placed()), Maximize(Placed(), Weigh(2, luck)), Leximin(Nash(1, luck)), Maximize(Fit(bareModel{})),
		Maximize(Fit(nil)), Maximize(Fit(scalarModel{})), {}, Minimize(Weigh(math.NaN(), Moves())), Maximize(Placed()).Within(math.Inf(1)),
		Minimize(Balance(workload.Quadratic(math.NaN())))})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`goal 2, maximize placed + 2 luck: `, `goal 3, leximin nash(luck): `, `"luck", made by Custom`,
		"goal 4, maximize fit: ", "bareModel", "goal 5", "no model", "goal 6", "scalarModel", "goal 7", "the zero Goal", "goal 8", "NaN", "goal 9", "goal 10",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\ndoes not say %s", err, want)
		}
	}
	if strings.Contains(err.Error(), "goal 1,") {
		t.Errorf("nothing is wrong with goal 1: %v", err)
	}
}

// TestDifferentTermsAreWrittenDifferently: the text of a goal tells whether it was
// changed: its terms, their parameters and weights, and the kind of goal.
func TestDifferentTermsAreWrittenDifferently(t *testing.T) {
	written := map[string]string{}
	for k, term := range termKinds() {
		for _, weighted := range []Term{term, Weigh(2, term), Sum(term, term)} {
			for _, goal := range []Goal{
				Maximize(weighted), Minimize(weighted), Leximin(weighted), Bottleneck(weighted), BottomSum(1, weighted), BottomSum(2, weighted),
				Leximin(weighted).Step(1), Leximin(weighted).Step(2), Maximize(weighted).Within(1), Maximize(weighted).Within(2),
			} {
				text, err := json.Marshal(goal)
				if err != nil {
					continue // a function of the caller
				}
				what := fmt.Sprintf("%v of kind %d", goal, k)
				if other, ok := written[string(text)]; ok {
					t.Errorf("%s and %s are both written as %s", what, other, text)
				}
				written[string(text)] = what
			}
		}
	}
	if len(written) < 300 {
		t.Errorf("only %d goals were written", len(written))
	}
}
