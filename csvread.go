package mutasi

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/table"
	"github.com/mutasi-go/mutasi/workload"
)

// A loader gathers Data from the files of a folder.
type loader struct {
	files   *table.Files
	data    Data
	lines   [inRelations + 1][]int32 // by row of the lists of Data
	damaged map[dataPath]bool        // cells that read as zero because they have a fault

	positionAt map[PositionID]int32
	employeeAt map[EmployeeID]int32
	needGiven  []bool // by post

	more int // faults of the whole organisation that were only counted
}

// readEntries reads a file with one row for each entry of a list of Data. After
// each row it calls then, if that is not nil.
func readEntries[T any](l *loader, f *table.File[T], in dataList, entries *[]T, then func(*table.Reader)) {
	r := l.files.Open(&f.Schema)
	if r == nil {
		return
	}
	defer r.Close()
	r.Damaged = func(column string) string {
		where := pathTo(in, len(*entries)-1, fieldOf(column))
		l.damaged[where] = true
		return where.String()
	}
	for r.Next() {
		var empty T
		*entries = append(*entries, empty)
		f.Row(r, &(*entries)[len(*entries)-1])
		l.lines[in] = append(l.lines[in], int32(r.Line()))
		if then != nil {
			then(r)
		}
	}
}

// eachRow reads a file whose rows belong to posts or people, and calls handle
// for each.
func eachRow[R any](l *loader, f *table.File[R], handle func(*table.Reader, *R)) {
	r := l.files.Open(&f.Schema)
	if r == nil {
		return
	}
	defer r.Close()
	var row R
	for r.Next() {
		f.Row(r, &row)
		handle(r, &row)
	}
}

func (l *loader) readUnits() { readEntries(l, unitsCSV, inUnits, &l.data.Units, nil) }

func (l *loader) readPositions() {
	readEntries(l, positionsCSV, inPositions, &l.data.Positions, func(r *table.Reader) {
		l.needGiven = append(l.needGiven, r.Given("need"))
	})
	l.positionAt = make(map[PositionID]int32, len(l.data.Positions))
	for i := range l.data.Positions {
		l.positionAt[l.data.Positions[i].ID] = int32(i)
	}
}

func (l *loader) readEmployees() {
	readEntries(l, employeesCSV, inEmployees, &l.data.Employees, nil)
	l.employeeAt = make(map[EmployeeID]int32, len(l.data.Employees))
	for i := range l.data.Employees {
		l.employeeAt[l.data.Employees[i].ID] = int32(i)
	}
}

func (l *loader) readRelations() {
	readEntries(l, relationsCSV, inRelations, &l.data.Relations, nil)
}

func (l *loader) readStandards() {
	eachRow(l, standardsCSV, func(r *table.Reader, row *standardRow) {
		if i, ok := l.position(r, row.Position); ok {
			p := &l.data.Positions[i]
			p.Standard = append(p.Standard, row.Requirement)
		}
	})
}

// readActivities computes the needs that positions.csv leaves open.
func (l *loader) readActivities() {
	type work struct {
		activities []workload.Activity
		effective  time.Duration
	}
	byPost := make(map[int32]*work)
	eachRow(l, activitiesCSV, func(r *table.Reader, row *activityRow) {
		i, ok := l.position(r, row.Position)
		effective := workload.YearOf1250Hours
		if r.Given("effective_hours") {
			effective = time.Duration(row.Hours * float64(time.Hour))
		}
		if effective <= 0 {
			r.Fail("effective_hours", noHours.With())
			return
		}
		if !ok || l.needGiven[i] {
			return
		}
		w := byPost[i]
		if w == nil {
			w = &work{effective: effective}
			byPost[i] = w
		}
		if w.effective != effective {
			r.Fail("effective_hours", differentHours.With(effective.Hours(), w.effective.Hours()))
		}
		w.activities = append(w.activities, workload.Activity{
			Name: row.Name, Volume: row.Volume, Norm: time.Duration(row.NormMinutes * float64(time.Minute)),
		})
	})
	for i, w := range byPost {
		l.data.Positions[i].Need = workload.Need(w.activities, w.effective)
	}
}

func (l *loader) readProfiles() {
	type entry struct {
		id     competency.ID
		rating competency.Rating
		line   int
	}
	var block []entry // consecutive lines of one person, so that their map is made in its final size
	var holder int32
	flush := func() {
		if len(block) == 0 {
			return
		}
		e := &l.data.Employees[holder]
		if e.Profile == nil {
			e.Profile = make(competency.Profile, len(block))
		}
		for _, x := range block {
			if _, repeated := e.Profile[x.id]; repeated {
				l.repeated(&profilesCSV.Schema, x.line, "competency", string(e.ID), string(x.id))
				continue
			}
			e.Profile[x.id] = x.rating
		}
		block = block[:0]
	}
	eachRow(l, profilesCSV, func(r *table.Reader, row *profileRow) {
		i, ok := l.employee(r, row.Employee)
		if !ok {
			return
		}
		if i != holder {
			flush()
			holder = i
		}
		block = append(block, entry{row.Competency, row.Rating, r.Line()})
	})
	flush()
}

func (l *loader) readWishes() {
	type wish struct {
		rank, line int
		position   PositionID
	}
	byEmployee := make(map[int32][]wish)
	eachRow(l, wishesCSV, func(r *table.Reader, row *wishRow) {
		if i, ok := l.employee(r, row.Employee); ok {
			byEmployee[i] = append(byEmployee[i], wish{row.Rank, r.Line(), row.Position})
		}
	})
	for i := range l.data.Employees {
		wishes := byEmployee[int32(i)]
		slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(a.rank, b.rank) })
		for k, w := range wishes {
			if k > 0 && wishes[k-1].rank == w.rank {
				l.files.Fail(table.Location{File: wishesCSV.File, Line: w.line, Column: "rank"}, "", repeatedRank.With(w.rank, wishes[k-1].line))
			}
			l.data.Employees[i].Wishes = append(l.data.Employees[i].Wishes, w.position)
		}
	}
}

func (l *loader) readObjections() {
	eachRow(l, objectionsCSV, func(r *table.Reader, row *objectionRow) {
		if i, ok := l.employee(r, row.Employee); ok {
			e := &l.data.Employees[i]
			e.Objections = append(e.Objections, row.Objection)
		}
	})
}

func (l *loader) readHistory() {
	eachRow(l, historyCSV, func(r *table.Reader, row *tenureRow) {
		if i, ok := l.employee(r, row.Employee); ok {
			e := &l.data.Employees[i]
			e.History = append(e.History, row.Tenure)
		}
	})
}

func (l *loader) readRatings() {
	eachRow(l, ratingsCSV, func(r *table.Reader, row *ratingRow) {
		i, ok := l.employee(r, row.Employee)
		if !ok {
			return
		}
		e := &l.data.Employees[i]
		if _, repeated := e.Ratings[row.Name]; repeated {
			l.repeated(&ratingsCSV.Schema, r.Line(), "name", string(e.ID), row.Name)
			return
		}
		if e.Ratings == nil {
			e.Ratings = make(map[string]float64)
		}
		e.Ratings[row.Name] = row.Value
	})
}

func (l *loader) employee(r *table.Reader, id EmployeeID) (int32, bool) {
	return owner(l, r, "employee", id, employeesCSV.File, l.employeeAt)
}

func (l *loader) position(r *table.Reader, id PositionID) (int32, bool) {
	return owner(l, r, "position", id, positionsCSV.File, l.positionAt)
}

// owner returns the entry that the first cell of a row refers to. Where lines of
// the file of owners could not be read, an unknown ID is no fault of this line.
func owner[ID ~string](l *loader, r *table.Reader, column string, id ID, file string, rows map[ID]int32) (int32, bool) {
	i, ok := rows[id]
	switch {
	case id == "":
		r.Fail(column, ownerEmpty.With(file))
	case ok:
		return i, true
	case l.files.Lost:
	default:
		if near := nearest(id, maps.Keys(rows)); near != "" {
			r.Fail(column, ownerUnknownNear.With(id, file, near))
		} else {
			r.Fail(column, ownerUnknown.With(id, file))
		}
	}
	return 0, false
}

// The iterators below give the rows of the files that list what belongs to posts
// and people. Each row is valid until the next.

func (o *Organization) standardRows(yield func(*standardRow) bool) {
	var row standardRow
	for p := range o.Positions() {
		for _, r := range p.Standard {
			row = standardRow{p.ID, r}
			if !yield(&row) {
				return
			}
		}
	}
}

func (o *Organization) profileRows(yield func(*profileRow) bool) {
	var row profileRow
	for e := range o.Employees() {
		for _, id := range slices.Sorted(maps.Keys(e.Profile)) {
			row = profileRow{e.ID, id, e.Profile[id]}
			if !yield(&row) {
				return
			}
		}
	}
}

func (o *Organization) wishRows(yield func(*wishRow) bool) {
	var row wishRow
	for e := range o.Employees() {
		for i, p := range e.Wishes {
			row = wishRow{e.ID, i + 1, p}
			if !yield(&row) {
				return
			}
		}
	}
}

func (o *Organization) objectionRows(yield func(*objectionRow) bool) {
	var row objectionRow
	for e := range o.Employees() {
		for _, b := range e.Objections {
			row = objectionRow{e.ID, b}
			if !yield(&row) {
				return
			}
		}
	}
}

func (o *Organization) tenureRows(yield func(*tenureRow) bool) {
	var row tenureRow
	for e := range o.Employees() {
		for _, h := range e.History {
			row = tenureRow{e.ID, h}
			if !yield(&row) {
				return
			}
		}
	}
}

func (o *Organization) ratingRows(yield func(*ratingRow) bool) {
	var row ratingRow
	for e := range o.Employees() {
		for _, name := range slices.Sorted(maps.Keys(e.Ratings)) {
			row = ratingRow{e.ID, name, e.Ratings[name]}
			if !yield(&row) {
				return
			}
		}
	}
}
