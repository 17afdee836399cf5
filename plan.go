package mutasi

import (
	"iter"
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi/internal/order"
)

// Placement puts a person into a post. An empty Position is the bench.
type Placement struct {
	Employee EmployeeID
	Position PositionID
}

// Transfer (mutasi) is a change from one plan to another. A first placement has
// an empty From, a departure to the bench an empty To.
type Transfer struct {
	Employee EmployeeID `json:"employee"`
	From     PositionID `json:"from"`
	To       PositionID `json:"to"`
}

// Plan says who holds which post. It is immutable, and the zero value is the
// plan in which everybody is on the bench. A plan knows no organisation: whether
// its people and posts exist, and whether seats suffice, is for others to judge.
type Plan struct {
	placements []Placement // by employee; none on the bench, nobody twice
}

// NewPlan returns the plan with the given placements, in any order. A placement
// on the bench is the same as none. The error joins all faults: an employee ID
// that is empty or given twice, be it once on the bench, and IDs that are not
// UTF-8. It takes O(n log n) for n placements at the most, and O(n) if they are
// sorted by employee.
func NewPlan(placements ...Placement) (Plan, error) {
	f, list := checkPlacements(placements)
	if err := f.err(); err != nil {
		return Plan{}, err
	}
	return Plan{list}, nil
}

// checkPlacements returns the faults of a list, and a copy by employee without
// the bench.
func checkPlacements(list []Placement) (*faults, []Placement) {
	if isPlan(list) {
		return new(faults), slices.DeleteFunc(slices.Clone(list), func(x Placement) bool { return x.Position == "" })
	}
	rows := order.Strings(len(list), func(i int) string { return string(list[i].Employee) })
	row := func(k int) int {
		if rows == nil {
			return k
		}
		return int(rows[k])
	}
	first := make(map[int]int) // repeated entry → the first one
	for k := 1; k < len(list); k++ {
		a, b := row(k-1), row(k)
		if list[a].Employee != list[b].Employee {
			continue
		}
		if root, ok := first[a]; ok {
			a = root
		}
		first[b] = a
	}
	kept := make([]Placement, 0, len(list))
	for k := range list {
		if x := list[row(k)]; x.Position != "" {
			kept = append(kept, x)
		}
	}
	f := new(faults)
	for i, p := range list {
		where := func() dataPath { return pathTo(inPlacements, i, "employee") }
		switch a, repeated := first[i]; {
		case p.Employee == "":
			f.add(where(), emptyPlacement.With())
		case !utf8.ValidString(string(p.Employee)):
			f.add(where(), notUTF8.With(p.Employee))
		case repeated:
			f.addRepeated(where(), pathTo(inPlacements, a, ""), repeatedPlacement.With(p.Employee))
		}
		if !utf8.ValidString(string(p.Position)) {
			f.add(pathTo(inPlacements, i, "position"), notUTF8.With(p.Position))
		}
	}
	return f, kept
}

// isPlan reports whether a list has no faults and is sorted by employee already.
func isPlan(list []Placement) bool {
	var last EmployeeID
	for _, x := range list {
		if x.Employee <= last || !utf8.ValidString(string(x.Employee)) || !utf8.ValidString(string(x.Position)) {
			return false
		}
		last = x.Employee
	}
	return true
}

// With returns a copy of p in which the people named are placed anew: in the
// post of their placement, or on the bench if it names none. They need not have
// had a post in p. The error joins all faults, of the same kinds as for [NewPlan]. It
// takes O(n + k log k) for n people in p and k placements.
func (p Plan) With(placements ...Placement) (Plan, error) {
	f, seated := checkPlacements(placements)
	if err := f.err(); err != nil {
		return Plan{}, err
	}
	replaced := make(map[EmployeeID]bool, len(placements))
	for _, x := range placements {
		replaced[x.Employee] = true
	}
	list := make([]Placement, 0, len(p.placements)+len(seated))
	for _, x := range p.placements {
		for len(seated) > 0 && seated[0].Employee < x.Employee {
			list, seated = append(list, seated[0]), seated[1:]
		}
		if !replaced[x.Employee] {
			list = append(list, x)
		}
	}
	return Plan{append(list, seated...)}, nil
}

// Holders returns the holders of each post by employee ID in byte order. Posts
// without a holder are not in the map. It takes O(n).
func (p Plan) Holders() map[PositionID][]EmployeeID {
	holders := make(map[PositionID][]EmployeeID)
	for _, x := range p.placements {
		holders[x.Position] = append(holders[x.Position], x.Employee)
	}
	return holders
}

// All returns the placements by employee ID in byte order. The bench is not
// among them.
func (p Plan) All() iter.Seq[Placement] { return slices.Values(p.placements) }

// Len returns how many people have a post.
func (p Plan) Len() int { return len(p.placements) }

// Position returns the post of an employee; "" and false on the bench. It takes
// O(log n).
func (p Plan) Position(e EmployeeID) (PositionID, bool) {
	list := p.placements
	i := sort.Search(len(list), func(i int) bool { return list[i].Employee >= e })
	if i == len(list) || list[i].Employee != e {
		return "", false
	}
	return list[i].Position, true
}

// Equal reports whether both plans place the same people in the same posts.
func (p Plan) Equal(q Plan) bool { return slices.Equal(p.placements, q.placements) }

// Transfers returns what changes from p to next, by employee ID: moves between
// posts, first placements and departures. It takes time linear in the size of both.
func (p Plan) Transfers(next Plan) []Transfer {
	var list []Transfer
	a, b := p.placements, next.placements
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].Employee < b[0].Employee:
			list = append(list, Transfer{a[0].Employee, a[0].Position, ""})
			a = a[1:]
		case len(a) == 0 || b[0].Employee < a[0].Employee:
			list = append(list, Transfer{b[0].Employee, "", b[0].Position})
			b = b[1:]
		default:
			if a[0].Position != b[0].Position {
				list = append(list, Transfer{a[0].Employee, a[0].Position, b[0].Position})
			}
			a, b = a[1:], b[1:]
		}
	}
	return list
}
