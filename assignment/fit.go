package assignment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
)

// Fit is Σ over placed people of weight × fit: how well the person's profile
// fits the standard of the post, in [0, 1] by the model, times the weight of
// the post. A nil model, and a fit outside [0, 1], are errors of Solve.
//
// A model that is also a competency.Tabulator is solved in fixed point: by its
// Points, which are within Value.Rounding of Fit, and are computed from a table
// whenever they are read instead of being stored. Solve compares them with Fit at a
// few pairs, and Check at as many as it recomputes. A model that is a
// competency.Compiler only is used in bulk; its Batch must give what its Fit gives,
// in every bit.
func Fit(m competency.Model) Term { return single(&fitTerm{model: m}) }

type fitTerm struct{ model competency.Model }

func (t *fitTerm) tabulator() competency.Tabulator {
	model, _ := t.model.(competency.Tabulator)
	return model
}

func (t *fitTerm) name() string { return "fit" }

func (t *fitTerm) value(e *mutasi.Employee, p *mutasi.Position, _ mutasi.PositionID) float64 {
	if p == nil {
		return 0
	}
	return float64(t.model.Fit(e.Profile, p.Standard) * p.EffectiveWeight())
}

func (t *fitTerm) compile(r *roster) (pairValues, error) {
	if t.model == nil {
		return pairValues{}, fault(fitNoModel)
	}
	v := pairValues{largest: r.largestWeight()}
	if of := t.tabulator(); of != nil {
		v.points = func(ctx context.Context, workers int) (model.Points, error) { return newTable(ctx, of, r, workers) }
	}
	if compiler, ok := t.model.(competency.Compiler); ok {
		batch, err := compileStandards(compiler, r)
		if err != nil {
			return pairValues{}, err
		}
		v.worker = t.inBulk(r, batch)
		return v, nil
	}
	v.worker = t.pairByPair(r)
	return v, nil
}

// standards lists the standards of the posts.
func (r *roster) standards() []competency.Standard {
	out := make([]competency.Standard, len(r.positions))
	for j, p := range r.positions {
		out[j] = p.Standard
	}
	return out
}

func compileStandards(compiler competency.Compiler, r *roster) (batch competency.Batch, err error) {
	err = guard(&callSite{function: fmt.Sprintf("%T.Compile", compiler)}, func() error {
		batch = compiler.Compile(r.standards())
		return nil
	})
	return batch, err
}

// inBulk has a batch compute the fits of a whole row.
func (t *fitTerm) inBulk(r *roster, batch competency.Batch) func() func(int, []bool, []float64) error {
	weigh := t.weigher(r)
	return func() func(int, []bool, []float64) error {
		at := t.call()
		return func(row int, allowed []bool, into []float64) error {
			at.employee, at.position = r.employees[row], nil
			fits := into[:r.bench()]
			if err := guard(at, func() error { batch.Fit(at.employee.Profile, fits); return nil }); err != nil {
				return err
			}
			return weigh(at, allowed, fits)
		}
	}
}

// pairByPair asks the model for one fit after the other.
func (t *fitTerm) pairByPair(r *roster) func() func(int, []bool, []float64) error {
	weigh := t.weigher(r)
	return func() func(int, []bool, []float64) error {
		at := t.call()
		return func(row int, allowed []bool, into []float64) error {
			at.employee = r.employees[row]
			if err := guard(at, func() error {
				for j, p := range r.positions {
					if allowed[j] {
						at.position = p
						into[j] = t.model.Fit(at.employee.Profile, p.Standard)
					}
				}
				return nil
			}); err != nil {
				return err
			}
			return weigh(at, allowed, into[:r.bench()])
		}
	}
}

// weigher returns a function that multiplies fits by the weights of the posts,
// after a check that they lie in [0, 1].
func (t *fitTerm) weigher(r *roster) func(at *callSite, allowed []bool, fits []float64) error {
	weight := make([]float64, len(r.positions))
	for j, p := range r.positions {
		weight[j] = p.EffectiveWeight()
	}
	return func(at *callSite, allowed []bool, fits []float64) error {
		for j, x := range fits {
			if !(x >= 0 && x <= 1) && allowed[j] {
				at.position = r.positions[j]
				return at.fault(fitRange, x)
			}
			fits[j] = float64(x * weight[j])
		}
		return nil
	}
}

func (t *fitTerm) call() *callSite { return &callSite{function: fmt.Sprintf("%T.Fit", t.model)} }

// ofData reports whether the JSON of the model says all that it answers. Of a model of
// the caller's that is not known.
func (t *fitTerm) ofData() bool {
	switch t.model.(type) {
	case competency.Attainment, competency.JobPersonMatch, competency.ProfileMatching:
		return true
	}
	return false
}

// MarshalJSON writes the constructor and the model. The model must be a
// json.Marshaler that writes {"name": …, "parameters": …} with the name of its
// own type: a model that embeds another would else be written as the other.
func (t *fitTerm) MarshalJSON() ([]byte, error) {
	if t.model == nil {
		return nil, errors.New("assignment: the fit has no model")
	}
	marshaler, ok := t.model.(json.Marshaler)
	if !ok {
		return nil, fmt.Errorf("assignment: term %q, made by Fit, holds a model of type %T, which is no json.Marshaler", t.name(), t.model)
	}
	text, err := json.Marshal(marshaler)
	if err != nil {
		return nil, fmt.Errorf("assignment: term %q: %w", t.name(), err)
	}
	var model struct{ Name string }
	if err := json.Unmarshal(text, &model); err != nil || model.Name != reflect.Indirect(reflect.ValueOf(t.model)).Type().Name() {
		return nil, fmt.Errorf("assignment: term %q, made by Fit, holds a model of type %T, which writes itself as %s; the name there must be that of the type", t.name(), t.model, text)
	}
	return json.Marshal(constructorJSON{"Fit", struct {
		Model json.RawMessage `json:"model"`
	}{text}})
}

// Faults of a fit.
var (
	fitNoModel = templates.New("fit-no-model", "the fit has no model")
	fitRange   = templates.New("fit-range", "the fit of {function:q} is {value}, which is not within [0, 1]")
)
