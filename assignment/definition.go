package assignment

import (
	"context"
	"math"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/flow"
	"github.com/mutasi-go/mutasi/internal/model"
)

// With settings.byDefinition an instance computes the values of all pairs with
// Term.at, and asks the definitions of blockers and limits about every pair. It
// uses no bulk form, so a mistake in a bulk form cannot spoil what it proves.

// eligibilityByDefinition judges every pair by the definitions of all blockers.
func eligibilityByDefinition(ctx context.Context, r *roster, d *demands, workers int) (*eligibility, error) {
	e := &eligibility{r: r, demands: d, allowed: model.NewPairs(len(r.employees), len(r.positions)+1)}
	if len(d.blockers) == 0 {
		return e, nil
	}
	err := eachRow(ctx, workers, len(r.employees), func() struct{} { return struct{}{} }, func(_ struct{}, i int) error {
		at := &callSite{employee: r.employees[i]}
		return guard(at, func() error {
			for j := range r.bench() + 1 {
				at.position = r.post(j)
				if d.forbids(at, at.employee, at.position, r.heldBy(i)) {
					e.allowed.Remove(i, j)
				}
			}
			return nil
		})
	})
	return e, err
}

// definer computes costs of a goal by definition, row after row. It is for one
// goroutine.
type definer struct {
	c    *instance
	goal *compiledGoal
	row  int
	at   *callSite
	held mutasi.PositionID // by the row today
	// points of the row at all posts, of each fit that has them in rows; nil where
	// the model is asked about every pair.
	points [][]int32
}

// definedCost is the cost of one pair, as definer.cost has it. At is the place of
// errors.
func (c *instance) definedCost(at *callSite, goal *compiledGoal, row, column int) (int64, error) {
	d := definer{c: c, goal: goal, at: at, points: make([][]int32, len(goal.fits))}
	d.turnTo(row)
	return d.cost(column)
}

// costAs is definedCost for an employee with other data in the place of a row.
func (c *instance) costAs(at *callSite, e *mutasi.Employee, goal *compiledGoal, row, column int) (int64, error) {
	d := definer{c: c, goal: goal, row: row, at: at, held: c.roster.heldBy(row), points: make([][]int32, len(goal.fits))}
	*at = callSite{employee: e}
	return d.cost(column)
}

func (c *instance) newDefiner(goal *compiledGoal) *definer {
	d := &definer{c: c, goal: goal, at: &callSite{}, points: make([][]int32, len(goal.fits))}
	for k := range goal.fits {
		if goal.fits[k].fixed != nil {
			d.points[k] = make([]int32, c.roster.bench())
		}
	}
	return d
}

// turnTo prepares the definer for the pairs of a row.
func (d *definer) turnTo(row int) {
	d.row, d.held = row, d.c.roster.heldBy(row)
	*d.at = callSite{employee: d.c.roster.employees[row]}
	for k, points := range d.points {
		if points != nil {
			d.goal.fits[k].fixed.Points(d.at.employee.Profile, points)
		}
	}
}

// cost is the cost of a pair in the goal, by definition: the values of the parts
// that have no points, added up in their order and rounded once, and the scaled
// points of each other part. The pair may be any. The error is that of a function
// that returns no finite number, or of points that are none of the fit.
func (d *definer) cost(column int) (int64, error) {
	goal, at := d.goal, d.at
	at.function, at.position = goal.called, d.c.roster.post(column)
	others := goal.others.at(at.employee, at.position, d.held)
	if math.IsNaN(others) || math.IsInf(others, 0) {
		return 0, at.fault(functionNotFinite, others)
	}
	cost := goal.wideCost(others)
	if at.position == nil {
		return cost, nil
	}
	for k := range goal.fits {
		f := &goal.fits[k]
		var points int32
		at.function = f.name
		if d.points[k] != nil {
			points = d.points[k][column]
		} else {
			points = f.model.Points(at.employee.Profile, at.position.Standard)
		}
		if err := f.compare(at, points, column); err != nil {
			return 0, err
		}
		cost += int64(f.scaled.Of(column, points))
	}
	return cost, nil
}

// costs computes the costs at the allowed pairs of a row.
func (d *definer) costs(row int, allowed []bool, into []int32) error {
	most := int64(flow.MaxCost / d.goal.spread)
	return guard(d.at, func() error {
		d.turnTo(row)
		for j, ok := range allowed {
			if !ok {
				continue
			}
			cost, err := d.cost(j)
			if err != nil {
				return err
			}
			if cost < -most || cost > most {
				d.at.function = d.goal.called
				return d.at.fault(beyondScale, d.goal.value(cost), d.goal.shift)
			}
			into[j] = int32(cost)
		}
		return nil
	})
}

// countedRow is a row of a goal that counts: what the bench costs, what most
// posts cost, and the posts that cost something else.
type countedRow struct {
	bench, post       int32
	column, exception []int32
}

// definedCounts has the costs of a goal that counts, computed pair by pair. It
// keeps the few that differ from those of most posts of their row. It returns nil
// if they are not few, or if the rows are of more than 256 kinds.
func (c *instance) definedCounts(ctx context.Context, goal *compiledGoal, workers int) (model.Mapper, error) {
	rows := make([]countedRow, c.model.Rows)
	err := c.eachRowOf(ctx, goal, workers, func(s *rowScratch, i int) error {
		bench := c.roster.bench()
		if err := s.definer.costs(i, s.allowed, s.cost); err != nil {
			return err
		}
		rows[i] = countRow(s.cost[:bench], s.allowed[:bench])
		if s.allowed[bench] {
			rows[i].bench = s.cost[bench]
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := &model.Classes{
		RowClass: make([]uint8, c.model.Rows), ColumnClass: make([]uint8, c.model.Columns), Start: make([]int, 1, c.model.Rows+1),
	}
	for j := range c.roster.bench() {
		out.ColumnClass[j] = 1
	}
	classes := map[[2]int32]uint8{}
	for i, r := range rows {
		kind := [2]int32{r.bench, r.post}
		class, known := classes[kind]
		if !known {
			if len(out.Cost) == 256 {
				return nil, nil
			}
			class = uint8(len(out.Cost))
			classes[kind], out.Cost = class, append(out.Cost, []int32{r.bench, r.post})
		}
		out.RowClass[i] = class
		out.Column, out.Exception = append(out.Column, r.column...), append(out.Exception, r.exception...)
		out.Start = append(out.Start, len(out.Column))
		if len(out.Column)*sparseShare > c.model.Rows*c.model.Columns {
			return nil, nil
		}
	}
	return out, nil
}

// countRow finds the cost that most posts of a row have, if more than half of
// them have one, and lists the other posts.
func countRow(costs []int32, allowed []bool) countedRow {
	var r countedRow
	lead := 0 // of r.post over all other costs (Boyer & Moore's majority vote)
	for j, ok := range allowed {
		switch {
		case !ok:
		case lead == 0:
			r.post, lead = costs[j], 1
		case costs[j] == r.post:
			lead++
		default:
			lead--
		}
	}
	for j, ok := range allowed {
		if !ok {
			continue
		}
		if x := costs[j]; x != r.post {
			r.column, r.exception = append(r.column, int32(j)), append(r.exception, x)
		}
	}
	return r
}

// definedLimit counts the pairs of a limit by its definition.
func (c *instance) definedLimit(ctx context.Context, l *limit) (model.Store, error) {
	r := c.roster
	out := model.Dense{Columns: c.model.Columns, Cost: make([]int32, c.model.Rows*c.model.Columns)}
	newCall := func() *callSite { return &callSite{function: l.name()} }
	err := eachRow(ctx, c.settings.workers, c.model.Rows, newCall, func(at *callSite, i int) error {
		at.employee = r.employees[i]
		return guard(at, func() error {
			for j := range c.model.Columns {
				at.position = r.post(j)
				if l.counts(at.employee, at.position, r.heldBy(i)) {
					out.Cost[i*out.Columns+j] = 1
				}
			}
			return nil
		})
	})
	return out, err
}

// Faults of values that a scale does not hold.
var beyondScale = templates.New("value-beyond-scale", "the value of {function:q} is {value}, which is too large for a scale of {places} binary places")
