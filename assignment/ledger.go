package assignment

import (
	"context"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi"
)

// ledger lists where everybody is, before and after. The values of a plan are
// added up from it in the plainest way, without the stores of the solver.
type ledger struct {
	ctx          context.Context // where it has ended sums are given up; the caller asks
	organization *mutasi.Organization
	entries      []entry
}

type entry struct {
	employee *mutasi.Employee
	post     *mutasi.Position  // nil on the bench
	before   mutasi.PositionID // "" on the bench
}

func newLedger(o *mutasi.Organization, held, plan mutasi.Plan) *ledger {
	l := &ledger{ctx: context.Background(), organization: o}
	for e := range o.Employees() {
		x := entry{employee: e}
		if id, placed := plan.Position(e.ID); placed {
			x.post, _ = o.Position(id)
		}
		x.before, _ = held.Position(e.ID)
		l.entries = append(l.entries, x)
	}
	return l
}

// tally adds up a term, and the absolute values of all that it adds.
func (l *ledger) tally(t Term) (sum, size float64) {
	for _, p := range t.parts {
		x, s := l.tallyPart(p)
		sum += float64(p.weight * x)
		size += math.Abs(p.weight) * s
	}
	return sum, size
}

// tallyPart is tally for one part, without its weight.
func (l *ledger) tallyPart(p part) (sum, size float64) {
	switch s := p.summand.(type) {
	case unitTerm:
		sum = s.tally(l)
		size = math.Abs(sum)
	case pairTerm:
		for _, e := range l.entries {
			if l.ctx.Err() != nil {
				break
			}
			x := s.value(e.employee, e.post, e.before)
			sum += x
			size += math.Abs(x)
		}
	}
	return sum, size
}

// values lists the values of a term at placed people, ascending.
func (l *ledger) values(t Term) []float64 {
	var out []float64
	for _, e := range l.entries {
		if l.ctx.Err() != nil {
			break
		}
		if e.post != nil {
			out = append(out, t.at(e.employee, e.post, e.before))
		}
	}
	slices.Sort(out)
	return out
}

// least is the least value of a term over placed people, 0 if there are none.
func (l *ledger) least(t Term) float64 {
	if values := l.values(t); len(values) > 0 {
		return values[0]
	}
	return 0
}

// bottom adds up the least values of a term over placed people, and their
// absolute values.
func (l *ledger) bottom(t Term, count int) (sum, size float64) {
	values := l.values(t)
	for _, x := range values[:min(count, len(values))] {
		sum += x
		size += math.Abs(x)
	}
	return sum, size
}
