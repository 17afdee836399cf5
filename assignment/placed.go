package assignment

import (
	"encoding/json"

	"github.com/mutasi-go/mutasi"
)

// Placed is the number of people in a post.
func Placed() Term { return single(placedTerm{}) }

type placedTerm struct{}

func (placedTerm) name() string { return "placed" }

func (placedTerm) value(_ *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if p == nil {
		return 0
	}
	return 1
}

func (placedTerm) compile(*roster) (pairValues, error) {
	return pairValues{
		largest: 1,
		base: func(_, placed bool) float64 {
			if placed {
				return 1
			}
			return 0
		},
		except: nowhere,
	}, nil
}

// MarshalJSON writes the constructor.
func (placedTerm) MarshalJSON() ([]byte, error) {
	return json.Marshal(constructorJSON{"Placed", noParameters{}})
}
