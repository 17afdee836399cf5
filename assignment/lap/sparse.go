package lap

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
)

// Entry is an allowed pair and its cost.
type Entry struct {
	Row, Column int
	Cost        float64
}

// Sparse holds the allowed pairs of a problem, row by row in order of columns.
// It is immutable and may be shared.
type Sparse struct {
	rows, columns int
	start         []int // entries of row i are [start[i], start[i+1])
	column        []int32
	cost          []float64
}

// NewSparse collects allowed pairs, in any order; a pair that is absent is
// forbidden. Duplicates, indices out of range, NaN and infinities are errors, all
// of which are reported up to the tenth. It takes O(rows + columns + entries) time
// and 12 bytes an entry.
func NewSparse(rows, columns int, entries []Entry) (*Sparse, error) {
	if rows < 0 || columns < 0 || rows > math.MaxInt32-1 || columns > math.MaxInt32-1 {
		return nil, fmt.Errorf("lap: %d×%d is not a size: want both from 0 to %d", rows, columns, math.MaxInt32-1)
	}
	var faults faultList
	for k, e := range entries {
		if e.Row < 0 || e.Row >= rows || e.Column < 0 || e.Column >= columns {
			faults.add("lap: entries[%d] is at (%d, %d), outside %d×%d", k, e.Row, e.Column, rows, columns)
		} else if math.IsNaN(e.Cost) || math.IsInf(e.Cost, 0) {
			faults.add("lap: entries[%d] at (%d, %d) costs %v: want a finite number, and leave forbidden pairs out", k, e.Row, e.Column, e.Cost)
		}
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	s := &Sparse{
		rows: rows, columns: columns,
		start:  make([]int, rows+1),
		column: make([]int32, len(entries)),
		cost:   make([]float64, len(entries)),
	}
	// Sorted by column first and then, stably, by row: two passes of counting.
	byColumn := ordered(len(entries), columns, func(k int) int { return entries[k].Column }, nil)
	order := ordered(len(entries), rows, func(k int) int { return entries[k].Row }, byColumn)
	for k, from := range order {
		e := entries[from]
		s.start[e.Row+1]++
		s.column[k], s.cost[k] = int32(e.Column), e.Cost
		if k > 0 {
			if last := entries[order[k-1]]; last.Row == e.Row && last.Column == e.Column {
				faults.add("lap: entries[%d] and entries[%d] are both at (%d, %d)", order[k-1], from, e.Row, e.Column)
			}
		}
	}
	for i := range rows {
		s.start[i+1] += s.start[i]
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	return s, nil
}

// ordered sorts the numbers below count stably by key; from is their order so
// far, nil for ascending.
func ordered(count, keys int, key func(int) int, from []int) []int {
	next := make([]int, keys+1)
	for k := range count {
		next[key(k)+1]++
	}
	for k := range keys {
		next[k+1] += next[k]
	}
	sorted := make([]int, count)
	for k := range count {
		if from != nil {
			k = from[k]
		}
		at := &next[key(k)]
		sorted[*at] = k
		*at++
	}
	return sorted
}

// Dims returns the number of rows and columns.
func (s *Sparse) Dims() (rows, columns int) { return s.rows, s.columns }

// Entries lists the allowed pairs, row by row in order of columns.
func (s *Sparse) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range s.rows {
			for k := s.start[i]; k < s.start[i+1]; k++ {
				if !yield(Entry{i, int(s.column[k]), s.cost[k]}) {
					return
				}
			}
		}
	}
}

// transposed exchanges rows and columns.
func (s *Sparse) transposed() *Sparse {
	t := &Sparse{
		rows: s.columns, columns: s.rows,
		start:  make([]int, s.columns+1),
		column: make([]int32, len(s.column)),
		cost:   make([]float64, len(s.cost)),
	}
	for _, j := range s.column {
		t.start[j+1]++
	}
	for j := range t.rows {
		t.start[j+1] += t.start[j]
	}
	next := append([]int(nil), t.start...)
	for i := range s.rows {
		for k := s.start[i]; k < s.start[i+1]; k++ {
			at := &next[s.column[k]]
			t.column[*at], t.cost[*at] = int32(i), s.cost[k]
			*at++
		}
	}
	return t
}

// SolveSparse finds a matching of full size among the allowed pairs whose costs
// sum to the least (the greatest, with [Options.Maximize]). It is [Solve] for
// problems in which most pairs are forbidden; errors and prices are the same.
// [Solution.VerifySparse] proves the result.
//
// It takes about 16 bytes an entry and 12 a row beyond the costs. Time grows little faster
// than the number of pairs times the logarithm of the number of rows where
// costs are random, and faster where they are distances.
func SolveSparse(ctx context.Context, cost *Sparse, opts *Options) (*Solution, error) {
	if cost == nil {
		return nil, errors.New("lap: the sparse costs are nil")
	}
	upright, swapped := cost, cost.rows > cost.columns
	if swapped {
		upright = cost.transposed()
	}
	sign := opts.sign()
	s := newSparse(upright, sign)
	if err := s.solveSparse(ctx); err != nil {
		if hall := (*InfeasibleError)(nil); errors.As(err, &hall) && swapped {
			return nil, &InfeasibleError{Rows: hall.Columns, Columns: hall.Rows}
		}
		return nil, err
	}
	solution := newSolution(s.matching(), sign, swapped)
	for i, j := range solution.ColumnOf {
		if j >= 0 {
			if swapped {
				i, j = j, i
			}
			solution.Cost += float64(sign * s.at(int32(i), int32(j)))
		}
	}
	return solution, nil
}

func newSparse(cost *Sparse, sign float64) *solver[float64] {
	s := newSolver[float64](cost.rows, cost.columns)
	s.tuning = sparseTuning
	s.lists = lists[float64]{
		start:   cost.start,
		length:  make([]int32, cost.rows),
		bound:   make([]float64, cost.rows),
		entries: make([]candidate[float64], len(cost.cost)),
	}
	for k, x := range cost.cost {
		s.lists.entries[k] = candidate[float64]{float64(sign * x), cost.column[k]}
	}
	for i := range s.rows {
		s.lists.length[i] = int32(cost.start[i+1] - cost.start[i])
		s.lists.bound[i] = infinity // the lists are complete
	}
	return s
}

// solveSparse sets the first prices and goes on as with a dense matrix, with
// shortlists (short.go) in place of lists.
func (s *solver[E]) solveSparse(ctx context.Context) error {
	s.check = interrupt{ctx: ctx}
	if err := s.check.now(); err != nil {
		return err
	}
	if s.rows == 0 {
		return nil
	}
	square := s.rows == s.columns
	greatest := 0.0
	if square {
		for j := range s.v {
			s.v[j] = infinity
		}
	}
	for _, e := range s.lists.entries {
		c, j := float64(e.cost), e.column
		greatest = max(greatest, c, -c)
		if square && c < s.v[j] {
			s.v[j] = c
		}
	}
	for j := range s.v {
		if s.v[j] == infinity {
			s.v[j] = 0
		}
	}
	if greatest > math.MaxFloat64/16/float64(s.columns) {
		return ErrCostRange
	}
	s.makeShortlists()
	return s.solveListed()
}

// faultList collects errors, the first ten in full.
type faultList struct {
	faults []error
	more   int
}

func (f *faultList) add(format string, args ...any) {
	if len(f.faults) < 10 {
		f.faults = append(f.faults, fmt.Errorf(format, args...))
	} else {
		f.more++
	}
}

func (f *faultList) err() error {
	if f.more > 0 {
		return errors.Join(append(f.faults[:len(f.faults):len(f.faults)], fmt.Errorf("lap: and %d more faults like these", f.more))...)
	}
	return errors.Join(f.faults...)
}
