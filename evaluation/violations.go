package evaluation

import (
	"fmt"

	"github.com/mutasi-go/mutasi"
)

// Violation counts how often a plan breaks a rule.
type Violation struct {
	Rule, Reason, Author string
	Placements           []mutasi.Placement // that break it, in the input order of people
}

func (c *docket) violations(before, plan seating) ([]Violation, error) {
	list := make([]Violation, len(c.rules))
	for k, rule := range c.rules {
		list[k] = Violation{Rule: rule.Name, Reason: rule.Reason, Author: rule.Author}
		for i, j := range plan {
			if j == bench {
				continue
			}
			ok, err := c.permits(k, i, j, before[i])
			if err != nil {
				return nil, err
			}
			if !ok {
				list[k].Placements = append(list[k].Placements, mutasi.Placement{Employee: c.employees[i].ID, Position: c.positions[j].ID})
			}
		}
	}
	return list, nil
}

// permits asks rule k about person i, who held the post before, in post j.
func (c *docket) permits(k, i int, j, before int32) (ok bool, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = c.rulePanic(k, i, j, v)
		}
	}()
	return c.rules[k].Permits(c.employees[i], c.positions[j], c.positionID(before)), nil
}

func (c *docket) rulePanic(k, i int, j int32, v any) error {
	return fmt.Errorf("evaluation: rule %q panicked on employee %q and post %q: %v", c.rules[k].Name, c.employees[i].ID, c.positions[j].ID, v)
}
