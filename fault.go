package mutasi

import (
	"errors"
	"fmt"
	"strconv"
)

// maxFaults bounds how many faults one error lists; the rest is counted. A
// table with a broken column would otherwise give a message of a million lines.
const maxFaults = 100

// Fault is one thing that is wrong with the input. Constructors and readers
// join all faults they find with [errors.Join], at most a hundred of them
// followed by the number of the rest; [Faults] takes such an error apart.
type Fault struct {
	// Path leads to the faulty value in Data, such as
	// employees[17].profile["M.3"]. It is empty where a file could not be
	// read as far as that.
	Path string
	// Source is the place in a file, such as
	// profiles.csv:2031: column "level". It is empty for values that were
	// not read from a file.
	Source string
	// Problem says what is wrong and what can be done about it.
	Problem string
}

// Error returns place and problem in one line.
func (f *Fault) Error() string {
	switch {
	case f.Source == "" && f.Path == "":
		return f.Problem
	case f.Source == "":
		return f.Path + ": " + f.Problem
	case f.Path == "":
		return f.Source + ": " + f.Problem
	}
	return f.Source + ": " + f.Problem + " (" + f.Path + ")"
}

// Faults lists the faults that err joins or wraps, in their order; nil when
// there are none. Of more than a hundred faults only the first hundred are there.
func Faults(err error) []Fault {
	var list []Fault
	var walk func(error)
	walk = func(err error) {
		if f, ok := err.(*Fault); ok && f != nil {
			list = append(list, *f)
			return
		}
		switch e := err.(type) {
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				walk(inner)
			}
		case interface{ Unwrap() error }:
			walk(e.Unwrap())
		}
	}
	if err != nil {
		walk(err)
	}
	return list
}

// A table is one of the lists that faults point into.
type table uint8

const (
	inUnits table = iota
	inPositions
	inEmployees
	inRelations
	inPlacements
)

var tableNames = [...]string{"units", "positions", "employees", "relations", "placements"}

func (t table) String() string { return tableNames[t] }

// A place is the position of a value in Data, kept as numbers and names so
// that a reader of files can translate it into a line.
type place struct {
	table  table
	row    int
	field  string // "" is the whole row
	index  int    // entry of a list field, −1 none
	key    string // entry of a map field, if keyed
	keyed  bool
	column string // name of the value's column in a CSV file
}

func at(t table, row int, field string) place {
	return place{table: t, row: row, field: field, index: -1, column: columnOf(field)}
}

// in returns entry i of the list p.
func (p place) in(i int, column string) place {
	p.index, p.column = i, column
	return p
}

// of returns entry key of the map p.
func (p place) of(key, column string) place {
	p.key, p.keyed, p.column = key, true, column
	return p
}

// columnOf turns the name of a field into that of its CSV column.
func columnOf(field string) string {
	if field == "minSeats" {
		return "min_seats"
	}
	return field
}

// fieldOf is the inverse of columnOf.
func fieldOf(column string) string {
	if column == "min_seats" {
		return "minSeats"
	}
	return column
}

func (p place) String() string {
	s := p.table.String() + "[" + strconv.Itoa(p.row) + "]"
	if p.field != "" {
		s += "." + p.field
	}
	if p.index >= 0 {
		s += "[" + strconv.Itoa(p.index) + "]"
	}
	if p.keyed {
		s += "[" + strconv.Quote(p.key) + "]"
	}
	return s
}

// A finding is a fault before it is put into words: a reader of files may
// know a better name for the place than its path.
type finding struct {
	at      place
	before  *place // an earlier entry that the problem speaks of
	problem string // %s stands for the earlier entry, if there is one
}

// faults collects findings in the order in which they are made.
type faults struct {
	list []finding
	more int
}

func (f *faults) empty() bool { return len(f.list) == 0 }

// add records a finding; beyond maxFaults it only counts.
func (f *faults) add(p place, format string, args ...any) {
	if f.full() {
		return
	}
	f.list = append(f.list, finding{at: p, problem: fmt.Sprintf(format, args...)})
}

// clash records that the entry at p repeats the one at before. The problem
// may hold one %s for it.
func (f *faults) clash(p, before place, problem string) {
	if f.full() {
		return
	}
	f.list = append(f.list, finding{at: p, before: &before, problem: problem})
}

// append adds the findings of g behind those of f.
func (f *faults) append(g *faults) {
	room := min(maxFaults-len(f.list), len(g.list))
	f.list = append(f.list, g.list[:room]...)
	f.more += len(g.list) - room + g.more
}

// full reports whether findings are only counted, and counts one.
func (f *faults) full() bool {
	if len(f.list) < maxFaults {
		return false
	}
	f.more++
	return true
}

// err words the findings by their paths; nil if there are none.
func (f *faults) err() error {
	if f.empty() {
		return nil
	}
	list := make([]error, 0, len(f.list)+1)
	for _, x := range f.list {
		problem := x.problem
		if x.before != nil {
			problem = fmt.Sprintf(problem, x.before)
		}
		list = append(list, &Fault{Path: x.at.String(), Problem: problem})
	}
	return join(list, f.more)
}

// join joins the listed faults and the number of those that are not listed.
func join(list []error, more int) error {
	if more > 0 {
		list = append(list, fmt.Errorf("and %d more faults", more))
	}
	return errors.Join(list...)
}
