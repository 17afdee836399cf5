// Package message keeps the words of a message apart from its arguments, so
// that another language is another table of words.
//
// It knows nothing about where a message stands or to whom it is shown.
package message

import (
	"fmt"
	"regexp"
	"strconv"
)

// A Template is the English text of one kind of message. A placeholder {name}
// stands for an argument, {name:q} for an argument in quotes, with characters
// that cannot be printed as Go escapes them.
type Template struct {
	Code string // stable and unique; programs and other languages go by it
	Text string
}

// A List holds the templates of a package.
type List []*Template

// New appends a template to the list and returns it.
func (l *List) New(code, text string) *Template {
	t := &Template{code, text}
	*l = append(*l, t)
	return t
}

// Texts returns the text of each template by its code.
func Texts(lists ...List) map[string]string {
	texts := make(map[string]string)
	for _, list := range lists {
		for _, t := range list {
			texts[t.Code] = t.Text
		}
	}
	return texts
}

// A Message is a template with its arguments.
type Message struct {
	Template *Template
	Args     map[string]string
}

var placeholder = regexp.MustCompile(`\{([a-z]+)(:q)?\}`)

// Names returns the names of the placeholders in the order in which they first
// appear.
func (t *Template) Names() []string {
	var names []string
	seen := make(map[string]bool)
	for _, m := range placeholder.FindAllStringSubmatch(t.Text, -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			names = append(names, m[1])
		}
	}
	return names
}

// With returns the message whose placeholders, in the order of Names, have these
// values. Further placeholders can be set in Args; further values are ignored.
func (t *Template) With(values ...any) Message {
	m := Message{t, make(map[string]string, len(values))}
	for i, name := range t.Names() {
		if i == len(values) {
			break
		}
		if text, ok := values[i].([]byte); ok {
			m.Args[name] = string(text)
			continue
		}
		m.Args[name] = fmt.Sprint(values[i])
	}
	return m
}

// Text returns the message in English.
func (m Message) Text() string { return Render(m.Template.Text, m.Args) }

// Render replaces the placeholders of a text by arguments. One without an
// argument stays as it is.
func Render(text string, args map[string]string) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		parts := placeholder.FindStringSubmatch(found)
		value, ok := args[parts[1]]
		switch {
		case !ok:
			return found
		case parts[2] != "":
			return strconv.Quote(value)
		}
		return value
	})
}
