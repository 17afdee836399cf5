package assignment

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/mutasi-go/mutasi"
)

// roster is the one place where IDs become dense indices. Rows are employees,
// columns are posts and, last, the bench. Both stand in the order of
// SHA-256(seed ‖ ID): no result then depends on the order of the input, and no
// birthday or alphabet in an ID decides a tie.
type roster struct {
	organization *mutasi.Organization
	employees    []*mutasi.Employee
	positions    []*mutasi.Position
	rows         map[mutasi.EmployeeID]int
	columns      map[mutasi.PositionID]int
	incumbent    []int32 // column of each row's post today, or the bench
	units        []unit  // that own posts
	rowKey       []uint64
	columnKey    []uint64
}

// unit is a unit with the columns of its own posts, by ID: sums over them then do
// not depend on the seed.
type unit struct {
	id      mutasi.UnitID
	columns []int32
}

func newRoster(p *Problem, seed uint64) (*roster, error) {
	o := p.Organization
	r := &roster{organization: o}
	employees := slices.Collect(o.Employees())
	positions := slices.Collect(o.Positions())
	order, key := hashed(seed, employees, func(e *mutasi.Employee) string { return string(e.ID) })
	r.employees, r.rowKey = order, key
	posts, key := hashed(seed, positions, func(p *mutasi.Position) string { return string(p.ID) })
	r.positions, r.columnKey = posts, append(key, 0)
	r.rows = make(map[mutasi.EmployeeID]int, len(employees))
	for i, e := range r.employees {
		r.rows[e.ID] = i
	}
	r.columns = make(map[mutasi.PositionID]int, len(positions))
	for j, p := range r.positions {
		r.columns[p.ID] = j
	}
	if err := r.seatIncumbents(p); err != nil {
		return nil, err
	}
	r.groupByUnit(seed)
	return r, nil
}

// hashed returns items in the order of the hash of seed and ID, with the first
// eight bytes of each hash.
func hashed[T any](seed uint64, items []T, id func(T) string) (sorted []T, key []uint64) {
	type digest struct {
		key  uint64
		sum  [sha256.Size]byte
		item T
	}
	digests := make([]digest, len(items))
	var text []byte
	for k, x := range items {
		text = binary.BigEndian.AppendUint64(text[:0], seed)
		text = append(text, id(x)...)
		d := digest{sum: sha256.Sum256(text), item: x}
		d.key = binary.BigEndian.Uint64(d.sum[:])
		digests[k] = d
	}
	slices.SortFunc(digests, func(a, b digest) int {
		if a.key != b.key {
			if a.key < b.key {
				return -1
			}
			return 1
		}
		return bytes.Compare(a.sum[:], b.sum[:])
	})
	sorted, key = make([]T, len(items)), make([]uint64, len(items))
	for k, d := range digests {
		sorted[k], key[k] = d.item, d.key
	}
	return sorted, key
}

func (r *roster) seatIncumbents(p *Problem) error {
	r.incumbent = make([]int32, len(r.employees))
	for i := range r.incumbent {
		r.incumbent[i] = int32(r.bench())
	}
	var faults []error
	for x := range p.held().All() {
		i, known := r.rows[x.Employee]
		if !known {
			faults = append(faults, newFault("incumbent", incumbentEmployee.With(x.Employee)))
			continue
		}
		j, known := r.columns[x.Position]
		if !known {
			faults = append(faults, newFault("incumbent", incumbentPosition.With(x.Employee, x.Position)))
			continue
		}
		r.incumbent[i] = int32(j)
	}
	return errors.Join(faults...)
}

func (r *roster) groupByUnit(seed uint64) {
	index := map[mutasi.UnitID]int{}
	for j, p := range r.positions {
		if p.Unit == "" {
			continue
		}
		k, seen := index[p.Unit]
		if !seen {
			k = len(r.units)
			index[p.Unit] = k
			r.units = append(r.units, unit{id: p.Unit})
		}
		r.units[k].columns = append(r.units[k].columns, int32(j))
	}
	for _, u := range r.units {
		slices.SortFunc(u.columns, func(a, b int32) int { return cmp.Compare(r.positions[a].ID, r.positions[b].ID) })
	}
	r.units, _ = hashed(seed, r.units, func(u unit) string { return string(u.id) })
}

// bench is the column of the bench.
func (r *roster) bench() int { return len(r.positions) }

// post returns the post of a column, nil for the bench.
func (r *roster) post(column int) *mutasi.Position {
	if column == r.bench() {
		return nil
	}
	return r.positions[column]
}

// idOf returns the ID of a column, "" for the bench.
func (r *roster) idOf(column int) mutasi.PositionID {
	if column == r.bench() {
		return ""
	}
	return r.positions[column].ID
}

// heldBy returns the post that a row holds today, "" for the bench.
func (r *roster) heldBy(row int) mutasi.PositionID { return r.idOf(int(r.incumbent[row])) }

// holds reports whether a row holds a post today.
func (r *roster) holds(row int) bool { return int(r.incumbent[row]) != r.bench() }

// plan translates an assignment back.
func (r *roster) plan(at []int32) (mutasi.Plan, error) {
	placements := make([]mutasi.Placement, 0, len(at))
	for i, j := range at {
		if int(j) != r.bench() {
			placements = append(placements, mutasi.Placement{Employee: r.employees[i].ID, Position: r.idOf(int(j))})
		}
	}
	return mutasi.NewPlan(placements...)
}

// assignment translates a plan into columns.
func (r *roster) assignment(p mutasi.Plan) ([]int32, error) {
	at := make([]int32, len(r.employees))
	for i := range at {
		at[i] = int32(r.bench())
	}
	for x := range p.All() {
		i, known := r.rows[x.Employee]
		if !known {
			return nil, fault(planEmployee, x.Employee)
		}
		j, known := r.columns[x.Position]
		if !known {
			return nil, fault(planPosition, x.Employee, x.Position)
		}
		at[i] = int32(j)
	}
	return at, nil
}

// Faults of plans whose people or posts the organization does not have.
var (
	incumbentEmployee = templates.New("incumbent-employee-unknown", "the incumbent plan places {employee:q}, who is not in the organization")
	incumbentPosition = templates.New("incumbent-position-unknown", "the incumbent plan places {employee:q} in {position:q}, which is not a post of the organization")
	planEmployee      = templates.New("plan-employee-unknown", "the plan places {employee:q}, who is not in the organization")
	planPosition      = templates.New("plan-position-unknown", "the plan places {employee:q} in {position:q}, which is not a post of the organization")
)
