package mutasi

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/mutasi-go/mutasi/internal/table"
)

// ReadCSV reads an organisation from a folder of CSV files, such as
// os.DirFS("city"); [WriteCSV] writes such a folder.
//
// The error joins all faults: those of the text and those that
// [NewOrganization] finds. Each is a *[Fault] whose Source names file, line and
// column; [Faults] lists them. They come by file, then by line, then by column
// from left to right. The files are in the order units.csv, positions.csv,
// standards.csv, activities.csv, employees.csv, profiles.csv and then as listed
// below. A fault that only follows from another is left out. A file that cannot
// be read gives the error of fsys.
//
// It takes time linear in the size of the files and memory in proportion to
// the organisation.
//
// # Files and columns
//
// An organisation is a folder of CSV files, one table each. The first line
// names the columns, in any order. A column that is not listed here is an
// error. A column with a ? may be missing, and its cells may be empty.
//
//	units.csv       id, name?, parent?, attr:…?
//	positions.csv   id, title?, unit, seats, min_seats?, need?, weight?, attr:…?
//	standards.csv   position, competency, level, weight?, mandatory?, core?
//	employees.csv   id, name?, position, since?, capacity?, attr:…?
//	profiles.csv    employee, competency, level, margin?
//
// These files may be missing:
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
// is 1. A 0 there is refused, since it would count as 1 too. An empty need is
// computed from the activities of the post: volume a year × norm_minutes ÷
// effective_hours of one person a year. Empty effective_hours are 1250. Without
// activities the need is 0. A need that is given wins over activities.
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
// CRLF. Cells are separated by the one of comma, semicolon and tab that the first
// line has most often. In files with semicolons or tabs, as spreadsheets write them
// where the comma is the decimal sign, 2,5 is the number 2.5; a file that
// mixes 2,5 and 2.5 is refused, since one of them could group thousands. A cell
// that holds a separator, a quote or a line break stands in quotes, and a quote
// inside it is doubled. Lines without any content are skipped.
func ReadCSV(fsys fs.FS) (*Organization, error) {
	if fsys == nil {
		return nil, errors.New("mutasi: ReadCSV of a nil folder; pass for example os.DirFS(\"city\")")
	}
	if files, problem := table.Missing(fsys, schemas...); files != nil {
		return nil, newFault("", strings.Join(files, ", "), problem)
	}
	l := &loader{files: table.NewFiles(fsys, schemas...), damaged: make(map[dataPath]bool)}
	l.files.Most = maxFaults
	l.readUnits()
	l.readPositions()
	l.readStandards()
	l.readActivities()
	l.readEmployees()
	l.readProfiles()
	l.readWishes()
	l.readObjections()
	l.readHistory()
	l.readRatings()
	l.readRelations()
	if !l.files.Lost {
		o, f := build(l.data, true)
		if found, _ := l.files.Faults(); f.empty() && len(found) == 0 {
			return o, nil
		}
		l.translate(f)
	}
	return nil, l.err()
}

// WriteCSV writes an organisation into a folder of CSV files, which it makes if
// need be. [ReadCSV] gives back the same organisation; times keep their offset
// from UTC but not the name of their zone. An existing activities.csv stays as
// it is: the needs are written out, so it no longer counts.
//
// All files are first written under temporary names and then renamed, so that
// no file is ever half-written: if writing fails, the folder is as it was. Should a
// rename fail, the error tells which files are new already.
func WriteCSV(dir string, o *Organization) error {
	err := table.WriteFolder(dir,
		unitsCSV.Sheet(o.Units()),
		positionsCSV.Sheet(o.Positions()),
		standardsCSV.Sheet(o.standardRows),
		employeesCSV.Sheet(o.Employees()),
		profilesCSV.Sheet(o.profileRows),
		wishesCSV.Sheet(o.wishRows),
		objectionsCSV.Sheet(o.objectionRows),
		historyCSV.Sheet(o.tenureRows),
		ratingsCSV.Sheet(o.ratingRows),
		relationsCSV.Sheet(o.Relations()),
	)
	if err != nil {
		return fmt.Errorf("mutasi: %w", err)
	}
	return nil
}
