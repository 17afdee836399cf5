package mutasi_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const module = "github.com/mutasi-go/mutasi"

// directions says which package may import which others of the module. It is a
// statement of policy, not a record of what the code happens to do: the two
// vocabularies stand at the bottom, the entities on top of them, and on those,
// side by side, whoever makes plans and whoever judges them. Kernels know no
// domain at all, so that each can be read, tested and used on its own.
//
// A package is a folder below the module, "." being the root; "x/..." is x and
// all below it. What is not listed here is not allowed. Before you add a line
// or a word, ask whether the code could rather move down, or be handed what it
// needs. A package may import what is internal to it without being told so.
// Test files may import what the code of their package may, the package itself,
// internal/gen, and tests.
var directions = map[string]struct{ code, tests string }{
	"competency":                   {tests: "internal/exported"},
	"competency/internal/tablerow": {},

	"workload": {tests: "internal/exported"},
	".":        {code: "competency workload internal/calendar internal/class internal/message internal/order internal/table internal/jsonshape", tests: "assignment internal/exported"},

	"internal/calendar":  {},
	"internal/class":     {},
	"internal/exported":  {},
	"internal/message":   {},
	"internal/order":     {},
	"internal/table":     {code: "internal/message"},
	"internal/jsonshape": {code: "internal/message"},

	"assignment":                 {code: ". competency workload internal/class internal/message internal/model internal/order internal/flow internal/branch", tests: "evaluation evaluation/programme internal/exported"},
	"evaluation":                 {code: ". competency workload internal/message"},
	"evaluation/internal/fault":  {code: ". internal/message"},
	"evaluation/internal/sample": {},
	"evaluation/internal/expect": {code: "evaluation"},
	"evaluation/programme":       {code: "evaluation evaluation/internal/fault evaluation/internal/sample internal/message internal/table", tests: ". evaluation/internal/expect"},
	"evaluation/report":          {code: ". evaluation", tests: "competency workload"},

	"internal/model":  {code: "internal/flow internal/lanes internal/points internal/branch internal/proof assignment/lap"},
	"internal/branch": {code: "internal/flow"},
	"internal/flow":   {code: "internal/lanes", tests: "internal/proof"},
	"internal/lanes":  {},
	"internal/points": {},
	"internal/proof":  {},

	"assignment/lap":              {},
	"assignment/lap/internal/...": {},
	"assignment/lap/peers":        {code: "assignment/lap assignment/lap/internal/..."},

	"assignment/prose":           {code: ". competency assignment internal/message"},
	"assignment/transport":       {code: "internal/flow"},
	"assignment/transport/peers": {code: "assignment/transport"},

	"internal/gen": {code: ". competency workload"},
	"examples/...": {code: "..."},
}

// strangers never meet in the code of the first, whatever directions says, and
// with tests not even there.
var strangers = []struct {
	from, to string
	tests    bool
	reason   string
}{
	{"evaluation/...", "assignment/...", true, "it judges plans whoever made them, and is an independent check of the solver"},
	{"evaluation", "evaluation/programme", true, "a judgement of plans stands without outcomes; what both need is in evaluation/internal/sample"},
	{"assignment/...", "evaluation/...", false, "a solver that asked its judge would not be judged"},
}

// libraries says who may import what from outside the module, by the same
// patterns, beside the standard library. Nobody but tests imports the libraries
// of tests. A dependency that is not listed belongs into an example with a
// go.mod of its own.
var libraries = map[string]struct{ code, tests string }{
	"gonum.org/v1/gonum":       {code: "...", tests: "..."},
	"gonum.org/v1/plot":        {code: "evaluation/report", tests: "evaluation/report"},
	"golang.org/x/sys":         {code: "assignment/lap internal/lanes internal/points competency/internal/tablerow", tests: "assignment/lap internal/flow"},
	"github.com/google/go-cmp": {tests: "..."},
	"pgregory.net/rapid":       {code: "internal/gen", tests: "..."},
}

func TestImports(t *testing.T) {
	for _, fault := range importFaults(os.DirFS(".")) {
		t.Error(fault)
	}
}

// importFaults holds the packages of a tree against the policy. Imports are
// parsed rather than asked from the go command, whose answers about files that
// a test does not open itself outlive them in the test cache; so files of all
// platforms and build tags count.
func importFaults(tree fs.FS) []string {
	var faults []string
	add := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	used := map[string]bool{} // "importer imported", as directions has them
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case err != nil:
			return err
		case entry.IsDir() && name != ".":
			_, noModule := fs.Stat(tree, path.Join(name, "go.mod"))
			if noModule == nil || base == "testdata" || base[0] == '.' || base[0] == '_' {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		positions := token.NewFileSet()
		file, err := parser.ParseFile(positions, name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, test := path.Dir(name), strings.HasSuffix(name, "_test.go")
		row, known := rowOf(folder)
		used[row] = true
		if !known {
			add("%s: package %s has no place in the house yet: give it a line in directions (imports_test.go) that says what it may import", name, folder)
			return nil
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if problem := judgeImport(folder, row, imported, test, used); problem != "" {
				add("%v: %s %s", positions.Position(spec.Pos()), folder, problem)
			}
		}
		return nil
	})
	if err != nil {
		add("%v", err)
	}
	for _, row := range slices.Sorted(maps.Keys(directions)) {
		if !used[row] {
			add("directions (imports_test.go) has a line for %s, where there is no package: delete it", row)
			continue
		}
		for _, to := range strings.Fields(directions[row].code) {
			if to != "..." && !used[row+" "+to] {
				add("directions (imports_test.go) lets %s import %s, which it does not: delete the word, so that nobody drifts back", row, to)
			}
		}
	}
	return faults
}

// rowOf returns the line of directions for a folder: its own, or the one of the
// nearest pattern above it.
func rowOf(folder string) (string, bool) {
	if _, ok := directions[folder]; ok {
		return folder, true
	}
	for above := folder; above != "."; above = path.Dir(above) {
		if _, ok := directions[above+"/..."]; ok {
			return above + "/...", true
		}
	}
	return folder, false
}

// judgeImport returns what is wrong with an import, "" if nothing, and notes
// the word of directions that allows it.
func judgeImport(folder, row, imported string, test bool, used map[string]bool) string {
	if imported == module || strings.HasPrefix(imported, module+"/") {
		to := "."
		if imported != module {
			to = imported[len(module)+1:]
		}
		for _, s := range strangers {
			if within(folder, s.from) && within(to, s.to) && (!test || s.tests) {
				return fmt.Sprintf("must never import %s: %s", to, s.reason)
			}
		}
		allowed := strings.Fields(directions[row].code)
		if folder != "." { // whose internal folder is the house's
			allowed = append(allowed, folder+"/internal/...")
		}
		if test {
			allowed = append(allowed, folder, "internal/gen")
			allowed = append(allowed, strings.Fields(directions[row].tests)...)
		}
		for _, pattern := range allowed {
			if within(to, pattern) {
				if !test {
					used[row+" "+pattern] = true
				}
				return ""
			}
		}
		return fmt.Sprintf("may not import %s: directions (imports_test.go) does not list it", to)
	}
	if imported == "C" {
		return `may not import "C": the library builds without a C compiler`
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return "" // the standard library
	}
	for library, who := range libraries {
		if !within(imported, library+"/...") {
			continue
		}
		allowed := strings.Fields(who.code)
		if test {
			allowed = append(allowed, strings.Fields(who.tests)...)
		}
		if slices.ContainsFunc(allowed, func(pattern string) bool { return within(folder, pattern) }) {
			return ""
		}
		return fmt.Sprintf("may not import %s: libraries (imports_test.go) reserves it", imported)
	}
	return fmt.Sprintf("may not import %s: libraries (imports_test.go) does not know it; what needs more belongs into an example with a go.mod of its own", imported)
}

// within reports whether a path is what the pattern says, or below it where the
// pattern ends in "...".
func within(name, pattern string) bool {
	top, below := strings.CutSuffix(pattern, "...")
	if !below {
		return name == pattern
	}
	return top == "" || name+"/" == top || strings.HasPrefix(name, top)
}

// TestImportFaults shows that the policy test can fail, on trees that break it.
func TestImportFaults(t *testing.T) {
	for _, c := range []struct{ file, imports, want string }{
		{"evaluation/a.go", module + "/assignment", "must never import assignment"},
		{"evaluation/a_test.go", module + "/assignment", "must never import assignment"},
		{"evaluation/a.go", module + "/evaluation/programme", "must never import evaluation/programme"},
		{"evaluation/report/a.go", module + "/evaluation/programme", "may not import evaluation/programme"},
		{"evaluation/programme/a.go", module + "/evaluation", ""},
		{"evaluation/a_test.go", module + "/assignment/lap", "must never import assignment/lap"},
		{"assignment/a.go", module + "/evaluation", "must never import evaluation"},
		{"assignment/a_test.go", module + "/evaluation", ""},
		{"assignment/a_test.go", module + "/internal/gen", ""},
		{"assignment/a.go", module + "/internal/gen", "may not import internal/gen"},
		{"assignment/a.go", module + "/internal/proof", "may not import internal/proof"},
		{"competency/a.go", module, "may not import ."},
		{"competency/a.go", module + "/workload", "may not import workload"},
		{"competency/a.go", "gonum.org/v1/gonum/stat", ""},
		{"competency/a.go", "github.com/google/go-cmp/cmp", "may not import github.com/google/go-cmp/cmp"},
		{"competency/a_test.go", "github.com/google/go-cmp/cmp", ""},
		{"internal/flow/a.go", module + "/internal/model", "may not import internal/model"},
		{"internal/flow/a.go", module + "/internal/proof", "may not import internal/proof"},
		{"internal/flow/a_test.go", module + "/internal/proof", ""},
		{"internal/proof/a.go", module + "/internal/flow", "may not import internal/flow"},
		{"assignment/lap/a.go", module + "/assignment", "may not import assignment"},
		{"assignment/lap/a.go", module + "/assignment/lap/internal/instance", ""},
		{"internal/flow/a.go", module + "/internal/flow/internal/heap", ""},
		{"a.go", module + "/internal/model", "may not import internal/model"},
		{"assignment/lap/a.go", "golang.org/x/sys/cpu", ""},
		{"workload/a.go", "golang.org/x/sys/cpu", "may not import golang.org/x/sys/cpu"},
		{"evaluation/a.go", "gonum.org/v1/plot", "may not import gonum.org/v1/plot"},
		{"a.go", module + "/examples/rotation/cityscape", "may not import examples/rotation/cityscape"},
		{"a.go", "gonum.org/v1/gonumextra", "does not know it"},
		{"a.go", "C", "builds without a C compiler"},
		{"examples/rotation/a.go", module + "/assignment/lap", ""},
		{"examples/rotation/a.go", "github.com/xuri/excelize/v2", "does not know it"},
		{"novel/a.go", "fmt", "package novel has no place"},
		{"testdata/a.go", "C", ""},
		{".hidden/a.go", "C", ""},
	} {
		t.Run(c.file+" "+c.imports, func(t *testing.T) {
			tree := fstest.MapFS{c.file: {Data: fmt.Appendf(nil, "package a\n\nimport _ %q\n", c.imports)}}
			var got []string
			for _, fault := range importFaults(tree) {
				if !strings.HasPrefix(fault, "directions ") { // of what this tree lacks
					got = append(got, fault)
				}
			}
			if c.want == "" && got != nil || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
				t.Errorf("faults %q, want %q", got, c.want)
			}
		})
	}
	t.Run("nested module", func(t *testing.T) {
		tree := fstest.MapFS{"workload/x/go.mod": {}, "workload/x/y/a.go": {Data: []byte("package y\n\nimport \"C\"\n")}}
		if faults := importFaults(tree); slices.ContainsFunc(faults, func(s string) bool { return !strings.HasPrefix(s, "directions ") }) {
			t.Errorf("a nested module is not skipped: %q", faults)
		}
	})
	t.Run("unused lines", func(t *testing.T) {
		var want []string
		for _, row := range slices.Sorted(maps.Keys(directions)) {
			want = append(want, "directions (imports_test.go) has a line for "+row+", where there is no package: delete it")
		}
		if diff := cmp.Diff(want, importFaults(fstest.MapFS{})); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("unused word", func(t *testing.T) {
		tree := fstest.MapFS{"internal/model/a.go": {Data: fmt.Appendf(nil, "package model\n\nimport _ %q\n", module+"/internal/flow")}}
		want := "directions (imports_test.go) lets internal/model import internal/proof, which it does not"
		if faults := importFaults(tree); !slices.ContainsFunc(faults, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("nobody says that a word is unused: %q", faults)
		}
	})
}
