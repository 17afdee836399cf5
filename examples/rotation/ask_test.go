package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// two is a folder of two people for one post: Ani has it and is less able than Budi.
func two(t *testing.T) string {
	t.Helper()
	dir := small(t, "id,title,unit,seats\nA,Analis,U,1\nB:1,Juru,U,1\n", "id,name,position\nx,Ani,A\ny,Budi,B:1\nz:1,Candra,\n")
	write(t, dir, "profiles.csv", "employee,competency,level\nx,M.1,1\ny,M.1,2\nz:1,M.1,0\n")
	return dir
}

// said runs the program, which must do without a fault, and returns what it prints.
func said(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := rotation(t, args...)
	if code != 0 || errs != "" {
		t.Fatalf("%q: exit code %d, stderr %q", args, code, errs)
	}
	return out
}

func TestQuestions(t *testing.T) {
	dir := two(t)
	for _, c := range []struct {
		args  []string
		wants []string
	}{
		{[]string{"-explain", "x"}, []string{"Ani (x) moves from Analis (A) to Juru (B:1).\n", "Ani (x) reaches every level that the post requires.\n"}},
		{[]string{"-explain", "x", "-lang", "id"}, []string{"Ani (x) dimutasi dari Analis (A) ke Juru (B:1).\n"}},
		{[]string{"-why-not", "x:A"}, []string{"Ani (x) is given Juru (B:1) and not Analis (A).\n", "No rule and no decision forbids it.\n", "It loses 0.5 there.\n", "1 other person is placed otherwise: Budi (y) has Juru (B:1) instead of Analis (A).\n"}},
		{[]string{"-why-not", "x:A", "-lang", "id"}, []string{"Kerugiannya 0,5.\n", "Budi (y) di Juru (B:1) alih-alih di Analis (A).\n"}},
		{[]string{"-why-not", "x:"}, []string{"Ani (x) is given Juru (B:1) and is not left without a post.\n", "worse in goal 2: the number of people with a post today who have one in the plan should be as high as possible. It loses 1 there."}},
		{[]string{"-why-not", "z:1:B:1"}, []string{"Candra (z:1) is given no post, and so not Juru (B:1).\n"}},
		{[]string{"-why-not", "x:B:1"}, []string{"Ani (x) is given Juru (B:1) in this plan.\n"}},
		{[]string{"-candidates", "A"}, []string{"Who could have Analis (A):\n", "  y    Budi    has it in this plan\n", "  x    Ani     goal 3 would lose 0.5\n", "  z:1  Candra  goal 2 would lose 1\n"}},
		{[]string{"-candidates", ""}, []string{"Who could be without a post:\n", "  z:1  Candra  has no post in this plan\n"}},
		{[]string{"-schedule"}, []string{"The moves can be made in 1 step.\n", "Step 1, all on one day:\n", "  x  Ani   A   → B:1\n", "  y  Budi  B:1 → A\n"}},
		{[]string{"-schedule", "-lang", "id"}, []string{"Tahap 1, semuanya pada hari yang sama:\n"}},
		{[]string{"-explain", "x", "-schedule"}, []string{"Ani (x) moves", "\n\nThe moves can be made"}},
	} {
		out := said(t, append(c.args, "-data", dir)...)
		for _, want := range c.wants {
			if !strings.Contains(out, want) {
				t.Errorf("%q: the answer lacks %q:\n%s", c.args, want, out)
			}
		}
		if strings.Contains(out, "BEFORE → AFTER") {
			t.Errorf("%q: the plan is printed with the answer", c.args)
		}
	}
}

// The columns of lists stand below one another.
func TestAnswersAlign(t *testing.T) {
	r := ofTheCity(t)
	for lang := range languages {
		post := mutasi.PositionID("PUPR.JALAN.MUDA")
		opts := options{lang: lang, all: true, ask: questions{candidates: &post, schedule: true}}
		var a answers
		if err := r.answer(opts, &a); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		if err := a.write(&out, opts, r.organization); err != nil {
			t.Fatal(err)
		}
		arrows, listed := map[int]bool{}, 0
		for line := range strings.Lines(out.String()) {
			if before, _, found := strings.Cut(line, " → "); found {
				arrows[utf8.RuneCountInString(before)] = true
				listed++
			}
			if strings.TrimRight(line, " \n") != strings.TrimRight(line, "\n") {
				t.Errorf("blanks at the end of %q", line)
			}
		}
		moves := len(r.organization.Incumbents().Transfers(r.solution.Plan))
		if len(arrows) != 1 || listed != moves {
			t.Errorf("%d moves of %d, with arrows in columns %v", listed, moves, arrows)
		}
	}
}

// With -json the answers are data that read back as they were given.
func TestAnswersAsJSON(t *testing.T) {
	dir := two(t)
	var a struct {
		Explain    struct{ Explanation assignment.Explanation }
		WhyNot     struct{ Counterfactual assignment.Counterfactual }
		Candidates struct{ Options []assignment.Option }
		Schedule   struct{ Schedule mutasi.Schedule }
	}
	text := said(t, "-data", dir, "-json", "-explain", "x", "-why-not", "x:A", "-candidates", "A", "-schedule")
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if x := a.Explain.Explanation; x.Employee != "x" || x.Given != "B:1" || !x.Certain {
		t.Errorf("explanation: %+v", x)
	}
	if c := a.WhyNot.Counterfactual; c.Wanted != "A" || c.Regret.Goal != 2 || len(c.Chain) != 2 || c.Needed != 0.5 {
		t.Errorf("counterfactual: %+v", c)
	}
	if len(a.Candidates.Options) != 3 || len(a.Schedule.Schedule.Waves) != 1 {
		t.Errorf("candidates %+v, schedule %+v", a.Candidates.Options, a.Schedule.Schedule)
	}
}

// Everybody and every post that the data do not have is named, with what to do.
func TestUnknownIDs(t *testing.T) {
	refused(t, "all at once", []string{`-explain: there is no employee "X1"`, `-why-not: there is no employee "X2"`, `-why-not: there is no post "Y2"`,
		`-candidates: there is no post "Y3"`, "employees.csv", "positions.csv"}, "-data", two(t), "-explain", "X1", "-why-not", "X2:Y2", "-candidates", "Y3")
	if code, out, errs := rotation(t, "-why-not", "x"); code != 2 || out != "" || !strings.Contains(errs, "a colon") {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, out, errs)
	}
}

// A plan that is not proven is not explained, and a report of it says so. Of people
// without a post it says what the rules close to them.
func TestUnprovenPlans(t *testing.T) {
	data := two(t)
	write(t, data, "employees.csv", "id,name,position,attr:status\nx,Ani,A,\ny,Budi,B:1,\nz:1,Candra,,tugas belajar\n")
	in, err := readInput(options{data: data, date: in2026})
	if err != nil {
		t.Fatal(err)
	}
	r, err := in.plan(t.Context(), options{}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	r.solution.Status = assignment.Feasible
	for lang, wants := range [][2]string{
		{"It is not proven to be the best", "2 posts are closed to Candra (z:1): all by “status (on study leave"},
		{"Belum terbukti bahwa rencana ini yang terbaik", "2 jabatan tertutup bagi Candra (z:1): semuanya karena “status (on study leave"},
	} {
		d, err := r.decision(options{lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(d.Status, wants[0]) {
			t.Errorf("the status is %q", d.Status)
		}
		if len(d.Unplaced) != 1 || len(d.Unplaced[0].Reasons) != 1 || !strings.HasPrefix(d.Unplaced[0].Reasons[0], wants[1]) {
			t.Errorf("without a post: %+v, want %q", d.Unplaced, wants[1])
		}
	}
	dir := filepath.Join(t.TempDir(), "letters")
	err = r.writeLetters(options{letters: dir})
	if !errors.Is(err, assignment.ErrNotOptimal) || !strings.Contains(err.Error(), "-timeout") {
		t.Errorf("the letters of a plan that is not proven: %v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("there is a folder for letters that are not written")
	}
	if err := unproven(errors.New("other")); err.Error() != "other" {
		t.Errorf("another error becomes %v", err)
	}
}

// A report says all of the decision.
func TestReportAccountsForThePlan(t *testing.T) {
	data, path := two(t), filepath.Join(t.TempDir(), "out.html")
	record := filepath.Join(t.TempDir(), "record.json")
	for _, c := range []struct{ lang, status, goal, reason string }{
		{"en", "The plan is proven optimal", "The number of people with a post today who have one in the plan", "Of the posts open to Candra (z:1)"},
		{"id", "Rencana ini terbukti optimal", "Jumlah pegawai yang kini berjabatan dan tetap mendapat jabatan", "Di antara jabatan yang terbuka bagi Candra (z:1)"},
	} {
		said(t, "-data", data, "-report", path, "-record", record, "-lang", c.lang, "-seed", "77")
		var written struct{ Digest string }
		if err := json.Unmarshal([]byte(readFile(t, record)), &written); err != nil || written.Digest == "" {
			t.Fatalf("the record has no digest: %v", err)
		}
		_, section, _ := strings.Cut(readFile(t, path), `<section id="decision">`)
		section, _, _ = strings.Cut(section, "</section>")
		for _, want := range []string{c.status, c.goal, c.reason, "PP 11/2017 art. 190(3)", ": 77.", written.Digest, "Candra"} {
			if !strings.Contains(section, want) {
				t.Errorf("-lang %s: the account lacks %q:\n%s", c.lang, want, section)
			}
		}
	}
}

// Where no plan is possible it is said why, and what would make one possible.
func TestInfeasibleInWords(t *testing.T) {
	dir := small(t, "id,title,unit,seats,min_seats,attr:golongan_min\nA,Analis,U,1,1,IV/a\n", "id,name,position,attr:golongan\nx,Ani,,II/a\n")
	refused(t, "English", []string{"There is no plan that keeps to all seats, rules and decisions.", "Nobody may hold Analis (A), where people are required.",
		"“golongan (grade outside the range of the post)”", "With lower minimum staffing alone: 1 person fewer required in Analis (A)."}, "-data", dir)
	refused(t, "Indonesian", []string{"Tidak ada rencana yang memenuhi semua formasi", "Tidak ada yang boleh menduduki Analis (A)",
		"Dengan menurunkan jumlah pegawai minimum saja: 1 pegawai lebih sedikit diwajibkan di Analis (A)."}, "-data", dir, "-lang", "id")
}

// A record checks against its data and against nothing else.
func TestRecord(t *testing.T) {
	dir, data := t.TempDir(), two(t)
	path := filepath.Join(dir, "record.json")
	plain := said(t, "-data", data)
	if out := said(t, "-data", data, "-record", path); out != plain {
		t.Errorf("with -record the program prints\n%s", out)
	}
	record := readFile(t, path)
	for lang, want := range map[string]string{"en": "The record is intact and belongs to these data", "id": "Catatan itu utuh dan sesuai dengan data"} {
		out := said(t, "-data", data, "-check", path, "-lang", lang)
		if !strings.HasPrefix(out, want) || strings.Contains(out, "BEFORE") {
			t.Errorf("-lang %s: -check prints\n%s", lang, out)
		}
		for line := range strings.Lines(out) {
			if !sentence(strings.TrimSuffix(line, "\n")) {
				t.Errorf("-lang %s: this is no sentence: %q", lang, line)
			}
		}
	}
	if out := said(t, "-data", data, "-check", path, "-explain", "x"); !strings.Contains(out, "The record is intact") || !strings.Contains(out, "\n\nAni (x) moves") {
		t.Errorf("-check with -explain prints\n%s", out)
	}
	var a struct {
		Check struct{ Record assignment.Record }
	}
	if err := json.Unmarshal([]byte(said(t, "-data", data, "-check", path, "-json")), &a); err != nil || a.Check.Record.Status != assignment.Optimal {
		t.Errorf("-check -json: %v, %+v", err, a.Check.Record)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"-data", data, "-check", path}, &out, &errs); code != 1 || out.Len() > 0 || errs.String() != "rotation: interrupted before the record was checked\n" {
		t.Errorf("interrupted: exit code %d, stdout %q, stderr %q", code, out.String(), errs.String())
	}
	write(t, dir, "changed.json", strings.Replace(record, `"x"`, `"w"`, 1))
	refused(t, "a changed record", []string{"-check", "changed.json", "does not hold"}, "-data", data, "-check", filepath.Join(dir, "changed.json"))
	refused(t, "no record", []string{"-check", "nowhere"}, "-data", data, "-check", filepath.Join(dir, "nowhere"))
	refused(t, "another day", []string{"on 2025-01-01:\n", "the -date that it was written with\n"}, "-data", data, "-check", path, "-date", "2025-01-01")
	write(t, data, "profiles.csv", "employee,competency,level\nx,M.1,2\ny,M.1,2\nz:1,M.1,0\n")
	refused(t, "other data", []string{"-check", "does not hold", filepath.Base(data)}, "-data", data, "-check", path)
	refused(t, "a folder", []string{"-record", "is a folder"}, "-data", data, "-record", dir)
	if got := strings.Fields(files(t, dir)); !slices.Equal(got, []string{"changed.json", "record.json"}) {
		t.Errorf("the folder holds %v", got)
	}
}

// All that the program prints as JSON has names in one style.
func TestNamesInJSON(t *testing.T) {
	data := two(t)
	path := filepath.Join(t.TempDir(), "record.json")
	said(t, "-data", data, "-record", path, "-json")
	upper := regexp.MustCompile(`"[A-Z][A-Za-z]*":`)
	for _, args := range [][]string{{"-explain", "x"}, {"-why-not", "x:A"}, {"-candidates", "A"}, {"-schedule"}, {"-check", path}} {
		out := said(t, append(args, "-data", data, "-json")...)
		if names := upper.FindAllString(out, -1); len(names) > 0 || !json.Valid([]byte(out)) {
			t.Errorf("%q: %v begin with a capital in\n%s", args, names, out)
		}
	}
}
