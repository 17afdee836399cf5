package competency

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// GapPoints is a line of a [GapTable]: the points (bobot nilai gap) that a gap
// held − required earns.
type GapPoints struct {
	Gap    Level   `json:"gap"`
	Points float64 `json:"points"`
}

// GapTable gives points to gaps. Between two lines it interpolates linearly, so
// fractional levels have their say; beyond the first and the last it stays
// constant. The zero value is the usual table of the method:
//
//	gap     0   +1   −1   +2   −2   +3   −3   +4   −4
//	points  5  4.5    4  3.5    3  2.5    2  1.5    1
//
// A GapTable is immutable.
type GapTable struct{ lines *gapLines }

type gapLines struct {
	ascending []GapPoints // by gap
	best      float64     // the most points
}

// usualGaps is the table given alike in eight independent descriptions of the
// method.
var usualGaps = gapLines{
	ascending: []GapPoints{{-4, 1}, {-3, 2}, {-2, 3}, {-1, 4}, {0, 5}, {1, 4.5}, {2, 3.5}, {3, 2.5}, {4, 1.5}},
	best:      5,
}

// NewGapTable returns the table with the given lines, in any order. It reports
// every line whose gap is not finite or occurs twice, or whose points are not
// in [0, 1e100], and a table without any points above 0.
func NewGapTable(lines ...GapPoints) (GapTable, error) {
	var faults []error
	var best float64
	seen := make(map[Level]int, len(lines))
	for i, line := range lines {
		if gap := float64(line.Gap); math.IsNaN(gap) || math.Abs(gap) > limit {
			faults = append(faults, fmt.Errorf("lines[%d].Gap is %v: it must be a number between -1e100 and 1e100", i, gap))
		} else if first, twice := seen[line.Gap]; twice {
			faults = append(faults, fmt.Errorf("lines[%d].Gap is %v like lines[%d].Gap: keep one of them", i, gap, first))
		} else {
			seen[line.Gap] = i
		}
		if !(line.Points >= 0 && line.Points <= limit) {
			faults = append(faults, fmt.Errorf("lines[%d].Points is %v: it must be between 0 and 1e100", i, line.Points))
			continue
		}
		best = max(best, line.Points)
	}
	if len(faults) == 0 && best <= 0 {
		faults = append(faults, errors.New("no line has points above 0, so nobody could fit: give the best gap its points"))
	}
	if len(faults) > 0 {
		return GapTable{}, fmt.Errorf("competency: gap table: %w", errors.Join(faults...))
	}
	ascending := slices.Clone(lines)
	slices.SortFunc(ascending, func(a, b GapPoints) int {
		if a.Gap < b.Gap {
			return -1
		}
		return 1
	})
	return GapTable{lines: &gapLines{ascending: ascending, best: best}}, nil
}

func (t GapTable) data() *gapLines {
	if t.lines == nil {
		return &usualGaps
	}
	return t.lines
}

func (t GapTable) best() float64 { return t.data().best }

// Lines returns a copy of the table, by ascending gap.
func (t GapTable) Lines() []GapPoints { return slices.Clone(t.data().ascending) }

// MarshalJSON writes the lines by ascending gap, also those of the usual table:
//
//	[{"gap":-1,"points":4},{"gap":0,"points":5}]
func (t GapTable) MarshalJSON() ([]byte, error) { return json.Marshal(t.data().ascending) }

// Points returns what a gap earns, between 0 and the most of any line. NaN
// earns 0.
func (t GapTable) Points(gap Level) float64 {
	lines := t.data().ascending
	if math.IsNaN(float64(gap)) {
		return 0
	}
	above := 0 // the first line whose gap is not below
	for above < len(lines) && lines[above].Gap < gap {
		above++
	}
	switch {
	case above == len(lines):
		return lines[above-1].Points
	case above == 0 || lines[above].Gap == gap:
		return lines[above].Points
	}
	from, to := lines[above-1], lines[above]
	share := float64((gap - from.Gap) / (to.Gap - from.Gap))
	points := from.Points + float64(share*(to.Points-from.Points))
	// Rounding must not leave the interval, lest a fit leave [0, 1].
	return min(max(points, min(from.Points, to.Points)), max(from.Points, to.Points))
}
