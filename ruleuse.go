package mutasi

import (
	"errors"
	"fmt"

	"github.com/mutasi-go/mutasi/internal/class"
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
// at the most, and only once for each pair of classes of a rule with
// [Rule.Classes].
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
	if employee, position, ok := r.Classes(); ok { // no function of the caller is asked
		u.countClasses(o, held, employee, position)
		return nil
	}
	for i := range o.employees {
		e = &o.employees[i]
		before, _ := held.Position(e.ID)
		for j := range o.positions {
			p = &o.positions[j]
			if r.asked(p, before) {
				permits, known := r.judge(e, p)
				u.add(1, permits, known)
			}
		}
	}
	return nil
}

// countClasses asks the rule about one pair of every two classes. It counts all
// people in all posts, and takes away those who would stay if that is not asked.
func (u *RuleUse) countClasses(o *Organization, held Plan, employee func(*Employee) any, position func(*Position) any) {
	people, oneOf := classes(o.employees, employee)
	posts, oneOfPosts := classes(o.positions, position)
	for k, n := range people {
		for l, m := range posts {
			permits, known := u.Rule.judge(oneOf[k], oneOfPosts[l])
			u.add(n*m, permits, known)
		}
	}
	if u.Rule.Stay {
		return
	}
	for x := range held.All() {
		e, _ := o.Employee(x.Employee)
		p, _ := o.Position(x.Position)
		permits, known := u.Rule.judge(e, p)
		u.add(-1, permits, known)
	}
}

// classes returns how many items each class has, and one of its items.
func classes[T any](items []T, key func(*T) any) (sizes []int, one []*T) {
	keys := make([]any, len(items))
	for i := range items {
		keys[i] = key(&items[i])
	}
	of, first := class.Of(keys)
	sizes = make([]int, len(first))
	for _, k := range of {
		sizes[k]++
	}
	for _, i := range first {
		one = append(one, &items[i])
	}
	return sizes, one
}

// add counts pairs of which the rule says the same.
func (u *RuleUse) add(pairs int, permits, known bool) {
	u.Pairs += pairs
	if !permits {
		u.Refused += pairs
	}
	if !known {
		u.Unknown += pairs
	}
}
