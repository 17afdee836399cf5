package mutasi

import (
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/order"
	"github.com/mutasi-go/mutasi/workload"
)

// UnitID names a unit within its organisation. It is never empty, except
// where a Unit has no parent, a Position no unit, or an Objection concerns a
// post only.
type UnitID string

// PositionID names a post within its organisation. The empty PositionID is
// the bench: outside every post.
type PositionID string

// EmployeeID names a person within the organisation. It is never empty.
type EmployeeID string

// Unit is a part of the organisation (unit kerja), such as an agency or one of
// its divisions. Units form a forest.
type Unit struct {
	ID         UnitID            `json:"id"`
	Name       string            `json:"name,omitempty"`
	Parent     UnitID            `json:"parent,omitempty"`     // "": a root
	Attributes map[string]string `json:"attributes,omitempty"` // read by rules and audits; names are not empty
}

// Position is a post (jabatan) that one or more people can hold.
type Position struct {
	ID    PositionID `json:"id"`
	Title string     `json:"title,omitempty"`
	Unit  UnitID     `json:"unit,omitempty"` // "": of no unit, so that no unit's balance counts it

	// Seats and MinSeats are the most and the fewest people who may hold the
	// post: 0 ≤ MinSeats ≤ Seats ≤ math.MaxInt32. A post with no seats is closed.
	Seats    int `json:"seats"`
	MinSeats int `json:"minSeats,omitempty"`

	Need       workload.FTE        `json:"need,omitempty"`   // staff that the work requires, ≥ 0
	Weight     float64             `json:"weight,omitempty"` // how strategic the post is: multiplies fit; ≥ 0, and 0 means 1
	Standard   competency.Standard `json:"standard,omitempty"`
	Attributes map[string]string   `json:"attributes,omitempty"` // grade, region, …: read by rules
}

// EffectiveWeight returns the weight by which fit to the post is multiplied:
// Weight, or 1 where Weight is 0. It is 0 for nil.
func (p *Position) EffectiveWeight() float64 {
	if p == nil {
		return 0
	}
	if p.Weight == 0 {
		return 1
	}
	return p.Weight
}

// Employee is a person to be placed.
type Employee struct {
	ID         EmployeeID         `json:"id"`
	Name       string             `json:"name,omitempty"`
	Position   PositionID         `json:"position,omitempty"`   // held today; "": none
	Since      time.Time          `json:"since,omitzero"`       // when the post was taken up; zero: unknown
	History    []Tenure           `json:"history,omitempty"`    // earlier posts, in any order
	Capacity   workload.FTE       `json:"capacity,omitempty"`   // working time, ≥ 0; 0 means 1
	Profile    competency.Profile `json:"profile,omitempty"`    // levels and margins lie within 0 and MaxLevel
	Wishes     []PositionID       `json:"wishes,omitempty"`     // most wanted first, none twice
	Objections []Objection        `json:"objections,omitempty"` // posts and units refused, with the reason given
	Ratings    map[string]float64 `json:"ratings,omitempty"`    // performance, discipline, innovation, engagement, …
	Attributes map[string]string  `json:"attributes,omitempty"` // grade, education, …: read by rules and audits
}

// EffectiveCapacity returns the working time that the person counts for:
// Capacity, or 1 where Capacity is 0. It is 0 for nil.
func (e *Employee) EffectiveCapacity() workload.FTE {
	if e == nil {
		return 0
	}
	if e.Capacity == 0 {
		return 1
	}
	return e.Capacity
}

// Tenure is a time spent in an earlier post. Its post and unit may have ceased
// to exist. A zero time is unknown; To is exclusive and not before From.
type Tenure struct {
	Position PositionID `json:"position,omitempty"`
	Unit     UnitID     `json:"unit,omitempty"`
	From     time.Time  `json:"from,omitzero"`
	To       time.Time  `json:"to,omitzero"`
}

// Objection (keberatan) says that a person refuses a post, or every post of a
// whole unit and the units below it. At least one of the two is named.
type Objection struct {
	Position PositionID `json:"position,omitempty"`
	Unit     UnitID     `json:"unit,omitempty"`
	Reason   string     `json:"reason,omitempty"`
}

// Relation ties two different people: spouse, kin, supervisor, …. Whether a
// kind is symmetric is up to the rules that read it.
type Relation struct {
	Kind string     `json:"kind,omitempty"`
	A    EmployeeID `json:"a"`
	B    EmployeeID `json:"b"`
}

// Data is what an Organization is made from.
type Data struct {
	Units     []Unit
	Positions []Position
	Employees []Employee
	Relations []Relation
}

// MaxLevel bounds competency levels, margins and required levels. No framework
// comes near it; a value above it is a misplaced number.
const MaxLevel = 1e6

// Organization is validated Data: every reference leads somewhere, every number
// is finite and in range, and the units form a forest. It is immutable and safe
// for concurrent use. The zero value and nil are the empty organisation.
//
// The pointers it hands out are read-only views: writing through one breaks
// what was validated.
type Organization struct {
	units     []Unit
	positions []Position
	employees []Employee
	relations []Relation

	unitAt     *index[UnitID]
	positionAt *index[PositionID]
	employeeAt *index[EmployeeID]

	// These are computed when they are first asked for.
	byID       func() []int32 // the rows of the people in the order of their IDs; nil: as they stand
	incumbents func() Plan
	forest     func() *forest
}

// A forest says which units are below each unit, and which one is at the top.
type forest struct {
	children map[UnitID][]*Unit // in input order; of "": the roots
	root     []int32            // by unit: the topmost unit above it, or itself
}

// NewOrganization returns the organisation that d describes. It copies d, so
// that the caller may go on changing it; empty lists and maps become nil, and
// times lose their monotonic reading.
//
// The error joins all faults, each a *[Fault] with a path such as
// employees[17].profile["M.3"]; see [Faults]. Faults are: IDs that are empty,
// given twice or lead nowhere (the posts and units of a History excepted, which
// may be gone); units above themselves; NaN and ±Inf; negative needs, weights, capacities,
// margins and seats; MinSeats above Seats, which includes a floor for a closed
// post; levels outside 0 to [MaxLevel]; a competency twice in a standard; a post
// twice among the wishes; a tenure that ends before it begins; an objection to
// nothing; a relation of a person with themselves; years outside 1 to 9999;
// attributes, ratings and competencies without a name; text that is not UTF-8.
//
// More holders than seats, unmet floors and people without a post are reality,
// not faults.
//
// It takes time and memory linear in the size of d, on all processors. Maps of
// equal content become one map. Beside the maps that are left it takes far less
// than one allocation a person.
func NewOrganization(d Data) (*Organization, error) {
	o, f := build(d, false)
	if err := f.err(); err != nil {
		return nil, err
	}
	return o, nil
}

// AdoptData is [NewOrganization] without the copy, for data that take too much
// memory to have twice: d and all its lists and maps belong to the organisation
// from then on. The caller must not change them, nor give them to a second call.
// The call may change them even if it returns an error: empty lists and maps
// become nil, times lose their monotonic reading, and people with equal maps share
// one.
func AdoptData(d Data) (*Organization, error) {
	o, f := build(d, true)
	if err := f.err(); err != nil {
		return nil, err
	}
	return o, nil
}

// finish sets what an organisation derives from its tables.
func (o *Organization) finish() {
	o.byID = sync.OnceValue(func() []int32 {
		return order.Strings(len(o.employees), func(i int) string { return string(o.employees[i].ID) })
	})
	o.incumbents = sync.OnceValue(func() Plan {
		list := make([]Placement, 0, len(o.employees))
		for _, e := range o.EmployeesByID() {
			if e.Position != "" {
				list = append(list, Placement{e.ID, e.Position})
			}
		}
		return Plan{list}
	})
	o.forest = sync.OnceValue(func() *forest { return newForest(o.units, o.unitAt) })
}

// newForest takes time linear in the number of units: the climb from a unit
// ends at the first one whose root is known, and all units on the way get it.
func newForest(units []Unit, at *index[UnitID]) *forest {
	const unknown = -1
	f := &forest{children: make(map[UnitID][]*Unit), root: make([]int32, len(units))}
	for i := range units {
		f.root[i] = unknown
	}
	var path []int32
	for i := range units {
		f.children[units[i].Parent] = append(f.children[units[i].Parent], &units[i])
		path = path[:0]
		top := int32(i)
		for f.root[top] == unknown {
			path = append(path, top)
			if units[top].Parent == "" {
				f.root[top] = top
				break
			}
			top, _ = at.row(units[top].Parent)
		}
		for _, k := range path {
			f.root[k] = f.root[top]
		}
	}
	return f
}

// Data returns a deep copy of all that the organisation holds, in input order.
// [NewOrganization] makes an equal organisation of it. Change it to get the
// organisation of another day. It takes time and memory linear in its size. Nil
// gives empty Data.
func (o *Organization) Data() Data {
	if o == nil {
		return Data{}
	}
	d := Data{own(o.units, false), own(o.positions, false), own(o.employees, false), own(o.relations, false)}
	for i := range d.Units {
		settleMap(&d.Units[i].Attributes, false)
	}
	for i := range d.Positions {
		settlePosition(&d.Positions[i], false)
	}
	settleEmployees(d.Employees, false, false)
	return d
}

// Units returns the units in input order.
func (o *Organization) Units() iter.Seq[*Unit] {
	if o == nil {
		return pointers[Unit](nil)
	}
	return pointers(o.units)
}

// Positions returns the posts in input order.
func (o *Organization) Positions() iter.Seq[*Position] {
	if o == nil {
		return pointers[Position](nil)
	}
	return pointers(o.positions)
}

// Employees returns the people in input order.
func (o *Organization) Employees() iter.Seq[*Employee] {
	if o == nil {
		return pointers[Employee](nil)
	}
	return pointers(o.employees)
}

// EmployeesByID returns the people by ID in byte order, each with its place in
// the order of [Organization.Employees]. The first call sorts n people, in
// O(n log n) at the most; each later call takes O(n).
func (o *Organization) EmployeesByID() iter.Seq2[int, *Employee] {
	return func(yield func(int, *Employee) bool) {
		if o == nil || o.byID == nil {
			return
		}
		rows := o.byID()
		for k := range o.employees {
			i := k
			if rows != nil {
				i = int(rows[k])
			}
			if !yield(i, &o.employees[i]) {
				return
			}
		}
	}
}

// Relations returns the relations in input order.
func (o *Organization) Relations() iter.Seq[*Relation] {
	if o == nil {
		return pointers[Relation](nil)
	}
	return pointers(o.relations)
}

func pointers[T any](list []T) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := range list {
			if !yield(&list[i]) {
				return
			}
		}
	}
}

// Unit returns the unit with the given ID, and whether there is one.
func (o *Organization) Unit(id UnitID) (*Unit, bool) {
	if o == nil {
		return nil, false
	}
	i, ok := o.unitAt.row(id)
	if !ok {
		return nil, false
	}
	return &o.units[i], true
}

// Children returns the units directly below the unit with the given ID, in
// input order. For "" these are the roots; for an unknown unit there are none.
// The first call takes time linear in the number of units.
func (o *Organization) Children(id UnitID) iter.Seq[*Unit] {
	if o == nil || o.forest == nil {
		return slices.Values([]*Unit(nil))
	}
	return slices.Values(o.forest().children[id])
}

// Root returns the topmost unit above the unit with the given ID, such as the
// agency that a division belongs to. A unit without a parent is its own root.
// The second result is false for an unknown unit. The first call takes time
// linear in the number of units, each later one constant time.
func (o *Organization) Root(id UnitID) (*Unit, bool) {
	if o == nil || o.forest == nil {
		return nil, false
	}
	i, ok := o.unitAt.row(id)
	if !ok {
		return nil, false
	}
	return &o.units[o.forest().root[i]], true
}

// Position returns the post with the given ID, and whether there is one. The
// bench is not a post.
func (o *Organization) Position(id PositionID) (*Position, bool) {
	if o == nil {
		return nil, false
	}
	i, ok := o.positionAt.row(id)
	if !ok {
		return nil, false
	}
	return &o.positions[i], true
}

// Employee returns the person with the given ID, and whether there is one.
func (o *Organization) Employee(id EmployeeID) (*Employee, bool) {
	if o == nil {
		return nil, false
	}
	i, ok := o.employeeAt.row(id)
	if !ok {
		return nil, false
	}
	return &o.employees[i], true
}

// Incumbents returns the plan of today: everybody in the post that they hold.
// It is computed once, from the order of [Organization.EmployeesByID].
func (o *Organization) Incumbents() Plan {
	if o == nil || o.incumbents == nil {
		return Plan{}
	}
	return o.incumbents()
}
