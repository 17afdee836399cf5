package mutasi

import (
	"time"

	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/internal/table"
	"github.com/mutasi-go/mutasi/workload"
)

// Every column of the CSV files is declared here once: its name, with a ? if
// it may be missing, its kind, and the field of a row that it is read into and
// written from. How files are read and written is in internal/table; what the
// columns mean to a user is said at ReadCSV.

const attributePrefix = "attr:"

// Rows of files that list what belongs to a post or a person name the owner first.
type (
	standardRow struct {
		Position PositionID
		competency.Requirement
	}
	activityRow struct {
		Position    PositionID
		Name        string
		Volume      float64 // a year
		NormMinutes float64
		Hours       float64 // of one person a year
	}
	profileRow struct {
		Employee   EmployeeID
		Competency competency.ID
		competency.Rating
	}
	wishRow struct {
		Employee EmployeeID
		Rank     int
		Position PositionID
	}
	objectionRow struct {
		Employee EmployeeID
		Objection
	}
	tenureRow struct {
		Employee EmployeeID
		Tenure
	}
	ratingRow struct {
		Employee EmployeeID
		Name     string
		Value    float64
	}
)

var (
	unitsCSV = table.NewFile(table.Schema{File: "units.csv", Keyed: true, Rest: attributePrefix},
		func(u *Unit) *map[string]string { return &u.Attributes },
		table.Text("id", func(u *Unit) *UnitID { return &u.ID }),
		table.Text("name?", func(u *Unit) *string { return &u.Name }),
		table.SharedText("parent?", func(u *Unit) *UnitID { return &u.Parent }),
	)
	positionsCSV = table.NewFile(table.Schema{File: "positions.csv", Keyed: true, Rest: attributePrefix},
		func(p *Position) *map[string]string { return &p.Attributes },
		table.Text("id", func(p *Position) *PositionID { return &p.ID }),
		table.Text("title?", func(p *Position) *string { return &p.Title }),
		table.SharedText("unit", func(p *Position) *UnitID { return &p.Unit }),
		table.Whole("seats", func(p *Position) *int { return &p.Seats }),
		table.Whole("min_seats?", func(p *Position) *int { return &p.MinSeats }),
		table.Number("need?", func(p *Position) *workload.FTE { return &p.Need }),
		table.Factor("weight?", func(p *Position) *float64 { return &p.Weight }),
	)
	standardsCSV = table.NewFile(table.Schema{File: "standards.csv"}, nil,
		table.Owner("position", func(r *standardRow) *PositionID { return &r.Position }),
		table.SharedText("competency", func(r *standardRow) *competency.ID { return &r.Competency }),
		table.Number("level", func(r *standardRow) *competency.Level { return &r.Level }),
		table.Factor("weight?", func(r *standardRow) *float64 { return &r.Weight }),
		table.Flag("mandatory?", func(r *standardRow) *bool { return &r.Mandatory }),
		table.Flag("core?", func(r *standardRow) *bool { return &r.Core }),
	)
	activitiesCSV = table.NewFile(table.Schema{File: "activities.csv", Optional: true}, nil,
		table.Owner("position", func(r *activityRow) *PositionID { return &r.Position }),
		table.Text("activity?", func(r *activityRow) *string { return &r.Name }),
		table.Amount("volume", 1e15, func(r *activityRow) *float64 { return &r.Volume }),
		table.Amount("norm_minutes", 1e8, func(r *activityRow) *float64 { return &r.NormMinutes }),
		table.Amount("effective_hours?", 24*366, func(r *activityRow) *float64 { return &r.Hours }),
	)
	employeesCSV = table.NewFile(table.Schema{File: "employees.csv", Keyed: true, Rest: attributePrefix},
		func(e *Employee) *map[string]string { return &e.Attributes },
		table.Text("id", func(e *Employee) *EmployeeID { return &e.ID }),
		table.Text("name?", func(e *Employee) *string { return &e.Name }),
		table.SharedText("position", func(e *Employee) *PositionID { return &e.Position }),
		table.Time("since?", func(e *Employee) *time.Time { return &e.Since }),
		table.Factor("capacity?", func(e *Employee) *workload.FTE { return &e.Capacity }),
	)
	profilesCSV = table.NewFile(table.Schema{File: "profiles.csv", Key: "competency"}, nil,
		table.Owner("employee", func(r *profileRow) *EmployeeID { return &r.Employee }),
		table.SharedText("competency", func(r *profileRow) *competency.ID { return &r.Competency }),
		table.Number("level", func(r *profileRow) *competency.Level { return &r.Level }),
		table.SparseNumber("margin?", func(r *profileRow) *competency.Level { return &r.Margin }),
	)
	wishesCSV = table.NewFile(table.Schema{File: "wishes.csv", Optional: true, Key: "position"}, nil,
		table.Owner("employee", func(r *wishRow) *EmployeeID { return &r.Employee }),
		table.Whole("rank", func(r *wishRow) *int { return &r.Rank }),
		table.SharedText("position", func(r *wishRow) *PositionID { return &r.Position }),
	)
	objectionsCSV = table.NewFile(table.Schema{File: "objections.csv", Optional: true}, nil,
		table.Owner("employee", func(r *objectionRow) *EmployeeID { return &r.Employee }),
		table.SharedText("position?", func(r *objectionRow) *PositionID { return &r.Position }),
		table.SharedText("unit?", func(r *objectionRow) *UnitID { return &r.Unit }),
		table.SharedText("reason?", func(r *objectionRow) *string { return &r.Reason }),
	)
	historyCSV = table.NewFile(table.Schema{File: "history.csv", Optional: true}, nil,
		table.Owner("employee", func(r *tenureRow) *EmployeeID { return &r.Employee }),
		table.SharedText("position?", func(r *tenureRow) *PositionID { return &r.Position }),
		table.SharedText("unit?", func(r *tenureRow) *UnitID { return &r.Unit }),
		table.Time("from?", func(r *tenureRow) *time.Time { return &r.From }),
		table.Time("to?", func(r *tenureRow) *time.Time { return &r.To }),
	)
	ratingsCSV = table.NewFile(table.Schema{File: "ratings.csv", Optional: true, Key: "name"}, nil,
		table.Owner("employee", func(r *ratingRow) *EmployeeID { return &r.Employee }),
		table.SharedText("name", func(r *ratingRow) *string { return &r.Name }),
		table.Number("value", func(r *ratingRow) *float64 { return &r.Value }),
	)
	relationsCSV = table.NewFile(table.Schema{File: "relations.csv", Optional: true}, nil,
		table.SharedText("kind?", func(r *Relation) *string { return &r.Kind }),
		table.SharedText("a", func(r *Relation) *EmployeeID { return &r.A }),
		table.SharedText("b", func(r *Relation) *EmployeeID { return &r.B }),
	)
)

// schemas in the order in which files are read.
var schemas = []*table.Schema{
	&unitsCSV.Schema, &positionsCSV.Schema, &standardsCSV.Schema, &activitiesCSV.Schema, &employeesCSV.Schema, &profilesCSV.Schema,
	&wishesCSV.Schema, &objectionsCSV.Schema, &historyCSV.Schema, &ratingsCSV.Schema, &relationsCSV.Schema,
}
