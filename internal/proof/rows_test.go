package proof_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/mutasi-go/mutasi/internal/proof"
	"pgregory.net/rapid"
)

// wideWorld is a problem with rows of several words. Every node has one load only,
// so that rows alone decide.
type wideWorld struct {
	rows, columns int
	allowed       [][]bool
	goals         []proof.Goal
	cost          [][][]int32 // the same costs as matrices: goal, row, column
	certificate   proof.Certificate
}

func drawWideWorld(t *rapid.T) *wideWorld {
	w := &wideWorld{
		rows:    rapid.SampledFrom([]int{1, 3, 64, 65, 200}).Draw(t, "rows"),
		columns: rapid.SampledFrom([]int{1, 2, 63, 64, 65, 130}).Draw(t, "columns"),
	}
	r := rapid.Uint64().Draw(t, "seed")
	below := func(n int) int { // n is small
		r ^= r << 13
		r ^= r >> 7
		r ^= r << 17
		return int(r >> 1 % uint64(n))
	}
	r |= 1
	density := rapid.IntRange(1, 8).Draw(t, "density") // in eighths
	for range w.rows {
		row := make([]bool, w.columns)
		for j := range row {
			row[j] = below(8) < density
		}
		row[below(w.columns)] = true
		w.allowed = append(w.allowed, row)
	}
	for range rapid.IntRange(1, 3).Draw(t, "goals") {
		w.addGoal(rapid.IntRange(0, 2).Draw(t, "store"), below)
	}
	for range rapid.IntRange(1, 5).Draw(t, "claims") {
		claim := proof.Claim{
			Goal:    rapid.IntRange(0, len(w.goals)-1).Draw(t, "goal"),
			Witness: rapid.IntRange(0, 3).Draw(t, "witness") == 0,
		}
		if rapid.Bool().Draw(t, "of") {
			claim.Of = func(column int, cost int32) int32 { return (cost + int32(column%3)) & 1 }
		}
		spread := rapid.SampledFrom([]int{1, 3, 1 << 20}).Draw(t, "spread")
		base := rapid.SampledFrom([]int64{0, 1<<60 - 1<<20, -1 << 60}).Draw(t, "base")
		for range w.columns {
			claim.Price = append(claim.Price, base+int64(below(spread)))
		}
		w.certificate.Claims = append(w.certificate.Claims, claim)
	}
	w.assign()
	return w
}

// addGoal adds a goal whose costs are a matrix with or without single pairs, or
// classes with exceptions.
func (w *wideWorld) addGoal(store int, below func(int) int) {
	cost := make([][]int32, w.rows)
	if store < 2 {
		for i := range cost {
			for range w.columns {
				cost[i] = append(cost[i], int32(below(4))-1)
			}
			cost[i][below(w.columns)] = []int32{-1 << 31, 1<<31 - 1}[below(2)]
		}
		goal := proof.Goal{Cost: func(row int, buffer []int32) []int32 { return append(buffer[:0], cost[row]...) }}
		if store == 1 {
			goal.At = func(row, column int) int32 { return cost[row][column] }
		}
		w.goals, w.cost = append(w.goals, goal), append(w.cost, cost)
		return
	}
	c := &proof.Classes{Cost: [][]int32{{0, 1}, {2, 0}}, Start: []int{0}}
	for range w.columns {
		c.ColumnClass = append(c.ColumnClass, uint8(below(2)))
	}
	for i := range cost {
		c.RowClass = append(c.RowClass, uint8(below(2)))
		for j := range w.columns {
			x := c.Cost[c.RowClass[i]][c.ColumnClass[j]]
			if below(20) == 0 {
				x = int32(below(9)) - 4
				c.Column, c.Exception = append(c.Column, int32(j)), append(c.Exception, x)
			}
			cost[i] = append(cost[i], x)
		}
		c.Start = append(c.Start, len(c.Column))
	}
	w.goals, w.cost = append(w.goals, proof.Goal{Classes: c}), append(w.cost, cost)
}

// reduced is c + π of a pair.
func (w *wideWorld) reduced(claim *proof.Claim, row, column int) int64 {
	x := w.cost[claim.Goal][row][column]
	if claim.Of != nil {
		x = claim.Of(column, x)
	}
	return int64(x) + claim.Price[column]
}

// columnsOf returns the columns that a row has left before each claim and after
// the last, with their least c + π in each.
func (w *wideWorld) columnsOf(row int) (open [][]int, least []int64) {
	var now []int
	for j, ok := range w.allowed[row] {
		if ok {
			now = append(now, j)
		}
	}
	open = append(open, now)
	for g := range w.certificate.Claims {
		claim := &w.certificate.Claims[g]
		x := w.reduced(claim, row, now[0])
		for _, j := range now {
			x = min(x, w.reduced(claim, row, j))
		}
		if !claim.Witness {
			now = slices.DeleteFunc(slices.Clone(now), func(j int) bool { return w.reduced(claim, row, j) != x })
		}
		open, least = append(open, now), append(least, x)
	}
	return open, least
}

// assign gives every row a column that is optimal in all claims, and the claims
// what it costs.
func (w *wideWorld) assign() {
	c := &w.certificate
	total := make([]*big.Int, len(c.Claims))
	for g := range total {
		total[g] = new(big.Int)
	}
	for i := range w.rows {
		open, least := w.columnsOf(i)
		last := open[len(open)-1]
		own := last[i%len(last)]
		c.At = append(c.At, int32(own))
		for g := range c.Claims {
			price := c.Claims[g].Price[own] // what a row gives less what its seat takes
			total[g].Add(total[g], big.NewInt(least[g]-price))
		}
	}
	for g := range c.Claims {
		c.Claims[g].Cost = total[g].Int64()
	}
}

// check checks the certificate on a number of goroutines.
func (w *wideWorld) check(workers int) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
	p := &proof.Problem{
		Rows: w.rows, Columns: w.columns, Goals: w.goals,
		Parent: slices.Repeat([]int32{-1}, w.columns), Lo: make([]int32, w.columns),
		Allowed: func(row int, into []uint64) {
			for j, ok := range w.allowed[row] {
				if ok {
					into[j/64] |= 1 << (j % 64)
				}
			}
			if rest := w.columns % 64; rest != 0 {
				into[len(into)-1] |= ^uint64(0) << rest // no columns, so they are not read
			}
		},
	}
	for _, j := range w.certificate.At {
		p.Lo[j]++
	}
	p.Hi = p.Lo
	return proof.Check(context.Background(), p, &w.certificate)
}

// firstFault says what is wrong with the rows of the certificate, "" if nothing
// is: the lowest row, its first claim, its first column.
func (w *wideWorld) firstFault() string {
	for i, own := range w.certificate.At {
		open, _ := w.columnsOf(i)
		if !slices.Contains(open[0], int(own)) {
			return fmt.Sprintf("row %d: column %d is forbidden to it", i, own)
		}
		for g := range w.certificate.Claims {
			claim := &w.certificate.Claims[g]
			mine := w.reduced(claim, i, int(own))
			for _, j := range open[g] {
				if x := w.reduced(claim, i, j); x < mine && !claim.Witness {
					return (&proof.CheaperPair{Claim: g, Goal: claim.Goal, Row: i, Column: j, Own: int(own), By: mine - x}).Error()
				}
			}
		}
	}
	return ""
}

// TestRowsAreComparedAsDefined holds the masks, the classes and the goroutines
// against the definition: sound certificates are proven, and of others the first
// fault is reported in the same words, whatever the row, the claim and the number
// of goroutines.
func TestRowsAreComparedAsDefined(t *testing.T) {
	caught := 0
	rapid.Check(t, func(t *rapid.T) {
		w := drawWideWorld(t)
		if err := w.check(rapid.IntRange(1, 4).Draw(t, "workers")); err != nil {
			t.Fatalf("the certificate is sound: %v", err)
		}
		for range rapid.IntRange(1, 3).Draw(t, "lies") {
			row := rapid.IntRange(0, w.rows-1).Draw(t, "row")
			w.certificate.At[row] = int32(rapid.IntRange(0, w.columns-1).Draw(t, "column"))
		}
		claim := &w.certificate.Claims[rapid.IntRange(0, len(w.certificate.Claims)-1).Draw(t, "claim")]
		column := rapid.IntRange(0, w.columns-1).Draw(t, "price of")
		if price := claim.Price[column] - rapid.Int64Range(0, 3).Draw(t, "less"); price >= -1<<60 {
			claim.Price[column] = price
		}
		want := w.firstFault()
		if want == "" {
			return // another optimum, or a price within its slack: only sums may be wrong
		}
		caught++
		for workers := 1; workers <= 4; workers++ {
			if err := w.check(workers); err == nil || err.Error() != want {
				t.Fatalf("%d goroutines: %v, want %s", workers, err, want)
			}
		}
	})
	if caught == 0 {
		t.Error("nothing was caught: the test shows nothing")
	}
}

// TestCheaperColumnInAnyWord: a column is found wherever it is, and whether it is
// the only one that costs as little or all others tie.
func TestCheaperColumnInAnyWord(t *testing.T) {
	const columns, own = 130, 3
	for _, others := range []int32{0, 1} {
		for j := range columns {
			cost := slices.Repeat([]int32{others}, columns)
			cost[own], cost[j] = 0, -1
			w := oneRow(cost, own)
			want := ""
			if j != own {
				want = fmt.Sprintf("column %d is cheaper by 1", j)
			}
			wants(t, w.check(1), want)
		}
	}
}

// oneRow is a world of one row in one goal, whose prices are 0.
func oneRow(cost []int32, own int32) *wideWorld {
	return &wideWorld{
		rows: 1, columns: len(cost), allowed: [][]bool{slices.Repeat([]bool{true}, len(cost))},
		goals: []proof.Goal{{Cost: func(int, []int32) []int32 { return cost }}},
		certificate: proof.Certificate{
			At: []int32{own}, Claims: []proof.Claim{{Price: make([]int64, len(cost)), Cost: int64(cost[own])}},
		},
	}
}

// TestExceptionsTakeThePlaceOfTheirClass: where a row has another cost than its
// class, the class has no say.
func TestExceptionsTakeThePlaceOfTheirClass(t *testing.T) {
	const columns, own, other = 70, 2, 66
	for _, test := range []struct {
		name      string
		class     int32 // the cost of column other; that of all others is 5
		exception int32
		mine      int32
		want      string
	}{
		{name: "dear instead of cheap", class: 4, exception: 6, mine: 5},
		{name: "equal instead of cheap", class: 4, exception: 5, mine: 5},
		{name: "cheap instead of equal", class: 5, exception: 4, mine: 5, want: "column 66 is cheaper by 1"},
		{name: "cheap instead of dear", class: 9, exception: 4, mine: 5, want: "column 66 is cheaper by 1"},
		{name: "the own is cheaper than all", class: 5, exception: 5, mine: 3},
		{name: "the own is dearer than some", class: 4, exception: 4, mine: 6, want: "column 0 is cheaper by 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := oneRow(slices.Repeat([]int32{5}, columns), own)
			class := make([]uint8, columns)
			class[other] = 1
			w.goals[0] = proof.Goal{Classes: &proof.Classes{
				RowClass: []uint8{0}, ColumnClass: class, Cost: [][]int32{{5, test.class}},
				Start: []int{0, 2}, Column: []int32{own, other}, Exception: []int32{test.mine, test.exception},
			}}
			w.certificate.Claims[0].Cost = int64(test.mine)
			wants(t, w.check(1), test.want)
		})
	}
}

// TestARowOfCostsIsComputedOnce: however many claims a goal has, and not at all
// where so few columns are left that single costs do.
func TestARowOfCostsIsComputedOnce(t *testing.T) {
	const rows, columns = 150, 130
	var asked [2][rows]atomic.Int32
	cost := func(goal, row, column int) int32 { // the first goal leaves column row%columns only
		if goal == 0 && column != row%columns {
			return 1
		}
		return 0
	}
	w := &wideWorld{rows: rows, columns: columns}
	for g := range asked {
		w.goals = append(w.goals, proof.Goal{
			Cost: func(row int, buffer []int32) []int32 {
				asked[g][row].Add(1)
				for j := range columns {
					buffer[j] = cost(g, row, j)
				}
				return buffer
			},
			At: func(row, column int) int32 { return cost(g, row, column) },
		})
	}
	none := make([]int64, columns)
	w.certificate.Claims = []proof.Claim{{Price: none, Cost: -1, Witness: true}, {Price: none}, {Price: none}, {Goal: 1, Price: none}, {Goal: 1, Price: none}}
	for i := range rows {
		w.allowed = append(w.allowed, slices.Repeat([]bool{true}, columns))
		w.certificate.At = append(w.certificate.At, int32(i%columns))
	}
	if err := w.check(2); err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if first, second := asked[0][i].Load(), asked[1][i].Load(); first != 1 || second != 0 {
			t.Fatalf("row %d is computed %d times for the first goal and %d times for the second", i, first, second)
		}
	}
}

// TestCheckEndsWithinARow: after the end of its context each goroutine finishes the
// row that it is at, and no other.
func TestCheckEndsWithinARow(t *testing.T) {
	const rows, workers = 5000, 3
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var ended, after atomic.Int32
	costs := goal{cost: slices.Repeat([][]int32{{0, 1}}, rows)}
	p := problem([]int32{-1, -1}, []int32{0, 0}, []int32{rows, rows}, costs)
	p.Goals[0].Cost = func(row int, _ []int32) []int32 {
		if ended.Load() == 1 {
			after.Add(1)
		}
		if row == 1000 {
			cancel()
			ended.Store(1)
		}
		return costs.cost[row]
	}
	err := proof.Check(ctx, p, &proof.Certificate{At: make([]int32, rows), Claims: []proof.Claim{{Price: []int64{0, 0}}}})
	if !errors.Is(err, context.Canceled) || after.Load() > workers {
		t.Errorf("%v, and %d rows were looked at after the end", err, after.Load())
	}
}
