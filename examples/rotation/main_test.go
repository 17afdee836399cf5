package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/internal/gen"
)

// rotation runs the program.
func rotation(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

// outcomes are those of the runs so far by their arguments: most tests look at
// the same few plans, each of which under the race detector takes a second.
var outcomes = map[string]*outcome{}

// key names the options that decide on a plan.
func key(opts options) string { return fmt.Sprint(opts.data, opts.seed, opts.timeout, opts.date) }

// planned prints what the program prints, which TestOutputs compares; it plans
// once for the same data and the same goals and rules.
func planned(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	opts, err := parse(args, &errs)
	if err != nil {
		t.Fatal(err)
	}
	r := outcomes[key(opts)]
	if r == nil {
		if r, err = plan(t.Context(), opts, &errs); err != nil || errs.Len() > 0 {
			t.Fatalf("error %v, stderr %q", err, errs.String())
		}
		outcomes[key(opts)] = r
	}
	if err := r.summary.write(&out, opts); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// decoded runs the program with -json.
func decoded(t *testing.T, args ...string) map[string]json.RawMessage {
	t.Helper()
	var doc map[string]json.RawMessage
	if err := json.Unmarshal([]byte(planned(t, append(args, "-json")...)), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func field[T any](t *testing.T, doc map[string]json.RawMessage, name string) (x T) {
	t.Helper()
	if err := json.Unmarshal(doc[name], &x); err != nil {
		t.Fatalf("field %q: %v", name, err)
	}
	return x
}

func embedded(t *testing.T) *mutasi.Organization {
	t.Helper()
	o, _, err := read("")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// quarter is the folder of three agencies of the embedded city, without edits.
var (
	quarter string
	filled  sync.Once
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "rotation")
	if err != nil {
		panic(err)
	}
	quarter = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// district returns the folder of the quarter or, with edits by file name, one of
// its own.
func district(t *testing.T, edits map[string]func(string) string) string {
	t.Helper()
	filled.Do(func() { writeQuarter(t) })
	if edits == nil {
		return quarter
	}
	dir := t.TempDir()
	for _, name := range strings.Fields(files(t, quarter)) {
		text := readFile(t, filepath.Join(quarter, name))
		if edit := edits[name]; edit != nil {
			changed := edit(text)
			if changed == text {
				t.Fatalf("the edit of %s changes nothing", name)
			}
			text = changed
		}
		write(t, dir, name, text)
	}
	return dir
}

// writeQuarter writes the three agencies and their people.
func writeQuarter(t *testing.T) {
	t.Helper()
	agency := regexp.MustCompile(`^(BAPPEDA|BKAD|BAPENDA)[.,]`)
	people := map[string]bool{}
	for _, f := range []struct {
		name string
		keep func(cells []string) bool
	}{
		{"units.csv", func(cells []string) bool { return agency.MatchString(cells[0] + ",") }},
		{"positions.csv", func(cells []string) bool { return agency.MatchString(cells[0]) }},
		{"standards.csv", func(cells []string) bool { return agency.MatchString(cells[0]) }},
		{"activities.csv", func(cells []string) bool { return agency.MatchString(cells[0]) }},
		{"employees.csv", func(cells []string) bool {
			people[cells[0]] = cells[2] == "" || agency.MatchString(cells[2])
			return people[cells[0]]
		}},
		{"profiles.csv", func(cells []string) bool { return people[cells[0]] }},
	} {
		text, err := city.ReadFile("city/" + f.name)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(text), "\n")
		write(t, quarter, f.name, lines[0]+strings.Join(slices.DeleteFunc(lines[1:], func(line string) bool {
			return line == "" || !f.keep(strings.Split(line, ","))
		}), ""))
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// small is a folder of a few lines: one post, asked for by two people.
func small(t *testing.T, positions, employees string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "units.csv", "id,name,parent\nU,Dinas,\n")
	write(t, dir, "positions.csv", positions)
	write(t, dir, "standards.csv", "position,competency,level\nA,M.1,2\n")
	write(t, dir, "employees.csv", employees)
	write(t, dir, "profiles.csv", "employee,competency,level\n")
	return dir
}

func TestTextHasEveryPart(t *testing.T) {
	out := planned(t)
	for _, want := range []string{
		`(?m)^Kota Lembayara, a city that does not exist$`,
		`(?m)^  units +40   10 agencies`,
		`(?m)^  posts \(jabatan\) +150   1,2\d\d seats`,
		`(?m)^  employees \(ASN\) +1,200   1,174 in posts, 26 without$`,
		`(?m)^  ratings +31,\d{3}   in the 27 competencies that posts ask for; \d+ missing \(3\.0 %\)`,
		`(?m)^    masa jabatan .*\[PP 11/2017 art\. 190\(3\)\]$`,
		`(?m)^  mean fit +0\.\d{3} → +0\.\d{3}$`,
		`(?m)^  mean fit of the bottom tenth +0\.\d{3} → +0\.\d{3}$`,
		`(?m)^  least fit +0\.\d{3} → +0\.\d{3}$`,
		`(?m)^  unfilled seats +\d+ → +\d+$`,
		`(?m)^  \d+ people move: \d+ between agencies`,
		`(?m)^TRANSFERS \(mutasi\): \d+, the 15 with the greatest gain`,
		`(?m)^  P\d{4}  \w+ \w+ +[A-Z.]+ +→ [A-Z.]+ +0\.\d\d → [01]\.\d\d$`,
		`(?m)^WITHOUT A POST: \d+$`,
		`(?m)^      every post is refused by status `,
		`(?m)^      every post is refused by golongan `,
		`(?m)^      \d+ posts are allowed, and all \d+ seats there are taken$`,
		`(?m)^      some of them by more than one rule$`,
		`(?m)^  and the 5 with the greatest loss$`,
		`(?m)^PROOF: optimal \(.*\), verified from its certificate, seed 1$`,
		`(?m)^  1\. maximize placed +value +\d+  bound +\d+$`,
	} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("the output does not match %s", want)
		}
	}
	o := embedded(t)
	for u := range o.Units() {
		name := u.Name
		if u.Parent != "" {
			name = "  " + u.Name
		}
		if !strings.Contains(out, "\n"+name+" ") {
			t.Errorf("the table has no line for %s", u.Name)
		}
	}
	if t.Failed() {
		t.Log(out)
	}
}

// TestREADMEShowsTheOutput: the lines of output in the README are among those
// that the program prints.
func TestREADMEShowsTheOutput(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(strings.ReplaceAll(string(readme), "\r\n", "\n"), "\n```text\n")
	shown, _, found := strings.Cut(rest, "\n```\n")
	if !found {
		t.Fatal("the README shows no output")
	}
	printed := strings.Split(planned(t), "\n")
	for line := range strings.Lines(shown) {
		if line = strings.TrimSuffix(line, "\n"); !slices.Contains(printed, line) {
			t.Errorf("the README shows a line that is not printed: %q", line)
		}
	}
}

func TestColumnsAreAligned(t *testing.T) {
	lines := strings.Split(planned(t), "\n")
	at := -1
	for _, line := range lines {
		for _, head := range []string{"STAFF / NEED", "TRANSFERS", "FIRST PLACEMENTS", "WITHOUT"} {
			if strings.HasPrefix(line, head) {
				at = -1
			}
		}
		arrow := column(line, " → ")
		if !strings.HasPrefix(line, "  P") || arrow < 0 {
			continue
		}
		if at >= 0 && arrow != at {
			t.Errorf("arrow in column %d, above in %d: %s", arrow, at, line)
		}
		at = arrow
	}
	for _, line := range lines {
		if strings.TrimRight(line, " ") != line {
			t.Errorf("blanks at the end of %q", line)
		}
	}
}

// column counts characters, not bytes.
func column(line, what string) int {
	i := strings.Index(line, what)
	if i < 0 {
		return -1
	}
	return len([]rune(line[:i]))
}

// Two runs of the program print the same, and what the other tests look at.
func TestOutputs(t *testing.T) {
	dir := district(t, nil)
	for _, args := range [][]string{{"-data", dir, "-all"}, {"-data", dir, "-json"}} {
		code, got, errs := rotation(t, args...)
		if code != 0 || errs != "" {
			t.Errorf("exit code %d, stderr %q", code, errs)
		}
		if want := planned(t, args...); got != want {
			t.Error(cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
		}
	}
}

// The order of the lines in a file decides nothing but the order of output.
func TestOrderOfLinesDoesNotMatter(t *testing.T) {
	shuffled := district(t, map[string]func(string) string{
		"employees.csv": reverseLines, "positions.csv": reverseLines, "profiles.csv": reverseLines,
	})
	want := field[mutasi.Plan](t, decoded(t, "-data", district(t, nil)), "plan")
	if got := field[mutasi.Plan](t, decoded(t, "-data", shuffled), "plan"); !got.Equal(want) {
		t.Error("another order of the lines gives another plan")
	}
}

func reverseLines(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, j := 1, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestAnotherSeedIsAsGood(t *testing.T) {
	dir := district(t, nil)
	one := field[proof](t, decoded(t, "-data", dir), "proof")
	two := field[proof](t, decoded(t, "-data", dir, "-seed", "2"), "proof")
	if one.Seed != 1 || two.Seed != 2 {
		t.Errorf("seeds %d and %d are recorded, want 1 and 2", one.Seed, two.Seed)
	}
	if diff := cmp.Diff(one.Goals, two.Goals, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("the seed changes the values of the goals (-1 +2):\n%s", diff)
	}
}

func TestAllListsEveryTransfer(t *testing.T) {
	dir := district(t, nil)
	out := planned(t, "-data", dir, "-all")
	for _, x := range field[[]transfer](t, decoded(t, "-data", dir), "transfers") {
		if !regexp.MustCompile(`(?m)^  ` + string(x.Employee) + `  .* → `).MatchString(out) {
			t.Errorf("the transfer of %s is not listed", x.Employee)
		}
	}
}

func TestUnreadableFolders(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, filepath.Dir(file), "file", "")
	for name, c := range map[string]struct{ dir, want string }{
		"missing": {filepath.Join(t.TempDir(), "nowhere"), "nowhere"},
		"empty":   {t.TempDir(), "units.csv, positions.csv, standards.csv, employees.csv, profiles.csv"},
		"file":    {file, "cannot read the folder"},
	} {
		refused(t, name, []string{c.want}, "-data", c.dir)
	}
}

// refused runs the program and requires an error, an exit code of 1 and an
// empty output.
func refused(t *testing.T, name string, wants []string, args ...string) {
	t.Helper()
	code, out, errs := rotation(t, args...)
	if code != 1 || out != "" || !strings.HasPrefix(errs, "rotation: ") {
		t.Errorf("%s: exit code %d, stdout %.100q, stderr %.1000q; want 1, nothing and an error", name, code, out, errs)
	}
	for _, want := range wants {
		if !strings.Contains(errs, want) {
			t.Errorf("%s: the error does not hold %q:\n%.2000s", name, want, errs)
		}
	}
}

func TestBadFilesNameThePlace(t *testing.T) {
	replace := func(old, new string) func(string) string {
		return func(text string) string { return strings.Replace(text, old, new, 1) }
	}
	for name, c := range map[string]struct {
		file string
		edit func(string) string
		want []string
	}{
		"NaN":          {"profiles.csv", replace(",M.1,", ",M.1,NaN"), []string{"profiles.csv:", `"level"`, "NaN"}},
		"column":       {"employees.csv", replace("id,name,position", "id,name,post"), []string{"employees.csv:1", "post"}},
		"unknown post": {"employees.csv", replace(",BAPENDA.PAJAK.PERTAMA,", ",NOWHERE,"), []string{"employees.csv:", `"position"`, "NOWHERE"}},
		"twice":        {"units.csv", replace("BKAD.ANGGARAN,", "BKAD,"), []string{"units.csv:", `"id"`, "BKAD"}},
		"quote":        {"units.csv", replace("BKAD,Badan", "BKAD,\"Badan"), []string{"units.csv:"}},
		"golongan":     {"employees.csv", replace(",II/c,", ",II/z,"), []string{"employees.csv", "P0", `"attr:golongan"`, `"II/z"`}},
		"range":        {"positions.csv", replace(",III/d,", ",3D,"), []string{"positions.csv", `"attr:golongan_min"`, `"3D"`}},
	} {
		dir := district(t, map[string]func(string) string{c.file: c.edit})
		refused(t, name, c.want, "-data", dir)
	}
}

func TestTheUsersOwnFolder(t *testing.T) {
	dir := small(t, "id,title,unit,seats\nA,Analis,U,1\n", "id,name,position,since\nx,Ani,A,\ny,Budi,A,2025-06-01\n")
	out := planned(t, "-data", dir)
	for _, want := range []string{
		dir + "\n", "1 holder without a date", "ratings                  0", "1 post is allowed, and the only seat there is taken", "PROOF: optimal",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the output does not hold %q:\n%s", want, out)
		}
	}
}

func TestNobodyAndNothing(t *testing.T) {
	dir := small(t, "id,title,unit,seats\nA,Analis,U,0\n", "id,name,position\n")
	if out := planned(t, "-data", dir); !strings.Contains(out, "mean fit                                             – →         –") {
		t.Errorf("the mean fit of nobody is not shown as undefined:\n%s", out)
	}
	if n := len(field[[]transfer](t, decoded(t, "-data", dir), "transfers")); n != 0 {
		t.Errorf("%d transfers of nobody", n)
	}
}

func TestInfeasibleNamesWhoConflicts(t *testing.T) {
	dir := small(t, "id,title,unit,seats,min_seats,attr:golongan_min\nA,Analis,U,1,1,IV/a\n",
		"id,name,position,attr:golongan\nx,Ani,,II/a\n")
	refused(t, "floor", []string{"golongan", "A"}, "-data", dir)
}

func TestDateOfTheRules(t *testing.T) {
	dir := district(t, nil)
	moves := func(args ...string) int {
		return len(field[[]transfer](t, decoded(t, append(args, "-data", dir)...), "transfers"))
	}
	if now, later := moves(), moves("-date", "2036-01-01"); later <= now {
		t.Errorf("%d transfers when all have been in their posts for long, %d today; want more", later, now)
	}
}

func TestCommandLine(t *testing.T) {
	for _, args := range [][]string{{"-nonsense"}, {"folder"}, {"-seed", "x"}, {"-date", "tomorrow"}, {"-timeout", "-1s"}, {"-lang", "fr"}} {
		if code, out, errs := rotation(t, args...); code != 2 || out != "" || errs == "" {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q; want 2 and a message", args, code, out, errs)
		}
	}
	if code, _, errs := rotation(t, "-h"); code != 0 || !strings.Contains(errs, "-data DIR") || !strings.Contains(errs, "-report FILE") {
		t.Errorf("-h: exit code %d, stderr %q", code, errs)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"-data", district(t, nil)}, &out, &errs); code != 1 || out.Len() > 0 || errs.String() != "rotation: interrupted before there was a plan\n" {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, out.String(), errs.String())
	}
	refused(t, "timeout", []string{"no plan yet after 1ns"}, "-data", district(t, nil), "-timeout", "1ns")
}

// Whenever the user interrupts, the best plan so far is proven and printed, and
// never taken for one whose proof fails.
func TestInterruptedAtAnyMoment(t *testing.T) {
	data := district(t, nil)
	feasible := false
	for k := 1; k < 1<<20; k = k*3/2 + 1 {
		ctx := gen.EndsAt(k)
		var out, errs bytes.Buffer
		switch code := run(ctx, []string{"-data", data}, &out, &errs); {
		case code == 1 && errs.String() == "rotation: interrupted before there was a plan\n":
		case code != 0 || !strings.Contains(out.String(), "verified from its certificate"):
			t.Fatalf("ended at look %d: exit code %d, stderr %q", k, code, errs.String())
		}
		feasible = feasible || strings.Contains(out.String(), "PROOF: feasible")
		if strings.Contains(out.String(), "PROOF: optimal") {
			break
		}
	}
	if !feasible {
		t.Error("no run was ended with a plan: the test shows nothing")
	}
}

// A search that is ended when there is a plan gives that plan, with a bound.
func TestBestPlanSoFar(t *testing.T) {
	in, err := readInput(options{data: district(t, nil), date: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s, err := assignment.Solve(ctx, in.problem, &assignment.Options{Workers: 1, Progress: func(p assignment.Progress) {
		if strings.Contains(p.Goal, "fit") {
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if s.Status != assignment.Feasible {
		t.Skip("the search was over before it could be ended")
	}
	r, err := in.judge(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := r.summary.writeText(&out, false); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "PROOF: feasible (the search was ended early") {
		t.Errorf("the output does not say that the search was ended:\n%s", out.String())
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestOutputThatFails(t *testing.T) {
	dir := small(t, "id,title,unit,seats\nA,Analis,U,1\n", "id,name,position\n")
	var errs bytes.Buffer
	if code := run(t.Context(), []string{"-data", dir}, brokenPipe{}, &errs); code != 1 || errs.String() != "rotation: broken pipe\n" {
		t.Errorf("exit code %d, stderr %q", code, errs.String())
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	defer writer.Close()
	if newProgress(writer).terminal != nil || newProgress(&bytes.Buffer{}).terminal != nil {
		t.Error("a pipe or a buffer is taken for a terminal")
	}
	var screen bytes.Buffer
	p := &progress{terminal: &screen, begun: time.Now().Add(-time.Minute)}
	p.update(assignment.Progress{Goal: "maximize fit", Phase: "paths", Done: 1, Total: 4})
	if want := clearLine + "maximize fit: paths 25 %"; screen.String() != want {
		t.Errorf("shown: %q, want %q", screen.String(), want)
	}
	p.clear()
	if !strings.HasSuffix(screen.String(), clearLine) {
		t.Error("the line is not cleared")
	}
}

func BenchmarkRotation(b *testing.B) {
	for b.Loop() {
		var out, errs bytes.Buffer
		if code := run(b.Context(), nil, &out, &errs); code != 0 {
			b.Fatal(errs.String())
		}
	}
}
