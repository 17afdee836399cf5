package programme

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
)

// draws is how many samples are drawn where the caller does not say.
const draws = 9_999

// resampling reads the options; nil is the default.
func resampling(r *evaluation.Resampling) (count int, random *rand.Rand, err error) {
	if r == nil {
		r = new(evaluation.Resampling)
	}
	if count, err = sample.Draws(r.Count, draws); err != nil {
		return 0, nil, fmt.Errorf("programme: %w", err)
	}
	return count, sample.Rand(r.Seed), nil
}

// endedEarly says which method the end of a context stopped.
func endedEarly(method string, err error) error {
	return fmt.Errorf("programme: %s ended early: %w", method, err)
}

// SignFlip is the permutation test of changes that are symmetric about 0. It
// flips the signs of the changes at random, as often as r says, and
//
//	p = (1 + #{|T*| ≥ |T|}) / (B + 1),  T the mean change, B the number of flips.
//
// If there are at most B+1 ways to flip n signs, which is 2ⁿ, it goes through
// all of them instead, and p is the exact share. It assumes no distribution of
// the outcome. r may be nil.
//
// The error is that of ctx if it ends early, or names a count of samples out of
// range. SignFlip takes O(n · B) time.
//
// E. J. G. Pitman, Supplement to the JRSS 4 (1937) 119–130; for the added ones
// B. Phipson, G. K. Smyth, SAGMB 9 (2010) 39, doi:10.2202/1544-6115.1585.
func (p *Paired) SignFlip(ctx context.Context, r *evaluation.Resampling) (evaluation.Inference, error) {
	if p == nil {
		return evaluation.Inference{}, errNoPairs
	}
	count, random, err := resampling(r)
	if err != nil {
		return evaluation.Inference{}, err
	}
	watch, err := sample.NewWatch(ctx)
	if err != nil {
		return evaluation.Inference{}, endedEarly("SignFlip", err)
	}
	n := len(p.change)
	t := newInference("sign-flip permutation test", n, evaluation.NotPart)
	if n == 0 {
		return newInference(t.Method, 0, evaluation.NoValues), nil
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
		return t, nil
	}
	if !finite(size) {
		return newInference(t.Method, n, evaluation.NotFinite), nil
	}
	extreme := math.Abs(sum) - float64(sample.Tolerance*size)
	if n < 31 && 1<<n <= count+1 {
		hits, err := p.flipAll(watch, extreme)
		if err != nil {
			return evaluation.Inference{}, endedEarly("SignFlip", err)
		}
		t.P = evaluation.Figure{Value: float64(hits) / float64(int(1)<<n)}
		return t, nil
	}
	hits, err := p.flip(watch, extreme, count, random)
	if err != nil {
		return evaluation.Inference{}, endedEarly("SignFlip", err)
	}
	t.P = evaluation.Figure{Value: float64(1+hits) / float64(count+1)}
	return t, nil
}

var errNoPairs = errors.New("programme: the pairs are nil; make them with NewPaired or Panel.Paired")

// flipAll counts the sums that are extreme among all 2ⁿ ways to flip n signs.
func (p *Paired) flipAll(watch *sample.Watch, extreme float64) (hits int, err error) {
	for signs := range 1 << len(p.change) {
		if err := watch.Work(len(p.change)); err != nil {
			return 0, err
		}
		if math.Abs(flipped(p.change, uint64(signs))) >= extreme {
			hits++
		}
	}
	return hits, nil
}

// flip counts the sums that are extreme among count random flips.
func (p *Paired) flip(watch *sample.Watch, extreme float64, count int, random *rand.Rand) (hits int, err error) {
	n := len(p.change)
	for range count {
		total := 0.0
		for from := 0; from < n; from += 64 {
			if err := watch.Work(64); err != nil {
				return 0, err
			}
			total += flipped(p.change[from:min(from+64, n)], random.Uint64())
		}
		if math.Abs(total) >= extreme {
			hits++
		}
	}
	return hits, nil
}

// flipped returns the sum of at most 64 values. It changes the sign of value i
// if bit i of signs is set.
func flipped(x []float64, signs uint64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += math.Float64frombits(math.Float64bits(v) ^ signs<<63)
		signs >>= 1
	}
	return sum
}

// Bootstrap is the BCa interval of the mean change, drawn over units. See
// [Bootstrap] for the options and errors.
func (p *Paired) Bootstrap(ctx context.Context, level float64, r *evaluation.Resampling) (evaluation.Inference, error) {
	if p == nil {
		return evaluation.Inference{}, errNoPairs
	}
	return Bootstrap(ctx, len(p.change), func(units []int) float64 {
		sum := 0.0
		for _, i := range units {
			sum += p.change[i]
		}
		return sum / float64(len(units))
	}, level, r)
}
