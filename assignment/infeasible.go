package assignment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/branch"
	"github.com/mutasi-go/mutasi/internal/flow"
)

// ConflictKind says what a conflict is about.
type ConflictKind int

const (
	// Crowded: the employees may hold only these positions (or, where there
	// are none, no post at all) and must not be on the bench, and the seats are
	// fewer than the employees.
	Crowded ConflictKind = iota
	// Floors: nobody but the employees may hold these positions, and the
	// employees are fewer than the floors (MinSeats) ask for.
	Floors
	// Limits: every plan that meets the seats, the floors and the other
	// constraints breaks the limits among the causes, such as MaxMoves.
	Limits
)

// String returns "crowded", "floors" or "limits".
func (k ConflictKind) String() string {
	switch k {
	case Crowded:
		return "crowded"
	case Floors:
		return "floors"
	case Limits:
		return "limits"
	}
	return fmt.Sprintf("ConflictKind(%d)", int(k))
}

// InfeasibleError says why no plan exists: people and posts that conflict, and
// what makes them conflict. Both lists are by ID; of Limits they are empty.
//
// The constraints behind the causes are enough for the conflict together with
// seats and floors, and none of them can be left out of the list. Another
// constraint that is not listed may forbid the same. Where several constraints
// say the same thing, all their causes are listed.
type InfeasibleError struct {
	Kind        ConflictKind
	Employees   []mutasi.EmployeeID
	Positions   []mutasi.PositionID
	Causes      []Cause  // by constraint, reason and author
	Constraints []string // the names of the constraints in Causes, each once
}

// Error returns one sentence, with the reason, author and date of every cause.
func (e *InfeasibleError) Error() string {
	if e == nil {
		return ErrInfeasible.Error()
	}
	posts := quoted(e.Positions, "position", "positions")
	floors := "whose floor (MinSeats) asks for more"
	seats := "which has too few seats"
	if len(e.Positions) != 1 {
		floors, seats = "whose floors (MinSeats) ask for more", "which have too few seats"
	}
	people := quoted(e.Employees, "employee", "employees")
	var causes []string
	for _, c := range e.Causes {
		causes = append(causes, c.String())
	}
	because := strings.Join(causes, "; ")
	var conflict string
	switch {
	case e.Kind == Limits:
		return fmt.Sprintf("%v: seats, floors and the other constraints cannot be met together with: %s", ErrInfeasible, because)
	case e.Kind == Floors && len(e.Employees) == 0:
		conflict = fmt.Sprintf("nobody may hold %s, %s", posts, floors)
	case e.Kind == Floors && len(e.Causes) == 0 && len(e.Employees) == 1:
		conflict = fmt.Sprintf("there is 1 person who may hold %s, %s", posts, floors)
	case e.Kind == Floors && len(e.Causes) == 0:
		conflict = fmt.Sprintf("there are %d people who may hold %s, %s", len(e.Employees), posts, floors)
	case e.Kind == Floors:
		conflict = fmt.Sprintf("only %s may hold %s, %s", people, posts, floors)
	case len(e.Positions) == 0:
		conflict = fmt.Sprintf("no place is left for %s, neither a post nor the bench", people)
	case len(e.Positions) == 1:
		conflict = fmt.Sprintf("%s must be in %s, %s", people, posts, seats)
	default:
		conflict = fmt.Sprintf("%s must share %s, %s", people, posts, seats)
	}
	if because != "" {
		conflict += "; because of: " + because
	}
	return fmt.Sprintf("%v: %s", ErrInfeasible, conflict)
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
	out := &InfeasibleError{Kind: Floors}
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

// addCauses adds causes, without repeating one, and keeps them in order.
func (e *InfeasibleError) addCauses(causes []Cause) {
	for _, c := range causes {
		if !slices.ContainsFunc(e.Causes, c.Equal) {
			e.Causes = append(e.Causes, c)
		}
	}
	slices.SortStableFunc(e.Causes, func(a, b Cause) int {
		return cmp.Or(strings.Compare(a.Constraint, b.Constraint), strings.Compare(a.Reason, b.Reason),
			strings.Compare(a.Author, b.Author), a.On.Compare(b.On))
	})
	e.Constraints = nil
	for _, c := range e.Causes {
		e.Constraints = append(e.Constraints, c.Constraint)
	}
	e.Constraints = slices.Compact(e.Constraints)
}

// overBudget names the limits that no admitted plan respects.
func (c *compiled) overBudget(over *branch.OverBudget) error {
	out := &InfeasibleError{Kind: Limits}
	for _, k := range over.Sides {
		if k < len(c.limits) {
			out.addCauses(c.limits[k].causes)
		}
	}
	return out
}

// infeasible translates a cut, and finds the constraints behind it.
func (c *compiled) infeasible(cut *flow.Infeasible) error {
	r := c.roster
	out := &InfeasibleError{Kind: Floors}
	if cut.Crowded {
		out.Kind = Crowded
	}
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
	// The cut stands while every pair that leads out of it is blocked: of the
	// people in it to columns outside, or of other people to columns in it.
	index := map[*blocker]int{}
	for k, b := range c.eligibility.demands.blockers {
		index[b] = k
	}
	var sets blockerSets
	for i := range c.model.Rows {
		if inRows[i] != cut.Crowded {
			continue
		}
		for j := range c.model.Columns {
			if !cut.Crowded && c.model.Lo[j] == 0 {
				continue // no floor depends on who may hold it
			}
			if inColumns[j] == cut.Crowded {
				continue
			}
			var set []int
			for _, b := range c.eligibility.blockersOf(i, j) {
				set = append(set, index[b])
			}
			slices.Sort(set)
			sets.add(set)
		}
	}
	for _, k := range sets.cover() {
		out.addCauses(c.eligibility.demands.blockers[k].causes)
	}
	return out
}

// blockerSets collects, for pairs, the sets of blockers that forbid them, by
// their indices.
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

// cover returns blockers such that every set has one of them. None of them can
// be left out.
func (b *blockerSets) cover() []int {
	hits := map[int]int{} // how many sets each blocker is in
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
	// Blockers that forbid the fewest pairs are left out first.
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
