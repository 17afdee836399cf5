package assignment

import (
	"context"
	"errors"

	"github.com/mutasi-go/mutasi/internal/model"
)

// Leximin puts the worst-off first: it places as many people as it can, then
// has as few of them as possible at the lowest value of the term, among those
// plans as few as possible at the next value, and so on. The unplaced rank
// below every value. All leximin plans give the same values to the same
// numbers of people, and later goals choose among them.
//
// The value of the goal is the least over placed people, 0 if nobody is
// placed. The term must be a sum over people: a penalty such as Balance in it
// is an error of Solve. It takes a solve for each distinct value in use, times
// the logarithm of the gaps; Step makes them fewer.
//
// LeximinCoverage does the same for units.
func Leximin(t Term) Goal { return Goal{criterion: leximin{}, term: t} }

// leximin is the criterion of Leximin.
type leximin struct{ byLevels }

func (leximin) describe(t Term) string { return "leximin " + t.String() }

func (leximin) check(g *Goal) error {
	faults := []error{g.term.checkPeople()}
	if g.loose {
		faults = append(faults, fault(leximinTolerance))
	}
	return errors.Join(faults...)
}

func (leximin) compile(ctx context.Context, c *instance, goal *compiledGoal, workers int) (model.Goal, error) {
	return c.levelGoal(ctx, goal, model.Leximin, workers)
}

func (leximin) construct(t Term) constructorJSON { return constructorJSON{"Leximin", onTerm{t}} }

// leximinTolerance is the fault of a Leximin that is loosened.
var leximinTolerance = templates.New("leximin-tolerance", "a tolerance has no meaning for Leximin; give one to a Bottleneck instead")
