package mutasi_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
)

// city returns data of n people with 21 ratings each on 500 posts.
func city(n int) mutasi.Data {
	var d mutasi.Data
	for u := range 25 {
		d.Units = append(d.Units, mutasi.Unit{ID: mutasi.UnitID(fmt.Sprint("U", u))})
	}
	var ids []competency.ID
	for k := range 21 {
		ids = append(ids, competency.ID(fmt.Sprint("K.", k)))
	}
	for p := range 500 {
		d.Positions = append(d.Positions, mutasi.Position{
			ID: mutasi.PositionID(fmt.Sprint("P", p)), Unit: mutasi.UnitID(fmt.Sprint("U", p%25)),
			Seats: n/500 + 1, Standard: competency.Standard{{Competency: ids[p%21], Level: 3}},
		})
	}
	for e := range n {
		profile := make(competency.Profile, len(ids))
		for k, id := range ids {
			profile[id] = competency.Rating{Level: competency.Level(1 + (e+k)%5)}
		}
		d.Employees = append(d.Employees, mutasi.Employee{
			ID: mutasi.EmployeeID(fmt.Sprintf("E%07d", e)), Position: d.Positions[e%500].ID,
			Since: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), Profile: profile,
			Wishes:     []mutasi.PositionID{"P1", "P2"},
			Ratings:    map[string]float64{"performance": float64(e % 100)},
			Attributes: map[string]string{"grade": "III/a"},
		})
	}
	return d
}

func BenchmarkNewOrganization(b *testing.B) {
	d := city(100_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := mutasi.NewOrganization(d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIncumbents(b *testing.B) {
	d := city(100_000)
	for b.Loop() {
		b.StopTimer()
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		o.Incumbents()
	}
}

func BenchmarkPlanPosition(b *testing.B) {
	o, err := mutasi.NewOrganization(city(100_000))
	if err != nil {
		b.Fatal(err)
	}
	p := o.Incumbents()
	for b.Loop() {
		for e := range o.Employees() {
			p.Position(e.ID)
		}
	}
}

func BenchmarkReadCSV(b *testing.B) {
	o, err := mutasi.NewOrganization(city(20_000))
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	if err := mutasi.WriteCSV(dir, o); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := mutasi.ReadCSV(os.DirFS(dir)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriteCSV(b *testing.B) {
	o, err := mutasi.NewOrganization(city(20_000))
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	for b.Loop() {
		if err := mutasi.WriteCSV(dir, o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadJSON(b *testing.B) {
	o, err := mutasi.NewOrganization(city(20_000))
	if err != nil {
		b.Fatal(err)
	}
	var text bytes.Buffer
	if err := mutasi.WriteJSON(&text, o); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if _, err := mutasi.ReadJSON(bytes.NewReader(text.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSchedule orders the moves of 100,000 people between 500 full posts.
func BenchmarkSchedule(b *testing.B) {
	const people, posts = 100_000, 500
	var d mutasi.Data
	for j := range posts {
		d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID(fmt.Sprintf("P%03d", j)), Seats: people/posts + j%2})
	}
	var to []mutasi.Placement
	for i := range people {
		e := mutasi.EmployeeID(fmt.Sprintf("E%06d", i))
		d.Employees = append(d.Employees, mutasi.Employee{ID: e, Position: d.Positions[i%posts].ID})
		to = append(to, mutasi.Placement{Employee: e, Position: d.Positions[i*7%people/(people/posts)].ID})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		b.Fatal(err)
	}
	after, err := mutasi.NewPlan(to...)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := o.Schedule(o.Incumbents(), after)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(s.Waves)), "waves")
		b.ReportMetric(float64(s.Bound), "bound")
	}
}
