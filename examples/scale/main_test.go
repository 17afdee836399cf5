package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
)

func TestRung(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"-rung", "-people", "300", "-posts", "25"}, &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, &errs)
	}
	var m measurement
	if err := json.Unmarshal(out.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	if m.Status != "optimal" || m.People != 300 || m.Posts != 25 || m.Placed != 300 {
		t.Errorf("got %+v", m)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"-posts", "0"}, {"-people", "-1"}, {"more"}, {"-nonsense"}} {
		var out, errs bytes.Buffer
		if code := run(context.Background(), args, &out, &errs); code != 2 || errs.Len() == 0 || out.Len() > 0 {
			t.Errorf("%v: exit %d, %q on stdout, %q on stderr", args, code, &out, &errs)
		}
	}
}

func TestLadder(t *testing.T) {
	if got := ladder(100_000, 0); len(got) != 3 || got[2] != 100_000 {
		t.Errorf("got %v", got)
	}
	if got := ladder(100_000, 7); len(got) != 1 || got[0] != 7 {
		t.Errorf("got %v", got)
	}
}

// TestInventedIsTheSame: the same numbers make the same organisation.
func TestInventedIsTheSame(t *testing.T) {
	var text [2]strings.Builder
	for k := range text {
		o, err := invent(50, 20)
		if err != nil {
			t.Fatal(err)
		}
		for e := range o.Employees() {
			b, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			text[k].Write(b)
		}
	}
	if text[0].String() != text[1].String() {
		t.Error("two calls differ")
	}
}
