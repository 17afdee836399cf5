package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/programme"
)

// A satisfaction is what the survey says.
type satisfaction struct {
	before, after *programme.Survey
	waves         *programme.Waves
	score         evaluation.Inference // signed ranks: steps of a scale are ordered and no more
	net           evaluation.Inference
	p             []evaluation.Figure // of the items, adjusted
	silent        programme.NonResponse
}

func newSatisfaction(before, after *programme.Survey, waves *programme.Waves) *satisfaction {
	s := &satisfaction{
		before: before, after: after, waves: waves,
		score: waves.Score.Wilcoxon(), net: waves.Score.NetImprovement(), silent: after.NonResponse(),
	}
	var p []evaluation.Figure
	for _, item := range waves.Items {
		p = append(p, item.Pairs.Wilcoxon().P)
	}
	s.p = evaluation.Holm(p)
	return s
}

func (s *satisfaction) print(w io.Writer) {
	old := s.before.NonResponse()
	fmt.Fprintf(w, "\nSURVEY: %d of %d asked answered before, %d of %d after; %d both times (%d only before, %d only after)\n",
		old.Answered, old.Asked, s.silent.Answered, s.silent.Asked, s.waves.Both, s.waves.Gone, s.waves.New)
	for _, g := range s.silent.Groups {
		fmt.Fprintf(w, "    %-12s %3d of %3d answered after, p %s\n", g.Group, g.Answered, g.Asked, chance(g.P))
	}
	a, b := s.before.Reliability(), s.after.Reliability()
	fmt.Fprintf(w, "    Cronbach's alpha %.2f before, %.2f after\n", a.Alpha, b.Alpha)
	fmt.Fprintf(w, "\n    %-12s %8s %8s %8s %8s   %s\n", "item", "median", "", "top two", "", "change, adjusted for four items")
	after := s.after.Items()
	for k, item := range s.before.Items() {
		fmt.Fprintf(w, "    %-12s %8.1f %8.1f %7.0f%% %7.0f%%   p %s\n", item.ID, item.Median, after[k].Median,
			percent(item.TopTwo), percent(after[k].TopTwo), chance(s.p[k]))
	}
	fmt.Fprintf(w, "    all items: net improvement %+.2f of %d people, p %s (signed ranks: p %s)\n",
		s.net.Estimate, s.net.N, chance(s.net.P), chance(s.score.P))
}

func percent(f evaluation.Figure) evaluation.Figure {
	f.Value *= 100
	return f
}

// verdict says what the survey shows, and no more.
func (s *satisfaction) verdict() string {
	text := "Satisfaction: "
	switch {
	case !s.net.P.Defined():
		text += "nobody's changed"
	case s.net.P.Value >= 1-level:
		text += "no change proven"
	case s.net.Estimate.Value > 0:
		text += "more people improved than got worse"
	default:
		text += "more people got worse than improved"
	}
	text += " among those who answered twice; the survey has no comparison group."
	var groups []string
	for _, g := range s.silent.Groups {
		rest := float64(s.silent.Answered-g.Answered) / float64(max(1, s.silent.Asked-g.Asked))
		if g.P.Defined() && g.P.Value < 1-level && g.Rate.Value < rest {
			groups = append(groups, g.Group)
		}
	}
	if len(groups) > 0 {
		text += "\n  It speaks less for " + strings.Join(groups, " and ") + ", where fewer answered."
	}
	return text
}
