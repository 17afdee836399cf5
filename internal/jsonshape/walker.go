// Package jsonshape compares JSON texts with Go types: it finds every place where
// a text is not a document of the type, and where in a text a value stands. What
// a field means is not its business.
package jsonshape

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/mutasi-go/mutasi/internal/message"
)

// A walker compares a JSON text of correct syntax with a Go type. Unlike
// encoding/json it goes on behind a fault, knows where each one is, and
// notices fields that are repeated, missing, or different in case only.
type walker struct {
	shape  *Shape
	text   []byte
	pos    int
	path   []step
	most   int
	faults []Fault
	more   int
	// entry, if not nil, gets each entry of a list at the top that is without fault.
	entry func(list string, text []byte) error
	// seek, if not nil, restricts the walk to these paths and gets their offsets.
	seek map[string]int
}

// A step leads from a value to one inside it.
type step struct {
	key   []byte // name of a field or, if quoted, JSON string that is the key of a map
	isMap bool
	index int // of a list, if key is nil
}

func (w *walker) pathString() string {
	var b strings.Builder
	for _, s := range w.path {
		switch {
		case s.key == nil:
			fmt.Fprintf(&b, "[%d]", s.index)
		case s.isMap:
			fmt.Fprintf(&b, "[%q]", s.key)
		default:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.Write(s.key)
		}
	}
	return b.String()
}

func (w *walker) fail(offset int, problem message.Message) {
	switch {
	case w.seek != nil:
	case len(w.faults) == w.most:
		w.more++
	default:
		w.faults = append(w.faults, Fault{w.pathString(), offset, problem})
	}
}

// start returns as much of a value as a message has room for.
func start(raw []byte) string {
	if len(raw) > 40 {
		return string(raw[:40]) + "…"
	}
	return string(raw)
}

func (w *walker) space() {
	for w.pos < len(w.text) && strings.IndexByte(" \t\r\n", w.text[w.pos]) >= 0 {
		w.pos++
	}
}

// value compares the value at w.pos with a type and goes behind it.
func (w *walker) value(t reflect.Type) {
	w.space()
	if w.seek != nil {
		path := w.pathString()
		if _, ok := w.seek[path]; !ok {
			w.skip()
			return
		}
		w.seek[path] = w.pos
	}
	begin := w.pos
	if w.text[begin] == 'n' {
		w.skip()
		w.fail(begin, isNull.With())
		return
	}
	var want *message.Template
	switch {
	case t.Kind() == reflect.Struct && w.shape.dates[t] != nil:
		if w.text[begin] == '"' {
			if problem, ok := w.shape.dates[t].CheckText(w.str()); !ok {
				w.fail(begin, problem)
			}
			return
		}
		want = wantDate
	case t.Kind() == reflect.Struct:
		if w.text[begin] == '{' {
			w.structure(t)
			return
		}
		want = wantObject
	case t.Kind() == reflect.Map:
		if w.text[begin] == '{' {
			w.mapping(t.Elem())
			return
		}
		want = wantObject
	case t.Kind() == reflect.Slice:
		if w.text[begin] == '[' {
			w.list(t.Elem())
			return
		}
		want = wantList
	case t.Kind() == reflect.String:
		if w.text[begin] == '"' {
			w.skip()
			return
		}
		want = wantString
	case t.Kind() == reflect.Bool:
		want = wantFlag
		if c := w.text[begin]; c == 't' || c == 'f' {
			w.skip()
			return
		}
	default:
		if c := w.text[begin]; c == '-' || c >= '0' && c <= '9' {
			w.number(t)
			return
		}
		want = wantNumber
	}
	w.skip()
	w.fail(begin, want.With(start(w.text[begin:w.pos])))
}

func (w *walker) number(t reflect.Type) {
	begin := w.pos
	w.skip()
	text := string(w.text[begin:w.pos])
	if t.Kind() == reflect.Float64 {
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			w.fail(begin, numberTooLarge.With(text))
		}
		return
	}
	if _, err := strconv.Atoi(text); err != nil {
		w.fail(begin, wantWhole.With(text))
	}
}

// members calls each for every member of the object at w.pos, which stands
// behind the colon then, and reports repeated names.
func (w *walker) members(each func(name []byte, at int)) {
	w.pos++
	var few [][]byte // names so far, while a scan is quicker than a map
	var many map[string]bool
	for w.space(); w.text[w.pos] != '}'; w.space() {
		if w.text[w.pos] == ',' {
			w.pos++
			w.space()
		}
		at := w.pos
		w.skip()
		name := w.text[at+1 : w.pos-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			name = []byte(unquote(w.text[at:w.pos]))
		}
		repeated := many[string(name)]
		for _, other := range few {
			repeated = repeated || bytes.Equal(other, name)
		}
		switch {
		case many != nil:
			many[string(name)] = true
		case len(few) < 24:
			few = append(few, name)
		default:
			many = make(map[string]bool)
			for _, other := range few {
				many[string(other)] = true
			}
			many[string(name)] = true
			few = nil
		}
		w.space()
		w.pos++ // the colon
		if repeated {
			w.fail(at, repeatedName.With(name))
			w.space()
			w.skip()
			continue
		}
		each(name, at)
	}
	w.pos++
}

func (w *walker) structure(t reflect.Type) {
	begin := w.pos
	fields := w.shape.fields[t]
	var seen uint64
	w.members(func(name []byte, at int) {
		for i, f := range fields.names {
			if f == string(name) {
				seen |= 1 << i
				w.path = append(w.path, step{key: name})
				w.value(fields.types[i])
				w.path = w.path[:len(w.path)-1]
				return
			}
		}
		w.fail(at, unknownField.With(name, strings.Join(fields.names, ", ")))
		w.space()
		w.skip()
	})
	for i, name := range fields.names {
		if seen&(1<<i) == 0 && fields.required&(1<<i) != 0 {
			w.fail(begin, missingField.With(name))
		}
	}
}

func (w *walker) mapping(element reflect.Type) {
	w.members(func(name []byte, _ int) {
		w.path = append(w.path, step{key: name, isMap: true})
		w.value(element)
		w.path = w.path[:len(w.path)-1]
	})
}

func (w *walker) list(element reflect.Type) {
	w.pos++
	depth := len(w.path)
	w.path = append(w.path, step{})
	i := 0
	for w.space(); w.text[w.pos] != ']'; w.space() {
		if w.text[w.pos] == ',' {
			w.pos++
			w.space()
		}
		w.path[depth].index = i
		begin, before := w.pos, len(w.faults)
		w.value(element)
		if w.entry != nil && depth == 1 && before == 0 && len(w.faults) == 0 {
			if err := w.entry(string(w.path[0].key), w.text[begin:w.pos]); err != nil {
				w.fail(begin, notDecoded.With(err))
			}
		}
		i++
	}
	w.path = w.path[:depth]
	w.pos++
}

// str returns the string at w.pos and goes behind it.
func (w *walker) str() string {
	begin := w.pos
	w.skip()
	return unquote(w.text[begin:w.pos])
}

func unquote(text []byte) string {
	var s string
	if json.Unmarshal(text, &s) != nil {
		return string(text)
	}
	return s
}

// skip goes behind the value at w.pos.
func (w *walker) skip() {
	depth := 0
	for {
		w.space()
		switch w.text[w.pos] {
		case '{', '[':
			depth++
			w.pos++
		case '}', ']':
			depth--
			w.pos++
		case ',', ':':
			w.pos++
		case '"':
			for w.pos++; w.text[w.pos] != '"'; w.pos++ {
				if w.text[w.pos] == '\\' {
					w.pos++
				}
			}
			w.pos++
		default:
			for w.pos < len(w.text) && strings.IndexByte(" \t\r\n,:]}", w.text[w.pos]) < 0 {
				w.pos++
			}
		}
		if depth == 0 {
			return
		}
	}
}
