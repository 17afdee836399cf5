package competency_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/mutasi-go/mutasi/competency"
)

// BenchmarkBatch scores people against 500 posts of 21 requirements each and
// reports the time per pair. "weighted" gives every requirement a weight of its
// own, which is the case with the least to share; "missing" lacks 3 % of the
// ratings.
func BenchmarkBatch(b *testing.B) {
	none := func(*rand.Rand) float64 { return 0 }
	shapes := []struct {
		name    string
		missing float64
		weight  func(*rand.Rand) float64
	}{
		{"plain", 0, none},
		{"missing", 0.03, none},
		{"weighted", 0, (*rand.Rand).Float64},
	}
	tested := []struct {
		name  string
		model competency.Compiler
	}{
		{"Attainment", competency.Attainment{}},
		{"AttainmentLeaveOut", competency.Attainment{Unknown: competency.LeaveOut()}},
		{"JobPersonMatch", competency.JobPersonMatch{Cap: competency.CapEach}},
		{"ProfileMatching", competency.ProfileMatching{}},
	}
	for _, shape := range shapes {
		people, posts := city(256, 500, 21, shape.missing, shape.weight)
		for _, m := range tested {
			b.Run(fmt.Sprintf("%s/%s", m.name, shape.name), func(b *testing.B) {
				batch := m.model.Compile(posts)
				into := make([]float64, len(posts))
				pairs := 0
				for b.Loop() {
					batch.Fit(people[pairs/len(posts)%len(people)], into)
					pairs += len(posts)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(pairs), "ns/pair")
			})
		}
	}
}

// BenchmarkFit scores pair by pair, for comparison.
func BenchmarkFit(b *testing.B) {
	people, posts := city(256, 500, 21, 0, func(*rand.Rand) float64 { return 0 })
	pairs := 0
	for b.Loop() {
		competency.Attainment{}.Fit(people[pairs/len(posts)%len(people)], posts[pairs%len(posts)])
		pairs++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(pairs), "ns/pair")
}

// BenchmarkCompile compiles 500 standards.
func BenchmarkCompile(b *testing.B) {
	_, posts := city(0, 500, 21, 0, func(*rand.Rand) float64 { return 0 })
	for b.Loop() {
		competency.Attainment{}.Compile(posts)
	}
}
