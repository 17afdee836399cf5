package assignment

import (
	"encoding/json"
	"fmt"

	"github.com/mutasi-go/mutasi"
)

// MaxMoves admits at most k moves, counted as Moves counts them: incumbents who
// do not keep their post. No flow can express such a budget, so branch and
// bound pursues the goals: the plan is Optimal if that closes the gap, and
// otherwise Feasible with a proven bound. A negative k is an error of Solve.
//
// The search takes far longer than a flow: about a minute for 1,000 people and
// 150 posts, where the budget binds and the gap stays open. Check searches again
// and takes as long. Options.MaxNodes and the context limit it.
func MaxMoves(k int) Constraint { return maxMoves{k} }

type maxMoves struct{ most int }

func (c maxMoves) name() string {
	if c.most == 1 {
		return "at most 1 move"
	}
	return fmt.Sprintf("at most %d moves", c.most)
}

func (c maxMoves) compile(_ *roster, into *demands) error {
	if c.most < 0 {
		return into.fault(negativeLimit, c.name())
	}
	return into.limit(limit{
		origin: origin{constructor: fmt.Sprintf("MaxMoves(%d)", c.most), content: c},
		most:   c.most,
		counts: func(_ *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) bool {
			return held != "" && idOf(p) != held
		},
		values: movesTerm{}.compile,
	}, Cause{Constraint: c.name()})
}

// MarshalJSON writes the constructor and its number.
func (c maxMoves) MarshalJSON() ([]byte, error) {
	return json.Marshal(constraintJSON{"MaxMoves", struct {
		Most int `json:"most"`
	}{c.most}})
}

// negativeLimit is the fault of a limit below 0.
var negativeLimit = templates.New("limit-negative", "{constraint}: the number must not be negative")
