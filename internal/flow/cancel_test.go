package flow

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi/internal/gen"
)

// Whichever look finds the context ended, the prices that are left bound the
// optimum. No goroutine is left.
func TestInterruptedAtEveryLook(t *testing.T) {
	yes, no := true, false
	goroutines := runtime.NumGoroutine()
	for _, opts := range []Options{{}, {rolls: &yes, short: true}, {rolls: &no, short: true, Workers: 2}} {
		for f := range families {
			p := largeProblem(families[f], 150, 8, true)
			whole := gen.EndsAt(1 << 30)
			s, err := Solve(whole, p, &opts)
			if err != nil {
				t.Fatal(err)
			}
			looks := 1<<30 - whole.Left()
			step := 1
			if testing.Short() {
				step = 1 + looks/50
			}
			for look := 0; look < looks; look += step {
				x, err := Solve(gen.EndsAt(look), p, &opts)
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
