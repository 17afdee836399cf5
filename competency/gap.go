package competency

// Gap compares one requirement of a standard with what a person holds.
type Gap struct {
	Competency ID      `json:"competency"`
	Required   Level   `json:"required"`
	Held       Level   `json:"held"`   // 0 unless Known
	Known      bool    `json:"known"`  // whether the profile has a rating
	Margin     Level   `json:"margin"` // half-width of the rating, at least 0
	Weight     float64 `json:"weight"`
	Mandatory  bool    `json:"mandatory"`
	Core       bool    `json:"core"`
}

// Gaps returns the gap of every requirement, in the order of the standard.
// Weight is the effective one: 1 where the requirement says 0. It takes one map
// lookup per requirement.
func Gaps(p Profile, s Standard) []Gap {
	gaps := make([]Gap, 0, len(s))
	for _, r := range s {
		g := Gap{
			Competency: r.Competency,
			Required:   r.Level,
			Weight:     r.weight(),
			Mandatory:  r.Mandatory,
			Core:       r.Core,
		}
		if _, g.Known = heldLevel(p, r.Competency); g.Known {
			g.Held = p[r.Competency].Level
			if m := p[r.Competency].Margin; m > 0 {
				g.Margin = m
			}
		}
		gaps = append(gaps, g)
	}
	return gaps
}

// Meets reports whether p reaches the level of every mandatory requirement of
// s. An unknown rating does not reach a level above 0; a requirement at level 0
// is reached by everybody. Ratings are taken at their Level, whatever their
// margin.
func Meets(p Profile, s Standard) bool {
	for _, r := range s {
		required := demand(r.Level)
		if !r.Mandatory || required <= 0 {
			continue
		}
		if held, known := heldLevel(p, r.Competency); !known || held < required {
			return false
		}
	}
	return true
}

// Shortfall returns by how many levels the person falls short, at least 0. Of
// an unknown rating it is the whole requirement: that much remains to be shown.
func (g Gap) Shortfall() Level {
	return max(0, g.required()-Level(onScale(g.Held)))
}

// Surplus returns by how many levels the person exceeds the requirement, at
// least 0; of an unknown rating it is 0.
func (g Gap) Surplus() Level {
	if !g.Known {
		return 0
	}
	return max(0, Level(onScale(g.Held))-g.required())
}

// Open reports whether the assessment leaves open if the requirement is met:
// there is no rating for a level above 0, or the required level lies within the
// rating's margin so that the true level may be on either side.
func (g Gap) Open() bool {
	required := g.required()
	if !g.Known {
		return required > 0
	}
	held, margin := Level(onScale(g.Held)), Level(onScale(g.Margin))
	return max(0, held-margin) < required && required <= held+margin
}

func (g Gap) required() Level { return Level(demand(g.Required)) }
