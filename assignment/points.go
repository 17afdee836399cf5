package assignment

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
)

// A fit whose model is a competency.Tabulator costs a goal, at a pair, its points
// times the weights of the term and the post: factor · points / Full, where the
// factor is the product of the weights at the scale of the goal. It is rounded so
// that nobody who lacks something costs what full attainment does (see
// model.Scaled). All other parts of the goal's term are added up as numbers first,
// and rounded once (see definedCost).

// tabulated is a kind of pair term that can be given as points.
type tabulated interface {
	pairTerm
	// tabulator returns the model that has the points; nil if it has none. The value
	// of a pair is the points / competency.Full times the weight of the post.
	tabulator() competency.Tabulator
}

// tabulator returns the model that has the points of the part, nil if none has.
func (p part) tabulator() competency.Tabulator {
	if t, ok := p.summand.(tabulated); ok {
		return t.tabulator()
	}
	return nil
}

// apart returns the parts of a term that have points, and the other parts.
func (t Term) apart() (fits []part, others Term) {
	for _, p := range t.parts {
		if p.tabulator() != nil {
			fits = append(fits, p)
		} else {
			others.parts = append(others.parts, p)
		}
	}
	return fits, others
}

// fit is a part of a goal that has points.
type fit struct {
	name   string // of the function that gives the points
	weight float64
	model  competency.Tabulator
	table  func(ctx context.Context, workers int) (model.Points, error) // as in pairValues
	scaled model.Scaled                                                 // without points where there is no table of them
	fixed  *competency.Fixed                                            // gives what Points of the model gives; nil if the model has none
	bound  []float64                                                    // of each post: how far the points / Full may be from Fit
}

// fixer is a model that gives the points of a row without working out the shares
// of standards for every pair.
type fixer interface {
	Fixed(standards []competency.Standard) *competency.Fixed
}

// addFits takes the parts that have points out of the pairs of a goal. The error
// is that of a model that panics.
func (c *instance) addFits(goal *compiledGoal) error {
	var parts []part
	parts, goal.others = goal.term.apart()
	compiled := slices.Clone(goal.pairs)
	goal.pairs = slices.DeleteFunc(goal.pairs, func(p weighted) bool { return p.points != nil })
	compiled = slices.DeleteFunc(compiled, func(p weighted) bool { return p.points == nil })
	for k, p := range parts {
		f := fit{weight: p.weight, model: p.tabulator(), table: compiled[k].points, bound: make([]float64, c.roster.bench())}
		f.name = fmt.Sprintf("%T.Points", f.model)
		if of, ok := f.model.(fixer); ok {
			f.fixed = of.Fixed(c.roster.standards())
		}
		at := &callSite{function: fmt.Sprintf("%T.PointsError", f.model)}
		err := guard(at, func() error {
			for j, post := range c.roster.positions {
				at.position = post
				f.bound[j] = f.model.PointsError(post.Standard)
				if !(f.bound[j] >= 0) {
					return at.fault(functionNotFinite, f.bound[j])
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		goal.fits = append(goal.fits, f)
	}
	return nil
}

// largest bounds what the fit adds to the value of a pair.
func (f *fit) largest(r *roster) float64 { return math.Abs(f.weight) * r.largestWeight() }

// scaleFits finds the factors of all fits of a goal whose scale is chosen. It
// returns how far what they add to the value of one pair may be from Fit.
func (c *instance) scaleFits(goal *compiledGoal) (rounding float64) {
	for k := range goal.fits {
		f := &goal.fits[k]
		f.scaled.Negative = goal.sense()*f.weight > 0
		f.scaled.Factor = make([]int32, c.roster.bench())
		most := 0.0
		for j, p := range c.roster.positions {
			exact := math.Abs(f.weight) * p.EffectiveWeight()
			fixed := model.Fixed(exact, goal.shift)
			f.scaled.Factor[j] = int32(fixed)
			kept := model.Float(fixed, goal.shift)
			// The factor is rounded, its product with the points is rounded by up to a
			// unit, and the points are not quite the fit.
			most = max(most, math.Abs(kept-exact)+math.Ldexp(1, -goal.shift)+kept*f.bound[j])
		}
		rounding += most
	}
	return rounding
}

// tabulate prepares the points of all fits of a goal. It reports false if some
// fit has no table of them. The error is the context's, or that of a model.
func (c *instance) tabulate(ctx context.Context, goal *compiledGoal, workers int) (all bool, err error) {
	all = true
	for k := range goal.fits {
		f := &goal.fits[k]
		if err := c.spotCheck(f); err != nil {
			return false, err
		}
		if f.scaled.Points, err = f.table(ctx, workers); err != nil {
			return false, err
		}
		all = all && f.scaled.Points != nil
	}
	return all, nil
}

// spotChecks is how many pairs are looked at by spotCheck.
const spotChecks = 256

// spotRows is for how many of them a whole row is computed.
const spotRows = 16

// spotCheck holds the points of some pairs against the fit. A model that changes
// the Fit of another that it embeds, and not its points, is found here.
func (c *instance) spotCheck(f *fit) error {
	at, row := &callSite{function: f.name}, make([]int32, c.roster.bench())
	return guard(at, func() error {
		for k := range min(spotChecks, c.model.Rows) {
			if c.roster.bench() == 0 {
				break
			}
			column := k % c.roster.bench()
			at.employee, at.position = c.roster.employees[k*c.model.Rows/min(spotChecks, c.model.Rows)], c.roster.positions[column]
			points := f.model.Points(at.employee.Profile, at.position.Standard)
			if err := f.compare(at, points, column); err != nil {
				return err
			}
			if f.fixed == nil || k >= spotRows {
				continue
			}
			if f.fixed.Points(at.employee.Profile, row); row[column] != points {
				return at.fault(fixedUnlikePoints, row[column], points)
			}
		}
		return nil
	})
}

// compare says that points are out of range, or too far from the fit.
func (f *fit) compare(at *callSite, points int32, column int) error {
	if points < 0 || points > competency.Full {
		return at.fault(pointsRange, points, competency.Full)
	}
	value := f.model.Fit(at.employee.Profile, at.position.Standard)
	if off := math.Abs(float64(points)/competency.Full - value); !(off <= f.bound[column]) {
		return at.fault(pointsUnlikeFit, float64(points)/competency.Full, value, f.bound[column])
	}
	return nil
}

// fitRow computes what a fit costs a row at all columns. The costs of forbidden
// pairs mean nothing.
func (c *instance) fitRow(f *fit, row int, allowed []bool, into []int32) error {
	if f.scaled.Points != nil {
		f.scaled.Row(row, into)
		return nil
	}
	r := c.roster
	at := &callSite{function: f.name, employee: r.employees[row]}
	clear(into)
	return guard(at, func() error {
		if f.fixed != nil {
			f.fixed.Points(at.employee.Profile, into[:r.bench()])
		}
		for j, p := range r.positions {
			if !allowed[j] {
				continue
			}
			at.position = p
			if f.fixed == nil {
				into[j] = f.model.Points(at.employee.Profile, p.Standard)
				if err := f.compare(at, into[j], j); err != nil {
					return err
				}
			}
			into[j] = f.scaled.Of(j, into[j])
		}
		return nil
	})
}

// table is the points of a fit by the codes of the profiles.
type table struct {
	function string // that made it
	points   *competency.Table
	codes    []uint16 // row after row
	each     int      // codes of a row
}

// firstProfiles is how many people show their levels to a model at first. They
// hold nearly all levels that anybody holds, unless nearly everybody has levels of
// their own, and then a model that is asked to tabulate them refuses soon.
const firstProfiles = 4096

// newTable returns the points of a model for all people and posts, nil if the
// model has no table of them. Looking up what everybody holds is most of the work,
// so it is done once, when profiles are encoded: whoever holds a level that the
// table lacks takes part in a second one.
func newTable(ctx context.Context, of competency.Tabulator, r *roster, workers int) (model.Points, error) {
	shown := make([]int32, min(firstProfiles, len(r.employees)))
	for k := range shown {
		shown[k] = int32(int64(k) * int64(len(r.employees)) / int64(len(shown)))
	}
	t, err := tabulate(ctx, of, r, shown)
	if err != nil || t == nil {
		return nil, err
	}
	lacking, err := t.encode(ctx, r, workers)
	if len(lacking) > 0 && err == nil {
		if t, err = tabulate(ctx, of, r, append(shown, lacking...)); err != nil || t == nil {
			return nil, err
		}
		lacking, err = t.encode(ctx, r, workers)
	}
	if err != nil {
		return nil, err
	}
	if len(lacking) > 0 {
		return nil, (&callSite{function: t.function, employee: r.employees[lacking[0]]}).fault(pointsNotTabulated)
	}
	return t, nil
}

// tabulate makes a table of the points for the levels that some people hold,
// without codes; nil if the model has none.
func tabulate(ctx context.Context, of competency.Tabulator, r *roster, people []int32) (*table, error) {
	t := &table{function: fmt.Sprintf("%T.Tabulate", of)}
	err := guard(&callSite{function: t.function}, func() error {
		t.points = of.Tabulate(r.standards(), func(yield func(competency.Profile) bool) {
			for _, i := range people {
				if ctx.Err() != nil || !yield(r.employees[i].Profile) {
					return
				}
			}
		})
		return ctx.Err()
	})
	if err != nil || t.points == nil {
		return nil, err
	}
	t.each = t.points.Codes()
	return t, nil
}

// encode looks up the codes of all profiles. It returns the rows, ascending, that
// hold levels for which there are none.
func (t *table) encode(ctx context.Context, r *roster, workers int) (lacking []int32, err error) {
	t.codes = make([]uint16, len(r.employees)*t.each)
	var adding sync.Mutex
	none := func() struct{} { return struct{}{} }
	err = eachRow(ctx, workers, len(r.employees), none, func(_ struct{}, i int) error {
		if !t.points.Encode(r.employees[i].Profile, t.row(i)) {
			adding.Lock()
			defer adding.Unlock()
			lacking = append(lacking, int32(i))
		}
		return nil
	})
	slices.Sort(lacking)
	return lacking, err
}

func (t *table) row(i int) []uint16 { return t.codes[i*t.each : (i+1)*t.each : (i+1)*t.each] }

// Row computes the points of a row.
func (t *table) Row(row int, into []int32) { t.points.Points(t.row(row), into) }

// At computes the points of a pair.
func (t *table) At(row, column int) int32 { return t.points.At(t.row(row), column) }

// Faults of models that have points.
var (
	pointsRange        = templates.New("points-range", "function {function:q} gives {points} points, which are not within [0, {full}]")
	pointsUnlikeFit    = templates.New("points-unlike-fit", "function {function:q} gives a fit of {points}, and Fit gives {fit}, which is not within {bound} of it; a model that embeds another and has a Fit of its own needs Points, PointsError, Tabulate and Fixed of its own, or none")
	fixedUnlikePoints  = templates.New("points-unlike-fixed", "method Fixed of the model of {function:q} gives {fixed} points, and {function:q} gives {points}; a model that embeds another and has points of its own needs a Fixed and a Tabulate of its own")
	pointsNotTabulated = templates.New("points-not-tabulated", "the table that function {function:q} made has no code for the profile; profiles must not change during a solve, and Tabulate must read all of them")
)
