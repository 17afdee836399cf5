package sample

import (
	"context"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSortSorts(t *testing.T) {
	for _, n := range []int{0, 1, 2, pause - 1, pause, pause + 1, 3*pause + 7, 4 * pause, 5*pause + 1} {
		r := Rand(uint64(n))
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(r.IntN(max(1, n/2)))
		}
		want := slices.Sorted(slices.Values(x))
		w, err := NewWatch(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Sort(x); err != nil || !slices.Equal(x, want) {
			t.Errorf("%d values are not sorted: %v", n, err)
		}
	}
}

// TestWatchEnds: a watch notices the end of its context within one pause of
// work, and a sort stops there.
func TestWatchEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	w, err := NewWatch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	steps := 0
	for w.Work(1) == nil {
		if steps++; steps > pause {
			t.Fatal("the watch sleeps")
		}
	}
	if err := w.Sort(make([]float64, 3*pause)); err != context.Canceled {
		t.Errorf("sorted after the end: %v", err)
	}
	if _, err := NewWatch(ctx); err != context.Canceled {
		t.Errorf("a new watch on an ended context: %v", err)
	}
	var none context.Context
	if w, err := NewWatch(none); err != nil || w.Now() != nil {
		t.Errorf("no context never ends, yet: %v", err)
	}
}

func TestDraws(t *testing.T) {
	for count, want := range map[int]int{0: 7, 1: 1, Most: Most} {
		if got, err := Draws(count, 7); err != nil || got != want {
			t.Errorf("%d: %d, %v", count, got, err)
		}
	}
	for _, count := range []int{-1, Most + 1, math.MaxInt} {
		if _, err := Draws(count, 7); err == nil {
			t.Errorf("%d samples are no error", count)
		}
	}
}

// TestMedianSplits: as many values lie below the median as above it.
func TestMedianSplits(t *testing.T) {
	if !math.IsNaN(Median(nil)) {
		t.Error("nothing has a median")
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-9, 9), 1, 9).Draw(t, "x")
		slices.Sort(x)
		m := Median(x)
		below, above := 0, 0
		for _, v := range x {
			if v < m {
				below++
			}
			if v > m {
				above++
			}
		}
		if below > len(x)/2 || above > len(x)/2 || m < x[0] || m > x[len(x)-1] {
			t.Fatalf("median %v of %v", m, x)
		}
		if mean := Mean(x); mean < x[0]-1e-12 || mean > x[len(x)-1]+1e-12 {
			t.Fatalf("mean %v of %v", mean, x)
		}
	})
}
