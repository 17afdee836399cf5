package mutasi

import (
	"strconv"
)

// Faults that show only in the whole organisation are found by NewOrganization
// in terms of Data. The lines of the four tables with a row for each entry are
// remembered; for the others, which may be far larger, a fault has its line
// looked up by reading the file once more.

// A sought line completes a fault when it is known.
type sought struct {
	fault  *located
	file   *schema
	row    rowID
	before bool // the line is that of the earlier entry of which the problem speaks
	line   int
}

// A rowID identifies a row of a table whose rows belong to an owner.
type rowID struct {
	owner string
	key   string // value of the key column, if there is one
	nth   int    // else number among the rows of the owner, from 0
	last  bool   // of several with the same key the last one
}

// keyColumn is the column that tells the rows of one owner apart, −1 if that is
// their order.
func (s *schema) keyColumn() int {
	switch s {
	case profilesCSV:
		return profileCompetency
	case ratingsCSV:
		return ratingName
	case wishesCSV:
		return wishPosition
	}
	return -1
}

// repeated records that a line gives an owner a key a second time.
func (l *loader) repeated(s *schema, line int, column, owner, key string) {
	f := l.fail(spot{s.file, line, column}, "", "%s is already given for %s in %%s; keep one of the two", escape(key), escape(owner))
	if f != nil {
		l.later = append(l.later, &sought{fault: f, file: s, row: rowID{owner: owner, key: key}, before: true})
	}
}

// translate adds the findings about the whole data as faults with lines.
func (l *loader) translate(f *faults) {
	l.more += f.more
	for _, x := range f.list {
		s, row, line := l.home(x.at)
		if row == nil && l.follows(x.at) {
			continue
		}
		fault := l.fail(spot{s.file, line, x.at.column}, x.at.String(), "%s", x.problem)
		if fault == nil {
			continue
		}
		if row != nil {
			row.last = x.before != nil
			l.later = append(l.later, &sought{fault: fault, file: s, row: *row})
		}
		if x.before == nil {
			continue
		}
		switch s, row, line := l.home(*x.before); row {
		case nil:
			fault.mention("line " + strconv.Itoa(line))
		default:
			l.later = append(l.later, &sought{fault: fault, file: s, row: *row, before: true})
		}
	}
}

// follows reports whether a finding comes from a cell that could not be read.
func (l *loader) follows(p place) bool {
	return l.damaged[at(p.table, p.row, p.field)] ||
		p.field == "minSeats" && l.damaged[at(p.table, p.row, "seats")]
}

// home returns the file that holds a place, and its line or, where that has to
// be looked up, what to look for.
func (l *loader) home(p place) (s *schema, row *rowID, line int) {
	row = &rowID{key: p.key, nth: p.index}
	switch p.table {
	case inPositions:
		row.owner = string(l.data.Positions[p.row].ID)
	case inEmployees:
		row.owner = string(l.data.Employees[p.row].ID)
	}
	switch {
	case p.table == inPositions && p.field == "standard":
		return standardsCSV, row, 0
	case p.table == inEmployees && p.field == "profile":
		return profilesCSV, row, 0
	case p.table == inEmployees && p.field == "ratings":
		return ratingsCSV, row, 0
	case p.table == inEmployees && p.field == "objections":
		return objectionsCSV, row, 0
	case p.table == inEmployees && p.field == "history":
		return historyCSV, row, 0
	case p.table == inEmployees && p.field == "wishes":
		row.key = string(l.data.Employees[p.row].Wishes[p.index])
		return wishesCSV, row, 0
	}
	own := [...]*schema{inUnits: unitsCSV, inPositions: positionsCSV, inEmployees: employeesCSV, inRelations: relationsCSV}
	return own[p.table], nil, int(l.lines[p.table][p.row])
}

// locate looks up all sought lines and completes their faults.
func (l *loader) locate() {
	for _, s := range schemas {
		l.search(s)
	}
	for _, x := range l.later {
		if !x.before {
			x.fault.where.line = x.line
			continue
		}
		where := "an earlier line"
		if x.line > 0 {
			where = "line " + strconv.Itoa(x.line)
		}
		x.fault.mention(where)
	}
}

// search fills in the lines that are sought in one file.
func (l *loader) search(s *schema) {
	wanted := make(map[string][]*sought)
	for _, x := range l.later {
		if x.file == s {
			wanted[x.row.owner] = append(wanted[x.row.owner], x)
		}
	}
	if len(wanted) == 0 {
		return
	}
	t := openTable(&loader{fsys: l.fsys, headers: make(map[string][]string)}, s) // whose faults are known already
	if t == nil {
		return
	}
	defer t.close()
	key := s.keyColumn()
	count := make(map[string]int)
	for t.next() {
		list := wanted[string(t.cell(0).text)]
		if list == nil {
			continue
		}
		owner := list[0].row.owner
		for _, x := range list {
			found := count[owner] == x.row.nth
			if key >= 0 {
				found = string(t.cell(key).text) == x.row.key && (x.line == 0 || x.row.last)
			}
			if found {
				x.line = t.scanner.line
			}
		}
		count[owner]++
	}
}
