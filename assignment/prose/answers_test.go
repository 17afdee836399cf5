package prose

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
)

// solved is the plan of office.
func solved(t *testing.T) (*assignment.Problem, *assignment.Solution) {
	t.Helper()
	p := office(t)
	s, err := assignment.Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}

// A cause holds whatever is known of it, and no more.
func TestCauses(t *testing.T) {
	w := New(mutasi.English, nil, nil)
	for _, test := range []struct {
		cause assignment.Cause
		want  string
	}{
		{assignment.Cause{Constraint: "x"}, "“x”"},
		{assignment.Cause{Constraint: "x", Author: "BKPSDM"}, "“x” (set by BKPSDM)"},
		{assignment.Cause{Constraint: "x", Reason: "y", Author: "z"}, "“x” (reason: y; set by z)"},
	} {
		if got := w.Cause(test.cause); got != test.want {
			t.Errorf("%+v is %q, want %q", test.cause, got, test.want)
		}
	}
}

// Posts are counted by what closes them, each cause with its own number.
func TestClosedPosts(t *testing.T) {
	a, b := assignment.Cause{Constraint: "a"}, assignment.Cause{Constraint: "b"}
	refused := func(causes ...assignment.Cause) assignment.Option {
		return assignment.Option{Employee: "e", Refused: causes}
	}
	w := New(mutasi.English, nil, nil)
	for _, test := range []struct {
		x    assignment.Explanation
		want []string
	}{
		{assignment.Explanation{Employee: "e"}, nil},
		{assignment.Explanation{Employee: "e", Given: "p", Others: []assignment.Option{refused(a)}},
			[]string{"1 other post is closed to e, by “a”."}},
		{assignment.Explanation{Employee: "e", Others: []assignment.Option{refused(a), refused(b, a), {}, refused(b, a)}},
			[]string{"3 posts are closed to e: all by “a” and 2 by “b”.", "Some are closed by more than one of these."}},
		{assignment.Explanation{Employee: "e", Others: []assignment.Option{refused(a), refused(b), refused(b)}},
			[]string{"3 posts are closed to e: 2 by “b” and 1 by “a”."}},
	} {
		if got := w.Closed(&test.x); !slices.Equal(got, test.want) {
			t.Errorf("%v: %q, want %q", test.x.Others, got, test.want)
		}
	}
}

// What is not proven is not said.
func TestUnprovenRegrets(t *testing.T) {
	w := New(mutasi.English, office(t), nil)
	open := func(r assignment.Regret) *assignment.Explanation {
		return &assignment.Explanation{Employee: "E1", Before: "clerk", Given: "head", Others: []assignment.Option{{Employee: "E1", Position: "clerk", Regret: r}}}
	}
	said := func(x *assignment.Explanation) string { return strings.Join(w.Explanation(x), "\n") }
	bound := said(open(assignment.Regret{Possible: true, Goal: -1}))
	if strings.Contains(bound, "nearest") || strings.Contains(bound, "There are plans") || !strings.Contains(bound, "Another plan that is as good may place E1 elsewhere.") {
		t.Errorf("of a regret that is not exact it is said:\n%s", bound)
	}
	if equal := said(open(assignment.Regret{Possible: true, Exact: true, Goal: -1})); !strings.Contains(equal, "There are plans that are as good and place E1 elsewhere.") {
		t.Errorf("of an equally good plan it is said:\n%s", equal)
	}
	if never := said(open(assignment.Regret{Exact: true, Goal: -1})); !strings.Contains(never, "No plan can give E1 another post") || strings.Contains(never, "closed") {
		t.Errorf("of a post that no plan can give it is said:\n%s", never)
	}
	for _, r := range []struct {
		regret assignment.Regret
		want   string
	}{
		{assignment.Regret{Exact: true, Goal: -1}, "no plan can have it"},
		{assignment.Regret{Possible: true, Exact: true, Goal: -1}, "has it in another plan that is as good"},
		{assignment.Regret{Possible: true, Goal: -1}, "what a goal would lose was not computed"},
		{assignment.Regret{Possible: true, Exact: true, Goal: 1, Loss: 0.25}, "goal 2 would lose 0.25"},
		{assignment.Regret{Possible: true, Goal: 1, Loss: 0.25}, "goal 2 would lose at least 0.25"},
		{assignment.Regret{Possible: true, Exact: true, Goal: 1, Loss: 2, Unplaced: true}, "2 more without a post, against goal 2"},
	} {
		if got := w.Option(assignment.Option{Position: "head", Regret: r.regret}, false); got != r.want {
			t.Errorf("%+v is %q, want %q", r.regret, got, r.want)
		}
	}
	if got := w.Option(assignment.Option{Regret: assignment.Regret{Possible: true, Exact: true, Goal: -1}}, false); got != "has no post in another plan that is as good" {
		t.Errorf("the bench of another plan is %q", got)
	}
}

// Holders are listed whatever the limit, and everybody is counted once.
func TestCandidates(t *testing.T) {
	p, s := solved(t)
	list, err := s.Candidates("head")
	if err != nil {
		t.Fatal(err)
	}
	w := New(mutasi.English, p, nil)
	for _, test := range []struct {
		most   int
		listed []Candidate
		notes  string
	}{
		{-1, []Candidate{{"E1", "has it in this plan"}, {"E2", "goal 2 would lose 0.5"}}, "closed to 1 person, by “two years in post”"},
		{1, []Candidate{{"E1", "has it in this plan"}, {"E2", "goal 2 would lose 0.5"}}, "closed to 1 person"},
		{0, []Candidate{{"E1", "has it in this plan"}}, "1 more could have it."},
	} {
		title, listed, notes := w.Candidates("head", s.Plan, list, test.most)
		if title != "Who could have head:" || !slices.Equal(listed, test.listed) || !strings.Contains(strings.Join(notes, " "), test.notes) {
			t.Errorf("at most %d: %q, %v, %q", test.most, title, listed, notes)
		}
	}
	list, err = s.Candidates("")
	if err != nil {
		t.Fatal(err)
	}
	bench, err := s.Plan.With(mutasi.Placement{Employee: "E3"})
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[mutasi.Language]string{mutasi.English: "has no post in this plan", mutasi.Indonesian: "tanpa jabatan dalam rencana ini"} {
		if _, listed, _ := New(in, p, nil).Candidates("", bench, list, 0); len(listed) != 1 || listed[0] != (Candidate{"E3", want}) {
			t.Errorf("%v: whoever is without a post is listed as %v", in, listed)
		}
	}
	if title, listed, _ := w.Candidates("head", mutasi.Plan{}, nil, -1); title != "Nobody could have head." || len(listed) > 0 {
		t.Errorf("of nobody: %q, %v", title, listed)
	}
}

// A record is said to be what was proven, and to prove no author.
func TestRecordInWords(t *testing.T) {
	p, s := solved(t)
	var text bytes.Buffer
	if err := s.WriteRecord(&text); err != nil {
		t.Fatal(err)
	}
	r, err := assignment.CheckRecord(t.Context(), &text, p)
	if err != nil {
		t.Fatal(err)
	}
	for in, wants := range map[mutasi.Language][]string{
		mutasi.English: {"proven optimal", "Goal 1: the number of people who have a post should be as high as possible. The plan has 3 there, and no plan has more than 3.",
			"no plan that does as well in the earlier goals has less than 2", "3 people", "6 pairs", "the one that the solver gives", "does not prove who wrote"},
		mutasi.Indonesian: {"terbukti optimal", "Nilai rencana 3, dan tidak ada rencana dengan nilai di atas 3.", "tidak membuktikan siapa"},
	} {
		w := New(in, p, nil)
		said := strings.Join(w.Record(r), "\n")
		for _, want := range wants {
			if !strings.Contains(said, want) {
				t.Errorf("%v: %q is not said:\n%s", in, want, said)
			}
		}
		changed := *r
		changed.Differs = []mutasi.Transfer{{Employee: "E1", From: "head", To: ""}}
		if said := strings.Join(w.Record(&changed), "\n"); strings.Contains(said, w.say("record.same")) || !strings.Contains(said, w.differences(changed.Differs)) {
			t.Errorf("%v: the difference is not said:\n%s", in, said)
		}
	}
}

// The letter counts those who give way and does not name them.
func TestLettersNameNobodyElse(t *testing.T) {
	p, s := solved(t)
	x, err := s.Explain("E2")
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.WhyNot("E2", "head")
	if err != nil {
		t.Fatal(err)
	}
	c.Chain = append(c.Chain, mutasi.Transfer{Employee: "E3", From: "clerk"})
	var page strings.Builder
	if err := New(mutasi.English, p, &Options{Names: true}).WriteLetter(&page, &Letter{Explanation: x, Wanted: c, Holders: s.Plan.Holders()["head"], Digest: "00ff"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"In that plan 2 other people are placed otherwise.", "It is held by: Wira (E1).", "What decided between you is goal 2", "00ff",
		"would win the post if the value of Sekar (E2) there, in goal 2, rose by more than 0.5"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the letter lacks %q:\n%s", want, page.String())
		}
	}
	for _, secret := range []string{"E3", "Bayu"} {
		if strings.Contains(page.String(), secret) {
			t.Errorf("the letter names %s", secret)
		}
	}
}

// All kinds of goal are said in sentences.
func TestAllKindsOfGoals(t *testing.T) {
	fit := assignment.Fit(competency.Attainment{})
	for _, goal := range []assignment.Goal{
		assignment.Maximize(fit), assignment.Minimize(assignment.Moves()), assignment.Maximize(assignment.Placed()),
		assignment.DefaultObjective()[1], assignment.Maximize(assignment.Sum(fit, assignment.Weigh(-2, assignment.Moves()))),
		assignment.Leximin(fit), assignment.Bottleneck(fit), assignment.BottomSum(2, fit),
		assignment.LeximinCoverage(), assignment.LeximinCoveragePosts(),
		assignment.Maximize(assignment.Nash(0.1, fit)), assignment.Maximize(assignment.Wishes()),
	} {
		p := office(t)
		p.Objective = assignment.Objective{goal}
		s, err := assignment.Solve(t.Context(), p, nil)
		if err != nil {
			t.Fatalf("%v: %v", goal, err)
		}
		for in := range languages {
			w := New(in, p, nil)
			checkSentences(t, w, s, p)
			if said := w.Goal(goal); strings.ContainsAny(said, "“{}") || said == "" {
				t.Errorf("%v: %v is said as %q", in, goal, said)
			}
		}
		if testing.Verbose() {
			for _, e := range []mutasi.EmployeeID{"E2", "E1"} {
				c, err := s.WhyNot(e, "head")
				if err != nil {
					t.Fatal(err)
				}
				t.Logf("%v\n%s\n%s", goal, strings.Join(New(mutasi.English, p, nil).Counterfactual(c), "\n"), strings.Join(New(mutasi.Indonesian, p, nil).Counterfactual(c), "\n"))
			}
		}
	}
}
