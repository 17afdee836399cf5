package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi/evaluation"
)

// words speaks the language of a report. Texts are written in English where
// they are used, and looked up by that.
type words Language

func (t words) code() string {
	if Language(t) == Indonesian {
		return "id"
	}
	return "en"
}

// say returns a text in the language of the report.
func (t words) say(english string) string {
	if Language(t) == Indonesian {
		if s, ok := indonesian[english]; ok {
			return s
		}
	}
	return english
}

// sayf formats a text whose verbs keep their order in every language.
func (t words) sayf(english string, args ...any) string {
	return fmt.Sprintf(t.say(english), args...)
}

// title says a text with a capital at the beginning.
func (t words) title(english string) string {
	s := t.say(english)
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// number writes x with the given decimals, as the language groups them.
func (t words) number(x float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	group, point := ",", "."
	if Language(t) == Indonesian {
		group, point = ".", ","
	}
	var b strings.Builder
	if x < 0 && strings.Trim(s, "0.") != "" {
		b.WriteString("−")
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString(point)
		b.WriteString(fraction)
	}
	return b.String()
}

func (t words) count(n int) string { return t.number(float64(n), 0) }

// figure writes a figure, or a dash and why there is none.
func (t words) figure(f evaluation.Figure, decimals int) string {
	if !f.Defined() {
		return "– (" + t.say(string(f.Undefined)) + ")"
	}
	return t.number(f.Value, decimals)
}

// p writes a p value.
func (t words) p(f evaluation.Figure) string {
	if f.Defined() && f.Value < 0.001 {
		return "< " + t.number(0.001, 3)
	}
	return t.figure(f, 3)
}

// text is a cell of words.
func text(s string) cell { return cell{Text: s} }

// num is a cell with a number.
func (t words) num(x float64, decimals int) cell {
	return cell{Text: t.number(x, decimals), Sort: strconv.FormatFloat(x, 'g', -1, 64), Class: "n"}
}

func (t words) int(n int) cell { return t.num(float64(n), 0) }

// fig is a cell with a figure; an undefined one sorts last.
func (t words) fig(f evaluation.Figure, decimals int) cell {
	if !f.Defined() {
		return cell{Text: t.figure(f, decimals), Sort: "none", Class: "n"}
	}
	c := t.num(f.Value, decimals)
	if least := math.Pow10(-decimals); f.Value > 0 && f.Value < least/2 {
		c.Text = "< " + t.number(least, decimals) // not 0, as it would look
	}
	return c
}

func (t words) pCell(f evaluation.Figure) cell {
	c := t.fig(f, 3)
	c.Text = t.p(f)
	return c
}
