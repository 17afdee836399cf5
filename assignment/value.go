package assignment

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
)

// Value is what a plan achieves in one goal, in the goal's own units.
//
// All of it speaks of the rounded problem: Value differs from the true value of
// the plan by at most Rounding.
//
// A Value marshals to JSON and back. A Bound of +Inf is left out there, and one
// of −Inf is null; any other number that is not finite is an error.
type Value struct {
	Goal string // Goal.String

	// Value is what the plan has. Of a goal in steps it is the lower end of the
	// step, and Top the upper end: the least value of the plan lies between them.
	// Both ends are values that some allowed pair has. Without steps Top is Value.
	Value, Top float64

	// Bound is proven: given what the earlier goals achieve, no plan has a Value
	// beyond it. If none is known it is +Inf, or −Inf where the goal minimizes.
	Bound float64

	// Reached is the best value that a plan was found to have. It is Value, but
	// for a goal with a tolerance: later goals may have given up some of what it
	// reached. It equals Bound where it is proven optimal.
	Reached float64

	// Rounding is at least 0 and bounds what rounding can have changed: of values, of
	// penalties, and of fits, whose points differ from Model.Fit by the model's
	// PointsError at most.
	Rounding float64
}

// unlike says where v differs from w: "a value of 2.75, not 2.85".
func (v Value) unlike(w Value) string {
	var out []string
	if v.Goal != w.Goal {
		out = append(out, fmt.Sprintf("goal %q, not %q", v.Goal, w.Goal))
	}
	for _, x := range []struct {
		name string
		v, w float64
	}{
		{"value", v.Value, w.Value}, {"bound", v.Bound, w.Bound}, {"best value reached", v.Reached, w.Reached},
		{"top of the step", v.Top, w.Top}, {"rounding", v.Rounding, w.Rounding},
	} {
		if x.v != x.w {
			out = append(out, fmt.Sprintf("a %s of %v, not %v", x.name, x.v, x.w))
		}
	}
	return strings.Join(out, "; ")
}

// valueFields is a Value in JSON.
type valueFields struct {
	Goal     string          `json:"goal"`
	Value    float64         `json:"value"`
	Top      float64         `json:"top"`
	Bound    json.RawMessage `json:"bound,omitempty"`
	Reached  float64         `json:"reached"`
	Rounding float64         `json:"rounding"`
}

// MarshalJSON writes all fields; see Value for a Bound that is not known. The
// error names a number that is not finite.
func (v Value) MarshalJSON() ([]byte, error) {
	bound, err := marshalBound(v.Bound)
	if err != nil {
		return nil, fmt.Errorf("assignment: value of goal %q: %w", v.Goal, err)
	}
	return json.Marshal(valueFields{v.Goal, v.Value, v.Top, bound, v.Reached, v.Rounding})
}

// UnmarshalJSON reads what MarshalJSON writes. Fields of other names are
// ignored.
func (v *Value) UnmarshalJSON(text []byte) error {
	if v == nil {
		return errors.New("assignment: a nil Value cannot be read into")
	}
	var x valueFields
	if err := json.Unmarshal(text, &x); err != nil {
		return fmt.Errorf("assignment: value of a goal: %w", err)
	}
	bound, err := unmarshalBound(x.Bound)
	if err != nil {
		return fmt.Errorf("assignment: value of goal %q: %w", x.Goal, err)
	}
	*v = Value{Goal: x.Goal, Value: x.Value, Top: x.Top, Bound: bound, Reached: x.Reached, Rounding: x.Rounding}
	return nil
}

// Progress tells how far a solve has come. It marshals to JSON and back, with
// the Bound as in Value.
type Progress struct {
	Goal        string // the goal being solved; "" before the first
	Phase       string
	Done, Total int // of the phase

	// Bound is what no plan can beat in the goal, so far as it is proven. Before
	// anything is, it is +Inf, or −Inf where the goal minimizes. Branch and bound
	// improves it step by step.
	Bound float64
}

// progressFields is a Progress in JSON.
type progressFields struct {
	Goal  string          `json:"goal"`
	Phase string          `json:"phase"`
	Done  int             `json:"done"`
	Total int             `json:"total"`
	Bound json.RawMessage `json:"bound,omitempty"`
}

// MarshalJSON writes all fields; see Value for a Bound that is not known.
func (p Progress) MarshalJSON() ([]byte, error) {
	bound, err := marshalBound(p.Bound)
	if err != nil {
		return nil, fmt.Errorf("assignment: progress: %w", err)
	}
	return json.Marshal(progressFields{p.Goal, p.Phase, p.Done, p.Total, bound})
}

// UnmarshalJSON reads what MarshalJSON writes. Fields of other names are
// ignored.
func (p *Progress) UnmarshalJSON(text []byte) error {
	if p == nil {
		return errors.New("assignment: a nil Progress cannot be read into")
	}
	var x progressFields
	if err := json.Unmarshal(text, &x); err != nil {
		return fmt.Errorf("assignment: progress: %w", err)
	}
	bound, err := unmarshalBound(x.Bound)
	if err != nil {
		return fmt.Errorf("assignment: progress: %w", err)
	}
	*p = Progress{x.Goal, x.Phase, x.Done, x.Total, bound}
	return nil
}

// marshalBound writes a bound: nothing for +Inf and null for −Inf, which JSON
// has no numbers for.
func marshalBound(bound float64) (json.RawMessage, error) {
	switch {
	case math.IsNaN(bound):
		return nil, errors.New("the bound is NaN; a bound that is not known is infinite")
	case math.IsInf(bound, +1):
		return nil, nil
	case math.IsInf(bound, -1):
		return json.RawMessage("null"), nil
	}
	return json.Marshal(bound)
}

// unmarshalBound reads what marshalBound writes.
func unmarshalBound(text json.RawMessage) (float64, error) {
	switch {
	case text == nil:
		return math.Inf(+1), nil
	case string(text) == "null":
		return math.Inf(-1), nil
	}
	bound := 0.0
	if err := json.Unmarshal(text, &bound); err != nil {
		return 0, fmt.Errorf("the bound: %w", err)
	}
	return bound, nil
}
