package branch

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi/internal/gen"
)

// Whichever look finds the context ended, what is returned holds: an assignment
// with its cost and a bound, or that nothing was found. No goroutine is left.
func TestCancelledAtEveryLook(t *testing.T) {
	random := generator(9)
	p, start := sizes(&random, 6, 2, 2000)
	want := byUnits(p)
	goroutines := runtime.NumGoroutine()
	for _, opts := range []Options{
		{Start: start, MaxNodes: 4, branchOnly: true},
		{Workers: 2, MaxNodes: 4, branchOnly: true},
		{Workers: 2, Start: start}, // with an enumeration
	} {
		whole := gen.EndsAt(1 << 30)
		if _, err := Solve(whole, p, &opts); err != nil {
			t.Fatal(err)
		}
		looks := 1<<30 - whole.Left()
		step := 1
		if testing.Short() {
			step = 1 + looks/200
		}
		t.Logf("%d looks", looks)
		for look := 0; look < looks; look += step {
			r, err := Solve(gen.EndsAt(look), p, &opts)
			var nothing *NothingFound
			switch {
			case errors.As(err, &nothing):
				if !errors.Is(err, context.Canceled) || nothing.Bound > want {
					t.Fatalf("look %d: %v with a bound of %d; the optimum is %d", look, err, nothing.Bound, want)
				}
			case err != nil:
				t.Fatalf("look %d: %v", look, err)
			default:
				verify(t, p, r)
				if r.Cost < want || r.Bound > want || r.Cause != nil && !errors.Is(r.Cause, context.Canceled) {
					t.Fatalf("look %d: cost %d, bound %d, cause %v; the optimum is %d", look, r.Cost, r.Bound, r.Cause, want)
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

// With the context ended at the root, the least costs of all pairs still bound the
// optimum.
func TestCancelledAtTheRootHasABound(t *testing.T) {
	random := generator(9)
	p, start := sizes(&random, 9, 3, 2000)
	in, err := compile(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	compiled := gen.EndsAt(1 << 30)
	if _, err := compile(compiled, p); err != nil {
		t.Fatal(err)
	}
	r, err := Solve(gen.EndsAt(1<<30-compiled.Left()), p, &Options{Start: start})
	if err != nil {
		t.Fatal(err)
	}
	if want := byUnits(p); r.Bound < in.lowest || r.Bound > want || in.lowest < 0 {
		t.Errorf("bound %d, least %d, optimum %d", r.Bound, in.lowest, want)
	}
}
