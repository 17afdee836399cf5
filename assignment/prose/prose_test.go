package prose

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/message"
)

// TestLanguagesSayTheSame: all tables have the same codes, and each text the same
// arguments.
func TestLanguagesSayTheSame(t *testing.T) {
	for in, texts := range languages {
		for code, text := range english {
			other, ok := texts[code]
			if !ok || other == "" {
				t.Errorf("%v lacks %q", in, code)
				continue
			}
			want, got := (&message.Template{Text: text}).Names(), (&message.Template{Text: other}).Names()
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) && code != "day" && !strings.HasSuffix(code, ".one") {
				t.Errorf("%v, %q: arguments %v, English has %v", in, code, got, want)
			}
		}
		for code := range texts {
			if _, ok := english[code]; !ok {
				t.Errorf("%v has %q, which English lacks", in, code)
			}
		}
	}
}

// TestCodesExist: every code that is said has a text.
func TestCodesExist(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile(`(?:say|count)\("([a-z.]+)"`)
	found := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllStringSubmatch(string(text), -1) {
			found++
			if english[m[1]] == "" && m[1] != "goal." && m[1] != "term." {
				t.Errorf("%s says %q, which has no text", file, m[1])
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d codes were found", found)
	}
}

// office is a small problem of made-up people.
func office(t *testing.T) *assignment.Problem {
	t.Helper()
	levels := func(x competency.Level) competency.Profile {
		return competency.Levels(map[competency.ID]competency.Level{"M.1": x})
	}
	o, err := mutasi.NewOrganization(mutasi.Data{
		Units: []mutasi.Unit{{ID: "u"}},
		Positions: []mutasi.Position{
			{ID: "head", Title: "Kepala Bagian", Unit: "u", Seats: 1, Need: 1, Standard: competency.Standard{{Competency: "M.1", Level: 4}}},
			{ID: "clerk", Title: "Pelaksana", Unit: "u", Seats: 2, Need: 2, Standard: competency.Standard{{Competency: "M.1", Level: 2}}},
		},
		Employees: []mutasi.Employee{
			{ID: "E1", Name: "Wira", Position: "clerk", Profile: levels(4)},
			{ID: "E2", Name: "Sekar", Position: "head", Profile: levels(2)},
			{ID: "E3", Name: "Bayu", Position: "clerk", Profile: levels(1)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &assignment.Problem{Organization: o, Constraints: []assignment.Constraint{
		assignment.Obey(mutasi.Rule{
			Name: "two years in post", Reason: "PP 11/2017", Author: "BKPSDM", On: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
			Allows: func(e *mutasi.Employee, _ *mutasi.Position) bool { return e.ID != "E3" },
		}),
	}}
}

func TestExplanationInWords(t *testing.T) {
	p := office(t)
	s, err := assignment.Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	x, err := s.Explain("E1")
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.WhyNot("E2", "head")
	if err != nil {
		t.Fatal(err)
	}
	refused, err := s.WhyNot("E3", "head")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		got  []string
		want string
	}{
		{New(mutasi.English, p, &Options{Names: true}).Explanation(x),
			"Wira (E1) moves from Pelaksana (clerk) to Kepala Bagian (head)."},
		{New(mutasi.Indonesian, p, nil).Explanation(x), "E1 dimutasi dari clerk ke head."},
		{New(mutasi.English, p, nil).Counterfactual(c),
			"The best plan that has it is worse in goal 2: How well people fit their posts minus how unevenly the units are staffed for their workload should be as high as possible. It loses 0.5 there."},
		{New(mutasi.English, p, nil).Counterfactual(c), "In that plan 1 other person is placed otherwise: E1 has clerk instead of head."},
		{New(mutasi.Indonesian, p, nil).Counterfactual(c), "Dalam rencana itu 1 pegawai lain ditempatkan secara berbeda: E1 di clerk alih-alih di head."},
		{New(mutasi.English, p, nil).Counterfactual(refused),
			"This forbids it: “two years in post” (reason: PP 11/2017; set by BKPSDM; as in force on 2026-11-01)."},
		{New(mutasi.Indonesian, p, nil).Counterfactual(refused),
			"Hal ini dilarang oleh: “two years in post” (alasan: PP 11/2017; ditetapkan oleh BKPSDM; sebagaimana berlaku pada 01-11-2026)."},
	} {
		if !slices.ContainsFunc(test.got, func(s string) bool { return strings.EqualFold(s, test.want) }) {
			t.Errorf("%q is not among\n%s", test.want, strings.Join(test.got, "\n"))
		}
	}
	checkSentences(t, New(mutasi.English, p, nil), s, p)
	checkSentences(t, New(mutasi.Indonesian, p, nil), s, p)
}

// checkSentences: every answer about everybody is made of whole sentences.
func checkSentences(t *testing.T, w *Writer, s *assignment.Solution, p *assignment.Problem) {
	t.Helper()
	var all []string
	for e := range p.Organization.Employees() {
		x, err := s.Explain(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, w.Explanation(x)...)
		for _, post := range []mutasi.PositionID{"", "head", "clerk"} {
			c, err := s.WhyNot(e.ID, post)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, w.Counterfactual(c)...)
		}
	}
	schedule, err := p.Organization.Schedule(p.Organization.Incumbents(), s.Plan)
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, w.Schedule(schedule)...)
	without := w.Without(schedule, "E1")
	if at, _ := s.Plan.Position("E1"); (without == "") != (at == "clerk") {
		t.Errorf("E1 is at %q; of a plan without that move it is said: %q", at, without)
	}
	if without != "" {
		all = append(all, without)
	}
	for _, sentence := range all {
		if !strings.HasSuffix(sentence, ".") || strings.ContainsAny(sentence, "{}") || strings.Contains(sentence, "  ") || strings.Contains(sentence, "..") {
			t.Errorf("this is no sentence: %q", sentence)
		}
	}
}

func TestConflictInWords(t *testing.T) {
	p := office(t)
	p.Constraints = append(p.Constraints, assignment.Fix("E1", "head", "asked for it"), assignment.Fix("E2", "head", "stays"))
	_, err := assignment.Solve(t.Context(), p, nil)
	var conflict *assignment.InfeasibleError
	if !errors.As(err, &conflict) {
		t.Fatal(err)
	}
	r, err := assignment.Repair(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		got  []string
		want string
	}{
		{New(mutasi.English, p, nil).Conflict(conflict), "E1 and E2 must be placed in head, where there are too few seats."},
		{New(mutasi.Indonesian, p, nil).Conflict(conflict), "E1 dan E2 harus ditempatkan di head, yang formasinya tidak cukup."},
		{New(mutasi.English, p, nil).Repair(r), "With more seats alone: 1 more seat in head."},
		{New(mutasi.Indonesian, p, nil).Repair(r), "Dengan menambah formasi saja: 1 formasi lagi di head."},
	} {
		if !slices.Contains(test.got, test.want) {
			t.Errorf("%q is not among\n%s", test.want, strings.Join(test.got, "\n"))
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, test := range []struct {
		x      float64
		en, id string
	}{{1234567.5, "1,234,567.5", "1.234.567,5"}, {0.25, "0.25", "0,25"}, {-3, "−3", "−3"}, {0, "0", "0"}} {
		if got := New(mutasi.English, nil, nil).number(test.x); got != test.en {
			t.Errorf("%v is %q in English", test.x, got)
		}
		if got := New(mutasi.Indonesian, nil, nil).number(test.x); got != test.id {
			t.Errorf("%v is %q in Indonesian", test.x, got)
		}
	}
}

func TestLetter(t *testing.T) {
	p := office(t)
	s, err := assignment.Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	x, err := s.Explain("E2")
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.WhyNot("E2", "head")
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range []mutasi.Language{mutasi.English, mutasi.Indonesian} {
		var page strings.Builder
		err := New(in, p, nil).WriteLetter(&page, &Letter{
			Office: "BKPSDM <Kota>", Explanation: x, Wanted: c, Holders: s.Plan.Holders()["head"], Proven: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`lang="` + in.String() + `"`, "BKPSDM &lt;Kota&gt;", "E1", languages[in]["letter.proof"]} {
			if !strings.Contains(page.String(), want) {
				t.Errorf("the letter lacks %q:\n%s", want, page.String())
			}
		}
		if strings.Contains(page.String(), "E3") {
			t.Error("the letter names somebody whom it does not concern")
		}
	}
	if err := New(mutasi.English, p, nil).WriteLetter(nil, &Letter{Explanation: x}); err == nil {
		t.Error("a letter without a writer")
	}
	if err := New(mutasi.English, p, nil).WriteLetter(new(strings.Builder), nil); err == nil {
		t.Error("a letter of nothing")
	}
}

// A term of the caller is said in the words of the caller, and quoted without any.
func TestTermsOfTheCaller(t *testing.T) {
	near := assignment.Custom("near home", func(*mutasi.Employee, *mutasi.Position) float64 { return 1 })
	w := New(mutasi.English, nil, &Options{Terms: map[string]string{"near home": "the number of people near home"}})
	for _, test := range []struct {
		goal assignment.Goal
		want string
	}{
		{assignment.Maximize(near), "the number of people near home should be as high as possible"},
		{assignment.Minimize(near), "the number of people near home should be as low as possible"},
		{assignment.Maximize(assignment.Placed()), "the number of people who have a post should be as high as possible"},
	} {
		if got := w.Goal(test.goal); got != test.want {
			t.Errorf("%v is %q, want %q", test.goal, got, test.want)
		}
	}
	if got := New(mutasi.English, nil, nil).Goal(assignment.Maximize(near)); got != "“maximize near home”" {
		t.Errorf("without words the goal is %q", got)
	}
}

// A forbidden pair may be better in an early goal and worse in a later one. Then it is
// not said to lose nothing; and people who have another post in its plan than in this one
// are not said to come from there.
func TestAForbiddenPairThatIsBetter(t *testing.T) {
	p := office(t)
	p.Constraints = append(p.Constraints, assignment.Forbid("E1", "head", "kin"))
	s, err := assignment.Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.WhyNot("E1", "head")
	if err != nil {
		t.Fatal(err)
	}
	if moves := s.Values[2].Value; c.Regret.Goal >= 0 || moves != 0 {
		t.Fatalf("the pair costs %+v, and %v people move", c.Regret, moves)
	}
	for in, wants := range map[mutasi.Language][]string{
		mutasi.English:    {"A plan that has it would be at least as good in these goals, an earlier one before a later one.", "E2 has clerk instead of head."},
		mutasi.Indonesian: {"Rencana dengan penempatan itu paling tidak sama baiknya dalam tujuan-tujuan ini, yang lebih dahulu disebut didahulukan.", "E2 di clerk alih-alih di head."},
	} {
		said := strings.Join(New(in, p, nil).Counterfactual(c), "\n")
		for _, want := range wants {
			if !strings.Contains(said, want) {
				t.Errorf("%v: %q is not said:\n%s", in, want, said)
			}
		}
	}
}
