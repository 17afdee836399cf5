package assignment

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/mutasi-go/mutasi"
)

// Record is what CheckRecord has read and proven.
type Record struct {
	Plan    mutasi.Plan `json:"plan"`
	Status  Status      `json:"status"`
	Values  []Value     `json:"values"`
	Seed    uint64      `json:"seed"`
	Checked *Checked    `json:"checked"` // what was proven of the plan
	// Differs is how the plan differs from the one that Solve gives for the problem:
	// from that one to this. It is empty for a plan that Solve made. Otherwise both are
	// proven equally good, and somebody chose between them. Where the context ended a
	// solve before the plan was proven optimal, no other solve ends in the same place:
	// Differs is nil, and says nothing.
	Differs []mutasi.Transfer `json:"differs,omitempty"`
}

const (
	recordFormat  = "mutasi record"
	recordVersion = 1
	// recordLibrary changes with what a record holds or how it is checked.
	recordLibrary = "github.com/mutasi-go/mutasi v0"
)

// recordJSON is a record. Each field is a line of its own.
type recordJSON struct {
	Format       string          `json:"format"`
	Version      int             `json:"version"`
	Library      string          `json:"library"`
	Rounding     int             `json:"rounding"`
	Organization json.RawMessage `json:"organization"` // digests of its tables
	Incumbent    json.RawMessage `json:"incumbent"`    // digest of the plan before
	Objective    json.RawMessage `json:"objective"`
	Constraints  json.RawMessage `json:"constraints"`
	Pairs        json.RawMessage `json:"pairs"` // digest of who may hold which post
	Options      json.RawMessage `json:"options"`
	Status       json.RawMessage `json:"status"`
	Values       json.RawMessage `json:"values"`
	Plan         json.RawMessage `json:"plan"`
	Certificate  json.RawMessage `json:"certificate"`
	Digest       string          `json:"digest"` // of all lines before
}

// recordOptions are the options that decide the plan.
type recordOptions struct {
	Seed      uint64 `json:"seed"`
	Canonical bool   `json:"canonical"`
	MaxNodes  int    `json:"maxNodes"`
}

// recordGoal is a goal in a record.
type recordGoal struct {
	Goal       string          `json:"goal"`
	Definition json.RawMessage `json:"definition"`       // with terms of functions by name
	Values     string          `json:"values,omitempty"` // digest of the values of all allowed pairs, where a function decides
}

// recordConstraint is a constraint in a record.
type recordConstraint struct {
	Constraint string  `json:"constraint"`
	Made       string  `json:"made"` // the function that made it, with the arguments that are data
	Causes     []Cause `json:"causes"`
	Pairs      string  `json:"pairs,omitempty"` // digest of the pairs that it forbids or counts, if it concerns many
}

// WriteRecord writes the audit record of a solution: which input was decided on, by
// which goals and constraints with their reasons, authors and dates, with which plan,
// values and certificate. It is JSON, one field a line, and the same bytes every time.
//
// People and posts are named by ID only. Their other data are in the record as digests
// (SHA-256) of the tables, in the order of IDs, which cover every field; a function
// of the caller, or a model of the caller's, as digest of all that it answers; what a
// goal has of it where the solve knew the values of all pairs. CheckRecord compares
// them with the problem.
//
// The record proves integrity: that plan, input and proof belong together. It does
// not prove who wrote it or when; sign the file for that.
//
// The error is that of w, or of a function of the caller.
func (s *Solution) WriteRecord(w io.Writer) error {
	if s == nil || s.certificate == nil {
		return errors.New("assignment: this solution was not made by Solve, so it has nothing to record")
	}
	if w == nil {
		return errors.New("assignment: a record needs a writer")
	}
	ctx := context.Background()
	c := s.instance.Load()
	if c == nil || s.certificate.unscaled {
		var err error
		if c, err = recorded(ctx, &s.problem, s.certificate); err != nil {
			return fmt.Errorf("assignment: record: %w", err)
		}
	}
	text, err := c.record(ctx, s.options, s.Plan, s.certificate)
	if err != nil {
		return fmt.Errorf("assignment: record: %w", err)
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("assignment: record: %w", err)
	}
	return nil
}

// recorded is the instance of a problem that a record needs: as far as the scales of
// the certificate go.
func recorded(ctx context.Context, p *Problem, cert *Certificate) (*instance, error) {
	c := newInstance(p, settings{seed: cert.seed, canonical: cert.canonical, workers: workersOf(0), scales: cert.scales()})
	for last := firstGoal + len(p.objective()); c.next <= last && (!cert.unscaled || c.next < firstGoal); {
		if err := cmp.Or(ctx.Err(), c.step(ctx)); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// record is the text of the record of a plan.
func (c *instance) record(ctx context.Context, o Options, plan mutasi.Plan, cert *Certificate) ([]byte, error) {
	out := recordJSON{Format: recordFormat, Version: recordVersion, Library: recordLibrary, Rounding: roundingVersion}
	d := recorder{instance: c, ctx: ctx}
	d.set(&out.Organization, d.tables)
	d.set(&out.Incumbent, func() (any, error) { return planDigest(c.problem.held()) })
	d.set(&out.Objective, d.objective)
	d.set(&out.Constraints, d.constraints)
	d.set(&out.Pairs, func() (any, error) { return d.pairs(c.eligibility.allowed.Has), nil })
	d.set(&out.Options, func() (any, error) { return recordOptions{o.Seed, o.Canonical, o.MaxNodes}, nil })
	d.set(&out.Status, func() (any, error) { return cert.status().String(), nil })
	d.set(&out.Values, func() (any, error) { return cert.values(), nil })
	d.set(&out.Plan, func() (any, error) { return plan, nil })
	d.set(&out.Certificate, func() (any, error) { return cert, nil })
	if d.err != nil {
		return nil, d.err
	}
	return out.text()
}

// status returns the status that the certificate claims.
func (c *Certificate) status() Status {
	if c.unscaled {
		return Feasible
	}
	for _, g := range c.goals {
		if !g.result.Proven {
			return Feasible
		}
	}
	return Optimal
}

// values are those that the certificate claims.
func (c *Certificate) values() []Value {
	out := []Value{}
	for _, g := range c.goals {
		if g.value != nil {
			out = append(out, *g.value)
		}
	}
	return out
}

// text writes the record with its digest.
func (r *recordJSON) text() ([]byte, error) {
	r.Digest = ""
	fields, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	lines, err := onLines(fields)
	if err != nil {
		return nil, err
	}
	const empty = "\"digest\":\"\"}\n"
	before := bytes.TrimSuffix(lines, []byte(empty))
	return fmt.Appendf(before, "\"digest\":%q}\n", digestOf(before)), nil
}

// onLines writes the fields of a JSON object on a line each.
func onLines(object []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteByte('{')
	for first := true; d.More(); first = false {
		if !first {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "%q:%s", name, value)
	}
	out.WriteString("}\n")
	return out.Bytes(), nil
}

func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func planDigest(p mutasi.Plan) (string, error) {
	text, err := json.Marshal(p)
	return digestOf(text), err
}

// recorder fills in the fields of a record.
type recorder struct {
	*instance
	ctx           context.Context
	err           error
	rows, columns []int // in the order of IDs, the bench last
}

func (d *recorder) set(field *json.RawMessage, of func() (any, error)) {
	if d.err = cmp.Or(d.err, d.ctx.Err()); d.err != nil {
		return
	}
	value, err := of()
	if err == nil {
		*field, err = json.Marshal(value)
	}
	d.err = err
}

// tables has a digest of each table of the organization, in the order of IDs.
func (d *recorder) tables() (any, error) {
	data := d.problem.Organization.Data()
	slices.SortFunc(data.Units, func(a, b mutasi.Unit) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(data.Positions, func(a, b mutasi.Position) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(data.Employees, func(a, b mutasi.Employee) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(data.Relations, func(a, b mutasi.Relation) int {
		return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.Kind, b.Kind))
	})
	o, err := mutasi.NewOrganization(data)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := mutasi.WriteJSON(&text, o); err != nil {
		return nil, err
	}
	var tables struct{ Units, Positions, Employees, Relations json.RawMessage }
	if err := json.Unmarshal(text.Bytes(), &tables); err != nil {
		return nil, err
	}
	return struct {
		Units     string `json:"units"`
		Positions string `json:"positions"`
		Employees string `json:"employees"`
		Relations string `json:"relations"`
	}{digestOf(tables.Units), digestOf(tables.Positions), digestOf(tables.Employees), digestOf(tables.Relations)}, nil
}

func (d *recorder) objective() (any, error) {
	out := []recordGoal{}
	for k, g := range d.problem.objective() {
		r := recordGoal{Goal: g.String()}
		_, err := json.Marshal(g)
		asks := err != nil
		g.term.parts = slices.Clone(g.term.parts)
		for n, p := range g.term.parts {
			if fit, ok := p.summand.(*fitTerm); ok {
				asks = asks || !fit.ofData()
			}
			g.term.parts[n].summand = recordedTerm{p.summand}
		}
		if r.Definition, err = json.Marshal(g); err != nil {
			return nil, err
		}
		if asks && d.next > firstGoal+k {
			r.Values = d.goalValues(k)
		}
		out = append(out, r)
	}
	return out, nil
}

// recordedTerm is a term that is written by its name if it holds a function.
type recordedTerm struct{ summand }

func (t recordedTerm) MarshalJSON() ([]byte, error) {
	if text, err := t.summand.MarshalJSON(); err == nil {
		return text, nil
	}
	return json.Marshal(constructorJSON{t.name(), "function"})
}

// constraints lists what is demanded, by name.
func (d *recorder) constraints() (any, error) {
	out := []recordConstraint{}
	for _, b := range d.demands.blockers {
		r := recordConstraint{Constraint: b.name(), Made: b.constructor, Causes: slices.Clone(b.causes)}
		if b.employee == "" {
			r.Pairs = d.pairs(b.bulk.blocks)
		}
		out = append(out, r)
	}
	for k, l := range d.limits {
		store := d.model.Limits[k].Pairs
		out = append(out, recordConstraint{
			Constraint: l.name(), Made: l.constructor, Causes: slices.Clone(l.causes),
			Pairs: d.pairs(func(row, column int) bool { return store.At(row, column) != 0 }),
		})
	}
	for k := range out {
		sortCauses(out[k].Causes)
	}
	slices.SortFunc(out, func(a, b recordConstraint) int { return strings.Compare(a.Constraint, b.Constraint) })
	return out, nil
}

// order finds the rows and columns in the order of IDs.
func (d *recorder) order() {
	if d.rows != nil {
		return
	}
	d.rows = make([]int, len(d.roster.employees))
	for i := range d.rows {
		d.rows[i] = i
	}
	slices.SortFunc(d.rows, func(a, b int) int { return cmp.Compare(d.roster.employees[a].ID, d.roster.employees[b].ID) })
	for j := range d.roster.positions {
		d.columns = append(d.columns, j)
	}
	slices.SortFunc(d.columns, func(a, b int) int { return cmp.Compare(d.roster.positions[a].ID, d.roster.positions[b].ID) })
	d.columns = append(d.columns, d.roster.bench())
}

// pairs is the digest of a set of pairs: a bit each, by employee and post.
func (d *recorder) pairs(has func(row, column int) bool) string {
	d.order()
	return d.digest(func(h hash.Hash, row int, bits []byte) {
		clear(bits)
		for k, j := range d.columns {
			if has(row, j) {
				bits[k/8] |= 1 << (k % 8)
			}
		}
		h.Write(bits[:(len(d.columns)+7)/8])
	})
}

// goalValues returns the digest of the values of all allowed pairs in a goal.
func (d *recorder) goalValues(goal int) string {
	d.order()
	store := d.model.Goals[goal].Pairs
	buffer := make([]int32, d.model.Columns)
	pairs := d.digest(func(h hash.Hash, row int, text []byte) {
		costs := store.Row(row, buffer)
		for k, j := range d.columns {
			x := int32(0)
			if d.eligibility.allowed.Has(row, j) {
				x = costs[j]
			}
			binary.LittleEndian.PutUint32(text[4*k:], uint32(x))
		}
		h.Write(text)
	})
	levels := &d.goals[goal].levels
	if len(levels.least) == 0 {
		return pairs
	}
	text := []byte(pairs)
	for k := range levels.least {
		text = binary.LittleEndian.AppendUint64(text, math.Float64bits(levels.least[k]))
		text = binary.LittleEndian.AppendUint64(text, math.Float64bits(levels.most[k]))
	}
	return digestOf(text)
}

// digest returns the SHA-256, in hexadecimal digits, of the bytes that add writes for
// all rows in turn. Text is scratch of 4 bytes a column.
func (d *recorder) digest(add func(h hash.Hash, row int, text []byte)) string {
	h, text := sha256.New(), make([]byte, 4*len(d.columns))
	for _, row := range d.rows {
		if d.ctx.Err() != nil {
			return "" // set reports it
		}
		add(h, row, text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// CheckRecord checks a record against the problem that it is about: the same people,
// posts, goals, constraints and functions, on this machine or another one. It
//
//   - rejects a record that differs in any byte from what WriteRecord writes;
//   - rejects a problem that differs from what was recorded, and names what differs; a
//     profile, a wish or an objection belongs to the employees, a standard to the positions;
//   - has Check prove plan, values and certificate. Whoever changed them and
//     computed the digests anew is refused, unless the plan is proven equally good;
//   - solves the problem again, and lists in Record.Differs where the plan is not the
//     one that Solve gives.
//
// It takes the time of Check and Solve. The error names what is wrong, or is ctx's.
func CheckRecord(ctx context.Context, r io.Reader, p *Problem) (*Record, error) {
	if r == nil {
		return nil, errors.New("assignment: record: there is no reader")
	}
	if p == nil || p.Organization == nil {
		return nil, errors.New("assignment: record: the problem has no organization")
	}
	if ctx == nil {
		ctx = context.Background()
	}
	out, err := checkRecord(ctx, r, p)
	if err != nil {
		return nil, fmt.Errorf("assignment: record: %w", cmp.Or(ctx.Err(), err))
	}
	return out, nil
}

func checkRecord(ctx context.Context, r io.Reader, p *Problem) (*Record, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	in, err := readRecord(text)
	if err != nil {
		return nil, err
	}
	var o recordOptions
	var plan mutasi.Plan
	var cert Certificate
	for _, field := range []struct {
		name string
		text json.RawMessage
		into any
	}{{"options", in.Options, &o}, {"plan", in.Plan, &plan}, {"certificate", in.Certificate, &cert}} {
		if err := json.Unmarshal(field.text, field.into); err != nil {
			return nil, fmt.Errorf("its %s cannot be read: %w", field.name, err)
		}
	}
	options := Options{Seed: o.Seed, Canonical: o.Canonical, MaxNodes: o.MaxNodes}
	c, err := recorded(ctx, p, &cert)
	if err != nil {
		return nil, fmt.Errorf("the problem is not the one that was recorded: %w", err)
	}
	want, err := c.record(ctx, options, plan, &cert)
	if err != nil {
		return nil, err
	}
	if err := compareRecords(in, want); err != nil {
		return nil, err
	}
	if !bytes.Equal(text, want) {
		return nil, errors.New("it is not written as WriteRecord writes it, so something in it was changed")
	}
	if o.Seed != cert.seed || o.Canonical != cert.canonical {
		return nil, errors.New("its options are not those of its certificate")
	}
	checked, err := Check(ctx, p, plan, &cert, nil)
	if err != nil {
		return nil, err
	}
	out := &Record{Plan: plan, Status: checked.Status, Values: checked.Values, Seed: o.Seed, Checked: checked}
	if cert.interrupted && checked.Status != Optimal {
		return out, nil // no other solve ends in the same place
	}
	again, err := Solve(ctx, p, &options)
	if err != nil {
		return nil, err
	}
	if again.certificate.interrupted {
		return nil, ctx.Err() // its plan is not the one to compare with
	}
	out.Differs = again.Plan.Transfers(plan)
	return out, nil
}

// readRecord parses a record and checks its digest.
func readRecord(text []byte) (*recordJSON, error) {
	var head struct {
		Format, Library   string
		Version, Rounding int
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("it is not JSON: %w", err)
	}
	if head.Format != recordFormat {
		return nil, fmt.Errorf("its format is %q, not %q", head.Format, recordFormat)
	}
	if head.Version != recordVersion || head.Rounding != roundingVersion || head.Library != recordLibrary {
		return nil, fmt.Errorf("it has version %d and rounding %d of %q, and this package checks version %d and rounding %d of %q; check it with the version of the package that wrote it",
			head.Version, head.Rounding, head.Library, recordVersion, roundingVersion, recordLibrary)
	}
	var in recordJSON
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return nil, err
	}
	at := bytes.LastIndex(text, []byte("\"digest\":"))
	if at < 0 || in.Digest != digestOf(text[:at]) {
		return nil, errors.New("its digest is not that of its lines, so something in it was changed")
	}
	return &in, nil
}

// compareRecords names the first field in which a record differs from the one that the
// problem, its plan and its certificate give.
func compareRecords(in *recordJSON, text []byte) error {
	var want recordJSON
	if err := json.Unmarshal(text, &want); err != nil {
		return err
	}
	for _, f := range []struct {
		name      string
		got, want json.RawMessage
		ofProblem bool
	}{
		{"organization", in.Organization, want.Organization, true},
		{"incumbent plan", in.Incumbent, want.Incumbent, true},
		{"objective", in.Objective, want.Objective, true},
		{"constraints", in.Constraints, want.Constraints, true},
		{"set of allowed pairs", in.Pairs, want.Pairs, true},
		{"options", in.Options, want.Options, false},
		{"status", in.Status, want.Status, false},
		{"values", in.Values, want.Values, false},
		{"plan", in.Plan, want.Plan, false},
		{"certificate", in.Certificate, want.Certificate, false},
	} {
		switch {
		case bytes.Equal(f.got, f.want):
		case f.ofProblem:
			return fmt.Errorf("the %s of the problem is not the one that was recorded: %s", f.name, firstDifferent(f.got, f.want))
		default:
			return fmt.Errorf("its %s is not what its certificate says: %s", f.name, firstDifferent(f.got, f.want))
		}
	}
	return nil
}

// firstDifferent names the first member or element in which two JSON values differ.
func firstDifferent(got, want json.RawMessage) string {
	var a, b map[string]json.RawMessage
	if json.Unmarshal(got, &a) == nil && json.Unmarshal(want, &b) == nil {
		for _, name := range slices.Sorted(func(yield func(string) bool) {
			for name := range b {
				if !yield(name) {
					return
				}
			}
		}) {
			if !bytes.Equal(a[name], b[name]) {
				return fmt.Sprintf("%q differs", name)
			}
		}
	}
	var x, y []json.RawMessage
	if json.Unmarshal(got, &x) == nil && json.Unmarshal(want, &y) == nil {
		for k := range min(len(x), len(y)) {
			if !bytes.Equal(x[k], y[k]) {
				return fmt.Sprintf("entry %d is %s in the record and %s here", k, short(x[k]), short(y[k]))
			}
		}
		return fmt.Sprintf("it has %d entries in the record and %d here", len(x), len(y))
	}
	return fmt.Sprintf("%s in the record and %s here", short(got), short(want))
}

// short is a text that fits into a message.
func short(text []byte) string {
	const most = 120
	if len(text) <= most {
		return string(text)
	}
	return strings.ToValidUTF8(string(text[:most]), "") + " …"
}
