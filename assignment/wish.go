package assignment

import (
	"encoding/json"
	"slices"

	"github.com/mutasi-go/mutasi"
)

// Wishes is the number of people in a post that they wish for, whatever its
// place in their list.
func Wishes() Term { return single(wishesTerm{}) }

type wishesTerm struct{}

func (wishesTerm) name() string { return "wishes" }

func (wishesTerm) value(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if p == nil || !slices.Contains(e.Wishes, p.ID) {
		return 0
	}
	return 1
}

func (wishesTerm) compile(r *roster) (pairValues, error) {
	return pairValues{
		largest: 1,
		base:    func(_, _ bool) float64 { return 0 },
		except: func(row int, yield func(int, float64)) {
			for _, wish := range r.employees[row].Wishes {
				if j, ok := r.columns[wish]; ok {
					yield(j, 1)
				}
			}
		},
	}, nil
}

// MarshalJSON writes the constructor.
func (wishesTerm) MarshalJSON() ([]byte, error) {
	return json.Marshal(constructorJSON{"Wishes", noParameters{}})
}
