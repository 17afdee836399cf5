package prose

import (
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

//go:embed letter.html
var letterHTML string

var letterTemplate = template.Must(template.New("letter").Parse(letterHTML))

// Letter is what the letter to one person holds. Explanation is needed; the rest is
// left out where it is nil or empty.
type Letter struct {
	Language    mutasi.Language
	Office      string // who sends it, at the top
	Explanation *assignment.Explanation
	// Wanted answers about a post that the person asked for. Holders are those who
	// have it in the plan; the letter names them, for whoever objects must say who
	// was preferred, and by which goal. It tells nothing else of them.
	Wanted  *assignment.Counterfactual
	Holders []mutasi.EmployeeID
	Proven  bool // the plan is proven optimal
}

// letterPage is a letter in words.
type letterPage struct {
	Language, Title, Office string
	Sections                []letterSection
}

// letterSection is a heading with its paragraphs and a list.
type letterSection struct {
	Heading    string
	Paragraphs []string
	List       []string
}

// WriteLetter writes a letter to one person: the decision, its reasons, the goals, the
// gaps, what would have to change, and who holds the post asked for. It is one HTML
// page that refers to no other file and prints on one sheet.
//
// The error says what is missing, or is that of w.
func (w *Writer) WriteLetter(to io.Writer, l *Letter) error {
	if to == nil {
		return errors.New("prose: a letter needs a writer")
	}
	if l == nil || l.Explanation == nil {
		return errors.New("prose: a letter needs an Explanation; ask Solution.Explain for one")
	}
	page := letterPage{Language: l.Language.String(), Title: w.say("letter.title"), Office: l.Office}
	if page.Language == "" {
		page.Language = mutasi.English.String()
	}
	x := l.Explanation
	sentences := w.Explanation(x)
	page.Sections = append(page.Sections, letterSection{Heading: w.say("letter.decision"), Paragraphs: sentences[:min(2, len(sentences))]})
	why := letterSection{Heading: w.say("letter.why"), Paragraphs: []string{w.say("letter.criteria")}}
	for _, g := range w.goals {
		why.List = append(why.List, upper(w.Goal(g))+".")
	}
	page.Sections = append(page.Sections, why)
	if x.Given != "" {
		page.Sections = append(page.Sections, letterSection{Heading: w.say("letter.gaps"), Paragraphs: []string{w.Gaps(x.Employee, x.Gaps)}})
	}
	if l.Wanted != nil {
		asked := letterSection{Heading: w.say("letter.wanted"), Paragraphs: w.Counterfactual(l.Wanted)}
		if l.Wanted.Wanted != "" {
			holders := w.say("letter.holders.none")
			if len(l.Holders) > 0 {
				holders = w.say("letter.holders", "people", w.people(l.Holders))
			}
			asked.Paragraphs = append(asked.Paragraphs, holders)
		}
		page.Sections = append(page.Sections, asked)
	}
	if l.Proven {
		page.Sections = append(page.Sections, letterSection{Paragraphs: []string{w.say("letter.proof")}})
	}
	if err := letterTemplate.Execute(to, page); err != nil {
		return fmt.Errorf("prose: letter: %w", err)
	}
	return nil
}
