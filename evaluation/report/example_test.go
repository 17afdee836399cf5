package report_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/report"
)

func ExampleWrite() {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Units:     []mutasi.Unit{{ID: "health", Name: "Dinas Kesehatan"}, {ID: "schools", Name: "Dinas Pendidikan"}},
		Positions: []mutasi.Position{{ID: "nurse", Unit: "health", Seats: 1, Need: 1}, {ID: "teacher", Unit: "schools", Seats: 1, Need: 1}},
		Employees: []mutasi.Employee{{ID: "Ani", Position: "nurse"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	plan, err := mutasi.NewPlan(mutasi.Placement{Employee: "Ani", Position: "teacher"})
	if err != nil {
		log.Fatal(err)
	}
	change, err := evaluation.Compare(context.Background(), o, o.Incumbents(), plan, nil)
	if err != nil {
		log.Fatal(err)
	}
	var page bytes.Buffer // or a file
	if err := report.Write(&page, o, change, &report.Options{Language: report.Indonesian, Title: "Mutasi 2026"}); err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Contains(page.String(), "<title>Mutasi 2026</title>"))
	// Output: true
}
