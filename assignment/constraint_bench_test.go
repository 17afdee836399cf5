package assignment_test

import (
	"context"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// BenchmarkRules compiles a rule that is data, which is asked once a class, and the
// same rule behind a function, which is asked about every pair.
func BenchmarkRules(b *testing.B) {
	people, posts := 20_000, 500
	if testing.Short() {
		people, posts = 2000, 100
	}
	d := memoryOffice{people, posts, 0}.data()
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		b.Fatal(err)
	}
	data := mutasi.MinTenure(2, 0, time.Date(2020, 7, 1, 0, 0, 0, 0, time.UTC))
	function := data
	function.Allows = func(e *mutasi.Employee, p *mutasi.Position) bool { return data.Allows(e, p) }
	for k, rule := range []mutasi.Rule{data, function} {
		b.Run([]string{"data", "function"}[k], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := assignment.Solve(context.Background(), &assignment.Problem{
					Organization: o, Constraints: []assignment.Constraint{assignment.Obey(rule)}, Objective: assignment.Objective{assignment.Maximize(assignment.Placed())},
				}, nil)
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkConstraints compiles constraints of every form for 20,000 people and
// 500 posts: three that ask about every pair, two that ask about one side, and a
// decision about every tenth person. The goal, a count, adds little.
func BenchmarkConstraints(b *testing.B) {
	people, posts := 20_000, 500
	if testing.Short() {
		people, posts = 2000, 100
	}
	o, _ := region(b, people, posts, 25)
	notLast := func(e *mutasi.Employee, p *mutasi.Position) bool { return e.ID[len(e.ID)-1] != p.ID[len(p.ID)-1] }
	constraints := []assignment.Constraint{
		assignment.Obey(mutasi.Rule{Name: "about moves", Allows: notLast}, mutasi.Rule{Name: "about staying", Stay: true, Allows: func(*mutasi.Employee, *mutasi.Position) bool { return true }}),
		assignment.Eligible("pairs", func(e *mutasi.Employee, p *mutasi.Position) bool { return e.Position == p.ID || notLast(e, p) }),
		assignment.EligibleEmployee("people", func(e *mutasi.Employee) bool { return len(e.ID) > 1 }),
		assignment.EligiblePosition("posts", func(p *mutasi.Position) bool { return len(p.ID) > 1 }),
	}
	k := 0
	for e := range o.Employees() {
		if k++; k%10 == 0 {
			constraints = append(constraints, assignment.Keep(e.ID, "needed"))
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := assignment.Solve(context.Background(), &assignment.Problem{
			Organization: o, Constraints: constraints, Objective: assignment.Objective{assignment.Maximize(assignment.Placed())},
		}, nil)
		if err != nil {
			b.Fatal(err)
		}
	}
}
