package model

import (
	"context"
	"errors"
	"testing"

	"github.com/mutasi-go/mutasi/internal/flow"
	"pgregory.net/rapid"
)

// TestReplayedProblemsHaveTheCostsOfTheirStages: what a step says its stage
// minimised has, solved by itself, the stage's cost; of a witness at least that.
func TestReplayedProblemsHaveTheCostsOfTheirStages(t *testing.T) {
	steps := 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawSmall(t)
		r, err := s.Solve(context.Background(), nil, Options{})
		if err != nil {
			t.Skip("nothing is admitted")
		}
		for step := range s.Replay(r) {
			steps++
			p, err := step.Problem(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			got, err := flow.Solve(context.Background(), p, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got.Cost != step.Stage.Cost && !step.Stage.Witness || got.Cost < step.Stage.Cost {
				t.Fatalf("stage %+v costs %d in its face", *step.Stage, got.Cost)
			}
			// What the stage's prices prove in that face is the dual bound.
			if bound := flow.Bound(p, step.Stage.Price, 2); bound < step.Stage.Cost {
				t.Fatalf("stage %+v: its prices prove %d", *step.Stage, bound)
			}
		}
	})
	if steps == 0 {
		t.Error("no stage was replayed: the test shows nothing")
	}
}

// TestReplayCanEndEarly: a visitor that has seen enough stops.
func TestReplayCanEndEarly(t *testing.T) {
	m := ladder(Leximin, 5, []int32{0, 2, 0, 1}, []int32{0, 1, 4, 1})
	r, err := m.Solve(context.Background(), nil, Options{})
	if err != nil || len(r.Stages) < 2 {
		t.Fatalf("%+v, %v: want several stages", r, err)
	}
	seen := 0
	for range m.Replay(r) {
		seen++
		break
	}
	if seen != 1 {
		t.Errorf("%d steps were seen", seen)
	}
}

// TestReplayHeedsItsContext: a face that was not narrowed is not shown.
func TestReplayHeedsItsContext(t *testing.T) {
	m := ladder(Leximin, 5, []int32{0, 2, 0, 1}, []int32{0, 1, 4, 1})
	r, err := m.Solve(context.Background(), nil, Options{})
	if err != nil || len(r.Stages) < 2 {
		t.Fatalf("%+v, %v: want several stages", r, err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	k := 0
	for step := range m.Replay(r) {
		if _, err := step.Problem(ended); k > 0 && !errors.Is(err, context.Canceled) {
			t.Errorf("stage %d: %v", k, err)
		}
		if _, err := step.Problem(context.Background()); err != nil {
			t.Errorf("stage %d, again: %v", k, err)
		}
		k++
	}
}
