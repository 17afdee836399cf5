package programme

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/mutasi-go/mutasi"
)

// Item is a question of a survey that is answered on the scale of the survey.
type Item struct {
	ID      string
	Reverse bool // a high answer is bad: "I often think of leaving"
}

// Response holds the answers of a person who was asked to take part.
type Response struct {
	Respondent string
	Group      string         // such as an agency, for [Survey.NonResponse]; may be ""
	Answers    map[string]int // by item; an item that is not there was not answered; without answers the person did not take part
}

// Survey holds the answers to a set of items on a Likert scale, such as a
// survey of satisfaction (survei kepuasan). Answers to reversed items are
// turned round when they are read, so that more is better everywhere. It is
// immutable. A nil Survey has no items and no respondents.
type Survey struct {
	least, most int
	items       []Item
	people      []person // by respondent
}

type person struct {
	id, group string
	answers   []int // by item; least−1 is an item not answered
}

// NewSurvey returns the survey of the given items and responses, answered on
// the scale from least to most. The error joins all faults, each a
// *[mutasi.Fault]: a scale without two steps, items and respondents that are
// empty or occur twice, answers to unknown items and off the scale.
func NewSurvey(least, most int, items []Item, responses []Response) (*Survey, error) {
	places := make([]mutasi.Fault, len(responses))
	for i := range places {
		places[i].Path = "responses[" + strconv.Itoa(i) + "]"
	}
	s, problems := newSurvey(least, most, items, responses, places)
	if len(problems) > 0 {
		return nil, joinFaults(problems)
	}
	return s, nil
}

func newSurvey(least, most int, items []Item, responses []Response, places []mutasi.Fault) (*Survey, []error) {
	var problems []error
	fault := func(at mutasi.Fault, format string, args ...any) {
		at.Problem = fmt.Sprintf(format, args...)
		problems = append(problems, &at)
	}
	if least >= most || least < -1000 || most > 1000 {
		fault(mutasi.Fault{Path: "scale"}, "from %d to %d; it needs at least two steps within −1000 and 1000", least, most)
		return nil, problems
	}
	s := &Survey{least: least, most: most, items: slices.Clone(items)}
	index := make(map[string]int)
	for k, item := range items {
		at := mutasi.Fault{Path: "items[" + strconv.Itoa(k) + "]"}
		if item.ID == "" {
			fault(at, "the item has no ID")
		} else if _, twice := index[item.ID]; twice {
			fault(at, "item %q occurs twice", item.ID)
		}
		index[item.ID] = k
	}
	seen := make(map[string]bool)
	for i, r := range responses {
		if r.Respondent == "" {
			fault(places[i], "the respondent has no ID; a number will do")
		} else if seen[r.Respondent] {
			fault(places[i], "respondent %q occurs twice", r.Respondent)
		}
		seen[r.Respondent] = true
		p := person{id: r.Respondent, group: r.Group, answers: make([]int, len(items))}
		for k := range p.answers {
			p.answers[k] = s.none()
		}
		ids := make([]string, 0, len(r.Answers))
		for id := range r.Answers {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		for _, id := range ids {
			k, known := index[id]
			v := r.Answers[id]
			switch {
			case !known:
				fault(places[i], "respondent %q answers item %q, which the survey does not have", r.Respondent, id)
			case v < least || v > most:
				fault(places[i], "respondent %q answers %d to item %q; the scale is %d to %d", r.Respondent, v, id, least, most)
			case items[k].Reverse:
				p.answers[k] = least + most - v
			default:
				p.answers[k] = v
			}
		}
		s.people = append(s.people, p)
	}
	slices.SortStableFunc(s.people, func(a, b person) int { return cmp.Compare(a.id, b.id) })
	return s, problems
}

// none stands for an answer that was not given.
func (s *Survey) none() int { return s.least - 1 }

// ReadSurvey reads a survey from CSV. The columns are respondent, group if there
// are groups, and one per item, in any order under a header; other columns are
// an error. An empty cell is an item that was not answered. A line without
// answers is a person who was asked and did not take part.
//
// name is the name of the file in errors. The error joins all faults, each a
// *[mutasi.Fault] with file, line and column.
func ReadSurvey(r io.Reader, name string, least, most int, items []Item) (*Survey, error) {
	t, err := readTable(r, name)
	if err != nil {
		return nil, err
	}
	column := map[string]int{"respondent": -1, "group": -1}
	for _, item := range items {
		column[item.ID] = -1
	}
	t.columns(column)
	if column["respondent"] < 0 {
		t.fault(1, "", "column %q is missing", "respondent")
	}
	for _, item := range items {
		if column[item.ID] < 0 {
			t.fault(1, "", "column %q is missing", item.ID)
		}
	}
	if len(t.problems) > 0 {
		return nil, joinFaults(t.problems)
	}
	responses := make([]Response, len(t.rows))
	places := make([]mutasi.Fault, len(t.rows))
	for i, row := range t.rows {
		places[i].Source = name + ":" + strconv.Itoa(row.line)
		responses[i] = Response{Respondent: row.cells[column["respondent"]], Answers: make(map[string]int)}
		if k := column["group"]; k >= 0 {
			responses[i].Group = row.cells[k]
		}
		for _, item := range items {
			text := strings.TrimSpace(row.cells[column[item.ID]])
			if text == "" {
				continue
			}
			v, err := strconv.Atoi(text)
			if err != nil {
				t.fault(row.line, item.ID, "%q is not a whole number", text)
				continue
			}
			responses[i].Answers[item.ID] = v
		}
	}
	s, problems := newSurvey(least, most, items, responses, places)
	if err := joinFaults(append(t.problems, problems...)); err != nil {
		return nil, err
	}
	return s, nil
}
