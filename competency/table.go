package competency

import (
	"slices"

	"github.com/mutasi-go/mutasi/competency/internal/tablerow"
)

// Table scores people against a list of standards by adding up a few rows of a
// table: what a Tabulator's Points gives, in every bit. [Tabulator] makes it.
//
// The levels of a person are encoded once, in [Table.Codes] numbers; [Table.Points]
// then scores all standards and [Table.At] scores one. A Table is immutable and
// safe for concurrent use, keeps nothing of the standards and profiles it was
// made from, and does not allocate. The zero Table and the nil one have no
// standards.
//
//	t := model.Tabulate(standards, profiles) // nil: too many levels, use Points of the model
//	codes, points := make([]uint16, t.Codes()), make([]int32, t.Width())
//	if t.Encode(profile, codes) {
//		t.Points(codes, points) // points[k] is for standards[k], k < t.Len()
//	}
type Table struct {
	standards []fixedWorth
	groups    []tableGroup
	// total holds what the levels of a group are worth where all lines count.
	total *tablerow.Table
	large bool   // whether sums of total may exceed 2³² − 1
	empty []bool // by row of total: all zeros
	// open says by row whether a line does not count, shut the contrary; worth
	// and missing hold by part what the lines are worth that count, and the shares
	// of those that do not. Where there is one part only, its worth is total.
	open, shut     []bool
	worth, missing [2]*tablerow.Table
}

type tableCompetency struct {
	id     ID
	factor int                 // of its code in that of the group
	small  [smallLevels]uint16 // code by level, where the level is a small whole number
	levels []float64           // ascending; the code is the place + 1
}

const smallLevels = 16

// tableGroup is a run of competencies whose codes together choose a row.
type tableGroup struct {
	competencies []tableCompetency
	first, rows  int
}

// made reports whether the table was made by Tabulate.
func (t *Table) made() bool { return t != nil && t.total != nil }

// Codes is the number of codes of a person: at least 1, but for the zero Table.
func (t *Table) Codes() int {
	if !t.made() {
		return 0
	}
	return len(t.groups)
}

// Len is the number of standards.
func (t *Table) Len() int {
	if !t.made() {
		return 0
	}
	return len(t.standards)
}

// Width is the length of a row that [Table.Points] fills fastest: Len, rounded
// up to a multiple of 16.
func (t *Table) Width() int {
	if !t.made() {
		return 0
	}
	return t.total.Width()
}

// Encode stores the codes of p and reports whether it could: whether into has
// room for [Table.Codes] numbers, and each level of p in a competency of the
// standards was among those that the table was made for. Where it could not,
// into holds nothing of use, and the person is scored by Points of the model.
// Margins do not matter. It takes one map lookup per competency.
func (t *Table) Encode(p Profile, into []uint16) bool {
	if !t.made() {
		return true
	}
	if len(into) < len(t.groups) {
		return false
	}
	for g := range t.groups {
		code := 0
		for i := range t.groups[g].competencies {
			c := &t.groups[g].competencies[i]
			held, known := heldLevel(p, c.id)
			if !known {
				continue
			}
			k := c.code(held)
			if k == 0 {
				return false
			}
			code += k * c.factor
		}
		into[g] = uint16(code)
	}
	return true
}

// code returns the code of a level, 0 where there is none.
func (c *tableCompetency) code(held float64) int {
	if held < smallLevels {
		if whole := int(held); float64(whole) == held {
			return int(c.small[whole])
		}
	}
	k, found := slices.BinarySearch(c.levels, held)
	if !found {
		return 0
	}
	return k + 1
}

// row returns the row that a person's codes choose in a group. Codes that
// Encode does not store stand for a person of whom nothing is known.
func (t *Table) row(codes []uint16, group int) int {
	g := &t.groups[group]
	if group < len(codes) && int(codes[group]) < g.rows {
		return g.first + int(codes[group])
	}
	return g.first
}

// Points stores the points of all standards for a person with the given codes:
// that of the k-th standard in into[k]. Of an into that is shorter than the list
// of standards it fills what there is; elements from [Table.Len] to
// [Table.Width] may be overwritten with anything. It is fastest where into has
// the length of Width, and adds one row per code.
func (t *Table) Points(codes []uint16, into []int32) {
	if !t.made() {
		return
	}
	into = into[:min(len(into), t.total.Width())]
	whole := len(into) / tablerow.Lanes * tablerow.Lanes
	t.fill(codes, into[:whole], 0)
	if whole < len(into) {
		var rest [tablerow.Lanes]int32
		t.fill(codes, rest[:], whole)
		copy(into[whole:], rest[:])
	}
}

// fill is Points from a standard on, for multiples of tablerow.Lanes.
func (t *Table) fill(codes []uint16, into []int32, from int) {
	t.add(t.total, t.empty, t.large, codes, into, from)
	for g := range t.groups {
		if t.open != nil && t.open[t.row(codes, g)] {
			t.leaveOut(codes, into, from)
			return
		}
	}
}

// add stores the sums of the rows of a table that codes choose, but for those
// to be skipped, if any, since they are all zeros.
func (t *Table) add(table *tablerow.Table, skip []bool, large bool, codes []uint16, into []int32, from int) {
	var memory [64]int32
	rows, added := memory[:0], false
	for g := range t.groups {
		row := t.row(codes, g)
		if skip != nil && skip[row] {
			continue
		}
		if len(rows) == cap(rows) {
			table.Sum(into, from, rows, large, added)
			rows, added = rows[:0], true
		}
		rows = append(rows, int32(row))
	}
	table.Sum(into, from, rows, large, added)
}

// strip is the number of standards that are corrected at a time.
const strip = 256

// leaveOut corrects the sums of a person for what does not count.
func (t *Table) leaveOut(codes []uint16, into []int32, from int) {
	for ; len(into) > 0; from += strip {
		n := min(strip, len(into))
		if t.missing[1] == nil {
			t.leaveOutOne(codes, into[:n], from)
		} else {
			t.leaveOutTwo(codes, into[:n], from)
		}
		into = into[n:]
	}
}

func (t *Table) leaveOutOne(codes []uint16, into []int32, from int) {
	var memory [strip]int32
	missing := memory[:len(into)]
	t.add(t.missing[0], t.shut, false, codes, missing, from)
	for k, left := range missing[:min(len(into), len(t.standards)-from)] {
		if left != 0 {
			into[k] = t.standards[from+k].join(int64(into[k]), int64(left), 0, 0)
		}
	}
}

func (t *Table) leaveOutTwo(codes []uint16, into []int32, from int) {
	var missing, worth [2][strip]int32
	for part := range missing {
		t.add(t.missing[part], t.shut, false, codes, missing[part][:len(into)], from)
		t.add(t.worth[part], nil, false, codes, worth[part][:len(into)], from)
	}
	for k := range min(len(into), len(t.standards)-from) {
		if missing[0][k]|missing[1][k] != 0 {
			into[k] = t.standards[from+k].join(
				int64(worth[0][k]), int64(missing[0][k]), int64(worth[1][k]), int64(missing[1][k]))
		}
	}
}

// At returns the points of one standard, as Points does, and 0 where there is no
// such standard. It reads one or, under LeaveOut, a few numbers per code.
func (t *Table) At(codes []uint16, standard int) int32 {
	if !t.made() || standard < 0 || standard >= len(t.standards) {
		return 0
	}
	var total int64
	var sums, left [2]int64
	for g := range t.groups {
		row := t.row(codes, g)
		total += int64(t.total.At(row, standard))
		for k, missing := range t.missing {
			if missing != nil {
				sums[k] += int64(t.worth[k].At(row, standard))
				left[k] += int64(missing.At(row, standard))
			}
		}
	}
	if left == [2]int64{} {
		return int32(min(Full, total))
	}
	return t.standards[standard].join(sums[0], left[0], sums[1], left[1])
}
