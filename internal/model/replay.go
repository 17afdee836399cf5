package model

import (
	"context"
	"iter"

	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/proof"
)

// Step is one stage of a result, replayed.
type Step struct {
	Stage *Stage
	Goal  *Goal // whose values the stage turns into costs
	Costs *Goal // what the stage minimised

	face *lazyFace
}

// Replay goes through the stages of a result in their order. It computes nothing
// by itself; what a visitor asks a step for is computed then. The result is not
// checked: Check does that, as a visitor.
func (m *Model) Replay(r *Result) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		f := &lazyFace{m: m, at: r.At}
		for k := range r.Stages {
			s := &r.Stages[k]
			step := Step{Stage: s, Goal: &m.Goals[s.Goal], Costs: m.stageGoal(s), face: f}
			if !yield(step) {
				return
			}
			if !s.Witness {
				f = &lazyFace{m: m, at: r.At, before: f, step: &step}
			}
		}
	}
}

// Claim is the step as package proof checks it, with the costs of goal
// Stage.Goal.
func (s *Step) Claim() proof.Claim {
	return proof.Claim{
		Goal: s.Stage.Goal, Of: s.Goal.Kind.criterion().of(s.Goal, s.Stage),
		Price: s.Stage.Price, Cost: s.Stage.Cost, Witness: s.Stage.Witness,
	}
}

// Problem is the flow problem that the stage minimised: its costs in the face
// that the stages before leave open. The first call narrows the faces before,
// which reads all pairs once for each. The error is ctx's if it ends first.
func (s *Step) Problem(ctx context.Context) (*flow.Problem, error) {
	f, err := s.face.open(ctx)
	if err != nil {
		return nil, err
	}
	return f.problem(s.Costs), nil
}

// lazyFace is a face that is narrowed when it is asked for.
type lazyFace struct {
	m      *Model
	at     []int32
	before *lazyFace // nil: the face is all that is allowed
	step   *Step     // by which it is narrowed from there

	narrowed *face
}

func (f *lazyFace) open(ctx context.Context) (*face, error) {
	if f.narrowed != nil {
		return f.narrowed, nil
	}
	if f.before == nil {
		f.narrowed = f.m.face()
		return f.narrowed, nil
	}
	p, err := f.step.Problem(ctx)
	if err != nil {
		return nil, err
	}
	from := *f.before.narrowed // which the step's problem has opened
	from.narrow(ctx, p, f.at, f.step.Stage.Price, nil, 1)
	if err := ctx.Err(); err != nil {
		return nil, err // it may not be narrowed
	}
	f.narrowed = &from
	return f.narrowed, nil
}
