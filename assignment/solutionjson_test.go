package assignment

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
)

// TestSolutionJSON: a solution in JSON has the whole proof. What is read from it
// passes Check; a Solution itself cannot be read.
func TestSolutionJSON(t *testing.T) {
	s := solved(t)
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Plan        mutasi.Plan
		Status      string
		Values      []Value
		Stats       Stats
		Certificate *Certificate
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&read); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if !read.Plan.Equal(s.Plan) || read.Status != "optimal" || len(read.Values) != 3 || read.Values[1] != s.Values[1] ||
		read.Stats.Employees != 6 || len(read.Stats.Goals) != 3 || read.Stats.Goals[0] != s.Stats.Goals[0] {
		t.Errorf("%s\nwas read as %+v", text, read)
	}
	if _, err := Check(context.Background(), &s.problem, read.Plan, read.Certificate, nil); err != nil {
		t.Error(err)
	}
	again := new(Solution)
	if err := json.Unmarshal(text, again); err == nil || !strings.Contains(err.Error(), "Check") {
		t.Errorf("a Solution was read, or the error does not say what to do: %v", err)
	}
	if _, err := json.Marshal(new(Solution)); err == nil {
		t.Error("a solution without a certificate was written")
	}
}
