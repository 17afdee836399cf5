package model

import (
	"context"
	"fmt"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// Ranked returns the residual graph of a result under all its goals, whatever
// solved them: its distances tell the regret of every placement in every goal, and
// its paths who makes room. Workers read the pairs in parallel; 0 means 1.
//
// That is exact where all goals are sums that nothing else limits; the error names
// the first goal of another kind, which takes a solve for each question. It also is
// the context's, or tells that the result is not proven.
func (m *Model) Ranked(ctx context.Context, r *Result, workers int) (*flow.Residual, error) {
	if len(m.Limits) > 0 {
		return nil, fmt.Errorf("the model has limits: no path tells how plans differ")
	}
	if len(m.Goals) == 0 || len(r.Stages) != len(m.Goals) {
		return nil, fmt.Errorf("the result has %d stages for %d goals, and each needs one", len(r.Stages), len(m.Goals))
	}
	var goals []flow.Priced
	for g := range m.Goals {
		goal, stage := &m.Goals[g], &r.Stages[g]
		if goal.Kind != Sum || goal.Loose || len(goal.Penalties) > 0 || stage.Goal != g || stage.Witness {
			return nil, fmt.Errorf("goal %d is not a plain sum: no path tells how plans differ", g)
		}
		goals = append(goals, flow.Priced{
			Costs: facePairs{m.Columns, m.Allowed, goal.Pairs}, Marginal: goal.Marginal, Price: stage.Price,
		})
	}
	return flow.NewRanked(ctx, m.face().problem(&m.Goals[0]), r.At, goals, workers)
}
