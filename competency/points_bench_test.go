package competency_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/competency"
)

// tabulated are the models whose tables are measured: one sum, limited sums,
// and two kinds of factor.
var tabulated = []struct {
	name  string
	model competency.Tabulator
}{
	{"Attainment", competency.Attainment{}},
	{"AttainmentLeaveOut", competency.Attainment{Unknown: competency.LeaveOut()}},
	{"JobPersonMatch", competency.JobPersonMatch{}},
	{"ProfileMatching", competency.ProfileMatching{}},
	{"ProfileMatchingLeaveOut", competency.ProfileMatching{Unknown: competency.LeaveOut()}},
}

// BenchmarkTablePoints scores people by codes against 500 posts of 21
// requirements each and reports the time per pair. "missing" lacks 3 % of the
// ratings, so that about half of the people have something unknown.
func BenchmarkTablePoints(b *testing.B) {
	for _, m := range tabulated {
		for name, missing := range map[string]float64{"known": 0, "missing": 0.03} {
			b.Run(m.name+"/"+name, func(b *testing.B) {
				people, posts := city(4096, 500, 21, missing, (*rand.Rand).Float64)
				table := m.model.Tabulate(posts, slices.Values(people))
				codes, n := make([]uint16, 0, len(people)*table.Codes()), table.Codes()
				for _, p := range people {
					codes = codes[:len(codes)+n]
					if !table.Encode(p, codes[len(codes)-n:]) {
						b.Fatal("a profile that was given has no codes")
					}
				}
				into := make([]int32, table.Width())
				i := 0
				for b.Loop() {
					table.Points(codes[i%len(people)*n:][:n], into)
					i++
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(i*len(posts)), "ns/pair")
			})
		}
	}
}

// BenchmarkTableEncode encodes people with 21 ratings.
func BenchmarkTableEncode(b *testing.B) {
	people, posts := city(4096, 500, 21, 0.03, (*rand.Rand).Float64)
	table := competency.Attainment{}.Tabulate(posts, slices.Values(people))
	codes := make([]uint16, table.Codes())
	i := 0
	for b.Loop() {
		table.Encode(people[i%len(people)], codes)
		i++
	}
}

// BenchmarkTabulate makes the table of 500 posts for people with 21 ratings.
func BenchmarkTabulate(b *testing.B) {
	for _, n := range []int{1, 10_000} {
		people, posts := city(n, 500, 21, 0.03, (*rand.Rand).Float64)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				competency.Attainment{}.Tabulate(posts, slices.Values(people))
			}
		})
	}
}

// BenchmarkPoints scores pair by pair.
func BenchmarkPoints(b *testing.B) {
	for _, m := range tabulated {
		b.Run(m.name, func(b *testing.B) {
			people, posts := city(256, 500, 21, 0.03, (*rand.Rand).Float64)
			i := 0
			for b.Loop() {
				m.model.Points(people[i%len(people)], posts[i%len(posts)])
				i++
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(i), "ns/pair")
		})
	}
}
