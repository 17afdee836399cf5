package main

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
)

func TestJSONHoldsThePlanThatIsSolved(t *testing.T) {
	dir := district(t, nil)
	doc := decoded(t, "-data", dir)
	got := field[mutasi.Plan](t, doc, "plan")
	o, _, err := read(dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := assignment.Solve(t.Context(), &assignment.Problem{
		Organization: o,
		Objective:    objective(),
		Constraints:  []assignment.Constraint{assignment.Obey(rulesOn(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))...)},
	}, &assignment.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if !got.Equal(s.Plan) {
		t.Error("the plan of -json is not the one of Solve")
	}
	var listed []mutasi.Transfer
	transfers := field[[]transfer](t, doc, "transfers")
	if !slices.IsSortedFunc(transfers, func(a, b transfer) int {
		return cmp.Or(cmp.Compare(a.kind(), b.kind()), cmp.Compare(b.gain(), a.gain()))
	}) {
		t.Error("the transfers are not listed by kind and gain")
	}
	for _, x := range transfers {
		listed = append(listed, mutasi.Transfer{Employee: x.Employee, From: x.From, To: x.To})
		e, _ := o.Employee(x.Employee)
		for _, side := range []struct {
			post mutasi.PositionID
			fit  *float64
		}{{x.From, x.FitBefore}, {x.To, x.FitAfter}} {
			p, placed := o.Position(side.post)
			if placed != (side.fit != nil) || placed && (competency.Attainment{}).Fit(e.Profile, p.Standard) != *side.fit {
				t.Errorf("%s: the fit to %q that is listed is wrong", x.Employee, side.post)
			}
		}
	}
	slices.SortFunc(listed, func(a, b mutasi.Transfer) int { return cmp.Compare(a.Employee, b.Employee) })
	if diff := gocmp.Diff(o.Incumbents().Transfers(got), listed); diff != "" {
		t.Errorf("transfers (-plan +listed):\n%s", diff)
	}
}

func TestTheCityIsBetterOff(t *testing.T) {
	doc := decoded(t)
	for _, m := range field[[]measure](t, doc, "measures") {
		rises := m.Name != "people without a post" && m.Name != "unfilled seats" &&
			m.Name != "people beyond the seats of their post" && m.Name != "unevenness of staff/need over units (Gini)"
		if (*m.After > *m.Before) != rises {
			t.Errorf("%s: %v before, %v after", m.Name, *m.Before, *m.After)
		}
	}
	uneven := 0
	for _, u := range field[[]unit](t, doc, "units") {
		if before := *u.Before.Coverage; before < 0.75 || before > 1.25 {
			uneven++
		}
		if after := *u.After.Coverage; after < 0.9 || after > 1.1 {
			t.Errorf("coverage of %s is %.2f after the run", u.ID, after)
		}
	}
	if uneven < 10 {
		t.Errorf("%d units are far from their need before the run, want at least 10", uneven)
	}
	m := field[moves](t, doc, "moves")
	if m.Moved < 100 || m.Moved > 600 || m.Departures > 0 || m.Better < 2*m.Worse {
		t.Errorf("moves: %+v", m)
	}
	p := field[proof](t, doc, "proof")
	if p.Status != "optimal" || !p.Verified || len(p.Goals) != 4 {
		t.Errorf("proof: %+v", p)
	}
	for _, g := range p.Goals {
		if g.Value != *g.Bound {
			t.Errorf("%s: value %v, bound %v", g.Goal, g.Value, *g.Bound)
		}
	}
}

// The rules, once more and in other words.
func TestThePlanObeysTheRules(t *testing.T) {
	o := embedded(t)
	plan := field[mutasi.Plan](t, decoded(t), "plan")
	for _, x := range o.Incumbents().Transfers(plan) {
		e, _ := o.Employee(x.Employee)
		p, placed := o.Position(x.To)
		if !placed {
			continue
		}
		if x.From != "" && e.Since.After(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s moves after less than two years, in the post since %v", e.ID, e.Since)
		}
		if e.Attributes["status"] != "" {
			t.Errorf("%s moves in spite of %q", e.ID, e.Attributes["status"])
		}
		held := e.Attributes["golongan"]
		if least, most := p.Attributes["golongan_min"], p.Attributes["golongan_max"]; order(held) < order(least) || order(held) > order(most) {
			t.Errorf("%s of golongan %s gets %s, which is for %s to %s", e.ID, held, p.ID, least, most)
		}
		for _, q := range p.Standard {
			if rating, known := e.Profile[q.Competency]; q.Mandatory && (!known || rating.Level < q.Level) {
				t.Errorf("%s gets %s without %s", e.ID, p.ID, q.Competency)
			}
		}
	}
}

// order turns a golongan such as III/d into a number by its Roman numeral and
// its letter.
func order(golongan string) int {
	var roman string
	var letter rune
	if _, err := fmt.Sscanf(golongan[:len(golongan)-2], "%s", &roman); err != nil {
		return math.MinInt
	}
	letter = rune(golongan[len(golongan)-1])
	return map[string]int{"I": 1, "II": 2, "III": 3, "IV": 4}[roman]*10 + int(letter-'a')
}

func TestReasonsOfTheUnplaced(t *testing.T) {
	o := embedded(t)
	doc := decoded(t)
	plan := field[mutasi.Plan](t, doc, "plan")
	holders := plan.Holders()
	list := field[[]unplaced](t, doc, "unplaced")
	if len(list) != 1200-plan.Len() {
		t.Errorf("%d people are listed, want %d", len(list), 1200-plan.Len())
	}
	for _, u := range list {
		if _, placed := plan.Position(u.Employee); placed {
			t.Errorf("%s is listed and has a post", u.Employee)
		}
		e, _ := o.Employee(u.Employee)
		refused := map[string]int{}
		open, seats := 0, 0
		for p := range o.Positions() {
			held := order(e.Attributes["golongan"])
			ok := true
			for name, bad := range map[string]bool{
				"golongan": held < order(p.Attributes["golongan_min"]) || held > order(p.Attributes["golongan_max"]),
				"status":   e.Attributes["status"] != "",
				"syarat":   !competency.Meets(e.Profile, p.Standard),
			} {
				if bad {
					refused[name]++
					ok = false
				}
			}
			if ok {
				open++
				seats += p.Seats
				if len(holders[p.ID]) < p.Seats {
					t.Errorf("%s could have %s, which has a free seat", e.ID, p.ID)
				}
			}
		}
		for _, r := range u.Refused {
			var name string
			if _, err := fmt.Sscan(r.Rule, &name); err != nil || refused[name] != r.Posts {
				t.Errorf("%s: %s refuses %d posts, want %d", e.ID, r.Rule, r.Posts, refused[name])
			}
			delete(refused, name)
		}
		if len(refused) > 0 || u.Open != open || u.Seats != seats || u.Free != 0 {
			t.Errorf("%s: %+v; not named: %v, %d posts open with %d seats", e.ID, u, refused, open, seats)
		}
	}
}

func TestTheTenureRule(t *testing.T) {
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	tenure := rulesOn(day)[0]
	post := &mutasi.Position{ID: "B"}
	for _, c := range []struct {
		held  mutasi.PositionID
		since time.Time
		want  bool
	}{
		{"A", day.AddDate(-2, 0, 1), false},
		{"A", day.AddDate(-2, 0, 0), true},
		{"A", day, false},
		{"A", time.Time{}, true}, // unknown
		{"", day, true},          // nothing to leave
		{"B", day, true},         // stays
	} {
		e := &mutasi.Employee{ID: "e", Position: c.held, Since: c.since}
		if got := tenure.Permits(e, post, e.Position); got != c.want {
			t.Errorf("in %q since %v: %v, want %v", c.held, c.since, got, c.want)
		}
	}
}

// One is not many.
func TestSingular(t *testing.T) {
	r := &summary{
		Read:      counts{Agencies: 1, Units: 2, Posts: 1, Seats: 1, Need: 1, Competencies: 1, Missing: 1, NoDate: 1},
		Moves:     moves{Moved: 1, Stayed: 1, FirstPlacements: 1, Departures: 1},
		Unplaced:  []unplaced{{Employee: "x", Posts: 3, Open: 1, Seats: 1, Refused: []refusal{{"r", "because", 1}, {"s", "because", 2}}}},
		Transfers: []transfer{},
	}
	var out strings.Builder
	if err := r.writeText(&out, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"1 agency (perangkat daerah) and 1 unit below\n", "1 seat (formasi); the work needs the time of 1 person (ABK)\n",
		"in the 1 competency that", "1 holder without", "1 person moves:", "; 1 stays\n", "1 first placement, 1 person loses a post;",
		"1 post is allowed, and the only seat there is taken\n", "1 post is refused by r", "2 posts are refused by s", "some of them",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output does not hold %q:\n%s", want, out.String())
		}
	}
	if found := regexp.MustCompile(`\b1 \w+(s|people)\b`).FindAllString(out.String(), -1); !slices.Equal(found, []string{"1 stays"}) {
		t.Errorf("plurals of one: %q", found)
	}
}

func TestNumbersAndBars(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", -1000: "-1,000", 1234567: "1,234,567", -123: "-123"} {
		if got := count(n); got != want {
			t.Errorf("count(%d) = %q, want %q", n, got, want)
		}
	}
	for x, want := range map[float64]string{
		0: "··········", 0.62: "██████····", 1: "██████████", 1.26: "██████████▒▒▒", 1.5: "██████████▒▒▒▒▒", 9: "██████████▒▒▒▒+",
	} {
		if got := bar(x); got != want {
			t.Errorf("bar(%v) = %q, want %q", x, got, want)
		}
	}
	if got := pad("Perumahan", 5); got != "Peru…" {
		t.Errorf("pad cuts to %q", got)
	}
}
