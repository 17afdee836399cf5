package mutasi_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// office is a folder without faults.
var office = map[string]string{
	"units.csv":      "id,name,parent,attr:region\nU1,Sekretariat,,west\nU2,Keuangan,U1,\n",
	"positions.csv":  "id,title,unit,seats,min_seats,need,weight\nP1,Kepala,U1,1,1,1,2\nP2,Analis,U2,3,,,\n",
	"standards.csv":  "position,competency,level,weight,mandatory,core\nP1,M.1,4,2,true,yes\nP1,M.2,3,,,\nP2,M.1,2,,no,0\n",
	"employees.csv":  "id,name,position,since,capacity,attr:grade\nE1,Ani,P1,2020-01-31,,III/a\nE2,Budi,P2,2021-06-01T08:00:00+07:00,0.5,\nE3,Citra,,,,\"\"\n",
	"profiles.csv":   "employee,competency,level,margin\nE1,M.1,4,0.5\nE1,M.2,3,\nE2,M.1,2,\n",
	"wishes.csv":     "employee,rank,position\nE2,2,P2\nE2,1,P1\n",
	"objections.csv": "employee,position,unit,reason\nE2,,U1,\"far, far away\"\n",
	"history.csv":    "employee,position,unit,from,to\nE1,OLD,U2,2018-01-01,2020-01-31\n",
	"ratings.csv":    "employee,name,value\nE1,performance,87.5\n",
	"relations.csv":  "kind,a,b\nspouse,E1,E2\n",
	"activities.csv": "position,activity,volume,norm_minutes\nP2,Verify claims,1500,75\nP1,Chair meetings,100,60\n",
}

// folder returns the office with some files replaced; those that are empty are
// left out.
func folder(change map[string]string) fstest.MapFS {
	files := maps.Clone(office)
	maps.Copy(files, change)
	out := make(fstest.MapFS)
	for name, text := range files {
		if text != "" {
			out[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return out
}

func TestReadCSV(t *testing.T) {
	o, err := mutasi.ReadCSV(folder(nil))
	if err != nil {
		t.Fatal(err)
	}
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	want := mutasi.Data{
		Units: []mutasi.Unit{
			{ID: "U1", Name: "Sekretariat", Attributes: map[string]string{"region": "west"}},
			{ID: "U2", Name: "Keuangan", Parent: "U1"},
		},
		Positions: []mutasi.Position{
			{ID: "P1", Title: "Kepala", Unit: "U1", Seats: 1, MinSeats: 1, Need: 1, Weight: 2, Standard: competency.Standard{
				{Competency: "M.1", Level: 4, Weight: 2, Mandatory: true, Core: true}, {Competency: "M.2", Level: 3},
			}},
			// 1500 × 75 min ÷ 75 000 min a year.
			{ID: "P2", Title: "Analis", Unit: "U2", Seats: 3, Need: 1.5, Standard: competency.Standard{{Competency: "M.1", Level: 2}}},
		},
		Employees: []mutasi.Employee{
			{
				ID: "E1", Name: "Ani", Position: "P1", Since: day(2020, 1, 31),
				History:    []mutasi.Tenure{{Position: "OLD", Unit: "U2", From: day(2018, 1, 1), To: day(2020, 1, 31)}},
				Profile:    competency.Profile{"M.1": {Level: 4, Margin: 0.5}, "M.2": {Level: 3}},
				Ratings:    map[string]float64{"performance": 87.5},
				Attributes: map[string]string{"grade": "III/a"},
			},
			{
				ID: "E2", Name: "Budi", Position: "P2", Since: time.Date(2021, 6, 1, 1, 0, 0, 0, time.UTC), Capacity: 0.5,
				Profile:    competency.Profile{"M.1": {Level: 2}},
				Wishes:     []mutasi.PositionID{"P1", "P2"},
				Objections: []mutasi.Objection{{Unit: "U1", Reason: "far, far away"}},
			},
			{ID: "E3", Name: "Citra", Attributes: map[string]string{"grade": ""}},
		},
		Relations: []mutasi.Relation{{Kind: "spouse", A: "E1", B: "E2"}},
	}
	if diff := cmp.Diff(want, o.Data()); diff != "" {
		t.Errorf("office (-want +got):\n%s", diff)
	}
}

// The same folder in the shapes in which spreadsheets and editors write it.
func TestReadCSVDialects(t *testing.T) {
	want, err := mutasi.ReadCSV(folder(nil))
	if err != nil {
		t.Fatal(err)
	}
	semicolons := func(name, text string) string {
		text = strings.NewReplacer(",", ";", "\"far, far away\"", "far, far away").Replace(text)
		if name == "objections.csv" {
			text = strings.ReplaceAll(text, "far; far", "far, far")
		}
		return text
	}
	dialects := map[string]func(name, text string) string{
		"byte-order mark":   func(_, s string) string { return "\ufeff" + s },
		"CRLF":              func(_, s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"no last line feed": func(_, s string) string { return strings.TrimSuffix(s, "\n") },
		"blank lines":       func(_, s string) string { return "\n \n"[:1] + strings.ReplaceAll(s, "\n", "\n\n") + ",,,\n" },
		"semicolons":        semicolons,
		"decimal commas": func(name, s string) string {
			s = semicolons(name, s)
			return strings.NewReplacer("0.5", "0,5", "87.5", "87,5").Replace(s)
		},
		"tabs": func(name, s string) string { return strings.ReplaceAll(semicolons(name, s), ";", "\t") },
		"header in caps": func(_, s string) string {
			return strings.NewReplacer("id,", "ID ,", "employee,", " Employee,").Replace(s)
		},
		"quoted":               func(_, s string) string { return strings.NewReplacer("E1,", `"E1",`, "P1,", `"P1",`).Replace(s) },
		"empty columns behind": func(_, s string) string { return strings.ReplaceAll(s, "\n", ",,\n") },
	}
	for name, write := range dialects {
		t.Run(name, func(t *testing.T) {
			files := make(map[string]string)
			for file, text := range office {
				files[file] = write(file, text)
			}
			o, err := mutasi.ReadCSV(folder(files))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want.Data(), o.Data()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestReadCSVColumnOrder(t *testing.T) {
	o, err := mutasi.ReadCSV(folder(map[string]string{"positions.csv": "seats,unit,need,id\n1,U1,1,P1\n3,U2,,P2\n"}))
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := o.Position("P2"); !ok || p.Seats != 3 || p.Unit != "U2" || p.Need != 1.5 {
		t.Errorf("P2 = %+v", p)
	}
}

func TestReadCSVFaults(t *testing.T) {
	tests := []struct {
		name   string
		change map[string]string
		want   []string // lines of the message, in their order
	}{
		{"missing column", map[string]string{"employees.csv": "id,name\nE1,Ani\n"}, []string{
			`employees.csv:1: column "position": is missing; the columns are id, name, position, since, capacity, attr:…`,
		}},
		{"unknown column", map[string]string{"profiles.csv": "employee,competency,level,marginn\n"}, []string{
			`profiles.csv:1: column "marginn": is unknown; the columns are employee, competency, level, margin`,
		}},
		{"column twice", map[string]string{"wishes.csv": "employee,rank,position,rank\n"}, []string{
			`wishes.csv:1: column "rank": appears twice; remove one of the two columns`,
		}},
		{"attributes where there are none", map[string]string{"wishes.csv": "employee,rank,position,attr:x\n"}, []string{
			`wishes.csv:1: column "attr:x": is unknown; the columns are employee, rank, position`,
		}},
		{"empty file", map[string]string{"standards.csv": "\n\n"}, []string{
			`standards.csv: is empty; the first line names the columns: position, competency, level, weight, mandatory, core`,
		}},
		{"UTF-16", map[string]string{"units.csv": "\xff\xfei\x00d\x00\n\x00"}, []string{
			`units.csv: is in UTF-16; save it as CSV in UTF-8`,
		}},
		{"invalid UTF-8", map[string]string{"relations.csv": "kind,a,b\nsaudara\xe9,E1,E2\n"}, []string{
			`relations.csv:2: column "kind": "saudara\xe9" is not valid UTF-8; save the file as UTF-8`,
		}},
		{"another separator", map[string]string{"relations.csv": "kind|a|b\nspouse|E1|E2\n"}, []string{
			`relations.csv:1: column "kind|a|b": is unknown; the columns are kind, a, b`,
			`relations.csv:1: column "a": is missing; the columns are kind, a, b`,
			`relations.csv:1: column "b": is missing; the columns are kind, a, b`,
		}},
		{"quotes", map[string]string{
			"objections.csv": "employee,position,unit,reason\nE2,P2,,\"a\"b\nE2,P2,,a\"b\nE2,P2,,\"two\nlines\"\nE2,P2,,a\rb\nE2,P2,,\"open\n",
		}, []string{
			`objections.csv:2: column "reason": has text behind its closing quote; double the quotes that belong to the text`,
			`objections.csv:3: column "reason": has a quote inside an unquoted cell; put the cell in quotes and double the quotes inside it`,
			`objections.csv:6: column "reason": has a carriage return inside an unquoted cell; put the cell in quotes, and end lines with LF or CRLF`,
			`objections.csv:7: column "reason": opens a quote that is never closed; close it, or double it if it belongs to the text`,
		}},
		{"number of cells", map[string]string{"profiles.csv": "employee,competency,level,margin\nE1,M.1,2,5,0\nE1,M.2\n"}, []string{
			`profiles.csv:2: has 5 cells where the header has 4; is a separator inside a cell that is not quoted?`,
			`profiles.csv:3: has 2 cells where the header has 4; is a separator inside a cell that is not quoted?`,
		}},
		{"cells", map[string]string{
			"positions.csv": "id,unit,seats,min_seats,need,weight\nP1,U1,1.5,1,\"2,5\",0\nP2,U2,,,1e999,\n",
			"standards.csv": "position,competency,level,mandatory\nP1,M.1,,maybe\n",
			"employees.csv": "id,position,since\nE1,P1,2024-13-01\nE2,P2,31/12/2024\n",
			"ratings.csv":   "employee,name,value\nE1,performance,NaN\nE1,discipline,-Inf\n",
		}, []string{
			`positions.csv:2: column "seats": "1.5" is not a whole number (positions[0].seats)`,
			`positions.csv:2: column "need": "2,5" is not a number; write it like 2.5 (positions[0].need)`,
			`positions.csv:2: column "weight": 0 would count as 1; leave the cell empty for 1, or give a number above 0 (positions[0].weight)`,
			`positions.csv:3: column "seats": is empty; give a whole number (positions[1].seats)`,
			`positions.csv:3: column "need": "1e999" is too large a number (positions[1].need)`,
			`standards.csv:2: column "level": is empty; give a number`,
			`standards.csv:2: column "mandatory": "maybe" is neither true nor false`,
			`employees.csv:2: column "since": "2024-13-01" is not a date (want YYYY-MM-DD, or an instant like 2024-05-01T08:00:00+07:00) (employees[0].since)`,
			`employees.csv:3: column "since": "31/12/2024" is not a date (want YYYY-MM-DD, or an instant like 2024-05-01T08:00:00+07:00) (employees[1].since)`,
			`ratings.csv:2: column "value": "NaN" is not a finite number; leave unknown values out`,
			`ratings.csv:3: column "value": "-Inf" is not a finite number; leave unknown values out`,
		}},
		{"decimal signs", map[string]string{"profiles.csv": "employee;competency;level\nE1;M.1;2,5\nE1;M.2;1.250\nE1;M.3;1.250,5\nE2;M.2;1.5\n"}, []string{
			`profiles.csv:3: column "level": "1.250" has another decimal sign than line 2; use either 2.5 or 2,5 in the whole file, and do not group thousands`,
			`profiles.csv:4: column "level": "1.250,5" groups thousands; write the number without them`,
		}},
		{"IDs given twice", map[string]string{
			"employees.csv": "id,position\nE1,P1\nE2,P2\n\nE1,P2\nE3,\n",
			"profiles.csv":  "employee,competency,level\nE1,M.1,3\nE2,M.1,3\nE1,100%,2\nE1,100%,3\n",
			"ratings.csv":   "employee,name,value\nE1,x,3\nE1,x,3\n",
			"standards.csv": "position,competency,level\nP1,M.1,3\nP2,M.1,3\nP1,M.1,4\n",
			"wishes.csv":    "employee,rank,position\nE2,2,P2\nE1,1,P1\nE2,3,P2\nE2,3,P1\n",
		}, []string{
			`standards.csv:4: column "competency": competency "M.1" is already required in standards.csv:2; a standard names each once (positions[0].standard[1])`,
			`employees.csv:5: column "id": "E1" is already given in employees.csv:2; IDs are unique (employees[2].id)`,
			`profiles.csv:5: column "competency": "100%" is already given for "E1" in profiles.csv:4; keep one of the two`,
			`wishes.csv:4: column "position": "P2" is already wished for in wishes.csv:2; name each post once (employees[1].wishes[1])`,
			`wishes.csv:5: column "rank": 3 is already the rank of line 4; rank the wishes of a person 1, 2, 3, …`,
			`ratings.csv:3: column "name": "x" is already given for "E1" in ratings.csv:2; keep one of the two`,
		}},
		{"IDs that lead nowhere", map[string]string{
			"units.csv":      "id,parent\nU1,U0\nU2,u1\n",
			"positions.csv":  "id,unit,seats\nP1,U3,1\nP2,U2 ,1\n",
			"employees.csv":  "id,position\nE1,P9\nE2, p1\nE3,\n,P1\n",
			"profiles.csv":   "employee,competency,level\nE7,M.1,3\ne1,M.1,3\n",
			"wishes.csv":     "employee,rank,position\nE2,1,P5\nE2,2,\n",
			"objections.csv": "employee,position,unit\nE2,P5,U5\nE2,,\n",
			"relations.csv":  "a,b\nE1,E1\nE1,E9\n",
		}, []string{
			`units.csv:2: column "parent": unknown unit "U0"; correct the ID or add the unit (units[0].parent)`,
			`units.csv:3: column "parent": unknown unit "u1"; did you mean "U1"? (units[1].parent)`,
			`positions.csv:2: column "unit": unknown unit "U3"; correct the ID or add the unit (positions[0].unit)`,
			`positions.csv:3: column "unit": unknown unit "U2 "; did you mean "U2"? (positions[1].unit)`,
			`employees.csv:2: column "position": unknown post "P9"; correct the ID or add the post (employees[0].position)`,
			`employees.csv:3: column "position": unknown post " p1"; did you mean "P1"? (employees[1].position)`,
			`employees.csv:5: column "id": is empty; every entry of employees needs an ID of its own (employees[3].id)`,
			`profiles.csv:2: column "employee": no "E7" in employees.csv; correct the ID or add it there`,
			`profiles.csv:3: column "employee": no "e1" in employees.csv; did you mean "E1"?`,
			`wishes.csv:2: column "position": unknown post "P5"; correct the ID or add the post (employees[1].wishes[0])`,
			`wishes.csv:3: column "position": is empty; a wish names a post (employees[1].wishes[1])`,
			`objections.csv:2: column "position": unknown post "P5"; correct the ID or add the post (employees[1].objections[0])`,
			`objections.csv:2: column "unit": unknown unit "U5"; correct the ID or add the unit (employees[1].objections[0])`,
			`objections.csv:3: column "position": names neither a post nor a unit; name one of them (employees[1].objections[1])`,
			`relations.csv:2: column "b": relates "E1" to themselves; name two people (relations[0].b)`,
			`relations.csv:3: column "b": unknown employee "E9"; correct the ID or add the employee (relations[1].b)`,
		}},
		{"a line lost", map[string]string{"employees.csv": "id,position\nE1,P1\nE2,P2,P3\nE3,\"x\"y\n"}, []string{
			// Nothing about E2 in the other files: it is not unknown, only unreadable.
			`employees.csv:3: has 3 cells where the header has 2; is a separator inside a cell that is not quoted?`,
			`employees.csv:4: column "position": has text behind its closing quote; double the quotes that belong to the text`,
		}},
		{"a closed post with a floor", map[string]string{"positions.csv": "id,unit,seats,min_seats\nP1,U1,0,1\nP2,U2,x,7\n"}, []string{
			`positions.csv:2: column "min_seats": is 1, but the post is closed (0 seats); open it or require nobody (positions[0].minSeats)`,
			`positions.csv:3: column "seats": "x" is not a whole number (positions[1].seats)`,
		}},
		{"values", map[string]string{
			"positions.csv": "id,unit,seats,need,weight\nP1,U1,1,-1,-2\nP2,U2,1,,\n",
			"standards.csv": "position,competency,level,weight\nP2,M.1,3,\nP1,M.1,3,\nP1,,3,\nP1,M.2,-1,-3\n",
			"profiles.csv":  "employee,competency,level,margin\nE1,M.1,3,\nE1,M.2,-1,2000000\n",
			"history.csv":   "employee,from,to\nE1,2020-01-01,2021-01-01\nE2,2020-01-01,2021-01-01\nE1,2020-01-01,2019-12-31\n",
		}, []string{
			`positions.csv:2: column "need": is -1; give a finite number that is not negative (positions[0].need)`,
			`positions.csv:2: column "weight": is -2; give a finite number that is not negative (positions[0].weight)`,
			`standards.csv:4: column "competency": competency without a name; name it (positions[0].standard[1])`,
			`standards.csv:5: column "level": level is -1; give a number from 0 to 1000000, or leave the entry out where it is unknown (positions[0].standard[2])`,
			`standards.csv:5: column "weight": weight is -3; give a finite number that is not negative (positions[0].standard[2])`,
			`profiles.csv:3: column "level": level is -1; give a number from 0 to 1000000, or leave the entry out where it is unknown (employees[0].profile["M.2"])`,
			`profiles.csv:3: column "margin": margin is 2000000; give a number from 0 to 1000000, or leave the entry out where it is unknown (employees[0].profile["M.2"])`,
			`history.csv:4: column "to": ends 2019-12-31, before it begins 2020-01-01; exchange the two (employees[0].history[1])`,
		}},
		{"activities", map[string]string{
			"activities.csv": "position,volume,norm_minutes,effective_hours\nP2,-1,60,\nP2,1,60,0\nP2,1,60,1200\nP9,1,60,\n",
		}, []string{
			`activities.csv:2: column "volume": is -1; give a number from 0 to 1e+15`,
			`activities.csv:3: column "effective_hours": is 0; give the hours that one person works in a year, such as 1250`,
			`activities.csv:4: column "effective_hours": is 1200 hours, but 1250 in an earlier activity of the same post; give one number for each post`,
			`activities.csv:5: column "position": no "P9" in positions.csv; correct the ID or add it there`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, err := mutasi.ReadCSV(folder(test.change))
			if err == nil || o != nil {
				t.Fatalf("ReadCSV = %v, %v; want no organisation and an error", o, err)
			}
			if diff := cmp.Diff(test.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			checkWords(t, err)
			if n := len(mutasi.Faults(err)); n != len(test.want) {
				t.Errorf("Faults lists %d of %d", n, len(test.want))
			}
		})
	}
}

// Faults are listed as somebody meets them who goes through the files, though
// some show in a line, some in the rest of its file and some in the whole.
func TestReadCSVFaultsInReadingOrder(t *testing.T) {
	_, err := mutasi.ReadCSV(folder(map[string]string{
		// The columns stand in another order than the documented one.
		"positions.csv": "seats,unit,id\n1,U9,P1\nx,U1,P2\n1,U1,P1\n",
		"employees.csv": "id,position,since\nE1,P9,\nE2,P2,someday\nE1,P1,\n",
		"profiles.csv":  "level,competency,employee\n3,M.1,E1\n-1,M.2,E1\nx,M.3,E1\n3,M.1,E1\n3,M.1,E9\n-1,M.1,E2\n",
		"wishes.csv":    "employee,rank,position\nE2,1,P9\nE2,1,P2\n",
	}))
	want := []string{
		`positions.csv:2: column "unit"`,
		`positions.csv:3: column "seats"`,
		`positions.csv:4: column "id"`,
		`employees.csv:2: column "position"`,
		`employees.csv:3: column "since"`,
		`employees.csv:4: column "id"`,
		`profiles.csv:3: column "level"`,
		`profiles.csv:4: column "level"`,
		`profiles.csv:5: column "competency"`,
		`profiles.csv:6: column "employee"`,
		`profiles.csv:7: column "level"`,
		`wishes.csv:2: column "position"`,
		`wishes.csv:3: column "rank"`,
	}
	var got []string
	for _, f := range mutasi.Faults(err) {
		got = append(got, f.Source)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

// Faults of one line are listed from left to right as the file has its columns.
func TestReadCSVFaultsInALine(t *testing.T) {
	_, err := mutasi.ReadCSV(folder(map[string]string{
		"standards.csv": "Weight,level,POSITION,competency,extra\n",
		"positions.csv": "weight,seats,unit,id\n0,x,U9,P1\n,1,U1,P2\n",
	}))
	want := []string{
		`positions.csv:2: column "weight"`,
		`positions.csv:2: column "seats"`,
		`positions.csv:2: column "unit"`,
		`standards.csv:1: column "extra"`,
	}
	var got []string
	for _, f := range mutasi.Faults(err) {
		got = append(got, f.Source)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

func TestReadCSVEmptyFolder(t *testing.T) {
	want := "units.csv, positions.csv, standards.csv, employees.csv, profiles.csv: not in the folder; " +
		"it must hold units.csv, positions.csv, standards.csv, employees.csv, profiles.csv, and may hold " +
		"activities.csv, wishes.csv, objections.csv, history.csv, ratings.csv, relations.csv; a file without data has its header line only"
	for name, fsys := range map[string]fs.FS{
		"empty":  os.DirFS(t.TempDir()),
		"absent": os.DirFS(filepath.Join(t.TempDir(), "absent")),
	} {
		if _, err := mutasi.ReadCSV(fsys); err == nil || err.Error() != want {
			t.Errorf("%s folder: %v", name, err)
		}
	}
	if _, err := mutasi.ReadCSV(nil); err == nil {
		t.Error("nil folder: no error")
	}
}

func TestReadCSVDirectory(t *testing.T) {
	files := folder(nil)
	files["employees.csv"] = &fstest.MapFile{Mode: fs.ModeDir}
	_, err := mutasi.ReadCSV(files)
	if want := "employees.csv: is a directory; a CSV file of this name is expected"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// brokenFS fails while a file is read.
type brokenFS struct{ fs.FS }

type brokenFile struct{ fs.File }

func (b brokenFS) Open(name string) (fs.File, error) {
	f, err := b.FS.Open(name)
	if name == "profiles.csv" && err == nil {
		return brokenFile{f}, nil
	}
	return f, err
}

var errBroken = errors.New("disk is broken")

func (brokenFile) Read([]byte) (int, error) { return 0, errBroken }

func TestReadCSVBrokenDisk(t *testing.T) {
	if _, err := mutasi.ReadCSV(brokenFS{folder(nil)}); !errors.Is(err, errBroken) || !strings.Contains(err.Error(), "profiles.csv") {
		t.Errorf("got %v, want errBroken with the file", err)
	}
}

// A fault of the whole, found behind a million lines, still has its line.
func TestReadCSVLongFile(t *testing.T) {
	lines := 1_000_000
	if testing.Short() || raceEnabled {
		lines = 20_000
	}
	var b strings.Builder
	b.WriteString("employee,competency,level\n")
	for i := range lines {
		level := "3"
		if i == lines-2 {
			level = "-3"
		}
		fmt.Fprintf(&b, "E%d,K.%d,%s\n", i/20, i%20, level)
	}
	people := []byte("id,position\n")
	for e := range lines / 20 {
		people = fmt.Appendf(people, "E%d,\n", e)
	}
	files := map[string]string{"employees.csv": string(people), "profiles.csv": b.String()}
	for name := range office {
		if name != "employees.csv" && name != "profiles.csv" && name != "units.csv" && name != "positions.csv" && name != "standards.csv" {
			files[name] = ""
		}
	}
	_, err := mutasi.ReadCSV(folder(files))
	faults := mutasi.Faults(err)
	if len(faults) != 1 || faults[0].Source != fmt.Sprintf(`profiles.csv:%d: column "level"`, lines) {
		t.Errorf("got %v", err)
	}
}

// A table that is wrong throughout gives a short message.
func TestReadCSVManyFaults(t *testing.T) {
	text := "employee,competency,level\n" + strings.Repeat("E1,M.1,x\n", 1000)
	_, err := mutasi.ReadCSV(folder(map[string]string{"profiles.csv": text}))
	lines := strings.Split(err.Error(), "\n")
	// Every line has a faulty level, and all but the first repeat a competency.
	if len(lines) != 101 || lines[100] != "and 1899 more faults" {
		t.Errorf("%d lines, the last is %q", len(lines), lines[len(lines)-1])
	}
	if len(mutasi.Faults(err)) != 100 {
		t.Errorf("Faults lists %d", len(mutasi.Faults(err)))
	}
}

// Where writing fails, the folder is as it was.
func TestWriteCSVKeepsFolder(t *testing.T) {
	dir := t.TempDir()
	o, err := mutasi.ReadCSV(folder(nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := mutasi.WriteCSV(dir, o); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "relations.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "relations.csv"), 0o755); err != nil {
		t.Fatal(err)
	}
	before := contents(t, dir)
	if err := mutasi.WriteCSV(dir, nil); err == nil || !strings.Contains(err.Error(), "relations.csv") {
		t.Errorf("got %v, want an error about relations.csv", err)
	}
	if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
		t.Errorf("the folder changed (-before +after):\n%s", diff)
	}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := make(map[string]string)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, _ := os.ReadFile(filepath.Join(dir, e.Name()))
		out[e.Name()] = string(text)
	}
	return out
}

func TestWriteCSVOfNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	if err := mutasi.WriteCSV(dir, nil); err != nil {
		t.Fatal(err)
	}
	o, err := mutasi.ReadCSV(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(mutasi.Data{}, o.Data()); diff != "" {
		t.Error(diff)
	}
}

// Numbers read back bit for bit.
func TestCSVNumbers(t *testing.T) {
	dir := t.TempDir()
	for _, x := range []float64{0.1, 1.0 / 3, math.SmallestNonzeroFloat64, math.MaxFloat64, 1e15, 1e-5, 123456.789, 5e-324} {
		o, err := mutasi.NewOrganization(mutasi.Data{Positions: []mutasi.Position{{ID: "P", Need: workload.FTE(x), Weight: x}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := mutasi.WriteCSV(dir, o); err != nil {
			t.Fatal(err)
		}
		back, err := mutasi.ReadCSV(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		if p, _ := back.Position("P"); float64(p.Need) != x || p.Weight != x {
			t.Errorf("%v became %v and %v", x, p.Need, p.Weight)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	names := slices.Sorted(maps.Keys(office))
	for i, name := range names {
		f.Add(i, []byte(office[name]))
		f.Add(i, []byte("\ufeff"+strings.ReplaceAll(strings.ReplaceAll(office[name], ",", ";"), "\n", "\r\n")))
	}
	f.Add(3, []byte("id,position\n\"E1\"\"\r\n\",\"\n"))
	f.Fuzz(func(t *testing.T, which int, text []byte) {
		name := names[uint(which)%uint(len(names))]
		files := folder(nil)
		files[name] = &fstest.MapFile{Data: text}
		o, err := mutasi.ReadCSV(files)
		if (o == nil) == (err == nil) {
			t.Fatalf("organisation %v and error %v", o, err)
		}
		if err != nil {
			again, err2 := mutasi.ReadCSV(files)
			if again != nil || err2.Error() != err.Error() {
				t.Fatalf("two messages:\n%v\n%v", err, err2)
			}
			checkWords(t, err)
			for _, fault := range mutasi.Faults(err) {
				if fault.Source == "" || fault.Problem == "" {
					t.Errorf("incomplete fault %#v", fault)
				}
			}
			return
		}
		dir := t.TempDir()
		if err := mutasi.WriteCSV(dir, o); err != nil {
			t.Fatal(err)
		}
		back, err := mutasi.ReadCSV(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(o.Data(), back.Data()); diff != "" {
			t.Fatalf("round trip (-want +got):\n%s", diff)
		}
	})
}
