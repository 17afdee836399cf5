//go:build !unix

package main

import "time"

// processTime falls back on the wall clock.
func processTime() time.Duration { return time.Duration(time.Now().UnixNano()) }
