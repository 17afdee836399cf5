package programme

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/evaluation"
)

// Waves puts two surveys of the same items side by side.
type Waves struct {
	Both int // number of people who took part in both waves; only they are paired
	// Gone counts people who took part before and not after, New people who
	// took part after and not before. If there are many, the change of the
	// people in both waves may differ from the change of all.
	Gone, New int

	Score *Paired // each person's mean of the items that they answered
	Items []ItemChange
}

// ItemChange is the change of one item among the people who answered it in both
// waves.
type ItemChange struct {
	ID     string
	Pairs  *Paired
	TopTwo evaluation.Inference // McNemar's test of reaching the two best steps
}

// PairWaves pairs the respondents of two surveys by ID. It is an error if one is
// nil, or if they differ in their scale or items.
func PairWaves(before, after *Survey) (*Waves, error) {
	if before == nil || after == nil {
		return nil, errors.New("programme: a wave is nil; its survey was not made")
	}
	if before.least != after.least || before.most != after.most || !slices.Equal(before.items, after.items) {
		return nil, fmt.Errorf("programme: the waves differ in their scale or items: %d to %d with %d items, and %d to %d with %d items",
			before.least, before.most, len(before.items), after.least, after.most, len(after.items))
	}
	at := make(map[string]int)
	for i, p := range after.people {
		at[p.id] = i
	}
	var w Waves
	var score [2][]float64
	items := make([]struct {
		side         [2][]float64
		gained, lost int
	}, len(before.items))
	top := before.most - 1
	for _, p := range before.people {
		i, again := at[p.id]
		took := before.tookPart(p)
		if !took || !again || !after.tookPart(after.people[i]) {
			if took {
				w.Gone++
			}
			continue
		}
		q := after.people[i]
		w.Both++
		score[0] = append(score[0], before.mean(p))
		score[1] = append(score[1], after.mean(q))
		for k := range items {
			a, b := p.answers[k], q.answers[k]
			if a == before.none() || b == before.none() {
				continue
			}
			items[k].side[0] = append(items[k].side[0], float64(a))
			items[k].side[1] = append(items[k].side[1], float64(b))
			switch {
			case a < top && b >= top:
				items[k].gained++
			case a >= top && b < top:
				items[k].lost++
			}
		}
	}
	for _, p := range after.people {
		if after.tookPart(p) {
			w.New++
		}
	}
	w.New -= w.Both
	w.Score, _ = NewPaired(score[0], score[1]) // of equal length and finite
	for k, item := range before.items {
		c := ItemChange{ID: item.ID}
		c.Pairs, _ = NewPaired(items[k].side[0], items[k].side[1])
		c.TopTwo, _ = McNemar(items[k].gained, items[k].lost)
		w.Items = append(w.Items, c)
	}
	return &w, nil
}

// mean returns the mean answer of a person who took part.
func (s *Survey) mean(p person) float64 {
	sum, n := 0.0, 0
	for _, v := range p.answers {
		if v != s.none() {
			sum += float64(v)
			n++
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return sum / float64(n)
}
