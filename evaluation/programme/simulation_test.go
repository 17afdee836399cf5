package programme_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/expect"
	"github.com/mutasi-go/mutasi/evaluation/programme"
)

// TestSignFlipIsUniformUnderTheNull: 1,500 samples of 25 changes that are
// symmetric about 0 and far from normal.
func TestSignFlipIsUniformUnderTheNull(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 26))
	const shuffles = 199
	var p []float64
	for range 1500 {
		before, after := make([]float64, 25), make([]float64, 25)
		for i := range after {
			before[i] = 10 * r.Float64()
			after[i] = before[i] + math.Pow(r.NormFloat64(), 3)
		}
		pairs, err := programme.NewPaired(before, after)
		if err != nil {
			t.Fatal(err)
		}
		flip, err := pairs.SignFlip(t.Context(), &evaluation.Resampling{Count: shuffles, Seed: r.Uint64()})
		if err != nil {
			t.Fatal(err)
		}
		p = append(p, flip.P.Value)
	}
	expect.Uniform(t, "sign flip", p, shuffles)
}

// TestBootstrapCovers: intervals at 95 % for the mean of 60 normal values hold
// it in 93 to 97 % of 1,500 samples.
func TestBootstrapCovers(t *testing.T) {
	if raceEnabled {
		t.Skip("one goroutine, and slow under the race detector")
	}
	r := rand.New(rand.NewPCG(60, 95))
	const samples = 1500
	covered := 0
	zero := make([]float64, 60)
	for range samples {
		x := make([]float64, 60)
		for i := range x {
			x[i] = 3 + 2*r.NormFloat64()
		}
		pairs, err := programme.NewPaired(zero, x)
		if err != nil {
			t.Fatal(err)
		}
		interval, err := pairs.Bootstrap(t.Context(), 0.95, &evaluation.Resampling{Count: 499, Seed: r.Uint64()})
		if err != nil {
			t.Fatal(err)
		}
		if interval.Low.Value <= 3 && 3 <= interval.High.Value {
			covered++
		}
	}
	if share := float64(covered) / samples; share < 0.93 || share > 0.97 {
		t.Errorf("the interval covers in %.4f of the samples", share)
	}
}
