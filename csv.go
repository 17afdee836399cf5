package mutasi

import (
	"errors"
	"io/fs"
	"slices"
)

// ReadCSV reads an organisation from a folder of CSV files, such as
// os.DirFS("city"); [WriteCSV] writes such a folder.
//
// The error joins all faults, of the text as well as those that
// [NewOrganization] finds, each a *[Fault] whose Source names file, line and
// column; [Faults] lists them. They are in the order of the files, units.csv,
// positions.csv, standards.csv, activities.csv, employees.csv, profiles.csv and
// the rest as listed below, then of lines, then of columns from left to right.
// Faults that only follow from others are left out. Files that cannot be read
// give the error of fsys.
//
// It takes time linear in the size of the files and memory in proportion to
// the organisation.
//
// # Files and columns
//
// An organisation is a folder of CSV files, one table each. The first line
// names the columns, in any order; a column that is not listed here is an
// error, one that is marked ? may be missing, and so may its cells be empty.
//
//	units.csv       id, name?, parent?, attr:…?
//	positions.csv   id, title?, unit, seats, min_seats?, need?, weight?, attr:…?
//	standards.csv   position, competency, level, weight?, mandatory?, core?
//	employees.csv   id, name?, position, since?, capacity?, attr:…?
//	profiles.csv    employee, competency, level, margin?
//
// These may be missing as a whole:
//
//	wishes.csv      employee, rank, position
//	objections.csv  employee, position?, unit?, reason?
//	history.csv     employee, position?, unit?, from?, to?
//	ratings.csv     employee, name, value
//	relations.csv   kind?, a, b
//	activities.csv  position, activity?, volume, norm_minutes, effective_hours?
//
// id, parent, unit, position, employee, a and b are IDs. They and all text are
// taken as they stand, blanks included. The unit of a post, the post of a
// person and the parent of a unit may be left empty: of no unit, on the bench,
// a root. seats and min_seats are whole numbers, an empty min_seats is 0.
//
// need and capacity are in full-time equivalents. An empty weight or capacity
// is 1; a 0 is refused there, for it would count as 1, too. An empty need is
// computed from the activities of the post: volume a year × norm_minutes ÷
// effective_hours of one person a year, 1250 where that is empty; without
// activities it is 0. A need that is given wins over activities.
//
// An unknown level is a line that is not there. mandatory and core are true or
// false (also 1, 0, yes, no, ya, tidak), empty is false. rank orders the wishes
// of a person, 1 is wanted most. since, from and to are dates, YYYY-MM-DD, or
// instants as in RFC 3339; empty is unknown.
//
// A column attr:grade holds the attribute named grade. An empty cell means
// that the unit, post or person does not have it, and a quoted empty cell ""
// that its value is empty.
//
// Files are UTF-8, with or without a byte-order mark; lines end with LF or
// CRLF. Cells are separated by commas, semicolons or tabs, whichever the first
// line uses most. In files with semicolons or tabs, as spreadsheets write them
// where the comma is the decimal sign, 2,5 is the number 2.5; a file that
// mixes 2,5 and 2.5 is refused, since one of them could group thousands. A cell
// that holds a separator, a quote or a line break stands in quotes, and a quote
// inside it is doubled. Lines without any content are skipped.
func ReadCSV(fsys fs.FS) (*Organization, error) {
	if fsys == nil {
		return nil, errors.New("mutasi: ReadCSV of a nil folder; pass for example os.DirFS(\"city\")")
	}
	l := &loader{
		fsys: fsys, damaged: make(map[place]bool), interned: make(map[string]string), headers: make(map[string][]string),
	}
	if err := l.missing(); err != nil {
		return nil, err
	}
	for _, s := range schemas {
		l.read(s)
	}
	if !l.lost {
		o, f := build(l.data, true)
		if f.empty() && len(l.found) == 0 {
			return o, nil
		}
		l.translate(f)
	}
	l.locate()
	return nil, l.err()
}

// A schema is the shape of one CSV file.
type schema struct {
	file       string
	optional   bool     // the file may be missing
	columns    []string // a trailing ? marks those that may be missing
	attributes bool     // columns attr:… may follow
}

// Columns by position in their schema.
const (
	unitID, unitName, unitParent = 0, 1, 2

	positionID, positionTitle, positionUnit, positionSeats, positionMinSeats, positionNeed, positionWeight = 0, 1, 2, 3, 4, 5, 6

	standardPosition, standardCompetency, standardLevel, standardWeight, standardMandatory, standardCore = 0, 1, 2, 3, 4, 5

	employeeID, employeeName, employeePosition, employeeSince, employeeCapacity = 0, 1, 2, 3, 4

	profileEmployee, profileCompetency, profileLevel, profileMargin = 0, 1, 2, 3

	wishEmployee, wishRank, wishPosition = 0, 1, 2

	objectionEmployee, objectionPosition, objectionUnit, objectionReason = 0, 1, 2, 3

	tenureEmployee, tenurePosition, tenureUnit, tenureFrom, tenureTo = 0, 1, 2, 3, 4

	ratingEmployee, ratingName, ratingValue = 0, 1, 2

	relationKind, relationA, relationB = 0, 1, 2

	activityPosition, activityName, activityVolume, activityNorm, activityEffective = 0, 1, 2, 3, 4
)

var (
	unitsCSV      = &schema{"units.csv", false, []string{"id", "name?", "parent?"}, true}
	positionsCSV  = &schema{"positions.csv", false, []string{"id", "title?", "unit", "seats", "min_seats?", "need?", "weight?"}, true}
	standardsCSV  = &schema{"standards.csv", false, []string{"position", "competency", "level", "weight?", "mandatory?", "core?"}, false}
	employeesCSV  = &schema{"employees.csv", false, []string{"id", "name?", "position", "since?", "capacity?"}, true}
	profilesCSV   = &schema{"profiles.csv", false, []string{"employee", "competency", "level", "margin?"}, false}
	wishesCSV     = &schema{"wishes.csv", true, []string{"employee", "rank", "position"}, false}
	objectionsCSV = &schema{"objections.csv", true, []string{"employee", "position?", "unit?", "reason?"}, false}
	historyCSV    = &schema{"history.csv", true, []string{"employee", "position?", "unit?", "from?", "to?"}, false}
	ratingsCSV    = &schema{"ratings.csv", true, []string{"employee", "name", "value"}, false}
	relationsCSV  = &schema{"relations.csv", true, []string{"kind?", "a", "b"}, false}
	activitiesCSV = &schema{"activities.csv", true, []string{"position", "activity?", "volume", "norm_minutes", "effective_hours?"}, false}
)

// schemas in the order in which files are read.
var schemas = []*schema{
	unitsCSV, positionsCSV, standardsCSV, activitiesCSV, employeesCSV, profilesCSV,
	wishesCSV, objectionsCSV, historyCSV, ratingsCSV, relationsCSV,
}

const attributePrefix = "attr:"

// name returns the name of column k and whether it may be missing.
func (s *schema) name(k int) (name string, optional bool) {
	name = s.columns[k]
	if name[len(name)-1] == '?' {
		return name[:len(name)-1], true
	}
	return name, false
}

func (s *schema) names() []string {
	names := make([]string, len(s.columns))
	for k := range s.columns {
		names[k], _ = s.name(k)
	}
	if s.attributes {
		names = append(names, attributePrefix+"…")
	}
	return names
}

// find returns the position of a column, −1 if there is none of that name.
func (s *schema) find(name string) int {
	return slices.IndexFunc(s.columns, func(c string) bool {
		return c == name || c == name+"?"
	})
}
