package mutasi_test

import (
	"fmt"
	"runtime"
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

func TestMeasure(t *testing.T) {
	d := city(1_000_000)
	var a, b runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&a)
	start := time.Now()
	o, err := mutasi.NewOrganization(d)
	took := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&b)
	fmt.Println(took, (b.HeapAlloc-a.HeapAlloc)>>20, "MB more than", a.HeapAlloc>>20, err)
	start = time.Now()
	p := o.Incumbents()
	fmt.Println("incumbents", time.Since(start))
	start = time.Now()
	n := 0
	for e := range o.Employees() {
		if _, ok := p.Position(e.ID); ok {
			n++
		}
	}
	fmt.Println("lookups", time.Since(start), n)
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
