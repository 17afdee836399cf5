package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/programme"
)

// level is the confidence level of intervals, and 1 − level that of tests.
const level = 0.95

// outcomes is what the panel says about the programme.
type outcomes struct {
	opts    options
	treated int
	periods []int
	missing []string

	t, signFlip, bootstrap evaluation.Inference
	improved               evaluation.Inference
	did                    programme.DifferenceInDifferences
	its                    programme.InterruptedTimeSeries
	chart                  programme.CUSUMChart
	after                  []int // periods of the chart
	incomplete             []int
}

func newOutcomes(ctx context.Context, panel *programme.Panel, opts options) (*outcomes, error) {
	p := &outcomes{opts: opts, treated: len(panel.Units(true)), periods: panel.Periods(), did: panel.DiD(opts.start)}
	pairs, missing := panel.Paired(opts.start)
	p.missing, p.t, p.improved = missing, pairs.T(), pairs.NetImprovement()
	resampling := &evaluation.Resampling{Seed: opts.seed}
	var err error
	if p.signFlip, err = pairs.SignFlip(ctx, resampling); err != nil {
		return nil, err
	}
	if p.bootstrap, err = pairs.Bootstrap(ctx, level, resampling); err != nil {
		return nil, err
	}
	periods, means, incomplete := panel.Series(true)
	first, _ := slices.BinarySearch(periods, opts.start)
	p.its, p.chart = programme.ITS(means, first), programme.CUSUM(means, first, 0.5, 5)
	p.after, p.incomplete = periods[first:], incomplete
	return p, nil
}

func (p *outcomes) print(w io.Writer) {
	fmt.Fprintf(w, "OUTCOMES: %d units in the programme, %d for comparison, %d periods, start at period %d\n",
		p.treated, p.did.Others, len(p.periods), p.opts.start)
	if len(p.missing) > 0 {
		fmt.Fprintf(w, "  without a side, left out: %s\n", strings.Join(p.missing, ", "))
	}
	if len(p.incomplete) > 0 {
		fmt.Fprintf(w, "  periods that some unit lacks, left out of the series: %v\n", p.incomplete)
	}
	fmt.Fprintln(w, "\n  Before and after, units of the programme (what else happened is in it)")
	line(w, "mean change, paired t", p.t)
	line(w, "the same, signs flipped", p.signFlip)
	line(w, "the same, bootstrap", p.bootstrap)
	fmt.Fprintf(w, "    %-28s %+7.2f  of %d units, p %s\n", "net improvement", p.improved.Estimate, p.improved.N, chance(p.improved.P))
	fmt.Fprintln(w, "\n  Against the comparison units")
	line(w, "difference in differences", p.did.Effect)
	line(w, "slopes apart before start", p.did.PreTrend)
	fmt.Fprintf(w, "    programme %.1f → %.1f, comparison %.1f → %.1f\n", p.did.TreatedBefore, p.did.TreatedAfter, p.did.OthersBefore, p.did.OthersAfter)
	fmt.Fprintln(w, "\n  Interrupted time series of the programme's mean (a season shows here, too)")
	line(w, "jump at the start", p.its.Level)
	line(w, "change of slope", p.its.Slope)
	fmt.Fprintf(w, "    CUSUM: %s\n", p.signal())
}

// line prints an estimate with its interval and p value.
func line(w io.Writer, name string, t evaluation.Inference) {
	if !t.Estimate.Defined() {
		fmt.Fprintf(w, "    %-28s %s\n", name, t.Estimate)
		return
	}
	fmt.Fprintf(w, "    %-28s %+7.2f", name, t.Estimate)
	if t.Low.Defined() {
		fmt.Fprintf(w, "  [%+.2f, %+.2f]", t.Low, t.High)
	}
	if t.P.Undefined != evaluation.NotPart {
		fmt.Fprintf(w, "  p %s", chance(t.P))
	}
	fmt.Fprintln(w)
}

// chance writes a p value.
func chance(p evaluation.Figure) string {
	switch {
	case !p.Defined():
		return p.String()
	case p.Value < 0.001:
		return "< 0.001"
	}
	return fmt.Sprintf("= %.3f", p.Value)
}

func (p *outcomes) signal() string {
	good, bad := p.chart.SignalHigh, p.chart.SignalLow
	if p.opts.less {
		good, bad = bad, good
	}
	switch {
	case !p.chart.SD.Defined():
		return p.chart.SD.String()
	case bad >= 0 && (good < 0 || bad < good):
		return fmt.Sprintf("leaves its former course for the worse in period %d", p.after[bad])
	case good >= 0:
		return fmt.Sprintf("leaves its former course for the better in period %d", p.after[good])
	}
	return "keeps its former course"
}

// verdict says what the panel shows, and no more.
func (p *outcomes) verdict() string {
	effect, sign := p.did.Effect, 1.0
	if p.opts.less {
		sign = -1
	}
	switch {
	case !effect.P.Defined():
		return fmt.Sprintf("Outcomes: the panel cannot tell; the effect is %s.", effect.P)
	case p.did.PreTrend.P.Defined() && p.did.PreTrend.P.Value < 1-level:
		return "Outcomes: not proven; the programme's units were on another course before it began, so the comparison misleads."
	case effect.P.Value >= 1-level:
		return fmt.Sprintf("Outcomes: not proven; an effect between %+.1f and %+.1f fits the data.", effect.Low, effect.High)
	case sign*effect.Estimate.Value < 0:
		return fmt.Sprintf("Outcomes: worse by %.1f than without the programme (%.1f to %.1f).", abs(effect.Estimate), near(effect), far(effect))
	}
	text := fmt.Sprintf("Outcomes: better by %.1f than without the programme (%.1f to %.1f)", abs(effect.Estimate), near(effect), far(effect))
	if !p.did.PreTrend.P.Defined() {
		return text + ", if both groups were on the same course before, which the panel cannot show."
	}
	return text + "."
}

func abs(f evaluation.Figure) float64 { return max(f.Value, -f.Value) }

// near and far are the ends of an interval that excludes 0, by size.
func near(t evaluation.Inference) float64 { return min(abs(t.Low), abs(t.High)) }
func far(t evaluation.Inference) float64  { return max(abs(t.Low), abs(t.High)) }
