package programme

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/mutasi-go/mutasi"
)

// Observation is the outcome of one unit in one period, such as the processing
// time of a licensing office in a month.
type Observation struct {
	Unit   string
	Period int // on an even scale, such as months since a start
	Value  float64
	// Treated says that the unit takes part in the programme. It is the same in
	// all periods of a unit, also before the programme starts. Units that are
	// not treated are for comparison.
	Treated bool
}

// Panel holds outcomes of units over periods. Not every unit needs every period.
// It is immutable. A nil Panel has no observations.
type Panel struct {
	rows []Observation // by unit and period
}

func (p *Panel) observations() []Observation {
	if p == nil {
		return nil
	}
	return p.rows
}

// NewPanel returns the panel of the given observations, in any order. The error
// joins all faults, each a *[mutasi.Fault]: a unit without a name, a value that
// is NaN, infinite or beyond ±1e150, a period beyond ±1,000,000, a unit twice in
// a period, and a unit that is treated in one period and not in another.
func NewPanel(observations ...Observation) (*Panel, error) {
	list := make([]sourced, len(observations))
	for i, o := range observations {
		list[i] = sourced{o, mutasi.Fault{Path: "observations[" + strconv.Itoa(i) + "]"}}
	}
	p, problems := newPanel(list)
	if len(problems) > 0 {
		return nil, joinFaults(problems)
	}
	return p, nil
}

// A sourced observation has the place that it comes from, for faults.
type sourced struct {
	Observation
	at mutasi.Fault
}

func newPanel(list []sourced) (*Panel, []error) {
	var problems []error
	fault := func(s sourced, format string, args ...any) {
		at := s.at
		at.Problem = fmt.Sprintf(format, args...)
		problems = append(problems, &at)
	}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b sourced) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Period, b.Period))
	})
	p := &Panel{rows: make([]Observation, len(sorted))}
	for i, s := range sorted {
		p.rows[i] = s.Observation
		if s.Unit == "" {
			fault(s, "the unit has no name")
		}
		if !finite(s.Value) {
			fault(s, "the value is %v; leave the observation out if it is unknown", s.Value)
		} else if math.Abs(s.Value) > maxOutcome {
			fault(s, "the value %v lies beyond ±%v", s.Value, maxOutcome)
		}
		if s.Period > maxPeriod || s.Period < -maxPeriod {
			fault(s, "period %d lies beyond ±%d; count periods from a start", s.Period, maxPeriod)
		}
		if i > 0 && sorted[i-1].Unit == s.Unit {
			if sorted[i-1].Period == s.Period {
				fault(s, "unit %q has another value in period %d", s.Unit, s.Period)
			}
			if sorted[i-1].Treated != s.Treated {
				fault(s, "unit %q is treated in one period and not in another; treated tells who takes part, not when", s.Unit)
			}
		}
	}
	return p, problems
}

// maxPeriod bounds periods, so that their differences are exact. maxOutcome
// bounds values, so that sums of their squares are finite.
const (
	maxPeriod  = 1_000_000
	maxOutcome = 1e150
)

// ReadPanel reads a panel from CSV. The columns are unit, period, value and, if
// there are units for comparison, treated (true or false, also 1, 0, yes, no,
// ya, tidak). Without that column all units are treated. Columns stand in any
// order under a header; other columns are an error. A line without a value is
// left out, since unknown is not 0.
//
// name is the name of the file in errors. The error joins all faults, each a
// *[mutasi.Fault] with file, line and column.
func ReadPanel(r io.Reader, name string) (*Panel, error) {
	t, err := readTable(r, name)
	if err != nil {
		return nil, err
	}
	column := map[string]int{"unit": -1, "period": -1, "value": -1, "treated": -1}
	t.columns(column)
	for _, c := range []string{"unit", "period", "value"} {
		if column[c] < 0 {
			t.fault(1, "", "column %q is missing", c)
		}
	}
	if len(t.problems) > 0 {
		return nil, joinFaults(t.problems)
	}
	var list []sourced
	for _, row := range t.rows {
		text := strings.TrimSpace(row.cells[column["value"]])
		if text == "" {
			continue
		}
		s := sourced{Observation{Unit: row.cells[column["unit"]], Treated: true}, mutasi.Fault{Source: name + ":" + strconv.Itoa(row.line)}}
		if s.Value, err = strconv.ParseFloat(text, 64); err != nil {
			t.fault(row.line, "value", "%q is not a number", text)
		}
		if s.Period, err = strconv.Atoi(strings.TrimSpace(row.cells[column["period"]])); err != nil {
			t.fault(row.line, "period", "%q is not a whole number", row.cells[column["period"]])
		}
		if k := column["treated"]; k >= 0 {
			var ok bool
			if s.Treated, ok = truth(row.cells[k]); !ok {
				t.fault(row.line, "treated", "%q is neither true nor false", row.cells[k])
			}
		}
		list = append(list, s)
	}
	p, problems := newPanel(list)
	if err := joinFaults(append(t.problems, problems...)); err != nil {
		return nil, err
	}
	return p, nil
}

// Periods returns the periods that any unit has, ascending.
func (p *Panel) Periods() []int {
	var list []int
	for _, o := range p.observations() {
		list = append(list, o.Period)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Units returns the units in or outside the programme, by name.
func (p *Panel) Units(treated bool) []string {
	var list []string
	for _, o := range p.observations() {
		if o.Treated == treated {
			list = append(list, o.Unit)
		}
	}
	return slices.Compact(list)
}

// Paired pairs the mean of every treated unit over its periods before start with
// its mean from start on. A unit without periods on one side cannot be paired
// and is named in missing.
func (p *Panel) Paired(start int) (pairs *Paired, missing []string) {
	var before, after []float64
	for _, unit := range p.groups() {
		if !unit[0].Treated {
			continue
		}
		var sum [2]float64
		var count [2]int
		for _, o := range unit {
			side := 0
			if o.Period >= start {
				side = 1
			}
			sum[side] += o.Value
			count[side]++
		}
		if count[0] == 0 || count[1] == 0 {
			missing = append(missing, unit[0].Unit)
			continue
		}
		before = append(before, sum[0]/float64(count[0]))
		after = append(after, sum[1]/float64(count[1]))
	}
	pairs, _ = NewPaired(before, after) // of equal length and finite
	return pairs, missing
}

// groups returns the observations unit by unit.
func (p *Panel) groups() [][]Observation {
	var list [][]Observation
	rows := p.observations()
	for from := 0; from < len(rows); {
		to := from
		for to < len(rows) && rows[to].Unit == rows[from].Unit {
			to++
		}
		list = append(list, rows[from:to])
		from = to
	}
	return list
}

// Series returns the mean over the treated units, or over the others, in each
// period that all of them have. incomplete lists the periods that only some of
// them have: a mean over changing units would show which units report, not what
// happens.
func (p *Panel) Series(treated bool) (periods []int, means []float64, incomplete []int) {
	sum, count := make(map[int]float64), make(map[int]int)
	for _, o := range p.observations() {
		if o.Treated == treated {
			sum[o.Period] += o.Value
			count[o.Period]++
		}
	}
	all := len(p.Units(treated))
	for _, period := range p.Periods() {
		switch count[period] {
		case 0:
		case all:
			periods = append(periods, period)
			means = append(means, sum[period]/float64(all))
		default:
			incomplete = append(incomplete, period)
		}
	}
	return periods, means, incomplete
}
