package assignment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/mutasi-go/mutasi/internal/model"
)

// Certificate is what proves a plan: the seed, the scale of every goal, the goals
// with value and bound, and the prices that prove them. Check proves a plan from
// it and the problem, without the solver. It is immutable.
//
// A Certificate marshals to JSON and back, and proves the same then. In JSON it
// has a version, and the version of the rounding; the prices of a stage are
// integers in the order of the posts, the bench and the units by seed, so that
// they name nobody. The size is that of the prices: a number for each post and
// unit, in each stage. A sum has one stage, a goal that ranks people has some for
// each level in use.
type Certificate struct {
	seed      uint64
	canonical bool
	// unscaled says that the solve ended before the values of all pairs were
	// known. The plan is then today's, and nothing is proven but that it is
	// admitted and has its values.
	unscaled    bool
	goals       []certified // of the objective, and the ties if canonical
	stages      []model.Stage
	searches    []int
	minimised   int
	interrupted bool
}

// certified is what is claimed of a goal, in its own units and in integers.
type certified struct {
	value  *Value // nil for ties
	places int    // binary places of the integers
	result model.GoalResult
}

const (
	certificateVersion = 1
	// roundingVersion changes with the way values become integers, on which all
	// prices depend. In version 2 fits are sums of points.
	roundingVersion = 2
)

// certificateJSON is a Certificate in JSON.
type certificateJSON struct {
	Version     int             `json:"version"`
	Rounding    int             `json:"rounding"`
	Seed        uint64          `json:"seed"`
	Canonical   bool            `json:"canonical,omitempty"`
	Unscaled    bool            `json:"unscaled,omitempty"`
	Interrupted bool            `json:"interrupted,omitempty"`
	Goals       []certifiedJSON `json:"goals"`
	Stages      []stageJSON     `json:"stages,omitempty"`
	Searches    []int           `json:"searches,omitempty"`  // nodes of each branch and bound
	Minimised   int             `json:"minimised,omitempty"` // where a solve was interrupted
}

type certifiedJSON struct {
	Value     *Value  `json:"value,omitempty"`
	Places    int     `json:"places"`
	Cost      int64   `json:"cost"`
	Reached   int64   `json:"reached"`
	Bound     int64   `json:"bound"`
	Proven    bool    `json:"proven"`
	Price     []int64 `json:"price,omitempty"`
	ReachedAt []int32 `json:"reachedAt,omitempty"`
}

type stageJSON struct {
	Goal      int     `json:"goal"`
	From      int32   `json:"from,omitempty"`
	To        int32   `json:"to,omitempty"`
	Threshold int32   `json:"threshold,omitempty"`
	Most      int32   `json:"most,omitempty"`
	Cost      int64   `json:"cost"`
	Witness   bool    `json:"witness,omitempty"`
	Price     []int64 `json:"price"`
}

// MarshalJSON writes the certificate. A nil Certificate, or one that no solve
// made, is an error.
func (c *Certificate) MarshalJSON() ([]byte, error) {
	if c == nil || c.goals == nil {
		return nil, errors.New("assignment: this certificate was not made by Solve and proves nothing")
	}
	out := certificateJSON{
		Version: certificateVersion, Rounding: roundingVersion, Seed: c.seed,
		Canonical: c.canonical, Unscaled: c.unscaled, Interrupted: c.interrupted,
		Searches: c.searches,
	}
	if c.interrupted {
		out.Minimised = c.minimised
	}
	for _, g := range c.goals {
		r := &g.result
		out.Goals = append(out.Goals, certifiedJSON{g.value, g.places, r.Cost, r.Reached, r.Bound, r.Proven, r.Price, r.ReachedAt})
	}
	for _, s := range c.stages {
		out.Stages = append(out.Stages, stageJSON{s.Goal, s.From, s.To, s.Threshold, s.Most, s.Cost, s.Witness, s.Price})
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes, and nothing else: the error names
// a field that is unknown, and a version that this package cannot read. Whether
// the certificate proves anything only Check can say.
func (c *Certificate) UnmarshalJSON(text []byte) error {
	if c == nil {
		return errors.New("assignment: a nil Certificate cannot be read into")
	}
	var head struct{ Version, Rounding int }
	if err := json.Unmarshal(text, &head); err != nil {
		return fmt.Errorf("assignment: certificate: %w", err)
	}
	if head.Version == 0 || head.Rounding == 0 {
		return errors.New("assignment: certificate: version or rounding is missing; is this the JSON of a Certificate?")
	}
	if head.Version != certificateVersion || head.Rounding != roundingVersion {
		return fmt.Errorf("assignment: certificate: it has version %d and rounding %d, and this package reads version %d with rounding %d; check it with the version of the package that made it",
			head.Version, head.Rounding, certificateVersion, roundingVersion)
	}
	var in certificateJSON
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return fmt.Errorf("assignment: certificate: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("assignment: certificate: something follows after its end")
	}
	out := Certificate{
		seed: in.Seed, canonical: in.Canonical, unscaled: in.Unscaled, interrupted: in.Interrupted,
		goals: []certified{}, searches: in.Searches, minimised: in.Minimised,
	}
	for _, g := range in.Goals {
		out.goals = append(out.goals, certified{g.Value, g.Places, model.GoalResult{
			Cost: g.Cost, Reached: g.Reached, Bound: g.Bound, Proven: g.Proven, Price: g.Price, ReachedAt: g.ReachedAt,
		}})
	}
	for _, s := range in.Stages {
		out.stages = append(out.stages, model.Stage{
			Goal: s.Goal, From: s.From, To: s.To, Threshold: s.Threshold, Most: s.Most, Cost: s.Cost, Witness: s.Witness, Price: s.Price,
		})
	}
	*c = out
	return nil
}

// certify returns the certificate of a result.
func (c *instance) certify(r *model.Result) *Certificate {
	out := &Certificate{
		seed: c.settings.seed, canonical: c.settings.canonical, goals: []certified{},
		stages: r.Stages, searches: r.Searches, minimised: r.Minimised, interrupted: r.Interrupted,
	}
	for g, result := range r.Goals {
		x := certified{result: result}
		if g < len(c.goals) {
			v := c.outcome(g, r)
			x.value, x.places = &v, c.goals[g].shift
		}
		out.goals = append(out.goals, x)
	}
	return out
}

// result is what the certificate claims of an assignment, for package model.
func (c *Certificate) result(at []int32) *model.Result {
	r := &model.Result{
		At: at, Stages: slices.Clone(c.stages), Searches: c.searches, Minimised: c.minimised, Interrupted: c.interrupted,
	}
	for _, g := range c.goals {
		r.Goals = append(r.Goals, g.result)
	}
	return r
}

// scales are the binary places of the goals.
func (c *Certificate) scales() []int {
	out := []int{}
	for _, g := range c.goals {
		out = append(out, g.places)
	}
	return out
}
