package assignment

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
)

// Which levels would a person have to reach to win a post? A rise may raise the person's
// value elsewhere too, so that every set of rises is judged by the person's whole row:
// the pair wins if no other column is better, each with what it costs the others.
//
// Rises are tried in order of how many levels they have in all. What a set gains at
// the post wanted is at most what its levels gain there one by one, in models where a
// level never counts less for another being higher; so a number of levels that cannot
// make up for the regret is passed over, and so is a set that does not.

// mostRises bounds how many sets of rises are judged.
const mostRises = 1000

// riseable reports whether a higher level is never worth less in any goal.
func (x *explainer) riseable() bool {
	if x.paths == nil || !x.paths.Plain() {
		return false
	}
	any := false
	for g := range x.goals {
		for _, f := range x.goals[g].fits {
			switch m := f.model.(type) {
			case competency.Attainment:
				any = any || m.Unknown == competency.Unknown{}
			case competency.JobPersonMatch:
				any = any || m.Unknown == competency.Unknown{}
			default:
				return false
			}
			if f.weight < 0 || x.goals[g].sense() < 0 {
				return false
			}
		}
	}
	return any
}

// riser searches the rises of one row.
type riser struct {
	*explainer
	row, column int
	employee    mutasi.Employee // with the profile tried
	lines       []riseLine
	judged      int
	beaters     []int       // columns that beat the one wanted, the last first
	points      [][][]int32 // of the profile tried, by goal and fit; empty: not computed
	at          *callSite
}

// riseLine is a competency that may rise, with the levels that it can reach.
type riseLine struct {
	of     competency.ID
	from   competency.Level
	levels []competency.Level // ascending, one rise each
	gain   []float64          // of the first levels together at the post wanted, at most
}

// rises finds the fewest rises with which a pair wins.
func (x *explainer) rises(row, column int) ([]Rise, error) {
	post := x.roster.post(column)
	if post == nil || !x.riseable() {
		return nil, nil
	}
	r := &riser{explainer: x, row: row, column: column, employee: *x.roster.employees[row], at: &callSite{}}
	r.employee.Profile = maps.Clone(r.employee.Profile)
	if r.employee.Profile == nil {
		r.employee.Profile = competency.Profile{}
	}
	for g := range x.goals {
		of := make([][]int32, len(x.goals[g].fits))
		for k := range of {
			of[k] = make([]int32, 0, x.roster.bench())
		}
		r.points = append(r.points, of)
	}
	r.beaters = []int{int(x.at[row])}
	var found []Rise
	err := guard(r.at, func() error {
		before, err := r.worth()
		if err != nil {
			return err
		}
		lacking, err := r.lacking()
		if err != nil || lacking <= 0 {
			return err
		}
		if err := r.addLines(post, before); err != nil {
			return err
		}
		most := 0
		for _, l := range r.lines {
			most += len(l.levels)
		}
		for n := 1; n <= most && found == nil && r.judged < mostRises; n++ {
			if r.reach(0, n) < lacking {
				continue
			}
			var wins bool
			if wins, err = r.try(0, n, lacking); err != nil {
				return err
			} else if wins {
				found = r.read()
			}
		}
		return nil
	})
	return found, err
}

// worth is what the pair wanted is worth in the first goal with a fit, in its units.
func (r *riser) worth() (float64, error) {
	g := r.firstFit()
	cost, err := r.costAs(r.at, &r.employee, &r.goals[g], r.row, r.column)
	return -math.Ldexp(float64(cost), -r.goals[g].shift), err
}

// firstFit is the first goal with a fit.
func (r *riser) firstFit() int {
	return slices.IndexFunc(r.goals, func(g compiledGoal) bool { return len(g.fits) > 0 })
}

// lacking is the regret of the pair in the first goal with a fit; 0 or less if no rise
// helps, because a goal before it suffers.
func (r *riser) lacking() (float64, error) {
	cost, err := r.costOf(r.row, r.column)
	if err != nil {
		return 0, err
	}
	loss := r.paths.Loss(r.row, r.column, cost)
	switch g := r.firstFit(); {
	case !loss.Possible || loss.Goal < g:
		return 0, nil
	case loss.Goal > g:
		return math.SmallestNonzeroFloat64, nil
	default:
		return math.Ldexp(float64(loss.Amount), -r.goals[g].shift), nil
	}
}

// highestLevel is the highest level that anybody has or any post asks for.
func (r *roster) highestLevel() competency.Level {
	top := competency.Level(0)
	for _, p := range r.positions {
		for _, q := range p.Standard {
			top = max(top, q.Level)
		}
	}
	for _, e := range r.employees {
		for _, rating := range e.Profile {
			top = max(top, rating.Level)
		}
	}
	return top
}

// addLines lists the competencies that the post asks for, with the whole levels above
// the one held, up to the highest that the organization has or asks for.
func (r *riser) addLines(post *mutasi.Position, before float64) error {
	top := r.highest()
	for _, q := range post.Standard {
		if slices.ContainsFunc(r.lines, func(l riseLine) bool { return l.of == q.Competency }) {
			continue
		}
		held, known := r.employee.Profile[q.Competency]
		line := riseLine{of: q.Competency, from: held.Level, gain: []float64{0}}
		for level := competency.Level(math.Floor(float64(held.Level))) + 1; level <= max(top, q.Level); level++ {
			r.employee.Profile[q.Competency] = competency.Rating{Level: level}
			after, err := r.worth()
			if err != nil {
				return err
			}
			if after <= before || len(line.gain) > 1 && after-before <= line.gain[len(line.gain)-1] {
				break // more of it is worth nothing more
			}
			line.levels, line.gain = append(line.levels, level), append(line.gain, after-before)
		}
		delete(r.employee.Profile, q.Competency)
		if known {
			r.employee.Profile[q.Competency] = held
		}
		if len(line.levels) > 0 {
			r.lines = append(r.lines, line)
		}
	}
	// Those that gain most come first, so that good sets are found early.
	slices.SortStableFunc(r.lines, func(a, b riseLine) int {
		return cmp.Or(cmp.Compare(b.gain[1], a.gain[1]), cmp.Compare(a.of, b.of))
	})
	return nil
}

// reach is at least what n levels of the lines from k on gain.
func (r *riser) reach(k, n int) float64 {
	var steps []float64
	for _, l := range r.lines[k:] {
		for j := range l.levels {
			steps = append(steps, l.gain[j+1]/float64(j+1)*1.0000001)
		}
	}
	slices.SortFunc(steps, func(a, b float64) int { return cmp.Compare(b, a) })
	sum := 1e-6 // for the roundings of each goal
	for _, x := range steps[:min(n, len(steps))] {
		sum += x
	}
	return sum
}

// try sets n levels of the lines from k on in all ways, and stops at the first that
// wins, leaving it in the profile.
func (r *riser) try(k, n int, lacking float64) (bool, error) {
	if n == 0 {
		if r.judged++; r.judged > mostRises {
			return false, nil
		}
		return r.wins()
	}
	if k == len(r.lines) || r.reach(k, n) < lacking || r.judged > mostRises {
		return false, nil
	}
	l := &r.lines[k]
	held, known := r.employee.Profile[l.of]
	for j := min(n, len(l.levels)); j >= 0; j-- {
		if j > 0 {
			r.employee.Profile[l.of] = competency.Rating{Level: l.levels[j-1]}
		} else {
			delete(r.employee.Profile, l.of)
			if known {
				r.employee.Profile[l.of] = held
			}
		}
		wins, err := r.try(k+1, n-j, lacking-l.gain[j])
		if err != nil || wins {
			return wins, err
		}
	}
	return false, nil
}

// wins reports whether no allowed column is better than the one wanted. Most sets
// are beaten by a column that beat another one before, so those are asked first.
func (r *riser) wins() (bool, error) {
	r.turn()
	wanted, err := r.costsAt(r.column)
	if err != nil {
		return false, err
	}
	for k, j := range r.beaters {
		if better, err := r.better(j, wanted); better || err != nil {
			copy(r.beaters[1:k+1], r.beaters[:k])
			r.beaters[0] = j
			return false, err
		}
	}
	r.wholeRow()
	for j := range r.model.Columns {
		if better, err := r.better(j, wanted); better || err != nil {
			r.beaters = append([]int{j}, r.beaters[:min(len(r.beaters), mostBeaters-1)]...)
			return false, err
		}
	}
	return true, nil
}

// mostBeaters is how many columns are remembered that beat the one wanted.
const mostBeaters = 8

// better reports whether the person tried would rather be at a column.
func (r *riser) better(column int, wanted []int64) (bool, error) {
	if column == r.column || !r.eligibility.allowed.Has(r.row, column) {
		return false, nil
	}
	cost, err := r.costsAt(column)
	return err == nil && r.paths.Prefers(r.row, column, cost, r.column, wanted), err
}

// turn forgets the points of the profile tried before.
func (r *riser) turn() {
	for _, of := range r.points {
		for k := range of {
			of[k] = of[k][:0]
		}
	}
}

// wholeRow computes the points of the profile tried at all posts.
func (r *riser) wholeRow() {
	for g := range r.goals {
		fits := r.goals[g].fits
		if slices.ContainsFunc(fits, func(f fit) bool { return f.fixed == nil }) {
			continue
		}
		for k := range fits {
			r.points[g][k] = r.points[g][k][:r.roster.bench()]
			fits[k].fixed.Points(r.employee.Profile, r.points[g][k])
		}
	}
}

// costsAt are the costs of the person tried at a column.
func (r *riser) costsAt(column int) ([]int64, error) {
	cost := make([]int64, len(r.model.Goals))
	for g := range r.goals {
		goal := &r.goals[g]
		if len(goal.fits) == 0 || len(r.points[g][0]) == 0 || column == r.roster.bench() {
			var err error
			if cost[g], err = r.costAs(r.at, &r.employee, goal, r.row, column); err != nil {
				return nil, err
			}
			continue
		}
		r.at.function, r.at.employee, r.at.position = goal.called, &r.employee, r.roster.post(column)
		others := goal.others.at(&r.employee, r.at.position, r.roster.heldBy(r.row))
		if math.IsNaN(others) || math.IsInf(others, 0) {
			return nil, r.at.fault(functionNotFinite, others)
		}
		cost[g] = goal.wideCost(others)
		for k := range goal.fits {
			cost[g] += int64(goal.fits[k].scaled.Of(column, r.points[g][k][column]))
		}
	}
	return cost, nil
}

// read lists the rises in the profile, by competency.
func (r *riser) read() []Rise {
	var out []Rise
	for _, l := range r.lines {
		if to := r.employee.Profile[l.of].Level; to > l.from {
			out = append(out, Rise{l.of, l.from, to})
		}
	}
	slices.SortFunc(out, func(a, b Rise) int { return cmp.Compare(a.Competency, b.Competency) })
	return out
}
