package assignment

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// Objective lists goals by priority: earlier goals come first, and a later one
// never worsens an earlier one. It only chooses among the plans that are
// optimal so far.
type Objective []Goal

// DefaultObjective places as many people as possible; among those plans it
// maximises fit less the imbalance of the units' staff against their need; and
// among those it moves the fewest people.
func DefaultObjective() Objective {
	return Objective{
		Maximize(Placed()),
		Maximize(Fit(competency.Attainment{}), Weigh(-1, Balance(workload.Quadratic(1)))),
		Minimize(Moves()),
	}
}

// Goal is one of the aims of an objective.
type Goal struct {
	kind  goalKind
	sense float64 // +1 to maximise, −1 to minimise; 0 for the zero Goal
	term  Term
	count int // of the worst off that a bottom sum adds up

	stepped bool
	step    float64 // width of the levels, if stepped

	loose     bool
	tolerance float64 // what later goals may give up of it
}

type goalKind int

const (
	total goalKind = iota
	leximin
	bottleneck
	bottomSum
	leximinUnits
)

// Maximize returns the goal to make the sum of the terms as large as possible.
func Maximize(terms ...Term) Goal { return Goal{sense: +1, term: Sum(terms...)} }

// Minimize returns the goal to make the sum of the terms as small as possible.
func Minimize(terms ...Term) Goal { return Goal{sense: -1, term: Sum(terms...)} }

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
// With Coverage or CoveragePosts it is about units or posts instead: the least
// staffed comes first, and nobody needs to be placed for any other reason.
func Leximin(t Term) Goal {
	if t.covers() {
		return Goal{kind: leximinUnits, sense: +1, term: t}
	}
	return Goal{kind: leximin, sense: +1, term: t}
}

// Bottleneck places as many people as it can and then makes the least value of
// the term over placed people as large as possible, whoever has it. Unlike
// Leximin it leaves open how many have that value, and everything above it.
// It takes as many solves as the number of distinct values has binary digits.
func Bottleneck(t Term) Goal { return Goal{kind: bottleneck, sense: +1, term: t} }

// BottomSum places as many people as it can and then makes the sum of the k
// least values of the term over placed people as large as possible, whoever has
// them; of all placed people if they are fewer. With k = 1 it is Bottleneck, with
// k as large as the organization the sum after Placed. Between the two it cares for a
// group at the bottom instead of one person, without putting the least first at
// any price. Above the k-th value it leaves everything open.
//
// The value of the goal is that sum. The term must be a sum over people. It takes
// a solve for each of a few distinct values that may be the k-th least, and where
// the values of all pairs are different, a look at all pairs for each of some
// hundreds. Later goals choose among all plans that have the sum; where these are
// of several kinds, Verify solves again, for want of a shorter proof. While it is
// not solved its Bound is k times the largest value, or 0 if that is less.
//
// See Ogryczak & Tamir, Minimizing the sum of the k largest functions in linear
// time, Inform. Process. Lett. 85 (2003), doi:10.1016/S0020-0190(02)00370-8.
func BottomSum(k int, t Term) Goal { return Goal{kind: bottomSum, sense: +1, term: t, count: k} }

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

// String describes the goal, as Value.Goal has it: "maximize fit − balance".
func (g Goal) String() string {
	name := "maximize "
	switch {
	case g.kind == leximin || g.kind == leximinUnits:
		name = "leximin "
	case g.kind == bottleneck:
		name = "bottleneck "
	case g.kind == bottomSum:
		name = fmt.Sprintf("bottom %d of ", g.count)
	case g.sense < 0:
		name = "minimize "
	}
	name += g.term.String()
	if g.stepped {
		name += fmt.Sprintf(" in steps of %g", g.step)
	}
	if g.loose {
		name += fmt.Sprintf(" within %g", g.tolerance)
	}
	return name
}

// Term is a quantity that a plan has more or less of: a weighted sum of terms
// made by the functions of this package. Its value is a sum over people and
// the posts they hold, and over units and their staff.
type Term struct{ parts []part }

// part is one summand of a term. Exactly one of pair, load and cover is set.
type part struct {
	weight float64
	name   string
	pair   pairTerm
	load   *loadTerm
	cover  *coverTerm
}

// Fit is Σ over placed people of weight × fit: how well the person's profile
// fits the standard of the post, in [0, 1] by the model, times the weight of
// the post. A model that is also a competency.Compiler is used in bulk.
func Fit(m competency.Model) Term { return pairs("fit", &fitTerm{model: m}) }

// Placed is the number of people in a post.
func Placed() Term { return pairs("placed", placedTerm{}) }

// Moves is the number of incumbents who do not keep their post, the benched
// included. Whoever holds no post today does not move by getting one.
func Moves() Term { return pairs("moves", movesTerm{}) }

// Wishes is the number of people in a post that they wish for, whatever its
// place in their list.
func Wishes() Term { return pairs("wishes", wishesTerm{}) }

// Rated is Σ over placed people of their rating of that name
// (mutasi.Employee.Ratings) × the weight of the post. People without the
// rating add nothing.
func Rated(name string) Term { return pairs(fmt.Sprintf("rated(%s)", name), ratedTerm{name}) }

// Custom is Σ over placed people of value, which must be finite and pure. It
// is called concurrently, at most once for each allowed pair by Solve (for
// each goal that it is in) and again by Verify. Solve holds its values as 64-bit numbers for a while, which
// takes 8 bytes a pair. A panic in it is reported as an error.
func Custom(name string, value func(*mutasi.Employee, *mutasi.Position) float64) Term {
	return pairs(name, &customTerm{name, value})
}

// Balance is the penalty for staffing units above or below their need:
//
//	Σ over units that own posts of  need · curve(staff / need)
//
// where need is the sum of the needs of the unit's own posts and staff the
// capacity of their holders. A unit with a need of 0 is charged
// curve(1 + staff). It is to be minimised; maximising it is an error of Solve.
// Posts of no unit are not counted.
func Balance(c workload.Curve) Term { return loads("balance", &loadTerm{c, false}) }

// BalancePosts is Balance over single posts instead of units.
func BalancePosts(c workload.Curve) Term { return loads("balance of posts", &loadTerm{c, true}) }

// Coverage is how well units are staffed: for every unit that owns posts with a
// need, staff / need, the capacity of the holders of its own posts by the sum of
// their needs. It is for Leximin only, by itself: the least staffed unit comes
// first, then the next. To trade coverage for something else, use Balance.
func Coverage() Term { return Term{[]part{{weight: 1, name: "coverage", cover: &coverTerm{false}}}} }

// CoveragePosts is Coverage over single posts instead of units.
func CoveragePosts() Term {
	return Term{[]part{{weight: 1, name: "coverage of posts", cover: &coverTerm{true}}}}
}

// covers reports whether the term has a coverage in it.
func (t Term) covers() bool {
	return slices.ContainsFunc(t.parts, func(p part) bool { return p.cover != nil })
}

// Sum adds terms up.
func Sum(terms ...Term) Term {
	var sum Term
	for _, t := range terms {
		sum.parts = append(sum.parts, t.parts...)
	}
	return sum
}

// Weigh multiplies a term by a weight. A penalty such as Balance can only be
// subtracted from what is maximised and added to what is minimised: the other
// sign makes it concave, which is an error of Solve.
func Weigh(weight float64, t Term) Term {
	parts := make([]part, len(t.parts))
	for k, p := range t.parts {
		p.weight = float64(p.weight * weight)
		parts[k] = p
	}
	return Term{parts}
}

func pairs(name string, t pairTerm) Term { return Term{[]part{{weight: 1, name: name, pair: t}}} }
func loads(name string, t *loadTerm) Term {
	return Term{[]part{{weight: 1, name: name, load: t}}}
}

// String describes the term: "fit − 0.5 balance".
func (t Term) String() string {
	if len(t.parts) == 0 {
		return "nothing"
	}
	var b strings.Builder
	for k, p := range t.parts {
		w := p.weight
		switch {
		case k == 0 && w < 0:
			b.WriteString("−")
		case k > 0 && w < 0:
			b.WriteString(" − ")
		case k > 0:
			b.WriteString(" + ")
		}
		w = math.Abs(w)
		if w != 1 {
			fmt.Fprintf(&b, "%g ", w)
		}
		b.WriteString(p.name)
	}
	return b.String()
}
