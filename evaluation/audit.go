package evaluation

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
)

// AuditOptions says how an [Audit] compares groups. Nil and the zero value are
// the defaults.
type AuditOptions struct {
	// Stratum names what is to be equal when groups are compared, such as the
	// grade. Nil holds nothing equal, so that a difference in qualification
	// looks like a difference in treatment. It must be pure.
	Stratum func(*mutasi.Employee) string

	// MinCell is the least number of people for which a group is judged. The
	// figures of a smaller group are withheld: they say little, and may show
	// what became of single people. 0 means 10.
	MinCell int

	// Resampling is for the permutation tests. A Count of 0 means 1,999 here.
	Resampling Resampling
}

// Attribute returns a function that reads an attribute of people, "" for people
// who do not have it. It is an error if nobody in o has the attribute: its name
// is then probably misspelt.
func Attribute(o *mutasi.Organization, name string) (func(*mutasi.Employee) string, error) {
	known := make(map[string]bool)
	for e := range o.Employees() {
		if e.Attributes[name] != "" {
			return func(e *mutasi.Employee) string { return e.Attributes[name] }, nil
		}
		for other := range e.Attributes {
			known[other] = true
		}
	}
	if len(known) == 0 {
		return nil, fmt.Errorf("evaluation: nobody in the organisation has the attribute %q, nor any other", name)
	}
	return nil, fmt.Errorf("evaluation: nobody in the organisation has the attribute %q; there are %q", name, slices.Sorted(maps.Keys(known)))
}

// GroupAudit says how groups of people fare under a plan.
type GroupAudit struct {
	Groups  []string // by name
	People  []int    // of each group
	Unknown int      // number of people without a group, who are left out

	Rates    []RateAudit // in the order of events of [Audit]
	Gaps     []GapAudit  // in the order of measures of [Audit]
	Caveats  []Caveat    // what the audit cannot say
	Strata   int         // number of strata among the people audited
	MinCell  int         // least number of people of a group that is judged
	Shuffled int         // number of shuffles
}

// Event is something favourable that happens to a person or does not.
type Event string

// The events of an audit. Each is something good. A harm is audited as its
// opposite, because a ratio of two rare rates is large by chance.
const (
	EventPlaced   Event = "placed"        // has a post; of everybody
	EventNotWorse Event = "not worse off" // keeps a post and at least the fit; of those who had a post
	EventWish     Event = "wish met"      // of those who have wishes
)

// RateAudit compares how often an event happens.
type RateAudit struct {
	Event  Event
	Groups []GroupRate // in the order of GroupAudit.Groups
}

// GroupRate is the rate of an event in one group.
type GroupRate struct {
	Group  string
	People int // number to whom the event could happen
	Count  int // number to whom it happened; 0 where the figures are withheld
	Rate   Figure

	// Impact is the adverse impact ratio: the rate divided by the highest rate
	// of a group. Flagged says that it is below 4/5 (29 CFR 1607.4(D)), which
	// is a reason to look and no proof.
	Impact  Figure
	Flagged bool

	// Exact is Fisher's test against the group with the highest rate. Adjusted
	// is its p value after Holm for the number of groups compared.
	Exact    Inference
	Adjusted Figure

	// Conditional is the common odds ratio against the group with the highest
	// rate within strata, by Mantel and Haenszel.
	Conditional Inference
}

// GapMeasure names what a [GapAudit] compares.
type GapMeasure string

// The measures of an audit.
const (
	GapFit  GapMeasure = "fit"  // of placed people to their post
	GapLoad GapMeasure = "load" // need/staff of the unit that people work in: above 1 means more work than people
)

// GapAudit compares the mean of a measure.
type GapAudit struct {
	Measure GapMeasure
	Groups  []GroupGap // in the order of GroupAudit.Groups
}

// GroupGap is the mean of a measure in one group.
type GroupGap struct {
	Group  string
	People int
	Mean   Figure
	Gap    Figure // mean − mean of everybody else

	// Within is the gap at equal qualification: the mean distance of the
	// group's people from the mean of their stratum. P is the chance of a
	// distance at least as large when the labels of groups are shuffled within
	// strata. Adjusted is P after Holm for the number of groups.
	Within, P, Adjusted Figure
}

// Caveat is something that an audit cannot say. It is a code that reports
// translate.
type Caveat string

// The caveats of an audit.
const (
	NotCausal       Caveat = "a difference is not yet unequal treatment, and no difference is not yet equal treatment"
	Competing       Caveat = "placements compete for seats, so people are not independent; the tests shuffle labels within strata where they can, and the exact tests of rates are approximate"
	NoStrata        Caveat = "qualification is not held equal, since no stratum was given"
	NotOverlapping  Caveat = "some groups share no stratum with the group they are compared to"
	GroupsWithheld  Caveat = "groups below the minimum cell size are withheld"
	PeopleUnknown   Caveat = "people without a group are left out; if they differ, so does the result"
	InputsUnaudited Caveat = "the audit takes ratings, wishes and standards as given; if they are biased, so is the plan, and the audit does not see it"
	OnlyOneGroup    Caveat = "there is nothing to compare: fewer than two groups are large enough"
)

// Audit compares how groups of people fare in r, a report about o. It compares
// the rates of [Event]s, with the adverse impact ratio, and the mean fit and
// load. group names the group of a person, such as a function of [Attribute];
// people in group "" are left out and counted. It must be pure. opts may be nil.
//
// It is an error if group is nil, if r is not about the people of o, if a number
// of the options is out of range, or if a function panics. The error is that of
// ctx if it ends early. Audit takes O(people · shuffles) time.
func Audit(ctx context.Context, o *mutasi.Organization, r *Report, group func(*mutasi.Employee) string, opts *AuditOptions) (*GroupAudit, error) {
	if group == nil {
		return nil, errors.New("evaluation: Audit needs a function that names the group of a person, such as one of Attribute(o, \"gender\")")
	}
	if r == nil {
		return nil, errors.New("evaluation: Audit needs a report; make one with Evaluate")
	}
	if opts == nil {
		opts = new(AuditOptions)
	}
	x := &auditor{group: group, stratum: opts.Stratum, minCell: opts.MinCell, seed: opts.Resampling.Seed}
	if x.minCell < 0 {
		return nil, fmt.Errorf("evaluation: AuditOptions.MinCell is %d; it must not be negative", x.minCell)
	}
	if x.minCell == 0 {
		x.minCell = 10
	}
	var err error
	if x.shuffles, err = sample.Draws(opts.Resampling.Count, 1_999); err != nil {
		return nil, fmt.Errorf("evaluation: %w", err)
	}
	if x.watch, err = sample.NewWatch(ctx); err != nil {
		return nil, auditEnded(err)
	}
	if err := x.read(o, r); err != nil {
		return nil, err
	}
	a := &GroupAudit{
		Groups: x.groups, People: x.size, Unknown: x.unknown,
		Strata: x.strata, MinCell: x.minCell, Shuffled: x.shuffles,
	}
	overlapping := true
	for _, e := range []Event{EventPlaced, EventNotWorse, EventWish} {
		rate, ok := x.rates(e)
		overlapping = overlapping && ok
		a.Rates = append(a.Rates, rate)
	}
	for _, m := range []GapMeasure{GapFit, GapLoad} {
		gap, err := x.gaps(m)
		if err != nil {
			return nil, auditEnded(err)
		}
		a.Gaps = append(a.Gaps, gap)
	}
	a.Caveats = x.caveats(overlapping)
	return a, nil
}

func auditEnded(err error) error { return fmt.Errorf("evaluation: Audit ended early: %w", err) }
