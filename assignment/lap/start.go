package lap

import (
	"cmp"
	"math"
	"slices"
)

// Where nearly all rows want the same few columns, as with costs that are
// products a·b, row reduction and auctions would have to talk them out of it one
// at a time. But such costs are of low rank: one number a row and one a column
// explain most of them. Sorted by these, the rows rising and the columns falling,
// they are a chain in which only neighbours compete, and prices along a chain
// can be written down. They are exact for products and a start for what
// resembles them; what is wrong with them the exact methods put right.

// contested says whether the rows want very few columns at the prices so far. It
// asks only some rows, and fills their lists.
func (s *solver[E]) contested() bool {
	rows := s.view.given
	count := min(rows, startSample)
	wanted := make(map[int32]bool, count)
	for k := range count {
		i := int32(rows * k / count)
		s.refill(i)
		wanted[s.chooseListed(i).column] = true
	}
	return len(wanted)*startShare < count
}

const (
	startSample = 200 // rows asked
	startShare  = 10  // rows to a column that make it contested
	factorSide  = 32  // most rows and columns from which the factors are drawn
	factorLeast = 8   // and least
	factorSteps = 8
)

// chainPrices replaces the prices by those of a chain.
func (s *solver[E]) chainPrices() {
	rowFactor, columnFactor := s.factors()
	rows, columns := risingOrder(rowFactor), risingOrder(columnFactor)
	slices.Reverse(columns)
	n := s.rows
	at := func(k, l int) float64 { return s.view.at(int(rows[k]), int(columns[l])) }
	v := make([]float64, n)
	greatest := 0.0
	for k := range n - 1 {
		// Between these two, row k would not change to column k+1 nor row k+1
		// to column k.
		most := at(k, k+1) - at(k, k)
		least := at(k+1, k+1) - at(k+1, k)
		step := most/2 + least/2
		if !finite(step) { // forbidden pairs
			switch {
			case finite(most):
				step = most
			case finite(least):
				step = least
			default:
				step = 0
			}
		}
		v[k+1] = v[k] + step
		greatest = max(greatest, v[k+1])
	}
	integers := true
	for k := range n {
		c := at(k, k)
		integers = integers && (c == math.Trunc(c) || !finite(c))
	}
	for k, j := range columns {
		s.v[j] = v[k] - greatest
		if integers {
			s.v[j] = math.Floor(s.v[j])
		}
	}
}

func finite(x float64) bool { return x-x == 0 }

// factors finds a number for each row and column whose products resemble the
// costs best, but for constants of rows and columns: the first singular vectors
// of a sample without its row and column means. A forbidden pair counts as the
// mean of the sample.
func (s *solver[E]) factors() (rowFactor, columnFactor []float64) {
	rows := s.view.given // rows of zeros are explained by the factor 0
	side := min(rows, max(factorLeast, min(factorSide, rows/4)))
	sampled := func(k, count int) int { return (2*k + 1) * count / (2 * side) }
	sample := make([]float64, 0, side*side)
	sum, allowed := 0.0, 0
	for k := range side {
		for l := range side {
			c := s.view.at(sampled(k, rows), sampled(l, s.columns))
			sample = append(sample, c)
			if c < infinity {
				sum += c
				allowed++
			}
		}
	}
	mean := sum / float64(max(1, allowed))
	known := func(c float64) float64 {
		if c == infinity {
			return mean
		}
		return c
	}
	for k, c := range sample {
		sample[k] = known(c)
	}
	x, y := make([]float64, side), make([]float64, side)
	for l := range y {
		y[l] = float64(l%7) - 3 // any vector that is not constant
	}
	for range factorSteps {
		center(y)
		for k := range x {
			x[k] = dot(sample[k*side:][:side], y, 1)
		}
		center(x)
		for l := range y {
			y[l] = dot(sample[l:], x, side)
		}
	}
	center(y)
	rowFactor, columnFactor = make([]float64, s.rows), make([]float64, s.columns)
	for k := range side {
		i, j := sampled(k, rows), sampled(k, s.columns)
		for l := range columnFactor {
			columnFactor[l] += float64(x[k] * known(s.view.at(i, l)))
		}
		for l := range rowFactor {
			rowFactor[l] += float64(y[k] * known(s.view.at(l, j)))
		}
	}
	return rowFactor, columnFactor
}

// center takes the mean off and scales to a greatest magnitude of 1.
func center(x []float64) {
	mean, greatest := 0.0, 0.0
	for _, f := range x {
		mean += f / float64(len(x))
	}
	for k := range x {
		x[k] -= mean
		greatest = max(greatest, math.Abs(x[k]))
	}
	if greatest > 0 {
		for k := range x {
			x[k] /= greatest
		}
	}
}

func dot(x, y []float64, stride int) float64 {
	sum := 0.0
	for k, f := range y {
		sum += float64(f * x[k*stride])
	}
	return sum
}

func risingOrder(key []float64) []int32 {
	order := make([]int32, len(key))
	for k := range order {
		order[k] = int32(k)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(key[a], key[b]) })
	return order
}
