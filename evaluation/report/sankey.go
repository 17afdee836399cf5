package report

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

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
