package evaluation

import (
	"errors"
	"fmt"
	"slices"

	"github.com/mutasi-go/mutasi"
)

// AuditOptions says whom an [Audit] compares.
type AuditOptions struct {
	// Group names the group of a person; see [Attribute]. People in group ""
	// are left out and counted. Required.
	Group func(*mutasi.Employee) string

	// Stratum names what is to be equal when groups are compared, such as the
	// grade. Nil: nothing, so that a difference in qualification looks like
	// one in treatment.
	Stratum func(*mutasi.Employee) string

	// MinCell is the least number of people for which a group is judged;
	// below, its figures are withheld, because they say little and may give
	// people away. 0 means 10.
	MinCell int

	// Resampling is for the permutation tests; 0 means 1,999 here.
	Resampling Resampling
}

// Attribute returns the function that reads an attribute of people, "" for
// those who do not have it.
func Attribute(name string) func(*mutasi.Employee) string {
	return func(e *mutasi.Employee) string { return e.Attributes[name] }
}

// GroupAudit says how groups of people fare under a plan.
type GroupAudit struct {
	Groups  []string // by name
	People  []int    // of each group
	Unknown int      // people without a group, who are left out

	Rates    []RateAudit // in the order of events of [Audit]
	Gaps     []GapAudit  // likewise of measures
	Caveats  []Caveat    // what the audit cannot say
	Strata   int         // strata among the people audited
	MinCell  int
	Shuffled int // number of shuffles
}

// Event is something favourable that happens to a person or does not.
type Event string

// The events of an audit. Harms are audited by their complements, since ratios
// of rare harms explode.
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
	People int // to whom the event could happen
	Count  int // to whom it did; 0 where the figures are withheld
	Rate   Figure

	// Impact is the adverse impact ratio, the rate relative to that of the
	// group with the highest rate. Flagged: it is below 4/5 (29 CFR
	// 1607.4(D)), which is a reason to look, and no proof.
	Impact  Figure
	Flagged bool

	// Exact is Fisher's test against the group with the highest rate, and
	// Adjusted its p value after Holm for the number of groups compared.
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

	// Within is the mean distance of the group's people from the mean of
	// their stratum, the gap at equal qualification. P is the chance of a
	// distance as large when the labels of groups are shuffled within strata,
	// Adjusted after Holm for the number of groups.
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

// Audit compares how groups of people fare in r, a report about o. It asks for
// the rates of [Event]s, with the adverse impact ratio, and for gaps in the mean
// fit and load.
//
// It is an error if Group is missing, if r is not about the people of o, or if
// a function panics. It takes O(people · shuffles) time.
func Audit(o *mutasi.Organization, r *Report, opts AuditOptions) (a *GroupAudit, err error) {
	if opts.Group == nil {
		return nil, errors.New("evaluation: AuditOptions.Group is missing; Attribute(\"gender\") would compare by an attribute")
	}
	if opts.MinCell <= 0 {
		opts.MinCell = 10
	}
	if opts.Resampling.Count <= 0 {
		opts.Resampling.Count = 1_999
	}
	x := &auditor{opts: opts}
	if err := x.read(o, r); err != nil {
		return nil, err
	}
	a = &GroupAudit{
		Groups: x.groups, People: x.size, Unknown: x.unknown,
		Strata: x.strata, MinCell: opts.MinCell, Shuffled: opts.Resampling.Count,
	}
	overlapping := true
	for _, e := range []Event{EventPlaced, EventNotWorse, EventWish} {
		rate, ok := x.rates(e)
		overlapping = overlapping && ok
		a.Rates = append(a.Rates, rate)
	}
	for _, m := range []GapMeasure{GapFit, GapLoad} {
		a.Gaps = append(a.Gaps, x.gaps(m))
	}
	a.Caveats = x.caveats(overlapping)
	return a, nil
}

func (x *auditor) caveats(overlapping bool) []Caveat {
	list := []Caveat{NotCausal, Competing}
	large := 0
	for _, n := range x.size {
		if n >= x.opts.MinCell {
			large++
		}
	}
	for _, c := range []struct {
		holds  bool
		caveat Caveat
	}{
		{large < 2, OnlyOneGroup},
		{x.opts.Stratum == nil, NoStrata},
		{!overlapping, NotOverlapping},
		{large < len(x.size), GroupsWithheld},
		{x.unknown > 0, PeopleUnknown},
	} {
		if c.holds {
			list = append(list, c.caveat)
		}
	}
	return append(list, InputsUnaudited)
}

// An auditor holds the people of an audit in columns.
type auditor struct {
	opts    AuditOptions
	groups  []string
	size    []int
	unknown int
	strata  int

	group, stratum []int32
	outcomes       []*Outcome
	wishes         []bool // whether the wish is met, where there are wishes
	wishing        []bool
	load           []Figure
}

func (x *auditor) read(o *mutasi.Organization, r *Report) (err error) {
	var asked mutasi.EmployeeID
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("evaluation: a function of AuditOptions panicked on employee %q: %v", asked, v)
		}
	}()
	if r == nil {
		return errors.New("evaluation: Audit needs a report; make one with Evaluate")
	}
	pressure := make(map[mutasi.UnitID]Figure)
	for _, u := range r.Load.Units {
		pressure[u.Unit] = u.Efficiency
	}
	var groups, strata []string
	i := 0
	for e := range o.Employees() {
		if i >= len(r.Outcomes) || r.Outcomes[i].Employee != e.ID {
			return fmt.Errorf("evaluation: the report is about other people than the organisation: no outcome of employee %q in its place", e.ID)
		}
		asked = e.ID
		out := &r.Outcomes[i]
		i++
		g, s := x.opts.Group(e), ""
		if x.opts.Stratum != nil {
			s = x.opts.Stratum(e)
		}
		if g == "" {
			x.unknown++
			continue
		}
		groups, strata = append(groups, g), append(strata, s)
		x.outcomes = append(x.outcomes, out)
		x.wishing = append(x.wishing, len(e.Wishes) > 0)
		x.wishes = append(x.wishes, out.Post != "" && slices.Contains(e.Wishes, out.Post))
		load := undefined(NoValues)
		if p, ok := o.Position(out.Post); ok {
			if f, ok := pressure[p.Unit]; ok {
				load = f
			}
		}
		x.load = append(x.load, load)
	}
	if i < len(r.Outcomes) {
		return fmt.Errorf("evaluation: the report is about other people than the organisation: employee %q is unknown", r.Outcomes[i].Employee)
	}
	x.groups, x.group = number(groups)
	var names []string
	names, x.stratum = number(strata)
	x.strata = len(names)
	x.size = make([]int, len(x.groups))
	for _, g := range x.group {
		x.size[g]++
	}
	return nil
}

// number returns the different names in order, and of each entry its number.
func number(list []string) (names []string, of []int32) {
	names = slices.Clone(list)
	slices.Sort(names)
	names = slices.Compact(names)
	of = make([]int32, len(list))
	for i, s := range list {
		k, _ := slices.BinarySearch(names, s)
		of[i] = int32(k)
	}
	return names, of
}
