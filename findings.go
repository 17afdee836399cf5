package mutasi

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/mutasi-go/mutasi/internal/message"
)

// A dataList is one of the lists of Data, or the placements of a plan.
type dataList uint8

const (
	inUnits dataList = iota
	inPositions
	inEmployees
	inRelations
	inPlacements
)

var listNames = [...]string{"units", "positions", "employees", "relations", "placements"}

func (l dataList) String() string { return listNames[l] }

// A dataPath leads to a value in Data. It is kept as numbers and names, so that
// a reader of files can find the line that the value was read from.
type dataPath struct {
	list   dataList
	row    int
	field  string // "" is the whole row
	index  int    // entry of a list field, −1 none
	key    string // entry of a map field, if keyed
	keyed  bool
	column string // name of the value's column in a CSV file
}

// pathTo returns the path to a field of an entry of a list, to the entry itself
// if field is "".
func pathTo(l dataList, row int, field string) dataPath {
	return dataPath{list: l, row: row, field: field, index: -1, column: columnOf(field)}
}

// item returns the path to item i of the list at p.
func (p dataPath) item(i int, column string) dataPath {
	p.index, p.column = i, column
	return p
}

// entry returns the path to what the map at p holds under key.
func (p dataPath) entry(key, column string) dataPath {
	p.key, p.keyed, p.column = key, true, column
	return p
}

// columnOf turns the name of a field into that of its CSV column: minSeats is
// min_seats.
func columnOf(field string) string {
	if strings.IndexFunc(field, unicode.IsUpper) < 0 {
		return field // nearly always, and it is called for every value
	}
	var b strings.Builder
	for _, c := range field {
		if unicode.IsUpper(c) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// fieldOf is the inverse of columnOf.
func fieldOf(column string) string {
	words := strings.Split(column, "_")
	for i, w := range words[1:] {
		if w != "" {
			words[i+1] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, "")
}

func (p dataPath) String() string {
	s := p.list.String() + "[" + strconv.Itoa(p.row) + "]"
	if p.field != "" {
		s += "." + p.field
	}
	if p.index >= 0 {
		s += "[" + strconv.Itoa(p.index) + "]"
	}
	if p.keyed {
		s += "[" + strconv.Quote(p.key) + "]"
	}
	return s
}

// A finding is a fault before it is put into words. A reader of files adds the
// line that the value was read from.
type finding struct {
	path    dataPath
	earlier *dataPath // where the same was given before: the argument {earlier} of the problem
	problem message.Message
}

// worded returns the problem with the path to the earlier value in it.
func (x finding) worded() message.Message {
	if x.earlier != nil {
		x.problem.Args["earlier"] = x.earlier.String()
	}
	return x.problem
}

// faults collects findings in the order in which they are made.
type faults struct {
	list []finding
	more int // findings that were only counted
}

func (f *faults) empty() bool { return len(f.list) == 0 }

// add records a finding; beyond maxFaults it only counts.
func (f *faults) add(p dataPath, problem message.Message) {
	if f.full() {
		return
	}
	f.list = append(f.list, finding{path: p, problem: problem})
}

// addRepeated records that the value at p repeats the one at earlier.
func (f *faults) addRepeated(p, earlier dataPath, problem message.Message) {
	if f.full() {
		return
	}
	f.list = append(f.list, finding{path: p, earlier: &earlier, problem: problem})
}

// append adds the findings of g behind those of f.
func (f *faults) append(g *faults) {
	room := min(maxFaults-len(f.list), len(g.list))
	f.list = append(f.list, g.list[:room]...)
	f.more += len(g.list) - room + g.more
}

// full reports whether findings are only counted, and counts one.
func (f *faults) full() bool {
	if len(f.list) < maxFaults {
		return false
	}
	f.more++
	return true
}

// err words the findings by their paths; nil if there are none.
func (f *faults) err() error {
	if f.empty() {
		return nil
	}
	list := make([]error, 0, len(f.list)+1)
	for _, x := range f.list {
		list = append(list, newFault(x.path.String(), "", x.worded()))
	}
	return join(list, f.more)
}
