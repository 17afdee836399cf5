package evaluation

import (
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
)

// Fit summarises how well people fit their posts (kesesuaian), in [0, 1]. The
// unplaced have no fit; they are counted apart. Every person counts once,
// except where a name says weighted.
type Fit struct {
	Mean, Median, Least Figure

	// BottomTenth is the mean of the worst-fitting tenth of the placed people.
	// Their number is rounded up.
	BottomTenth Figure

	// WeightedMean weighs people by the Weight of their post, which says how
	// strategic it is. WeightedSum is Σ weight · fit.
	WeightedMean, WeightedSum Figure

	// Histogram counts people by fit, in steps of 1/20. A fit of 1 belongs to
	// the last step.
	Histogram [20]int

	Units []UnitFit // units with placed people in posts of their own, in input order
}

// UnitFit is the fit of the people in the own posts of a unit.
type UnitFit struct {
	Unit        mutasi.UnitID
	People      int
	Mean, Least Figure
}

func (ev *evaluator) fit(plan seating, pairs *pairs) Fit {
	var f Fit
	var fits []float64
	var sum, weight float64
	units := make([]struct {
		people     int
		sum, least float64
	}, len(ev.units))
	for i, j := range plan {
		if j == bench {
			continue
		}
		fit, w := pairs.own[i], ev.positions[j].EffectiveWeight()
		fits = append(fits, fit)
		sum += float64(w * fit)
		weight += w
		f.Histogram[min(int(fit*float64(len(f.Histogram))), len(f.Histogram)-1)]++
		if k := ev.unitOf[j]; k >= 0 {
			u := &units[k]
			if u.people == 0 || fit < u.least {
				u.least = fit
			}
			u.people++
			u.sum += fit
		}
	}
	slices.Sort(fits)
	f.Mean, f.Median, f.Least, f.BottomTenth = summary(fits)
	f.WeightedSum = Figure{Value: sum}
	f.WeightedMean = ratio(sum, weight)
	if len(fits) == 0 {
		f.WeightedMean = undefined(NoValues)
	}
	for k, u := range units {
		if u.people > 0 {
			f.Units = append(f.Units, UnitFit{
				Unit: ev.units[k].ID, People: u.people,
				Mean: Figure{Value: u.sum / float64(u.people)}, Least: Figure{Value: u.least},
			})
		}
	}
	return f
}

// summary describes an ascending list of numbers.
func summary(sorted []float64) (mean, median, least, tenth Figure) {
	n := len(sorted)
	if n == 0 {
		none := undefined(NoValues)
		return none, none, none, none
	}
	return Figure{Value: sample.Mean(sorted)}, Figure{Value: sample.Median(sorted)}, Figure{Value: sorted[0]},
		Figure{Value: sample.Mean(sorted[:(n+9)/10])}
}

// Regret is how far placed people are from their own best eligible post: best
// fit − fit, at least 0, in [0, 1]. It looks at each person alone, as if nobody
// else wanted the post, so a plan without any regret rarely exists.
type Regret struct {
	Mean, Median, Most Figure
	TopTenth           Figure // mean of the tenth with the greatest regret
	None               int    // number of placed people without any regret
	NoPost             int    // number of people, placed or not, for whom no post is eligible
}

func (ev *evaluator) regret(plan seating, pairs *pairs) Regret {
	var r Regret
	var list []float64
	for i, j := range plan {
		if pairs.best[i] == bench {
			r.NoPost++
		}
		if j == bench {
			continue
		}
		// A person who holds a post against the rules may fit it better than
		// every post that is eligible.
		loss := 0.0
		if pairs.best[i] != bench {
			loss = max(0, pairs.bestFit[i]-pairs.own[i])
		}
		if loss == 0 {
			r.None++
		}
		list = append(list, -loss)
	}
	slices.Sort(list)
	r.Mean, r.Median, r.Most, r.TopTenth = summary(list)
	for _, f := range []*Figure{&r.Mean, &r.Median, &r.Most, &r.TopTenth} {
		f.Value = 0 - f.Value // not −0
	}
	return r
}

// Envy counts justified envy. A person envies a holder of a post with reason if
// the person is eligible for the post, would fit it better than the post that the
// plan gives them, and fits it better than the holder does. A plan that maximises
// total fit often has some envy.
type Envy struct {
	Pairs  int64 // number of pairs of a person and a holder whom they envy with reason
	People int   // number of people who envy at least one holder

	// EmptySeats counts people who are eligible for a post with a free seat
	// that they would fit better than the post that the plan gives them.
	EmptySeats int
}

func (ev *evaluator) envy(pairs *pairs) Envy {
	var e Envy
	for i, n := range pairs.envied {
		e.Pairs += n
		if n > 0 {
			e.People++
		}
		if pairs.vacancy[i] {
			e.EmptySeats++
		}
	}
	return e
}
