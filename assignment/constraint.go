package assignment

import (
	"fmt"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/model"
)

// Constraint limits which plans are admitted. Constraints are made by the
// functions of this package. All of a problem's constraints hold together with
// the seats and floors of the posts; each has a name, by which an
// InfeasibleError calls it.
type Constraint interface {
	// blockers compiles the constraint for a problem.
	blockers(r *roster) ([]blocker, error)
}

// blocker forbids pairs. Exactly one of its functions is set. A nil post is
// the bench.
type blocker struct {
	name string
	// one forbids pairs of one row; row is its index.
	row int
	one func(post *mutasi.Position) bool
	// employee forbids all posts to some people, bench all people the bench.
	employee func(*mutasi.Employee) bool
	bench    func(*mutasi.Employee) bool
	position func(*mutasi.Position) bool
	// pair is a user's function of both sides; held is the incumbent's post.
	pair func(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) bool
}

// Fix puts an employee into a post, or onto the bench if the post is "". It is
// obeyed together with all other constraints: fixing somebody to a post that a
// rule forbids is infeasible, and the error names both.
func Fix(e mutasi.EmployeeID, p mutasi.PositionID, reason string) Constraint {
	return pairConstraint{fmt.Sprintf("fix %s to %s", e, postName(p)), reason, e, p, true}
}

// Forbid keeps an employee out of a post; if the post is "", off the bench, so
// that the person must be placed.
func Forbid(e mutasi.EmployeeID, p mutasi.PositionID, reason string) Constraint {
	return pairConstraint{fmt.Sprintf("forbid %s to %s", postName(p), e), reason, e, p, false}
}

func postName(p mutasi.PositionID) string {
	if p == "" {
		return "the bench"
	}
	return string(p)
}

type pairConstraint struct {
	name, reason string
	employee     mutasi.EmployeeID
	position     mutasi.PositionID
	fix          bool
}

func (c pairConstraint) blockers(r *roster) ([]blocker, error) {
	row, err := r.rowOf(c.employee)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	if c.position != "" {
		if _, ok := r.columns[c.position]; !ok {
			return nil, fmt.Errorf("%s: there is no position %q", c.name, c.position)
		}
	}
	return []blocker{{name: withReason(c.name, c.reason), row: row, one: func(p *mutasi.Position) bool {
		id := mutasi.PositionID("")
		if p != nil {
			id = p.ID
		}
		return (id == c.position) != c.fix
	}}}, nil
}

func withReason(name, reason string) string {
	if reason == "" {
		return name
	}
	return name + ": " + reason
}

// Keep leaves an employee where they are: in the post that they hold, or on
// the bench if they hold none.
func Keep(e mutasi.EmployeeID, reason string) Constraint { return keep{e, reason} }

type keep struct {
	employee mutasi.EmployeeID
	reason   string
}

func (c keep) blockers(r *roster) ([]blocker, error) {
	row, err := r.rowOf(c.employee)
	if err != nil {
		return nil, fmt.Errorf("keep %s: %w", c.employee, err)
	}
	return pairConstraint{fmt.Sprintf("keep %s", c.employee), c.reason, c.employee, r.heldBy(row), true}.blockers(r)
}

// MustPlace keeps everybody for whom who is true off the bench. Nil means
// everybody. Who is called once per employee.
func MustPlace(name string, who func(*mutasi.Employee) bool) Constraint {
	return functions{{name: name, bench: func(e *mutasi.Employee) bool { return who == nil || who(e) }}}
}

// Obey has all placements obey the rules. A rule without Stay does not bind
// whoever stays in the post that they hold in the incumbent plan.
func Obey(rules ...mutasi.Rule) Constraint {
	f := make(functions, len(rules))
	for k, r := range rules {
		f[k] = blocker{name: r.Name, pair: func(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) bool {
			return !r.Permits(e, p, held)
		}}
	}
	return f
}

// Eligible admits only pairs for which rule is true, staying included. Rule
// must be pure; it is called concurrently, at most once a pair by Solve and
// again by Verify. A panic in it is reported as an error. Where one side
// decides, EligibleEmployee and EligiblePosition need far fewer calls.
func Eligible(name string, rule func(*mutasi.Employee, *mutasi.Position) bool) Constraint {
	if rule == nil {
		return functions{{name: name}}
	}
	return functions{{name: name, pair: func(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) bool {
		return !rule(e, p)
	}}}
}

// EligibleEmployee keeps everybody for whom rule is false out of all posts,
// their own included. Rule is called once per employee.
func EligibleEmployee(name string, rule func(*mutasi.Employee) bool) Constraint {
	if rule == nil {
		return functions{{name: name}}
	}
	return functions{{name: name, employee: func(e *mutasi.Employee) bool { return !rule(e) }}}
}

// EligiblePosition closes every post for which rule is false, also to its
// holders. Rule is called once per post.
func EligiblePosition(name string, rule func(*mutasi.Position) bool) Constraint {
	if rule == nil {
		return functions{{name: name}}
	}
	return functions{{name: name, position: func(p *mutasi.Position) bool { return !rule(p) }}}
}

type functions []blocker

func (f functions) blockers(*roster) ([]blocker, error) { return f, nil }

// Signed adds the author who answers for a constraint to its name.
func Signed(author string, c Constraint) Constraint { return signed{author, c} }

type signed struct {
	author string
	of     Constraint
}

func (c signed) blockers(r *roster) ([]blocker, error) {
	if c.of == nil {
		return nil, fmt.Errorf("signed by %s: there is no constraint", c.author)
	}
	inner, err := c.of.blockers(r)
	out := make([]blocker, len(inner))
	for k, b := range inner {
		b.name = fmt.Sprintf("%s (%s)", b.name, c.author)
		out[k] = b
	}
	return out, err
}

// MaxMoves admits at most k moves, counted as Moves counts them: incumbents who
// do not keep their post. It is a budget, which no flow can express: the goals
// are pursued by branch and bound, Optimal if that closes the gap and otherwise
// Feasible with a proven bound.
func MaxMoves(k int) Constraint { return maxMoves{fmt.Sprintf("at most %d moves", k), k} }

type maxMoves struct {
	name string
	k    int
}

func (c maxMoves) blockers(*roster) ([]blocker, error) {
	if c.k < 0 {
		return nil, fmt.Errorf("%s: the number must not be negative", c.name)
	}
	return nil, nil
}

// limitOf returns the limit that a constraint is, and its name.
func limitOf(c Constraint) (limit maxMoves, ok bool) {
	switch c := c.(type) {
	case maxMoves:
		return c, true
	case signed:
		limit, ok = limitOf(c.of)
		limit.name = fmt.Sprintf("%s (%s)", limit.name, c.author)
	}
	return limit, ok
}

// addLimits compiles what no pair alone decides.
func (c *compiled) addLimits(constraints []Constraint) error {
	for _, x := range constraints {
		limit, ok := limitOf(x)
		if !ok {
			continue
		}
		moves, err := movesTerm{}.compile(c.roster)
		if err != nil {
			return err
		}
		goal := &compiledGoal{Goal: Goal{sense: -1}, pairs: []weighted{{1, moves}}}
		c.limits = append(c.limits, limit.name)
		c.model.Limits = append(c.model.Limits, model.Limit{Pairs: c.classes(goal), Most: int64(limit.k)})
	}
	return nil
}
