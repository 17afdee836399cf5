package assignment

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/mutasi-go/mutasi/internal/model"
)

// compiled is a problem in numbers, with the roster that translates them back.
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
	rounding float64   // bounds what rounding changes in its value
	levels   levels    // of goals that rank people
	covered  []covered // of goals that rank units

	weightedLoads []weightedLoad // balances of people of different capacities
}

// offsetError bounds the relative error of adding up what units without staff
// are charged: a few units in the last place for each of thousands of units.
const offsetError = 1e-12

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
			faults = append(faults, atGoal(k, g, err))
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
	if err := g.check(); err != nil {
		return err
	}
	goal := compiledGoal{Goal: g}
	out, err := g.compile(ctx, c, &goal, workers)
	if err != nil {
		return err
	}
	c.goals = append(c.goals, goal)
	c.model.Goals = append(c.model.Goals, out)
	return nil
}

// pairRange says what the model does with the values of pairs, which limits how
// fine they can be.
type pairRange struct {
	spread float64 // the model's numbers are up to so many times the largest value
	people int     // whose values are added up
}

// costs compiles the term of a goal: it chooses the scale, and returns the costs
// of the pairs and the marginals of the nodes, in integers.
func (c *compiled) costs(ctx context.Context, goal *compiledGoal, of pairRange, workers int) (model.Mapper, [][]int64, error) {
	var err error
	goal.pairs, err = goal.term.compilePairs(c.roster)
	faults := []error{err}
	marginal := make([][]float64, len(c.model.Parent))
	for _, p := range goal.term.parts {
		if units, ok := p.summand.(unitTerm); ok {
			faults = append(faults, units.compile(c, goal, -goal.sense()*p.weight, marginal))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, nil, err
	}
	store, err := c.scaleAndStore(ctx, goal, marginal, of, workers)
	if err != nil {
		return nil, nil, err
	}
	fixed := make([][]int64, len(marginal))
	for v, m := range marginal {
		if m != nil {
			fixed[v] = model.Marginals(m, goal.shift)
		}
	}
	return store, fixed, nil
}

// scaleAndStore chooses the scale of a goal and rounds the costs of its pairs.
func (c *compiled) scaleAndStore(ctx context.Context, goal *compiledGoal, marginal [][]float64, of pairRange, workers int) (model.Mapper, error) {
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
	shift, err := model.Shift(max(of.spread*largest, steep), spare)
	if err != nil {
		if steep > largest {
			return nil, fmt.Errorf("%w: %w", err, fault(steepBalance, c.nodeName(steepest), fmt.Sprintf("%.4g", steep)))
		}
		return nil, fmt.Errorf("%w: %w", err, fault(largeValue, fmt.Sprintf("%.4g", largest)))
	}
	goal.shift = shift
	goal.rounding += math.Ldexp(float64(of.people), -(shift - spare + 1))
	if counts {
		if steep == 0 && goal.wholeWeights() && len(goal.weightedLoads) == 0 {
			goal.rounding = 0
		}
		return c.counts(goal), nil
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
func (g *compiledGoal) cost(value float64) int32 { return int32(g.wideCost(value)) }

// wideCost is cost for a value of any pair, which may be too large for a store.
func (g *compiledGoal) wideCost(value float64) int64 {
	return model.Fixed(float64(-g.sense()*value), g.shift)
}

// value translates a cost of the model back.
func (g *compiledGoal) value(cost int64) float64 {
	v := -g.sense() * (model.Float(cost, g.shift) + g.offset)
	if v == 0 {
		return 0 // not −0
	}
	return v
}

// costOutcome is the value of a goal whose costs in the model are sums of costs.
func (g *compiledGoal) costOutcome(result *model.GoalResult) Value {
	v := g.value(result.Cost)
	return Value{
		Goal: g.String(), Rounding: g.rounding,
		Value: v, Top: v, Bound: g.value(result.Bound), Reached: g.value(result.Reached),
	}
}

// outcome is the value of a goal in a result.
func (c *compiled) outcome(g int, result *model.Result) Value {
	goal := &c.goals[g]
	return goal.criterion.outcome(c, goal, &result.Goals[g], result.At)
}

// tree adds the nodes of the units to the columns.
func (r *roster) tree(m *model.Model) {
	m.Rows, m.Columns = len(r.employees), len(r.positions)+1
	for _, p := range r.positions {
		m.Lo = append(m.Lo, int32(p.MinSeats))
		m.Hi = append(m.Hi, int32(min(p.Seats, m.Rows)))
	}
	m.Lo, m.Hi = append(m.Lo, 0), append(m.Hi, int32(m.Rows))
	m.Parent = slices.Repeat([]int32{-1}, m.Columns)
	for k, u := range r.units {
		hi, lo := 0, 0
		for _, j := range u.columns {
			m.Parent[j] = int32(m.Columns + k)
			hi += int(m.Hi[j])
			lo += int(m.Lo[j])
		}
		// A ceiling that never binds, so that no conflict is blamed on it: floors
		// may count before anybody is there to meet them.
		m.Parent, m.Lo, m.Hi = append(m.Parent, -1), append(m.Lo, 0), append(m.Hi, int32(min(hi, m.Rows+lo)))
	}
}

// Faults of values that are too large.
var (
	steepBalance = templates.New("range-balance", "one person more or less changes the balance of {node} by up to {change}; a need that is close to 0 but not 0 does that, or a large weight")
	largeValue   = templates.New("range-value", "a person adds up to {value}; give the terms smaller weights")
)
