package assignment_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"pgregory.net/rapid"
)

// everyPlan calls yield for all plans, admitted or not.
func (in *instance) everyPlan(yield func(places)) {
	plan := make(places, len(in.data.Employees))
	var visit func(i int)
	visit = func(i int) {
		if i == len(plan) {
			yield(plan)
			return
		}
		for j := -1; j < len(in.data.Positions); j++ {
			plan[i] = j
			visit(i + 1)
		}
	}
	visit(0)
}

// gives is how much has to give way for a plan: seats, floors and constraints.
func (in *instance) gives(plan places) (seats, floors, constraints int) {
	for j, p := range in.data.Positions {
		n := 0
		for _, at := range plan {
			if at == j {
				n++
			}
		}
		seats += max(0, n-p.Seats)
		floors += max(0, p.MinSeats-n)
	}
	counted := map[string]bool{}
	for _, l := range in.limits {
		key := l.name + " " + assignment.NameOf(l.constraint)
		if !counted[key] && !l.keeps(&in.setting, plan) {
			counted[key] = true
			constraints++
		}
	}
	return seats, floors, constraints
}

// TestRepairIsTheLeast compares with all plans, whatever they break; a mend that is
// applied leaves an admitted plan.
func TestRepairIsTheLeast(t *testing.T) {
	infeasible := 0
	rapid.Check(t, func(t *rapid.T) {
		in := drawInstance(t)
		in.aims = nil
		for j := range in.data.Positions {
			if rapid.IntRange(0, 2).Draw(t, "closer") == 0 {
				in.data.Positions[j].Seats = max(in.data.Positions[j].MinSeats, in.data.Positions[j].Seats-1)
			}
		}
		for k := range rapid.IntRange(0, 3).Draw(t, "more") {
			in.limits = append(in.limits, drawLimit(t, &in.setting, 100+k))
		}
		p := in.problem(t)
		if _, err := assignment.Solve(context.Background(), p, nil); err != nil && !errors.Is(err, assignment.ErrInfeasible) {
			t.Skip("two constraints of one name")
		}
		r, err := assignment.Repair(context.Background(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		const none = 1 << 30
		least := map[string]int{"seats": none, "floors": none, "decisions": none, "together": none}
		in.everyPlan(func(plan places) {
			s, f, c := in.gives(plan)
			if f+c == 0 {
				least["seats"] = min(least["seats"], s)
			}
			if s+c == 0 {
				least["floors"] = min(least["floors"], f)
			}
			if s+f == 0 {
				least["decisions"] = min(least["decisions"], c)
			}
			least["together"] = min(least["together"], s+f+c)
		})
		if least["together"] == 0 {
			if r.Seats != nil || r.Floors != nil || r.Decisions != nil || r.Together != nil {
				t.Fatalf("a plan is admitted, but %+v\n%v", r, in)
			}
			return
		}
		infeasible++
		for kind, mend := range map[string]*assignment.Mend{"seats": r.Seats, "floors": r.Floors, "decisions": r.Decisions, "together": r.Together} {
			if (mend == nil) != (least[kind] == none) || mend != nil && (mend.Number() != least[kind] || mend.Bound != least[kind]) {
				t.Fatalf("%s: %+v, enumeration finds %d\n%v", kind, mend, least[kind], in)
			}
			if mend != nil && len(in.mended(mend).admitted()) == 0 {
				t.Fatalf("%s: with %+v no plan is admitted\n%v", kind, mend, in)
			}
		}
	})
	if infeasible == 0 {
		t.Error("nothing was infeasible")
	}
}

// mended is the instance after the changes of a mend.
func (in *instance) mended(m *assignment.Mend) *instance {
	out := *in
	out.data.Positions = slices.Clone(in.data.Positions)
	for j := range out.data.Positions {
		p := &out.data.Positions[j]
		p.Seats += m.Seats[p.ID]
		p.MinSeats -= m.Floors[p.ID]
	}
	out.limits = slices.DeleteFunc(slices.Clone(in.limits), func(l limit) bool {
		return slices.ContainsFunc(m.Drop, func(c assignment.Cause) bool { return c.Constraint == assignment.NameOf(l.constraint) })
	})
	return &out
}

func TestRepairOfNothing(t *testing.T) {
	if _, err := assignment.Repair(t.Context(), nil, nil); err == nil {
		t.Error("nothing was repaired")
	}
	bad := &assignment.Problem{Organization: tiny(t), Constraints: []assignment.Constraint{assignment.Fix("budi", "desk", "")}}
	if _, err := assignment.Repair(t.Context(), bad, nil); len(mutasi.Faults(err)) != 1 {
		t.Errorf("got %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := assignment.Repair(ended, &assignment.Problem{Organization: tiny(t)}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	var m *assignment.Mend
	if m.Number() != 0 {
		t.Error("a nil mend changes something")
	}
}
