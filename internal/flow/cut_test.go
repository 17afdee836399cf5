package flow

import (
	"context"
	"errors"
	"slices"
	"testing"
)

// TestCutNamesNoMoreThanConflict: a crowd is named with one row more than there
// is room for, however many share it; too few for floors are named all.
func TestCutNamesNoMoreThanConflict(t *testing.T) {
	const no = Forbidden
	rows := func(n int, row ...int32) []int32 { return slices.Repeat(row, n) }
	for _, test := range []struct {
		name           string
		parent, lo, hi []int32
		cost           []int32
		rows           int // how many are named
		columns        []int32
		crowded        bool
	}{
		{"seven share two seats", []int32{-1, -1}, []int32{0, 0}, []int32{2, 9}, rows(7, 0, no), 3, []int32{0}, true},
		{"seven share a closed column", []int32{-1, -1}, []int32{0, 0}, []int32{0, 9}, rows(7, 0, no), 1, []int32{0}, true},
		{"seven share the seats of two columns", []int32{-1, -1, -1}, []int32{0, 0, 0}, []int32{2, 1, 9}, rows(7, 0, 0, no), 4, []int32{0, 1}, true},
		{"seven share the ceiling of a unit", []int32{3, 3, -1, -1}, []int32{0, 0, 0, 0}, []int32{9, 9, 9, 2}, rows(7, 0, 0, no), 3, []int32{0, 1}, true},
		{"the ceiling of a unit of units", []int32{3, 4, -1, 4, -1}, []int32{0, 0, 0, 0, 0}, []int32{9, 9, 9, 9, 4}, rows(7, 0, 0, no), 5, []int32{0, 1}, true},
		{"a floor in the unit takes of its room", []int32{3, 3, -1, -1}, []int32{0, 1, 0, 0}, []int32{9, 9, 9, 3},
			append(rows(7, 0, no, no), no, 0, no), 3, []int32{0}, true},
		{"two may meet a floor of four", []int32{-1, -1}, []int32{4, 0}, []int32{9, 9}, append(rows(2, 0, 0), rows(5, no, 0)...), 2, []int32{0}, false},
		{"nobody may meet a floor", []int32{-1, -1}, []int32{1, 0}, []int32{9, 9}, rows(5, no, 0), 0, []int32{0}, false},
		{"a floor of a unit", []int32{3, 3, -1, -1}, []int32{0, 0, 0, 4}, []int32{9, 9, 9, 9}, append(rows(3, 0, 0, 0), rows(5, no, no, 0)...), 3, []int32{0, 1}, false},
	} {
		for _, rolls := range []bool{false, true} {
			p := &Problem{
				Rows: len(test.cost) / 2, Columns: 2, Parent: test.parent, Lo: test.lo, Hi: test.hi,
				Marginal: make([][]int64, len(test.parent)),
			}
			if len(test.parent) > 2 {
				p.Rows, p.Columns = len(test.cost)/3, 3
			}
			p.Costs = Dense{p.Columns, test.cost}
			_, err := Solve(context.Background(), p, &Options{rolls: &rolls})
			var cut *Infeasible
			if !errors.As(err, &cut) {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			if len(cut.Rows) != test.rows || !slices.Equal(cut.Columns, test.columns) || cut.Crowded != test.crowded {
				t.Errorf("%s: rows %v share columns %v, crowded: %v; want %d rows, columns %v, %v",
					test.name, cut.Rows, cut.Columns, cut.Crowded, test.rows, test.columns, test.crowded)
			}
			if !slices.IsSorted(cut.Rows) {
				t.Errorf("%s: rows %v are not in order", test.name, cut.Rows)
			}
		}
	}
}

// TestFloorsThatExceedTheRoomAroundThem are a conflict without people.
func TestFloorsThatExceedTheRoomAroundThem(t *testing.T) {
	p := &Problem{
		Rows: 4, Columns: 3, Parent: []int32{3, 3, -1, -1}, Lo: []int32{0, 3, 0, 0}, Hi: []int32{4, 4, 4, 2},
		Marginal: make([][]int64, 4), Costs: Dense{3, make([]int32, 12)},
	}
	_, err := Solve(context.Background(), p, nil)
	var cut *Infeasible
	if !errors.As(err, &cut) {
		t.Fatal(err)
	}
	if cut.Crowded && len(cut.Rows) != 0 {
		t.Errorf("rows %v are blamed for floors of a unit beyond its ceiling", cut.Rows)
	}
}
