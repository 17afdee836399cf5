package competency_test

import (
	"math/rand/v2"
	"testing"

	"github.com/mutasi-go/mutasi/competency"
	"pgregory.net/rapid"
)

// fixed returns the fixed-point form of standards.
func (n named) fixed(list []competency.Standard) *competency.Fixed {
	return n.Compiler.(interface {
		Fixed([]competency.Standard) *competency.Fixed
	}).Fixed(list)
}

func wantFixed(t rapid.TB, m named, people []competency.Profile, list []competency.Standard) {
	t.Helper()
	f := m.fixed(list)
	if f.Len() != len(list) {
		t.Fatalf("%s: %d standards of %d", m.name, f.Len(), len(list))
	}
	row, short := make([]int32, len(list)+3), make([]int32, len(list)/2)
	for _, p := range people {
		for k := range row {
			row[k] = -7
		}
		f.Points(p, row)
		f.Points(p, short)
		for k, s := range list {
			if want := m.tabulator().Points(p, s); row[k] != want || k < len(short) && short[k] != want {
				t.Fatalf("%s: %d points, want %d for\nprofile  %v\nstandard %v", m.name, row[k], want, p, s)
			}
		}
		for _, x := range row[len(list):] {
			if x != -7 {
				t.Fatalf("%s: something is stored after the last standard", m.name)
			}
		}
	}
}

func TestFixedEqualsPointsInEveryBit(t *testing.T) {
	for name, wild := range map[string]bool{"ordinary": false, "extreme": true} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			list := rapid.SliceOfN(standards(wild), 0, 12).Draw(t, "standards")
			people := rapid.SliceOfN(profiles(wild), 0, 5).Draw(t, "people")
			for _, m := range models {
				wantFixed(t, m, people, list)
			}
		}))
	}
}

func TestFixedEqualsPointsInACity(t *testing.T) {
	people, posts := city(30, 100, 80, 0.1, (*rand.Rand).Float64)
	for _, m := range models {
		wantFixed(t, m, people, posts)
	}
	var nothing *competency.Fixed
	if nothing.Points(people[0], make([]int32, 2)); nothing.Len() != 0 {
		t.Error("the nil Fixed has standards")
	}
}

// BenchmarkFixedPoints scores people against 500 posts of 21 requirements each.
func BenchmarkFixedPoints(b *testing.B) {
	people, posts := city(4096, 500, 21, 0.03, (*rand.Rand).Float64)
	f := competency.Attainment{}.Fixed(posts)
	into := make([]int32, len(posts))
	i := 0
	for b.Loop() {
		f.Points(people[i%len(people)], into)
		i++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(i*len(posts)), "ns/pair")
}
