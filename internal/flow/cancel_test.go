package flow

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// countdown is a context that ends at one of the looks at it.
type countdown struct {
	context.Context
	left atomic.Int64 // looks until it ends
}

func endsAt(look int) *countdown {
	c := &countdown{Context: context.Background()}
	c.left.Store(int64(look))
	return c
}

// Err counts a look.
func (c *countdown) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// Whichever look finds the context ended, the prices that are left bound the
// optimum. No goroutine is left.
func TestInterruptedAtEveryLook(t *testing.T) {
	yes, no := true, false
	goroutines := runtime.NumGoroutine()
	for _, opts := range []Options{{}, {rolls: &yes, short: true}, {rolls: &no, short: true, Workers: 2}} {
		for f := range families {
			p := largeProblem(families[f], 150, 8, true)
			whole := endsAt(1 << 30)
			s, err := Solve(whole, p, &opts)
			if err != nil {
				t.Fatal(err)
			}
			looks := 1<<30 - int(whole.left.Load())
			step := 1
			if testing.Short() {
				step = 1 + looks/50
			}
			for look := 0; look < looks; look += step {
				x, err := Solve(endsAt(look), p, &opts)
				var stop *Interrupted
				switch {
				case errors.As(err, &stop):
					if b := Bound(p, stop.Price, 2); !errors.Is(err, context.Canceled) || b > s.Cost {
						t.Fatalf("%s, look %d of %d: %v, with a bound of %d above the optimum %d", families[f].name, look, looks, err, b, s.Cost)
					}
				case err != nil || opts.Workers < 2: // several workers do not look in a fixed order, nor equally often
					t.Fatalf("%s, look %d of %d: %v, %v", families[f].name, look, looks, x, err)
				case x.Cost != s.Cost:
					t.Fatalf("%s, look %d of %d: cost %d, not %d", families[f].name, look, looks, x.Cost, s.Cost)
				}
			}
		}
	}
	for range 100 { // goroutines take a moment to end
		if runtime.NumGoroutine() <= goroutines {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines became %d", goroutines, runtime.NumGoroutine())
}
