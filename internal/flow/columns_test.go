package flow

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/internal/gen"
	"pgregory.net/rapid"
)

// forced returns the least cost of an assignment that has a row at each column.
func forced(p *Problem) [][]int64 {
	best := make([][]int64, p.Rows)
	for i := range best {
		best[i] = slices.Repeat([]int64{Unreachable}, p.Columns)
	}
	enumerate(p, func(at, _ []int32, cost int64) {
		for i, a := range at {
			best[i][a] = min(best[i][a], cost)
		}
	})
	return best
}

func costOf(p *Problem, at []int32) int64 {
	d := denseOf(p)
	load := make([]int32, len(p.Parent))
	cost := int64(0)
	for i, a := range at {
		if d.Cost[i*p.Columns+int(a)] == Forbidden {
			return Unreachable
		}
		cost += int64(d.Cost[i*p.Columns+int(a)])
		for v := a; v >= 0; v = p.Parent[v] {
			load[v]++
		}
	}
	for v, k := range load {
		if k < p.Lo[v] || k > p.Hi[v] {
			return Unreachable
		}
		if p.Marginal[v] != nil {
			for _, c := range p.Marginal[v][:k] {
				cost += c
			}
		}
	}
	return cost
}

func regretsLikeForcedSolves(t *rapid.T) {
	p := smallProblem(t)
	k := keepOf(t, p, nil)
	if k == nil {
		return
	}
	if rapid.Bool().Draw(t, "changed") {
		k.change(t, 20)
	}
	s := k.st.Solution()
	r, err := NewResidual(context.Background(), k.p, s.At, s.Price, rapid.IntRange(0, 3).Draw(t, "workers"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := r.Distances(context.Background(), rapid.IntRange(0, 3).Draw(t, "workers"))
	if err != nil {
		t.Fatal(err)
	}
	ofState, err := k.st.Distances(context.Background())
	if err != nil || !slices.Equal(ofState.length, d.length) || !slices.Equal(ofState.via, d.via) {
		t.Fatalf("the distances of the state differ (%v)", err)
	}
	if rapid.Bool().Draw(t, "sparse") {
		k.p.Costs = sparseOf(k.p.Costs.(Dense), k.p.Rows)
	}
	var buffer Buffer
	var regrets []int64
	for i, best := range forced(k.p) {
		regrets = d.Regrets(i, &buffer, regrets)
		for j, cost := range best {
			want := int64(Unreachable)
			if cost != Unreachable {
				want = cost - s.Cost
			}
			if regrets[j] != want {
				t.Fatalf("row %d at column %d: regret %d, forced solves say %d", i, j, regrets[j], want)
			}
			if want == Unreachable {
				continue
			}
			// The row and the path together are an assignment of that cost.
			at := slices.Clone(s.At)
			at[i] = int32(j)
			for _, h := range d.Path(j, int(s.At[i]), nil) {
				if h.Row >= 0 {
					if at[h.Row] != h.From {
						t.Fatalf("row %d is at %d, and leaves %d", h.Row, at[h.Row], h.From)
					}
					at[h.Row] = h.To
				}
			}
			if x := costOf(k.p, at); x != cost {
				t.Fatalf("row %d at column %d: the path leads to cost %d, not %d", i, j, x, cost)
			}
		}
	}
	seatsAreWorth(t, k.p, s, d)
}

// seatsAreWorth holds the distances against solves in which a full node has one
// seat more or fewer.
func seatsAreWorth(t *rapid.T, p *Problem, s *Solution, d *Distances) {
	for v, load := range s.Load {
		if load != p.Hi[v] {
			continue
		}
		up := len(p.Parent)
		if q := p.Parent[v]; q >= 0 {
			up = int(q)
		}
		with := func(hi int32) int64 {
			q := *p
			q.Hi = slices.Clone(q.Hi)
			q.Hi[v] = hi
			x, err := Solve(context.Background(), &q, nil)
			if err != nil {
				return Unreachable
			}
			return x.Cost - s.Cost
		}
		if p.Marginal[v] == nil {
			more := int64(0)
			if x := d.Cost(up, v); x < 0 {
				more = x
			}
			if x := with(load + 1); x != more {
				t.Fatalf("one seat more at node %d: %d, a solve says %d", v, more, x)
			}
		}
		if load > p.Lo[v] {
			fewer := d.Cost(v, up)
			if fewer != Unreachable {
				fewer -= p.marginal(v, load)
			}
			if x := with(load - 1); x != fewer {
				t.Fatalf("one seat fewer at node %d: %d, a solve says %d", v, fewer, x)
			}
		}
	}
}

func TestRegretsLikeForcedSolves(t *testing.T) { rapid.Check(t, regretsLikeForcedSolves) }
func FuzzRegrets(f *testing.F)                 { f.Fuzz(rapid.MakeFuzz(regretsLikeForcedSolves)) }

func TestResidualRefusesWhatIsNotProven(t *testing.T) {
	p := largeProblem(families[0], 300, 20, true)
	s, err := Solve(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	at := func(change func(at []int32)) []int32 {
		out := slices.Clone(s.At)
		change(out)
		return out
	}
	wrong := slices.Clone(s.Price)
	wrong[s.At[0]] += 1 << 40
	swapped := 1
	for s.At[swapped] == s.At[0] {
		swapped++
	}
	for name, x := range map[string]struct {
		at    []int32
		price []int64
	}{
		"a wrong price":           {s.At, wrong},
		"a price too few":         {s.At, s.Price[1:]},
		"a row too few":           {s.At[1:], s.Price},
		"a swap":                  {at(func(at []int32) { at[0], at[swapped] = at[swapped], at[0] }), s.Price},
		"no column":               {at(func(at []int32) { at[7] = -1 }), s.Price},
		"a load beyond a ceiling": {at(func(at []int32) { copy(at, slices.Repeat([]int32{3}, 300)) }), s.Price},
	} {
		if _, err := NewResidual(context.Background(), p, x.at, x.price, 2); err == nil {
			t.Errorf("%s is not noticed", name)
		}
	}
}

func TestResidualEndsWithItsContext(t *testing.T) {
	p := largeProblem(families[0], 60, 8, true)
	st, err := Keep(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	for look := 0; ; look++ {
		_, err := st.Distances(gen.EndsAt(look))
		if err == nil {
			if look < p.Rows {
				t.Fatalf("the context was looked at %d times", look)
			}
			return
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
}
