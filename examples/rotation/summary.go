package main

import (
	"cmp"
	"encoding/json"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/evaluation"
)

// A summary is everything that is printed, as text or as JSON.
type summary struct {
	Data      string     `json:"data"`
	Date      string     `json:"date"` // on which the rules are applied
	Read      counts     `json:"read"`
	Rules     []rule     `json:"rules"`
	Measures  []measure  `json:"measures"`
	Moves     moves      `json:"moves"`
	Units     []unit     `json:"units"`
	Transfers []transfer `json:"transfers"` // by gain, the greatest first; first placements last
	Unplaced  []unplaced `json:"unplaced"`
	Proof     proof      `json:"proof"`

	Plan mutasi.Plan `json:"plan"`
}

// counts say what was read.
type counts struct {
	Agencies     int     `json:"agencies"` // units without a parent
	Units        int     `json:"units"`
	Posts        int     `json:"posts"`
	Seats        int     `json:"seats"`
	Need         float64 `json:"need"`
	Employees    int     `json:"employees"`
	InPost       int     `json:"inPost"`
	Competencies int     `json:"competencies"` // that standards ask for
	Ratings      int     `json:"ratings"`      // in these
	Missing      int     `json:"missing"`      // to rate everybody in them
	NoDate       int     `json:"noDate"`       // holders of whom it is unknown since when
}

type rule struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// Figures that may be undefined are pointers: nil, null in JSON, where there is
// nothing to measure, such as the fit of nobody.

type measure struct {
	Name   string   `json:"name"`
	Before *float64 `json:"before"`
	After  *float64 `json:"after"`
	Count  bool     `json:"-"` // prints without decimals
}

type moves struct {
	Stayed          int `json:"stayed"`
	Moved           int `json:"moved"`
	WithinUnit      int `json:"withinUnit"`
	WithinAgency    int `json:"withinAgency"`
	BetweenAgencies int `json:"betweenAgencies"`
	FirstPlacements int `json:"firstPlacements"`
	Departures      int `json:"departures"`
	Better          int `json:"better"` // of those in a post before and after
	Worse           int `json:"worse"`
}

// A unit is a line of the table: an agency with all below it, or a unit with
// the posts of its own.
type unit struct {
	ID     mutasi.UnitID `json:"id"`
	Name   string        `json:"name"`
	Depth  int           `json:"depth"`
	Need   float64       `json:"need"`
	Before load          `json:"before"`
	After  load          `json:"after"`
}

type load struct {
	Staff    float64  `json:"staff"`
	Coverage *float64 `json:"coverage"`
}

type transfer struct {
	Employee  mutasi.EmployeeID `json:"employee"`
	Name      string            `json:"name"`
	From      mutasi.PositionID `json:"from"` // "": the bench
	To        mutasi.PositionID `json:"to"`
	FitBefore *float64          `json:"fitBefore"`
	FitAfter  *float64          `json:"fitAfter"`
}

type proof struct {
	Status   string `json:"status"`
	Verified bool   `json:"verified"`
	Seed     uint64 `json:"seed"`
	Goals    []goal `json:"goals"`
}

type goal struct {
	Goal  string   `json:"goal"`
	Value float64  `json:"value"`
	Bound *float64 `json:"bound"`
}

// summarize gathers what is printed of a solution that has been verified.
func summarize(o *mutasi.Organization, s *assignment.Solution, c *evaluation.Change, rules []mutasi.Rule) *summary {
	after := &c.After.Moves
	r := &summary{
		Read:     countsOf(o),
		Measures: measures(c),
		Moves: moves{
			after.Stayed, after.Moved, after.WithinUnit, after.WithinAgency, after.BetweenAgencies,
			after.FirstPlacements, after.Departures, after.Better, after.Worse,
		},
		Units:     unitsOf(o, c),
		Transfers: transfersOf(o, c),
		Unplaced:  unplacedOf(o, s, rules),
		Proof:     proof{Status: s.Status.String(), Verified: true, Seed: s.Stats.Seed},
		Plan:      s.Plan,
	}
	for _, x := range rules {
		r.Rules = append(r.Rules, rule{x.Name, x.Reason})
	}
	for _, v := range s.Values {
		r.Proof.Goals = append(r.Proof.Goals, goal{v.Goal, v.Value, finite(v.Bound)})
	}
	return r
}

// figure is the number of f, nil if it is undefined.
func figure(f evaluation.Figure) *float64 {
	if !f.Defined() {
		return nil
	}
	return &f.Value
}

// finite is the number x, nil if nothing bounds it.
func finite(x float64) *float64 {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return nil
	}
	return &x
}

func countsOf(o *mutasi.Organization) counts {
	var n counts
	for range o.Units() {
		n.Units++
	}
	for range o.Children("") {
		n.Agencies++
	}
	asked := map[competency.ID]bool{}
	for p := range o.Positions() {
		n.Posts++
		n.Seats += p.Seats
		n.Need += float64(p.Need)
		for _, q := range p.Standard {
			asked[q.Competency] = true
		}
	}
	for e := range o.Employees() {
		n.Employees++
		if e.Position != "" {
			n.InPost++
			if e.Since.IsZero() {
				n.NoDate++
			}
		}
		for id := range e.Profile {
			if asked[id] {
				n.Ratings++
			}
		}
	}
	n.Competencies = len(asked)
	n.Missing = n.Employees*n.Competencies - n.Ratings
	return n
}

func measures(c *evaluation.Change) []measure {
	before, after := c.Before, c.After
	number := func(n int) evaluation.Figure { return evaluation.Figure{Value: float64(n)} }
	row := func(name string, before, after evaluation.Figure, count bool) measure {
		return measure{name, figure(before), figure(after), count}
	}
	return []measure{
		row("mean fit", before.Fit.Mean, after.Fit.Mean, false),
		row("mean fit of the bottom tenth", before.Fit.BottomTenth, after.Fit.BottomTenth, false),
		row("least fit", before.Fit.Least, after.Fit.Least, false),
		row("unevenness of staff/need over units (Gini)", before.Load.AcrossUnits.Gini, after.Load.AcrossUnits.Gini, false),
		row("people in a post", number(before.Placed), number(after.Placed), true),
		row("people without a post", number(len(before.Unplaced)), number(len(after.Unplaced)), true),
		row("unfilled seats", number(before.Seats.Vacant), number(after.Seats.Vacant), true),
		row("people beyond the seats of their post", number(before.Seats.OverFull), number(after.Seats.OverFull), true),
	}
}

// unitsOf lists every agency and, below it, the units that have posts of their
// own, as a tree in input order.
func unitsOf(o *mutasi.Organization, c *evaluation.Change) []unit {
	type pair struct{ before, after *evaluation.UnitLoad }
	index := func(before, after []evaluation.UnitLoad) map[mutasi.UnitID]pair {
		m := make(map[mutasi.UnitID]pair, len(before))
		for i := range before {
			m[before[i].Unit] = pair{&before[i], &after[i]} // both in input order
		}
		return m
	}
	agencies := index(c.Before.Load.Agencies, c.After.Load.Agencies)
	own := index(c.Before.Load.Units, c.After.Load.Units)
	list := []unit{}
	add := func(u *mutasi.Unit, name string, depth int, p pair) {
		list = append(list, unit{
			u.ID, name, depth, float64(p.after.Need),
			load{float64(p.before.Staff), figure(p.before.Coverage)},
			load{float64(p.after.Staff), figure(p.after.Coverage)},
		})
	}
	var walk func(*mutasi.Unit, int)
	walk = func(u *mutasi.Unit, depth int) {
		name := cmp.Or(u.Name, string(u.ID))
		loads, has := own[u.ID]
		switch {
		case depth == 0:
			add(u, name, 0, agencies[u.ID])
			if has && len(slices.Collect(o.Children(u.ID))) > 0 {
				add(u, "posts of its own", 1, loads)
			}
		case has:
			add(u, name, depth, loads)
		}
		for child := range o.Children(u.ID) {
			walk(child, depth+1)
		}
	}
	for u := range o.Children("") {
		walk(u, 0)
	}
	return list
}

// transfersOf lists who moves by what they gain, then who gets a first post,
// then who loses theirs.
func transfersOf(o *mutasi.Organization, c *evaluation.Change) []transfer {
	list := make([]transfer, 0, len(c.Transfers))
	for _, t := range c.Transfers {
		e, _ := o.Employee(t.Employee)
		list = append(list, transfer{t.Employee, e.Name, t.From, t.To, figure(t.FitBefore), figure(t.FitAfter)})
	}
	slices.SortStableFunc(list, func(a, b transfer) int {
		return cmp.Or(
			cmp.Compare(a.kind(), b.kind()),
			cmp.Compare(b.gain(), a.gain()),
			strings.Compare(string(a.Employee), string(b.Employee)),
		)
	})
	return list
}

// The kinds of transfer in the order in which they are listed.
const (
	move = iota
	firstPlacement
	departure
)

func (t *transfer) kind() int {
	switch {
	case t.From == "":
		return firstPlacement
	case t.To == "":
		return departure
	}
	return move
}

// gain is by how much the fit rises; the bench counts as a fit of 0.
func (t *transfer) gain() float64 {
	var gain float64
	if t.FitAfter != nil {
		gain = *t.FitAfter
	}
	if t.FitBefore != nil {
		gain -= *t.FitBefore
	}
	return gain
}

// write writes the summary as the options say.
func (r *summary) write(w io.Writer, opts options) error {
	if opts.json {
		return r.writeJSON(w)
	}
	return r.writeText(w, opts.all)
}

func (r *summary) writeJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(r)
}
