package assignment_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

// What no criterion promises, each with the smallest case that refutes it. All
// plans in these cases are the only best ones unless it says otherwise, so no
// other way to break ties would save the promise.

// onlyBest returns the only best plan, and holds the solver to it.
func (t *table) onlyBest(tb rapid.TB, c criterion) places {
	tb.Helper()
	_, best := c.best(t, t.plans())
	if len(best) != 1 {
		tb.Fatalf("%s: %v are all best, the case needs a single one\n%+v", c.name, best, t)
	}
	if plan := t.solve(tb, c); !slices.Equal(plan, best[0]) {
		tb.Fatalf("%s: %v, want %v\n%+v", c.name, plan, best[0], t)
	}
	return best[0]
}

// onlyBestIs holds the only best plan to the one that is wanted.
func (t *table) onlyBestIs(tb rapid.TB, c criterion, want places) {
	tb.Helper()
	if got := t.onlyBest(tb, c); !slices.Equal(got, want) {
		tb.Fatalf("%s: %v, want %v\n%+v", c.name, got, want, t)
	}
}

func (t *table) withSeatAt(j int) *table {
	c := t.clone()
	c.seats[j]++
	return c
}

// thirdWaits is a table where a third person waits for a seat at P1 or P2.
func thirdWaits() *table { return tableOf([][]int{{3, 2}, {2, 3}, {2, 1}}, 1, 1) }

// TestExtraSeatMayHurt: the person of index who falls from was to is when one
// more seat is opened.
func TestExtraSeatMayHurt(t *testing.T) {
	tests := []struct {
		criterion
		tab           *table
		before        places
		seat          int
		after         places
		who, was, now int
	}{
		{sum, tableOf([][]int{{5, 7, 0}, {2, 4, 6}, {5, 0, 8}}, 2, 1, 1), places{1, 2, 0}, 1, places{1, 1, 2}, 1, 6, 4},
		{leximin, tableOf([][]int{{7, 0, 9}, {7, 1, 6}, {8, 6, 0}}, 1, 2, 1), places{2, 0, 1}, 2, places{2, 2, 0}, 1, 7, 6},
		{bottleneck, thirdWaits(), places{0, 1, -1}, 1, places{1, 1, 0}, 0, 3, 2},
		{bottom, tableOf([][]int{{3, 1}, {3, 2}, {4, 2}}, 1, 1), places{-1, 1, 0}, 1, places{0, 1, 1}, 2, 4, 2},
		{nash, thirdWaits(), places{0, 1, -1}, 1, places{1, 1, 0}, 0, 3, 2},
		{fair, thirdWaits(), places{0, 1, -1}, 1, places{1, 1, 0}, 0, 3, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			more := tt.tab.withSeatAt(tt.seat)
			tt.tab.onlyBestIs(t, tt.criterion, tt.before)
			more.onlyBestIs(t, tt.criterion, tt.after)
			if was, now := tt.tab.welfare(tt.before)[tt.who], more.welfare(tt.after)[tt.who]; was != tt.was || now != tt.now {
				t.Errorf("from %d to %d, want from %d to %d", was, now, tt.was, tt.now)
			}
		})
	}
}

// TestDepartureMayHurt: E2 leaves, which hurts somebody who stays.
func TestDepartureMayHurt(t *testing.T) {
	tests := []struct {
		criterion
		tab           *table
		before, after places
		who, was, now int // among those who stay
	}{
		{sum, tableOf([][]int{{1, 3}, {4, 1}, {4, 5}}, 1, 1), places{-1, 0, 1}, places{1, 0}, 1, 5, 4},
		{leximin, thirdWaits(), places{0, 1, -1}, places{1, 0}, 0, 3, 2},
		{bottleneck, thirdWaits(), places{0, 1, -1}, places{1, 0}, 0, 3, 2},
		{bottom, tableOf([][]int{{4, 3}, {1, 4}, {3, 1}}, 1, 1), places{0, 1, -1}, places{1, 0}, 0, 4, 3},
		{nash, thirdWaits(), places{0, 1, -1}, places{1, 0}, 0, 3, 2},
		{fair, thirdWaits(), places{0, 1, -1}, places{1, 0}, 0, 3, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rest := tt.tab.without(1)
			tt.tab.onlyBestIs(t, tt.criterion, tt.before)
			rest.onlyBestIs(t, tt.criterion, tt.after)
			stay := slices.Delete(tt.tab.welfare(tt.before), 1, 2)
			if was, now := stay[tt.who], rest.welfare(tt.after)[tt.who]; was != tt.was || now != tt.now {
				t.Errorf("from %d to %d, want from %d to %d", was, now, tt.was, tt.now)
			}
		})
	}
}

// TestMeasureOfFitMayDecide: changes of the fits that look harmless, and the
// criteria that they are not harmless to.
func TestMeasureOfFitMayDecide(t *testing.T) {
	bonusForFirst := func(i, _, fit int) int {
		if i == 0 {
			fit += 3
		}
		return fit
	}
	bonusForFirstPost := func(_, j, fit int) int {
		if j == 0 {
			fit += 3
		}
		return fit
	}
	shift := func(_, _, fit int) int { return fit + 1 }
	stretch := func(_, _, fit int) int { // increasing: 1, 2, 5, 6, 7, …
		if fit >= 3 {
			fit += 2
		}
		return fit
	}
	straight, crossed := places{0, 1}, places{1, 0}
	full := [][]int{{1, 2}, {2, 3}}
	tests := []struct {
		name string
		criterion
		tab           *table
		change        func(i, j, fit int) int
		before, after places
	}{
		{"more for one person", leximin, tableOf([][]int{{3, 1}, {2, 1}}, 1, 2), bonusForFirst, straight, crossed},
		{"more for one person", bottleneck, tableOf([][]int{{2, 1}, {3, 2}}, 1, 1), bonusForFirst, straight, crossed},
		{"more for one person", bottom, tableOf([][]int{{4, 1}, {3, 1}, {4, 1}}, 2, 1), bonusForFirst, places{0, 1, 0}, places{1, 0, 0}},
		{"more for one person", nash, tableOf([][]int{{3, 1}, {2, 1}}, 1, 2), bonusForFirst, straight, crossed},
		{"more for one person", fair, tableOf([][]int{{3, 1}, {2, 1}}, 1, 2), bonusForFirst, straight, crossed},
		{"more for all", nash, tableOf([][]int{{1, 2}, {5, 9}}, 1, 1), shift, crossed, straight},
		{"more for all", fair, tableOf([][]int{{2, 3}, {4, 9}}, 2, 1), shift, crossed, straight},
		{"increasing", sum, tableOf([][]int{{5, 3}, {3, 2}}, 1, 2), stretch, straight, crossed},
		{"increasing", bottom, tableOf([][]int{{5, 3}, {3, 2}}, 1, 2), stretch, straight, crossed},
		{"increasing", nash, tableOf([][]int{{3, 2}, {2, 1}}, 1, 1), stretch, crossed, straight},
		{"increasing", fair, tableOf([][]int{{3, 2}, {7, 3}}, 1, 1), stretch, crossed, straight},
		{"more at one post", sum, tableOf([][]int{{2, 3}}, 1, 1), bonusForFirstPost, places{1}, places{0}},
		{"more at one post, all posts full", leximin, tableOf(full, 1, 1), bonusForFirstPost, crossed, straight},
		{"more at one post, all posts full", bottleneck, tableOf(full, 1, 1), bonusForFirstPost, crossed, straight},
		{"more at one post, all posts full", bottom, tableOf([][]int{{4, 3}, {1, 1}, {1, 4}}, 1, 2), bonusForFirstPost, places{0, 1, 1}, places{1, 0, 1}},
		{"more at one post, all posts full", nash, tableOf(full, 1, 1), bonusForFirstPost, crossed, straight},
		{"more at one post, all posts full", fair, tableOf(full, 1, 1), bonusForFirstPost, crossed, straight},
	}
	for _, tt := range tests {
		t.Run(tt.name+"/"+tt.criterion.name, func(t *testing.T) {
			tt.tab.everybody = true
			tt.tab.onlyBestIs(t, tt.criterion, tt.before)
			tt.tab.with(tt.change).onlyBestIs(t, tt.criterion, tt.after)
		})
	}
}

// TestWorstOffMayBeWorseThanNeeded: only leximin and bottleneck give the
// worst-off the most that any plan gives them.
func TestWorstOffMayBeWorseThanNeeded(t *testing.T) {
	for _, tt := range []struct {
		criterion
		tab         *table
		least, most int
	}{
		{sum, tableOf([][]int{{1, 2}, {2, 5}}, 2, 1), 1, 2},
		{nash, tableOf([][]int{{1, 2}, {2, 5}}, 2, 1), 1, 2},
		{fair, tableOf([][]int{{8, 5}, {5, 4}}, 1, 2), 4, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			least, most := tt.tab.least(tt.tab.onlyBest(t, tt.criterion)), tt.tab.least(tt.tab.solve(t, leximin))
			if least != tt.least || most != tt.most {
				t.Errorf("the least is %d of %d, want %d of %d", least, most, tt.least, tt.most)
			}
		})
	}
}

// TestMoversMayLose: unless the problem says otherwise, E1 moves to where they
// fit less than where they are today.
func TestMoversMayLose(t *testing.T) {
	for _, c := range ofPeople {
		t.Run(c.name, func(t *testing.T) {
			tab := tableOf([][]int{{2, 3}, {1, 2}}, 1, 1)
			if c.among([]criterion{sum, bottom}) { // two people have the sum of the two least
				tab = tableOf([][]int{{2, 3}, {1, 3}}, 1, 1)
			}
			tab.held = places{1, 0}
			tab.onlyBestIs(t, c, places{0, 1})
			tab.neverLess = true
			tab.onlyBestIs(t, c, tab.held)
		})
	}
}

// TestEnvyMayBeJustified: somebody fits a post better than where they are, and
// better than one who has it. The cases are found by drawing tables of 4 people
// and 2 posts until one has a single best plan with such a pair.
func TestEnvyMayBeJustified(t *testing.T) {
	for _, c := range ofPeople {
		t.Run(c.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(4, 2))
			for range 300 {
				tab := tableOf(make([][]int, 4), 2, 2)
				for i := range tab.fit {
					tab.fit[i] = []int{1 + r.IntN(9), 1 + r.IntN(9)}
				}
				_, best := c.best(tab, tab.plans())
				if len(best) == 1 && tab.envied(best[0]) {
					tab.onlyBestIs(t, c, best[0])
					return
				}
			}
			t.Error("no justified envy in 300 tables")
		})
	}
}

func (t *table) envied(plan places) bool {
	w := t.welfare(plan)
	for i := range plan {
		for k, j := range plan {
			if j >= 0 && t.fit[i][j] > w[i] && t.fit[i][j] > t.fit[k][j] {
				return true
			}
		}
	}
	return false
}

// TestNamesMayDecideWhoGetsWhat: among plans of the same sum names decide,
// and these plans need not give the same numbers of people the same.
func TestNamesMayDecideWhoGetsWhat(t *testing.T) {
	tab := tableOf([][]int{{3, 2}, {2, 1}}, 1, 1) // 3 + 1 = 2 + 2
	if n := tab.outcomes(t, sum); n != 2 {
		t.Errorf("%d different outcomes under sum, want 2", n)
	}
	if n := tab.outcomes(t, leximin); n != 1 {
		t.Errorf("%d different outcomes under leximin, want 1", n)
	}
}

// outcomes counts the different plans under 32 ways to break ties.
func (t *table) outcomes(tb rapid.TB, c criterion) int {
	var seen []places
	for seed := range uint64(32) {
		plan, _ := t.solution(tb, c, &assignment.Options{Seed: seed})
		if !slices.ContainsFunc(seen, func(p places) bool { return slices.Equal(p, plan) }) {
			seen = append(seen, plan)
		}
	}
	return len(seen)
}

// TestMovesAreNotConcave: the second move gains more than the first. The values
// were found by enumeration.
func TestMovesAreNotConcave(t *testing.T) {
	tab := tableOf([][]int{{7, 3, 8, 3, 4}, {2, 0, 6, 0, 2}, {5, 1, 2, 4, 7}, {3, 6, 5, 1, 5}, {5, 2, 3, 0, 9}}, 1, 1, 1, 1, 1)
	tab.held, tab.everybody = places{0, 1, 2, 3, 4}, true
	for k, want := range []float64{19, 19, 25, 32, 32, 32} {
		p := tab.problem(t, sum)
		p.Constraints = append(p.Constraints, assignment.MaxMoves(k))
		s := mustSolve(t, p, nil)
		if got := s.Values[1].Value; got != want {
			t.Errorf("at most %d moves: %v, want %v", k, got, want)
		}
	}
}

// TestUnitMayLoseByAnotherSeat: a seat more at U0, the worst staffed, takes a
// person from U1.
func TestUnitMayLoseByAnotherSeat(t *testing.T) {
	tab := tableOf([][]int{{1, 1}, {1, 1}, {1, 1}, {1, 1}}, 1, 4)
	for _, c := range ofUnits {
		tab.need, tab.everybody = []int{3, 3}, true
		before, after := tab.staff(tab.solve(t, c)), tab.staff(tab.withSeatAt(0).solve(t, c))
		if !slices.Equal(before, []int{1, 3}) || !slices.Equal(after, []int{2, 2}) {
			t.Errorf("%s: staff of %v, and with a seat more %v", c.name, before, after)
		}
	}
}

// TestBalanceMayLeaveAUnitEmpty: three people for a unit that needs one and a
// unit that needs six. The least deviation is reached where the small one has
// nobody; the least coverage is largest where it has its one.
func TestBalanceMayLeaveAUnitEmpty(t *testing.T) {
	tab := tableOf([][]int{{1, 1}, {1, 1}, {1, 1}}, 3, 3)
	tab.need = []int{1, 6}
	uneven := criterion{coverage.name, func(assignment.Term) assignment.Objective { // the name has needs count
		return assignment.Objective{assignment.Minimize(assignment.Balance(workload.Quadratic(1)))}
	}, nil}
	if staff := tab.staff(tab.solve(t, uneven)); !slices.Equal(staff, []int{0, 3}) {
		t.Errorf("balance gives staff of %v, want [0 3]", staff)
	}
	if staff := tab.staff(tab.solve(t, coverage)); !slices.Equal(staff, []int{1, 2}) {
		t.Errorf("coverage gives staff of %v, want [1 2]", staff)
	}
}

// TestBottomLeavesTheRestOpen: like bottleneck, a sum of the two least values
// says nothing of the third.
func TestBottomLeavesTheRestOpen(t *testing.T) {
	tab := tableOf([][]int{{1, 1, 1}, {2, 2, 2}, {3, 9, 3}}, 1, 1, 1)
	plan := places{1, 2, 0}
	top, best := bottom.best(tab, tab.plans())
	if !slices.ContainsFunc(best, func(p places) bool { return slices.Equal(p, plan) }) {
		t.Fatalf("%v is not among the best, %v with %v", plan, best, top)
	}
	if tab.dominating(plan) == nil {
		t.Errorf("%v is efficient, want it not to be", plan)
	}
}

// TestBottleneckLeavesTheRestOpen: a best plan under bottleneck may be worse
// for somebody and better for nobody, and need not stay a best one when the
// worst-off leaves with their seat. Leximin is for that.
func TestBottleneckLeavesTheRestOpen(t *testing.T) {
	tab := tableOf([][]int{{1, 1, 1}, {3, 2, 2}, {2, 3, 2}}, 1, 1, 1)
	plan := places{2, 1, 0}
	top, best := bottleneck.best(tab, tab.plans())
	if !slices.ContainsFunc(best, func(p places) bool { return slices.Equal(p, plan) }) {
		t.Fatalf("%v is not among the best, %v with %v", plan, best, top)
	}
	if tab.dominating(plan) == nil {
		t.Errorf("%v is efficient, want it not to be", plan)
	}
	others, rest := tab.withoutSeat(plan, 0)
	if again := others.solve(t, bottleneck); others.least(rest) != 2 || others.least(again) != 3 {
		t.Errorf("without the worst-off the least is %d, and could be %d; want 2 and 3", others.least(rest), others.least(again))
	}
}

// TestFloorsFirstIsWrong: meeting the floors at least cost and then placing the
// rest costs more than placing all at once. In the first case the third person
// stands there twice, and a lucky choice among the cheapest ways to meet the
// floors still gets by.
func TestFloorsFirstIsWrong(t *testing.T) {
	tests := []struct {
		name           string
		cost           [][]int
		floors         []int
		seats          int // of each post
		once, inStages int
	}{
		{"lucky", [][]int{{8, 7, 1}, {4, 8, 4}, {1, 8, 5}, {1, 8, 5}}, []int{1, 1, 1}, 2, 11, 11},
		// E1 is the cheapest for the floor of P1, and the only one that P2 can afford.
		{"two posts", [][]int{{1, 1}, {2, 9}}, []int{1, 0}, 1, 3, 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := len(tt.cost[0])
			tab := tableOf(tt.cost, slices.Repeat([]int{tt.seats}, m)...).with(func(_, _, cost int) int { return 10 - cost })
			tab.floors, tab.everybody = tt.floors, true
			cost := func(plan places) int { return 10*len(plan) - sum.score(tab, plan)[1] }
			if got := cost(tab.solve(t, sum)); got != tt.once {
				t.Errorf("at once it costs %d, want %d", got, tt.once)
			}
			if got := cost(tab.floorsFirst()); got != tt.inStages {
				t.Errorf("floors first costs %d, want %d", got, tt.inStages)
			}
		})
	}
}

// floorsFirst returns the best plan among those that contain a cheapest way to
// meet the floors.
func (t *table) floorsFirst() places {
	only := t.clone()
	only.seats, only.everybody = only.floors, false
	_, starts := sum.best(only, only.plans())
	var reached []places
	for _, p := range t.plans() {
		if slices.ContainsFunc(starts, func(start places) bool {
			for i, j := range start {
				if j >= 0 && p[i] != j {
					return false
				}
			}
			return true
		}) {
			reached = append(reached, p)
		}
	}
	_, best := sum.best(t, reached)
	return best[0]
}
