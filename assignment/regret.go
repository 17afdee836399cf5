package assignment

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
)

// Regret is what it costs to put a person into a post, or onto the bench, when
// everybody else then goes where it is best: the best plan that has the pair,
// compared with the best plan.
//
// Of a pair that is forbidden it is the regret as if that one pair were allowed and
// all else unchanged. Its value is computed then; a Custom function is asked for it.
type Regret struct {
	Possible bool `json:"possible"` // some plan has the pair, and is admitted but for it
	Exact    bool `json:"exact"`    // false: a proven lower bound; the regret may be larger
	// Goal is the first goal that suffers, an index of Solution.Values; −1: none does,
	// so that some optimal plan has the pair. It is −1 too where the pair is not possible.
	Goal int `json:"goal"`
	// Loss is by how much the goal suffers, at least 0, in its units. In a Leximin
	// it is how many more people are at Level; in a LeximinCoverage, how many more
	// units or posts. Of a goal with a tolerance it is the loss of its optimum.
	Loss float64 `json:"loss"`
	// Level is a value of a Leximin, the beginning of its step if there are steps, or a
	// coverage of a LeximinCoverage. Of other goals it is 0.
	Level float64 `json:"level"`
	// Unplaced: a goal that places first, such as Leximin, can place fewer people,
	// and Loss is how many fewer.
	Unplaced bool `json:"unplaced"`
}

// Compare orders regrets, the smallest first: by the goal that suffers, a later one
// being the smaller regret and none the smallest; within a goal those that leave
// nobody unplaced first; then by Level, the higher first; then by Loss. Pairs
// that are not possible come last. It returns −1, 0 or 1.
func (r Regret) Compare(s Regret) int {
	if r.Possible != s.Possible {
		return -lastIf(r.Possible)
	}
	if !r.Possible {
		return 0
	}
	if (r.Goal < 0) != (s.Goal < 0) {
		return -lastIf(r.Goal < 0)
	}
	if c := cmp.Compare(s.Goal, r.Goal); c != 0 {
		return c
	}
	if r.Unplaced != s.Unplaced {
		return lastIf(r.Unplaced)
	}
	return cmp.Or(cmp.Compare(s.Level, r.Level), cmp.Compare(r.Loss, s.Loss))
}

// lastIf compares a value for which b holds with one for which it does not: those
// for which it holds come last. The two must differ in b.
func lastIf(b bool) int {
	if b {
		return 1
	}
	return -1
}

// ErrNotOptimal is wrapped by the error of an explanation of a plan that is not
// proven optimal. It has no regrets, for a better plan may exist.
var ErrNotOptimal = errors.New("the plan is not proven optimal")

// explainer is what explanations of a solution share.
type explainer struct {
	*instance
	at []int32
	// paths has the displacements of all goals; nil where no graph describes the
	// optima. Then prefix has those of the first goals, of which there may be none.
	paths  *model.Displacement
	prefix *model.Displacement
	// highest is the highest level of a competency in use.
	highest func() competency.Level
}

// Prepare computes what all explanations of the solution share, so that each is
// fast afterwards. Without it the first explanation takes that long. It reads all
// pairs once and takes time in the cube of the number of posts: a second for 500
// posts. The memory is in their square; Release gives it back.
//
// The error wraps ErrNotOptimal for a plan that is not proven optimal. Otherwise it
// is ctx's, or that of a function of the caller.
func (s *Solution) Prepare(ctx context.Context) error {
	_, err := s.explainer(ctx)
	return err
}

// explainer returns what explanations share, and computes it if need be.
func (s *Solution) explainer(ctx context.Context) (*explainer, error) {
	if s == nil || s.problem.Organization == nil {
		return nil, errors.New("assignment: this solution was not made by Solve, and has nothing to explain")
	}
	if s.Status != Optimal {
		return nil, fmt.Errorf("assignment: %w; solve it to the end first", ErrNotOptimal)
	}
	if ctx == nil {
		ctx = context.Background()
	}
	s.preparing.Lock()
	defer s.preparing.Unlock()
	if x := s.explained.Load(); x != nil {
		return x, nil
	}
	x, err := s.newExplainer(ctx)
	if err != nil {
		return nil, fmt.Errorf("assignment: %w", err)
	}
	s.explained.Store(x)
	return x, nil
}

func (s *Solution) newExplainer(ctx context.Context) (*explainer, error) {
	c, err := s.prepared(ctx)
	if err != nil {
		return nil, err
	}
	x := &explainer{instance: c, highest: sync.OnceValue(c.roster.highestLevel)}
	if x.at, err = c.roster.assignment(s.Plan); err != nil {
		return nil, err
	}
	if x.paths, err = c.model.Displace(ctx, x.at, c.settings.workers); err == nil {
		return x, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if len(c.model.Limits) > 0 {
		return x, nil
	}
	first := *c.model
	first.Goals = nil
	for k := range c.goals {
		first.Goals = c.model.Goals[:k+1]
		if first.Displaceable() != nil {
			first.Goals = c.model.Goals[:k]
			break
		}
	}
	if len(first.Goals) == 0 {
		return x, nil
	}
	x.prefix, err = first.Displace(ctx, x.at, c.settings.workers)
	return x, err
}

// prepared returns the instance of the solution, with the scales of its
// certificate if it has to be made again.
func (s *Solution) prepared(ctx context.Context) (*instance, error) {
	if c := s.instance.Load(); c != nil {
		return c, nil
	}
	c := s.again(&s.problem)
	if err := c.prepare(ctx); err != nil {
		return nil, err
	}
	s.instance.Store(c)
	return c, nil
}

// again is an instance of a problem with the seed and the scales of this solution.
func (s *Solution) again(p *Problem) *instance {
	return newInstance(p, settings{
		seed: s.options.Seed, canonical: s.options.Canonical, workers: workersOf(s.options.Workers), scales: s.certificate.scales(),
	})
}

// pair translates a person and a post, "" for the bench.
func (x *explainer) pair(e mutasi.EmployeeID, p mutasi.PositionID) (row, column int, err error) {
	row, known := x.roster.row(e)
	if !known {
		return 0, 0, fmt.Errorf("assignment: %w", fault(askedEmployee, e))
	}
	column, err = x.column(p)
	return row, column, err
}

func (x *explainer) column(p mutasi.PositionID) (int, error) {
	if p == "" {
		return x.roster.bench(), nil
	}
	column, known := x.roster.columns[p]
	if !known {
		return 0, fmt.Errorf("assignment: %w", fault(askedPosition, p))
	}
	return column, nil
}

// Faults of questions.
var (
	askedEmployee = templates.New("question-employee-unknown", "there is no employee {id:q}; correct the ID")
	askedPosition = templates.New("question-position-unknown", "there is no position {id:q}; correct the ID, or ask about the bench with an empty one")
)

// Regret returns what it costs to put a person into a post, or onto the bench if
// the post is "". The pair may be a forbidden one.
//
// It is exact. Where all goals are sums, Leximin or LeximinCoverage without a
// tolerance, and no limit such as MaxMoves is in force, it takes one row
// of values after Prepare. Otherwise it takes a solve; where that finds no proof within
// Options.MaxNodes, Exact is false.
//
// The error wraps ErrNotOptimal for a plan that is not proven optimal; otherwise it
// names an ID that leads nowhere, or a function of the caller that fails.
func (s *Solution) Regret(e mutasi.EmployeeID, p mutasi.PositionID) (Regret, error) {
	x, err := s.explainer(context.Background())
	if err != nil {
		return Regret{}, err
	}
	row, column, err := x.pair(e, p)
	if err != nil {
		return Regret{}, err
	}
	r, _, err := x.regret(context.Background(), s, row, column)
	if err != nil {
		return Regret{}, fmt.Errorf("assignment: %w", err)
	}
	return r, nil
}

// regret returns the regret of any pair, and where it took a solve, the forced plan.
func (x *explainer) regret(ctx context.Context, s *Solution, row, column int) (Regret, *forced, error) {
	if int(x.at[row]) == column {
		return Regret{Possible: true, Exact: true, Goal: -1}, nil, nil
	}
	if x.paths == nil {
		f, err := x.force(ctx, s, row, column)
		if err != nil {
			return Regret{}, nil, err
		}
		return f.regret, f, nil
	}
	cost, err := x.costOf(row, column)
	if err != nil {
		return Regret{}, nil, err
	}
	return x.translate(x.paths.Loss(row, column, cost), row, column), nil, nil
}

// costOf is the cost of a pair in every goal as model.Displacement has it; nil for an
// allowed pair, whose costs are in the stores.
func (x *explainer) costOf(row, column int) ([]int64, error) {
	if x.eligibility.allowed.Has(row, column) {
		return nil, nil
	}
	cost, at := make([]int64, len(x.model.Goals)), &callSite{}
	err := guard(at, func() error {
		for g := range x.goals {
			goal := &x.goals[g]
			wide, err := x.definedCost(at, goal, row, column)
			if err != nil {
				return err
			}
			if cost[g] = wide; x.model.Goals[g].Kind == model.Leximin {
				cost[g] = goal.levels.twice(goal, wide, column == x.roster.bench())
			}
		}
		return nil
	})
	return cost, err
}

// twice returns twice the level that a cost is on, or an odd number if the cost is
// between two levels, because no allowed pair has the like.
func (l *levels) twice(goal *compiledGoal, cost int64, bench bool) int64 {
	if bench {
		return 0
	}
	x := model.Float(-cost, goal.shift)
	k := 0 // the highest level that begins at x or below
	for above := len(l.least); above-k > 1; {
		if middle := k + (above-k)/2; l.least[middle] <= x {
			k = middle
		} else {
			above = middle
		}
	}
	if k > 0 && (x <= l.most[k] || goal.stepped && goal.stepOf(x) == goal.stepOf(l.least[k])) {
		return 2 * int64(k)
	}
	if next := k + 1; next < len(l.least) && goal.stepped && goal.stepOf(x) == goal.stepOf(l.least[next]) {
		return 2 * int64(next)
	}
	return 2*int64(k) + 1
}

// translate turns what the model says of a pair into a Regret.
func (x *explainer) translate(l model.Loss, row, column int) Regret {
	if !l.Possible {
		return Regret{Exact: true, Goal: -1}
	}
	r := Regret{Possible: true, Exact: true, Goal: l.Goal}
	if l.Goal < 0 || l.Amount < 0 { // a forbidden pair may do better than the plan
		r.Goal = -1
		return r
	}
	goal := &x.goals[l.Goal]
	switch of := &x.model.Goals[l.Goal]; {
	case of.Ladder != nil:
		r.Loss, r.Level = float64(l.Amount), model.Float(l.Level, goal.shift)
	case of.Kind == model.Leximin:
		r.Loss = float64(l.Amount)
		switch {
		case l.Level == 0:
			r.Unplaced = true
		case l.Level%2 == 0:
			r.Level = goal.shown(goal.levels.least[l.Level/2])
		default: // the only pair that is on no level is the one asked about
			at := &callSite{}
			if cost, err := x.definedCost(at, goal, row, column); err == nil {
				r.Level = goal.shown(model.Float(-cost, goal.shift))
			}
		}
	default:
		r.Loss = model.Float(l.Amount, goal.shift)
	}
	return r
}

// Regrets yields the regret of every employee at every post and on the bench: by
// employee in the order of the organization, and for each of them by post in its
// order, the bench last. Pairs that the plan has are among them, with a regret of
// nothing. Nothing is stored.
//
// Where all goals are sums, Leximin or LeximinCoverage without a tolerance, and no
// limit is in force, all regrets are exact, and together take about as long as to
// read all pairs a few times, after Prepare. Otherwise those are exact that show in
// the goals before the first of another kind; of the rest Exact is false, and the
// bound is what these goals show. Regret is exact there, a solve for each.
//
// It yields nothing for a plan that is not proven optimal, and stops early if ctx ends
// or a function of the caller fails; Prepare and Regret return those errors. It may be
// used once.
func (s *Solution) Regrets(ctx context.Context) iter.Seq2[mutasi.Placement, Regret] {
	return func(yield func(mutasi.Placement, Regret) bool) {
		x, err := s.explainer(ctx)
		if err != nil {
			return
		}
		if ctx == nil {
			ctx = context.Background()
		}
		_ = x.eachRegret(ctx, yield)
	}
}
