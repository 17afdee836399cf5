package table

// A fault that shows only in the whole of the data is found when its file has
// been read. Where remembering the lines of a file would take much memory, the
// file is read once more to find the line.

// A Row identifies a row of a file whose rows belong to an owner, which is what
// the first column names.
type Row struct {
	Owner string
	Key   string // what the key column holds, if the schema has one
	Nth   int    // else the number among the rows of the owner, from 0
	Last  bool   // of several rows with the same key the last one
}

// A sought row completes a fault when its line is known.
type sought struct {
	fault   *Fault
	schema  *Schema
	row     Row
	earlier bool // the row is the earlier one of which the problem speaks
	line    int
}

// Seek has Locate set the line of a fault to that of a row.
func (f *Files) Seek(x *Fault, s *Schema, row Row) {
	f.sought = append(f.sought, &sought{fault: x, schema: s, row: row})
}

// SeekEarlier has Locate set the argument {earlier} of the problem to the
// location of a row.
func (f *Files) SeekEarlier(x *Fault, s *Schema, row Row) {
	f.sought = append(f.sought, &sought{fault: x, schema: s, row: row, earlier: true})
}

// Locate finds the lines of all sought rows and completes their faults.
func (f *Files) Locate() {
	bySchema := make(map[*Schema][]*sought)
	var order []*Schema
	for _, x := range f.sought {
		if bySchema[x.schema] == nil {
			order = append(order, x.schema)
		}
		bySchema[x.schema] = append(bySchema[x.schema], x)
	}
	for _, s := range order {
		f.search(s, bySchema[s])
	}
	for _, x := range f.sought {
		if x.earlier {
			x.fault.Problem.Args["earlier"] = Location{File: x.schema.File, Line: x.line}.String()
		} else {
			x.fault.At.Line = x.line
		}
	}
}

// search fills in the lines of rows in one file.
func (f *Files) search(s *Schema, rows []*sought) {
	wanted := make(map[string][]*sought)
	for _, x := range rows {
		wanted[x.row.Owner] = append(wanted[x.row.Owner], x)
	}
	r := NewFiles(f.fsys).Open(s) // its faults are known already
	if r == nil {
		return
	}
	defer r.Close()
	key := s.find(s.Key)
	count := make(map[string]int)
	for r.Next() {
		list := wanted[string(r.cell(0).text)]
		if list == nil {
			continue
		}
		owner := list[0].row.Owner
		for _, x := range list {
			isRow := count[owner] == x.row.Nth
			if key >= 0 {
				isRow = string(r.cell(key).text) == x.row.Key && (x.line == 0 || x.row.Last)
			}
			if isRow {
				x.line = r.Line()
			}
		}
		count[owner]++
	}
}
