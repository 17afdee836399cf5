package mutasi

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi/internal/jsonshape"
	"github.com/mutasi-go/mutasi/internal/message"
	"github.com/mutasi-go/mutasi/internal/table"
)

// Formats name what a JSON document holds, in its first field; the version
// goes up whenever an older reader would misunderstand the document.
const (
	organizationFormat = "mutasi organization"
	planFormat         = "mutasi plan"
	formatVersion      = 1
)

// The types below are the JSON documents. The tags of an entity's fields say what
// they are called. Paths of faults use the same names, so a path can be followed
// in the document.
type (
	documentJSON struct {
		Format    string         `json:"format"`
		Version   int            `json:"version"`
		Units     []Unit         `json:"units"`
		Positions []Position     `json:"positions"`
		Employees []employeeJSON `json:"employees"`
		Relations []Relation     `json:"relations,omitempty"`
	}
	// Times are written as dates. A field here replaces the one of the same
	// name in the embedded struct.
	employeeJSON struct {
		Employee
		Since   timeJSON     `json:"since,omitzero"`
		History []tenureJSON `json:"history,omitempty"`
	}
	tenureJSON struct {
		Tenure
		From timeJSON `json:"from,omitzero"`
		To   timeJSON `json:"to,omitzero"`
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
func (t timeJSON) MarshalJSON() ([]byte, error) { return json.Marshal(table.FormatTime(t.Time)) }

// UnmarshalJSON reads what MarshalJSON writes.
func (t *timeJSON) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	read, problem, ok := table.ParseTime(text)
	if !ok {
		return errors.New(problem.Text())
	}
	t.Time = read
	return nil
}

// CheckText reports whether UnmarshalJSON can read a text.
func (timeJSON) CheckText(text string) (problem message.Message, ok bool) {
	_, problem, ok = table.ParseTime(text)
	return problem, ok
}

var (
	documentShape = jsonshape.Of[documentJSON]()
	planShape     = jsonshape.Of[planJSON]()
)

// WriteJSON writes an organisation as one JSON document, an entry a line:
//
//	{"format":"mutasi organization","version":1,
//	"units":[
//	{"id":"U1","name":"Secretariat"}],
//	"positions":[
//	{"id":"P1","unit":"U1","seats":2,"standard":[{"competency":"M.1","level":3}]}],
//	"employees":[
//	{"id":"E1","position":"P1","profile":{"M.1":{"level":4}},"since":"2022-03-01"}]}
//
// Fields are named as in paths of faults, and those that are zero are left out.
// [ReadJSON] gives back the same organisation. Times keep their offset from UTC but
// not the name of their zone.
func WriteJSON(w io.Writer, o *Organization) error {
	if w == nil {
		return errors.New("mutasi: WriteJSON to a nil writer; pass for example a file")
	}
	out := &lineWriter{w: bufio.NewWriterSize(w, 1<<16)}
	out.encoder = json.NewEncoder(&out.line)
	out.encoder.SetEscapeHTML(false)
	fmt.Fprintf(out.w, `{"format":%q,"version":%d,`, organizationFormat, formatVersion)
	out.list("\n", "units")
	for u := range o.Units() {
		out.entry(u)
	}
	out.list("],\n", "positions")
	for p := range o.Positions() {
		out.entry(p)
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
		out.entry(r)
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

func newEmployeeJSON(e *Employee) employeeJSON {
	j := employeeJSON{Employee: *e, Since: timeJSON{e.Since}}
	for _, h := range e.History {
		j.History = append(j.History, tenureJSON{h, timeJSON{h.From}, timeJSON{h.To}})
	}
	return j
}

func (j *employeeJSON) employee() Employee {
	e := j.Employee
	e.Since = j.Since.Time
	for _, h := range j.History {
		h.Tenure.From, h.Tenure.To = h.From.Time, h.To.Time
		e.History = append(e.History, h.Tenure)
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
	if r == nil {
		return nil, errors.New("mutasi: ReadJSON of a nil reader; open the file first")
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("mutasi: reading JSON: %w", err)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if err := checkHead(text, organizationFormat); err != nil {
		return nil, err
	}
	var d Data
	found, more := documentShape.Compare(text, maxFaults, func(list string, entry []byte) (err error) {
		switch list {
		case "units":
			err = decode(entry, &d.Units)
		case "positions":
			err = decode(entry, &d.Positions)
		case "employees":
			var j employeeJSON
			if err = json.Unmarshal(entry, &j); err == nil {
				d.Employees = append(d.Employees, j.employee())
			}
		case "relations":
			err = decode(entry, &d.Relations)
		}
		return err
	})
	if err := shapeFaults(text, found, more); err != nil {
		return nil, err
	}
	o, f := build(d, true)
	if f.empty() {
		return o, nil
	}
	return nil, placeFaults(text, f)
}

// checkHead checks the syntax of a document, its format and its version.
func checkHead(text []byte, format string) error {
	fault := jsonshape.CheckSyntax(text)
	if fault == nil {
		fault = jsonshape.CheckVersion(text, format, formatVersion)
	}
	if fault == nil {
		return nil
	}
	return shapeFault(text, *fault)
}

// shapeFault words a fault of a document; its source is a line and column of text.
func shapeFault(text []byte, f jsonshape.Fault) *Fault {
	source := ""
	if text != nil && f.Offset >= 0 {
		source = jsonshape.LineAndColumn(text, f.Offset)
	}
	return newFault(f.Path, source, f.Problem)
}

func shapeFaults(text []byte, found []jsonshape.Fault, more int) error {
	list := make([]error, len(found))
	for i := range found {
		list[i] = shapeFault(text, found[i])
	}
	return join(list, more)
}

// placeFaults words findings about Data by their places in the document that it
// was read from.
func placeFaults(text []byte, f *faults) error {
	var paths []string
	for _, x := range f.list {
		paths = append(paths, x.path.prefixes()...)
	}
	offsets := documentShape.Offsets(text, paths)
	var list []error
	for _, x := range f.list {
		offset := 0
		for _, prefix := range x.path.prefixes() {
			offset = max(offset, offsets[prefix]) // a value that is left out has the place of what should hold it
		}
		list = append(list, newFault(x.path.String(), jsonshape.LineAndColumn(text, offset), x.worded()))
	}
	return join(list, f.more)
}

// prefixes returns the paths that lead to p, itself last.
func (p dataPath) prefixes() []string {
	list := []string{p.list.String()}
	row := dataPath{list: p.list, row: p.row, index: -1}
	list = append(list, row.String())
	if p.field != "" {
		row.field = p.field
		list = append(list, row.String())
	}
	return append(list, p.String())
}

// decode appends one entry of a document to a list of Data.
func decode[T any](entry []byte, list *[]T) error {
	var x T
	if err := json.Unmarshal(entry, &x); err != nil {
		return err
	}
	*list = append(*list, x)
	return nil
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
	if fault := jsonshape.CheckSyntax(text); fault != nil {
		return shapeFault(text, *fault)
	}
	if bytes.Equal(bytes.TrimSpace(text), []byte("null")) {
		return nil // by convention
	}
	if p == nil {
		return errors.New("mutasi: a plan cannot be read into a nil *Plan")
	}
	if err := checkHead(text, planFormat); err != nil {
		return err
	}
	found, more := planShape.Compare(text, maxFaults, nil)
	if err := shapeFaults(nil, found, more); err != nil {
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
