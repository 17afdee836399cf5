package assignment

import (
	"fmt"
	"math"

	"github.com/mutasi-go/mutasi"
)

// AlphaFair is Σ over placed people of a concave function of what the term t
// gives each of them, so that a gain counts the more the less somebody has.
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
	return pairs(fmt.Sprintf("fair(%g, %s)", alpha, t), &fairTerm{alpha, floor, t})
}

// Nash is AlphaFair with alpha 1: the logarithm of the product of what the
// term gives to placed people. It favours whoever gains the largest share.
func Nash(floor float64, t Term) Term {
	return pairs(fmt.Sprintf("nash(%s)", t), &fairTerm{1, floor, t})
}

type fairTerm struct {
	alpha, floor float64
	of           Term
}

func (t *fairTerm) value(x float64) float64 {
	y := max(x, t.floor) / t.floor
	if t.alpha == 1 {
		return math.Log(y)
	}
	return (math.Pow(y, 1-t.alpha) - 1) / (1 - t.alpha)
}

func (t *fairTerm) compile(r *roster) (pairValues, error) {
	switch {
	case !(t.floor > 0) || math.IsInf(t.floor, 0):
		return pairValues{}, fmt.Errorf("the floor of a fair term is %v; it must be a positive finite number", t.floor)
	case !(t.alpha >= 0 && t.alpha <= 8):
		return pairValues{}, fmt.Errorf("the alpha of a fair term is %v; it must lie within 0 and 8", t.alpha)
	}
	inner := compiledGoal{Goal: Goal{kind: leximin, term: t.of}}
	if err := inner.checkKind(); err != nil {
		return pairValues{}, err
	}
	largest := 0.0
	for _, p := range t.of.parts {
		v, err := p.pair.compile(r)
		if err != nil {
			return pairValues{}, err
		}
		inner.pairs = append(inner.pairs, weighted{p.weight, v})
		largest += math.Abs(p.weight) * v.largest
	}
	return pairValues{
		largest: t.value(largest), // NaN if that is not known in advance
		worker: func() func(int, []bool, []float64) error {
			s := inner.scratch(r)
			return func(row int, allowed []bool, into []float64) error {
				if err := inner.row(r, s, row, allowed); err != nil {
					return err
				}
				for j := range into {
					into[j] = t.value(s.sum[j])
				}
				return nil
			}
		},
	}, nil
}

func (t *fairTerm) tally(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) float64 {
	if p == nil {
		return 0
	}
	x := 0.0
	for _, part := range t.of.parts {
		x += float64(part.weight * part.pair.tally(e, p, held))
	}
	return t.value(x)
}
