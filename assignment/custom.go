package assignment

import (
	"fmt"
	"math"

	"github.com/mutasi-go/mutasi"
)

// Custom is Σ over placed people of value, which must be finite and pure. It
// is called concurrently, at most once for each allowed pair by Solve (for
// each goal that it is in) and again by Verify. Solve holds its values as
// 64-bit numbers for a while, which takes 8 bytes a pair. A panic in it is
// reported as an error. An empty name and a nil function are errors of Solve.
func Custom(name string, value func(*mutasi.Employee, *mutasi.Position) float64) Term {
	return single(&customTerm{name, value})
}

type customTerm struct {
	called   string
	function func(*mutasi.Employee, *mutasi.Position) float64
}

func (t *customTerm) name() string { return t.called }

func (t *customTerm) value(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if p == nil {
		return 0
	}
	return t.function(e, p)
}

func (t *customTerm) compile(r *roster) (pairValues, error) {
	switch {
	case t.called == "":
		return pairValues{}, fault(customUnnamed)
	case t.function == nil:
		return pairValues{}, fault(customNil, t.called)
	}
	return pairValues{
		largest: math.NaN(),
		worker: func() func(int, []bool, []float64) error {
			at := &callSite{function: t.called}
			return func(row int, allowed []bool, into []float64) error {
				at.employee = r.employees[row]
				return guard(at, func() error {
					for j, p := range r.positions {
						if !allowed[j] {
							continue
						}
						at.position = p
						x := t.function(at.employee, p)
						if math.IsNaN(x) || math.IsInf(x, 0) {
							return at.fault(functionNotFinite, x)
						}
						into[j] = x
					}
					return nil
				})
			}
		},
	}, nil
}

// MarshalJSON is an error that names the term: JSON cannot hold its function.
func (t *customTerm) MarshalJSON() ([]byte, error) {
	return nil, fmt.Errorf("assignment: term %q, made by Custom, holds a function of the caller, which JSON cannot hold", t.called)
}

// Faults of a custom term.
var (
	customUnnamed = templates.New("custom-unnamed", "the custom term has no name; errors and values need one")
	customNil     = templates.New("custom-nil", "the custom term {name:q} has no function")
)
