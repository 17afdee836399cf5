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

	// BottomTenth is the mean of the worst tenth of the placed people,
	// rounded up to whole people.
	BottomTenth Figure

	// WeightedMean weighs people by how strategic their post is
	// (Position.Weight), and WeightedSum is Σ weight · fit.
	WeightedMean, WeightedSum Figure

	// Histogram counts people by fit, in steps of 1/20; the last one holds
	// 1, too.
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

// summary describes an ascending list.
func summary(sorted []float64) (mean, median, least, tenth Figure) {
	n := len(sorted)
	if n == 0 {
		none := undefined(NoValues)
		return none, none, none, none
	}
	return Figure{Value: sample.Mean(sorted)}, Figure{Value: sample.Median(sorted)}, Figure{Value: sorted[0]},
		Figure{Value: sample.Mean(sorted[:(n+9)/10])}
}

// Regret is how far placed people are from their own best eligible post:
// best fit − fit, at least 0, in [0, 1]. It asks what one person could have had
// if nobody else wanted the seat, so a plan without any regret rarely exists.
type Regret struct {
	Mean, Median, Most Figure
	TopTenth           Figure // mean of the tenth with the greatest regret
	None               int    // placed people without any regret
	NoPost             int    // people, placed or not, for whom no post is eligible
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
		// Whoever holds a post against the rules may fit it better than any
		// post that is open to them.
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

// Envy counts justified envy: somebody is eligible for a post, would fit it
// better than what the plan gives them, and fits it better than one of its
// holders. A plan that maximises total fit often has some.
type Envy struct {
	Pairs  int64 // of a person and a holder whom they envy with reason
	People int   // who envy at least one holder

	// EmptySeats counts people who are eligible for a post with a free seat
	// and would fit it better than what the plan gives them.
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
