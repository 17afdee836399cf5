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

// instance is a problem prepared for the model: in numbers, with the roster that
// translates them back. It is prepared once, step by step, and then only read.
// A Solution keeps the instance that it was found in.
type instance struct {
	problem  *Problem
	settings settings

	roster      *roster
	demands     *demands
	eligibility *eligibility
	model       *model.Model
	goals       []compiledGoal // of the objective; the model may have one more
	limits      []*limit       // those of the model

	next   int // the first step of prepare that has not been done
	faults []error
}

// settings are all that an instance depends on beside its problem.
type settings struct {
	seed      uint64
	canonical bool
	workers   int
	// scales has the binary places of every goal; nil: the most that fit.
	scales []int
	// byDefinition has every value computed from the definition of its term, and
	// every pair judged by the definition of what may forbid it. Otherwise bulk
	// forms do both. The result is the same.
	byDefinition bool
	// forced, if not nil, is the only pair that its row may take, allowed or not.
	forced *model.Pair
	// anyFloors lets floors ask for more people than there are.
	anyFloors bool
}

func newInstance(p *Problem, s settings) *instance { return &instance{problem: p, settings: s} }

func (p *Problem) objective() Objective {
	if p.Objective == nil {
		return DefaultObjective()
	}
	return p.Objective
}

// prepare does the steps that have not been done. It can be called again after
// its context has ended, and goes on from there. Another error is final.
func (c *instance) prepare(ctx context.Context) error {
	for c.next <= firstGoal+len(c.problem.objective()) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// firstGoal is the step of the first goal.
const firstGoal = 3

// step does the next step.
func (c *instance) step(ctx context.Context) error {
	goals := c.problem.objective()
	var err error
	switch k := c.next - firstGoal; {
	case c.next == 0:
		err = c.takeRoster()
	case c.next == 1:
		c.demands, err = newDemands(c.roster, c.problem.Constraints)
	case c.next == 2:
		err = c.takePairs(ctx)
	case k < len(goals):
		if err := c.addGoal(ctx, k, goals[k]); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			c.faults = append(c.faults, atGoal(k, goals[k], err))
		}
	default:
		err = errors.Join(c.faults...)
		if c.settings.canonical && err == nil {
			c.addTies()
		}
	}
	if err == nil {
		c.next++
	}
	return err
}

func (c *instance) takeRoster() error {
	r, err := newRoster(c.problem, c.settings.seed, c.settings.workers)
	if err != nil {
		return err
	}
	if !c.settings.anyFloors {
		if err := r.floors(); err != nil {
			return err
		}
	}
	c.roster = r
	return nil
}

// takePairs judges all pairs, and sets up the model without goals.
func (c *instance) takePairs(ctx context.Context) error {
	judge := newEligibility
	if c.settings.byDefinition {
		judge = eligibilityByDefinition
	}
	e, err := judge(ctx, c.roster, c.demands, c.settings.workers)
	if err != nil {
		return err
	}
	if f := c.settings.forced; f != nil {
		e.allowed.Force(f.Row, f.Column)
	}
	c.eligibility, c.model = e, &model.Model{Allowed: e.allowed}
	c.roster.tree(c.model)
	return c.addLimits(ctx, c.demands)
}

// addTies adds the goal that singles out one of the plans that are equally good
// in all others.
func (c *instance) addTies() {
	c.model.Goals = append(c.model.Goals, model.Goal{
		Pairs:    model.Hash{RowKey: c.roster.rowKey, ColumnKey: c.roster.columnKey},
		Marginal: make([][]int64, len(c.model.Parent)),
		Ties:     true,
	})
}

// compiledGoal is a goal with the scale of its integers: its value is
// −sense · (cost / 2^shift + offset).
type compiledGoal struct {
	Goal
	called   string     // Term.String
	fits     []fit      // the parts of the term that have points
	others   Term       // its other parts
	pairs    []weighted // those of them that are about pairs
	pinned   bool       // the shift is given, and not chosen
	shift    int
	spread   float64 // the model's numbers are up to so many times the largest cost
	offset   float64
	rounding float64 // bounds what rounding changes in its value
	// fitRounding bounds how far the fits of one pair are from those of the models.
	fitRounding float64
	levels      levels    // of goals that rank people
	covered     []covered // of goals that rank units

	weightedLoads []weightedLoad // balances of people of different capacities
}

// offsetError bounds the relative error of adding up what units without staff
// are charged: a few units in the last place for each of thousands of units.
const offsetError = 1e-12

func (c *instance) addGoal(ctx context.Context, k int, g Goal) error {
	if err := g.check(); err != nil {
		return err
	}
	goal := compiledGoal{Goal: g}
	if c.settings.scales != nil {
		goal.pinned, goal.shift = true, c.settings.scales[k]
	}
	out, err := g.compile(ctx, c, &goal, c.settings.workers)
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
func (c *instance) costs(ctx context.Context, goal *compiledGoal, of pairRange, workers int) (model.Mapper, [][]int64, error) {
	var err error
	goal.called = goal.term.String()
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
	if err := c.addFits(goal); err != nil {
		return nil, nil, err
	}
	grid := c.newGrid()
	values, err := c.chooseScale(ctx, goal, &grid, marginal, of, workers)
	if err != nil {
		return nil, nil, err
	}
	store, err := c.newStore(ctx, goal, &grid, values, workers)
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

// chooseScale chooses the scale of a goal, and bounds what it rounds. It returns
// the values of all pairs if it had to compute them, without those of fits.
func (c *instance) chooseScale(ctx context.Context, goal *compiledGoal, g *grid, marginal [][]float64, of pairRange, workers int) (values []float64, err error) {
	largest := 0.0
	if !c.settings.byDefinition { // then every value is held against the scale when it is computed
		for _, p := range goal.pairs {
			largest += math.Abs(p.weight) * p.largest
		}
		if math.IsNaN(largest) {
			if values, largest, err = c.values(ctx, goal, g, workers); err != nil {
				return nil, err
			}
		}
	}
	for k := range goal.fits {
		largest += goal.fits[k].largest(c.roster)
	}
	if len(goal.fits) > 0 && len(goal.term.parts) > 1 {
		// Parts are rounded one by one. Together they may be larger than their sum by
		// as many units, which are at least so much of the largest sum that fits.
		largest *= 1 + math.Ldexp(float64(len(goal.term.parts)), -28)
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
	// of a goal's value is people · 2^−(shift+1) with the places left, beside that
	// of fits.
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
	goal.spread = of.spread
	shift, err := model.Shift(max(of.spread*largest, steep), spare)
	if err != nil {
		if steep > largest {
			return nil, fmt.Errorf("%w: %w", err, fault(steepBalance, c.nodeName(steepest), fmt.Sprintf("%.4g", steep)))
		}
		return nil, fmt.Errorf("%w: %w", err, fault(largeValue, fmt.Sprintf("%.4g", largest)))
	}
	if goal.pinned && (goal.shift > shift || goal.shift < model.MinShift+spare) {
		return nil, fmt.Errorf("the scale of %d binary places does not fit the values, which allow %d to %d", goal.shift, model.MinShift+spare, shift)
	}
	if !goal.pinned {
		goal.shift = shift
	}
	goal.fitRounding = c.scaleFits(goal)
	goal.rounding += float64(of.people) * (math.Ldexp(1, -(goal.shift-spare+1)) + goal.fitRounding)
	if goal.counts() && len(goal.fits) == 0 && steep == 0 && goal.wholeWeights() && len(goal.weightedLoads) == 0 {
		goal.rounding = 0
	}
	return values, nil
}

// newStore computes the costs of the pairs of a goal, or prepares to compute them
// when they are read.
func (c *instance) newStore(ctx context.Context, goal *compiledGoal, g *grid, values []float64, workers int) (model.Mapper, error) {
	switch {
	case c.settings.byDefinition:
		if goal.counts() && len(goal.fits) == 0 {
			if store, err := c.definedCounts(ctx, goal, workers); store != nil || err != nil {
				return store, err
			}
		}
	case len(goal.fits) == 0:
		if goal.counts() {
			return c.counts(goal), nil
		}
	default:
		tables, err := c.tabulate(ctx, goal, workers)
		if err != nil {
			return nil, err
		}
		if tables && goal.counts() && g.start == nil {
			return c.streamed(goal), nil
		}
	}
	return c.store(ctx, goal, g, values, workers)
}

// counts reports whether all parts that are about pairs are counts, beside fits.
func (g *compiledGoal) counts() bool {
	for _, p := range g.pairs {
		if p.base == nil {
			return false
		}
	}
	return true
}

// nodeName names a post or unit with its need.
func (c *instance) nodeName(v int) string {
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

// scale rounds the values of a goal to costs. It is a copy of what that takes, for
// loops over all pairs.
type scale struct {
	sign  float64 // of a cost, for a value above 0
	shift int
}

func (g *compiledGoal) scale() scale { return scale{-g.sense(), g.shift} }

func (s scale) cost(value float64) int32 { return int32(s.wideCost(value)) }

// wideCost is cost for a value of any pair, which may be too large for a store.
func (s scale) wideCost(value float64) int64 {
	return model.Fixed(float64(s.sign*value), s.shift)
}

// cost rounds a value to a cost.
func (g *compiledGoal) cost(value float64) int32 { return g.scale().cost(value) }

// wideCost is cost for a value of any pair, which may be too large for a store.
func (g *compiledGoal) wideCost(value float64) int64 { return g.scale().wideCost(value) }

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
func (c *instance) outcome(g int, result *model.Result) Value {
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
