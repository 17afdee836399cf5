package assignment_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/assignment"
	"pgregory.net/rapid"
)

// What a plan keeps to, what it does not depend on, and how it stands against
// every other plan.

// plansKeepLimits: seats, floors and eligibility hold, and nobody moves to
// where they refuse to go.
var plansKeepLimits = invariant{all, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 12, 5)
	if plan := tab.solve(t, c); !tab.admits(plan) {
		t.Fatalf("%v is not admitted\n%+v", plan, tab)
	}
}}

func TestPlansKeepLimits(t *testing.T) { plansKeepLimits.check(t) }
func FuzzPlansKeepLimits(f *testing.F) { plansKeepLimits.fuzz(f) }

// orderChangesNothing: the same people at the same posts, in another order,
// with another number of workers.
var orderChangesNothing = invariant{all, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 4)
	_, a := tab.solution(t, c, one)
	other := tab.reordered(drawOrder(t, len(tab.people)), drawOrder(t, len(tab.posts)))
	_, b := other.solution(t, c, &assignment.Options{Workers: 3})
	if !a.Plan.Equal(b.Plan) || !slices.Equal(a.Values, b.Values) {
		t.Fatalf("%v with %v, in another order %v with %v\n%+v", a.Plan, a.Values, b.Plan, b.Values, tab)
	}
}}

func TestOrderChangesNothing(t *testing.T) { orderChangesNothing.check(t) }
func FuzzOrderChangesNothing(f *testing.F) { orderChangesNothing.fuzz(f) }

// namesChangeNoScore: other IDs give a plan of the same score, which under
// leximin is what everybody gets, sorted; and the same plan if it is the only
// best one.
var namesChangeNoScore = invariant{all, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 5, 3)
	other := tab.clone()
	for k, i := range drawOrder(t, len(tab.people)) {
		other.people[k] = fmt.Sprintf("E%d", i+1)
	}
	for k, j := range drawOrder(t, len(tab.posts)) {
		other.posts[k] = fmt.Sprintf("P%d", j+1)
	}
	a, b := tab.solve(t, c), other.solve(t, c)
	if slices.Compare(c.score(tab, a), c.score(tab, b)) != 0 {
		t.Fatalf("%v, under other names %v\n%+v", a, b, tab)
	}
	if _, best := c.best(tab, tab.plans()); len(best) == 1 && !slices.Equal(a, b) {
		t.Fatalf("%v is the only best plan; under other names it is %v\n%+v", a, b, tab)
	}
}}

func TestNamesChangeNoScore(t *testing.T) { namesChangeNoScore.check(t) }
func FuzzNamesChangeNoScore(f *testing.F) { namesChangeNoScore.fuzz(f) }

// provenWithoutCycle: the solution's own proof holds, and so does one that
// knows no prices: no chain of moves improves the plan.
var provenWithoutCycle = invariant{[]criterion{sum, leximin, balance, coverage}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 20, 6)
	plan, s := tab.solution(t, c, one)
	if err := s.Verify(context.Background()); err != nil {
		t.Fatalf("%v\n%+v", err, tab)
	}
	if tab.improvable(c, plan) {
		t.Fatalf("a chain of moves improves %v\n%+v", plan, tab)
	}
}}

func TestProvenWithoutCycle(t *testing.T) { provenWithoutCycle.check(t) }
func FuzzProvenWithoutCycle(f *testing.F) { provenWithoutCycle.fuzz(f) }

// chainsImproveWhateverIsNotBest: the search for chains of moves finds one
// exactly if enumeration finds a better plan.
var chainsImproveWhateverIsNotBest = invariant{provenWithoutCycle.of, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 4, 3)
	plans := tab.plans()
	top, _ := c.best(tab, plans)
	plan := rapid.SampledFrom(plans).Draw(t, "plan")
	if got, want := tab.improvable(c, plan), slices.Compare(c.score(tab, plan), top) < 0; got != want {
		t.Fatalf("%v is improvable: %v, want %v\n%+v", plan, got, want, tab)
	}
}}

func TestChainsImproveWhateverIsNotBest(t *testing.T) { chainsImproveWhateverIsNotBest.check(t) }
func FuzzChainsImproveWhateverIsNotBest(f *testing.F) { chainsImproveWhateverIsNotBest.fuzz(f) }

// paretoEfficient: whatever plan gives somebody more gives somebody less.
var paretoEfficient = invariant{efficient, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 5, 3)
	plan := tab.solve(t, c)
	if better := tab.dominating(plan); better != nil {
		t.Fatalf("%v is better for somebody and worse for nobody than %v\n%+v", better, plan, tab)
	}
}}

func TestParetoEfficient(t *testing.T) { paretoEfficient.check(t) }
func FuzzParetoEfficient(f *testing.F) { paretoEfficient.fuzz(f) }

// dominating returns an admitted plan that gives nobody less and somebody
// more, nil if there is none.
func (t *table) dominating(plan places) places {
	w := t.welfare(plan)
	for _, p := range t.plans() {
		more := false
		for i, x := range t.welfare(p) {
			if x < w[i] {
				more = false
				break
			}
			more = more || x > w[i]
		}
		if more {
			return p
		}
	}
	return nil
}

// nobodyLosesIfEncoded: where the problem says that nobody may lose by the
// plan, nobody does, and the plan is the best of those.
var nobodyLosesIfEncoded = invariant{all, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 5, 3)
	today := tab.loads(tab.held)
	for j, n := range today { // what holds today shall be admitted
		tab.seats[j], tab.floors[j] = max(tab.seats[j], n), min(tab.floors[j], n)
	}
	for i, j := range tab.held {
		if j >= 0 {
			tab.fit[i][j] = max(tab.fit[i][j], 1)
		}
	}
	tab.neverLess = true
	plan := tab.solve(t, c)
	for i, j := range tab.held {
		if j >= 0 && (plan[i] < 0 || tab.fit[i][plan[i]] < tab.fit[i][j]) {
			t.Fatalf("%s loses by %v\n%+v", tab.people[i], plan, tab)
		}
	}
	if top, _ := c.best(tab, tab.plans()); slices.Compare(c.score(tab, plan), top) != 0 {
		t.Fatalf("%v scores %v, want %v\n%+v", plan, c.score(tab, plan), top, tab)
	}
}}

func TestNobodyLosesIfEncoded(t *testing.T) { nobodyLosesIfEncoded.check(t) }
func FuzzNobodyLosesIfEncoded(f *testing.F) { nobodyLosesIfEncoded.fuzz(f) }

// leximinIsLorenzUndominated: there is no plan that gives the worst-off k
// together at least as much for every k, and more for some.
var leximinIsLorenzUndominated = invariant{[]criterion{leximin}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 5, 3)
	plan := tab.solve(t, c)
	own := sortedSums(tab.welfare(plan))
	for _, p := range tab.plans() {
		if tab.placed(p) < tab.placed(plan) {
			continue
		}
		if other := sortedSums(tab.welfare(p)); !slices.Equal(own, other) && allAtLeast(other, own) {
			t.Fatalf("%v dominates %v\n%+v", p, plan, tab)
		}
	}
}}

func TestLeximinIsLorenzUndominated(t *testing.T) { leximinIsLorenzUndominated.checkOften(t) }
func FuzzLeximinIsLorenzUndominated(f *testing.F) { leximinIsLorenzUndominated.fuzz(f) }

// balanceIsMajorisedByAll: the sum over the k best staffed units is the least
// for every k, among all plans that place as many.
var balanceIsMajorisedByAll = invariant{[]criterion{balance}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 5, 4)
	plan := tab.solve(t, c)
	own := sumsFromLargest(tab.staff(plan))
	for _, p := range tab.plans() {
		if other := sumsFromLargest(tab.staff(p)); tab.placed(p) == tab.placed(plan) && !allAtLeast(other, own) {
			t.Fatalf("%v has staff sums of %v, %v has %v\n%+v", plan, own, p, other, tab)
		}
	}
}}

func TestBalanceIsMajorisedByAll(t *testing.T) { balanceIsMajorisedByAll.checkOften(t) }
func FuzzBalanceIsMajorisedByAll(f *testing.F) { balanceIsMajorisedByAll.fuzz(f) }

// balanceIsTheSameForEveryCurve: with equal needs every strictly convex curve
// gives the same sorted staff.
var balanceIsTheSameForEveryCurve = invariant{curves(), func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 5)
	own, other := tab.staff(tab.solve(t, balance)), tab.staff(tab.solve(t, c))
	slices.Sort(own)
	slices.Sort(other)
	if !slices.Equal(own, other) {
		t.Fatalf("staff is %v under the square and %v under another curve\n%+v", own, other, tab)
	}
}}

func TestBalanceIsTheSameForEveryCurve(t *testing.T) { balanceIsTheSameForEveryCurve.check(t) }
func FuzzBalanceIsTheSameForEveryCurve(f *testing.F) { balanceIsTheSameForEveryCurve.fuzz(f) }

// coverageOfEqualNeedsIsBalance: with equal needs, the leximin of coverage gives
// units the same sorted staff as balance does.
func coverageOfEqualNeedsIsBalance(t *rapid.T) {
	tab := drawTable(t, 8, 5)
	for u := range tab.need {
		tab.need[u] = 1
	}
	c := criterion{coverage.name, func(fit assignment.Term) assignment.Objective {
		return append(assignment.Objective{assignment.Maximize(assignment.Placed())}, coverage.goals(fit)...)
	}, nil}
	own, other := tab.staff(tab.solve(t, balance)), tab.staff(tab.solve(t, c))
	slices.Sort(own)
	slices.Sort(other)
	if !slices.Equal(own, other) {
		t.Fatalf("staff is %v under balance and %v under coverage\n%+v", own, other, tab)
	}
}

func TestCoverageOfEqualNeedsIsBalance(t *testing.T) {
	rapid.Check(t, coverageOfEqualNeedsIsBalance)
}
func FuzzCoverageOfEqualNeedsIsBalance(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(coverageOfEqualNeedsIsBalance))
}
