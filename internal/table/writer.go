package table

import (
	"bufio"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Sheet is a file with the rows that are to be written into it.
type Sheet struct {
	file string
	rows func(*writer)
}

// Sheet returns the file with these rows. They are gone through twice where there
// are columns for Rest. A row may be overwritten when the next one is asked for.
func (f *File[R]) Sheet(rows iter.Seq[*R]) Sheet {
	return Sheet{f.File, func(w *writer) {
		for _, c := range f.columns {
			w.text(c.name)
		}
		var rest []string
		if f.rest != nil {
			rest = f.restNames(rows)
		}
		for _, name := range rest {
			w.text(f.Rest + name)
		}
		w.end()
		for row := range rows {
			for k := range f.columns {
				w.text(f.columns[k].write(row))
			}
			if f.rest != nil {
				w.entries(rest, *f.rest(row))
			}
			w.end()
		}
	}}
}

// restNames lists the columns behind the declared ones that the rows need, in
// byte order.
func (f *File[R]) restNames(rows iter.Seq[*R]) []string {
	seen := make(map[string]bool)
	for row := range rows {
		for name := range *f.rest(row) {
			seen[name] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// WriteFolder writes files into a folder, which it makes if need be. All are
// first written under temporary names and then renamed, so that no file is ever
// half-written: if writing fails, the folder is as it was. Should a rename
// fail, the error tells which files are new already.
func WriteFolder(dir string, sheets ...Sheet) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("folder for CSV files: %w", err)
	}
	var drafts []*draft
	defer func() {
		for _, d := range drafts {
			os.Remove(d.temporary) // fails where it has been renamed
		}
	}()
	for _, s := range sheets {
		d, err := write(dir, s)
		if d != nil {
			drafts = append(drafts, d)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w; nothing was replaced", filepath.Join(dir, s.file), err)
		}
	}
	for i, d := range drafts {
		if err := os.Rename(d.temporary, d.final); err != nil {
			done := make([]string, i)
			for k := range done {
				done[k] = filepath.Base(drafts[k].final)
			}
			return fmt.Errorf("replacing %s: %w; new already: [%s]; write the folder again", d.final, err, strings.Join(done, " "))
		}
	}
	return nil
}

// A draft is a file under its temporary name.
type draft struct{ temporary, final string }

// write writes one file. The draft is nil if there is none to remove.
func write(dir string, s Sheet) (d *draft, err error) {
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
	w := &writer{out: bufio.NewWriterSize(f, 1<<16)}
	s.rows(w)
	return d, errors.Join(w.out.Flush(), f.Chmod(mode), f.Close())
}

// A writer writes CSV text. Errors of its writer stay there until Flush.
type writer struct {
	out   *bufio.Writer
	begun bool // the row has a cell
}

func (w *writer) end() {
	w.out.WriteByte('\n')
	w.begun = false
}

// text writes a cell.
func (w *writer) text(c string) {
	if w.begun {
		w.out.WriteByte(',')
	}
	w.begun = true
	if !needsQuotes(c) {
		w.out.WriteString(c)
		return
	}
	w.out.WriteByte('"')
	w.out.WriteString(strings.ReplaceAll(c, `"`, `""`))
	w.out.WriteByte('"')
}

// needsQuotes is also true of cells that other programs would trim or split.
func needsQuotes(c string) bool {
	if c == "" {
		return false
	}
	return strings.ContainsAny(c, ",;\t\"\r\n") || c[0] == ' ' || c[len(c)-1] == ' '
}

// entries writes the values of these names, in this order.
func (w *writer) entries(names []string, values map[string]string) {
	for _, name := range names {
		if v, ok := values[name]; ok && v == "" {
			w.out.WriteString(`,""`)
			continue
		}
		w.text(values[name])
	}
}

// nonzero writes a number, nothing for 0, which is what an empty cell means.
func nonzero(x float64) string {
	if x == 0 {
		return ""
	}
	return FormatNumber(x)
}

// FormatNumber writes a number so that it reads back bit for bit, without an
// exponent where that is short.
func FormatNumber(x float64) string {
	format := byte('g')
	if a := math.Abs(x); x == 0 || a >= 1e-5 && a < 1e15 {
		format = 'f'
	}
	return strconv.FormatFloat(x, format, -1, 64)
}
