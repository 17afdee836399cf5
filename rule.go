package mutasi

import (
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

	// Knows reports whether the data say enough to judge the person and the
	// post. Where it is false, Allows is not asked, the rule permits the pair
	// unless it is [Strict], and [Organization.Uses] counts the pair. It has the
	// same duties as Allows. Nil: the data always say enough.
	Knows func(*Employee, *Position) bool

	strict bool      // what is not known is refused
	data   *ruleData // of a rule that a function of this package made; nil for any other
}

// Permits reports whether the rule lets e hold p, where held is the post that e
// holds before the plan, "" for none. If e would only stay there and Stay is not
// set, it is true, and no function is asked. Where Knows is false it is true,
// and false for a [Strict] rule. If e or p is nil, it is false: nobody can hold a
// post that does not exist.
func (r Rule) Permits(e *Employee, p *Position, held PositionID) bool {
	if e == nil || p == nil {
		return false
	}
	if !r.asked(p, held) {
		return true
	}
	permits, _ := r.judge(e, p)
	return permits
}

// asked reports whether the rule is about the post at all: to stay in a post
// concerns only rules with Stay.
func (r *Rule) asked(p *Position, held PositionID) bool { return r.Stay || p.ID != held }

// judge reports whether the rule lets e hold p, and whether the data say enough.
func (r *Rule) judge(e *Employee, p *Position) (permits, known bool) {
	if r.Knows != nil && !r.Knows(e, p) {
		return !r.strict, false
	}
	return r.Allows == nil || r.Allows(e, p), true
}

// Strict returns the rule that also refuses a person and a post of which the
// data do not say enough. Without it a person who was not assessed passes where
// one who was assessed may be refused. The name and all else stay the same, and
// so does a rule without Knows.
func Strict(r Rule) Rule {
	r.strict = r.Knows != nil
	return r
}

// Cause returns the rule as the cause of a refusal: its name, reason, author
// and day.
func (r Rule) Cause() Cause {
	return Cause{Constraint: r.Name, Reason: r.Reason, Author: r.Author, On: r.On}
}

// Validate returns an error that joins all faults of the rule, each a *[Fault]
// whose path begins with rule and the name: an empty name, text that is not
// UTF-8, a day outside the years 1 to 9999, and faulty arguments of the function
// that made it.
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
	if r.data != nil {
		for _, f := range r.data.faults {
			add(f.field, f.problem)
		}
	}
	return errors.Join(list...)
}
