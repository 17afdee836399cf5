package assignment

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/model"
	"github.com/mutasi-go/mutasi/workload"
)

// pairTerm is a term that is a sum over people and where they are.
type pairTerm interface {
	compile(r *roster) (pairValues, error)
	// tally is the value of one person at a post, nil on the bench, found
	// without what compile does: Verify adds it up.
	tally(e *mutasi.Employee, p *mutasi.Position, held mutasi.PositionID) float64
}

// pairValues is a pair term compiled for a roster. It is either a count, with
// base and exceptions, or has a value for every pair of a person and a post.
type pairValues struct {
	// largest bounds the absolute values; NaN: it shows when they are computed.
	largest float64

	// base is the value of whoever is an incumbent or not, placed or not;
	// except calls yield with the columns where the value is another one.
	base   func(incumbent, placed bool) float64
	except func(row int, yield func(column int, value float64))

	// worker returns a function that stores the values of a row at all posts
	// in into. Those of forbidden pairs are not read, and a user's function is
	// not called for them.
	worker func() func(row int, allowed []bool, into []float64) error
}

type placedTerm struct{}

func (placedTerm) compile(*roster) (pairValues, error) {
	return pairValues{
		largest: 1,
		base: func(_, placed bool) float64 {
			if placed {
				return 1
			}
			return 0
		},
		except: func(int, func(int, float64)) {},
	}, nil
}

type movesTerm struct{}

func (movesTerm) compile(r *roster) (pairValues, error) {
	return pairValues{
		largest: 1,
		base: func(incumbent, _ bool) float64 {
			if incumbent {
				return 1
			}
			return 0
		},
		except: func(row int, yield func(int, float64)) {
			if r.holds(row) {
				yield(int(r.incumbent[row]), 0)
			}
		},
	}, nil
}

type wishesTerm struct{}

func (wishesTerm) compile(r *roster) (pairValues, error) {
	return pairValues{
		largest: 1,
		base:    func(_, _ bool) float64 { return 0 },
		except: func(row int, yield func(int, float64)) {
			for _, w := range r.employees[row].Wishes {
				if j, ok := r.columns[w]; ok {
					yield(j, 1)
				}
			}
		},
	}, nil
}

type ratedTerm struct{ name string }

func (t ratedTerm) compile(r *roster) (pairValues, error) {
	if t.name == "" {
		return pairValues{}, fmt.Errorf("the rating has no name; give it one of mutasi.Employee.Ratings")
	}
	largest, found := 0.0, false
	for _, e := range r.employees {
		if x, ok := e.Ratings[t.name]; ok {
			largest, found = max(largest, math.Abs(x)), true
		}
	}
	if !found && len(r.employees) > 0 {
		return pairValues{}, fmt.Errorf("no employee has a rating named %q", t.name)
	}
	return pairValues{
		largest: largest * r.largestWeight(),
		worker: func() func(int, []bool, []float64) error {
			return func(row int, _ []bool, into []float64) error {
				x := r.employees[row].Ratings[t.name]
				for j, p := range r.positions {
					into[j] = float64(x * p.EffectiveWeight())
				}
				return nil
			}
		},
	}, nil
}

func (r *roster) largestWeight() float64 {
	w := 0.0
	for _, p := range r.positions {
		w = max(w, p.EffectiveWeight())
	}
	return w
}

type fitTerm struct{ model competency.Model }

func (t *fitTerm) compile(r *roster) (pairValues, error) {
	if t.model == nil {
		return pairValues{}, fmt.Errorf("the fit has no model")
	}
	weight := make([]float64, len(r.positions))
	for j, p := range r.positions {
		weight[j] = p.EffectiveWeight()
	}
	v := pairValues{largest: r.largestWeight()}
	name := fmt.Sprintf("%T.Fit", t.model)
	finish := func(at *site, allowed []bool, into []float64) error {
		for j, x := range into {
			if !(x >= 0 && x <= 1) && allowed[j] {
				at.position = r.positions[j]
				return at.errorf("the fit is %v, which is not within [0, 1]", x)
			}
			into[j] = float64(x * weight[j])
		}
		return nil
	}
	if bulk, ok := t.model.(competency.Compiler); ok {
		standards := make([]competency.Standard, len(r.positions))
		for j, p := range r.positions {
			standards[j] = p.Standard
		}
		var batch competency.Batch
		if err := guard(&site{function: fmt.Sprintf("%T.Compile", t.model)}, func() error {
			batch = bulk.Compile(standards)
			return nil
		}); err != nil {
			return pairValues{}, err
		}
		v.worker = func() func(int, []bool, []float64) error {
			at := &site{function: name}
			return func(row int, allowed []bool, into []float64) error {
				at.employee, at.position = r.employees[row], nil
				if err := guard(at, func() error { batch.Fit(at.employee.Profile, into); return nil }); err != nil {
					return err
				}
				return finish(at, allowed, into)
			}
		}
		return v, nil
	}
	v.worker = func() func(int, []bool, []float64) error {
		at := &site{function: name}
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
			return finish(at, allowed, into)
		}
	}
	return v, nil
}

type customTerm struct {
	name  string
	value func(*mutasi.Employee, *mutasi.Position) float64
}

func (t *customTerm) compile(r *roster) (pairValues, error) {
	if t.name == "" {
		return pairValues{}, fmt.Errorf("the custom term has no name; errors and values need one")
	}
	if t.value == nil {
		return pairValues{}, fmt.Errorf("the custom term %q has no function", t.name)
	}
	return pairValues{
		largest: math.NaN(),
		worker: func() func(int, []bool, []float64) error {
			at := &site{function: t.name}
			return func(row int, allowed []bool, into []float64) error {
				at.employee = r.employees[row]
				return guard(at, func() error {
					for j, p := range r.positions {
						if !allowed[j] {
							continue
						}
						at.position = p
						x := t.value(at.employee, p)
						if math.IsNaN(x) || math.IsInf(x, 0) {
							return at.errorf("its value is %v, which is not a finite number", x)
						}
						into[j] = x
					}
					return nil
				})
			}
		},
	}, nil
}

// loadTerm is a penalty of the staff of units, or of posts.
type loadTerm struct {
	curve workload.Curve
	posts bool
}

// accounts calls yield for every unit, or post, with its columns and need.
func (r *roster) accounts(posts bool, yield func(columns []int32, need workload.FTE)) {
	if posts {
		byID := slices.SortedFunc(slices.Values(r.positions), func(a, b *mutasi.Position) int { return cmp.Compare(a.ID, b.ID) })
		for _, p := range byID {
			yield([]int32{int32(r.columns[p.ID])}, p.Need)
		}
		return
	}
	// In the order of IDs, so that sums do not depend on the seed.
	units := slices.SortedFunc(slices.Values(r.units), func(a, b unit) int { return cmp.Compare(a.id, b.id) })
	for _, u := range units {
		slices.SortFunc(u.columns, func(a, b int32) int { return cmp.Compare(r.positions[a].ID, r.positions[b].ID) })
		need := workload.FTE(0)
		for _, j := range u.columns {
			need += r.positions[j].Need
		}
		yield(u.columns, need)
	}
}

// capacity returns what everybody's working time is, and whether it is the same
// for all, so that head counts tell the staff.
func (r *roster) capacity() (each workload.FTE, same bool) {
	if len(r.employees) == 0 {
		return 1, true
	}
	each = r.employees[0].EffectiveCapacity()
	for _, e := range r.employees {
		if e.EffectiveCapacity() != each {
			return 0, false
		}
	}
	return each, true
}

// tree adds the nodes of the units to the columns.
func (r *roster) tree(m *model.Model) {
	m.Rows, m.Columns = len(r.employees), len(r.positions)+1
	for _, p := range r.positions {
		m.Lo = append(m.Lo, int32(p.MinSeats))
		m.Hi = append(m.Hi, int32(min(p.Seats, m.Rows)))
	}
	m.Lo, m.Hi = append(m.Lo, 0), append(m.Hi, int32(m.Rows))
	m.Parent = slices.Repeat([]int32{-1}, m.Columns)
	for k, u := range r.units {
		hi, lo := 0, 0
		for _, j := range u.columns {
			m.Parent[j] = int32(m.Columns + k)
			hi += int(m.Hi[j])
			lo += int(m.Lo[j])
		}
		// A ceiling that never binds, so that no conflict is blamed on it: floors
		// may count before anybody is there to meet them.
		m.Parent, m.Lo, m.Hi = append(m.Parent, -1), append(m.Lo, 0), append(m.Hi, int32(min(hi, m.Rows+lo)))
	}
}
