package assignment

import (
	"encoding/json"

	"github.com/mutasi-go/mutasi"
)

// MustPlace keeps everybody for whom who is true off the bench. Nil means
// everybody. Solve calls who once per employee. An empty name is an error of
// Solve.
func MustPlace(name string, who func(*mutasi.Employee) bool) Constraint {
	return mustPlace{name, who}
}

type mustPlace struct {
	called string
	who    func(*mutasi.Employee) bool
}

func (c mustPlace) name() string { return c.called }

func (c mustPlace) compile(_ *roster, into *demands) error {
	who, from := c.who, origin{constructor: "MustPlace of those for whom a function is true"}
	if who == nil {
		who = func(*mutasi.Employee) bool { return true }
		from = origin{constructor: "MustPlace of everybody", content: mustPlaceAll{}}
	}
	return into.block(blocker{
		origin: from,
		forbids: func(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) bool {
			return p == nil && who(e)
		},
		bulk: &blockByEmployee{judge: who, fromBench: true},
	}, Cause{Constraint: c.called})
}

// mustPlaceAll is the content of a MustPlace of everybody.
type mustPlaceAll struct{}

// MarshalJSON writes the constructor and its name. A function is an error.
func (c mustPlace) MarshalJSON() ([]byte, error) {
	if c.who != nil {
		return nil, errFunction("MustPlace", c.called)
	}
	return json.Marshal(constraintJSON{"MustPlace", struct {
		Name string `json:"name"`
	}{c.called}})
}
