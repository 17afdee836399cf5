package competency_test

import (
	"testing"

	"github.com/mutasi-go/mutasi/competency"
)

// person is a person who holds levels of A, B and C; below 0 it is unknown.
func person(levels ...float64) competency.Profile {
	p := make(competency.Profile)
	for i, level := range levels {
		if level >= 0 {
			p[competency.ID("ABC"[i:i+1])] = competency.Rating{Level: competency.Level(level)}
		}
	}
	return p
}

// asked is a standard that asks for levels of A, B and C alike.
func asked(levels ...competency.Level) competency.Standard {
	var s competency.Standard
	for i, level := range levels {
		s = append(s, competency.Requirement{Competency: competency.ID("ABC"[i : i+1]), Level: level})
	}
	return s
}

// with is a standard whose line has another weight.
func with(s competency.Standard, line int, weight float64) competency.Standard {
	s[line].Weight = weight
	return s
}

// core is a standard with some lines that are core factors.
func core(s competency.Standard, lines ...int) competency.Standard {
	for _, line := range lines {
		s[line].Core = true
	}
	return s
}

// Every case is worked out by hand from the definition.
func TestPointsByDefinition(t *testing.T) {
	const (
		full = competency.Full
		half = full / 2
		// Thirds of Full: what is left over goes to the first line.
		third, first = full / 3, full/3 + 1
		// Of the usual 0.6 and 0.4.
		sixty, forty = 644_245_094, 429_496_730
	)
	type (
		attainment = competency.Attainment
		match      = competency.JobPersonMatch
		matching   = competency.ProfileMatching
	)
	out, assumed := competency.LeaveOut(), competency.Assume(2)
	each := match{Cap: competency.CapEach}
	none := match{Cap: competency.CapNone}
	own, err := competency.NewGapTable(competency.GapPoints{Gap: -1, Points: 1}, competency.GapPoints{Gap: 0, Points: 2}, competency.GapPoints{Gap: 2, Points: 4})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		model competency.Tabulator
		p     competency.Profile
		s     competency.Standard
		want  int32
	}{
		{"in proportion", attainment{}, person(3, 1), asked(4, 2), half*3/4 + half/2},
		{"a surplus makes up for nothing", attainment{}, person(5, 1), asked(4, 2), half + half/2},
		{"weights", attainment{}, person(4, 0), with(asked(4, 4), 0, 3), full * 3 / 4},
		{"a weight of 0 is one of 1", attainment{}, person(4, 0), with(asked(4, 4), 0, 1), half},
		{"half of an odd share is rounded to even", attainment{}, person(2, 0, 0), asked(4, 1, 1), first / 2},
		{"the remainder goes to the first line", attainment{}, person(1, 0, 0), asked(1, 1, 1), first},
		{"and not to the second", attainment{}, person(0, 1, 0), asked(1, 1, 1), third},
		{"all shares are Full", attainment{}, person(1, 1, 1), asked(1, 1, 1), full},

		{"required 0 is met by everybody", attainment{}, person(1, 0), asked(2, 0), half/2 + half},
		{"required 0 and unknown", attainment{}, person(1, -1), asked(2, 0), half/2 + half},
		{"required 0 and nothing else", match{}, person(0), asked(0), full},
		{"required 0 has no share in a match", each, person(1, 5), asked(2, 0), half},
		{"required 0 and something held makes up", match{}, person(1, 1), asked(2, 0), full},
		{"required 0, not enough held", match{}, person(1, 0.5), asked(2, 0), half + full/4},
		{"required 0 and unknown in a match", match{}, person(1, -1), asked(2, 0), half},

		{"a match counts levels", match{}, person(4, 0), asked(4, 2), first + third},
		{"CapTotal: a surplus makes up", match{}, person(6, 0), asked(4, 2), full},
		{"CapTotal: a surplus is no more than it is", match{}, person(5, 0), asked(4, 2), first + third + 178_956_971},
		{"CapTotal: never above Full", match{}, person(9, 9), asked(4, 2), full},
		{"CapEach: a surplus makes up for nothing", each, person(9, 0), asked(4, 2), first + third},
		{"CapNone: an exact match is half", none, person(4, 2), asked(4, 2), half},
		{"CapNone: half as much again", none, person(6, 3), asked(4, 2), half + half/2},
		{"CapNone: twice as much", none, person(8, 4), asked(4, 2), full},
		{"CapNone: never above Full", none, person(1e99, 4), asked(4, 2), full},
		{"CapNone: nothing asked", none, person(0), asked(0, 0), full},

		{"duplicate lines count twice", attainment{}, person(2, 0), append(asked(2, 2), asked(2)...), first + third},
		{"duplicate lines at two levels", attainment{}, person(2), append(asked(2), asked(4)...), half + half/2},
		{"duplicate lines in a match", match{}, person(3, 0), append(asked(2), asked(4)...), full},

		{"a small weight has a share", attainment{}, person(0, 3), with(asked(3, 3), 0, 1e-100), full - 1},
		{"of 1", attainment{}, person(3, 0), with(asked(3, 3), 0, 1e-100), 1},
		{"and its gap counts", attainment{}, person(2.9, 3), with(asked(3, 3), 0, 1e-100), full - 1},
		{"the smallest weight", attainment{}, person(0, 3), with(asked(3, 3), 0, 5e-324), full - 1},
		{"what it needs is taken from the largest", attainment{}, person(0, 3, 0), with(with(asked(3, 3, 3), 0, 1e-100), 2, 2), third},
		{"two small weights", attainment{}, person(0, 0, 3), with(with(asked(3, 3, 3), 0, 1e-100), 1, 1e-200), full - 2},
		{"a small level in a match", match{}, person(0, 3), asked(1e-100, 3), full - 1},
		{"a product that vanishes in float64", match{}, person(0), with(asked(1e-300), 0, 5e-324), 0},
		{"half of it", match{}, person(5e-301), with(asked(1e-300), 0, 1e-300), half},
		{"a surplus of it", match{}, person(2e-300, 0), with(with(asked(1e-300, 1e-300), 0, 1e-300), 1, 1e-300), full},
		{"a hair less than asked", attainment{}, person(3, 2.9999999999999996), asked(3, 3), full - 1},
		{"a hair less in a match", match{}, person(3, 2.9999999999999996), asked(3, 3), full - 1},

		{"nothing asked", attainment{}, person(), nil, full},
		{"nothing known", attainment{}, person(), asked(1), 0},

		{"LeaveOut: what is known", attainment{Unknown: out}, person(1, -1, -1), asked(1, 1, 1), full},
		{"LeaveOut: rounded down", attainment{Unknown: out}, person(1, 0, -1), asked(1, 1, 1), half},
		{"LeaveOut: a gap stays below Full", attainment{Unknown: out}, person(1, 2.9999999999999996, -1), asked(1, 3, 1), full - 2},
		{"LeaveOut: nothing known", attainment{Unknown: out}, person(), asked(1, 1), 0},
		{"LeaveOut: required 0 counts", attainment{Unknown: out}, person(-1, -1), asked(1, 0), full},
		{"LeaveOut: required 0 is no evidence of a match", match{Unknown: out}, person(-1, 3), asked(1, 0), 0},
		{"LeaveOut: CapTotal", match{Unknown: out}, person(3, 1, -1), asked(2, 2, 4), full},
		{"LeaveOut: CapNone", match{Cap: competency.CapNone, Unknown: out}, person(3, 2, -1), asked(2, 2, 4), half + half/4},
		{"LeaveOut: CapNone never above Full", match{Cap: competency.CapNone, Unknown: out}, person(9, 2, -1), asked(2, 2, 4), full},
		{"Assume: as if it were known", attainment{Unknown: assumed}, person(-1, 4), asked(4, 4), half/2 + half},
		{"Assume: a surplus too", match{Unknown: assumed}, person(1, -1), asked(2, 0), full},

		{"gaps", matching{}, person(3, 2), core(asked(3, 3), 0), sixty + 343_597_384},
		{"a surplus counts against", matching{}, person(4, 3), core(asked(3, 3), 0), 579_820_585 + forty},
		{"between two lines of the table", matching{}, person(2.5), asked(3), full/10*9 + 4},
		{"core lines only", matching{}, person(3, 2), core(asked(3, 3), 0, 1), half + 429_496_730},
		{"secondary lines only", matching{}, person(3, 2), asked(3, 3), half + 429_496_730},
		{"unknown is less than any gap", matching{}, person(3, -1), core(asked(3, 3), 0), sixty},
		{"shares of one kind only", matching{Core: 1}, person(3, 0), core(asked(3, 3), 0), full},
		{"shares of the other", matching{Secondary: 1}, person(0, 3), core(asked(3, 3), 0), full},
		{"a small share of a kind", matching{Core: 1e-100, Secondary: 1}, person(0, 3), core(asked(3, 3), 0), full - 1},
		{"an own table", matching{Table: own}, person(5, 3), asked(3, 3), half + half/2},
		{"an own table whose best gap is not 0", matching{Table: own}, person(-1, 2), asked(0, 0), half/2 + half},
		{"LeaveOut: one kind unknown", matching{Unknown: out}, person(-1, 3), core(asked(3, 3), 0), full},
		{"LeaveOut: each kind apart", matching{Unknown: out}, person(3, -1, 2), core(asked(3, 3, 3), 0, 1), sixty + 343_597_384},
		{"LeaveOut: a kind that has no weight, alone", matching{Core: 1, Unknown: out}, person(-1, 2), core(asked(3, 3), 0), 858_993_459},
		{"LeaveOut: a kind that has no weight, not alone", matching{Core: 1, Unknown: out}, person(3, 2), core(asked(3, 3), 0), full},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.model.Points(c.p, c.s); got != c.want {
				t.Errorf("%d points, want %d", got, c.want)
			}
			wantTable(t, named{c.name, c.model.(competency.Compiler)}, []competency.Profile{c.p}, []competency.Standard{c.s})
		})
	}
}

// Levels count and their margins do not.
func TestMarginsDoNotMatterToPoints(t *testing.T) {
	s := asked(3, 3)
	exact := person(3, 2)
	open := competency.Profile{"A": {Level: 3, Margin: 1}, "B": {Level: 2, Margin: 2}}
	for _, m := range models {
		if want, got := m.tabulator().Points(exact, s), m.tabulator().Points(open, s); got != want {
			t.Errorf("%s: %d points with margins, %d without", m.name, got, want)
		}
		wantTable(t, m, []competency.Profile{exact, open}, []competency.Standard{s})
	}
}
