package model

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// State is a model with an optimal result that is kept, so that after a change
// of few rows or bounds only the difference is solved: every stage of the result
// has a flow.State of the problem that the stage minimised, and when the optima
// of a stage are others, the rows whose pairs that opens or closes are what
// changes in the next.
//
// Kept are the goals before the first one that is loose or a BottomSum, or has
// penalties. From the first one on that is not kept, goals are solved cold, in
// what the goals before leave open. So is a goal about levels whose stages do not
// prove its optimum any more, because another level is the lowest now; it and the
// goals after it are kept again from then on. A model with limits, or with goals
// that no proof but a search has, is solved cold as a whole, so that Check comes
// to the same; and so is one whose result was interrupted.
//
// A State is not safe for concurrent use. Forks are independent of each other.
type State struct {
	m      *Model // as it stands; allowed pairs, bounds and other costs are its own
	opts   Options
	result *Result // of m, but while a change is unfinished
	goals  int     // that are kept
	stages []*keptStage
}

// keptStage is one stage of the result.
type keptStage struct {
	Stage
	goal *Goal       // what it minimises
	face *face       // in which
	next *face       // the optima; nil of a witness, and where no goal follows
	kept *flow.State // Stage has its prices, as of when the face after it was told

	dirty map[int]bool // rows that are to be read again

	// Of the rows of next: a row with one pair keeps it until the prices of columns
	// have moved so far against each other; moved is how far they have, all changes
	// added up. Rows with several pairs have 0.
	until []int64
	moved int64
}

// Repair is what a change has led to.
type Repair struct {
	Result *Result
	// Cold is the first goal that was solved anew, and not repaired; the number
	// of goals if there is none. All goals after it were solved anew, too.
	Cold int
}

// Keep makes a state of a model and a result of it. It reads all pairs a few
// times for each stage. The model is not modified, and shares its stores with
// the state. The error is the context's, or that of flow.From: it then tells
// that the result is not one of the model.
func (m *Model) Keep(ctx context.Context, r *Result, opts Options) (*State, error) {
	if len(r.At) != m.Rows || len(r.Goals) != len(m.Goals) {
		return nil, fmt.Errorf("the result has another shape than the model: %d rows and %d goals, not %d and %d", len(r.At), len(r.Goals), m.Rows, len(m.Goals))
	}
	s := &State{m: m.apart(), opts: opts, result: r}
	if err := s.extend(ctx, r, 0); err != nil {
		return nil, err
	}
	return s, nil
}

// apart returns a model that can be changed without m.
func (m *Model) apart() *Model {
	out := *m
	out.Lo, out.Hi = slices.Clone(m.Lo), slices.Clone(m.Hi)
	out.Allowed = m.Allowed.clone()
	out.Goals = slices.Clone(m.Goals)
	for g := range out.Goals {
		if x, ok := out.Goals[g].Pairs.(*patched); ok {
			out.Goals[g].Pairs = x.clone()
		} else {
			out.Goals[g].Pairs = newPatched(out.Goals[g].Pairs)
		}
	}
	return &out
}

// canKeep reports whether goal g can be kept if all goals before it are kept.
func (m *Model) canKeep(r *Result, g int) bool {
	goal := &m.Goals[g]
	return goal.Kind != BottomSum && !goal.Loose && len(goal.Penalties) == 0 && r.Goals[g].Proven
}

// extend keeps the stages of a result from goal g on, those of goals before being
// kept.
func (s *State) extend(ctx context.Context, r *Result, g int) error {
	s.truncate(g)
	if s.m.firstSearched() < len(s.m.Goals) || r.Interrupted {
		return nil
	}
	for s.goals < len(s.m.Goals) && s.m.canKeep(r, s.goals) {
		s.goals++
	}
	open, last := s.open(), len(r.Stages)-1
	for last >= 0 && r.Stages[last].Witness {
		last--
	}
	for k := range r.Stages {
		stage := &r.Stages[k]
		if stage.Goal < g || stage.Goal >= s.goals {
			continue
		}
		x := &keptStage{Stage: *stage, goal: s.m.stageGoal(stage), face: open, dirty: map[int]bool{}}
		kept, err := flow.From(ctx, open.problem(x.goal), r.At, stage.Price, &flow.Options{Workers: s.opts.Workers})
		if err != nil {
			var stop *flow.Interrupted
			if errors.As(err, &stop) {
				err = stop.Cause
			}
			s.truncate(g)
			return err
		}
		x.kept, x.Price = kept, kept.Prices()
		s.stages = append(s.stages, x)
		if !stage.Witness && (s.goals < len(s.m.Goals) || k < last) {
			next := *open
			next.narrow(ctx, kept.Problem(), kept.Solution().At, x.Price, nil, s.opts.Workers)
			x.next, open = &next, &next
			x.until = make([]int64, s.m.Rows)
		}
	}
	if err := ctx.Err(); err != nil { // a face may not be narrowed
		s.truncate(g)
		return err
	}
	return nil
}

// truncate keeps the goals before g only.
func (s *State) truncate(g int) {
	s.goals = min(s.goals, g)
	for k, x := range s.stages {
		if x.Goal >= g {
			s.stages = s.stages[:k]
			break
		}
	}
}

// open returns the face that the kept goals leave open.
func (s *State) open() *face {
	for k := len(s.stages) - 1; k >= 0; k-- {
		if s.stages[k].next != nil {
			return s.stages[k].next
		}
	}
	return s.m.face()
}
