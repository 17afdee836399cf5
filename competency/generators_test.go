package competency_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/mutasi-go/mutasi/competency"
	"pgregory.net/rapid"
)

// named is a model with a name for messages.
type named struct {
	name string
	competency.Compiler
}

// models are all models with every option that changes the arithmetic.
var models = func() (all []named) {
	steep, err := competency.NewGapTable(
		competency.GapPoints{Gap: -2.5, Points: 0}, competency.GapPoints{Gap: 0, Points: 7}, competency.GapPoints{Gap: 1.25, Points: 6.1})
	if err != nil {
		panic(err)
	}
	for _, u := range []competency.Unknown{{}, competency.LeaveOut(), competency.Assume(2.5)} {
		add := func(name string, m competency.Compiler) { all = append(all, named{fmt.Sprintf("%s, %v", name, u), m}) }
		add("Attainment", competency.Attainment{Unknown: u})
		for _, c := range []competency.Cap{competency.CapTotal, competency.CapEach, competency.CapNone} {
			add(fmt.Sprintf("JobPersonMatch %v", c), competency.JobPersonMatch{Cap: c, Unknown: u})
		}
		add("ProfileMatching", competency.ProfileMatching{Unknown: u})
		add("ProfileMatching steep 1:2", competency.ProfileMatching{Table: steep, Core: 1, Secondary: 2, Unknown: u})
		add("ProfileMatching secondary only", competency.ProfileMatching{Secondary: 1, Unknown: u})
	}
	return all
}()

// ids are few, so that standards repeat competencies and profiles miss some.
func ids() *rapid.Generator[competency.ID] {
	return rapid.SampledFrom([]competency.ID{"", "M.1", "M.2", "M.3", "T.1", "T.2", "SK.1"})
}

// ordinary levels as assessments give them.
func ordinary() *rapid.Generator[competency.Level] {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(0, 5), func(l int) competency.Level { return competency.Level(l) }),
		rapid.Map(rapid.Float64Range(0, 7), func(l float64) competency.Level { return competency.Level(l) }),
	)
}

// extreme numbers, valid and not.
func extreme() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.Float64(),
		rapid.SampledFrom([]float64{
			0, math.Copysign(0, -1), -1, 1, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, -math.MaxFloat64,
			math.SmallestNonzeroFloat64, 1e100, 1e-100, 1e-308, 5,
		}),
	)
}

func levels(wild bool) *rapid.Generator[competency.Level] {
	if !wild {
		return ordinary()
	}
	return rapid.OneOf(ordinary(), rapid.Map(extreme(), func(x float64) competency.Level { return competency.Level(x) }))
}

func profiles(wild bool) *rapid.Generator[competency.Profile] {
	rating := rapid.Custom(func(t *rapid.T) competency.Rating {
		return competency.Rating{
			Level:  levels(wild).Draw(t, "level"),
			Margin: rapid.SampledFrom([]competency.Level{0, 0.5, 2}).Draw(t, "margin"),
		}
	})
	return rapid.Map(rapid.MapOfN(ids(), rating, 0, 7), func(m map[competency.ID]competency.Rating) competency.Profile {
		return m
	})
}

func standards(wild bool) *rapid.Generator[competency.Standard] {
	weight := rapid.OneOf(rapid.SampledFrom([]float64{0, 0, 1, 2}), rapid.Float64Range(0.1, 10))
	if wild {
		weight = rapid.OneOf(weight, extreme())
	}
	requirement := rapid.Custom(func(t *rapid.T) competency.Requirement {
		return competency.Requirement{
			Competency: ids().Draw(t, "competency"),
			Level:      levels(wild).Draw(t, "level"),
			Weight:     weight.Draw(t, "weight"),
			Mandatory:  rapid.Bool().Draw(t, "mandatory"),
			Core:       rapid.Bool().Draw(t, "core"),
		}
	})
	return rapid.Map(rapid.SliceOfN(requirement, 0, 9), func(s []competency.Requirement) competency.Standard {
		return s
	})
}

// city returns people and posts of the size of the real task: competencies a
// standard, levels 1 to 5, a share of ratings missing.
func city(people, posts, competencies int, missing float64, weight func(*rand.Rand) float64) ([]competency.Profile, []competency.Standard) {
	r := rand.New(rand.NewPCG(1, 2))
	id := func(c int) competency.ID { return competency.ID(fmt.Sprintf("T.%02d", c)) }
	profiles := make([]competency.Profile, people)
	for i := range profiles {
		profiles[i] = make(competency.Profile)
		for c := range competencies {
			if r.Float64() >= missing {
				profiles[i][id(c)] = competency.Rating{Level: competency.Level(1 + r.IntN(5))}
			}
		}
	}
	standards := make([]competency.Standard, posts)
	for k := range standards {
		for c := range competencies {
			standards[k] = append(standards[k], competency.Requirement{
				Competency: id(c), Level: competency.Level(1 + r.IntN(5)), Weight: weight(r), Core: c < 9,
			})
		}
	}
	return profiles, standards
}
