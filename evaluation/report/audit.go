package report

import (
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/mutasi-go/mutasi/evaluation"
)

// audit is the section of the k-th group audit.
func (b *builder) audit(k int, a NamedAudit) (section, error) {
	t, r := b.words, a.Result
	s := section{ID: "audit-" + strconv.Itoa(k+1), Title: t.sayf("Group audit: %s", a.Name)}
	rates := grid{
		Caption: t.say("How often what is good happens"),
		Head: []column{{t.say("What happens"), false}, {t.say("Group"), false}, {t.say("People"), true}, {t.say("Rate"), true}, {t.say("Impact ratio"), true},
			{t.say("p, exact, adjusted"), true}, {t.say("Odds ratio at equal qualification"), true}, {t.say("p at equal qualification"), true}},
	}
	var rows []impact
	for _, event := range r.Rates {
		for _, g := range event.Groups {
			ratio := t.fig(g.Impact, 2)
			if g.Flagged {
				ratio.Text = "▼ " + ratio.Text
				ratio.Class += " worse"
			}
			rates.Rows = append(rates.Rows, []cell{
				text(t.title(string(event.Event))), text(g.Group), t.int(g.People), t.fig(g.Rate, 3), ratio,
				b.short(g.Adjusted, t.pCell(g.Adjusted)), b.short(g.Conditional.Estimate, t.fig(g.Conditional.Estimate, 2)), b.short(g.Conditional.P, t.pCell(g.Conditional.P)),
			})
			if g.Impact.Defined() {
				rows = append(rows, impact{g.Group + " · " + t.say(string(event.Event)), g.Impact.Value, g.Flagged})
			}
		}
	}
	gaps := grid{
		Caption: t.say("Means by group"),
		Head: []column{{t.say("Measure"), false}, {t.say("Group"), false}, {t.say("People"), true}, {t.say("Mean"), true}, {t.say("Gap to the others"), true},
			{t.say("Gap at equal qualification"), true}, {t.say("p by shuffling, adjusted"), true}},
	}
	for _, m := range r.Gaps {
		for _, g := range m.Groups {
			gaps.Rows = append(gaps.Rows, []cell{
				text(t.title(string(m.Measure))), text(g.Group), t.int(g.People), t.fig(g.Mean, 3), t.fig(g.Gap, 3), t.fig(g.Within, 3), t.pCell(g.Adjusted),
			})
		}
	}
	s.Tables = []grid{b.limit(rates), b.limit(gaps)}
	s.Lead = []string{t.sayf("Groups: %s. Strata: %s. Least size of a group: %s. Shuffles: %s.", t.count(len(r.Groups)), t.count(r.Strata), t.count(r.MinCell), t.count(r.Shuffled))}
	s.NotesTitle = t.say("What this audit cannot say:")
	for _, c := range r.Caveats {
		s.Notes = append(s.Notes, t.title(string(c))+".")
	}
	if len(rows) == 0 {
		return s, nil
	}
	if len(rows) > mostUnits {
		rows = sortedBy(rows, func(x impact) float64 { return -x.ratio })[:mostUnits]
	}
	f, err := newFigure(t.say("Adverse impact ratio: the rate of each group relative to the group with the highest rate. Below four fifths is a reason to look, not a proof."),
		t.say("Adverse impact ratio per group; the table below has the numbers."), func(c canvas) (*plot.Plot, vg.Length, error) {
			return t.plotImpact(c, rows)
		})
	s.Figures = []figure{f}
	return s, err
}

// short leaves out the reason of a figure that does not apply.
func (b *builder) short(f evaluation.Figure, c cell) cell {
	if f.Undefined == evaluation.NotPart {
		c.Text = "–"
	}
	return c
}
