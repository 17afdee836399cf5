package prose

import (
	"math"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
)

// Explanation says where a person is placed, how that fits, and what else there was.
func (w *Writer) Explanation(x *assignment.Explanation) []string {
	if x == nil {
		return nil
	}
	person := w.Person(x.Employee)
	code := "explain.moves"
	switch {
	case x.Before == "" && x.Given == "":
		code = "explain.unplaced"
	case x.Before == x.Given:
		code = "explain.stays"
	case x.Before == "":
		code = "explain.first"
	case x.Given == "":
		code = "explain.benched"
	}
	out := []string{w.say(code, "person", person, "before", w.Post(x.Before), "given", w.Post(x.Given))}
	if x.Certain {
		out = append(out, w.say("explain.certain"))
	} else {
		out = append(out, w.say("explain.free", "person", person))
	}
	if x.Given != "" {
		out = append(out, w.Gaps(x.Employee, x.Gaps))
	}
	refused := 0
	var nearest *assignment.Option
	for k := range x.Others {
		switch o := &x.Others[k]; {
		case len(o.Refused) > 0:
			refused++
		case nearest == nil && o.Regret.Possible:
			nearest = o
		}
	}
	if nearest != nil {
		out = append(out, w.say("explain.nearest", "person", person, "post", w.Post(nearest.Position)))
		out = append(out, w.regret(nearest.Regret)...)
	} else {
		out = append(out, w.say("explain.none", "person", person))
	}
	if refused > 0 {
		out = append(out, w.count("explain.refused", refused, "person", person))
	}
	return out
}

// Gaps says in which competencies a person is not known to reach what a post requires.
func (w *Writer) Gaps(e mutasi.EmployeeID, gaps []competency.Gap) string {
	var short []string
	for _, g := range gaps {
		required := w.number(float64(g.Required))
		switch {
		case g.Shortfall() <= 0:
		case !g.Known:
			short = append(short, w.say("explain.unknown", "competency", string(g.Competency), "required", required))
		default:
			short = append(short, w.say("explain.gap", "competency", string(g.Competency), "held", w.number(float64(g.Held)), "required", required))
		}
	}
	if len(short) == 0 {
		return w.say("explain.meets", "person", w.Person(e))
	}
	return w.say("explain.gaps", "person", w.Person(e), "gaps", w.list(short))
}

// Counterfactual says why a person has not the post asked for, what it would cost, who
// would have to give way, and what would have to change.
func (w *Writer) Counterfactual(c *assignment.Counterfactual) []string {
	if c == nil {
		return nil
	}
	person := w.Person(c.Employee)
	args := []string{"person", person, "given", w.Post(c.Given), "wanted", w.Post(c.Wanted)}
	switch {
	case c.Given == c.Wanted && c.Given == "":
		return []string{w.say("explain.unplaced.now", args...)}
	case c.Given == c.Wanted:
		return []string{w.say("whynot.has", args...)}
	}
	code := "whynot.given"
	switch {
	case c.Given == "":
		code = "whynot.unplaced"
	case c.Wanted == "":
		code = "whynot.bench"
	}
	out := []string{w.say(code, args...)}
	if len(c.Refused) > 0 {
		out = append(out, w.say("whynot.refused", "causes", w.causes(c.Refused)))
	} else {
		out = append(out, w.say("whynot.allowed"))
	}
	if !c.Regret.Possible {
		return append(out, w.say("whynot.impossible", args...))
	}
	if len(c.Refused) > 0 {
		out = append(out, w.say("whynot.but"))
	}
	if c.Regret.Goal < 0 && len(c.Refused) > 0 {
		out = append(out, w.say("whynot.gain"))
	} else {
		out = append(out, w.regret(c.Regret)...)
	}
	switch others := c.Chain[min(1, len(c.Chain)):]; {
	case len(c.Chain) == 0:
	case len(others) == 0:
		out = append(out, w.say("whynot.chain.none"))
	default:
		out = append(out, w.count("whynot.chain", len(others), "moves", w.moves(others)))
	}
	if c.Regret.Goal >= 0 && !math.IsNaN(c.Needed) && !w.onlyCounts(c.Regret.Goal) {
		out = append(out, w.say("whynot.needed", "person", person, "needed", w.number(c.Needed)))
	}
	return out
}

// regret says what a possible pair costs.
func (w *Writer) regret(r assignment.Regret) []string {
	var out []string
	goal, of := w.number(float64(r.Goal+1)), w.goal(r.Goal)
	args := []string{"goal", goal, "of", of, "loss", w.number(r.Loss), "level", w.number(r.Level)}
	switch {
	case r.Goal < 0 && r.Exact:
		return []string{w.say("whynot.equal")}
	case r.Goal < 0:
	case r.Unplaced:
		out = append(out, w.count("loss.unplaced", int(r.Loss), args...))
	case w.ranksUnits(r.Goal):
		out = append(out, w.count("loss.coverage", int(r.Loss), args...))
	case w.ranksPeople(r.Goal):
		out = append(out, w.count("loss.level", int(r.Loss), args...))
	case w.onlyCounts(r.Goal) && r.Loss == math.Trunc(r.Loss):
		out = append(out, w.count("loss.people", int(r.Loss), args...))
	default:
		out = append(out, w.say("loss", args...))
	}
	if !r.Exact {
		out = append(out, w.say("loss.bound"))
	}
	return out
}
