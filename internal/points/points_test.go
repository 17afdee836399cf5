package points

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var (
	somePoints = rapid.OneOf(rapid.Int32Range(0, Full), rapid.Int32Range(0, 3), rapid.Int32Range(Full-3, Full), rapid.SampledFrom([]int32{Full / 2, Full/2 - 1, Full/2 + 1}))
	someFactor = rapid.OneOf(rapid.Int32Range(0, 1<<30-1), rapid.Int32Range(0, 3), rapid.SampledFrom([]int32{1 << 25, 1 << 24, 1<<30 - 1, 1 << 29}))
)

// TestCostIsItsDefinition: a cost is the product in integers of any size, rounded
// half up, and a gap costs less than the factor.
func TestCostIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		factor, points := someFactor.Draw(t, "factor"), somePoints.Draw(t, "points")
		x := new(big.Int).Mul(big.NewInt(int64(factor)), big.NewInt(int64(points)))
		want := x.Add(x, big.NewInt(Full/2)).Div(x, big.NewInt(Full)).Int64()
		if points < Full && want >= int64(factor) {
			want = max(0, int64(factor)-1)
		}
		got := Cost(factor, points)
		if int64(got) != want {
			t.Fatalf("%d points at a factor of %d cost %d, want %d", points, factor, got, want)
		}
		if points == Full && got != factor {
			t.Fatalf("full points at a factor of %d cost %d", factor, got)
		}
		if points > 0 && Cost(factor, points-1) > got {
			t.Fatalf("fewer points than %d cost more at a factor of %d", points, factor)
		}
	})
}

// TestRowIsCost: a row is replaced as its columns are one by one, in the portable
// form and in that of the processor, and nothing beyond it is touched.
func TestRowIsCost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(somePoints, 0, 40).Draw(t, "points")
		factor := rapid.SliceOfN(someFactor, 0, len(points)).Draw(t, "factors")
		negative := rapid.Bool().Draw(t, "negative")
		want := slices.Clone(points)
		for j, f := range factor {
			if want[j] = Cost(f, points[j]); negative {
				want[j] = -want[j]
			}
		}
		portable := slices.Clone(points)
		replace(portable, factor, negative)
		Row(points, factor, negative)
		if !slices.Equal(points, want) || !slices.Equal(portable, want) {
			t.Fatalf("%v, and in the portable form %v; want %v", points, portable, want)
		}
	})
}

// BenchmarkRow replaces rows of 500 columns.
func BenchmarkRow(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	factor, points, row := make([]int32, 500), make([]int32, 500), make([]int32, 500)
	for j := range points {
		factor[j], points[j] = 1<<25, r.Int32N(Full+1)
	}
	for name, form := range map[string]func(row, factor []int32, negative bool){"row": Row, "portable": replace} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				copy(row, points)
				form(row, factor, true)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(row)), "ns/pair")
		})
	}
}
