package competency_test

import (
	"math"
	"testing"

	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/exported"
)

// Nothing panics on nil profiles, standards, lists and zero receivers, and what
// each gives for nothing is what its documentation says.
func TestNothing(t *testing.T) {
	var (
		attainment competency.Attainment
		match      competency.JobPersonMatch
		matching   competency.ProfileMatching
		table      competency.GapTable
	)
	compiled := func(c competency.Compiler) bool {
		c.Compile(nil).Fit(nil, nil)
		into := []float64{-1}
		c.Compile([]competency.Standard{nil}).Fit(nil, into)
		c.Compile([]competency.Standard{nil, nil}).Fit(nil, into)
		return into[0] == 1
	}
	tabulated := func(m competency.Tabulator) bool {
		return m.Tabulate(nil, nil).Len() == 0 && m.Tabulate([]competency.Standard{nil}, nil).At(nil, 0) == competency.Full
	}
	var (
		none *competency.Table
		zero competency.Table
	)
	type fixer interface {
		Fixed([]competency.Standard) *competency.Fixed
	}
	fixed := func(m fixer) bool {
		into := []int32{-1}
		m.Fixed([]competency.Standard{nil}).Points(nil, into)
		return m.Fixed(nil).Len() == 0 && into[0] == competency.Full
	}
	var unfixed *competency.Fixed
	written := func(text []byte, err error) bool { return len(text) > 0 && err == nil }
	calls := map[string]func() bool{
		"Meets":                       func() bool { return competency.Meets(nil, nil) },
		"Gaps":                        func() bool { return len(competency.Gaps(nil, nil)) == 0 },
		"Levels":                      func() bool { return len(competency.Levels(nil)) == 0 },
		"Assume":                      func() bool { return competency.Assume(0).String() != "" },
		"LeaveOut":                    func() bool { return competency.LeaveOut().String() != "" },
		"Unknown.String":              func() bool { return competency.Unknown{}.String() != "" },
		"Unknown.MarshalJSON":         func() bool { return written(competency.Unknown{}.MarshalJSON()) },
		"Cap.String":                  func() bool { return competency.Cap(0).String() != "" && competency.Cap(-1).String() != "" },
		"ASN2017":                     func() bool { return len(competency.ASN2017().Competencies) > 0 },
		"Framework.Competency":        func() bool { _, ok := competency.Framework{}.Competency(""); return !ok },
		"Framework.Contains":          func() bool { return !competency.Framework{}.Contains(1) },
		"MappingBands":                func() bool { return len(competency.MappingBands()) > 0 },
		"SelectionBands":              func() bool { return len(competency.SelectionBands()) > 0 },
		"Bands.Of":                    func() bool { return competency.Bands(nil).Of(50) == competency.Band{} },
		"Gap.Open":                    func() bool { return !competency.Gap{}.Open() },
		"Gap.Shortfall":               func() bool { return competency.Gap{}.Shortfall() == 0 },
		"Gap.Surplus":                 func() bool { return competency.Gap{}.Surplus() == 0 },
		"NewGapTable":                 func() bool { _, err := competency.NewGapTable(); return err != nil },
		"GapTable.Lines":              func() bool { return len(table.Lines()) > 0 },
		"GapTable.MarshalJSON":        func() bool { return written(table.MarshalJSON()) },
		"GapTable.Points":             func() bool { return !math.IsNaN(table.Points(0)) },
		"Attainment.Fit":              func() bool { return attainment.Fit(nil, nil) == 1 },
		"Attainment.Compile":          func() bool { return compiled(attainment) },
		"Attainment.MarshalJSON":      func() bool { return written(attainment.MarshalJSON()) },
		"JobPersonMatch.Fit":          func() bool { return match.Fit(nil, nil) == 1 },
		"JobPersonMatch.Compile":      func() bool { return compiled(match) },
		"JobPersonMatch.MarshalJSON":  func() bool { return written(match.MarshalJSON()) },
		"JobPersonMatch.Percent":      func() bool { return match.Percent(nil, nil) == 100 },
		"ProfileMatching.Fit":         func() bool { return matching.Fit(nil, nil) == 1 },
		"ProfileMatching.Compile":     func() bool { return compiled(matching) },
		"ProfileMatching.MarshalJSON": func() bool { return written(matching.MarshalJSON()) },
		"ProfileMatching.Score":       func() bool { return matching.Score(nil, nil) > 0 },
		"Attainment.Points":           func() bool { return attainment.Points(nil, nil) == competency.Full },
		"Attainment.PointsError":      func() bool { return attainment.PointsError(nil) == 0 },
		"Attainment.Tabulate":         func() bool { return tabulated(attainment) },
		"JobPersonMatch.Points":       func() bool { return match.Points(nil, nil) == competency.Full },
		"JobPersonMatch.PointsError":  func() bool { return match.PointsError(nil) == 0 },
		"JobPersonMatch.Tabulate":     func() bool { return tabulated(match) },
		"ProfileMatching.Points":      func() bool { return matching.Points(nil, nil) == competency.Full },
		"ProfileMatching.PointsError": func() bool { return matching.PointsError(nil) == 0 },
		"ProfileMatching.Tabulate":    func() bool { return tabulated(matching) },
		"Table.At":                    func() bool { return none.At(nil, 0) == 0 && zero.At(nil, 0) == 0 },
		"Table.Codes":                 func() bool { return none.Codes() == 0 && zero.Codes() == 0 },
		"Table.Encode":                func() bool { return none.Encode(nil, nil) && zero.Encode(nil, nil) },
		"Table.Len":                   func() bool { return none.Len() == 0 && zero.Len() == 0 },
		"Table.Points":                func() bool { none.Points(nil, nil); zero.Points(nil, make([]int32, 3)); return true },
		"Table.Width":                 func() bool { return none.Width() == 0 && zero.Width() == 0 },
		"Attainment.Fixed":            func() bool { return fixed(attainment) },
		"JobPersonMatch.Fixed":        func() bool { return fixed(match) },
		"ProfileMatching.Fixed":       func() bool { return fixed(matching) },
		"Fixed.Len":                   func() bool { return unfixed.Len() == 0 },
		"Fixed.Points":                func() bool { unfixed.Points(nil, nil); new(competency.Fixed).Points(nil, nil); return true },
	}
	exported.Calls(t, calls, func(t *testing.T, call func() bool) {
		if !call() {
			t.Error("gives something else for nothing")
		}
	})
}
