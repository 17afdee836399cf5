package competency

import (
	"encoding/json"
	"fmt"
)

// Unknown says what a model makes of a requirement for which the profile has
// no rating. The zero value counts it as nothing: the requirement stays in the
// denominator and earns no points, so that an unassessed person never ranks
// above one who was assessed and found lacking. A requirement at level 0 asks
// nothing, so under that policy and under [LeaveOut] an unrated person meets it.
//
// Values are comparable with ==.
type Unknown struct {
	treatment treatment
	level     Level
}

type treatment uint8

const (
	countAsNothing treatment = iota
	leaveOut
	assume
)

// LeaveOut scores a person on what is known: a requirement without a rating is
// taken out of the numerator and the denominator. Where nothing is left of a
// standard that asks for something, the fit is 0: no evidence, no fit.
func LeaveOut() Unknown { return Unknown{treatment: leaveOut} }

// Assume scores a missing rating as if level had been assessed, on every
// requirement, such as the mean of the work force. NaN counts as 0.
func Assume(level Level) Unknown {
	return Unknown{treatment: assume, level: Level(onScale(level))}
}

// String names the policy in reports.
func (u Unknown) String() string {
	switch u.treatment {
	case leaveOut:
		return "unknown left out"
	case assume:
		return fmt.Sprintf("unknown assumed at level %v", float64(u.level))
	default:
		return "unknown counts as nothing"
	}
}

// modelJSON is a model, or a part of one, as a JSON document.
type modelJSON struct {
	Name       string `json:"name"`
	Parameters any    `json:"parameters"`
}

// MarshalJSON writes the function that made the policy and its argument. The
// zero value has the name of the type:
//
//	{"name":"Unknown","parameters":{}}
//	{"name":"LeaveOut","parameters":{}}
//	{"name":"Assume","parameters":{"level":2.5}}
func (u Unknown) MarshalJSON() ([]byte, error) {
	switch u.treatment {
	case leaveOut:
		return json.Marshal(modelJSON{"LeaveOut", struct{}{}})
	case assume:
		return json.Marshal(modelJSON{"Assume", struct {
			Level Level `json:"level"`
		}{u.level}})
	default:
		return json.Marshal(modelJSON{"Unknown", struct{}{}})
	}
}
