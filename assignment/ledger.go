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
	organization *mutasi.Organization
	entries      []entry // in the order of Organization.Employees
	// strays are the posts of the plan that the organization does not have.
	strays map[*mutasi.Employee]mutasi.PositionID

	workers  int             // at least 1
	ctx      context.Context // where it has ended sums are given up; the caller asks
	function string          // whose values are added up, for its faults
	err      error           // the first fault of a function of the caller, or of ctx
}

type entry struct {
	employee *mutasi.Employee
	post     *mutasi.Position  // nil on the bench
	before   mutasi.PositionID // "" on the bench
}

func newLedger(o *mutasi.Organization, held, plan mutasi.Plan) *ledger {
	l := &ledger{organization: o, workers: 1, ctx: context.Background()}
	for e := range o.Employees() {
		l.entries = append(l.entries, entry{employee: e})
	}
	byID := make([]int32, 0, len(l.entries))
	for i := range o.EmployeesByID() {
		byID = append(byID, int32(i))
	}
	l.seat(byID, held, func(x *entry, id mutasi.PositionID) { x.before = id })
	l.seat(byID, plan, func(x *entry, id mutasi.PositionID) {
		post, known := o.Position(id)
		if !known {
			if l.strays == nil {
				l.strays = map[*mutasi.Employee]mutasi.PositionID{}
			}
			l.strays[x.employee] = id
		}
		x.post = post
	})
	return l
}

// seat calls set for every entry that a plan places. Plans and byID have the same
// order, so both are read side by side.
func (l *ledger) seat(byID []int32, plan mutasi.Plan, set func(x *entry, id mutasi.PositionID)) {
	for x := range plan.All() {
		for len(byID) > 0 && l.entries[byID[0]].employee.ID < x.Employee {
			byID = byID[1:]
		}
		if len(byID) > 0 && l.entries[byID[0]].employee.ID == x.Employee {
			set(&l.entries[byID[0]], x.Position)
		}
	}
}

// book is the ledger of a plan for the instance.
func (c *instance) book(ctx context.Context, plan mutasi.Plan) *ledger {
	l := newLedger(c.problem.Organization, c.problem.held(), plan)
	l.ctx, l.workers = ctx, c.settings.workers
	return l
}

// blockEntries are added up by themselves. It does not depend on the workers, and
// so no sum of floating-point numbers does.
const blockEntries = 4096

// eachBlock calls body for the entries block by block, several at a time.
func (l *ledger) eachBlock(body func(block int, entries []entry)) {
	none := func() struct{} { return struct{}{} }
	err := eachRow(l.ctx, l.workers, l.blocks(), none, func(_ struct{}, b int) error {
		return guard(&callSite{function: l.function}, func() error {
			body(b, l.entries[b*blockEntries:min((b+1)*blockEntries, len(l.entries))])
			return nil
		})
	})
	if l.err == nil {
		l.err = err
	}
}

func (l *ledger) blocks() int { return (len(l.entries) + blockEntries - 1) / blockEntries }

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
		sums, sizes := make([]float64, l.blocks()), make([]float64, l.blocks())
		l.eachBlock(func(b int, entries []entry) {
			for _, e := range entries {
				if l.ctx.Err() != nil {
					return
				}
				x := s.value(e.employee, e.post, e.before)
				sums[b] += x
				sizes[b] += math.Abs(x)
			}
		})
		for b := range sums {
			sum += sums[b]
			size += sizes[b]
		}
	}
	return sum, size
}

// values lists the values of a term at placed people, ascending.
func (l *ledger) values(t Term) []float64 {
	lists := make([][]float64, l.blocks())
	l.eachBlock(func(b int, entries []entry) {
		for _, e := range entries {
			if l.ctx.Err() != nil {
				return
			}
			if e.post != nil {
				lists[b] = append(lists[b], t.at(e.employee, e.post, e.before))
			}
		}
	})
	out := slices.Concat(lists...)
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
