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

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// checkData fails the test unless the rule is valid, has a reason, and is written
// as want. Its content is that of the same rule under another name, and not that
// of the rule bound to stay.
func checkData(t *testing.T, make func() mutasi.Rule, want string) {
	t.Helper()
	r, s := make(), make()
	s.Name, s.Reason, s.Author, s.On = "other", "other", "other", date(2020, 1, 1)
	if err := r.Validate(); err != nil || r.Reason == "" {
		t.Errorf("%+v: %v", r, err)
	}
	if text, err := json.Marshal(r); err != nil || string(text) != want {
		t.Errorf("got  %s, %v\nwant %s", text, err, want)
	}
	if r.Content() == nil || r.Content() != s.Content() {
		t.Errorf("contents %v and %v", r.Content(), s.Content())
	}
	s.Stay = true
	if r.Content() == s.Content() || r.Knows != nil && r.Content() == mutasi.Strict(r).Content() {
		t.Errorf("%v: what binds differently has the same content", r.Content())
	}
	text, err := json.Marshal(mutasi.Strict(r))
	if err != nil || strings.Contains(string(text), `"strict":true`) != (r.Knows != nil) {
		t.Errorf("strict: %s, %v", text, err)
	}
	r.Allows = func(*mutasi.Employee, *mutasi.Position) bool { return true }
	if _, err := json.Marshal(r); r.Content() != nil || err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%q", r.Name)) {
		t.Errorf("with another function it is written as before: %v, %v", r.Content(), err)
	}
}

func TestMinTenure(t *testing.T) {
	for _, test := range []struct {
		since         time.Time
		years, months int
		on            time.Time
		moves, known  bool
	}{
		{date(2022, 7, 1), 2, 0, date(2024, 6, 30), false, true},
		{date(2022, 7, 1), 2, 0, date(2024, 7, 1), true, true},
		{time.Date(2022, 7, 1, 23, 59, 0, 0, time.UTC), 2, 0, date(2024, 7, 1), true, true}, // no time of day
		{date(2024, 1, 31), 0, 1, date(2024, 2, 28), false, true},
		{date(2024, 1, 31), 0, 1, date(2024, 2, 29), true, true}, // the last day of the month
		{date(2024, 2, 29), 1, 0, date(2025, 2, 27), false, true},
		{date(2024, 2, 29), 1, 0, date(2025, 2, 28), true, true},
		{date(2024, 7, 1), 0, 0, date(2024, 7, 1), true, true},
		{date(2024, 7, 2), 0, 0, date(2024, 7, 1), false, true}, // taken up after the day
		{time.Time{}, 2, 0, date(2024, 7, 1), true, false},
	} {
		e := &mutasi.Employee{ID: "E", Position: "own", Since: test.since}
		r := mutasi.MinTenure(test.years, test.months, test.on)
		own, other := &mutasi.Position{ID: "own"}, &mutasi.Position{ID: "other"}
		if got := r.Permits(e, other, "own"); got != test.moves {
			t.Errorf("since %v: %q permits a move: %v", test.since, r.Reason, got)
		}
		if got := mutasi.Strict(r).Permits(e, other, "own"); got != (test.moves && test.known) {
			t.Errorf("since %v: the strict %q permits a move: %v", test.since, r.Reason, got)
		}
		r.Stay = true
		if !mutasi.Strict(r).Permits(e, own, "own") {
			t.Errorf("since %v: %q moves people", test.since, r.Reason)
		}
		e.Position = ""
		if !mutasi.Strict(r).Permits(e, other, "") {
			t.Errorf("since %v: %q keeps people on the bench", test.since, r.Reason)
		}
	}
	checkData(t, func() mutasi.Rule { return mutasi.MinTenure(2, 6, date(2024, 7, 1)) },
		`{"name":"MinTenure","parameters":{"name":"at least 2 years and 6 months in post","reason":"who has held a post for less than 2 years and 6 months on 2024-07-01 does not move to another one","years":2,"months":6,"day":"2024-07-01"}}`)
}

// Who may move may also move on any later day, and under any shorter tenure.
func TestMinTenureIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := func(name string) time.Time {
			return date(2020, 1, 1).AddDate(0, 0, rapid.IntRange(0, 2000).Draw(t, name))
		}
		e := &mutasi.Employee{ID: "E", Position: "own", Since: day("since")}
		years, months, on := rapid.IntRange(0, 3).Draw(t, "years"), rapid.IntRange(0, 30).Draw(t, "months"), day("on")
		other := &mutasi.Position{ID: "other"}
		if !mutasi.MinTenure(years, months, on).Permits(e, other, "own") {
			return
		}
		later := on.AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "later"))
		shorter := rapid.IntRange(0, months).Draw(t, "shorter")
		if !mutasi.MinTenure(years, shorter, later).Permits(e, other, "own") {
			t.Errorf("moves on %v, and not under %d months on %v", on, shorter, later)
		}
	})
}

func TestMinTenureFaults(t *testing.T) {
	for _, test := range []struct {
		rule mutasi.Rule
		want []string
	}{
		{mutasi.MinTenure(-1, 120000, time.Time{}), []string{"years: is -1; give a number from 0 to 9998", "months: is 120000; ", "day: is not given; "}},
		{mutasi.MinTenure(1, 0, date(12024, 1, 1)), []string{"day: lies in the year 12024"}},
	} {
		err := test.rule.Validate()
		for _, part := range test.want {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("%v does not say %q", err, part)
			}
		}
		checkWords(t, err)
		if !test.rule.Permits(&mutasi.Employee{ID: "E", Position: "own"}, &mutasi.Position{ID: "P"}, "own") || test.rule.Content() != nil {
			t.Errorf("%+v binds", test.rule)
		}
		if text, err := json.Marshal(test.rule); err == nil {
			t.Errorf("%s was written", text)
		}
	}
}

func ExampleMinTenure() {
	rule := mutasi.MinTenure(2, 0, time.Date(2024, time.July, 1, 0, 0, 0, 0, time.UTC))
	rule.Author = "the personnel office"
	since := func(year int, month time.Month) *mutasi.Employee {
		return &mutasi.Employee{ID: "E1", Position: "archivist", Since: time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)}
	}
	analyst := &mutasi.Position{ID: "analyst"}
	fmt.Println(rule.Permits(since(2022, time.July), analyst, "archivist"), rule.Permits(since(2022, time.August), analyst, "archivist"))
	fmt.Println(rule.Cause())
	// Output:
	// true false
	// at least 2 years in post (who has held a post for less than 2 years on 2024-07-01 does not move to another one; set by the personnel office)
}
