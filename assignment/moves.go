package assignment

import (
	"encoding/json"

	"github.com/mutasi-go/mutasi"
)

// Moves is the number of incumbents who do not keep their post, the benched
// included. A person who holds no post today does not move by getting one, though
// mutasi.Plan.Transfers lists that first placement too.
func Moves() Term { return single(movesTerm{}) }

type movesTerm struct{}

func (movesTerm) name() string { return "moves" }

func (movesTerm) value(_ *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) float64 {
	if held == "" || p != nil && p.ID == held {
		return 0
	}
	return 1
}

func (movesTerm) compile(r *roster) (pairValues, error) {
	return pairValues{
		largest: 1,
		base: func(incumbent, _ bool) float64 {
			if incumbent {
				return 1
			}
			return 0
		},
		except: func(row int, yield func(int, float64)) {
			if r.holds(row) {
				yield(int(r.incumbent[row]), 0)
			}
		},
	}, nil
}

// MarshalJSON writes the constructor.
func (movesTerm) MarshalJSON() ([]byte, error) {
	return json.Marshal(constructorJSON{"Moves", noParameters{}})
}
