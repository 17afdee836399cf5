package lap

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Verify proves that the solution is a best matching for cost, in the direction
// for which it was solved, or says what is wrong. It reads every cost and trusts
// nothing that the solver did. These are the conditions:
//
//   - each row and column is matched at most once, min(rows, columns) pairs in
//     all, no pair is forbidden, and Cost is the sum of the matched costs;
//   - no pair costs less than its two prices together (more, under Maximize) and
//     a matched pair costs exactly as much;
//   - what stays free has price 0, and on its side no price is greater (smaller,
//     under Maximize).
//
// From these follows that no matching is better. Comparisons allow for rounding:
// a pair's reduced cost may be wrong by 4·(rows + columns)·2⁻⁵² times the
// greatest magnitude of an allowed cost or a price. So the gap between Cost and
// the true optimum is at most min(rows, columns) times that; as the
// costs of matchings are whole where costs are, there it is 0 if that product is
// below 1.
func (s *Solution) Verify(cost mat.Matrix) error {
	if cost == nil {
		return errors.New("lap: the cost matrix is nil")
	}
	inner := cost
	for {
		t, ok := inner.(mat.Transpose)
		if !ok {
			break
		}
		inner = t.Matrix
	}
	if d, ok := inner.(*mat.Dense); inner == nil || ok && d == nil {
		return errors.New("lap: the cost matrix is nil")
	}
	rows, columns := cost.Dims()
	c := certificate{s: s, rows: rows, columns: columns}
	if err := c.shape(); err != nil {
		return err
	}
	read := func(use func(i int, j int, x float64)) {
		if rows == 0 || columns == 0 {
			return
		}
		buffer := make([]float64, columns)
		for i := range rows {
			for j, x := range mat.Row(buffer, i, cost) {
				if math.IsNaN(x) || math.IsInf(x, -1) {
					c.fault("cost[%d][%d] is %v", i, j, x)
				} else if !math.IsInf(x, 1) {
					use(i, j, x)
				}
			}
		}
	}
	return c.prove(read)
}

// VerifySparse proves what [Solution.Verify] proves, for a solution of
// [SolveSparse].
func (s *Solution) VerifySparse(cost *Sparse) error {
	if cost == nil {
		return errors.New("lap: the sparse costs are nil")
	}
	c := certificate{s: s, rows: cost.rows, columns: cost.columns}
	if err := c.shape(); err != nil {
		return err
	}
	return c.prove(func(use func(i int, j int, x float64)) {
		for e := range cost.Entries() {
			use(e.Row, e.Column, e.Cost)
		}
	})
}

// certificate checks one solution. It works in the user's orientation and sign.
type certificate struct {
	s             *Solution
	rows, columns int
	faults        faultList
}

func (c *certificate) fault(format string, args ...any) {
	c.faults.add("lap: verify: "+format, args...)
}

// shape checks that the slices fit the matrix and describe one matching.
func (c *certificate) shape() error {
	s := c.s
	if s == nil {
		return errors.New("lap: verify: the solution is nil")
	}
	for _, part := range []struct {
		name      string
		got, want int
	}{
		{"ColumnOf", len(s.ColumnOf), c.rows},
		{"RowPrice", len(s.RowPrice), c.rows},
		{"RowOf", len(s.RowOf), c.columns},
		{"ColumnPrice", len(s.ColumnPrice), c.columns},
	} {
		if part.got != part.want {
			c.fault("%s has length %d, but the costs are %d×%d", part.name, part.got, c.rows, c.columns)
		}
	}
	if len(c.faults.faults) > 0 {
		return c.faults.err()
	}
	pairs := 0
	for i, j := range s.ColumnOf {
		switch {
		case j == -1:
		case j < 0 || j >= c.columns:
			c.fault("ColumnOf[%d] is %d, want -1 or a column below %d", i, j, c.columns)
		case s.RowOf[j] != i:
			c.fault("ColumnOf[%d] is %d, but RowOf[%d] is %d", i, j, j, s.RowOf[j])
		default:
			pairs++
		}
	}
	for j, i := range s.RowOf {
		if i != -1 && (i < 0 || i >= c.rows || s.ColumnOf[i] != j) {
			c.fault("RowOf[%d] is %d, which ColumnOf contradicts", j, i)
		}
	}
	if want := min(c.rows, c.columns); pairs != want && len(c.faults.faults) == 0 {
		c.fault("%d pairs are matched, want %d", pairs, want)
	}
	for i, p := range s.RowPrice {
		if math.IsNaN(p) || math.IsInf(p, 0) {
			c.fault("RowPrice[%d] is %v", i, p)
		}
	}
	for j, p := range s.ColumnPrice {
		if math.IsNaN(p) || math.IsInf(p, 0) {
			c.fault("ColumnPrice[%d] is %v", j, p)
		}
	}
	return c.faults.err()
}

// prove checks costs and prices. read must call use for each allowed pair.
func (c *certificate) prove(read func(use func(i, j int, x float64))) error {
	s := c.s
	scale := 0.0
	for _, prices := range [][]float64{s.RowPrice, s.ColumnPrice} {
		for _, p := range prices {
			scale = max(scale, math.Abs(p))
		}
	}
	matched := make([]float64, c.rows)
	for i := range matched {
		matched[i] = math.Inf(1)
	}
	read(func(i, j int, x float64) {
		scale = max(scale, math.Abs(x))
		if s.ColumnOf[i] == j {
			matched[i] = x
		}
	})
	sum, magnitude := 0.0, 0.0
	for i, j := range s.ColumnOf {
		if j < 0 {
			continue
		}
		if math.IsInf(matched[i], 1) {
			c.fault("row %d is matched with column %d, which is forbidden", i, j)
		}
		sum += matched[i]
		magnitude += math.Abs(matched[i])
	}
	if len(c.faults.faults) > 0 {
		return c.faults.err()
	}
	const unit = 1.0 / (1 << 52)
	if !(math.Abs(sum-s.Cost) <= magnitude*float64(c.rows)*unit) {
		c.fault("Cost is %v, but the matched costs sum to %v", s.Cost, sum)
	}
	tolerance := 4 * float64(c.rows+c.columns) * unit * scale
	sign := 1.0
	if s.maximize {
		sign = -1
	}
	read(func(i, j int, x float64) {
		reduced := sign * (x - s.RowPrice[i] - s.ColumnPrice[j])
		if !(reduced >= -tolerance) {
			c.fault("pair (%d, %d) of cost %v beats its prices %v and %v by %v", i, j, x, s.RowPrice[i], s.ColumnPrice[j], -reduced)
		} else if s.ColumnOf[i] == j && !(reduced <= tolerance) {
			c.fault("matched pair (%d, %d) of cost %v is not worth its prices %v and %v", i, j, x, s.RowPrice[i], s.ColumnPrice[j])
		}
	})
	c.freePrices("row", s.RowPrice, s.ColumnOf, c.rows > c.columns, sign, tolerance)
	c.freePrices("column", s.ColumnPrice, s.RowOf, c.columns > c.rows, sign, tolerance)
	return c.faults.err()
}

// freePrices checks the larger side, on which something stays free.
func (c *certificate) freePrices(side string, prices []float64, partner []int, larger bool, sign, tolerance float64) {
	if !larger {
		return
	}
	for k, p := range prices {
		if partner[k] < 0 && math.Abs(p) > tolerance {
			c.fault("%s %d is free, but its price is %v, not 0", side, k, p)
		}
		if sign*p > tolerance {
			c.fault("%s %d has price %v, better than that of a free %s", side, k, p, side)
		}
	}
}
