package assignment

import (
	"encoding/json"
	"fmt"

	"github.com/mutasi-go/mutasi"
)

// Fix puts an employee into a post, or onto the bench if the post is "". All
// other constraints still apply: to fix a person to a post that a rule forbids is
// infeasible, and the error names both. An employee or a post
// that the organization does not have is an error of Solve.
func Fix(e mutasi.EmployeeID, p mutasi.PositionID, reason string) Constraint {
	return decision{"Fix", e, p, reason}
}

// Forbid keeps an employee out of a post. If the post is "" it keeps the
// employee off the bench, so that the person must be placed. An employee or a
// post that the organization does not have is an error of Solve.
func Forbid(e mutasi.EmployeeID, p mutasi.PositionID, reason string) Constraint {
	return decision{"Forbid", e, p, reason}
}

// decision is a Fix or a Forbid.
type decision struct {
	constructor string
	employee    mutasi.EmployeeID
	position    mutasi.PositionID
	reason      string
}

func (c decision) name() string {
	if c.constructor == "Fix" {
		return fmt.Sprintf("fix %s to %s", c.employee, positionName(c.position))
	}
	return fmt.Sprintf("forbid %s to %s", positionName(c.position), c.employee)
}

func (c decision) compile(r *roster, into *demands) error {
	row, known := r.row(c.employee)
	if !known {
		return into.fault(unknownEmployee, c.name(), c.employee)
	}
	column := r.bench()
	if c.position != "" {
		if column, known = r.columns[c.position]; !known {
			return into.fault(unknownPosition, c.name(), c.position)
		}
	}
	fix := c.constructor == "Fix"
	cause := Cause{Constraint: c.name(), Reason: c.reason}
	c.reason = "" // it is part of the cause and not of the content
	return into.block(blocker{
		origin: origin{
			constructor: fmt.Sprintf("%s(%q, %q)", c.constructor, c.employee, c.position),
			content:     c,
		},
		employee: c.employee,
		forbids: func(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) bool {
			return e.ID == c.employee && (idOf(p) == c.position) != fix
		},
		bulk: &blockOfRow{row: row, column: column, others: fix},
	}, cause)
}

// MarshalJSON writes the constructor and its arguments.
func (c decision) MarshalJSON() ([]byte, error) {
	return json.Marshal(constraintJSON{c.constructor, struct {
		Employee mutasi.EmployeeID `json:"employee"`
		Position mutasi.PositionID `json:"position"`
		Reason   string            `json:"reason,omitempty"`
	}{c.employee, c.position, c.reason}})
}

// Keep leaves an employee where they are: in the post that they hold in the
// incumbent plan, or on the bench if they hold none. An employee whom the
// organization does not have is an error of Solve.
func Keep(e mutasi.EmployeeID, reason string) Constraint { return keep{e, reason} }

type keep struct {
	employee mutasi.EmployeeID
	reason   string
}

func (c keep) name() string { return "keep " + string(c.employee) }

func (c keep) compile(r *roster, into *demands) error {
	row, known := r.row(c.employee)
	if !known {
		return into.fault(unknownEmployee, c.name(), c.employee)
	}
	return into.block(blocker{
		origin:   origin{constructor: fmt.Sprintf("Keep(%q)", c.employee), content: keep{employee: c.employee}},
		employee: c.employee,
		forbids: func(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) bool {
			return e.ID == c.employee && idOf(p) != held
		},
		bulk: &blockOfRow{row: row, column: int(r.incumbent[row]), others: true},
	}, Cause{Constraint: c.name(), Reason: c.reason})
}

// MarshalJSON writes the constructor and its arguments.
func (c keep) MarshalJSON() ([]byte, error) {
	return json.Marshal(constraintJSON{"Keep", struct {
		Employee mutasi.EmployeeID `json:"employee"`
		Reason   string            `json:"reason,omitempty"`
	}{c.employee, c.reason}})
}

// Faults of decisions.
var (
	unknownEmployee = templates.New("constraint-employee-unknown", "{constraint}: there is no employee {id:q}; correct the ID or leave the constraint out")
	unknownPosition = templates.New("constraint-position-unknown", "{constraint}: there is no position {id:q}; correct the ID or leave the constraint out")
)
