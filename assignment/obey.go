package assignment

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mutasi-go/mutasi"
)

// Obey has all placements obey the rules. A rule without Stay does not bind
// people who stay in the post that they hold in the incumbent plan. Where the
// data do not say enough for a rule, it binds nobody unless it is
// [mutasi.Strict]; [mutasi.Organization.Uses] counts these pairs. Solve asks a
// rule once for each pair of its [mutasi.Rule.Classes], and a rule that holds a
// function of the caller about every pair of an employee and a post. Rules that do
// not pass [mutasi.Rule.Validate], and two different rules of one name, are
// errors of Solve.
func Obey(rules ...mutasi.Rule) Constraint { return obey(slices.Clone(rules)) }

type obey []mutasi.Rule

func (c obey) name() string {
	names := make([]string, len(c))
	for k, rule := range c {
		names[k] = rule.Name
	}
	return strings.Join(names, "; ")
}

func (c obey) compile(_ *roster, into *demands) error {
	var faults []error
	path := into.path
	for k, rule := range c {
		into.path = fmt.Sprintf("%s.rules[%d]", path, k)
		if err := rule.Validate(); err != nil {
			faults = append(faults, into.fault(invalidRule, err))
			continue
		}
		faults = append(faults, compileRule(rule, into))
	}
	into.path = path
	return errors.Join(faults...)
}

func compileRule(rule mutasi.Rule, into *demands) error {
	forbids := func(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) bool {
		return p != nil && !rule.Permits(e, p, held)
	}
	b := blocker{
		origin:  origin{constructor: "Obey of a rule with a function"},
		forbids: forbids,
		bulk:    &blockByPair{judge: forbids},
	}
	if content := rule.Content(); content != nil {
		b.origin = origin{constructor: fmt.Sprintf("Obey of %v", content), content: content}
	}
	if employee, position, ok := rule.Classes(); ok {
		b.bulk = &blockByClass{rule: rule, employeeKey: employee, positionKey: position}
	}
	if rule.Allows == nil && rule.Knows == nil {
		b.bulk = blockNothing{}
	}
	return into.block(b, rule.Cause())
}

// MarshalJSON writes the constructor and the rules. A rule with a function is
// an error.
func (c obey) MarshalJSON() ([]byte, error) {
	rules := []mutasi.Rule(c)
	if rules == nil {
		rules = []mutasi.Rule{}
	}
	return json.Marshal(constraintJSON{"Obey", struct {
		Rules []mutasi.Rule `json:"rules"`
	}{rules}})
}

// invalidRule is the fault of a rule that does not pass Validate.
var invalidRule = templates.New("constraint-rule-invalid", "{problem}")
