package competency

import (
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/competency/internal/tablerow"
)

const (
	// mostEntries is the number of table entries beyond which a table is not
	// made: 64 MB.
	mostEntries = 16 << 20
	// joinedEntries is the number of entries of a sum up to which competencies are joined
	// into groups. Larger groups mean fewer rows to add, but these are to stay
	// in the cache of a processor.
	joinedEntries = 512 << 10
	// peopleOfJoined is how many people pay for a row of a joined table.
	peopleOfJoined = 4
	// mostRows is the number of codes of a group: they are stored in 16 bits.
	mostRows = 1 << 16
)

// Tabulate prepares standards for scoring in bulk; see [Tabulator].
func (a Attainment) Tabulate(standards []Standard, profiles iter.Seq[Profile]) *Table {
	return tabulate(a, standards, profiles)
}

// Tabulate prepares standards for scoring in bulk; see [Tabulator].
func (m JobPersonMatch) Tabulate(standards []Standard, profiles iter.Seq[Profile]) *Table {
	return tabulate(m, standards, profiles)
}

// Tabulate prepares standards for scoring in bulk; see [Tabulator].
func (m ProfileMatching) Tabulate(standards []Standard, profiles iter.Seq[Profile]) *Table {
	return tabulate(m, standards, profiles)
}

// tableBuilder makes a Table.
type tableBuilder struct {
	model  fixedMeasure
	forms  []fixedStandard
	ids    []ID        // ascending
	scale  [][]float64 // by competency: the levels that people hold, ascending
	parts  int         // how many parts need sums of their own
	width  int
	people int // whose profiles were seen
	// single holds, for each sum and competency, a row per code.
	single [][][]int32
	table  Table
}

func tabulate(m fixedMeasure, standards []Standard, profiles iter.Seq[Profile]) *Table {
	b := &tableBuilder{model: m, width: (len(standards) + tablerow.Lanes - 1) / tablerow.Lanes * tablerow.Lanes}
	seen := make(map[ID]bool)
	for _, s := range standards {
		f := m.fixed(nil, s)
		b.forms = append(b.forms, f)
		for k := range f.parts {
			for _, l := range f.parts[k].lines {
				seen[l.competency] = true
			}
		}
		b.table.standards = append(b.table.standards, f.worths())
	}
	b.ids = slices.Sorted(maps.Keys(seen))
	if m.policy().treatment == leaveOut {
		b.parts = 1
		if _, kinds := m.(ProfileMatching); kinds {
			b.parts = 2
		}
	}
	if !b.levels(profiles) {
		return nil
	}
	b.compute()
	b.group()
	b.fill()
	return &b.table
}

// sums is the number of tables.
func (b *tableBuilder) sums() int {
	switch b.parts {
	case 0:
		return 1
	case 1:
		return 2 // total, missing
	default:
		return 5 // total, worth and missing by part
	}
}

// levels gathers the levels that people hold and reports whether the rows for
// them fit.
func (b *tableBuilder) levels(profiles iter.Seq[Profile]) bool {
	room := mostEntries / max(1, b.width*b.sums())
	rows := len(b.ids)
	if rows > room {
		return false
	}
	seen := make([]levelSet, len(b.ids))
	if profiles != nil {
		for p := range profiles {
			b.people++
			for c, id := range b.ids {
				held, known := heldLevel(p, id)
				if !known || !seen[c].add(held) {
					continue
				}
				if rows++; rows > room || seen[c].size() >= mostRows {
					return false
				}
			}
		}
	}
	b.scale = make([][]float64, len(b.ids))
	for c := range seen {
		b.scale[c] = seen[c].sorted()
	}
	return true
}

// levelSet is a set of levels. Small whole numbers, which most levels are, need
// no look into a map.
type levelSet struct {
	small [smallLevels]bool
	other map[float64]bool
}

// add adds a level and reports whether it is new.
func (s *levelSet) add(level float64) bool {
	if level < smallLevels {
		if whole := int(level); float64(whole) == level {
			added := !s.small[whole]
			s.small[whole] = true
			return added
		}
	}
	if s.other[level] {
		return false
	}
	if s.other == nil {
		s.other = make(map[float64]bool)
	}
	s.other[level] = true
	return true
}

// size is at most smallLevels more than the number of levels.
func (s *levelSet) size() int { return smallLevels + len(s.other) }

func (s *levelSet) sorted() []float64 {
	levels := slices.Collect(maps.Keys(s.other))
	for level, holds := range s.small {
		if holds {
			levels = append(levels, float64(level))
		}
	}
	slices.Sort(levels)
	return levels
}

// The sums of a table, as indices of tableBuilder.single.
const (
	totalSum = iota
	missingSum
	missingSecond
	worthFirst
	worthSecond
)

// compute fills the rows of single competencies.
func (b *tableBuilder) compute() {
	b.single = make([][][]int32, b.sums())
	for sum := range b.single {
		b.single[sum] = make([][]int32, len(b.ids))
		for c := range b.ids {
			b.single[sum][c] = make([]int32, (1+len(b.scale[c]))*b.width)
		}
	}
	for k := range b.forms {
		f := &b.forms[k]
		for part := range f.parts {
			for i := range f.parts[part].lines {
				b.addLine(k, part, &f.parts[part].lines[i])
			}
		}
	}
}

// addLine adds a line of the k-th standard to the rows of its competency.
func (b *tableBuilder) addLine(k, part int, l *fixedLine) {
	f := &b.forms[k]
	if !f.asks() {
		return
	}
	c, _ := slices.BinarySearch(b.ids, l.competency)
	for code := range 1 + len(b.scale[c]) {
		held := 0.0
		if code > 0 {
			held = b.scale[c][code-1]
		}
		add := func(sum int, value int64) {
			cell := &b.single[sum][c][code*b.width+k]
			*cell = int32(min(Full, int64(*cell)+value))
		}
		points, counts := contribution(b.model, held, code > 0, l.required)
		if !counts {
			add(missingSum+part, l.share)
			continue
		}
		worth := f.worth(&f.parts[part], l, points)
		if f.parts[part].exact > 0 {
			add(totalSum, worth)
		}
		if b.parts == 2 {
			add(worthFirst+part, worth)
		}
	}
}

// group joins competencies into groups, those with the fewest codes first,
// while the tables stay small.
func (b *tableBuilder) group() {
	groups := make([][]int, len(b.ids))
	rows := make([]int, len(b.ids))
	total := 0
	for c := range b.ids {
		groups[c], rows[c] = []int{c}, 1+len(b.scale[c])
		total += rows[c]
	}
	// A row that is joined costs as much to make as it saves for a few people.
	room := min(joinedEntries/max(1, b.width), b.people/peopleOfJoined)
	for len(groups) > 1 {
		x, y := leastTwo(rows)
		joined := rows[x] * rows[y]
		if joined > mostRows || total-rows[x]-rows[y]+joined > room {
			break
		}
		total += joined - rows[x] - rows[y]
		groups[x], rows[x] = append(groups[x], groups[y]...), joined
		groups, rows = slices.Delete(groups, y, y+1), slices.Delete(rows, y, y+1)
	}
	if len(groups) == 0 {
		groups, rows = append(groups, nil), append(rows, 1)
	}
	first := 0
	for g, members := range groups {
		group := tableGroup{first: first, rows: rows[g]}
		factor := 1
		for _, c := range members {
			competency := tableCompetency{id: b.ids[c], factor: factor, levels: b.scale[c]}
			for k, level := range b.scale[c] {
				if level < smallLevels && level == math.Floor(level) {
					competency.small[int(level)] = uint16(k + 1)
				}
			}
			group.competencies = append(group.competencies, competency)
			factor *= 1 + len(b.scale[c])
		}
		first += rows[g]
		b.table.groups = append(b.table.groups, group)
	}
}

// leastTwo returns the places of the two least of at least two numbers, the
// first before the second, of equals those that come first.
func leastTwo(numbers []int) (x, y int) {
	least, second := 0, 1
	if numbers[second] < numbers[least] {
		least, second = second, least
	}
	for i := 2; i < len(numbers); i++ {
		switch n := numbers[i]; {
		case n < numbers[least]:
			least, second = i, least
		case n < numbers[second]:
			second = i
		}
	}
	return min(least, second), max(least, second)
}

// fill makes the rows of groups from those of single competencies.
func (b *tableBuilder) fill() {
	t := &b.table
	rows := 0
	for g := range t.groups {
		rows += t.groups[g].rows
	}
	tables := make([]*tablerow.Table, b.sums())
	for sum := range tables {
		tables[sum] = tablerow.New(rows, len(b.forms))
	}
	t.empty = make([]bool, rows)
	if b.parts > 0 {
		t.open, t.shut = make([]bool, rows), make([]bool, rows)
	}
	largest := make([]int64, b.width)
	row := make([]int32, b.width)
	for g := range t.groups {
		group := &t.groups[g]
		best := make([]int32, b.width)
		for code := range group.rows {
			for sum, table := range tables {
				b.row(row, sum, group, code)
				if sum == totalSum && g == 0 {
					b.addFree(row)
				}
				zero := true
				for _, value := range row {
					zero = zero && value == 0
				}
				table.Set(group.first+code, row)
				switch sum {
				case totalSum:
					t.empty[group.first+code] = zero
					for k, value := range row {
						best[k] = max(best[k], value)
					}
				case missingSum, missingSecond:
					t.open[group.first+code] = t.open[group.first+code] || !zero
				}
			}
		}
		for k, value := range best {
			largest[k] += int64(value)
		}
	}
	t.large = slices.Max(append(largest, 0)) > math.MaxUint32
	for row, open := range t.open {
		t.shut[row] = !open
	}
	t.total = tables[totalSum]
	switch b.parts {
	case 1:
		t.worth[0], t.missing[0] = t.total, tables[missingSum]
	case 2:
		t.worth = [2]*tablerow.Table{tables[worthFirst], tables[worthSecond]}
		t.missing = [2]*tablerow.Table{tables[missingSum], tables[missingSecond]}
	}
}

// row computes a row of a group.
func (b *tableBuilder) row(row []int32, sum int, group *tableGroup, code int) {
	clear(row)
	for i := range group.competencies {
		c := &group.competencies[i]
		at, _ := slices.BinarySearch(b.ids, c.id)
		k := code / c.factor % (1 + len(c.levels))
		for j, value := range b.single[sum][at][k*b.width:][:b.width] {
			row[j] = int32(min(Full, int64(row[j])+int64(value)))
		}
	}
}

// addFree gives the standards that ask for nothing what they are worth.
func (b *tableBuilder) addFree(row []int32) {
	for k := range b.forms {
		if !b.forms[k].asks() {
			row[k] = Full
		}
	}
}
