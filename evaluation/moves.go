package evaluation

import (
	"cmp"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
)

// Moves counts who changes posts (mutasi), and what becomes of their fit.
type Moves struct {
	Stayed          int // in the post held before
	Moved           int // from one post to another
	FirstPlacements int // from the bench to a post
	Departures      int // from a post to the bench

	// The parts of Moved: within a unit, between units of an agency, and between
	// agencies. A post of no unit counts as an agency of its own.
	WithinUnit, WithinAgency, BetweenAgencies int

	// Flows counts Moved by agency, moves within an agency included. They are
	// sorted by From and To, in the input order of agencies.
	Flows []Flow

	// Better, Worse and Same count the people who have a post before and after,
	// by whether their fit rose, fell or is the same.
	Better, Worse, Same int
	MeanChange          Figure // of the fit of these people
	LargestLoss         Figure // of the fit of these people, at least 0
}

// Flow is the number of people who moved from one agency to another.
type Flow struct {
	From, To mutasi.UnitID // "" stands for posts of no unit
	People   int
}

func (ev *evaluator) moves(before, plan seating, pairs *pairs) Moves {
	var m Moves
	flows := make(map[[2]int32]int)
	var sum, loss float64
	both := 0
	for i, to := range plan {
		from := before[i]
		switch {
		case from == bench && to == bench:
			continue
		case from == bench:
			m.FirstPlacements++
			continue
		case to == bench:
			m.Departures++
			continue
		case from == to:
			m.Stayed++
		default:
			m.Moved++
			a, b := ev.agencyOfPost(from), ev.agencyOfPost(to)
			switch {
			case a < 0 || a != b:
				m.BetweenAgencies++
			case ev.unitOf[from] == ev.unitOf[to]:
				m.WithinUnit++
			default:
				m.WithinAgency++
			}
			flows[[2]int32{a, b}]++
		}
		both++
		change := pairs.own[i] - pairs.before[i]
		sum += change
		loss = max(loss, -change)
		switch {
		case change > 0:
			m.Better++
		case change < 0:
			m.Worse++
		default:
			m.Same++
		}
	}
	m.MeanChange, m.LargestLoss = undefined(NoValues), undefined(NoValues)
	if both > 0 {
		m.MeanChange, m.LargestLoss = Figure{Value: sum / float64(both)}, Figure{Value: loss}
	}
	keys := make([][2]int32, 0, len(flows))
	for k := range flows {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]int32) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	for _, k := range keys {
		m.Flows = append(m.Flows, Flow{ev.unitID(k[0]), ev.unitID(k[1]), flows[k]})
	}
	return m
}

// Wishes counts the people whose wishes the plan meets.
type Wishes struct {
	People int   // number of people who have wishes
	Met    int   // number of people who hold a post that they wished for
	ByRank []int // ByRank[0] people hold the post of their first wish, and so on
}

func (ev *evaluator) wishes(plan seating) Wishes {
	var w Wishes
	for i, j := range plan {
		wishes := ev.employees[i].Wishes
		if len(wishes) == 0 {
			continue
		}
		w.People++
		for len(w.ByRank) < len(wishes) {
			w.ByRank = append(w.ByRank, 0)
		}
		if j == bench {
			continue
		}
		if rank := slices.Index(wishes, ev.positions[j].ID); rank >= 0 {
			w.Met++
			w.ByRank[rank]++
		}
	}
	return w
}

// Training is the need for training (pelatihan) that moves and first placements
// cause. It is the shortfall in the new post, as far as it is greater than in the
// old one.
type Training struct {
	People       int            // number of people whose shortfall grows in some competency
	Levels       float64        // sum over all people and competencies
	Competencies []TrainingNeed // by ID
}

// TrainingNeed is the training in one competency that a plan calls for.
type TrainingNeed struct {
	Competency competency.ID
	People     int     // number of people whose shortfall is greater than in their old post
	Levels     float64 // sum of the levels by which it is greater
	Mandatory  int     // number of these people whose new post makes the competency an entry condition
	Unknown    int     // number of these people who were never assessed; assess them before training them
}

func (ev *evaluator) training(before, plan seating) (Training, error) {
	var t Training
	needs := make(map[competency.ID]*TrainingNeed)
	for i, to := range plan {
		if i%64 == 0 { // reading two standards takes microseconds
			if err := ev.ended(); err != nil {
				return Training{}, err
			}
		}
		if to == bench || to == before[i] {
			continue
		}
		opened := ev.opened(i, before[i], to)
		if len(opened) > 0 {
			t.People++
		}
		for _, g := range opened {
			need := needs[g.Competency]
			if need == nil {
				need = &TrainingNeed{Competency: g.Competency}
				needs[g.Competency] = need
			}
			need.People++
			need.Levels += g.levels
			t.Levels += g.levels
			if g.Mandatory {
				need.Mandatory++
			}
			if !g.Known {
				need.Unknown++
			}
		}
	}
	for _, need := range needs {
		t.Competencies = append(t.Competencies, *need)
	}
	slices.SortFunc(t.Competencies, func(a, b TrainingNeed) int { return cmp.Compare(a.Competency, b.Competency) })
	return t, nil
}

// An openedGap is a gap in a new post that the old post did not have, or had to a
// lesser degree.
type openedGap struct {
	competency.Gap
	levels float64 // by which it is greater than in the old post
}

// opened lists the gaps that a move of person i opens.
func (ev *evaluator) opened(i int, from, to int32) []openedGap {
	profile := ev.employees[i].Profile
	var list []openedGap
	var old []competency.Gap
	for _, g := range competency.Gaps(profile, ev.positions[to].Standard) {
		if g.Shortfall() == 0 {
			continue
		}
		if old == nil && from != bench {
			old = competency.Gaps(profile, ev.positions[from].Standard)
		}
		levels := float64(g.Shortfall())
		for _, h := range old {
			if h.Competency == g.Competency {
				levels -= float64(h.Shortfall())
			}
		}
		if levels > 0 {
			list = append(list, openedGap{g, levels})
		}
	}
	return list
}
