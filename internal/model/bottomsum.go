package model

import (
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
)

// The sum of the k least values that an assignment σ gives to the m rows that
// are placed is
//
//	max over θ of  kθ − Σ_i max(0, θ − w_iσ(i)),
//
// attained at every θ from the k-th least value to the next (Ogryczak & Tamir,
// Inform. Process. Lett. 85 (2003), 117–122, doi:10.1016/S0020-0190(02)00370-8). So
// with
//
//	V(θ) = min over σ of Σ_i max(0, θ − w_iσ(i)),
//
// one assignment problem, the most that the k worst off can have together is the
// largest kθ − V(θ) over the values θ of pairs. That function has many tops, but
// most θ are ruled out unseen. V never falls and rises by m for a unit of θ at
// most, so between a < θ < b
//
//	V(θ) ≥ max(V(a), V(b) − m (b − θ))
//
// (Piyavskii 1972, doi:10.1016/0041-5553(72)90115-2). And with D(c, π), the dual
// bound of costs c from prices π, which is concave in both together,
//
//	V(θ) ≥ the line from D(c_a, π_a) at a to D(c_ab, π_b) at b,   c_ab = b − w where w ≤ a, else 0,
//
// because on the way from c_a to c_ab no pair costs more than it does at θ. What
// the line loses to V is of the second order in b − a, so that halving the distance
// to the top each time is enough.
//
// The best assignments are those that attain V(θ) at one of the best θ, a face
// for each, and in general no single one.

// shortfall is a store of max(0, threshold − value) for values up to most, and of 0
// for larger values and at the bench. The value of a pair is its cost with the sign
// reversed.
type shortfall struct {
	costs           Store
	bench           int32
	threshold, most int32
}

// Row computes the row.
func (s shortfall) Row(row int, buffer []int32) []int32 {
	costs := s.costs.Row(row, buffer)
	buffer = buffer[:len(costs)]
	for j, c := range costs {
		buffer[j] = shortOf(c, s.threshold, s.most)
	}
	buffer[s.bench] = 0
	return buffer
}

// At returns the shortfall of a pair.
func (s shortfall) At(row, column int) int32 {
	if column == int(s.bench) {
		return 0
	}
	return shortOf(s.costs.At(row, column), s.threshold, s.most)
}

// shortOf is the shortfall of a pair that is not on the bench.
func shortOf(cost, threshold, most int32) int32 {
	if -cost > most {
		return 0
	}
	return threshold + cost
}

// short is the goal to minimise the sum of shortfalls.
func (m *Model) short(g *Goal, threshold, most int32) *Goal {
	return &Goal{Pairs: shortfall{g.Pairs, g.Bench, threshold, most}, Marginal: make([][]int64, len(m.Parent))}
}

// benched is the goal to have few rows on the bench.
func (m *Model) benched(g *Goal) *Goal {
	c := &Classes{
		RowClass: make([]uint8, m.Rows), ColumnClass: make([]uint8, m.Columns),
		Cost: [][]int32{{0, 1}}, Start: make([]int, m.Rows+1),
	}
	c.ColumnClass[g.Bench] = 1
	return &Goal{Pairs: c, Marginal: make([][]int64, len(m.Parent))}
}

// probe is a threshold with what is known of V there.
type probe struct {
	index     int // among the values
	threshold int64
	bound     int64   // of V, or V itself
	price     []int64 // that prove the bound, nil if branch and bound did
	minima    *minima // nil if V was only bounded

	// The end of the line from the probe before, if there is one.
	end  int64
	line bool
}

// bottomSum is the criterion of goals that give the worst off together as much
// as possible.
type bottomSum struct{}

// pursue places as many rows as it can and then makes the sum of the least
// values as large as possible. It asks the threshold that promises most until
// none promises more than the best assignment has, or as much if later goals
// are to choose among all that do.
func (c bottomSum) pursue(r *run, g *Goal) error {
	err := c.raise(r, g)
	r.result.Goals[r.goal].Cost = r.worth(r.goal, r.result.At)
	return err
}

func (bottomSum) raise(r *run, g *Goal) error {
	result := &r.result.Goals[r.goal]
	count := r.benched(g)
	f, err := r.minimise(count)
	if err != nil {
		return err
	}
	result.Proven = f.Cost == f.Bound
	r.keep(count, f, 0, 1)
	placed := int64(r.Rows) - f.Cost
	k := min(int64(g.Count), placed)
	if k == 0 {
		result.Bound = r.mostBottom(g, result.Proven)
		return nil
	}
	last := r.goal == len(r.Goals)-1
	slack := int64(0)
	if g.Loose && !last {
		slack = g.Slack
	}
	// At the least value V is 0, whatever the assignment.
	probes := []probe{{threshold: int64(g.Values[0]), price: make([]int64, len(r.Parent))}}
	have := r.bottom(r.goal, r.result.At)
	needed := func(promise int64) bool { return promise > have-slack || promise == have-slack && !last }
	for index := len(g.Values) - 1; index > 0; {
		if err := r.ctx.Err(); err != nil {
			return &flow.Interrupted{Price: make([]int64, len(r.Parent)), Cause: err}
		}
		x, known := r.guess(g, probes, index)
		if !known || needed(k*x.threshold-x.bound) {
			if x, err = r.probe(g, index); err != nil {
				return err
			}
			if sum := r.bottom(r.goal, x.minima.At); sum > have {
				have, r.result.At = sum, x.minima.At
			}
		}
		probes = r.insert(g, probes, x)
		promise := int64(0)
		if index, promise = promising(g.Values, probes, k, placed, g.Loose); !needed(promise) {
			break
		}
	}
	most := have
	for _, p := range probes {
		most = max(most, k*p.threshold-p.bound)
	}
	if result.Proven = result.Proven && most == have; result.Proven {
		result.Bound = -have
	} else {
		result.Bound = min(-most, r.mostBottom(g, false))
	}
	r.keepBottom(g, probes, k, have-slack, last)
	return nil
}

// probe minimises what rows lack to a value.
func (r *run) probe(g *Goal, index int) (probe, error) {
	value := g.Values[index]
	f, err := r.minimise(r.short(g, value, value))
	if err != nil {
		return probe{}, err
	}
	f.dropLists() // many probes are kept at once
	return probe{index: index, threshold: int64(value), bound: f.Bound, price: f.Price, minima: f}, nil
}

// insert adds a probe by its index, with the ends of the lines on both sides; none
// if the context has ended.
func (r *run) insert(g *Goal, probes []probe, x probe) []probe {
	at, _ := slices.BinarySearchFunc(probes, x.index, func(p probe, index int) int { return p.index - index })
	probes = slices.Insert(probes, at, x)
	for q := at; q <= at+1 && q < len(probes); q++ {
		a, b := &probes[q-1], &probes[q]
		if b.line = len(r.open) == 1 && r.ctx.Err() == nil && a.price != nil && b.price != nil && b.index-a.index > 1; b.line {
			b.end = flow.Bound(r.open[0].face.problem(r.short(g, int32(b.threshold), int32(a.threshold))), b.price, r.opts.Workers)
		}
	}
	return probes
}

// guess bounds V at a value by prices between those of the probes on both sides. It
// reads all pairs once. It reports false if one of the probes has no prices.
func (r *run) guess(g *Goal, probes []probe, index int) (probe, bool) {
	at, _ := slices.BinarySearchFunc(probes, index, func(p probe, index int) int { return p.index - index })
	if at == len(probes) || len(r.open) > 1 || probes[at-1].price == nil || probes[at].price == nil {
		return probe{}, false
	}
	a, b := &probes[at-1], &probes[at]
	x := probe{index: index, threshold: int64(g.Values[index]), price: make([]int64, len(r.Parent))}
	share := float64(x.threshold-a.threshold) / float64(b.threshold-a.threshold)
	for v := range x.price {
		x.price[v] = a.price[v] + int64(math.Round(share*float64(b.price[v]-a.price[v])))
	}
	x.bound = flow.Bound(r.open[0].face.problem(r.short(g, g.Values[index], g.Values[index])), x.price, r.opts.Workers)
	return x, true
}

// promising returns the index of the value, between probes, with the largest upper
// bound of kθ − V(θ), and that bound. Index is 0 if there is no value left.
func promising(values []int32, probes []probe, k, placed int64, loose bool) (index int, promise int64) {
	for q := 1; q < len(probes); q++ {
		a, b := &probes[q-1], &probes[q]
		inner := values[a.index+1 : b.index]
		at, best := 0, int64(math.MinInt64)
		// The two bounds of V cross where one value lies before, one behind.
		after, _ := slices.BinarySearchFunc(inner, b.threshold-(b.bound-a.bound)/placed, func(v int32, t int64) int {
			if int64(v) < t {
				return -1
			}
			return 1
		})
		for x := max(after-1, 0); x <= after && x < len(inner); x++ {
			t := int64(inner[x])
			if p := k*t - max(a.bound, b.bound-placed*(b.threshold-t)); p > best {
				at, best = a.index+1+x, p
			}
		}
		if top := b.between(a, k, loose); b.line && top < best {
			at, best = (a.index+b.index)/2, top
		}
		if len(inner) > 0 && (index == 0 || best > promise) {
			index, promise = at, best
		}
	}
	if index == 0 {
		return 0, -1 << 62
	}
	return index, promise
}

// between bounds kθ − V(θ) strictly between a and b by the line of the essay: it is
// below the higher of the line's ends, and a whole number. If both ends are equal,
// an assignment that attains them in between attains them at a too, because its
// shortfall is then that of the line at every θ. So a alone is enough, and between
// may say one less than the ends. That does not hold if the goal is loose.
func (b *probe) between(a *probe, k int64, loose bool) int64 {
	first, last := k*a.threshold-a.bound, k*b.threshold-b.end
	if first != last || !loose {
		return max(first, last) - 1
	}
	return first
}

// keepBottom leaves open the assignments whose sum is at least need: at every
// threshold θ that may have some, those with a shortfall of at most kθ − need.
func (r *run) keepBottom(g *Goal, probes []probe, k, need int64, last bool) {
	proves := len(r.open) == 1
	for q, p := range probes[1:] {
		if proves = proves && p.price != nil; !proves {
			break
		}
		witness := Stage{Goal: r.goal, Threshold: int32(p.threshold), Most: int32(p.threshold), Cost: p.bound, Price: p.price, Witness: true}
		r.result.Stages = append(r.result.Stages, witness)
		if p.line {
			witness.Most, witness.Cost = int32(probes[q].threshold), p.end
			r.result.Stages = append(r.result.Stages, witness)
		}
	}
	if last || k*probes[0].threshold >= need {
		return
	}
	var open []region
	for _, p := range probes[1:] {
		most := k*p.threshold - need
		if p.minima == nil || p.bound > most {
			continue
		}
		for q, s := range p.minima.in {
			if s == nil || s.Bound > most {
				continue
			}
			side := r.lacking(g, int32(p.threshold), most)
			switch {
			case g.Loose:
				open = append(open, r.open[q].withBudget(r.goal, -need, side))
			case s.Price == nil:
				open = append(open, r.open[q].with(side))
			default:
				narrow := r.open[q].narrowed(r.ctx, s, r.opts.Workers)
				if slices.ContainsFunc(open, narrow.containedIn) {
					continue
				}
				open = slices.DeleteFunc(open, func(t region) bool { return t.containedIn(narrow) })
				open = append(open, narrow)
			}
		}
	}
	r.open = open
	r.heed()
	r.result.regions = max(r.result.regions, len(open))
}

// lacking is the side row that limits the sum of shortfalls.
func (m *Model) lacking(g *Goal, threshold int32, most int64) branch.Side {
	return branch.Side{Pairs: allPairs{shortfall{g.Pairs, g.Bench, threshold, threshold}, m.Columns}, Limit: most}
}

// atLeast is the side row that keeps the sum of least values at sum or above. It
// uses one threshold, the largest value that the assignment reached counts, so it
// leaves out assignments that have the sum only at other thresholds.
func (r *run) atLeast(g int, sum int64) branch.Side {
	values := r.least(g, r.result.At)
	if len(values) == 0 {
		return r.lacking(&r.Goals[g], 0, math.MaxInt32)
	}
	threshold := values[len(values)-1]
	return r.lacking(&r.Goals[g], threshold, int64(len(values))*int64(threshold)-sum)
}

// bottom returns the sum of the least values.
func (m *Model) bottom(g int, at []int32) int64 {
	sum := int64(0)
	for _, v := range m.least(g, at) {
		sum += int64(v)
	}
	return sum
}

// least returns the least values of the rows that are placed, as many as the
// goal counts, ascending.
func (m *Model) least(g int, at []int32) []int32 {
	goal := &m.Goals[g]
	var values []int32
	for i, j := range at {
		if j != goal.Bench {
			values = append(values, -goal.Pairs.At(i, int(j)))
		}
	}
	slices.Sort(values)
	return values[:min(int(goal.Count), len(values))]
}

// mostBottom is a lower bound of the cost of all assignments; 0 if it is settled
// that nobody can be placed.
func (m *Model) mostBottom(g *Goal, settled bool) int64 {
	if settled || len(g.Values) == 0 {
		return 0
	}
	top := int64(g.Values[len(g.Values)-1])
	return -max(0, top*min(int64(g.Count), int64(m.Rows)), top)
}

func (bottomSum) of(g *Goal, s *Stage) func(int, int32) int32 {
	bench := int(g.Bench)
	if s.To == 1 {
		return func(column int, _ int32) int32 {
			if column == bench {
				return 1
			}
			return 0
		}
	}
	threshold, most := s.Threshold, s.Most
	return func(column int, cost int32) int32 {
		if column == bench {
			return 0
		}
		return shortOf(cost, threshold, most)
	}
}

// amounts checks that what is proven of some thresholds leaves no sum of
// least values above the one claimed.
func (bottomSum) amounts(m *Model, g int, claim *GoalResult, stages []Stage, at []int32) error {
	goal := &m.Goals[g]
	if sum := m.bottom(g, at); claim.Cost != -sum || claim.Bound > claim.Cost || claim.Bound < claim.Cost && !goal.Loose {
		return fmt.Errorf("the least values add up to %d, not %d", sum, -claim.Cost)
	}
	if goal.Loose && claim.Cost > claim.Bound+goal.Slack {
		return fmt.Errorf("the sum %d is not within %d of %d", -claim.Cost, goal.Slack, -claim.Bound)
	}
	if len(stages) == 0 || stages[0].To != 1 || stages[0].Witness {
		return fmt.Errorf("nothing proves how many can be placed")
	}
	placed := int64(m.Rows) - stages[0].Cost
	k := min(int64(goal.Count), placed)
	// What rows lack to each value is at least 0, and what a stage proves; beside
	// a line it is above the line.
	known := map[int32]int64{}
	for _, s := range stages[1:] {
		if s.To != 0 || s.From != 0 || !s.Witness || s.Most > s.Threshold {
			return fmt.Errorf("a stage counts out of turn")
		}
		if !hasValue(goal, s.Threshold) || !hasValue(goal, s.Most) {
			return fmt.Errorf("a stage is about what rows lack to %d and %d, which are not both values of pairs", s.Most, s.Threshold)
		}
		if s.Most == s.Threshold {
			known[s.Threshold] = max(known[s.Threshold], s.Cost)
		}
	}
	bound := make([]int64, len(goal.Values))
	for x, t := range goal.Values {
		bound[x] = known[t]
	}
	for _, s := range stages[1:] {
		// The end of the line is at least 0 too: no cost on it is negative.
		first, last := k*int64(s.Most)-known[s.Most], k*int64(s.Threshold)-max(0, s.Cost)
		most := max(first, last)
		if first != last {
			most-- // between the ends, and a whole number
		}
		for x, t := range goal.Values {
			if s.Most < t && t < s.Threshold {
				bound[x] = max(bound[x], k*int64(t)-most)
			}
		}
	}
	// It does not fall, and rises by placed at most, read once upwards and once
	// downwards.
	for x := 1; x < len(bound); x++ {
		bound[x] = max(bound[x], bound[x-1])
	}
	for x := len(bound) - 1; x >= 0; x-- {
		t := goal.Values[x]
		if x < len(bound)-1 {
			bound[x] = max(bound[x], bound[x+1]-placed*int64(goal.Values[x+1]-t))
		}
		if k*int64(t)-bound[x] > -claim.Bound {
			return fmt.Errorf("nothing proves that the %d least values cannot add up to more than %d with a threshold of %d", k, -claim.Bound, t)
		}
	}
	return nil
}

// hasValue reports whether some allowed pair has the value.
func hasValue(g *Goal, value int32) bool {
	_, ok := slices.BinarySearch(g.Values, value)
	return ok
}

// counts counts the rows on the bench.
func (bottomSum) counts(m *Model, g int, at []int32) []int {
	rows := 0
	for _, j := range at {
		if j == m.Goals[g].Bench {
			rows++
		}
	}
	return []int{rows}
}

func (bottomSum) worth(m *Model, g int, at []int32) int64 { return -m.bottom(g, at) }

func (bottomSum) bound(r *run, g *Goal, _ []int64) ([]int64, int64) {
	return nil, r.mostBottom(g, false)
}

func (bottomSum) unproven(m *Model, g *Goal) int64 { return m.mostBottom(g, false) }

func (bottomSum) better(x, y int64) bool { return x < y }

func (bottomSum) tighten(r *run, g int, s region, worth int64) region {
	if s.hasBudget(g) {
		return s.withLowerBudget(g, worth)
	}
	return s.with(r.atLeast(g, -worth))
}
