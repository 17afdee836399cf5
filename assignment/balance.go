package assignment

import (
	"encoding/json"

	"github.com/mutasi-go/mutasi/workload"
)

// Balance is the penalty for staffing units above or below their need:
//
//	Σ over units that own posts of  need · curve(staff / need)
//
// where need is the sum of the needs of the unit's own posts and staff the
// capacity of their holders. A unit with a need of 0 is charged
// curve(1 + staff). It is to be minimised; maximising it is an error of Solve.
// Posts of no unit are not counted.
func Balance(c workload.Curve) Term { return single(&balanceTerm{c, false}) }

// BalancePosts is Balance over single posts instead of units.
func BalancePosts(c workload.Curve) Term { return single(&balanceTerm{c, true}) }

// balanceTerm is the balance of units, or of posts.
type balanceTerm struct {
	curve workload.Curve
	posts bool
}

func (t *balanceTerm) name() string {
	if t.posts {
		return "balance of posts"
	}
	return "balance"
}

func (t *balanceTerm) tally(l *ledger) float64 {
	sum := 0.0
	for _, a := range l.accounts(t.posts) {
		sum += t.curve.Penalty(a.staff, a.need)
	}
	return sum
}

// compile adds what each further person costs a unit, which ascends as the curve
// is convex. Where people have different capacities a flow cannot express it.
func (t *balanceTerm) compile(c *instance, goal *compiledGoal, weight float64, marginal [][]float64) error {
	if err := t.curve.Err(); err != nil {
		return fault(invalidCurve, t.name(), err)
	}
	if weight < 0 {
		return fault(rewardedPenalty, t.name())
	}
	each, same := c.roster.capacity()
	if !same {
		return c.addWeightedLoads(goal, t, weight)
	}
	c.roster.accounts(t.posts, func(columns []int32, need workload.FTE) {
		v := columns[0]
		if !t.posts {
			v = c.model.Parent[v]
		}
		offset := float64(weight * t.curve.Penalty(0, need))
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
			m[k] += float64(weight * t.curve.Marginal(from, to, need))
		}
		for k := people; k < len(m); k++ {
			m[k] = m[people-1] // more than there are people, so any cost will do
		}
	})
	return nil
}

// MarshalJSON writes the constructor and the curve.
func (t *balanceTerm) MarshalJSON() ([]byte, error) {
	constructor := "Balance"
	if t.posts {
		constructor = "BalancePosts"
	}
	return json.Marshal(constructorJSON{constructor, struct {
		Curve workload.Curve `json:"curve"`
	}{t.curve}})
}

// Faults of a balance.
var (
	invalidCurve    = templates.New("balance-curve", "{term}: {problem}")
	rewardedPenalty = templates.New("balance-rewarded", "{term} is a penalty: to reward it is not a convex problem; minimize it, or subtract it from what is maximized with Weigh(-1, …)")
)
