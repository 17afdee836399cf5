package proof_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi/internal/proof"
	"pgregory.net/rapid"
)

// forbidden marks an absent pair in the matrices of this file.
const forbidden = 1 << 20

// goal is a matrix of costs by row and column, with marginals by node.
type goal struct {
	cost     [][]int32
	marginal [][]int64
}

// problem returns a problem whose columns are the leaves of parent. Pairs
// that the first goal forbids are forbidden.
func problem(parent, lo, hi []int32, goals ...goal) *proof.Problem {
	p := &proof.Problem{
		Rows: len(goals[0].cost), Columns: len(goals[0].cost[0]), Parent: parent, Lo: lo, Hi: hi,
		Allowed: func(row int, into []uint64) {
			for j, c := range goals[0].cost[row] {
				if c != forbidden {
					into[j/64] |= 1 << (j % 64)
				}
			}
		},
	}
	for _, g := range goals {
		if g.marginal == nil {
			g.marginal = make([][]int64, len(parent))
		}
		p.Goals = append(p.Goals, proof.Goal{
			Cost:     func(row int, _ []int32) []int32 { return g.cost[row] },
			Marginal: g.marginal,
		})
	}
	return p
}

// wants checks that err says what is wanted, "" being no error.
func wants(t interface {
	Helper()
	Fatalf(string, ...any)
}, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Fatalf("%v, but the certificate is sound", err)
	case want != "" && err == nil:
		t.Fatalf("no error, want one about %q", want)
	case want != "" && !strings.Contains(err.Error(), want):
		t.Fatalf("%v, want an error about %q", err, want)
	}
}

// TestEveryConditionIsNeeded: one person, a post that costs 0 and a bench that
// costs 5. Prices that forge one condition are caught by another one, and each
// of the three conditions is the only one to catch one of the forgeries.
func TestEveryConditionIsNeeded(t *testing.T) {
	const post, bench = 0, 1
	p := problem([]int32{-1, -1}, []int32{0, 0}, []int32{1, 1}, goal{cost: [][]int32{{0, 5}}})
	for _, test := range []struct {
		name  string
		at    int32
		price []int64
		cost  int64
		want  string
	}{
		{"the post is optimal", post, []int64{0, 0}, 0, ""},
		{"prices within the slack prove as well", post, []int64{5, 0}, 0, ""},
		{"(1) another column is cheaper", bench, []int64{0, 0}, 5, "column 0 is cheaper by 5"},
		{"(2) a unit less of the bench would save", bench, []int64{0, -5}, 5, "node 1: one unit less would save 5"},
		{"(3) a unit more of the post would save", bench, []int64{5, 0}, 5, "node 0: one unit more would save 5"},
	} {
		t.Run(test.name, func(t *testing.T) {
			wants(t, proof.Check(context.Background(), p, &proof.Certificate{
				At: []int32{test.at}, Claims: []proof.Claim{{Price: test.price, Cost: test.cost}},
			}), test.want)
		})
	}
}

// TestSlopesAreDifferencesOfPrices: in a tree what a node costs is its price
// less that of its parent, so a price that is the same at all nodes of a branch
// belongs to its root alone.
func TestSlopesAreDifferencesOfPrices(t *testing.T) {
	// Columns 0 and 1 belong to unit 3, which has one seat; column 2 is the bench.
	parent := []int32{3, 3, -1, -1}
	p := problem(parent, []int32{0, 0, 0, 0}, []int32{2, 2, 2, 1}, goal{cost: [][]int32{{0, 1, 4}, {1, 2, 4}}})
	for _, test := range []struct {
		name  string
		price []int64
		want  string
	}{
		{"the ceiling of the unit costs what the second person forgoes", []int64{3, 3, 0, 3}, ""},
		{"a ceiling of a post that does not bind", []int64{3, 4, 0, 3}, "node 1: one unit more would save 1"},
		{"no price on the ceiling", []int64{0, 0, 0, 0}, "row 1: column 0 is cheaper by 3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			wants(t, proof.Check(context.Background(), p, &proof.Certificate{
				At: []int32{0, 2}, Claims: []proof.Claim{{Price: test.price, Cost: 4}},
			}), test.want)
		})
	}
}

// TestBoundsOnLoads: floors and ceilings hold at columns and at inner nodes.
func TestBoundsOnLoads(t *testing.T) {
	parent := []int32{2, 2, -1}
	costs := goal{cost: [][]int32{{0, 0}, {0, 0}}}
	for _, test := range []struct {
		name   string
		lo, hi []int32
		want   string
	}{
		{"within", []int32{1, 0, 2}, []int32{2, 0, 2}, ""},
		{"below the floor of a column", []int32{0, 1, 0}, []int32{2, 2, 2}, "node 1: load 0 is outside [1, 2]"},
		{"above the ceiling of a column", []int32{0, 0, 0}, []int32{1, 2, 2}, "node 0: load 2 is outside [0, 1]"},
		{"below the floor of a unit", []int32{0, 0, 3}, []int32{2, 2, 3}, "node 2: load 2 is outside [3, 3]"},
		{"above the ceiling of a unit", []int32{0, 0, 0}, []int32{2, 2, 1}, "node 2: load 2 is outside [0, 1]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			wants(t, proof.Check(context.Background(), problem(parent, test.lo, test.hi, costs), &proof.Certificate{
				At: []int32{0, 0}, Claims: []proof.Claim{{Price: make([]int64, 3)}},
			}), test.want)
		})
	}
}

// TestMarginalsMustBeConvex: (2) and (3) say something about the neighbouring
// loads only; that they are enough is what convexity is for.
func TestMarginalsMustBeConvex(t *testing.T) {
	// Both at column 0: its third unit costs 4, its fourth would give 9 back.
	falling := []int64{0, 0, 4, -9}
	for _, test := range []struct {
		name string
		hi   int32
		want string
	}{
		{"a fall within the bounds", 4, "goal 0, node 0: marginal 4 falls"},
		{"a fall beyond the ceiling does not matter", 3, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := problem([]int32{-1, -1}, []int32{0, 0}, []int32{test.hi, 4}, goal{
				cost: [][]int32{{0, 0}, {0, 0}}, marginal: [][]int64{falling, nil},
			})
			wants(t, proof.Check(context.Background(), p, &proof.Certificate{
				At: []int32{0, 0}, Claims: []proof.Claim{{Price: []int64{0, 0}}},
			}), test.want)
		})
	}
}

// TestLaterGoalsChooseAmongTies: a later goal has no say where an earlier one
// differs, and must be optimal where the earlier ones tie.
func TestLaterGoalsChooseAmongTies(t *testing.T) {
	parent, lo, hi := []int32{-1, -1, -1}, []int32{0, 0, 0}, []int32{1, 1, 1}
	zero := []int64{0, 0, 0}
	for _, test := range []struct {
		name          string
		first, second []int32 // costs of the one row
		at            int32
		prices        [][]int64
		want          string
	}{
		{"worse in the first, better in the second", []int32{1, 2, 3}, []int32{9, 5, 0}, 0, [][]int64{zero, zero}, ""},
		{"better in the second among ties", []int32{1, 1, 3}, []int32{9, 5, 0}, 1, [][]int64{zero, zero}, ""},
		{"worse in the second among ties", []int32{1, 1, 3}, []int32{9, 5, 0}, 0, [][]int64{zero, zero}, "goal 1, row 0: column 1 is cheaper by 4"},
		{"(2) of the second where the load may fall", []int32{1, 1, 3}, []int32{9, 5, 0}, 0, [][]int64{zero, {-4, 0, 0}}, "goal 1, node 0: one unit less would save 4"},
		{"(3) of the second where the load may grow", []int32{1, 1, 3}, []int32{9, 5, 0}, 0, [][]int64{zero, {0, 4, 0}}, "goal 1, node 1: one unit more would save 4"},
		// Where the first goal's slope is strict no optimum has another load, so
		// the second goal may have any slope.
		{"a load that the first settles at its ceiling", []int32{-1, 0, 0}, []int32{9, 0, 0}, 0, [][]int64{{1, 0, 0}, {-9, 0, 0}}, ""},
		{"a load that the first settles at its floor", []int32{9, 0, 0}, []int32{9, 0, 0}, 1, [][]int64{{-1, 0, 0}, {7, 0, 0}}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := problem(parent, lo, hi, goal{cost: [][]int32{test.first}}, goal{cost: [][]int32{test.second}})
			c := &proof.Certificate{At: []int32{test.at}}
			for g, costs := range [][]int32{test.first, test.second} {
				c.Claims = append(c.Claims, proof.Claim{Goal: g, Price: test.prices[g], Cost: int64(costs[test.at])})
			}
			wants(t, proof.Check(context.Background(), p, c), test.want)
		})
	}
}

// TestFewerClaimsThanGoals: what is not claimed is not looked at.
func TestFewerClaimsThanGoals(t *testing.T) {
	p := problem([]int32{-1, -1}, []int32{0, 0}, []int32{1, 1},
		goal{cost: [][]int32{{1, 1}}},
		goal{cost: [][]int32{{7, 2}}, marginal: [][]int64{{3}, nil}})
	first := proof.Claim{Price: []int64{0, 0}, Cost: 1}
	check := func(at int32, claims ...proof.Claim) error {
		return proof.Check(context.Background(), p, &proof.Certificate{At: []int32{at}, Claims: claims})
	}
	wants(t, check(0), "")
	wants(t, check(0, first), "")
	wants(t, check(0, first, proof.Claim{Goal: 1, Price: []int64{0, 0}, Cost: 10}), "goal 1")
	wants(t, check(1, first, proof.Claim{Goal: 1, Price: []int64{0, 0}, Cost: 2}), "")
}

// TestCertificatesThatDoNotFit: shapes, columns and costs that are not those of
// the problem.
func TestCertificatesThatDoNotFit(t *testing.T) {
	p := problem([]int32{2, -1, -1}, []int32{0, 0, 0}, []int32{2, 2, 2},
		goal{cost: [][]int32{{0, forbidden}, {3, 2}}, marginal: [][]int64{{4, 6}, nil, {1, 1}}})
	// The second person at column 1: 0 + 2, one unit of 4 at column 0 and one
	// of 1 at its parent.
	sound := func() *proof.Certificate {
		return &proof.Certificate{At: []int32{0, 1}, Claims: []proof.Claim{{Price: []int64{5, 0, 1}, Cost: 7}}}
	}
	for _, test := range []struct {
		name  string
		plant func(c *proof.Certificate)
		want  string
	}{
		{"sound", func(*proof.Certificate) {}, ""},
		{"too few rows", func(c *proof.Certificate) { c.At = c.At[:1] }, "shape"},
		{"too many rows", func(c *proof.Certificate) { c.At = append(c.At, 0) }, "shape"},
		{"too few prices", func(c *proof.Certificate) { c.Claims[0].Price = c.Claims[0].Price[:2] }, "shape"},
		{"too many prices", func(c *proof.Certificate) { c.Claims[0].Price = append(c.Claims[0].Price, 0) }, "shape"},
		{"a claim of no goal", func(c *proof.Certificate) { c.Claims[0].Goal = 1 }, "shape"},
		{"a price out of range", func(c *proof.Certificate) { c.Claims[0].Price[1] = 1<<60 + 1 }, "out of range"},
		{"no such column", func(c *proof.Certificate) { c.At[1] = 2 }, "row 1: there is no column 2"},
		{"a negative column", func(c *proof.Certificate) { c.At[1] = -1 }, "row 1: there is no column -1"},
		{"a forbidden column", func(c *proof.Certificate) { c.At[0] = 1 }, "row 0: column 1 is forbidden"},
		{"a cost too low", func(c *proof.Certificate) { c.Claims[0].Cost-- }, "goal 0: the cost is 7, not 6"},
		{"a cost too high", func(c *proof.Certificate) { c.Claims[0].Cost++ }, "goal 0: the cost is 7, not 8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := sound()
			test.plant(c)
			wants(t, proof.Check(context.Background(), p, c), test.want)
		})
	}
}

// TestErrorOfTheLowestRow: rows are checked several at a time, and still the
// error does not depend on how many.
func TestErrorOfTheLowestRow(t *testing.T) {
	costs := slices.Repeat([][]int32{{0, 1}}, 64)
	p := problem([]int32{-1, -1}, []int32{0, 0}, []int32{64, 64}, goal{cost: costs})
	at := make([]int32, 64)
	for i := 21; i < 64; i++ {
		at[i] = 1
	}
	wants(t, proof.Check(context.Background(), p, &proof.Certificate{At: at, Claims: []proof.Claim{{Price: []int64{0, 0}, Cost: 43}}}), "row 21:")
}

// TestWhatIsProvenIsOptimal is the theorem in the package's documentation: an
// assignment that some prices prove is feasible, and no other is
// lexicographically better. Every assignment of a small problem is tried with
// arbitrary prices, a few of which prove something.
func TestWhatIsProvenIsOptimal(t *testing.T) {
	proven := 0
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		nodes := len(w.parent)
		best, feasible := w.best()
		w.assignments(func(at []int32) {
			cost, ok := w.cost(at)
			c := &proof.Certificate{At: at}
			for g := range w.goals {
				c.Claims = append(c.Claims, proof.Claim{Goal: g, Price: make([]int64, nodes), Cost: cost[g]})
			}
			for range 30 {
				for g := range c.Claims {
					for v := range nodes {
						c.Claims[g].Price[v] = rapid.Int64Range(-2, 2).Draw(t, "price")
					}
				}
				if proof.Check(context.Background(), w.problem(), c) != nil {
					continue
				}
				proven++
				if !ok || !feasible || !slices.Equal(cost, best) {
					t.Fatalf("%v is proven at %v, feasible: %v; the optimum is %v\n%+v\n%+v", at, cost, ok, best, w, c.Claims)
				}
			}
		})
	})
	if proven == 0 {
		t.Error("no certificate was sound: the test shows nothing")
	}
}

// TestNoWitnessProvesTooMuch: whatever the prices, a witness proves no bound above
// the least cost in its face. It proves that cost itself where the prices are
// those of an optimum.
func TestNoWitnessProvesTooMuch(t *testing.T) {
	tight := 0
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		best, feasible := w.best()
		if !feasible {
			t.Skip("no assignment is admitted")
		}
		prices := func() []int64 {
			var price []int64
			for range w.parent {
				price = append(price, rapid.Int64Range(-2, 2).Draw(t, "price"))
			}
			return price
		}
		w.assignments(func(at []int32) {
			if cost, ok := w.cost(at); !ok || !slices.Equal(cost, best) {
				return
			}
			for range 30 {
				// The claims before the last are proven, the last is only bounded.
				c := &proof.Certificate{At: at}
				for g, cost := range best {
					c.Claims = append(c.Claims, proof.Claim{Goal: g, Price: prices(), Cost: cost})
				}
				last := &c.Claims[len(best)-1]
				last.Witness, last.Cost = true, -1<<40
				if proof.Check(context.Background(), w.problem(), c) != nil {
					continue // what comes before is not proven
				}
				last.Cost = best[len(best)-1] + 1
				wants(t, proof.Check(context.Background(), w.problem(), c), "the prices prove a bound of")
				last.Cost--
				if proof.Check(context.Background(), w.problem(), c) == nil {
					tight++
				}
			}
		})
	})
	if tight == 0 {
		t.Error("no bound was tight: the test shows nothing")
	}
}

// TestWitnessesLeaveTheFaceAsItIs: a bound says nothing about ties.
func TestWitnessesLeaveTheFaceAsItIs(t *testing.T) {
	p := problem([]int32{-1, -1}, []int32{0, 0}, []int32{1, 1},
		goal{cost: [][]int32{{1, 2}}}, goal{cost: [][]int32{{5, 3}}})
	zero := []int64{0, 0}
	claims := []proof.Claim{{Goal: 0, Price: zero, Cost: 1, Witness: true}, {Goal: 1, Price: zero, Cost: 3}}
	wants(t, proof.Check(context.Background(), p, &proof.Certificate{At: []int32{1}, Claims: claims}), "")
	claims[0].Witness = false
	wants(t, proof.Check(context.Background(), p, &proof.Certificate{At: []int32{1}, Claims: claims}), "cheaper by 1")
}

// TestHugePricesDoNotOverflow: sums of prices at the limit of their range are
// those of the integers, not of 64 bits.
func TestHugePricesDoNotOverflow(t *testing.T) {
	rows := 64
	costs := slices.Repeat([][]int32{{0, 0}}, rows)
	p := problem([]int32{-1, -1}, []int32{0, 0}, []int32{64, 64}, goal{cost: costs})
	price := []int64{1 << 60, 1 << 60} // each row gives 2⁶⁰, each of 128 seats takes as much
	c := &proof.Certificate{At: make([]int32, rows), Claims: []proof.Claim{{Price: price, Witness: true}}}
	wants(t, proof.Check(context.Background(), p, c), "prove a bound of -73786976294838206464, not 0")
}

// TestCheckEndsWithItsContext: an ended context is no proof.
func TestCheckEndsWithItsContext(t *testing.T) {
	p := problem([]int32{-1, -1}, []int32{0, 0}, []int32{1, 1}, goal{cost: [][]int32{{0, 1}}})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := proof.Check(ctx, p, &proof.Certificate{At: []int32{0}, Claims: []proof.Claim{{Price: []int64{0, 0}}}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want the context's error", err)
	}
}

// world is a problem that can be enumerated.
type world struct {
	parent, lo, hi []int32
	columns        int
	goals          []goal
}

func drawWorld(t *rapid.T) *world {
	rows := rapid.IntRange(1, 2).Draw(t, "rows")
	w := &world{columns: 2}
	switch rapid.IntRange(0, 2).Draw(t, "tree") {
	case 0:
		w.parent = []int32{-1, -1}
	case 1:
		w.parent = []int32{2, -1, -1}
	case 2:
		w.parent = []int32{2, 2, -1}
	}
	for range w.parent {
		hi := rapid.Int32Range(0, int32(rows)).Draw(t, "hi")
		w.hi, w.lo = append(w.hi, hi), append(w.lo, rapid.Int32Range(0, hi).Draw(t, "lo"))
	}
	for g := range rapid.IntRange(1, 2).Draw(t, "goals") {
		var x goal
		for range rows {
			var row []int32
			for range w.columns {
				c := rapid.Int32Range(0, 2).Draw(t, "cost")
				if g == 0 && rapid.IntRange(0, 5).Draw(t, "forbid") == 0 {
					c = forbidden
				}
				row = append(row, c)
			}
			x.cost = append(x.cost, row)
		}
		for v := range w.parent {
			var m []int64
			if rapid.Bool().Draw(t, "convex") {
				for range w.hi[v] {
					m = append(m, rapid.Int64Range(-1, 1).Draw(t, "marginal"))
				}
				slices.Sort(m)
			}
			x.marginal = append(x.marginal, m)
		}
		w.goals = append(w.goals, x)
	}
	return w
}

func (w *world) problem() *proof.Problem { return problem(w.parent, w.lo, w.hi, w.goals...) }

func (w *world) assignments(yield func(at []int32)) {
	at := make([]int32, len(w.goals[0].cost))
	var visit func(i int)
	visit = func(i int) {
		if i == len(at) {
			yield(slices.Clone(at))
			return
		}
		for j := range w.columns {
			at[i] = int32(j)
			visit(i + 1)
		}
	}
	visit(0)
}

// cost returns the costs of an assignment and whether it is admitted.
func (w *world) cost(at []int32) ([]int64, bool) {
	ok := true
	load := make([]int32, len(w.parent))
	for i, j := range at {
		ok = ok && w.goals[0].cost[i][j] != forbidden
		for v := j; v >= 0; v = w.parent[v] {
			load[v]++
		}
	}
	for v, k := range load {
		ok = ok && w.lo[v] <= k && k <= w.hi[v]
	}
	var cost []int64
	for _, g := range w.goals {
		sum := int64(0)
		for i, j := range at {
			sum += int64(g.cost[i][j])
		}
		for v, m := range g.marginal {
			for k, x := range m {
				if k < int(load[v]) {
					sum += x
				}
			}
		}
		cost = append(cost, sum)
	}
	return cost, ok
}

func (w *world) best() (best []int64, feasible bool) {
	w.assignments(func(at []int32) {
		if cost, ok := w.cost(at); ok && (!feasible || slices.Compare(cost, best) < 0) {
			best, feasible = cost, true
		}
	})
	return best, feasible
}

func (w *world) String() string {
	return fmt.Sprintf("parent %v, loads %v to %v, goals %v", w.parent, w.lo, w.hi, w.goals)
}
