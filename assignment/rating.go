package assignment

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/mutasi-go/mutasi"
)

// Rated is Σ over placed people of their rating of that name
// (mutasi.Employee.Ratings) × the weight of the post. People without the
// rating add nothing. An empty name, and one that nobody has a rating of, are
// errors of Solve.
func Rated(name string) Term { return single(ratedTerm{name}) }

type ratedTerm struct{ rating string }

func (t ratedTerm) name() string { return fmt.Sprintf("rated(%s)", t.rating) }

func (t ratedTerm) value(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if p == nil {
		return 0
	}
	return float64(e.Ratings[t.rating] * p.EffectiveWeight())
}

func (t ratedTerm) compile(r *roster) (pairValues, error) {
	if t.rating == "" {
		return pairValues{}, fault(ratingUnnamed)
	}
	largest, rated := 0.0, false
	for _, e := range r.employees {
		if x, ok := e.Ratings[t.rating]; ok {
			largest, rated = max(largest, math.Abs(x)), true
		}
	}
	if !rated && len(r.employees) > 0 {
		return pairValues{}, fault(ratingUnknown, t.rating)
	}
	return pairValues{
		largest: largest * r.largestWeight(),
		worker: func() func(int, []bool, []float64) error {
			return func(row int, _ []bool, into []float64) error {
				x := r.employees[row].Ratings[t.rating]
				for j, p := range r.positions {
					into[j] = float64(x * p.EffectiveWeight())
				}
				return nil
			}
		},
	}, nil
}

// MarshalJSON writes the constructor and the name of the rating.
func (t ratedTerm) MarshalJSON() ([]byte, error) {
	return json.Marshal(constructorJSON{"Rated", struct {
		Rating string `json:"rating"`
	}{t.rating}})
}

// largestWeight is the largest weight of a post.
func (r *roster) largestWeight() float64 {
	weight := 0.0
	for _, p := range r.positions {
		weight = max(weight, p.EffectiveWeight())
	}
	return weight
}

// Faults of a rating.
var (
	ratingUnnamed = templates.New("rating-unnamed", "the rating has no name; give it one of mutasi.Employee.Ratings")
	ratingUnknown = templates.New("rating-unknown", "no employee has a rating named {name:q}")
)
