package proof

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"
)

// block is how many rows a goroutine takes at a time.
const block = 64

// rows checks (1) of all rows and returns what they contribute to every claim. The
// error is that of the lowest row, whatever the number of goroutines: blocks are
// taken in order, so all rows below one that fails are looked at.
func (p *Problem) rows(ctx context.Context, c *Certificate) ([]*big.Int, error) {
	blocks := (p.Rows + block - 1) / block
	scans := make([]*scan, min(runtime.GOMAXPROCS(0), blocks))
	var taken atomic.Int64 // blocks
	var failed atomic.Bool // then no further block is taken
	var wait sync.WaitGroup
	for w := range scans {
		s := p.newScan(c)
		scans[w] = s
		wait.Add(1)
		go func() {
			defer wait.Done()
			for !failed.Load() {
				from := int(taken.Add(1)-1) * block
				if from >= p.Rows {
					return
				}
				if s.rows(ctx, from, min(from+block, p.Rows)); s.err != nil {
					failed.Store(true)
				}
			}
		}()
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err // which rows were reached is chance
	}
	total := make([]*big.Int, len(c.Claims))
	for g := range total {
		total[g] = new(big.Int)
	}
	lowest := &scan{row: p.Rows}
	for _, s := range scans {
		if s.err != nil && s.row < lowest.row {
			lowest = s
		}
		for g := range total {
			total[g].Add(total[g], s.total[g].big())
		}
	}
	return total, lowest.err
}

// scan is what one goroutine knows: a row, and the sums of the rows before it.
type scan struct {
	*Problem
	claims []Claim
	at     []int32
	tiers  [][]*tiers // of each claim and class of rows, nil before they are asked for
	total  []wide     // of each claim

	row    int
	own    int       // the column that the row is assigned to
	open   []uint64  // the columns of the face, as Allowed has them
	left   int       // how many they are
	costs  [][]int32 // of each goal at the row, nil before they are asked for
	buffer [][]int32 // of each goal
	of     [64]int32 // costs that a claim makes of a goal's
	err    error     // of the row

	less, ties []uint64 // like open
}

func (p *Problem) newScan(c *Certificate) *scan {
	return &scan{
		Problem: p, claims: c.Claims, at: c.At,
		tiers: make([][]*tiers, len(c.Claims)),
		total: make([]wide, len(c.Claims)),
		open:  make([]uint64, (p.Columns+63)/64), less: make([]uint64, (p.Columns+63)/64), ties: make([]uint64, (p.Columns+63)/64),
		costs: make([][]int32, len(p.Goals)), buffer: make([][]int32, len(p.Goals)),
	}
}

// rows checks some rows up to the first that fails.
func (s *scan) rows(ctx context.Context, from, to int) {
	for s.row = from; s.row < to; s.row++ {
		if s.err = ctx.Err(); s.err != nil {
			return
		}
		if s.err = s.check(); s.err != nil {
			return
		}
	}
}

// check follows the row through all claims.
func (s *scan) check() error {
	own := int(s.at[s.row])
	s.own = own
	clear(s.open)
	s.Allowed(s.row, s.open)
	if rest := s.Columns % 64; rest != 0 {
		s.open[len(s.open)-1] &= 1<<rest - 1
	}
	if s.open[own/64]>>(own%64)&1 == 0 {
		return fmt.Errorf("row %d: column %d is forbidden to it", s.row, own)
	}
	s.left = 0
	for _, x := range s.open {
		s.left += bits.OnesCount64(x)
	}
	clear(s.costs)
	for g := range s.claims {
		claim := &s.claims[g]
		if s.wantsRow(claim.Goal) {
			s.fill(claim.Goal)
		}
		if claim.Witness {
			s.total[g].add(s.least(claim))
			continue
		}
		mine := s.cost(claim, own)
		s.total[g].add(mine)
		if s.left == 1 {
			continue // nothing else to compare with
		}
		mine += claim.Price[own]
		if j := s.narrow(g, mine); j >= 0 {
			return &CheaperPair{Claim: g, Goal: claim.Goal, Row: s.row, Column: j, Own: own, By: mine - s.cost(claim, j) - claim.Price[j]}
		}
	}
	return nil
}

// rowShare decides where a row of costs is computed as a whole: where more than
// one column in so many is left, and more than one.
const rowShare = 64

func (s *scan) wantsRow(goal int) bool {
	g := &s.Goals[goal]
	return s.costs[goal] == nil && g.Classes == nil && (g.At == nil || s.left > 1 && s.left*rowShare > s.Columns)
}

func (s *scan) fill(goal int) {
	if s.buffer[goal] == nil {
		s.buffer[goal] = make([]int32, s.Columns)
	}
	s.costs[goal] = s.Goals[goal].Cost(s.row, s.buffer[goal])
}

// cost is the row's cost in a claim at one column.
func (s *scan) cost(claim *Claim, j int) int64 {
	g := &s.Goals[claim.Goal]
	var x int32
	switch costs := s.costs[claim.Goal]; {
	case costs != nil:
		x = costs[j]
	case g.Classes != nil:
		x = g.Classes.at(s.row, j)
	default:
		x = g.At(s.row, j)
	}
	return claim.of(j, x)
}

// of is the claim's cost of a pair that costs x in its goal.
func (c *Claim) of(j int, x int32) int64 {
	if c.Of != nil {
		x = c.Of(j, x)
	}
	return int64(x)
}

// narrow leaves those columns open that cost as much as the row's own, whose c + π
// is mine. It returns the first that costs less, or −1.
func (s *scan) narrow(g int, mine int64) int {
	claim := &s.claims[g]
	if classes := s.Goals[claim.Goal].Classes; classes != nil && s.left > fewColumns {
		if t := s.tiersOf(g, classes.RowClass[s.row]); t != nil {
			return s.narrowByTiers(claim, t, mine)
		}
	}
	left := 0
	for w, open := range s.open {
		if open == 0 {
			continue
		}
		less, ties := s.compare(claim, w, open, mine)
		if less != 0 {
			return w*64 + bits.TrailingZeros64(less)
		}
		s.open[w] = ties
		left += bits.OnesCount64(ties)
	}
	s.left = left
	return -1
}

// fewColumns are taken one by one; more are compared 64 at a time.
const fewColumns = 8

// compare returns which open columns of a word have c + π below mine, and which
// have as much.
func (s *scan) compare(claim *Claim, w int, open uint64, mine int64) (less, ties uint64) {
	if s.costs[claim.Goal] == nil || bits.OnesCount64(open) <= fewColumns {
		for rest := open; rest != 0; rest &= rest - 1 {
			j := w*64 + bits.TrailingZeros64(rest)
			switch x := s.cost(claim, j) + claim.Price[j]; {
			case x < mine:
				less |= rest & -rest
			case x == mine:
				ties |= rest & -rest
			}
		}
		return less, ties
	}
	costs, price := s.word(claim, w)
	ties = atMost(costs, price, mine) & open
	others := ties
	if w == s.own/64 {
		others &^= 1 << (s.own % 64)
	}
	if others == 0 {
		return 0, ties
	}
	less = atMost(costs, price, mine-1) & ties
	return less, ties &^ less
}

// word returns the claim's costs and prices of the columns of a word.
func (s *scan) word(claim *Claim, w int) (costs []int32, price []int64) {
	from, to := w*64, min(w*64+64, s.Columns)
	costs, price = s.costs[claim.Goal][from:to], claim.Price[from:to]
	if claim.Of == nil {
		return costs, price
	}
	of := s.of[:len(costs)]
	for k, x := range costs {
		of[k] = claim.Of(from+k, x)
	}
	return of, price
}

// least is the least c + π of the open columns.
func (s *scan) least(claim *Claim) int64 {
	out := int64(math.MaxInt64)
	for w, open := range s.open {
		if open == ^uint64(0) && s.costs[claim.Goal] != nil {
			costs, price := s.word(claim, w)
			out = min(out, least(costs, price))
			continue
		}
		for ; open != 0; open &= open - 1 {
			j := w*64 + bits.TrailingZeros64(open)
			out = min(out, s.cost(claim, j)+claim.Price[j])
		}
	}
	return out
}
