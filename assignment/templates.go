package assignment

import (
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/message"
)

// templates are the words of the faults that this package finds.
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
func FaultTemplates() map[string]string {
	all := make(map[string]string, len(templates))
	for _, t := range templates {
		all[t.Code] = t.Text
	}
	return all
}

// newFault words a problem with the thing at path, such as constraints[2].
func newFault(path string, problem message.Message) *mutasi.Fault {
	return &mutasi.Fault{Path: path, Problem: problem.Text(), Code: problem.Template.Code, Args: problem.Args}
}

// Faults of constraints.
var (
	nilConstraint      = templates.New("constraint-nil", "is nil; leave it out")
	unknownEmployee    = templates.New("constraint-employee-unknown", "{constraint}: there is no employee {id:q}; correct the ID or leave the constraint out")
	unknownPosition    = templates.New("constraint-position-unknown", "{constraint}: there is no position {id:q}; correct the ID or leave the constraint out")
	emptyName          = templates.New("constraint-name-empty", "{constraint}: the name is empty; a conflict could not be named")
	causeNotUTF8       = templates.New("constraint-not-utf8", "{constraint}: the {field} {text:q} is not valid UTF-8")
	nilRule            = templates.New("constraint-rule-nil", "{constructor} {name:q}: the rule is nil; leave the constraint out to admit everything")
	invalidRule        = templates.New("constraint-rule-invalid", "{problem}")
	emptyAuthor        = templates.New("signature-empty", "Signed: the author of {name:q} has no name")
	signatureOfNothing = templates.New("signature-of-nothing", "Signed by {author:q}: there is no constraint")
	negativeLimit      = templates.New("limit-negative", "{constraint}: the number must not be negative")

	differentContent = templates.New("constraint-name-taken", "two different constraints are named {name:q}: {first}, and {second}; give each a name of its own")
	twoFunctions     = templates.New("constraint-name-taken-function", "two constraints are named {name:q}: {first}, and {second}; functions cannot be compared, so leave one out or give each a name of its own")
)

// Faults of plans.
var (
	incumbentEmployee = templates.New("incumbent-employee-unknown", "the incumbent plan places {employee:q}, who is not in the organization")
	incumbentPosition = templates.New("incumbent-position-unknown", "the incumbent plan places {employee:q} in {position:q}, which is not a post of the organization")
	planEmployee      = templates.New("plan-employee-unknown", "the plan places {employee:q}, who is not in the organization")
	planPosition      = templates.New("plan-position-unknown", "the plan places {employee:q} in {position:q}, which is not a post of the organization")
	planPair          = templates.New("plan-forbidden", "{employee:q} at {position} breaks: {cause}")
	planSeats         = templates.New("plan-seats", "post {position:q} has {holders} holders, outside its seats [{least}, {most}]")
	planLimit         = templates.New("plan-limit", "the plan has {count}, which breaks: {cause}")
)

// Faults of capacities and of functions of the caller.
var (
	unevenCapacity = templates.New("capacity-uneven", "the capacity {capacity} of employee {employee:q} is no multiple of 1/{parts}; a balance of different capacities needs that")
	manyParts      = templates.New("capacity-parts", "the capacities add up to {sum} parts of 1/{parts} FTE, more than {most}; round them to coarser parts")

	functionPanicked  = templates.New("function-panicked", "function {function:q} panicked: {value}")
	functionNotFinite = templates.New("function-not-finite", "the value of function {function:q} is {value}, which is not a finite number")
	functionFitRange  = templates.New("function-fit-range", "the fit of {function:q} is {value}, which is not within [0, 1]")
	functionExited    = templates.New("function-exited", "a function ended the goroutine that called it (runtime.Goexit, or FailNow of a test)")
)
