package mutasi

import (
	"fmt"
	"iter"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/message"
	"github.com/mutasi-go/mutasi/internal/table"
)

// build checks d and, if it has no faults, makes an organisation of it. With
// share it takes ownership of d instead of copying it.
func build(d Data, share bool) (*Organization, *faults) {
	o := &Organization{
		units:     own(d.Units, share),
		positions: own(d.Positions, share),
		employees: own(d.Employees, share),
		relations: own(d.Relations, share),
	}
	c := &checker{faults: new(faults)}
	c.index(o)
	for i := range o.units {
		c.unit(i, &o.units[i])
		settleMap(&o.units[i].Attributes, share)
	}
	c.forest(o.units)
	for i := range o.positions {
		c.position(i, &o.positions[i])
		settlePosition(&o.positions[i], share)
	}
	c.eachEmployee(o.employees, share)
	for i := range o.relations {
		c.relation(i, &o.relations[i])
	}
	o.finish()
	return o, c.faults
}

// eachEmployee checks and settles the people, who are most of the data, on all
// processors. Each block keeps its own faults; joined in the order of the
// blocks they are the same for every number of processors.
func (c *checker) eachEmployee(list []Employee, share bool) {
	const size = 4096
	blocks := slices.Collect(slices.Chunk(list, size))
	found := make([]faults, len(blocks))
	settle := func(b int) {
		local := *c
		local.faults = &found[b]
		for i := range blocks[b] {
			local.employee(b*size+i, &blocks[b][i])
		}
		settleEmployees(blocks[b], share, true)
	}
	var next atomic.Int64
	work := func() {
		for b := int(next.Add(1)) - 1; b < len(blocks); b = int(next.Add(1)) - 1 {
			settle(b)
		}
	}
	if workers := min(runtime.GOMAXPROCS(0), len(blocks)); workers > 1 {
		var wait sync.WaitGroup
		for range workers {
			wait.Go(work)
		}
		wait.Wait()
	} else {
		work()
	}
	for b := range found {
		c.faults.append(&found[b])
	}
}

// A checker finds the faults of Data. Its methods go through fields and keys in
// a fixed order, so that the message is always the same.
type checker struct {
	*faults
	units     *index[UnitID]
	positions *index[PositionID]
	employees *index[EmployeeID]
}

// index maps the IDs of each table to rows, the first where one is repeated.
func (c *checker) index(o *Organization) {
	c.units = newIndex(len(o.units), func(i int) UnitID { return o.units[i].ID })
	c.positions = newIndex(len(o.positions), func(i int) PositionID { return o.positions[i].ID })
	c.employees = newIndex(len(o.employees), func(i int) EmployeeID { return o.employees[i].ID })
	enter(c.faults, c.units, inUnits)
	enter(c.faults, c.positions, inPositions)
	enter(c.faults, c.employees, inEmployees)
	o.unitAt, o.positionAt, o.employeeAt = c.units, c.positions, c.employees
}

// enter fills an index.
func enter[ID ~string](f *faults, rows *index[ID], l dataList) {
	for row := range rows.rows {
		id := rows.at(row)
		if id == "" {
			f.add(pathTo(l, row, "id"), emptyID.With(l))
			continue
		}
		if first, repeated := rows.enter(row); repeated {
			f.addRepeated(pathTo(l, row, "id"), pathTo(l, int(first), ""), repeatedID.With(id))
			continue
		}
		if !utf8.ValidString(string(id)) {
			f.add(pathTo(l, row, "id"), notUTF8.With(id))
		}
	}
}

func (c *checker) unit(i int, u *Unit) {
	c.text(pathTo(inUnits, i, "name"), u.Name)
	if u.Parent != "" {
		known(c.faults, pathTo(inUnits, i, "parent"), &unitKind, u.Parent, c.units)
	}
	c.attributes(inUnits, i, u.Attributes)
}

// forest reports every cycle of units once, at its first unit.
func (c *checker) forest(list []Unit) {
	const unseen, open, done = 0, 1, 2
	state := make([]uint8, len(list))
	var path []int // upwards, all of it open
	for i := range list {
		path = path[:0]
		for k, up := i, true; up && state[k] != done; {
			if state[k] == open {
				c.cycle(list, path[slices.Index(path, k):])
				break
			}
			state[k] = open
			path = append(path, k)
			var parent int32
			parent, up = c.units.row(list[k].Parent)
			k = int(parent)
		}
		for _, k := range path {
			state[k] = done
		}
	}
}

func (c *checker) cycle(list []Unit, cycle []int) {
	least := slices.Index(cycle, slices.Min(cycle))
	cycle = slices.Concat(cycle[least:], cycle[:least], cycle[least:least+1])
	names := make([]string, 0, len(cycle))
	for _, k := range cycle {
		names = append(names, fmt.Sprintf("%q", list[k].ID))
	}
	if len(names) > 12 {
		names = slices.Concat(names[:6], []string{"…"}, names[len(names)-5:])
	}
	c.add(pathTo(inUnits, cycle[0], "parent"), unitCycle.With(strings.Join(names, " → ")))
}

func (c *checker) position(i int, p *Position) {
	c.text(pathTo(inPositions, i, "title"), p.Title)
	if p.Unit != "" {
		known(c.faults, pathTo(inPositions, i, "unit"), &unitKind, p.Unit, c.units)
	}
	switch {
	case p.Seats < 0:
		c.add(pathTo(inPositions, i, "seats"), negativeSeats.With(p.Seats))
	case p.Seats > math.MaxInt32:
		c.add(pathTo(inPositions, i, "seats"), tooManySeats.With(p.Seats, math.MaxInt32))
	}
	switch {
	case p.MinSeats < 0:
		c.add(pathTo(inPositions, i, "minSeats"), negativeFloor.With(p.MinSeats))
	case p.Seats == 0 && p.MinSeats > 0:
		c.add(pathTo(inPositions, i, "minSeats"), floorOfClosedPost.With(p.MinSeats))
	case p.MinSeats > max(p.Seats, 0):
		c.add(pathTo(inPositions, i, "minSeats"), floorAboveSeats.With(p.MinSeats, p.Seats))
	}
	c.amount(pathTo(inPositions, i, "need"), notAmount, float64(p.Need))
	c.amount(pathTo(inPositions, i, "weight"), notAmount, p.Weight)
	c.standard(i, p.Standard)
	c.attributes(inPositions, i, p.Attributes)
}

func (c *checker) standard(i int, s competency.Standard) {
	for k, r := range s {
		where := pathTo(inPositions, i, "standard").item(k, "competency")
		c.competency(where, r.Competency)
		for earlier := range k {
			if s[earlier].Competency == r.Competency && r.Competency != "" {
				c.addRepeated(where, pathTo(inPositions, i, "standard").item(earlier, ""), repeatedCompetency.With(r.Competency))
				break
			}
		}
		c.level(where.item(k, "level"), notLevel, r.Level)
		c.amount(where.item(k, "weight"), notWeight, r.Weight)
	}
}

func (c *checker) employee(i int, e *Employee) {
	c.text(pathTo(inEmployees, i, "name"), e.Name)
	if e.Position != "" {
		known(c.faults, pathTo(inEmployees, i, "position"), &postKind, e.Position, c.positions)
	}
	c.time(pathTo(inEmployees, i, "since"), notYear, e.Since)
	for k := range e.History {
		c.tenure(pathTo(inEmployees, i, "history").item(k, ""), &e.History[k])
	}
	c.amount(pathTo(inEmployees, i, "capacity"), notAmount, float64(e.Capacity))
	c.profile(i, e.Profile)
	c.wishes(i, e.Wishes)
	for k := range e.Objections {
		c.objection(pathTo(inEmployees, i, "objections").item(k, ""), &e.Objections[k])
	}
	c.ratings(i, e.Ratings)
	c.attributes(inEmployees, i, e.Attributes)
}

func (c *checker) tenure(where dataPath, t *Tenure) {
	c.text(where.item(where.index, "position"), string(t.Position))
	c.text(where.item(where.index, "unit"), string(t.Unit))
	c.time(where.item(where.index, "from"), notYearFrom, t.From)
	c.time(where.item(where.index, "to"), notYearTo, t.To)
	if !t.From.IsZero() && !t.To.IsZero() && t.To.Before(t.From) {
		c.add(where.item(where.index, "to"), endsBeforeBegin.With(table.FormatTime(t.To), table.FormatTime(t.From)))
	}
}

func (c *checker) profile(i int, p competency.Profile) {
	sound := true
	for id, r := range p {
		if id == "" || !(r.Level >= 0 && r.Level <= MaxLevel) || !(r.Margin >= 0 && r.Margin <= MaxLevel) || !utf8.ValidString(string(id)) {
			sound = false
			break
		}
	}
	if sound { // nearly always, and sorting is dear
		return
	}
	for _, id := range slices.Sorted(maps.Keys(p)) {
		where := pathTo(inEmployees, i, "profile").entry(string(id), "competency")
		c.competency(where, id)
		c.level(where.entry(string(id), "level"), notLevel, p[id].Level)
		c.level(where.entry(string(id), "margin"), notMargin, p[id].Margin)
	}
}

func (c *checker) wishes(i int, wishes []PositionID) {
	const short = 16 // wishes, of which each is soon compared with those before
	var first map[PositionID]int
	if len(wishes) > short {
		first = make(map[PositionID]int, len(wishes))
	}
	for k, id := range wishes {
		where := pathTo(inEmployees, i, "wishes").item(k, "position")
		if id == "" {
			c.add(where, emptyWish.With())
			continue
		}
		known(c.faults, where, &postKind, id, c.positions)
		earlier, repeated := first[id]
		if first == nil {
			earlier = slices.Index(wishes[:k], id)
			repeated = earlier >= 0
		} else if !repeated {
			first[id] = k
		}
		if repeated {
			c.addRepeated(where, pathTo(inEmployees, i, "wishes").item(earlier, ""), repeatedWish.With(id))
		}
	}
}

func (c *checker) objection(where dataPath, b *Objection) {
	if b.Position == "" && b.Unit == "" {
		c.add(where.item(where.index, "position"), emptyObjection.With())
	}
	if b.Position != "" {
		known(c.faults, where.item(where.index, "position"), &postKind, b.Position, c.positions)
	}
	if b.Unit != "" {
		known(c.faults, where.item(where.index, "unit"), &unitKind, b.Unit, c.units)
	}
	c.text(where.item(where.index, "reason"), b.Reason)
}

func (c *checker) ratings(i int, ratings map[string]float64) {
	sound := true
	for name, v := range ratings {
		sound = sound && name != "" && utf8.ValidString(name) && !math.IsNaN(v) && !math.IsInf(v, 0)
	}
	if sound {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(ratings)) {
		where := pathTo(inEmployees, i, "ratings").entry(name, "name")
		c.name(where, namelessRating, name)
		if v := ratings[name]; math.IsNaN(v) || math.IsInf(v, 0) {
			c.add(where.entry(name, "value"), notRating.With(table.FormatNumber(v)))
		}
	}
}

func (c *checker) attributes(l dataList, i int, attributes map[string]string) {
	sound := true
	for name, v := range attributes {
		sound = sound && name != "" && utf8.ValidString(name) && utf8.ValidString(v)
	}
	if sound {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		where := pathTo(l, i, "attributes").entry(name, attributePrefix+name)
		c.name(where, namelessAttribute, name)
		c.text(where, attributes[name])
	}
}

func (c *checker) relation(i int, r *Relation) {
	c.text(pathTo(inRelations, i, "kind"), r.Kind)
	known(c.faults, pathTo(inRelations, i, "a"), &employeeKind, r.A, c.employees)
	known(c.faults, pathTo(inRelations, i, "b"), &employeeKind, r.B, c.employees)
	if r.A == r.B && r.A != "" {
		c.add(pathTo(inRelations, i, "b"), relationToSelf.With(r.A))
	}
}

// known reports an ID that is not among the rows.
func known[ID ~string](f *faults, where dataPath, kind *kind, id ID, rows *index[ID]) {
	if _, ok := rows.row(id); ok {
		return
	}
	if id == "" {
		f.add(where, kind.empty.With())
		return
	}
	if f.full() { // spare the search for a message nobody reads
		return
	}
	if near := nearest(id, rows.ids()); near != "" {
		f.add(where, kind.unknownNear.With(id, near))
		return
	}
	f.add(where, kind.unknown.With(id))
}

// nearest returns the ID that differs from id by blanks and case at most, the
// first in byte order.
func nearest[ID ~string](id ID, ids iter.Seq[ID]) ID {
	wanted := strings.TrimSpace(string(id))
	var best ID
	for candidate := range ids {
		if strings.EqualFold(strings.TrimSpace(string(candidate)), wanted) && (best == "" || candidate < best) {
			best = candidate
		}
	}
	return best
}

func (c *checker) text(where dataPath, s string) {
	if !utf8.ValidString(s) {
		c.add(where, notUTF8.With(s))
	}
}

func (c *checker) name(where dataPath, nameless *message.Template, name string) {
	if name == "" {
		c.add(where, nameless.With())
	}
	c.text(where, name)
}

func (c *checker) competency(where dataPath, id competency.ID) {
	c.name(where, namelessCompetency, string(id))
}

func (c *checker) level(where dataPath, problem *message.Template, x competency.Level) {
	if !(x >= 0 && x <= MaxLevel) {
		c.add(where, problem.With(table.FormatNumber(float64(x)), table.FormatNumber(MaxLevel)))
	}
}

func (c *checker) amount(where dataPath, problem *message.Template, x float64) {
	if !(x >= 0 && x <= math.MaxFloat64) {
		c.add(where, problem.With(table.FormatNumber(x)))
	}
}

// time rejects years that files cannot hold.
func (c *checker) time(where dataPath, problem *message.Template, t time.Time) {
	if t.IsZero() {
		return
	}
	for _, year := range []int{t.Year(), t.UTC().Year()} {
		if year < 1 || year > 9999 {
			c.add(where, problem.With(year))
			return
		}
	}
}
