package mutasi

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A tableReader reads one file of a CSV folder row by row. Faults go to its
// loader; a cell with a fault reads as zero.
type tableReader struct {
	*loader
	*schema
	file    string
	handle  fs.File
	scanner *recordScanner
	header  []string    // as written
	at      []int       // by column of the schema: its cell, −1 if missing
	named   []attribute // attribute columns

	row    place // of the current row, if keep
	keep   bool
	commas int // line of the first decimal comma
	points int // and of the first decimal point
	mixed  bool
}

type attribute struct {
	name string
	cell int
}

// openTable opens the file of a schema and reads its header. It returns nil if
// there is nothing to read.
func openTable(l *loader, s *schema) *tableReader {
	handle, err := l.fsys.Open(s.file)
	if s.optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	t := &tableReader{loader: l, schema: s, file: s.file, handle: handle}
	if err != nil {
		t.broken(err)
		return nil
	}
	if info, err := handle.Stat(); err == nil && info.IsDir() {
		l.fail(spot{file: s.file}, "", "is a directory; a CSV file of this name is expected")
		t.lose()
		handle.Close()
		return nil
	}
	t.scanner = newRecordScanner(handle)
	if !t.readHeader() {
		t.lose()
		handle.Close()
		return nil
	}
	return t
}

func (t *tableReader) close() { t.handle.Close() }

// lose notes that rows are missing, so that IDs of this file may seem unknown.
func (t *tableReader) lose() {
	if t.schema == unitsCSV || t.schema == positionsCSV || t.schema == employeesCSV {
		t.lost = true
	}
}

// broken records an error of the file system.
func (t *tableReader) broken(err error) {
	t.lose()
	where := spot{file: t.file}
	if t.scanner != nil {
		where.line = t.scanner.line + 1
	}
	t.found = append(t.found, &located{where: where, err: fmt.Errorf("%s: cannot be read: %w", t.file, err)})
}

func (t *tableReader) readHeader() bool {
	want := "the columns are " + strings.Join(t.names(), ", ")
	if mark, _ := t.scanner.in.Peek(2); len(mark) == 2 && (mark[0] == 0xff && mark[1] == 0xfe || mark[0] == 0xfe && mark[1] == 0xff) {
		t.loader.fail(spot{file: t.file}, "", "is in UTF-16; save it as CSV in UTF-8")
		return false
	}
	t.scanner.detectComma()
	err := t.scanner.scan()
	var bad *recordError
	switch {
	case err == io.EOF:
		t.loader.fail(spot{file: t.file}, "", "is empty; the first line names the columns: %s", strings.Join(t.names(), ", "))
		return false
	case errors.As(err, &bad):
		t.loader.fail(spot{file: t.file, line: bad.line}, "", "cell %d of the header %s", bad.cell+1, bad.problem)
		return false
	case err != nil:
		t.broken(err)
		return false
	}
	return t.readColumns(want)
}

// readColumns finds the columns of the schema in the header.
func (t *tableReader) readColumns(want string) bool {
	t.at = make([]int, len(t.columns))
	for k := range t.at {
		t.at[k] = -1
	}
	cells := t.scanner.cells
	for len(cells) > 0 && len(cells[len(cells)-1].text) == 0 {
		cells = cells[:len(cells)-1] // spreadsheets leave empty columns behind
	}
	sound := true
	seen := make(map[string]bool, len(cells))
	for i, c := range cells {
		name := string(c.text)
		here := spot{t.file, t.scanner.line, name}
		key, isAttribute := strings.CutPrefix(name, attributePrefix)
		isAttribute = isAttribute && t.schema.attributes
		if !isAttribute {
			name = columnName(name)
		}
		t.header = append(t.header, name)
		k := t.find(name)
		switch {
		case !utf8.ValidString(name):
			t.loader.fail(here, "", "is not valid UTF-8; save the file as UTF-8")
		case seen[name]:
			t.loader.fail(here, "", "appears twice; remove one of the two columns")
		case isAttribute:
			seen[name] = true
			t.named = append(t.named, attribute{key, i})
			continue
		case k < 0:
			t.loader.fail(here, "", "is unknown; %s", want)
		default:
			seen[name] = true
			t.at[k] = i
			continue
		}
		sound = false
	}
	t.headers[t.file] = t.header
	for k := range t.columns {
		if name, optional := t.name(k); t.at[k] < 0 && !optional {
			t.loader.fail(spot{t.file, t.scanner.line, name}, "", "is missing; %s", want)
			sound = false
		}
	}
	return sound
}

// next reads the next row that can be split into the columns of the header.
func (t *tableReader) next() bool {
	t.keep = false
	for {
		err := t.scanner.scan()
		if err == io.EOF {
			return false
		}
		bad, ok := err.(*recordError)
		switch {
		case ok:
			t.loader.fail(spot{t.file, bad.line, t.columnAt(bad.cell)}, "", "%s", bad.problem)
			t.lose()
			continue
		case err != nil:
			t.broken(err)
			return false
		}
		if t.fits() {
			return true
		}
		t.lose()
	}
}

// fits checks the number of cells and their encoding.
func (t *tableReader) fits() bool {
	cells := t.scanner.cells
	for len(cells) > len(t.header) && len(cells[len(cells)-1].text) == 0 {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != len(t.header) {
		t.loader.fail(spot{file: t.file, line: t.scanner.line}, "", "has %d cells where the header has %d; is a separator inside a cell that is not quoted?", len(cells), len(t.header))
		return false
	}
	for i, c := range cells {
		if !utf8.Valid(c.text) {
			t.loader.fail(spot{t.file, t.scanner.line, t.columnAt(i)}, "", "%q is not valid UTF-8; save the file as UTF-8", c.text)
			return false
		}
	}
	return true
}

func (t *tableReader) columnAt(cell int) string {
	if cell < len(t.header) {
		return t.header[cell]
	}
	return ""
}

// begin makes the current row entry i of a list of Data.
func (t *tableReader) begin(list table, i int) {
	t.row, t.keep = at(list, i, ""), true
	t.lines[list] = append(t.lines[list], int32(t.scanner.line))
}

// fail records a fault of the current row in column k.
func (t *tableReader) fail(k int, format string, args ...any) {
	name, _ := t.name(k)
	path := ""
	if t.keep {
		where := at(t.row.table, t.row.row, fieldOf(name))
		t.damaged[where] = true
		path = where.String()
	}
	t.loader.fail(spot{t.file, t.scanner.line, name}, path, format, args...)
}

func (t *tableReader) cell(k int) cell {
	if t.at[k] < 0 {
		return cell{}
	}
	return t.scanner.cells[t.at[k]]
}

func (t *tableReader) empty(k int) bool { return len(t.trimmed(k)) == 0 }

func (t *tableReader) text(k int) string { return string(t.cell(k).text) }

// shared is text for columns whose values repeat: equal values share memory.
func (t *tableReader) shared(k int) string { return t.intern(t.cell(k).text) }

func (l *loader) intern(text []byte) string {
	const most = 1 << 16
	if s, ok := l.interned[string(text)]; ok {
		return s
	}
	s := string(text)
	if len(l.interned) < most {
		l.interned[s] = s
	}
	return s
}

func (t *tableReader) attributes() map[string]string {
	var m map[string]string
	for _, a := range t.named {
		c := t.scanner.cells[a.cell]
		if len(c.text) == 0 && !c.quoted {
			continue
		}
		if m == nil {
			m = make(map[string]string, len(t.named))
		}
		m[a.name] = t.intern(c.text)
	}
	return m
}

func (t *tableReader) trimmed(k int) string { return strings.TrimSpace(string(t.cell(k).text)) }

// lacks reports that a cell which must not be empty is.
func (t *tableReader) lacks(k int, want string) {
	if _, optional := t.name(k); !optional {
		t.fail(k, "is empty; give %s", want)
	}
}

// number reads a finite number, 0 where an optional cell is empty.
func (t *tableReader) number(k int) float64 {
	text := t.trimmed(k)
	if text == "" {
		t.lacks(k, "a number")
		return 0
	}
	given := text
	if t.scanner.comma != ',' && strings.Contains(text, ",") {
		if strings.Contains(text, ".") || strings.Count(text, ",") > 1 {
			t.fail(k, "%q groups thousands; write the number without them", given)
			return 0
		}
		text = strings.Replace(text, ",", ".", 1)
		t.decimal(k, given, &t.commas, t.points)
	} else if strings.Contains(text, ".") {
		t.decimal(k, given, &t.points, t.commas)
	}
	x, err := strconv.ParseFloat(text, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		t.fail(k, "%q is too large a number", given)
	case err != nil:
		t.fail(k, "%q is not a number; write it like 2.5", given)
	case x != x || x-x != 0:
		t.fail(k, "%q is not a finite number; leave unknown values out", given)
	default:
		return x
	}
	return 0
}

// decimal remembers the first line with one decimal sign and reports the first
// that meets the other one.
func (t *tableReader) decimal(k int, given string, mine *int, other int) {
	if *mine == 0 {
		*mine = t.scanner.line
	}
	if other > 0 && !t.mixed {
		t.mixed = true
		t.fail(k, "%q has another decimal sign than line %d; use either 2.5 or 2,5 in the whole file, and do not group thousands", given, other)
	}
}

// factor is a number whose absence means 1, so that an explicit 0 would be
// misunderstood.
func (t *tableReader) factor(k int) float64 {
	x := t.number(k)
	if text := t.trimmed(k); x == 0 && text != "" && strings.Trim(text, "-+0.,") == "" {
		t.fail(k, "%s would count as 1; leave the cell empty for 1, or give a number above 0", text)
	}
	return x
}

// amount is a number from 0 to most.
func (t *tableReader) amount(k int, most float64) float64 {
	x := t.number(k)
	if x < 0 || x > most {
		t.fail(k, "is %v; give a number from 0 to %v", x, most)
		return 0
	}
	return x
}

// whole reads a whole number, 0 where an optional cell is empty.
func (t *tableReader) whole(k int) int {
	text := t.trimmed(k)
	if text == "" {
		t.lacks(k, "a whole number")
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.fail(k, "%q is not a whole number", text)
		return 0
	}
	return n
}

// flag reads yes or no, no where the cell is empty.
func (t *tableReader) flag(k int) bool {
	text := t.trimmed(k)
	switch strings.ToLower(text) {
	case "true", "1", "yes", "ya":
		return true
	case "", "false", "0", "no", "tidak":
		return false
	}
	t.fail(k, "%q is neither true nor false", text)
	return false
}

// time reads a date or an instant, the zero time where the cell is empty.
func (t *tableReader) time(k int) time.Time {
	text := t.trimmed(k)
	if text == "" {
		return time.Time{}
	}
	x, err := parseTime(text)
	if err != nil {
		t.fail(k, "%v", err)
	}
	return x
}
