package competency_test

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/mutasi-go/mutasi/competency"
	"pgregory.net/rapid"
)

// wantBatch fails unless the batch of m gives what Fit gives, in every bit.
func wantBatch(t rapid.TB, m named, p competency.Profile, list []competency.Standard) {
	t.Helper()
	into := make([]float64, len(list))
	m.Compile(list).Fit(p, into)
	for k, s := range list {
		if want := m.Fit(p, s); math.Float64bits(into[k]) != math.Float64bits(want) {
			t.Fatalf("%s: batch gives %v, Fit gives %v for\nprofile  %v\nstandard %v", m.name, into[k], want, p, s)
		}
	}
}

func TestBatchEqualsFitInEveryBit(t *testing.T) {
	for name, wild := range map[string]bool{"ordinary": false, "extreme": true} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			list := rapid.SliceOfN(standards(wild), 0, 20).Draw(t, "standards")
			p := profiles(wild).Draw(t, "profile")
			for _, m := range models {
				wantBatch(t, m, p, list)
			}
		}))
	}
}

// Standards alike are scored once; standards with weights of their own take
// another path than standards that share theirs.
func TestBatchWithManySharedAndManyOwnWeights(t *testing.T) {
	for _, weight := range []func(*rand.Rand) float64{
		func(*rand.Rand) float64 { return 0 }, (*rand.Rand).Float64,
	} {
		people, posts := city(20, 60, 10, 0.2, weight)
		posts = append(posts, posts[:20]...)
		for _, m := range models {
			for _, p := range people {
				wantBatch(t, m, p, posts)
			}
		}
	}
}

// One batch serves people in turn: nothing of one may leak into the next.
func TestBatchForgetsThePersonBefore(t *testing.T) {
	people, posts := city(40, 30, 12, 0.3, func(r *rand.Rand) float64 { return float64(r.IntN(3)) })
	for _, m := range models {
		batch := m.Compile(posts)
		into := make([]float64, len(posts))
		for i, p := range people {
			batch.Fit(p, into)
			for k, s := range posts {
				if want := m.Fit(p, s); into[k] != want {
					t.Fatalf("%s: person %d, post %d: batch gives %v, Fit gives %v", m.name, i, k, into[k], want)
				}
			}
		}
	}
}

func TestBatchIsSafeForConcurrentUse(t *testing.T) {
	people, posts := city(64, 40, 9, 0.2, func(*rand.Rand) float64 { return 0 })
	for _, m := range models {
		batch := m.Compile(posts)
		var workers sync.WaitGroup
		for w := range 4 {
			workers.Go(func() {
				into := make([]float64, len(posts))
				for i := w; i < len(people); i += 4 {
					batch.Fit(people[i], into)
					for k := range into {
						if want := m.Fit(people[i], posts[k]); into[k] != want {
							t.Errorf("%s: person %d, post %d: %v, want %v", m.name, i, k, into[k], want)
							return
						}
					}
				}
			})
		}
		workers.Wait()
	}
}

// The batch keeps nothing of the list it was compiled from.
func TestCompileCopies(t *testing.T) {
	p := competency.Levels(map[competency.ID]competency.Level{"M.1": 2})
	for _, m := range models {
		list := []competency.Standard{{{Competency: "M.1", Level: 4}}}
		want := m.Fit(p, list[0])
		batch := m.Compile(list)
		list[0][0] = competency.Requirement{Competency: "M.9", Level: 1}
		into := []float64{-1}
		if batch.Fit(p, into); into[0] != want {
			t.Errorf("%s: %v after the standard was changed, %v before", m.name, into[0], want)
		}
	}
}

func TestBatchFillsWhatThereIs(t *testing.T) {
	p := competency.Levels(map[competency.ID]competency.Level{"M.1": 2})
	list := []competency.Standard{{{Competency: "M.1", Level: 4}}, {}, {{Competency: "M.1", Level: 4}}}
	for _, m := range models {
		batch := m.Compile(list)
		batch.Fit(p, nil)
		for n := range 6 {
			into := []float64{-1, -1, -1, -1, -1, -1}
			batch.Fit(p, into[:n])
			for k, got := range into {
				want := -1.0
				if k < min(n, len(list)) {
					want = m.Fit(p, list[k])
				}
				if got != want {
					t.Errorf("%s, room for %d: into[%d] is %v, want %v", m.name, n, k, got, want)
				}
			}
		}
		m.Compile(nil).Fit(p, make([]float64, 2))
	}
}

func TestBatchDoesNotAllocate(t *testing.T) {
	people, posts := city(1, 50, 21, 0.1, func(*rand.Rand) float64 { return 0 })
	into := make([]float64, len(posts))
	for _, m := range models {
		batch := m.Compile(posts)
		batch.Fit(people[0], into)
		// A collection may empty the pool now and then, hence not exactly 0;
		// the race detector drops pooled memory on purpose.
		if n := testing.AllocsPerRun(100, func() { batch.Fit(people[0], into) }); n >= 1 && !raceEnabled {
			t.Errorf("%s: %v allocations a call", m.name, n)
		}
	}
}
