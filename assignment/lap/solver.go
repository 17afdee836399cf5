package lap

import (
	"context"
	"math"
	"sync"
)

// solver is the state of one problem: prices, matching and candidate lists. Its
// parts are in lists.go, reduction.go, paths.go, auction.go and start.go; the
// essay in dense.go explains how they fit together.
type solver[E element] struct {
	rows, columns int
	view          *matrix[E] // nil when the lists hold complete rows
	kernels       rowKernels[E]
	workers       int
	tuning        tuning
	integerCosts  bool // every cost is known to be a whole number

	v     []float64 // prices of the columns
	lists lists[E]
	short *shortlists // of complete lists; nil for a matrix

	columnOf []int32   // column of a row, −1 for none
	rowOf    []int32   // row of a column, −1 for none
	pair     []float64 // cost of the matched pair of a row

	free, later []int32 // unmatched rows: to be treated, and put off
	scratch     *scratch[E]
	plain       plain
	paths       paths
	check       interrupt
}

// tuning holds the choices that change the time taken but not the cost found.
type tuning struct {
	plainPairs   int  // the most pairs for which whole rows are read
	width        int  // candidates a row; 0: by the number of columns
	pathBudget   int  // columns scanned for each row before an auction is tried
	phases       int  // auctions, each with smaller increments
	reductionCap int  // steps of a row reduction for each free row
	pad          bool // make every rectangle square, for tests
	narrowed     bool // a rectangle has been narrowed already
}

// Complete lists make auctions cheap.
var (
	sparseTuning   = tuning{pathBudget: 0, phases: 5, reductionCap: 1}
	standardTuning = tuning{plainPairs: 512 * 512, pathBudget: 20, phases: 5, reductionCap: 20}
)

// matching is what a solver hands back, in its own orientation and sign.
type matching struct {
	columnOf, rowOf       []int32
	rowPrice, columnPrice []float64
}

// scratch is what one goroutine needs to read rows.
type scratch[E element] struct {
	row    []E
	copied []E // of a small matrix, turned
	found  []int32
	values []float64
	minima [groups]float64
}

func newScratch[E element](view *matrix[E], columns int) *scratch[E] {
	w := &scratch[E]{}
	w.reset(view, columns)
	return w
}

func (w *scratch[E]) reset(view *matrix[E], columns int) {
	w.row = resized(w.row, view.bufferLength())
	w.found = resized(w.found, columns)
	w.values = resized(w.values, columns)
}

// newSolver makes the parts that dense and sparse problems share.
func newSolver[E element](rows, columns int) *solver[E] {
	s := &solver[E]{tuning: standardTuning}
	s.reset(rows, columns)
	return s
}

// reset sizes the parts that dense and sparse problems share and forgets prices
// and matching. Memory of the problem before is used again.
func (s *solver[E]) reset(rows, columns int) {
	s.rows, s.columns = rows, columns
	s.v = resized(s.v, columns)
	clear(s.v)
	s.columnOf = resized(s.columnOf, rows)
	s.rowOf = resized(s.rowOf, columns)
	s.pair = resized(s.pair, rows)
	s.free = resized(s.free, rows)
	s.later = resized(s.later, rows)[:0]
	s.clearMatching()
}

// resized returns a slice of the length, in the memory of x where that is
// enough. Its elements may be anything.
func resized[T any](x []T, length int) []T {
	if length <= cap(x) {
		return x[:length]
	}
	return make([]T, length)
}

// clearMatching sets every row and column free and queues the rows in order.
func (s *solver[E]) clearMatching() {
	s.free = s.free[:0]
	for i := range s.columnOf {
		s.columnOf[i] = -1
		s.free = append(s.free, int32(i))
	}
	for j := range s.rowOf {
		s.rowOf[j] = -1
	}
}

// match gives column j to row i, whoever had it before.
func (s *solver[E]) match(i, j int32, cost float64) {
	s.columnOf[i], s.rowOf[j], s.pair[i] = j, i, cost
}

func (s *solver[E]) unmatch(i int32) {
	if j := s.columnOf[i]; j >= 0 {
		s.columnOf[i], s.rowOf[j] = -1, -1
	}
}

// matching reports the result. A row's price is what its own pair leaves, so
// that matched pairs are tight.
func (s *solver[E]) matching() matching {
	u := make([]float64, s.rows)
	for i, j := range s.columnOf {
		if j >= 0 {
			u[i] = s.pair[i] - s.v[j]
		}
	}
	return matching{s.columnOf, s.rowOf, u, s.v}
}

// parallel splits the rows into one run for each worker. What a worker does
// with a row must depend on that row alone.
func (s *solver[E]) parallel(work func(worker, from, to int)) {
	workers := max(1, min(s.workers, s.rows/parallelRows))
	if workers == 1 {
		work(0, 0, s.rows)
		return
	}
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() { work(w, s.rows*w/workers, s.rows*(w+1)/workers) })
	}
	group.Wait()
}

// parallelRows is the least number of rows worth a goroutine.
const parallelRows = 64

// interrupt asks a context now and then whether it has ended.
type interrupt struct {
	ctx   context.Context
	count uint32
}

// ended asks the context at every 256th call.
func (t *interrupt) ended() error {
	if t.count++; t.count&255 != 0 {
		return nil
	}
	return t.now()
}

func (t *interrupt) now() error {
	if t.ctx == nil {
		return nil
	}
	return t.ctx.Err()
}

var (
	infinity = math.Inf(1)
	nan      = math.NaN()
)
