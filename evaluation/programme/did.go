package programme

import "github.com/mutasi-go/mutasi/evaluation"

// DifferenceInDifferences compares the change of the treated units with the
// change of the others.
type DifferenceInDifferences struct {
	// Effect is the additional change of the treated units, with standard
	// errors that allow for any dependence within a unit.
	Effect evaluation.Inference

	// PreTrend is the slope per period of the treated units before the start,
	// minus that of the others. The effect can be trusted only if both groups
	// followed the same trend before. A large p value does not prove that.
	PreTrend evaluation.Inference

	// Means of the observations before the start and from it on.
	TreatedBefore, TreatedAfter, OthersBefore, OthersAfter evaluation.Figure

	Treated, Others int      // number of units compared
	Missing         []string // units left out, because they have no period before the start, or none from it on
}

// DiD estimates the difference in differences by least squares,
//
//	y = b₀ + b₁·treated + b₂·after + effect·treated·after,
//
// with standard errors clustered by unit, and the t distribution with (number of
// units − 1) degrees of freedom. Every observation counts once. Interval and p
// value are undefined with fewer than two units in a group; with fewer than about
// ten the interval is too narrow and p too small. The pre-trend needs two periods
// before start.
//
// Clusters: M. Bertrand, E. Duflo, S. Mullainathan, QJE 119 (2004) 249–275,
// doi:10.1162/003355304772839588.
func (p *Panel) DiD(start int) DifferenceInDifferences {
	var d DifferenceInDifferences
	var cells [2][2]struct {
		sum   float64
		count int
	}
	var effect, trend design
	for _, unit := range p.groups() {
		before := 0
		for _, o := range unit {
			if o.Period < start {
				before++
			}
		}
		if before == 0 || before == len(unit) {
			d.Missing = append(d.Missing, unit[0].Unit)
			continue
		}
		treated := 0
		if unit[0].Treated {
			treated = 1
			d.Treated++
		} else {
			d.Others++
		}
		effect.cluster()
		trend.cluster()
		for _, o := range unit {
			after := 0
			if o.Period >= start {
				after = 1
			} else {
				t := float64(o.Period - start)
				trend.add(o.Value, 1, float64(treated), t, float64(float64(treated)*t))
			}
			effect.add(o.Value, 1, float64(treated), float64(after), float64(treated*after))
			cells[treated][after].sum += o.Value
			cells[treated][after].count++
		}
	}
	mean := func(treated, after int) evaluation.Figure {
		c := cells[treated][after]
		if c.count == 0 {
			return undefined(evaluation.NoValues)
		}
		return figure(c.sum/float64(c.count), evaluation.NotFinite)
	}
	d.OthersBefore, d.OthersAfter, d.TreatedBefore, d.TreatedAfter = mean(0, 0), mean(0, 1), mean(1, 0), mean(1, 1)
	d.Effect = effect.test("difference in differences, errors clustered by unit", 3, d.Treated, d.Others)
	d.PreTrend = trend.test("difference in slopes before the start, errors clustered by unit", 3, d.Treated, d.Others)
	return d
}

// A design collects the rows of a regression, cluster by cluster.
type design struct {
	x        [][]float64 // one row of regressors per observation
	y        []float64   // the outcomes
	of       []int       // the cluster of each observation, from 0
	clusters int
}

// cluster begins the next cluster.
func (d *design) cluster() { d.clusters++ }

// add adds an observation to the current cluster.
func (d *design) add(y float64, x ...float64) {
	d.x, d.y, d.of = append(d.x, x), append(d.y, y), append(d.of, d.clusters-1)
}

// test fits the design and tests its coefficient k, from 0.
func (d *design) test(method string, k, treated, others int) evaluation.Inference {
	if treated == 0 || others == 0 {
		return newInference(method, d.clusters, evaluation.NoValues)
	}
	f, ok := fitLeastSquares(d.x, d.y)
	if !ok {
		return newInference(method, d.clusters, evaluation.NotPossible)
	}
	t := newInference(method, d.clusters, evaluation.TooFew)
	t.Estimate = figure(f.beta[k], evaluation.NotFinite)
	if treated < 2 || others < 2 || len(d.y) <= len(f.beta) {
		return t
	}
	return student(t, f.beta[k], f.clustered(d.of, d.clusters)[k], float64(d.clusters-1), f.exact)
}
