package cityscape

import (
	"fmt"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// A post is a position in the making.
type post struct {
	division *division
	rank     rank
	position mutasi.Position
	need     int // in hundredths
	work     []workload.Activity
	holders  int // today
	homes    int // people made for it
}

// units returns the agencies, each followed by its divisions.
func units() []mutasi.Unit {
	var list []mutasi.Unit
	for _, a := range city {
		list = append(list, mutasi.Unit{ID: mutasi.UnitID(a.id), Name: a.name})
		for _, d := range a.divisions {
			list = append(list, mutasi.Unit{ID: mutasi.UnitID(a.id + "." + d.id), Name: d.name, Parent: mutasi.UnitID(a.id)})
		}
	}
	return list
}

// posts returns the posts with their work and their seats, and how many people
// hold each of them today.
func posts(r *random) []*post {
	var list []*post
	for i := range city {
		for j := range city[i].divisions {
			d := &city[i].divisions[j]
			unit := mutasi.UnitID(city[i].id + "." + d.id)
			for k := head; k < ranks; k++ {
				list = append(list, d.post(r, unit, k))
			}
		}
	}
	settle(list)
	for _, p := range list {
		p.position.Seats = p.seats(r)
	}
	return list
}

func (d *division) post(r *random, unit mutasi.UnitID, k rank) *post {
	rung := d.rung(k)
	title := d.staff
	switch k {
	case head:
		title = d.head
	case clerk:
		title = d.clerk
	}
	p := &post{division: d, rank: k, need: d.needs[k], work: d.activities(r, k, d.needs[k])}
	p.position = mutasi.Position{
		ID:       mutasi.PositionID(string(unit) + "." + rung.code),
		Title:    fmt.Sprintf(rung.title, title),
		Unit:     unit,
		Need:     workload.Need(p.work, workload.YearOf1250Hours),
		Standard: d.standard(rung),
		Attributes: map[string]string{
			"golongan_min": grades[rung.least],
			"golongan_max": grades[rung.most],
		},
	}
	switch k {
	case head:
		p.position.Weight = float64(d.strategic) / 10
	case senior:
		p.position.Weight = 1.2
	}
	switch p.holders = (p.need*d.coverage + 5000) / 10_000; {
	case k == head && d.coverage < 70:
		p.holders = 0 // nobody has led the shortest divisions for a while
	case k == head:
		p.holders = 1
	case rung == &helpers:
		p.holders = p.needed()
	}
	return p
}

func (d *division) standard(rung *ladder) competency.Standard {
	var s competency.Standard
	for i, c := range competency.ASN2017().Competencies {
		s = append(s, competency.Requirement{
			Competency: c.ID,
			Level:      rung.managerial[i],
			Weight:     rung.managerialWeight,
		})
	}
	for i, id := range d.skills {
		s = append(s, competency.Requirement{
			Competency: id,
			Level:      rung.technical[i],
			Weight:     rung.technicalWeight,
			Mandatory:  i == 0 && mandatory[id] && rung.technical[0] >= 4,
			Core:       i < 2,
		})
	}
	return s
}

// settle brings the number of holders to that of the people in posts, by one
// person at a time in the junior and skilled posts, sparing the divisions whose
// coverage stands out.
func settle(list []*post) {
	excess := -inPost
	for _, p := range list {
		excess += p.holders
	}
	for excess != 0 {
		for _, p := range list {
			if p.rank != junior && p.rank != skilled {
				continue
			}
			switch {
			case excess > 0 && p.division.coverage > 80:
				p.holders--
				excess--
			case excess < 0 && p.division.coverage < 120:
				p.holders++
				excess++
			}
		}
	}
}

// seats returns the seats of a post: those that its need takes and, in
// divisions that have grown, some for the holders of today, though not for all
// of them.
func (p *post) seats(r *random) int {
	needed := p.needed()
	switch {
	case p.rank == head || p.division.rung(p.rank) == &helpers:
		return needed
	case p.division.coverage > 110:
		return max(needed, min(p.holders-r.weighted(7, 1, 1), needed+needed*36/100))
	}
	return needed + r.weighted(9, 1)
}

// needed is the need in whole people.
func (p *post) needed() int { return p.position.Need.Posts() }

// share gives each post of a group as many homes as its need takes of total:
// rounded down, the rest to the largest remainders, in the order of the posts
// where they are equal.
func share(group []*post, total int) {
	sum := 0
	for _, p := range group {
		sum += p.need
	}
	rest := total
	for _, p := range group {
		p.homes = p.need * total / sum
		rest -= p.homes
	}
	given := make(map[*post]bool, rest)
	for ; rest > 0; rest-- {
		var best *post
		for _, p := range group {
			if !given[p] && (best == nil || p.need*total%sum > best.need*total%sum) {
				best = p
			}
		}
		best.homes++
		given[best] = true
	}
}
