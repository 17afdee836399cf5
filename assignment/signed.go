package assignment

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Signed names the author who answers for a constraint; the causes of the
// constraint have that Author. A constraint that has an author already gets
// both, with ", " between them. An empty author and a nil constraint are errors
// of Solve.
func Signed(author string, c Constraint) Constraint { return signed{author, c} }

type signed struct {
	author string
	of     Constraint
}

func (c signed) name() string { return NameOf(c.of) }

func (c signed) compile(r *roster, into *demands) error {
	var faults []error
	if c.author == "" {
		faults = append(faults, into.fault(emptyAuthor, c.name()))
	}
	if c.of == nil {
		return errors.Join(append(faults, into.fault(signatureOfNothing, c.author))...)
	}
	outer := into.signed
	into.signed = joinAuthors(c.author, outer)
	faults = append(faults, c.of.compile(r, into))
	into.signed = outer
	return errors.Join(faults...)
}

// MarshalJSON writes the author and the constraint.
func (c signed) MarshalJSON() ([]byte, error) {
	if c.of == nil {
		return nil, fmt.Errorf("assignment: Signed by %q: there is no constraint", c.author)
	}
	return json.Marshal(constraintJSON{"Signed", struct {
		Author     string     `json:"author"`
		Constraint Constraint `json:"constraint"`
	}{c.author, c.of}})
}

// Faults of a signature.
var (
	emptyAuthor        = templates.New("signature-empty", "Signed: the author of {name:q} has no name")
	signatureOfNothing = templates.New("signature-of-nothing", "Signed by {author:q}: there is no constraint")
)
