package jsonshape

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi/internal/message"
)

type (
	document struct {
		Format string             `json:"format"`
		List   []entry            `json:"list"`
		Scores map[string]float64 `json:"scores,omitempty"`
	}
	base struct {
		ID    string `json:"id"`
		Count int    `json:"count,omitempty"`
		When  int    `json:"when,omitempty"`
	}
	entry struct {
		base
		When day  `json:"when,omitzero"`
		Flag bool `json:"flag,omitempty"`
	}
	day struct{ text string }
)

var notDay = (&message.List{}).New("not-day", "{text:q} is no day")

func (day) CheckText(text string) (problem message.Message, ok bool) {
	return notDay.With(text), text == "monday"
}

func (d *day) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, &d.text) }

var shape = Of[document]()

// compare returns the faults of a text, a line each.
func compare(text string) []string {
	faults, _ := shape.Compare([]byte(text), 10, nil)
	var list []string
	for _, f := range faults {
		list = append(list, LineAndColumn([]byte(text), f.Offset)+" "+f.Path+": "+f.Problem.Text())
	}
	return list
}

func TestCompare(t *testing.T) {
	for text, want := range map[string][]string{
		`{"format":"x","list":[{"id":"a","count":1,"when":"monday","flag":true}],"scores":{"":1.5}}`: nil,
		"\n {}":                        {`line 2, column 2 : lacks the field "format"`, `line 2, column 2 : lacks the field "list"`},
		`[]`:                           {`line 1, column 1 : is []; want an object`},
		`{"format":"é","list":[null]}`: {`line 1, column 23 list[0]: is null; leave out what is not there`},
		`{"format":1,"list":{}}`:       {`line 1, column 11 format: is 1; want a string`, `line 1, column 20 list: is {}; want a list`},
		`{"format":"","format":"","list":[],"x":[{"a":1}]}`: {`line 1, column 14 : has "format" twice; remove one`, `line 1, column 36 : has an unknown field "x"; the fields are format, list, scores`},
		`{"format":"","list":[{"id":"a","count":1.5,"flag":0,"when":"x"},{"id":"a","count":"1","when":1}]}`: {
			`line 1, column 40 list[0].count: is 1.5; want a whole number`, `line 1, column 51 list[0].flag: is 0; want true or false`,
			`line 1, column 60 list[0].when: "x" is no day`,
			`line 1, column 83 list[1].count: is "1"; want a number`, `line 1, column 94 list[1].when: is 1; want a date in quotes`},
		`{"format":"","list":[],"scores":{"a\"":1e999,"b":[1,{"}":"]"}]}}`: {
			`line 1, column 40 scores["a\""]: is 1e999, which is too large a number`, `line 1, column 50 scores["b"]: is [1,{"}":"]"}]; want a number`},
	} {
		if diff := cmp.Diff(want, compare(text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// Entries are handed over until there is a fault, and their errors are faults.
func TestEntries(t *testing.T) {
	text := []byte(`{"format":"","list":[{"id":"a"} , {"id":"b"},{},{"id":"c"}]}`)
	var got []string
	faults, more := shape.Compare(text, 1, func(list string, entry []byte) error {
		got = append(got, list+string(entry))
		return nil
	})
	if diff := cmp.Diff([]string{`list{"id":"a"}`, `list{"id":"b"}`}, got); diff != "" {
		t.Error(diff)
	}
	if len(faults) != 1 || more != 0 || faults[0].Path != "list[2]" {
		t.Errorf("%+v and %d more", faults, more)
	}
	faults, more = shape.Compare([]byte(`{"format":"","list":[{},{},{}]}`), 1, nil)
	if len(faults) != 1 || more != 2 {
		t.Errorf("%+v and %d more; want one and two", faults, more)
	}
	faults, _ = shape.Compare(text, 1, func(string, []byte) error { return errors.New("full") })
	if len(faults) != 1 || faults[0].Problem.Text() != "cannot be read: full" {
		t.Errorf("%+v", faults)
	}
}

func TestOffsets(t *testing.T) {
	text := []byte(`{"format":"","list":[{"id":"a"},{"id":"b"}]}`)
	got := shape.Offsets(text, []string{"list", "list[1]", "list[1].id", "list[1].flag", "list[2]", "scores"})
	want := map[string]int{"": 0, "list": 20, "list[1]": 32, "list[1].id": 38, "list[1].flag": -1, "list[2]": -1, "scores": -1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHead(t *testing.T) {
	for text, want := range map[string]string{
		`{"format":"f","version":2}`:   "",
		`[]`:                           "json-not-object",
		`{}`:                           "json-format-missing",
		`{"format":"g"}`:               "json-format-other",
		`{"format":"f"}`:               "json-version-missing",
		`{"format":"f","version":"2"}`: "json-version-other",
		`{"format":`:                   "json-syntax",
		"{\"format\":\"\xff\"}":        "json-not-utf8",
		``:                             "json-syntax",
	} {
		fault := CheckSyntax([]byte(text))
		if fault == nil {
			fault = CheckVersion([]byte(text), "f", 2)
		}
		switch {
		case fault == nil && want != "":
			t.Errorf("%q passes; want %s", text, want)
		case fault != nil && fault.Problem.Template.Code != want:
			t.Errorf("%q: %s; want %q", text, fault.Problem.Text(), want)
		}
	}
}

// Every JSON text is walked through to its end without a panic, and a text
// without faults can be decoded.
func FuzzCompare(f *testing.F) {
	f.Add([]byte(`{"format":"x","list":[{"id":"a","count":1,"when":"monday","flag":true}],"scores":{"":1.5}}`))
	f.Add([]byte(`{"format":"\u0041","list":[[],{"id":{"a":[1,2,"\\\""]}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if CheckSyntax(text) != nil {
			return
		}
		faults, _ := shape.Compare(text, 10, nil)
		for _, x := range faults {
			if x.Problem.Text() == "" || x.Offset < 0 || x.Offset >= len(text) {
				t.Fatalf("incomplete fault %+v", x)
			}
		}
		var d document
		if err := json.Unmarshal(text, &d); len(faults) == 0 && err != nil {
			t.Fatalf("%s has the shape, but %v", text, err)
		}
	})
}
