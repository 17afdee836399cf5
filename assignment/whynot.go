package assignment

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
)

// Counterfactual answers why a person was not given a post: what forbids it, what it
// would cost, and who would have to give way.
type Counterfactual struct {
	Employee      mutasi.EmployeeID
	Wanted, Given mutasi.PositionID // "" is the bench
	Refused       []Cause           // what forbids the pair; empty: nothing does
	Regret        Regret
	// Chain leads from the plan to a best one that has the pair: this person first,
	// then whoever gives way. Replayed on the plan, it gives one that is admitted
	// but for Refused, and whose goals are worse by exactly the regret. It is nil
	// where no plan has the pair, and where the plan has it. After a
	// Bottleneck, a BottomSum or a search, others may have to move whose posts are
	// not connected with these; they follow.
	Chain []mutasi.Transfer
	// Needed is by how much the value of the pair in goal Regret.Goal would have to
	// rise for the person to win the post, all else equal: with any greater rise
	// every optimal plan has the pair, with any smaller one none has. It is 0 where
	// some optimal plan has the pair, and NaN where no rise helps, as in a goal about
	// units, or where Regret is not exact. In JSON NaN is left out.
	Needed float64
	// Rises are the fewest levels of competency, in all, with which some optimal plan
	// would have the pair: everything else being equal, and all that the person could
	// have elsewhere valued anew. They are known where all goals are sums, no limit is
	// in force, the pair is allowed, and every fit is an Attainment or a JobPersonMatch;
	// and nil where no rise within the levels in use helps, or the search for the
	// fewest is too long.
	Rises []Rise
}

// Rise is what a person would have to reach in a competency. From is 0 where the
// competency was not assessed.
type Rise struct {
	Competency competency.ID    `json:"competency"`
	From       competency.Level `json:"from"`
	To         competency.Level `json:"to"`
}

// counterfactualJSON is a Counterfactual in JSON.
type counterfactualJSON struct {
	Employee mutasi.EmployeeID `json:"employee"`
	Wanted   mutasi.PositionID `json:"wanted"`
	Given    mutasi.PositionID `json:"given"`
	Refused  []Cause           `json:"refused,omitempty"`
	Regret   Regret            `json:"regret"`
	Chain    []mutasi.Transfer `json:"chain,omitempty"`
	Needed   *float64          `json:"needed,omitempty"`
	Rises    []Rise            `json:"rises,omitempty"`
}

// MarshalJSON writes all fields, Needed only where it is a number.
func (c Counterfactual) MarshalJSON() ([]byte, error) {
	out := counterfactualJSON{Employee: c.Employee, Wanted: c.Wanted, Given: c.Given, Refused: c.Refused, Regret: c.Regret, Chain: c.Chain, Rises: c.Rises}
	if !math.IsNaN(c.Needed) {
		out.Needed = &c.Needed
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Counterfactual) UnmarshalJSON(text []byte) error {
	if c == nil {
		return errors.New("assignment: a nil Counterfactual cannot be read into")
	}
	var in counterfactualJSON
	if err := json.Unmarshal(text, &in); err != nil {
		return fmt.Errorf("assignment: counterfactual: %w", err)
	}
	out := Counterfactual{Employee: in.Employee, Wanted: in.Wanted, Given: in.Given, Refused: in.Refused, Regret: in.Regret, Chain: in.Chain, Needed: math.NaN(), Rises: in.Rises}
	if in.Needed != nil {
		out.Needed = *in.Needed
	}
	*c = out
	return nil
}

// WhyNot says why a person has not the post that they ask for, or is not on the bench
// if the post is "". It is as exact as Regret, takes as long and has the same errors.
func (s *Solution) WhyNot(e mutasi.EmployeeID, p mutasi.PositionID) (*Counterfactual, error) {
	x, err := s.explainer(context.Background())
	if err != nil {
		return nil, err
	}
	row, column, err := x.pair(e, p)
	if err != nil {
		return nil, err
	}
	out, err := x.whyNot(s, row, column)
	if err != nil {
		return nil, fmt.Errorf("assignment: %w", err)
	}
	return out, nil
}

func (x *explainer) whyNot(s *Solution, row, column int) (*Counterfactual, error) {
	out := &Counterfactual{
		Employee: x.roster.employees[row].ID, Wanted: x.roster.idOf(column), Given: x.roster.idOf(int(x.at[row])),
		Refused: x.eligibility.causes(row, column), Needed: math.NaN(),
	}
	r, f, err := x.regret(context.Background(), s, row, column)
	if err != nil {
		return nil, err
	}
	out.Regret = r
	switch {
	case int(x.at[row]) == column || !r.Possible:
	case f != nil && f.at != nil:
		out.Chain = x.chains(row, f.at)
	case f == nil:
		out.Chain = append(out.Chain, x.transfer(row, x.at[row], int32(column)))
		hops, _ := x.paths.Chain(row, column)
		for _, h := range hops {
			out.Chain = append(out.Chain, x.transfer(int(h.Row), h.From, h.To))
		}
	}
	switch {
	case !r.Possible || !r.Exact:
	case r.Goal < 0:
		out.Needed = 0
	default:
		if out.Needed, err = x.needed(s, r, row, column); err == nil && len(out.Refused) == 0 {
			out.Rises, err = x.rises(row, column)
		}
	}
	return out, err
}

func (x *explainer) transfer(row int, from, to int32) mutasi.Transfer {
	return mutasi.Transfer{Employee: x.roster.employees[row].ID, From: x.roster.idOf(int(from)), To: x.roster.idOf(int(to))}
}

// chains lists who moves from the plan to another assignment: the row asked about
// first. After each come those who leave the post that it entered, by ID. The others
// follow likewise.
func (x *explainer) chains(row int, to []int32) []mutasi.Transfer {
	leaving := map[int32][]int{} // rows by the column that they leave
	var order []int
	for i := range to {
		if to[i] != x.at[i] {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x.roster.employees[a].ID, x.roster.employees[b].ID) })
	for _, i := range order {
		leaving[x.at[i]] = append(leaving[x.at[i]], i)
	}
	made := map[int]bool{}
	var list []mutasi.Transfer
	follow := func(i int) {
		for !made[i] {
			made[i] = true
			list = append(list, x.transfer(i, x.at[i], to[i]))
			for _, next := range leaving[to[i]] {
				if !made[next] && int(to[i]) != x.roster.bench() {
					i = next
					break
				}
			}
		}
	}
	follow(row)
	for _, i := range order {
		follow(i)
	}
	return list
}

// needed is Counterfactual.Needed of a pair that loses in a goal.
func (x *explainer) needed(s *Solution, r Regret, row, column int) (float64, error) {
	goal, of := &x.goals[r.Goal], &x.model.Goals[r.Goal]
	switch {
	case x.paths == nil || of.Ladder != nil || column == x.roster.bench() && of.Kind != model.Sum:
		return math.NaN(), nil
	case of.Kind == model.Sum:
		return r.Loss, nil
	}
	cost, err := x.costOf(row, column)
	if err != nil {
		return 0, err
	}
	level, above, helps := x.paths.Overtakes(row, column, cost, r.Goal)
	if !helps {
		return math.NaN(), nil
	}
	var wide int64
	at := &callSite{}
	if err := guard(at, func() error { wide, err = x.definedCost(at, goal, row, column); return err }); err != nil {
		return 0, err
	}
	reach := goal.shown(goal.levels.least[level/2])
	if goal.stepped && above {
		reach = (goal.stepOf(reach) + 1) * goal.step
	}
	return max(0, reach-model.Float(-wide, goal.shift)), nil
}
