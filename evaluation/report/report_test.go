package report_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/report"
	"github.com/mutasi-go/mutasi/workload"
)

// city returns a city of agencies with three units each, unevenly staffed, and
// a plan that moves people to where they fit.
func city(t testing.TB, agencies, people int) (*mutasi.Organization, mutasi.Plan) {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 11))
	names := []string{"Education", "Health", "Public Works & Roads", "Social Affairs", "Transport", "Trade, Industry and Co-operatives of the City", "Civil Registry", "Finance", "Planning", "Environment", "Culture", "Fire & Rescue"}
	var d mutasi.Data
	for a := range agencies {
		root := mutasi.UnitID(fmt.Sprintf("A%d", a))
		d.Units = append(d.Units, mutasi.Unit{ID: root, Name: names[a%len(names)]})
		for k, part := range []string{"Services", "Administration", "Field Office <North>"} {
			id := mutasi.UnitID(fmt.Sprintf("U%d-%d", a, k))
			d.Units = append(d.Units, mutasi.Unit{ID: id, Parent: root, Name: part + ", " + names[a%len(names)]})
			for p := range 2 {
				post := mutasi.Position{
					ID: mutasi.PositionID(fmt.Sprintf("P%d-%d-%d", a, k, p)), Title: []string{"Analyst", "Clerk"}[p], Unit: id,
					Seats: people/agencies/6 + 3, Need: workload.FTE(float64(people) / float64(agencies) / 6 * (0.7 + 0.6*r.Float64())),
				}
				for c := range 4 {
					post.Standard = append(post.Standard, competency.Requirement{Competency: competency.ID(fmt.Sprintf("T.%d", (a+k+c)%9)), Level: competency.Level(2 + r.IntN(3)), Mandatory: c == 0})
				}
				d.Positions = append(d.Positions, post)
			}
		}
	}
	var placements []mutasi.Placement
	for i := range people {
		e := mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%05d", i)), Name: fmt.Sprintf("Person %d", i), Attributes: map[string]string{
			"gender": []string{"f", "m"}[r.IntN(2)], "grade": []string{"II", "III", "IV"}[r.IntN(3)],
		}}
		e.Profile = make(competency.Profile)
		for c := range 9 {
			e.Profile[competency.ID(fmt.Sprintf("T.%d", c))] = competency.Rating{Level: competency.Level(1 + r.IntN(4))}
		}
		e.Position = d.Positions[int(float64(len(d.Positions))*r.Float64()*r.Float64())].ID
		for _, k := range r.Perm(len(d.Positions))[:r.IntN(3)] {
			e.Wishes = append(e.Wishes, d.Positions[k].ID)
		}
		d.Employees = append(d.Employees, e)
		post := e.Position
		if r.IntN(4) == 0 {
			best := -1.0
			for _, k := range r.Perm(len(d.Positions))[:6] {
				if f := (competency.Attainment{}).Fit(e.Profile, d.Positions[k].Standard); f > best {
					best, post = f, d.Positions[k].ID
				}
			}
		}
		placements = append(placements, mutasi.Placement{Employee: e.ID, Position: post})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := mutasi.NewPlan(placements...)
	if err != nil {
		t.Fatal(err)
	}
	return o, plan
}

func write(t testing.TB, o *mutasi.Organization, plan mutasi.Plan, opts report.Options) string {
	t.Helper()
	rule := mutasi.Rule{Name: "entry condition", Reason: "mandatory competency", Author: "personnel", Allows: func(e *mutasi.Employee, p *mutasi.Position) bool {
		return competency.Meets(e.Profile, p.Standard)
	}}
	c, err := evaluation.Compare(context.Background(), o, o.Incumbents(), plan, &evaluation.Options{Rules: []mutasi.Rule{rule}})
	if err != nil {
		t.Fatal(err)
	}
	attribute := func(name string) func(*mutasi.Employee) string {
		return func(e *mutasi.Employee) string { return e.Attributes[name] }
	}
	a, err := evaluation.Audit(context.Background(), o, c.After, attribute("gender"), &evaluation.AuditOptions{
		Stratum: attribute("grade"), Resampling: evaluation.Resampling{Count: 199},
	})
	if err != nil {
		t.Fatal(err)
	}
	opts.Audits = append(opts.Audits, report.NamedAudit{Name: "Gender", Result: a})
	var b bytes.Buffer
	if err := report.Write(&b, o, c, &opts); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("MUTASI_REPORT_DIR"); dir != "" {
		name := fmt.Sprintf("%s/%s-%d.html", dir, strings.ReplaceAll(t.Name(), "/", "-"), opts.Language)
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestReport(t *testing.T) {
	o, plan := city(t, 12, 600)
	for _, language := range []report.Language{report.English, report.Indonesian} {
		page := write(t, o, plan, report.Options{Language: language})
		t.Logf("%d bytes", len(page))
	}
}

func TestReportIsSelfContainedAndDeterministic(t *testing.T) {
	o, plan := city(t, 4, 120)
	for _, language := range []report.Language{report.English, report.Indonesian} {
		page := write(t, o, plan, report.Options{Language: language})
		if again := write(t, o, plan, report.Options{Language: language}); again != page {
			t.Error("the same change gives other bytes")
		}
		for _, bad := range []string{"http:", "https:", "src=", "@import", "url(", "NaN", "Inf", "%!", "<North>", "ZgotmplZ", "<?xml"} {
			if strings.Contains(page, bad) {
				t.Errorf("language %d: the page contains %q", language, bad)
			}
		}
		for _, want := range []string{"Field Office &lt;North&gt;", "<svg", "Person 1"} {
			if !strings.Contains(page, want) {
				t.Errorf("language %d: the page lacks %q", language, want)
			}
		}
	}
}

func TestReportStaysSmall(t *testing.T) {
	o, plan := city(t, 84, 1000) // 504 posts
	if page := write(t, o, plan, report.Options{}); len(page) > 1_500_000 {
		t.Errorf("%d bytes for 84 agencies, 504 posts and 1,000 people", len(page))
	}
}

func TestReportAnonymousNamesNobody(t *testing.T) {
	o, plan := city(t, 4, 120)
	if page := write(t, o, plan, report.Options{Anonymous: true}); strings.Contains(page, "Person ") && strings.Contains(page, "Person 1") {
		t.Error("the anonymous report names people")
	}
}

func TestReportOfNothing(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{Units: []mutasi.Unit{{ID: "U"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []report.Language{report.English, report.Indonesian} {
		page := write(t, o, mutasi.Plan{}, report.Options{Language: language})
		if strings.Contains(page, "NaN") {
			t.Error("the report of an empty organisation contains NaN")
		}
	}
}

func TestReportRefuses(t *testing.T) {
	o, plan := city(t, 2, 20)
	c, err := evaluation.Compare(context.Background(), o, o.Incumbents(), plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := mutasi.NewOrganization(mutasi.Data{})
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"no change":          report.Write(&bytes.Buffer{}, o, nil, nil),
		"other organisation": report.Write(&bytes.Buffer{}, other, c, nil),
		"no writer":          report.Write(nil, o, c, nil),
		"no audit":           report.Write(&bytes.Buffer{}, o, c, &report.Options{Audits: []report.NamedAudit{{Name: "x"}}}),
		"no language":        report.Write(&bytes.Buffer{}, o, c, &report.Options{Language: 7}),
	} {
		if err == nil {
			t.Errorf("%s is no error", name)
		}
	}
}

// Every agency may have a secretariat, and two people one name.
func TestEqualNamesAreToldApart(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Units: []mutasi.Unit{
			{ID: "A", Name: "Health"}, {ID: "A.S", Parent: "A", Name: "Secretariat"}, {ID: "A.L", Parent: "A", Name: "Laboratory"},
			{ID: "B", Name: "Roads"}, {ID: "B.S", Parent: "B", Name: "Secretariat"}, {ID: "B.S2", Parent: "B", Name: "Secretariat"},
		},
		Positions: []mutasi.Position{
			{ID: "a", Title: "Clerk", Unit: "A.S", Seats: 1}, {ID: "l", Title: "Clerk", Unit: "A.L", Seats: 1},
			{ID: "b", Title: "Clerk", Unit: "B.S", Seats: 1}, {ID: "b2", Title: "Clerk", Unit: "B.S2", Seats: 1},
		},
		Employees: []mutasi.Employee{{ID: "1", Name: "Ani", Position: "a"}, {ID: "2", Name: "Ani", Position: "l"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := mutasi.NewPlan(mutasi.Placement{Employee: "1", Position: "b"}, mutasi.Placement{Employee: "2", Position: "b2"})
	if err != nil {
		t.Fatal(err)
	}
	page := write(t, o, plan, report.Options{})
	for _, want := range []string{
		"<td>Ani (1)</td><td>Clerk, Secretariat, Health</td><td>Clerk, Secretariat, B.S</td>",
		"<td>Ani (2)</td><td>Clerk, Laboratory</td><td>Clerk, Secretariat, B.S2</td>",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, without := range []string{"Breaks rule", ">Wish<"} {
		if strings.Contains(page, without) {
			t.Errorf("the page has the column %s, which is empty", without)
		}
	}
}

// TestDeepChainTakesLinearTime: 32,000 units, each below the next and with a
// need. To climb from each of them to the root would take 500 million steps.
func TestDeepChainTakesLinearTime(t *testing.T) {
	const depth = 32_000
	var d mutasi.Data
	for i := range depth {
		u := mutasi.Unit{ID: mutasi.UnitID(fmt.Sprint(i))}
		if i+1 < depth {
			u.Parent = mutasi.UnitID(fmt.Sprint(i + 1))
		}
		d.Units = append(d.Units, u)
		d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID(u.ID), Unit: u.ID, Need: 1})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	c, err := evaluation.Compare(context.Background(), o, mutasi.Plan{}, mutasi.Plan{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := report.Write(io.Discard, o, c, nil); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("the report on a chain of %d units takes %v", depth, took)
	}
}
