package report

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/mutasi-go/mutasi/evaluation"
)

// A dumbbell is a row of a plot: a value before and a value after, joined by a
// line.
type dumbbell struct {
	label, rest   string // rest tells units of one name apart; it may be ""
	before, after evaluation.Figure
}

// plotLoad draws the coverage of units as dumbbells from before to after.
func (t words) plotLoad(c canvas, rows []dumbbell) (*plot.Plot, vg.Length, error) {
	p := newPlot(t.say("Coverage (staff / need)"), "")
	addGrid(p, true, false)
	p.X.Tick.Marker = c.ticks(t)
	p.Y.Tick.Length, p.Y.Width = 0, 0
	var names []string
	var before, better, worse plotter.XYs
	most := 1.0
	for k := range rows {
		row := rows[len(rows)-1-k] // the first row on top
		y := float64(k)
		names = append(names, c.join(row.label, row.rest))
		if row.before.Defined() {
			before = append(before, plotter.XY{X: row.before.Value, Y: y})
			most = max(most, row.before.Value)
		}
		if !row.after.Defined() {
			continue
		}
		most = max(most, row.after.Value)
		end := &better
		if row.before.Defined() && math.Abs(row.after.Value-1) > math.Abs(row.before.Value-1)+1e-9 {
			end = &worse
		}
		*end = append(*end, plotter.XY{X: row.after.Value, Y: y})
		if row.before.Defined() && row.before.Value != row.after.Value {
			shade := color.Color(teal)
			if end == &worse {
				shade = red
			}
			p.Add(line(shade, 1.6, plotter.XY{X: row.before.Value, Y: y}, plotter.XY{X: row.after.Value, Y: y}))
		}
	}
	p.X.Min, p.X.Max = 0, most*1.04
	need := line(ink, 0.9, plotter.XY{X: 1, Y: -0.6}, plotter.XY{X: 1, Y: float64(len(rows)) - 0.4})
	need.Dashes = []vg.Length{3, 3}
	p.Add(need)
	old, good, bad := dots(grey, draw.RingGlyph{}, 3.2, before), dots(teal, draw.CircleGlyph{}, 3.6, better), dots(red, draw.PyramidGlyph{}, 4, worse)
	p.Add(old, good, bad)
	p.NominalY(names...)
	p.Y.Min, p.Y.Max = -0.6, float64(len(rows))-0.4
	p.Legend.Add(t.say("before"), old)
	p.Legend.Add(t.say("after, closer to need"), good)
	p.Legend.Add(t.say("after, farther from need"), bad)
	p.Legend.Top, p.Legend.Left = true, false
	p.Y.Max += legendRows(3)
	return p, 70 + vg.Length(17*(float64(len(rows))+legendRows(3))), nil
}

// legendRows returns the height of a legend in rows of 17 points.
func legendRows(entries int) float64 { return float64(entries) * 0.95 }

// plotLorenz draws the Lorenz curves of coverage across units.
func (t words) plotLorenz(c canvas, before, after []float64) (*plot.Plot, vg.Length, error) {
	p := newPlot(t.say("Share of units, the least covered first"), t.say("Share of coverage"))
	addGrid(p, true, true)
	p.X.Tick.Marker, p.Y.Tick.Marker = c.ticks(t), ticks{t, 6}
	equal := line(ink, 0.9, plotter.XY{X: 0, Y: 0}, plotter.XY{X: 1, Y: 1})
	equal.Dashes = []vg.Length{3, 3}
	p.Add(equal)
	p.Legend.Add(t.say("everybody alike"), equal)
	for _, curve := range []struct {
		name  string
		loads []float64
		style draw.LineStyle
	}{
		{t.say("before"), before, draw.LineStyle{Color: grey, Width: 2.2, Dashes: []vg.Length{6, 2}}},
		{t.say("after"), after, draw.LineStyle{Color: teal, Width: 2.2}},
	} {
		l := evaluation.Lorenz(curve.loads)
		if l == nil {
			continue
		}
		l = thin(l, 400)
		points := make(plotter.XYs, len(l))
		for i, v := range l {
			points[i] = plotter.XY{X: float64(i) / float64(len(l)-1), Y: v}
		}
		drawn := &plotter.Line{XYs: points, LineStyle: curve.style}
		p.Add(drawn)
		p.Legend.Add(curve.name, drawn)
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, 1
	p.Legend.Left, p.Legend.XOffs, p.Legend.YOffs = true, 8, -4
	if c.narrow {
		return p, c.width, nil
	}
	return p, 330, nil
}

// thin reduces a curve to at most n+1 evenly spaced points. It interpolates
// between the points of the curve.
func thin(curve []float64, n int) []float64 {
	last := len(curve) - 1
	if last <= n {
		return curve
	}
	out := make([]float64, n+1)
	for i := range out {
		at := float64(i) / float64(n) * float64(last)
		k := min(int(at), last-1)
		out[i] = curve[k] + (at-float64(k))*(curve[k+1]-curve[k])
	}
	return out
}

// plotFit draws the histograms of fit before and after as outlines.
func (t words) plotFit(c canvas, before, after [20]int) (*plot.Plot, vg.Length, error) {
	p := newPlot(t.say("Fit to the post"), t.say("People"))
	addGrid(p, false, true)
	p.X.Tick.Marker, p.Y.Tick.Marker = c.ticks(t), ticks{t, 6}
	for _, h := range []struct {
		name   string
		counts [20]int
		line   draw.LineStyle
		fill   color.Color
	}{
		{t.say("before"), before, draw.LineStyle{Color: grey, Width: 1.6, Dashes: []vg.Length{5, 2}}, greyFill},
		{t.say("after"), after, draw.LineStyle{Color: teal, Width: 1.8}, tealFill},
	} {
		points := plotter.XYs{{X: 0, Y: 0}}
		for k, n := range h.counts {
			from, to := float64(k)/20, float64(k+1)/20
			points = append(points, plotter.XY{X: from, Y: float64(n)}, plotter.XY{X: to, Y: float64(n)})
		}
		points = append(points, plotter.XY{X: 1, Y: 0})
		area := &plotter.Line{XYs: points, LineStyle: h.line, FillColor: h.fill}
		p.Add(area)
		p.Legend.Add(h.name, area)
	}
	most := float64(max(slices.Max(before[:]), slices.Max(after[:]), 1))
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, most*1.08
	p.Legend.Left, p.Legend.XOffs = true, 8
	if c.narrow {
		return p, 230, nil
	}
	return p, 270, nil
}

// An impact is the rate of a group divided by the highest rate of a group.
type impact struct {
	label   string
	ratio   float64
	flagged bool
}

// plotImpact draws adverse impact ratios against the four-fifths line.
func (t words) plotImpact(c canvas, rows []impact) (*plot.Plot, vg.Length, error) {
	p := newPlot(t.say("Rate relative to the group with the highest rate"), "")
	if c.narrow {
		p.X.Label.Text = t.say("Impact ratio")
	}
	addGrid(p, true, false)
	p.X.Tick.Marker = c.ticks(t)
	p.Y.Tick.Length, p.Y.Width = 0, 0
	var names []string
	var fair, flagged plotter.XYs
	for k := range rows {
		row := rows[len(rows)-1-k]
		names = append(names, c.clip(row.label))
		point := plotter.XY{X: row.ratio, Y: float64(k)}
		shade := color.Color(teal)
		if row.flagged {
			flagged = append(flagged, point)
			shade = red
		} else {
			fair = append(fair, point)
		}
		p.Add(line(shade, 1.4, plotter.XY{X: 0, Y: point.Y}, point))
	}
	limit := line(ink, 0.9, plotter.XY{X: 0.8, Y: -0.6}, plotter.XY{X: 0.8, Y: float64(len(rows)) - 0.4})
	limit.Dashes = []vg.Length{3, 3}
	good, bad := dots(teal, draw.CircleGlyph{}, 3.8, fair), dots(red, draw.PyramidGlyph{}, 4.2, flagged)
	p.Add(limit, good, bad)
	p.NominalY(names...)
	p.X.Min, p.X.Max = 0, 1.04
	p.Y.Min, p.Y.Max = -0.6, float64(len(rows))-0.4+legendRows(3)
	p.Legend.Add(t.say("at least four fifths"), good)
	p.Legend.Add(t.say("below four fifths: look into it"), bad)
	p.Legend.Add(t.say("four fifths"), limit)
	p.Legend.Left = true
	return p, 64 + vg.Length(17*(float64(len(rows))+legendRows(3))), nil
}
