package programme

import (
	"cmp"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/mutasi-go/mutasi/evaluation/internal/fault"
	"github.com/mutasi-go/mutasi/internal/message"
	"github.com/mutasi-go/mutasi/internal/table"
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
// joins all faults: a unit without a name, a value that is NaN, infinite or
// beyond ±1e150, a period beyond ±1,000,000, a unit twice in a period, and a unit
// that is treated in one period and not in another. Each is a
// *[github.com/mutasi-go/mutasi.Fault].
func NewPanel(observations ...Observation) (*Panel, error) {
	list := make([]numbered, len(observations))
	for i, o := range observations {
		list[i] = numbered{o, i}
	}
	var faults fault.List
	p := newPanel(list, func(i int, problem message.Message) {
		faults.Add("observations["+strconv.Itoa(i)+"]", "", problem)
	})
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// A numbered observation has its index in the list or its line in the file.
type numbered struct {
	Observation
	number int
}

// newPanel calls fail for each fault, with the number of the observation.
func newPanel(list []numbered, fail func(number int, problem message.Message)) *Panel {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b numbered) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Period, b.Period))
	})
	p := &Panel{rows: make([]Observation, len(sorted))}
	for i, s := range sorted {
		p.rows[i] = s.Observation
		if s.Unit == "" {
			fail(s.number, namelessUnit.With())
		}
		if !finite(s.Value) {
			fail(s.number, notValue.With(s.Value))
		} else if math.Abs(s.Value) > maxOutcome {
			fail(s.number, valueTooFar.With(s.Value, maxOutcome))
		}
		if s.Period > maxPeriod || s.Period < -maxPeriod {
			fail(s.number, periodTooFar.With(s.Period, maxPeriod))
		}
		if i > 0 && sorted[i-1].Unit == s.Unit {
			if sorted[i-1].Period == s.Period {
				fail(s.number, repeatedPeriod.With(s.Unit, s.Period))
			}
			if sorted[i-1].Treated != s.Treated {
				fail(s.number, differentTreated.With(s.Unit))
			}
		}
	}
	return p
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
// The file is CSV as [github.com/mutasi-go/mutasi.ReadCSV] reads it: with commas,
// semicolons or tabs, and with decimal commas where cells are not separated by
// commas.
//
// name is the name of the file in errors. The error joins all faults, by line.
// Each is a *[github.com/mutasi-go/mutasi.Fault] with file, line and column.
func ReadPanel(r io.Reader, name string) (*Panel, error) {
	f := table.NewFile(table.Schema{File: name}, nil,
		table.Text("unit", func(o *Observation) *string { return &o.Unit }),
		table.Whole("period", func(o *Observation) *int { return &o.Period }),
		table.Number("value", func(o *Observation) *float64 { return &o.Value }),
		table.Flag("treated?", func(o *Observation) *bool { return &o.Treated }),
	)
	var list []numbered
	files, err := eachRow(r, f, func(row *table.Reader) {
		if !row.Given("value") {
			return
		}
		o := numbered{number: row.Line()}
		f.Row(row, &o.Observation)
		o.Treated = o.Treated || !row.Has("treated")
		list = append(list, o)
	})
	if err != nil {
		return nil, err
	}
	p := newPanel(list, func(line int, problem message.Message) {
		files.Fail(table.Location{File: name, Line: line}, "", problem)
	})
	if err := faultsOf(files); err != nil {
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
