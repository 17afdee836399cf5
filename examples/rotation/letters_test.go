package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
)

var (
	tag = regexp.MustCompile(`<(/?)([a-z0-9]+)([^<>]*)>`)
	ids = regexp.MustCompile(`P\d{4}`)
)

// checkHTML reports what keeps a page from being a whole document: a tag that is not
// closed, text with characters of the markup, or a reference to another file.
func checkHTML(t *testing.T, name, page string) {
	t.Helper()
	if !strings.HasPrefix(page, "<!DOCTYPE html>\n") || !strings.HasSuffix(page, "</html>\n") {
		t.Errorf("%s: not a whole page", name)
	}
	body := strings.TrimPrefix(page, "<!DOCTYPE html>")
	var open []string
	for _, m := range tag.FindAllStringSubmatch(body, -1) {
		switch closes, element := m[1] == "/", m[2]; {
		case element == "meta":
		case !closes:
			open = append(open, element)
		case len(open) == 0 || open[len(open)-1] != element:
			t.Errorf("%s: </%s> closes %v", name, element, open)
			return
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: %v are not closed", name, open)
	}
	if text := tag.ReplaceAllString(body, ""); strings.ContainsAny(text, "<>") {
		t.Errorf("%s: markup is left over", name)
	}
	for _, word := range []string{"src=", "href=", "url(", "<script", "http:", "https:", "NaN", "%!"} {
		if strings.Contains(page, word) {
			t.Errorf("%s: the page has %s", name, word)
		}
	}
}

// Everybody who moves or has no post gets a letter, which is a page of its own and names
// nobody else; only a letter about a post that was asked for names its holders.
func TestLetters(t *testing.T) {
	r := ofTheCity(t)
	asked := "P0001:PUPR.JALAN.MUDA"
	holders := map[string]bool{}
	for _, id := range r.solution.Plan.Holders()["PUPR.JALAN.MUDA"] {
		holders[string(id)] = true
	}
	for lang, want := range []string{"<h1>Decision on your placement</h1>", "<h1>Keputusan penempatan Anda</h1>"} {
		if testing.Short() && lang == 0 {
			continue // TestLettersOfAFolder writes some in English
		}
		dir := filepath.Join(t.TempDir(), "letters")
		opts := options{lang: lang, letters: dir, ask: questions{whyNot: &asked}}
		if err := r.writeLetters(opts); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, x := range r.organization.Incumbents().Transfers(r.solution.Plan) {
			names = append(names, string(x.Employee)+".html")
		}
		for id := range r.solution.Unplaced() {
			names = append(names, string(id)+".html")
		}
		slices.Sort(names)
		if got := strings.Fields(files(t, dir)); !slices.Equal(got, slices.Compact(names)) {
			t.Errorf("%d letters, want %d", len(got), len(names))
		}
		for _, name := range slices.Compact(names) {
			page := readFile(t, filepath.Join(dir, name))
			checkHTML(t, name, page)
			id := strings.TrimSuffix(name, ".html")
			e, _ := r.organization.Employee(mutasi.EmployeeID(id))
			for _, s := range []string{want, e.Name + " (" + id + ")", languages[lang].city, `lang="` + languages[lang].code + `"`} {
				if !strings.Contains(page, s) {
					t.Errorf("%s lacks %q", name, s)
				}
			}
			others := 0
			for _, other := range ids.FindAllString(page, -1) {
				switch {
				case other == id:
				case id == "P0001" && holders[other]:
					others++
				default:
					t.Errorf("%s names %s", name, other)
				}
			}
			if id == "P0001" && others != len(holders) {
				t.Errorf("%s names %d holders of %d", name, others, len(holders))
			}
		}
	}
}

// Letters replace those of before, of people whose IDs are no names of files as well.
func TestLettersOfAFolder(t *testing.T) {
	data, dir := two(t), t.TempDir()
	write(t, dir, "x.html", "of before")
	plain := said(t, "-data", data)
	if out := said(t, "-data", data, "-letters", dir); out != plain {
		t.Errorf("with -letters the program prints\n%s", out)
	}
	if got, want := files(t, dir), "x.html y.html z%3A1.html"; got != want {
		t.Errorf("the folder holds %s, want %s", got, want)
	}
	page := readFile(t, filepath.Join(dir, "x.html"))
	checkHTML(t, "x.html", page)
	if !strings.Contains(page, "Ani (x) moves from Analis (A) to Juru (B:1).") || strings.Contains(page, "Budi") {
		t.Errorf("the letter is\n%s", page)
	}
	refused(t, "a file", []string{"-letters", "is a file; name a folder"}, "-data", data, "-letters", filepath.Join(dir, "x.html"))
}

// A letter answers about the first wish.
func TestLettersAnswerWishes(t *testing.T) {
	data, dir := two(t), t.TempDir()
	write(t, data, "wishes.csv", "employee,rank,position\nx,1,A\ny,1,A\n")
	said(t, "-data", data, "-letters", dir)
	for name, want := range map[string]bool{"x.html": true, "y.html": false} {
		page := readFile(t, filepath.Join(dir, name))
		if asked := strings.Contains(page, "The post that you asked about"); asked != want {
			t.Errorf("%s answers about a wish: %v, want %v", name, asked, want)
		}
		if want && !strings.Contains(page, "It is held by: Budi (y).") {
			t.Errorf("%s does not say who holds the post:\n%s", name, page)
		}
	}
}

// File names are safe on every system, and no two people share one.
func TestFileNames(t *testing.T) {
	for _, c := range []struct{ id, want string }{
		{"P0140", "P0140"}, {"19800101 200501 1 001", "19800101%20200501%201%20001"}, {"../x", "%2E.%2Fx"}, {".", "%2E"}, {"a.b", "a.b"},
		{"é", "%C3%A9"}, {"con", "%63on"}, {"COM1.x", "%43OM1.x"}, {"a~2", "a%7E2"}, {"", ""},
	} {
		if got := fileName(c.id); got != c.want {
			t.Errorf("%q is called %q, want %q", c.id, got, c.want)
		}
	}
	long := mutasi.EmployeeID(strings.Repeat("x", 300))
	names := fileNames([]mutasi.EmployeeID{"p1", "P1", "p1~2", long, long + "y"})
	seen := map[string]bool{}
	for _, name := range names {
		if lower := strings.ToLower(name); seen[lower] || len(name) > 200 {
			t.Errorf("the name %q is taken or too long", name)
		}
		seen[strings.ToLower(name)] = true
	}
}
