package lap

import "math"

// auction lowers prices by Bertsekas's method, one bidder at a time: the last row
// turned away bids next. Its matching, in rowOf only, is discarded. Only the prices
// are kept: they are within about increment of the best. It stops after most bids
// for each row, and reports whether every row has a column by then. Without that
// limit an auction would never end where there is no full matching.
func (s *solver[E]) auction(increment float64, most int) (finished bool, err error) {
	s.clearMatching()
	stack := s.free
	for a, b := 0, len(stack)-1; a < b; a, b = a+1, b-1 {
		stack[a], stack[b] = stack[b], stack[a]
	}
	for bids := most * s.rows; len(stack) > 0; bids-- {
		if bids == 0 {
			return false, nil
		}
		if err := s.check.ended(); err != nil {
			return false, err
		}
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		c := s.choose(i)
		if c.column < 0 {
			continue
		}
		if c.second < infinity {
			s.v[c.column] -= c.second - c.least
		}
		s.v[c.column] -= increment
		if owner := s.rowOf[c.column]; owner >= 0 {
			stack = append(stack, owner)
		}
		s.rowOf[c.column] = i
	}
	return true, nil
}

const (
	auctionCap   = 40  // bids a row, at most
	auctionFirst = 12  // the same for an auction that may begin with greater increments
	auctionScale = 5.0 // an increment to the next
	auctionTries = 3   // greater increments
)

// scaleAuction runs auctions with smaller and smaller increments and then drops
// the matching. The increments start from what the prices are uncertain by now,
// or from much more if with that the first auction will not end.
func (s *solver[E]) scaleAuction(increment float64) error {
	for try, phase := 0, 0; phase < s.tuning.phases && increment > 0; phase++ {
		most := auctionCap
		if phase == 0 && try < auctionTries {
			most = auctionFirst
		}
		finished, err := s.auction(increment, most)
		if err != nil {
			return err
		}
		if !finished && most == auctionFirst {
			increment *= auctionScale * auctionScale
			try, phase = try+1, -1
			continue
		}
		increment /= auctionScale
	}
	if s.integral() {
		// Down, not to the nearest: a price that rose would make lists invalid.
		for j, p := range s.v {
			s.v[j] = math.Floor(p)
		}
	}
	if s.integerCosts {
		// Now all reduced costs are whole, so those above a bound are above
		// the next whole number. Bounds enter into prices.
		for i, bound := range s.lists.bound {
			s.lists.bound[i] = math.Ceil(bound)
		}
	}
	s.clearMatching()
	return nil
}

// spread estimates how far the prices are from the best: the mean distance
// between a row's best column and what it has beyond its list or, where lists
// hold complete rows, a few times the mean distance to its second best.
func (s *solver[E]) spread() float64 {
	const times = 4
	sum, count := 0.0, 0
	for i := range s.rows {
		if s.view == nil {
			if c := s.chooseListed(int32(i)); c.second < infinity {
				sum += times * (c.second - c.least)
				count++
			}
		} else if bound := s.lists.bound[i]; bound < infinity {
			sum += bound - s.choose(int32(i)).least
			count++
		}
	}
	if count == 0 {
		return 0
	}
	return sum / float64(count)
}

// integral says whether every candidate's cost is a whole number. Whole prices
// are then among the best, and ties come out exactly as ties.
func (s *solver[E]) integral() bool {
	for i := range s.rows {
		for _, e := range s.lists.of(int32(i)) {
			if f := float64(e.cost); f != math.Trunc(f) {
				return false
			}
		}
	}
	return true
}
