package flow

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/mutasi-go/mutasi/internal/proof"
	"pgregory.net/rapid"
)

// tree draws parents for columns and inner nodes: every inner node has a
// child, and parents stand behind their children.
func tree(t *rapid.T, columns int) []int32 {
	inner := rapid.IntRange(0, 3).Draw(t, "inner")
	parent := make([]int32, columns+inner)
	for v := range parent {
		parent[v] = -1
		if first := max(columns, v+1); first < len(parent) && rapid.Bool().Draw(t, "hangs") {
			parent[v] = int32(rapid.IntRange(first, len(parent)-1).Draw(t, "parent"))
		}
	}
	return parent
}

func smallProblem(t *rapid.T) *Problem {
	n := rapid.IntRange(0, 6).Draw(t, "rows")
	m := rapid.IntRange(1, 4).Draw(t, "columns")
	p := &Problem{Rows: n, Columns: m, Parent: tree(t, m)}
	widest := rapid.SampledFrom([]int64{0, 1, 3, 50}).Draw(t, "widest")
	for range p.Parent {
		hi := rapid.IntRange(0, n+1).Draw(t, "hi")
		lo := 0
		if rapid.IntRange(0, 3).Draw(t, "floor?") == 0 {
			lo = rapid.IntRange(0, hi).Draw(t, "lo")
		}
		p.Lo, p.Hi = append(p.Lo, int32(lo)), append(p.Hi, int32(hi))
		var m []int64
		if rapid.Bool().Draw(t, "convex") {
			m = []int64{}
			c := rapid.Int64Range(-widest, widest).Draw(t, "first")
			for range hi {
				m = append(m, c)
				c += rapid.Int64Range(0, widest/2+1).Draw(t, "rise")
			}
		}
		p.Marginal = append(p.Marginal, m)
	}
	d := Dense{Columns: m}
	for range n * m {
		c := int32(rapid.Int64Range(-widest, widest).Draw(t, "cost"))
		if rapid.IntRange(0, 4).Draw(t, "forbid") == 0 {
			c = Forbidden
		}
		d.Cost = append(d.Cost, c)
	}
	p.Costs = d
	if rapid.Bool().Draw(t, "sparse") {
		p.Costs = sparseOf(d, n)
	}
	return p
}

func sparseOf(d Dense, n int) Sparse {
	s := Sparse{Start: []int{0}, Column: []int32{}, Cost: []int32{}}
	for i := range n {
		for j := range d.Columns {
			if c := d.Cost[i*d.Columns+j]; c != Forbidden {
				s.Column, s.Cost = append(s.Column, int32(j)), append(s.Cost, c)
			}
		}
		s.Start = append(s.Start, len(s.Column))
	}
	return s
}

// enumerate calls yield with every feasible assignment and its cost.
func enumerate(p *Problem, yield func(at []int32, load []int32, cost int64)) {
	at := make([]int32, p.Rows)
	var visit func(i int, pairs int64)
	visit = func(i int, pairs int64) {
		if i == p.Rows {
			load := make([]int32, len(p.Parent))
			for _, a := range at {
				for v := a; v >= 0; v = p.Parent[v] {
					load[v]++
				}
			}
			for v, k := range load {
				if k < p.Lo[v] || k > p.Hi[v] {
					return
				}
				if p.Marginal[v] != nil {
					for _, c := range p.Marginal[v][:k] {
						pairs += c
					}
				}
			}
			yield(at, load, pairs)
			return
		}
		columns, costs := p.Costs.Row(i, &Buffer{})
		for q, c := range costs {
			if c != Forbidden {
				at[i] = columnOf(columns, q)
				visit(i+1, pairs+int64(c))
			}
		}
	}
	visit(0, 0)
}

func solveLikeEnumeration(t *rapid.T) {
	p := smallProblem(t)
	best, feasible := int64(0), false
	enumerate(p, func(_, _ []int32, cost int64) {
		if !feasible || cost < best {
			best, feasible = cost, true
		}
	})
	rolls := rapid.Bool().Draw(t, "rolls")
	s, err := Solve(context.Background(), p, &Options{Workers: rapid.IntRange(1, 3).Draw(t, "workers"), rolls: &rolls, lists: rapid.Bool().Draw(t, "lists")})
	if !feasible {
		var cut *Infeasible
		if !errors.As(err, &cut) {
			t.Fatalf("want Infeasible, got %v, %v", s, err)
		}
		recount(t, p, cut)
		return
	}
	if err != nil {
		t.Fatalf("feasible at cost %d: %v", best, err)
	}
	if s.Cost != best {
		t.Fatalf("cost %d, enumeration finds %d", s.Cost, best)
	}
	if err := check(p, s); err != nil {
		t.Fatal(err)
	}
	if b := Bound(p, s.Price, 2); b != best {
		t.Fatalf("dual value %d, primal %d", b, best)
	}
	// The face: exactly the optimal assignments have zero reduced costs and
	// loads within the ranges of the slopes.
	enumerate(p, func(at, load []int32, cost int64) {
		inFace := true
		for i, a := range at {
			columns, costs := p.Costs.Row(i, &Buffer{})
			value := func(j int32) (int64, bool) {
				for q, c := range costs {
					if columnOf(columns, q) == j {
						return int64(c) + s.Price[j], true
					}
				}
				return 0, false
			}
			mine, _ := value(a)
			best, _ := value(s.At[i])
			inFace = inFace && mine == best
		}
		for v, k := range load {
			least, most := p.Range(v, s.Price)
			inFace = inFace && least <= k && k <= most
		}
		if inFace != (cost == best) {
			t.Fatalf("assignment %v of cost %d (optimum %d): in the face: %v", at, cost, best, inFace)
		}
	})
}

// check has the solution proven by code that shares nothing with the solver.
func check(p *Problem, s *Solution) error {
	q := &proof.Problem{
		Rows: p.Rows, Columns: p.Columns, Parent: p.Parent, Lo: p.Lo, Hi: p.Hi,
		Allowed: func(row int, into []uint64) {
			columns, costs := p.Costs.Row(row, &Buffer{})
			for q, c := range costs {
				if j := columnOf(columns, q); c != Forbidden {
					into[j/64] |= 1 << (j % 64)
				}
			}
		},
		Goals: []proof.Goal{{
			Marginal: p.Marginal,
			Cost: func(row int, into []int32) []int32 {
				columns, costs := p.Costs.Row(row, &Buffer{})
				for q, c := range costs {
					into[columnOf(columns, q)] = c
				}
				return into
			},
		}},
	}
	return proof.Check(context.Background(), q, &proof.Certificate{At: s.At, Claims: []proof.Claim{{Price: s.Price, Cost: s.Cost}}})
}

// recount holds an infeasibility against the problem.
func recount(t *rapid.T, p *Problem, cut *Infeasible) {
	inRows, inColumns := map[int32]bool{}, map[int32]bool{}
	for _, i := range cut.Rows {
		inRows[i] = true
	}
	for _, j := range cut.Columns {
		inColumns[j] = true
	}
	for i := range p.Rows {
		columns, costs := p.Costs.Row(i, &Buffer{})
		for q, c := range costs {
			j := columnOf(columns, q)
			if c == Forbidden {
				continue
			}
			if cut.Crowded && inRows[int32(i)] && !inColumns[j] {
				t.Fatalf("row %d may leave the crowded columns for %d", i, j)
			}
			if !cut.Crowded && !inRows[int32(i)] && inColumns[j] {
				t.Fatalf("row %d may take column %d, but is not counted", i, j)
			}
		}
	}
	// Without inner nodes the numbers themselves decide.
	if len(p.Parent) == p.Columns {
		room, floors := 0, 0
		for _, j := range cut.Columns {
			room += int(p.Hi[j])
			floors += int(p.Lo[j])
		}
		if cut.Crowded && len(cut.Rows) != room+1 {
			t.Fatalf("%d rows in room for %d: want one too many", len(cut.Rows), room)
		}
		if !cut.Crowded && len(cut.Rows) >= floors {
			t.Fatalf("%d rows are enough for floors of %d", len(cut.Rows), floors)
		}
	}
}

func TestSolveLikeEnumeration(t *testing.T) { rapid.Check(t, solveLikeEnumeration) }
func FuzzSolve(f *testing.F)                { f.Fuzz(rapid.MakeFuzz(solveLikeEnumeration)) }

// family is a shape of costs; every kernel test and benchmark runs over all.
type family struct {
	name string
	cost func(r *rand.Rand, n, m int) []int32
}

var families = []family{
	{"uniform", func(r *rand.Rand, n, m int) []int32 {
		c := make([]int32, n*m)
		for k := range c {
			c[k] = r.Int32N(1 << 24)
		}
		return c
	}},
	{"small-integers", func(r *rand.Rand, n, m int) []int32 {
		c := make([]int32, n*m)
		for k := range c {
			c[k] = 1 + r.Int32N(10)
		}
		return c
	}},
	{"competency", competencyCosts},
	{"constant", func(r *rand.Rand, n, m int) []int32 { return make([]int32, n*m) }},
	{"product", func(r *rand.Rand, n, m int) []int32 {
		c := make([]int32, n*m)
		for k := range c {
			c[k] = -int32(k/m%1000) * int32(k%m)
		}
		return c
	}},
	{"forbidden", func(r *rand.Rand, n, m int) []int32 {
		c := make([]int32, n*m)
		for k := range c {
			c[k] = Forbidden
			if r.IntN(8) == 0 || k%m == 0 {
				c[k] = r.Int32N(1000)
			}
		}
		return c
	}},
}

// competencyCosts are shortfalls of integer levels against requirements: low
// rank, with many ties.
func competencyCosts(r *rand.Rand, n, m int) []int32 {
	const k = 21
	level := make([][k]int32, n)
	need := make([][k]int32, m)
	for i := range level {
		for q := range k {
			level[i][q] = 1 + r.Int32N(5)
		}
	}
	for j := range need {
		for q := range k {
			need[j][q] = r.Int32N(6)
		}
	}
	c := make([]int32, n*m)
	for i := range n {
		for j := range m {
			s := int32(0)
			for q := range k {
				s += max(0, need[j][q]-level[i][q])
			}
			c[i*m+j] = s
		}
	}
	return c
}

// largeProblem gives columns room for a fifth more rows than there are, some
// of it floors, in units of eight columns; convex adds a quadratic at units.
func largeProblem(f family, n, m int, convex bool) *Problem {
	r := rand.New(rand.NewPCG(uint64(n), uint64(m)))
	units := (m + 7) / 8
	p := &Problem{Rows: n, Columns: m, Costs: Dense{m, f.cost(r, n, m)}}
	for v := range m + units {
		p.Parent = append(p.Parent, -1)
		hi := int32(n)
		if v < m {
			p.Parent[v] = int32(m + v/8)
			hi = int32(n*6/5/m + 1)
			if v == 0 {
				hi = int32(n)
			}
		}
		lo := int32(0)
		if v < m && f.name != "forbidden" {
			lo = hi / 8 * int32(v%2)
		}
		var marginal []int64
		if convex && v >= m {
			for k := range int64(hi) {
				marginal = append(marginal, (2*k+1)*int64(m)/int64(v%3+1))
			}
		}
		p.Lo, p.Hi, p.Marginal = append(p.Lo, lo), append(p.Hi, hi), append(p.Marginal, marginal)
	}
	return p
}

func TestFamiliesAreProven(t *testing.T) {
	sizes := [][2]int{{300, 20}, {1500, 80}}
	for _, f := range families {
		for _, size := range sizes {
			for _, convex := range []bool{false, true} {
				n, m := size[0], size[1]
				if f.name == "product" {
					n, m = n/5, m/2 // every row wants the same columns: many paths
				}
				t.Run(fmt.Sprintf("%s/%dx%d/convex=%v", f.name, n, m, convex), func(t *testing.T) {
					p := largeProblem(f, n, m, convex)
					one, err := Solve(context.Background(), p, nil)
					if err != nil {
						t.Fatal(err)
					}
					if err := check(p, one); err != nil {
						t.Fatal(err)
					}
					yes := true
					if rolled, err := Solve(context.Background(), p, &Options{rolls: &yes}); err != nil || rolled.Cost != one.Cost {
						t.Fatalf("cost %d by bundles, %d by rolls (%v)", one.Cost, rolled.Cost, err)
					}
					if listed, err := Solve(context.Background(), p, &Options{lists: true}); err != nil || listed.Cost != one.Cost {
						t.Fatalf("cost %d by bundles, %d by bundles with lists (%v)", one.Cost, listed.Cost, err)
					}
					short, err := Solve(context.Background(), p, &Options{short: true})
					if err != nil || short.Cost != one.Cost || m > listMost && short.Stats.Rounds == 0 {
						t.Fatalf("cost %d by all pairs, by short lists %v, %v", one.Cost, short, err)
					}
					two, err := Solve(context.Background(), p, &Options{Workers: 2, short: true})
					if err != nil {
						t.Fatal(err)
					}
					for i := range one.At {
						if short.At[i] != two.At[i] {
							t.Fatalf("row %d: column %d with one worker, %d with two", i, short.At[i], two.At[i])
						}
					}
				})
			}
		}
	}
}

func TestCheckCatches(t *testing.T) {
	p := largeProblem(families[0], 300, 20, true)
	fresh := func() *Solution {
		s, err := Solve(context.Background(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	plant := map[string]func(s *Solution){
		"a swap of two rows": func(s *Solution) {
			k := 1
			for s.At[k] == s.At[0] {
				k++
			}
			s.At[0], s.At[k] = s.At[k], s.At[0]
		},
		"a load beyond the ceiling": func(s *Solution) {
			for i := range s.At {
				s.At[i] = 3
			}
		},
		"a wrong price":           func(s *Solution) { s.Price[s.At[0]] += 1 << 40 },
		"a wrong price of a unit": func(s *Solution) { s.Price[20] -= 1 << 40 },
		"a wrong cost":            func(s *Solution) { s.Cost-- },
		"no column":               func(s *Solution) { s.At[5] = -1 },
	}
	for name, f := range plant {
		s := fresh()
		f(s)
		if check(p, s) == nil {
			t.Errorf("%s is not noticed", name)
		}
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := largeProblem(families[2], 3000, 40, true)
	_, err := Solve(ctx, p, nil)
	var stop *Interrupted
	if !errors.As(err, &stop) || !errors.Is(err, context.Canceled) || !errors.Is(err, ErrInterrupted) {
		t.Fatalf("got %v", err)
	}
	s, err := Solve(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if b := Bound(p, stop.Price, 2); b > s.Cost {
		t.Fatalf("bound %d above the optimum %d", b, s.Cost)
	}
}

func BenchmarkSolve(b *testing.B) {
	for _, f := range families {
		for _, size := range [][2]int{{1200, 150}, {20_000, 500}} {
			for _, convex := range []bool{false, true} {
				n, m := size[0], size[1]
				b.Run(fmt.Sprintf("%s/%dx%d/convex=%v", f.name, n, m, convex), func(b *testing.B) {
					if testing.Short() && n > 2000 {
						b.Skip("large")
					}
					p := largeProblem(f, n, m, convex)
					b.ReportAllocs()
					var s *Solution
					for b.Loop() {
						var err error
						if s, err = Solve(context.Background(), p, &Options{Workers: 2}); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(s.Stats.Paths), "paths/op")
					b.ReportMetric(float64(s.Stats.Moves), "moves/op")
					b.ReportMetric(float64(s.Stats.Rounds), "rounds/op")
				})
			}
		}
	}
}

func columnOf(columns []int32, q int) int32 {
	if columns == nil {
		return int32(q)
	}
	return columns[q]
}

func TestStartingPricesKeepTheOptimum(t *testing.T) {
	for _, f := range families {
		p := largeProblem(f, 400, 80, f.name != "product")
		cold, err := Solve(context.Background(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		warm, err := Solve(context.Background(), p, &Options{Prices: cold.Price})
		if err != nil || warm.Cost != cold.Cost || check(p, warm) != nil {
			t.Fatalf("%s: cost %d, and from its own prices %v (%v)", f.name, cold.Cost, warm, err)
		}
		if warm.Stats.Paths > cold.Stats.Paths {
			t.Errorf("%s: %d searches, and %d from the prices of the optimum", f.name, cold.Stats.Paths, warm.Stats.Paths)
		}
		r := rand.New(rand.NewPCG(1, 1))
		random := make([]int64, len(p.Parent))
		for v := range random {
			random[v] = r.Int64N(1<<20) - 1<<19
		}
		warm, err = Solve(context.Background(), p, &Options{Prices: random, short: true})
		if err != nil || warm.Cost != cold.Cost || check(p, warm) != nil {
			t.Fatalf("%s: cost %d, and from random prices %v (%v)", f.name, cold.Cost, warm, err)
		}
	}
}
