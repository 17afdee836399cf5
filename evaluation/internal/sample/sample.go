// Package sample has what packages evaluation and programme need to shuffle
// labels, draw samples and describe lists of numbers.
package sample

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Most bounds the number of samples. A p value of that many is known to within
// 0.0002, so more would only take longer.
const Most = 100_000_000

// Draws returns how many samples to draw when a caller asks for count: fallback
// for 0. A negative count and one above [Most] are errors.
func Draws(count, fallback int) (int, error) {
	switch {
	case count < 0 || count > Most:
		return 0, fmt.Errorf("Resampling.Count is %d; it must lie between 0, for %d samples, and %d", count, fallback, Most)
	case count == 0:
		return fallback, nil
	}
	return count, nil
}

// Rand returns the random numbers of a seed. They differ from those that the
// caller may draw from the same seed.
func Rand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x6d7574617369)) }

// Tolerance says when a shuffled sum counts as extreme: it may fall short of the
// observed sum by this share of Σ |value|. Sums of the same numbers in another
// order differ in their last digits.
const Tolerance = 1e-12

// A Watch looks at a context from time to time, as work goes on.
type Watch struct {
	ctx  context.Context
	left int // steps until the next look
}

// pause is the number of steps between two looks. A step takes some
// nanoseconds, so that a Watch looks every few milliseconds at the least.
const pause = 1 << 16

// NewWatch returns a watch on ctx; nil is a context that never ends. The error
// is that of a context that has ended.
func NewWatch(ctx context.Context) (*Watch, error) {
	if ctx == nil {
		ctx = context.Background()
	}
	return &Watch{ctx: ctx, left: pause}, ctx.Err()
}

// Work notes that so many steps were done. The error is the one of the context
// once it has ended.
func (w *Watch) Work(steps int) error {
	if w.left -= steps; w.left > 0 {
		return nil
	}
	w.left = pause
	return w.ctx.Err()
}

// Now looks at the context at once, as before a call whose time is unknown.
func (w *Watch) Now() error { return w.ctx.Err() }

// Sort sorts x and looks at the context meanwhile. It sorts blocks and merges
// them; where the context ends, x is left in disorder.
func (w *Watch) Sort(x []float64) error {
	for block := range slices.Chunk(x, pause) {
		slices.Sort(block)
		if err := w.Now(); err != nil {
			return err
		}
	}
	if len(x) <= pause {
		return nil
	}
	from, to := x, make([]float64, len(x))
	for size := pause; size < len(x); size *= 2 {
		for start := 0; start < len(x); start += 2 * size {
			middle, end := min(start+size, len(x)), min(start+2*size, len(x))
			if err := w.merge(from[start:middle], from[middle:end], to[start:end]); err != nil {
				return err
			}
		}
		from, to = to, from
	}
	if &from[0] != &x[0] {
		copy(x, from)
	}
	return nil
}

// merge writes two ascending lists into one.
func (w *Watch) merge(a, b, into []float64) error {
	for k := range into {
		if len(b) == 0 || len(a) > 0 && a[0] <= b[0] {
			into[k], a = a[0], a[1:]
		} else {
			into[k], b = b[0], b[1:]
		}
		if err := w.Work(1); err != nil {
			return err
		}
	}
	return nil
}
