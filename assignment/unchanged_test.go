package assignment

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"pgregory.net/rapid"
)

// drawPlan draws a plan of an organization, with or without regard to seats.
func drawPlan(t *rapid.T, o *mutasi.Organization) mutasi.Plan {
	var placements []mutasi.Placement
	for e := range o.Employees() {
		for p := range o.Positions() {
			if rapid.IntRange(0, 3).Draw(t, "there") == 0 {
				placements = append(placements, mutasi.Placement{Employee: e.ID, Position: p.ID})
				break
			}
		}
	}
	plan, err := mutasi.NewPlan(placements...)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestUnchangedStore: in every kind of goal, alone and with other terms, the
// store has what the definition gives, and one wrong number is found.
func TestUnchangedStore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		unchanged := Unchanged(drawPlan(t, p.Organization))
		mixed := Sum(Weigh(0.3, unchanged), drawTerm(t))
		p.Objective = Objective{
			Maximize(unchanged), Minimize(Weigh(2, unchanged), Moves()), Leximin(unchanged), Bottleneck(mixed), BottomSum(2, mixed),
			Maximize(Nash(0.1, mixed)),
		}
		c := mustCompile(t, p)
		for g := range c.goals {
			store := c.model.Goals[g].Pairs
			for i := range c.model.Rows {
				if err := c.checkRow(g, i); err != nil {
					t.Fatal(err)
				}
				for j := range c.model.Columns {
					c.model.Goals[g].Pairs = planted{store, i, j, 1, true}
					if err := c.checkRow(g, i); (err != nil) != c.model.Allowed.Has(i, j) {
						t.Fatalf("goal %d: a wrong number at (%d, %d): %v", g, i, j, err)
					}
				}
				c.model.Goals[g].Pairs = store
			}
		}
	})
}

// TestUnchangedCounts: the value of the goal is the number of people who are
// where the plan has them. No admitted plan has more of them, which is counted
// over all plans.
func TestUnchangedCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		posts, people := rapid.IntRange(1, 3).Draw(t, "posts"), rapid.IntRange(1, 4).Draw(t, "people")
		var d mutasi.Data
		for j := range posts {
			d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID('A' + rune(j)), Seats: rapid.IntRange(1, 2).Draw(t, "seats")})
		}
		for i := range people {
			d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID('a' + rune(i))})
		}
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		draft := drawPlan(t, o)
		sign := rapid.SampledFrom([]float64{1, -1}).Draw(t, "sign")
		s, err := Solve(context.Background(), &Problem{Organization: o, Objective: Objective{Maximize(Weigh(sign, Unchanged(draft)))}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		best, at, load := -float64(people)-1, make([]int, people), make([]int, posts+1)
		var enumerate func(i int)
		enumerate = func(i int) {
			if i == people {
				same := 0.0
				for k, j := range at {
					planned, placed := draft.Position(d.Employees[k].ID)
					if placed == (j < posts) && (!placed || planned == d.Positions[j].ID) {
						same++
					}
				}
				best = max(best, sign*same)
				return
			}
			for j := range posts + 1 {
				if j == posts || load[j] < d.Positions[j].Seats {
					at[i], load[j] = j, load[j]+1
					enumerate(i + 1)
					load[j]--
				}
			}
		}
		enumerate(0)
		if v := s.Values[0]; v.Value != best || v.Bound != best || v.Rounding != 0 {
			t.Fatalf("%+v, enumeration finds %v of %v", v, best, draft)
		}
		if err := s.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
	})
}

// TestUnchangedFaults: people and posts that are not there are errors with a name.
func TestUnchangedFaults(t *testing.T) {
	o, err := mutasi.NewOrganization(mutasi.Data{Positions: []mutasi.Position{{ID: "P", Seats: 1}}, Employees: []mutasi.Employee{{ID: "E"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []mutasi.Placement{{Employee: "nobody", Position: "P"}, {Employee: "E", Position: "nowhere"}} {
		plan, err := mutasi.NewPlan(x)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Solve(context.Background(), &Problem{Organization: o, Objective: Objective{Maximize(Unchanged(plan))}}, nil)
		if err == nil || !strings.Contains(err.Error(), "goal 1, maximize unchanged") || !strings.Contains(err.Error(), `"no`) {
			t.Errorf("%v: %v", x, err)
		}
	}
}

func TestUnchangedJSON(t *testing.T) {
	plan, err := mutasi.NewPlan(mutasi.Placement{Employee: "E", Position: "P"})
	if err != nil {
		t.Fatal(err)
	}
	inner, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(Maximize(Unchanged(plan)))
	if want := `{"name":"Maximize","parameters":{"term":{"name":"Unchanged","parameters":{"plan":` + string(inner) + `}}}}`; err != nil || string(text) != want {
		t.Errorf("%s, %v; want %s", text, err, want)
	}
}
