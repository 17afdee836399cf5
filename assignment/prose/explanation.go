package prose

import (
	"cmp"
	"math"
	"slices"

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
	switch nearest := nearest(x); {
	case x.Certain:
		out = append(out, w.say("explain.certain"))
	case nearest != nil && nearest.Regret.Exact && nearest.Regret.Goal < 0:
		out = append(out, w.say("explain.free", "person", person))
	default: // not proven, or it is the bench that is as good
		out = append(out, w.say("explain.open", "person", person))
	}
	if x.Given != "" {
		out = append(out, w.Gaps(x.Employee, x.Gaps))
	}
	return append(out, w.Others(x)...)
}

// nearest is the option open to a person that loses least; nil if there is none.
func nearest(x *assignment.Explanation) *assignment.Option {
	for k := range x.Others {
		if o := &x.Others[k]; len(o.Refused) == 0 && o.Regret.Possible {
			return o
		}
	}
	return nil
}

// Others says which other post comes nearest and what it would cost, and how many are
// closed to the person by which rules and decisions.
func (w *Writer) Others(x *assignment.Explanation) []string {
	if x == nil {
		return nil
	}
	person, bench := w.Person(x.Employee), ""
	if x.Given == "" {
		bench = ".bench"
	}
	var out []string
	closed := 0
	for _, o := range x.Others {
		if len(o.Refused) > 0 {
			closed++
		}
	}
	switch nearest := nearest(x); {
	case nearest != nil && nearest.Regret.Exact: // the others lose at least as much
		out = append(out, w.say("explain.nearest"+bench, "person", person, "post", w.Post(nearest.Position)))
		out = append(out, w.regret(nearest.Regret)...)
	case nearest != nil:
	case closed == len(x.Others):
		out = append(out, w.say("explain.none"+bench, "person", person))
	default:
		out = append(out, w.say("explain.impossible", "person", person))
	}
	return append(out, w.Closed(x)...)
}

// Closed says how many posts are closed to the person by which rules and decisions. It
// reads Employee, Given and Others.
func (w *Writer) Closed(x *assignment.Explanation) []string {
	if x == nil {
		return nil
	}
	var closed []assignment.Option
	for _, o := range x.Others {
		if len(o.Refused) > 0 {
			closed = append(closed, o)
		}
	}
	code := "explain.refused"
	if x.Given == "" {
		code = "explain.closed"
	}
	return w.closed(code, closed, "person", w.Person(x.Employee))
}

// closed counts by cause what is refused.
func (w *Writer) closed(code string, list []assignment.Option, pairs ...string) []string {
	if len(list) == 0 {
		return nil
	}
	number := map[assignment.Cause]int{}
	var order []assignment.Cause
	several := false
	for _, o := range list {
		several = several || len(o.Refused) > 1
		for _, c := range o.Refused {
			if number[c]++; number[c] == 1 {
				order = append(order, c)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b assignment.Cause) int { return number[b] - number[a] })
	var by []string
	for _, c := range order {
		switch {
		case len(list) == 1:
			by = append(by, w.Cause(c))
		case number[c] == len(list):
			by = append(by, w.say("explain.by.all", "cause", w.Cause(c)))
		default:
			by = append(by, w.count("explain.by", number[c], "cause", w.Cause(c)))
		}
	}
	out := []string{w.count(code, len(list), append(pairs, "causes", w.list(by))...)}
	if several && len(list) > 1 {
		out = append(out, w.say("explain.several"))
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
	out := w.outcome(c)
	switch others := c.Chain[min(1, len(c.Chain)):]; {
	case len(c.Chain) == 0:
	case len(others) == 0:
		out = append(out, w.say("whynot.chain.none"))
	default:
		out = append(out, w.count("whynot.chain", len(others), "moves", w.differences(others)))
	}
	return append(out, w.change(c)...)
}

// change says what would have to change for the person to win the post.
func (w *Writer) change(c *assignment.Counterfactual) []string {
	var out []string
	if needed := w.needed(c); needed != "" {
		out = append(out, needed)
	}
	if len(c.Rises) > 0 {
		var rises []string
		for _, r := range c.Rises {
			rises = append(rises, w.say("rise", "competency", string(r.Competency), "from", w.number(float64(r.From)), "to", w.number(float64(r.To))))
		}
		out = append(out, w.say("whynot.rises", "person", w.Person(c.Employee), "rises", w.list(rises)))
	}
	return out
}

// outcome is a counterfactual without the people who give way and what would have to
// change.
func (w *Writer) outcome(c *assignment.Counterfactual) []string {
	args := []string{"person", w.Person(c.Employee), "given", w.Post(c.Given), "wanted", w.Post(c.Wanted)}
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
	return out
}

// needed says what rise in value would win the post; "" where none does, where none is
// needed, or where the goal counts people and has no values.
func (w *Writer) needed(c *assignment.Counterfactual) string {
	if c.Wanted == "" || c.Regret.Goal < 0 || math.IsNaN(c.Needed) || w.counted(c.Regret.Goal) != "" {
		return ""
	}
	return w.say("whynot.needed", "person", w.Person(c.Employee),
		"goal", w.number(float64(c.Regret.Goal+1)), "needed", w.number(c.Needed))
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
		return []string{w.say("loss.unknown")}
	case r.Unplaced:
		out = append(out, w.count("loss.unplaced", int(r.Loss), args...))
	case w.ranksUnits(r.Goal):
		out = append(out, w.count("loss.coverage", int(r.Loss), args...))
	case w.ranksPeople(r.Goal):
		out = append(out, w.count("loss.level", int(r.Loss), args...))
	case w.counted(r.Goal) != "" && r.Loss == math.Trunc(r.Loss):
		code := map[string]string{"Maximize Placed": "loss.placed", "Minimize Moves": "loss.moves"}[w.counted(r.Goal)]
		out = append(out, w.count(cmp.Or(code, "loss.people"), int(r.Loss), args...))
	default:
		out = append(out, w.say("loss", args...))
	}
	if !r.Exact {
		out = append(out, w.say("loss.bound"))
	}
	return out
}
