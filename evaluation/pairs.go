package evaluation

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
)

// pairs keeps a few numbers per person of the fit to every post. The matrix of
// all pairs is computed row by row and not stored: with 100,000 people and 500
// posts it would take 400 MB.
type pairs struct {
	own    []float64 // fit to the post of the plan; NaN on the bench
	before []float64 // fit to the post before; NaN on the bench

	best    []int32   // best eligible post; bench if no post is eligible
	bestFit []float64 // fit to it; NaN if none

	envied  []int64 // number of holders whom the person envies with reason
	vacancy []bool  // whether the person would fit an eligible post with a free seat better
}

// A scorer asks the model and the rules about one person at a time.
type scorer struct {
	*evaluator
	before, plan seating
	pairs        *pairs

	open    []int32 // open posts (with seats) by ID, so that ties are decided by ID alone
	batch   competency.Batch
	holders []*ranking // per open post: the fits of its holders
	least   []float64  // per open post: the least fit of its holders, +Inf if there are none
	free    []bool     // per open post: whether it has a free seat
}

// score asks the model about every person and open post.
func (ev *evaluator) score(before, plan seating) (*pairs, error) {
	n := len(ev.employees)
	s := &scorer{evaluator: ev, before: before, plan: plan, pairs: &pairs{
		own: make([]float64, n), before: make([]float64, n),
		best: make([]int32, n), bestFit: make([]float64, n),
		envied: make([]int64, n), vacancy: make([]bool, n),
	}}
	// The posts that people have come first: envy needs the fits of all holders.
	err := ev.parallel(n, func() func(int) error { return s.holdings })
	if err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	err = ev.parallel(n, func() func(int) error {
		r := &reader{scorer: s, row: make([]float64, len(s.open))}
		return r.alternatives
	})
	return s.pairs, err
}

// holdings scores person i in the post before and in the post of the plan.
func (s *scorer) holdings(i int) (err error) {
	s.pairs.before[i], err = s.fitOf(i, s.before[i])
	if err != nil {
		return err
	}
	if s.plan[i] == s.before[i] {
		s.pairs.own[i] = s.pairs.before[i]
		return nil
	}
	s.pairs.own[i], err = s.fitOf(i, s.plan[i])
	return err
}

func (s *scorer) fitOf(i int, j int32) (fit float64, err error) {
	if j == bench {
		return math.NaN(), nil
	}
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("evaluation: model %T panicked on employee %q and post %q: %v", s.model, s.employees[i].ID, s.positions[j].ID, v)
		}
	}()
	fit = s.model.Fit(s.employees[i].Profile, s.positions[j].Standard)
	return fit, s.checkFit(fit, i, j)
}

func (ev *evaluator) checkFit(fit float64, i int, j int32) error {
	if fit >= 0 && fit <= 1 {
		return nil
	}
	return fmt.Errorf("evaluation: model %T gives employee %q in post %q a fit of %v; it must lie in [0, 1]", ev.model, ev.employees[i].ID, ev.positions[j].ID, fit)
}

// prepare lists the open posts with their holders and compiles their standards.
func (s *scorer) prepare() (err error) {
	for j, p := range s.positions {
		if p.Seats > 0 {
			s.open = append(s.open, int32(j))
		}
	}
	slices.SortFunc(s.open, func(a, b int32) int { return cmp.Compare(s.positions[a].ID, s.positions[b].ID) })
	at := make([]int32, len(s.positions))
	for k, j := range s.open {
		at[j] = int32(k) + 1
	}
	holders := make([][]float64, len(s.open))
	for i, j := range s.plan {
		if j != bench && at[j] > 0 {
			holders[at[j]-1] = append(holders[at[j]-1], s.pairs.own[i])
		}
	}
	s.free, s.least = make([]bool, len(s.open)), make([]float64, len(s.open))
	standards := make([]competency.Standard, len(s.open))
	for k, j := range s.open {
		s.holders = append(s.holders, newRanking(holders[k]))
		s.least[k] = math.Inf(1)
		if len(holders[k]) > 0 {
			s.least[k] = slices.Min(holders[k])
		}
		s.free[k] = len(holders[k]) < s.positions[j].Seats
		standards[k] = s.positions[j].Standard
	}
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("evaluation: model %T panicked in Compile: %v", s.model, v)
		}
	}()
	if compiler, ok := s.model.(competency.Compiler); ok {
		s.batch = compiler.Compile(standards)
	} else {
		s.batch = eachFit{s.model, standards}
	}
	return nil
}

// eachFit scores a model that has no bulk form.
type eachFit struct {
	model     competency.Model
	standards []competency.Standard
}

func (m eachFit) Fit(p competency.Profile, into []float64) {
	for k := range into {
		into[k] = m.model.Fit(p, m.standards[k])
	}
}

// A reader scores one person after the other; each worker has its own.
type reader struct {
	*scorer
	row  []float64
	rule int   // the rule that is being asked; −1 is the model
	post int32 // the post that it is asked about
}

// alternatives scores person i in every open post.
func (s *reader) alternatives(i int) (err error) {
	s.rule = -1
	defer func() { // one recovery per person, not per pair: this is the innermost loop
		if v := recover(); v != nil && s.rule < 0 {
			err = fmt.Errorf("evaluation: model %T panicked on employee %q: %v", s.model, s.employees[i].ID, v)
		} else if v != nil {
			err = s.rulePanic(s.rule, i, s.post, v)
		}
	}()
	s.batch.Fit(s.employees[i].Profile, s.row)
	own, plan, before := s.pairs.own[i], s.plan[i], s.positionID(s.before[i])
	if plan == bench {
		own = -1 // any post is better than none
	}
	best, bestFit := bench, math.Inf(-1)
	envied, vacancy := int64(0), false
	for k, fit := range s.row {
		j := s.open[k]
		if !(fit >= 0 && fit <= 1) {
			return s.checkFit(fit, i, j)
		}
		// On a tie the post of the plan wins, then the least ID.
		improves := fit > bestFit || fit == bestFit && j == plan
		covets := fit > own && (s.free[k] || fit > s.least[k])
		if !improves && !covets || !s.eligible(i, j, before) {
			continue
		}
		if improves {
			best, bestFit = j, fit
		}
		if covets {
			vacancy = vacancy || s.free[k]
			envied += int64(s.holders[k].below(fit))
		}
	}
	if best == bench {
		bestFit = math.NaN()
	}
	p := s.pairs
	p.best[i], p.bestFit[i], p.envied[i], p.vacancy[i] = best, bestFit, envied, vacancy
	return nil
}

// eligible reports whether all rules permit person i in post j.
func (s *reader) eligible(i int, j int32, before mutasi.PositionID) bool {
	s.post = j
	for k := range s.rules {
		s.rule = k
		if !s.rules[k].Permits(s.employees[i], s.positions[j], before) {
			return false
		}
	}
	return true
}
