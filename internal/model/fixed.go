package model

import (
	"errors"
	"math"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// MaxShift and MinShift bound the number of binary places of a goal.
const (
	MaxShift = 24
	MinShift = 8
)

// ErrCostRange says that the values of a goal are too large for integers with
// MinShift binary places.
var ErrCostRange = errors.New("values are too large")

// Shift returns the number s of binary places with which values up to largest
// in absolute value are rounded: the most, up to MaxShift and spare more, that
// keep them below 2³⁰, and no less than MinShift and spare more. Sums over the
// rows then stay below 2⁶² for any number of rows.
func Shift(largest float64, spare int) (int, error) {
	for s := MaxShift + spare; s >= MinShift+spare && !math.IsNaN(largest); s-- {
		if math.Abs(math.Ldexp(largest, s)) <= flow.MaxCost {
			return s, nil
		}
	}
	return 0, ErrCostRange
}

// Fixed rounds a value to s binary places, half to even.
func Fixed(x float64, s int) int64 { return int64(math.RoundToEven(x * float64(int64(1)<<s))) }

// Float returns the value of a sum of fixed-point numbers.
func Float(x int64, s int) float64 { return math.Ldexp(float64(x), -s) }

// Marginals rounds the marginals of a convex function and keeps them
// non-decreasing where their own computation was off by a last digit.
// Rounding its values instead would break convexity.
func Marginals(marginal []float64, s int) []int64 {
	out := make([]int64, len(marginal))
	for k, x := range marginal {
		out[k] = Fixed(x, s)
		if k > 0 {
			out[k] = max(out[k], out[k-1])
		}
	}
	return out
}
