package assignment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
)

// Explanation says where a person is placed, what that is worth, and what else there
// was.
type Explanation struct {
	Employee mutasi.EmployeeID `json:"employee"`
	Before   mutasi.PositionID `json:"before"` // today; "" is the bench
	Given    mutasi.PositionID `json:"given"`  // in the plan
	// Terms is the person's part of every term that is a sum over people, goal by
	// goal, in the order of the terms; Gaps compares the profile with the standard of
	// the post given, and is nil on the bench.
	Terms []TermValue      `json:"terms"`
	Gaps  []competency.Gap `json:"gaps,omitempty"`
	// Certain: every optimal plan has it. It is false where that is not proven.
	Certain bool `json:"certain"`
	// Others are all other posts: those that are open to the person by regret, then
	// those that are refused likewise. Equal regrets stand by post ID.
	Others []Option `json:"others"`
}

// Option is a person at a post, with what it would cost and what forbids it.
type Option struct {
	Employee mutasi.EmployeeID `json:"employee"`
	Position mutasi.PositionID `json:"position"`
	Regret   Regret            `json:"regret"`
	Refused  []Cause           `json:"refused,omitempty"` // empty: nothing does
}

// Explain accounts for a person's place in the plan. Regrets are those of Regrets,
// exact or bounds, so that it takes no solve. The errors are those of Regret.
func (s *Solution) Explain(e mutasi.EmployeeID) (*Explanation, error) {
	x, err := s.explainer(context.Background())
	if err != nil {
		return nil, err
	}
	row, _, err := x.pair(e, "")
	if err != nil {
		return nil, err
	}
	out := &Explanation{Employee: e, Before: x.roster.heldBy(row), Given: x.roster.idOf(int(x.at[row])), Certain: true}
	given := x.roster.post(int(x.at[row]))
	if given != nil {
		out.Gaps = competency.Gaps(x.roster.employees[row].Profile, given.Standard)
	}
	if out.Terms, err = x.partsOf(row); err != nil {
		return nil, fmt.Errorf("assignment: %w", err)
	}
	regrets, err := x.regretsOf(row, x.newRegretScratch())
	if err != nil {
		return nil, fmt.Errorf("assignment: %w", err)
	}
	for column, r := range regrets {
		if column == int(x.at[row]) {
			continue
		}
		refused := x.eligibility.causes(row, column)
		if len(refused) == 0 && r.Possible && r.Goal < 0 {
			out.Certain = false
		}
		if column != x.roster.bench() {
			out.Others = append(out.Others, Option{e, x.roster.idOf(column), r, refused})
		}
	}
	slices.SortFunc(out.Others, func(a, b Option) int {
		return cmp.Or(a.compare(b), cmp.Compare(a.Position, b.Position))
	})
	return out, nil
}

// compare orders options: open ones before refused ones, and then by regret.
func (o Option) compare(p Option) int {
	if (len(o.Refused) == 0) != (len(p.Refused) == 0) {
		return lastIf(len(o.Refused) != 0)
	}
	return o.Regret.Compare(p.Regret)
}

// partsOf is the part of one person in the terms that are sums over people.
func (x *explainer) partsOf(row int) ([]TermValue, error) {
	var out []TermValue
	at := &callSite{employee: x.roster.employees[row], position: x.roster.post(int(x.at[row]))}
	err := guard(at, func() error {
		for g := range x.goals {
			at.function = x.goals[g].term.String()
			for _, p := range x.goals[g].term.parts {
				if pair, ok := p.summand.(pairTerm); ok {
					out = append(out, TermValue{p.name(), p.weight, pair.value(at.employee, at.position, x.roster.heldBy(row))})
				}
			}
		}
		return nil
	})
	return out, err
}

// Candidates lists everybody who could hold a post: its holders in the plan first,
// then those to whom it is open by regret, then those who are refused. Equal regrets
// stand by employee ID. People for whom no plan is possible are left out, unless
// something refuses them. Position "" is the bench. The errors are those of Regret.
func (s *Solution) Candidates(p mutasi.PositionID) ([]Option, error) {
	x, err := s.explainer(context.Background())
	if err != nil {
		return nil, err
	}
	column, err := x.column(p)
	if err != nil {
		return nil, err
	}
	var out []Option
	holds := map[mutasi.EmployeeID]bool{}
	for row, e := range x.roster.employees {
		r, err := x.bounded(row, column)
		if err != nil {
			return nil, fmt.Errorf("assignment: %w", err)
		}
		holds[e.ID] = int(x.at[row]) == column
		o := Option{e.ID, p, r, x.eligibility.causes(row, column)}
		if r.Possible || len(o.Refused) > 0 {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b Option) int {
		if holds[a.Employee] != holds[b.Employee] {
			return -lastIf(holds[a.Employee])
		}
		return cmp.Or(a.compare(b), cmp.Compare(a.Employee, b.Employee))
	})
	return out, nil
}

// bounded is the regret of a pair without a solve: exact, or a bound.
func (x *explainer) bounded(row, column int) (Regret, error) {
	if int(x.at[row]) == column {
		return nothingLost, nil
	}
	if x.paths == nil && x.prefix == nil {
		return Regret{Possible: true, Goal: -1}, nil
	}
	cost, err := x.costOf(row, column)
	if err != nil {
		return Regret{}, err
	}
	if x.paths != nil {
		return x.translate(x.paths.Loss(row, column, cost), row, column), nil
	}
	return x.lowerBound(x.prefix.Loss(row, column, cost), row, column), nil
}

// lowerBound is what the first goals show of a regret. They say nothing of the others.
func (x *explainer) lowerBound(l model.Loss, row, column int) Regret {
	r := x.translate(l, row, column)
	if r.Possible && r.Goal < 0 {
		r.Exact = false
	}
	return r
}

// regretScratch is the memory of eachRegret for a row.
type regretScratch struct {
	known   bool // whether the stores know all pairs
	buffers [][]int32
	costs   [][]int32
	losses  []model.Loss
	regrets []Regret
}

func (x *explainer) newRegretScratch() *regretScratch {
	n := x.model.Columns
	k := &regretScratch{known: true, losses: make([]model.Loss, n), regrets: make([]Regret, n)}
	for g := range x.goals {
		k.buffers = append(k.buffers, make([]int32, n))
		k.known = k.known && model.KnowsAllPairs(x.model.Goals[g].Pairs)
	}
	k.costs = make([][]int32, len(x.goals))
	return k
}

// regretsOf has the regrets of a row at all columns, valid until the next call.
func (x *explainer) regretsOf(row int, k *regretScratch) ([]Regret, error) {
	paths := x.paths
	if paths == nil {
		paths = x.prefix
	}
	if paths == nil || !k.known || !paths.Plain() {
		for column := range k.regrets {
			r, err := x.bounded(row, column)
			if err != nil {
				return nil, err
			}
			k.regrets[column] = r
		}
		return k.regrets, nil
	}
	for _, g := range paths.Goals() {
		k.costs[g] = x.model.Goals[g].Pairs.Row(row, k.buffers[g])
	}
	paths.Losses(row, k.costs[:len(paths.Goals())], k.losses)
	for column, l := range k.losses {
		switch {
		case !l.Possible:
			k.regrets[column] = Regret{Exact: true, Goal: -1}
		case l.Goal < 0 || l.Amount <= 0:
			k.regrets[column] = Regret{Possible: true, Exact: x.paths != nil, Goal: -1}
		default:
			k.regrets[column] = Regret{Possible: true, Exact: true, Goal: l.Goal, Loss: model.Float(l.Amount, x.goals[l.Goal].shift)}
		}
	}
	k.regrets[x.at[row]] = nothingLost
	return k.regrets, nil
}

// eachRegret is Regrets.
func (x *explainer) eachRegret(ctx context.Context, yield func(mutasi.Placement, Regret) bool) error {
	var columns []int32
	for p := range x.roster.organization.Positions() {
		columns = append(columns, int32(x.roster.columns[p.ID]))
	}
	columns = append(columns, int32(x.roster.bench()))
	scratch := x.newRegretScratch()
	for e := range x.roster.organization.Employees() {
		if err := ctx.Err(); err != nil {
			return err
		}
		row, _ := x.roster.row(e.ID)
		regrets, err := x.regretsOf(row, scratch)
		if err != nil {
			return err
		}
		for _, j := range columns {
			if !yield(mutasi.Placement{Employee: e.ID, Position: x.roster.idOf(int(j))}, regrets[j]) {
				return nil
			}
		}
	}
	return nil
}
