package flow

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi/internal/gen"
	"pgregory.net/rapid"
)

// kept is a State beside the dense costs that it should have by now.
type kept struct {
	st *State
	p  *Problem
}

func keepOf(t *rapid.T, p *Problem, o *Options) *kept {
	var st *State
	var err error
	if rapid.Bool().Draw(t, "from") {
		at, price := make([]int32, p.Rows), make([]int64, len(p.Parent))
		for i := range at {
			at[i] = rapid.Int32Range(0, int32(p.Columns-1)).Draw(t, "at")
		}
		for v := range price {
			price[v] = rapid.Int64Range(-60, 60).Draw(t, "price")
		}
		st, err = From(context.Background(), p, at, price, o)
	} else {
		st, err = Keep(context.Background(), p, o)
	}
	if _, cold := Solve(context.Background(), p, nil); (err == nil) != (cold == nil) {
		t.Fatalf("kept: %v, cold: %v", err, cold)
	}
	if err != nil {
		var cut *Infeasible
		if !errors.As(err, &cut) {
			t.Fatal(err)
		}
		recount(t, p, cut)
		return nil
	}
	q := *p
	q.Costs = denseOf(p)
	q.Lo, q.Hi = slices.Clone(p.Lo), slices.Clone(p.Hi)
	return &kept{st, &q}
}

func denseOf(p *Problem) Dense {
	d := Dense{p.Columns, slices.Repeat([]int32{Forbidden}, p.Rows*p.Columns)}
	for i := range p.Rows {
		columns, costs := p.Costs.Row(i, &Buffer{})
		for q, c := range costs {
			d.Cost[i*p.Columns+int(columnOf(columns, q))] = c
		}
	}
	return d
}

func (k *kept) clone() *kept {
	q := *k.p
	d := q.Costs.(Dense)
	q.Costs = Dense{d.Columns, slices.Clone(d.Cost)}
	q.Lo, q.Hi = slices.Clone(q.Lo), slices.Clone(q.Hi)
	return &kept{k.st.Fork(), &q}
}

// drawChanges makes the changes in the costs and bounds beside, too.
func (k *kept) drawChanges(t *rapid.T, widest int64) Changes {
	var c Changes
	d := k.p.Costs.(Dense)
	m := d.Columns
	for range rapid.IntRange(0, min(3, k.p.Rows)).Draw(t, "changed rows") {
		i := rapid.IntRange(0, k.p.Rows-1).Draw(t, "row")
		row := slices.Clone(d.Cost[i*m : (i+1)*m])
		j := rapid.IntRange(0, m-1).Draw(t, "column")
		switch rapid.SampledFrom([]string{"pin", "veto", "one", "all"}).Draw(t, "what") {
		case "pin":
			cost := min(row[j], MaxCost)
			for q := range row {
				row[q] = Forbidden
			}
			row[j] = cost
		case "veto":
			row[j] = Forbidden
		case "one":
			row[j] = int32(rapid.Int64Range(-widest, widest).Draw(t, "cost"))
		case "all":
			for q := range row {
				row[q] = int32(rapid.Int64Range(-widest, widest).Draw(t, "cost"))
			}
		}
		copy(d.Cost[i*m:], row)
		x := RowChange{Row: i, Costs: row}
		if rapid.Bool().Draw(t, "as a list") {
			x.Columns, x.Costs = []int32{}, []int32{}
			for j, cost := range row {
				if cost != Forbidden {
					x.Columns, x.Costs = append(x.Columns, int32(j)), append(x.Costs, cost)
				}
			}
		}
		c.Rows = append(c.Rows, x)
	}
	for range rapid.IntRange(0, 2).Draw(t, "changed bounds") {
		v := rapid.IntRange(0, len(k.p.Parent)-1).Draw(t, "node")
		most := int32(k.p.Rows + 1)
		if x := k.p.Marginal[v]; x != nil {
			most = int32(len(x))
		}
		hi := rapid.Int32Range(max(k.p.Hi[v]-1, 0), min(k.p.Hi[v]+1, most)).Draw(t, "hi")
		lo := rapid.Int32Range(max(min(k.p.Lo[v], hi)-1, 0), min(k.p.Lo[v]+1, hi)).Draw(t, "lo")
		k.p.Lo[v], k.p.Hi[v] = lo, hi
		c.Bounds = append(c.Bounds, BoundChange{v, lo, hi})
	}
	return c
}

// agrees holds the state against a cold solve and the checker.
func (k *kept) agrees(t rapid.TB, cold *Solution) {
	t.Helper()
	s := k.st.Solution()
	if s.Cost != cold.Cost {
		t.Fatalf("cost %d, cold %d", s.Cost, cold.Cost)
	}
	if err := check(k.p, s); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(denseOf(k.p).Cost, denseOf(k.st.Problem()).Cost) {
		t.Fatal("the problem of the state has other costs")
	}
	d := denseOf(k.p)
	for i, a := range s.At {
		row := d.Cost[i*d.Columns : (i+1)*d.Columns]
		var want []int32
		for j, c := range row {
			if c != Forbidden && int64(c)+s.Price[j] == int64(row[a])+s.Price[a] {
				want = append(want, int32(j))
			}
		}
		number := k.st.number[i]
		for j, c := range row {
			listed := slices.ContainsFunc(k.st.g.candidates[number], func(x arc) bool { return x == arc{int32(j), c} })
			if v := int64(c) + k.st.g.price[j]; c != Forbidden && !listed && v < k.st.bound[number] {
				t.Fatalf("row %d: column %d has c + π = %d, and is not listed, below the bound %d", i, j, v, k.st.bound[number])
			}
		}
		tight := slices.Clone(k.st.TightRow(i))
		slices.Sort(tight)
		if !slices.Equal(tight, want) {
			t.Fatalf("row %d: tight columns %v, by all pairs %v", i, tight, want)
		}
	}
	load := make([]int32, len(s.Load))
	for _, a := range s.At {
		for v := a; v >= 0; v = k.p.Parent[v] {
			load[v]++
		}
	}
	if !slices.Equal(load, s.Load) {
		t.Fatalf("loads %v, counted %v", s.Load, load)
	}
}

// change makes drawn changes, and reports whether they were possible. If not,
// the state must be what it was.
func (k *kept) change(t *rapid.T, widest int64) bool {
	before := k.st.Solution()
	back := k.clone()
	c := k.drawChanges(t, widest)
	err := k.st.Change(context.Background(), c)
	cold, coldErr := Solve(context.Background(), k.p, nil)
	if (err == nil) != (coldErr == nil) {
		t.Fatalf("after a change: %v, cold: %v", err, coldErr)
	}
	if err != nil {
		var cut *Infeasible
		if !errors.As(err, &cut) {
			t.Fatal(err)
		}
		recount(t, k.p, cut)
		k.p = back.p
		after := k.st.Solution()
		after.Stats = before.Stats
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("a change that is not possible leaves traces: %s", diff)
		}
		return false
	}
	k.agrees(t, cold)
	return true
}

// What happens to a State does not reach its forks.
func changesLikeColdSolves(t *rapid.T) {
	p := smallProblem(t)
	rolls := rapid.Bool().Draw(t, "rolls")
	k := keepOf(t, p, &Options{rolls: &rolls})
	if k == nil {
		return
	}
	k.agreesWithCold(t)
	other := k.clone()
	for range rapid.IntRange(1, 8).Draw(t, "changes") {
		if rapid.IntRange(0, 3).Draw(t, "fork") == 0 {
			other = k.clone()
		}
		k, other = other, k
		k.change(t, 20)
		if rapid.Bool().Draw(t, "tidy") {
			k.st.tidy()
			k.bringTogether(t)
		}
		other.agreesWithCold(t)
	}
}

func TestChangesLikeColdSolves(t *testing.T) { rapid.Check(t, changesLikeColdSolves) }
func FuzzChanges(f *testing.F)               { f.Fuzz(rapid.MakeFuzz(changesLikeColdSolves)) }

// Rows with more columns than a list holds are changed, so that pairs outside
// the lists matter.
func TestChangesBeyondLists(t *testing.T) {
	for _, f := range families {
		for _, convex := range []bool{false, true} {
			for _, rolls := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/convex=%v/rolls=%v", f.name, convex, rolls), func(t *testing.T) {
					n, m := 600, 90
					if f.name == "product" {
						n = 150
					}
					p := largeProblem(f, n, m, convex)
					st, err := Keep(context.Background(), p, &Options{rolls: &rolls, Workers: 2})
					if err != nil {
						t.Fatal(err)
					}
					k := (&kept{st, p}).clone()
					other := k.clone()
					r := rand.New(rand.NewPCG(3, uint64(n)))
					const changed = 8
					for step := range changed {
						switch r.IntN(4) {
						case 0:
							other = k.clone()
						case 1:
							k.st.tidy()
						case 2:
							k.bringTogether(t)
						}
						k, other = other, k
						k.changeBeyondLists(t, r)
						if step == changed-1 {
							other.agreesWithCold(t)
						}
					}
				})
			}
		}
	}
}

// bringTogether gives the state other prices, as those have that were too far apart.
func (k *kept) bringTogether(t rapid.TB) {
	k.st.solver.ctx = context.Background()
	k.st.begin()
	k.st.bringTogether()
	if err := k.st.repair(); err != nil {
		t.Fatal(err)
	}
	k.st.commit()
	k.agreesWithCold(t)
}

// changeBeyondLists gives a few rows the costs of others, and a node a seat more
// or less.
func (k *kept) changeBeyondLists(t *testing.T, r *rand.Rand) {
	var c Changes
	p, back := k.p, k.clone().p
	d := p.Costs.(Dense)
	m := d.Columns
	for range 1 + r.IntN(4) {
		i, like := r.IntN(p.Rows), r.IntN(p.Rows)
		row := d.Cost[i*m : (i+1)*m]
		copy(row, d.Cost[like*m:(like+1)*m])
		c.Rows = append(c.Rows, RowChange{Row: i, Costs: slices.Clone(row)})
	}
	v := r.IntN(len(p.Parent))
	hi := max(p.Lo[v], p.Hi[v]+int32(r.IntN(3))-1)
	if x := p.Marginal[v]; x != nil {
		hi = min(hi, int32(len(x)))
	}
	p.Hi[v] = hi
	c.Bounds = []BoundChange{{v, p.Lo[v], hi}}
	if err := k.st.Change(context.Background(), c); err == nil {
		k.agreesWithCold(t)
		return
	}
	if s, err := Solve(context.Background(), p, nil); err == nil {
		t.Fatalf("a cold solve finds cost %d", s.Cost)
	}
	k.p = back
}

func (k *kept) agreesWithCold(t rapid.TB) {
	t.Helper()
	cold, err := Solve(context.Background(), k.p, nil)
	if err != nil {
		t.Fatal(err)
	}
	k.agrees(t, cold)
}

// Rows reads what the costs of the problem show now, and forgets what a change
// said before.
func TestRowsAreReadAnew(t *testing.T) {
	p := largeProblem(families[0], 600, 90, true)
	d := p.Costs.(Dense)
	st, err := Keep(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	k := &kept{st, p}
	if err := st.Change(context.Background(), Changes{Rows: []RowChange{{5, []int32{7}, []int32{1 << 20}}, {6, []int32{7}, []int32{0}}}}); err != nil {
		t.Fatal(err)
	}
	if s := st.Solution(); s.At[5] != 7 || s.At[6] != 7 {
		t.Fatalf("rows pinned to column 7 are at %d and %d", s.At[5], s.At[6])
	}
	copy(d.Cost[6*90:7*90], d.Cost[9*90:10*90])
	if err := st.Rows(context.Background(), []int{5, 6}); err != nil {
		t.Fatal(err)
	}
	k.agreesWithCold(t)
	p.Hi[3] = 0
	if err := st.Bounds(context.Background(), 3, 0, 0); err != nil {
		t.Fatal(err)
	}
	p.Lo[3] = 0
	k.agreesWithCold(t)
}

// The face that Tight and Range tell holds exactly the optimal assignments.
func TestTightPairsAreTheFace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := smallProblem(t)
		k := keepOf(t, p, nil)
		if k == nil {
			return
		}
		k.change(t, 3)
		tight := map[[2]int32]bool{}
		k.st.Tight(func(row int, column int32) bool {
			tight[[2]int32{int32(row), column}] = true
			return true
		})
		s := k.st.Solution()
		enumerate(k.p, func(at, load []int32, cost int64) {
			inFace := true
			for i, a := range at {
				inFace = inFace && tight[[2]int32{int32(i), a}]
			}
			for v, f := range load {
				least, most := k.p.Range(v, s.Price)
				inFace = inFace && least <= f && f <= most
			}
			if inFace != (cost == s.Cost) {
				t.Fatalf("%v of cost %d (optimum %d): in the face: %v", at, cost, s.Cost, inFace)
			}
		})
	})
}

func TestChangeRefusesWhatDoesNotExist(t *testing.T) {
	p := largeProblem(families[0], 20, 8, true)
	st, err := Keep(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	before := st.Solution()
	for name, c := range map[string]Changes{
		"a row too many":        {Rows: []RowChange{{Row: 20}}},
		"a negative row":        {Rows: []RowChange{{Row: -1}}},
		"a short row":           {Rows: []RowChange{{Row: 1, Costs: []int32{1, 2}}}},
		"columns without costs": {Rows: []RowChange{{Row: 1, Columns: []int32{1}}}},
		"a node too many":       {Bounds: []BoundChange{{9, 0, 1}}},
		"crossing bounds":       {Bounds: []BoundChange{{1, 2, 1}}},
		"a negative bound":      {Bounds: []BoundChange{{1, -1, 1}}},
		"unknown marginals":     {Bounds: []BoundChange{{8, 0, 1000}}},
	} {
		if st.Change(context.Background(), c) == nil {
			t.Errorf("%s is not refused", name)
		}
	}
	if diff := cmp.Diff(before, st.Solution()); diff != "" {
		t.Error(diff)
	}
}

// A context that has ended, or ends at any of the looks at it, leaves the state
// as it was, and the change can be made afterwards.
func TestInterruptedChangeIsUndone(t *testing.T) {
	p := largeProblem(families[0], 600, 90, false)
	d := p.Costs.(Dense)
	st, err := Keep(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	before := st.Solution()
	c := Changes{Bounds: []BoundChange{{3, 0, 0}, {4, 0, 0}}}
	for i := range 40 {
		row := slices.Clone(d.Cost[(i+100)*90 : (i+101)*90])
		c.Rows = append(c.Rows, RowChange{Row: i, Costs: row})
	}
	interrupted := 0
	for looks := 0; ; looks++ {
		err := st.Change(gen.EndsAt(looks), c)
		if err == nil {
			break
		}
		interrupted++
		if !errors.Is(err, ErrInterrupted) {
			t.Fatal(err)
		}
		after := st.Solution()
		after.Stats = before.Stats
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("after %d looks: %s", looks, diff)
		}
	}
	if interrupted < 3 {
		t.Fatalf("the context was looked at %d times", interrupted)
	}
	for _, x := range c.Rows {
		copy(d.Cost[x.Row*90:], x.Costs)
	}
	for _, x := range c.Bounds {
		p.Lo[x.Node], p.Hi[x.Node] = x.Lo, x.Hi
	}
	(&kept{st, p}).agreesWithCold(t)
}

// Rows that pass their bounds all at once are read by several workers, and the
// outcome is that of one.
func TestManyRowsPassTheirBounds(t *testing.T) {
	p := largeProblem(families[0], 3000, 90, false)
	var states [2]*State
	for w := range states {
		st, err := Keep(context.Background(), p, &Options{Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		st.solver.opts.Workers = w + 1
		read := 0
		st.solver.opts.Progress = func(phase string, _, total int) { read = max(read, total) }
		var c Changes
		for v := 1; v < p.Columns; v++ {
			c.Bounds = append(c.Bounds, BoundChange{v, 0, p.Hi[v] / 3})
		}
		if err := st.Change(context.Background(), c); err != nil {
			t.Fatal(err)
		}
		if read < severalReaders {
			t.Fatalf("only %d rows were read at once", read)
		}
		states[w] = st
	}
	one, two := states[0].Solution(), states[1].Solution()
	if diff := cmp.Diff(one, two); diff != "" {
		t.Fatal(diff)
	}
	for v := 1; v < p.Columns; v++ {
		p.Lo[v], p.Hi[v] = 0, p.Hi[v]/3
	}
	(&kept{states[0], p}).agreesWithCold(t)
}

// Where rows have one pair or two and no load may change, hardly anything holds
// prices together, and changes drive them further and further apart.
func TestPricesStayTogether(t *testing.T) {
	const n, m, free = 1500, 70, 40
	r := rand.New(rand.NewPCG(5, 5))
	d := Dense{m, slices.Repeat([]int32{Forbidden}, n*m)}
	p := &Problem{Rows: n, Columns: m, Lo: make([]int32, m), Hi: make([]int32, m), Parent: slices.Repeat([]int32{-1}, m), Marginal: make([][]int64, m), Costs: d}
	for i := range n {
		p.Lo[i%m]++
		p.Hi[i%m]++
		d.Cost[i*m+i%m] = r.Int32N(1 << 30)
	}
	st, err := Keep(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	var pairs []int // rows that may have two, the oldest first
	for step := range 400 {
		at := st.Solution().At
		only := func(i int) {
			c := d.Cost[i*m+int(at[i])]
			copy(d.Cost[i*m:(i+1)*m], slices.Repeat([]int32{Forbidden}, m))
			d.Cost[i*m+int(at[i])] = c
		}
		var rows []int
		for range 5 {
			i := r.IntN(n)
			only(i)
			d.Cost[i*m+r.IntN(m)] = r.Int32N(1 << 30)
			d.Cost[i*m+int(at[i])] = r.Int32N(1 << 30)
			rows, pairs = append(rows, i), append(pairs, i)
		}
		for ; len(pairs) > free; pairs = pairs[1:] {
			if i := pairs[0]; !slices.Contains(pairs[1:], i) {
				only(i)
				rows = append(rows, i)
			}
		}
		if err := st.Rows(context.Background(), rows); err != nil {
			t.Fatal(err)
		}
		if x := slices.Max(st.g.price) - slices.Min(st.g.price); x > 2*apart*(m+1) {
			t.Fatalf("after %d changes prices are %d apart", step+1, x)
		}
	}
	(&kept{st, p}).agreesWithCold(t)
}
