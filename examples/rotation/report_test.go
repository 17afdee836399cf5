package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// files are the names in a folder.
func files(t *testing.T, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Name())
	}
	return strings.Join(names, " ")
}

func TestReport(t *testing.T) {
	data := small(t, "id,title,unit,seats\nA,Analis,U,1\n", "id,name,position\nx,Ani,A\ny,Budi,A\n")
	dir := t.TempDir()
	path := filepath.Join(dir, "out.html")
	text := planned(t, "-data", data)
	for _, c := range []struct{ lang, code, title string }{
		{"en", `lang="en"`, "<title>Evaluation of the transfer plan: " + filepath.Base(data) + "</title>"},
		{"id", `lang="id"`, "<title>Evaluasi rencana mutasi: " + filepath.Base(data) + "</title>"},
	} {
		code, out, errs := rotation(t, "-data", data, "-report", path, "-lang", c.lang)
		if code != 0 || errs != "" || out != text {
			t.Errorf("exit code %d, stderr %q, stdout %q; want 0, nothing and what is printed without a report", code, errs, out)
		}
		page := readFile(t, path)
		for _, want := range []string{c.code, c.title, "Ani", "syarat wajib"} {
			if !strings.Contains(page, want) {
				t.Errorf("-lang %s: the report lacks %q", c.lang, want)
			}
		}
		if !strings.HasSuffix(page, "</html>\n") {
			t.Errorf("-lang %s: the report ends with %q", c.lang, page[max(0, len(page)-50):])
		}
	}
	if got := files(t, dir); got != "out.html" {
		t.Errorf("the folder holds %s, want out.html alone", got)
	}
}

// The report of the city says that there is no such city, in both languages.
func TestReportOfTheCity(t *testing.T) {
	opts := options{data: small(t, "id,title,unit,seats\nA,Analis,U,1\n", "id,name,position\n")}
	r, err := plan(t.Context(), opts, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	opts.data = "" // of another place, but the title is what matters
	for lang, want := range []string{"a city that does not exist</title>", "kota rekaan</title>"} {
		opts.lang, opts.report = lang, filepath.Join(t.TempDir(), "city.html")
		if err := r.writeReport(opts); err != nil {
			t.Fatal(err)
		}
		if page := readFile(t, opts.report); !strings.Contains(page, want) {
			t.Errorf("the title does not end with %q", want)
		}
	}
}

func TestReportsThatCannotBeWritten(t *testing.T) {
	data := small(t, "id,title,unit,seats\nA,Analis,U,1\n", "id,name,position\n")
	dir := t.TempDir()
	write(t, dir, "file", "")
	for name, c := range map[string]struct{ path, want string }{
		"a folder":            {dir, "is a folder"},
		"in no folder":        {filepath.Join(dir, "nowhere", "out.html"), "nowhere"},
		"in a file":           {filepath.Join(dir, "file", "out.html"), "out.html"},
		"what is not written": {os.DevNull, "not a file that can be replaced"},
	} {
		refused(t, name, []string{"-report", c.want}, "-data", data, "-report", c.path)
	}
	if got := files(t, dir); got != "file" {
		t.Errorf("the folder holds %s, want file alone", got)
	}
}

// A file is replaced as a whole or not at all.
func TestReplace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.html")
	say := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			if _, failed := io.WriteString(w, text); failed != nil {
				return failed
			}
			return err
		}
	}
	broken := errors.New("broken")
	for _, c := range []struct {
		write func(io.Writer) error
		err   error
		want  string
	}{
		{say("half", broken), broken, ""},
		{say("first", nil), nil, "first"},
		{say("half", broken), broken, "first"},
		{say("second", nil), nil, "second"},
	} {
		if err := replace(path, c.write); !errors.Is(err, c.err) {
			t.Errorf("error %v, want %v", err, c.err)
		}
		want := "out.html"
		if c.want == "" {
			want = ""
		} else if got := readFile(t, path); got != c.want {
			t.Errorf("the file holds %q, want %q", got, c.want)
		}
		if got := files(t, dir); got != want {
			t.Errorf("the folder holds %q, want %q", got, want)
		}
	}
	// Whoever has the old file open while the new one is written reads the old.
	if err := replace(path, func(w io.Writer) error {
		if got := readFile(t, path); got != "second" {
			t.Errorf("in between the file holds %q", got)
		}
		return say("third", nil)(w)
	}); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.html")
	if err := os.Symlink(path, link); err != nil {
		t.Skip("no symbolic links:", err)
	}
	if err := replace(link, say("fourth", nil)); err != nil {
		t.Fatal(err)
	}
	if got := readFile(t, path); got != "fourth" {
		t.Errorf("the file behind a link holds %q", got)
	}
}

// Nothing is printed of a plan whose report fails.
func TestReportThatFails(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("nothing is forbidden to the superuser")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	data := small(t, "id,title,unit,seats\nA,Analis,U,1\n", "id,name,position\n")
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"-data", data, "-report", filepath.Join(dir, "out.html")}, &out, &errs); code != 1 || out.Len() > 0 {
		t.Errorf("exit code %d, stdout %q", code, out.String())
	}
}
