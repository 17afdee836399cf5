package table

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/mutasi-go/mutasi/internal/message"
)

// A Location is a position in a file. A line of 0 is the file as a whole, a
// column of "" the whole line.
type Location struct {
	File   string
	Line   int
	Column string
}

// String returns the location such as profiles.csv:2031: column "level".
func (l Location) String() string {
	text := l.File
	if l.Line > 0 {
		text += ":" + strconv.Itoa(l.Line)
	}
	if l.Column != "" {
		text += ": column " + strconv.Quote(l.Column)
	}
	return text
}

// A Fault is something wrong in a file.
type Fault struct {
	At      Location
	Path    string // to the value in the data that is read, "" if it leads nowhere
	Problem message.Message
	Err     error // of the file system, instead of a problem
}

// Fail records a fault. Beyond Most it only counts, and returns nil.
func (f *Files) Fail(at Location, path string, problem message.Message) *Fault {
	if len(f.faults) >= f.Most {
		f.more++
		return nil
	}
	x := &Fault{At: at, Path: path, Problem: problem}
	f.faults = append(f.faults, x)
	return x
}

// Faults returns the faults by file, line and column, as a person who corrects
// the files meets them. Faults at one location stay in the order in which they
// were found. more is the number of faults that were only counted.
func (f *Files) Faults() (list []*Fault, more int) {
	slices.SortStableFunc(f.faults, func(a, b *Fault) int {
		return cmp.Or(
			cmp.Compare(f.order[a.At.File], f.order[b.At.File]),
			cmp.Compare(a.At.Line, b.At.Line),
			cmp.Compare(f.rank(a.At), f.rank(b.At)),
		)
	})
	return f.faults, f.more
}

// rank orders the columns of a file from left to right: the whole line first,
// columns that are not there last.
func (f *Files) rank(at Location) int {
	if at.Column == "" {
		return -1
	}
	header := f.headers[at.File]
	i := slices.Index(header, at.Column)
	if i < 0 {
		i = slices.Index(header, columnName(at.Column))
	}
	if i < 0 {
		return len(header)
	}
	return i
}

// columnName is the form in which headers are compared.
func columnName(written string) string { return strings.ToLower(strings.TrimSpace(written)) }
