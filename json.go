package mutasi

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// Formats name what a JSON document holds, in its first field; the version
// goes up whenever an older reader would misunderstand the document.
const (
	organizationFormat = "mutasi organization"
	planFormat         = "mutasi plan"
	formatVersion      = 1
)

// The types below are the JSON documents. Names of fields are those in paths of
// faults, so that a path leads to a place in the document as well.
type (
	documentJSON struct {
		Format    string         `json:"format"`
		Version   int            `json:"version"`
		Units     []unitJSON     `json:"units"`
		Positions []positionJSON `json:"positions"`
		Employees []employeeJSON `json:"employees"`
		Relations []relationJSON `json:"relations,omitempty"`
	}
	unitJSON struct {
		ID         UnitID            `json:"id"`
		Name       string            `json:"name,omitempty"`
		Parent     UnitID            `json:"parent,omitempty"`
		Attributes map[string]string `json:"attributes,omitempty"`
	}
	positionJSON struct {
		ID         PositionID        `json:"id"`
		Title      string            `json:"title,omitempty"`
		Unit       UnitID            `json:"unit,omitempty"`
		Seats      int               `json:"seats"`
		MinSeats   int               `json:"minSeats,omitempty"`
		Need       workload.FTE      `json:"need,omitempty"`
		Weight     float64           `json:"weight,omitempty"`
		Standard   []requirementJSON `json:"standard,omitempty"`
		Attributes map[string]string `json:"attributes,omitempty"`
	}
	requirementJSON struct {
		Competency competency.ID    `json:"competency"`
		Level      competency.Level `json:"level"`
		Weight     float64          `json:"weight,omitempty"`
		Mandatory  bool             `json:"mandatory,omitempty"`
		Core       bool             `json:"core,omitempty"`
	}
	employeeJSON struct {
		ID         EmployeeID                   `json:"id"`
		Name       string                       `json:"name,omitempty"`
		Position   PositionID                   `json:"position,omitempty"`
		Since      timeJSON                     `json:"since,omitzero"`
		History    []tenureJSON                 `json:"history,omitempty"`
		Capacity   workload.FTE                 `json:"capacity,omitempty"`
		Profile    map[competency.ID]ratingJSON `json:"profile,omitempty"`
		Wishes     []PositionID                 `json:"wishes,omitempty"`
		Objections []objectionJSON              `json:"objections,omitempty"`
		Ratings    map[string]float64           `json:"ratings,omitempty"`
		Attributes map[string]string            `json:"attributes,omitempty"`
	}
	ratingJSON struct {
		Level  competency.Level `json:"level"`
		Margin competency.Level `json:"margin,omitempty"`
	}
	tenureJSON struct {
		Position PositionID `json:"position,omitempty"`
		Unit     UnitID     `json:"unit,omitempty"`
		From     timeJSON   `json:"from,omitzero"`
		To       timeJSON   `json:"to,omitzero"`
	}
	objectionJSON struct {
		Position PositionID `json:"position,omitempty"`
		Unit     UnitID     `json:"unit,omitempty"`
		Reason   string     `json:"reason,omitempty"`
	}
	relationJSON struct {
		Kind string     `json:"kind,omitempty"`
		A    EmployeeID `json:"a"`
		B    EmployeeID `json:"b"`
	}
	planJSON struct {
		Format     string          `json:"format"`
		Version    int             `json:"version"`
		Placements []placementJSON `json:"placements"`
	}
	placementJSON struct {
		Employee EmployeeID `json:"employee"`
		Position PositionID `json:"position,omitempty"`
	}
	timeJSON struct{ time.Time }
)

// MarshalJSON writes a date or an instant, as CSV files hold them.
func (t timeJSON) MarshalJSON() ([]byte, error) { return json.Marshal(formatTime(t.Time)) }

// UnmarshalJSON reads what MarshalJSON writes.
func (t *timeJSON) UnmarshalJSON(data []byte) error {
	var text string
	err := json.Unmarshal(data, &text)
	if err == nil {
		t.Time, err = parseTime(text)
	}
	return err
}

// WriteJSON writes an organisation as one JSON document, an entry a line:
//
//	{"format":"mutasi organization","version":1,
//	"units":[
//	{"id":"U1","name":"Secretariat"}],
//	"positions":[
//	{"id":"P1","unit":"U1","seats":2,"standard":[{"competency":"M.1","level":3}]}],
//	"employees":[
//	{"id":"E1","position":"P1","since":"2022-03-01","profile":{"M.1":{"level":4}}}]}
//
// Fields are named as in paths of faults, and those that are zero are left
// out. [ReadJSON] gives back the same organisation; times keep their offset
// from UTC but not the name of their zone.
func WriteJSON(w io.Writer, o *Organization) error {
	out := &lineWriter{w: bufio.NewWriterSize(w, 1<<16)}
	out.encoder = json.NewEncoder(&out.line)
	out.encoder.SetEscapeHTML(false)
	fmt.Fprintf(out.w, `{"format":%q,"version":%d,`, organizationFormat, formatVersion)
	out.list("\n", "units")
	for u := range o.Units() {
		out.entry(unitJSON(*u))
	}
	out.list("],\n", "positions")
	for p := range o.Positions() {
		out.entry(newPositionJSON(p))
	}
	out.list("],\n", "employees")
	for e := range o.Employees() {
		out.entry(newEmployeeJSON(e))
	}
	first := true
	for r := range o.Relations() {
		if first {
			out.list("],\n", "relations")
			first = false
		}
		out.entry(relationJSON(*r))
	}
	out.w.WriteString("]}\n")
	if err := errors.Join(out.err, out.w.Flush()); err != nil {
		return fmt.Errorf("mutasi: writing JSON: %w", err)
	}
	return nil
}

// A lineWriter writes lists with an entry a line.
type lineWriter struct {
	w       *bufio.Writer
	encoder *json.Encoder
	line    bytes.Buffer
	more    bool
	err     error
}

func (l *lineWriter) list(before, name string) {
	fmt.Fprintf(l.w, "%s%q:[", before, name)
	l.more = false
}

func (l *lineWriter) entry(v any) {
	if l.more {
		l.w.WriteByte(',')
	}
	l.more = true
	l.line.Reset()
	if err := l.encoder.Encode(v); err != nil && l.err == nil {
		l.err = err
	}
	l.w.WriteByte('\n')
	l.w.Write(bytes.TrimSuffix(l.line.Bytes(), []byte("\n")))
}

func newPositionJSON(p *Position) positionJSON {
	j := positionJSON{
		ID: p.ID, Title: p.Title, Unit: p.Unit, Seats: p.Seats, MinSeats: p.MinSeats,
		Need: p.Need, Weight: p.Weight, Attributes: p.Attributes,
	}
	for _, r := range p.Standard {
		j.Standard = append(j.Standard, requirementJSON(r))
	}
	return j
}

func (j *positionJSON) position() Position {
	p := Position{
		ID: j.ID, Title: j.Title, Unit: j.Unit, Seats: j.Seats, MinSeats: j.MinSeats,
		Need: j.Need, Weight: j.Weight, Attributes: j.Attributes,
	}
	for _, r := range j.Standard {
		p.Standard = append(p.Standard, competency.Requirement(r))
	}
	return p
}

func newEmployeeJSON(e *Employee) employeeJSON {
	j := employeeJSON{
		ID: e.ID, Name: e.Name, Position: e.Position, Since: timeJSON{e.Since}, Capacity: e.Capacity,
		Wishes: e.Wishes, Ratings: e.Ratings, Attributes: e.Attributes,
	}
	for _, h := range e.History {
		j.History = append(j.History, tenureJSON{h.Position, h.Unit, timeJSON{h.From}, timeJSON{h.To}})
	}
	if e.Profile != nil {
		j.Profile = make(map[competency.ID]ratingJSON, len(e.Profile))
	}
	for id, r := range e.Profile {
		j.Profile[id] = ratingJSON(r)
	}
	for _, b := range e.Objections {
		j.Objections = append(j.Objections, objectionJSON(b))
	}
	return j
}

func (j *employeeJSON) employee() Employee {
	e := Employee{
		ID: j.ID, Name: j.Name, Position: j.Position, Since: j.Since.Time, Capacity: j.Capacity,
		Wishes: j.Wishes, Ratings: j.Ratings, Attributes: j.Attributes,
	}
	for _, h := range j.History {
		e.History = append(e.History, Tenure{h.Position, h.Unit, h.From.Time, h.To.Time})
	}
	if j.Profile != nil {
		e.Profile = make(competency.Profile, len(j.Profile))
	}
	for id, r := range j.Profile {
		e.Profile[id] = competency.Rating(r)
	}
	for _, b := range j.Objections {
		e.Objections = append(e.Objections, Objection(b))
	}
	return e
}

// ReadJSON reads the document that [WriteJSON] writes. Fields may stand in any
// order; those that the document needs but lacks, unknown and repeated ones,
// null, and an unknown version are faults.
//
// The error joins all faults, those of [NewOrganization] among them, each a
// *[Fault] whose Source is a line and a column, counted in characters from 1.
// Behind an error of syntax nothing is read. Errors of r are returned as such.
//
// It holds the document in memory.
func ReadJSON(r io.Reader) (*Organization, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("mutasi: reading JSON: %w", err)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if err := checkSyntax(text); err != nil {
		return nil, err
	}
	w := &shapeWalker{text: text, faults: new(jsonFaults)}
	if err := w.checkVersion(organizationFormat); err != nil {
		return nil, err
	}
	var d Data
	w.entry = func(list string, entry []byte) (err error) {
		switch list {
		case "units":
			err = decode(entry, &d.Units, func(j *unitJSON) Unit { return Unit(*j) })
		case "positions":
			err = decode(entry, &d.Positions, (*positionJSON).position)
		case "employees":
			err = decode(entry, &d.Employees, (*employeeJSON).employee)
		case "relations":
			err = decode(entry, &d.Relations, func(j *relationJSON) Relation { return Relation(*j) })
		}
		return err
	}
	w.value(reflect.TypeFor[documentJSON]())
	if err := w.faults.err(text); err != nil {
		return nil, err
	}
	o, f := build(d, true)
	if f.empty() {
		return o, nil
	}
	return nil, placeFaults(text, f)
}

// decode appends what one entry of a document says to a list of Data.
func decode[J, T any](entry []byte, list *[]T, convert func(*J) T) error {
	var j J
	if err := json.Unmarshal(entry, &j); err != nil {
		return err
	}
	*list = append(*list, convert(&j))
	return nil
}

// checkSyntax finds the first place at which the text is not JSON.
func checkSyntax(text []byte) error {
	if !utf8.Valid(text) {
		i := 0
		for i < len(text) {
			r, size := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			i += size
		}
		return &Fault{Source: lineAndColumn(text, i), Problem: "not valid UTF-8; save the file as UTF-8"}
	}
	var raw json.RawMessage
	err := json.Unmarshal(text, &raw)
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax):
		i := int(syntax.Offset) - 1
		if strings.Contains(syntax.Error(), "unexpected end") {
			i = len(text)
		}
		return &Fault{Source: lineAndColumn(text, max(i, 0)), Problem: "not JSON: " + syntax.Error()}
	}
	return &Fault{Problem: "not JSON: " + err.Error()}
}

// lineAndColumn names the place of a byte.
func lineAndColumn(text []byte, offset int) string {
	before := text[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return "line " + strconv.Itoa(bytes.Count(before, []byte("\n"))+1) +
		", column " + strconv.Itoa(utf8.RuneCount(before[start:])+1)
}

// MarshalJSON writes the plan as a document of its own:
//
//	{"format":"mutasi plan","version":1,"placements":[{"employee":"E1","position":"P1"}]}
//
// The bench is not written.
func (p Plan) MarshalJSON() ([]byte, error) {
	document := planJSON{planFormat, formatVersion, make([]placementJSON, len(p.placements))}
	for i, x := range p.placements {
		if !utf8.ValidString(string(x.Employee)) || !utf8.ValidString(string(x.Position)) {
			return nil, fmt.Errorf("mutasi: plan: placement of %q in %q: an ID is not valid UTF-8", x.Employee, x.Position)
		}
		document.Placements[i] = placementJSON(x)
	}
	return json.Marshal(document)
}

// UnmarshalJSON reads what MarshalJSON writes. The error joins all faults, those
// of [NewPlan] among them, and leaves the plan as it was.
func (p *Plan) UnmarshalJSON(text []byte) error {
	if err := checkSyntax(text); err != nil {
		return err
	}
	if bytes.Equal(bytes.TrimSpace(text), []byte("null")) {
		return nil // by convention
	}
	w := &shapeWalker{text: text, faults: new(jsonFaults)}
	if err := w.checkVersion(planFormat); err != nil {
		return err
	}
	w.value(reflect.TypeFor[planJSON]())
	if err := w.faults.err(nil); err != nil {
		return err
	}
	var document planJSON
	if err := json.Unmarshal(text, &document); err != nil {
		return err
	}
	list := make([]Placement, len(document.Placements))
	for i, x := range document.Placements {
		list[i] = Placement(x)
	}
	plan, err := NewPlan(list...)
	if err != nil {
		return err
	}
	*p = plan
	return nil
}
