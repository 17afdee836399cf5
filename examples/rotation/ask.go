package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/assignment/prose"
)

// questions are what the command line asks about a plan. Nil and false: not asked.
type questions struct {
	explain    *mutasi.EmployeeID
	whyNot     *string // EMPLOYEE:POST, as it was written
	candidates *mutasi.PositionID
	schedule   bool
	check      string // the file of a record; "": none
}

// any reports whether something was asked, so that the summary is not printed.
func (q *questions) any() bool { return q.check != "" || q.aboutPlan() }

// aboutPlan reports whether something was asked that needs a plan.
func (q *questions) aboutPlan() bool {
	return q.explain != nil || q.whyNot != nil || q.candidates != nil || q.schedule
}

// needsPlan reports whether the program has more to do than to check a record.
func (opts *options) needsPlan() bool {
	return opts.ask.check == "" || opts.ask.aboutPlan() || opts.report != "" || opts.record != "" || opts.letters != ""
}

// pair splits EMPLOYEE:POST. IDs may have colons of their own, so that the first
// split of which both parts exist is taken, and the first of all where none is.
func pair(o *mutasi.Organization, text string) (e mutasi.EmployeeID, p mutasi.PositionID) {
	for k, r := range text {
		if r != ':' {
			continue
		}
		e, p = mutasi.EmployeeID(text[:k]), mutasi.PositionID(text[k+1:])
		_, knownPerson := o.Employee(e)
		_, knownPost := o.Position(p)
		if knownPerson && (knownPost || p == "") {
			return e, p
		}
	}
	first, rest, _ := strings.Cut(text, ":")
	return mutasi.EmployeeID(first), mutasi.PositionID(rest)
}

// known names everybody and every post in the questions that the data do not have.
func (q *questions) known(o *mutasi.Organization) error {
	var faults []error
	person := func(flag string, id mutasi.EmployeeID) {
		if _, ok := o.Employee(id); !ok {
			faults = append(faults, fmt.Errorf("%s: there is no employee %q; give an ID of the column id of employees.csv", flag, id))
		}
	}
	post := func(flag string, id mutasi.PositionID) {
		if _, ok := o.Position(id); !ok && id != "" {
			faults = append(faults, fmt.Errorf("%s: there is no post %q; give an ID of the column id of positions.csv", flag, id))
		}
	}
	if q.explain != nil {
		person("-explain", *q.explain)
	}
	if q.whyNot != nil {
		e, p := pair(o, *q.whyNot)
		person("-why-not", e)
		post("-why-not", p)
	}
	if q.candidates != nil {
		post("-candidates", *q.candidates)
	}
	return errors.Join(faults...)
}

// answers are data for machines, each with the same in sentences.
type answers struct {
	Data       string            `json:"data"`
	Date       string            `json:"date"` // on which the rules are applied
	Check      *recordAnswer     `json:"check,omitempty"`
	Explain    *explainAnswer    `json:"explain,omitempty"`
	WhyNot     *whyNotAnswer     `json:"whyNot,omitempty"`
	Candidates *candidatesAnswer `json:"candidates,omitempty"`
	Schedule   *scheduleAnswer   `json:"schedule,omitempty"`
}

type recordAnswer struct {
	File   string             `json:"file"`
	Record *assignment.Record `json:"record"`
	Text   []string           `json:"text"`
}

type explainAnswer struct {
	Explanation *assignment.Explanation `json:"explanation"`
	Text        []string                `json:"text"`
}

type whyNotAnswer struct {
	Counterfactual *assignment.Counterfactual `json:"counterfactual"`
	Text           []string                   `json:"text"`
}

type candidatesAnswer struct {
	Post    mutasi.PositionID   `json:"post"`
	Options []assignment.Option `json:"options"`

	title  string
	listed []prose.Candidate
	notes  []string
}

type scheduleAnswer struct {
	Schedule *mutasi.Schedule `json:"schedule"`

	lead  []string
	steps []prose.Step
	notes []string
}

// checkRecord checks the record that the options name against the data.
func checkRecord(ctx context.Context, in *input, opts options) (*recordAnswer, error) {
	file, err := os.Open(opts.ask.check)
	if err != nil {
		return nil, fmt.Errorf("-check: %w", err)
	}
	defer file.Close()
	record, err := assignment.CheckRecord(ctx, file, in.problem)
	switch {
	case ctx.Err() != nil:
		return nil, errors.New("interrupted before the record was checked")
	case err != nil:
		return nil, fmt.Errorf("-check: the record %s does not hold for %s on %s:\n%w\na record holds only with the -data and the -date that it was written with",
			opts.ask.check, in.source, opts.date.Format(time.DateOnly), err)
	}
	return &recordAnswer{opts.ask.check, record, in.writer(opts).Record(record)}, nil
}

// answer asks the solution what the options ask.
func (r *outcome) answer(opts options, to *answers) error {
	w, q := r.writer(opts), &opts.ask
	most := listed
	if opts.all {
		most = -1
	}
	if q.explain != nil {
		x, err := r.solution.Explain(*q.explain)
		if err != nil {
			return unproven(err)
		}
		to.Explain = &explainAnswer{x, w.Explanation(x)}
	}
	if q.whyNot != nil {
		c, err := r.solution.WhyNot(pair(r.organization, *q.whyNot))
		if err != nil {
			return unproven(err)
		}
		to.WhyNot = &whyNotAnswer{c, w.Counterfactual(c)}
	}
	if q.candidates != nil {
		list, err := r.solution.Candidates(*q.candidates)
		if err != nil {
			return unproven(err)
		}
		to.Candidates = &candidatesAnswer{Post: *q.candidates, Options: list}
		to.Candidates.title, to.Candidates.listed, to.Candidates.notes = w.Candidates(*q.candidates, r.solution.Plan, list, most)
	}
	if q.schedule {
		s, err := r.organization.Schedule(r.organization.Incumbents(), r.solution.Plan)
		if err != nil {
			return err
		}
		to.Schedule = &scheduleAnswer{Schedule: s, lead: w.Waves(s), steps: w.Steps(s), notes: w.Shortfalls(s)}
	}
	return nil
}

// unproven says what to do where a question needs a plan that is proven optimal.
func unproven(err error) error {
	if errors.Is(err, assignment.ErrNotOptimal) {
		return fmt.Errorf("%w; explanations need one: give it more time with -timeout, or leave that away", err)
	}
	return err
}

// write writes the answers as the options say.
func (a *answers) write(to io.Writer, opts options, o *mutasi.Organization) error {
	if opts.json {
		encoder := json.NewEncoder(to)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(a)
	}
	t := &text{}
	say := func(sentences []string) {
		if t.Len() > 0 {
			t.line("")
		}
		for _, s := range sentences {
			t.line("%s", s)
		}
	}
	if a.Check != nil {
		say(a.Check.Text)
	}
	if a.Explain != nil {
		say(a.Explain.Text)
	}
	if a.WhyNot != nil {
		say(a.WhyNot.Text)
	}
	if c := a.Candidates; c != nil {
		say([]string{c.title})
		c.table(t, o)
		for _, note := range c.notes {
			t.line("%s", note)
		}
	}
	if s := a.Schedule; s != nil {
		say(s.lead)
		s.table(t, o)
		for _, note := range s.notes {
			t.line("%s", note)
		}
	}
	_, err := io.WriteString(to, t.String())
	return err
}

// table lists the candidates.
func (c *candidatesAnswer) table(t *text, o *mutasi.Organization) {
	name := func(x prose.Candidate) string { return nameOf(o, x.Employee) }
	ids := width(c.listed, func(x prose.Candidate) string { return string(x.Employee) })
	names := width(c.listed, name)
	for _, x := range c.listed {
		t.line("  %s  %s  %s", pad(string(x.Employee), ids), pad(name(x), names), x.Cost)
	}
}

// table lists the moves of all steps, in columns that are as wide in every step.
func (s *scheduleAnswer) table(t *text, o *mutasi.Organization) {
	var all []mutasi.Transfer
	for _, step := range s.steps {
		all = append(all, step.Moves...)
	}
	ids := width(all, func(x mutasi.Transfer) string { return string(x.Employee) })
	names := width(all, func(x mutasi.Transfer) string { return nameOf(o, x.Employee) })
	from := width(all, func(x mutasi.Transfer) string { return post(x.From) })
	for _, step := range s.steps {
		t.line("%s", step.Title)
		for _, x := range step.Moves {
			t.line("  %s  %s  %s → %s", pad(string(x.Employee), ids), pad(nameOf(o, x.Employee), names), pad(post(x.From), from), post(x.To))
		}
		for _, note := range step.Notes {
			t.line("  %s", note)
		}
	}
}

func nameOf(o *mutasi.Organization, id mutasi.EmployeeID) string {
	e, ok := o.Employee(id)
	if !ok {
		return ""
	}
	return e.Name
}
