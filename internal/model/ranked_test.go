package model

import (
	"context"
	"testing"

	"github.com/mutasi-go/mutasi/internal/flow"
	"pgregory.net/rapid"
)

// TestRankedRegretsLikeForcedSolves: a placement costs in all goals what a solve
// says that has to make it.
func TestRankedRegretsLikeForcedSolves(t *testing.T) {
	ranked, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawSmall(t)
		r, err := s.Solve(context.Background(), nil, Options{})
		if err != nil {
			t.Skip("nothing is admitted")
		}
		graph, err := s.Ranked(context.Background(), r, 2)
		if err != nil {
			refused++
			return
		}
		ranked++
		d, err := graph.Distances(context.Background(), 2)
		if err != nil {
			t.Fatal(err)
		}
		i := rapid.IntRange(0, s.Rows-1).Draw(t, "row")
		j := rapid.IntRange(0, s.Columns-1).Draw(t, "column")
		var o Overlay
		for other := range s.Columns {
			if other != j {
				o.Forbid = append(o.Forbid, Pair{i, other})
			}
		}
		m, err := s.With(o)
		if err != nil {
			t.Fatal(err)
		}
		forced, err := m.Solve(context.Background(), nil, Options{})
		for g := range s.Goals {
			want := int64(flow.Unreachable)
			if err == nil {
				want = forced.Goals[g].Cost - r.Goals[g].Cost
			}
			if got := d.Regrets(g, i, &flow.Buffer{}, nil)[j]; got != want {
				t.Fatalf("row %d at column %d, goal %d: regret %d, a solve says %d", i, j, g, got, want)
			}
		}
	})
	if ranked == 0 || refused == 0 {
		t.Errorf("%d results ranked and %d refused: the test does not show both", ranked, refused)
	}
}
