package assignment

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/message"
)

// eachRow calls body for every row, on workers goroutines, each with state of
// its own from newState. The error is that of the lowest row that has one, so
// it does not depend on the workers.
func eachRow[S any](ctx context.Context, workers, rows int, newState func() S, body func(state S, row int) error) error {
	// A worker that does not come back was ended by a function of the caller.
	failed := slices.Repeat([]error{fault(functionExited)}, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			state := newState()
			for i := rows * w / workers; i < rows*(w+1)/workers; i++ {
				if err := ctx.Err(); err != nil {
					failed[w] = err
					return
				}
				if err := body(state, i); err != nil {
					failed[w] = err
					return
				}
			}
			failed[w] = nil
		}()
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return err // which rows were reached is chance
	}
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// mostWorkers is more than the processors of nearly every machine. Each worker
// takes memory, so a number out of all proportion must not be taken at its word.
const mostWorkers = 256

// workersOf returns the number of workers that Options.Workers asks for.
func workersOf(n int) int {
	if n <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return min(n, mostWorkers)
}

// callSite says which function of the caller was asked about whom, for its
// faults.
type callSite struct {
	function string
	employee *mutasi.Employee
	position *mutasi.Position
}

// fault is a fault of the function, whose name comes before the other values.
func (s *callSite) fault(t *message.Template, values ...any) error {
	return newFault(s.path(), t.With(append([]any{s.function}, values...)...))
}

// path names the employee and the post that the function was asked about.
func (s *callSite) path() string {
	var parts []string
	if s.employee != nil {
		parts = append(parts, fmt.Sprintf("employees[%q]", string(s.employee.ID)))
	}
	if s.position != nil {
		parts = append(parts, fmt.Sprintf("positions[%q]", string(s.position.ID)))
	}
	return strings.Join(parts, ", ")
}

// guard runs body and turns a panic in it into a fault of the call site as it is
// at the panic.
func guard(s *callSite, body func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = s.fault(functionPanicked, r)
		}
	}()
	return body()
}

// Faults of functions of the caller.
var (
	functionPanicked  = templates.New("function-panicked", "function {function:q} panicked: {value}")
	functionNotFinite = templates.New("function-not-finite", "the value of function {function:q} is {value}, which is not a finite number")
	functionExited    = templates.New("function-exited", "a function ended the goroutine that called it (runtime.Goexit, or FailNow of a test)")
)
