package report

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi/evaluation"
)

// TestEveryTextIsTranslated looks for texts in the sources: what say, sayf and
// title are given here, and the codes of package evaluation.
func TestEveryTextIsTranslated(t *testing.T) {
	texts := map[string]bool{
		evaluation.Better.String(): true, evaluation.Worse.String(): true,
		evaluation.Same.String(): true, evaluation.Unclear.String(): true,
	}
	inspect(t, ".", func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			f, ok := n.Fun.(*ast.SelectorExpr)
			if ok && (f.Sel.Name == "say" || f.Sel.Name == "sayf" || f.Sel.Name == "title") {
				add(texts, n.Args[0])
			}
		case *ast.CompositeLit: // rows of a table: {"Gini coefficient", …}
			if len(n.Elts) == 3 {
				add(texts, n.Elts[0])
			}
		}
	})
	codes := map[string]bool{"Reason": true, "Measure": true, "Event": true, "GapMeasure": true, "Caveat": true}
	inspect(t, "..", func(n ast.Node) {
		if v, ok := n.(*ast.ValueSpec); ok {
			if name, ok := v.Type.(*ast.Ident); ok && codes[name.Name] {
				for _, value := range v.Values {
					add(texts, value)
				}
			}
		}
	})
	if len(texts) < 150 {
		t.Fatalf("only %d texts found; does the test still read the sources?", len(texts))
	}
	for s := range texts {
		translated, ok := indonesian[s]
		if !ok {
			t.Errorf("%q has no Indonesian text", s)
		}
		if strings.Count(s, "%s") != strings.Count(translated, "%s") {
			t.Errorf("%q and %q differ in their verbs", s, translated)
		}
	}
	for s := range indonesian {
		if !texts[s] {
			t.Errorf("%q is translated and not used", s)
		}
	}
}

func add(texts map[string]bool, e ast.Expr) {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if s, err := strconv.Unquote(lit.Value); err == nil {
			texts[s] = true
		}
	}
}

// inspect visits the sources of a folder, tests apart.
func inspect(t *testing.T, folder string, visit func(ast.Node)) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), folder+"/"+e.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			visit(n)
			return true
		})
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		x        float64
		decimals int
		en, id   string
	}{
		{0, 0, "0", "0"}, {-0.0001, 2, "0.00", "0,00"}, {1234.5, 1, "1,234.5", "1.234,5"}, {-1234567, 0, "−1,234,567", "−1.234.567"}, {999, 0, "999", "999"},
	} {
		if got := words(English).number(c.x, c.decimals); got != c.en {
			t.Errorf("%v is %q, want %q", c.x, got, c.en)
		}
		if got := words(Indonesian).number(c.x, c.decimals); got != c.id {
			t.Errorf("%v is %q, want %q", c.x, got, c.id)
		}
	}
}

func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		most      int
		want      string
	}{
		{0, 1, 10, "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0"}, {0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0"},
		{0, 4.37, 10, "0.0 0.5 1.0 1.5 2.0 2.5 3.0 3.5 4.0"}, {0, 103, 6, "0 20 40 60 80 100"}, {0, 12000, 6, "0 2,000 4,000 6,000 8,000 10,000 12,000"},
	} {
		var got []string
		for _, tick := range (ticks{words(English), c.most}).Ticks(c.low, c.high) {
			got = append(got, tick.Label)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("ticks from %v to %v are %q, want %q", c.low, c.high, s, c.want)
		}
	}
}

// What is not 0 does not look like 0.
func TestSmallFigures(t *testing.T) {
	for _, c := range []struct {
		x    float64
		want string
	}{{0, "0,000"}, {0.0004, "< 0,001"}, {0.0005, "0,001"}, {-0.2, "−0,200"}} {
		if got := words(Indonesian).fig(evaluation.Figure{Value: c.x}, 3).Text; got != c.want {
			t.Errorf("%v is written %q, want %q", c.x, got, c.want)
		}
	}
}

// A label of two parts shows something of both.
func TestLabelsOfTwoParts(t *testing.T) {
	for _, c := range []struct{ label, rest, want string }{
		{"Sekretariat", "", "Sekretariat"},
		{"Sekretariat", "Dinas Sosial", "Sekretariat, Dinas Sosial"},
		{"Sekretariat Daerah", "Badan Perencanaan Pembangunan", "Sekretaria…, Badan Perencanaan Pe…"},
		{"Sekretariat dan Kepegawaian", "Dinas Kesehatan", "Sekretariat dan…, Dinas Kesehatan"},
	} {
		got := wide.join(c.label, c.rest)
		if got != c.want || len([]rune(got)) > wide.label {
			t.Errorf("%q of %q is labelled %q, want %q", c.label, c.rest, got, c.want)
		}
	}
}
