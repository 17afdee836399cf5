// Package instance makes matrices of costs for tests, benchmarks and comparisons:
// the families on which linear assignment solvers differ most.
package instance

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Families lists the names that Dense knows.
//
//   - uniform: [0, 1)
//   - integers100, integers1e6: whole numbers from 1, most of them tied or few
//   - geometric: distances between points of the unit square
//   - competency: −Σ weight · min(level, required) over twelve competencies, with
//     posts that share standards: low rank and many ties
//   - noise: competency with noise that breaks the ties
//   - two: one of two costs far apart, by a fair coin
//   - product: (i+1)·(j+1), the worst case of Machol and Wien
var Families = []string{"uniform", "integers100", "integers1e6", "geometric", "competency", "noise", "two", "product"}

// Dense returns the costs of a family, row by row. It panics on an unknown name.
func Dense(family string, rows, columns int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 0x6d757461_7369))
	cost := make([]float64, rows*columns)
	fill := func(value func(i, j int) float64) []float64 {
		for i := range rows {
			for j := range columns {
				cost[i*columns+j] = value(i, j)
			}
		}
		return cost
	}
	switch family {
	case "uniform":
		return fill(func(int, int) float64 { return r.Float64() })
	case "integers100":
		return fill(func(int, int) float64 { return float64(1 + r.IntN(100)) })
	case "integers1e6":
		return fill(func(int, int) float64 { return float64(1 + r.IntN(1_000_000)) })
	case "geometric":
		a, b := points(r, rows), points(r, columns)
		return fill(func(i, j int) float64 { return math.Hypot(a[i][0]-b[j][0], a[i][1]-b[j][1]) })
	case "competency", "noise":
		people, posts := competencies(r, rows, columns)
		return fill(func(i, j int) float64 {
			sum := 0
			for k, level := range people[i] {
				sum += posts[j].weight[k] * min(level, posts[j].level[k])
			}
			if family == "noise" {
				return float64(-sum) + float64(0.01*r.Float64())
			}
			return float64(-sum)
		})
	case "two":
		return fill(func(int, int) float64 {
			if r.IntN(2) == 0 {
				return 100
			}
			return 1e8
		})
	case "product":
		return fill(func(i, j int) float64 { return float64(i+1) * float64(j+1) })
	}
	panic(fmt.Sprintf("instance: unknown family %q", family))
}

func points(r *rand.Rand, count int) [][2]float64 {
	p := make([][2]float64, count)
	for k := range p {
		p[k] = [2]float64{r.Float64(), r.Float64()}
	}
	return p
}

type profile [12]int

type post struct{ level, weight profile }

// competencies draws people with a general level that their competencies scatter
// around, and posts from an eighth as many standards, each changed a little.
func competencies(r *rand.Rand, rows, columns int) ([]profile, []post) {
	people := make([]profile, rows)
	for i := range people {
		general := 2*r.Float64() - 1
		for k := range people[i] {
			level := 3 + 1.2*general + 1.8*(2*r.Float64()-1)
			people[i][k] = min(max(int(math.Floor(level+0.5)), 1), 5)
		}
	}
	standards := make([]post, max(1, columns/8))
	for t := range standards {
		for k := range len(profile{}) {
			standards[t].level[k] = 1 + r.IntN(5)
			standards[t].weight[k] = r.IntN(4)
		}
	}
	posts := make([]post, columns)
	for j := range posts {
		posts[j] = standards[r.IntN(len(standards))]
		for k := range posts[j].level {
			if r.IntN(10) == 0 {
				posts[j].level[k] = 1 + r.IntN(5)
			}
		}
	}
	return people, posts
}

// Arc is an allowed pair of a sparse instance.
type Arc struct {
	Row, Column int
	Cost        float64
}

// SparseFamilies lists the names that Sparse knows.
//
//   - uniform, integers100: whole costs up to 10⁶ or 100 on random pairs
//   - nearest: distances in the square to the nearest points, rounded
var SparseFamilies = []string{"uniform", "integers100", "nearest"}

// Sparse returns about degree arcs for each of rows rows, among as many columns,
// which contain a full matching. It panics on an unknown name.
func Sparse(family string, rows, degree int, seed uint64) []Arc {
	r := rand.New(rand.NewPCG(seed, 0x737061727365))
	switch family {
	case "uniform":
		return random(r, rows, degree, 1_000_000)
	case "integers100":
		return random(r, rows, degree, 100)
	case "nearest":
		return nearest(r, rows, degree)
	}
	panic(fmt.Sprintf("instance: unknown sparse family %q", family))
}

func random(r *rand.Rand, rows, degree, greatest int) []Arc {
	partner := r.Perm(rows)
	var arcs []Arc
	for i := range rows {
		columns := []int{partner[i]}
		for len(columns) < degree {
			columns = append(columns, r.IntN(rows))
		}
		slices.Sort(columns)
		for _, j := range slices.Compact(columns) {
			arcs = append(arcs, Arc{i, j, float64(1 + r.IntN(greatest))})
		}
	}
	return arcs
}

// nearest links each point of one set to the nearest points of another, found
// through a grid, and to a partner of about the same place in a tour of the
// square, so that a full matching exists.
func nearest(r *rand.Rand, rows, degree int) []Arc {
	a, b := points(r, rows), points(r, rows)
	side := max(1, int(math.Sqrt(float64(rows)/3)))
	cellOf := func(x float64) int { return min(side-1, int(x*float64(side))) }
	cells := make([][]int, side*side)
	for j, q := range b {
		at := cellOf(q[1])*side + cellOf(q[0])
		cells[at] = append(cells[at], j)
	}
	partner := make([]int, rows)
	from, to := tour(a), tour(b)
	for k, i := range from {
		partner[i] = to[k]
	}
	unit := 1e10 / math.Sqrt(float64(rows))
	var arcs []Arc
	for i, p := range a {
		cost := func(j int) float64 {
			return math.Floor(unit * math.Hypot(p[0]-b[j][0], p[1]-b[j][1]))
		}
		near := around(p, side, cells, cellOf, 2*degree)
		slices.SortFunc(near, func(x, y int) int {
			if cx, cy := cost(x), cost(y); cx != cy {
				if cx < cy {
					return -1
				}
				return 1
			}
			return x - y
		})
		near = near[:min(degree, len(near))]
		if !slices.Contains(near, partner[i]) {
			near = append(near, partner[i])
		}
		slices.Sort(near)
		for _, j := range near {
			arcs = append(arcs, Arc{i, j, cost(j)})
		}
	}
	return arcs
}

// around collects at least count points from rings of cells around p.
func around(p [2]float64, side int, cells [][]int, cellOf func(float64) int, count int) []int {
	var near []int
	x0, y0 := cellOf(p[0]), cellOf(p[1])
	for ring := 0; ring <= side && len(near) < count; ring++ {
		for y := max(0, y0-ring); y <= min(side-1, y0+ring); y++ {
			for x := max(0, x0-ring); x <= min(side-1, x0+ring); x++ {
				if max(abs(x-x0), abs(y-y0)) == ring {
					near = append(near, cells[y*side+x]...)
				}
			}
		}
	}
	return near
}

// tour orders points along a snake through strips of the square.
func tour(p [][2]float64) []int {
	order := make([]int, len(p))
	for k := range order {
		order[k] = k
	}
	strips := math.Sqrt(float64(len(p))/2) + 1
	slices.SortFunc(order, func(i, j int) int {
		si, sj := int(p[i][1]*strips), int(p[j][1]*strips)
		if si != sj {
			return si - sj
		}
		x, y := p[i][0], p[j][0]
		if si%2 == 1 {
			x, y = y, x
		}
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return i - j
	})
	return order
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}
