package gen_test

import (
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/gen"
	"pgregory.net/rapid"
)

// Property tests built on gen mean little if it never draws the hard cases.
func TestVariety(t *testing.T) {
	draw := rapid.Custom(func(t *rapid.T) mutasi.Data { return gen.Data(t, gen.Shape{PartTime: true, Records: true}) })
	seen := make(map[string]int)
	note := func(what string, is bool) {
		if is {
			seen[what]++
		} else {
			seen[what] += 0
		}
	}
	const draws = 300
	for seed := range draws {
		d := draw.Example(seed)
		holders := make(map[mutasi.PositionID]int)
		var bench, partTime, unknown, wished bool
		for _, e := range d.Employees {
			holders[e.Position]++
			bench = bench || e.Position == ""
			partTime = partTime || e.EffectiveCapacity() != 1
			unknown = unknown || len(e.Profile) < 3
			wished = wished || len(e.Wishes) > 1
		}
		var closed, floor, overfull, heldClosed bool
		for _, p := range d.Positions {
			closed = closed || p.Seats == 0
			floor = floor || p.MinSeats > 0
			overfull = overfull || holders[p.ID] > p.Seats && p.Seats > 0
			heldClosed = heldClosed || p.Seats == 0 && holders[p.ID] > 0
		}
		note("people on the bench", bench)
		note("part-time", partTime)
		note("unknown ratings", unknown)
		note("wishes", wished)
		note("closed posts", closed)
		note("floors", floor)
		note("over-full posts", overfull)
		note("holders of closed posts", heldClosed)
		note("subunits", len(d.Units) > 1 && d.Units[1].Parent != "")
		note("relations", len(d.Relations) > 0)
	}
	for what, n := range seen {
		if n < draws/20 {
			t.Errorf("%s in %d of %d draws only", what, n, draws)
		}
	}
}

func TestPlansAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := gen.Data(t, gen.Shape{Text: true})
		p := gen.Plan(t, d)
		if p.Len() > len(d.Employees) {
			t.Fatalf("%d placements of %d people", p.Len(), len(d.Employees))
		}
	})
}
