package prose

import (
	"math"
	"strings"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// Status says how good a plan is.
func (w *Writer) Status(s assignment.Status) string {
	switch s {
	case assignment.Optimal:
		return w.say("status.optimal")
	case assignment.Feasible:
		return w.say("status.feasible")
	}
	return w.say("status.unknown")
}

// Verified says what Solution.Verify has proven. Recorded adds that others can do so
// too, who have the record and the data.
func (w *Writer) Verified(recorded bool) []string {
	out := []string{w.say("proof.verified")}
	if recorded {
		out = append(out, w.say("proof.record"))
	}
	return out
}

// Record says what CheckRecord has proven.
func (w *Writer) Record(r *assignment.Record) []string {
	if r == nil {
		return nil
	}
	out := []string{w.say("record.intact"), w.Status(r.Status)}
	for k, v := range r.Values {
		code := "record.goal"
		if k > 0 {
			code += ".later"
		}
		switch {
		case math.IsInf(v.Bound, 0):
			code = "record.goal.open"
		case strings.HasPrefix(v.Goal, "minimize"):
			code += ".least"
		}
		out = append(out, w.say(code, "n", w.number(float64(k+1)), "of", w.goal(k),
			"value", w.number(v.Value), "bound", w.number(v.Bound)))
	}
	out = append(out, w.say("proof.verified"))
	if c := r.Checked; c != nil {
		out = append(out, w.count("proof.checked", c.Employees, "pairs", w.number(float64(c.Pairs))))
		if len(c.Replayed) > 0 {
			var goals []string
			for _, g := range c.Replayed {
				goals = append(goals, w.say("quote", "a", g))
			}
			out = append(out, w.say("proof.replayed", "goals", w.list(goals)))
		}
	}
	if len(r.Differs) == 0 {
		out = append(out, w.say("record.same"))
	} else {
		out = append(out, w.count("record.differs", len(r.Differs), "moves", w.differences(r.Differs)))
	}
	return append(out, w.say("record.integrity"))
}

// Option says in a few words what it would cost to give somebody a post, or what
// forbids it. Holds is true for who has it in the plan.
func (w *Writer) Option(o assignment.Option, holds bool) string {
	r := o.Regret
	args := []string{"goal", w.number(float64(r.Goal + 1)), "loss", w.number(r.Loss), "level", w.number(r.Level)}
	bench := ""
	if o.Position == "" {
		bench = ".bench"
	}
	switch {
	case holds:
		return w.say("option.holds" + bench)
	case len(o.Refused) > 0:
		return w.say("option.closed", "causes", w.causes(o.Refused))
	case !r.Possible:
		return w.say("option.impossible")
	case r.Goal < 0 && r.Exact:
		return w.say("option.equal" + bench)
	case r.Goal < 0:
		return w.say("option.unproven")
	case r.Unplaced:
		return w.say("option.unplaced", args...)
	case w.ranksPeople(r.Goal) || w.ranksUnits(r.Goal):
		return w.say("option.more", args...)
	case !r.Exact:
		return w.say("option.loss.bound", args...)
	}
	return w.say("option.loss", args...)
}

// Candidate is somebody who could have a post, with what that would cost.
type Candidate struct {
	Employee mutasi.EmployeeID
	Cost     string // in a few words
}

// Candidates lists who could have a post, of the options that Solution.Candidates
// gives: the holders in the plan first, then at most a number of others by what they
// would cost; most < 0 lists all. Title ends with a colon where somebody is listed.
// Notes say how many are left out, and to how many the post is closed by what.
func (w *Writer) Candidates(p mutasi.PositionID, held mutasi.Plan, list []assignment.Option, most int) (title string, listed []Candidate, notes []string) {
	var closed []assignment.Option
	left := 0
	for _, o := range list {
		at, _ := held.Position(o.Employee)
		holds := at == p
		switch {
		case !holds && len(o.Refused) > 0:
			closed = append(closed, o)
		case !holds && most == 0:
			left++
		default:
			if !holds {
				most--
			}
			listed = append(listed, Candidate{o.Employee, w.Option(o, holds)})
		}
	}
	switch {
	case len(listed)+left == 0:
		title = w.say("candidates.none", "post", w.Post(p))
	case p == "":
		title = w.say("candidates.bench")
	default:
		title = w.say("candidates", "post", w.Post(p))
	}
	if left > 0 {
		notes = append(notes, w.count("candidates.left", left))
	}
	return title, listed, append(notes, w.closed("candidates.closed", closed)...)
}
