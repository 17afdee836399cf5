package mutasi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// A shapeWalker compares a JSON text of correct syntax with a Go type. Unlike
// encoding/json it goes on behind a fault, knows where each one is, and
// notices fields that are repeated, missing, or different in case only.
type shapeWalker struct {
	text   []byte
	pos    int
	path   []step
	faults *jsonFaults
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

func (w *shapeWalker) pathString() string {
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

// jsonFaults are faults with the offsets at which they were found.
type jsonFaults struct {
	list    []Fault
	offsets []int
	more    int
}

func (f *jsonFaults) add(offset int, path, format string, args ...any) {
	if len(f.list) == maxFaults {
		f.more++
		return
	}
	f.list = append(f.list, Fault{Path: path, Problem: fmt.Sprintf(format, args...)})
	f.offsets = append(f.offsets, offset)
}

// err joins the faults; text, if not nil, is what offsets count in.
func (f *jsonFaults) err(text []byte) error {
	list := make([]error, len(f.list))
	for i := range f.list {
		if text != nil {
			f.list[i].Source = lineAndColumn(text, f.offsets[i])
		}
		list[i] = &f.list[i]
	}
	return join(list, f.more)
}

func (w *shapeWalker) fail(offset int, format string, args ...any) {
	if w.seek == nil {
		w.faults.add(offset, w.pathString(), format, args...)
	}
}

// checkVersion tells apart documents that only another reader understands.
func (w *shapeWalker) checkVersion(format string) error {
	var head struct {
		Format  json.RawMessage `json:"format"`
		Version json.RawMessage `json:"version"`
	}
	if err := json.Unmarshal(w.text, &head); err != nil {
		return &Fault{Source: "line 1, column 1", Problem: fmt.Sprintf("not a JSON object; want {\"format\":%q,\"version\":%d,…}", format, formatVersion)}
	}
	if want := strconv.Quote(format); string(head.Format) != want {
		return &Fault{Path: "format", Problem: fmt.Sprintf("is %s, but must be %s; is this the right file?", orMissing(head.Format), want)}
	}
	if string(head.Version) != strconv.Itoa(formatVersion) {
		return &Fault{Path: "version", Problem: fmt.Sprintf(
			"is %s, but this version of the library reads version %d only; use the version of the library that wrote the document, or write it again as version %d",
			orMissing(head.Version), formatVersion, formatVersion)}
	}
	return nil
}

func orMissing(raw json.RawMessage) string {
	switch {
	case raw == nil:
		return "missing"
	case len(raw) > 40:
		return string(raw[:40]) + "…"
	}
	return string(raw)
}

func (w *shapeWalker) space() {
	for w.pos < len(w.text) && strings.IndexByte(" \t\r\n", w.text[w.pos]) >= 0 {
		w.pos++
	}
}

// value compares the value at w.pos with a type and goes behind it.
func (w *shapeWalker) value(t reflect.Type) {
	w.space()
	if w.seek != nil {
		path := w.pathString()
		if _, ok := w.seek[path]; !ok {
			w.skip()
			return
		}
		w.seek[path] = w.pos
	}
	start := w.pos
	if w.text[start] == 'n' {
		w.skip()
		w.fail(start, "is null; leave out what is not there")
		return
	}
	want := ""
	switch {
	case t == reflect.TypeFor[timeJSON]():
		if w.text[start] == '"' {
			if _, err := parseTime(w.str()); err != nil {
				w.fail(start, "%v", err)
			}
			return
		}
		want = "a date in quotes"
	case t.Kind() == reflect.Struct:
		if w.text[start] == '{' {
			w.structure(t)
			return
		}
		want = "an object"
	case t.Kind() == reflect.Map:
		if w.text[start] == '{' {
			w.mapping(t.Elem())
			return
		}
		want = "an object"
	case t.Kind() == reflect.Slice:
		if w.text[start] == '[' {
			w.list(t.Elem())
			return
		}
		want = "a list"
	case t.Kind() == reflect.String:
		if w.text[start] == '"' {
			w.skip()
			return
		}
		want = "a string"
	case t.Kind() == reflect.Bool:
		want = "true or false"
		if c := w.text[start]; c == 't' || c == 'f' {
			w.skip()
			return
		}
	default:
		if c := w.text[start]; c == '-' || c >= '0' && c <= '9' {
			w.number(t)
			return
		}
		want = "a number"
	}
	w.skip()
	w.fail(start, "is %s; want %s", orMissing(w.text[start:w.pos]), want)
}

func (w *shapeWalker) number(t reflect.Type) {
	start := w.pos
	w.skip()
	text := string(w.text[start:w.pos])
	if t.Kind() == reflect.Float64 {
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			w.fail(start, "is %s, which is too large a number", text)
		}
		return
	}
	if _, err := strconv.Atoi(text); err != nil {
		w.fail(start, "is %s; want a whole number", text)
	}
}

// members calls each for every member of the object at w.pos, which stands
// behind the colon then, and reports repeated names.
func (w *shapeWalker) members(each func(name []byte, at int)) {
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
			w.fail(at, "has %q twice; remove one", name)
			w.space()
			w.skip()
			continue
		}
		each(name, at)
	}
	w.pos++
}

func (w *shapeWalker) structure(t reflect.Type) {
	start := w.pos
	fields := fieldsOf(t)
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
		w.fail(at, "has an unknown field %q; the fields are %s", name, strings.Join(fields.names, ", "))
		w.space()
		w.skip()
	})
	for i, name := range fields.names {
		if seen&(1<<i) == 0 && fields.required&(1<<i) != 0 {
			w.fail(start, "lacks the field %q", name)
		}
	}
}

func (w *shapeWalker) mapping(element reflect.Type) {
	w.members(func(name []byte, _ int) {
		w.path = append(w.path, step{key: name, isMap: true})
		w.value(element)
		w.path = w.path[:len(w.path)-1]
	})
}

func (w *shapeWalker) list(element reflect.Type) {
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
		start, before := w.pos, len(w.faults.list)
		w.value(element)
		if w.entry != nil && depth == 1 && before == 0 && len(w.faults.list) == 0 {
			if err := w.entry(string(w.path[0].key), w.text[start:w.pos]); err != nil {
				w.fail(start, "%v", err)
			}
		}
		i++
	}
	w.path = w.path[:depth]
	w.pos++
}

// str returns the string at w.pos and goes behind it.
func (w *shapeWalker) str() string {
	start := w.pos
	w.skip()
	return unquote(w.text[start:w.pos])
}

func unquote(text []byte) string {
	var s string
	if json.Unmarshal(text, &s) != nil {
		return string(text)
	}
	return s
}

// skip goes behind the value at w.pos.
func (w *shapeWalker) skip() {
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

// fieldSet describes the fields of a document type.
type fieldSet struct {
	names    []string
	types    []reflect.Type
	required uint64 // those that are written even if they are zero
}

var fieldSets = func() map[reflect.Type]*fieldSet {
	sets := make(map[reflect.Type]*fieldSet)
	for _, t := range []reflect.Type{
		reflect.TypeFor[documentJSON](), reflect.TypeFor[unitJSON](), reflect.TypeFor[positionJSON](),
		reflect.TypeFor[requirementJSON](), reflect.TypeFor[employeeJSON](), reflect.TypeFor[ratingJSON](),
		reflect.TypeFor[tenureJSON](), reflect.TypeFor[objectionJSON](), reflect.TypeFor[relationJSON](),
		reflect.TypeFor[planJSON](), reflect.TypeFor[placementJSON](),
	} {
		s := new(fieldSet)
		for i := range t.NumField() {
			name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			s.names = append(s.names, name)
			s.types = append(s.types, t.Field(i).Type)
			if options == "" {
				s.required |= 1 << i
			}
		}
		sets[t] = s
	}
	return sets
}()

func fieldsOf(t reflect.Type) *fieldSet { return fieldSets[t] }

// placeFaults words findings about Data by their places in the document that it
// was read from.
func placeFaults(text []byte, f *faults) error {
	w := &shapeWalker{text: text, faults: new(jsonFaults), seek: map[string]int{"": 0}}
	for _, x := range f.list {
		for _, prefix := range x.at.prefixes() {
			w.seek[prefix] = -1
		}
	}
	w.value(reflect.TypeFor[documentJSON]())
	located := &jsonFaults{more: f.more}
	for _, x := range f.list {
		offset := 0
		for _, prefix := range x.at.prefixes() {
			offset = max(offset, w.seek[prefix]) // what is left out has the place of what it is left out of
		}
		problem := x.problem
		if x.before != nil {
			problem = fmt.Sprintf(problem, x.before)
		}
		located.add(offset, x.at.String(), "%s", problem)
	}
	return located.err(text)
}

// prefixes returns the paths that lead to p, itself last.
func (p place) prefixes() []string {
	list := []string{p.table.String()}
	row := place{table: p.table, row: p.row, index: -1}
	list = append(list, row.String())
	if p.field != "" {
		row.field = p.field
		list = append(list, row.String())
	}
	return append(list, p.String())
}
