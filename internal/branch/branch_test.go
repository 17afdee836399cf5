package branch

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// drawSmall draws a problem that enumeration can answer: a tree with a unit
// over the first columns, floors, ceilings, convex nodes, forbidden pairs, and
// up to three side rows of both kinds.
func drawSmall(t *rapid.T) *Problem {
	rows, columns := rapid.IntRange(1, 6).Draw(t, "rows"), rapid.IntRange(1, 4).Draw(t, "columns")
	p := &flow.Problem{Rows: rows, Columns: columns}
	for range columns {
		p.Parent = append(p.Parent, -1)
	}
	if columns > 1 && rapid.Bool().Draw(t, "unit") {
		under := rapid.IntRange(1, columns).Draw(t, "under")
		for j := range under {
			p.Parent[j] = int32(columns)
		}
		p.Parent = append(p.Parent, -1)
	}
	for v := range p.Parent {
		hi := rapid.IntRange(0, rows).Draw(t, fmt.Sprint("hi", v))
		lo := 0
		if rapid.IntRange(0, 3).Draw(t, "floor") == 0 {
			lo = rapid.IntRange(0, min(hi, 2)).Draw(t, fmt.Sprint("lo", v))
		}
		if rapid.IntRange(0, 2).Draw(t, "wide") > 0 {
			hi = rows
		}
		p.Lo, p.Hi = append(p.Lo, int32(lo)), append(p.Hi, int32(hi))
		p.Marginal = append(p.Marginal, drawMarginal(t, hi, fmt.Sprint("marginal", v)))
	}
	cost := make([]int32, rows*columns)
	most := rapid.SampledFrom([]int32{3, 50, flow.MaxCost}).Draw(t, "most")
	for k := range cost {
		cost[k] = rapid.Int32Range(-most, most).Draw(t, "cost")
		if rapid.IntRange(0, 9).Draw(t, "absent") == 0 {
			cost[k] = flow.Forbidden
		}
	}
	p.Costs = flow.Dense{Columns: columns, Cost: cost}
	out := &Problem{Flow: p}
	for range rapid.IntRange(0, 3).Draw(t, "sides") {
		out.Sides = append(out.Sides, drawSide(t, p))
	}
	joints := rapid.IntRange(0, 2).Draw(t, "joints")
	for range joints {
		out.Joints = append(out.Joints, Joint{Limit: rapid.Int64Range(-5, 60).Draw(t, "joint limit")})
	}
	for k := range out.Sides {
		if j := rapid.IntRange(0, joints).Draw(t, "joint"); j > 0 {
			out.Joints[j-1].Sides = append(out.Joints[j-1].Sides, k)
		}
		if rapid.Bool().Draw(t, "charged") {
			steep, target := rapid.Int64Range(0, 3).Draw(t, "charge"), rapid.Int64Range(-2, 12).Draw(t, "least charge")
			out.Sides[k].Charge = func(y int64) int64 { return steep*(y-target)*(y-target) - 9 }
		}
	}
	return out
}

func drawMarginal(t *rapid.T, length int, label string) []int64 {
	if rapid.IntRange(0, 2).Draw(t, label+"?") > 0 {
		return nil
	}
	m := make([]int64, length)
	before := rapid.Int64Range(-5, 5).Draw(t, label)
	for k := range m {
		m[k] = before
		before += rapid.Int64Range(0, 4).Draw(t, label)
	}
	return m
}

func drawSide(t *rapid.T, p *flow.Problem) Side {
	s := Side{Limit: rapid.Int64Range(-3, 20).Draw(t, "limit")}
	low := int32(-3)
	if rapid.Bool().Draw(t, "convex") {
		low = -1
		s.Limit = rapid.Int64Range(0, 25).Draw(t, "top")
		steep, target := rapid.Int64Range(0, 9).Draw(t, "steep"), rapid.Int64Range(0, 12).Draw(t, "target")
		s.Penalty = func(y int64) int64 { return steep*(y-target)*(y-target) - 7 }
	}
	coef := make([]int32, p.Rows*p.Columns)
	kind := rapid.IntRange(0, 3).Draw(t, "kind")
	same := rapid.Int32Range(1, 4).Draw(t, "same")
	size := make([]int32, p.Rows)
	for i := range size {
		size[i] = rapid.Int32Range(0, 6).Draw(t, "size")
	}
	for i := range p.Rows {
		for j := range p.Columns {
			k := i*p.Columns + j
			switch kind {
			case 0: // arbitrary
				coef[k] = rapid.Int32Range(low, 6).Draw(t, "coef")
			case 1: // the size of the row in some columns
				if j < (p.Columns+1)/2 {
					coef[k] = size[i]
				}
			case 2: // a count
				if j == p.Columns-1 {
					coef[k] = same
				}
			case 3: // a move
				if i%p.Columns != j {
					coef[k] = 1
				}
			}
		}
	}
	s.Pairs = flow.Dense{Columns: p.Columns, Cost: coef}
	if rapid.IntRange(0, 3).Draw(t, "with marginals") == 0 {
		s.Marginal = make([][]int64, len(p.Parent))
		for v := range s.Marginal {
			s.Marginal[v] = drawMarginal(t, int(p.Hi[v]), "side marginal")
		}
	}
	return s
}

// price recomputes an assignment from the problem alone.
func price(p *Problem, at []int32) (cost int64, side []int64, flowOK, ok bool) {
	load := make([]int32, len(p.Flow.Parent))
	var buffer flow.Buffer
	for i, j := range at {
		columns, costs := p.Flow.Costs.Row(i, &buffer)
		found := false
		for q, c := range costs {
			if (columns == nil && int32(q) == j || columns != nil && columns[q] == j) && c != flow.Forbidden {
				cost += int64(c)
				found = true
			}
		}
		if !found {
			return 0, nil, false, false
		}
		for v := j; v >= 0; v = p.Flow.Parent[v] {
			load[v]++
		}
	}
	for v, k := range load {
		if k < p.Flow.Lo[v] || k > p.Flow.Hi[v] {
			return 0, nil, false, false
		}
		if m := p.Flow.Marginal[v]; m != nil {
			for _, c := range m[:k] {
				cost += c
			}
		}
	}
	side = p.sideValues(at, load)
	for k, s := range p.Sides {
		if side[k] > s.Limit || s.Penalty != nil && side[k] < 0 {
			return 0, side, true, false
		}
		if s.Penalty != nil {
			cost += s.Penalty(side[k])
		}
	}
	for _, j := range p.Joints {
		sum := int64(0)
		for _, k := range j.Sides {
			if charge := p.Sides[k].Charge; charge != nil {
				sum += charge(side[k])
			} else {
				sum += side[k]
			}
		}
		if sum > j.Limit {
			return 0, side, true, false
		}
	}
	return cost, side, true, true
}

// enumerate returns the optimum over all assignments.
func enumerate(p *Problem) (best int64, flowOK, ok bool) {
	at := make([]int32, p.Flow.Rows)
	var visit func(i int)
	visit = func(i int) {
		if i == len(at) {
			cost, _, f, o := price(p, at)
			flowOK = flowOK || f
			if o && (!ok || cost < best) {
				best, ok = cost, true
			}
			return
		}
		for j := range p.Flow.Columns {
			at[i] = int32(j)
			visit(i + 1)
		}
	}
	visit(0)
	return best, flowOK, ok
}

func verify(t interface{ Fatalf(string, ...any) }, p *Problem, r *Result) {
	cost, side, _, ok := price(p, r.At)
	if !ok || cost != r.Cost || !cmp.Equal(side, r.Side) {
		t.Fatalf("assignment %v: cost %d, sides %v, feasible %v; reported %d, %v", r.At, cost, side, ok, r.Cost, r.Side)
	}
	if r.Bound > r.Cost || r.Optimal != (r.Bound == r.Cost) {
		t.Fatalf("bound %d, cost %d, optimal %v", r.Bound, r.Cost, r.Optimal)
	}
}

func solveLikeEnumeration(t *rapid.T) {
	p := drawSmall(t)
	best, flowOK, ok := enumerate(p)
	opts := &Options{Workers: rapid.IntRange(1, 2).Draw(t, "workers"), branchOnly: rapid.Bool().Draw(t, "branch only")}
	r, err := Solve(context.Background(), p, opts)
	var over *OverBudget
	var cut *flow.Infeasible
	switch {
	case !flowOK:
		if !errors.As(err, &cut) {
			t.Fatalf("want flow.Infeasible, got %v, %v", r, err)
		}
		return
	case !ok:
		if !errors.As(err, &over) || len(over.Sides) == 0 && len(p.Sides) > 0 {
			t.Fatalf("want OverBudget, got %v, %v", r, err)
		}
		return
	case err != nil:
		t.Fatalf("feasible at %d: %v", best, err)
	}
	verify(t, p, r)
	if r.Cost != best || !r.Optimal {
		t.Fatalf("cost %d, bound %d, enumeration finds %d", r.Cost, r.Bound, best)
	}
	// A run that ends early keeps a valid bound.
	limit := rapid.IntRange(1, 4).Draw(t, "nodes")
	r, err = Solve(context.Background(), p, &Options{MaxNodes: limit, branchOnly: opts.branchOnly})
	var nothing *NothingFound
	if errors.As(err, &nothing) {
		if nothing.Bound > best {
			t.Fatalf("bound %d above the optimum %d", nothing.Bound, best)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	verify(t, p, r)
	if r.Bound > best || r.Nodes > limit {
		t.Fatalf("bound %d, optimum %d, %d nodes of %d", r.Bound, best, r.Nodes, limit)
	}
}

func TestSolveLikeEnumeration(t *testing.T) { rapid.Check(t, solveLikeEnumeration) }

func FuzzSolve(f *testing.F) { f.Fuzz(rapid.MakeFuzz(solveLikeEnumeration)) }
