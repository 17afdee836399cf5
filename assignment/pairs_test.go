package assignment

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

// scalarModel is a model without a bulk form.
type scalarModel struct{ competency.Attainment }

func (scalarModel) Compile()  {} // so that it is no competency.Compiler
func (scalarModel) Tabulate() {} // and no competency.Tabulator

// batchModel is a model that is a competency.Compiler only.
type batchModel struct{ competency.JobPersonMatch }

func (batchModel) Tabulate() {}

// pointModel is a model whose points are in no table.
type pointModel struct{ competency.Attainment }

func (pointModel) Tabulate([]competency.Standard, iter.Seq[competency.Profile]) *competency.Table {
	return nil
}

// termKinds are terms of every kind that is a sum over people.
func termKinds() []Term {
	wideGaps, err := competency.NewGapTable(competency.GapPoints{Gap: -3, Points: 0.1}, competency.GapPoints{Gap: 0, Points: 7})
	if err != nil {
		panic(err)
	}
	oddness := func(e *mutasi.Employee, p *mutasi.Position) float64 {
		return math.Sin(float64(len(e.Wishes))) + float64(p.Seats)/3 + float64(e.Ratings["speed"])*0.1
	}
	return []Term{
		Placed(), Moves(), Wishes(), Rated("speed"), Custom("oddness", oddness),
		Fit(competency.Attainment{}), Fit(competency.Attainment{Unknown: competency.LeaveOut()}),
		Fit(competency.JobPersonMatch{}), Fit(competency.JobPersonMatch{Cap: competency.CapEach}), Fit(competency.JobPersonMatch{Cap: competency.CapNone}),
		Fit(competency.ProfileMatching{}), Fit(competency.ProfileMatching{Table: wideGaps, Core: 2, Secondary: 1}),
		Fit(scalarModel{}), Fit(batchModel{}), Fit(pointModel{}),
		Nash(0.1, Sum(Fit(competency.Attainment{}), Weigh(0.3, Wishes()))), AlphaFair(2.5, 0.2, Custom("oddness", oddness)),
	}
}

// drawTerm draws a weighted sum of terms.
func drawTerm(t *rapid.T) Term {
	kinds := termKinds()
	var parts []Term
	for range rapid.IntRange(1, 4).Draw(t, "terms") {
		weight := rapid.SampledFrom([]float64{1, -1, 0.1, 1.0 / 3, 2.7, -0.7}).Draw(t, "weight")
		parts = append(parts, Weigh(weight, kinds[rapid.IntRange(0, len(kinds)-1).Draw(t, "kind")]))
	}
	return Sum(parts...)
}

// drawProblem draws people with wishes, ratings and profiles that may lack
// something, posts with weights, and a constraint that forbids few or most pairs.
func drawProblem(t *rapid.T, goals ...Goal) *Problem {
	var d mutasi.Data
	level := rapid.IntRange(0, 5)
	skills := []competency.ID{"a", "b", "c"}
	posts := rapid.IntRange(1, 12).Draw(t, "posts")
	for j := range posts {
		p := mutasi.Position{ID: mutasi.PositionID(fmt.Sprintf("P%d", j)), Seats: 1 + j%3, Weight: float64(rapid.IntRange(0, 4).Draw(t, "weight")) / 3}
		for _, skill := range skills {
			if rapid.Bool().Draw(t, "asked") {
				p.Standard = append(p.Standard, competency.Requirement{
					Competency: skill, Level: competency.Level(level.Draw(t, "level")), Core: skill == "a", Weight: float64(level.Draw(t, "weight")) / 7,
				})
			}
		}
		d.Positions = append(d.Positions, p)
	}
	for i := range rapid.IntRange(1, 8).Draw(t, "people") {
		e := mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%d", i)), Profile: competency.Profile{}, Ratings: map[string]float64{"speed": float64(i) / 7}}
		for _, skill := range skills {
			if rapid.Bool().Draw(t, "known") {
				e.Profile[skill] = competency.Rating{Level: competency.Level(level.Draw(t, "level")) + 0.3}
			}
		}
		for j := range posts {
			if rapid.IntRange(0, 3).Draw(t, "wish") == 0 {
				e.Wishes = append(e.Wishes, d.Positions[j].ID)
			}
		}
		if i < posts {
			e.Position = d.Positions[i].ID
		}
		d.Employees = append(d.Employees, e)
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	modulus := rapid.SampledFrom([]int{1, 2, 12}).Draw(t, "modulus")
	return &Problem{Organization: o, Objective: goals, Constraints: []Constraint{
		Eligible("some", func(e *mutasi.Employee, p *mutasi.Position) bool {
			return (int(e.ID[1])*5+int(p.ID[len(p.ID)-1])*3)%modulus == 0 || e.Position == p.ID
		}),
	}}
}

// drawGoal draws a goal of any kind.
func drawGoal(t *rapid.T) Goal {
	term := drawTerm(t)
	switch rapid.IntRange(0, 6).Draw(t, "goal") {
	case 0:
		return Minimize(term)
	case 1:
		return Leximin(term)
	case 2:
		return Leximin(term).Step(0.25)
	case 3:
		return Bottleneck(term)
	case 4:
		return BottomSum(2, term)
	case 5:
		return Maximize(term).Within(0.5)
	}
	return Maximize(term, Weigh(-1, BalancePosts(workload.Quadratic(1))))
}

func mustCompile(t rapid.TB, p *Problem) *instance {
	t.Helper()
	c := newInstance(p, settings{workers: 1})
	if err := c.prepare(context.Background()); err != nil {
		t.Fatal(err)
	}
	return c
}

// planted is a store with one wrong number, in its rows or when asked for it.
type planted struct {
	model.Store
	row, column int
	more        int32
	inRow       bool
}

func (p planted) At(row, column int) int32 {
	x := p.Store.At(row, column)
	if !p.inRow && row == p.row && column == p.column {
		x += p.more
	}
	return x
}

func (p planted) Row(row int, buffer []int32) []int32 {
	out := append([]int32(nil), p.Store.Row(row, buffer)...)
	if p.inRow && row == p.row {
		out[p.column] += p.more
	}
	return out
}

// TestStoreIsTheDefinition: what the solver reads of every allowed pair, in every
// kind of goal, is what the definition of the term gives; and one wrong number
// anywhere is found.
func TestStoreIsTheDefinition(t *testing.T) { rapid.Check(t, storeIsTheDefinition) }
func FuzzStoreIsTheDefinition(f *testing.F) { f.Fuzz(rapid.MakeFuzz(storeIsTheDefinition)) }

func storeIsTheDefinition(t *rapid.T) {
	c := mustCompile(t, drawProblem(t, drawGoal(t)))
	for i := range c.model.Rows {
		if err := c.checkRow(0, i); err != nil {
			t.Fatal(err)
		}
	}
	store := c.model.Goals[0].Pairs
	for i := range c.model.Rows {
		for j := range c.model.Columns {
			if !c.model.Allowed.Has(i, j) {
				continue
			}
			more := rapid.SampledFrom([]int32{-1, 1, 1 << 20}).Draw(t, "more")
			c.model.Goals[0].Pairs = planted{store, i, j, more, rapid.Bool().Draw(t, "in the row")}
			if err := c.checkRow(0, i); err == nil {
				t.Fatalf("a number wrong by %d at (%d, %d) is not found", more, i, j)
			}
		}
	}
}

// TestBulkIsTheDefinition: before anything is rounded, the values of a row in
// bulk are those of the definition in every bit, also where fits have no points
// because another term wraps them. Those of a forbidden pair are what they would be
// if it were allowed.
func TestBulkIsTheDefinition(t *testing.T) { rapid.Check(t, bulkIsTheDefinition) }

func bulkIsTheDefinition(t *rapid.T) {
	p := drawProblem(t, Maximize(drawTerm(t)))
	c := mustCompile(t, p)
	all := mustCompile(t, &Problem{Organization: p.Organization, Objective: p.Objective})
	for _, bulk := range []*instance{c, all} {
		pairs, err := bulk.goals[0].term.compilePairs(bulk.roster)
		if err != nil {
			t.Fatal(err)
		}
		s := newRowScratch(bulk.roster, pairs)
		for i := range bulk.model.Rows {
			bulk.model.Allowed.Row(i, s.allowed)
			if err := s.row(i, s.allowed); err != nil {
				t.Fatal(err)
			}
			for j, ok := range s.allowed {
				value, err := c.pairValue(0, i, j)
				if err != nil {
					t.Fatal(err)
				}
				if ok && math.Float64bits(value) != math.Float64bits(s.sum[j]) {
					t.Fatalf("%s of (%d, %d) is %v in bulk and %v by definition", c.goals[0], i, j, s.sum[j], value)
				}
			}
		}
	}
}

// TestPairEntryOfForbiddenPairs: what a store would have for a forbidden pair is
// what the store of the problem without the constraint has. A level that no
// allowed pair is on is reported as none.
func TestPairEntryOfForbiddenPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		term := Sum(Wishes(), Weigh(0.5, Moves()))
		p := drawProblem(t, Maximize(term), Minimize(term), Leximin(term), BottomSum(2, term))
		c, all := mustCompile(t, p), mustCompile(t, &Problem{Organization: p.Organization, Objective: p.Objective})
		for g := range c.goals {
			for i := range c.model.Rows {
				for j := range c.model.Columns {
					entry, ok, err := c.pairEntry(g, i, j)
					if err != nil {
						t.Fatal(err)
					}
					want := all.model.Goals[g].Pairs.At(i, j)
					if c.goals[g].criterion != (leximin{}) || j == c.roster.bench() {
						if !ok || entry != int64(want) {
							t.Fatalf("goal %d has %d, %v for (%d, %d), want %d", g, entry, ok, i, j, want)
						}
						continue
					}
					value := all.goals[g].levels.least[want]
					if known := slices.Contains(c.goals[g].levels.least[1:], value); ok != known || ok && c.goals[g].levels.least[entry] != value {
						t.Fatalf("(%d, %d) has the value %v, and level %d, %v of %v", i, j, value, entry, ok, c.goals[g].levels.least)
					}
				}
			}
		}
	})
}

// lyingModel has a batch that differs from Fit at one post for one person, and no
// points.
type lyingModel struct {
	competency.Attainment
	post   int
	person competency.Level // the level of "a" that the person has
}

func (lyingModel) Tabulate() {}

func (m lyingModel) Compile(standards []competency.Standard) competency.Batch {
	return lyingBatch{m, m.Attainment.Compile(standards)}
}

type lyingBatch struct {
	lyingModel
	competency.Batch
}

func (b lyingBatch) Fit(p competency.Profile, into []float64) {
	b.Batch.Fit(p, into)
	if p["a"].Level == b.person {
		into[b.post] = math.Abs(into[b.post] - 1e-6)
	}
}

// TestWrongBatchIsFound: a model that is wrong in bulk about one pair is found at
// that pair, in every kind of goal.
func TestWrongBatchIsFound(t *testing.T) {
	d := mutasi.Data{}
	for j := range 5 {
		d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID(fmt.Sprintf("P%d", j)), Seats: 1,
			Standard: competency.Standard{{Competency: "a", Level: competency.Level(5 + j)}}})
		d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprintf("E%d", j)),
			Profile: competency.Profile{"a": {Level: competency.Level(j + 1)}}})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	for post := range 5 {
		for person := range 5 {
			c := mustCompile(t, &Problem{Organization: o})
			column, row := c.roster.columns[mutasi.PositionID(fmt.Sprintf("P%d", post))], rowOf(c.roster, mutasi.EmployeeID(fmt.Sprintf("E%d", person)))
			fit := Fit(lyingModel{post: column, person: competency.Level(person + 1)})
			c = mustCompile(t, &Problem{Organization: o, Objective: Objective{Maximize(fit), Leximin(fit), Bottleneck(fit), BottomSum(2, fit), Minimize(fit)}})
			for g := range c.goals {
				for i := range c.model.Rows {
					err := c.checkRow(g, i)
					if i != row && err != nil {
						t.Errorf("nothing is wrong with %v", err)
					}
					if i == row && (err == nil || !strings.Contains(err.Error(), fmt.Sprintf(`"E%d" at P%d:`, person, post))) {
						t.Errorf("post %d, person %d, goal %d: %v", post, person, g, err)
					}
				}
			}
		}
	}
}
