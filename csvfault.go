package mutasi

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A spot is a place in a file. A line of 0 is the file as a whole, a column of
// "" the whole line.
type spot struct {
	file   string
	line   int
	column string
}

func (s spot) String() string {
	text := s.file
	if s.line > 0 {
		text += ":" + strconv.Itoa(s.line)
	}
	if s.column != "" {
		text += ": column " + strconv.Quote(s.column)
	}
	return text
}

// A located error has its spot apart, for its line may come to be known when
// the error is recorded already, and errors are ordered by it.
type located struct {
	where spot
	err   error // a *Fault, or an error of the file system
}

// mention puts a line in the place that the problem of a fault leaves open.
func (x *located) mention(line string) {
	f := x.err.(*Fault)
	f.Problem = fmt.Sprintf(f.Problem, line)
}

// fail records a fault; beyond maxFaults it only counts, and returns nil.
func (l *loader) fail(where spot, path, format string, args ...any) *located {
	if len(l.found) >= maxFaults {
		l.more++
		return nil
	}
	x := &located{where, &Fault{Path: path, Problem: fmt.Sprintf(format, args...)}}
	l.found = append(l.found, x)
	return x
}

// err joins what was found in the order in which somebody who corrects the
// files goes through them: by file, line and column. What is wrong in one place
// stays in the order in which it was found.
func (l *loader) err() error {
	files := make(map[string]int, len(schemas))
	for i, s := range schemas {
		files[s.file] = i
	}
	slices.SortStableFunc(l.found, func(a, b *located) int {
		return cmp.Or(
			cmp.Compare(files[a.where.file], files[b.where.file]),
			cmp.Compare(a.where.line, b.where.line),
			cmp.Compare(l.rank(a.where), l.rank(b.where)),
		)
	})
	list := make([]error, len(l.found), len(l.found)+1)
	for i, x := range l.found {
		if f, ok := x.err.(*Fault); ok {
			f.Source = x.where.String()
		}
		list[i] = x.err
	}
	return join(list, l.more)
}

// rank orders the columns of a file from left to right: the whole line first,
// columns that are not there last.
func (l *loader) rank(s spot) int {
	if s.column == "" {
		return -1
	}
	header := l.headers[s.file]
	i := slices.Index(header, s.column)
	if i < 0 {
		i = slices.Index(header, columnName(s.column))
	}
	if i < 0 {
		return len(header)
	}
	return i
}

// columnName is the form in which headers are compared.
func columnName(written string) string { return strings.ToLower(strings.TrimSpace(written)) }
