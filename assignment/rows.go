package assignment

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/mutasi-go/mutasi"
)

// eachRow calls body for every row, on workers goroutines, each with state of
// its own from newState. The error is that of the lowest row that has one, so
// it does not depend on the workers.
func eachRow[S any](ctx context.Context, workers, rows int, newState func() S, body func(state S, row int) error) error {
	failed := slices.Repeat([]error{errExited}, workers)
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

// errExited is what a worker leaves behind if a user's function ended its
// goroutine.
var errExited = errors.New("a function ended the goroutine that called it (runtime.Goexit, or FailNow of a test)")

func workersOf(n int) int {
	if n <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return n
}

// site says where a user's function was called, for its errors.
type site struct {
	function string
	employee *mutasi.Employee
	position *mutasi.Position
}

// errorf is a fault of the function at the site.
func (s *site) errorf(format string, args ...any) error {
	return newFault(s.path(), functionFailed.With(s.function, fmt.Sprintf(format, args...)))
}

// path names the employee and the post that the function was asked about.
func (s *site) path() string {
	var parts []string
	if s.employee != nil {
		parts = append(parts, fmt.Sprintf("employees[%q]", string(s.employee.ID)))
	}
	if s.position != nil {
		parts = append(parts, fmt.Sprintf("positions[%q]", string(s.position.ID)))
	}
	return strings.Join(parts, ", ")
}

// guard runs body and turns a panic in it into an error that names the site as
// it then is.
func guard(s *site, body func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = newFault(s.path(), functionPanicked.With(s.function, r))
		}
	}()
	return body()
}
