package assignment

import (
	"encoding/json"
	"errors"

	"github.com/mutasi-go/mutasi"
)

// solutionJSON is a Solution in JSON.
type solutionJSON struct {
	Plan        mutasi.Plan  `json:"plan"`
	Status      string       `json:"status"`
	Values      []Value      `json:"values"`
	Stats       Stats        `json:"stats"`
	Certificate *Certificate `json:"certificate"`
}

// MarshalJSON writes plan, status (its String), values, stats and certificate. To
// prove a solution that was written, read its plan and its certificate, and call
// Check with the problem. A Solution that Solve did not make is an error.
func (s *Solution) MarshalJSON() ([]byte, error) {
	if s == nil || s.certificate == nil {
		return nil, errors.New("assignment: this solution was not made by Solve, so it has no certificate to write")
	}
	return json.Marshal(solutionJSON{s.Plan, s.Status.String(), s.Values, s.Stats, s.certificate})
}

// UnmarshalJSON is an error: a Solution belongs to its problem, which is not in
// the JSON, and what is read proves nothing until Check has proven it.
func (s *Solution) UnmarshalJSON([]byte) error {
	return errors.New("assignment: a Solution cannot be read back; read its fields \"plan\" and \"certificate\" into a mutasi.Plan and a Certificate, and call Check with the problem")
}
