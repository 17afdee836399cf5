//go:build !linux

package flow

import "time"

// cpuClock returns a clock of wall time where that of a thread is not at hand.
func cpuClock() func() time.Duration {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}
