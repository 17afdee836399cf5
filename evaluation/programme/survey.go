package programme

import (
	"cmp"
	"io"
	"slices"
	"strconv"

	"github.com/mutasi-go/mutasi/evaluation/internal/fault"
	"github.com/mutasi-go/mutasi/internal/message"
	"github.com/mutasi-go/mutasi/internal/table"
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

// NewSurvey returns the survey of the given items and responses, answered on the
// scale from least to most. The error joins all faults: a scale without two
// steps, an item or respondent whose ID is empty or occurs twice, an answer to an
// unknown item, and an answer off the scale. Each is a
// *[github.com/mutasi-go/mutasi.Fault].
func NewSurvey(least, most int, items []Item, responses []Response) (*Survey, error) {
	var faults fault.List
	s := newSurvey(least, most, items, responses, func(path string, _ int, problem message.Message) {
		faults.Add(path, "", problem)
	})
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// newSurvey calls fail for each fault, with the path to it and the index of the
// response, −1 where it is in none.
func newSurvey(least, most int, items []Item, responses []Response, fail func(path string, response int, problem message.Message)) *Survey {
	if least >= most || least < -1000 || most > 1000 {
		fail("scale", -1, badScale.With(least, most))
		return nil
	}
	s := &Survey{least: least, most: most, items: slices.Clone(items)}
	index := make(map[string]int)
	for k, item := range items {
		path := "items[" + strconv.Itoa(k) + "]"
		if item.ID == "" {
			fail(path, -1, namelessItem.With())
		} else if _, twice := index[item.ID]; twice {
			fail(path, -1, repeatedItem.With(item.ID))
		}
		index[item.ID] = k
	}
	seen := make(map[string]bool)
	for i, r := range responses {
		path := "responses[" + strconv.Itoa(i) + "]"
		if r.Respondent == "" {
			fail(path, i, namelessRespondent.With())
		} else if seen[r.Respondent] {
			fail(path, i, repeatedRespondent.With(r.Respondent))
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
				fail(path, i, unknownItem.With(r.Respondent, id))
			case v < least || v > most:
				fail(path, i, answerOffScale.With(r.Respondent, v, id, least, most))
			case items[k].Reverse:
				p.answers[k] = least + most - v
			default:
				p.answers[k] = v
			}
		}
		s.people = append(s.people, p)
	}
	slices.SortStableFunc(s.people, func(a, b person) int { return cmp.Compare(a.id, b.id) })
	return s
}

// none stands for an answer that was not given.
func (s *Survey) none() int { return s.least - 1 }

// ReadSurvey reads a survey from CSV. The columns are respondent, group if there
// are groups, and one per item, in any order under a header; other columns are
// an error. An empty cell is an item that was not answered. A line without
// answers is a person who was asked and did not take part.
//
// The file is CSV as [github.com/mutasi-go/mutasi.ReadCSV] reads it: with commas,
// semicolons or tabs.
//
// name is the name of the file in errors. The error joins all faults, by line.
// Each is a *[github.com/mutasi-go/mutasi.Fault] with file, line and column.
func ReadSurvey(r io.Reader, name string, least, most int, items []Item) (*Survey, error) {
	columns := []table.Column[Response]{
		table.Text("respondent", func(r *Response) *string { return &r.Respondent }),
		table.Text("group?", func(r *Response) *string { return &r.Group }),
	}
	var reserved []int
	seen := make(map[string]bool)
	for k, item := range items {
		switch {
		case item.ID == "respondent", item.ID == "group":
			reserved = append(reserved, k)
		case item.ID != "" && !seen[item.ID]: // newSurvey reports those that are empty or occur twice
			columns = append(columns, table.Entry(item.ID, func(r *Response) map[string]int { return r.Answers }))
		}
		seen[item.ID] = true
	}
	f := table.NewFile(table.Schema{File: name}, nil, columns...)
	var responses []Response
	var lines []int
	files, err := eachRow(r, f, func(row *table.Reader) {
		r := Response{Answers: make(map[string]int)}
		f.Row(row, &r)
		responses, lines = append(responses, r), append(lines, row.Line())
	})
	if err != nil {
		return nil, err
	}
	for _, k := range reserved {
		files.Fail(table.Location{File: name}, "items["+strconv.Itoa(k)+"]", reservedItem.With(items[k].ID))
	}
	s := newSurvey(least, most, items, responses, func(path string, response int, problem message.Message) {
		at := table.Location{File: name}
		if response >= 0 {
			at.Line, path = lines[response], ""
		}
		files.Fail(at, path, problem)
	})
	if err := faultsOf(files); err != nil {
		return nil, err
	}
	return s, nil
}
