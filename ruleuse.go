package mutasi

import (
	"errors"
	"fmt"
)

// RuleUse counts what a rule says of an organisation. A rule that refuses
// nobody, refuses everybody, or does not know anything is often a mistake in the
// rule or in the data, such as a misspelt attribute.
type RuleUse struct {
	Rule    Rule
	Pairs   int // pairs of a person and a post that the rule is asked about; staying is one only if Stay binds it
	Refused int // pairs that the rule does not permit
	Unknown int // pairs of which the data do not say enough; refused only if the rule is [Strict]
}

// Uses asks each rule about every person and every post, where held is the plan
// before, and returns the counts in the order of the rules. [Organization.Incumbents]
// is the plan of today. Closed posts count like all others.
//
// The error joins all faults: rules that do not pass [Rule.Validate], people and
// posts of the plan that the organisation does not have. A panic in a function of
// a rule is an error that names the rule, the person and the post.
//
// For n people, m posts and k rules it calls Knows and Allows n·m·k times each
// at the most.
func (o *Organization) Uses(held Plan, rules ...Rule) ([]RuleUse, error) {
	if o == nil {
		o = &Organization{}
	}
	f := new(faults)
	for i, x := range held.placements {
		known(f, pathTo(inPlacements, i, "employee"), &employeeKind, x.Employee, o.employeeAt)
		known(f, pathTo(inPlacements, i, "position"), &postKind, x.Position, o.positionAt)
	}
	list := []error{f.err()}
	for _, r := range rules {
		list = append(list, r.Validate())
	}
	if err := errors.Join(list...); err != nil {
		return nil, err
	}
	uses := make([]RuleUse, len(rules))
	for k, r := range rules {
		uses[k].Rule = r
		if err := uses[k].count(o, held); err != nil {
			return nil, err
		}
	}
	return uses, nil
}

// count asks the rule about all pairs.
func (u *RuleUse) count(o *Organization, held Plan) (err error) {
	var e *Employee
	var p *Position
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("mutasi: rule %q panicked on employee %q and post %q: %v", u.Rule.Name, e.ID, p.ID, v)
		}
	}()
	r := &u.Rule
	for i := range o.employees {
		e = &o.employees[i]
		before, _ := held.Position(e.ID)
		for j := range o.positions {
			p = &o.positions[j]
			if !r.asked(p, before) {
				continue
			}
			permits, known := r.judge(e, p)
			u.Pairs++
			if !permits {
				u.Refused++
			}
			if !known {
				u.Unknown++
			}
		}
	}
	return nil
}
