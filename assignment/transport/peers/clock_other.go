//go:build !unix

package main

import "time"

// userTime falls back on the wall clock.
func userTime() time.Duration { return time.Duration(time.Now().UnixNano()) }
