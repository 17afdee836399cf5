package assignment

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/mutasi-go/mutasi"
)

// AlphaFair is Σ over placed people of a concave function of their value of the
// term t, so that a gain counts for more where somebody has less.
// With alpha 0 it is the plain sum above the floor; 1 is Nash; as alpha grows
// it comes close to Leximin. For a value x of t the person adds
//
//	(y^(1−alpha) − 1) / (1 − alpha)   or, for alpha 1, ln y,   with y = max(x, floor) / floor
//
// which is 0 at the floor and rises from there, so that placing somebody never
// costs anything. The floor must be positive: values below it count as it. t
// must be a sum over people; alpha must lie within 0 and 8.
//
// See Mo & Walrand, Fair end-to-end window-based congestion control, IEEE/ACM
// Trans. Networking 8 (2000), doi:10.1109/90.879343.
func AlphaFair(alpha, floor float64, t Term) Term {
	return single(&fairTerm{alpha, floor, t})
}

// Nash is AlphaFair with alpha 1: the logarithm of the product of the
// values of the term at placed people. It favours the person who gains the largest share.
func Nash(floor float64, t Term) Term {
	return single(&fairTerm{1, floor, t})
}

// fairTerm is a concave function of what another term gives each person.
type fairTerm struct {
	alpha, floor float64
	of           Term
}

func (t *fairTerm) name() string {
	if t.alpha == 1 {
		return fmt.Sprintf("nash(%s)", t.of)
	}
	return fmt.Sprintf("fair(%g, %s)", t.alpha, t.of)
}

func (t *fairTerm) value(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) float64 {
	if p == nil {
		return 0
	}
	return t.worth(t.of.at(e, p, held))
}

// worth is what a person adds who is given x.
func (t *fairTerm) worth(x float64) float64 {
	y := max(x, t.floor) / t.floor
	if t.alpha == 1 {
		return math.Log(y)
	}
	return (math.Pow(y, 1-t.alpha) - 1) / (1 - t.alpha)
}

func (t *fairTerm) compile(r *roster) (pairValues, error) {
	switch {
	case !(t.floor > 0) || math.IsInf(t.floor, 0):
		return pairValues{}, fault(fairFloor, t.floor)
	case !(t.alpha >= 0 && t.alpha <= 8):
		return pairValues{}, fault(fairAlpha, t.alpha)
	}
	if err := t.of.checkPeople(); err != nil {
		return pairValues{}, fmt.Errorf("%s: %w", t.name(), err)
	}
	pairs, err := t.of.compilePairs(r)
	if err != nil {
		return pairValues{}, err
	}
	largest := 0.0
	for _, p := range pairs {
		largest += math.Abs(p.weight) * p.largest
	}
	return pairValues{
		largest: t.worth(largest), // NaN if that is not known in advance
		worker: func() func(int, []bool, []float64) error {
			s := newRowScratch(r, pairs)
			return func(row int, allowed []bool, into []float64) error {
				if err := s.row(row, allowed); err != nil {
					return err
				}
				for j, x := range s.sum[:r.bench()] {
					into[j] = t.worth(x)
				}
				return nil
			}
		},
	}, nil
}

// MarshalJSON writes the constructor, its floor and its term, and alpha unless
// it is 1.
func (t *fairTerm) MarshalJSON() ([]byte, error) {
	if t.alpha == 1 {
		return json.Marshal(constructorJSON{"Nash", struct {
			Floor float64 `json:"floor"`
			Term  Term    `json:"term"`
		}{t.floor, t.of}})
	}
	return json.Marshal(constructorJSON{"AlphaFair", struct {
		Alpha float64 `json:"alpha"`
		Floor float64 `json:"floor"`
		Term  Term    `json:"term"`
	}{t.alpha, t.floor, t.of}})
}

// Faults of a fair term.
var (
	fairFloor = templates.New("fair-floor", "the floor of a fair term is {floor}; it must be a positive finite number")
	fairAlpha = templates.New("fair-alpha", "the alpha of a fair term is {alpha}; it must lie within 0 and 8")
)
