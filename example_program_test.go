package mutasi_test

import (
	"context"
	"fmt"
	"log"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/competency"
)

// The program of the README: two people are each in the other's post.
func Example() {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{
			{ID: "archivist", Seats: 1, Standard: competency.Standard{{Competency: "records", Level: 4}}},
			{ID: "programmer", Seats: 1, Standard: competency.Standard{{Competency: "software", Level: 4}}},
		},
		Employees: []mutasi.Employee{
			{ID: "Ayu", Position: "archivist", Profile: competency.Profile{"records": {Level: 1}, "software": {Level: 4}}},
			{ID: "Bagus", Position: "programmer", Profile: competency.Profile{"records": {Level: 3}, "software": {Level: 2}}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: o}, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range o.Incumbents().Transfers(s.Plan) {
		fmt.Println(t.Employee, "moves from", t.From, "to", t.To)
	}
	fmt.Println(s.Status, "with proof:", s.Verify(context.Background()) == nil)
	// Output:
	// Ayu moves from archivist to programmer
	// Bagus moves from programmer to archivist
	// optimal with proof: true
}
