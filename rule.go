package mutasi

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi/internal/message"
)

// Rule says who may hold what. Rules are data: they carry the reason that a
// refused person is given and the author who answers for it, and regulations
// become dated lists of rules. A solver obeys them, an audit counts how often a
// plan breaks them, and both ask [Rule.Permits], so that they cannot disagree.
type Rule struct {
	Name   string // short and unique among the rules of a problem
	Reason string // why, for the person concerned: "PP 11/2017 art. 190(3)"
	Author string // who set the rule

	// On is the day whose law the rule states: "as in force on". The time of
	// day does not count. Zero: the rule is not dated.
	On time.Time

	// Stay extends the rule to people who would stay in the post they hold.
	// Without it the rule is about moves: nobody loses a post by it.
	Stay bool

	// Allows reports whether the person may hold the post. It is never
	// called for the bench, must be pure, and may be called concurrently.
	// Nil allows everything.
	Allows func(*Employee, *Position) bool
}

// Permits reports whether the rule lets e hold p, where held is the post that e
// holds before the plan, "" for none. If e would only stay there and Stay is not
// set, it is true, and Allows is not asked. If e or p is nil, it is false: nobody
// can hold a post that does not exist.
func (r Rule) Permits(e *Employee, p *Position, held PositionID) bool {
	switch {
	case e == nil || p == nil:
		return false
	case r.Allows == nil || !r.Stay && p.ID == held:
		return true
	}
	return r.Allows(e, p)
}

// Cause returns the rule as the cause of a refusal: its name, reason, author
// and day.
func (r Rule) Cause() Cause {
	return Cause{Constraint: r.Name, Reason: r.Reason, Author: r.Author, On: r.On}
}

// Validate returns an error that joins all faults of the rule, each a *[Fault]
// whose path begins with rule and the name: an empty name, text that is not
// UTF-8, and a day outside the years 1 to 9999.
func (r Rule) Validate() error {
	var list []error
	add := func(field string, problem message.Message) {
		list = append(list, newFault(fmt.Sprintf("rule[%q].%s", r.Name, field), "", problem))
	}
	if r.Name == "" {
		add("name", namelessRule.With())
	}
	for _, field := range []struct{ name, text string }{{"name", r.Name}, {"reason", r.Reason}, {"author", r.Author}} {
		if !utf8.ValidString(field.text) {
			add(field.name, notUTF8.With(field.text))
		}
	}
	if year := r.On.Year(); formatDay(r.On) != "" && (year < 1 || year > 9999) {
		add("on", notYear.With(year))
	}
	return errors.Join(list...)
}

// MarshalJSON writes the name and the parameters that are not empty:
//
//	{"name":"two years in post","parameters":{"reason":"PP 11/2017 art. 190(3)","on":"2024-07-01","stay":true}}
//
// A rule with a function of the caller, in Allows, cannot be written; the error
// names the rule. What Validate reports is an error too.
func (r Rule) MarshalJSON() ([]byte, error) {
	if r.Allows != nil {
		return nil, fmt.Errorf("mutasi: rule %q holds a function of the caller, which JSON cannot hold", r.Name)
	}
	if err := r.Validate(); err != nil {
		return nil, err
	}
	type parameters struct {
		Reason string `json:"reason,omitempty"`
		Author string `json:"author,omitempty"`
		On     string `json:"on,omitempty"`
		Stay   bool   `json:"stay,omitempty"`
	}
	return json.Marshal(struct {
		Name       string     `json:"name"`
		Parameters parameters `json:"parameters"`
	}{r.Name, parameters{r.Reason, r.Author, formatDay(r.On), r.Stay}})
}
