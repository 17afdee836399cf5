package assignment

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"maps"
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
// It names one conflict. There may be more, which show once this one is resolved.
//
// The constraints behind the causes are enough for the conflict together with
// seats and floors, and none of them can be left out of the list. Another
// constraint that is not listed may forbid the same. Where several constraints
// say the same thing, all their causes are listed. Limits is the exception: its
// causes are only the limits, and the other constraints take part unnamed.
//
// A cause without a date has a zero On; Cause.String leaves out what is missing.
type InfeasibleError struct {
	Kind        ConflictKind
	Employees   []mutasi.EmployeeID
	Positions   []mutasi.PositionID
	Causes      []Cause  // by constraint, reason and author
	Constraints []string // the names of the constraints in Causes, each once
}

// Error returns one sentence, with the reason, author and date of each cause. It
// lists up to ten employees, positions and causes.
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
	for _, c := range e.Causes[:min(mostListed, len(e.Causes))] {
		causes = append(causes, c.String())
	}
	because := strings.Join(causes, "; ")
	if len(e.Causes) > mostListed {
		because += fmt.Sprintf(" … (%d in all)", len(e.Causes))
	}
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

// mostListed limits how many IDs, and how many causes, an error lists.
const mostListed = 10

// quoted lists IDs after the noun for one or for many.
func quoted[T ~string](ids []T, one, many string) string {
	noun := many
	if len(ids) == 1 {
		noun = one
	}
	var b strings.Builder
	b.WriteString(noun)
	for k, id := range ids {
		if k == mostListed {
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

// list sets Causes and Constraints. No two of the causes are equal: those of one
// demand differ, and each demand has a name of its own.
func (e *InfeasibleError) list(causes []Cause) {
	sortCauses(causes)
	e.Causes = causes
	for _, c := range causes {
		e.Constraints = append(e.Constraints, c.Constraint)
	}
	e.Constraints = slices.Compact(e.Constraints)
}

// sortCauses sorts by constraint, reason, author and day.
func sortCauses(causes []Cause) {
	slices.SortFunc(causes, func(a, b Cause) int {
		return cmp.Or(strings.Compare(a.Constraint, b.Constraint), strings.Compare(a.Reason, b.Reason),
			strings.Compare(a.Author, b.Author), a.On.Compare(b.On))
	})
}

// overBudget names the limits that no admitted plan respects.
func (c *instance) overBudget(over *branch.OverBudget) error {
	var causes []Cause
	for _, k := range over.Sides {
		if k < len(c.limits) {
			causes = append(causes, c.limits[k].causes...)
		}
	}
	out := &InfeasibleError{Kind: Limits}
	out.list(causes)
	return out
}

// infeasible translates a cut, and finds the constraints behind it. It reads
// all pairs that lead out of the cut once. The end of ctx is the only other error.
func (c *instance) infeasible(ctx context.Context, cut *flow.Infeasible) error {
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
	var sets blockerSets
	var set []int
	for i := range c.model.Rows {
		if err := ctx.Err(); err != nil {
			return err
		}
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
			set = c.eligibility.appendBlockers(set[:0], i, j)
			sets.add(set)
		}
	}
	var causes []Cause
	for _, k := range sets.cover() {
		causes = append(causes, c.eligibility.demands.blockers[k].causes...)
	}
	out.list(causes)
	return out
}

// blockerSets collects, for pairs, the sets of blockers that forbid them, by
// their indices.
type blockerSets struct {
	sets [][]int
	seen map[string]bool // the sets, as text
	text []byte
}

// add adds a set, which is ascending, unless it is there already.
func (b *blockerSets) add(set []int) {
	b.text = b.text[:0]
	for _, k := range set {
		b.text = binary.AppendUvarint(b.text, uint64(k))
	}
	if b.seen[string(b.text)] {
		return
	}
	if b.seen == nil {
		b.seen = map[string]bool{}
	}
	b.seen[string(b.text)] = true
	b.sets = append(b.sets, slices.Clone(set))
}

// cover returns blockers such that every set has one of them. None of them can
// be left out. It takes time in proportion to the sizes of the sets.
func (b *blockerSets) cover() []int {
	in := map[int][]int{} // the sets that each blocker is in
	for k, set := range b.sets {
		for _, c := range set {
			in[c] = append(in[c], k)
		}
	}
	// Blockers that are in the fewest sets are left out first.
	order := slices.SortedFunc(maps.Keys(in), func(x, y int) int {
		return cmp.Or(len(in[x])-len(in[y]), x-y)
	})
	left := make([]int, len(b.sets)) // how many blockers of each set are not left out
	for k, set := range b.sets {
		left[k] = len(set)
	}
	var kept []int
	for _, c := range order {
		if slices.ContainsFunc(in[c], func(k int) bool { return left[k] == 1 }) {
			kept = append(kept, c)
			continue
		}
		for _, k := range in[c] {
			left[k]--
		}
	}
	slices.Sort(kept)
	return kept
}
