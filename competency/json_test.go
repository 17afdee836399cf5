package competency_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi/competency"
	"pgregory.net/rapid"
)

// TestModelsInJSON: every model and policy is written as name and parameters.
func TestModelsInJSON(t *testing.T) {
	table, err := competency.NewGapTable(competency.GapPoints{Gap: 1, Points: 2}, competency.GapPoints{Gap: -1, Points: 0.5})
	if err != nil {
		t.Fatal(err)
	}
	const nothing = `{"name":"Unknown","parameters":{}}`
	for _, test := range []struct {
		value any
		want  string
	}{
		{competency.Unknown{}, nothing},
		{competency.LeaveOut(), `{"name":"LeaveOut","parameters":{}}`},
		{competency.Assume(2.5), `{"name":"Assume","parameters":{"level":2.5}}`},
		{competency.Assume(competency.Level(math.NaN())), `{"name":"Assume","parameters":{"level":0}}`},
		{competency.Attainment{}, `{"name":"Attainment","parameters":{"unknown":` + nothing + `}}`},
		{competency.JobPersonMatch{Cap: competency.CapEach, Unknown: competency.LeaveOut()}, `{"name":"JobPersonMatch","parameters":{"cap":"CapEach","unknown":{"name":"LeaveOut","parameters":{}}}}`},
		{competency.ProfileMatching{Table: table, Core: math.NaN(), Secondary: 2}, `{"name":"ProfileMatching","parameters":{"table":[{"gap":-1,"points":0.5},{"gap":1,"points":2}],"core":0,"secondary":2,"unknown":` + nothing + `}}`},
		{competency.ProfileMatching{}, `{"name":"ProfileMatching","parameters":{"table":[{"gap":-4,"points":1},{"gap":-3,"points":2},{"gap":-2,"points":3},{"gap":-1,"points":4},{"gap":0,"points":5},{"gap":1,"points":4.5},{"gap":2,"points":3.5},{"gap":3,"points":2.5},{"gap":4,"points":1.5}],"core":0.6,"secondary":0.4,"unknown":` + nothing + `}}`},
	} {
		got, err := json.Marshal(test.value)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, string(got)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestProfileMatchingInJSONIsTheModel: the parameters that are written make a
// model with the same fits, whatever shares were given.
func TestProfileMatchingInJSONIsTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := competency.ProfileMatching{Core: rapid.Float64().Draw(t, "core"), Secondary: rapid.Float64().Draw(t, "secondary")}
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Parameters struct {
				Table           []competency.GapPoints
				Core, Secondary float64
			}
		}
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		same := competency.ProfileMatching{Core: read.Parameters.Core, Secondary: read.Parameters.Secondary}
		if same.Table, err = competency.NewGapTable(read.Parameters.Table...); err != nil {
			t.Fatal(err)
		}
		p := competency.Levels(map[competency.ID]competency.Level{"a": 1, "b": 4})
		s := competency.Standard{{Competency: "a", Level: 3, Core: true}, {Competency: "b", Level: 3}}
		if m.Fit(p, s) != same.Fit(p, s) {
			t.Fatalf("%s fits %v, not %v", text, same.Fit(p, s), m.Fit(p, s))
		}
	})
}
