package main

import (
	"fmt"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// An unplaced person, and what stands between them and a post.
type unplaced struct {
	Employee mutasi.EmployeeID `json:"employee"`
	Name     string            `json:"name"`
	Before   mutasi.PositionID `json:"before"`  // "": without a post today as well
	Posts    int               `json:"posts"`   // of the organisation
	Refused  []refusal         `json:"refused"` // by rule; one post may be refused by several
	Open     int               `json:"open"`    // posts that no rule refuses
	Seats    int               `json:"seats"`   // of these
	Free     int               `json:"free"`    // of these seats; none under an optimal plan
}

// A refusal counts the posts that a rule refuses somebody.
type refusal struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
	Posts  int    `json:"posts"`
}

// unplacedOf tells why people have no post, by asking every rule about every
// post, as the solver did.
func unplacedOf(o *mutasi.Organization, s *assignment.Solution, rules []mutasi.Rule) []unplaced {
	holders := s.Plan.Holders()
	list := []unplaced{}
	for id := range s.Unplaced() {
		e, _ := o.Employee(id)
		u := unplaced{Employee: id, Name: e.Name, Before: e.Position, Refused: []refusal{}}
		refused := make([]int, len(rules))
		for p := range o.Positions() {
			u.Posts++
			open := true
			for k, rule := range rules {
				if !rule.Permits(e, p, e.Position) {
					refused[k]++
					open = false
				}
			}
			if open {
				u.Open++
				u.Seats += p.Seats
				u.Free += p.Seats - len(holders[p.ID])
			}
		}
		for k, n := range refused {
			if n > 0 {
				u.Refused = append(u.Refused, refusal{rules[k].Name, rules[k].Reason, n})
			}
		}
		list = append(list, u)
	}
	return list
}

// why puts the reasons into words, a line each.
func (u *unplaced) why() []string {
	var lines []string
	switch allowed := counted(u.Open, "post is", "posts are") + " allowed"; {
	case u.Open == 0:
	case u.Seats == 0:
		lines = append(lines, allowed+", but there is no seat")
	case u.Free == 0 && u.Seats == 1:
		lines = append(lines, allowed+", and the only seat there is taken")
	case u.Free == 0:
		lines = append(lines, fmt.Sprintf("%s, and all %d seats there are taken", allowed, u.Seats))
	default:
		lines = append(lines, fmt.Sprintf("%s, with %d of %s free: the search was ended before it was done",
			allowed, u.Free, counted(u.Seats, "seat", "seats")))
	}
	refusals := 0
	for _, r := range u.Refused {
		if r.Posts == u.Posts { // which makes other rules beside the point
			return []string{fmt.Sprintf("every post is refused by %s [%s]", r.Rule, r.Reason)}
		}
		refusals += r.Posts
		lines = append(lines, fmt.Sprintf("%s refused by %s [%s]", counted(r.Posts, "post is", "posts are"), r.Rule, r.Reason))
	}
	if refusals > u.Posts-u.Open {
		lines = append(lines, "some of them by more than one rule")
	}
	return lines
}
