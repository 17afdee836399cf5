package evaluation_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/workload"
)

// ministry returns an organisation of people × posts with 21 competencies, ten
// lines a standard, everybody in a random post.
func ministry(tb testing.TB, people, posts int) *mutasi.Organization {
	tb.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var d mutasi.Data
	agencies := max(1, posts/20)
	for a := range agencies {
		d.Units = append(d.Units, mutasi.Unit{ID: mutasi.UnitID(fmt.Sprintf("A%03d", a)), Name: fmt.Sprintf("Agency %d", a)})
	}
	for u := range agencies * 4 {
		d.Units = append(d.Units, mutasi.Unit{ID: mutasi.UnitID(fmt.Sprintf("U%03d", u)), Parent: d.Units[u%agencies].ID})
	}
	seats := people/posts + 2
	for p := range posts {
		post := mutasi.Position{
			ID: mutasi.PositionID(fmt.Sprintf("P%04d", p)), Unit: d.Units[agencies+p%(agencies*4)].ID,
			Seats: seats, Need: workload.FTE(float64(seats) * (0.6 + 0.6*r.Float64())),
		}
		for _, c := range r.Perm(21)[:10] {
			post.Standard = append(post.Standard, competency.Requirement{
				Competency: competency.ID(fmt.Sprintf("C%02d", c)), Level: competency.Level(1 + r.IntN(5)), Weight: 1 + float64(r.IntN(3)),
			})
		}
		d.Positions = append(d.Positions, post)
	}
	for e := range people {
		profile := make(competency.Profile)
		for c := range 21 {
			if r.IntN(30) > 0 {
				profile[competency.ID(fmt.Sprintf("C%02d", c))] = competency.Rating{Level: competency.Level(1 + r.IntN(5))}
			}
		}
		d.Employees = append(d.Employees, mutasi.Employee{
			ID: mutasi.EmployeeID(fmt.Sprintf("E%06d", e)), Position: d.Positions[r.IntN(posts)].ID, Profile: profile,
			Wishes: []mutasi.PositionID{d.Positions[r.IntN(posts)].ID},
		})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		tb.Fatal(err)
	}
	return o
}

// shuffled returns a plan in which a tenth of the people change posts.
func shuffled(tb testing.TB, o *mutasi.Organization) mutasi.Plan {
	tb.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	var posts []mutasi.PositionID
	for p := range o.Positions() {
		posts = append(posts, p.ID)
	}
	var moved []mutasi.Placement
	for e := range o.Employees() {
		if r.IntN(10) == 0 {
			moved = append(moved, mutasi.Placement{Employee: e.ID, Position: posts[r.IntN(len(posts))]})
		}
	}
	plan, err := o.Incumbents().With(moved...)
	if err != nil {
		tb.Fatal(err)
	}
	return plan
}

func BenchmarkEvaluateMinistry(b *testing.B) {
	o := ministry(b, 100_000, 500)
	plan := shuffled(b, o)
	rules := []mutasi.Rule{{Name: "level", Allows: func(e *mutasi.Employee, p *mutasi.Position) bool {
		return len(p.Standard) == 0 || e.Profile[p.Standard[0].Competency].Level >= 2
	}}}
	for b.Loop() {
		if _, err := evaluation.Evaluate(context.Background(), o, plan, &evaluation.Options{Rules: rules}); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/1e6, "MB-sys")
}
