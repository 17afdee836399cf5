package main

import "syscall"

// peak returns the largest resident size that the process has had, in MB.
func peak() float64 {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return float64(usage.Maxrss) / 1024
}
