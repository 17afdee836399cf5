package report

import (
	"bytes"
	"html/template"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// The palette: grey is before, teal is after, red is worse. Colour-blind people
// can tell the colours apart, and so can readers of a print in grey; the shapes
// differ, too.
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

// A canvas is the size of a plot. The wide one is for screens and paper. The
// narrow one is for telephones, where the text of a wide plot would be too small
// to read.
type canvas struct {
	width  vg.Length
	label  int // greatest number of letters of a label
	narrow bool
}

var (
	wide   = canvas{width: 720, label: 34}
	narrow = canvas{width: 290, label: 15, narrow: true}
)

// clip shortens a label to the letters that there is room for.
func (c canvas) clip(s string) string {
	r := []rune(s)
	if len(r) <= c.label {
		return s
	}
	return strings.TrimRight(string(r[:c.label-1]), " ") + "…"
}

// join joins the two parts of a label. It shortens them so that some letters of
// both are left.
func (c canvas) join(label, rest string) string {
	if rest == "" {
		return c.clip(label)
	}
	const comma = 2
	room := c.label - comma - len([]rune(rest))
	head := canvas{label: max(room, c.label/3)}.clip(label)
	return head + ", " + canvas{label: c.label - comma - len([]rune(head))}.clip(rest)
}

// newFigure draws a figure in both sizes.
func newFigure(caption, alt string, f func(c canvas) (p *plot.Plot, height vg.Length, err error)) (figure, error) {
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
	// Take out the XML declaration, the fixed size and what is the default, to
	// leave an element of HTML.
	s = s[strings.Index(s, "viewBox="):]
	s = strings.NewReplacer(
		"\n\txmlns=\"http://www.w3.org/2000/svg\"", "", "\n\txmlns:xlink=\"http://www.w3.org/1999/xlink\"", "",
		"font-family:Liberation Sans;", "", "font-variant:normal;", "", "font-variant:none;", "",
		"font-weight:normal;", "", "font-style:normal;", "", "\n\tstyle", " style",
	).Replace(s)
	// The plot was laid out for the letter widths of Liberation Sans. Arial and
	// Helvetica have the same.
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
	most  int // greatest number of labels
}

// Ticks implements [plot.Ticker].
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
