package mutasi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/mutasi-go/mutasi/internal/message"
)

// ruleData is a rule that a function of this package made, as data: Allows and
// Knows follow from it.
type ruleData struct {
	constructor string
	parameters  any         // its arguments, which marshal as a JSON object
	faults      []ruleFault // of the arguments
	allows      func(*Employee, *Position) bool
	knows       func(*Employee, *Position) bool

	// The two see no more of an employee and a post than these keys, which are
	// comparable. Nil: nothing at all.
	employeeKey func(*Employee) any
	positionKey func(*Position) any
}

// ruleFault is a faulty argument.
type ruleFault struct {
	field   string
	problem message.Message
}

// check notes a faulty argument unless it is right.
func (d *ruleData) check(right bool, field string, problem message.Message) {
	if !right {
		d.faults = append(d.faults, ruleFault{field, problem})
	}
}

// rule returns the rule of the data. If an argument is faulty it allows
// everything, and Validate has the fault.
func (d *ruleData) rule(name, reason string) Rule {
	if len(d.faults) > 0 {
		d.allows, d.knows = nil, nil
	}
	return Rule{Name: name, Reason: reason, Allows: d.allows, Knows: d.knows, data: d}
}

// isData reports whether all that the rule asks for is data: neither Allows nor
// Knows is a function of the caller.
func (r *Rule) isData() bool {
	if r.data == nil {
		return r.Allows == nil && r.Knows == nil
	}
	// Functions cannot be compared, but their code can, and each constructor has
	// code of its own.
	code := func(f func(*Employee, *Position) bool) uintptr { return reflect.ValueOf(f).Pointer() }
	return code(r.Allows) == code(r.data.allows) && code(r.Knows) == code(r.data.knows)
}

// Classes returns keys by which a rule can be asked once about many people and
// posts: [Rule.Permits] with held "" says the same of all pairs of people of equal
// keys and posts of equal keys, and so does Knows. The keys are comparable. They
// are known of the rules that the functions of this package make, and of those
// without any function; for all others ok is false, and so it is for a rule that
// does not pass Validate.
func (r Rule) Classes() (employee func(*Employee) any, position func(*Position) any, ok bool) {
	if !r.isData() || r.Validate() != nil {
		return nil, nil, false
	}
	employee, position = func(*Employee) any { return nil }, func(*Position) any { return nil }
	if r.data != nil && r.data.employeeKey != nil {
		employee = r.data.employeeKey
	}
	if r.data != nil && r.data.positionKey != nil {
		position = r.data.positionKey
	}
	return employee, position, true
}

// ruleContent says what a rule asks for. It is comparable.
type ruleContent struct {
	constructor, parameters string
	stay, strict            bool
}

// String shows the content in an error.
func (c ruleContent) String() string {
	switch {
	case c.constructor == "":
		return "a rule that allows everything"
	case c.strict && c.stay:
		return fmt.Sprintf("Strict(%s %s) with Stay", c.constructor, c.parameters)
	case c.strict:
		return fmt.Sprintf("Strict(%s %s)", c.constructor, c.parameters)
	case c.stay:
		return fmt.Sprintf("%s %s with Stay", c.constructor, c.parameters)
	}
	return c.constructor + " " + c.parameters
}

// Content returns a comparable value. Rules of equal content permit the same,
// whatever their names, reasons, authors and days are. It is nil for a rule that
// holds a function of the caller, since functions cannot be compared, and for one
// that does not pass Validate.
func (r Rule) Content() any {
	if !r.isData() || r.Validate() != nil {
		return nil
	}
	if r.data == nil {
		return ruleContent{} // it allows everything, those who stay included
	}
	parameters, err := json.Marshal(r.data.parameters)
	if err != nil {
		return nil
	}
	return ruleContent{r.data.constructor, string(parameters), r.Stay, r.strict}
}

// MarshalJSON writes the name and the parameters that are not empty:
//
//	{"name":"two years in post","parameters":{"reason":"PP 11/2017 art. 190(3)","on":"2024-07-01","stay":true}}
//
// For a rule that a function of this package made, name is that function, and
// its arguments are among the parameters, with the name of the rule:
//
//	{"name":"MinTenure","parameters":{"name":"two years in post","strict":true,"years":2,"months":0,"day":"2024-07-01"}}
//
// A rule with a function of the caller, in Allows or Knows, cannot be written;
// the error names the rule. What Validate reports is an error too.
func (r Rule) MarshalJSON() ([]byte, error) {
	if !r.isData() {
		return nil, fmt.Errorf("mutasi: rule %q holds a function of the caller, which JSON cannot hold", r.Name)
	}
	if err := r.Validate(); err != nil {
		return nil, err
	}
	type parameters struct {
		Name   string `json:"name,omitempty"`
		Reason string `json:"reason,omitempty"`
		Author string `json:"author,omitempty"`
		On     string `json:"on,omitempty"`
		Stay   bool   `json:"stay,omitempty"`
		Strict bool   `json:"strict,omitempty"`
	}
	general := parameters{"", r.Reason, r.Author, formatDay(r.On), r.Stay, r.strict}
	name := r.Name
	if r.data != nil {
		name, general.Name = r.data.constructor, r.Name
	}
	text, err := json.Marshal(general)
	if err != nil {
		return nil, err
	}
	if r.data != nil {
		own, err := json.Marshal(r.data.parameters)
		if err != nil {
			return nil, err
		}
		text = joinObjects(text, own)
	}
	return json.Marshal(struct {
		Name       string          `json:"name"`
		Parameters json.RawMessage `json:"parameters"`
	}{name, text})
}

// joinObjects returns one JSON object with the fields of both.
func joinObjects(a, b []byte) []byte {
	if len(a) == len("{}") {
		return b
	}
	if len(b) == len("{}") {
		return a
	}
	return bytes.Join([][]byte{a[:len(a)-1], b[1:]}, []byte{','})
}
