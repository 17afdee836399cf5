package evaluation

import (
	"math"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
	"github.com/mutasi-go/mutasi/workload"
)

// Load compares staff with need (beban kerja), in full-time equivalents.
type Load struct {
	Staff, Need workload.FTE // in total; staff is the sum of the working time of people in posts

	Posts    []PostLoad // every post, in input order
	Units    []UnitLoad // every unit with posts of its own, counting these alone, in input order
	Agencies []UnitLoad // every unit without a parent, counting its posts and all below it

	AcrossPosts    Inequality // Between and Within are by unit
	AcrossUnits    Inequality // Between and Within are by agency
	AcrossAgencies Inequality // Between and Within are undefined
}

// PostLoad is the load of one post.
type PostLoad struct {
	Position    mutasi.PositionID
	Holders     int
	Staff, Need workload.FTE
	Coverage    Figure // staff/need; undefined without a need
}

// UnitLoad is the load of one unit.
type UnitLoad struct {
	Unit        mutasi.UnitID
	Holders     int
	Staff, Need workload.FTE
	Coverage    Figure // staff/need (cakupan); undefined without a need
	Efficiency  Figure // need/staff (EU); undefined without staff
}

// Inequality says how unevenly coverage is spread. Each post or unit with a need
// counts once, whatever its size; others are left out. Even coverage is not yet
// good coverage: a city that lacks staff everywhere alike is even. So the mean
// stands beside the measures.
type Inequality struct {
	Count int    // number of posts or units with a need
	Mean  Figure // coverage
	Gini  Figure // see the function [Gini]; the fields below have functions, too
	Jain  Figure
	Theil Figure
	// Between and Within are the parts of Theil; see [TheilParts].
	Between, Within Figure
	Atkinson        Figure // with ε = 1/2; with ε ≥ 1 a single empty post would make it 1
	Hoover          Figure
	CV              Figure
	Spread          Figure // largest gap, relative to the mean
}

// Penalty returns Σ need · curve(staff/need) over the units with posts of their
// own. It is the value of the term Balance of an objective; see
// [workload.Curve.Penalty].
func (l Load) Penalty(curve workload.Curve) float64 {
	sum := 0.0
	for _, u := range l.Units {
		sum += curve.Penalty(u.Staff, u.Need)
	}
	return sum
}

// PostPenalty returns the same sum as [Load.Penalty], over posts.
func (l Load) PostPenalty(curve workload.Curve) float64 {
	sum := 0.0
	for _, p := range l.Posts {
		sum += curve.Penalty(p.Staff, p.Need)
	}
	return sum
}

func (ev *evaluator) load(plan seating) Load {
	var l Load
	l.Posts = make([]PostLoad, len(ev.positions))
	for j, p := range ev.positions {
		l.Posts[j] = PostLoad{Position: p.ID, Need: p.Need}
	}
	for i, j := range plan {
		if j != bench {
			l.Posts[j].Holders++
			l.Posts[j].Staff += ev.employees[i].EffectiveCapacity()
		}
	}
	own := make([]UnitLoad, len(ev.units))
	agency := make([]UnitLoad, len(ev.units))
	owner := make([]bool, len(ev.units))
	for j := range l.Posts {
		p := &l.Posts[j]
		p.Coverage = ratio(float64(p.Staff), float64(p.Need))
		l.Staff += p.Staff
		l.Need += p.Need
		u := ev.unitOf[j]
		if u < 0 {
			continue
		}
		owner[u] = true
		own[u].add(p)
		agency[ev.agencyOf[u]].add(p)
	}
	var posts, units, agencies []float64
	var unitOfPost, agencyOfUnit []int32
	for j, p := range l.Posts {
		if p.Need > 0 {
			posts, unitOfPost = append(posts, p.Coverage.Value), append(unitOfPost, ev.unitOf[j])
		}
	}
	for u, unit := range ev.units {
		if owner[u] {
			own[u].finish(unit.ID)
			l.Units = append(l.Units, own[u])
			if own[u].Need > 0 {
				units, agencyOfUnit = append(units, own[u].Coverage.Value), append(agencyOfUnit, ev.agencyOf[u])
			}
		}
		if unit.Parent == "" {
			agency[u].finish(unit.ID)
			l.Agencies = append(l.Agencies, agency[u])
			if agency[u].Need > 0 {
				agencies = append(agencies, agency[u].Coverage.Value)
			}
		}
	}
	l.AcrossPosts = inequality(posts, unitOfPost)
	l.AcrossUnits = inequality(units, agencyOfUnit)
	l.AcrossAgencies = inequality(agencies, nil)
	return l
}

func (u *UnitLoad) add(p *PostLoad) {
	u.Holders += p.Holders
	u.Staff += p.Staff
	u.Need += p.Need
}

func (u *UnitLoad) finish(id mutasi.UnitID) {
	u.Unit = id
	u.Coverage = ratio(float64(u.Staff), float64(u.Need))
	u.Efficiency = ratio(float64(u.Need), float64(u.Staff))
}

// inequality measures x. group is the group of each value, for Between and Within;
// it may be nil.
func inequality(x []float64, group []int32) Inequality {
	why := ZeroMean
	q := Inequality{Count: len(x), Mean: undefined(NoValues)}
	if len(x) == 0 {
		why = NoValues
	} else {
		q.Mean = Figure{Value: sample.Mean(x)}
	}
	q.Gini = figure(Gini(x), why)
	q.Jain = figure(Jain(x), why)
	q.Theil = figure(Theil(x), why)
	q.Atkinson = figure(Atkinson(x, 0.5), why)
	q.Hoover = figure(Hoover(x), why)
	q.CV = figure(CV(x), why)
	q.Spread = figure(Spread(x), why)
	between, within := math.NaN(), math.NaN()
	if group != nil {
		between, within = TheilParts(x, group)
	}
	q.Between, q.Within = figure(between, why), figure(within, why)
	return q
}

// Seats compares holders with seats.
type Seats struct {
	Total  int // seats of all posts
	Filled int // taken seats; a post with more holders than seats counts its seats

	Vacant     int // free seats
	OverFull   int // number of people beyond the seats of their post
	BelowFloor int // number of people missing for the MinSeats of posts

	Vacancies []Vacancy // posts whose holders are not as many as the seats, in input order
}

// Vacancy is a post with free seats, with too many holders or with too few.
type Vacancy struct {
	Position         mutasi.PositionID
	Holders          int
	Seats, MinSeats  int
	Vacant, OverFull int // number of free seats, and of people beyond the seats
	BelowFloor       int // number of people missing for MinSeats
}

func (ev *evaluator) seats(plan seating) Seats {
	holders := make([]int, len(ev.positions))
	for _, j := range plan {
		if j != bench {
			holders[j]++
		}
	}
	var s Seats
	for j, p := range ev.positions {
		v := Vacancy{Position: p.ID, Holders: holders[j], Seats: p.Seats, MinSeats: p.MinSeats}
		v.Vacant = max(0, p.Seats-holders[j])
		v.OverFull = max(0, holders[j]-p.Seats)
		v.BelowFloor = max(0, p.MinSeats-holders[j])
		s.Total += p.Seats
		s.Filled += min(holders[j], p.Seats)
		s.Vacant += v.Vacant
		s.OverFull += v.OverFull
		s.BelowFloor += v.BelowFloor
		if v.Vacant > 0 || v.OverFull > 0 {
			s.Vacancies = append(s.Vacancies, v)
		}
	}
	return s
}
