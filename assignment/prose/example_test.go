package prose_test

import (
	"context"
	"fmt"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/assignment/prose"
	"github.com/mutasi-go/mutasi/competency"
)

// archive is a problem of two people and two posts of one seat, and its plan.
func archive() (*assignment.Problem, *assignment.Solution, error) {
	records := func(l competency.Level) competency.Profile {
		return competency.Levels(map[competency.ID]competency.Level{"records": l})
	}
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{
			{ID: "archivist", Seats: 1, Standard: competency.Standard{{Competency: "records", Level: 4}}},
			{ID: "clerk", Seats: 1, Standard: competency.Standard{{Competency: "records", Level: 1}}},
		},
		Employees: []mutasi.Employee{
			{ID: "Bayu", Position: "archivist", Profile: records(2)},
			{ID: "Sekar", Position: "clerk", Profile: records(4)},
		},
	})
	if err != nil {
		return nil, nil, err
	}
	p := &assignment.Problem{Organization: o, Objective: assignment.Objective{assignment.Maximize(assignment.Fit(competency.Attainment{}))}}
	s, err := assignment.Solve(context.Background(), p, nil)
	return p, s, err
}

func ExampleWriter_Explanation() {
	p, s, err := archive()
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := s.Explain("Sekar")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, sentence := range prose.New(mutasi.English, p, nil).Explanation(x) {
		fmt.Println(sentence)
	}
	// Output:
	// Sekar moves from clerk to archivist.
	// Every plan that is as good has this too.
	// Sekar reaches every level that the post requires.
	// Of the other posts open to Sekar, clerk comes nearest.
	// The best plan that has it is worse in goal 1: how well people fit their posts should be as high as possible. It loses 0.5 there.
}

func ExampleWriter_Counterfactual() {
	p, s, err := archive()
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := s.WhyNot("Bayu", "archivist")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, language := range []mutasi.Language{mutasi.English, mutasi.Indonesian} {
		for _, sentence := range prose.New(language, p, nil).Counterfactual(c) {
			fmt.Println(sentence)
		}
	}
	// Output:
	// Bayu is given clerk and not archivist.
	// No rule and no decision forbids it.
	// The best plan that has it is worse in goal 1: how well people fit their posts should be as high as possible. It loses 0.5 there.
	// In that plan 1 other person is placed otherwise: Sekar has clerk instead of archivist.
	// Bayu would win the post if the value of Bayu there, in goal 1, rose by more than 0.5 and all else stayed equal.
	// With these levels, and with no fewer, there would be a best plan in which Bayu has the post: records from 2 to 4.
	// Bayu ditempatkan di clerk dan bukan di archivist.
	// Tidak ada aturan atau keputusan yang melarangnya.
	// Rencana terbaik dengan penempatan itu lebih buruk dalam tujuan 1: kesesuaian pegawai dengan jabatannya harus setinggi mungkin. Kerugiannya 0,5.
	// Dalam rencana itu 1 pegawai lain ditempatkan secara berbeda: Sekar di clerk alih-alih di archivist.
	// Bayu akan mendapat jabatan itu jika nilai Bayu di sana, dalam tujuan 1, naik lebih dari 0,5 dan hal lain tetap.
	// Dengan tingkat berikut, dan tidak dengan kenaikan yang lebih sedikit, akan ada rencana terbaik yang memberi Bayu jabatan itu: records dari 2 ke 4.
}
