package assignment

import (
	"context"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/internal/model"
)

// counts stores the terms of a goal that are counts; all but its fits are.
func (c *instance) counts(goal *compiledGoal) *model.Classes {
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
	for class := range uint8(2) {
		byColumn := make([]int32, 2)
		for k, placed := range []bool{false, true} {
			value := 0.0
			for _, p := range goal.pairs {
				value += float64(p.weight * p.base(class == 1, placed))
			}
			byColumn[k] = goal.cost(value)
		}
		s.Cost = append(s.Cost, byColumn)
	}
	part, sum := make([]float64, len(r.positions)+1), make([]float64, len(r.positions)+1)
	var touched []int32
	for i := range r.employees {
		touched = touched[:0]
		for _, p := range goal.pairs {
			p.except(i, func(j int, _ float64) { touched = append(touched, int32(j)) })
		}
		slices.Sort(touched)
		touched = slices.Compact(touched)
		for _, j := range touched {
			sum[j] = 0
		}
		// The few columns that some part excepts are added up part by part, as the
		// definition does.
		for _, p := range goal.pairs {
			for _, j := range touched {
				part[j] = p.base(r.holds(i), int(j) != r.bench())
			}
			p.except(i, func(j int, x float64) { part[j] = x })
			for _, j := range touched {
				sum[j] += float64(p.weight * part[j])
			}
		}
		for _, j := range touched {
			s.Column = append(s.Column, j)
			s.Exception = append(s.Exception, goal.cost(sum[j]))
		}
		s.Start = append(s.Start, len(s.Column))
	}
	return s
}

// rowScratch is one worker's memory for the values of a row.
type rowScratch struct {
	roster  *roster
	pairs   []weighted
	fill    []func(row int, allowed []bool, into []float64) error // of each part
	allowed []bool
	part    []float64
	sum     []float64 // the values of the row at all columns, after row
	cost    []int32   // the costs of the row at all columns
	fit     []int32   // those of one fit
	definer *definer  // of a goal that is computed by definition
}

func newRowScratch(r *roster, pairs []weighted) *rowScratch {
	columns := r.bench() + 1
	s := &rowScratch{
		roster: r, pairs: pairs, fill: make([]func(int, []bool, []float64) error, len(pairs)),
		allowed: make([]bool, columns), part: make([]float64, columns), sum: make([]float64, columns),
		cost: make([]int32, columns), fit: make([]int32, columns),
	}
	for k, p := range pairs {
		if p.worker != nil {
			s.fill[k] = p.worker()
		}
	}
	return s
}

// row computes the values of a row at all columns, in s.sum: those of all parts
// but a goal's fits. Those of forbidden pairs mean nothing.
func (s *rowScratch) row(i int, allowed []bool) error {
	clear(s.sum)
	for k, p := range s.pairs {
		if p.base != nil {
			s.addCount(i, p)
			continue
		}
		s.part[s.roster.bench()] = 0
		if err := s.fill[k](i, allowed, s.part); err != nil {
			return err
		}
		for j, x := range s.part {
			s.sum[j] += float64(p.weight * x)
		}
	}
	return nil
}

// addCount adds a count to a row: its base everywhere, and where that does not
// apply its own value instead, to the sum as it was before.
func (s *rowScratch) addCount(i int, p weighted) {
	bench, incumbent := s.roster.bench(), s.roster.holds(i)
	p.except(i, func(j int, _ float64) { s.part[j] = s.sum[j] })
	placed := float64(p.weight * p.base(incumbent, true))
	for j := range bench {
		s.sum[j] += placed
	}
	s.sum[bench] += float64(p.weight * p.base(incumbent, false))
	p.except(i, func(j int, x float64) { s.sum[j] = s.part[j] + float64(p.weight*x) })
}

// eachRowOf calls use with the values of every row, several at a time.
func (c *instance) eachRowOf(ctx context.Context, goal *compiledGoal, workers int, use func(s *rowScratch, row int) error) error {
	newScratch := func() *rowScratch {
		s := newRowScratch(c.roster, goal.pairs)
		s.definer = c.newDefiner(goal)
		return s
	}
	return eachRow(ctx, workers, c.model.Rows, newScratch, func(s *rowScratch, i int) error {
		c.eligibility.allowed.Row(i, s.allowed)
		return use(s, i)
	})
}

// costRow computes the costs of a row at all columns, in s.cost. Those of
// forbidden pairs mean nothing. Values are those of the row if they are known.
func (c *instance) costRow(goal *compiledGoal, s *rowScratch, i int, known bool) error {
	if c.settings.byDefinition {
		return s.definer.costs(i, s.allowed, s.cost)
	}
	if !known {
		if err := s.row(i, s.allowed); err != nil {
			return err
		}
	}
	to := goal.scale()
	for j, x := range s.sum {
		s.cost[j] = to.cost(x)
	}
	for k := range goal.fits {
		if err := c.fitRow(&goal.fits[k], i, s.allowed, s.fit); err != nil {
			return err
		}
		for j, x := range s.fit {
			s.cost[j] += x
		}
	}
	return nil
}

// sparseShare decides how the costs of a goal are stored: as a list where fewer
// than one pair in sparseShare is allowed, and else as a matrix.
const sparseShare = 8

// grid says where the value of a pair is stored: in a matrix, or in a list of
// the allowed pairs.
type grid struct {
	columns int
	start   []int // nil: a matrix
	column  []int32
	size    int
}

func (c *instance) newGrid() grid {
	g := grid{columns: c.model.Columns, size: c.model.Rows * c.model.Columns}
	if g.start, g.column = c.eligibility.allowed.List(c.model.Rows, sparseShare); g.start != nil {
		g.size = len(g.column)
	}
	return g
}

// each calls store with the index and the column of every allowed pair of a row.
func (g *grid) each(row int, allowed []bool, store func(index, column int)) {
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
func (c *instance) values(ctx context.Context, goal *compiledGoal, g *grid, workers int) ([]float64, float64, error) {
	all := make([]float64, g.size)
	err := c.eachRowOf(ctx, goal, workers, func(s *rowScratch, i int) error {
		if err := s.row(i, s.allowed); err != nil {
			return err
		}
		g.each(i, s.allowed, func(index, j int) { all[index] = s.sum[j] })
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	largest := 0.0
	for k, x := range all {
		if k%lookAfter == 0 && ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		largest = max(largest, math.Abs(x))
	}
	return all, largest, nil
}

// lookAfter is how many values are gone through between two looks at the context.
const lookAfter = 1 << 16

// store computes the costs of all pairs of a goal, from the values of the parts
// that have no points if they are given.
func (c *instance) store(ctx context.Context, goal *compiledGoal, g *grid, values []float64, workers int) (model.Mapper, error) {
	cost := make([]int32, g.size)
	err := c.eachRowOf(ctx, goal, workers, func(s *rowScratch, i int) error {
		if values != nil {
			g.each(i, s.allowed, func(index, j int) { s.sum[j] = values[index] })
		}
		if err := c.costRow(goal, s, i, values != nil); err != nil {
			return err
		}
		g.each(i, s.allowed, func(index, j int) { cost[index] = s.cost[j] })
		return nil
	})
	if err != nil {
		return nil, err
	}
	if g.start != nil {
		return &model.Sparse{Columns: g.columns, Start: g.start, Column: g.column, Cost: cost}, nil
	}
	return model.Dense{Columns: g.columns, Cost: cost}, nil
}

// streamed is the store of a goal of fits and counts, which computes its costs
// whenever they are read.
func (c *instance) streamed(goal *compiledGoal) model.Mapper {
	s := &model.Streamed{Rows: c.model.Rows, Columns: c.model.Columns}
	for k := range goal.fits {
		s.Parts = append(s.Parts, goal.fits[k].scaled)
	}
	if len(goal.pairs) > 0 {
		s.Base = c.counts(goal)
	}
	return s
}
