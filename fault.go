package mutasi

import (
	"errors"
	"fmt"
	"maps"

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

// Error returns source, problem and path in one line.
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

// join joins the listed faults and the number of those that are not listed.
func join(list []error, more int) error {
	if more > 0 {
		list = append(list, fmt.Errorf("and %d more faults", more))
	}
	return errors.Join(list...)
}
