package transport

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// example has one optimum: rows 0 and 1 share column 0, whose price is 3.
func example() *Problem {
	return &Problem{
		Supply:   []int{2, 3},
		Capacity: []int{3, 4, math.MaxInt},
		Floor:    []int{0, 1, 0},
		Marginal: [][]int64{nil, {0, 1, 2, 3}, {7, 7, 7, 8, 9}},
		Cost: []int32{
			1, 5, 6,
			2, 4, Forbidden,
		},
	}
}

func TestFaultsAreNamedAllAtOnce(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(p *Problem)
		want  []string
	}{
		{"numbers", func(p *Problem) {
			p.Capacity[0], p.Floor[1] = -1, 5
			p.Marginal[1][2], p.Marginal[2][0] = 0, -MaxCost-1
			p.Cost[1], p.Cost[3] = MaxCost+1, math.MinInt32
		}, []string{"Capacity[0] is -1", "Floor[1] is 5", "Marginal[1][2] is 0, less than 1", "Marginal[2][0] is -1073741824", "Cost[1], of row 0 and column 1,", "Cost[3], of row 1 and column 0,"}},
		{"lengths", func(p *Problem) {
			p.Supply[1], p.Floor, p.Marginal, p.Cost = -3, p.Floor[:2], p.Marginal[:1], p.Cost[:5]
		}, []string{"Supply[1] is -3", "Floor has length 2", "Marginal has length 1", "Cost has length 5"}},
		{"few marginals", func(p *Problem) { p.Marginal[2] = p.Marginal[2][:4] }, []string{"Marginal[2] has length 4, want 5"}},
		{"both forms", func(p *Problem) { p.Entries = []Entry{} }, []string{"Cost and Entries are both given"}},
		{"entries", func(p *Problem) {
			p.Cost, p.Entries = nil, []Entry{{2, 0, 1}, {0, -1, 1}, {0, 0, Forbidden}, {1, 1, -MaxCost}}
		}, []string{"Entries[0]", "Entries[1]", "Entries[2] costs"}},
		{"twice", func(p *Problem) { p.Cost, p.Entries = nil, []Entry{{1, 1, 1}, {0, 0, 1}, {1, 1, 2}} }, []string{"Entries[0] and Entries[2] are the same pair, row 1 and column 1"}},
		{"units", func(p *Problem) { p.Supply[0], p.Supply[1] = math.MaxInt, math.MaxInt }, []string{"Supply has more than 67108864 units"}},
		{"columns", func(p *Problem) { *p = Problem{Capacity: make([]int, MaxColumns+1)} }, []string{"Capacity has 1048577 columns"}},
		{"many", func(p *Problem) {
			p.Supply, p.Cost = make([]int, 4000), make([]int32, 12_000)
			for k := range p.Cost {
				p.Cost[k] = math.MinInt32
			}
		}, []string{"Cost[0],", "Cost[9],", "and 11990 more faults"}},
	} {
		p := example()
		c.spoil(p)
		s, err := Solve(t.Context(), p, nil)
		if err == nil || s != nil {
			t.Errorf("%s: %v, error %v", c.name, s, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: error does not say %q:\n%v", c.name, want, err)
			}
		}
	}
	if _, err := Solve(t.Context(), nil, nil); err == nil {
		t.Error("a nil problem went through")
	}
	if _, err := Solve(t.Context(), example(), &Options{Prices: []int64{1}}); err == nil || !strings.Contains(err.Error(), "Options.Prices has length 1") {
		t.Errorf("one price for three columns: %v", err)
	}
}

func TestProblemIsNotChanged(t *testing.T) {
	p, opts := example(), &Options{Prices: []int64{-1, 1 << 60, 0}}
	if _, err := Solve(t.Context(), p, opts); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(example(), p); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int64{-1, 1 << 60, 0}, opts.Prices); diff != "" {
		t.Error(diff)
	}
}

// TestVerifyRefuses spoils one part of a proven solution at a time.
func TestVerifyRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(s *Solution)
		want  string
	}{
		{"cost", func(s *Solution) { s.Cost-- }, "Cost is"},
		{"row price too high", func(s *Solution) { s.RowPrice[0]++ }, "contradicts its prices"},
		{"row price too low", func(s *Solution) { s.RowPrice[0]-- }, "carries units, but its prices"},
		{"column price too high", func(s *Solution) { s.ColumnPrice[2] += 1 << 40 }, "contradicts its prices"},
		{"unearned price", func(s *Solution) { s.ColumnPrice[2] -= 1 << 40 }, "has room beyond its 0 units for 7"},
		{"price overflow", func(s *Solution) { s.ColumnPrice[0] = math.MinInt64 }, "ColumnPrice[0] is"},
		{"row price overflow", func(s *Solution) { s.RowPrice[1] = math.MaxInt64 }, "RowPrice[1] is"},
		{"load", func(s *Solution) { s.Load[0]++ }, "Load[0] is 4, but flows bring 3"},
		{"short", func(s *Solution) { s.Load = s.Load[:2] }, "Load has length 2"},
		{"missing flow", func(s *Solution) { s.Flows = s.Flows[1:] }, "row 0 sends 0 units, want all"},
		{"no units", func(s *Solution) { s.Flows[0].Units = 0 }, "Flows[0] has 0 units"},
		{"many units", func(s *Solution) { s.Flows[0].Units = math.MaxInt }, "row 0 sends more than its supply of 2"},
		{"no column", func(s *Solution) { s.Flows[0].Column = 3 }, "Flows[0] goes from row 0 to column 3"},
		{"order", func(s *Solution) { s.Flows[0], s.Flows[1] = s.Flows[1], s.Flows[0] }, "Flows[1], row 0 and column 0, is not after"},
		{"capacity", func(s *Solution) { s.Flows = []Flow{{0, 0, 2}, {1, 0, 3}}; s.Load = []int{5, 0, 0} }, "column 0 holds 5 units, want 0 to 3"},
		{"floor", func(s *Solution) { s.Flows = []Flow{{0, 0, 2}, {1, 0, 3}}; s.Load = []int{5, 0, 0} }, "column 1 holds 0 units, want 1 to 4"},
		{"forbidden", func(s *Solution) { s.Flows = []Flow{{0, 0, 2}, {1, 1, 1}, {1, 2, 2}}; s.Load = []int{2, 1, 2} }, "row 1 sends units to column 2, which is forbidden"},
		{"dear last unit", func(s *Solution) { s.Flows = []Flow{{0, 0, 1}, {0, 1, 1}, {1, 1, 3}}; s.Load = []int{1, 4, 0} }, "column 1 holds 4 units, the last of which costs 3"},
	} {
		for _, p := range []*Problem{example(), example().sparse()} {
			s, err := Solve(t.Context(), p, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Verify(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			c.spoil(s)
			if err := s.Verify(t.Context(), p); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: error %v, want %q", c.name, err, c.want)
			}
		}
	}
	p := example()
	s, err := Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Supply[0] = -1
	if err := s.Verify(t.Context(), p); err == nil || !strings.Contains(err.Error(), "Supply[0]") {
		t.Errorf("a bad problem: %v", err)
	}
	q := example().sparse()
	q.Entries = append(q.Entries, q.Entries[len(q.Entries)-1])
	if err := s.Verify(t.Context(), q); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a pair that occurs twice: %v", err)
	}
	if err := (*Solution)(nil).Verify(t.Context(), p); err == nil {
		t.Error("a nil solution went through")
	}
}

func TestCutsAreRecounted(t *testing.T) {
	crowded := &Problem{Supply: []int{2, 2, 0}, Capacity: []int{3, 9}, Cost: []int32{1, Forbidden, 1, Forbidden, 1, 1}}
	short := &Problem{Supply: []int{2, 2}, Capacity: []int{5, math.MaxInt}, Floor: []int{3, 0}, Cost: []int32{1, 1, Forbidden, 1}}
	beyond := &Problem{Supply: []int{2, 0}, Capacity: []int{math.MaxInt}, Floor: []int{math.MaxInt}, Cost: []int32{1, 1}}
	alone := &Problem{Supply: []int{0, 1}, Capacity: []int{}}
	for _, c := range []struct {
		name string
		p    *Problem
		want InfeasibleError
	}{
		{"crowded", crowded, InfeasibleError{Rows: []int{0, 1}, Columns: []int{0}, Crowded: true, Units: 4, Room: 3}},
		{"short", short, InfeasibleError{Rows: []int{0}, Columns: []int{0}, Units: 2, Room: 3}},
		{"beyond", beyond, InfeasibleError{Rows: []int{0}, Columns: []int{0}, Units: 2, Room: int64(math.MaxInt)}},
		{"alone", alone, InfeasibleError{Rows: []int{1}, Crowded: true, Units: 1}},
	} {
		for _, p := range []*Problem{c.p, c.p.sparse()} {
			_, err := Solve(t.Context(), p, nil)
			var cut *InfeasibleError
			if !errors.As(err, &cut) {
				t.Errorf("%s: error %v", c.name, err)
				continue
			}
			if diff := cmp.Diff(&c.want, cut); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
			if err := cut.Verify(t.Context(), p); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
	for _, c := range []struct {
		p    *Problem
		cut  *InfeasibleError
		want string
	}{
		{crowded, nil, "nil"},
		{crowded, &InfeasibleError{Rows: []int{0, 3}}, "Rows[1] is 3"},
		{crowded, &InfeasibleError{Columns: []int{1, 0}}, "Columns[1] is 0"},
		{crowded, &InfeasibleError{Rows: []int{0, 1}, Crowded: true, Units: 4}, "row 0 may use column 0 too"},
		{crowded, &InfeasibleError{Rows: []int{0, 1}, Columns: []int{0}, Crowded: true, Units: 5, Room: 3}, "Units and Room are 5 and 3"},
		{crowded, &InfeasibleError{Rows: []int{0}, Columns: []int{0}, Crowded: true, Units: 2, Room: 3}, "capacity for 3, enough for the 2 units"},
		{short, &InfeasibleError{Rows: []int{0}, Columns: []int{0, 1}, Units: 2, Room: 3}, "column 1 may be used by row 1 too"},
		{short, &InfeasibleError{Rows: []int{0, 1}, Columns: []int{0}, Units: 4, Room: 3}, "4 units, enough for the floors"},
	} {
		if err := c.cut.Verify(t.Context(), c.p); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error %v, want %q", c.cut, err, c.want)
		}
	}
}

// large returns a problem with ties, floors and convex costs that is not solved
// by complete lists.
func large(rows, columns int) *Problem {
	r := rand.New(rand.NewPCG(7, uint64(rows)))
	p := &Problem{Cost: make([]int32, rows*columns)}
	units := 0
	for range rows {
		supply := r.IntN(4)
		p.Supply = append(p.Supply, supply)
		units += supply
	}
	marginal := make([]int64, units)
	for k := range marginal {
		marginal[k] = int64(k / 4)
	}
	for j := range columns {
		p.Capacity = append(p.Capacity, units*5/4/columns+1)
		p.Floor = append(p.Floor, j%3)
		p.Marginal = append(p.Marginal, marginal)
	}
	for k := range p.Cost {
		p.Cost[k] = r.Int32N(50)
	}
	return p
}

func TestWorkersAndPrices(t *testing.T) {
	p := large(20_000, 150)
	if testing.Short() {
		p = large(3000, 100)
	}
	want, err := Solve(t.Context(), p, &Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := want.Verify(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	got, err := Solve(t.Context(), p, &Options{Workers: 1000})
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	q := p.sparse()
	got, err = Solve(t.Context(), q, &Options{Prices: want.ColumnPrice})
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Verify(t.Context(), q); err != nil || got.Cost != want.Cost {
		t.Errorf("cost %d from prices, want %d: %v", got.Cost, want.Cost, err)
	}
}

// TestEndedContext ends the context at each look at it in turn.
func TestEndedContext(t *testing.T) {
	p := large(2500, 20)
	for _, p := range []*Problem{p, p.sparse()} {
		s, err := Solve(t.Context(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range []struct {
			name string
			do   func(ctx context.Context) error
		}{
			{"Solve", func(ctx context.Context) error { _, err := Solve(ctx, p, &Options{Workers: 1}); return err }},
			{"Verify", func(ctx context.Context) error { return s.Verify(ctx, p) }},
			{"InfeasibleError.Verify", func(ctx context.Context) error {
				err := (&InfeasibleError{Rows: []int{0}, Columns: []int{0}, Crowded: true}).Verify(ctx, p)
				if err != nil && !errors.Is(err, context.Canceled) {
					return nil // a cut that proves nothing
				}
				return err
			}},
		} {
			looks := 0
			for ; ; looks = looks + looks/8 + 1 {
				ctx := &endingContext{Context: t.Context()}
				ctx.left.Store(int64(looks))
				err := call.do(ctx)
				if err == nil {
					break
				}
				if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "transport: ") {
					t.Fatalf("%s: error %v after %d looks", call.name, err, looks)
				}
			}
			if looks < 3 {
				t.Errorf("%s looks at its context %d times", call.name, looks)
			}
		}
	}
}

// endingContext ends after some looks at it.
type endingContext struct {
	context.Context
	left atomic.Int64
}

func (c *endingContext) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// TestNilContext: a nil context never ends.
func TestNilContext(t *testing.T) {
	var never context.Context
	p := &Problem{Supply: []int{1}, Capacity: []int{1}, Cost: []int32{5}, Marginal: [][]int64{{1}}}
	s, err := Solve(never, p, nil)
	if err != nil || s.Cost != 6 {
		t.Fatalf("%+v, %v", s, err)
	}
	if err := s.Verify(never, p); err != nil {
		t.Error(err)
	}
	p.Capacity[0] = 0
	var cut *InfeasibleError
	if _, err := Solve(never, p, nil); !errors.As(err, &cut) {
		t.Fatal(err)
	}
	if err := cut.Verify(never, p); err != nil {
		t.Error(err)
	}
}
