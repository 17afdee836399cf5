package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"

	"github.com/mutasi-go/mutasi/assignment/transport"
)

// families are the costs that instanceOf knows:
//
//   - competency: −Σ weight · min(level, required) over twelve competencies, with
//     columns that share standards: low rank and many ties
//   - integers: whole numbers from 1 to 10⁶
var families = []string{"competency", "integers"}

// instanceOf returns rows of one unit each, and columns whose capacities lie
// within a factor of three of each other and sum to 5 % more. convex makes the
// seats of a column dearer one after the other, up to about what a good pair is
// worth against a middling one.
func instanceOf(family string, rows, columns int, convex bool) *transport.Problem {
	r := rand.New(rand.NewPCG(1, uint64(rows)<<32|uint64(columns)))
	p := &transport.Problem{Supply: make([]int, rows)}
	for i := range p.Supply {
		p.Supply[i] = 1
	}
	weight := func(j int) int { return 50 + j*7919%101 }
	sum := 0
	for j := range columns {
		sum += weight(j)
	}
	for j := range columns {
		p.Capacity = append(p.Capacity, rows*weight(j)*105/100/sum+1)
	}
	dearest := int64(0)
	switch family {
	case "competency":
		p.Cost, dearest = competencies(r, rows, columns), 40
	case "integers":
		p.Cost, dearest = make([]int32, rows*columns), 10_000
		for k := range p.Cost {
			p.Cost[k] = 1 + r.Int32N(1_000_000)
		}
	default:
		panic(fmt.Sprintf("peers: unknown family %q", family))
	}
	if convex {
		for _, capacity := range p.Capacity {
			marginal := make([]int64, capacity)
			for k := range marginal {
				marginal[k] = int64(k) * dearest / int64(capacity)
			}
			p.Marginal = append(p.Marginal, marginal)
		}
	}
	return p
}

type profile [12]int

// competencies draws people with a general level that their competencies scatter
// around, and columns from an eighth as many standards, each changed a little.
func competencies(r *rand.Rand, rows, columns int) []int32 {
	people := make([]profile, rows)
	for i := range people {
		general := 2*r.Float64() - 1
		for k := range people[i] {
			level := 3 + 1.2*general + 1.8*(2*r.Float64()-1)
			people[i][k] = min(max(int(math.Floor(level+0.5)), 1), 5)
		}
	}
	type standard struct{ level, weight profile }
	standards := make([]standard, max(1, columns/8))
	for t := range standards {
		for k := range standards[t].level {
			standards[t].level[k] = 1 + r.IntN(5)
			standards[t].weight[k] = r.IntN(4)
		}
	}
	posts := make([]standard, columns)
	for j := range posts {
		posts[j] = standards[r.IntN(len(standards))]
		for k := range posts[j].level {
			if r.IntN(10) == 0 {
				posts[j].level[k] = 1 + r.IntN(5)
			}
		}
	}
	cost := make([]int32, 0, rows*columns)
	for _, levels := range people {
		for _, post := range posts {
			sum := 0
			for k, level := range levels {
				sum += post.weight[k] * min(level, post.level[k])
			}
			cost = append(cost, int32(-sum))
		}
	}
	return cost
}

// write stores an instance in the form that the programs read.
func write(path string, p *transport.Problem) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<20)
	capacity := make([]int32, len(p.Capacity))
	var marginal []int32
	for j, seats := range p.Capacity {
		capacity[j] = int32(seats)
		for k := range seats {
			m := int64(0)
			if p.Marginal != nil {
				m = p.Marginal[j][k]
			}
			marginal = append(marginal, int32(m))
		}
	}
	for _, part := range []any{[2]int64{int64(len(p.Supply)), int64(len(p.Capacity))}, p.Cost, capacity, marginal} {
		if err := binary.Write(out, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return file.Close()
}
