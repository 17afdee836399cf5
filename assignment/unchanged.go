package assignment

import (
	"encoding/json"

	"github.com/mutasi-go/mutasi"
)

// Unchanged is the number of people who are where p has them: in the same post,
// or on the bench in both plans. As the last goal it takes, of all plans that are
// equally good, one that changes a draft for as few people as possible. A person
// or a post in p that the organization does not have is an error of Solve.
func Unchanged(p mutasi.Plan) Term { return single(unchangedTerm{p}) }

type unchangedTerm struct{ plan mutasi.Plan }

func (unchangedTerm) name() string { return "unchanged" }

func (t unchangedTerm) value(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if planned, _ := t.plan.Position(e.ID); planned != idOf(p) {
		return 0
	}
	return 1
}

func (t unchangedTerm) compile(r *roster) (pairValues, error) {
	planned, err := r.assignment(t.plan)
	if err != nil {
		return pairValues{}, err
	}
	return pairValues{
		largest: 1,
		base:    func(_, _ bool) float64 { return 0 },
		except:  func(row int, yield func(int, float64)) { yield(int(planned[row]), 1) },
	}, nil
}

// MarshalJSON writes the constructor and the plan.
func (t unchangedTerm) MarshalJSON() ([]byte, error) {
	return json.Marshal(constructorJSON{"Unchanged", struct {
		Plan mutasi.Plan `json:"plan"`
	}{t.plan}})
}
