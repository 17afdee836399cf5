package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

const (
	competencies = 21 // nine managerial and socio-cultural, twelve technical
	postsPerUnit = 12
)

// invent makes an organisation up, the same for the same numbers. People have
// an ability that runs through all their levels; posts are variants of a few
// templates; needs add up to about nine tenths of the people, seats to a tenth
// more than there are; and three ratings in a hundred are missing.
func invent(people, posts int) (*mutasi.Organization, error) {
	r := rand.New(rand.NewPCG(uint64(people), uint64(posts)))
	ids := make([]competency.ID, competencies)
	for k := range ids {
		ids[k] = competency.ID(fmt.Sprintf("C.%d", k+1))
	}
	d := mutasi.Data{
		Units:     make([]mutasi.Unit, (posts+postsPerUnit-1)/postsPerUnit),
		Positions: make([]mutasi.Position, posts),
		Employees: make([]mutasi.Employee, people),
	}
	for u := range d.Units {
		d.Units[u].ID = mutasi.UnitID(fmt.Sprintf("unit-%d", u+1))
	}
	templates := make([][competencies]int, posts/8+1)
	for t := range templates {
		for k := range templates[t] {
			templates[t][k] = 1 + r.IntN(5)
		}
	}
	size, total := make([]float64, posts), 0.0
	for j := range size {
		size[j] = 0.5 + r.Float64()
		total += size[j]
	}
	for j := range d.Positions {
		share := size[j] / total * float64(people)
		p := mutasi.Position{
			ID:    mutasi.PositionID(fmt.Sprintf("post-%d", j+1)),
			Unit:  d.Units[j/postsPerUnit].ID,
			Need:  workload.FTE(0.9 * share),
			Seats: int(1.1*share) + 1,
		}
		for k, level := range templates[r.IntN(len(templates))] {
			if r.IntN(10) == 0 {
				level = 1 + r.IntN(5)
			}
			p.Standard = append(p.Standard, competency.Requirement{Competency: ids[k], Level: competency.Level(level), Weight: float64(1 + r.IntN(3))})
		}
		d.Positions[j] = p
	}
	for i := range d.Employees {
		e := mutasi.Employee{
			ID:      mutasi.EmployeeID(fmt.Sprintf("person-%d", i+1)),
			Profile: make(competency.Profile, competencies),
		}
		if r.IntN(20) != 0 {
			e.Position = d.Positions[r.IntN(posts)].ID
		}
		ability := 2*r.Float64() - 1
		for _, c := range ids {
			if r.IntN(100) < 3 {
				continue
			}
			level := int(3.5 + 1.2*ability + 1.8*(2*r.Float64()-1))
			e.Profile[c] = competency.Rating{Level: competency.Level(min(max(level, 1), 5))}
		}
		d.Employees[i] = e
	}
	return mutasi.AdoptData(d) // a country is too large to have twice
}
