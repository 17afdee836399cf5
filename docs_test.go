package mutasi_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// A page names a file by a link. A name that the file declares stands before the
// link, as in `name` ([file](file)); several are joined by ", " or " or ". In a
// drawing, name and file stand on one line with spaces between them.
var (
	link  = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)|src="([^":]+)"`)
	named = regexp.MustCompile("((?:`\\w+`(?:, | or )?)+) \\(\\[[^\\]]*\\]\\(([^)]+\\.go)\\)\\)")
	drawn = regexp.MustCompile(`(?m)^[│├└─ ]*(\w+) {2,}([\w/]+\.go)\b`)
	word  = regexp.MustCompile(`\w+`)
)

// TestPages checks the pages of the module against its files.
func TestPages(t *testing.T) {
	for _, page := range []string{
		"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/scale/RESULTS.md", "assignment/lap/peers/RESULTS.md",
		"assignment/transport/peers/RESULTS.md",
	} {
		for _, fault := range pageFaults(os.DirFS("."), page) {
			t.Error(fault)
		}
	}
	if text := readFile(t, "CONTRIBUTING.md"); len(named.FindAllString(text, -1)) < 20 || len(drawn.FindAllString(text, -1)) < 15 {
		t.Error("CONTRIBUTING.md: the names in it are no longer found, so that nothing is checked")
	}
}

// pageFaults returns the links and names of a page that the files of a tree lack.
func pageFaults(tree fs.FS, page string) (faults []string) {
	text, err := fs.ReadFile(tree, page)
	if err != nil {
		return []string{err.Error()}
	}
	for _, m := range link.FindAllStringSubmatch(string(text), -1) {
		if _, err := fs.Stat(tree, path.Join(path.Dir(page), m[1]+m[2])); err != nil {
			faults = append(faults, page+": there is no "+m[1]+m[2])
		}
	}
	for _, m := range append(named.FindAllStringSubmatch(string(text), -1), drawn.FindAllStringSubmatch(string(text), -1)...) {
		file := path.Join(path.Dir(page), m[2])
		declared, err := declarations(tree, file)
		if err != nil {
			faults = append(faults, page+": "+err.Error())
			continue
		}
		for _, name := range word.FindAllString(strings.ReplaceAll(m[1], "` or `", "` `"), -1) {
			if !declared[name] {
				faults = append(faults, page+": "+file+" does not declare "+name)
			}
		}
	}
	return faults
}

// declarations returns the functions, methods, types, constants and variables
// that a file declares, and the methods of its interfaces.
func declarations(tree fs.FS, file string) (map[string]bool, error) {
	source, err := fs.ReadFile(tree, file)
	if err != nil {
		return nil, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	declared := map[string]bool{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			declared[n.Name.Name] = true
			return false
		case *ast.TypeSpec:
			declared[n.Name.Name] = true
		case *ast.ValueSpec:
			for _, name := range n.Names {
				declared[name.Name] = true
			}
		case *ast.InterfaceType:
			for _, method := range n.Methods.List {
				for _, name := range method.Names {
					declared[name.Name] = true
				}
			}
		}
		return true
	})
	return declared, nil
}

// TestPageFaults shows that TestPages can fail.
func TestPageFaults(t *testing.T) {
	tree := fstest.MapFS{
		"a.go":  {Data: []byte("package a\n\ntype t interface{ m() }\n\nfunc f() {}\n\nvar v int\n")},
		"p.png": {},
		"PAGE.md": {Data: []byte("[a](a.go) [out](https://go.dev) [part](#part) <img src=\"p.png\">\n`f` ([a.go](a.go)), `t`, `m` or `v` ([a.go](a.go))\n" +
			"[b](b.go) <img src=\"q.png\">\n`f` or `g` ([a.go](a.go))\n`f` ([c.go](c.go))\n├─ m   a.go  text\n│  └─ h   a.go\n")},
	}
	want := []string{
		"PAGE.md: there is no b.go",
		"PAGE.md: there is no q.png",
		"PAGE.md: there is no c.go",
		"PAGE.md: a.go does not declare g",
		"PAGE.md: open c.go: file does not exist",
		"PAGE.md: a.go does not declare h",
	}
	if diff := cmp.Diff(want, pageFaults(tree, "PAGE.md")); diff != "" {
		t.Error(diff)
	}
}
