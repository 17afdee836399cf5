package prose

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/internal/message"
)

// Writer writes sentences about one problem in one language. It is immutable and safe
// for concurrent use.
type Writer struct {
	in    mutasi.Language
	texts map[string]string
	o     *mutasi.Organization
	goals assignment.Objective
	names bool
	terms map[string]string
}

// Options say how things are called. The zero value, like nil, has IDs only.
type Options struct {
	// Names adds the names of people and the titles of posts to their IDs.
	Names bool
	// Terms says in the language of the writer what a Custom term counts, by the
	// name of the term, as part of a sentence: "the number of people near home".
	// Without it a goal to maximize or minimize the term is quoted.
	Terms map[string]string
}

// languages are the tables of all languages.
var languages = map[mutasi.Language]map[string]string{mutasi.English: english, mutasi.Indonesian: indonesian}

// New returns a writer for what was asked about a problem. An unknown language is
// English. A nil problem has no names and no goals.
func New(in mutasi.Language, p *assignment.Problem, opts *Options) *Writer {
	w := &Writer{in: in, texts: languages[in]}
	if w.texts == nil {
		w.in, w.texts = mutasi.English, english
	}
	if p != nil {
		w.o, w.goals = p.Organization, p.Objective
		if w.goals == nil {
			w.goals = assignment.DefaultObjective()
		}
	}
	if opts != nil {
		w.names, w.terms = opts.Names, maps.Clone(opts.Terms)
	}
	return w
}

// say renders a sentence. Pairs are names and values of its arguments.
func (w *Writer) say(code string, pairs ...string) string {
	args := map[string]string{}
	for k := 0; k+1 < len(pairs); k += 2 {
		args[pairs[k]] = pairs[k+1]
	}
	return message.Render(w.texts[code], args)
}

// count renders the sentence for a number: one for 1 has a code of its own.
func (w *Writer) count(code string, n int, pairs ...string) string {
	if _, own := w.texts[code+".one"]; own && n == 1 {
		code += ".one"
	}
	return w.say(code, append(pairs, "n", w.number(float64(n)))...)
}

// number writes a number with up to four decimals that say something.
func (w *Writer) number(x float64) string {
	text := strconv.FormatFloat(math.Abs(x), 'f', 4, 64)
	if x != 0 && math.Abs(x) < 0.0001 {
		text = strconv.FormatFloat(math.Abs(x), 'g', 2, 64)
	}
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	var b strings.Builder
	if x < 0 {
		b.WriteString("−")
	}
	for k, digit := range whole {
		if k > 0 && (len(whole)-k)%3 == 0 {
			b.WriteString(w.texts["thousands"])
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString(w.texts["decimal"] + fraction)
	}
	return b.String()
}

// list joins what stands in a sentence one after the other.
func (w *Writer) list(items []string) string {
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	default:
		out := items[0]
		for _, x := range items[1 : n-1] {
			out = w.say("comma", "a", out, "b", x)
		}
		return w.say("and", "a", out, "b", items[n-1])
	}
}

// Person is how a person is called: by ID, and by name too if that is wanted.
func (w *Writer) Person(id mutasi.EmployeeID) string {
	if e, ok := w.o.Employee(id); ok && w.names && e.Name != "" {
		return fmt.Sprintf("%s (%s)", e.Name, id)
	}
	return string(id)
}

// Post is how a post is called, and the bench for "".
func (w *Writer) Post(id mutasi.PositionID) string {
	if id == "" {
		return w.say("bench")
	}
	if p, ok := w.o.Position(id); ok && w.names && p.Title != "" {
		return fmt.Sprintf("%s (%s)", p.Title, id)
	}
	return string(id)
}

// Cause is a cause as part of a sentence, with its reason, author and day.
func (w *Writer) Cause(c assignment.Cause) string {
	var details []string
	if c.Reason != "" {
		details = append(details, w.say("cause.reason", "reason", c.Reason))
	}
	if c.Author != "" {
		details = append(details, w.say("cause.author", "author", c.Author))
	}
	if !c.On.IsZero() {
		details = append(details, w.say("cause.on", "on", w.say("day",
			"year", c.On.Format("2006"), "month", c.On.Format("01"), "day", c.On.Format("02"))))
	}
	out := w.say("cause", "constraint", c.Constraint)
	if len(details) == 0 {
		return out
	}
	all := details[0]
	for _, x := range details[1:] {
		all = w.say("semicolon", "a", all, "b", x)
	}
	return w.say("cause.details", "cause", out, "details", all)
}

func (w *Writer) causes(list []assignment.Cause) string {
	var out []string
	for _, c := range list {
		out = append(out, w.Cause(c))
	}
	return w.list(out)
}

func (w *Writer) posts(list []mutasi.PositionID) string {
	var out []string
	for _, p := range list {
		out = append(out, w.Post(p))
	}
	return w.list(out)
}

func (w *Writer) people(list []mutasi.EmployeeID) string {
	var out []string
	for _, e := range list {
		out = append(out, w.Person(e))
	}
	return w.list(out)
}

// moves lists transfers as part of a sentence.
func (w *Writer) moves(list []mutasi.Transfer) string {
	return w.transfers("move", list)
}

// differences lists where people are in one plan instead of in another. Neither need
// be the plan of today, so that nobody is said to move.
func (w *Writer) differences(list []mutasi.Transfer) string {
	return w.transfers("instead", list)
}

// transfers lists people with the post before and the post after, by the sentence of
// the given code.
func (w *Writer) transfers(sentence string, list []mutasi.Transfer) string {
	var out []string
	for _, t := range list {
		code := sentence
		switch {
		case t.From == "":
			code += ".first"
		case t.To == "":
			code += ".benched"
		}
		out = append(out, w.say(code, "person", w.Person(t.Employee), "from", w.Post(t.From), "to", w.Post(t.To)))
	}
	return w.list(out)
}

// call is a constructor of package assignment as it writes itself in JSON.
type call struct {
	Name       string
	Parameters struct {
		Term   *call
		Terms  []call
		Goal   *call
		Weight float64
		Count  int
		Rating string
	}
}

// Goal says what a goal wants, as part of a sentence. A goal that holds a function of
// the caller, for which Options.Terms has no words, is quoted.
func (w *Writer) Goal(g assignment.Goal) string {
	for code, verb := range map[string]string{"goal.Maximize": "maximize ", "goal.Minimize": "minimize "} {
		name, found := strings.CutPrefix(g.String(), verb)
		if of, known := w.terms[name]; found && known {
			return w.say(code, "of", of, "count", "")
		}
	}
	var c call
	text, err := json.Marshal(g)
	if err != nil || json.Unmarshal(text, &c) != nil {
		return w.say("goal.other", "name", w.say("quote", "a", g.String()))
	}
	for (c.Name == "Step" || c.Name == "Within") && c.Parameters.Goal != nil {
		c = *c.Parameters.Goal
	}
	if _, known := w.texts["goal."+c.Name]; !known {
		return w.say("goal.other", "name", w.say("quote", "a", g.String()))
	}
	of := ""
	if c.Parameters.Term != nil {
		of = w.term(*c.Parameters.Term)
	}
	return w.say("goal."+c.Name, "of", of, "count", w.number(float64(c.Parameters.Count)))
}

// term names what a term counts.
func (w *Writer) term(c call) string {
	switch {
	case c.Name == "Sum":
		out := ""
		for k, t := range c.Parameters.Terms {
			negative := t.Name == "Weigh" && t.Parameters.Weight < 0
			if negative && k > 0 {
				t.Parameters.Weight = -t.Parameters.Weight
			}
			switch {
			case k == 0:
				out = w.term(t)
			case negative:
				out = w.say("term.minus", "a", out, "b", w.term(t))
			default:
				out = w.say("term.plus", "a", out, "b", w.term(t))
			}
		}
		return out
	case c.Name == "Weigh" && c.Parameters.Term != nil:
		of := w.term(*c.Parameters.Term)
		if c.Parameters.Weight == 1 {
			return of
		}
		return w.say("term.weight", "weight", w.number(c.Parameters.Weight), "of", of)
	}
	if _, known := w.texts["term."+c.Name]; !known {
		return w.say("term.other", "name", w.say("quote", "a", c.Name))
	}
	of := ""
	if c.Parameters.Term != nil {
		of = w.term(*c.Parameters.Term)
	}
	return w.say("term."+c.Name, "of", of, "name", w.say("quote", "a", c.Parameters.Rating))
}

// goal says what goal k wants.
func (w *Writer) goal(k int) string {
	if k < 0 || k >= len(w.goals) {
		return ""
	}
	return w.Goal(w.goals[k])
}

// counted is the constructor of a goal and that of its term, "Maximize Placed", if the
// goal is about a number of people, so that a loss is one too; "" otherwise.
func (w *Writer) counted(k int) string {
	if k < 0 || k >= len(w.goals) {
		return ""
	}
	var c call
	text, err := json.Marshal(w.goals[k])
	if err != nil || json.Unmarshal(text, &c) != nil || c.Parameters.Term == nil {
		return ""
	}
	if !slices.Contains([]string{"Placed", "Moves", "Unchanged"}, c.Parameters.Term.Name) {
		return ""
	}
	return c.Name + " " + c.Parameters.Term.Name
}

// upper begins a sentence.
func upper(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// ranksUnits reports whether a goal ranks units or posts by their staff.
func (w *Writer) ranksUnits(k int) bool {
	return w.isGoal(k, "LeximinCoverage") || w.isGoal(k, "LeximinCoveragePosts")
}

// ranksPeople reports whether a goal ranks people by their values, so that a loss is a
// number of them.
func (w *Writer) ranksPeople(k int) bool { return w.isGoal(k, "Leximin") }

// isGoal reports whether the constructor of goal k, which String begins with, is the one named.
func (w *Writer) isGoal(k int, constructor string) bool {
	if k < 0 || k >= len(w.goals) {
		return false
	}
	of := w.goals[k].String()
	switch constructor {
	case "LeximinCoverage":
		return of == assignment.LeximinCoverage().String()
	case "LeximinCoveragePosts":
		return of == assignment.LeximinCoveragePosts().String()
	}
	return strings.HasPrefix(of, "leximin ") && !w.ranksUnits(k)
}
