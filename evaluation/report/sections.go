package report

import (
	"cmp"
	"slices"

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

// place names a unit. Where another unit has the same name, it adds the agency or
// the ID: every agency may have a secretariat.
func (b *builder) place(id mutasi.UnitID) string {
	name, rest := b.parts(id)
	if rest == "" {
		return name
	}
	return name + ", " + rest
}

// parts returns the name of a unit. Where other units have the same name, rest is
// the name of its agency, or its ID if the agency does not tell them apart.
func (b *builder) parts(id mutasi.UnitID) (name, rest string) {
	if b.named == nil {
		b.named = make(map[string]int)
		for u := range b.o.Units() {
			b.named[b.unit(u.ID)]++
			b.named[b.inAgency(u.ID)]++
		}
	}
	name = b.unit(id)
	if b.named[name] < 2 {
		return name, ""
	}
	agency := b.agency(id)
	if agency == id || b.named[b.inAgency(id)] > 1 {
		return name, string(id)
	}
	return name, b.unit(agency)
}

// inAgency joins the names of the agency and the unit.
func (b *builder) inAgency(id mutasi.UnitID) string {
	return b.unit(b.agency(id)) + "\n" + b.unit(id)
}

// agency returns the topmost unit above a unit.
func (b *builder) agency(id mutasi.UnitID) mutasi.UnitID {
	if root, ok := b.o.Root(id); ok {
		return root.ID
	}
	return id
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
		name += ", " + b.place(p.Unit)
	}
	return name
}

func (b *builder) person(id mutasi.EmployeeID) string {
	if e, ok := b.o.Employee(id); ok && e.Name != "" {
		return e.Name + " (" + string(id) + ")" // names repeat
	}
	return string(id)
}

// side writes one side of a verdict.
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

// sign returns a mark that stands before the word for a direction, so that
// readers need not see the colour.
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
	s.Lead = []string{t.sayf("Measures that are better than before: %s; worse: %s; unchanged: %s; not comparable: %s.",
		t.count(count[evaluation.Better]), t.count(count[evaluation.Worse]), t.count(count[evaluation.Same]), t.count(count[evaluation.Unclear]))}
	s.Tables = []grid{g}
	return s, nil
}

func (b *builder) fit() (section, error) {
	t := b.words
	s := section{ID: "fit", Title: t.say("Fit of people to posts")}
	old, now := b.c.Before.Fit, b.c.After.Fit
	s.Lead = []string{
		t.sayf("Mean fit: %s before, %s after. The worst-fitting tenth: %s before, %s after.",
			t.figure(old.Mean, 3), t.figure(now.Mean, 3), t.figure(old.BottomTenth, 3), t.figure(now.BottomTenth, 3)),
		t.sayf("Fit of those in a post before and after: better for %s, worse for %s, as before for %s.",
			t.count(b.c.After.Moves.Better), t.count(b.c.After.Moves.Worse), t.count(b.c.After.Moves.Same)),
		t.sayf("Regret, the distance to one's own best eligible post: %s on average, %s at most; none at all for %s.",
			t.figure(b.c.After.Regret.Mean, 3), t.figure(b.c.After.Regret.Most, 3), t.count(b.c.After.Regret.None)),
		t.sayf("Justified envy: people who would fit a post better than one of its holders and than their own: %s; who would fit an empty seat better: %s.",
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
		g.Rows = append(g.Rows, []cell{text(b.place(u.Unit)), t.int(u.People), t.fig(was, 3), t.fig(u.Mean, 3), t.fig(u.Least, 3)})
	}
	s.Tables = []grid{b.limit(g)}
	f, err := newFigure(t.say("How many people have which fit, in steps of 0.05. 1 is everything the post asks for."),
		t.say("Distribution of fit before and after."), func(c canvas) (*plot.Plot, vg.Length, error) {
			return t.plotFit(c, old.Histogram, now.Histogram)
		})
	s.Figures = []figure{f}
	return s, err
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
	stated := t.say("Nobody stated a wish.")
	if now.People > 0 {
		stated = t.sayf("People who stated wishes: %s. In a post of their choice before: %s, after: %s.", t.count(now.People), t.count(old.Met), t.count(now.Met))
	}
	s.Lead = []string{
		stated,
		t.sayf("People for whom the moves open gaps in competencies: %s; levels in all: %s.", t.count(training.People), t.number(training.Levels, 1)),
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

// bare is a cell with a figure. Where that is undefined it leaves the reason out.
func (b *builder) bare(f evaluation.Figure, decimals int) cell {
	if !f.Defined() {
		return cell{Text: "–", Sort: "none", Class: "n"}
	}
	return b.words.num(f.Value, decimals)
}

// drop takes a column out that would be empty.
func (g *grid) drop(k int) {
	g.Head = slices.Delete(g.Head, k, k+1)
	for i, row := range g.Rows {
		g.Rows[i] = slices.Delete(row, k, k+1)
	}
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

// sortedBy returns a copy of a list in the order of a key, the greatest first.
func sortedBy[T any](list []T, key func(T) float64) []T {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b T) int { return cmp.Compare(key(b), key(a)) })
	return out
}
