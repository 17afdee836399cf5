package mutasi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"pgregory.net/rapid"
)

func drawCause(t *rapid.T, label string) mutasi.Cause {
	text := rapid.SampledFrom([]string{"", "a", "two years in post", `"<&> é`})
	c := mutasi.Cause{
		Constraint: text.Draw(t, label+" constraint"),
		Reason:     text.Draw(t, label+" reason"),
		Author:     text.Draw(t, label+" author"),
	}
	if rapid.Bool().Draw(t, label+" dated") {
		zone := time.FixedZone("", 3600*rapid.IntRange(-12, 14).Draw(t, label+" zone"))
		c.On = time.Date(rapid.IntRange(1, 9999).Draw(t, label+" year"), 7, 1, 23, 30, 0, 0, zone)
	}
	return c
}

// A cause read back from JSON is equal, and its text is the same.
func TestCauseJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawCause(t, "cause")
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got mutasi.Cause
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if !got.Equal(want) || got.String() != want.String() {
			t.Fatalf("%s gave %v", data, got)
		}
		if want.On.IsZero() && strings.Contains(string(data), `"on"`) {
			t.Fatalf("%s has a day", data)
		}
	})
}

// Causes are equal exactly if their documents are, and each text stands in the
// sentence.
func TestCauseEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawCause(t, "a"), drawCause(t, "b")
		one, _ := json.Marshal(a)
		two, _ := json.Marshal(b)
		if a.Equal(b) != (string(one) == string(two)) || a.Equal(b) != b.Equal(a) || !a.Equal(a) {
			t.Fatalf("%s and %s: equal %t", one, two, a.Equal(b))
		}
		for _, text := range []string{a.Constraint, a.Reason, a.Author} {
			if !strings.Contains(a.String(), text) {
				t.Fatalf("%q is not in %q", text, a)
			}
		}
	})
}

func TestCauseString(t *testing.T) {
	on := time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		cause mutasi.Cause
		want  string
	}{
		{mutasi.Cause{}, "a constraint without a name"},
		{mutasi.Cause{Constraint: "two years"}, "two years"},
		{mutasi.Cause{Reason: "PP 11/2017", Author: "the office"}, "PP 11/2017 (set by the office)"},
		{mutasi.Cause{Constraint: "two years", On: on}, "two years (as in force on 2024-07-01)"},
		{mutasi.Cause{Constraint: "two years", Reason: "PP 11/2017", Author: "the office", On: on}, "two years (PP 11/2017; set by the office; as in force on 2024-07-01)"},
	} {
		if got := test.cause.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestCauseJSONFaults(t *testing.T) {
	for _, c := range []mutasi.Cause{
		{Constraint: "\xff"}, {Reason: "\xff"}, {Author: "\xff"}, {On: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, {On: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		if data, err := json.Marshal(c); err == nil {
			t.Errorf("%#v became %s", c, data)
		}
	}
	c := mutasi.Cause{Constraint: "kept"}
	for _, text := range []string{`{"constraint":1}`, `{"on":"yesterday"}`, `{"on":"2024-07-01T00:00:00Z"}`, `[]`} {
		if err := json.Unmarshal([]byte(text), &c); err == nil {
			t.Errorf("%s was read as %v", text, c)
		}
	}
	if c.Constraint != "kept" {
		t.Errorf("a faulty document changed the cause to %v", c)
	}
	if err := (*mutasi.Cause)(nil).UnmarshalJSON([]byte(`{}`)); err == nil {
		t.Error("a nil cause was read into")
	}
}

func TestRuleCause(t *testing.T) {
	on := time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
	rule := mutasi.Rule{Name: "two years", Reason: "PP 11/2017", Author: "the office", On: on}
	if want := (mutasi.Cause{Constraint: "two years", Reason: "PP 11/2017", Author: "the office", On: on}); rule.Cause() != want {
		t.Errorf("got %v, want %v", rule.Cause(), want)
	}
	if err := rule.Validate(); err != nil {
		t.Error(err)
	}
}

func TestRuleValidate(t *testing.T) {
	faulty := mutasi.Rule{Reason: "\xff", Author: "\xfe", On: time.Date(12024, 7, 1, 0, 0, 0, 0, time.UTC)}
	err := faulty.Validate()
	for _, part := range []string{`rule[""].name: is empty`, `rule[""].reason: "\xff" is not valid UTF-8`, `rule[""].author: "\xfe"`, `rule[""].on: lies in the year 12024`} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not name %q", err, part)
		}
	}
	checkWords(t, err)
	if err := (mutasi.Rule{Name: "\xff"}).Validate(); err == nil {
		t.Error("a name that is not UTF-8 passed")
	}
}

func ExampleRule_Cause() {
	rule := mutasi.Rule{
		Name:   "two years in post",
		Reason: "who has held a post for less than two years stays",
		Author: "the personnel office",
		On:     time.Date(2024, time.July, 1, 0, 0, 0, 0, time.UTC),
	}
	fmt.Println(rule.Cause())
	// Output: two years in post (who has held a post for less than two years stays; set by the personnel office; as in force on 2024-07-01)
}
