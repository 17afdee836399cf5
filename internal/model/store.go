package model

import (
	"context"
	"slices"

	"github.com/mutasi-go/mutasi/internal/flow"
)

// Store holds the cost of every pair in one goal, in 32 bits.
type Store interface {
	// Row returns the costs of a row at all columns. It may use buffer, which
	// has room for them, or return its own memory, which is not modified.
	Row(row int, buffer []int32) []int32
	At(row, column int) int32
}

// Mapper is a Store whose costs can be replaced all at once.
type Mapper interface {
	Store
	// Map replaces the cost of every pair by to, and may do so in place. Column is
	// that of the pair, or of one that has the same costs by its class. The error is
	// that of the context; the costs are lost then.
	Map(ctx context.Context, to func(column int, cost int32) int32) (Mapper, error)
}

// Dense is a row-major matrix.
type Dense struct {
	Columns int
	Cost    []int32
}

// Row returns the row in place.
func (d Dense) Row(row int, _ []int32) []int32 {
	return d.Cost[row*d.Columns : (row+1)*d.Columns : (row+1)*d.Columns]
}

// At returns the cost of a pair.
func (d Dense) At(row, column int) int32 { return d.Cost[row*d.Columns+column] }

// Map replaces the costs in place.
func (d Dense) Map(ctx context.Context, to func(column int, cost int32) int32) (Mapper, error) {
	for rest := d.Cost; len(rest) > 0; rest = rest[d.Columns:] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		row := rest[:d.Columns]
		for j, x := range row {
			row[j] = to(j, x)
		}
	}
	return d, nil
}

// Sparse lists the pairs that are allowed, in compressed rows. Other pairs
// have no cost that the list knows.
type Sparse struct {
	Columns int
	Start   []int   // of each row in Column and Cost, and the end of the last
	Column  []int32 // ascending within a row
	Cost    []int32
}

// Row computes the row, with 0 where there is no cost.
func (s *Sparse) Row(row int, buffer []int32) []int32 {
	buffer = buffer[:s.Columns]
	clear(buffer)
	for k := s.Start[row]; k < s.Start[row+1]; k++ {
		buffer[s.Column[k]] = s.Cost[k]
	}
	return buffer
}

// At returns the cost of an allowed pair, and flow.Forbidden for any other: the
// list does not know its cost.
func (s *Sparse) At(row, column int) int32 {
	from := s.Start[row]
	if k, ok := slices.BinarySearch(s.Column[from:s.Start[row+1]], int32(column)); ok {
		return s.Cost[from+k]
	}
	return flow.Forbidden
}

// Map replaces the costs in place.
func (s *Sparse) Map(ctx context.Context, to func(column int, cost int32) int32) (Mapper, error) {
	for i, end := range s.Start[1:] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for k := s.Start[i]; k < end; k++ {
			s.Cost[k] = to(int(s.Column[k]), s.Cost[k])
		}
	}
	return s, nil
}

// Classes holds costs that depend on the class of the row and the class of the
// column only, but for listed exceptions. Goals that count take this form.
type Classes struct {
	RowClass, ColumnClass []uint8
	Cost                  [][]int32 // by row class and column class
	Start                 []int     // of each row's exceptions, and the end of the last
	Column, Exception     []int32
}

// Row computes the row.
func (c *Classes) Row(row int, buffer []int32) []int32 {
	buffer = buffer[:len(c.ColumnClass)]
	byClass := c.Cost[c.RowClass[row]]
	for j, class := range c.ColumnClass {
		buffer[j] = byClass[class]
	}
	for k := c.Start[row]; k < c.Start[row+1]; k++ {
		buffer[c.Column[k]] = c.Exception[k]
	}
	return buffer
}

// addTo adds the costs of a row to others.
func (c *Classes) addTo(row int, costs []int32) {
	byClass := c.Cost[c.RowClass[row]]
	for j, class := range c.ColumnClass {
		costs[j] += byClass[class]
	}
	for k := c.Start[row]; k < c.Start[row+1]; k++ {
		j := c.Column[k]
		costs[j] += c.Exception[k] - byClass[c.ColumnClass[j]]
	}
}

// At returns the cost of a pair.
func (c *Classes) At(row, column int) int32 {
	for k := c.Start[row]; k < c.Start[row+1]; k++ {
		if int(c.Column[k]) == column {
			return c.Exception[k]
		}
	}
	return c.Cost[c.RowClass[row]][c.ColumnClass[column]]
}

// Map replaces the costs in place.
func (c *Classes) Map(_ context.Context, to func(column int, cost int32) int32) (Mapper, error) {
	for class := range c.Cost[0] {
		column := slices.Index(c.ColumnClass, uint8(class))
		for _, byColumn := range c.Cost {
			if column >= 0 {
				byColumn[class] = to(column, byColumn[class])
			}
		}
	}
	for k, x := range c.Exception {
		c.Exception[k] = to(int(c.Column[k]), x)
	}
	return c, nil
}

// Sizes gives every row its size at some columns, and 0 at others.
type Sizes struct {
	Size   []int32
	Counts []bool // of each column
}

// Row computes the row.
func (s Sizes) Row(row int, buffer []int32) []int32 {
	buffer = buffer[:len(s.Counts)]
	for j := range buffer {
		buffer[j] = s.At(row, j)
	}
	return buffer
}

// At returns the size of the row if the column counts.
func (s Sizes) At(row, column int) int32 {
	if s.Counts[column] {
		return s.Size[row]
	}
	return 0
}

// Hash costs every pair a number that only its keys decide. Minimised last,
// it singles out one of the plans that are equally good in all goals.
type Hash struct{ RowKey, ColumnKey []uint64 }

// Row computes the row.
func (h Hash) Row(row int, buffer []int32) []int32 {
	buffer = buffer[:len(h.ColumnKey)]
	for j := range buffer {
		buffer[j] = h.At(row, j)
	}
	return buffer
}

// At mixes the keys of a pair down to 30 bits (the finaliser of SplitMix64;
// Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195).
func (h Hash) At(row, column int) int32 {
	x := h.RowKey[row] + 0x9e3779b97f4a7c15*h.ColumnKey[column]
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return int32((x ^ x>>31) >> 34)
}

// KnowsAllPairs reports whether a store has the costs of all pairs, those that are not
// allowed included.
func KnowsAllPairs(s Store) bool {
	switch s.(type) {
	case *Classes, *Streamed, Sizes, Hash:
		return true
	}
	return false
}
