package message

import (
	"slices"
	"testing"
)

func TestMessage(t *testing.T) {
	var list List
	template := list.New("unknown-unit", `no {id:q} in {file}, but {id}; write {"id":{count}}`)
	if names := template.Names(); !slices.Equal(names, []string{"id", "file", "count"}) {
		t.Errorf("names %q", names)
	}
	m := template.With([]byte("a\xff{file}"), "units.csv")
	if got, want := m.Text(), `no "a\xff{file}" in units.csv, but `+"a\xff"+`{file}; write {"id":{count}}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	m.Args["count"] = "3"
	if got, want := Render("{count} × {id:q}", m.Args), `3 × "a\xff{file}"`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(list) != 1 || list[0] != template {
		t.Errorf("list %v", list)
	}
}
