package mutasi

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// WriteCSV writes an organisation into a folder of CSV files, which it makes if
// need be. [ReadCSV] gives back the same organisation; times keep their offset
// from UTC but not the name of their zone. An existing activities.csv stays as
// it is: the needs are written out, so it no longer counts.
//
// All files are first written under temporary names and then renamed, so that
// no file is ever half-written: if writing fails, the folder is as it was. Should a
// rename fail, the error tells which files are new already.
func WriteCSV(dir string, o *Organization) error {
	if o == nil {
		o = &Organization{}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("mutasi: folder for CSV files: %w", err)
	}
	var drafts []*draft
	defer func() {
		for _, d := range drafts {
			os.Remove(d.temporary) // fails where it has been renamed
		}
	}()
	for _, s := range schemas {
		if s == activitiesCSV {
			continue
		}
		d, err := write(dir, s, o)
		if d != nil {
			drafts = append(drafts, d)
		}
		if err != nil {
			return fmt.Errorf("mutasi: writing %s: %w; nothing was replaced", filepath.Join(dir, s.file), err)
		}
	}
	for i, d := range drafts {
		if err := os.Rename(d.temporary, d.final); err != nil {
			done := make([]string, i)
			for k := range done {
				done[k] = filepath.Base(drafts[k].final)
			}
			return fmt.Errorf("mutasi: replacing %s: %w; new already: [%s]; write the folder again", d.final, err, strings.Join(done, " "))
		}
	}
	return nil
}

// A draft is a file under its temporary name.
type draft struct{ temporary, final string }

// write writes the table of one schema. The draft is nil if there is no file.
func write(dir string, s *schema, o *Organization) (d *draft, err error) {
	final := filepath.Join(dir, s.file)
	mode := os.FileMode(0o644)
	switch info, err := os.Stat(final); {
	case err == nil && info.IsDir():
		return nil, errors.New("a directory has the name of the file")
	case err == nil:
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(dir, "."+s.file+".*.tmp")
	if err != nil {
		return nil, err
	}
	d = &draft{f.Name(), final}
	w := &tableWriter{out: bufio.NewWriterSize(f, 1<<16)}
	w.table(s, o)
	return d, errors.Join(w.out.Flush(), f.Chmod(mode), f.Close())
}

// A tableWriter writes CSV text. Errors of its writer stay there until Flush.
type tableWriter struct {
	out   *bufio.Writer
	begun bool // the row has a cell
}

func (w *tableWriter) table(s *schema, o *Organization) {
	header := s.names()
	var attributes []string
	if s.attributes {
		attributes = o.attributeNames(s)
		header = header[:len(header)-1]
	}
	for _, name := range header {
		w.text(name)
	}
	for _, name := range attributes {
		w.text(attributePrefix + name)
	}
	w.end()
	switch s {
	case unitsCSV:
		for u := range o.Units() {
			w.text(string(u.ID), u.Name, string(u.Parent))
			w.attributes(attributes, u.Attributes)
			w.end()
		}
	case positionsCSV:
		for p := range o.Positions() {
			w.text(string(p.ID), p.Title, string(p.Unit), strconv.Itoa(p.Seats), strconv.Itoa(p.MinSeats), formatNumber(float64(p.Need)), optional(p.Weight))
			w.attributes(attributes, p.Attributes)
			w.end()
		}
	case standardsCSV:
		for p := range o.Positions() {
			for _, r := range p.Standard {
				w.text(string(p.ID), string(r.Competency), formatNumber(float64(r.Level)), optional(r.Weight), flag(r.Mandatory), flag(r.Core))
				w.end()
			}
		}
	case relationsCSV:
		for r := range o.Relations() {
			w.text(r.Kind, string(r.A), string(r.B))
			w.end()
		}
	default:
		for e := range o.Employees() {
			w.employee(s, e, attributes)
		}
	}
}

// employee writes what a table holds of one person.
func (w *tableWriter) employee(s *schema, e *Employee, attributes []string) {
	id := string(e.ID)
	switch s {
	case employeesCSV:
		w.text(id, e.Name, string(e.Position), formatTime(e.Since), optional(float64(e.Capacity)))
		w.attributes(attributes, e.Attributes)
		w.end()
	case profilesCSV:
		for _, k := range slices.Sorted(maps.Keys(e.Profile)) {
			r := e.Profile[k]
			w.text(id, string(k), formatNumber(float64(r.Level)), optional(float64(r.Margin)))
			w.end()
		}
	case wishesCSV:
		for i, p := range e.Wishes {
			w.text(id, strconv.Itoa(i+1), string(p))
			w.end()
		}
	case objectionsCSV:
		for _, b := range e.Objections {
			w.text(id, string(b.Position), string(b.Unit), b.Reason)
			w.end()
		}
	case historyCSV:
		for _, h := range e.History {
			w.text(id, string(h.Position), string(h.Unit), formatTime(h.From), formatTime(h.To))
			w.end()
		}
	case ratingsCSV:
		for _, k := range slices.Sorted(maps.Keys(e.Ratings)) {
			w.text(id, k, formatNumber(e.Ratings[k]))
			w.end()
		}
	}
}

// attributeNames lists the attributes in a table, in byte order.
func (o *Organization) attributeNames(s *schema) []string {
	seen := make(map[string]bool)
	add := func(attributes map[string]string) {
		for name := range attributes {
			seen[name] = true
		}
	}
	switch s {
	case unitsCSV:
		for u := range o.Units() {
			add(u.Attributes)
		}
	case positionsCSV:
		for p := range o.Positions() {
			add(p.Attributes)
		}
	case employeesCSV:
		for e := range o.Employees() {
			add(e.Attributes)
		}
	}
	return slices.SortedFunc(maps.Keys(seen), cmp.Compare)
}

func (w *tableWriter) end() {
	w.out.WriteByte('\n')
	w.begun = false
}

// text writes cells.
func (w *tableWriter) text(cells ...string) {
	for _, c := range cells {
		if w.begun {
			w.out.WriteByte(',')
		}
		w.begun = true
		if !needsQuotes(c) {
			w.out.WriteString(c)
			continue
		}
		w.out.WriteByte('"')
		w.out.WriteString(strings.ReplaceAll(c, `"`, `""`))
		w.out.WriteByte('"')
	}
}

// needsQuotes is also true of cells that other programs would trim or split.
func needsQuotes(c string) bool {
	if c == "" {
		return false
	}
	return strings.ContainsAny(c, ",;\t\"\r\n") || c[0] == ' ' || c[len(c)-1] == ' '
}

// attributes writes the values of the named attributes.
func (w *tableWriter) attributes(names []string, values map[string]string) {
	for _, name := range names {
		if v, ok := values[name]; ok && v == "" {
			w.out.WriteString(`,""`)
			continue
		}
		w.text(values[name])
	}
}

// optional writes a number, nothing for 0, which is what an empty cell means.
func optional(x float64) string {
	if x == 0 {
		return ""
	}
	return formatNumber(x)
}

// formatNumber writes a number so that it reads back bit for bit, without an
// exponent where that is short.
func formatNumber(x float64) string {
	format := byte('g')
	if a := math.Abs(x); x == 0 || a >= 1e-5 && a < 1e15 {
		format = 'f'
	}
	return strconv.FormatFloat(x, format, -1, 64)
}

func flag(b bool) string {
	if b {
		return "true"
	}
	return ""
}
