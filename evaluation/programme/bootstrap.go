package programme

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"

	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
	"gonum.org/v1/gonum/stat/distuv"
)

// Bootstrap returns the estimate statistic(0 … n−1) with its bias-corrected and
// accelerated (BCa) interval at the given confidence level, 0 < level < 1. It
// draws n units with replacement, as often as r says, and asks for the
// statistic of the units drawn. A unit keeps all its periods or answers, so
// that values which depend on each other stay together. r may be nil.
//
// statistic must be pure and must not keep its argument. The interval is
// undefined for fewer than two units and where the statistic does not vary or
// is not finite. With fewer than about 20 units it is too narrow.
//
// The error is that of ctx if it ends early. A level out of range, a number of
// units or samples above 100,000,000, a statistic that is nil and a panic of the
// statistic are errors, too. Bootstrap calls the statistic n + samples + 1 times. It
// takes eight bytes per sample, and as many again where it sorts more than 65,536.
//
// B. Efron, Better bootstrap confidence intervals, JASA 82 (1987) 171–185,
// doi:10.1080/01621459.1987.10478410.
func Bootstrap(ctx context.Context, n int, statistic func(units []int) float64, level float64, r *evaluation.Resampling) (evaluation.Inference, error) {
	if !(level > 0 && level < 1) {
		return evaluation.Inference{}, fmt.Errorf("programme: confidence level %v; it must lie between 0 and 1, such as 0.95", level)
	}
	if statistic == nil {
		return evaluation.Inference{}, errors.New("programme: the statistic of Bootstrap is nil; pass a function of the units drawn")
	}
	if n > sample.Most {
		return evaluation.Inference{}, fmt.Errorf("programme: Bootstrap over %d units; it takes at most %d", n, sample.Most)
	}
	count, random, err := resampling(r)
	if err != nil {
		return evaluation.Inference{}, err
	}
	watch, err := sample.NewWatch(ctx)
	if err != nil {
		return evaluation.Inference{}, endedEarly("Bootstrap", err)
	}
	t := newInference("BCa bootstrap over units", n, evaluation.NotPart)
	if n <= 0 {
		return newInference(t.Method, 0, evaluation.NoValues), nil
	}
	b := &bootstrap{watch: watch, n: n, statistic: statistic}
	if err := b.draw(count, random); err != nil {
		return evaluation.Inference{}, err
	}
	t.Estimate = figure(b.estimate, evaluation.NotFinite)
	if t.Low, t.High, err = b.interval(level); err != nil {
		return evaluation.Inference{}, endedEarly("Bootstrap", err)
	}
	return t, nil
}

// A bootstrap has the values of a statistic.
type bootstrap struct {
	watch     *sample.Watch
	n         int
	statistic func(units []int) float64

	estimate float64   // of all units
	without  []float64 // of all units but unit i
	drawn    []float64 // of the samples drawn
	infinite bool      // some value is not finite; the others are then incomplete
}

// draw computes the values. They stop at the first that is not finite, since
// there is no interval then.
func (b *bootstrap) draw(count int, random *rand.Rand) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("programme: the statistic of Bootstrap panicked: %v", v)
		}
	}()
	units := make([]int, b.n)
	for i := range units {
		units[i] = i
	}
	b.estimate = b.statistic(units)
	b.infinite = !finite(b.estimate)
	if b.n < 2 || b.infinite {
		return nil
	}
	others := make([]int, b.n)
	for i := range b.n {
		left := append(append(others[:0], units[:i]...), units[i+1:]...)
		if err := b.watch.Now(); err != nil {
			return endedEarly("Bootstrap", err)
		}
		value := b.statistic(left)
		if b.infinite = !finite(value); b.infinite {
			return nil
		}
		b.without = append(b.without, value)
	}
	b.drawn = make([]float64, 0, count)
	for range count {
		for i := range others {
			others[i] = random.IntN(b.n)
			if err := b.watch.Work(1); err != nil {
				return endedEarly("Bootstrap", err)
			}
		}
		if err := b.watch.Now(); err != nil {
			return endedEarly("Bootstrap", err)
		}
		value := b.statistic(others)
		if b.infinite = !finite(value); b.infinite {
			return nil
		}
		b.drawn = append(b.drawn, value)
	}
	return nil
}

// interval returns the BCa interval. It sorts the values drawn.
func (b *bootstrap) interval(level float64) (low, high evaluation.Figure, err error) {
	none := func(why evaluation.Reason) (low, high evaluation.Figure, err error) {
		return undefined(why), undefined(why), nil
	}
	switch {
	case b.n < 2:
		return none(evaluation.TooFew)
	case b.infinite:
		return none(evaluation.NotFinite)
	}
	if err := b.watch.Sort(b.drawn); err != nil {
		return low, high, err
	}
	if b.drawn[0] == b.drawn[len(b.drawn)-1] {
		return none(evaluation.NoVariance)
	}
	// The bias is where the estimate lies among the draws. Draws equal to the
	// estimate count half.
	below := sort.SearchFloat64s(b.drawn, b.estimate)
	upTo := sort.Search(len(b.drawn), func(k int) bool { return b.drawn[k] > b.estimate })
	bias := distuv.UnitNormal.Quantile(float64(below+upTo) / float64(2*len(b.drawn)))
	if math.IsInf(bias, 0) { // the estimate lies outside all draws
		return none(evaluation.NotPossible)
	}
	acceleration := b.acceleration()
	end := func(p float64) evaluation.Figure {
		z := bias + distuv.UnitNormal.Quantile(p)
		return figure(quantile(b.drawn, distuv.UnitNormal.CDF(bias+z/(1-float64(acceleration*z)))), evaluation.NotFinite)
	}
	return end((1 - level) / 2), end((1 + level) / 2), nil
}

// acceleration is a sixth of the skewness of the jackknife values.
func (b *bootstrap) acceleration() float64 {
	mean := sample.Mean(b.without)
	var squares, cubes float64
	for _, v := range b.without {
		d := mean - v
		squares += float64(d * d)
		cubes += float64(float64(d*d) * d)
	}
	if squares == 0 {
		return 0
	}
	return cubes / (6 * math.Pow(squares, 1.5))
}

// quantile interpolates linearly between the two values beside (n−1)·p of an
// ascending list (type 7 of Hyndman and Fan). stat.Quantile does not offer it.
func quantile(sorted []float64, p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	at := p * float64(len(sorted)-1)
	i := min(int(at), len(sorted)-1)
	next := min(i+1, len(sorted)-1)
	return sorted[i] + float64((at-float64(i))*(sorted[next]-sorted[i]))
}
