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
