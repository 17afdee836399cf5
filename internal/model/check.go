package model

import (
	"context"
	"fmt"

	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/proof"
)

// Check has the result proven again by package proof: every stage is optimal
// among the assignments that are so in the stages before, and the stages of
// each goal amount to the goal. Of goals that were left open it recomputes
// costs and bounds.
//
// A goal that needed branch and bound, or that follows a BottomSum with several
// kinds of optimum, has no certificate that is shorter than the search; then everything is searched again, with the same numbers of
// nodes, and must come out the same. Bounds of a search that the context ended
// are not proven again.
func (m *Model) Check(r *Result) error {
	if len(r.Searches) > 0 || r.Forked {
		return m.searchAgain(r)
	}
	p := &proof.Problem{
		Rows: m.Rows, Columns: m.Columns, Parent: m.Parent, Lo: m.Lo, Hi: m.Hi,
		Allowed: m.Allowed.Row,
	}
	c := &proof.Certificate{At: r.At}
	for _, s := range r.Stages {
		if s.Witness {
			continue
		}
		goal := m.stage(&s)
		p.Goals = append(p.Goals, proof.Goal{Cost: goal.Pairs.Row, Marginal: goal.Marginal})
		c.Goals = append(c.Goals, proof.Claim{Price: s.Price, Cost: s.Cost})
	}
	if err := proof.Check(p, c); err != nil {
		return err
	}
	stages := r.Stages
	open := false
	for g := range m.Goals {
		n := 0
		for n < len(stages) && stages[n].Goal == g {
			n++
		}
		claim := &r.Goals[g]
		if claim.Proven {
			if open {
				return fmt.Errorf("goal %d is claimed after one that was left open", g)
			}
			if err := m.checkClaim(g, claim, stages[:n], r.At); err != nil {
				return fmt.Errorf("goal %d: %w", g, err)
			}
		}
		open = open || !claim.Proven
		stages = stages[n:]
	}
	if len(stages) > 0 {
		return fmt.Errorf("the stages are not in the order of the goals")
	}
	return m.checkBounds(r)
}

// stage is the goal that a stage minimises.
func (m *Model) stage(s *Stage) *Goal {
	goal := &m.Goals[s.Goal]
	switch {
	case goal.Kind == Sum:
		return goal
	case goal.Kind != BottomSum:
		return m.count(goal, s.From, s.To)
	case s.To == 1:
		return m.benched(goal)
	}
	return m.short(goal, s.Threshold, s.Most)
}

// checkClaim checks that the stages of a goal, each of them proven, amount to
// the goal.
func (m *Model) checkClaim(g int, claim *GoalResult, stages []Stage, at []int32) error {
	goal := &m.Goals[g]
	if goal.Kind == Sum && goal.Loose {
		if len(stages) != 1 || !stages[0].Witness || stages[0].Cost != claim.Bound || claim.Cost != m.Cost(g, at) || claim.Cost > claim.Bound+goal.Slack {
			return fmt.Errorf("the cost %d is not within %d of the optimum", claim.Cost, goal.Slack)
		}
		return nil
	}
	if goal.Kind == Sum {
		if len(stages) != 1 || stages[0].Witness || stages[0].Cost != claim.Cost || claim.Bound != claim.Cost {
			return fmt.Errorf("the cost %d is not what the stage proves", claim.Cost)
		}
		return nil
	}
	if goal.Kind == BottomSum {
		return m.checkBottom(g, claim, stages, at)
	}
	reached := claim.Bound // at the least
	if least := m.leastLevel(g, at); claim.Cost != least || !goal.Loose && claim.Bound != least {
		return fmt.Errorf("the least level in use is %d, not %d", least, claim.Cost)
	}
	next, settled := int32(0), int64(0)
	for k, s := range stages {
		if s.Witness {
			if goal.Kind == Leximin || k != len(stages)-1 {
				return fmt.Errorf("a witness stands out of turn")
			}
			break
		}
		if s.From != next || s.To <= s.From || s.To > goal.Levels {
			return fmt.Errorf("levels %d to %d are out of turn", s.From, s.To)
		}
		next = s.To
		settled += s.Cost
		if s.Cost > 0 && s.To-s.From > 1 {
			return fmt.Errorf("levels %d to %d are minimised together", s.From, s.To)
		}
		if s.Cost > 0 && s.From > 0 && goal.Kind == Bottleneck {
			return fmt.Errorf("level %d is in use and minimised", s.From)
		}
	}
	if goal.Kind == Leximin {
		if next == 0 || next < goal.Levels-1 && settled < int64(m.Rows) {
			return fmt.Errorf("levels from %d on are not settled", next)
		}
		return nil
	}
	// The levels below are free, or those from which later goals may fall; that
	// the next is in use must be needed.
	top := int64(next)
	if goal.Loose {
		top = reached
	}
	if top >= int64(goal.Levels-1) || settled == int64(m.Rows) {
		return nil
	}
	if len(stages) > 0 {
		if last := stages[len(stages)-1]; last.Witness && last.From >= 1 && int64(last.To) == top+1 {
			return nil
		}
	}
	return fmt.Errorf("nothing proves that level %d is needed", top)
}

// checkBottom checks that what is proven of some thresholds leaves no sum of
// least values above the one claimed.
func (m *Model) checkBottom(g int, claim *GoalResult, stages []Stage, at []int32) error {
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
		if s.To != 0 || s.From != 0 {
			return fmt.Errorf("a stage counts out of turn")
		}
		if s.Most == s.Threshold {
			known[s.Threshold] = s.Cost
		}
	}
	bound := make([]int64, len(goal.Values))
	for x, t := range goal.Values {
		bound[x] = known[t]
	}
	for _, s := range stages[1:] {
		first, last := k*int64(s.Most)-known[s.Most], k*int64(s.Threshold)-s.Cost
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

// checkBounds proves again what no optimal stage does: witnesses, and the
// bounds of goals left open.
func (m *Model) checkBounds(r *Result) error {
	simple := true
	for _, s := range r.Stages {
		simple = simple && !s.Witness
	}
	for _, g := range r.Goals {
		simple = simple && g.Proven
	}
	if simple {
		return nil
	}
	face := m.face()
	for _, s := range r.Stages {
		p := face.problem(m.stage(&s))
		if !s.Witness {
			face.narrow(p, r.At, s.Price, 1)
			continue
		}
		bound := flow.Bound(p, s.Price)
		if s.To > 0 && bound < 1 {
			return fmt.Errorf("goal %d: the prices do not prove that levels %d to %d are needed", s.Goal, s.From, s.To)
		}
		if s.To == 0 && bound < s.Cost {
			return fmt.Errorf("goal %d: the prices prove a bound of %d, not %d", s.Goal, bound, s.Cost)
		}
	}
	for g := range m.Goals {
		claim, goal := &r.Goals[g], &m.Goals[g]
		switch {
		case claim.Proven:
		case goal.Kind != Sum:
			worth, bound := m.worth(g, r.At), m.unproven(g)
			weak := claim.Bound >= bound
			if goal.Kind == BottomSum {
				weak = claim.Bound <= bound
			}
			if claim.Cost != worth || !weak {
				return fmt.Errorf("goal %d: the assignment has %d, not %d, and no bound is proven", g, worth, claim.Cost)
			}
		default:
			if len(claim.Price) != len(m.Parent) {
				return fmt.Errorf("goal %d: there are no prices for its bound", g)
			}
			if cost := m.Cost(g, r.At); cost != claim.Cost {
				return fmt.Errorf("goal %d: the cost is %d, not %d", g, cost, claim.Cost)
			}
			if bound := flow.Bound(face.problem(goal), claim.Price); claim.Bound > bound {
				return fmt.Errorf("goal %d: the prices prove a bound of %d, not %d", g, bound, claim.Bound)
			}
		}
	}
	return nil
}

// searchAgain repeats a solve with branch and bound, and compares.
func (m *Model) searchAgain(r *Result) error {
	if !m.feasible(r.At) {
		return fmt.Errorf("the assignment breaks a bound or a limit")
	}
	for g := range m.Goals {
		if cost := m.worth(g, r.At); cost != r.Goals[g].Cost {
			return fmt.Errorf("goal %d: the cost is %d, not %d", g, cost, r.Goals[g].Cost)
		}
	}
	if r.Cause != nil {
		return nil
	}
	opts := r.opts
	opts.Progress = nil
	again, err := m.solve(context.Background(), r.start, opts, r.Searches)
	if err != nil {
		return fmt.Errorf("the search found an assignment, and now %w", err)
	}
	for g, x := range again.Goals {
		if y := r.Goals[g]; x.Cost != y.Cost || x.Reached != y.Reached || x.Bound != y.Bound || x.Proven != y.Proven {
			return fmt.Errorf("goal %d: the search found %d with a bound of %d, and now %d with a bound of %d", g, y.Cost, y.Bound, x.Cost, x.Bound)
		}
	}
	return nil
}
