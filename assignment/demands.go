package assignment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/message"
	"github.com/mutasi-go/mutasi/internal/model"
)

// demands collects what the constraints of a problem ask of its plans, each
// with its causes. Building it calls no function of the caller.
type demands struct {
	blockers []*blocker // in the order of the constraints
	limits   []*limit

	general  []*blocker                       // the blockers that concern everybody
	personal map[mutasi.EmployeeID][]*blocker // the others, by the employee concerned
	named    map[string]*origin               // what has each name
	// Of the constraint that is being compiled: its place in the problem, and the
	// author who signed it.
	path, signed string
}

// origin says where a demand comes from.
type origin struct {
	// constructor is the function that made the constraint, with its
	// arguments where they are data.
	constructor string
	// content is a comparable value. Demands of equal content ask the same. It
	// is nil where the constraint holds a function of the caller: functions
	// cannot be compared.
	content any
	causes  []Cause
}

func (o *origin) name() string { return o.causes[0].Constraint }

func (o *origin) String() string { return o.causes[0].String() }

// definition says of an employee and a post whether the pair counts. The post
// is nil for the bench; held is the post of the incumbent plan, "" for the
// bench.
type definition func(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) bool

// blocker forbids pairs, in two forms that agree. Checking a plan uses only the
// definition; solving uses only the bulk form.
type blocker struct {
	origin
	// index is its place among the blockers of the demands.
	index int
	// employee is the only person concerned; "": everybody may be.
	employee mutasi.EmployeeID
	// forbids evaluates the decision or the rule itself.
	forbids definition
	// bulk forbids the same pairs by dense indices.
	bulk bulk
}

// limit bounds the number of pairs in a plan that count.
type limit struct {
	origin
	most   int
	counts definition
	// values compiles a value of 1 for each pair that counts, and of 0 for the
	// others.
	values func(*roster) (pairValues, error)
}

// newDemands compiles constraints. The error joins all faults.
func newDemands(r *roster, constraints []Constraint) (*demands, error) {
	d := &demands{personal: map[mutasi.EmployeeID][]*blocker{}, named: map[string]*origin{}}
	var faults []error
	for k, c := range constraints {
		d.path = fmt.Sprintf("constraints[%d]", k)
		if c == nil {
			faults = append(faults, d.fault(nilConstraint))
			continue
		}
		if err := c.compile(r, d); err != nil {
			faults = append(faults, err)
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return d, nil
}

// fault words a problem of the constraint that is being compiled.
func (d *demands) fault(t *message.Template, values ...any) error {
	return newFault(d.path, t.With(values...))
}

// block adds a blocker with its cause.
func (d *demands) block(b blocker, cause Cause) error {
	isNew, err := d.register(&b.origin, cause)
	if !isNew || err != nil {
		return err
	}
	b.index = len(d.blockers)
	d.blockers = append(d.blockers, &b)
	if b.employee == "" {
		d.general = append(d.general, &b)
	} else {
		d.personal[b.employee] = append(d.personal[b.employee], &b)
	}
	return nil
}

// limit adds a limit with its cause.
func (d *demands) limit(l limit, cause Cause) error {
	isNew, err := d.register(&l.origin, cause)
	if !isNew || err != nil {
		return err
	}
	d.limits = append(d.limits, &l)
	return nil
}

// register gives o its name and its first cause. If the same demand is there
// already it gets the cause instead, and isNew is false.
func (d *demands) register(o *origin, cause Cause) (isNew bool, err error) {
	cause.Author = joinAuthors(cause.Author, d.signed)
	if err := d.checkCause(o.constructor, cause); err != nil {
		return false, err
	}
	o.causes = []Cause{cause}
	before, taken := d.named[cause.Constraint]
	if !taken {
		d.named[cause.Constraint] = o
		return true, nil
	}
	if before.content == nil && o.content == nil {
		return false, d.fault(twoFunctions, cause.Constraint, before.describe(), o.describe())
	}
	if before.content != o.content {
		return false, d.fault(differentContent, cause.Constraint, before.describe(), o.describe())
	}
	if !slices.ContainsFunc(before.causes, cause.Equal) {
		before.causes = append(before.causes, cause)
	}
	return false, nil
}

// describe shows a demand beside another one of the same name.
func (o *origin) describe() string { return fmt.Sprintf("%s [%s]", o.constructor, o.causes[0]) }

// joinAuthors names both authors, or the one that there is.
func joinAuthors(first, second string) string {
	if first == "" || first == second {
		return second
	}
	if second == "" {
		return first
	}
	return first + ", " + second
}

// checkCause returns an error if a refused person could not be shown the cause.
func (d *demands) checkCause(constructor string, c Cause) error {
	var faults []error
	if c.Constraint == "" {
		faults = append(faults, d.fault(emptyName, constructor))
	}
	for _, field := range []struct{ name, text string }{{"name", c.Constraint}, {"reason", c.Reason}, {"author", c.Author}} {
		if !utf8.ValidString(field.text) {
			faults = append(faults, d.fault(causeNotUTF8, constructor, field.name, field.text))
		}
	}
	return errors.Join(faults...)
}

// forbidding returns all causes that forbid a pair, in the order of the
// constraints, by definition and without any table. A panic in a function of
// the caller is an error that names it.
func (d *demands) forbidding(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) ([]Cause, error) {
	var refused []int
	at := &callSite{employee: e, position: p}
	err := guard(at, func() error {
		for _, list := range [][]*blocker{d.personal[e.ID], d.general} {
			for _, b := range list {
				at.function = b.name()
				if b.forbids(e, p, held) {
					refused = append(refused, b.index)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(refused)
	var causes []Cause
	for _, k := range refused {
		causes = append(causes, d.blockers[k].causes...)
	}
	return causes, nil
}

// forbids reports whether any definition forbids the pair. It is forbidding
// without lists and without a guard. The caller guards; at names the blocker
// that is asked.
func (d *demands) forbids(at *callSite, e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) bool {
	for _, list := range [][]*blocker{d.personal[e.ID], d.general} {
		for _, b := range list {
			at.function = b.name()
			if b.forbids(e, p, held) {
				return true
			}
		}
	}
	return false
}

// admit returns an error if a plan breaks seats, floors or a demand. It counts
// people and posts one by one and asks the definitions.
func (d *demands) admit(book *ledger) error {
	var counts []*headcount
	var making sync.Mutex
	newHeadcount := func() *headcount {
		making.Lock()
		defer making.Unlock()
		counts = append(counts, &headcount{map[*mutasi.Position]int{}, make([]int, len(d.limits))})
		return counts[len(counts)-1]
	}
	err := eachRow(book.ctx, book.workers, len(book.entries), newHeadcount, func(c *headcount, i int) error {
		return d.admitEntry(book, &book.entries[i], c)
	})
	if err != nil {
		return err
	}
	all := newHeadcount()
	for _, c := range counts[:len(counts)-1] {
		for post, n := range c.holders {
			all.holders[post] += n
		}
		for k, n := range c.limited {
			all.limited[k] += n
		}
	}
	for p := range book.organization.Positions() {
		if n := all.holders[p]; n > p.Seats || n < p.MinSeats {
			return fault(planSeats, p.ID, n, p.MinSeats, p.Seats)
		}
	}
	for k, l := range d.limits {
		if n := all.limited[k]; n > l.most {
			return fault(planLimit, n, l)
		}
	}
	return nil
}

// headcount counts the holders of posts, and the pairs that each limit counts.
type headcount struct {
	holders map[*mutasi.Position]int
	limited []int
}

// admitEntry is admit for one person.
func (d *demands) admitEntry(book *ledger, x *entry, c *headcount) error {
	if id, stray := book.strays[x.employee]; stray {
		return fault(planPosition, x.employee.ID, id)
	}
	if x.post != nil {
		c.holders[x.post]++
	}
	causes, err := d.forbidding(x.employee, x.post, x.before)
	if err != nil {
		return err
	}
	if len(causes) > 0 {
		return fault(planPair, x.employee.ID, positionName(idOf(x.post)), causes[0])
	}
	for k, l := range d.limits {
		if l.counts(x.employee, x.post, x.before) {
			c.limited[k]++
		}
	}
	return nil
}

// addLimits compiles the limits into the model.
func (c *instance) addLimits(ctx context.Context, d *demands) error {
	for _, l := range d.limits {
		store, err := c.limitStore(ctx, l)
		if err != nil {
			return fmt.Errorf("%s: %w", l.name(), err)
		}
		c.limits = append(c.limits, l)
		c.model.Limits = append(c.model.Limits, model.Limit{Pairs: store, Most: int64(l.most)})
	}
	return nil
}

// Faults of constraints, and of plans that break them.
var (
	nilConstraint    = templates.New("constraint-nil", "is nil; leave it out")
	emptyName        = templates.New("constraint-name-empty", "{constraint}: the name is empty; give it one, which a conflict can name")
	causeNotUTF8     = templates.New("constraint-not-utf8", "{constraint}: the {field} {text:q} is not valid UTF-8")
	differentContent = templates.New("constraint-name-taken", "two different constraints are named {name:q}: {first}, and {second}; give each a name of its own")
	twoFunctions     = templates.New("constraint-name-taken-function", "two constraints are named {name:q}: {first}, and {second}; functions cannot be compared, so leave one out or give each a name of its own")

	planPair  = templates.New("plan-forbidden", "{employee:q} at {position} breaks: {cause}")
	planSeats = templates.New("plan-seats", "post {position:q} has {holders} holders, outside its seats [{least}, {most}]")
	planLimit = templates.New("plan-limit", "the plan has {count}, which breaks: {cause}")
)

// limitStore has 1 for each pair that a limit counts, and 0 for the others.
func (c *instance) limitStore(ctx context.Context, l *limit) (model.Store, error) {
	if c.settings.byDefinition {
		return c.definedLimit(ctx, l)
	}
	values, err := l.values(c.roster)
	if err != nil {
		return nil, err
	}
	return c.counts(&compiledGoal{Goal: Goal{criterion: sum{-1}}, pairs: []weighted{{1, values}}}), nil
}
