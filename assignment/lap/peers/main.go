// Command peers compares package lap with the solvers that users of Python and C++
// have, on the same matrices, in one interleaved run:
//
//	pip install numpy scipy lapx ortools
//	apt install g++ liblemon-dev
//	go run ./assignment/lap/peers                      # dense, rectangular, batch, sparse
//	go run ./assignment/lap/peers -set sparse -repeat 3
//	go run ./assignment/lap/peers -set dense -sizes 200 -without lapx,lemon.simplex
//	go run ./assignment/lap/peers -set rectangular -shapes 300x200,200x300
//	go run ./assignment/lap/peers -set batch -batches 10000x50,256x512
//	go run ./assignment/lap/peers -growth              # exponents, n = 2000 to 8000
//
// Everything runs on one thread. Each instance is solved by all in turn, repeat
// times; the table shows medians in milliseconds and, in brackets, how many times
// as long as lap the peer took. Costs are compared, so a wrong answer stops the
// run. Building a peer's own data structures is not counted. Peers that are not
// installed are left out, and a dash stands where a peer does not take such costs:
// OR-Tools and LEMON's cost scaling take whole ones only.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/mutasi-go/mutasi/assignment/lap"
	"github.com/mutasi-go/mutasi/assignment/lap/internal/instance"
	"gonum.org/v1/gonum/mat"
)

func main() {
	log.SetFlags(0)
	sets := flag.String("set", "dense,rectangular,batch,sparse", "sets of instances to run")
	sizes := flag.String("sizes", "50,200,2000,5000", "numbers of rows of dense instances")
	sparseSizes := flag.String("sparse", "10000,100000", "numbers of rows of sparse instances")
	shapes := flag.String("shapes", "1000x4000,4000x1000,4900x5000,5000x4900", "rows x columns of rectangular instances")
	batches := flag.String("batches", "10000x50,256x512", "matrices x rows of batches")
	families := flag.String("families", "", "families, comma separated; empty: all")
	repeat := flag.Int("repeat", 5, "runs of each solver on each instance")
	python := flag.String("python", "python3", "Python with the peers")
	clock := flag.String("clock", "wall", "wall, or cpu for the processor time of the process")
	without := flag.String("without", "", "peers to leave out, comma separated; lapx stands for all lapx.…")
	growth := flag.Bool("growth", false, "print growth exponents instead, without peers")
	workers := flag.Int("workers", 1, "goroutines for lap")
	flag.Parse()
	runtime.GOMAXPROCS(max(*workers, 1))
	debug.SetGCPercent(400)

	c := comparison{repeat: *repeat, clock: *clock, workers: *workers, chosen: split(*families), out: tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)}
	fmt.Printf("%s, %s/%s, %s clock, medians of %d\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, *clock, *repeat)
	if *growth {
		c.growth()
		return
	}
	peers, err := start(*python, split(*without))
	if err != nil {
		log.Fatal(err)
	}
	defer peers.stop()
	c.peers = peers
	for _, set := range split(*sets) {
		switch set {
		case "dense":
			for _, n := range numbers(*sizes) {
				c.dense(fmt.Sprintf("dense, n = %d", n), instance.Families, n, n)
			}
		case "rectangular":
			for _, shape := range split(*shapes) {
				rows, columns := product(shape)
				c.dense(fmt.Sprintf("dense, %d×%d", rows, columns), instance.Families, rows, columns)
			}
		case "batch":
			for _, batch := range split(*batches) {
				count, side := product(batch)
				c.batch(count, side)
			}
		case "sparse":
			for _, n := range numbers(*sparseSizes) {
				c.sparse(n)
			}
		default:
			log.Fatalf("peers: unknown set %q", set)
		}
	}
}

func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}

func numbers(list string) []int {
	var ns []int
	for _, word := range split(list) {
		ns = append(ns, number(word))
	}
	return ns
}

// product reads two numbers with an x between.
func product(word string) (a, b int) {
	first, second, _ := strings.Cut(word, "x")
	return number(first), number(second)
}

func number(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil || n < 1 {
		log.Fatalf("peers: %q is not a positive number", word)
	}
	return n
}

// comparison runs and prints one table after the other.
type comparison struct {
	repeat, workers int
	clock           string
	chosen          []string
	peers           *peers
	out             *tabwriter.Writer

	// Of the table being made: the kind of its instances, the peers, and how many
	// times as long as lap each of them took.
	kind   string
	names  []string
	ratios [][]float64
}

func (c *comparison) selected(families []string) []string {
	if len(c.chosen) == 0 {
		return families
	}
	return slices.DeleteFunc(slices.Clone(families), func(f string) bool { return !slices.Contains(c.chosen, f) })
}

func (c *comparison) dense(title string, families []string, rows, columns int) {
	c.header(title, "dense")
	for _, family := range c.selected(families) {
		data := instance.Dense(family, rows, columns, 1)
		if err := c.peers.loadDense(rows, columns, data); err != nil {
			log.Fatal(err)
		}
		cost := mat.NewDense(rows, columns, data)
		c.row(family, func() (float64, error) {
			s, err := lap.Solve(context.Background(), cost, &lap.Options{Workers: c.workers})
			if err != nil {
				return 0, err
			}
			return s.Cost, nil
		})
	}
	c.footer()
}

func (c *comparison) sparse(rows int) {
	c.header(fmt.Sprintf("sparse, %d rows × 30", rows), "sparse")
	for _, family := range c.selected(instance.SparseFamilies) {
		arcs := instance.Sparse(family, rows, 30, 1)
		entries := make([]lap.Entry, len(arcs))
		for k, a := range arcs {
			entries[k] = lap.Entry(a)
		}
		cost, err := lap.NewSparse(rows, rows, entries)
		if err != nil {
			log.Fatal(err)
		}
		if err := c.peers.loadSparse(rows, arcs); err != nil {
			log.Fatal(err)
		}
		c.row(family, func() (float64, error) {
			s, err := lap.SolveSparse(context.Background(), cost, &lap.Options{Workers: c.workers})
			if err != nil {
				return 0, err
			}
			return s.Cost, nil
		})
	}
	c.footer()
}

// batch solves many matrices, each of its own seed, in one call.
func (c *comparison) batch(count, side int) {
	c.header(fmt.Sprintf("batch, %d × %d²", count, side), "batch")
	for _, family := range c.selected([]string{"uniform", "integers100", "competency"}) {
		costs := make([]float64, 0, count*side*side)
		matrices := make([]mat.Matrix, count)
		for k := range matrices {
			costs = append(costs, instance.Dense(family, side, side, uint64(k))...)
			matrices[k] = mat.NewDense(side, side, costs[k*side*side:])
		}
		if err := c.peers.loadBatch(count, side, costs); err != nil {
			log.Fatal(err)
		}
		c.row(family, func() (sum float64, err error) {
			for s, err := range lap.SolveBatch(context.Background(), slices.Values(matrices), &lap.Options{Workers: c.workers}) {
				if err != nil {
					return 0, err
				}
				sum += s.Cost
			}
			return sum, nil
		})
	}
	c.footer()
}

func (c *comparison) header(title, kind string) {
	c.kind, c.names = kind, c.peers.solvers(kind)
	c.ratios = make([][]float64, len(c.names))
	fmt.Fprintf(c.out, "%s\tlap\t", title)
	for _, name := range c.names {
		fmt.Fprintf(c.out, "%s\t\t", name)
	}
	fmt.Fprintln(c.out)
}

// row times one instance. Calls that take less than a few milliseconds are
// repeated within one measurement.
func (c *comparison) row(family string, solve func() (float64, error)) {
	want, err := solve() // and warm up
	if err != nil {
		log.Fatal(err)
	}
	count := max(1, int(5e-3/c.time(1, solve)))
	times := make([][]float64, 1+len(c.names))
	for range c.repeat {
		runtime.GC()
		times[0] = append(times[0], c.time(count, solve))
		for k, name := range c.names {
			seconds, cost, err := c.peers.solve(c.kind, name, count, c.clock)
			if err == errSkipped {
				continue
			}
			if err != nil {
				log.Fatal(err)
			}
			if math.Abs(cost-want) > 1e-9*math.Abs(want) {
				log.Fatalf("peers: %s: lap finds %v, %s %v", family, want, name, cost)
			}
			times[1+k] = append(times[1+k], seconds)
		}
	}
	own := median(times[0])
	fmt.Fprintf(c.out, "%s\t%.3g\t", family, own*1e3)
	for k := range c.names {
		if len(times[1+k]) == 0 {
			fmt.Fprintf(c.out, "–\t\t")
			continue
		}
		peer := median(times[1+k])
		c.ratios[k] = append(c.ratios[k], peer/own)
		fmt.Fprintf(c.out, "%.4g\t(%.2f)\t", peer*1e3, peer/own)
	}
	fmt.Fprintln(c.out)
}

func (c *comparison) footer() {
	fmt.Fprintf(c.out, "geometric mean\t\t")
	for _, r := range c.ratios {
		sum := 0.0
		for _, x := range r {
			sum += math.Log(x)
		}
		fmt.Fprintf(c.out, "\t(%.2f)\t", math.Exp(sum/float64(max(1, len(r)))))
	}
	fmt.Fprintln(c.out)
	c.out.Flush()
	fmt.Println()
}

// time returns the mean seconds of count calls.
func (c *comparison) time(count int, solve func() (float64, error)) float64 {
	begin, cpu := time.Now(), processTime()
	for range count {
		if _, err := solve(); err != nil {
			log.Fatal(err)
		}
	}
	if c.clock == "cpu" {
		return (processTime() - cpu).Seconds() / float64(count)
	}
	return time.Since(begin).Seconds() / float64(count)
}

// growth prints, for each family, the exponent of n that leads from one size to
// the next, and over the whole range.
func (c *comparison) growth() {
	sizes := []int{2000, 4000, 8000}
	fmt.Fprintf(c.out, "\tms at n = 2000\t4000\t8000\texponent to 4000\tto 8000\tover all\t\n")
	for _, family := range c.selected(instance.Families) {
		var t []float64
		for _, n := range sizes {
			cost := mat.NewDense(n, n, instance.Dense(family, n, n, 1))
			var runs []float64
			for range c.repeat {
				runs = append(runs, c.time(1, func() (float64, error) {
					s, err := lap.Solve(context.Background(), cost, &lap.Options{Workers: c.workers})
					if err != nil {
						return 0, err
					}
					return s.Cost, nil
				}))
			}
			t = append(t, median(runs))
		}
		fmt.Fprintf(c.out, "%s\t%.4g\t%.4g\t%.4g\t%.2f\t%.2f\t%.2f\t\n", family, t[0]*1e3, t[1]*1e3, t[2]*1e3,
			math.Log2(t[1]/t[0]), math.Log2(t[2]/t[1]), math.Log2(t[2]/t[0])/2)
	}
	c.out.Flush()
}

func median(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
