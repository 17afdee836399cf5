// Package exported lists what a package exports, for tests that must not forget
// any of it.
package exported

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Funcs returns the names of the exported functions of the package in a folder,
// and of the exported methods of exported types as Type.Method, in byte order.
// Test files do not count.
func Funcs(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, e.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() {
				continue
			}
			name := f.Name.Name
			if f.Recv != nil {
				receiver := receiverName(f.Recv.List[0].Type)
				if !ast.IsExported(receiver) {
					continue
				}
				name = receiver + "." + name
			}
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Calls runs a call of every exported function of the package in the current
// folder, each as a test of its name. A function that the list forgets, or a name
// that no function has, is an error.
func Calls[F any](t *testing.T, calls map[string]F, run func(t *testing.T, call F)) {
	t.Helper()
	names, err := Funcs(".")
	if err != nil {
		t.Fatal(err)
	}
	listed := slices.Sorted(maps.Keys(calls))
	forgotten, unknown := compare(names, listed)
	if len(forgotten)+len(unknown) > 0 {
		t.Errorf("the list of calls forgets %q, and has %q, which are not exported", forgotten, unknown)
	}
	for _, name := range listed {
		t.Run(name, func(t *testing.T) { run(t, calls[name]) })
	}
}

// compare returns the names that are not listed, and those that are but should
// not be.
func compare(names, listed []string) (forgotten, unknown []string) {
	for _, name := range names {
		if !slices.Contains(listed, name) {
			forgotten = append(forgotten, name)
		}
	}
	for _, name := range listed {
		if !slices.Contains(names, name) {
			unknown = append(unknown, name)
		}
	}
	return forgotten, unknown
}

// receiverName returns the name of a receiver's type without star and type
// parameters.
func receiverName(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiverName(t.X)
	case *ast.IndexExpr:
		return receiverName(t.X)
	case *ast.IndexListExpr:
		return receiverName(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}
