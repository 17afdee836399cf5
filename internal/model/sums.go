package model

import (
	"context"
	"math"
)

// This file has the lengths of displace.go where all goals are sums: up to four integers,
// which ranks.go replaces where goals count by levels.

// sumDisplacements is the graph of sums, with the distances to a node side by side.
type sumDisplacements struct {
	*displacementGraph[sums]
	toward []sums
	goals  []int
}

func (g *displacementGraph[T]) transposed() []T {
	t := make([]T, len(g.dist))
	for v := range g.nodes {
		for w := range g.nodes {
			t[w*g.nodes+v] = g.dist[v*g.nodes+w]
		}
	}
	return t
}

// losses are those of a row that is at own.
func (g sumDisplacements) losses(own int32, cost [][]int32, into []Loss) {
	toward := g.toward[int(own)*g.nodes:][:len(into)]
	for j := range into {
		x := &toward[j]
		into[j] = Loss{Possible: x[0] < endless/2, Goal: -1}
		for k, c := range cost {
			if amount := x[k] + int64(c[j]) - int64(c[own]); amount != 0 {
				into[j].Goal, into[j].Amount = g.goals[k], amount
				break
			}
		}
	}
	into[own] = Loss{Possible: true, Goal: -1}
}

// sums is a length where all goals are sums. Unused places are 0.
type sums [4]int64

// endless marks the length of no path. Lengths of paths are far below.
const endless = math.MaxInt64 / 4

func (x sums) plus(y sums) sums {
	for k := range x {
		x[k] += y[k]
	}
	return x
}

func (x sums) minus(y sums) sums {
	for k := range x {
		x[k] -= y[k]
	}
	return x
}

func (x sums) compare(y sums) int {
	for k := range x {
		switch {
		case x[k] < y[k]:
			return -1
		case x[k] > y[k]:
			return 1
		}
	}
	return 0
}

func (x sums) far() bool { return x[0] >= endless/2 }

// sumLengths makes sums.
type sumLengths struct{ *Displacement }

var _ lengths[sums] = sumLengths{}

func (s sumLengths) row(row int, buffers [][]int32, into []sums) {
	clear(into)
	for k, g := range s.goals {
		for j, c := range s.m.Goals[g].Pairs.Row(row, buffers[g]) {
			into[j][k] = int64(c)
		}
	}
}

func (s sumLengths) pair(cost []int64) sums {
	var x sums
	for k, g := range s.goals {
		x[k] = cost[g]
	}
	return x
}

func (s sumLengths) marginal(v int, n int32) (sums, bool) {
	var x sums
	for k, g := range s.goals {
		if c := s.m.Goals[g].Marginal[v]; c != nil {
			if int(n) > len(c) {
				return x, false
			}
			x[k] = c[n-1]
		}
	}
	return x, true
}

func (s sumLengths) first(x sums) (int, int64, int64) {
	for k, g := range s.goals {
		if x[k] != 0 {
			return g, x[k], 0
		}
	}
	return -1, 0, 0
}

func (sumLengths) infinite() sums { return sums{endless} }

// closeSums is Floyd & Warshall's closure (1962) over lists of numbers. A node on
// the way is taken at a time; the rows are independent of each other.
func closeSums(ctx context.Context, dist []sums, n, workers int) error {
	return closure(ctx, n, workers, func(k, from, to int) {
		via := dist[k*n : (k+1)*n]
		for i := from; i < to; i++ {
			first := dist[i*n+k]
			if i == k || first.far() {
				continue
			}
			row := dist[i*n : (i+1)*n][:len(via)]
			for j := range via {
				x, y := &row[j], &via[j]
				a := first[0] + y[0]
				if a > x[0] || y[0] >= endless/2 {
					continue
				}
				b, c, e := first[1]+y[1], first[2]+y[2], first[3]+y[3]
				if a < x[0] || b < x[1] || b == x[1] && (c < x[2] || c == x[2] && e < x[3]) {
					*x = sums{a, b, c, e}
				}
			}
		}
	})
}
