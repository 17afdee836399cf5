package mutasi

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// A loader gathers Data and faults from the files of a folder.
type loader struct {
	fsys fs.FS
	data Data

	found   []*located
	more    int
	later   []*sought // whose lines are looked up when all files are read
	lost    bool      // lines could not be read, so that IDs may be missing
	lines   [inRelations + 1][]int32
	headers map[string][]string // by file
	// damaged cells of the rows of these tables read as zero.
	damaged map[place]bool

	positionAt map[PositionID]int32
	employeeAt map[EmployeeID]int32
	needGiven  []bool // by post
	interned   map[string]string
}

// missing tells which files a folder lacks.
func (l *loader) missing() error {
	var missing, required, optional []string
	for _, s := range schemas {
		if s.optional {
			optional = append(optional, s.file)
			continue
		}
		required = append(required, s.file)
		if _, err := fs.Stat(l.fsys, s.file); errors.Is(err, fs.ErrNotExist) {
			missing = append(missing, s.file)
		}
	}
	if missing == nil {
		return nil
	}
	return &Fault{Source: strings.Join(missing, ", "), Problem: fmt.Sprintf(
		"not in the folder; it must hold %s, and may hold %s; a file without data has its header line only",
		strings.Join(required, ", "), strings.Join(optional, ", "))}
}

// read reads the file of one schema into l.data.
func (l *loader) read(s *schema) {
	t := openTable(l, s)
	if t == nil {
		return
	}
	defer t.close()
	switch s {
	case unitsCSV:
		l.readUnits(t)
	case positionsCSV:
		l.readPositions(t)
	case standardsCSV:
		l.readStandards(t)
	case activitiesCSV:
		l.readActivities(t)
	case employeesCSV:
		l.readEmployees(t)
	case profilesCSV:
		l.readProfiles(t)
	case wishesCSV:
		l.readWishes(t)
	case objectionsCSV:
		l.readObjections(t)
	case historyCSV:
		l.readHistory(t)
	case ratingsCSV:
		l.readRatings(t)
	case relationsCSV:
		l.readRelations(t)
	}
}

func (l *loader) readUnits(t *tableReader) {
	for t.next() {
		t.begin(inUnits, len(l.data.Units))
		l.data.Units = append(l.data.Units, Unit{
			ID:         UnitID(t.text(unitID)),
			Name:       t.text(unitName),
			Parent:     UnitID(t.shared(unitParent)),
			Attributes: t.attributes(),
		})
	}
}

func (l *loader) readPositions(t *tableReader) {
	for t.next() {
		t.begin(inPositions, len(l.data.Positions))
		l.data.Positions = append(l.data.Positions, Position{
			ID:         PositionID(t.text(positionID)),
			Title:      t.text(positionTitle),
			Unit:       UnitID(t.shared(positionUnit)),
			Seats:      t.whole(positionSeats),
			MinSeats:   t.whole(positionMinSeats),
			Need:       workload.FTE(t.number(positionNeed)),
			Weight:     t.factor(positionWeight),
			Attributes: t.attributes(),
		})
		l.needGiven = append(l.needGiven, !t.empty(positionNeed))
	}
	l.positionAt = make(map[PositionID]int32, len(l.data.Positions))
	for i := range l.data.Positions {
		l.positionAt[l.data.Positions[i].ID] = int32(i)
	}
}

func (l *loader) readStandards(t *tableReader) {
	for t.next() {
		i, ok := owner(t, standardPosition, "post", "positions.csv", l.positionAt)
		r := competency.Requirement{
			Competency: competency.ID(t.shared(standardCompetency)),
			Level:      competency.Level(t.number(standardLevel)),
			Weight:     t.factor(standardWeight),
			Mandatory:  t.flag(standardMandatory),
			Core:       t.flag(standardCore),
		}
		if ok {
			p := &l.data.Positions[i]
			p.Standard = append(p.Standard, r)
		}
	}
}

// readActivities computes the needs that positions.csv leaves open.
func (l *loader) readActivities(t *tableReader) {
	type work struct {
		activities []workload.Activity
		effective  time.Duration
	}
	byPost := make(map[int32]*work)
	for t.next() {
		i, ok := owner(t, activityPosition, "post", "positions.csv", l.positionAt)
		activity := workload.Activity{
			Name:   t.text(activityName),
			Volume: t.amount(activityVolume, 1e15),
			Norm:   time.Duration(t.amount(activityNorm, 1e8) * float64(time.Minute)),
		}
		effective := workload.YearOf1250Hours
		if !t.empty(activityEffective) {
			effective = time.Duration(t.amount(activityEffective, 24*366) * float64(time.Hour))
		}
		if effective <= 0 {
			t.fail(activityEffective, "is 0; give the hours that one person works in a year, such as 1250")
			continue
		}
		if !ok || l.needGiven[i] {
			continue
		}
		w := byPost[i]
		if w == nil {
			w = &work{effective: effective}
			byPost[i] = w
		}
		if w.effective != effective {
			t.fail(activityEffective, "is %v hours, but %v in an earlier activity of the same post; give one number for each post", effective.Hours(), w.effective.Hours())
		}
		w.activities = append(w.activities, activity)
	}
	for i, w := range byPost {
		l.data.Positions[i].Need = workload.Need(w.activities, w.effective)
	}
}

func (l *loader) readEmployees(t *tableReader) {
	for t.next() {
		t.begin(inEmployees, len(l.data.Employees))
		l.data.Employees = append(l.data.Employees, Employee{
			ID:         EmployeeID(t.text(employeeID)),
			Name:       t.text(employeeName),
			Position:   PositionID(t.shared(employeePosition)),
			Since:      t.time(employeeSince),
			Capacity:   workload.FTE(t.factor(employeeCapacity)),
			Attributes: t.attributes(),
		})
	}
	l.employeeAt = make(map[EmployeeID]int32, len(l.data.Employees))
	for i := range l.data.Employees {
		l.employeeAt[l.data.Employees[i].ID] = int32(i)
	}
}

func (l *loader) readProfiles(t *tableReader) {
	type entry struct {
		id     competency.ID
		rating competency.Rating
		line   int
	}
	var block []entry // lines of one person in a row, so that their map is made in its final size
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
				l.repeated(t.schema, x.line, "competency", string(e.ID), string(x.id))
				continue
			}
			e.Profile[x.id] = x.rating
		}
		block = block[:0]
	}
	for t.next() {
		i, ok := l.employee(t)
		x := entry{
			id: competency.ID(t.shared(profileCompetency)),
			rating: competency.Rating{
				Level:  competency.Level(t.number(profileLevel)),
				Margin: competency.Level(t.number(profileMargin)),
			},
			line: t.scanner.line,
		}
		if !ok {
			continue
		}
		if i != holder {
			flush()
			holder = i
		}
		block = append(block, x)
	}
	flush()
}

func (l *loader) readWishes(t *tableReader) {
	type wish struct {
		rank, line int
		position   PositionID
	}
	byEmployee := make(map[int32][]wish)
	for t.next() {
		i, ok := l.employee(t)
		w := wish{t.whole(wishRank), t.scanner.line, PositionID(t.shared(wishPosition))}
		if ok {
			byEmployee[i] = append(byEmployee[i], w)
		}
	}
	for i := range l.data.Employees {
		wishes := byEmployee[int32(i)]
		slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(a.rank, b.rank) })
		for k, w := range wishes {
			if k > 0 && wishes[k-1].rank == w.rank {
				l.fail(spot{t.file, w.line, "rank"}, "", "%d is already the rank of line %d; rank the wishes of a person 1, 2, 3, …", w.rank, wishes[k-1].line)
			}
			l.data.Employees[i].Wishes = append(l.data.Employees[i].Wishes, w.position)
		}
	}
}

func (l *loader) readObjections(t *tableReader) {
	for t.next() {
		i, ok := l.employee(t)
		b := Objection{
			Position: PositionID(t.shared(objectionPosition)),
			Unit:     UnitID(t.shared(objectionUnit)),
			Reason:   t.shared(objectionReason),
		}
		if ok {
			l.data.Employees[i].Objections = append(l.data.Employees[i].Objections, b)
		}
	}
}

func (l *loader) readHistory(t *tableReader) {
	for t.next() {
		i, ok := l.employee(t)
		h := Tenure{
			Position: PositionID(t.shared(tenurePosition)),
			Unit:     UnitID(t.shared(tenureUnit)),
			From:     t.time(tenureFrom),
			To:       t.time(tenureTo),
		}
		if ok {
			l.data.Employees[i].History = append(l.data.Employees[i].History, h)
		}
	}
}

func (l *loader) readRatings(t *tableReader) {
	for t.next() {
		i, ok := l.employee(t)
		name, value := t.shared(ratingName), t.number(ratingValue)
		if !ok {
			continue
		}
		e := &l.data.Employees[i]
		if _, repeated := e.Ratings[name]; repeated {
			l.repeated(t.schema, t.scanner.line, "name", string(e.ID), name)
			continue
		}
		if e.Ratings == nil {
			e.Ratings = make(map[string]float64)
		}
		e.Ratings[name] = value
	}
}

func (l *loader) readRelations(t *tableReader) {
	for t.next() {
		t.begin(inRelations, len(l.data.Relations))
		l.data.Relations = append(l.data.Relations, Relation{
			Kind: t.shared(relationKind),
			A:    EmployeeID(t.shared(relationA)),
			B:    EmployeeID(t.shared(relationB)),
		})
	}
}

// employee returns the person whom the first cell of the row names.
func (l *loader) employee(t *tableReader) (int32, bool) {
	return owner(t, 0, "employee", "employees.csv", l.employeeAt)
}

// owner returns the row of the table that a cell refers to. Where lines of that
// table could not be read, an unknown ID is no fault of this line.
func owner[ID ~string](t *tableReader, k int, kind, file string, rows map[ID]int32) (int32, bool) {
	text := t.cell(k).text
	i, ok := rows[ID(text)]
	if ok && len(text) > 0 {
		return i, true
	}
	switch id := ID(text); {
	case id == "":
		t.fail(k, "is empty; name an %s of %s", kind, file)
	case t.loader.lost:
	default:
		hint := "correct the ID or add the " + kind
		if near := nearest(id, rows); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		t.fail(k, "no %s %q in %s; %s", kind, id, file, hint)
	}
	return 0, false
}
