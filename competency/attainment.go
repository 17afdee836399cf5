package competency

import "encoding/json"

// Attainment is the weighted mean, over the requirements of a standard, of
// min(1, held/required):
//
//	fit = Σ weight · min(1, held/required) / Σ weight
//
// A surplus earns nothing and never makes up for a gap elsewhere. A requirement
// at level 0 is met by everyone. Who holds every required level has a fit of
// exactly 1.
//
// The zero value counts an unknown rating as nothing; see [Unknown]. Attainment
// is comparable and a [Compiler].
type Attainment struct {
	Unknown Unknown
}

// Fit returns the attainment of p on s in [0, 1], in one map lookup per
// requirement.
func (a Attainment) Fit(p Profile, s Standard) float64 {
	return tally(a, p, s, everything).ratio(1)
}

// Compile prepares standards for scoring in bulk.
func (a Attainment) Compile(standards []Standard) Batch {
	return compileRatio(a, standards, 1)
}

// MarshalJSON writes name and parameters, with [Unknown] as in its MarshalJSON:
//
//	{"name":"Attainment","parameters":{"unknown":{"name":"LeaveOut","parameters":{}}}}
func (a Attainment) MarshalJSON() ([]byte, error) {
	return json.Marshal(modelJSON{"Attainment", struct {
		Unknown Unknown `json:"unknown"`
	}{a.Unknown}})
}

func (a Attainment) policy() Unknown       { return a.Unknown }
func (Attainment) unasked() float64        { return 1 }
func (Attainment) whole(_ float64) float64 { return 1 }

func (Attainment) points(held, required float64) float64 {
	if held >= required {
		return 1
	}
	return held / required
}
