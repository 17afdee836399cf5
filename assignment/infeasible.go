package assignment

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
)

// InfeasibleError names people and posts that conflict, and the constraints
// that make them. Either the employees may only hold these positions (or,
// where there are none, no post at all, and must not be on the bench), whose
// seats are fewer than they. Or nobody but the employees may hold these
// positions, and they are too few for the floors (MinSeats). The constraints
// listed are enough for the conflict together, and none can be left out of the
// list; another constraint that is not listed may forbid the same.
type InfeasibleError struct {
	Employees   []mutasi.EmployeeID
	Positions   []mutasi.PositionID
	Constraints []string

	// Floors tells the second case from the first.
	Floors bool

	// Limits says that every plan which keeps to seats, floors and the other
	// constraints breaks the limits named, such as MaxMoves.
	Limits bool
}

func (e *InfeasibleError) Error() string {
	var b strings.Builder
	people := quoted(e.Employees, "employee", "employees")
	switch {
	case e.Limits:
		fmt.Fprintf(&b, "seats, floors and the other constraints cannot be met together with: %s", strings.Join(e.Constraints, "; "))
		return fmt.Sprintf("%v: %s", ErrInfeasible, b.String())
	case e.Floors && len(e.Constraints) == 0:
		fmt.Fprintf(&b, "there are %d people who may hold %s, whose floors (MinSeats) ask for more", len(e.Employees), quoted(e.Positions, "position", "positions"))
	case e.Floors && len(e.Employees) == 0:
		fmt.Fprintf(&b, "nobody may hold %s, whose floors (MinSeats) ask for holders", quoted(e.Positions, "position", "positions"))
	case e.Floors:
		fmt.Fprintf(&b, "only %s may hold %s, whose floors (MinSeats) ask for more", people, quoted(e.Positions, "position", "positions"))
	case len(e.Positions) == 0:
		fmt.Fprintf(&b, "no place is left for %s, neither a post nor the bench", people)
	case len(e.Positions) == 1:
		fmt.Fprintf(&b, "%s must be in %s, which has fewer seats", people, quoted(e.Positions, "position", "positions"))
	default:
		fmt.Fprintf(&b, "%s must share %s, which have fewer seats", people, quoted(e.Positions, "position", "positions"))
	}
	if len(e.Constraints) > 0 {
		fmt.Fprintf(&b, "; because of: %s", strings.Join(e.Constraints, "; "))
	}
	return fmt.Sprintf("%v: %s", ErrInfeasible, b.String())
}

// Unwrap returns ErrInfeasible.
func (e *InfeasibleError) Unwrap() error { return ErrInfeasible }

// quoted lists up to ten IDs.
func quoted[T ~string](ids []T, one, many string) string {
	const most = 10
	noun := many
	if len(ids) == 1 {
		noun = one
	}
	var b strings.Builder
	b.WriteString(noun)
	for k, id := range ids {
		if k == most {
			fmt.Fprintf(&b, " … (%d in all)", len(ids))
			break
		}
		if k > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, " %q", string(id))
	}
	return b.String()
}

// floors returns an error if the floors of all posts together ask for more
// people than there are.
func (r *roster) floors() error {
	sum := 0
	out := &InfeasibleError{Floors: true}
	for _, p := range r.positions {
		if p.MinSeats > 0 {
			sum += p.MinSeats
			out.Positions = append(out.Positions, p.ID)
		}
	}
	if sum <= len(r.employees) {
		return nil
	}
	for _, e := range r.employees {
		out.Employees = append(out.Employees, e.ID)
	}
	slices.Sort(out.Employees)
	slices.Sort(out.Positions)
	return out
}

// overBudget names the limits that no admitted plan respects.
func (c *compiled) overBudget(over *branch.OverBudget) error {
	out := &InfeasibleError{Limits: true}
	for _, k := range over.Sides {
		if k < len(c.limits) {
			out.Constraints = append(out.Constraints, c.limits[k])
		}
	}
	slices.Sort(out.Constraints)
	return out
}

// infeasible translates a cut, and finds the constraints behind it.
func (c *compiled) infeasible(cut *flow.Infeasible) error {
	r := c.roster
	out := &InfeasibleError{Floors: !cut.Crowded}
	inRows, inColumns := make([]bool, c.model.Rows), make([]bool, c.model.Columns)
	for _, i := range cut.Rows {
		out.Employees = append(out.Employees, r.employees[i].ID)
		inRows[i] = true
	}
	for _, j := range cut.Columns {
		if p := r.post(int(j)); p != nil && (cut.Crowded || p.MinSeats > 0) {
			out.Positions = append(out.Positions, p.ID)
		}
		inColumns[j] = true
	}
	slices.Sort(out.Employees)
	slices.Sort(out.Positions)
	// What must be blocked for the cut to stand: pairs that lead out of it.
	var sets blockerSets
	first := map[string]int{} // check of each name, as names are what is listed
	for k := range c.eligibility.checks {
		if _, ok := first[c.eligibility.checks[k].name]; !ok {
			first[c.eligibility.checks[k].name] = k
		}
	}
	for i := range c.model.Rows {
		if inRows[i] != cut.Crowded {
			continue
		}
		for j := range c.model.Columns {
			if !cut.Crowded && c.model.Lo[j] == 0 {
				continue // who may hold it matters to no floor
			}
			if inColumns[j] != cut.Crowded {
				blockers := c.eligibility.blockersOf(i, j)
				for k, b := range blockers {
					blockers[k] = first[c.eligibility.checks[b].name]
				}
				slices.Sort(blockers)
				sets.add(slices.Compact(blockers))
			}
		}
	}
	for _, k := range sets.cover() {
		out.Constraints = append(out.Constraints, c.eligibility.checks[k].name)
	}
	slices.Sort(out.Constraints)
	out.Constraints = slices.Compact(out.Constraints)
	return out
}

// blockersOf lists the checks that forbid a pair.
func (e *eligibility) blockersOf(row, column int) []int {
	var out []int
	for _, list := range [][]int{e.byRow[row], e.general} {
		for _, k := range list {
			if e.blocks(k, row, column) {
				out = append(out, k)
			}
		}
	}
	return out
}

// blockerSets collects, for pairs, the sets of checks that forbid them.
type blockerSets struct {
	sets [][]int
	seen map[string]bool
}

func (b *blockerSets) add(set []int) {
	if b.seen == nil {
		b.seen = map[string]bool{}
	}
	if key := fmt.Sprint(set); !b.seen[key] {
		b.seen[key] = true
		b.sets = append(b.sets, set)
	}
}

// cover returns checks such that every set has one of them, none of which can
// be left out.
func (b *blockerSets) cover() []int {
	hits := map[int]int{} // how many sets each check is in
	covered := make([]int, len(b.sets))
	for k, set := range b.sets {
		covered[k] = len(set)
		for _, c := range set {
			hits[c]++
		}
	}
	order := make([]int, 0, len(hits))
	for c := range hits {
		order = append(order, c)
	}
	// The checks that forbid the least are tried first for leaving out.
	slices.SortFunc(order, func(x, y int) int {
		if hits[x] != hits[y] {
			return hits[x] - hits[y]
		}
		return x - y
	})
	var kept []int
	for _, c := range order {
		needed := false
		for k, set := range b.sets {
			needed = needed || covered[k] == 1 && slices.Contains(set, c)
		}
		if needed {
			kept = append(kept, c)
			continue
		}
		for k, set := range b.sets {
			if slices.Contains(set, c) {
				covered[k]--
			}
		}
	}
	slices.Sort(kept)
	return kept
}
