package proof

import (
	"math/bits"
	"slices"
	"sort"
)

// Classes are costs that depend on the class of the row and the class of the
// column only, but for listed exceptions. Rows of a class are compared by masks
// that are made once.
type Classes struct {
	RowClass, ColumnClass []uint8
	Cost                  [][]int32 // by row class and column class
	Start                 []int     // of each row's exceptions, and the end of the last
	Column, Exception     []int32   // no column twice in a row
}

func (c *Classes) at(row, column int) int32 {
	for k := c.Start[row]; k < c.Start[row+1]; k++ {
		if int(c.Column[k]) == column {
			return c.Exception[k]
		}
	}
	return c.Cost[c.RowClass[row]][c.ColumnClass[column]]
}

// tiers orders the columns by what c + π is for rows of a class, exceptions aside.
type tiers struct {
	value []int64    // all that occur, ascending
	upTo  [][]uint64 // for each, the columns that have it or less
}

// mostTiers limits the memory that tiers take. A class with more values is taken
// column by column.
const mostTiers = 16

// tiersOf returns the tiers of a class of rows in a claim, nil if they are too
// many.
func (s *scan) tiersOf(g int, class uint8) *tiers {
	claim := &s.claims[g]
	classes := s.Goals[claim.Goal].Classes
	if s.tiers[g] == nil {
		s.tiers[g] = make([]*tiers, len(classes.Cost))
	}
	t := s.tiers[g][class]
	if t == nil {
		t = s.newTiers(claim, classes.Cost[class])
		s.tiers[g][class] = t
	}
	if len(t.value) == 0 {
		return nil
	}
	return t
}

func (s *scan) newTiers(claim *Claim, cost []int32) *tiers {
	class := s.Goals[claim.Goal].Classes.ColumnClass
	sum := make([]int64, s.Columns) // c + π
	for j := range sum {
		sum[j] = claim.of(j, cost[class[j]]) + claim.Price[j]
	}
	t := &tiers{value: slices.Clone(sum)}
	slices.Sort(t.value)
	t.value = slices.Clip(slices.Compact(t.value))
	if len(t.value) > mostTiers {
		t.value = nil
		return t
	}
	for _, value := range t.value {
		mask := make([]uint64, len(s.open))
		for j, x := range sum {
			if x <= value {
				mask[j/64] |= 1 << (j % 64)
			}
		}
		t.upTo = append(t.upTo, mask)
	}
	return t
}

// narrowByTiers is narrow where the row's class has tiers.
func (s *scan) narrowByTiers(claim *Claim, t *tiers, mine int64) int {
	below := sort.Search(len(t.value), func(k int) bool { return t.value[k] >= mine })
	have := below < len(t.value) && t.value[below] == mine
	less, ties := s.less, s.ties
	for w, open := range s.open {
		less[w], ties[w] = 0, 0 // ties may have those of less
		if below > 0 {
			less[w] = t.upTo[below-1][w] & open
		}
		if have {
			ties[w] = t.upTo[below][w] & open
		}
	}
	classes := s.Goals[claim.Goal].Classes
	for k := classes.Start[s.row]; k < classes.Start[s.row+1]; k++ {
		j := int(classes.Column[k])
		w, bit := j/64, uint64(1)<<(j%64)
		less[w] &^= bit
		ties[w] &^= bit
		switch x := claim.of(j, classes.Exception[k]) + claim.Price[j]; {
		case x < mine:
			less[w] |= bit & s.open[w]
		case x == mine:
			ties[w] |= bit & s.open[w]
		}
	}
	s.left = 0
	for w, x := range less {
		if x != 0 {
			return w*64 + bits.TrailingZeros64(x)
		}
		s.open[w] = ties[w]
		s.left += bits.OnesCount64(ties[w])
	}
	return -1
}
