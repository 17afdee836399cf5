package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/internal/gen"
)

// chosen is a network whose rows have made their first choice.
func chosen(t testing.TB, p *Problem) *network {
	t.Helper()
	g := newNetwork(p, nil)
	s := &solver{ctx: context.Background(), opts: Options{Workers: 1, short: true}}
	if err := s.choose(g); err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *network) pairsListed() int {
	n := 0
	for _, list := range g.candidates {
		n += len(list)
	}
	return n
}

// TestBundlesOfWorkers: bundles hold what their definition says, in the order of
// rows, whatever the number of workers.
func TestBundlesOfWorkers(t *testing.T) {
	for _, f := range families {
		g := chosen(t, largeProblem(f, 3000, 20, false))
		want := make([][]entry, 20*20)
		for i, list := range g.candidates {
			for _, c := range list {
				if a := g.at[i]; a != c.column {
					k := int(a)*20 + int(c.column)
					want[k] = append(want[k], entry{c.cost - g.atCost[i], int32(i)})
				}
			}
		}
		for _, workers := range []int{0, 1, 2, 3, 7} {
			g.workers = workers
			b, err := newBundle(context.Background(), g, g.pairsListed())
			if err != nil {
				t.Fatal(err)
			}
			for k := range want {
				if !slices.Equal(b.list[k], want[k]) {
					t.Fatalf("%s, %d workers, bundle %d: %v, want %v", f.name, workers, k, b.list[k], want[k])
				}
				best := entry{absent, -1}
				for _, e := range want[k] {
					if e.before(best) {
						best = e
					}
				}
				if got := (entry{b.least[k], b.row[k]}); got != best {
					t.Fatalf("%s, %d workers, bundle %d: least %v, want %v", f.name, workers, k, got, best)
				}
			}
		}
		for look := range 3 {
			if _, err := newBundle(gen.EndsAt(look*2500), g, g.pairsListed()); !errors.Is(err, context.Canceled) {
				t.Fatalf("%s, after %d looks: %v", f.name, look*2500, err)
			}
		}
	}
}

func BenchmarkBundle(b *testing.B) {
	if testing.Short() {
		b.Skip("large")
	}
	g := chosen(b, largeProblem(families[0], 100_000, 500, false))
	listed := g.pairsListed()
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			g.workers = workers
			for b.Loop() {
				if _, err := newBundle(context.Background(), g, listed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
