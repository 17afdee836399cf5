package mutasi

import (
	"errors"
	"fmt"
	"maps"
	"strconv"

	"github.com/mutasi-go/mutasi/internal/message"
)

// maxFaults bounds how many faults one error lists; the rest is counted. A
// table with a broken column would otherwise give a message of a million lines.
const maxFaults = 100

// Fault is one thing that is wrong with the input. Constructors and readers
// join all faults they find with [errors.Join], at most a hundred of them
// followed by the number of the rest; [Faults] takes such an error apart.
type Fault struct {
	// Path leads to the faulty value in Data, such as
	// employees[17].profile["M.3"], or in a problem of package assignment, such
	// as constraints[2]. It is empty where a file could not be read as far as
	// that.
	Path string
	// Source is the place in a file, such as
	// profiles.csv:2031: column "level". It is empty for values that were
	// not read from a file.
	Source string
	// Problem says in English what is wrong and what can be done about it. It
	// is the template of Code with Args in it.
	Problem string
	// Code is the kind of fault, one of [FaultTemplates], or of the
	// FaultTemplates of package assignment for the faults of a problem.
	Code string
	// Args are the values that Problem mentions, by name.
	Args map[string]string
}

// newFault words a problem.
func newFault(path, source string, problem message.Message) *Fault {
	return &Fault{Path: path, Source: source, Problem: problem.Text(), Code: problem.Template.Code, Args: problem.Args}
}

// Translate returns a copy of the fault with Problem in another language, whose
// templates by code are given; [FaultTemplates] has the English ones. A fault
// whose code the table lacks keeps its text. Nil gives nil.
func (f *Fault) Translate(templates map[string]string) *Fault {
	if f == nil {
		return nil
	}
	translated := *f
	translated.Args = maps.Clone(f.Args)
	if text, ok := templates[f.Code]; ok {
		translated.Problem = message.Render(text, f.Args)
	}
	return &translated
}

// Error returns place and problem in one line.
func (f *Fault) Error() string {
	switch {
	case f == nil:
		return "no fault"
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

// A dataList is one of the lists of Data, or the placements of a plan.
type dataList uint8

const (
	inUnits dataList = iota
	inPositions
	inEmployees
	inRelations
	inPlacements
)

var listNames = [...]string{"units", "positions", "employees", "relations", "placements"}

func (l dataList) String() string { return listNames[l] }

// A place is the position of a value in Data, kept as numbers and names so
// that a reader of files can translate it into a line.
type place struct {
	list   dataList
	row    int
	field  string // "" is the whole row
	index  int    // entry of a list field, −1 none
	key    string // entry of a map field, if keyed
	keyed  bool
	column string // name of the value's column in a CSV file
}

func at(l dataList, row int, field string) place {
	return place{list: l, row: row, field: field, index: -1, column: columnOf(field)}
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
	s := p.list.String() + "[" + strconv.Itoa(p.row) + "]"
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
	before  *place // an earlier entry: the argument {earlier} of the problem
	problem message.Message
}

// worded returns the problem with the path to the earlier entry in it.
func (x finding) worded() message.Message {
	if x.before != nil {
		x.problem.Args["earlier"] = x.before.String()
	}
	return x.problem
}

// faults collects findings in the order in which they are made.
type faults struct {
	list []finding
	more int
}

func (f *faults) empty() bool { return len(f.list) == 0 }

// add records a finding; beyond maxFaults it only counts.
func (f *faults) add(p place, problem message.Message) {
	if f.full() {
		return
	}
	f.list = append(f.list, finding{at: p, problem: problem})
}

// clash records that the entry at p repeats the one at before.
func (f *faults) clash(p, before place, problem message.Message) {
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
		list = append(list, newFault(x.at.String(), "", x.worded()))
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
