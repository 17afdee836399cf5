package branch

import (
	"cmp"
	"math"
	"math/big"
	"slices"
)

const (
	mostTable = 1 << 22 // entries of all tables of one enumeration
	rootSteps = 1 << 23 // tried pairs of one enumeration
	nodeSteps = 1 << 18
	widest    = 1 << 20 // values of one side row
	never     = math.MaxInt64 / 8
)

// option is a pair that a row may take in an enumeration.
type option struct {
	pair  int32
	cost  int64 // reduced cost, in units of 2^−scale
	group int32
}

// finisher enumerates the assignments of a node, rows in a fixed order.
// Everything that is compared is in units of 2^−scale above the relaxed value.
type finisher struct {
	v      *evaluation
	in     *instance
	gap    int64 // sums beyond it are not wanted
	rows   []int32
	option [][]option
	before []int // place of a row that is alike and comes earlier, −1 if none
	choice []int32
	steps  int

	tabled []int       // side rows with tables
	table  [][][]int64 // by place, table, and y above the least: the least of the terms to come
	delta  [][][]int64 // by place, option, table: what the option adds to y above the least
	reach  [][]int64   // by place and table: y above the least so far

	load []int32
	at   []int32 // pairs
	s    *state
	r    *relaxed
}

// finish enumerates what a node leaves open, and closes it if that comes to
// an end.
func (v *evaluation) finish() {
	f := &finisher{v: v, in: v.in, r: v.best, steps: nodeSteps}
	if v.node.above == nil && len(v.in.joints) == 0 { // joints are in no table, so that little is ruled out early
		f.steps = rootSteps
	}
	v.tried = true
	f.setGap()
	f.order()
	f.fill()
	if v.ctx.Err() != nil {
		return
	}
	f.s = newState(v.in)
	f.load = make([]int32, len(v.in.flow.Parent))
	f.at = make([]int32, v.in.flow.Rows)
	before := f.steps
	f.visit(0, 0)
	v.steps += before - f.steps
	if f.steps > 0 {
		v.closed, v.done = true, true
	}
}

func (f *finisher) setGap() { f.gap = f.r.gap(f.v.cutoff) }

// order puts rows without a choice first, then those that disturb most;
// rows that are alike stay together. It stops early if the context ends.
func (f *finisher) order() {
	in, v := f.in, f.v
	options := make([][]option, in.flow.Rows)
	weight := make([]float64, in.flow.Rows)
	alike := make([]int32, in.flow.Rows) // the first row like this
	for i := range options {
		if v.ctx.Err() != nil {
			return
		}
		f.rows = append(f.rows, int32(i))
		alike[i] = int32(i)
		if b := in.twin[i]; b >= 0 {
			alike[i] = alike[b]
		}
		weight[i] = v.disturbance(i)
		f.r.reducedCosts(i, func(e int, c int64) {
			options[i] = append(options[i], option{int32(e), c, in.group[e]})
		})
		slices.SortFunc(options[i], func(a, b option) int {
			return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.pair, b.pair))
		})
	}
	rank := func(i int32) int { return min(len(options[i]), 2) }
	slices.SortFunc(f.rows, func(a, b int32) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(weight[b], weight[a]),
			cmp.Compare(alike[a], alike[b]), cmp.Compare(a, b))
	})
	place := make([]int, in.flow.Rows)
	f.before = make([]int, in.flow.Rows)
	for q, i := range f.rows {
		f.option = append(f.option, options[i])
		place[i] = q
		f.before[q] = -1
		if b := in.twin[i]; b >= 0 && place[b] < q && f.rows[place[b]] == b {
			f.before[q] = place[b]
		}
	}
	f.choice = make([]int32, in.flow.Rows)
}

// fill computes the tables backwards over the rows, for the side rows for
// which there is room. A row without a choice adds what is in y at the least, and
// shares the tables of the place after it. It stops early if the context ends.
func (f *finisher) fill() {
	in, dom := f.in, f.v.dom
	room := int64(mostTable) / int64(dom.free+1)
	var last [][]int64
	for k := range in.sides {
		if in.sides[k].marginal != nil || dom.most[k]-dom.least[k] >= widest {
			continue
		}
		terms := f.terms(k)
		if f.v.ctx.Err() != nil {
			return
		}
		if int64(len(terms)) <= room {
			f.tabled = append(f.tabled, k)
			last = append(last, terms)
			room -= int64(len(terms))
		}
	}
	n := len(f.rows)
	owner := make([]int, len(in.sides)) // the table of a side row
	for k := range owner {
		owner[k] = -1
	}
	for q, k := range f.tabled {
		owner[k] = q
	}
	f.table = make([][][]int64, n+1)
	f.delta = make([][][]int64, n)
	f.reach = make([][]int64, n+1)
	for q := range f.reach {
		f.reach[q] = make([]int64, len(f.tabled))
	}
	f.table[n] = last
	for q := n - 1; q >= 0; q-- {
		if f.v.ctx.Err() != nil {
			return
		}
		options := f.option[q]
		f.delta[q] = make([][]int64, len(options))
		charge := make([]int, len(options)) // which table bears the cost
		for o, x := range options {
			f.delta[q][o] = make([]int64, len(f.tabled))
			charge[o] = -1
			for e := in.entry[x.pair]; e < in.entry[x.pair+1]; e++ {
				if t := owner[in.side[e]]; t >= 0 {
					f.delta[q][o][t] = int64(in.coef[e])
					if charge[o] < 0 {
						charge[o] = t
					}
				}
			}
		}
		for t := range f.tabled {
			least := f.delta[q][0][t]
			for o := range options {
				least = min(least, f.delta[q][o][t])
			}
			for o := range options {
				f.delta[q][o][t] -= least
			}
		}
		f.table[q] = f.table[q+1]
		if len(options) > 1 {
			f.table[q] = f.stepBack(q, charge)
		}
	}
}

// terms returns by y what ψ(y) − λ y exceeds h, rounded down, as far as it
// stays within the gap.
func (f *finisher) terms(k int) []int64 {
	in, dom, r := f.in, f.v.dom, f.r
	s := &in.sides[k]
	out := make([]int64, dom.most[k]-dom.least[k]+1)
	h, _ := r.conjugate(k)
	value, product := new(big.Int), new(big.Int)
	for q := range out {
		if q%1024 == 0 && f.v.ctx.Err() != nil {
			return nil
		}
		y := dom.least[k] + int64(q)
		out[q] = never
		if s.excess(y) > 0 || int64(q)%dom.stride[k] != 0 {
			continue
		}
		value.SetInt64(s.value(y))
		value.Lsh(value, uint(r.places()))
		value.Sub(value, product.Mul(product.SetInt64(r.lambda[k]), big.NewInt(y)))
		value.Sub(value, h).Rsh(value, r.shift)
		if value.IsInt64() {
			out[q] = min(value.Int64(), never)
		}
	}
	for len(out) > 1 && out[len(out)-1] > f.gap {
		out = out[:len(out)-1]
	}
	return out
}

// stepBack returns the tables before a row from those after it.
func (f *finisher) stepBack(q int, charge []int) [][]int64 {
	out := make([][]int64, len(f.tabled))
	for t := range out {
		next := f.table[q+1][t]
		now := make([]int64, len(next))
		for y := range now {
			now[y] = never
		}
		seen := map[int64]int64{} // the cheapest option by what it adds
		var steps []int64
		for o, x := range f.option[q] {
			d, c := f.delta[q][o][t], int64(0)
			if charge[o] == t {
				c = x.cost
			}
			old, ok := seen[d]
			if !ok {
				steps = append(steps, d)
			}
			if !ok || c < old {
				seen[d] = c
			}
		}
		for _, d := range steps {
			c := seen[d]
			for y := 0; y+int(d) < len(next); y++ {
				now[y] = min(now[y], next[y+int(d)]+c)
			}
		}
		for y := range now {
			now[y] = min(now[y], never)
		}
		out[t] = now
	}
	return out
}

// visit tries the options of the row at a place.
func (f *finisher) visit(q int, cost int64) {
	if q == len(f.rows) {
		f.leaf()
		return
	}
	for o, x := range f.option[q] {
		if f.steps--; f.steps <= 0 || f.steps&4095 == 0 && f.v.ctx.Err() != nil {
			f.steps = 0
			return
		}
		if b := f.before[q]; b >= 0 && x.group < f.choice[b] {
			continue
		}
		sum := cost + x.cost
		if sum > f.gap {
			return // options are in the order of their costs
		}
		reach := f.reach[q+1]
		for t, y := range f.reach[q] {
			y += f.delta[q][o][t]
			reach[t] = y
			if next := f.table[q+1][t]; y < int64(len(next)) {
				sum += next[y]
			} else {
				sum = never
			}
			if sum > f.gap {
				break
			}
		}
		if sum > f.gap || !f.enter(x.pair) {
			continue
		}
		f.choice[q] = x.group
		f.at[f.rows[q]] = f.in.column[x.pair]
		f.visit(q+1, cost+x.cost)
		f.leave(x.pair)
		if f.steps <= 0 {
			return
		}
	}
}

// enter takes a seat at the column of a pair; false if there is none.
func (f *finisher) enter(pair int32) bool {
	path := f.in.path[f.in.column[pair]]
	for _, v := range path {
		if f.load[v] >= f.in.flow.Hi[v] {
			return false
		}
	}
	for _, v := range path {
		f.load[v]++
	}
	return true
}

func (f *finisher) leave(pair int32) {
	for _, v := range f.in.path[f.in.column[pair]] {
		f.load[v]--
	}
}

// leaf keeps the assignment if it is better.
func (f *finisher) leaf() {
	f.s.set(f.at)
	before := f.v.cutoff
	f.v.offer(f.s)
	if f.v.cutoff < before {
		f.setGap()
	}
}
