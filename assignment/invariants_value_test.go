package assignment_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/assignment"
	"pgregory.net/rapid"
)

// How plans and values answer when fits, seats or people change.

// sameChoice reports how solving other, a table with other fits, chooses among
// the plans of tab: as well as solving tab itself, if the change is neutral.
func sameChoice(t *rapid.T, c criterion, tab, other *table) {
	a, b := tab.solve(t, c), other.solve(t, c)
	if x, y := c.score(tab, a), c.score(tab, b); slices.Compare(x, y) != 0 {
		t.Fatalf("%v scores %v; chosen by %v, %v scores %v\n%+v", a, x, other.fit, b, y, tab)
	}
}

// scaleChangesNothing: all fits may be multiplied by a number, and shifted by
// one, without changing what is best.
var scaleChangesNothing = invariant{[]criterion{sum, leximin, bottleneck, bottom}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 4)
	alpha, beta := rapid.IntRange(1, 5).Draw(t, "alpha"), rapid.IntRange(0, 9).Draw(t, "beta")
	sameChoice(t, c, tab, tab.with(func(_, _, fit int) int { return alpha*fit + beta }))
}}

func TestScaleChangesNothing(t *testing.T) { scaleChangesNothing.check(t) }
func FuzzScaleChangesNothing(f *testing.F) { scaleChangesNothing.fuzz(f) }

// unitOfFitChangesNothing: the fair terms have a natural zero, but no natural
// unit.
var unitOfFitChangesNothing = invariant{[]criterion{nash, fair}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 4)
	alpha := rapid.IntRange(1, 5).Draw(t, "alpha")
	sameChoice(t, c, tab, tab.with(func(_, _, fit int) int { return alpha * fit }))
}}

func TestUnitOfFitChangesNothing(t *testing.T) { unitOfFitChangesNothing.check(t) }
func FuzzUnitOfFitChangesNothing(f *testing.F) { unitOfFitChangesNothing.fuzz(f) }

// bonusForPersonChangesNothing: where everybody is placed the sum does not see
// what is given to a person at every post.
var bonusForPersonChangesNothing = invariant{[]criterion{sum}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 4).placeable()
	bonus := drawEach(t, "bonus", len(tab.people), 0, 9)
	sameChoice(t, c, tab, tab.with(func(i, _, fit int) int { return fit + bonus[i] }))
}}

func TestBonusForPersonChangesNothing(t *testing.T) { bonusForPersonChangesNothing.check(t) }
func FuzzBonusForPersonChangesNothing(f *testing.F) { bonusForPersonChangesNothing.fuzz(f) }

// factorForPersonChangesNothing: where everybody is placed Nash does not see a
// person's own measure.
var factorForPersonChangesNothing = invariant{[]criterion{nash}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 4).placeable()
	factor := drawEach(t, "factor", len(tab.people), 1, 5)
	sameChoice(t, c, tab, tab.with(func(i, _, fit int) int { return fit * factor[i] }))
}}

func TestFactorForPersonChangesNothing(t *testing.T) { factorForPersonChangesNothing.check(t) }
func FuzzFactorForPersonChangesNothing(f *testing.F) { factorForPersonChangesNothing.fuzz(f) }

// onlyOrderOfFitsCounts: leximin and bottleneck compare fits and never add
// them.
var onlyOrderOfFitsCounts = invariant{[]criterion{leximin, bottleneck}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 4)
	rise := drawEach(t, "rise", 10, 1, 20)
	for k := range rise[1:] {
		rise[k+1] += rise[k]
	}
	sameChoice(t, c, tab, tab.with(func(_, _, fit int) int { return rise[fit] }))
}}

func TestOnlyOrderOfFitsCounts(t *testing.T) { onlyOrderOfFitsCounts.check(t) }
func FuzzOnlyOrderOfFitsCounts(f *testing.F) { onlyOrderOfFitsCounts.fuzz(f) }

// bonusForPostChangesNothingAtFixedLoads: where every post has just as many
// holders as its floor says, the sum does not see what a post gives to all.
var bonusForPostChangesNothingAtFixedLoads = invariant{[]criterion{sum}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 4)
	tab.seats = tab.loads(tab.solve(t, c))
	tab.floors = tab.seats
	bonus := drawEach(t, "bonus", len(tab.posts), 0, 9)
	sameChoice(t, c, tab, tab.with(func(_, j, fit int) int { return fit + bonus[j] }))
}}

func TestBonusForPostChangesNothingAtFixedLoads(t *testing.T) {
	bonusForPostChangesNothingAtFixedLoads.check(t)
}
func FuzzBonusForPostChangesNothingAtFixedLoads(f *testing.F) {
	bonusForPostChangesNothingAtFixedLoads.fuzz(f)
}

// moreRoomIsNeverWorse: a seat more, a pair more, or a floor less.
var moreRoomIsNeverWorse = invariant{all, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 4)
	more := tab.clone()
	i, j := rapid.IntRange(0, len(tab.people)-1).Draw(t, "person"), rapid.IntRange(0, len(tab.posts)-1).Draw(t, "post")
	switch rapid.SampledFrom([]string{"seat", "pair", "floor"}).Draw(t, "more") {
	case "seat":
		more.seats[j]++
	case "pair":
		more.refuses[i][j] = false
		if more.fit[i][j] == barred {
			more.fit[i][j] = rapid.IntRange(1, 9).Draw(t, "new fit")
		}
	case "floor":
		more.floors[j] = max(0, more.floors[j]-1)
	}
	a, b := tab.solve(t, c), more.solve(t, c)
	if x, y := c.score(more, a), c.score(more, b); slices.Compare(x, y) > 0 {
		t.Fatalf("%v scores %v; with more room %v scores %v\n%+v", a, x, b, y, tab)
	}
}}

func TestMoreRoomIsNeverWorse(t *testing.T) { moreRoomIsNeverWorse.check(t) }
func FuzzMoreRoomIsNeverWorse(f *testing.F) { moreRoomIsNeverWorse.fuzz(f) }

// seatsAreSubstitutes: a seat is worth no more once there is another one.
var seatsAreSubstitutes = invariant{[]criterion{sum, nash, fair}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 4)
	j, k := rapid.IntRange(0, len(tab.posts)-1).Draw(t, "one"), rapid.IntRange(0, len(tab.posts)-1).Draw(t, "other")
	value := func(more ...int) float64 {
		with := tab.clone()
		for _, post := range more {
			with.seats[post]++
		}
		_, s := with.solution(t, c, one)
		return 1000*s.Values[0].Value + s.Values[1].Value // what 8 people have is far below 1000
	}
	if late, early := value(j, k)-value(k), value(j)-value(); late > early+tolerance {
		t.Fatalf("a seat at %s is worth %v, and %v after one more at %s\n%+v", tab.posts[j], early, late, tab.posts[k], tab)
	}
}}

func TestSeatsAreSubstitutes(t *testing.T) { seatsAreSubstitutes.check(t) }
func FuzzSeatsAreSubstitutes(f *testing.F) { seatsAreSubstitutes.fuzz(f) }

// betterFitStays: whoever comes to fit the post better that the plan gave them
// has it in every best plan; under bottleneck and bottom, which look no higher
// than the worst off, in one of them.
var betterFitStays = invariant{ofPeople, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 5, 3)
	plan := tab.solve(t, c)
	i := rapid.IntRange(0, len(plan)-1).Draw(t, "person")
	if plan[i] < 0 {
		return
	}
	rise := rapid.IntRange(1, 3).Draw(t, "rise")
	risen := tab.clone()
	risen.fit[i][plan[i]] += rise
	top, best := c.best(risen, risen.plans())
	keeps := 0
	for _, p := range best {
		if p[i] == plan[i] {
			keeps++
		}
	}
	if keeps == 0 || keeps < len(best) && !c.among(shortSighted) {
		t.Fatalf("%s fits %s better by %d, but only %d of %v keep it\n%+v", tab.people[i], tab.posts[plan[i]], rise, keeps, best, tab)
	}
	again := risen.solve(t, c)
	if slices.Compare(c.score(risen, again), top) != 0 {
		t.Fatalf("%v scores %v, want %v\n%+v", again, c.score(risen, again), top, risen)
	}
}}

func TestBetterFitStays(t *testing.T) { betterFitStays.check(t) }
func FuzzBetterFitStays(f *testing.F) { betterFitStays.fuzz(f) }

// restStaysOptimal: without a person and the seat that they have, the others'
// places are a best plan of what remains.
var restStaysOptimal = invariant{efficient, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 8, 4)
	plan := tab.solve(t, c)
	i := rapid.IntRange(0, len(plan)-1).Draw(t, "person")
	others, rest := tab.withoutSeat(plan, i)
	again := others.solve(t, c)
	if x, y := c.score(others, rest), c.score(others, again); !others.admits(rest) || slices.Compare(x, y) != 0 {
		t.Fatalf("the rest of %v without %s scores %v; %v scores %v\n%+v", plan, tab.people[i], x, again, y, tab)
	}
}}

func TestRestStaysOptimal(t *testing.T) { restStaysOptimal.check(t) }
func FuzzRestStaysOptimal(f *testing.F) { restStaysOptimal.fuzz(f) }

// leastIsAsHighAsCanBe: leximin and bottleneck give the worst-off the same,
// which is the most that any plan gives them.
var leastIsAsHighAsCanBe = invariant{[]criterion{leximin, bottleneck}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 5, 3)
	top, _ := bottleneck.best(tab, tab.plans())
	if plan, s := tab.solution(t, c, one); tab.least(plan) != top[1] || s.Values[0].Value != float64(top[1]) {
		t.Fatalf("the least is %d, its value %v; want %d\n%+v", tab.least(plan), s.Values[0].Value, top[1], tab)
	}
}}

func TestLeastIsAsHighAsCanBe(t *testing.T) { leastIsAsHighAsCanBe.check(t) }
func FuzzLeastIsAsHighAsCanBe(f *testing.F) { leastIsAsHighAsCanBe.fuzz(f) }

// everyCriterionWinsByItsOwnMeasure: no other criterion has a greater sum than
// sum, a greater product than Nash, a greater least than leximin and
// bottleneck, or less imbalance than balance.
func everyCriterionWinsByItsOwnMeasure(t *rapid.T) {
	tab := drawTable(t, 8, 4)
	var plans []places
	for _, c := range all {
		plans = append(plans, tab.solve(t, c))
	}
	for k, c := range all {
		own := c.score(tab, plans[k])
		for l, other := range plans {
			if score := c.score(tab, other); slices.Compare(score, own) > 0 {
				t.Fatalf("%s scores %v, the plan of %s %v\n%+v", c.name, own, all[l].name, score, tab)
			}
		}
	}
	if least := tab.least(plans[1]); least < tab.least(plans[0]) {
		t.Fatalf("the least is %d under leximin and %d under sum\n%+v", least, tab.least(plans[0]), tab)
	}
}

func TestEveryCriterionWinsByItsOwnMeasure(t *testing.T) {
	rapid.Check(t, everyCriterionWinsByItsOwnMeasure)
}
func FuzzEveryCriterionWinsByItsOwnMeasure(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(everyCriterionWinsByItsOwnMeasure))
}

// stepsCostLessThanAStep: in steps the least is within one step of the best
// there is, and Value and Bound say between what.
var stepsCostLessThanAStep = invariant{[]criterion{leximin, bottleneck}, func(t *rapid.T, c criterion) {
	tab := drawTable(t, 5, 3)
	width := rapid.IntRange(2, 4).Draw(t, "width")
	stepped := criterion{c.name, func(fit assignment.Term) assignment.Objective {
		return assignment.Objective{c.goals(fit)[0].Step(float64(width))}
	}, func(t *table, plan places) []int {
		return c.score(t.with(func(_, _, fit int) int { return fit/width + 1 }), plan)
	}}
	plan, s := tab.solution(t, stepped, one)
	top, _ := stepped.best(tab, tab.plans())
	if slices.Compare(stepped.score(tab, plan), top) != 0 {
		t.Fatalf("%v scores %v in steps of %d, want %v\n%+v", plan, stepped.score(tab, plan), width, top, tab)
	}
	exact, _ := bottleneck.best(tab, tab.plans())
	if v := s.Values[0]; v.Value > float64(tab.least(plan)) || float64(exact[1]) > v.Top || v.Top >= v.Value+float64(width) || v.Bound != v.Value {
		t.Fatalf("from %v to %v, the least is %d of at most %d\n%+v", v.Value, v.Top, tab.least(plan), exact[1], tab)
	}
}}

func TestStepsCostLessThanAStep(t *testing.T) { stepsCostLessThanAStep.check(t) }
func FuzzStepsCostLessThanAStep(f *testing.F) { stepsCostLessThanAStep.fuzz(f) }

// bottomSumLiesBetween: the sum of the one least value is the bottleneck, that of
// all values the sum, and for every number in between no other criterion gives
// so many of the worst off more.
func bottomSumLiesBetween(t *rapid.T) {
	tab := drawTable(t, 8, 4)
	last := 0.0
	for k := 1; k <= len(tab.people); k++ {
		c := criterion{"bottom k", func(fit assignment.Term) assignment.Objective {
			return assignment.Objective{assignment.BottomSum(k, fit)}
		}, nil}
		plan, s := tab.solution(t, c, one)
		value := s.Values[0].Value
		own := sortedSums(slices.DeleteFunc(tab.welfare(plan), func(w int) bool { return w == nothing }))
		if n := min(k, len(own)); n > 0 && value != float64(own[n-1]) || n == 0 && value != 0 {
			t.Fatalf("the %d least of %v have %v, not %v\n%+v", k, plan, own, value, tab)
		}
		for _, other := range []criterion{sum, leximin, bottleneck, nash} {
			if sums := sortedSums(slices.DeleteFunc(tab.welfare(tab.solve(t, other)), func(w int) bool { return w == nothing })); len(sums) > 0 && float64(sums[min(k, len(sums))-1]) > value {
				t.Fatalf("the %d least have %v, under %s %v\n%+v", k, value, other.name, sums, tab)
			}
		}
		if k == 1 {
			if least := float64(tab.least(tab.solve(t, bottleneck))); value != least {
				t.Fatalf("the least has %v, under bottleneck %v\n%+v", value, least, tab)
			}
		}
		last = value
	}
	if _, s := tab.solution(t, sum, one); s.Values[1].Value != last {
		t.Fatalf("all together have %v, the sum is %v\n%+v", last, s.Values[1].Value, tab)
	}
}

func TestBottomSumLiesBetween(t *testing.T) { rapid.Check(t, bottomSumLiesBetween) }
func FuzzBottomSumLiesBetween(f *testing.F) { f.Fuzz(rapid.MakeFuzz(bottomSumLiesBetween)) }

// moreMovesAreNeverWorse: under a limit on moves the sum is what enumeration finds;
// it starts at today's where everybody holds a post, never falls with the limit,
// and reaches the sum without one. It need not be concave, see
// TestMovesAreNotConcave.
func moreMovesAreNeverWorse(t *rapid.T) {
	tab := drawTable(t, 4, 3)
	today := tab.loads(tab.held)
	for j, n := range today { // what holds today shall be admitted
		tab.seats[j], tab.floors[j] = max(tab.seats[j], n), min(tab.floors[j], n)
	}
	for i, j := range tab.held {
		if j >= 0 {
			tab.fit[i][j] = max(tab.fit[i][j], 1)
		}
	}
	total := criterion{"total", func(fit assignment.Term) assignment.Objective {
		return assignment.Objective{assignment.Maximize(fit)}
	}, func(t *table, plan places) []int { return []int{t.overPlaced(plan, func(fit int) int { return fit })} }}
	moves := func(plan places) int {
		n := 0
		for i, j := range tab.held {
			if j >= 0 && plan[i] != j {
				n++
			}
		}
		return n
	}
	last := math.Inf(-1)
	for k := 0; k <= len(tab.people); k++ {
		plans := slices.DeleteFunc(tab.plans(), func(p places) bool { return moves(p) > k })
		top, _ := total.best(tab, plans)
		p := tab.problem(t, total)
		p.Constraints = append(p.Constraints, assignment.MaxMoves(k))
		s, err := assignment.Solve(context.Background(), p, one)
		if err != nil {
			t.Fatalf("at most %d moves: %v\n%+v", k, err, tab)
		}
		if v := s.Values[0].Value; s.Status != assignment.Optimal || v != float64(top[0]) || v < last {
			t.Fatalf("at most %d moves: %v after %v, enumeration finds %d\n%+v", k, v, last, top[0], tab)
		}
		if err := s.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
		if k == 0 && !slices.Contains(tab.held, -1) && s.Values[0].Value != float64(total.score(tab, tab.held)[0]) {
			t.Fatalf("without moves %v, today %v\n%+v", s.Values[0].Value, total.score(tab, tab.held), tab)
		}
		last = s.Values[0].Value
	}
	if _, s := tab.solution(t, total, one); s.Values[0].Value != last {
		t.Fatalf("%v with as many moves as people, %v without a limit\n%+v", last, s.Values[0].Value, tab)
	}
}

func TestMoreMovesAreNeverWorse(t *testing.T) { rapid.Check(t, moreMovesAreNeverWorse) }
func FuzzMoreMovesAreNeverWorse(f *testing.F) { f.Fuzz(rapid.MakeFuzz(moreMovesAreNeverWorse)) }
