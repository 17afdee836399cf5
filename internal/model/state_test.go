package model

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/gen"
	"pgregory.net/rapid"
)

// keptSmall is a state beside the model that it should have by now.
type keptSmall struct {
	state *State
	small *small
}

// change draws an overlay and holds the state against a cold solve. It returns
// nil if no assignment is left.
func (k *keptSmall) change(t *rapid.T) *Repair {
	o, next := drawOverlay(t, k.small)
	m, err := k.small.With(o)
	if err != nil {
		t.Fatal(err)
	}
	next.Model = *m
	before := k.state.Result()
	repair, err := k.state.Change(context.Background(), o)
	cold, coldErr := m.Solve(context.Background(), nil, Options{})
	if (err == nil) != (coldErr == nil) {
		t.Fatalf("the change: %v, a cold solve: %v", err, coldErr)
	}
	if err != nil {
		var cut *flow.Infeasible
		if !errors.As(err, &cut) {
			t.Fatal(err)
		}
		if k.state.Result() != before {
			t.Fatal("a change that is not possible has another result")
		}
		return nil
	}
	k.small = next
	k.agrees(t, cold)
	return repair
}

func (k *keptSmall) agrees(t *rapid.T, cold *Result) {
	r := k.state.Result()
	// An assignment among equals decides what loose goals are worth, and how they
	// were reached is free.
	if diff := cmp.Diff(cold.Goals, r.Goals, cmpopts.IgnoreFields(GoalResult{}, "Kernel", "Stats", "Price", "ReachedAt")); diff != "" && k.small.firstSearched() == len(k.small.Goals) {
		t.Fatalf("goals solved cold and kept: %s", diff)
	}
	for _, m := range []*Model{&k.small.Model, k.state.Model()} {
		if _, err := m.Check(context.Background(), r, nil); err != nil {
			t.Fatal(err)
		}
	}
}

func keepSmall(t *rapid.T) *keptSmall {
	s := drawSmall(t)
	r, err := s.Solve(context.Background(), nil, Options{})
	if err != nil {
		t.Skip("nothing is admitted")
	}
	state, err := s.Keep(context.Background(), r, Options{Workers: rapid.IntRange(0, 2).Draw(t, "workers")})
	if err != nil {
		t.Fatal(err)
	}
	return &keptSmall{state, s}
}

// TestChangesLikeColdSolves: after any sequence of changes all goals are worth what
// a cold solve gives, and the stages prove it. What happens to a state does not
// reach its forks.
func TestChangesLikeColdSolves(t *testing.T) {
	warm, partly, cold := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		k := keepSmall(t)
		other := &keptSmall{k.state.Fork(), k.small}
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			if rapid.IntRange(0, 2).Draw(t, "fork") == 0 {
				other = &keptSmall{k.state.Fork(), k.small}
			}
			k, other = other, k
			switch repair := k.change(t); {
			case repair == nil:
			case repair.Cold == 0:
				cold++
			case repair.Cold < len(k.small.Goals):
				partly++
			default:
				warm++
			}
			again, err := other.small.Solve(context.Background(), nil, Options{})
			if err != nil {
				t.Fatal(err)
			}
			other.agrees(t, again)
		}
	})
	t.Logf("%d changes repaired, %d in part, %d solved cold", warm, partly, cold)
	if warm == 0 || partly == 0 || cold == 0 {
		t.Errorf("%d changes repaired, %d in part, %d solved cold: the test does not show all", warm, partly, cold)
	}
}

// TestChangesThatAreInterrupted: wherever the context ends, the change is undone, or
// the next one, an empty one, completes it.
func TestChangesThatAreInterrupted(t *testing.T) {
	undone, completed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		k := keepSmall(t)
		o, _ := drawOverlay(t, k.small)
		m, err := k.small.With(o)
		if err != nil {
			t.Fatal(err)
		}
		cold, coldErr := m.Solve(context.Background(), nil, Options{})
		if coldErr != nil {
			t.Skip("nothing is admitted")
		}
		before, err := k.small.Solve(context.Background(), nil, Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.state.Change(gen.EndsAt(rapid.IntRange(0, 80).Draw(t, "look")), o)
		if err == nil {
			return
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if _, err := k.state.Change(context.Background(), Overlay{}); err != nil {
			t.Fatal(err)
		}
		if _, err := k.state.Model().Check(context.Background(), k.state.Result(), nil); err != nil {
			t.Fatal(err)
		}
		worth := func(r *Result) (out []int64) {
			for _, g := range r.Goals {
				out = append(out, g.Bound)
			}
			return out
		}
		now, got := k.state.Model(), worth(k.state.Result())
		is := func(m *Model) bool {
			return cmp.Equal(now.Allowed.bit, m.Allowed.bit) && cmp.Equal(now.Lo, m.Lo) && cmp.Equal(now.Hi, m.Hi)
		}
		switch {
		case is(m) && cmp.Equal(got, worth(cold)):
			completed++
		case is(&k.small.Model) && cmp.Equal(got, worth(before)):
			undone++
		default:
			t.Fatalf("goals worth %v, before the change %v, after it %v", got, worth(before), worth(cold))
		}
	})
	if undone == 0 || completed == 0 {
		t.Errorf("%d changes undone and %d completed: the test does not show both", undone, completed)
	}
}

// TestChangeRefusesWhatTheModelHasNot: what With refuses.
func TestChangeRefusesWhatTheModelHasNot(t *testing.T) {
	m := ladder(Leximin, 5, []int32{0, 2, 0, 1}, []int32{0, 1, 4, 1})
	r, err := m.Solve(context.Background(), nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.Keep(context.Background(), r, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]Overlay{
		"no such row":            {Forbid: []Pair{{2, 0}}},
		"costs of another model": {Allow: []Added{{Pair{0, 1}, []int32{1, 2}}}},
		"no such node":           {Bounds: []Bounds{{9, 0, 1}}},
	} {
		if _, err := s.Change(context.Background(), o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if s.Result() != r {
		t.Error("a refused change has another result")
	}
}

// TestChangesOfACity: changes of one row or seat in a model of some size, where
// faces are thin, and prices are free to move.
func TestChangesOfACity(t *testing.T) {
	const rows, columns = 1500, 70
	m := cityModel(rows, columns)
	result, err := m.Solve(context.Background(), nil, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.Keep(context.Background(), result, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	changes, step := 240, 30
	if testing.Short() {
		changes = 60
	}
	r := rand.New(rand.NewPCG(3, 4))
	for k := range changes {
		now := s.Model()
		var o Overlay
		switch i, j := k*7%rows, r.IntN(columns-1); k % 4 {
		case 0: // a pin
			for other := range columns {
				if other != j {
					o.Forbid = append(o.Forbid, Pair{i, other})
				}
			}
		case 1: // other costs
			like := r.IntN(rows)
			for j := range columns {
				x := Added{Pair: Pair{i, j}}
				for g := range now.Goals {
					x.Cost = append(x.Cost, now.Goals[g].Pairs.At(like, j))
				}
				o.Allow = append(o.Allow, x)
			}
		case 2: // a veto
			o.Forbid = []Pair{{i, int(s.Result().At[i])}}
		case 3: // a seat
			o.Bounds = []Bounds{{j, 0, now.Hi[j] + int32(r.IntN(3)) - 1}}
		}
		repair, err := s.Change(context.Background(), o)
		if err != nil || repair.Cold < len(m.Goals) {
			t.Fatalf("change %d: %+v, %v", k, repair, err)
		}
		if k%step != step-1 {
			continue
		}
		cold, err := now.Solve(context.Background(), nil, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for g := range cold.Goals {
			if x, y := cold.Goals[g].Cost, repair.Result.Goals[g].Cost; x != y {
				t.Fatalf("change %d, goal %d: a cold solve comes to %d, the state to %d", k, g, x, y)
			}
		}
		if _, err := now.Check(context.Background(), repair.Result, nil); err != nil {
			t.Fatalf("change %d: %v", k, err)
		}
		if k%(2*step) == step-1 {
			s = s.Fork()
		}
	}
}
