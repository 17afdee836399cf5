package lap

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"
)

// SolveBatch solves many matrices, each as [Solve] does, on all workers, and
// yields the solutions in the order of the matrices. It is for matrices too
// small to be worth several workers each; a worker uses its memory again for the
// next matrix.
//
// The sequence is any number of (solution, nil) and at most one (nil, error) at
// its end. The error names the index of the matrix, counted from 0, and wraps what
// Solve returns for it. A panic in costs, or in a matrix that is no *mat.Dense,
// becomes such an error. The end of ctx is an error as well, unless all solutions
// have been yielded. The sequence can be ranged over once; a second time yields an
// error.
//
// costs is read by the goroutine that ranges over the sequence, four matrices a
// worker ahead of the solution yielded. So many matrices and solutions are held
// in memory. A matrix must not change before its solution has been yielded, and
// costs should watch ctx where it may have to wait for the next.
// After a break no goroutine is left, and costs is not asked again.
//
// A single large matrix is better solved by [Solve], which reads it with all
// workers.
func SolveBatch(ctx context.Context, costs iter.Seq[mat.Matrix], opts *Options) iter.Seq2[*Solution, error] {
	if ctx == nil {
		ctx = context.Background()
	}
	var used atomic.Bool
	return func(yield func(*Solution, error) bool) {
		switch {
		case costs == nil:
			yield(nil, errors.New("lap: the sequence of matrices is nil"))
		case used.Swap(true):
			yield(nil, errors.New("lap: this batch has been read before: call SolveBatch again"))
		case ctx.Err() != nil:
			yield(nil, &batchError{0, ctx.Err()})
		default:
			newBatch(ctx, opts, yield).run(costs)
		}
	}
}

// batchError says which matrix of a batch an error is about.
type batchError struct {
	index int
	err   error
}

func (e *batchError) Error() string {
	return fmt.Sprintf("lap: matrix %d of the batch: %s", e.index, strings.TrimPrefix(e.err.Error(), "lap: "))
}

func (e *batchError) Unwrap() error { return e.err }

// batch is a ring of jobs. Matrix k is solved in job k modulo their number, so
// that a job is free again once its solution has been yielded.
type batch struct {
	ctx      context.Context
	opts     Options
	yield    func(*Solution, error) bool
	jobs     []job
	queue    chan *job
	workers  sync.WaitGroup
	started  int  // workers
	sent     int  // matrices handed to workers
	yielded  int  // solutions
	yielding bool // the consumer has control
	over     bool // the consumer wants no more
}

type job struct {
	cost     mat.Matrix
	solution *Solution
	err      error
	done     chan struct{} // receives once per matrix
}

const jobsPerWorker = 4

func newBatch(ctx context.Context, opts *Options, yield func(*Solution, error) bool) *batch {
	b := &batch{ctx: ctx, yield: yield}
	if opts != nil {
		b.opts = *opts
	}
	b.jobs = make([]job, jobsPerWorker*b.opts.workers())
	for k := range b.jobs {
		b.jobs[k].done = make(chan struct{}, 1)
	}
	b.queue = make(chan *job, len(b.jobs))
	return b
}

// run solves and yields everything. When it returns no worker is left.
func (b *batch) run(costs iter.Seq[mat.Matrix]) {
	ctx, cancel := context.WithCancel(b.ctx)
	b.ctx = ctx
	defer b.workers.Wait()
	defer close(b.queue)
	defer cancel()

	err := b.read(costs)
	for !b.over && b.yielded < b.sent {
		b.next()
	}
	if err != nil && !b.over {
		b.yield(nil, &batchError{b.sent, err})
	}
}

// read hands the matrices to the workers and yields what is solved meanwhile. The
// error is a panic of costs; one of the consumer goes its way.
func (b *batch) read(costs iter.Seq[mat.Matrix]) (err error) {
	defer func() {
		if b.yielding || b.over {
			return
		}
		if r := recover(); r != nil {
			err = fmt.Errorf("lap: the sequence of matrices panicked: %v", r)
		}
	}()
	for cost := range costs {
		if b.sent-b.yielded == len(b.jobs) {
			b.next()
		}
		if b.over {
			return nil
		}
		b.send(cost)
		for b.yielded < b.sent && len(b.oldest().done) > 0 {
			if b.next(); b.over {
				return nil
			}
		}
	}
	return nil
}

func (b *batch) oldest() *job { return &b.jobs[b.yielded%len(b.jobs)] }

func (b *batch) send(cost mat.Matrix) {
	if b.started < b.opts.workers() {
		b.started++
		b.workers.Go(b.work)
	}
	j := &b.jobs[b.sent%len(b.jobs)]
	j.cost = cost
	b.sent++
	b.queue <- j // has room for all jobs
}

// next waits for the oldest matrix and yields its solution or error.
func (b *batch) next() {
	j, index := b.oldest(), b.yielded
	<-j.done
	b.yielded++
	solution, err := j.solution, j.err
	*j = job{done: j.done}
	if err != nil {
		b.over = true
		err = &batchError{index, err}
	}
	b.yielding = true
	more := b.yield(solution, err)
	b.yielding = false
	b.over = b.over || !more
}

// work solves what is in the queue until that is closed.
func (b *batch) work() {
	var s *solver[float64]
	for j := range b.queue {
		j.solution, j.err = b.solve(j.cost, &s)
		j.done <- struct{}{}
	}
}

// solve does what [Solve] does with the worker's solver, which it makes if there
// is none.
func (b *batch) solve(cost mat.Matrix, state **solver[float64]) (solution *Solution, err error) {
	defer func() {
		if r := recover(); r != nil {
			*state = nil // it may be half changed
			solution, err = nil, fmt.Errorf("lap: reading the matrix panicked: %v", r)
		}
	}()
	if err := b.ctx.Err(); err != nil {
		return nil, err
	}
	view, err := viewOf(cost, &b.opts)
	if err != nil {
		return nil, err
	}
	if *state == nil {
		*state = newDense(view, 1)
	} else {
		(*state).resetDense(view, 1)
	}
	s := *state
	if err := s.solve(b.ctx); err != nil {
		return nil, view.userError(err)
	}
	r := s.matching()
	r.columnPrice = slices.Clone(r.columnPrice) // the others are copied or new
	return view.solution(r), nil
}
