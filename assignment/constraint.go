package assignment

import (
	"encoding/json"
	"fmt"

	"github.com/mutasi-go/mutasi"
)

// Cause says what forbids something: the name of a constraint, the reason for
// it, who answers for it, and the day on which it was in force.
type Cause = mutasi.Cause

// Constraint limits which plans are admitted. The functions of this package
// make constraints. All constraints of a problem hold together with the seats
// and floors of the posts. Each has a name, by which a Cause calls it.
//
// A problem may say the same thing twice: two agencies may both fix one person
// to one post. The causes of both are kept. Two different constraints of the
// same name are an error, and so are two constraints of the same name that hold
// functions, because functions cannot be compared.
//
// [json.Marshal] writes a constraint as
//
//	{"name":"Fix","parameters":{"employee":"budi","position":"audit","reason":"asked for"}}
//
// where name is the function that made it. A constraint that holds a function
// of the caller cannot be written; the error names the constraint.
type Constraint interface {
	json.Marshaler

	// name is what NameOf returns.
	name() string
	// compile adds what the constraint demands to into. It calls no function
	// of the caller.
	compile(r *roster, into *demands) error
}

// NameOf returns the name that a Cause has for a constraint. For Obey with
// several rules it is the names of the rules, with "; " between them. It is ""
// if there is no constraint.
func NameOf(c Constraint) string {
	if c == nil {
		return ""
	}
	return c.name()
}

// constraintJSON is a constraint as a JSON document.
type constraintJSON struct {
	Name       string `json:"name"`
	Parameters any    `json:"parameters"`
}

// errFunction is the error for writing a constraint that holds a function.
func errFunction(constructor, name string) error {
	return fmt.Errorf("assignment: constraint %q, made by %s, holds a function of the caller, which JSON cannot hold", name, constructor)
}

// positionName names a post, or the bench if the ID is "".
func positionName(p mutasi.PositionID) string {
	if p == "" {
		return "the bench"
	}
	return string(p)
}

// idOf returns the ID of a post, "" for the bench, which is nil.
func idOf(p *mutasi.Position) mutasi.PositionID {
	if p == nil {
		return ""
	}
	return p.ID
}
