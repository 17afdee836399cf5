package jsonshape

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi/internal/message"
)

// Templates lists the messages of this package.
var Templates message.List

var (
	notUTF8      = Templates.New("json-not-utf8", "not valid UTF-8; save the file as UTF-8")
	syntaxError  = Templates.New("json-syntax", "not JSON: {detail}")
	notObject    = Templates.New("json-not-object", `not a JSON object; want {"format":{format},"version":{version},…}`)
	noFormat     = Templates.New("json-format-missing", "is missing, but must be {format}; is this the right file?")
	otherFormat  = Templates.New("json-format-other", "is {value}, but must be {format}; is this the right file?")
	noVersion    = Templates.New("json-version-missing", "is missing, but this version of the library reads version {version} only; use the version of the library that wrote the document, or write it again as version {version}")
	otherVersion = Templates.New("json-version-other", "is {value}, but this version of the library reads version {version} only; use the version of the library that wrote the document, or write it again as version {version}")

	isNull         = Templates.New("json-null", "is null; leave out what is not there")
	wantDate       = Templates.New("json-want-date", "is {value}; want a date in quotes")
	wantObject     = Templates.New("json-want-object", "is {value}; want an object")
	wantList       = Templates.New("json-want-list", "is {value}; want a list")
	wantString     = Templates.New("json-want-string", "is {value}; want a string")
	wantFlag       = Templates.New("json-want-flag", "is {value}; want true or false")
	wantNumber     = Templates.New("json-want-number", "is {value}; want a number")
	wantWhole      = Templates.New("json-want-whole-number", "is {value}; want a whole number")
	numberTooLarge = Templates.New("json-number-too-large", "is {value}, which is too large a number")
	repeatedName   = Templates.New("json-name-repeated", "has {name:q} twice; remove one")
	unknownField   = Templates.New("json-field-unknown", "has an unknown field {name:q}; the fields are {fields}")
	missingField   = Templates.New("json-field-missing", "lacks the field {name:q}")
	notDecoded     = Templates.New("json-not-decoded", "cannot be read: {detail}")
)

// A Fault is a place where a text does not match its type.
type Fault struct {
	Path    string // such as employees[17].since
	Offset  int    // in bytes from the beginning of the text, −1 for no place in particular
	Problem message.Message
}

// Date is a struct that is written as a date in a JSON string, and can say
// whether a string is one.
type Date interface {
	CheckText(string) (problem message.Message, ok bool)
}

// A Shape is a Go type as JSON documents have it. Its fields have JSON tags;
// those without omitempty or omitzero are required. A struct has at most 64
// fields.
type Shape struct {
	document reflect.Type
	fields   map[reflect.Type]*fieldSet
	dates    map[reflect.Type]Date
}

type fieldSet struct {
	names    []string
	types    []reflect.Type
	required uint64
}

// Of returns the shape of a type.
func Of[T any]() *Shape {
	s := &Shape{reflect.TypeFor[T](), make(map[reflect.Type]*fieldSet), make(map[reflect.Type]Date)}
	s.add(s.document)
	return s
}

// add describes a type and all types in it.
func (s *Shape) add(t reflect.Type) {
	date, isDate := reflect.Zero(t).Interface().(Date)
	switch {
	case isDate:
		s.dates[t] = date
	case t.Kind() == reflect.Slice, t.Kind() == reflect.Map:
		s.add(t.Elem())
	case t.Kind() == reflect.Struct && s.fields[t] == nil:
		fields := new(fieldSet)
		s.fields[t] = fields
		for _, f := range reflect.VisibleFields(t) {
			tag, ok := f.Tag.Lookup("json")
			if !ok {
				continue // an embedded struct, whose fields follow
			}
			name, options, _ := strings.Cut(tag, ",")
			if options == "" {
				fields.required |= 1 << len(fields.names)
			}
			fields.names = append(fields.names, name)
			fields.types = append(fields.types, f.Type)
			s.add(f.Type)
		}
	}
}

// Compare returns the faults of a text of correct syntax in their order, at most
// most of them, and the number of the rest. As long as there is none, entry, if
// not nil, gets each entry of the lists at the top of the document; its error
// is a fault of that entry.
func (s *Shape) Compare(text []byte, most int, entry func(list string, text []byte) error) (faults []Fault, more int) {
	w := &walker{shape: s, text: text, most: most, entry: entry}
	w.value(s.document)
	return w.faults, w.more
}

// Offsets returns where the values at these paths stand in a text that has the
// shape, −1 where there is none. A path is found only if the paths that lead to
// it are listed too: for list[1].id these are list and list[1].
func (s *Shape) Offsets(text []byte, paths []string) map[string]int {
	seek := map[string]int{"": 0}
	for _, p := range paths {
		seek[p] = -1
	}
	w := &walker{shape: s, text: text, seek: seek}
	w.value(s.document)
	return seek
}

// CheckVersion tells whether a document is of a format and version, which are
// its fields of these names; nil if it is.
func CheckVersion(text []byte, format string, version int) *Fault {
	var head struct {
		Format  json.RawMessage `json:"format"`
		Version json.RawMessage `json:"version"`
	}
	wantFormat, wantVersion := strconv.Quote(format), strconv.Itoa(version)
	switch err := json.Unmarshal(text, &head); {
	case err != nil:
		return &Fault{"", 0, notObject.With(wantFormat, wantVersion)}
	case head.Format == nil:
		return &Fault{"format", -1, noFormat.With(wantFormat)}
	case string(head.Format) != wantFormat:
		return &Fault{"format", -1, otherFormat.With(start(head.Format), wantFormat)}
	case head.Version == nil:
		return &Fault{"version", -1, noVersion.With(wantVersion)}
	case string(head.Version) != wantVersion:
		return &Fault{"version", -1, otherVersion.With(start(head.Version), wantVersion)}
	}
	return nil
}

// CheckSyntax returns the first place at which the text is not JSON; nil if it
// is.
func CheckSyntax(text []byte) *Fault {
	if !utf8.Valid(text) {
		i := 0
		for i < len(text) {
			r, size := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			i += size
		}
		return &Fault{"", i, notUTF8.With()}
	}
	var raw json.RawMessage
	err := json.Unmarshal(text, &raw)
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax):
		i := int(syntax.Offset) - 1
		if strings.Contains(syntax.Error(), "unexpected end") {
			i = len(text)
		}
		return &Fault{"", max(i, 0), syntaxError.With(err)}
	}
	return &Fault{"", -1, syntaxError.With(err)}
}

// LineAndColumn names a place in a text, counted in characters from 1.
func LineAndColumn(text []byte, offset int) string {
	before := text[:offset]
	begin := bytes.LastIndexByte(before, '\n') + 1
	return "line " + strconv.Itoa(bytes.Count(before, []byte("\n"))+1) +
		", column " + strconv.Itoa(utf8.RuneCount(before[begin:])+1)
}
