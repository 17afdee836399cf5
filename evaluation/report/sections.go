package report

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation"
)

func (b *builder) unit(id mutasi.UnitID) string {
	if u, ok := b.o.Unit(id); ok && u.Name != "" {
		return u.Name
	}
	if id == "" {
		return b.words.say("no unit")
	}
	return string(id)
}

// agency returns the unit above all others of a unit.
func (b *builder) agency(id mutasi.UnitID) mutasi.UnitID {
	for {
		u, ok := b.o.Unit(id)
		if !ok || u.Parent == "" {
			return id
		}
		id = u.Parent
	}
}

// post names a post with its unit, since titles repeat.
func (b *builder) post(id mutasi.PositionID) string {
	p, ok := b.o.Position(id)
	if !ok {
		return b.words.say("no post")
	}
	name := p.Title
	if name == "" {
		name = string(id)
	}
	if p.Unit != "" {
		name += ", " + b.unit(p.Unit)
	}
	return name
}

func (b *builder) person(id mutasi.EmployeeID) string {
	if e, ok := b.o.Employee(id); ok && e.Name != "" {
		return e.Name
	}
	return string(id)
}

// cell writes a side of a verdict.
func (b *builder) side(v evaluation.Verdict, f evaluation.Figure) cell {
	if v.Count {
		return b.words.fig(f, 0)
	}
	return b.words.fig(f, 3)
}

func class(d evaluation.Direction) string {
	switch d {
	case evaluation.Better:
		return "better"
	case evaluation.Worse:
		return "worse"
	}
	return ""
}

// sign marks a direction in words' company, so that colour is not alone.
func sign(d evaluation.Direction) string {
	switch d {
	case evaluation.Better:
		return "▲ "
	case evaluation.Worse:
		return "▼ "
	}
	return ""
}

func (b *builder) cards() []card {
	var list []card
	shown := map[evaluation.Measure]bool{
		evaluation.MeanFit: true, evaluation.BottomFit: true, evaluation.CoverageLeast: true,
		evaluation.CoverageGini: true, evaluation.VacantSeats: true, evaluation.UnplacedCount: true,
	}
	for _, v := range b.c.Verdicts {
		if shown[v.Measure] {
			list = append(list, card{
				Label:  b.words.title(string(v.Measure)),
				Before: b.side(v, v.Before).Text, After: b.side(v, v.After).Text,
				Verdict: sign(v.Direction) + b.words.say(v.Direction.String()), Class: class(v.Direction),
			})
		}
	}
	return list
}

func (b *builder) verdicts() (section, error) {
	t := b.words
	s := section{ID: "verdict", Title: t.say("Verdict")}
	count := map[evaluation.Direction]int{}
	g := grid{
		Caption: t.say("Every measure before and after"),
		Head:    []column{{t.say("Measure"), false}, {t.say("Before"), true}, {t.say("After"), true}, {t.say("Verdict"), false}},
	}
	for _, v := range b.c.Verdicts {
		count[v.Direction]++
		g.Rows = append(g.Rows, []cell{
			text(t.title(string(v.Measure))), b.side(v, v.Before), b.side(v, v.After),
			{Text: sign(v.Direction) + t.say(v.Direction.String()), Class: class(v.Direction)},
		})
	}
	s.Lead = []string{t.sayf("%s measures are better than before, %s are worse, %s are unchanged and %s cannot be compared.",
		t.count(count[evaluation.Better]), t.count(count[evaluation.Worse]), t.count(count[evaluation.Same]), t.count(count[evaluation.Unclear]))}
	s.Tables = []grid{g}
	return s, nil
}

// mostUnits is the most units that the plot of load shows.
const mostUnits = 40

func (b *builder) load() (section, error) {
	t := b.words
	s := section{ID: "load", Title: t.say("Load per unit")}
	before, after := b.c.Before.Load.Units, b.c.After.Load.Units
	g := grid{
		Caption: t.say("Staff and need per unit, in full-time equivalents"),
		Head: []column{{t.say("Unit"), false}, {t.say("Agency"), false}, {t.say("Need"), true}, {t.say("Staff before"), true},
			{t.say("Staff after"), true}, {t.say("Coverage before"), true}, {t.say("Coverage after"), true}},
	}
	var rows []dumbbell
	for i, u := range before {
		v := after[i]
		g.Rows = append(g.Rows, []cell{
			text(b.unit(u.Unit)), text(b.unit(b.agency(u.Unit))), t.num(float64(u.Need), 1), t.num(float64(u.Staff), 1),
			t.num(float64(v.Staff), 1), t.fig(u.Coverage, 2), t.fig(v.Coverage, 2),
		})
		if u.Need > 0 {
			rows = append(rows, dumbbell{b.unit(u.Unit), u.Coverage, v.Coverage})
		}
	}
	s.Tables = []grid{b.limit(g)}
	if len(rows) == 0 {
		s.Lead = []string{t.say("No unit has a need, so there is no load to compare.")}
		return s, nil
	}
	s.Lead = []string{t.sayf("Mean coverage of units: %s before, %s after.",
		t.figure(b.c.Before.Load.AcrossUnits.Mean, 2), t.figure(b.c.After.Load.AcrossUnits.Mean, 2))}
	caption := t.say("Coverage of every unit. The dashed line is a staff equal to the need.")
	if len(rows) > mostUnits {
		caption = t.sayf("The %s units that were farthest from their need, of %s. The dashed line is a staff equal to the need.", t.count(mostUnits), t.count(len(rows)))
		rows = sortedBy(rows, func(d dumbbell) float64 { return math.Abs(d.before.Value - 1) })[:mostUnits]
	}
	rows = sortedBy(rows, func(d dumbbell) float64 { return -d.before.Value })
	f, err := draws(caption, t.say("Coverage per unit before and after; the table below has the numbers."), func(c canvas) (*plot.Plot, vg.Length, error) {
		return t.plotLoad(c, rows)
	})
	s.Figures = []figure{f}
	return s, err
}

func (b *builder) balance() (section, error) {
	t := b.words
	s := section{ID: "balance", Title: t.say("How evenly staff is spread")}
	old, now := b.c.Before.Load, b.c.After.Load
	g := grid{
		Caption: t.say("Inequality of coverage: 0 is equal, except for Jain's index, where 1 is equal"),
		Head:    []column{{t.say("Measure"), false}, {t.say("Across"), false}, {t.say("Before"), true}, {t.say("After"), true}},
	}
	for _, level := range []struct {
		name          string
		before, after evaluation.Inequality
	}{
		{"agencies", old.AcrossAgencies, now.AcrossAgencies},
		{"units", old.AcrossUnits, now.AcrossUnits},
		{"posts", old.AcrossPosts, now.AcrossPosts},
	} {
		type row struct {
			name          string
			before, after evaluation.Figure
		}
		for _, m := range []row{
			{"Mean coverage", level.before.Mean, level.after.Mean},
			{"Gini coefficient", level.before.Gini, level.after.Gini},
			{"Jain's index", level.before.Jain, level.after.Jain},
			{"Theil index", level.before.Theil, level.after.Theil},
			{"Theil index, between groups", level.before.Between, level.after.Between},
			{"Theil index, within groups", level.before.Within, level.after.Within},
			{"Atkinson index (ε = ½)", level.before.Atkinson, level.after.Atkinson},
			{"Hoover index", level.before.Hoover, level.after.Hoover},
			{"Coefficient of variation", level.before.CV, level.after.CV},
			{"Largest gap relative to the mean", level.before.Spread, level.after.Spread},
		} {
			if level.name == "agencies" && (m.name == "Theil index, between groups" || m.name == "Theil index, within groups") {
				continue // agencies are not grouped further
			}
			g.Rows = append(g.Rows, []cell{text(t.say(m.name)), text(t.say(level.name)), t.fig(m.before, 3), t.fig(m.after, 3)})
		}
	}
	s.Tables = []grid{g}
	s.Notes = []string{t.say("Every agency, unit or post with a need counts once, whatever its size. Units are grouped by agency, posts by unit.")}
	f, err := draws(
		t.sayf("Lorenz curves of coverage across units: the farther below the diagonal, the less even. Gini %s before, %s after.", t.figure(old.AcrossUnits.Gini, 3), t.figure(now.AcrossUnits.Gini, 3)),
		t.say("Lorenz curves of coverage before and after."),
		func(c canvas) (*plot.Plot, vg.Length, error) { return t.plotLorenz(c, coverages(old), coverages(now)) })
	s.Figures = []figure{f}
	return s, err
}

func coverages(l evaluation.Load) []float64 {
	var list []float64
	for _, u := range l.Units {
		if u.Need > 0 && u.Coverage.Defined() {
			list = append(list, u.Coverage.Value)
		}
	}
	return list
}

func (b *builder) fit() (section, error) {
	t := b.words
	s := section{ID: "fit", Title: t.say("Fit of people to posts")}
	old, now := b.c.Before.Fit, b.c.After.Fit
	s.Lead = []string{
		t.sayf("Mean fit: %s before, %s after. The worst-fitting tenth: %s before, %s after.",
			t.figure(old.Mean, 3), t.figure(now.Mean, 3), t.figure(old.BottomTenth, 3), t.figure(now.BottomTenth, 3)),
		t.sayf("Of those in a post before and after, %s fit better, %s fit worse and %s fit as before.",
			t.count(b.c.After.Moves.Better), t.count(b.c.After.Moves.Worse), t.count(b.c.After.Moves.Same)),
		t.sayf("Regret, the distance to one's own best eligible post: %s on average, %s at most; %s people have none.",
			t.figure(b.c.After.Regret.Mean, 3), t.figure(b.c.After.Regret.Most, 3), t.count(b.c.After.Regret.None)),
		t.sayf("Justified envy: %s people would fit a post better than one of its holders and than their own; %s would fit an empty seat better.",
			t.count(b.c.After.Envy.People), t.count(b.c.After.Envy.EmptySeats)),
	}
	before := make(map[mutasi.UnitID]evaluation.UnitFit)
	for _, u := range old.Units {
		before[u.Unit] = u
	}
	g := grid{
		Caption: t.say("Fit by unit"),
		Head:    []column{{t.say("Unit"), false}, {t.say("People after"), true}, {t.say("Mean fit before"), true}, {t.say("Mean fit after"), true}, {t.say("Least fit after"), true}},
	}
	for _, u := range now.Units {
		was := evaluation.Figure{Undefined: evaluation.NoValues}
		if v, ok := before[u.Unit]; ok {
			was = v.Mean
		}
		g.Rows = append(g.Rows, []cell{text(b.unit(u.Unit)), t.int(u.People), t.fig(was, 3), t.fig(u.Mean, 3), t.fig(u.Least, 3)})
	}
	s.Tables = []grid{b.limit(g)}
	f, err := draws(t.say("How many people have which fit, in steps of 0.05. 1 is everything the post asks for."),
		t.say("Distribution of fit before and after."), func(c canvas) (*plot.Plot, vg.Length, error) {
			return t.plotFit(c, old.Histogram, now.Histogram)
		})
	s.Figures = []figure{f}
	return s, err
}

// mostAgencies is the most agencies on each side of the plot of moves; the
// smaller ones are joined.
const mostAgencies = 12

func (b *builder) moves() (section, error) {
	t := b.words
	s := section{ID: "moves", Title: t.say("Who moves where")}
	m := b.c.After.Moves
	s.Lead = []string{
		t.sayf("%s people move from post to post: %s within a unit, %s between units of an agency, %s between agencies. %s stay, %s get a first post, %s leave theirs for none.",
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
		g.Rows = append(g.Rows, []cell{text(b.unit(f.From)), text(b.unit(f.To)), t.int(f.People)})
	}
	s.Tables = []grid{b.limit(g)}
	bands, from, to := b.bands(flows)
	f, err := draws(t.say("Moves between agencies, from left to right; the width of a band is the number of people."),
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
// first; what is beyond the greatest number or a fiftieth of all is joined.
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
	g.Note = b.leftOut(len(g.Rows), len(b.c.Transfers))
	s.Tables = []grid{g}
	return s, nil
}

// bare is a cell with a figure that needs no reason where it is undefined.
func (b *builder) bare(f evaluation.Figure, decimals int) cell {
	if !f.Defined() {
		return cell{Text: "–", Sort: "none", Class: "n"}
	}
	return b.words.num(f.Value, decimals)
}

// limit cuts a table that is too long for a page, and says so.
func (b *builder) limit(g grid) grid {
	all := len(g.Rows)
	g.Rows = g.Rows[:min(all, b.opts.Rows)]
	g.Note = b.leftOut(len(g.Rows), all)
	return g
}

func (b *builder) leftOut(shown, all int) string {
	if shown == all {
		return ""
	}
	return b.words.sayf("The table shows %s of %s rows.", b.words.count(shown), b.words.count(all))
}

func (b *builder) seats() (section, error) {
	t := b.words
	s := section{ID: "seats", Title: t.say("Seats")}
	old, now := b.c.Before.Seats, b.c.After.Seats
	s.Lead = []string{t.sayf("Vacant seats: %s before, %s after, of %s. People beyond the seats of their post: %s before, %s after.",
		t.count(old.Vacant), t.count(now.Vacant), t.count(now.Total), t.count(old.OverFull), t.count(now.OverFull))}
	if len(now.Vacancies) == 0 {
		return s, nil
	}
	g := grid{
		Caption: t.say("Posts with free seats or too many holders after the transfers"),
		Head: []column{{t.say("Post"), false}, {t.say("Holders"), true}, {t.say("Seats"), true}, {t.say("Vacant"), true},
			{t.say("Too many"), true}, {t.say("Below the floor"), true}},
	}
	for _, v := range now.Vacancies {
		g.Rows = append(g.Rows, []cell{text(b.post(v.Position)), t.int(v.Holders), t.int(v.Seats), t.int(v.Vacant), t.int(v.OverFull), t.int(v.BelowFloor)})
	}
	s.Tables = []grid{b.limit(g)}
	return s, nil
}

// people is about what a plan asks of people: wishes and training.
func (b *builder) people() (section, error) {
	t := b.words
	s := section{ID: "people", Title: t.say("Wishes and training")}
	old, now, training := b.c.Before.Wishes, b.c.After.Wishes, b.c.After.Training
	s.Lead = []string{
		t.sayf("Of %s people with wishes, %s held a post of their choice before and %s after.", t.count(now.People), t.count(old.Met), t.count(now.Met)),
		t.sayf("The moves open gaps in competencies for %s people, %s levels in all.", t.count(training.People), t.number(training.Levels, 1)),
	}
	if now.People > 0 {
		g := grid{Caption: t.say("Wishes met by rank"), Head: []column{{t.say("Rank of the wish"), true}, {t.say("Before"), true}, {t.say("After"), true}}}
		for k := range now.ByRank {
			g.Rows = append(g.Rows, []cell{t.int(k + 1), t.int(old.ByRank[k]), t.int(now.ByRank[k])})
		}
		s.Tables = append(s.Tables, b.limit(g))
	}
	if len(training.Competencies) > 0 {
		g := grid{
			Caption: t.say("Training that the moves call for"),
			Head: []column{{t.say("Competency"), false}, {t.say("People"), true}, {t.say("Levels"), true},
				{t.say("Entry condition for"), true}, {t.say("Never assessed"), true}},
		}
		for _, need := range training.Competencies {
			g.Rows = append(g.Rows, []cell{text(string(need.Competency)), t.int(need.People), t.num(need.Levels, 1), t.int(need.Mandatory), t.int(need.Unknown)})
		}
		s.Tables = append(s.Tables, b.limit(g))
	}
	return s, nil
}

func (b *builder) rules() (section, error) {
	t := b.words
	if len(b.c.After.Violations) == 0 {
		return section{}, nil
	}
	s := section{ID: "rules", Title: t.say("Rules")}
	g := grid{
		Caption: t.say("Placements that break a rule"),
		Head:    []column{{t.say("Rule"), false}, {t.say("Reason"), false}, {t.say("Set by"), false}, {t.say("Before"), true}, {t.say("After"), true}},
	}
	for k, v := range b.c.After.Violations {
		g.Rows = append(g.Rows, []cell{text(v.Rule), text(v.Reason), text(v.Author), t.int(len(b.c.Before.Violations[k].Placements)), t.int(len(v.Placements))})
	}
	s.Tables = []grid{b.limit(g)}
	return s, nil
}

// audit is the section of the k-th group audit.
func (b *builder) audit(k int, a Audit) (section, error) {
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
	s.Lead = []string{t.sayf("%s groups, %s strata, groups of at least %s people, %s shuffles.", t.count(len(r.Groups)), t.count(r.Strata), t.count(r.MinCell), t.count(r.Shuffled))}
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
	f, err := draws(t.say("Adverse impact ratio: the rate of each group relative to the group with the highest rate. Below four fifths is a reason to look, not a proof."),
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
