package table

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

type row struct {
	Owner, Name string
	Size        float64
	Factor      float64
	Count       int
	Flag        bool
	On          time.Time
	Rest        map[string]string
}

func rowFile(name string) *File[row] {
	return NewFile(Schema{File: name, Rest: "x:"}, func(r *row) *map[string]string { return &r.Rest },
		Owner("owner", func(r *row) *string { return &r.Owner }),
		SharedText("name?", func(r *row) *string { return &r.Name }),
		Number("size", func(r *row) *float64 { return &r.Size }),
		Factor("factor?", func(r *row) *float64 { return &r.Factor }),
		Whole("count", func(r *row) *int { return &r.Count }),
		Flag("flag?", func(r *row) *bool { return &r.Flag }),
		Time("on?", func(r *row) *time.Time { return &r.On }),
	)
}

// readAll returns the rows of a file of a folder and what is wrong with it.
func readAll(files *Files, f *File[row]) []row {
	r := files.Open(&f.Schema)
	if r == nil {
		return nil
	}
	defer r.Close()
	var list []row
	for r.Next() {
		var x row
		f.Row(r, &x)
		list = append(list, x)
	}
	return list
}

// texts are the faults of files, a line each.
func texts(files *Files) []string {
	files.Locate()
	found, _ := files.Faults()
	var list []string
	for _, x := range found {
		list = append(list, x.At.String()+": "+x.Problem.Template.Code)
	}
	return list
}

// What is written is read again, whatever the text.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	f := rowFile("rows.csv")
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("a\";,\t\r\n 1x:é"))))
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) row {
			r := row{
				Owner:  "o" + text.Draw(t, "owner"), // a row without content would be skipped
				Name:   text.Draw(t, "name"),
				Size:   rapid.Float64Range(-1e300, 1e300).Draw(t, "size"),
				Factor: rapid.SampledFrom([]float64{0, 0.1, 3}).Draw(t, "factor"),
				Count:  rapid.Int().Draw(t, "count"),
				Flag:   rapid.Bool().Draw(t, "flag"),
				On:     rapid.SampledFrom([]time.Time{{}, time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 7, 1, 5, 6, 7, 8, time.UTC)}).Draw(t, "on"),
				Rest:   rapid.MapOfN(rapid.SampledFrom([]string{"", "a", "B ,", "x:"}), text, 1, 3).Draw(t, "rest"),
			}
			return r
		}), 0, 5).Draw(t, "rows")
		if err := WriteFolder(dir, f.Sheet(func(yield func(*row) bool) {
			for i := range want {
				if !yield(&want[i]) {
					return
				}
			}
		})); err != nil {
			t.Fatal(err)
		}
		files := NewFiles(os.DirFS(dir), &f.Schema)
		got := readAll(files, f)
		if faults := texts(files); faults != nil {
			t.Fatalf("%q", faults)
		}
		if len(got) != len(want) || len(want) > 0 && !cmp.Equal(want, got) {
			t.Fatalf("-want +got:\n%s", cmp.Diff(want, got))
		}
	})
}

// The scanner ends on every text, and never panics.
func FuzzRead(f *testing.F) {
	f.Add("owner,size,count\na,1,1\n")
	f.Add("owner;size;count;x:a\n\"a\"\"b\";1,5;1;\"\"\n\"a")
	f.Fuzz(func(t *testing.T, text string) {
		file := rowFile("rows.csv")
		files := NewFiles(fstest.MapFS{"rows.csv": {Data: []byte(text)}}, &file.Schema)
		readAll(files, file)
		found, more := files.Faults()
		if len(found) > files.Most || more > 0 && len(found) < files.Most {
			t.Fatalf("%d faults and %d more", len(found), more)
		}
		for _, x := range found {
			if text := x.Problem.Text(); text == "" || len(x.Problem.Args) != len(x.Problem.Template.Names()) {
				t.Fatalf("incomplete fault %+v", x)
			}
		}
	})
}

func TestFaultsByLineAndColumn(t *testing.T) {
	f := rowFile("rows.csv")
	files := NewFiles(fstest.MapFS{"rows.csv": {Data: []byte(
		"size;owner;count;factor;on;flag\n" +
			"2.5;a;x;0;yesterday;perhaps\n" +
			"2,5;a;1;;;\n" +
			";a;;;;\n" +
			"1;a\n" +
			"1;\xff;1;;;\n" +
			"NaN;a;1;;;\n1e999;a;1;;;\n1.000,5;a;1;;;\n" +
			"1;a;1;;;\"\n")}}, &f.Schema)
	readAll(files, f)
	want := []string{
		`rows.csv:2: column "count": not-whole-number`,
		`rows.csv:2: column "factor": factor-zero`,
		`rows.csv:2: column "on": not-date`,
		`rows.csv:2: column "flag": not-flag`,
		`rows.csv:3: column "size": decimal-signs-mixed`,
		`rows.csv:4: column "size": number-empty`,
		`rows.csv:4: column "count": whole-number-empty`,
		`rows.csv:5: cell-count`,
		`rows.csv:6: column "owner": cell-not-utf8`,
		`rows.csv:7: column "size": number-not-finite`,
		`rows.csv:8: column "size": number-too-large`,
		`rows.csv:9: column "size": number-grouped`,
		`rows.csv:10: column "flag": quote-open`,
	}
	if diff := cmp.Diff(want, texts(files)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestHeaders(t *testing.T) {
	for text, want := range map[string][]string{
		"":                           {"rows.csv: file-empty"},
		"\xff\xfea":                  {"rows.csv: file-utf16"},
		"owner,size\n":               {`rows.csv:1: column "count": column-missing`},
		"owner,size,count,owner,y\n": {`rows.csv:1: column "owner": column-repeated`, `rows.csv:1: column "y": column-unknown`},
		"owner,size,count,\xff\n":    {"rows.csv:1: column \"\\xff\": column-not-utf8"},
		"owner,size,\"count\n":       {"rows.csv:1: header-quote-open"},
		"owner,size,\"count\"x\n":    {"rows.csv:1: header-quote-text-behind"},
		" OWNER ,Size,count,x:A,x:a,,\na,1,1,b,c": nil,
	} {
		f := rowFile("rows.csv")
		files := NewFiles(fstest.MapFS{"rows.csv": {Data: []byte(text)}}, &f.Schema)
		rows := readAll(files, f)
		if diff := cmp.Diff(want, texts(files)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
		if want == nil && len(rows) != 1 {
			t.Errorf("%q has %d rows", text, len(rows))
		}
	}
}

// A row is found again by its number among those of its owner, or by its key.
func TestLocate(t *testing.T) {
	f := NewFile(Schema{File: "rows.csv"}, nil, Owner("owner", func(r *row) *string { return &r.Owner }), Text("name", func(r *row) *string { return &r.Name }))
	keyed := *f
	keyed.Schema.Key = "name"
	folder := fstest.MapFS{"rows.csv": {Data: []byte("owner,name\na,k\nb,k\n\na,l\na,k\n")}}
	for _, test := range []struct {
		schema *Schema
		row    Row
		line   int
	}{
		{&f.Schema, Row{Owner: "a", Nth: 0}, 2}, {&f.Schema, Row{Owner: "a", Nth: 2}, 6}, {&f.Schema, Row{Owner: "b", Nth: 0}, 3},
		{&f.Schema, Row{Owner: "b", Nth: 1}, 0}, {&f.Schema, Row{Owner: "c"}, 0},
		{&keyed.Schema, Row{Owner: "a", Key: "k"}, 2}, {&keyed.Schema, Row{Owner: "a", Key: "k", Last: true}, 6}, {&keyed.Schema, Row{Owner: "a", Key: "l"}, 5},
	} {
		files := NewFiles(folder, test.schema)
		x := files.Fail(Location{File: "rows.csv"}, "", mixedDecimals.With("1"))
		files.Seek(x, test.schema, test.row)
		files.SeekEarlier(x, test.schema, test.row)
		files.Locate()
		if x.At.Line != test.line || x.Problem.Args["earlier"] != (Location{File: "rows.csv", Line: test.line}).String() {
			t.Errorf("%+v is found at %v, earlier %q; want line %d", test.row, x.At, x.Problem.Args["earlier"], test.line)
		}
	}
}

func TestMissing(t *testing.T) {
	a, b, c := &Schema{File: "a.csv"}, &Schema{File: "b.csv"}, &Schema{File: "c.csv", Optional: true}
	files, problem := Missing(fstest.MapFS{"a.csv": {}}, a, b, c)
	if !slices.Equal(files, []string{"b.csv"}) || !strings.Contains(problem.Text(), "must hold a.csv, b.csv, and may hold c.csv") {
		t.Errorf("%q, %s", files, problem.Text())
	}
}

// An error of the reader is returned as it is, and ends the file.
func TestBrokenReader(t *testing.T) {
	broken := errors.New("broken")
	f := rowFile("rows.csv")
	files := NewFiles(nil)
	r := files.Read(&failing{strings.NewReader("owner,size,count\na,1,1\n"), broken}, &f.Schema)
	if r == nil || !r.Next() || r.Next() {
		t.Fatal("the row before the break was not read")
	}
	found, _ := files.Faults()
	if len(found) != 1 || !errors.Is(found[0].Err, broken) {
		t.Errorf("%+v", found)
	}
}

type failing struct {
	*strings.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	if f.Len() > 0 {
		return f.Reader.Read(p)
	}
	return 0, f.err
}

// Numbers come back bit for bit.
func TestFormatNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.Float64().Draw(t, "number")
		f := NewFile(Schema{File: "n.csv"}, nil, Number("n", func(x *float64) *float64 { return x }))
		files := NewFiles(nil)
		r := files.Read(strings.NewReader("n\n"+FormatNumber(want)+"\n"), &f.Schema)
		var got float64
		if !r.Next() {
			t.Fatal("no row")
		}
		if f.Row(r, &got); got != want {
			t.Fatalf("%s was read as %v, not %v", FormatNumber(want), got, want)
		}
	})
	for x, want := range map[float64]string{0: "0", 0.5: "0.5", 1e14: "100000000000000", 1e21: "1e+21", 1e-9: "1e-09"} {
		if got := FormatNumber(x); got != want {
			t.Errorf("%v is written as %s, not %s", x, got, want)
		}
	}
}
