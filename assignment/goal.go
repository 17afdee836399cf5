package assignment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
	"github.com/mutasi-go/mutasi/workload"
)

// Objective lists goals by priority: earlier goals come first, and a later one
// never worsens an earlier one. It only chooses among the plans that are
// optimal so far.
type Objective []Goal

// DefaultObjective places as many people as possible; among those plans it
// maximises fit minus the imbalance of the units' staff against their need; and
// among those it moves the fewest people.
func DefaultObjective() Objective {
	return Objective{
		Maximize(Placed()),
		Maximize(Fit(competency.Attainment{}), Weigh(-1, Balance(workload.Quadratic(1)))),
		Minimize(Moves()),
	}
}

// Goal is one of the aims of an objective. The zero Goal is an error of Solve.
type Goal struct {
	criterion // nil for the zero Goal
	term      Term

	stepped bool
	step    float64 // width of the steps

	loose     bool
	tolerance float64 // what later goals may give up of it
}

// criterion is a kind of goal: what it wants of the values of its term. Each
// kind has a file of its own, which holds its constructor and all its methods.
type criterion interface {
	// describe is Goal.String without step and tolerance.
	describe(t Term) string
	// sense is +1 if larger values are better, and −1 if smaller ones are.
	sense() float64
	// check reports what is wrong with a goal, whatever the problem.
	check(g *Goal) error
	// compile prepares the goal for the model; it fills in the rest of goal.
	compile(ctx context.Context, c *instance, goal *compiledGoal, workers int) (model.Goal, error)

	// worth is the value of a plan, from the definition of the term, and the sum
	// of all absolute values that were added up for it.
	worth(l *ledger, t Term) (value, size float64)
	// breakdown is Solution.Terms.
	breakdown(l *ledger, t Term) []TermValue
	// entry is what the store has for a pair whose cost is given. It reports false
	// if no allowed pair has the like.
	entry(goal *compiledGoal, cost int64, bench bool) (entry int64, ok bool)
	// bound translates a bound of the model, and is infinite if it says nothing.
	bound(goal *compiledGoal, bound int64) float64
	// outcome is the value that the model has found.
	outcome(c *instance, goal *compiledGoal, result *model.GoalResult, at []int32) Value

	// network reports whether the plans that the goal leaves to later ones are
	// those of one flow network.
	network(g *Goal) bool
	// construct is the call of the constructor, for JSON.
	construct(t Term) constructorJSON
}

// Step has Leximin and Bottleneck take values for equal that lie within the
// same multiple of width, counted from 0. It makes Leximin affordable where
// the values of all pairs are different. Its promises then hold for whole
// steps: Value.Value is the least and Value.Top the greatest value within the
// step of the worst-off. On other goals, and with a width that is not a positive
// finite number, it is an error of Solve.
func (g Goal) Step(width float64) Goal {
	g.stepped, g.step = true, width
	return g
}

// Within lets later goals give up some of this one: up to tolerance, in the
// goal's own units, of the value that it reaches. Value.Reached is what it
// reaches, Value.Value what is left of it in the end. A tolerance must not be
// negative; Leximin has none. How many people are placed is not part of it:
// BottomSum and Bottleneck keep that number.
//
// A tolerance is a budget, which no flow can express. The goals after it are
// pursued by branch and bound: Optimal if that closes the gap, and otherwise
// Feasible with a proven bound. A Bottleneck is the exception; what it may
// fall to is a level, and later goals stay exact.
func (g Goal) Within(tolerance float64) Goal {
	g.loose, g.tolerance = true, tolerance
	return g
}

// check reports all that is wrong with the goal, whatever the problem.
func (g *Goal) check() error {
	if g.criterion == nil {
		return fault(zeroGoal)
	}
	faults := []error{g.criterion.check(g)}
	if g.stepped && (!(g.step > 0) || math.IsInf(g.step, 0)) {
		faults = append(faults, fault(stepRange, g.step))
	}
	if g.loose && (!(g.tolerance >= 0) || math.IsInf(g.tolerance, 0)) {
		faults = append(faults, fault(toleranceRange, g.tolerance))
	}
	return errors.Join(faults...)
}

// Faults of goals.
var (
	zeroGoal       = templates.New("goal-zero", "it is the zero Goal; make goals with Maximize, Minimize, Leximin, LeximinCoverage, Bottleneck or BottomSum")
	stepRange      = templates.New("step-range", "the step is {step}; it must be a positive finite number")
	stepElsewhere  = templates.New("step-elsewhere", "a step is for Leximin and Bottleneck only")
	toleranceRange = templates.New("tolerance-range", "the tolerance {tolerance} is not a finite number from 0 on")
)

// String describes the goal, as Value.Goal has it: "maximize fit − balance".
func (g Goal) String() string {
	if g.criterion == nil {
		return "the zero Goal"
	}
	name := g.describe(g.term)
	if g.stepped {
		name += fmt.Sprintf(" in steps of %g", g.step)
	}
	if g.loose {
		name += fmt.Sprintf(" within %g", g.tolerance)
	}
	return name
}

// MarshalJSON writes the goal as the call that makes it, such as
//
//	{"name":"Maximize","parameters":{"term":{"name":"Placed","parameters":{}}}}
//
// A step and a tolerance are calls of Step and Within, with the goal among their
// parameters. The zero Goal is an error, and so is what Term.MarshalJSON says.
func (g Goal) MarshalJSON() ([]byte, error) {
	if g.criterion == nil {
		return nil, errors.New("assignment: the zero Goal cannot be written")
	}
	call := g.construct(g.term)
	if g.stepped {
		call = constructorJSON{"Step", struct {
			Goal  constructorJSON `json:"goal"`
			Width float64         `json:"width"`
		}{call, g.step}}
	}
	if g.loose {
		call = constructorJSON{"Within", struct {
			Goal      constructorJSON `json:"goal"`
			Tolerance float64         `json:"tolerance"`
		}{call, g.tolerance}}
	}
	return json.Marshal(call)
}

// MarshalJSON writes the goals as a list, in their order. A nil Objective is
// null. The error joins those of all goals.
func (o Objective) MarshalJSON() ([]byte, error) {
	if o == nil {
		return []byte("null"), nil
	}
	texts := make([]json.RawMessage, len(o))
	var faults []error
	for k, g := range o {
		var err error
		if texts[k], err = g.MarshalJSON(); err != nil {
			faults = append(faults, fmt.Errorf("goal %d, %s: %w", k+1, g, err))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return json.Marshal(texts)
}

// onTerm are the parameters of a constructor that takes a term.
type onTerm struct {
	Term Term `json:"term"`
}
