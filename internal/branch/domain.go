package branch

import "context"

// decision is a step of branching: the row takes a column of the group, or of
// any other group.
type decision struct {
	row   int32
	group int32
	in    bool
}

// node is a node of the tree: the decisions on the way to it.
type node struct {
	above *node
	decision
	depth  int
	bound  int64     // proven
	lambda []float64 // to start from
	next   decision  // how to branch, in the child that is tried first
	order  int       // of creation
}

// domain is what the decisions of a node leave open, and what side rows can
// still reach. Scratch that is used again.
type domain struct {
	open   []bool // groups of all rows
	count  []int32
	least  []int64 // of y of each side row
	most   []int64
	floor  []int64 // what joints leave of it
	ceil   []int64
	stride []int64 // y is least, or differs from it by a multiple of stride
	free   int     // rows with more than one group

	reference      []int64 // scratch: of one row, by side
	low, top       []int64
	seen           []int
	touched        []int32
	slack          []bool // budgets that cannot be exceeded
	infeasibleSide int    // which side row no assignment respects, −1 if unknown
}

func newDomain(in *instance) *domain {
	k := len(in.sides)
	return &domain{
		open:  make([]bool, in.groupStart[len(in.groupStart)-1]),
		count: make([]int32, in.flow.Rows),
		least: make([]int64, k), most: make([]int64, k), floor: make([]int64, k), ceil: make([]int64, k), stride: make([]int64, k),
		reference: make([]int64, k), low: make([]int64, k), top: make([]int64, k),
		seen: make([]int, k), slack: make([]bool, k),
	}
}

// has reports whether the pair of a row is open.
func (d *domain) has(in *instance, row, pair int) bool {
	return d.open[in.groupStart[row]+int(in.group[pair])]
}

// set fills the domain for a node and reports whether anything can be
// feasible there. The error is that of the context.
func (d *domain) set(ctx context.Context, in *instance, n *node) (bool, error) {
	d.infeasibleSide = -1
	for g := range d.open {
		d.open[g] = !in.shut[g]
	}
	for ; n != nil && n.above != nil; n = n.above {
		from, to := in.groupStart[n.row], in.groupStart[n.row+1]
		chosen := from + int(n.group)
		for g := from; g < to; g++ {
			if (g == chosen) != n.in {
				d.open[g] = false
			}
		}
	}
	d.ascend(in)
	return d.refresh(ctx, in)
}

// refresh counts what is open; false if a row has nothing left or a side row
// cannot be respected.
func (d *domain) refresh(ctx context.Context, in *instance) (bool, error) {
	d.free = 0
	for i := range in.flow.Rows {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		d.count[i] = 0
		for _, open := range d.open[in.groupStart[i]:in.groupStart[i+1]] {
			if open {
				d.count[i]++
			}
		}
		if d.count[i] == 0 {
			return false, nil
		}
		if d.count[i] > 1 {
			d.free++
		}
	}
	return d.reach(ctx, in)
}

// ascend keeps, among rows that are alike, the assignments whose groups
// ascend; sorting turns every assignment into one of those.
func (d *domain) ascend(in *instance) {
	for i, before := range in.twin {
		if before < 0 {
			continue
		}
		mine := d.open[in.groupStart[i]:in.groupStart[i+1]]
		for g, open := range d.open[in.groupStart[before]:in.groupStart[before+1]] {
			if open {
				break
			}
			mine[g] = false
		}
	}
	for i := len(in.twin) - 1; i >= 0; i-- {
		before := in.twin[i]
		if before < 0 {
			continue
		}
		mine := d.open[in.groupStart[i]:in.groupStart[i+1]]
		other := d.open[in.groupStart[before]:in.groupStart[before+1]]
		for g := len(mine) - 1; g >= 0 && !mine[g]; g-- {
			other[g] = false
		}
	}
}

// reach finds which values the side rows can take: an interval and a lattice.
func (d *domain) reach(ctx context.Context, in *instance) (bool, error) {
	for k := range in.sides {
		s := &in.sides[k]
		d.least[k], d.most[k], d.stride[k] = s.low, s.top, 0
		if s.top != s.low {
			d.stride[k] = 1
		}
	}
	for i := range in.flow.Rows {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		d.touched = d.touched[:0]
		pairs := 0
		for e := in.start[i]; e < in.start[i+1]; e++ {
			if !d.has(in, i, e) {
				continue
			}
			pairs++
			for q := in.entry[e]; q < in.entry[e+1]; q++ {
				k, a := in.side[q], int64(in.coef[q])
				if d.seen[k] == 0 {
					d.touched = append(d.touched, k)
					d.reference[k], d.low[k], d.top[k] = a, a, a
				}
				d.seen[k]++
				d.add(k, a)
			}
		}
		for _, k := range d.touched {
			if d.seen[k] < pairs {
				d.add(k, 0)
			}
			d.seen[k] = 0
			d.least[k] += d.low[k]
			d.most[k] += d.top[k]
		}
	}
	for k := range in.sides {
		s := &in.sides[k]
		if d.least[k] > s.limit || d.most[k] < s.least {
			d.infeasibleSide = k
			return false, nil
		}
		d.floor[k], d.ceil[k] = max(d.least[k], s.least), min(d.most[k], s.limit)
		d.stride[k] = max(d.stride[k], 1)
	}
	for j := range in.joints {
		if !d.share(in, &in.joints[j]) {
			return false, nil
		}
	}
	for k := range in.sides {
		d.slack[k] = in.sides[k].budget() && d.most[k] <= d.ceil[k]
	}
	return true, nil
}

// share narrows the side rows of a joint to what they may charge beside the
// least that the others do; false if that is too much already.
func (d *domain) share(in *instance, j *joint) bool {
	room := j.limit
	for _, k := range j.sides {
		room -= in.sides[k].charge(d.cheapest(in, k))
	}
	if room < 0 {
		return false
	}
	for _, k := range j.sides {
		s := &in.sides[k]
		low := d.cheapest(in, k)
		most := room + s.charge(low)
		d.floor[k] = firstOf(d.floor[k], low, func(y int64) bool { return s.charge(y) <= most })
		d.ceil[k] = firstOf(low, d.ceil[k], func(y int64) bool { return y == d.ceil[k] || s.charge(y+1) > most })
	}
	return true
}

// cheapest returns where a side row charges least.
func (d *domain) cheapest(in *instance, k int) int64 {
	s := &in.sides[k]
	return firstOf(d.floor[k], d.ceil[k], func(y int64) bool { return y == d.ceil[k] || s.charge(y+1) >= s.charge(y) })
}

// firstOf returns the first number from low to high at which a condition holds
// that holds from there on, and at high in any case.
func firstOf(low, high int64, holds func(int64) bool) int64 {
	for low < high {
		if middle := low + (high-low)/2; holds(middle) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

func (d *domain) add(k int32, a int64) {
	d.low[k], d.top[k] = min(d.low[k], a), max(d.top[k], a)
	if d.stride[k] != 1 {
		d.stride[k] = divisor(d.stride[k], max(a-d.reference[k], d.reference[k]-a))
	}
}

// divisor returns gcd(a, b).
func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// window returns the values of y that are reachable and allowed, the first and
// how many more strides; ok is false if there are none.
func (d *domain) window(in *instance, k int) (first, count int64, ok bool) {
	first, last := d.least[k], d.ceil[k]
	step := d.stride[k]
	if first < d.floor[k] {
		first += (d.floor[k] - first + step - 1) / step * step
	}
	if first > last {
		return 0, 0, false
	}
	return first, (last - first) / step, true
}
