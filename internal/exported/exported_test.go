package exported

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestFuncs(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.go":      "package a\n\ntype T[K any] struct{}\n\nfunc (t *T[K]) M() {}\n\nfunc (t *T[K]) m() {}\n\ntype u int\n\nfunc (u) M() {}\n\nfunc F() {}\n\nfunc f() {}\n",
		"b.go":      "package a\n\ntype V[K, L any] struct{}\n\nfunc (V[K, L]) M() {}\n",
		"a_test.go": "package a\n\nfunc G() {}\n",
		"notes.txt": "func H() {}",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	names, err := Funcs(dir)
	if want := []string{"F", "T.M", "V.M"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("got %q, %v; want %q", names, err, want)
	}
	if _, err := Funcs(filepath.Join(dir, "none")); err == nil {
		t.Error("a folder that does not exist has functions")
	}
	if err := os.WriteFile(filepath.Join(dir, "c.go"), []byte("package"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Funcs(dir); err == nil {
		t.Error("a faulty file has functions")
	}
}

// A function that the list of calls forgets is named, and so is a name too many.
func TestCompare(t *testing.T) {
	forgotten, unknown := compare([]string{"A", "B", "C"}, []string{"A", "C", "D"})
	if !slices.Equal(forgotten, []string{"B"}) || !slices.Equal(unknown, []string{"D"}) {
		t.Errorf("forgotten %q, unknown %q", forgotten, unknown)
	}
	if forgotten, unknown := compare([]string{"A"}, []string{"A"}); forgotten != nil || unknown != nil {
		t.Errorf("forgotten %q, unknown %q of a full list", forgotten, unknown)
	}
}
