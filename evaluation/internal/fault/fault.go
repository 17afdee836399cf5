// Package fault collects what packages evaluation and programme find wrong with
// their input.
package fault

import (
	"errors"
	"fmt"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/message"
)

// Most is how many faults one error lists. The others are counted.
const Most = 100

// A List collects faults.
type List struct {
	faults []error
	more   int
}

// Add adds a fault. path leads to the faulty value, and source is its place in a
// file; either may be "".
func (l *List) Add(path, source string, problem message.Message) {
	if len(l.faults) == Most {
		l.more++
		return
	}
	l.faults = append(l.faults, &mutasi.Fault{
		Path: path, Source: source,
		Problem: problem.Text(), Code: problem.Template.Code, Args: problem.Args,
	})
}

// AddError adds an error that is no fault of the input, such as that of a reader.
func (l *List) AddError(err error) { l.faults = append(l.faults, err) }

// Count adds a number of faults that are not listed.
func (l *List) Count(more int) { l.more += more }

// Err joins the faults; nil if there are none.
func (l *List) Err() error {
	if l.more > 0 {
		return errors.Join(append(l.faults[:len(l.faults):len(l.faults)], fmt.Errorf("and %d more faults", l.more))...)
	}
	return errors.Join(l.faults...)
}
