package model

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/internal/flow"
	"pgregory.net/rapid"
)

// TestShiftTakesThePlacesThatFit: as many binary places as keep the largest
// value below 2³⁰, between MinShift and MaxShift, and the spare ones on top.
func TestShiftTakesThePlacesThatFit(t *testing.T) {
	for _, test := range []struct {
		largest float64
		spare   int
		want    int
	}{
		{0, 0, MaxShift},
		{1, 0, MaxShift},
		{63.99, 0, MaxShift},
		{64, 0, MaxShift - 1}, // 2⁶ · 2²⁴ = 2³⁰
		{-64, 0, MaxShift - 1},
		{1, 2, MaxShift + 2},
		{4194303, 0, MinShift}, // 2²² − 1
		{16, 2, MaxShift + 1},
	} {
		got, err := Shift(test.largest, test.spare)
		if err != nil || got != test.want {
			t.Errorf("Shift(%v, %d) = %d, %v, want %d", test.largest, test.spare, got, err, test.want)
		}
	}
	for _, test := range []struct {
		largest float64
		spare   int
	}{{4194304, 0}, {-4194304, 0}, {2097152, 1}, {math.Inf(1), 0}, {math.NaN(), 0}} {
		if got, err := Shift(test.largest, test.spare); !errors.Is(err, ErrCostRange) {
			t.Errorf("Shift(%v, %d) = %d, %v, want ErrCostRange", test.largest, test.spare, got, err)
		}
	}
}

// TestFixedIsTheNearest: a value is off by at most half of the last place, and
// stays within the range of a kernel's costs.
func TestFixedIsTheNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-4194303, 4194303).Draw(t, "value")
		s, err := Shift(x, 0)
		if err != nil {
			t.Fatal(err)
		}
		n := Fixed(x, s)
		if n > flow.MaxCost || n < -flow.MaxCost {
			t.Fatalf("%v becomes %d, beyond %d", x, n, flow.MaxCost)
		}
		if off := math.Abs(Float(n, s) - x); off > math.Ldexp(1, -(s+1)) {
			t.Fatalf("%v with %d places is off by %v", x, s, off)
		}
	})
	for x, want := range map[float64]int64{0.5: 0, 1.5: 2, 2.5: 2, -0.5: 0, -1.5: -2, 0.75: 1, -0.75: -1, 0.25: 0} {
		if got := Fixed(x, 0); got != want {
			t.Errorf("Fixed(%v, 0) = %d, want %d: half to even", x, got, want)
		}
	}
}

// TestMarginalsNeverFall: where marginals are equal but for the last digit of
// their computation they can round to either side of a half.
func TestMarginalsNeverFall(t *testing.T) {
	const half = 1.0 / (1 << 9) // of the last of 8 places
	above, below := math.Nextafter(half, 1), math.Nextafter(half, 0)
	if got, want := Marginals([]float64{-1, above, below, 1}, 8), []int64{-256, 1, 1, 256}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Marginals([]float64{}, 8); got == nil || len(got) != 0 {
		t.Errorf("no marginals become %v", got)
	}
}
