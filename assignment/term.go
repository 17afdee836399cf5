package assignment

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
)

// Term is a quantity that a plan has more or less of: a weighted sum of terms
// made by the functions of this package. Its value is a sum over people and
// the posts they hold, and over units and their staff.
type Term struct{ parts []part }

// part is one summand of a term with its weight.
type part struct {
	weight float64
	summand
}

// summand is a kind of term: a pairTerm or a unitTerm. Each kind has a file of
// its own, which holds its constructor and all its methods.
type summand interface {
	name() string // as Term.String and TermValue.Term have it
	// MarshalJSON writes the constructor as constructorJSON.
	json.Marshaler
}

// unitTerm is a kind of term that is a penalty of the staff of units, or of
// posts.
type unitTerm interface {
	summand
	// compile adds the penalty to a goal. Weight, at least 0, is that of a cost.
	compile(c *instance, goal *compiledGoal, weight float64, marginal [][]float64) error
	// tally is the penalty of a plan, found without what compile does.
	tally(l *ledger) float64
}

// single is the term of one summand.
func single(s summand) Term { return Term{[]part{{1, s}}} }

// Sum adds terms up.
func Sum(terms ...Term) Term {
	var sum Term
	for _, t := range terms {
		sum.parts = append(sum.parts, t.parts...)
	}
	return sum
}

// Weigh multiplies a term by a weight. A penalty such as Balance can only be
// subtracted from what is maximised and added to what is minimised: the other
// sign makes it concave, which is an error of Solve.
func Weigh(weight float64, t Term) Term {
	parts := make([]part, len(t.parts))
	for k, p := range t.parts {
		p.weight = float64(p.weight * weight)
		parts[k] = p
	}
	return Term{parts}
}

// check reports a term of nothing, and weights that are no numbers.
func (t Term) check() error {
	if len(t.parts) == 0 {
		return fault(noTerm)
	}
	var faults []error
	for _, p := range t.parts {
		if math.IsNaN(p.weight) || math.IsInf(p.weight, 0) {
			faults = append(faults, fault(weightNotFinite, p.weight, p.name()))
		}
	}
	return errors.Join(faults...)
}

// checkPeople is check for a term that must be a sum over people.
func (t Term) checkPeople() error {
	faults := []error{t.check()}
	for _, p := range t.parts {
		if _, ok := p.summand.(pairTerm); !ok {
			faults = append(faults, fault(noSumOverPeople, p.name()))
		}
	}
	return errors.Join(faults...)
}

// compilePairs compiles the parts of a term that are sums over people.
func (t Term) compilePairs(r *roster) ([]weighted, error) {
	var out []weighted
	var faults []error
	for _, p := range t.parts {
		if pair, ok := p.summand.(pairTerm); ok {
			v, err := pair.compile(r)
			out, faults = append(out, weighted{p.weight, v}), append(faults, err)
		}
	}
	return out, errors.Join(faults...)
}

// String describes the term: "fit − 0.5 balance".
func (t Term) String() string {
	if len(t.parts) == 0 {
		return "nothing"
	}
	var b strings.Builder
	for k, p := range t.parts {
		w := p.weight
		switch {
		case k == 0 && w < 0:
			b.WriteString("−")
		case k > 0 && w < 0:
			b.WriteString(" − ")
		case k > 0:
			b.WriteString(" + ")
		}
		w = math.Abs(w)
		if w != 1 {
			fmt.Fprintf(&b, "%g ", w)
		}
		b.WriteString(p.name())
	}
	return b.String()
}

// constructorJSON is the call of a constructor as a JSON document.
type constructorJSON struct {
	Name       string `json:"name"`
	Parameters any    `json:"parameters"`
}

// noParameters stands for the parameters of a constructor that takes none.
type noParameters struct{}

// MarshalJSON writes the term as the call that makes it, such as
//
//	{"name":"Fit","parameters":{"model":{"name":"Attainment","parameters":{…}}}}
//
// Several parts are a Sum of terms, and a weight other than 1 is a Weigh. A
// term that holds a function of the caller is an error that names it, and so is
// a model of the caller's that is no json.Marshaler.
func (t Term) MarshalJSON() ([]byte, error) {
	if len(t.parts) == 1 {
		return t.parts[0].MarshalJSON()
	}
	parts := t.parts
	if parts == nil {
		parts = []part{}
	}
	return json.Marshal(constructorJSON{"Sum", struct {
		Terms []part `json:"terms"`
	}{parts}})
}

// MarshalJSON writes one part of a term.
func (p part) MarshalJSON() ([]byte, error) {
	if p.weight == 1 {
		return p.summand.MarshalJSON()
	}
	if math.IsNaN(p.weight) || math.IsInf(p.weight, 0) {
		return nil, fmt.Errorf("assignment: the weight %v of %s is not a finite number", p.weight, p.name())
	}
	return json.Marshal(constructorJSON{"Weigh", struct {
		Weight float64 `json:"weight"`
		Term   summand `json:"term"`
	}{p.weight, p.summand}})
}

// Faults of terms.
var (
	noTerm          = templates.New("term-missing", "it has no term; give it one, such as Fit, Placed or Moves")
	weightNotFinite = templates.New("weight-not-finite", "the weight {weight} of {term} is not a finite number")
	noSumOverPeople = templates.New("term-not-of-people", "{term} is no sum over people, so nobody has a value of it")
)
