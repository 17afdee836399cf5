package assignment

import "github.com/mutasi-go/mutasi"

// Eligible admits only pairs for which rule is true, staying included. Rule
// must be pure; it is called concurrently. Solve asks about every pair of an
// employee and a post at most once, and Verify asks again. A panic in it is
// reported as an error. Where one side decides, EligibleEmployee and
// EligiblePosition need far fewer calls. A nil rule and an empty name are
// errors of Solve.
func Eligible(name string, rule func(*mutasi.Employee, *mutasi.Position) bool) Constraint {
	return eligible{name, rule}
}

type eligible struct {
	called string
	rule   func(*mutasi.Employee, *mutasi.Position) bool
}

func (c eligible) name() string { return c.called }

func (c eligible) compile(_ *roster, into *demands) error {
	if c.rule == nil {
		return into.fault(nilRule, "Eligible", c.called)
	}
	forbids := func(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) bool {
		return p != nil && !c.rule(e, p)
	}
	return into.block(blocker{
		origin:  origin{constructor: "Eligible with a function"},
		forbids: forbids,
		bulk:    &blockByPair{judge: forbids},
	}, Cause{Constraint: c.called})
}

// MarshalJSON returns an error: the constraint holds a function.
func (c eligible) MarshalJSON() ([]byte, error) { return nil, errFunction("Eligible", c.called) }

// EligibleEmployee keeps everybody for whom rule is false out of all posts,
// their own included. Solve calls rule once per employee. A nil rule and an
// empty name are errors of Solve.
func EligibleEmployee(name string, rule func(*mutasi.Employee) bool) Constraint {
	return eligibleEmployee{name, rule}
}

type eligibleEmployee struct {
	called string
	rule   func(*mutasi.Employee) bool
}

func (c eligibleEmployee) name() string { return c.called }

func (c eligibleEmployee) compile(_ *roster, into *demands) error {
	if c.rule == nil {
		return into.fault(nilRule, "EligibleEmployee", c.called)
	}
	return into.block(blocker{
		origin: origin{constructor: "EligibleEmployee with a function"},
		forbids: func(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) bool {
			return p != nil && !c.rule(e)
		},
		bulk: &blockByEmployee{judge: func(e *mutasi.Employee) bool { return !c.rule(e) }},
	}, Cause{Constraint: c.called})
}

// MarshalJSON returns an error: the constraint holds a function.
func (c eligibleEmployee) MarshalJSON() ([]byte, error) {
	return nil, errFunction("EligibleEmployee", c.called)
}

// EligiblePosition closes every post for which rule is false, also to its
// holders. Solve calls rule once per post. A nil rule and an empty name are
// errors of Solve.
func EligiblePosition(name string, rule func(*mutasi.Position) bool) Constraint {
	return eligiblePosition{name, rule}
}

type eligiblePosition struct {
	called string
	rule   func(*mutasi.Position) bool
}

func (c eligiblePosition) name() string { return c.called }

func (c eligiblePosition) compile(_ *roster, into *demands) error {
	if c.rule == nil {
		return into.fault(nilRule, "EligiblePosition", c.called)
	}
	return into.block(blocker{
		origin: origin{constructor: "EligiblePosition with a function"},
		forbids: func(_ *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) bool {
			return p != nil && !c.rule(p)
		},
		bulk: &blockByPosition{judge: func(p *mutasi.Position) bool { return !c.rule(p) }},
	}, Cause{Constraint: c.called})
}

// MarshalJSON returns an error: the constraint holds a function.
func (c eligiblePosition) MarshalJSON() ([]byte, error) {
	return nil, errFunction("EligiblePosition", c.called)
}

// nilRule is the fault of a condition without a function.
var nilRule = templates.New("constraint-rule-nil", "{constructor} {name:q}: the rule is nil; leave the constraint out to admit everything")
