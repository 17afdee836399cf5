package assignment

import (
	"fmt"

	"github.com/mutasi-go/mutasi"
)

// TermValue is what one term has in a plan. It adds Weight × Value to the sum
// of its goal.
type TermValue struct {
	Term   string  `json:"term"`
	Weight float64 `json:"weight"`
	Value  float64 `json:"value"`
}

// Terms breaks the value of a goal down to its terms, in their order; goal is
// an index of Values. Each is the sum over all people, units or posts of the plan,
// without rounding, even where the goal is about the least of them. Compare the
// terms of two solutions to see what one aim costs the other. Custom functions
// are called once for each placed person. It is an error if there is no such
// goal, or if a function panics.
func (s *Solution) Terms(goal int) ([]TermValue, error) {
	if s == nil || s.problem.Organization == nil {
		return nil, fmt.Errorf("assignment: there is no goal %d: this solution was not made by Solve", goal)
	}
	objective := s.problem.objective()
	if goal < 0 || goal >= len(objective) {
		return nil, fmt.Errorf("assignment: there is no goal %d; goals count from 0, and there are %d", goal, len(objective))
	}
	book := newLedger(s.problem.Organization, s.problem.held(), s.Plan)
	var out []TermValue
	book.function = objective[goal].String()
	err := guard(&callSite{function: book.function}, func() error {
		out = objective[goal].breakdown(book, objective[goal].term)
		return book.err
	})
	if err != nil {
		return nil, fmt.Errorf("assignment: %w", err)
	}
	return out, nil
}

// breakdown lists the parts of a term with what a plan has of them.
func (l *ledger) breakdown(t Term) []TermValue {
	out := make([]TermValue, len(t.parts))
	for k, p := range t.parts {
		value, _ := l.tallyPart(p)
		out[k] = TermValue{p.name(), p.weight, value}
	}
	return out
}

// held is the plan of today, which decides who moves and who stays.
func (p *Problem) held() mutasi.Plan {
	if p.Incumbent != nil {
		return *p.Incumbent
	}
	return p.Organization.Incumbents()
}
