//go:build unix

package flow

import (
	"context"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
)

// userSeconds is the processor time that this process has used so far. On a
// machine that others use as well it says more than the time that passed.
func userSeconds(b *testing.B) float64 {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return float64(r.Utime.Sec) + float64(r.Utime.Usec)/1e6
}

// BenchmarkLarge solves what has too many pairs for complete lists of
// candidates: passes over all pairs take most of the time then.
func BenchmarkLarge(b *testing.B) {
	if testing.Short() {
		b.Skip("large")
	}
	const n, m = 100_000, 500
	for _, f := range families[:3] {
		costs := Dense{m, f.cost(rand.New(rand.NewPCG(1, 2)), n, m)}
		for _, convex := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/%dx%d/convex=%v", f.name, n, m, convex), func(b *testing.B) {
				p := largeProblem(family{f.name, func(*rand.Rand, int, int) []int32 { return costs.Cost }}, n, m, convex)
				from := userSeconds(b)
				var s *Solution
				for b.Loop() {
					var err error
					if s, err = Solve(context.Background(), p, &Options{Workers: 2}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric((userSeconds(b)-from)/float64(b.N), "user-s/op")
				b.ReportMetric(float64(s.Stats.Paths), "paths/op")
				b.ReportMetric(float64(s.Stats.Rounds), "rounds/op")
			})
		}
	}
}
