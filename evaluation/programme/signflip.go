package programme

import (
	"math"

	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
)

// SignFlip is the permutation test of changes that are symmetric about 0: the
// signs of the changes are flipped at random, and
//
//	p = (1 + #{|T*| ≥ |T|}) / (B + 1),  T the mean change.
//
// Where all 2ⁿ flips are no more than B+1 they are gone through instead, and p
// is the exact share. It needs no distribution of the outcome.
//
// E. J. G. Pitman, Supplement to the JRSS 4 (1937) 119–130; for the added ones
// B. Phipson, G. K. Smyth, SAGMB 9 (2010) 39, doi:10.2202/1544-6115.1585.
func (p *Paired) SignFlip(s evaluation.Resampling) evaluation.Inference {
	n, b := len(p.change), count(s)
	t := newInference("sign-flip permutation test", n, evaluation.NotPart)
	if n == 0 {
		return newInference(t.Method, 0, evaluation.NoValues)
	}
	sum, size := 0.0, 0.0
	for _, v := range p.change {
		sum += v
		size += math.Abs(v)
	}
	t.Estimate = figure(sum/float64(n), evaluation.NotFinite)
	t.Statistic = t.Estimate
	if size == 0 {
		t.P = undefined(evaluation.NoVariance)
		return t
	}
	if !finite(size) {
		return newInference(t.Method, n, evaluation.NotFinite)
	}
	bound := math.Abs(sum) - float64(sample.Tolerance*size)
	if n < 31 && 1<<n <= b+1 {
		hits := 0
		for flips := range 1 << n {
			if math.Abs(flipped(p.change, uint64(flips))) >= bound {
				hits++
			}
		}
		t.P = evaluation.Figure{Value: float64(hits) / float64(int(1)<<n)}
		return t
	}
	r := sample.Rand(s.Seed)
	hits := 0
	for range b {
		total := 0.0
		for from := 0; from < n; from += 64 {
			total += flipped(p.change[from:min(from+64, n)], r.Uint64())
		}
		if math.Abs(total) >= bound {
			hits++
		}
	}
	t.P = evaluation.Figure{Value: float64(1+hits) / float64(b+1)}
	return t
}

// count returns how many samples to draw.
func count(s evaluation.Resampling) int {
	if s.Count <= 0 {
		return sample.Count
	}
	return s.Count
}

// flipped sums at most 64 values, those whose bit is set with the other sign.
func flipped(x []float64, flips uint64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += math.Float64frombits(math.Float64bits(v) ^ flips<<63)
		flips >>= 1
	}
	return sum
}

// Bootstrap is the BCa interval of the mean change, drawn over units; see
// [Bootstrap].
func (p *Paired) Bootstrap(level float64, s evaluation.Resampling) (evaluation.Inference, error) {
	return Bootstrap(len(p.change), func(units []int) float64 {
		sum := 0.0
		for _, i := range units {
			sum += p.change[i]
		}
		return sum / float64(len(units))
	}, level, s)
}
