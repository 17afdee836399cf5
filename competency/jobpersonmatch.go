package competency

import "encoding/json"

// Cap says how a [JobPersonMatch] treats what a person holds beyond the
// standard. All three variants are in use.
type Cap int

const (
	// CapTotal limits the sum: a surplus makes up for a gap elsewhere, but the
	// whole never exceeds 100 %.
	CapTotal Cap = iota
	// CapEach limits every competency at its requirement: a surplus makes up
	// for nothing.
	CapEach
	// CapNone limits nothing: figures above 100 % are reported as they are.
	CapNone
)

// String returns the name of the constant.
func (c Cap) String() string {
	switch c {
	case CapEach:
		return "CapEach"
	case CapNone:
		return "CapNone"
	default:
		return "CapTotal"
	}
}

// JobPersonMatch (JPM, kesesuaian pegawai dengan jabatan) relates the levels a
// person holds to those the post requires, over the standard as a whole:
//
//	JPM = 100 · Σ weight · held / Σ weight · required
//
// A standard that requires nothing in total is matched at 100 %. Unlike
// [Attainment], it counts a level of a demanding requirement as much as one of
// a modest requirement and, unless Cap is CapEach, lets a surplus offset a gap.
//
// Fit is JPM/100 under CapTotal and CapEach. Under CapNone it is JPM/200,
// limited to 1: the scale stays linear, so that sums over people still compare,
// and a surplus still counts, up to twice what is required; a match of exactly
// 100 % then has a fit of 0.5, and only a standard that requires nothing or a
// match of 200 % has 1.
//
// The zero value caps the total and counts an unknown rating as nothing held;
// see [Unknown]. JobPersonMatch is comparable and a [Compiler].
type JobPersonMatch struct {
	Cap     Cap
	Unknown Unknown
}

// Fit returns the match in [0, 1], in one map lookup per requirement.
func (m JobPersonMatch) Fit(p Profile, s Standard) float64 {
	return tally(m, p, s, everything).ratio(m.scale())
}

// Compile prepares standards for scoring in bulk.
func (m JobPersonMatch) Compile(standards []Standard) Batch {
	return compileRatio(m, standards, m.scale())
}

// Percent returns the JPM as it is reported, at least 0 and, unless Cap is
// CapNone, at most 100. It is what the thresholds of [SelectionBands] and
// [MappingBands] apply to.
func (m JobPersonMatch) Percent(p Profile, s Standard) float64 {
	t := tally(m, p, s, everything)
	if t.asked <= 0 {
		return 100
	}
	if t.counted <= 0 {
		return 0
	}
	// Multiplied first, so that 57 levels of 100 are 57 and not a hair less.
	percent := float64(100*t.points) / t.counted
	if m.Cap != CapNone {
		percent = min(100, percent)
	}
	return percent
}

// MarshalJSON writes name and parameters, with [Unknown] as in its MarshalJSON:
//
//	{"name":"JobPersonMatch","parameters":{"cap":"CapEach","unknown":{"name":"LeaveOut","parameters":{}}}}
func (m JobPersonMatch) MarshalJSON() ([]byte, error) {
	return json.Marshal(modelJSON{"JobPersonMatch", struct {
		Cap     string  `json:"cap"`
		Unknown Unknown `json:"unknown"`
	}{m.Cap.String(), m.Unknown}})
}

// scale turns the ratio held/required into a fit.
func (m JobPersonMatch) scale() float64 {
	if m.Cap == CapNone {
		return 0.5
	}
	return 1
}

func (m JobPersonMatch) policy() Unknown              { return m.Unknown }
func (JobPersonMatch) unasked() float64               { return 0 }
func (JobPersonMatch) whole(required float64) float64 { return required }

func (m JobPersonMatch) points(held, required float64) float64 {
	if m.Cap == CapEach {
		return min(held, required)
	}
	return held
}
