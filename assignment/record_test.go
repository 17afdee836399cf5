package assignment_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

// recordOf writes the record of a solution.
func recordOf(t interface{ Fatal(...any) }, s *assignment.Solution) []byte {
	var text bytes.Buffer
	if err := s.WriteRecord(&text); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// TestRecordsCheck: a record checks against its problem, whatever the order of its
// people and constraints, and is the same each time.
func TestRecordsCheck(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInstance(t)
		p := in.problem(t)
		s, err := assignment.Solve(context.Background(), p, &assignment.Options{
			Seed: rapid.Uint64().Draw(t, "seed"), Canonical: rapid.Bool().Draw(t, "canonical"),
		})
		if errors.Is(err, assignment.ErrInfeasible) {
			t.Skip("infeasible")
		}
		if err != nil {
			t.Fatal(err)
		}
		text := recordOf(t, s)
		s.Release()
		if again := recordOf(t, s); !bytes.Equal(text, again) {
			t.Fatalf("%s\nand\n%s", text, again)
		}
		d := p.Organization.Data()
		for k, n := 0, len(d.Employees); k < n/2; k++ {
			d.Employees[k], d.Employees[n-1-k] = d.Employees[n-1-k], d.Employees[k]
		}
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		other := *p
		other.Organization = o
		r, err := assignment.CheckRecord(context.Background(), bytes.NewReader(text), &other)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if !r.Plan.Equal(s.Plan) || r.Status != s.Status || len(r.Values) != len(s.Values) || len(r.Differs) > 0 {
			t.Fatalf("%+v", r)
		}
	})
}

// recorded is a small problem with all that a record has, and its record.
func recorded(t *testing.T, rating float64) (*assignment.Problem, []byte) {
	t.Helper()
	d := archive().Data()
	d.Employees[2].Ratings["service"] = rating
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	p := &assignment.Problem{
		Organization: o,
		Objective: assignment.Objective{
			assignment.Maximize(assignment.Placed()),
			assignment.Maximize(assignment.Custom("charm", func(e *mutasi.Employee, _ *mutasi.Position) float64 { return e.Ratings["service"] })),
			assignment.Maximize(assignment.Fit(competency.JobPersonMatch{})),
		},
		Constraints: []assignment.Constraint{
			assignment.Obey(mutasi.Rule{Name: "not the same again", Reason: "SE 3/2024", Author: "BKPSDM", On: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
				Allows: func(e *mutasi.Employee, p *mutasi.Position) bool { return e.ID != "Wira" || p.ID != "archivist" }}),
			assignment.Fix("Bayu", "clerk", "asked for it"), assignment.MaxMoves(3),
		},
	}
	s, err := assignment.Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p, recordOf(t, s)
}

// TestEveryByteOfARecordCounts changes each byte of a record.
func TestEveryByteOfARecordCounts(t *testing.T) {
	records := 1
	if *slow {
		records = 10
	}
	for k := range records {
		p, text := recorded(t, float64(k))
		if _, err := assignment.CheckRecord(t.Context(), bytes.NewReader(text), p); err != nil {
			t.Fatal(err)
		}
		for at := range text {
			changed := bytes.Clone(text)
			changed[at] ^= 1
			if _, err := assignment.CheckRecord(t.Context(), bytes.NewReader(changed), p); err == nil {
				t.Fatalf("byte %d was changed: %s", at, changed[max(0, at-20):min(len(changed), at+20)])
			}
		}
		if _, err := assignment.CheckRecord(t.Context(), bytes.NewReader(append(text, '\n')), p); err == nil {
			t.Error("a line was added")
		}
	}
}

// forge replaces text in a record and computes its digest anew.
func forge(t *testing.T, record []byte, from, to string) []byte {
	t.Helper()
	if bytes.Count(record, []byte(from)) != 1 {
		t.Fatalf("%q is not once in\n%s", from, record)
	}
	forged := bytes.Replace(record, []byte(from), []byte(to), 1)
	at := bytes.LastIndex(forged, []byte(`"digest":`))
	sum := sha256.Sum256(forged[:at])
	return fmt.Appendf(forged[:at:at], "\"digest\":%q}\n", hex.EncodeToString(sum[:]))
}

// TestForgedRecordsAreRefused: whoever changes a field and its digest too.
func TestForgedRecordsAreRefused(t *testing.T) {
	p, text := recorded(t, 3)
	if _, err := assignment.CheckRecord(t.Context(), bytes.NewReader(forge(t, text, `"status":"optimal"`, `"status":"optimal"`)), p); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ from, to, says string }{
		{`"reason":"SE 3/2024"`, `"reason":"SE 4/2024"`, "constraints"},
		{`"author":"BKPSDM"`, `"author":"BKD"`, "constraints"},
		{`"on":"2026-11-01"`, `"on":"2026-11-02"`, "constraints"},
		{`"status":"optimal"`, `"status":"feasible"`, "status"},
		{`{"employee":"Wira","position":"clerk"}`, `{"employee":"Wira","position":"archivist"}`, "not proven"},
		{`{"employee":"Sekar","position":"archivist"},`, ``, "not proven"},
		{`"maxNodes":0`, `"maxNodes":00`, "JSON"},
	} {
		_, err := assignment.CheckRecord(t.Context(), bytes.NewReader(forge(t, text, x.from, x.to)), p)
		if err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s for %s: %v", x.to, x.from, err)
		}
	}
}

// TestRecordsOfOtherInput: what differs in the problem is named.
func TestRecordsOfOtherInput(t *testing.T) {
	p, text := recorded(t, 3)
	with := func(change func(*mutasi.Data)) *assignment.Problem {
		d := p.Organization.Data()
		change(&d)
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		q := *p
		q.Organization = o
		return &q
	}
	other := func(change func(*assignment.Problem)) *assignment.Problem {
		q := *p
		change(&q)
		return &q
	}
	for _, x := range []struct {
		problem *assignment.Problem
		says    string
	}{
		{with(func(d *mutasi.Data) { d.Employees[0].Name = "Wiratama" }), `organization of the problem is not the one that was recorded: "employees" differs`},
		{with(func(d *mutasi.Data) { d.Positions[0].Title = "Arsiparis" }), `"positions" differs`},
		{with(func(d *mutasi.Data) { d.Units[0].Name = "Arsip" }), `"units" differs`},
		{with(func(d *mutasi.Data) { d.Relations = []mutasi.Relation{{Kind: "spouse", A: "Wira", B: "Bayu"}} }), `"relations" differs`},
		{other(func(q *assignment.Problem) { q.Objective = q.Objective[:2] }), "objective"},
		{other(func(q *assignment.Problem) { q.Constraints = q.Constraints[:2] }), "constraints"},
		{other(func(q *assignment.Problem) { empty := mutasi.Plan{}; q.Incumbent = &empty }), "incumbent"},
		{other(func(q *assignment.Problem) {
			q.Objective = assignment.Objective{q.Objective[0], assignment.Maximize(assignment.Custom("charm", func(*mutasi.Employee, *mutasi.Position) float64 { return 1 })), q.Objective[2]}
		}), "objective"},
	} {
		if _, err := assignment.CheckRecord(t.Context(), bytes.NewReader(text), x.problem); err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("want %q, got %v", x.says, err)
		}
	}
}

// secretive is a model whose JSON does not say all that decides its fits.
type secretive struct{ worst float64 }

func (m secretive) Fit(p competency.Profile, s competency.Standard) float64 {
	if competency.Meets(p, s) {
		return 1
	}
	return m.worst
}

func (secretive) MarshalJSON() ([]byte, error) {
	return []byte(`{"name":"secretive","parameters":{}}`), nil
}

// TestRecordsCoverWhatTheyCannotWrite: a problem in which a function, a curve or a model
// answers otherwise is another one, though the plan and its values are the same.
func TestRecordsCoverWhatTheyCannotWrite(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{
			{ID: "P", Seats: 1, Need: 1, Standard: competency.Standard{{Competency: "M.1", Level: 3, Mandatory: true}}},
			{ID: "Q", Seats: 1, Need: 1},
		},
		Employees: []mutasi.Employee{
			{ID: "ani", Profile: competency.Levels(map[competency.ID]competency.Level{"M.1": 3})},
			{ID: "budi", Profile: competency.Levels(map[competency.ID]competency.Level{"M.1": 1})},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	custom := func(least float64) assignment.Term {
		return assignment.Custom("charm", func(e *mutasi.Employee, p *mutasi.Position) float64 {
			if (e.ID == "ani") == (p.ID == "P") {
				return 2
			}
			return least
		})
	}
	curve := func(beyond float64) workload.Curve {
		c, err := workload.NewCurve(workload.Point{Coverage: 0, Penalty: 1}, workload.Point{Coverage: 1, Penalty: 0}, workload.Point{Coverage: 2, Penalty: beyond})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, x := range []struct{ solved, other assignment.Goal }{
		{assignment.Leximin(custom(1)), assignment.Leximin(custom(1.5))},
		{assignment.Maximize(custom(1)), assignment.Maximize(custom(1.5))},
		{assignment.Bottleneck(custom(1)), assignment.Bottleneck(custom(1.5))},
		{assignment.Maximize(assignment.Fit(secretive{0.25})), assignment.Maximize(assignment.Fit(secretive{0.5}))},
		{
			assignment.Maximize(custom(1), assignment.Weigh(-1, assignment.BalancePosts(curve(1)))),
			assignment.Maximize(custom(1), assignment.Weigh(-1, assignment.BalancePosts(curve(2)))),
		},
	} {
		p := &assignment.Problem{Organization: o, Objective: assignment.Objective{x.solved}}
		s, err := assignment.Solve(t.Context(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		text := recordOf(t, s)
		if _, err := assignment.CheckRecord(t.Context(), bytes.NewReader(text), p); err != nil {
			t.Errorf("%s: %v", x.solved, err)
		}
		p.Objective[0] = x.other
		if _, err := assignment.CheckRecord(t.Context(), bytes.NewReader(text), p); err == nil || !strings.Contains(err.Error(), "objective") {
			t.Errorf("%s: another objective has the record checked: %v", x.solved, err)
		}
	}
}

// TestRecordsNameTheDifference: another plan that is as good passes, and is named.
func TestRecordsNameTheDifference(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{{ID: "P", Seats: 1}},
		Employees: []mutasi.Employee{{ID: "ani"}, {ID: "budi"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.Maximize(assignment.Placed())}}
	s, err := assignment.Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	first, second := "ani", "budi"
	if _, placed := s.Plan.Position("ani"); !placed {
		first, second = second, first
	}
	text := forge(t, recordOf(t, s), fmt.Sprintf(`"employee":%q`, first), fmt.Sprintf(`"employee":%q`, second))
	r, err := assignment.CheckRecord(t.Context(), bytes.NewReader(text), p)
	if err != nil || len(r.Differs) != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	// Nor does it help to claim that the solve was interrupted.
	text = forge(t, text, `"goals":[`, `"interrupted":true,"goals":[`)
	r, err = assignment.CheckRecord(t.Context(), bytes.NewReader(text), p)
	if err == nil && len(r.Differs) != 2 {
		t.Errorf("an optimal plan of an interrupted solve: %+v", r)
	}
}

// TestCheckRecordEndsWithItsContext: wherever the context ends, the error is its own, or
// the check was done; no plan is compared with one that was not finished.
func TestCheckRecordEndsWithItsContext(t *testing.T) {
	var calls atomic.Int64
	last, end := int64(0), func() {}
	p := &assignment.Problem{Organization: archive(), Objective: assignment.Objective{
		assignment.Maximize(assignment.Custom("charm", func(e *mutasi.Employee, p *mutasi.Position) float64 {
			if calls.Add(1) == last {
				end()
			}
			return float64(len(e.ID))
		})),
	}}
	s, err := assignment.Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	text := recordOf(t, s)
	calls.Store(0)
	if _, err := assignment.CheckRecord(t.Context(), bytes.NewReader(text), p); err != nil {
		t.Fatal(err)
	}
	for last = 1; last <= calls.Load(); last++ {
		ctx, cancel := context.WithCancel(t.Context())
		all := calls.Swap(0)
		end = cancel
		r, err := assignment.CheckRecord(ctx, bytes.NewReader(text), p)
		if err == nil && len(r.Differs) > 0 || err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("ended at call %d of %d: %+v, %v", last, all, r, err)
		}
		calls.Store(all)
		cancel()
	}
}

// TestRecordOfAnInterruptedSolve: a plan without a proof has a record too.
func TestRecordOfAnInterruptedSolve(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	p := &assignment.Problem{Organization: archive()}
	s, err := assignment.Solve(ended, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := assignment.CheckRecord(t.Context(), bytes.NewReader(recordOf(t, s)), p)
	if err != nil || r.Status != assignment.Feasible {
		t.Errorf("%+v, %v", r, err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(recordOf(t, s), &fields); err != nil || len(fields) != 15 {
		t.Errorf("%d fields, %v", len(fields), err)
	}
}

// TestRecordsTellPairsApart: rules that are functions and close one post each have
// records of their own, whichever post it is.
func TestRecordsTellPairsApart(t *testing.T) {
	var d mutasi.Data
	const posts = 20
	for j := range posts {
		d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID(fmt.Sprintf("P%02d", j)), Seats: 1})
	}
	d.Employees = []mutasi.Employee{{ID: "ani"}}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	closing := func(j int) *assignment.Problem {
		return &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{
			assignment.Eligible("closed", func(_ *mutasi.Employee, p *mutasi.Position) bool { return p.ID != d.Positions[j].ID }),
		}}
	}
	for j := range posts {
		s, err := assignment.Solve(t.Context(), closing(j), nil)
		if err != nil {
			t.Fatal(err)
		}
		text := recordOf(t, s)
		for k := range posts {
			_, err := assignment.CheckRecord(t.Context(), bytes.NewReader(text), closing(k))
			if (err == nil) != (j == k) {
				t.Fatalf("the record of a rule that closes %d, and a problem that closes %d: %v", j, k, err)
			}
		}
	}
}
