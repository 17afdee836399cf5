package assignment

import (
	"context"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/model"
)

// classes stores a goal that counts.
func (c *compiled) classes(goal *compiledGoal) model.Store {
	r := c.roster
	s := &model.Classes{
		RowClass:    make([]uint8, len(r.employees)),
		ColumnClass: make([]uint8, len(r.positions)+1),
		Start:       make([]int, 1, len(r.employees)+1),
	}
	for i := range s.RowClass {
		if r.holds(i) {
			s.RowClass[i] = 1
		}
	}
	for j := range r.positions {
		s.ColumnClass[j] = 1
	}
	base := func(class uint8, placed bool) float64 {
		sum := 0.0
		for _, p := range goal.pairs {
			sum += float64(p.weight * p.base(class == 1, placed))
		}
		return sum
	}
	for class := range uint8(2) {
		s.Cost = append(s.Cost, []int32{goal.cost(base(class, false)), goal.cost(base(class, true))})
	}
	values := make([]float64, len(r.positions)+1)
	var touched []int32
	for i := range r.employees {
		// The few columns that some part excepts start from the base and take
		// each part's own value instead.
		touched = touched[:0]
		class := s.RowClass[i]
		for _, p := range goal.pairs {
			p.except(i, func(j int, _ float64) { touched = append(touched, int32(j)) })
		}
		slices.Sort(touched)
		touched = slices.Compact(touched)
		for _, j := range touched {
			values[j] = base(class, true)
		}
		for _, p := range goal.pairs {
			p.except(i, func(j int, x float64) {
				values[j] += float64(p.weight * (x - p.base(class == 1, true)))
			})
		}
		for _, j := range touched {
			s.Column = append(s.Column, j)
			s.Exception = append(s.Exception, goal.cost(values[j]))
		}
		s.Start = append(s.Start, len(s.Column))
	}
	return s
}

// rowScratch is one worker's memory for the values of a row.
type rowScratch struct {
	allowed []bool
	part    []float64
	sum     []float64
	fill    []func(row int, allowed []bool, into []float64) error // of each part
}

func (g *compiledGoal) scratch(r *roster) *rowScratch {
	columns := r.bench() + 1
	s := &rowScratch{
		allowed: make([]bool, columns), part: make([]float64, columns-1), sum: make([]float64, columns),
		fill: make([]func(int, []bool, []float64) error, len(g.pairs)),
	}
	for k, p := range g.pairs {
		if p.worker != nil {
			s.fill[k] = p.worker()
		}
	}
	return s
}

// row computes the values of a goal's row at all columns, in s.sum; those of
// forbidden pairs mean nothing.
func (g *compiledGoal) row(r *roster, s *rowScratch, i int, allowed []bool) error {
	clear(s.sum)
	bench := r.bench()
	for k, p := range g.pairs {
		if p.base != nil {
			incumbent := r.holds(i)
			placed := float64(p.weight * p.base(incumbent, true))
			for j := range bench {
				s.sum[j] += placed
			}
			s.sum[bench] += float64(p.weight * p.base(incumbent, false))
			p.except(i, func(j int, x float64) {
				s.sum[j] += float64(p.weight * (x - p.base(incumbent, true)))
			})
			continue
		}
		if err := s.fill[k](i, allowed, s.part); err != nil {
			return err
		}
		for j, x := range s.part {
			s.sum[j] += float64(p.weight * x)
		}
	}
	return nil
}

// eachRowOf computes the values of all rows, several at a time.
func (c *compiled) eachRowOf(ctx context.Context, goal *compiledGoal, workers int, use func(s *rowScratch, row int)) error {
	newScratch := func() *rowScratch { return goal.scratch(c.roster) }
	return eachRow(ctx, workers, c.model.Rows, newScratch, func(s *rowScratch, i int) error {
		c.eligibility.allowed.Row(i, s.allowed)
		if err := goal.row(c.roster, s, i, s.allowed); err != nil {
			return err
		}
		use(s, i)
		return nil
	})
}

// sparseShare decides how a goal's costs are stored: as a list where fewer
// than one pair in so many is allowed, else as a matrix.
const sparseShare = 8

// grid says where the value of a pair is stored: in a matrix, or in a list of
// the allowed pairs.
type grid struct {
	columns int
	start   []int // nil: a matrix
	column  []int32
	size    int
}

func (c *compiled) newGrid() grid {
	g := grid{columns: c.model.Columns, size: c.model.Rows * c.model.Columns}
	if g.start, g.column = c.eligibility.allowed.List(c.model.Rows, sparseShare); g.start != nil {
		g.size = len(g.column)
	}
	return g
}

// each calls store with the place of every allowed pair of a row.
func (g *grid) each(row int, allowed []bool, store func(place, column int)) {
	if g.start != nil {
		for k := g.start[row]; k < g.start[row+1]; k++ {
			store(k, int(g.column[k]))
		}
		return
	}
	for j, ok := range allowed {
		if ok {
			store(row*g.columns+j, j)
		}
	}
}

// values computes all values of a goal whose size is not known in advance, and
// the largest of them.
func (c *compiled) values(ctx context.Context, goal *compiledGoal, g *grid, workers int) ([]float64, float64, error) {
	all := make([]float64, g.size)
	err := c.eachRowOf(ctx, goal, workers, func(s *rowScratch, i int) {
		g.each(i, s.allowed, func(place, j int) { all[place] = s.sum[j] })
	})
	largest := 0.0
	for _, x := range all {
		largest = max(largest, math.Abs(x))
	}
	return all, largest, err
}

// store rounds the costs of all pairs of a goal, from values if given.
func (c *compiled) store(ctx context.Context, goal *compiledGoal, g *grid, values []float64, workers int) (model.Store, error) {
	cost := make([]int32, g.size)
	if values != nil {
		for k, x := range values {
			cost[k] = goal.cost(x)
		}
	} else if err := c.eachRowOf(ctx, goal, workers, func(s *rowScratch, i int) {
		g.each(i, s.allowed, func(place, j int) { cost[place] = goal.cost(s.sum[j]) })
	}); err != nil {
		return nil, err
	}
	if g.start != nil {
		return &model.Sparse{Columns: g.columns, Start: g.start, Column: g.column, Cost: cost}, nil
	}
	return model.Dense{Columns: g.columns, Cost: cost}, nil
}
