package assignment

import (
	"fmt"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/message"
)

// templates are the words of the faults that this package finds. Each file adds
// those that it needs.
var templates message.List

// FaultTemplates returns the English text of every kind of [mutasi.Fault] that
// errors of this package hold, by its code, such as
//
//	"limit-negative": "{constraint}: the number must not be negative"
//
// [mutasi.Faults] takes an error apart, and [mutasi.Fault.Translate] renders a
// fault by a table of another language. No code is one of
// [mutasi.FaultTemplates]. The map is a copy. Codes stay the same from version
// to version.
func FaultTemplates() map[string]string { return message.Texts(templates) }

// newFault words a problem with the thing at path, such as constraints[2].
func newFault(path string, problem message.Message) *mutasi.Fault {
	return &mutasi.Fault{Path: path, Problem: problem.Text(), Code: problem.Template.Code, Args: problem.Args}
}

// fault words a problem whose place the caller adds, if there is one.
func fault(t *message.Template, values ...any) error { return newFault("", t.With(values...)) }

// atGoal names a goal of the objective in the text of an error, and in the path
// of every fault in it that has none.
func atGoal(index int, g Goal, err error) error {
	named := fmt.Errorf("goal %d, %s: %w", index+1, g, err)
	var locate func(error)
	locate = func(err error) {
		if f, ok := err.(*mutasi.Fault); ok && f.Path == "" {
			f.Path = fmt.Sprintf("objective[%d]", index)
		}
		switch e := err.(type) {
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				locate(inner)
			}
		case interface{ Unwrap() error }:
			locate(e.Unwrap())
		}
	}
	locate(err)
	return named
}
