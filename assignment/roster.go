package assignment

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/order"
)

// roster is the one place where IDs become dense indices. Rows are employees,
// columns are posts and, last, the bench. Both stand in the order of
// SHA-256(seed ‖ ID): no result then depends on the order of the input, and no
// birthday or alphabet in an ID decides a tie.
type roster struct {
	organization *mutasi.Organization
	seed         uint64
	employees    []*mutasi.Employee
	positions    []*mutasi.Position
	byID         []int32 // the rows in the order of the employees' IDs
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

func newRoster(p *Problem, seed uint64, workers int) (*roster, error) {
	o := p.Organization
	r := &roster{organization: o, seed: seed}
	var rowOf []int32
	r.employees, r.rowKey, rowOf = hashed(seed, slices.Collect(o.Employees()), func(e *mutasi.Employee) string { return string(e.ID) }, workers)
	r.byID = make([]int32, 0, len(rowOf))
	for i := range o.EmployeesByID() {
		r.byID = append(r.byID, rowOf[i])
	}
	r.positions, r.columnKey, _ = hashed(seed, slices.Collect(o.Positions()), func(p *mutasi.Position) string { return string(p.ID) }, 1)
	r.columnKey = append(r.columnKey, 0)
	r.columns = make(map[mutasi.PositionID]int, len(r.positions))
	for j, p := range r.positions {
		r.columns[p.ID] = j
	}
	if err := r.seatIncumbents(p); err != nil {
		return nil, err
	}
	r.groupByUnit(seed)
	return r, nil
}

// hashed returns items in the order of the hash of seed and ID, the first eight
// bytes of each hash, and the new place of each item.
func hashed[T any](seed uint64, items []T, id func(T) string, workers int) (sorted []T, key []uint64, place []int32) {
	keys := make([]order.Key, len(items))
	newHasher := func() *hasher { return &hasher{seed: seed} }
	// No item is an error, and nothing ends the background.
	_ = eachRow(context.Background(), workers, len(items), newHasher, func(h *hasher, i int) error {
		sum := h.sum(id(items[i]))
		keys[i] = order.Key{Value: keyOf(sum), Item: int32(i)}
		return nil
	})
	h := newHasher()
	sortByHash(keys, func(i int32) [sha256.Size]byte { return h.sum(id(items[i])) })
	sorted, key, place = make([]T, len(items)), make([]uint64, len(items)), make([]int32, len(items))
	for k, x := range keys {
		sorted[k], key[k], place[x.Item] = items[x.Item], x.Value, int32(k)
	}
	return sorted, key, place
}

// sortByHash sorts keys, whose values are the first bytes of the hashes of their
// items, by the whole hash.
func sortByHash(keys []order.Key, hash func(item int32) [sha256.Size]byte) {
	order.Keys(keys, func(run []order.Key) {
		slices.SortFunc(run, func(a, b order.Key) int {
			first, second := hash(a.Item), hash(b.Item)
			return bytes.Compare(first[:], second[:])
		})
	})
}

// hasher hashes IDs with a seed before them.
type hasher struct {
	seed uint64
	text []byte
}

func (h *hasher) sum(id string) [sha256.Size]byte {
	h.text = binary.BigEndian.AppendUint64(h.text[:0], h.seed)
	h.text = append(h.text, id...)
	return sha256.Sum256(h.text)
}

// keyOf returns the first eight bytes of a hash, by which hashes are ordered
// first.
func keyOf(sum [sha256.Size]byte) uint64 { return binary.BigEndian.Uint64(sum[:]) }

// row returns the row of an employee, and whether there is one. Rows are ordered by
// their hashes, so that a binary search finds one.
func (r *roster) row(id mutasi.EmployeeID) (int, bool) {
	key := keyOf((&hasher{seed: r.seed}).sum(string(id)))
	i, found := slices.BinarySearch(r.rowKey, key)
	for ; found && i < len(r.rowKey) && r.rowKey[i] == key; i++ {
		if r.employees[i].ID == id {
			return i, true
		}
	}
	return 0, false
}

// eachPlacement calls seat with the row and the column of every placement of a
// plan. Plans and byID have the same order, so both are read side by side. Where
// the organization lacks the employee or the post it calls unknown instead, and
// stops if that returns false.
func (r *roster) eachPlacement(p mutasi.Plan, seat func(row, column int32), unknown func(x mutasi.Placement, who bool) bool) {
	rest := r.byID
	for x := range p.All() {
		for len(rest) > 0 && r.employees[rest[0]].ID < x.Employee {
			rest = rest[1:]
		}
		known := len(rest) > 0 && r.employees[rest[0]].ID == x.Employee
		j, open := r.columns[x.Position]
		switch {
		case known && open:
			seat(rest[0], int32(j))
		case !unknown(x, known):
			return
		}
	}
}

func (r *roster) seatIncumbents(p *Problem) error {
	r.incumbent = r.allOnBench()
	var faults []error
	r.eachPlacement(p.held(), func(row, column int32) { r.incumbent[row] = column }, func(x mutasi.Placement, who bool) bool {
		if who {
			faults = append(faults, newFault("incumbent", incumbentPosition.With(x.Employee, x.Position)))
		} else {
			faults = append(faults, newFault("incumbent", incumbentEmployee.With(x.Employee)))
		}
		return true
	})
	return errors.Join(faults...)
}

// allOnBench returns the column of the bench for each row.
func (r *roster) allOnBench() []int32 {
	at := make([]int32, len(r.employees))
	for i := range at {
		at[i] = int32(r.bench())
	}
	return at
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
	r.units, _, _ = hashed(seed, r.units, func(u unit) string { return string(u.id) }, 1)
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

// plan translates an assignment back. The placements are written in the order of
// the IDs, so that nothing has to be sorted.
func (r *roster) plan(at []int32) (mutasi.Plan, error) {
	placements := make([]mutasi.Placement, 0, len(at))
	for _, i := range r.byID {
		if j := int(at[i]); j != r.bench() {
			placements = append(placements, mutasi.Placement{Employee: r.employees[i].ID, Position: r.positions[j].ID})
		}
	}
	return mutasi.NewPlan(placements...)
}

// assignment translates a plan into columns.
func (r *roster) assignment(p mutasi.Plan) ([]int32, error) {
	at := r.allOnBench()
	var err error
	r.eachPlacement(p, func(row, column int32) { at[row] = column }, func(x mutasi.Placement, who bool) bool {
		if who {
			err = fault(planPosition, x.Employee, x.Position)
		} else {
			err = fault(planEmployee, x.Employee)
		}
		return false
	})
	if err != nil {
		return nil, err
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
