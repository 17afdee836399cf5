package cityscape

import (
	"fmt"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
)

const (
	people = 1200
	inPost = 1174 // the others are on the bench

	missingPercent = 3  // of the ratings
	swapPercent    = 18 // of those in a post of their own who have traded it
)

// Today is the day on which the city is described. Nobody took up a post later.
var Today = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// A person is an employee in the making.
type person struct {
	home  *post
	today *post // nil on the bench
	grade grade
	since time.Time
	state string // why the person may not move, "" for most
}

// groups returns the posts among which people are exchanged: those of a rank,
// the helpers apart.
func groups(list []*post) [][]*post {
	var groups [ranks + 1][]*post
	for _, p := range list {
		k := p.rank
		if p.division.rung(k) == &helpers {
			k = ranks
		}
		groups[k] = append(groups[k], p)
	}
	return groups[:]
}

// benched is the number of people without a post for each group, the remainder
// being juniors.
var benched = [ranks + 1]int{head: 1, senior: 3, skilled: 4, clerk: 5, ranks: 3}

// staff returns everybody, with a home and a place today.
func staff(r *random, list []*post) []*person {
	bench := benched
	bench[junior] = people - inPost
	for k, n := range benched {
		if k != int(junior) {
			bench[junior] -= n
		}
	}
	var all []*person
	for k, group := range groups(list) {
		today := 0
		for _, p := range group {
			today += p.holders
		}
		share(group, today+bench[k])
		all = append(all, settleIn(r, group)...)
	}
	for _, p := range all {
		rung := p.home.division.rung(p.home.rank)
		p.grade = rung.least + grade(r.below(int(rung.most-rung.least)+1))
		if p.today != nil {
			p.since = Today.AddDate(0, 0, -days(r))
		}
		if p.today != nil && r.chance(1) {
			p.state = "proses disiplin"
		}
	}
	exceptions(all)
	shuffle(r, all)
	return all
}

// settleIn makes the people at home in a group of posts and gives them the
// places of today: their own as far as there is one, else what is left.
func settleIn(r *random, group []*post) []*person {
	var all, settled, adrift []*person
	var open []*post
	for _, p := range group {
		for i := range p.homes {
			q := &person{home: p}
			all = append(all, q)
			if i < p.holders {
				q.today = p
				settled = append(settled, q)
			} else {
				adrift = append(adrift, q)
			}
		}
		for range p.holders - p.homes {
			open = append(open, p)
		}
	}
	shuffle(r, adrift)
	for i, p := range open {
		adrift[i].today = p
	}
	shuffle(r, settled)
	for i := 0; i+1 < len(settled)*swapPercent/100; i += 2 {
		settled[i].today, settled[i+1].today = settled[i+1].today, settled[i].today
	}
	return all
}

// days returns how long a post has been held: for a third less than two years,
// for the others up to nine.
func days(r *random) int {
	if r.chance(34) {
		return r.between(20, 725)
	}
	return r.between(740, 9*365)
}

// exceptions are people on the bench whom the rules keep there: some on study
// leave, and one back from a mission with a golongan above all posts.
func exceptions(all []*person) {
	leave := 3
	for _, p := range all {
		switch {
		case p.today != nil:
		case p.home.rank == head:
			p.grade = 15
		case p.home.rank == junior && leave > 0:
			p.state = "tugas belajar"
			leave--
		}
	}
}

// A quality is how far the levels that people hold lie from those of their
// home: weights of −2, −1, 0, +1 and +2.
var qualities = [...][5]int{
	{0, 0, 70, 24, 6},
	{0, 8, 68, 20, 4},
	{6, 28, 54, 10, 2},
}

// profile returns the levels of a person in all competencies, without those
// that nobody assessed.
func profile(r *random, home *post) competency.Profile {
	held := map[competency.ID]competency.Level{}
	for _, id := range technical {
		held[id] = competency.Level(1 + r.weighted(62, 30, 8))
	}
	quality := qualities[r.weighted(55, 32, 13)]
	for _, q := range home.position.Standard {
		held[q.Competency] = min(5, max(1, q.Level+competency.Level(r.weighted(quality[:]...)-2)))
	}
	for _, id := range competencies() {
		if r.chance(missingPercent) {
			delete(held, id)
		}
	}
	return competency.Levels(held)
}

// competencies lists everything that is assessed, in the order of the files.
func competencies() []competency.ID {
	var list []competency.ID
	for _, c := range competency.ASN2017().Competencies {
		list = append(list, c.ID)
	}
	return append(list, technical[:]...)
}

// employees gives the people IDs, names and profiles.
func employees(r *random, all []*person) []mutasi.Employee {
	taken := map[string]bool{}
	list := make([]mutasi.Employee, len(all))
	for i, p := range all {
		e := mutasi.Employee{
			ID:         mutasi.EmployeeID(fmt.Sprintf("P%04d", i+1)),
			Name:       name(r, taken),
			Since:      p.since,
			Profile:    profile(r, p.home),
			Attributes: map[string]string{"golongan": grades[p.grade]},
		}
		if p.today != nil {
			e.Position = p.today.position.ID
		}
		if p.state != "" {
			e.Attributes["status"] = p.state
		}
		list[i] = e
	}
	return list
}
