package competency_test

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/competency"
)

// random returns people and posts with everything that a definition has a rule
// for: missing ratings, levels of 0, between whole numbers and far out, lines
// listed twice, weights from 1e-100 to 1e100, kinds of factor that are missing.
func random(r *rand.Rand, people, posts int) ([]competency.Profile, []competency.Standard) {
	levels := []competency.Level{0, 1, 2, 3, 4, 5, 2.5, 3.75, 0, 1}
	levels[8+r.IntN(2)] = []competency.Level{16, 1e-100, 1e100, 40.25, -1}[r.IntN(5)]
	competencies := 1 + r.IntN(24)
	id := func(c int) competency.ID { return competency.ID(fmt.Sprintf("T.%02d", c)) }
	missing := r.Float64() * r.Float64()
	profiles := make([]competency.Profile, people)
	for i := range profiles {
		profiles[i] = make(competency.Profile)
		for c := range competencies {
			if r.Float64() >= missing {
				profiles[i][id(c)] = competency.Rating{Level: levels[r.IntN(len(levels))], Margin: 0.5}
			}
		}
	}
	weights := [][]float64{{0}, {1, 2, 3}, {0.1, 1e-100, 1}, {r.Float64(), r.Float64(), 1e100}}[r.IntN(4)]
	cores := r.IntN(3) // none, some, all
	standards := make([]competency.Standard, posts)
	for k := range standards {
		for range r.IntN(competencies + 3) {
			standards[k] = append(standards[k], competency.Requirement{
				Competency: id(r.IntN(competencies)),
				Level:      levels[r.IntN(len(levels))],
				Weight:     weights[r.IntN(len(weights))],
				Core:       cores == 2 || cores == 1 && r.IntN(2) == 0,
			})
		}
	}
	return profiles, standards
}

// Bulk and definition agree on random pairs: 10⁷ of each model with each option
// under -slow, 10⁵ of all together otherwise.
func TestTableEqualsPointsOnRandomPairs(t *testing.T) {
	const people, posts = 100, 50
	pairs := 100_000 / len(models)
	if *slow {
		pairs = 10_000_000
	}
	for _, m := range models {
		t.Run(m.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(11, 12))
			for done := 0; done < pairs; done += people * posts {
				profiles, standards := random(r, people, posts)
				wantTable(t, m, profiles, standards)
			}
		})
	}
}

// A level that nobody in the table has is refused, and one that only a
// competency has that no standard asks for is not.
func TestEncodeRefusesOtherLevels(t *testing.T) {
	posts := []competency.Standard{asked(3, 3)}
	people := []competency.Profile{person(1, 2.5), person(20, -1)}
	for _, m := range models {
		table := m.tabulator().Tabulate(posts, slices.Values(people))
		codes := make([]uint16, table.Codes())
		for _, c := range []struct {
			p    competency.Profile
			want bool
		}{
			{nil, true},
			{person(1, 2.5), true},
			{person(20, 2.5), true},
			{person(-1, 2.5, 7), true},
			{competency.Profile{"A": {Level: 1, Margin: 1}}, true},
			{person(2, 2.5), false},
			{person(1, 1), false},
			{person(1, 20), false},
			{person(19.5), false},
			{person(0), false},
		} {
			if got := table.Encode(c.p, codes); got != c.want {
				t.Errorf("%s: encodes %v: %v, want %v", m.name, c.p, got, c.want)
			}
		}
		if len(codes) > 0 && table.Encode(people[0], codes[1:]) {
			t.Errorf("%s: encodes into less than Codes", m.name)
		}
	}
}

// Codes that are not of the table stand for a person of whom nothing is known.
func TestTablePointsOfStrangeCodes(t *testing.T) {
	people, posts := city(10, 40, 12, 0.1, func(r *rand.Rand) float64 { return 1 })
	for _, m := range models {
		table := m.tabulator().Tabulate(posts, slices.Values(people))
		strange := make([]uint16, table.Codes())
		for g := range strange {
			strange[g] = 65535
		}
		for _, codes := range [][]uint16{nil, strange} {
			row := make([]int32, table.Width())
			table.Points(codes, row)
			for k, s := range posts {
				if want := m.tabulator().Points(nil, s); row[k] != want || table.At(codes, k) != want {
					t.Fatalf("%s: %d and %d points, want %d", m.name, row[k], table.At(codes, k), want)
				}
			}
		}
	}
}

// Levels that all differ have no table.
func TestTabulateRefusesContinuousLevels(t *testing.T) {
	_, posts := city(0, 500, 21, 0, func(*rand.Rand) float64 { return 0 })
	r := rand.New(rand.NewPCG(1, 2))
	looked := 0
	people := func(yield func(competency.Profile) bool) {
		for range 1_000_000 {
			looked++
			p := make(competency.Profile)
			for _, line := range posts[0] {
				p[line.Competency] = competency.Rating{Level: competency.Level(r.Float64())}
			}
			if !yield(p) {
				return
			}
		}
	}
	if table := (competency.Attainment{}).Tabulate(posts, people); table != nil {
		t.Error("there is a table")
	}
	if looked > 5000 {
		t.Errorf("looked at %d people before it gave up", looked)
	}
}

// So many competencies and posts that most competencies have rows of their own,
// and surpluses so large that sums do not fit 32 bits.
func TestTableOfManyRowsAndLargeSurpluses(t *testing.T) {
	people, posts := city(3, 1000, 150, 0.05, func(r *rand.Rand) float64 { return r.Float64() })
	r := rand.New(rand.NewPCG(1, 2))
	for k, s := range posts {
		r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		posts[k] = s[:5+r.IntN(5)]
		for i := range posts[k] {
			posts[k][i].Level = 0.5
		}
	}
	posts = append(posts, competency.Standard{{Competency: "T.00", Level: 0.001}, {Competency: "T.01", Level: 0.001}})
	for _, m := range models {
		table := m.tabulator().Tabulate(posts, slices.Values(people))
		if table.Codes() <= 64 {
			t.Errorf("%s: %d codes, want more than 64", m.name, table.Codes())
		}
		wantTable(t, m, people, posts)
	}
}

// The points of a thousand pairs per model are those of the day when the
// definition was made, on every processor. A new definition changes the sum, and
// with it the values of plans that were proven before.
func TestPointsAreTheSameEverywhere(t *testing.T) {
	sum := fnv.New64a()
	for _, m := range models {
		r := rand.New(rand.NewPCG(21, 22))
		for range 10 {
			people, posts := random(r, 10, 10)
			for _, p := range people {
				for _, s := range posts {
					fmt.Fprintln(sum, m.tabulator().Points(p, s))
				}
			}
		}
	}
	if got, want := sum.Sum64(), uint64(0xe98484ea964cfb95); got != want {
		t.Errorf("the sum of the points is %#x, want %#x", got, want)
	}
}
