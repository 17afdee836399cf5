package table

import (
	"strconv"
	"time"
)

// A Schema is the shape of one CSV file.
type Schema struct {
	File     string
	Optional bool   // the file may be missing
	Keyed    bool   // other files refer to its rows, which become unknown if a line cannot be read
	Key      string // column that identifies a row among the rows of its owner; "": only their order does
	Rest     string // prefix of further columns, such as "attr:"; "": there are none

	columns []columnHead
}

type columnHead struct {
	name     string
	optional bool
}

// A File is a schema together with how its cells are read into rows of type R
// and written from them.
type File[R any] struct {
	Schema
	columns []Column[R]
	rest    func(*R) *map[string]string
}

// NewFile returns a file with these columns. Cells of the columns whose names
// begin with Schema.Rest are the entries of the map; nil if Rest is "".
func NewFile[R any](s Schema, rest func(*R) *map[string]string, columns ...Column[R]) *File[R] {
	for _, c := range columns {
		s.columns = append(s.columns, columnHead{c.name, c.optional})
	}
	return &File[R]{s, columns, rest}
}

// A Column is one column of a file: its name, how a cell is read into a row and
// how it is written from one.
type Column[R any] struct {
	name     string
	optional bool // the column may be missing, and its cells empty
	read     func(r *Reader, k int, row *R)
	write    func(row *R) string
}

// column takes a name with a trailing ? for a column that may be missing.
func column[R any](name string, read func(*Reader, int, *R), write func(*R) string) Column[R] {
	optional := name[len(name)-1] == '?'
	if optional {
		name = name[:len(name)-1]
	}
	return Column[R]{name, optional, read, write}
}

// Text is a column of text, taken as it stands. A ? behind the name of this and
// of the other kinds of columns says that the column may be missing.
func Text[R any, T ~string](name string, field func(*R) *T) Column[R] {
	return column(name,
		func(r *Reader, k int, row *R) { *field(row) = T(r.cell(k).text) },
		func(row *R) string { return string(*field(row)) })
}

// SharedText is text whose values repeat: equal values share memory.
func SharedText[R any, T ~string](name string, field func(*R) *T) Column[R] {
	return column(name,
		func(r *Reader, k int, row *R) { *field(row) = T(r.files.intern(r.cell(k).text)) },
		func(row *R) string { return string(*field(row)) })
}

// Owner is the column of the IDs to which rows belong. Most rows have the owner
// of the row before, whose memory they share if row is the same variable.
func Owner[R any, T ~string](name string, field func(*R) *T) Column[R] {
	return column(name,
		func(r *Reader, k int, row *R) {
			id := field(row)
			if text := r.cell(k).text; string(*id) != string(text) {
				*id = T(text)
			}
		},
		func(row *R) string { return string(*field(row)) })
}

// Number is a column of finite numbers. An empty optional cell is 0, which is
// written as 0.
func Number[R any, T ~float64](name string, field func(*R) *T) Column[R] {
	return column(name,
		func(r *Reader, k int, row *R) { *field(row) = T(r.number(k)) },
		func(row *R) string { return FormatNumber(float64(*field(row))) })
}

// SparseNumber is like Number, but 0 is written as an empty cell.
func SparseNumber[R any, T ~float64](name string, field func(*R) *T) Column[R] {
	return column(name,
		func(r *Reader, k int, row *R) { *field(row) = T(r.number(k)) },
		func(row *R) string { return nonzero(float64(*field(row))) })
}

// Factor is a column of numbers where an empty cell counts as 1. It reads as 0,
// and an explicit 0 is a fault, for it would be misunderstood.
func Factor[R any, T ~float64](name string, field func(*R) *T) Column[R] {
	return column(name,
		func(r *Reader, k int, row *R) { *field(row) = T(r.factor(k)) },
		func(row *R) string { return nonzero(float64(*field(row))) })
}

// Amount is a column of numbers from 0 to most.
func Amount[R any, T ~float64](name string, most float64, field func(*R) *T) Column[R] {
	return column(name,
		func(r *Reader, k int, row *R) { *field(row) = T(r.amount(k, most)) },
		func(row *R) string { return FormatNumber(float64(*field(row))) })
}

// Whole is a column of whole numbers. An empty optional cell is 0.
func Whole[R any](name string, field func(*R) *int) Column[R] {
	return column(name,
		func(r *Reader, k int, row *R) { *field(row), _ = r.whole(k) },
		func(row *R) string { return strconv.Itoa(*field(row)) })
}

// Entry is a column of whole numbers, each an entry of a map under the name of the
// column, whatever is in the name. A cell may be empty, which is no entry.
func Entry[R any](name string, field func(*R) map[string]int) Column[R] {
	return Column[R]{name, false,
		func(r *Reader, k int, row *R) {
			if r.trimmed(k) == "" {
				return
			}
			if n, ok := r.whole(k); ok {
				field(row)[name] = n
			}
		},
		func(row *R) string {
			if n, ok := field(row)[name]; ok {
				return strconv.Itoa(n)
			}
			return ""
		}}
}

// Flag is a column of yes and no. An empty cell is no.
func Flag[R any](name string, field func(*R) *bool) Column[R] {
	return column(name,
		func(r *Reader, k int, row *R) { *field(row) = r.flag(k) },
		func(row *R) string {
			if *field(row) {
				return "true"
			}
			return ""
		})
}

// Time is a column of dates and instants. An empty cell is the zero time.
func Time[R any](name string, field func(*R) *time.Time) Column[R] {
	return column(name,
		func(r *Reader, k int, row *R) { *field(row) = r.time(k) },
		func(row *R) string { return FormatTime(*field(row)) })
}

// names returns the names of the columns as an error message lists them.
func (s *Schema) names() []string {
	names := make([]string, len(s.columns))
	for k, c := range s.columns {
		names[k] = c.name
	}
	if s.Rest != "" {
		names = append(names, s.Rest+"…")
	}
	return names
}

// find returns the position of a column, −1 if there is none of that name.
func (s *Schema) find(name string) int {
	for k, c := range s.columns {
		if c.name == name {
			return k
		}
	}
	return -1
}
