// Command peers compares package transport with other people's solvers for
// minimum-cost flow, on the same instances, in one interleaved run:
//
//	apt install g++ liblemon-dev
//	pip install numpy ortools POT
//	go run ./assignment/transport/peers
//	go run ./assignment/transport/peers -sizes 2000x100 -kinds seats -repeat 5
//
// The peers are LEMON's network simplex, cost scaling and capacity scaling,
// OR-Tools' SimpleMinCostFlow (cost scaling) and POT's ot.emd (the network simplex of
// Bonneel). None is needed: the program says which are missing and compares with
// the others.
//
// Everything runs on one thread. Each instance is solved by all in turn, repeat
// times; the table shows medians of user CPU-seconds and of wall seconds, and in
// bold how many times the CPU-seconds of transport a peer took. Costs are
// compared, so a wrong answer stops the run, and the solution of transport is
// verified. Building a peer's own data structures is not counted where the peer
// builds them apart from solving. A peer that takes more than the limit is not run
// again on the instance.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/mutasi-go/mutasi/assignment/transport"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("peers: ")
	sizes := flag.String("sizes", "2000x100,20000x500", "rows x columns, comma separated")
	chosen := flag.String("families", strings.Join(families, ","), "costs of pairs, comma separated")
	kinds := flag.String("kinds", "seats,convex", "costs of loads, comma separated")
	repeat := flag.Int("repeat", 3, "runs of each solver on each instance")
	limit := flag.Int("limit", 120, "CPU-seconds after which a peer is given up")
	without := flag.String("without", "", "peers to leave out, comma separated, as the table names them")
	compiler := flag.String("compiler", "g++", "C++ compiler for LEMON")
	python := flag.String("python", "python3", "Python with the peers")
	workers := flag.Int("workers", 1, "goroutines for transport")
	flag.Parse()
	runtime.GOMAXPROCS(max(*workers, 1))

	folder, err := os.MkdirTemp("", "peers")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	peers, missing := find(folder, *compiler, *python)
	for _, text := range missing {
		fmt.Printf("Missing: %s\n", text)
	}
	peers = slices.DeleteFunc(peers, func(p peer) bool { return slices.Contains(strings.Split(*without, ","), p.name) })
	fmt.Printf("%s, %s/%s, %s, medians of %d\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, time.Now().Format(time.DateOnly), *repeat)
	head := []string{"instance", "transport"}
	for _, p := range peers {
		head = append(head, p.name)
	}
	fmt.Printf("| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	c := comparison{peers: peers, repeat: *repeat, limit: *limit, workers: *workers, path: filepath.Join(folder, "instance")}
	for _, size := range strings.Split(*sizes, ",") {
		var rows, columns int
		if _, err := fmt.Sscanf(size, "%dx%d", &rows, &columns); err != nil || rows < 1 || columns < 1 {
			c.fail("size %q, want rows x columns as in 2000x100", size)
		}
		for _, family := range strings.Split(*chosen, ",") {
			if !slices.Contains(families, family) {
				c.fail("unknown family %q, want one of %v", family, families)
			}
			for _, kind := range strings.Split(*kinds, ",") {
				if kind != "seats" && kind != "convex" {
					c.fail("unknown kind %q, want seats or convex", kind)
				}
				c.row(size+" "+family+", "+kind, instanceOf(family, rows, columns, kind == "convex"))
			}
		}
	}
}

// comparison prints one row of the table after the other.
type comparison struct {
	peers                  []peer
	repeat, limit, workers int
	path                   string // of the instance
}

// fail ends the program without its folder.
func (c *comparison) fail(format string, args ...any) {
	os.RemoveAll(filepath.Dir(c.path))
	log.Fatalf(format, args...)
}

type timing struct{ wall, user float64 } // seconds

func (c *comparison) row(name string, p *transport.Problem) {
	if err := write(c.path, p); err != nil {
		c.fail("%v", err)
	}
	want := c.solve(p, new(timing)) // and warm up
	var own []timing
	times, ended := make([][]timing, len(c.peers)), make([]string, len(c.peers))
	for range c.repeat {
		var t timing
		c.solve(p, &t)
		own = append(own, t)
		for k, peer := range c.peers {
			if ended[k] != "" {
				continue
			}
			t, cost, end := peer.run(c.path, c.limit)
			if ended[k] = end; end != "" {
				continue
			}
			if cost != want {
				c.fail("%s: transport finds %d, %s %d", name, want, peer.name, cost)
			}
			times[k] = append(times[k], t)
		}
	}
	base := median(own)
	fmt.Printf("| %s | %.3g, %.3g |", name, base.user, base.wall)
	for k := range c.peers {
		if ended[k] != "" {
			fmt.Printf(" %s |", ended[k])
			continue
		}
		t := median(times[k])
		fmt.Printf(" %.3g, %.3g (**%.3g**) |", t.user, t.wall, t.user/base.user)
	}
	fmt.Println()
}

// solve returns the cost. Solves of a few milliseconds are repeated within one
// measurement, because the clock of processor time is coarse.
func (c *comparison) solve(p *transport.Problem, t *timing) int64 {
	runtime.GC()
	begin, user, count := time.Now(), userTime(), 0
	var s *transport.Solution
	for count == 0 || time.Since(begin) < 100*time.Millisecond {
		var err error
		if s, err = transport.Solve(context.Background(), p, &transport.Options{Workers: c.workers}); err != nil {
			c.fail("%v", err)
		}
		count++
	}
	t.wall, t.user = time.Since(begin).Seconds()/float64(count), (userTime()-user).Seconds()/float64(count)
	if err := s.Verify(context.Background(), p); err != nil {
		c.fail("%v", err)
	}
	return s.Cost
}

// median returns the median of each component.
func median(times []timing) (t timing) {
	slices.SortFunc(times, func(a, b timing) int { return cmp.Compare(a.wall, b.wall) })
	t.wall = times[len(times)/2].wall
	slices.SortFunc(times, func(a, b timing) int { return cmp.Compare(a.user, b.user) })
	t.user = times[len(times)/2].user
	return t
}
