package evaluation

import (
	"runtime"
	"sync"
)

// blockSize is the number of people that a worker takes at a time.
const blockSize = 64

// parallel calls work(i) for i = 0 … n−1. start makes the work of one worker.
//
// The error is that of the least i that has one, whatever the timing: blocks are
// handed out in ascending order, so when a block fails, all blocks below it have
// been handed out and are finished. The error of the context depends on timing.
func (ev *evaluator) parallel(n int, start func() func(i int) error) error {
	workers := ev.workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = max(1, min(workers, (n+blockSize-1)/blockSize))
	var (
		mu     sync.Mutex
		next   int
		failed = n
		first  error
	)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		from := next
		if from >= failed {
			return 0, false
		}
		next += blockSize
		return from, true
	}
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			work := start()
			for {
				from, ok := take()
				if !ok {
					return
				}
				for i := from; i < min(from+blockSize, n); i++ {
					err := ev.ended()
					if err == nil {
						err = work(i)
					}
					if err != nil {
						mu.Lock()
						if i < failed {
							failed, first = i, err
						}
						mu.Unlock()
						break
					}
				}
			}
		})
	}
	wait.Wait()
	return first
}
