package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi"
)

// listed is how many transfers of a kind are printed without -all.
const listed = 15

// writeText prints the summary for people.
func (r *summary) writeText(w io.Writer, all bool) error {
	t := &text{}
	r.writeRead(t)
	r.writeChange(t)
	r.writeUnits(t)
	r.writeTransfers(t, all)
	r.writeUnplaced(t, all)
	r.writeProof(t)
	_, err := io.WriteString(w, t.String())
	return err
}

type text struct{ strings.Builder }

func (t *text) line(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

func (r *summary) writeRead(t *text) {
	n := &r.Read
	t.line("%s", r.Data)
	t.line("")
	t.line("READ")
	t.line("  %-18s %7s   %s (perangkat daerah) and %s below", "units", count(n.Units),
		counted(n.Agencies, "agency", "agencies"), counted(n.Units-n.Agencies, "unit", "units"))
	t.line("  %-18s %7s   %s (formasi); the work needs the time of %s (ABK)", "posts (jabatan)", count(n.Posts),
		counted(n.Seats, "seat", "seats"), counted(int(math.Round(n.Need)), "person", "people"))
	t.line("  %-18s %7s   %s in posts, %s without", "employees (ASN)", count(n.Employees), count(n.InPost), count(n.Employees-n.InPost))
	t.line("  %-18s %7s   in the %s that posts ask for; %s missing%s, taken as nothing attained", "ratings", count(n.Ratings),
		counted(n.Competencies, "competency", "competencies"), count(n.Missing), percent(n.Missing, n.Missing+n.Ratings))
	if n.NoDate > 0 {
		t.line("  %s without a date since when: the rule on tenure does not bind them", counted(n.NoDate, "holder", "holders"))
	}
	t.line("  rules on %s", r.Date)
	for _, x := range r.Rules {
		t.line("    %s  [%s]", pad(x.Name, 55), x.Reason)
	}
	t.line("")
}

func (r *summary) writeChange(t *text) {
	t.line("%-46s %9s   %9s", "BEFORE → AFTER", "before", "after")
	for _, m := range r.Measures {
		show := func(x *float64) string {
			switch {
			case x == nil:
				return "–"
			case m.Count:
				return count(int(*x))
			}
			return fmt.Sprintf("%.3f", *x)
		}
		t.line("  %-44s %s → %s", m.Name, padLeft(show(m.Before), 9), padLeft(show(m.After), 9))
	}
	m := &r.Moves
	t.line("  %s: %s between agencies, %s between units of an agency, %s within a unit; %s", counted(m.Moved, "person moves", "people move"),
		count(m.BetweenAgencies), count(m.WithinAgency), count(m.WithinUnit), counted(m.Stayed, "stays", "stay"))
	lost := "nobody loses a post"
	if m.Departures > 0 {
		lost = counted(m.Departures, "person loses a post", "people lose their posts")
	}
	t.line("  %s, %s; the fit rises for %s and falls for %s",
		counted(m.FirstPlacements, "first placement", "first placements"), lost, count(m.Better), count(m.Worse))
	t.line("")
}

func (r *summary) writeUnits(t *text) {
	if len(r.Units) == 0 {
		return
	}
	const title, bars = "STAFF / NEED (█ up to the need, ▒ beyond)", 27
	indented := func(u unit) string { return strings.Repeat("  ", u.Depth) + u.Name }
	name := min(max(width(r.Units, indented), utf8.RuneCountInString(title)), 60)
	t.line("%s %6s   %s   %s", pad(title, name), "need", pad("before", bars), "after")
	for _, u := range r.Units {
		if u.Depth == 0 && u.ID != r.Units[0].ID {
			t.line("")
		}
		t.line("%s", strings.TrimRight(fmt.Sprintf("%s %6.1f   %s   %s",
			pad(indented(u), name), u.Need, pad(u.Before.String(), bars), u.After.String()), " "))
	}
	t.line("")
}

// String shows the staff, the coverage and a bar, 10 cells of which are a
// coverage of 1.
func (l load) String() string {
	if l.Coverage == nil {
		return fmt.Sprintf("%5.4g     –", l.Staff)
	}
	return fmt.Sprintf("%5.4g %5.2f %s", l.Staff, *l.Coverage, bar(*l.Coverage))
}

func bar(coverage float64) string {
	const one, most = 10, 15
	cells := int(math.Round(min(coverage, 2) * one))
	switch {
	case cells > most:
		return strings.Repeat("█", one) + strings.Repeat("▒", most-one-1) + "+"
	case cells > one:
		return strings.Repeat("█", one) + strings.Repeat("▒", cells-one)
	}
	return strings.Repeat("█", cells) + strings.Repeat("·", one-cells)
}

func (r *summary) writeTransfers(t *text, all bool) {
	titles := [...]string{
		move:           "TRANSFERS (mutasi)",
		firstPlacement: "FIRST PLACEMENTS (penempatan)",
		departure:      "WITHOUT A POST FROM NOW ON",
	}
	var kinds [len(titles)][]transfer
	for _, x := range r.Transfers {
		kinds[x.kind()] = append(kinds[x.kind()], x)
	}
	for k, list := range kinds {
		if len(list) == 0 {
			continue
		}
		first, last := list, list[len(list):]
		more := ""
		if !all && len(list) > listed && k != departure {
			first, last = list[:listed], losers(list[listed:])
			more = fmt.Sprintf(", the %d with the greatest gain in fit; -all lists all", listed)
		}
		t.line("%s: %s%s", titles[k], count(len(list)), more)
		shown := slices.Concat(first, last)
		names := width(shown, func(x transfer) string { return x.Name })
		from := width(shown, func(x transfer) string { return post(x.From) })
		to := width(shown, func(x transfer) string { return post(x.To) })
		for i, x := range shown {
			if i == len(first) {
				t.line("  and the %d with the greatest loss", len(last))
			}
			t.line("  %s  %s  %s → %s  %s → %s", x.Employee, pad(x.Name, names),
				pad(post(x.From), from), pad(post(x.To), to), fit(x.FitBefore), fit(x.FitAfter))
		}
		t.line("")
	}
}

// losers returns those at the end of a list by gain whose fit falls, a few at
// most: they are the ones to talk to first.
func losers(list []transfer) []transfer {
	const most = 5
	k := len(list)
	for k > 0 && len(list)-k < most && list[k-1].gain() < 0 {
		k--
	}
	return list[k:]
}

// writeUnplaced lists who has no post, people with the same reasons together.
func (r *summary) writeUnplaced(t *text, all bool) {
	t.line("WITHOUT A POST: %s", count(len(r.Unplaced)))
	shown := r.Unplaced
	if !all && len(shown) > listed {
		shown = shown[:listed]
	}
	people := map[string][]string{}
	var reasons []string // in the order of the people
	for i := range shown {
		u := &shown[i]
		why := strings.Join(u.why(), "\n      ")
		if people[why] == nil {
			reasons = append(reasons, why)
		}
		people[why] = append(people[why], strings.TrimSpace(string(u.Employee)+" "+u.Name))
	}
	for _, why := range reasons {
		t.line("  %s", strings.Join(people[why], ", "))
		t.line("      %s", why)
	}
	if more := len(r.Unplaced) - len(shown); more > 0 {
		t.line("  and %s more; -all lists all", count(more))
	}
	t.line("")
}

func (r *summary) writeProof(t *text) {
	p := &r.Proof
	meaning := "no plan that obeys the rules is better"
	if p.Status != "optimal" {
		meaning = "the search was ended early; no plan goes beyond the bounds"
	}
	verified := "not verified"
	if p.Verified {
		verified = "verified from its certificate"
	}
	t.line("PROOF: %s (%s), %s, seed %d", p.Status, meaning, verified, p.Seed)
	names := width(p.Goals, func(g goal) string { return g.Goal })
	for i, g := range p.Goals {
		bound := "none"
		if g.Bound != nil {
			bound = decimal(*g.Bound)
		}
		t.line("  %d. %s  value %10s  bound %10s", i+1, pad(g.Goal, names), decimal(g.Value), bound)
	}
}

// decimal writes a count as it is and anything else with four decimals.
func decimal(x float64) string {
	if x == math.Trunc(x) {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'f', 4, 64)
}

func fit(x *float64) string {
	if x == nil {
		return "   –"
	}
	return fmt.Sprintf("%.2f", *x)
}

func post(id mutasi.PositionID) string {
	if id == "" {
		return "(none)"
	}
	return string(id)
}

func percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return fmt.Sprintf(" (%.1f %%)", 100*float64(part)/float64(whole))
}

// counted writes a number of things.
func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + more
}

// count writes a number with commas between thousands.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// width returns how many characters the longest of the texts has.
func width[T any](list []T, text func(T) string) int {
	most := 0
	for _, x := range list {
		most = max(most, utf8.RuneCountInString(text(x)))
	}
	return most
}

// pad fills s up to a width in characters, or cuts it there.
func pad(s string, width int) string {
	n := utf8.RuneCountInString(s)
	if n > width {
		return string([]rune(s)[:width-1]) + "…"
	}
	return s + strings.Repeat(" ", width-n)
}

func padLeft(s string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s))) + s
}
