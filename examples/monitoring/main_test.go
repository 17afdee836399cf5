package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// monitoring runs the program on a folder.
func monitoring(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, &out, &err)
	return code, out.String(), err.String()
}

// TestInventedData: the data were made with an effect of 4 points, a survey that
// moved by 0.45 of a step, and a field staff that answers less often.
func TestInventedData(t *testing.T) {
	code, text, _ := monitoring()
	if code != 0 {
		t.Fatalf("exit code %d", code)
	}
	_, verdict, _ := strings.Cut(text, "VERDICT\n")
	want := "  Outcomes: better by 3.5 than without the programme (2.4 to 4.7).\n" +
		"  Satisfaction: more people improved than got worse among those who answered twice; the survey has no comparison group.\n" +
		"  It speaks less for field, where fewer answered.\n"
	if diff := cmp.Diff(want, verdict); diff != "" {
		t.Errorf("verdict (-want +got):\n%s", diff)
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "%!") {
		t.Errorf("the text is broken:\n%s", text)
	}
	if _, again, _ := monitoring(); again != text {
		t.Error("the same data give another text")
	}
	if _, less, _ := monitoring("-less"); !strings.Contains(less, "Outcomes: worse by 3.5") {
		t.Errorf("with -less the same effect is not worse:\n%s", less)
	}
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const survey = "respondent,group,workload,fit,support,leave\n1,,3,3,3,3\n"

func TestOneUnitIsNoProof(t *testing.T) {
	dir := folder(t, map[string]string{
		"panel.csv": "unit,period,value\na,12,1\na,13,2\n", "before.csv": survey, "after.csv": survey,
	})
	code, text, stderr := monitoring("-data", dir)
	if code != 0 || !strings.Contains(text, "Outcomes: the panel cannot tell") || !strings.Contains(text, "nobody's changed") || strings.Contains(text, "NaN") {
		t.Errorf("exit code %d, %s\n%s", code, stderr, text)
	}
}

func TestFaultsOfAllFiles(t *testing.T) {
	dir := folder(t, map[string]string{
		"panel.csv": "unit,period,value\na,x,1\n", "before.csv": "respondent,group,workload,fit,support,leave\n1,,9,3,3,3\n",
	})
	code, text, stderr := monitoring("-data", dir)
	if code != 1 || text != "" {
		t.Errorf("exit code %d, text %q", code, text)
	}
	for _, want := range []string{`panel.csv:2: column "period"`, "before.csv:2", "after.csv"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q is not among the faults:\n%s", want, stderr)
		}
	}
	for _, args := range [][]string{{"-nonsense"}, {"folder"}} {
		if code, _, _ := monitoring(args...); code != 2 {
			t.Errorf("%q: exit code %d, want 2", args, code)
		}
	}
}
