package competency_test

import (
	"fmt"
	"slices"

	"github.com/mutasi-go/mutasi/competency"
)

// analyst is the standard of the examples.
var analyst = competency.Standard{
	{Competency: "M.1", Level: 3, Mandatory: true},
	{Competency: "M.3", Level: 3},
	{Competency: "T.1", Level: 4, Weight: 2, Core: true},
}

func Example() {
	siti := competency.Levels(map[competency.ID]competency.Level{"M.1": 3, "M.3": 4, "T.1": 3})

	fmt.Println("may hold the post:", competency.Meets(siti, analyst))
	fmt.Println("attainment:", competency.Attainment{}.Fit(siti, analyst))
	for _, g := range competency.Gaps(siti, analyst) {
		if g.Shortfall() > 0 {
			fmt.Printf("to be trained: %s by %v level\n", g.Competency, g.Shortfall())
		}
	}
	// Output:
	// may hold the post: true
	// attainment: 0.875
	// to be trained: T.1 by 1 level
}

func ExampleLevels() {
	p := competency.Levels(map[competency.ID]competency.Level{"M.1": 3})
	_, known := p["M.2"]
	fmt.Println(p["M.1"].Level, known)
	// Output: 3 false
}

func ExampleGaps() {
	p := competency.Profile{"M.1": {Level: 2, Margin: 1}, "T.1": {Level: 5}}
	for _, g := range competency.Gaps(p, analyst) {
		fmt.Println(g.Competency, "known", g.Known, "short", g.Shortfall(), "above", g.Surplus(), "open", g.Open())
	}
	// Output:
	// M.1 known true short 1 above 0 open true
	// M.3 known false short 3 above 0 open true
	// T.1 known true short 0 above 1 open false
}

func ExampleMeets() {
	fmt.Println(competency.Meets(competency.Levels(map[competency.ID]competency.Level{"M.1": 3}), analyst))
	fmt.Println(competency.Meets(competency.Levels(map[competency.ID]competency.Level{"M.1": 2, "T.1": 5}), analyst))
	fmt.Println(competency.Meets(nil, analyst)) // unknown does not meet a level
	// Output:
	// true
	// false
	// false
}

func ExampleAttainment() {
	p := competency.Levels(map[competency.ID]competency.Level{"M.1": 5, "T.1": 2})
	fmt.Println(competency.Attainment{}.Fit(p, analyst))
	// Output: 0.5
}

func ExampleLeaveOut() {
	p := competency.Levels(map[competency.ID]competency.Level{"M.1": 3, "T.1": 2}) // M.3 was never assessed
	fmt.Println(competency.Attainment{}.Fit(p, analyst))
	fmt.Printf("%.3f\n", competency.Attainment{Unknown: competency.LeaveOut()}.Fit(p, analyst))
	// Output:
	// 0.5
	// 0.667
}

func ExampleAssume() {
	p := competency.Levels(map[competency.ID]competency.Level{"M.1": 3, "T.1": 2})
	fmt.Println(competency.Attainment{Unknown: competency.Assume(3)}.Fit(p, analyst))
	// Output: 0.75
}

func ExampleJobPersonMatch() {
	s := competency.Standard{{Competency: "M.1", Level: 4}, {Competency: "M.2", Level: 2}}
	p := competency.Levels(map[competency.ID]competency.Level{"M.1": 3, "M.2": 4})
	for _, c := range []competency.Cap{competency.CapTotal, competency.CapEach, competency.CapNone} {
		m := competency.JobPersonMatch{Cap: c}
		fmt.Printf("%-8v %.2f %% fit %.3f\n", c, m.Percent(p, s), m.Fit(p, s))
	}
	// Output:
	// CapTotal 100.00 % fit 1.000
	// CapEach  83.33 % fit 0.833
	// CapNone  116.67 % fit 0.583
}

func ExampleSelectionBands() {
	band := competency.SelectionBands().Of(72.5)
	fmt.Println(band.Short, "=", band.Name)
	// Output: MMS = masih memenuhi syarat
}

func ExampleMappingBands() {
	fmt.Println(competency.MappingBands().Of(92).Name)
	// Output: optimal
}

func ExampleProfileMatching() {
	p := competency.Levels(map[competency.ID]competency.Level{"M.1": 3, "M.3": 4, "T.1": 3})
	m := competency.ProfileMatching{}
	// Core: gap −1, 4 points. Secondary: gaps 0 and +1, 4.75 points on average.
	fmt.Printf("%.2f of 5, fit %.2f\n", m.Score(p, analyst), m.Fit(p, analyst))
	// Output: 4.30 of 5, fit 0.86
}

func ExampleNewGapTable() {
	// A surplus up to one level is as good as an exact match.
	table, err := competency.NewGapTable(
		competency.GapPoints{Gap: -2, Points: 0},
		competency.GapPoints{Gap: 0, Points: 10},
		competency.GapPoints{Gap: 1, Points: 10},
		competency.GapPoints{Gap: 3, Points: 5},
	)
	fmt.Println(table.Points(-1), table.Points(1), table.Points(2), err)
	// Output: 5 10 7.5 <nil>
}

// A batch scores one person against many posts.
func ExampleCompiler() {
	posts := []competency.Standard{analyst, {{Competency: "T.1", Level: 2}}, {}}
	batch := competency.Attainment{}.Compile(posts)

	fits := make([]float64, len(posts))
	batch.Fit(competency.Levels(map[competency.ID]competency.Level{"M.1": 3, "T.1": 2}), fits)
	fmt.Println(fits)
	// Output: [0.5 1 1]
}

func ExampleASN2017() {
	f := competency.ASN2017()
	c, _ := f.Competency("M.3")
	fmt.Println(f.Source, c.ID, c.Name, "=", c.English, f.Least, "to", f.Most)
	// Output: PermenPANRB 38/2017 M.3 Komunikasi = Communication 1 to 5
}

// A table scores whoever has one of the levels that it was made for, against all
// posts at once, in whole points.
func ExampleTable() {
	posts := []competency.Standard{
		{{Competency: "M.1", Level: 4}, {Competency: "M.2", Level: 2}},
		{{Competency: "M.1", Level: 2}},
	}
	people := []competency.Profile{
		competency.Levels(map[competency.ID]competency.Level{"M.1": 3, "M.2": 1}),
		competency.Levels(map[competency.ID]competency.Level{"M.1": 4, "M.2": 2}),
	}
	model := competency.Attainment{}
	table := model.Tabulate(posts, slices.Values(people))
	codes, points := make([]uint16, table.Codes()), make([]int32, table.Width())
	for _, p := range people {
		if table.Encode(p, codes) {
			table.Points(codes, points)
			fmt.Println(points[:len(posts)], model.Points(p, posts[0]) == points[0])
		}
	}
	fmt.Println("full:", competency.Full)
	// Output:
	// [671088640 1073741824] true
	// [1073741824 1073741824] true
	// full: 1073741824
}
