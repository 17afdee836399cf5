package report

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation"
)

// mostAgencies is the greatest number of agencies on each side of the plot of
// moves. The agencies with the fewest people are joined.
const mostAgencies = 12

func (b *builder) moves() (section, error) {
	t := b.words
	s := section{ID: "moves", Title: t.say("Who moves where")}
	m := b.c.After.Moves
	s.Lead = []string{
		t.sayf("Moves from post to post: %s, of these %s within a unit, %s between units of an agency and %s between agencies. Staying: %s. First posts: %s. Without a post from now on: %s.",
			t.count(m.Moved), t.count(m.WithinUnit), t.count(m.WithinAgency), t.count(m.BetweenAgencies), t.count(m.Stayed), t.count(m.FirstPlacements), t.count(m.Departures)),
	}
	if m.BetweenAgencies == 0 {
		s.Lead = append(s.Lead, t.say("Nobody moves between agencies."))
		return s, nil
	}
	g := grid{Caption: t.say("Moves between agencies"), Head: []column{{t.say("From"), false}, {t.say("To"), false}, {t.say("People"), true}}}
	var flows []evaluation.Flow
	for _, f := range m.Flows {
		if f.From == f.To && f.From != "" {
			continue
		}
		flows = append(flows, f)
	}
	for _, f := range sortedBy(flows, func(f evaluation.Flow) float64 { return float64(f.People) }) {
		g.Rows = append(g.Rows, []cell{text(b.place(f.From)), text(b.place(f.To)), t.int(f.People)})
	}
	s.Tables = []grid{b.limit(g)}
	bands, from, to := b.bands(flows)
	f, err := newFigure(t.say("Moves between agencies, from left to right; the width of a band is the number of people."),
		t.say("Moves between agencies; the table below has the numbers."), func(c canvas) (*plot.Plot, vg.Length, error) {
			return t.plotFlows(c, bands, from, to)
		})
	s.Figures = []figure{f}
	return s, err
}

// bands lists the flows of the plot of moves and the names on both sides, the
// largest first; on each side small agencies are joined.
func (b *builder) bands(flows []evaluation.Flow) (bands []band, from, to []string) {
	label := b.labels(flows)
	sources, from := b.join(flows, label, func(f evaluation.Flow) mutasi.UnitID { return f.From })
	receptors, to := b.join(flows, label, func(f evaluation.Flow) mutasi.UnitID { return f.To })
	at := make(map[[2]string]int)
	for _, f := range flows {
		key := [2]string{sources[f.From], receptors[f.To]}
		k, ok := at[key]
		if !ok {
			k = len(bands)
			at[key] = k
			bands = append(bands, band{from: key[0], to: key[1]})
		}
		bands[k].people += f.People
	}
	return bands, from, to
}

// labels gives every agency a name of its own: names may repeat, IDs do not.
func (b *builder) labels(flows []evaluation.Flow) map[mutasi.UnitID]string {
	label := make(map[mutasi.UnitID]string)
	taken := map[string]bool{b.words.say("other agencies"): true}
	for _, f := range flows {
		for _, id := range []mutasi.UnitID{f.From, f.To} {
			if _, ok := label[id]; ok {
				continue
			}
			name := b.unit(id)
			if taken[name] {
				name += " (" + string(id) + ")"
			}
			taken[name] = true
			label[id] = name
		}
	}
	return label
}

// join names the agencies on one side of the flows, those with the most people
// first. It joins the agencies beyond mostAgencies, and those with less than a
// fiftieth of all people.
func (b *builder) join(flows []evaluation.Flow, label map[mutasi.UnitID]string, side func(evaluation.Flow) mutasi.UnitID) (name map[mutasi.UnitID]string, order []string) {
	size := make(map[mutasi.UnitID]int)
	var ids []mutasi.UnitID
	total := 0
	for _, f := range flows {
		if id := side(f); size[id] == 0 {
			ids = append(ids, id)
		}
		size[side(f)] += f.People
		total += f.People
	}
	ids = sortedBy(ids, func(id mutasi.UnitID) float64 { return float64(size[id]) })
	name = make(map[mutasi.UnitID]string)
	kept := len(ids)
	for kept > 0 && (kept > mostAgencies || size[ids[kept-1]]*50 < total) {
		kept--
	}
	if kept == len(ids)-1 {
		kept++ // one alone is named
	}
	for k, id := range ids {
		name[id] = label[id]
		if k >= kept {
			name[id] = b.words.say("other agencies")
		}
		if k <= kept {
			order = append(order, name[id])
		}
	}
	return name, order
}

func (b *builder) transfers() (section, error) {
	t := b.words
	if b.opts.Anonymous || len(b.c.Transfers) == 0 {
		return section{}, nil
	}
	s := section{ID: "transfers", Title: t.say("Transfers")}
	g := grid{
		Caption: t.say("Transfers, the largest changes of fit first"),
		Head: []column{{t.say("Person"), false}, {t.say("From"), false}, {t.say("To"), false}, {t.say("Fit before"), true}, {t.say("Fit after"), true},
			{t.say("Change"), true}, {t.say("Gaps to train"), true}, {t.say("Wish"), true}, {t.say("Breaks rule"), false}},
	}
	change := func(x evaluation.TransferOutcome) evaluation.Figure {
		if !x.FitBefore.Defined() || !x.FitAfter.Defined() {
			return evaluation.Figure{Undefined: evaluation.NoValues}
		}
		return evaluation.Figure{Value: x.FitAfter.Value - x.FitBefore.Value}
	}
	for _, x := range sortedBy(b.c.Transfers, func(x evaluation.TransferOutcome) float64 { return math.Abs(change(x).Value) }) {
		if len(g.Rows) == b.opts.Rows {
			break
		}
		d := b.bare(change(x), 3)
		if v := change(x); v.Value < 0 {
			d.Class += " worse"
		} else if v.Value > 0 {
			d.Class += " better"
		}
		wish := cell{Text: "–", Sort: "none", Class: "n"}
		if x.Wish > 0 {
			wish = t.int(x.Wish)
		}
		breaks := ""
		for k, rule := range x.Breaks {
			if k > 0 {
				breaks += ", "
			}
			breaks += rule
		}
		g.Rows = append(g.Rows, []cell{
			text(b.person(x.Employee)), text(b.post(x.From)), text(b.post(x.To)), b.bare(x.FitBefore, 3), b.bare(x.FitAfter, 3), d,
			t.int(x.OpensGaps), wish, text(breaks),
		})
	}
	if !slices.ContainsFunc(b.c.Transfers, func(x evaluation.TransferOutcome) bool { return len(x.Breaks) > 0 }) {
		g.drop(8)
	}
	if b.c.After.Wishes.People == 0 {
		g.drop(7)
	}
	g.Note = b.leftOut(len(g.Rows), len(b.c.Transfers))
	s.Tables = []grid{g}
	return s, nil
}
