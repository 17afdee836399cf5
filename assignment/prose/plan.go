package prose

import (
	"maps"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// Conflict says why there is no plan.
func (w *Writer) Conflict(e *assignment.InfeasibleError) []string {
	if e == nil {
		return nil
	}
	out := []string{w.say("conflict")}
	args := []string{"people", w.people(e.Employees), "posts", w.posts(e.Positions)}
	switch {
	case e.Kind == assignment.Limits:
		out = append(out, w.say("conflict.limits"))
	case e.Kind == assignment.Floors && len(e.Employees) == 0:
		out = append(out, w.say("conflict.floors.none", args...))
	case e.Kind == assignment.Floors:
		out = append(out, w.say("conflict.floors", args...))
	case len(e.Positions) == 0:
		out = append(out, w.say("conflict.nowhere", args...))
	default:
		out = append(out, w.say("conflict.crowded", args...))
	}
	if len(e.Causes) > 0 {
		out = append(out, w.say("conflict.causes", "causes", w.causes(e.Causes)))
	}
	return out
}

// Repair says what would make a plan possible: the least of all, and the least of each
// kind of change alone.
func (w *Writer) Repair(r *assignment.Relaxation) []string {
	if r == nil {
		return nil
	}
	var out []string
	for _, kind := range []struct {
		code string
		mend *assignment.Mend
	}{
		{"repair.together", r.Together}, {"repair.seats", r.Seats}, {"repair.floors", r.Floors}, {"repair.decisions", r.Decisions},
	} {
		if kind.mend == nil {
			continue
		}
		out = append(out, w.say(kind.code, "changes", w.mend(kind.mend)))
		if kind.mend.Bound < kind.mend.Number() {
			out = append(out, w.count("repair.bound", kind.mend.Bound))
		}
	}
	if len(out) == 0 {
		return []string{w.say("repair.nothing")}
	}
	return out
}

func (w *Writer) mend(m *assignment.Mend) string {
	var out []string
	for _, p := range slices.Sorted(maps.Keys(m.Seats)) {
		out = append(out, w.count("repair.seat", m.Seats[p], "post", w.Post(p)))
	}
	for _, p := range slices.Sorted(maps.Keys(m.Floors)) {
		out = append(out, w.count("repair.floor", m.Floors[p], "post", w.Post(p)))
	}
	for _, c := range m.Drop {
		out = append(out, w.say("repair.drop", "cause", w.Cause(c)))
	}
	return w.list(out)
}

// Schedule says in which order a plan is carried out, a sentence for each step.
func (w *Writer) Schedule(s *mutasi.Schedule) []string {
	out := w.Waves(s)
	for _, step := range w.Steps(s) {
		out = append(out, step.Title+" "+w.moves(step.Moves)+".")
		out = append(out, step.Notes...)
	}
	return append(out, w.Shortfalls(s)...)
}

// Step is moves that are made at one time, with a title that ends with a colon, and
// sentences about them.
type Step struct {
	Title string
	Moves []mutasi.Transfer
	Notes []string
}

// Steps are the steps of a schedule, for a list of their moves.
func (w *Writer) Steps(s *mutasi.Schedule) []Step {
	if s == nil {
		return nil
	}
	var out []Step
	for k, wave := range s.Waves {
		if len(wave) > 0 {
			out = append(out, Step{Title: w.say("schedule.step", "n", w.number(float64(k+1))), Moves: wave})
		}
		for _, r := range s.Rotations {
			if r.Wave != k {
				continue
			}
			step := Step{
				Title: w.say("schedule.step.rotation", "n", w.number(float64(k+1))),
				Moves: r.Moves, Notes: []string{w.say("schedule.closed")},
			}
			if r.Benched != "" {
				step.Notes = append(step.Notes, w.say("schedule.benched", "person", w.Person(r.Benched)))
			}
			out = append(out, step)
		}
	}
	return out
}

// Shortfalls says which posts are below their minimum staffing for a time.
func (w *Writer) Shortfalls(s *mutasi.Schedule) []string {
	if s == nil || len(s.Short) == 0 {
		return nil
	}
	return []string{w.say("schedule.short", "posts", w.posts(s.Short))}
}

// Waves says how many steps a schedule has, and what is known of the fewest.
func (w *Writer) Waves(s *mutasi.Schedule) []string {
	if s == nil || len(s.Waves) == 0 {
		return []string{w.say("schedule.nothing")}
	}
	out := []string{w.count("schedule.waves", len(s.Waves))}
	switch {
	case len(s.Waves) == 1:
	case s.Bound == len(s.Waves):
		out = append(out, w.say("schedule.least"))
	case s.Bound > 1:
		out = append(out, w.count("schedule.bound", s.Bound))
	}
	return out
}

// Without says which other moves have to be given up if a person stays; "" for a person
// who stays anyway.
func (w *Writer) Without(s *mutasi.Schedule, e mutasi.EmployeeID) string {
	moves := s.Without(e)
	switch {
	case moves == nil:
		return ""
	case len(moves) == 0:
		return w.say("schedule.without.none", "person", w.Person(e))
	}
	return w.count("schedule.without", len(moves), "person", w.Person(e), "moves", w.moves(moves))
}
