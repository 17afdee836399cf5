package report

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/mutasi-go/mutasi/evaluation"
)

// mostUnits is the greatest number of units in the plot of load.
const mostUnits = 40

// load is the section on staff and need per unit.
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
			name, rest := b.parts(u.Unit)
			rows = append(rows, dumbbell{name, rest, u.Coverage, v.Coverage})
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
	f, err := newFigure(caption, t.say("Coverage per unit before and after; the table below has the numbers."), func(c canvas) (*plot.Plot, vg.Length, error) {
		return t.plotLoad(c, rows)
	})
	s.Figures = []figure{f}
	return s, err
}

// balance is the section on the inequality of coverage.
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
	f, err := newFigure(
		t.sayf("Lorenz curves of coverage across units: the farther below the diagonal, the less even. Gini %s before, %s after.", t.figure(old.AcrossUnits.Gini, 3), t.figure(now.AcrossUnits.Gini, 3)),
		t.say("Lorenz curves of coverage before and after."),
		func(c canvas) (*plot.Plot, vg.Length, error) { return t.plotLorenz(c, coverages(old), coverages(now)) })
	s.Figures = []figure{f}
	return s, err
}

// coverages lists the coverage of the units that have a need.
func coverages(l evaluation.Load) []float64 {
	var list []float64
	for _, u := range l.Units {
		if u.Need > 0 && u.Coverage.Defined() {
			list = append(list, u.Coverage.Value)
		}
	}
	return list
}
