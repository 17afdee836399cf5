package table

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi/internal/message"
)

// A Reader reads one file row by row. Faults go to its Files; a cell with a
// fault reads as zero.
type Reader struct {
	// Damaged, if not nil, is told of each column of the current row in which
	// a fault is found. It returns the path to the value in the data that is
	// read, or "".
	Damaged func(column string) (path string)

	files   *Files
	schema  *Schema
	input   io.Reader
	scanner *recordScanner
	header  []string // as written
	at      []int    // by column of the schema: its cell, −1 if missing
	rest    []restColumn

	commas int // line of the first decimal comma
	points int // and of the first decimal point
	mixed  bool
}

// A restColumn is a column that the schema only knows by its prefix.
type restColumn struct {
	name string // without the prefix
	cell int
}

// Open opens a file of the folder and reads its header. It returns nil if there
// is nothing to read.
func (f *Files) Open(s *Schema) *Reader {
	handle, err := f.fsys.Open(s.File)
	if s.Optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		r := &Reader{files: f, schema: s}
		r.broken(err)
		return nil
	}
	if info, err := handle.Stat(); err == nil && info.IsDir() {
		f.Fail(Location{File: s.File}, "", isDirectory.With())
		f.lose(s)
		handle.Close()
		return nil
	}
	r := f.Read(handle, s)
	if r == nil {
		handle.Close()
	}
	return r
}

// Read reads the header of a file from its text. It returns nil if the header
// is faulty.
func (f *Files) Read(input io.Reader, s *Schema) *Reader {
	r := &Reader{files: f, schema: s, input: input, scanner: newRecordScanner(input)}
	if !r.readHeader() {
		f.lose(s)
		return nil
	}
	return r
}

// Close closes the file if it was opened.
func (r *Reader) Close() {
	if c, ok := r.input.(io.Closer); ok {
		c.Close()
	}
}

// Line returns the line on which the current row starts.
func (r *Reader) Line() int { return r.scanner.line }

// lose notes that rows of a file are missing.
func (f *Files) lose(s *Schema) { f.Lost = f.Lost || s.Keyed }

// broken records an error of the file system.
func (r *Reader) broken(err error) {
	r.files.lose(r.schema)
	at := Location{File: r.schema.File}
	if r.scanner != nil {
		at.Line = r.scanner.line + 1
	}
	r.files.faults = append(r.files.faults, &Fault{At: at, Err: fmt.Errorf("%s: cannot be read: %w", at.File, err)})
}

// faulty records a fault at a column of the current line, "" for all of it.
func (r *Reader) faulty(column string, problem message.Message) {
	r.files.Fail(Location{r.schema.File, r.scanner.line, column}, "", problem)
}

func (r *Reader) readHeader() bool {
	columns := strings.Join(r.schema.names(), ", ")
	file := Location{File: r.schema.File}
	if mark, _ := r.scanner.in.Peek(2); len(mark) == 2 && (mark[0] == 0xff && mark[1] == 0xfe || mark[0] == 0xfe && mark[1] == 0xff) {
		r.files.Fail(file, "", utf16.With())
		return false
	}
	r.scanner.detectComma()
	err := r.scanner.scan()
	var bad *recordError
	switch {
	case err == io.EOF:
		r.files.Fail(file, "", emptyFile.With(columns))
		return false
	case errors.As(err, &bad):
		file.Line = bad.line
		r.files.Fail(file, "", headerText[bad.problem].With(bad.cell+1))
		return false
	case err != nil:
		r.broken(err)
		return false
	}
	return r.readColumns(columns)
}

// readColumns finds the columns of the schema in the header.
func (r *Reader) readColumns(columns string) bool {
	r.at = make([]int, len(r.schema.columns))
	for k := range r.at {
		r.at[k] = -1
	}
	cells := r.scanner.cells
	for len(cells) > 0 && len(cells[len(cells)-1].text) == 0 {
		cells = cells[:len(cells)-1] // spreadsheets leave empty columns behind
	}
	sound := true
	seen := make(map[string]bool, len(cells))
	for i, c := range cells {
		name := string(c.text)
		written := name
		key, isRest := strings.CutPrefix(name, r.schema.Rest)
		isRest = isRest && r.schema.Rest != ""
		k := -1
		if !isRest {
			name = strings.TrimSpace(name)
			if k = r.schema.find(name); k < 0 {
				name = columnName(name)
				k = r.schema.find(name)
			}
		}
		r.header = append(r.header, name)
		switch {
		case !utf8.ValidString(written): // in lower case it is valid
			r.faulty(written, headerNotUTF8.With())
		case seen[name]:
			r.faulty(written, columnRepeated.With())
		case isRest:
			seen[name] = true
			r.rest = append(r.rest, restColumn{key, i})
			continue
		case k < 0:
			r.faulty(written, columnUnknown.With(columns))
		default:
			seen[name] = true
			r.at[k] = i
			continue
		}
		sound = false
	}
	r.files.headers[r.schema.File] = r.header
	for k, c := range r.schema.columns {
		if r.at[k] < 0 && !c.optional {
			r.faulty(c.name, columnMissing.With(columns))
			sound = false
		}
	}
	return sound
}

// Next goes to the next row that can be split into the columns of the header.
func (r *Reader) Next() bool {
	for {
		err := r.scanner.scan()
		if err == io.EOF {
			return false
		}
		bad, ok := err.(*recordError)
		switch {
		case ok:
			r.faulty(r.columnAt(bad.cell), bad.problem.With())
			r.files.lose(r.schema)
			continue
		case err != nil:
			r.broken(err)
			return false
		}
		if r.fits() {
			return true
		}
		r.files.lose(r.schema)
	}
}

// fits checks the number of cells and their encoding.
func (r *Reader) fits() bool {
	cells := r.scanner.cells
	for len(cells) > len(r.header) && len(cells[len(cells)-1].text) == 0 {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != len(r.header) {
		r.faulty("", cellCount.With(len(cells), len(r.header)))
		return false
	}
	for i, c := range cells {
		if !utf8.Valid(c.text) {
			r.faulty(r.columnAt(i), notUTF8.With(c.text))
			return false
		}
	}
	return true
}

func (r *Reader) columnAt(cell int) string {
	if cell < len(r.header) {
		return r.header[cell]
	}
	return ""
}

// Fail records a fault in a column of the current row.
func (r *Reader) Fail(column string, problem message.Message) {
	path := ""
	if r.Damaged != nil {
		path = r.Damaged(column)
	}
	r.files.Fail(Location{r.schema.File, r.scanner.line, column}, path, problem)
}

func (r *Reader) fail(k int, problem message.Message) { r.Fail(r.schema.columns[k].name, problem) }

func (r *Reader) cell(k int) cell {
	if r.at[k] < 0 {
		return cell{}
	}
	return r.scanner.cells[r.at[k]]
}

// Given reports whether the cell of a column is there and not blank.
func (r *Reader) Given(column string) bool {
	k := r.schema.find(column)
	return k >= 0 && r.trimmed(k) != ""
}

// Has reports whether the file has a column.
func (r *Reader) Has(column string) bool {
	k := r.schema.find(column)
	return k >= 0 && r.at[k] >= 0
}

// Row reads the current row into row, column by column as they were declared.
func (f *File[R]) Row(r *Reader, row *R) {
	for k := range f.columns {
		f.columns[k].read(r, k, row)
	}
	if f.rest != nil {
		*f.rest(row) = r.entries()
	}
}

// entries returns the cells behind the listed columns by their names. An empty
// cell is no entry, a quoted empty one is an entry without text.
func (r *Reader) entries() map[string]string {
	var m map[string]string
	for _, c := range r.rest {
		x := r.scanner.cells[c.cell]
		if len(x.text) == 0 && !x.quoted {
			continue
		}
		if m == nil {
			m = make(map[string]string, len(r.rest))
		}
		m[c.name] = r.files.intern(x.text)
	}
	return m
}

func (r *Reader) trimmed(k int) string { return strings.TrimSpace(string(r.cell(k).text)) }

// lacks reports an empty cell of a column that is not optional.
func (r *Reader) lacks(k int, problem *message.Template) {
	if !r.schema.columns[k].optional {
		r.fail(k, problem.With())
	}
}

// digits reads a number of one to nine digits, as most are, without making a
// string of it.
func digits(text []byte) (n int, ok bool) {
	if len(text) == 0 || len(text) > 9 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// number reads a finite number, 0 where an optional cell is empty.
func (r *Reader) number(k int) float64 {
	if n, ok := digits(r.cell(k).text); ok {
		return float64(n)
	}
	text := r.trimmed(k)
	if text == "" {
		r.lacks(k, emptyNumber)
		return 0
	}
	given := text
	if r.scanner.comma != ',' && strings.Contains(text, ",") {
		if strings.Contains(text, ".") || strings.Count(text, ",") > 1 {
			r.fail(k, groupedThousands.With(given))
			return 0
		}
		text = strings.Replace(text, ",", ".", 1)
		r.decimal(k, given, &r.commas, r.points)
	} else if strings.Contains(text, ".") {
		r.decimal(k, given, &r.points, r.commas)
	}
	x, err := strconv.ParseFloat(text, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		r.fail(k, numberTooLarge.With(given))
	case err != nil:
		r.fail(k, notNumber.With(given))
	case x != x || x-x != 0:
		r.fail(k, notFinite.With(given))
	default:
		return x
	}
	return 0
}

// decimal remembers the first line with one decimal sign and reports the first
// that meets the other one.
func (r *Reader) decimal(k int, given string, mine *int, other int) {
	if *mine == 0 {
		*mine = r.scanner.line
	}
	if other > 0 && !r.mixed {
		r.mixed = true
		r.fail(k, mixedDecimals.With(given, other))
	}
}

// factor is a number whose absence means 1, so that an explicit 0 would be
// misunderstood.
func (r *Reader) factor(k int) float64 {
	x := r.number(k)
	if text := r.trimmed(k); x == 0 && text != "" && strings.Trim(text, "-+0.,") == "" {
		r.fail(k, zeroFactor.With(text))
	}
	return x
}

// amount is a number from 0 to most.
func (r *Reader) amount(k int, most float64) float64 {
	x := r.number(k)
	if x < 0 || x > most {
		r.fail(k, outsideRange.With(x, most))
		return 0
	}
	return x
}

// whole reads a whole number, 0 where an optional cell is empty. It is not ok
// where the cell has a fault.
func (r *Reader) whole(k int) (n int, ok bool) {
	if n, ok := digits(r.cell(k).text); ok {
		return n, true
	}
	text := r.trimmed(k)
	if text == "" {
		r.lacks(k, emptyWhole)
		return 0, r.schema.columns[k].optional
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		r.fail(k, notWhole.With(text))
		return 0, false
	}
	return n, true
}

// flag reads yes or no, no where the cell is empty.
func (r *Reader) flag(k int) bool {
	text := r.trimmed(k)
	switch strings.ToLower(text) {
	case "true", "1", "yes", "ya":
		return true
	case "", "false", "0", "no", "tidak":
		return false
	}
	r.fail(k, notFlag.With(text))
	return false
}

// time reads a date or an instant, the zero time where the cell is empty.
func (r *Reader) time(k int) time.Time {
	text := r.trimmed(k)
	if text == "" {
		return time.Time{}
	}
	x, problem, ok := ParseTime(text)
	if !ok {
		r.fail(k, problem)
	}
	return x
}
