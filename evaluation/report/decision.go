package report

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/mutasi-go/mutasi"
)

// Decision accounts for a plan: by which goals and rules it was decided, what was proven
// of it, and why people are without a post. It is plain data, since a report does not
// know how plans are made. Status, Proof, goals and reasons are in the language of the
// report; package assignment/prose writes them.
type Decision struct {
	Status   string         // how good the plan is, a sentence; "": not said
	Goals    []GoalValue    // in the order in which they were pursued
	Rules    []mutasi.Cause // rules and decisions, each with its reason, author and date
	Unplaced []Unplaced     // who has no post; Options.Anonymous shows their number alone
	Seed     uint64         // by which one of the best plans was drawn
	Digest   string         // of the audit record; "": there is none
	Proof    string         // what was proven and how to check it; "": not said
}

// GoalValue is a goal with what the plan has in it.
type GoalValue struct {
	Goal  string  // what it wants, in words
	Value float64 // a number, or infinite
	Bound float64 // no plan goes beyond it, given the earlier goals; infinite: none is known
	// Rounding bounds what rounding can have changed in Value, at least 0.
	Rounding float64
}

// Unplaced is a person without a post, with the reasons, a sentence each.
type Unplaced struct {
	Employee mutasi.EmployeeID
	Reasons  []string
}

// checkDecision names everything in a decision that cannot be shown.
func (b *builder) checkDecision() error {
	d := b.opts.Decision
	if d == nil {
		return nil
	}
	var faults []error
	for k, g := range d.Goals {
		if math.IsNaN(g.Value) || math.IsNaN(g.Bound) || !(g.Rounding >= 0) {
			faults = append(faults, fmt.Errorf("report: Decision.Goals[%d], %q: value %v, bound %v, rounding %v; give numbers, and a rounding of at least 0",
				k, g.Goal, g.Value, g.Bound, g.Rounding))
		}
	}
	for k, u := range d.Unplaced {
		if _, ok := b.o.Employee(u.Employee); !ok {
			faults = append(faults, fmt.Errorf("report: Decision.Unplaced[%d]: employee %q is unknown; give an ID of the organisation", k, u.Employee))
		}
	}
	return errors.Join(faults...)
}

// decision is the section that accounts for the plan.
func (b *builder) decision() (section, error) {
	d, t := b.opts.Decision, b.words
	if d == nil {
		return section{}, nil
	}
	s := section{ID: "decision", Title: t.say("The decision")}
	for _, sentence := range []string{d.Status, d.Proof} {
		if sentence != "" {
			s.Lead = append(s.Lead, sentence)
		}
	}
	s.Lead = append(s.Lead, t.sayf("Between plans that are equally good a draw decides. Its seed: %s.", fmt.Sprint(d.Seed)))
	if d.Digest != "" {
		s.Lead = append(s.Lead, t.sayf("Digest of the audit record: %s.", d.Digest))
	}
	if len(d.Goals) > 0 {
		s.Tables = append(s.Tables, b.goals(d.Goals))
	}
	if len(d.Rules) > 0 {
		s.Tables = append(s.Tables, b.demands(d.Rules))
	}
	switch {
	case len(d.Unplaced) == 0:
		s.Lead = append(s.Lead, t.say("Nobody is without a post."))
	case b.opts.Anonymous:
		s.Lead = append(s.Lead, t.sayf("People without a post: %s.", t.count(len(d.Unplaced))))
	default:
		s.Tables = append(s.Tables, b.unplaced(d.Unplaced))
	}
	return s, nil
}

func (b *builder) goals(goals []GoalValue) grid {
	t := b.words
	g := grid{
		Caption: t.say("Goals, an earlier one before a later one"),
		Head: []column{{t.say("Rank"), true}, {t.say("Goal"), false}, {t.say("Value"), true},
			{t.say("No plan goes beyond"), true}, {t.say("Rounding at most"), true}},
	}
	for k, x := range goals {
		g.Rows = append(g.Rows, []cell{t.int(k + 1), text(t.title(x.Goal)), t.exact(x.Value), t.exact(x.Bound), t.exact(x.Rounding)})
	}
	return b.limit(g)
}

func (b *builder) demands(rules []mutasi.Cause) grid {
	t := b.words
	g := grid{
		Caption: t.say("Rules and decisions that the plan keeps to"),
		Head:    []column{{t.say("Rule"), false}, {t.say("Reason"), false}, {t.say("Set by"), false}, {t.say("As in force on"), false}},
	}
	for _, r := range rules {
		g.Rows = append(g.Rows, []cell{text(r.Constraint), stated(r.Reason), stated(r.Author), t.day(r.On)})
	}
	return b.limit(g)
}

func (b *builder) unplaced(people []Unplaced) grid {
	t := b.words
	g := grid{
		Caption: t.say("People without a post"),
		Head:    []column{{t.say("Person"), false}, {t.say("ID"), false}, {t.say("Why"), false}},
	}
	for _, u := range people {
		e, _ := b.o.Employee(u.Employee)
		g.Rows = append(g.Rows, []cell{text(e.Name), text(string(e.ID)), text(strings.Join(u.Reasons, " "))})
	}
	return b.limit(g)
}

// stated is a cell with a text that may be missing.
func stated(s string) cell {
	if s == "" {
		return cell{Text: "–", Sort: "none"}
	}
	return text(s)
}

// exact is a cell with up to four decimals that say something; a dash stands for no
// bound.
func (t words) exact(x float64) cell {
	const most = 4
	if math.IsInf(x, 0) {
		return cell{Text: "–", Sort: "none", Class: "n"}
	}
	decimals := 0
	for decimals < most && math.Round(x*math.Pow10(decimals))/math.Pow10(decimals) != x {
		decimals++
	}
	c := t.num(x, decimals)
	if least := math.Pow10(-most); x != 0 && math.Abs(x) < least/2 {
		c.Text = "< " + t.number(least, most) // not 0, as it would look
	}
	return c
}

// day is a cell with a date, which sorts by time.
func (t words) day(on time.Time) cell {
	if on.IsZero() {
		return cell{Text: "–", Sort: "none"}
	}
	layout := time.DateOnly
	if Language(t) == Indonesian {
		layout = "02-01-2006"
	}
	return cell{Text: on.Format(layout), Sort: on.Format(time.DateOnly)}
}
