package cityscape

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"time"

	"github.com/mutasi-go/mutasi"
)

// seed is the one seed of the city. Another one is another city.
const seed random = 20260101

// City returns the data of the city.
func City() mutasi.Data {
	d, _ := create()
	return d
}

func create() (mutasi.Data, []*post) {
	r := seed
	list := posts(&r)
	d := mutasi.Data{Units: units(), Employees: employees(&r, staff(&r, list))}
	for _, p := range list {
		d.Positions = append(d.Positions, p.position)
	}
	return d, list
}

// A File is a file of the CSV folder.
type File struct {
	Name string
	Text []byte
}

// Files returns the city as a CSV folder, by name. The needs of the posts stand
// in positions.csv, and the activities from which they follow in
// activities.csv.
func Files() []File {
	d, posts := create()
	return []File{
		{"activities.csv", activitiesFile(posts)},
		{"employees.csv", employeesFile(d.Employees)},
		{"positions.csv", positionsFile(d.Positions)},
		{"profiles.csv", profilesFile(d.Employees)},
		{"standards.csv", standardsFile(d.Positions)},
		{"units.csv", unitsFile(d.Units)},
	}
}

// A table is CSV text in the making.
type table struct {
	text bytes.Buffer
	*csv.Writer
}

func newTable(columns ...string) *table {
	t := &table{}
	t.Writer = csv.NewWriter(&t.text)
	t.add(columns...)
	return t
}

// add writes a record; writing to memory cannot fail.
func (t *table) add(cells ...string) { _ = t.Write(cells) }

func (t *table) bytes() []byte {
	t.Flush()
	return t.text.Bytes()
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// factor writes a weight, which is 1 where it is not given.
func factor(x float64) string {
	if x == 0 {
		return ""
	}
	return number(x)
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// flag writes what is true; an empty cell is false.
func flag(x bool) string {
	if x {
		return "true"
	}
	return ""
}

func unitsFile(list []mutasi.Unit) []byte {
	t := newTable("id", "name", "parent")
	for _, u := range list {
		t.add(string(u.ID), u.Name, string(u.Parent))
	}
	return t.bytes()
}

func positionsFile(list []mutasi.Position) []byte {
	t := newTable("id", "title", "unit", "seats", "need", "weight", "attr:golongan_min", "attr:golongan_max")
	for _, p := range list {
		t.add(string(p.ID), p.Title, string(p.Unit), strconv.Itoa(p.Seats), number(float64(p.Need)), factor(p.Weight),
			p.Attributes["golongan_min"], p.Attributes["golongan_max"])
	}
	return t.bytes()
}

func standardsFile(list []mutasi.Position) []byte {
	t := newTable("position", "competency", "level", "weight", "mandatory", "core")
	for _, p := range list {
		for _, q := range p.Standard {
			t.add(string(p.ID), string(q.Competency), number(float64(q.Level)), factor(q.Weight), flag(q.Mandatory), flag(q.Core))
		}
	}
	return t.bytes()
}

func employeesFile(list []mutasi.Employee) []byte {
	t := newTable("id", "name", "position", "since", "attr:golongan", "attr:status")
	for _, e := range list {
		t.add(string(e.ID), e.Name, string(e.Position), date(e.Since), e.Attributes["golongan"], e.Attributes["status"])
	}
	return t.bytes()
}

func profilesFile(list []mutasi.Employee) []byte {
	t := newTable("employee", "competency", "level")
	order := competencies()
	for _, e := range list {
		for _, id := range order {
			if rating, known := e.Profile[id]; known {
				t.add(string(e.ID), string(id), number(float64(rating.Level)))
			}
		}
	}
	return t.bytes()
}

func activitiesFile(posts []*post) []byte {
	t := newTable("position", "activity", "volume", "norm_minutes", "effective_hours")
	for _, p := range posts {
		for _, a := range p.work {
			t.add(string(p.position.ID), a.Name, number(a.Volume), number(a.Norm.Minutes()), "1250")
		}
	}
	return t.bytes()
}
