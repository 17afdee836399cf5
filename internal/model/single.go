package model

import (
	"context"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/assignment/lap"
	"github.com/mutasi-go/mutasi/internal/flow"
)

// singleLeast is the least number of columns for which the linear assignment
// kernel is worth its copy of the costs.
const singleLeast = 100

// single solves a problem in which every column holds at most one row, but for
// one column, the bench, that takes any number: a linear assignment problem.
// It reports false if the problem is not of that form, and then has done
// nothing. Two forms are:
//
//   - nobody may be on the bench, and no column must be filled that need not
//     be: rows are matched to columns;
//   - everybody may be on the bench, and every column must be filled: columns
//     are matched to rows, at the cost beyond that of the bench.
//
// Prices of the matching become prices of nodes with the sign reversed.
func single(ctx context.Context, p *flow.Problem, workers int) (*flow.Solution, bool, error) {
	bench, ok := singles(p)
	if !ok {
		return nil, false, nil
	}
	n, m := p.Rows, p.Columns-1
	must := 0
	for v := range p.Columns {
		must += int(p.Lo[v])
	}
	mayRest := 0
	var buffer flow.Buffer
	for i := range n { // of the form or not: before anything is copied
		if ctx.Err() != nil {
			return nil, true, interrupted(ctx, p)
		}
		columns, costs := p.Costs.Row(i, &buffer)
		if rests(columns, costs, bench) {
			mayRest++
		}
		if mayRest != 0 && mayRest != i+1 {
			return nil, false, nil
		}
	}
	switch {
	case mayRest == 0 && n <= m && (must == 0 || n == m):
	case mayRest == n && n >= m && must == m && int(p.Hi[bench]) >= n-m:
	default:
		return nil, false, nil
	}
	cost := make([]int32, n*m)
	for i := range n {
		if ctx.Err() != nil {
			return nil, true, interrupted(ctx, p)
		}
		columns, costs := p.Costs.Row(i, &buffer)
		row := cost[i*m : (i+1)*m]
		if columns != nil {
			for j := range row {
				row[j] = lap.Forbidden
			}
		}
		rest := int32(flow.Forbidden)
		for q, c := range costs {
			j := q
			if columns != nil {
				j = int(columns[q])
			}
			switch {
			case j == bench:
				rest = c
			case j > bench:
				row[j-1] = c
			default:
				row[j] = c
			}
		}
		if rest == flow.Forbidden {
			continue
		}
		for j, c := range row {
			if c != lap.Forbidden {
				row[j] = c - rest
			}
		}
	}
	s, err := lap.SolveInts(ctx, cost, n, m, &lap.Options{Workers: workers})
	if err != nil {
		if ctx.Err() != nil {
			return nil, true, interrupted(ctx, p)
		}
		return nil, false, nil // the flow kernel will name the conflict
	}
	out := fromMatching(p, s, bench)
	if n == m {
		// Every column is full and every row matched, so nothing has set where
		// the prices of columns start. As any load might fall, the least must
		// be that of a free seat; or, where all must be filled, so low that no
		// row would rather rest.
		start := int64(math.MaxInt64)
		if mayRest == 0 {
			for _, v := range s.ColumnPrice {
				start = min(start, -v)
			}
		} else {
			start = max(slices.Max(s.RowPrice), 0)
		}
		for j := range p.Columns {
			if j != bench {
				out.Price[j] -= start
			}
		}
	}
	return out, true, nil
}

// interrupted is the error of a context that has ended.
func interrupted(ctx context.Context, p *flow.Problem) error {
	return &flow.Interrupted{Price: make([]int64, len(p.Parent)), Cause: ctx.Err()}
}

// rests reports whether a row may take the bench.
func rests(columns, costs []int32, bench int) bool {
	if columns == nil {
		return costs[bench] != flow.Forbidden
	}
	_, ok := slices.BinarySearch(columns, int32(bench))
	return ok
}

// singles returns the bench of a problem whose other columns hold one row at
// most, and whose loads cost and limit nothing else.
func singles(p *flow.Problem) (bench int, ok bool) {
	bench = -1
	for v := range p.Parent {
		switch {
		case p.Marginal[v] != nil:
			return 0, false
		case v >= p.Columns: // a unit: it must not bind
			room := 0
			for c, q := range p.Parent {
				if int(q) == v {
					room += int(p.Hi[c])
				}
			}
			if p.Lo[v] > 0 || int(p.Hi[v]) < min(room, p.Rows) {
				return 0, false
			}
		case p.Hi[v] == 1:
		case bench < 0 && p.Lo[v] == 0 && p.Parent[v] < 0:
			bench = v
		default:
			return 0, false
		}
	}
	return bench, bench >= 0
}

func fromMatching(p *flow.Problem, s *lap.IntSolution, bench int) *flow.Solution {
	out := &flow.Solution{
		At: make([]int32, p.Rows), Load: make([]int32, len(p.Parent)), Price: make([]int64, len(p.Parent)),
	}
	for i, j := range s.ColumnOf {
		switch {
		case j < 0:
			j = bench
		case j >= bench:
			j++
		}
		out.At[i] = int32(j)
		out.Load[j]++
	}
	for j, price := range s.ColumnPrice {
		if j >= bench {
			j++
		}
		out.Price[j] = -price
	}
	var buffer flow.Buffer
	for i, j := range out.At {
		columns, costs := p.Costs.Row(i, &buffer)
		q := int(j)
		if columns != nil {
			q, _ = slices.BinarySearch(columns, j)
		}
		out.Cost += int64(costs[q])
	}
	for v, q := range p.Parent {
		if q >= 0 {
			out.Load[q] += out.Load[v]
		}
	}
	return out
}
