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

func (ev *evaluator) violations(before, plan seating) ([]Violation, error) {
	list := make([]Violation, len(ev.rules))
	for k, rule := range ev.rules {
		list[k] = Violation{Rule: rule.Name, Reason: rule.Reason, Author: rule.Author}
		for i, j := range plan {
			if j == bench {
				continue
			}
			if err := ev.ended(); err != nil {
				return nil, err
			}
			ok, err := ev.permits(k, i, j, before[i])
			if err != nil {
				return nil, err
			}
			if !ok {
				list[k].Placements = append(list[k].Placements, mutasi.Placement{Employee: ev.employees[i].ID, Position: ev.positions[j].ID})
			}
		}
	}
	return list, nil
}

// permits asks rule k about person i, who held the post before, in post j.
func (ev *evaluator) permits(k, i int, j, before int32) (ok bool, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = ev.rulePanic(k, i, j, v)
		}
	}()
	return ev.rules[k].Permits(ev.employees[i], ev.positions[j], ev.positionID(before)), nil
}

func (ev *evaluator) rulePanic(k, i int, j int32, v any) error {
	return fmt.Errorf("evaluation: rule %q panicked on employee %q and post %q: %v", ev.rules[k].Name, ev.employees[i].ID, ev.positions[j].ID, v)
}
