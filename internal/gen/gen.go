// Package gen draws small organisations for property tests. They are full of
// what makes placement hard: ties, full and closed posts, floors, more holders
// than seats, people without a post, unknown ratings. They are valid, and shrink
// towards one person, one post and zeros.
package gen

import (
	"fmt"
	"strconv"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

// Shape bounds what is drawn. The zero value is small enough for brute force
// over all plans.
type Shape struct {
	// Most of each, at least one being drawn; 0 means 3 units, 4 posts and 5 people.
	Units, Positions, Employees int
	// PartTime draws capacities other than 1.
	PartTime bool
	// Records adds what plans do not depend on by themselves: names, dates,
	// history, relations, objections, attributes, margins.
	Records bool
	// Text draws IDs and texts that files find hard: separators, quotes, line
	// breaks, blanks, nothing but digits.
	Text bool
}

// Organization draws an organisation.
func Organization(t *rapid.T, s Shape) *mutasi.Organization {
	o, err := mutasi.NewOrganization(Data(t, s))
	if err != nil {
		t.Fatalf("gen drew faulty data: %v", err)
	}
	return o
}

// Data draws what an organisation is made from.
func Data(t *rapid.T, s Shape) mutasi.Data {
	g := &drawer{T: t, Shape: s, taken: make(map[string]bool)}
	var d mutasi.Data
	g.units(&d)
	g.positions(&d)
	g.employees(&d)
	if s.Records {
		g.relations(&d)
	}
	return d
}

// Plan draws a plan for the people and posts of d that keeps to no seats or
// floors.
func Plan(t *rapid.T, d mutasi.Data) mutasi.Plan {
	var list []mutasi.Placement
	for _, e := range d.Employees {
		list = append(list, mutasi.Placement{Employee: e.ID, Position: post(t, d, "placed")})
	}
	p, err := mutasi.NewPlan(list...)
	if err != nil {
		t.Fatalf("gen drew a faulty plan: %v", err)
	}
	return p
}

// post draws a post or the bench.
func post(t *rapid.T, d mutasi.Data, label string) mutasi.PositionID {
	k := rapid.IntRange(-1, len(d.Positions)-1).Draw(t, label)
	if k < 0 {
		return ""
	}
	return d.Positions[k].ID
}

type drawer struct {
	*rapid.T
	Shape
	taken map[string]bool // IDs behind their kind
}

// competencies are few, so that people tie.
var competencies = []competency.ID{"M.1", "M.2", "T.1"}

func (g *drawer) count(most, standard int, label string) int {
	if most == 0 {
		most = standard
	}
	return rapid.IntRange(1, most).Draw(g.T, label)
}

// id draws an ID that no other of its kind has.
func (g *drawer) id(kind string, i int) string {
	if !g.Text {
		return fmt.Sprintf("%s%d", kind, i+1)
	}
	id := Text().Draw(g.T, kind)
	for id == "" || g.taken[kind+id] {
		id += strconv.Itoa(i + 1)
	}
	g.taken[kind+id] = true
	return id
}

func (g *drawer) text(label string) string {
	switch {
	case g.Text:
		return Text().Draw(g.T, label)
	case g.Records:
		return rapid.SampledFrom([]string{"", "Umum", "Keuangan"}).Draw(g.T, label)
	}
	return ""
}

// Text draws text that files find hard.
func Text() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", " ", " a", "a ", ",", ";", "\t", `"`, `""`, "\"\n", "\n", "\r", "\r\n", "a\r\nb", "\n\n", "'", `\`, "0", "00",
			"NaN", "null", "true", "=1+1", "2,5", "%s", "%", "\ufeff", "\u2028", "\x00", "é", "日本", "#", "attr:", "\u00a0",
		}),
		rapid.StringOfN(rapid.SampledFrom([]rune("a,;\"\r\n\t ")), 0, 4, -1),
		rapid.StringN(0, 4, -1),
	)
}

func draw[T any](g *drawer, label string, from ...T) T {
	return rapid.SampledFrom(from).Draw(g.T, label)
}

func (g *drawer) attributes(label string) map[string]string {
	if !g.Records {
		return nil
	}
	names := []string{"grade", "region"}
	if g.Text {
		names = append(names, " b", "a,b", "Grade", "x\ny", "q\"", "id")
	}
	var m map[string]string
	for range rapid.IntRange(0, 2).Draw(g.T, label) {
		if m == nil {
			m = make(map[string]string)
		}
		m[draw(g, "attribute", names...)] = g.text("value")
	}
	return m
}

func (g *drawer) units(d *mutasi.Data) {
	for i := range g.count(g.Units, 3, "units") {
		u := mutasi.Unit{ID: mutasi.UnitID(g.id("U", i)), Name: g.text("unit name"), Attributes: g.attributes("unit attributes")}
		if k := rapid.IntRange(-1, i-1).Draw(g.T, "parent"); k >= 0 {
			u.Parent = d.Units[k].ID
		}
		d.Units = append(d.Units, u)
	}
}

func (g *drawer) positions(d *mutasi.Data) {
	for i := range g.count(g.Positions, 4, "posts") {
		p := mutasi.Position{
			ID:         mutasi.PositionID(g.id("P", i)),
			Title:      g.text("title"),
			Unit:       draw(g, "unit", d.Units...).ID,
			Seats:      draw(g, "seats", 1, 2, 0, 3, 1),
			Need:       draw[workload.FTE](g, "need", 1, 0, 2, 0.5, 1.5, 3),
			Weight:     draw(g, "weight", 0.0, 1, 2, 0.5),
			Attributes: g.attributes("post attributes"),
		}
		if p.Seats > 0 {
			p.MinSeats = min(p.Seats, draw(g, "floor", 0, 0, 0, 1, 2))
		}
		for _, c := range competencies {
			if !rapid.Bool().Draw(g.T, "required") {
				continue
			}
			r := competency.Requirement{
				Competency: c,
				Level:      competency.Level(rapid.IntRange(0, 3).Draw(g.T, "required level")),
				Weight:     draw(g, "requirement weight", 0.0, 1, 2),
			}
			if g.Records {
				r.Mandatory, r.Core = rapid.Bool().Draw(g.T, "mandatory"), rapid.Bool().Draw(g.T, "core")
			}
			p.Standard = append(p.Standard, r)
		}
		d.Positions = append(d.Positions, p)
	}
}

func (g *drawer) employees(d *mutasi.Data) {
	for i := range g.count(g.Employees, 5, "people") {
		e := mutasi.Employee{
			ID:         mutasi.EmployeeID(g.id("E", i)),
			Name:       g.text("name"),
			Position:   post(g.T, *d, "held"),
			Attributes: g.attributes("employee attributes"),
		}
		if g.PartTime {
			e.Capacity = draw[workload.FTE](g, "capacity", 0, 1, 0.5, 0.75, 0.2, 2)
		}
		for _, c := range competencies {
			if rapid.IntRange(0, 3).Draw(g.T, "known") == 3 {
				continue
			}
			if e.Profile == nil {
				e.Profile = make(competency.Profile)
			}
			r := competency.Rating{Level: competency.Level(rapid.IntRange(0, 3).Draw(g.T, "level"))}
			if g.Records {
				r.Margin = draw[competency.Level](g, "margin", 0, 0.5)
			}
			e.Profile[c] = r
		}
		g.wishes(d, &e)
		if rapid.Bool().Draw(g.T, "rated") {
			e.Ratings = map[string]float64{"performance": float64(rapid.IntRange(0, 4).Draw(g.T, "performance"))}
		}
		if g.Records {
			g.records(d, &e)
		}
		d.Employees = append(d.Employees, e)
	}
}

// wishes draws up to two different posts.
func (g *drawer) wishes(d *mutasi.Data, e *mutasi.Employee) {
	for range rapid.IntRange(0, 2).Draw(g.T, "wishes") {
		id := draw(g, "wish", d.Positions...).ID
		if len(e.Wishes) == 0 || e.Wishes[0] != id {
			e.Wishes = append(e.Wishes, id)
		}
	}
}

func (g *drawer) records(d *mutasi.Data, e *mutasi.Employee) {
	e.Since = g.time("since")
	for range rapid.IntRange(0, 2).Draw(g.T, "history") {
		h := mutasi.Tenure{
			Position: mutasi.PositionID(g.text("earlier post")),
			Unit:     mutasi.UnitID(g.text("earlier unit")),
			From:     g.time("from"),
			To:       g.time("to"),
		}
		if !h.From.IsZero() && !h.To.IsZero() && h.To.Before(h.From) {
			h.From, h.To = h.To, h.From
		}
		e.History = append(e.History, h)
	}
	for range rapid.IntRange(0, 2).Draw(g.T, "objections") {
		b := mutasi.Objection{Position: post(g.T, *d, "refused"), Reason: g.text("reason")}
		if b.Position == "" || rapid.Bool().Draw(g.T, "whole unit") {
			b.Unit = draw(g, "refused unit", d.Units...).ID
		}
		e.Objections = append(e.Objections, b)
	}
	if rapid.Bool().Draw(g.T, "innovative") {
		if e.Ratings == nil {
			e.Ratings = make(map[string]float64)
		}
		e.Ratings["innovation"] = rapid.Float64Range(-1e300, 1e300).Draw(g.T, "innovation")
	}
}

// time draws nothing, a date, or an instant in some zone.
func (g *drawer) time(label string) time.Time {
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(-8000, 2000).Draw(g.T, label))
	switch draw(g, label+" kind", 0, 1, 2, 3) {
	case 1:
		return day
	case 2:
		return day.Add(time.Duration(rapid.Int64Range(0, int64(24*time.Hour)-1).Draw(g.T, "time of day")))
	case 3: // the offset of Jakarta before 1924 has seconds
		return day.In(draw(g, "zone", time.FixedZone("WIB", 7*3600), time.FixedZone("LMT", 7*3600+7*60+12), time.FixedZone("", -90*60)))
	}
	return time.Time{}
}

// relations draws up to two pairs.
func (g *drawer) relations(d *mutasi.Data) {
	if len(d.Employees) < 2 {
		return
	}
	for range rapid.IntRange(0, 2).Draw(g.T, "relations") {
		a := rapid.IntRange(0, len(d.Employees)-2).Draw(g.T, "a")
		b := rapid.IntRange(a+1, len(d.Employees)-1).Draw(g.T, "b")
		kind := "spouse"
		if g.Text {
			kind = g.text("kind")
		}
		d.Relations = append(d.Relations, mutasi.Relation{Kind: kind, A: d.Employees[a].ID, B: d.Employees[b].ID})
	}
}
