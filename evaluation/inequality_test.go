package evaluation_test

import (
	"math"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/evaluation"
	"pgregory.net/rapid"
)

// A measure of inequality, oriented so that 0 is equality.
type measure struct {
	name   string
	of     func([]float64) float64
	strict bool // falls strictly under a Pigou–Dalton transfer
}

func measures() []measure {
	return []measure{
		{"Gini", evaluation.Gini, true},
		{"1 − Jain", func(x []float64) float64 { return 1 - evaluation.Jain(x) }, true},
		{"Theil", evaluation.Theil, true},
		{"Atkinson 0.5", func(x []float64) float64 { return evaluation.Atkinson(x, 0.5) }, true},
		{"Atkinson 1", func(x []float64) float64 { return evaluation.Atkinson(x, 1) }, true},
		{"Atkinson 2", func(x []float64) float64 { return evaluation.Atkinson(x, 2) }, true},
		{"MLD", evaluation.MLD, true},
		{"CV", evaluation.CV, true},
		{"Hoover", evaluation.Hoover, false},
		{"Spread", evaluation.Spread, false},
	}
}

// loads draws loads of which at least one is positive, without zeros if
// positive is set.
func loads(t *rapid.T, positive bool) []float64 {
	least := 0
	if positive {
		least = 1
	}
	whole := rapid.SliceOfN(rapid.IntRange(least, 40), 1, 12).Draw(t, "loads")
	x := make([]float64, len(whole))
	for i, v := range whole {
		x[i] = float64(v) / 8
	}
	if slices.Max(x) == 0 {
		x[0] = 1
	}
	return x
}

func TestInequalityIsZeroIffEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := loads(t, false)
		equal := slices.Min(x) == slices.Max(x)
		for _, m := range measures() {
			switch v := m.of(x); {
			case equal && v != 0:
				t.Fatalf("%s of equal loads %v is %v", m.name, x, v)
			case !equal && !(v > 1e-9):
				t.Fatalf("%s of unequal loads %v is %v", m.name, x, v)
			}
		}
		// Equal loads whose sum is not exact, too.
		v := rapid.Float64Range(1e-300, 1e300).Draw(t, "load")
		same := slices.Repeat([]float64{v}, rapid.IntRange(1, 9).Draw(t, "units"))
		for _, m := range measures() {
			if got := m.of(same); got != 0 {
				t.Fatalf("%s of %d × %v is %v", m.name, len(same), v, got)
			}
		}
	})
}

func TestInequalityIgnoresScaleCopiesAndOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := loads(t, false)
		scale := rapid.SampledFrom([]float64{1e-300, 1e-9, 0.3, 7, 1e9, 1e300}).Draw(t, "scale")
		copies := rapid.IntRange(2, 4).Draw(t, "copies")
		scaled := make([]float64, len(x))
		for i, v := range x {
			scaled[i] = v * scale
		}
		shuffled := rapid.Permutation(x).Draw(t, "order")
		for _, m := range measures() {
			want := m.of(x)
			for name, y := range map[string][]float64{"scaled": scaled, "copied": slices.Repeat(x, copies), "shuffled": shuffled} {
				if got := m.of(y); !near(got, want, 1e-12) {
					t.Fatalf("%s of %v is %v, but %v when %s", m.name, x, want, got, name)
				}
			}
		}
	})
}

// TestInequalityPigouDalton takes load from one unit to a less loaded one
// without making it the more loaded of the two.
func TestInequalityPigouDalton(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := loads(t, true)
		i := rapid.IntRange(0, len(x)-1).Draw(t, "from")
		k := rapid.IntRange(0, len(x)-1).Draw(t, "to")
		if x[i] < x[k] {
			i, k = k, i
		}
		if x[i] == x[k] {
			return
		}
		y := slices.Clone(x)
		d := (x[i] - x[k]) * rapid.SampledFrom([]float64{0.1, 0.25, 0.5, 0.8}).Draw(t, "share")
		y[i] -= d
		y[k] += d
		for _, m := range measures() {
			before, after := m.of(x), m.of(y)
			if after > before+1e-12 || m.strict && !(after < before) {
				t.Fatalf("%s rises from %v to %v by the transfer %v → %v", m.name, before, after, x, y)
			}
		}
	})
}

func TestTheilPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := loads(t, false)
		group := rapid.SliceOfN(rapid.SampledFrom([]string{"north", "south", "east"}), len(x), len(x)).Draw(t, "groups")
		between, within := evaluation.TheilParts(x, group)
		if !near(between+within, evaluation.Theil(x), 1e-12) || between < 0 || within < 0 {
			t.Fatalf("between %v and within %v do not add up to Theil %v", between, within, evaluation.Theil(x))
		}
	})
}

func TestInequalityUndefined(t *testing.T) {
	for _, x := range [][]float64{nil, {}, {0}, {0, 0}, {-1, 2}, {1, math.NaN()}, {1, math.Inf(1)}} {
		for _, m := range measures() {
			if v := m.of(x); !math.IsNaN(v) {
				t.Errorf("%s of %v is %v, want NaN", m.name, x, v)
			}
		}
		if between, within := evaluation.TheilParts(x, make([]int, len(x))); !math.IsNaN(between) || !math.IsNaN(within) {
			t.Errorf("parts of %v are %v and %v, want NaN", x, between, within)
		}
		if evaluation.Lorenz(x) != nil {
			t.Errorf("%v has a Lorenz curve", x)
		}
	}
	for _, epsilon := range []float64{-1, math.NaN(), math.Inf(-1)} {
		if v := evaluation.Atkinson([]float64{1, 2}, epsilon); !math.IsNaN(v) {
			t.Errorf("Atkinson with ε = %v is %v, want NaN", epsilon, v)
		}
	}
}

func TestInequalityExtremes(t *testing.T) {
	one := []float64{0, 0, 0, 1} // one of four has everything
	for name, c := range map[string][2]float64{
		"Gini":         {evaluation.Gini(one), 0.75},
		"Jain":         {evaluation.Jain(one), 0.25},
		"Theil":        {evaluation.Theil(one), math.Log(4)},
		"Hoover":       {evaluation.Hoover(one), 0.75},
		"CV":           {evaluation.CV(one), math.Sqrt(3)},
		"Spread":       {evaluation.Spread(one), 4},
		"Atkinson 1":   {evaluation.Atkinson(one, 1), 1},
		"Atkinson 0":   {evaluation.Atkinson(one, 0), 0},
		"Atkinson +∞":  {evaluation.Atkinson([]float64{1, 2, 3}, math.Inf(1)), 0.5},
		"Atkinson 1e6": {evaluation.Atkinson([]float64{1, 2, 3}, 1e6), 0.5},
		"Atkinson 1−δ": {evaluation.Atkinson([]float64{1, 2, 3}, 1-1e-9), evaluation.Atkinson([]float64{1, 2, 3}, 1)},
		"huge":         {evaluation.Gini([]float64{0, math.MaxFloat64, math.MaxFloat64}), 1.0 / 3},
		"tiny":         {evaluation.Gini([]float64{0, math.SmallestNonzeroFloat64}), 0.5},
	} {
		if !near(c[0], c[1], 1e-5) || name != "Atkinson 1e6" && !near(c[0], c[1], 1e-8) {
			t.Errorf("%s is %v, want %v", name, c[0], c[1])
		}
	}
}

// near compares relative to the size of the numbers, from 1 downwards absolutely.
func near(a, b, tolerance float64) bool {
	return a == b || math.Abs(a-b) <= tolerance*max(1, math.Abs(a), math.Abs(b))
}

// TestInequalityGolden compares with scipy 1.17.1 and numpy 2.4.6: Gini as half
// the relative mean absolute difference over all pairs, Theil as
// log(n) − scipy.stats.entropy(shares), Jain by scipy.stats.variation, Atkinson by
// scipy.stats.pmean, gmean and hmean.
func TestInequalityGolden(t *testing.T) {
	x := []float64{0.4, 0.9, 1.1, 0, 2.5, 0.75, 1.0, 1.35}
	between, within := evaluation.TheilParts([]float64{0.5, 0.7, 1.3, 1.5}, []int{1, 1, 2, 2})
	y := []float64{0.4, 0.9, 1.1, 0.2, 2.5, 0.75, 1.0, 1.35}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Gini", evaluation.Gini(x), 0.365625},
		{"Jain", evaluation.Jain(x), 0.6771053745239103},
		{"CV", evaluation.CV(x), 0.6905613658466566},
		{"Theil", evaluation.Theil(x), 0.2654508645121949},
		{"Hoover", evaluation.Hoover(x), 0.24375000000000002},
		{"Atkinson 0.5 with a zero", evaluation.Atkinson(x, 0.5), 0.18119966984872682},
		{"Spread", evaluation.Spread(x), 2.5},
		{"Theil between", between, 0.08228287850505178},
		{"Theil within", within, 0.0059734102281731455},
		{"Atkinson 0.5", evaluation.Atkinson(y, 0.5), 0.09942094891501374},
		{"Atkinson 1", evaluation.Atkinson(y, 1), 0.20194345737806974},
		{"Atkinson 2", evaluation.Atkinson(y, 2), 0.3993603035556177},
		{"MLD", evaluation.MLD(y), 0.22557582862650194},
	} {
		if !near(c.got, c.want, 1e-9) {
			t.Errorf("%s is %.17g, want %.17g", c.name, c.got, c.want)
		}
	}
}
