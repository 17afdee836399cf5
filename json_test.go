package mutasi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/gen"
	"pgregory.net/rapid"
)

const officeJSON = `{"format":"mutasi organization","version":1,
"units":[
{"id":"U1","name":"Sekretariat","attributes":{"region":"west"}},
{"id":"U2","name":"Keuangan","parent":"U1"}],
"positions":[
{"id":"P1","title":"Kepala","unit":"U1","seats":1,"minSeats":1,"need":1,"weight":2,"standard":[{"competency":"M.1","level":4,"weight":2,"mandatory":true,"core":true},{"competency":"M.2","level":3}]},
{"id":"P2","title":"Analis","unit":"U2","seats":3,"need":1.5,"standard":[{"competency":"M.1","level":2}]}],
"employees":[
{"id":"E1","name":"Ani","position":"P1","profile":{"M.1":{"level":4,"margin":0.5},"M.2":{"level":3}},"ratings":{"performance":87.5},"attributes":{"grade":"III/a"},"since":"2020-01-31","history":[{"position":"OLD","unit":"U2","from":"2018-01-01","to":"2020-01-31"}]},
{"id":"E2","name":"Budi","position":"P2","capacity":0.5,"profile":{"M.1":{"level":2}},"wishes":["P1","P2"],"objections":[{"unit":"U1","reason":"far, far away"}],"since":"2021-06-01T08:00:00+07:00"},
{"id":"E3","name":"Citra","attributes":{"grade":""}}],
"relations":[
{"kind":"spouse","a":"E1","b":"E2"}]}
`

// CSV and JSON hold the same.
func TestWriteJSON(t *testing.T) {
	o, err := mutasi.ReadCSV(folder(nil))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := mutasi.WriteJSON(&b, o); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(officeJSON, b.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	back, err := mutasi.ReadJSON(strings.NewReader("\ufeff" + b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(o.Data(), back.Data()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestJSONOfNothing(t *testing.T) {
	var b strings.Builder
	if err := mutasi.WriteJSON(&b, nil); err != nil {
		t.Fatal(err)
	}
	o, err := mutasi.ReadJSON(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(mutasi.Data{}, o.Data()); diff != "" {
		t.Error(diff)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestJSONBrokenStreams(t *testing.T) {
	if err := mutasi.WriteJSON(brokenWriter{}, nil); !errors.Is(err, errBroken) {
		t.Errorf("writing: %v", err)
	}
	if _, err := mutasi.ReadJSON(io.MultiReader(strings.NewReader("{"), iotest.ErrReader(errBroken))); !errors.Is(err, errBroken) {
		t.Errorf("reading: %v", err)
	}
}

func TestReadJSONFaults(t *testing.T) {
	const head = `{"format":"mutasi organization","version":1,` + "\n"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"line 1, column 1: not JSON: unexpected end of JSON input"}},
		{"cut off", head + `"units":[{"id":`, []string{"line 2, column 16: not JSON: unexpected end of JSON input"}},
		{"syntax", head + `"units":[{"id":"é" "U"}]}`, []string{
			`line 2, column 20: not JSON: invalid character '"' after object key:value pair`,
		}},
		{"NaN", head + `"units":[],"positions":[{"id":"P","seats":NaN}]}`, []string{
			`line 2, column 43: not JSON: invalid character 'N' looking for beginning of value`,
		}},
		{"invalid UTF-8", head + "\"units\":[{\"id\":\"\xff\"}]}", []string{"line 2, column 17: not valid UTF-8; save the file as UTF-8"}},
		{"not an object", `[1]`, []string{`line 1, column 1: not a JSON object; want {"format":"mutasi organization","version":1,…}`}},
		{"another document", `{"format":"mutasi plan","version":1}`, []string{
			`format: is "mutasi plan", but must be "mutasi organization"; is this the right file?`,
		}},
		{"no format", `{}`, []string{`format: is missing, but must be "mutasi organization"; is this the right file?`}},
		{"version", `{"format":"mutasi organization","version":2,"people":[]}`, []string{
			"version: is 2, but this version of the library reads version 1 only; use the version of the library that wrote the document, or write it again as version 1",
		}},
		{"fields", head + `"units":[{"id":"U1","Name":"x","name":"a","name":"b"}],
"positions":[{"id":"P1","unit":"U1"},{"seats":1.5,"id":3,"standard":[{"level":"3","competency":null}]}],
"employees":[{"id":"E1","since":"May","profile":{"M.1":{},"M.1":{"level":1e999}},"wishes":"P1"}, 7],
"people":[]}`, []string{
			`line 2, column 21: has an unknown field "Name"; the fields are id, name, parent, attributes (units[0])`,
			`line 2, column 43: has "name" twice; remove one (units[0])`,
			`line 3, column 14: lacks the field "seats" (positions[0])`,
			`line 3, column 47: is 1.5; want a whole number (positions[1].seats)`,
			`line 3, column 56: is 3; want a string (positions[1].id)`,
			`line 3, column 79: is "3"; want a number (positions[1].standard[0].level)`,
			`line 3, column 96: is null; leave out what is not there (positions[1].standard[0].competency)`,
			`line 4, column 33: "May" is not a date (want YYYY-MM-DD, or an instant like 2024-05-01T08:00:00+07:00) (employees[0].since)`,
			`line 4, column 56: lacks the field "level" (employees[0].profile["M.1"])`,
			`line 4, column 59: has "M.1" twice; remove one (employees[0].profile)`,
			`line 4, column 91: is "P1"; want a list (employees[0].wishes)`,
			`line 4, column 98: is 7; want an object (employees[1])`,
			`line 5, column 1: has an unknown field "people"; the fields are format, version, units, positions, employees, relations`,
		}},
		{"data", head + `"employees":[{"id":"E1","position":"p1","profile":{"M.\u0031":{"level":-1}}},
{"id":"E1"}],
"units":[{"id":"U1","parent":"U1"}],
"positions":[{"id":"P1","seats":0,
  "minSeats":1},{"id":"","seats":1}]}`, []string{
			`line 6, column 23: is empty; every entry of positions needs an ID of its own (positions[1].id)`,
			`line 3, column 7: "E1" is already given in employees[0]; IDs are unique (employees[1].id)`,
			`line 4, column 30: is a unit below this one; from unit to parent: "U1" → "U1"; leave the parent of the topmost unit empty (units[0].parent)`,
			`line 6, column 14: is 1, but the post is closed (0 seats); open it or require nobody (positions[0].minSeats)`,
			`line 2, column 36: unknown post "p1"; did you mean "P1"? (employees[0].position)`,
			`line 2, column 63: level is -1; give a number from 0 to 1000000, or leave the entry out where it is unknown (employees[0].profile["M.1"])`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, err := mutasi.ReadJSON(strings.NewReader(test.text))
			if err == nil || o != nil {
				t.Fatalf("ReadJSON = %v, %v; want no organisation and an error", o, err)
			}
			if diff := cmp.Diff(test.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			checkWords(t, err)
		})
	}
}

func TestPlanJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := gen.Plan(t, gen.Data(t, gen.Shape{Text: true}))
		text, err := json.Marshal(struct{ Plan mutasi.Plan }{p})
		if err != nil {
			t.Fatal(err)
		}
		var back struct{ Plan mutasi.Plan }
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if !p.Equal(back.Plan) {
			t.Fatalf("%v became %v", p, back.Plan)
		}
	})
}

func TestPlanJSONFaults(t *testing.T) {
	p, err := mutasi.NewPlan(mutasi.Placement{Employee: "E1", Position: "P1"})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		`{"format":"mutasi plan","version":9,"placements":[]}`: "version: is 9, but this version of the library reads version 1 only; " +
			"use the version of the library that wrote the document, or write it again as version 1",
		`{"format":"mutasi plan","version":1}`:                                                    `lacks the field "placements"`,
		`{"format":"mutasi plan","version":1,"placements":[{"employee":"E1","post":"P1"}]}`:       `placements[0]: has an unknown field "post"; the fields are employee, position`,
		`{"format":"mutasi plan","version":1,"placements":[{"employee":"E1"},{"employee":"E1"}]}`: `placements[1].employee: "E1" is already placed by placements[0]; an employee holds one post`,
	} {
		err := json.Unmarshal([]byte(text), &p)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v", text, err)
		}
		checkWords(t, err)
	}
	if p.Len() != 1 {
		t.Error("a fault changed the plan")
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add([]byte(officeJSON))
	f.Add([]byte(`{"format":"mutasi organization","version":1,"units":[],"positions":[],"employees":[{"id":"\u0041\"","profile":{"":{"level":1}}}]}`))
	f.Add([]byte(`{"format":"mutasi organization","version":1,"units":[null,{"x":[{}]}],"positions":{},"employees":"","y":[1,{"a":[]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := mutasi.ReadJSON(bytes.NewReader(text))
		if (o == nil) == (err == nil) {
			t.Fatalf("organisation %v and error %v", o, err)
		}
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := mutasi.WriteJSON(&b, o); err != nil {
			t.Fatal(err)
		}
		back, err := mutasi.ReadJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(o.Data(), back.Data()); diff != "" {
			t.Fatalf("round trip (-want +got):\n%s", diff)
		}
	})
}

func FuzzPlanJSON(f *testing.F) {
	f.Add([]byte(`{"format":"mutasi plan","version":1,"placements":[{"employee":"E1","position":"P1"},{"employee":"E0"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var p, back mutasi.Plan
		if json.Unmarshal(text, &p) != nil {
			return
		}
		again, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &back); err != nil || !p.Equal(back) {
			t.Fatalf("%s became %s: %v", text, again, err)
		}
	})
}
