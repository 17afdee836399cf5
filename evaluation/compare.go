package evaluation

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi"
)

// Change puts two plans side by side.
type Change struct {
	Before, After *Report // both judged as reached from the first plan
	Transfers     []TransferOutcome
	Verdicts      []Verdict
}

// TransferOutcome is a transfer and what it means for the person.
type TransferOutcome struct {
	mutasi.Transfer
	FitBefore, FitAfter Figure   // undefined on the bench
	OpensGaps           int      // competencies in which the move calls for training
	Wish                int      // the rank of the new post among the person's wishes, from 1; 0: none
	Breaks              []string // rules that the new placement breaks
}

// Compare judges two plans and what changes from the first to the second. Moves,
// losses of fit, and rules about people who move refer to before, in both
// reports; in the report of before itself nobody moves. opts may be nil.
//
// The errors are those of [Evaluate], with paths that begin with before or
// after. It takes twice the time.
func Compare(ctx context.Context, o *mutasi.Organization, before, after mutasi.Plan, opts *Options) (*Change, error) {
	ev, err := newEvaluator(ctx, o, opts)
	if err != nil {
		return nil, err
	}
	old, errBefore := ev.seat("before", before)
	next, errAfter := ev.seat("after", after)
	if err := errors.Join(errBefore, errAfter); err != nil {
		return nil, err
	}
	change := new(Change)
	if change.Before, err = ev.evaluate(old, old); err != nil {
		return nil, err
	}
	if change.After, err = ev.evaluate(old, next); err != nil {
		return nil, err
	}
	change.Transfers = ev.transfers(before, after, old, next, change.After)
	change.Verdicts = verdicts(change.Before, change.After)
	return change, nil
}

func (ev *evaluator) transfers(before, after mutasi.Plan, old, next seating, r *Report) []TransferOutcome {
	breaks := make(map[mutasi.EmployeeID][]string)
	for _, v := range r.Violations {
		for _, p := range v.Placements {
			breaks[p.Employee] = append(breaks[p.Employee], v.Rule)
		}
	}
	var list []TransferOutcome
	for _, t := range before.Transfers(after) {
		i := ev.employeeAt[t.Employee]
		out := TransferOutcome{
			Transfer:  t,
			FitBefore: r.Outcomes[i].FitBefore, FitAfter: r.Outcomes[i].Fit,
			Breaks: breaks[t.Employee],
		}
		if t.To != "" {
			out.OpensGaps = len(ev.opened(int(i), old[i], next[i]))
			for rank, p := range ev.employees[i].Wishes {
				if p == t.To {
					out.Wish = rank + 1
				}
			}
		}
		list = append(list, out)
	}
	return list
}

// Direction says whether a change is an improvement.
type Direction int

// The directions of a change.
const (
	Unclear Direction = iota // there is no telling; see [Verdict]
	Better
	Same
	Worse
)

// String returns the word for the direction.
func (d Direction) String() string {
	return [...]string{"unclear", "better", "unchanged", "worse"}[d]
}

// Measure names a figure that is compared before and after.
type Measure string

// The measures of a [Change], in the order of its verdicts.
const (
	MeanFit       Measure = "mean fit"
	MedianFit     Measure = "median fit"
	LeastFit      Measure = "least fit"
	BottomFit     Measure = "mean fit of the worst-fitting tenth"
	WeightedFit   Measure = "mean fit weighted by post"
	UnplacedCount Measure = "people without a post"
	VacantSeats   Measure = "vacant seats"
	OverFull      Measure = "people beyond the seats of their post"
	BelowFloor    Measure = "people missing for the least staff of posts"
	CoverageMean  Measure = "mean coverage (staff/need) of units"
	CoverageLeast Measure = "lowest coverage of a unit"
	CoverageGini  Measure = "Gini coefficient of coverage across units"
	CoverageTheil Measure = "Theil index of coverage across units"
	CoverageGap   Measure = "largest gap in coverage, relative to the mean"
	MeanRegret    Measure = "mean regret to one's best eligible post"
	EnvyPairs     Measure = "pairs with justified envy"
	WishesMet     Measure = "people whose wish is met"
	RulesBroken   Measure = "placements that break a rule"
)

// Verdict compares one measure before and after.
//
// A difference below 0.0005 counts as none, of mean coverage one below 0.005.
// Mean coverage is better the closer it is to 1. The lowest coverage of a unit
// is not better for what it gains beyond 1.
//
// The direction is Unclear where a figure is undefined on one side. It is also
// Unclear where a figure about the fit or regret of people in posts is worse
// although people from the bench got posts and nobody lost a post or fit: the
// figure then counts other people than before.
//
// Better says that the figure improved, not that the improvement is worth its
// price.
type Verdict struct {
	Measure       Measure
	Before, After Figure
	Direction     Direction
	Count         bool // the measure counts, so it prints without decimals
}

// String returns the verdict in one line, such as
// "mean fit: 0.712 → 0.853, better".
func (v Verdict) String() string {
	return string(v.Measure) + ": " + v.number(v.Before) + " → " + v.number(v.After) + ", " + v.Direction.String()
}

func (v Verdict) number(f Figure) string {
	if !f.Defined() {
		return f.String()
	}
	if v.Count {
		return formatFloat(f.Value, 0)
	}
	return formatFloat(f.Value, 3)
}

// The differences up to which a measure counts as unchanged. The digits of a
// printed verdict do not show the first; the second is half a percent of the
// need.
const (
	negligible         = 0.0005
	negligibleCoverage = 0.005
)

// onlyJoined reports whether people from the bench have a post in the report,
// and nobody else lost a post or fit.
func (r *Report) onlyJoined() bool {
	return r.Moves.FirstPlacements > 0 && r.Moves.Departures == 0 && r.Moves.Worse == 0
}

// verdicts compares the measures of two reports about the same plan before.
func verdicts(before, after *Report) []Verdict {
	type row struct {
		measure Measure
		of      func(*Report) Figure
		better  float64 // +1: more is better, −1: less, 0: closer to 1
		count   bool    // it is a number of people, seats or placements
	}
	// Newcomers change these figures even if nobody else's fit does.
	ofPlaced := []Measure{MeanFit, MedianFit, LeastFit, BottomFit, WeightedFit, MeanRegret}
	count := func(n int) Figure { return Figure{Value: float64(n)} }
	rows := []row{
		{MeanFit, func(r *Report) Figure { return r.Fit.Mean }, 1, false},
		{MedianFit, func(r *Report) Figure { return r.Fit.Median }, 1, false},
		{LeastFit, func(r *Report) Figure { return r.Fit.Least }, 1, false},
		{BottomFit, func(r *Report) Figure { return r.Fit.BottomTenth }, 1, false},
		{WeightedFit, func(r *Report) Figure { return r.Fit.WeightedMean }, 1, false},
		{UnplacedCount, func(r *Report) Figure { return count(len(r.Unplaced)) }, -1, true},
		{VacantSeats, func(r *Report) Figure { return count(r.Seats.Vacant) }, -1, true},
		{OverFull, func(r *Report) Figure { return count(r.Seats.OverFull) }, -1, true},
		{BelowFloor, func(r *Report) Figure { return count(r.Seats.BelowFloor) }, -1, true},
		{CoverageMean, func(r *Report) Figure { return r.Load.AcrossUnits.Mean }, 0, false},
		{CoverageLeast, leastCoverage, 1, false},
		{CoverageGini, func(r *Report) Figure { return r.Load.AcrossUnits.Gini }, -1, false},
		{CoverageTheil, func(r *Report) Figure { return r.Load.AcrossUnits.Theil }, -1, false},
		{CoverageGap, func(r *Report) Figure { return r.Load.AcrossUnits.Spread }, -1, false},
		{MeanRegret, func(r *Report) Figure { return r.Regret.Mean }, -1, false},
		{EnvyPairs, func(r *Report) Figure { return Figure{Value: float64(r.Envy.Pairs)} }, -1, true},
		{WishesMet, func(r *Report) Figure { return count(r.Wishes.Met) }, 1, true},
		{RulesBroken, func(r *Report) Figure { return count(r.Broken()) }, -1, true},
	}
	list := make([]Verdict, len(rows))
	for k, row := range rows {
		v := Verdict{Measure: row.measure, Before: row.of(before), After: row.of(after), Count: row.count}
		if v.Before.Defined() && v.After.Defined() {
			gain, slack := row.better*(v.After.Value-v.Before.Value), negligible
			if row.better == 0 {
				gain, slack = math.Abs(v.Before.Value-1)-math.Abs(v.After.Value-1), negligibleCoverage
			}
			if row.measure == CoverageLeast { // staff beyond the need is no merit
				gain = math.Min(1, v.After.Value) - math.Min(1, v.Before.Value)
			}
			switch {
			case gain > slack:
				v.Direction = Better
			case gain < -slack && after.onlyJoined() && slices.Contains(ofPlaced, row.measure):
				v.Direction = Unclear
			case gain < -slack:
				v.Direction = Worse
			default:
				v.Direction = Same
			}
		}
		list[k] = v
	}
	return list
}

// Broken returns how many placements break a rule. A placement that breaks two
// rules counts twice.
func (r *Report) Broken() int {
	if r == nil {
		return 0
	}
	n := 0
	for _, v := range r.Violations {
		n += len(v.Placements)
	}
	return n
}

func leastCoverage(r *Report) Figure {
	least := undefined(NoValues)
	for _, u := range r.Load.Units {
		if u.Coverage.Defined() && (!least.Defined() || u.Coverage.Value < least.Value) {
			least = u.Coverage
		}
	}
	return least
}
