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
	Office      string // who sends it, at the top
	Explanation *assignment.Explanation
	// Wanted answers about a post that the person asked for. Holders are those who
	// have it in the plan; the letter names them, for whoever objects must say who
	// was preferred, and by which goal. It names nobody else, and tells nothing else of
	// them: of the people who would have to give way it gives the number.
	Wanted  *assignment.Counterfactual
	Holders []mutasi.EmployeeID
	Proven  bool   // the plan is proven optimal
	Digest  string // of the audit record; "": the letter names none
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
	page := letterPage{Language: w.in.String(), Title: w.say("letter.title"), Office: l.Office}
	x := l.Explanation
	sentences := w.Explanation(x)
	page.Sections = append(page.Sections,
		letterSection{Heading: w.say("letter.decision"), Paragraphs: sentences[:min(2, len(sentences))]},
		letterSection{Heading: w.say("letter.reasons"), Paragraphs: w.Others(x)})
	why := letterSection{Heading: w.say("letter.why"), Paragraphs: []string{w.say("letter.criteria")}}
	for _, g := range w.goals {
		why.List = append(why.List, upper(w.Goal(g))+".")
	}
	page.Sections = append(page.Sections, why)
	if x.Given != "" {
		page.Sections = append(page.Sections, letterSection{Heading: w.say("letter.gaps"), Paragraphs: []string{w.Gaps(x.Employee, x.Gaps)}})
	}
	if l.Wanted != nil {
		page.Sections = append(page.Sections, w.asked(l)...)
	}
	var proof []string
	if l.Proven {
		proof = append(proof, w.say("letter.proof"))
	}
	if l.Digest != "" {
		proof = append(proof, w.say("letter.digest", "digest", l.Digest))
	}
	if len(proof) > 0 {
		page.Sections = append(page.Sections, letterSection{Paragraphs: proof})
	}
	if err := letterTemplate.Execute(to, page); err != nil {
		return fmt.Errorf("prose: letter: %w", err)
	}
	return nil
}

// asked answers about the post that the person asked for, and says what would have to
// change.
func (w *Writer) asked(l *Letter) []letterSection {
	c := l.Wanted
	out := letterSection{Heading: w.say("letter.wanted"), Paragraphs: w.outcome(c)}
	if n := len(c.Chain) - 1; n > 0 {
		out.Paragraphs = append(out.Paragraphs, w.count("whynot.others", n))
	}
	if c.Wanted != "" && c.Wanted != c.Given {
		holders := w.say("letter.holders.none")
		if len(l.Holders) > 0 {
			holders = w.say("letter.holders", "people", w.people(l.Holders))
		}
		out.Paragraphs = append(out.Paragraphs, holders)
		if len(l.Holders) > 0 && len(c.Refused) == 0 && c.Regret.Possible && c.Regret.Goal >= 0 {
			out.Paragraphs = append(out.Paragraphs, w.say("letter.decided", "goal", w.number(float64(c.Regret.Goal+1))))
		}
	}
	change := letterSection{Heading: w.say("letter.change")}
	if len(c.Refused) > 0 {
		change.Paragraphs = append(change.Paragraphs, w.say("letter.lifted", "person", w.Person(c.Employee)))
	} else {
		change.Paragraphs = append(change.Paragraphs, w.change(c)...)
	}
	if len(change.Paragraphs) == 0 {
		return []letterSection{out}
	}
	return []letterSection{out, change}
}
