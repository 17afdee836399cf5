package mutasi_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
)

// secretariat is a small organisation for the examples.
func secretariat() *mutasi.Organization {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Units: []mutasi.Unit{{ID: "SET", Name: "Sekretariat"}},
		Positions: []mutasi.Position{
			{ID: "analyst", Unit: "SET", Seats: 2, Need: 1.5, Standard: competency.Standard{{Competency: "M.3", Level: 3}}},
			{ID: "archivist", Unit: "SET", Seats: 1},
		},
		Employees: []mutasi.Employee{
			{ID: "E1", Name: "Ani", Position: "archivist", Profile: competency.Levels(map[competency.ID]competency.Level{"M.3": 4})},
			{ID: "E2", Name: "Budi", Position: "analyst"},
			{ID: "E3", Name: "Citra"},
		},
	})
	if err != nil {
		panic(err)
	}
	return o
}

func ExampleNewOrganization() {
	_, err := mutasi.NewOrganization(mutasi.Data{
		Units:     []mutasi.Unit{{ID: "SET"}},
		Positions: []mutasi.Position{{ID: "analyst", Unit: "set", Seats: 1, MinSeats: 2}},
		Employees: []mutasi.Employee{{ID: "E1", Profile: competency.Profile{"M.3": {Level: -1}}}},
	})
	fmt.Println(err)
	// Output:
	// positions[0].unit: unknown unit "set"; did you mean "SET"?
	// positions[0].minSeats: is 2, more than its 1 seats
	// employees[0].profile["M.3"]: level is -1; give a number from 0 to 1000000, or leave the entry out where it is unknown
}

func ExampleFaults() {
	_, err := mutasi.NewPlan(
		mutasi.Placement{Employee: "E1", Position: "analyst"},
		mutasi.Placement{Employee: "", Position: "archivist"},
		mutasi.Placement{Employee: "E1", Position: "archivist"},
	)
	for _, f := range mutasi.Faults(err) {
		fmt.Println(f.Path)
	}
	// Output:
	// placements[1].employee
	// placements[2].employee
}

func ExampleOrganization() {
	o := secretariat()
	for e := range o.Employees() {
		if p, ok := o.Position(e.Position); ok {
			fmt.Printf("%s holds %s, which has %d seats\n", e.Name, p.ID, p.Seats)
		} else {
			fmt.Printf("%s has no post\n", e.Name)
		}
	}
	// Output:
	// Ani holds archivist, which has 1 seats
	// Budi holds analyst, which has 2 seats
	// Citra has no post
}

func ExamplePlan() {
	today := secretariat().Incumbents()
	next, err := mutasi.NewPlan(
		mutasi.Placement{Employee: "E1", Position: "analyst"},
		mutasi.Placement{Employee: "E3", Position: "archivist"},
	)
	if err != nil {
		panic(err)
	}
	for _, t := range today.Transfers(next) {
		fmt.Printf("%s: %q to %q\n", t.Employee, t.From, t.To)
	}
	// Output:
	// E1: "archivist" to "analyst"
	// E2: "analyst" to ""
	// E3: "" to "archivist"
}

func ExamplePlan_All() {
	for p := range secretariat().Incumbents().All() {
		fmt.Println(p.Employee, p.Position)
	}
	// Output:
	// E1 archivist
	// E2 analyst
}

func ExamplePlan_MarshalJSON() {
	text, err := json.Marshal(secretariat().Incumbents())
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
	// Output:
	// {"format":"mutasi plan","version":1,"placements":[{"employee":"E1","position":"archivist"},{"employee":"E2","position":"analyst"}]}
}

func ExampleRule() {
	grade := mutasi.Rule{
		Name:   "grade",
		Reason: "an analyst has at least grade III",
		Author: "Personnel board",
		Allows: func(e *mutasi.Employee, p *mutasi.Position) bool {
			return p.ID != "analyst" || strings.HasPrefix(e.Attributes["grade"], "III/")
		},
	}
	o := secretariat()
	analyst, _ := o.Position("analyst")
	for e := range o.Employees() {
		fmt.Println(e.Name, grade.Permits(e, analyst, e.Position))
	}
	// Budi would merely stay, and the rule does not bind those who stay.

	// Output:
	// Ani false
	// Budi true
	// Citra false
}

func ExampleReadCSV() {
	// A program would pass os.DirFS("city") here.
	folder := fstest.MapFS{
		"units.csv":     {Data: []byte("id,name,parent\nSET,Sekretariat,\nARS,Arsip,SET\n")},
		"positions.csv": {Data: []byte("id,unit,seats,need\nanalyst,SET,2,1.5\narchivist,ARS,1,1\n")},
		"standards.csv": {Data: []byte("position,competency,level,mandatory\nanalyst,M.3,3,yes\n")},
		"employees.csv": {Data: []byte("id,name,position,since,attr:grade\nE1,Ani,archivist,2022-03-01,III/b\nE2,Budi,,,II/d\n")},
		"profiles.csv":  {Data: []byte("employee,competency,level\nE1,M.3,4\n")},
	}
	o, err := mutasi.ReadCSV(folder)
	if err != nil {
		panic(err)
	}
	ani, _ := o.Employee("E1")
	fmt.Println(ani.Name, ani.Since.Year(), ani.Profile["M.3"].Level, ani.Attributes["grade"])

	folder["profiles.csv"].Data = []byte("employee,competency,level\nE1,M.3,four\nE9,M.3,2\n")
	_, err = mutasi.ReadCSV(folder)
	fmt.Println(err)
	// Output:
	// Ani 2022 4 III/b
	// profiles.csv:2: column "level": "four" is not a number; write it like 2.5
	// profiles.csv:3: column "employee": no "E9" in employees.csv; correct the ID or add it there
}

func ExampleWriteCSV() {
	dir, err := os.MkdirTemp("", "city")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := mutasi.WriteCSV(dir, secretariat()); err != nil {
		panic(err)
	}
	text, err := os.ReadFile(dir + "/employees.csv")
	if err != nil {
		panic(err)
	}
	fmt.Print(string(text))
	// Output:
	// id,name,position,since,capacity
	// E1,Ani,archivist,,
	// E2,Budi,analyst,,
	// E3,Citra,,,
}

func ExampleWriteJSON() {
	if err := mutasi.WriteJSON(os.Stdout, secretariat()); err != nil {
		panic(err)
	}
	// Output:
	// {"format":"mutasi organization","version":1,
	// "units":[
	// {"id":"SET","name":"Sekretariat"}],
	// "positions":[
	// {"id":"analyst","unit":"SET","seats":2,"need":1.5,"standard":[{"competency":"M.3","level":3}]},
	// {"id":"archivist","unit":"SET","seats":1}],
	// "employees":[
	// {"id":"E1","name":"Ani","position":"archivist","profile":{"M.3":{"level":4}}},
	// {"id":"E2","name":"Budi","position":"analyst"},
	// {"id":"E3","name":"Citra"}]}
}

func ExampleReadJSON() {
	_, err := mutasi.ReadJSON(strings.NewReader(`{"format":"mutasi organization","version":1,
"units":[], "positions":[{"id":"analyst"}],
"employees":[{"id":"E1","position":"analist"}]}`))
	fmt.Println(err)
	// Output:
	// line 2, column 26: lacks the field "seats" (positions[0])
}

func ExampleOrganization_Units() {
	for u := range secretariat().Units() {
		fmt.Println(u.ID, u.Name)
	}
	// Output: SET Sekretariat
}

func ExampleOrganization_Data() {
	d := secretariat().Data() // a copy: the organisation stays as it is
	d.Employees[0].Position = "analyst"
	tomorrow, err := mutasi.NewOrganization(d)
	if err != nil {
		panic(err)
	}
	e, _ := tomorrow.Employee("E1")
	fmt.Println(e.Name, "holds", e.Position)
	// Output: Ani holds analyst
}

// agencies is an organisation of two agencies for the examples.
func agencies() *mutasi.Organization {
	o, err := mutasi.NewOrganization(mutasi.Data{Units: []mutasi.Unit{
		{ID: "HEALTH"}, {ID: "CLINICS", Parent: "HEALTH"}, {ID: "NORTH", Parent: "CLINICS"}, {ID: "SCHOOLS"},
	}})
	if err != nil {
		panic(err)
	}
	return o
}

func ExampleOrganization_Children() {
	o := agencies()
	for agency := range o.Children("") {
		fmt.Println(agency.ID)
		for division := range o.Children(agency.ID) {
			fmt.Println(" ", division.ID)
		}
	}
	// Output:
	// HEALTH
	//   CLINICS
	// SCHOOLS
}

func ExampleOrganization_Root() {
	agency, ok := agencies().Root("NORTH")
	fmt.Println(agency.ID, ok)
	// Output: HEALTH true
}

func ExamplePlan_With() {
	today := secretariat().Incumbents()
	next, err := today.With(
		mutasi.Placement{Employee: "E1", Position: "analyst"},
		mutasi.Placement{Employee: "E2"}, // to the bench
	)
	if err != nil {
		panic(err)
	}
	for p := range next.All() {
		fmt.Println(p.Employee, p.Position)
	}
	// Output: E1 analyst
}

func ExamplePlan_Holders() {
	plan, err := secretariat().Incumbents().With(mutasi.Placement{Employee: "E1", Position: "analyst"})
	if err != nil {
		panic(err)
	}
	fmt.Println(plan.Holders()["analyst"])
	// Output: [E1 E2]
}

func ExamplePlan_Transfers() {
	today := secretariat().Incumbents()
	var everybodyOut mutasi.Plan
	fmt.Println(len(today.Transfers(everybodyOut)), "people leave")
	fmt.Println(slices.Collect(today.All())[0].Employee, "is the first of them")
	// Output:
	// 2 people leave
	// E1 is the first of them
}

// Two posts swap their holders, which only works at once; a third post is free, so
// that the others can follow one another.
func ExampleOrganization_Schedule() {
	o, err := mutasi.NewOrganization(mutasi.Data{
		Positions: []mutasi.Position{
			{ID: "archive", Seats: 1}, {ID: "budget", Seats: 1}, {ID: "clinic", Seats: 1},
			{ID: "harbour", Seats: 1}, {ID: "market", Seats: 1},
		},
		Employees: []mutasi.Employee{
			{ID: "ani", Position: "archive"}, {ID: "budi", Position: "budget"},
			{ID: "citra", Position: "harbour"}, {ID: "dewi", Position: "market"},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := o.Incumbents().With(
		mutasi.Placement{Employee: "ani", Position: "budget"},
		mutasi.Placement{Employee: "budi", Position: "clinic"},
		mutasi.Placement{Employee: "citra", Position: "market"},
		mutasi.Placement{Employee: "dewi", Position: "harbour"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := o.Schedule(o.Incumbents(), after)
	if err != nil {
		fmt.Println(err)
		return
	}
	for k, wave := range s.Waves {
		fmt.Println("wave", k, wave)
	}
	for _, r := range s.Rotations {
		fmt.Println("at once, in wave", r.Wave, r.Moves, "or bench first:", r.Benched)
	}
	fmt.Println("if budi stays:", s.Without("budi"))
	// Output:
	// wave 0 [{budi budget clinic}]
	// wave 1 [{ani archive budget}]
	// at once, in wave 0 [{citra harbour market} {dewi market harbour}] or bench first: citra
	// if budi stays: [{ani archive budget}]
}
