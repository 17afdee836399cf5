package assignment

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/mutasi-go/mutasi/internal/model"
	"github.com/mutasi-go/mutasi/workload"
)

// compiled is a problem in numbers, with what leads back to its own terms.
type compiled struct {
	roster      *roster
	eligibility *eligibility
	model       *model.Model
	goals       []compiledGoal // of the objective; the model may have one more
	limits      []*limit       // those of the model
}

// compiledGoal is a goal with the scale of its integers: its value is
// −sense · (cost / 2^shift + offset).
type compiledGoal struct {
	Goal
	pairs    []weighted
	shift    int
	offset   float64
	rounding float64   // by how much rounding can have changed its value
	levels   levels    // of goals that rank people
	covered  []covered // of goals that rank units

	weightedLoads []weightedLoad // balances of people of different capacities
}

// mostSlack is more than any goal can lose, and small enough to be added to.
const mostSlack = 1 << 57

// offsetError bounds the relative error of adding up what units without staff
// are charged: a few units in the last place for each of thousands of units.
const offsetError = 1e-12

// weighted is a compiled pair term with its weight.
type weighted struct {
	weight float64
	pairValues
}

func compile(ctx context.Context, p *Problem, opts *Options) (*compiled, error) {
	r, err := newRoster(p, opts.Seed)
	if err != nil {
		return nil, err
	}
	workers := workersOf(opts.Workers)
	if err := r.floors(); err != nil {
		return nil, err
	}
	d, err := newDemands(r, p.Constraints)
	if err != nil {
		return nil, err
	}
	e, err := newEligibility(ctx, r, d, workers)
	if err != nil {
		return nil, err
	}
	c := &compiled{roster: r, eligibility: e, model: &model.Model{Allowed: e.allowed}}
	r.tree(c.model)
	if err := c.addLimits(d); err != nil {
		return nil, err
	}
	objective := p.Objective
	if objective == nil {
		objective = DefaultObjective()
	}
	var faults []error
	for k, g := range objective {
		if err := c.addGoal(ctx, g, workers); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			faults = append(faults, fmt.Errorf("goal %d, %s: %w", k+1, g, err))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	if opts.Canonical {
		c.model.Goals = append(c.model.Goals, model.Goal{
			Pairs:    model.Hash{RowKey: r.rowKey, ColumnKey: r.columnKey},
			Marginal: make([][]int64, len(c.model.Parent)),
			Ties:     true,
		})
	}
	return c, nil
}

func (c *compiled) addGoal(ctx context.Context, g Goal, workers int) error {
	goal := compiledGoal{Goal: g}
	if g.sense == 0 {
		return errors.New("it is the zero Goal; make goals with Maximize, Minimize, Leximin, Bottleneck or BottomSum")
	}
	if err := g.checkKind(); err != nil {
		return err
	}
	if g.kind == leximinUnits {
		return c.addCoverage(g)
	}
	marginal := make([][]float64, len(c.model.Parent))
	var faults []error
	for _, p := range g.term.parts {
		var err error
		switch {
		case math.IsNaN(p.weight) || math.IsInf(p.weight, 0):
			err = fmt.Errorf("the weight %v of %s is not a finite number", p.weight, p.name)
		case p.pair != nil:
			var v pairValues
			if v, err = p.pair.compile(c.roster); err == nil {
				goal.pairs = append(goal.pairs, weighted{p.weight, v})
			}
		default:
			err = c.addPenalty(&goal, p, marginal)
		}
		if err != nil {
			faults = append(faults, err)
		}
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	store, err := c.scaleAndStore(ctx, &goal, marginal, workers)
	if err != nil {
		return err
	}
	fixed := make([][]int64, len(marginal))
	for v, m := range marginal {
		if m != nil {
			fixed[v] = model.Marginals(m, goal.shift)
		}
	}
	out := model.Goal{Pairs: store, Marginal: fixed, Loose: g.loose}
	for _, load := range goal.weightedLoads {
		penalty, rounding, err := load.fixed(goal.shift)
		if err != nil {
			return err
		}
		out.Penalties = append(out.Penalties, penalty)
		goal.rounding += rounding
	}
	if g.loose {
		out.Slack = int64(min(math.Floor(math.Ldexp(g.tolerance, goal.shift)), mostSlack))
	}
	switch g.kind {
	case bottomSum:
		out.Kind, out.Values = model.BottomSum, c.distinct(store)
		out.Count, out.Bench = int32(min(g.count, c.model.Rows)), int32(c.roster.bench())
	case leximin, bottleneck:
		out.Kind = model.Leximin
		if g.kind == bottleneck {
			out.Kind = model.Bottleneck
		}
		out.Pairs, out.Levels = c.rank(&goal, store)
		goal.rounding = math.Ldexp(1, -(goal.shift + 1))
		out.Fall = goal.levels.fall(g.tolerance)
	}
	c.goals = append(c.goals, goal)
	c.model.Goals = append(c.model.Goals, out)
	return nil
}

// addPenalty adds the marginals of a convex penalty, as a cost.
func (c *compiled) addPenalty(goal *compiledGoal, p part, marginal [][]float64) error {
	if err := p.load.curve.Err(); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	weight := -goal.sense * p.weight
	if weight < 0 {
		return fmt.Errorf("%s is a penalty: to reward it is not a convex problem; minimize it, or subtract it from what is maximized with Weigh(-1, …)", p.name)
	}
	each, same := c.roster.capacity()
	if !same {
		return c.addWeightedLoads(goal, p, weight)
	}
	curve := p.load.curve
	c.roster.accounts(p.load.posts, func(columns []int32, need workload.FTE) {
		v := columns[0]
		if !p.load.posts {
			v = c.model.Parent[v]
		}
		offset := float64(weight * curve.Penalty(0, need))
		goal.offset += offset
		goal.rounding += offsetError * offset
		m := marginal[v]
		if m == nil {
			m = make([]float64, c.model.Hi[v])
			marginal[v] = m
		}
		people := min(len(m), c.model.Rows)
		for k := range m[:people] {
			from, to := workload.FTE(float64(k)*float64(each)), workload.FTE(float64(k+1)*float64(each))
			m[k] += float64(weight * curve.Marginal(from, to, need))
		}
		for k := people; k < len(m); k++ {
			m[k] = m[people-1] // more than there are people, so any cost will do
		}
	})
	return nil
}

// scaleAndStore chooses the scale of a goal and rounds the costs of its pairs.
func (c *compiled) scaleAndStore(ctx context.Context, goal *compiledGoal, marginal [][]float64, workers int) (model.Store, error) {
	largest, counts := 0.0, true
	for _, p := range goal.pairs {
		largest += math.Abs(p.weight) * p.largest
		counts = counts && p.base != nil
	}
	var values []float64
	g := c.newGrid()
	if math.IsNaN(largest) {
		var err error
		if values, largest, err = c.values(ctx, goal, &g, workers); err != nil {
			return nil, err
		}
	}
	steep, steepest := 0.0, 0
	for v, m := range marginal {
		if len(m) == 0 {
			continue
		}
		// Convex, so the largest is first or last.
		if x := max(math.Abs(m[0]), math.Abs(m[len(m)-1])); !(x <= steep) {
			steep, steepest = x, v
		}
	}
	// A person is rounded once as a pair and once more in every penalty that
	// counts them. Spare places make up for it, so that the bound on the error
	// of a goal's value is people · 2^−(shift+1) with the places left.
	spare := 0
	for v := range c.model.Columns {
		times := 1
		if marginal[v] != nil {
			times++
		}
		if q := c.model.Parent[v]; q >= 0 && marginal[q] != nil {
			times++
		}
		spare = max(spare, bits.Len(uint(times-1)))
	}
	room, people := largest, c.model.Rows
	if goal.kind == bottomSum {
		room = 2 * largest // for what a value lacks to another
		people = min(people, goal.count)
	}
	shift, err := model.Shift(max(room, steep), spare)
	if err != nil {
		if steep > largest {
			return nil, fmt.Errorf("%w: one person more or less changes the balance of %s by up to %.4g; a need that is close to 0 but not 0 does that, or a large weight",
				err, c.nodeName(steepest), steep)
		}
		return nil, fmt.Errorf("%w: a person adds up to %.4g; give the terms smaller weights", err, largest)
	}
	goal.shift = shift
	goal.rounding += math.Ldexp(float64(people), -(shift - spare + 1))
	if counts {
		if steep == 0 && goal.wholeWeights() && len(goal.weightedLoads) == 0 {
			goal.rounding = 0
		}
		return c.classes(goal), nil
	}
	return c.store(ctx, goal, &g, values, workers)
}

// nodeName names a post or unit with its need.
func (c *compiled) nodeName(v int) string {
	if v < c.roster.bench() {
		p := c.roster.positions[v]
		return fmt.Sprintf("post %q (need %g)", p.ID, float64(p.Need))
	}
	u := c.roster.units[v-c.roster.bench()-1]
	need := 0.0
	for _, j := range u.columns {
		need += float64(c.roster.positions[j].Need)
	}
	return fmt.Sprintf("unit %q (need %g)", u.id, need)
}

// wholeWeights reports whether a goal that counts does so in whole numbers,
// which are not rounded.
func (g *compiledGoal) wholeWeights() bool {
	for _, p := range g.pairs {
		if p.weight != math.Trunc(p.weight) {
			return false
		}
	}
	return true
}

// cost rounds a value to a cost.
func (g *compiledGoal) cost(value float64) int32 {
	return int32(model.Fixed(float64(-g.sense*value), g.shift))
}

// value translates the cost of the model back; for goals that rank people the
// level, to its least value.
func (g *compiledGoal) value(cost int64) float64 {
	if g.ranks() {
		return g.levels.least[cost]
	}
	v := -g.sense * (model.Float(cost, g.shift) + g.offset)
	if v == 0 {
		return 0 // not −0
	}
	return v
}

// outcome is the value of a goal in a result.
func (c *compiled) outcome(g int, result *model.Result) Value {
	goal, outcome := &c.goals[g], &result.Goals[g]
	v := Value{Goal: goal.String(), Rounding: goal.rounding}
	if goal.kind == leximinUnits {
		v.Value, v.Bound = c.leastCoverage(goal, result.At)
		if outcome.Proven {
			v.Bound = v.Value
		}
		v.Top, v.Reached = v.Value, v.Value
		return v
	}
	v.Value, v.Bound, v.Reached = goal.value(outcome.Cost), goal.value(outcome.Bound), goal.value(outcome.Reached)
	v.Top = v.Value
	if goal.ranks() {
		v.Top = goal.levels.most[outcome.Cost]
	}
	return v
}
