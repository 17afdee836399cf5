package gen

import (
	"context"
	"sync/atomic"
)

// Countdown is a context that ends at one of the looks at it, so that a test can
// end a computation wherever it looks, and needs no clock.
type Countdown struct {
	context.Context
	left atomic.Int64 // looks until it ends
}

// EndsAt returns a context that has ended once Err was called so many times.
func EndsAt(look int) *Countdown {
	c := &Countdown{Context: context.Background()}
	c.left.Store(int64(look))
	return c
}

// Err counts a look.
func (c *Countdown) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// Left returns how many looks are left.
func (c *Countdown) Left() int { return int(c.left.Load()) }
