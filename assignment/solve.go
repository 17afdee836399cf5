package assignment

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/model"
)

// Problem is what to solve: whom to place where, to what end, within what
// limits.
type Problem struct {
	Organization *mutasi.Organization
	Incumbent    *mutasi.Plan // nil: Organization.Incumbents(); redefines moving and staying
	Objective    Objective    // nil: DefaultObjective()
	Constraints  []Constraint
}

// Options tune a solve. The zero value, like nil, is the default.
type Options struct {
	// Workers is the number of goroutines; 0: as many as there are processors.
	// More than 256 count as 256. Every number gives the same plan.
	Workers int
	// Seed orders people and posts, and so decides which of several optimal
	// plans is found. It is recorded in Stats.
	Seed uint64
	// Canonical adds a last stage that singles out one optimal plan by a hash
	// of seed and IDs, so that the plan does not depend on how it was found.
	Canonical bool
	// MaxNodes limits the nodes of each branch and bound; 0 is a default of some
	// thousands. A sum takes one branch and bound, a goal that ranks people takes
	// several. Unlike a deadline the limit gives the same plan every time. It does
	// not bound the work at the first node, which may take seconds for hundreds of
	// people; end the context for that.
	MaxNodes int
	// Progress, if not nil, is called now and then, by the goroutine that called
	// Solve; a panic in it is not caught.
	Progress func(Progress)
}

// Status says how good a plan is.
type Status int

const (
	Unknown  Status = iota
	Optimal         // proven: no admitted plan is better
	Feasible        // admitted; Value.Bound says how much better one could be
)

func (s Status) String() string {
	switch s {
	case Optimal:
		return "optimal"
	case Feasible:
		return "feasible"
	}
	return "unknown"
}

// Stats records how a solution came about.
type Stats struct {
	Seed      uint64      `json:"seed"`
	Employees int         `json:"employees"`
	Positions int         `json:"positions"`
	Goals     []GoalStats `json:"goals"`
}

// GoalStats counts the work for one goal.
type GoalStats struct {
	Kernel string `json:"kernel"` // what solved it: "column flow", "lap" where every post has one seat, "greedy" where all people find room at their best, or "branch and bound"
	Paths  int    `json:"paths"`  // shortest-path searches
	Moves  int    `json:"moves"`  // people moved along paths
	Rounds int    `json:"rounds"` // rounds over all pairs
}

// Solution is a plan with its proof. It is immutable and safe for concurrent
// use.
type Solution struct {
	Plan   mutasi.Plan
	Status Status
	Values []Value // of the goals, in their order
	Stats  Stats

	problem     Problem
	options     Options
	certificate *Certificate

	// instance is what later questions about the solution share; nil after Release.
	instance atomic.Pointer[instance]
	// explained is what explanations share; nil before the first and after Release.
	explained atomic.Pointer[explainer]
	preparing sync.Mutex // held while explained is computed
}

// noOrganization is the fault of an empty problem.
var noOrganization = templates.New("problem-empty", "the problem has no organization")

// ErrInfeasible is wrapped by every InfeasibleError.
var ErrInfeasible = errors.New("no plan satisfies all constraints")

// ErrCostRange is wrapped by the error of a solve whose values are too large
// to be rounded to at least 8 binary places.
var ErrCostRange = model.ErrCostRange

// ErrNotProven is wrapped by the error of a solve that found no plan within its
// nodes, though nothing proves that there is none.
var ErrNotProven = errors.New("no plan was found, and none is proven impossible")

// Solve returns a plan that is optimal in the first goal of the objective,
// among those in the second, and so on, subject to seats, floors and
// constraints. People may stay or go to the bench unless a goal or a
// constraint says otherwise.
//
// The values of each goal are rounded once, to 2⁻²⁴ of its units or the finest
// that fits (see Value.Rounding); the rounded problem is solved exactly, and
// values that are then equal tie. Verify proves it again. The result does not
// depend on the order of the input nor on the workers.
//
// If ctx ends early the best plan so far is returned with Status Feasible and
// its bounds: today's at the least, if it is admitted, with infinite bounds if
// nothing else is known. Otherwise the error is the context's. If no plan
// exists the error is an *InfeasibleError. Otherwise errors name what is wrong
// with the problem: goals that are not convex, values that are too large
// (ErrCostRange), names that lead nowhere, user functions that panic or return
// something other than a finite number.
//
// A goal of counts and of fits whose models are competency.Tabulators takes two
// bytes for each person and code of a table, some tens of bytes a person, however
// many posts there are. Any other goal, one that ranks people, and one whose model
// has no table takes 4 bytes for each pair, or for each allowed pair where those are
// few. A rule that holds a function takes a bit for each pair. The table under
// Memory in the documentation of the package has the figures. The time is that of
// one assignment problem a goal, typically little more than reading all pairs a few
// times.
func Solve(ctx context.Context, p *Problem, opts *Options) (*Solution, error) {
	if p == nil || p.Organization == nil {
		return nil, fmt.Errorf("assignment: %w", fault(noOrganization))
	}
	if ctx == nil {
		ctx = context.Background()
	}
	s := &Solution{problem: *p}
	s.problem.Objective = slices.Clone(p.Objective)
	s.problem.Constraints = slices.Clone(p.Constraints)
	if p.Incumbent != nil {
		plan := *p.Incumbent
		s.problem.Incumbent = &plan
	}
	if opts != nil {
		s.options = *opts
	}
	if err := s.solve(ctx); err != nil {
		return nil, fmt.Errorf("assignment: %w", err)
	}
	return s, nil
}

func (s *Solution) solve(ctx context.Context) error {
	s.report(Progress{Phase: "scores", Bound: math.Inf(+1)})
	c := newInstance(&s.problem, settings{
		seed: s.options.Seed, canonical: s.options.Canonical, workers: workersOf(s.options.Workers),
	})
	if err := c.prepare(ctx); err != nil {
		if ctx.Err() != nil && s.stayAsToday(c) == nil {
			return nil
		}
		return err
	}
	return s.solveOn(ctx, c)
}

// solveOn solves the prepared instance c, whatever its stores have.
func (s *Solution) solveOn(ctx context.Context, c *instance) error {
	result, err := c.model.Solve(ctx, c.roster.incumbent, model.Options{
		Workers:  workersOf(s.options.Workers),
		MaxNodes: s.options.MaxNodes,
		Progress: func(x model.Progress) {
			p := Progress{Goal: "ties", Phase: x.Phase, Done: x.Done, Total: x.Total, Bound: math.Inf(+1)}
			if x.Goal < len(c.goals) {
				goal := &c.goals[x.Goal]
				p.Goal, p.Bound = goal.String(), math.Inf(int(goal.sense()))
				if x.Bounded {
					p.Bound = goal.bound(goal, x.Bound)
				}
			}
			s.report(p)
		},
	})
	var cut *flow.Infeasible
	if errors.As(err, &cut) {
		return c.infeasible(ctx, cut)
	}
	var over *branch.OverBudget
	if errors.As(err, &over) {
		return c.overBudget(over)
	}
	var nothing *branch.NothingFound
	if errors.As(err, &nothing) {
		return fmt.Errorf("%w: %w", ErrNotProven, err)
	}
	if err != nil {
		return err
	}
	if s.Plan, err = c.roster.plan(result.At); err != nil {
		return err
	}
	s.certificate = c.certify(result)
	s.instance.Store(c)
	s.Status = Optimal
	for _, g := range result.Goals {
		if !g.Proven {
			s.Status = Feasible
		}
	}
	s.Stats = Stats{Seed: s.options.Seed, Employees: len(c.roster.employees), Positions: len(c.roster.positions)}
	for g, x := range result.Goals {
		s.Stats.Goals = append(s.Stats.Goals, GoalStats{x.Kernel, x.Stats.Paths, x.Stats.Moves, x.Stats.Rounds})
		if g < len(c.goals) {
			s.Values = append(s.Values, *s.certificate.goals[g].value)
		}
	}
	return nil
}

// stayTime is how long constraints and goals may take to judge today's plan once
// the context has ended. Only slow functions of the caller take as long.
const stayTime = 50 * time.Millisecond

// stayAsToday makes today's plan the solution of a solve that ended before the
// values of all pairs were known. It is an error if that plan is not admitted.
func (s *Solution) stayAsToday(c *instance) error {
	ctx, cancel := context.WithTimeout(context.Background(), stayTime)
	defer cancel()
	plan := s.problem.held()
	values, err := c.standing(ctx, plan)
	if err != nil {
		return err
	}
	s.certificate = &Certificate{seed: s.options.Seed, canonical: s.options.Canonical, unscaled: true, interrupted: true, goals: []certified{}}
	s.Plan, s.Status, s.Values = plan, Feasible, values
	s.Stats = Stats{
		Seed: s.options.Seed, Employees: count(s.problem.Organization.Employees()), Positions: count(s.problem.Organization.Positions()),
	}
	for _, v := range values {
		s.certificate.goals = append(s.certificate.goals, certified{value: &v})
		s.Stats.Goals = append(s.Stats.Goals, GoalStats{})
	}
	if s.options.Canonical {
		s.certificate.goals = append(s.certificate.goals, certified{})
		s.Stats.Goals = append(s.Stats.Goals, GoalStats{})
	}
	s.instance.Store(c)
	return nil
}

// Release gives back the memory that the solution keeps for later questions, which
// Solve documents: tens of bytes a person for the default objective, and 4 bytes for
// each pair and goal that is stored, and a bit for each pair and rule. Plan, values
// and certificate stay, and so does all that a Solution can be asked; what needs the
// memory again computes it again.
func (s *Solution) Release() {
	if s != nil {
		s.instance.Store(nil)
		s.explained.Store(nil)
	}
}

func (s *Solution) report(p Progress) {
	if s.options.Progress != nil {
		s.options.Progress(p)
	}
}

// Unplaced returns who has no post, in the order of the organization. Why a post
// was not open to them, mutasi.Rule.Permits says for each rule; Plan.Holders says
// which of the other posts are full.
func (s *Solution) Unplaced() iter.Seq[mutasi.EmployeeID] {
	return func(yield func(mutasi.EmployeeID) bool) {
		if s == nil || s.problem.Organization == nil {
			return
		}
		for e := range s.problem.Organization.Employees() {
			if _, placed := s.Plan.Position(e.ID); !placed && !yield(e.ID) {
				return
			}
		}
	}
}
