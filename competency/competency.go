package competency

// ID names a competency within its framework, such as "M.3".
type ID string

// Level is a mastery level on the scale of its framework: 1 to 5 for civil
// servants in Indonesia, 0 to 7 in O*NET, 1 to 7 in SFIA. Scales begin at 0 or
// above, so everything in this package counts a level below 0 as 0.
type Level float64

// Rating is an assessed level. Margin is the half-width of what the assessment
// leaves open: the true level lies in [Level−Margin, Level+Margin]; 0 when exact.
//
// The models score Level alone; [Gap.Open] tells where the margin matters.
type Rating struct {
	Level  Level `json:"level"`
	Margin Level `json:"margin,omitempty"`
}

// Profile holds the ratings of one person. A missing key is unknown, which is
// not level 0: see [Unknown] for what the models make of it. A rating whose
// level is NaN says nothing either and is treated as missing.
type Profile map[ID]Rating

// Levels returns the profile that holds each level exactly, without a margin,
// so that literals need no ceremony. The result shares nothing with its
// argument and is never nil.
func Levels(level map[ID]Level) Profile {
	p := make(Profile, len(level))
	for id, l := range level {
		p[id] = Rating{Level: l}
	}
	return p
}

// Requirement is one line of a standard: the level a post asks of its holder.
type Requirement struct {
	Competency ID      `json:"competency"`
	Level      Level   `json:"level"`               // a level of 0 or below asks nothing
	Weight     float64 `json:"weight,omitempty"`    // relative importance, positive; 0 means 1
	Mandatory  bool    `json:"mandatory,omitempty"` // an entry condition: see [Meets]
	Core       bool    `json:"core,omitempty"`      // a core factor: see [ProfileMatching]
}

// Standard lists what a post requires. An empty standard is satisfied by
// everybody: every model gives it a fit of 1. A competency that is listed twice
// is scored twice, each line on its own.
type Standard []Requirement

// Model scores how well a profile fits a standard.
//
// Fit returns a value in [0, 1], 1 for an empty standard. It is a pure function,
// safe for concurrent use, and neither keeps nor changes its arguments.
type Model interface {
	Fit(Profile, Standard) float64
}

// Compiler is a Model that also scores in bulk, bit for bit as Fit does.
//
// The batch keeps no reference to the standards; changing them afterwards does
// not change it.
type Compiler interface {
	Model
	Compile(standards []Standard) Batch
}

// Batch scores one profile against the standards it was compiled from.
//
// Fit stores the fit of p to the k-th standard in into[k]. Of an into that is
// shorter than the list of standards it fills what there is; elements beyond
// the list stay as they are. The batches of this package are safe for
// concurrent use and do not allocate once warm.
type Batch interface {
	Fit(p Profile, into []float64)
}
