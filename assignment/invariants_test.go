package assignment_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

// invariant is a property of each of several criteria.
type invariant struct {
	of    []criterion
	holds func(t *rapid.T, c criterion)
}

func (v invariant) check(t *testing.T) {
	for _, c := range v.of {
		t.Run(c.name, rapid.MakeCheck(func(t *rapid.T) { v.holds(t, c) }))
	}
}

// checkOften does so on some thousands of tables, unless tests are to be short.
func (v invariant) checkOften(t *testing.T) {
	for range 20 {
		if v.check(t); testing.Short() {
			return
		}
	}
}

func (v invariant) fuzz(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { v.holds(t, v.of[rapid.IntRange(0, len(v.of)-1).Draw(t, "criterion")]) }))
}

// equalsEnumeration: the solver's plan is admitted and scores as the best of
// all admitted plans, Values say so, and Verify proves it.
var equalsEnumeration = invariant{all, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 5, 3)
	top, best := c.best(tab, tab.plans())
	plan, s := tab.solution(t, c, one)
	if !slices.ContainsFunc(best, func(p places) bool { return slices.Equal(p, plan) }) {
		t.Fatalf("%v scores %v, enumeration finds %v with %v\n%+v", plan, c.score(tab, plan), best, top, tab)
	}
	last := s.Values[len(s.Values)-1]
	want := map[string]float64{
		"sum": float64(top[1%len(top)]), "balance": -float64(top[1%len(top)]), "Nash": math.Log(float64(top[1%len(top)])),
		"leximin": float64(tab.least(plan)), "bottleneck": float64(tab.least(plan)),
		"fair(2)": float64(tab.placed(plan)) + float64(top[1%len(top)])/parts,
		"bottom":  float64(top[1%len(top)]), "coverage": float64(top[0]) / wholes,
	}[c.name]
	if math.Abs(last.Value-want) > tolerance || last.Bound != last.Value {
		t.Fatalf("the value of %v is %v up to %v, want %v\n%+v", plan, last.Value, last.Bound, want, tab)
	}
	if err := s.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
}}

func TestEqualsEnumeration(t *testing.T) { equalsEnumeration.checkOften(t) }
func FuzzEqualsEnumeration(f *testing.F) { equalsEnumeration.fuzz(f) }

// criterion is a way to choose among plans. All of them but coverage place as many people
// as possible first.
type criterion struct {
	name  string
	goals func(fit assignment.Term) assignment.Objective
	// score is greater, number by number, for the better plan. It is exact.
	score func(t *table, plan places) []int
}

func thenMaximize(f func(assignment.Term) assignment.Term) func(assignment.Term) assignment.Objective {
	return func(fit assignment.Term) assignment.Objective {
		return assignment.Objective{assignment.Maximize(assignment.Placed()), assignment.Maximize(f(fit))}
	}
}

// parts is divisible by every fit up to 12, so that parts/fit is exact.
const parts = 27720

var (
	sum = criterion{"sum", thenMaximize(func(fit assignment.Term) assignment.Term { return fit }),
		func(t *table, plan places) []int {
			return []int{t.placed(plan), t.overPlaced(plan, func(fit int) int { return fit })}
		}}
	leximin = criterion{"leximin", func(fit assignment.Term) assignment.Objective {
		return assignment.Objective{assignment.Leximin(fit)}
	}, func(t *table, plan places) []int {
		w := t.welfare(plan)
		slices.Sort(w)
		return w
	}}
	bottleneck = criterion{"bottleneck", func(fit assignment.Term) assignment.Objective {
		return assignment.Objective{assignment.Bottleneck(fit)}
	}, func(t *table, plan places) []int { return []int{t.placed(plan), t.least(plan)} }}
	nash = criterion{"Nash", thenMaximize(func(fit assignment.Term) assignment.Term { return assignment.Nash(1, fit) }),
		func(t *table, plan places) []int {
			product := 1
			t.overPlaced(plan, func(fit int) int { product *= fit; return 0 })
			return []int{t.placed(plan), product}
		}}
	fair = criterion{"fair(2)", thenMaximize(func(fit assignment.Term) assignment.Term { return assignment.AlphaFair(2, 1, fit) }),
		func(t *table, plan places) []int {
			return []int{t.placed(plan), t.overPlaced(plan, func(fit int) int { return -parts / fit })}
		}}
	bottom = criterion{"bottom", func(fit assignment.Term) assignment.Objective {
		return assignment.Objective{assignment.BottomSum(2, fit)}
	}, func(t *table, plan places) []int {
		w := slices.DeleteFunc(t.welfare(plan), func(x int) bool { return x == nothing })
		slices.Sort(w)
		sum := 0
		for _, x := range w[:min(2, len(w))] {
			sum += x
		}
		return []int{t.placed(plan), sum}
	}}
	coverage = criterion{"coverage", func(assignment.Term) assignment.Objective {
		return assignment.Objective{assignment.LeximinCoverage()}
	}, func(t *table, plan places) []int { return slices.Sorted(slices.Values(t.coverages(plan))) }}
	balance = balanced("balance", workload.Quadratic(0), func(staff int) int { return staff * staff })

	ofPeople = []criterion{sum, leximin, bottleneck, bottom, nash, fair}
	// Those under which nobody can gain unless another loses.
	efficient = []criterion{sum, leximin, nash, fair}
	// Those that look no higher than the worst off.
	shortSighted = []criterion{bottleneck, bottom}
	ofUnits      = []criterion{balance, coverage}
	all          = slices.Concat(ofPeople, ofUnits)
)

// balanced returns the criterion of the least penalty of the units' staff.
func balanced(name string, c workload.Curve, penalty func(staff int) int) criterion {
	return criterion{name, func(assignment.Term) assignment.Objective {
		return assignment.Objective{assignment.Maximize(assignment.Placed()), assignment.Minimize(assignment.Balance(c))}
	}, func(t *table, plan places) []int {
		total := 0
		for _, n := range t.staff(plan) {
			total += penalty(n)
		}
		return []int{t.placed(plan), -total}
	}}
}

// curves returns criteria of balance under other strictly convex curves. The
// last is convex at whole numbers of staff only.
func curves() []criterion {
	steep, err := workload.NewCurve(workload.Point{Coverage: 0, Penalty: 0}, workload.Point{Coverage: 1, Penalty: 1},
		workload.Point{Coverage: 2, Penalty: 3}, workload.Point{Coverage: 3, Penalty: 9}, workload.Point{Coverage: 4, Penalty: 27},
		workload.Point{Coverage: 5, Penalty: 81}, workload.Point{Coverage: 6, Penalty: 243}, workload.Point{Coverage: 7, Penalty: 729},
		workload.Point{Coverage: 8, Penalty: 2187})
	if err != nil {
		panic(err)
	}
	return []criterion{
		balanced("target 1", workload.Quadratic(1), nil), balanced("target 3", workload.Quadratic(3), nil), balanced("steep", steep, nil),
	}
}

func (c criterion) among(list []criterion) bool {
	return slices.ContainsFunc(list, func(d criterion) bool { return d.name == c.name })
}

// sortedSums returns the sum of the least, the two least, and so on.
func sortedSums(x []int) []int {
	s := slices.Sorted(slices.Values(x))
	for k := 1; k < len(s); k++ {
		s[k] += s[k-1]
	}
	return s
}

// sumsFromLargest returns the sum of the largest, the two largest, and so on.
func sumsFromLargest(x []int) []int {
	s := slices.Sorted(slices.Values(x))
	slices.Reverse(s)
	for k := 1; k < len(s); k++ {
		s[k] += s[k-1]
	}
	return s
}

func allAtLeast(x, y []int) bool {
	for k := range x {
		if x[k] < y[k] {
			return false
		}
	}
	return true
}

// best returns the plans with the greatest score among those given.
func (c criterion) best(t *table, plans []places) ([]int, []places) {
	var top []int
	var best []places
	for _, p := range plans {
		score := c.score(t, p)
		if d := slices.Compare(score, top); best == nil || d > 0 {
			top, best = score, append(best[:0], p)
		} else if d == 0 {
			best = append(best, p)
		}
	}
	return top, best
}
