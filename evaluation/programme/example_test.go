package programme_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/mutasi-go/mutasi/evaluation/programme"
)

func ExamplePanel_DiD() {
	panel, err := programme.ReadPanel(strings.NewReader(`unit,period,value,treated
north,1,10,yes
north,2,15,yes
south,1,12,yes
south,2,16,yes
east,1,11,no
east,2,12,no
west,1,9,no
west,2,11,no
`), "panel.csv")
	if err != nil {
		log.Fatal(err)
	}
	d := panel.DiD(2)
	fmt.Printf("effect %.1f [%.1f, %.1f], p = %.3f\n", d.Effect.Estimate, d.Effect.Low, d.Effect.High, d.Effect.P)
	fmt.Println("pre-trend:", d.PreTrend.Estimate)
	// Output:
	// effect 3.0 [0.6, 5.4], p = 0.029
	// pre-trend: undefined (not identified)
}

func ExampleSurvey_Reliability() {
	items := []programme.Item{{ID: "support"}, {ID: "fairness"}, {ID: "leave", Reverse: true}}
	survey, err := programme.ReadSurvey(strings.NewReader(`respondent,support,fairness,leave
1,5,4,1
2,4,4,2
3,2,3,4
4,,,
5,1,2,5
`), "survey.csv", 1, 5, items)
	if err != nil {
		log.Fatal(err)
	}
	n := survey.NonResponse()
	fmt.Printf("%d of %d answered; alpha %.2f\n", n.Answered, n.Asked, survey.Reliability().Alpha)
	for _, item := range survey.Items() {
		fmt.Printf("%s: median %.1f, top two %.2f\n", item.ID, item.Median, item.TopTwo)
	}
	// Output:
	// 4 of 5 answered; alpha 0.96
	// support: median 3.0, top two 0.50
	// fairness: median 3.5, top two 0.50
	// leave: median 3.0, top two 0.50
}

func ExampleNewPaired() {
	before := []float64{12, 15, 11, 18, 14, 16, 13, 17}
	after := []float64{10, 14, 11, 15, 13, 13, 12, 15}
	p, err := programme.NewPaired(before, after)
	if err != nil {
		log.Fatal(err)
	}
	flip, err := p.SignFlip(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("mean change %.2f; t: p = %.4f; signed ranks: p = %.4f; signs flipped: p = %.4f\n",
		p.T().Estimate, p.T().P, p.Wilcoxon().P, flip.P)
	// Output: mean change -1.62; t: p = 0.0034; signed ranks: p = 0.0156; signs flipped: p = 0.0156
}
