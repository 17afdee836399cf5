package report

import (
	"bytes"
	"cmp"
	"html/template"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/mutasi-go/mutasi/evaluation"
)

// The palette: before is grey, after is teal, red is for what got worse. It
// keeps apart for the colour-blind and on a grey printer, and shapes differ too.
var (
	ink      = color.NRGBA{0x1c, 0x2b, 0x33, 0xff}
	soft     = color.NRGBA{0x5b, 0x6b, 0x73, 0xff}
	faint    = color.NRGBA{0xe3, 0xe9, 0xea, 0xff}
	grey     = color.NRGBA{0x8c, 0x9a, 0xa1, 0xff}
	greyFill = color.NRGBA{0x8c, 0x9a, 0xa1, 0x48}
	teal     = color.NRGBA{0x0b, 0x6e, 0x69, 0xff}
	tealFill = color.NRGBA{0x0b, 0x6e, 0x69, 0x38}
	red      = color.NRGBA{0xb5, 0x44, 0x2b, 0xff}
	white    = color.NRGBA{0xff, 0xff, 0xff, 0xff}
)

var flowColors = []color.NRGBA{
	{0x0b, 0x6e, 0x69, 0xff}, {0xd0, 0x8c, 0x1f, 0xff}, {0x3f, 0x66, 0xa8, 0xff}, {0xb5, 0x44, 0x2b, 0xff},
	{0x7b, 0x8f, 0x2c, 0xff}, {0x86, 0x4f, 0x8e, 0xff}, {0x2e, 0x93, 0xb0, 0xff}, {0x8a, 0x5a, 0x3c, 0xff}, {0x6b, 0x77, 0x80, 0xff},
}

// A canvas is the size of a plot: wide for pages and paper, narrow for
// telephones, where a wide one would shrink its text beyond reading.
type canvas struct {
	width  vg.Length
	label  int // most letters of a label
	narrow bool
}

var (
	wide   = canvas{width: 720, label: 34}
	narrow = canvas{width: 290, label: 15, narrow: true}
)

// clip shortens a label.
func (c canvas) clip(s string) string {
	r := []rune(s)
	if len(r) <= c.label {
		return s
	}
	return strings.TrimRight(string(r[:c.label-1]), " ") + "…"
}

// draws makes a figure by drawing it in both sizes.
func draws(caption, alt string, f func(c canvas) (p *plot.Plot, height vg.Length, err error)) (figure, error) {
	fig := figure{Caption: caption, Alt: alt}
	for _, c := range []canvas{wide, narrow} {
		p, height, err := f(c)
		if err != nil {
			return figure{}, err
		}
		if c.narrow {
			fig.Narrow = svg(p, c.width, height)
		} else {
			fig.Wide = svg(p, c.width, height)
		}
	}
	return fig, nil
}

// svg renders a plot as an element that scales with its surroundings.
func svg(p *plot.Plot, width, height vg.Length) template.HTML {
	c := vgsvg.New(width, height)
	p.Draw(draw.New(c))
	var b bytes.Buffer
	c.WriteTo(&b) // a bytes.Buffer does not fail
	s := b.String()
	// What is left is an element of HTML: no declaration, no fixed size.
	s = s[strings.Index(s, "viewBox="):]
	s = strings.NewReplacer(
		"\n\txmlns=\"http://www.w3.org/2000/svg\"", "", "\n\txmlns:xlink=\"http://www.w3.org/1999/xlink\"", "",
		"font-family:Liberation Sans;", "", "font-variant:normal;", "", "font-variant:none;", "",
		"font-weight:normal;", "", "font-style:normal;", "", "\n\tstyle", " style",
	).Replace(s)
	// The metrics of the layout are those of Liberation Sans, which Arial and
	// Helvetica share.
	return template.HTML(`<svg aria-hidden="true" style="font-family:'Liberation Sans',Arial,Helvetica,sans-serif" ` + s)
}

// newPlot returns an empty plot in the style of the report.
func newPlot(x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Color, axis.Tick.Color = grey, grey
		axis.Width, axis.Tick.Width = 0.6, 0.6
		axis.Tick.Length = 3
		axis.Label.TextStyle.Font.Variant, axis.Tick.Label.Font.Variant = "Sans", "Sans"
		axis.Label.TextStyle.Font.Size, axis.Tick.Label.Font.Size = 10, 9.5
		axis.Label.TextStyle.Color, axis.Tick.Label.Color = soft, ink
		axis.Label.Padding = 4
	}
	p.X.Label.Text, p.Y.Label.Text = x, y
	p.Legend.TextStyle.Font.Variant, p.Legend.TextStyle.Font.Size = "Sans", 10
	p.Legend.TextStyle.Color = ink
	p.Legend.Top, p.Legend.Padding, p.Legend.ThumbnailWidth = true, 3, 16
	return p
}

// addGrid draws faint lines behind the data.
func addGrid(p *plot.Plot, vertical, horizontal bool) {
	g := plotter.NewGrid()
	g.Vertical, g.Horizontal = draw.LineStyle{}, draw.LineStyle{}
	if vertical {
		g.Vertical = draw.LineStyle{Color: faint, Width: 0.7}
	}
	if horizontal {
		g.Horizontal = draw.LineStyle{Color: faint, Width: 0.7}
	}
	p.Add(g)
}

// ticks puts round numbers on an axis, in the number format of the language.
type ticks struct {
	words words
	most  int // labels
}

func (t ticks) Ticks(low, high float64) []plot.Tick {
	if !(high > low) {
		return []plot.Tick{{Value: low, Label: t.words.number(low, 1)}}
	}
	step := math.Pow(10, math.Floor(math.Log10((high-low)/float64(t.most))))
	for _, factor := range []float64{1, 2, 2.5, 2, 2, 2.5} { // 1, 2, 5, 10, 20, 50 times a power of ten
		if step *= factor; (high-low)/step <= float64(t.most) {
			break
		}
	}
	decimals := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	var list []plot.Tick
	for k := math.Ceil(low/step - 1e-9); k*step <= high+1e-9*step; k++ {
		list = append(list, plot.Tick{Value: k * step, Label: t.words.number(k*step, decimals)})
	}
	return list
}

// ticks returns the axis labels for a size.
func (c canvas) ticks(t words) ticks {
	if c.narrow {
		return ticks{t, 5}
	}
	return ticks{t, 10}
}

func line(color color.Color, width vg.Length, points ...plotter.XY) *plotter.Line {
	return &plotter.Line{XYs: points, LineStyle: draw.LineStyle{Color: color, Width: width}}
}

func dots(color color.Color, shape draw.GlyphDrawer, radius vg.Length, points plotter.XYs) *plotter.Scatter {
	return &plotter.Scatter{XYs: points, GlyphStyle: draw.GlyphStyle{Color: color, Radius: radius, Shape: shape}}
}

// A dumbbell is a row of a plot with a value before and one after.
type dumbbell struct {
	label         string
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
		names = append(names, c.clip(row.label))
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
	p.Y.Max += legendRows(len(rows), 3)
	return p, 70 + vg.Length(17*(float64(len(rows))+legendRows(len(rows), 3))), nil
}

// legendRows is the room for a legend above a plot whose rows have 17 points.
func legendRows(_, entries int) float64 { return float64(entries) * 0.95 }

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

// thin keeps at most n+1 evenly spaced points of a curve.
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

// plotFit draws the distributions of fit as outlines.
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

// A band is a flow between two agencies.
type band struct {
	from, to string
	people   int
}

// plotFlows draws who moves between which agencies; both sides are in the order
// given, from the top.
func (t words) plotFlows(c canvas, bands []band, from, to []string) (*plot.Plot, vg.Length, error) {
	p := newPlot("", "")
	p.HideAxes()
	shade := make(map[string]color.NRGBA)
	for _, label := range slices.Concat(from, to) {
		if _, ok := shade[label]; !ok {
			shade[label] = flowColors[len(shade)%len(flowColors)]
		}
	}
	// A Sankey diagram stacks from below, in the order in which names first
	// occur: flows of nobody put them in order.
	var flows []plotter.Flow
	for _, label := range slices.Backward(from) {
		flows = append(flows, plotter.Flow{SourceLabel: label, ReceptorLabel: to[len(to)-1], ReceptorCategory: 1})
	}
	for _, label := range slices.Backward(to) {
		flows = append(flows, plotter.Flow{SourceLabel: from[0], ReceptorLabel: label, ReceptorCategory: 1})
	}
	total := 0
	out, in := make(map[string]int), make(map[string]int)
	for _, source := range slices.Backward(from) {
		for _, receptor := range slices.Backward(to) {
			for _, b := range bands {
				if b.from != source || b.to != receptor {
					continue
				}
				flows = append(flows, plotter.Flow{
					SourceLabel: source, ReceptorLabel: receptor, ReceptorCategory: 1, Value: float64(b.people), Group: source,
				})
				total += b.people
				out[source] += b.people
				in[receptor] += b.people
			}
		}
	}
	s, err := plotter.NewSankey(flows...)
	if err != nil {
		return nil, 0, err
	}
	s.StockBarWidth = 9
	style := s.TextStyle
	style.Rotation = 0
	style.Font.Variant, style.Font.Size = "Sans", 9.5
	style.Color = ink
	s.FlowStyle = func(group string) (color.Color, draw.LineStyle) {
		if group == "" {
			return nil, draw.LineStyle{}
		}
		f := shade[group]
		f.A = 0x70
		return f, draw.LineStyle{Color: white, Width: 0.4}
	}
	s.StockStyle = func(label string, category int) (string, draw.TextStyle, vg.Length, vg.Length, color.Color, draw.LineStyle) {
		st, offset := style, vg.Length(8)
		st.XAlign = draw.XLeft
		if category == 0 {
			st.XAlign, offset = draw.XRight, -8
		}
		return c.clip(label), st, offset, 0, shade[label], draw.LineStyle{Color: white, Width: 2}
	}
	p.Add(s)
	least := total
	for _, n := range out {
		least = min(least, n)
	}
	for _, n := range in {
		least = min(least, n)
	}
	return p, min(640, max(190, 40+13*vg.Length(total)/vg.Length(max(1, least)))), nil
}

// An impact is a group's rate relative to the highest one.
type impact struct {
	label   string
	ratio   float64
	flagged bool
}

// plotImpact draws adverse impact ratios against the four-fifths line.
func (t words) plotImpact(c canvas, rows []impact) (*plot.Plot, vg.Length, error) {
	p := newPlot(t.say("Rate relative to the group with the highest rate"), "")
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
	p.Y.Min, p.Y.Max = -0.6, float64(len(rows))-0.4+legendRows(len(rows), 3)
	p.Legend.Add(t.say("at least four fifths"), good)
	p.Legend.Add(t.say("below four fifths: look into it"), bad)
	p.Legend.Add(t.say("four fifths"), limit)
	p.Legend.Left = true
	return p, 64 + vg.Length(17*(float64(len(rows))+legendRows(len(rows), 3))), nil
}

// sortedBy returns a copy of a list in the order of a key, the greatest first.
func sortedBy[T any](list []T, key func(T) float64) []T {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b T) int { return cmp.Compare(key(b), key(a)) })
	return out
}
