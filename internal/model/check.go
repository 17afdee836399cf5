package model

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

	"github.com/mutasi-go/mutasi/internal/proof"
)

// Check proves a result again, from the model and what the result claims: its
// assignment, the cost and bound of every goal, and the stages. Package proof
// proves the stages one by one; then the stages of each goal must amount to the
// goal. Of goals that were left open it proves the bound.
//
// Check reports the goals that have no proof shorter than a search. They are
// solved again, by the kernels that solved them before and with the same number of
// nodes, and must come to the same. Start is the assignment that the solve fell
// back on, nil for none. The error is ctx's if it ends first.
func (m *Model) Check(ctx context.Context, r *Result, start []int32) (replayed []int, err error) {
	if len(r.At) != m.Rows || len(r.Goals) != len(m.Goals) {
		return nil, fmt.Errorf("the result has another shape than the model: %d rows and %d goals, not %d and %d", len(r.At), len(r.Goals), m.Rows, len(m.Goals))
	}
	if !m.feasible(r.At) {
		return nil, fmt.Errorf("the assignment breaks a bound or a limit, or has a pair that is forbidden")
	}
	first := m.firstSearched()
	for g := range m.Goals {
		claim := &r.Goals[g]
		if worth := m.worth(g, r.At); worth != claim.Cost {
			return nil, fmt.Errorf("goal %d: the assignment has %d, not %d", g, worth, claim.Cost)
		}
		if err := m.checkRange(g, claim); err != nil {
			return nil, fmt.Errorf("goal %d: %w", g, err)
		}
		reached := claim.Cost
		switch {
		case g >= first: // searched again
			continue
		case claim.ReachedAt != nil && !m.Goals[g].Loose:
			return nil, fmt.Errorf("goal %d is not loose, and another assignment shows nothing of it", g)
		case claim.ReachedAt != nil && !m.feasible(claim.ReachedAt):
			return nil, fmt.Errorf("goal %d: the assignment that shows what can be reached is not feasible", g)
		case claim.ReachedAt != nil:
			reached = m.worth(g, claim.ReachedAt)
		}
		if reached != claim.Reached {
			return nil, fmt.Errorf("goal %d: what was reached is %d, not %d", g, reached, claim.Reached)
		}
	}
	if err := m.prove(ctx, r, first); err != nil {
		return nil, err
	}
	if err := m.amount(r, first); err != nil {
		return nil, err
	}
	if first == len(m.Goals) {
		return nil, nil
	}
	return m.solveAgain(ctx, r, start, first)
}

// checkRange checks that levels are those of the goal, and that prices are so
// small that a dual bound of them does not overflow: it adds up one for each row
// and for each unit of load that a node may have, and that of the node's parent.
func (m *Model) checkRange(g int, claim *GoalResult) error {
	if goal := &m.Goals[g]; goal.Kind == Leximin || goal.Kind == Bottleneck {
		for _, level := range []int64{claim.Bound, claim.Reached} {
			if level < 0 || level > highestLevel(goal) {
				return fmt.Errorf("there is no level %d", level)
			}
		}
	}
	if claim.Price == nil {
		return nil
	}
	if len(claim.Price) != len(m.Parent) {
		return fmt.Errorf("there are %d prices for %d nodes", len(claim.Price), len(m.Parent))
	}
	units := int64(m.Rows + 1)
	for _, hi := range m.Hi {
		units += int64(hi)
	}
	most := math.MaxInt64 / 4 / units
	for v, price := range claim.Price {
		if price > most || price < -most {
			return fmt.Errorf("node %d: a price of %d is out of range", v, price)
		}
	}
	return nil
}

// firstSearched returns the first goal that has no proof but a search, the
// number of goals if there is none: one that branch and bound pursues, because
// limits, penalties or the slack of an earlier goal are no flow; or one that
// follows a BottomSum, which in general leaves no single face.
func (m *Model) firstSearched() int {
	if len(m.Limits) > 0 {
		return 0
	}
	loose := false
	for g := range m.Goals {
		goal := &m.Goals[g]
		if len(goal.Penalties) > 0 || goal.Ties && loose {
			return g
		}
		if goal.Kind == BottomSum || goal.Kind == Sum && goal.Loose {
			return g + 1
		}
		loose = loose || goal.Loose
	}
	return len(m.Goals)
}

// solveAgain repeats the solve, and compares from the first goal on that was
// searched.
func (m *Model) solveAgain(ctx context.Context, r *Result, start []int32, first int) (replayed []int, err error) {
	again, err := m.solve(ctx, start, Options{Workers: runtime.GOMAXPROCS(0)}, r)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("the search found an assignment, and now %w", err)
	}
	for g := first; g < len(m.Goals); g++ {
		x, y := &again.Goals[g], &r.Goals[g]
		same := x.Cost == y.Cost && x.Reached == y.Reached && x.Bound == y.Bound && x.Proven == y.Proven
		criterion := m.Goals[g].Kind.criterion()
		counts, found := criterion.counts(m, g, again.At), criterion.counts(m, g, r.At)
		if r.Interrupted && !y.Proven {
			same = !criterion.better(x.Bound, y.Bound) && (y.Reached == y.Cost || y.Reached == x.Reached)
			counts = found
		}
		if !slices.Equal(counts, found) {
			return nil, fmt.Errorf("goal %d: the search found %v rows on the levels, or the bench, and now %v", g, found, counts)
		}
		if !same {
			return nil, fmt.Errorf("goal %d: the search found %d with a bound of %d, and now %d with a bound of %d", g, y.Cost, y.Bound, x.Cost, x.Bound)
		}
		// Ties give up nothing of loose goals, so these have what they had.
		for h := range m.Goals[:g] {
			if m.Goals[g].Ties && y.Proven && m.Goals[h].Loose && again.Goals[h].Cost != r.Goals[h].Cost {
				return nil, fmt.Errorf("goal %d: the search left it %d, and not %d", h, again.Goals[h].Cost, r.Goals[h].Cost)
			}
		}
		replayed = append(replayed, g)
	}
	return replayed, nil
}

// CheaperPair is an error of Check: at the prices of a stage another column is
// cheaper for a row than its own.
type CheaperPair = proof.CheaperPair

// prove has package proof check the stages, and the bounds of goals that were
// left open, of the goals before first.
func (m *Model) prove(ctx context.Context, r *Result, first int) error {
	p := &proof.Problem{
		Rows: m.Rows, Columns: m.Columns, Parent: m.Parent, Lo: m.Lo, Hi: m.Hi,
		Allowed: func(row int, into []uint64) { copy(into, m.Allowed.row(row)) },
	}
	for g := range m.Goals[:first] {
		pairs := m.Goals[g].Pairs
		goal := proof.Goal{Cost: pairs.Row, At: pairs.At, Marginal: m.Goals[g].Marginal}
		if classes, ok := pairs.(*Classes); ok {
			goal.Classes = (*proof.Classes)(classes)
		}
		p.Goals = append(p.Goals, goal)
	}
	for k, s := range r.Stages {
		if s.Goal < 0 || s.Goal >= first || k > 0 && s.Goal < r.Stages[k-1].Goal {
			return fmt.Errorf("stage %d, of goal %d, is out of turn", k, s.Goal)
		}
	}
	c := &proof.Certificate{At: r.At}
	for step := range m.Replay(r) {
		c.Claims = append(c.Claims, step.Claim())
	}
	for g := range m.Goals[:first] {
		if claim := &r.Goals[g]; !claim.Proven && m.Goals[g].Kind == Sum {
			c.Claims = append(c.Claims, proof.Claim{Goal: g, Price: claim.Price, Cost: claim.Bound, Witness: true})
		}
	}
	if err := proof.Check(ctx, p, c); err != nil {
		return err
	}
	for g := range m.Goals[:first] {
		if err := m.proveReachedAt(ctx, p, c, g, r); err != nil {
			return fmt.Errorf("goal %d: the assignment that shows what can be reached: %w", g, err)
		}
	}
	return nil
}

// proveReachedAt has package proof check that the assignment that shows what a goal
// can reach is as good as any in the goals before, and places as many.
func (m *Model) proveReachedAt(ctx context.Context, p *proof.Problem, c *proof.Certificate, g int, r *Result) error {
	reachedAt := r.Goals[g].ReachedAt
	if reachedAt == nil {
		return nil
	}
	n := 0
	for n < len(r.Stages) && r.Stages[n].Goal < g {
		n++
	}
	if n < len(r.Stages) && r.Stages[n].Goal == g && r.Stages[n].To == 1 {
		n++
	}
	return proof.Check(ctx, p, &proof.Certificate{At: reachedAt, Claims: c.Claims[:n]})
}

// amount checks that the stages of each goal before first amount to what is
// claimed of it, and that nothing is claimed after a goal that was left open.
func (m *Model) amount(r *Result, first int) error {
	stages := r.Stages
	open := false
	for g := range m.Goals {
		n := 0
		for n < len(stages) && stages[n].Goal == g {
			n++
		}
		claim, goal := &r.Goals[g], &m.Goals[g]
		criterion := goal.Kind.criterion()
		switch {
		case claim.Proven && open && r.Interrupted:
			return fmt.Errorf("goal %d is claimed after one that was left open", g)
		case g >= first: // searched again
		case claim.Proven:
			if err := criterion.amounts(m, g, claim, stages[:n], r.At); err != nil {
				return fmt.Errorf("goal %d: %w", g, err)
			}
		case !r.Interrupted || n > 0:
			return fmt.Errorf("goal %d was left open, though nothing ended the solve", g)
		case goal.Kind == Sum: // package proof has proven its bound
		case criterion.better(criterion.unproven(m, goal), claim.Bound):
			return fmt.Errorf("goal %d: nothing proves a bound of %d", g, claim.Bound)
		}
		open = open || !claim.Proven
		stages = stages[n:]
	}
	return nil
}
