package main

import (
	"context"
	"io"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
)

// in2026 is the day of the rules if none is given.
var in2026 = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// cityPlan is the plan of the city, made once.
var cityPlan = sync.OnceValues(func() (*outcome, error) {
	in, err := readInput(options{date: in2026})
	if err != nil {
		return nil, err
	}
	return in.plan(context.Background(), options{seed: 1, date: in2026}, io.Discard)
})

// ofTheCity is the plan of the city.
func ofTheCity(t *testing.T) *outcome {
	t.Helper()
	r, err := cityPlan()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var (
	blanks  = regexp.MustCompile(`\s\s|^\s|\s$|\s[.,;:)]`)
	opening = regexp.MustCompile(`^[A-Z0-9“]`)
)

// sentence reports whether a text reads as a sentence: it begins with a capital or a
// number, ends with a full stop, and has no blanks, braces, brackets or joints left over.
func sentence(s string) bool {
	return opening.MatchString(s) && strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "..") &&
		!strings.ContainsAny(s, "{}%<>") && !strings.Contains(s, "()") && !strings.Contains(s, ",,") && !blanks.MatchString(s) &&
		strings.Count(s, "(") == strings.Count(s, ")") && strings.Count(s, "“") == strings.Count(s, "”") &&
		!strings.Contains(s, " and .") && !strings.Contains(s, " dan .") && !strings.Contains(s, "NaN") && !strings.Contains(s, "Inf")
}

// people are some people of the city at random, among them all without a post.
func (r *outcome) people(n int, from *rand.Rand) []*mutasi.Employee {
	all := slices.Collect(r.organization.Employees())
	out := []*mutasi.Employee{}
	for id := range r.solution.Unplaced() {
		e, _ := r.organization.Employee(id)
		out = append(out, e)
	}
	for _, k := range from.Perm(len(all))[:n] {
		out = append(out, all[k])
	}
	return out
}

// Explanations are made of sentences, and these are true: of everybody, and of people at
// random in short tests.
func TestExplanationsAreTrue(t *testing.T) {
	r := ofTheCity(t)
	posts := slices.Collect(r.organization.Positions())
	n := 1200 // all
	if testing.Short() {
		n = 30
	}
	for _, e := range r.people(n, rand.New(rand.NewPCG(12, 1))) {
		x, err := r.solution.Explain(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		at, _ := r.solution.Plan.Position(e.ID)
		closed, several := 0, false
		for _, p := range posts {
			n := 0
			for _, rule := range r.rules {
				if !rule.Permits(e, p, e.Position) {
					n++
				}
			}
			if p.ID != at && n > 0 {
				closed++
				several = several || n > 1
			}
		}
		for lang, words := range []struct{ number, certain, several, meets string }{
			{" posts are closed to ", "Every plan that is as good has this too.", "Some are closed by more than one of these.", "reaches every level"},
			{" jabatan tertutup bagi ", "Semua rencana yang sama baiknya", "Sebagian tertutup", "memenuhi semua tingkat"},
		} {
			w := r.writer(options{lang: lang})
			said := w.Explanation(x)
			for _, s := range said {
				if !sentence(s) {
					t.Errorf("%s: this is no sentence: %q", e.ID, s)
				}
			}
			all := strings.Join(said, "\n")
			if !strings.HasPrefix(all, w.Person(e.ID)) || !strings.Contains(said[0], e.Name) {
				t.Errorf("the explanation of %s begins with %q", e.ID, said[0])
			}
			for _, id := range []mutasi.PositionID{e.Position, at} {
				if id != "" && !strings.Contains(said[0], string(id)) {
					t.Errorf("%s: post %s is not named in %q", e.ID, id, said[0])
				}
			}
			if strings.Contains(all, words.certain) != x.Certain || strings.Contains(all, words.several) != several {
				t.Errorf("%s: certain %v, closed by several %v; said:\n%s", e.ID, x.Certain, several, all)
			}
			meets := !slices.ContainsFunc(x.Gaps, func(g competency.Gap) bool { return g.Shortfall() > 0 })
			if at != "" && strings.Contains(all, words.meets) != meets {
				t.Errorf("%s: meets the standard %v; said:\n%s", e.ID, meets, all)
			}
			text := strings.ReplaceAll(strings.ReplaceAll(all, " other posts", " posts"), " jabatan lain ", " jabatan ")
			if closed > 1 && !strings.Contains(text, count(closed)+words.number) {
				t.Errorf("%s: %d posts are closed; said:\n%s", e.ID, closed, all)
			}
		}
	}
}

// Counterfactuals about people and posts at random are made of sentences, which say that
// nothing forbids a pair only where all rules permit it; and the moves that they name
// lead to a plan that keeps to seats and rules and is worse by just what they say.
func TestCounterfactualsAreTrue(t *testing.T) {
	r := ofTheCity(t)
	from := rand.New(rand.NewPCG(12, 2))
	posts := slices.Collect(r.organization.Positions())
	allowed, refused, replayed := 0, 0, 0
	for _, e := range r.people(40, from) {
		p := posts[from.IntN(len(posts))]
		if open := slices.DeleteFunc(slices.Clone(posts), func(p *mutasi.Position) bool { return !r.permits(e, p) }); len(open) > 0 && from.IntN(2) == 0 {
			p = open[from.IntN(len(open))]
		}
		c, err := r.solution.WhyNot(e.ID, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		if c.Given == p.ID {
			continue
		}
		for lang, words := range []struct{ allowed, equal string }{
			{"No rule and no decision forbids it.", "is just as good in every goal"},
			{"Tidak ada aturan atau keputusan yang melarangnya.", "sama baiknya dalam semua tujuan"},
		} {
			w := r.writer(options{lang: lang})
			said := w.Counterfactual(c)
			for _, s := range said {
				if !sentence(s) {
					t.Errorf("%s: this is no sentence: %q", e.ID, s)
				}
			}
			all := strings.Join(said, "\n")
			if strings.Contains(all, words.allowed) != r.permits(e, p) {
				t.Errorf("%s to %s: the rules permit it: %v; said:\n%s", e.ID, p.ID, r.permits(e, p), all)
			}
			for _, rule := range r.rules {
				if strings.Contains(all, rule.Name) == rule.Permits(e, p, e.Position) {
					t.Errorf("%s to %s: permitted by %s: %v; said:\n%s", e.ID, p.ID, rule.Name, rule.Permits(e, p, e.Position), all)
				}
			}
			for _, x := range c.Chain {
				if !strings.Contains(all, string(x.Employee)) || x.To != "" && !strings.Contains(all, string(x.To)) {
					t.Errorf("%s to %s: the move of %s is not named:\n%s", e.ID, p.ID, x.Employee, all)
				}
			}
			if len(c.Refused) == 0 && strings.Contains(all, words.equal) != (c.Regret.Possible && c.Regret.Goal < 0) {
				t.Errorf("%s to %s: regret %+v; said:\n%s", e.ID, p.ID, c.Regret, all)
			}
		}
		if len(c.Refused) > 0 {
			refused++
			continue
		}
		allowed++
		if c.Regret.Possible {
			replayed++
			r.replay(t, c)
		}
	}
	if allowed < 5 || refused < 5 || replayed < 5 {
		t.Errorf("%d allowed, %d refused, %d replayed; want some of each", allowed, refused, replayed)
	}
}

// permits asks all rules.
func (r *outcome) permits(e *mutasi.Employee, p *mutasi.Position) bool {
	return !slices.ContainsFunc(r.rules, func(rule mutasi.Rule) bool { return !rule.Permits(e, p, e.Position) })
}

// replay makes the moves of a counterfactual, and has the goals of the plan that they
// lead to computed by a problem that allows no other one.
func (r *outcome) replay(t *testing.T, c *assignment.Counterfactual) {
	t.Helper()
	plan := r.solution.Plan
	for _, x := range c.Chain {
		if at, _ := plan.Position(x.Employee); at != x.From {
			t.Fatalf("%s to %s: %s is at %q and is moved from %q", c.Employee, c.Wanted, x.Employee, at, x.From)
		}
		var err error
		if plan, err = plan.With(mutasi.Placement{Employee: x.Employee, Position: x.To}); err != nil {
			t.Fatal(err)
		}
	}
	if at, _ := plan.Position(c.Employee); at != c.Wanted {
		t.Fatalf("the moves lead %s to %q, not to %q", c.Employee, at, c.Wanted)
	}
	p := *r.problem
	p.Constraints = append(slices.Clone(p.Constraints), assignment.Eligible("the plan of the counterfactual", func(e *mutasi.Employee, post *mutasi.Position) bool {
		at, _ := plan.Position(e.ID)
		return post.ID == at
	}))
	s, err := assignment.Solve(t.Context(), &p, nil)
	if err != nil {
		t.Fatalf("%s to %s: the moves lead to a plan that is not admitted: %v", c.Employee, c.Wanted, err)
	}
	if !s.Plan.Equal(plan) {
		t.Fatalf("%s to %s: the plan of the moves exceeds seats", c.Employee, c.Wanted)
	}
	for k, v := range s.Values {
		was := r.solution.Values[k]
		loss := math.Abs(v.Value - was.Value)
		switch {
		case k == c.Regret.Goal && math.Abs(loss-c.Regret.Loss) > 1e-6+v.Rounding+was.Rounding:
			t.Errorf("%s to %s: goal %d loses %v, it is said to lose %v", c.Employee, c.Wanted, k+1, loss, c.Regret.Loss)
		case (k < c.Regret.Goal || c.Regret.Goal < 0) && loss > 1e-6+v.Rounding+was.Rounding:
			t.Errorf("%s to %s: goal %d loses %v, it is said to lose nothing", c.Employee, c.Wanted, k+1, loss)
		}
	}
}
