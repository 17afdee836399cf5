package mutasi

import (
	"github.com/mutasi-go/mutasi/internal/table"
)

// Faults that show only in the whole organisation are found by NewOrganization
// in terms of Data. The lines of the four files with a row for each entry are
// remembered; for the others, which may be far larger, a fault has its line
// looked up by reading the file once more.

// repeated records that a line gives an owner a key a second time.
func (l *loader) repeated(s *table.Schema, line int, column, owner, key string) {
	f := l.files.Fail(table.Location{File: s.File, Line: line, Column: column}, "", repeatedEntry.With(key, owner))
	if f != nil {
		l.files.SeekEarlier(f, s, table.Row{Owner: owner, Key: key})
	}
}

// translate adds the findings about the whole data as faults with lines.
func (l *loader) translate(f *faults) {
	for _, x := range f.list {
		s, row, line := l.fileOf(x.path)
		if row == nil && l.cameFromFault(x.path) {
			continue
		}
		fault := l.files.Fail(table.Location{File: s.File, Line: line, Column: x.path.column}, x.path.String(), x.problem)
		if fault == nil {
			continue
		}
		if row != nil {
			row.Last = x.earlier != nil
			l.files.Seek(fault, s, *row)
		}
		if x.earlier == nil {
			continue
		}
		switch s, row, line := l.fileOf(*x.earlier); row {
		case nil:
			fault.Problem.Args["earlier"] = table.Location{File: s.File, Line: line}.String()
		default:
			l.files.SeekEarlier(fault, s, *row)
		}
	}
	l.more += f.more
}

// cameFromFault reports whether a finding only follows from a cell that could
// not be read.
func (l *loader) cameFromFault(p dataPath) bool {
	return l.damaged[pathTo(p.list, p.row, p.field)] ||
		p.field == "minSeats" && l.damaged[pathTo(p.list, p.row, "seats")]
}

// fileOf returns the file that a value was read from, and its line. For a file
// whose lines are not remembered it returns the row to look for instead.
func (l *loader) fileOf(p dataPath) (s *table.Schema, row *table.Row, line int) {
	row = &table.Row{Key: p.key, Nth: p.index}
	switch p.list {
	case inPositions:
		row.Owner = string(l.data.Positions[p.row].ID)
	case inEmployees:
		row.Owner = string(l.data.Employees[p.row].ID)
	}
	switch {
	case p.list == inPositions && p.field == "standard":
		return &standardsCSV.Schema, row, 0
	case p.list == inEmployees && p.field == "profile":
		return &profilesCSV.Schema, row, 0
	case p.list == inEmployees && p.field == "ratings":
		return &ratingsCSV.Schema, row, 0
	case p.list == inEmployees && p.field == "objections":
		return &objectionsCSV.Schema, row, 0
	case p.list == inEmployees && p.field == "history":
		return &historyCSV.Schema, row, 0
	case p.list == inEmployees && p.field == "wishes":
		row.Key = string(l.data.Employees[p.row].Wishes[p.index])
		return &wishesCSV.Schema, row, 0
	}
	own := [...]*table.Schema{inUnits: &unitsCSV.Schema, inPositions: &positionsCSV.Schema, inEmployees: &employeesCSV.Schema, inRelations: &relationsCSV.Schema}
	return own[p.list], nil, int(l.lines[p.list][p.row])
}

// err finds the lines that are still sought and returns all faults by file, line
// and column.
func (l *loader) err() error {
	l.files.Locate()
	found, more := l.files.Faults()
	list := make([]error, len(found), len(found)+1)
	for i, x := range found {
		if list[i] = x.Err; x.Err == nil {
			list[i] = newFault(x.Path, x.At.String(), x.Problem)
		}
	}
	return join(list, more+l.more)
}
