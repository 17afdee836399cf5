package report

import (
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation"
)

// Language is the language of a report.
type Language = mutasi.Language

// The languages of reports.
const (
	English    = mutasi.English
	Indonesian = mutasi.Indonesian
)

// Options says how a report is written. Nil and the zero value are the defaults.
type Options struct {
	Language Language

	// Title stands at the top; "" is a title in the language of the report.
	Title string

	// Audits are added to the report, each under its name.
	Audits []NamedAudit

	// Decision accounts for the plan; nil leaves that out.
	Decision *Decision

	// Rows is the most rows that the tables of people and posts show, those
	// that change most first; 0 means 500. A report says what it leaves out.
	Rows int

	// Anonymous leaves out the tables in which people are named: the transfers, and
	// who has no post.
	Anonymous bool
}

// NamedAudit is a group audit with the name of what it compares, such as "Gender".
type NamedAudit struct {
	Name   string
	Result *evaluation.GroupAudit
}

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// Write writes the report on a change of o to w: one HTML file that refers to
// no other. opts may be nil. It is an error if w or c is nil, if c is about
// another organisation, if an audit is missing, if the decision has figures that are
// no numbers or people who are unknown, or if w fails.
//
// Its size grows with units and agencies up to some hundreds of kilobytes, and
// not with people beyond Options.Rows.
func Write(w io.Writer, o *mutasi.Organization, c *evaluation.Change, opts *Options) error {
	if opts == nil {
		opts = new(Options)
	}
	if w == nil {
		return errors.New("report: the writer is nil; create a file first")
	}
	if c == nil || c.Before == nil || c.After == nil {
		return errors.New("report: there is no change to report; make one with evaluation.Compare")
	}
	if opts.Language != English && opts.Language != Indonesian {
		return fmt.Errorf("report: unknown language %d", opts.Language)
	}
	for _, a := range opts.Audits {
		if a.Result == nil {
			return fmt.Errorf("report: the audit %q has no result; make one with evaluation.Audit", a.Name)
		}
	}
	b := &builder{o: o, c: c, opts: *opts, words: words(opts.Language)}
	if b.opts.Rows <= 0 {
		b.opts.Rows = 500
	}
	if err := b.check(); err != nil {
		return err
	}
	p, err := b.page()
	if err != nil {
		return err
	}
	return pageTemplate.Execute(w, p)
}

// check refuses a change of another organisation.
func (b *builder) check() error {
	for _, r := range []*evaluation.Report{b.c.Before, b.c.After} {
		for _, u := range r.Load.Units {
			if _, ok := b.o.Unit(u.Unit); !ok {
				return fmt.Errorf("report: the change is about another organisation: unit %q is unknown", u.Unit)
			}
		}
		posts := 0
		for range b.o.Positions() {
			posts++
		}
		if len(r.Load.Posts) != posts {
			return fmt.Errorf("report: the change is about another organisation: it has %d posts, not %d", len(r.Load.Posts), posts)
		}
		if len(r.Load.Units) != len(b.c.Before.Load.Units) || len(r.Load.Posts) != len(b.c.Before.Load.Posts) {
			return errors.New("report: before and after are about different organisations")
		}
	}
	for _, t := range b.c.Transfers {
		if _, ok := b.o.Employee(t.Employee); !ok {
			return fmt.Errorf("report: the change is about another organisation: employee %q is unknown", t.Employee)
		}
	}
	return b.checkDecision()
}

// A page is what the template shows.
type page struct {
	Lang, Title, Lead string
	CSS               template.CSS
	JS                template.JS
	Cards             []card
	Sections          []section
	Contents          string
	Footer            []string
}

// A card is a figure at the top.
type card struct {
	Label, Before, After, Verdict, Class string
}

type section struct {
	ID, Title  string
	Lead       []string
	Figures    []figure
	Tables     []grid
	Notes      []string
	NotesTitle string
}

// A figure is a plot for wide and one for narrow screens.
type figure struct {
	Wide, Narrow template.HTML
	Caption, Alt string
}

// A grid is a table that sorts.
type grid struct {
	Caption string
	Head    []column
	Rows    [][]cell
	Note    string
}

type column struct {
	Text    string
	Numeric bool
}

type cell struct {
	Text  string
	Sort  string // what to sort by where it differs from the text
	Class string
}

// A builder fills a page.
type builder struct {
	o     *mutasi.Organization
	c     *evaluation.Change
	opts  Options
	words words
	named map[string]int // units by name, alone and with the agency
}

func (b *builder) page() (*page, error) {
	t := b.words
	p := &page{
		Lang: t.code(), Title: b.opts.Title, CSS: template.CSS(pageCSS), JS: template.JS(pageJS),
		Contents: t.say("Contents"),
	}
	if p.Title == "" {
		p.Title = t.say("Evaluation of the transfer plan")
	}
	after := b.c.After
	p.Lead = t.sayf("People: %s. Posts: %s. Units with posts: %s. Moves from post to post: %s. First posts: %s. Without a post from now on: %s.",
		t.count(after.People), t.count(len(after.Load.Posts)), t.count(len(after.Load.Units)),
		t.count(after.Moves.Moved), t.count(after.Moves.FirstPlacements), t.count(after.Moves.Departures))
	p.Cards = b.cards()
	for _, build := range []func() (section, error){
		b.verdicts, b.load, b.balance, b.fit, b.moves, b.transfers, b.seats, b.people, b.rules, b.decision,
	} {
		s, err := build()
		if err != nil {
			return nil, err
		}
		if s.Title != "" {
			p.Sections = append(p.Sections, s)
		}
	}
	for i, a := range b.opts.Audits {
		s, err := b.audit(i, a)
		if err != nil {
			return nil, err
		}
		p.Sections = append(p.Sections, s)
	}
	p.Footer = []string{
		t.say("Fit counts every placed person once. Coverage is staff divided by need, in full-time equivalents; 1 means as much staff as the work requires."),
		t.say("A balanced organisation is not yet a well-staffed one: read every measure of inequality beside its mean."),
		t.say("A plan that was optimised for fit has better fit. Judge the programme by what was not optimised, and by what happens afterwards."),
	}
	return p, nil
}
