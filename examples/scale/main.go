// Scale shows what a placement costs as an organisation grows: from a city to
// the civil service of a country. It makes up organisations, solves the default
// objective, verifies the proof, and prints time, memory and how they grow.
//
//	go run ./examples/scale                  1,000 and 10,000 people by 500 posts
//	go run ./examples/scale -to 1000000      the ladder up to a million
//	go run ./examples/scale -people 20000 -posts 2000
//
// Every rung is a process of its own, so that its peak memory is its own.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"time"

	"github.com/mutasi-go/mutasi/assignment"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("scale", flag.ContinueOnError)
	flags.SetOutput(stderr)
	to := flags.Int("to", 10_000, "climb the ladder 1000, 10000, … up to so many people")
	people := flags.Int("people", 0, "one rung of so many people instead of the ladder")
	posts := flags.Int("posts", 500, "kinds of posts")
	workers := flags.Int("workers", 0, "goroutines; 0: one a processor")
	rung := flags.Bool("rung", false, "solve here and print one measurement as JSON")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 || *to < 1 || *people < 0 || *posts < 1 || *workers < 0 {
		fmt.Fprintln(stderr, "scale: numbers must be positive, and there are no arguments beside the flags")
		return 2
	}
	work := func() error { return climb(ctx, ladder(*to, *people), *posts, *workers, stdout) }
	if *rung {
		work = func() error { return measure(ctx, *people, *posts, *workers, stdout) }
	}
	if err := work(); err != nil {
		fmt.Fprintln(stderr, "scale:", err)
		return 1
	}
	return 0
}

func ladder(to, people int) []int {
	if people > 0 {
		return []int{people}
	}
	var rungs []int
	for n := 1000; n <= to; n *= 10 {
		rungs = append(rungs, n)
	}
	return rungs
}

// measurement is what one rung costs.
type measurement struct {
	People, Posts int
	Make          float64 // seconds to make the organisation up, and check it
	Solve, Verify float64 // seconds
	PeakMB        float64 // of the process; 0 where the system does not tell
	Placed, Moved int
	Status        string
	Searches      int // shortest-path searches in all goals
}

// climb measures every rung in a process of its own and prints a table.
func climb(ctx context.Context, rungs []int, posts, workers int, out io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%10s %6s %9s %9s %9s %9s %9s %8s  %s\n",
		"people", "posts", "made s", "solved s", "proved s", "peak MB", "moved", "growth", "status")
	var last measurement
	for _, n := range rungs {
		command := exec.CommandContext(ctx, self, "-rung", "-people", strconv.Itoa(n), "-posts", strconv.Itoa(posts), "-workers", strconv.Itoa(workers))
		command.Stderr = os.Stderr
		text, err := command.Output()
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		if err != nil {
			return fmt.Errorf("%d people: %w", n, err)
		}
		var m measurement
		if err := json.Unmarshal(text, &m); err != nil {
			return fmt.Errorf("%d people: %w", n, err)
		}
		growth := ""
		if last.People > 0 {
			growth = fmt.Sprintf("n^%.2f", math.Log(m.Solve/last.Solve)/math.Log(float64(m.People)/float64(last.People)))
		}
		fmt.Fprintf(out, "%10d %6d %9.2f %9.2f %9.2f %9.0f %9d %8s  %s\n",
			m.People, m.Posts, m.Make, m.Solve, m.Verify, m.PeakMB, m.Moved, growth, m.Status)
		last = m
	}
	return nil
}

// measure makes one organisation up, places its people and proves the plan.
func measure(ctx context.Context, people, posts, workers int, out io.Writer) error {
	m := measurement{People: people, Posts: posts}
	start := time.Now()
	lap := func() float64 {
		seconds := time.Since(start).Seconds()
		start = time.Now()
		return seconds
	}
	o, err := invent(people, posts)
	if err != nil {
		return err
	}
	m.Make = lap()
	s, err := assignment.Solve(ctx, &assignment.Problem{Organization: o}, &assignment.Options{Workers: workers})
	if err != nil {
		return err
	}
	m.Solve = lap()
	s.Release() // the proof needs none of what the solve leaves behind
	if err := s.Verify(ctx); err != nil {
		return err
	}
	m.Verify = lap()
	m.Status = s.Status.String()
	m.Placed = s.Plan.Len()
	m.Moved = int(s.Values[len(s.Values)-1].Value)
	for _, g := range s.Stats.Goals {
		m.Searches += g.Paths
	}
	m.PeakMB = peak()
	return json.NewEncoder(out).Encode(m)
}
