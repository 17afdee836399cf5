package assignment_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"pgregory.net/rapid"
)

// solveLikeOracle is the specification of Solve: the values are those of
// enumeration, the plan is one of the best, Verify agrees; and where no plan is
// admitted the error names a conflict that is real.
func solveLikeOracle(t *rapid.T) {
	in := drawInstance(t)
	values, best := in.best()
	p := in.problem(t)
	s, err := assignment.Solve(context.Background(), p, &assignment.Options{Seed: rapid.Uint64().Draw(t, "seed")})
	if len(best) == 0 {
		var conflict *assignment.InfeasibleError
		if !errors.As(err, &conflict) || !errors.Is(err, assignment.ErrInfeasible) {
			t.Fatalf("no plan is admitted, but Solve says %v", err)
		}
		in.checkConflict(t, conflict)
		return
	}
	if err != nil {
		t.Fatalf("%v\n%v", err, in)
	}
	if s.Status != assignment.Optimal {
		t.Fatalf("status %v", s.Status)
	}
	for k, v := range s.Values {
		if step := in.aims[k].step; step > 0 {
			if v.Value < values[k]-tolerance || v.Value > v.Top || v.Top > values[k]+step+tolerance || v.Bound != v.Value || v.Reached != v.Value {
				t.Fatalf("goal %d: %+v, enumeration finds the step at %v\n%v", k+1, v, values[k], in)
			}
			continue
		}
		if loose := in.aims[k].loose; loose > 0 {
			if math.Abs(v.Bound-values[k]) > tolerance || math.Abs(v.Value-v.Reached) > loose+tolerance || v.Reached != v.Bound || v.Top != v.Value {
				t.Fatalf("goal %d: %v of %v, enumeration finds %v within %v\n%v", k+1, v.Value, v.Bound, values[k], loose, in)
			}
			continue
		}
		if math.Abs(v.Value-values[k]) > tolerance {
			t.Fatalf("goal %d: %v, enumeration finds %v\n%v", k+1, v.Value, values[k], in)
		}
		if v.Bound != v.Value || v.Reached != v.Value || v.Top != v.Value {
			t.Fatalf("goal %d: %+v is not optimal throughout", k+1, v)
		}
	}
	got := in.placesOf(s.Plan)
	if !slices.ContainsFunc(best, func(p places) bool { return slices.Equal(p, got) }) {
		t.Fatalf("plan %v is not among the best %v\n%v", got, best, in)
	}
	if err := s.Verify(context.Background()); err != nil {
		t.Fatalf("%v\n%v", err, in)
	}
}

// TestTermsAddUp: the breakdown of a sum is the sum.
func TestTermsAddUp(t *testing.T) { rapid.Check(t, termsAddUp) }
func FuzzTermsAddUp(f *testing.F) { f.Fuzz(rapid.MakeFuzz(termsAddUp)) }

func termsAddUp(t *rapid.T) {
	in := drawInstance(t)
	s, err := assignment.Solve(context.Background(), in.problem(t), nil)
	if err != nil {
		t.Skip("infeasible")
	}
	for k, v := range s.Values {
		terms, err := s.Terms(k)
		want := len(in.aims[k].measures)
		if in.aims[k].kind == "coverage" {
			want = 1
		}
		if err != nil || len(terms) != want {
			t.Fatalf("%v, %v", terms, err)
		}
		sum := 0.0
		for _, x := range terms {
			sum += x.Weight * x.Value
		}
		if in.aims[k].kind == "" && math.Abs(sum-v.Value) > v.Rounding+1e-9 {
			t.Fatalf("%v add up to %v, not %v", terms, sum, v.Value)
		}
	}
	if _, err := s.Terms(len(s.Values)); err == nil {
		t.Fatal("a goal that is not there has terms")
	}
}

func TestSolveLikeOracle(t *testing.T) { rapid.Check(t, solveLikeOracle) }
func FuzzSolve(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(solveLikeOracle)) }

// checkConflict holds a conflict against the data: without the named
// constraints and with room for the named people or without the named floors
// it must be gone or have become another one; with nothing but the named
// constraints, people and posts it must stand.
func (in *instance) checkConflict(t *rapid.T, c *assignment.InfeasibleError) {
	if c.Kind == assignment.Limits {
		// The limits conflict with all else together: without them there is a plan.
		free := *in
		free.limits = slices.DeleteFunc(slices.Clone(in.limits), func(l limit) bool { return l.name == "at most" })
		if len(c.Constraints) == 0 || len(free.admitted()) == 0 {
			t.Fatalf("limits are blamed for what is impossible without them: %v\n%v", c, in)
		}
		// The limits named are enough.
		for _, l := range in.limits {
			if l.name == "at most" && slices.Contains(c.Constraints, assignment.NameOf(l.constraint)) {
				free.limits = append(free.limits, l)
			}
		}
		if len(free.admitted()) > 0 {
			t.Fatalf("with only the limits named there is a plan: %v\n%v", c, in)
		}
		return
	}
	named := map[string]bool{}
	for _, name := range c.Constraints {
		named[name] = true
	}
	only := *in
	only.aims, only.limits = nil, nil
	for _, l := range in.limits {
		if named[assignment.NameOf(l.constraint)] {
			only.limits = append(only.limits, l)
		}
	}
	if plans := only.admitted(); len(plans) != 0 {
		t.Fatalf("with only the constraints named the plan %v is admitted: %v\n%v", plans[0], c, in)
	}
	if c.Kind == assignment.Floors {
		if len(c.Positions) == 0 {
			t.Fatalf("no floors are named: %v", c)
		}
		return
	}
	if len(c.Employees) == 0 {
		t.Fatalf("nobody is named: %v", c)
	}
	seats := 0
	for _, id := range c.Positions {
		for _, p := range in.data.Positions {
			if p.ID == id {
				seats += p.Seats
			}
		}
	}
	if len(c.Employees) != seats+1 {
		t.Fatalf("%d people for %d seats: want one too many\n%v\n%v", len(c.Employees), seats, c, in)
	}
}

// shuffled returns the data in another order.
func shuffled(d mutasi.Data, seed uint64) mutasi.Data {
	r := rand.New(rand.NewPCG(seed, 0))
	d.Units, d.Positions, d.Employees = slices.Clone(d.Units), slices.Clone(d.Positions), slices.Clone(d.Employees)
	r.Shuffle(len(d.Units), func(i, j int) { d.Units[i], d.Units[j] = d.Units[j], d.Units[i] })
	r.Shuffle(len(d.Positions), func(i, j int) { d.Positions[i], d.Positions[j] = d.Positions[j], d.Positions[i] })
	r.Shuffle(len(d.Employees), func(i, j int) { d.Employees[i], d.Employees[j] = d.Employees[j], d.Employees[i] })
	return d
}

// TestOrderAndWorkersChangeNothing: the plan depends on what is in the input,
// not on its order, and on no number of workers.
func TestOrderAndWorkersChangeNothing(t *testing.T) { rapid.Check(t, orderAndWorkersChangeNothing) }
func FuzzOrderAndWorkersChangeNothing(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(orderAndWorkersChangeNothing))
}

func orderAndWorkersChangeNothing(t *rapid.T) {
	in := drawInstance(t)
	opts := assignment.Options{Workers: 1, Canonical: rapid.Bool().Draw(t, "canonical")}
	a, errA := assignment.Solve(context.Background(), in.problem(t), &opts)
	p := in.problem(t)
	var err error
	if p.Organization, err = mutasi.NewOrganization(shuffled(in.data, rapid.Uint64().Draw(t, "order"))); err != nil {
		t.Fatal(err)
	}
	opts.Workers = rapid.IntRange(2, 5).Draw(t, "workers")
	b, errB := assignment.Solve(context.Background(), p, &opts)
	if (errA == nil) != (errB == nil) {
		t.Fatalf("%v, but shuffled %v", errA, errB)
	}
	if errA != nil {
		if errA.Error() != errB.Error() {
			t.Fatalf("%v, but shuffled %v", errA, errB)
		}
		return
	}
	if !a.Plan.Equal(b.Plan) {
		t.Fatalf("plan %v, but shuffled %v", a.Plan, b.Plan)
	}
	if !slices.Equal(a.Values, b.Values) {
		t.Fatalf("values %v, but shuffled %v", a.Values, b.Values)
	}
}

// TestCanonicalPlanIsOneOfTheBest: the extra stage for ties costs nothing in
// any goal.
func TestCanonicalPlanIsOneOfTheBest(t *testing.T) { rapid.Check(t, canonicalPlanIsOneOfTheBest) }
func FuzzCanonicalPlanIsOneOfTheBest(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(canonicalPlanIsOneOfTheBest))
}

func canonicalPlanIsOneOfTheBest(t *rapid.T) {
	in := drawInstance(t)
	seed := rapid.Uint64().Draw(t, "seed")
	plain, err := assignment.Solve(context.Background(), in.problem(t), &assignment.Options{Seed: seed})
	if err != nil {
		t.Skip("infeasible")
	}
	canonical, err := assignment.Solve(context.Background(), in.problem(t), &assignment.Options{Seed: seed, Canonical: true})
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range plain.Values {
		w := canonical.Values[k]
		worse := v.Value != w.Value
		if a := in.aims[k]; a.loose > 0 { // what is left of it may be more
			sign := a.sign
			worse = sign*w.Value < sign*v.Value
		}
		if worse || v.Bound != w.Bound {
			t.Fatalf("values %v become %v", plain.Values, canonical.Values)
		}
	}
	if err := canonical.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// TestCutShortIsBounded: a solve that runs out of nodes, or whose context ends
// on the way, still gives an admitted plan whose values are between those of
// nothing and what enumeration finds, and bounds that enumeration does not beat.
func TestCutShortIsBounded(t *testing.T) { rapid.Check(t, cutShortIsBounded) }
func FuzzCutShort(f *testing.F)          { f.Fuzz(rapid.MakeFuzz(cutShortIsBounded)) }

func cutShortIsBounded(t *rapid.T) {
	in := drawInstance(t)
	values, best := in.best()
	if len(best) == 0 {
		t.Skip("infeasible")
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	opts := &assignment.Options{Workers: 1, MaxNodes: rapid.IntRange(1, 3).Draw(t, "nodes")}
	if left := rapid.IntRange(-1, 12).Draw(t, "reports"); left >= 0 {
		opts.Progress = func(p assignment.Progress) {
			if left--; left < 0 {
				cancel()
			}
		}
	}
	s, err := assignment.Solve(ctx, in.problem(t), opts)
	if errors.Is(err, assignment.ErrNotProven) || errors.Is(err, context.Canceled) {
		return
	}
	if err != nil {
		t.Fatalf("%v\n%v", err, in)
	}
	if plan := in.placesOf(s.Plan); !in.admits(plan) {
		t.Fatalf("%v is not admitted\n%v", plan, in)
	}
	if err := s.Verify(context.Background()); err != nil {
		t.Fatalf("%v\n%v", err, in)
	}
	optimal := true
	for k, v := range s.Values {
		a := in.aims[k]
		if a.loose > 0 || a.step > 0 {
			break // what is left of it, or the step, is no single number
		}
		sense := 1.0
		if a.kind == "" {
			sense = a.sign
		}
		if sense*(v.Value-v.Bound) > 0 {
			t.Fatalf("goal %d: %v is better than its bound %v\n%v", k+1, v.Value, v.Bound, in)
		}
		if sense*(values[k]-v.Bound) > tolerance {
			t.Fatalf("goal %d: enumeration finds %v, beyond the bound %v\n%v", k+1, values[k], v.Bound, in)
		}
		if optimal = optimal && v.Value == v.Bound; !optimal {
			break // later bounds hold given this value
		}
		if in.aims[k].better(&in.setting, in.placesOf(s.Plan), best[0]) < 0 && s.Status == assignment.Optimal {
			t.Fatalf("goal %d: %v is called optimal, %v is better\n%v", k+1, in.placesOf(s.Plan), best[0], in)
		}
	}
	if s.Status == assignment.Optimal && len(in.aims) > 0 && !slices.ContainsFunc(best, func(p places) bool { return slices.Equal(p, in.placesOf(s.Plan)) }) {
		t.Fatalf("%v is called optimal, but is not among %v\n%v", in.placesOf(s.Plan), best, in)
	}
}
