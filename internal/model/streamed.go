package model

import (
	"context"
	"sync"

	"github.com/mutasi-go/mutasi/internal/points"
)

// FullPoints are the most points that a pair can have.
const FullPoints = points.Full

// Points are scores of pairs from 0 to FullPoints, which are computed and not
// stored. Several goroutines read them at once. Columns that have no points, such
// as the bench, come last.
type Points interface {
	// Row stores the points of a row in into, which has room for all columns.
	// Into is longer than that where the columns have no points.
	Row(row int, into []int32)
	At(row, column int) int32
}

// Scaled turns points into costs: Factor[column] · points / FullPoints, rounded
// half up, and less than the factor if the points are less than FullPoints. The sign
// is reversed if Negative.
//
// It is not rounded down: fits such as 1/2, that different standards come to by
// different sums, differ in the last of their points, and would differ in cost.
type Scaled struct {
	Points   Points
	Factor   []int32 // of each column that has points; at least 0
	Negative bool
}

// at returns the cost of a pair.
func (s *Scaled) at(row, column int) int32 {
	if column >= len(s.Factor) {
		return 0
	}
	return s.Of(column, s.Points.At(row, column))
}

// Of returns the cost of so many points at a column that has points.
func (s *Scaled) Of(column int, of int32) int32 {
	cost := points.Cost(s.Factor[column], of)
	if s.Negative {
		return -cost
	}
	return cost
}

// Row stores the costs of a row, which are 0 at columns without points, in into.
func (s *Scaled) Row(row int, into []int32) {
	s.Points.Row(row, into)
	points.Row(into, s.Factor, s.Negative)
	clear(into[len(s.Factor):])
}

// Streamed computes costs whenever they are read: a sum of scaled points, and of
// costs by class where Base is not nil. It is small, and reading a row takes about
// as long as reading one from a matrix that does not fit into the cache.
type Streamed struct {
	Rows, Columns int

	Parts []Scaled // at least one
	Base  *Classes

	rows sync.Pool // of *[]int32, for all parts but the first
}

// Row computes the row.
func (s *Streamed) Row(row int, buffer []int32) []int32 {
	buffer = buffer[:s.Columns]
	s.Parts[0].Row(row, buffer)
	for k := range s.Parts[1:] {
		s.add(row, &s.Parts[1+k], buffer)
	}
	if s.Base != nil {
		s.Base.addTo(row, buffer)
	}
	return buffer
}

// add adds the costs of a part to a row.
func (s *Streamed) add(row int, part *Scaled, to []int32) {
	costs, ok := s.rows.Get().(*[]int32)
	if !ok {
		fresh := make([]int32, s.Columns)
		costs = &fresh
	}
	part.Row(row, *costs)
	for j, x := range *costs {
		to[j] += x
	}
	s.rows.Put(costs)
}

// At computes the cost of a pair.
func (s *Streamed) At(row, column int) int32 {
	cost := int32(0)
	for k := range s.Parts {
		cost += s.Parts[k].at(row, column)
	}
	if s.Base != nil {
		cost += s.Base.At(row, column)
	}
	return cost
}

// Map stores the replaced costs in a matrix, and leaves s as it is.
func (s *Streamed) Map(ctx context.Context, to func(column int, cost int32) int32) (Mapper, error) {
	d := Dense{Columns: s.Columns, Cost: make([]int32, s.Rows*s.Columns)}
	for i := range s.Rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		row := s.Row(i, d.Row(i, nil))
		for j, x := range row {
			row[j] = to(j, x)
		}
	}
	return d, nil
}
