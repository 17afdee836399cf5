package cityscape

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"iter"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
)

const committed = "../city"

func read(t *testing.T, folder fs.FS) *mutasi.Organization {
	t.Helper()
	o, err := mutasi.ReadCSV(folder)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestCommittedFilesAreWhatIsGenerated(t *testing.T) {
	var names []string
	for _, f := range Files() {
		names = append(names, f.Name)
		text, err := os.ReadFile(committed + "/" + f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text, f.Text) {
			t.Errorf("%s differs from what the generator writes; run go generate ./examples/rotation", f.Name)
		}
	}
	entries, err := os.ReadDir(committed)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	size := int64(0)
	for _, e := range entries {
		found = append(found, e.Name())
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	if diff := cmp.Diff(names, found); diff != "" {
		t.Errorf("files of the folder (-generated +committed):\n%s", diff)
	}
	if size > 2<<20 {
		t.Errorf("the folder has %d bytes, more than 2 MB", size)
	}
}

func TestFilesAreTheSameEveryTime(t *testing.T) {
	again := Files()
	for i, f := range Files() {
		if f.Name != again[i].Name || !bytes.Equal(f.Text, again[i].Text) {
			t.Errorf("%s differs between two calls", f.Name)
		}
	}
}

func TestFilesHoldTheCity(t *testing.T) {
	want, err := mutasi.NewOrganization(City())
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, os.DirFS(committed))
	compare(t, "units", want.Units(), got.Units())
	compare(t, "positions", want.Positions(), got.Positions())
	compare(t, "employees", want.Employees(), got.Employees())
}

func compare[T any](t *testing.T, what string, want, got iter.Seq[*T]) {
	t.Helper()
	collect := func(seq iter.Seq[*T]) (list []*T) {
		for x := range seq {
			list = append(list, x)
		}
		return list
	}
	if diff := cmp.Diff(collect(want), collect(got)); diff != "" {
		t.Errorf("%s (-generated +read):\n%.2000s", what, diff)
	}
}

// The needs that are written must be those that the activities give.
func TestNeedsFollowFromActivities(t *testing.T) {
	folder := fstest.MapFS{}
	for _, f := range Files() {
		if f.Name == "positions.csv" {
			f.Text = without(t, f.Text, "need")
		}
		folder[f.Name] = &fstest.MapFile{Data: f.Text}
	}
	computed := read(t, folder)
	for p := range read(t, os.DirFS(committed)).Positions() {
		if q, _ := computed.Position(p.ID); q.Need != p.Need || p.Need <= 0 {
			t.Errorf("%s: need %v, but %v from its activities", p.ID, p.Need, q.Need)
		}
	}
}

// without removes a column.
func without(t *testing.T, text []byte, column string) []byte {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for _, row := range rows {
		k := slices.Index(rows[0], column)
		if err := w.Write(slices.Concat(row[:k], row[k+1:])); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return out.Bytes()
}

func TestShape(t *testing.T) {
	d := City()
	roots, leaves := 0, map[mutasi.UnitID]bool{}
	parents := map[mutasi.UnitID]bool{}
	for _, u := range d.Units {
		if u.Parent == "" {
			roots++
			parents[u.ID] = true
		} else if !parents[u.Parent] {
			t.Errorf("unit %s lies below %s, which is not of the first level", u.ID, u.Parent)
		} else {
			leaves[u.ID] = true
		}
	}
	if len(d.Units) < 24 || roots < 5 {
		t.Errorf("%d units, %d of them agencies; want at least 24 and 5", len(d.Units), roots)
	}
	if len(d.Positions) != 150 || len(d.Employees) != 1200 {
		t.Errorf("%d posts and %d employees, want 150 and 1200", len(d.Positions), len(d.Employees))
	}

	holders := map[mutasi.PositionID]int{}
	for _, e := range d.Employees {
		holders[e.Position]++
		if e.Capacity != 0 && e.Capacity != 1 {
			t.Errorf("%s has the capacity %v, want 1", e.ID, e.Capacity)
		}
		if e.Since.After(Today) || (e.Position == "") != e.Since.IsZero() {
			t.Errorf("%s has held %q since %v", e.ID, e.Position, e.Since)
		}
	}
	if bench := holders[""]; bench < 10 || bench > 40 {
		t.Errorf("%d people on the bench, want some", bench)
	}

	seats, overFull, strategic, entry := 0, 0, 0, 0
	staff, need := map[mutasi.UnitID]float64{}, map[mutasi.UnitID]float64{}
	asked := map[competency.ID]bool{}
	for _, p := range d.Positions {
		if !leaves[p.Unit] {
			t.Errorf("%s belongs to %s, which is not of the second level", p.ID, p.Unit)
		}
		if p.Seats < 1 || p.Seats > 22 {
			t.Errorf("%s has %d seats", p.ID, p.Seats)
		}
		seats += p.Seats
		if holders[p.ID] > p.Seats {
			overFull++
		}
		if p.Weight >= 2 {
			strategic++
		}
		staff[p.Unit] += float64(holders[p.ID])
		need[p.Unit] += float64(p.Need)
		for _, q := range p.Standard {
			asked[q.Competency] = true
			if q.Mandatory {
				entry++
			}
			whole(t, string(p.ID), q.Competency, q.Level)
		}
	}
	if seats < 1250 || seats > 1300 {
		t.Errorf("%d seats, want 1250 to 1300", seats)
	}
	if overFull < 5 || overFull > 40 || strategic < 5 || entry == 0 {
		t.Errorf("%d over-full posts, %d strategic ones, %d entry conditions", overFull, strategic, entry)
	}
	least, most := math.Inf(1), 0.0
	for u := range need {
		least, most = min(least, staff[u]/need[u]), max(most, staff[u]/need[u])
	}
	if least < 0.55 || least > 0.7 || most < 1.4 || most > 1.55 {
		t.Errorf("coverage of the divisions lies within %.2f and %.2f, want about 0.6 and 1.5", least, most)
	}

	technical := 0
	for id := range asked {
		if strings.HasPrefix(string(id), "T.") {
			technical++
		}
	}
	for _, c := range competency.ASN2017().Competencies {
		if !asked[c.ID] {
			t.Errorf("no post asks for %s %s", c.ID, c.Name)
		}
	}
	if technical < 12 {
		t.Errorf("%d technical competencies, want at least 12", technical)
	}
	ratings := 0
	for _, e := range d.Employees {
		for id, r := range e.Profile {
			if !asked[id] {
				t.Errorf("%s is rated in %s, which no post asks for", e.ID, id)
			}
			whole(t, string(e.ID), id, r.Level)
			ratings++
		}
	}
	if missing := 1 - float64(ratings)/float64(len(d.Employees)*len(asked)); missing < 0.025 || missing > 0.035 {
		t.Errorf("%.2f %% of the ratings are missing, want 3 %%", 100*missing)
	}
}

func whole(t *testing.T, where string, id competency.ID, level competency.Level) {
	t.Helper()
	if float64(level) != math.Trunc(float64(level)) || !competency.ASN2017().Contains(level) {
		t.Errorf("%s: level %v of %s is not one of 1 to 5", where, level, id)
	}
}

// People who are visibly misplaced would fit another post far better.
func TestPeopleAreMisplaced(t *testing.T) {
	d := City()
	standards := make([]competency.Standard, len(d.Positions))
	at := map[mutasi.PositionID]int{}
	for k, p := range d.Positions {
		standards[k] = p.Standard
		at[p.ID] = k
	}
	batch := competency.Attainment{}.Compile(standards)
	fits := make([]float64, len(standards))
	misplaced := 0
	for _, e := range d.Employees {
		if e.Position == "" {
			continue
		}
		batch.Fit(e.Profile, fits)
		best := 0.0
		for k, fit := range fits {
			if d.Positions[k].Attributes["golongan_min"] == d.Positions[at[e.Position]].Attributes["golongan_min"] {
				best = max(best, fit)
			}
		}
		if best-fits[at[e.Position]] > 0.15 {
			misplaced++
		}
	}
	if misplaced < 100 || misplaced > 600 {
		t.Errorf("%d people would gain more than 0.15 in another post of their rank, want between 100 and 600", misplaced)
	}
}

func TestNamesAreDifferent(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range City().Employees {
		if seen[e.Name] || strings.Count(e.Name, " ") != 1 {
			t.Errorf("name %q of %s", e.Name, e.ID)
		}
		seen[e.Name] = true
	}
}

// The numbers are those that the reference implementation gives for the seed
// 1234567 (S. Vigna, splitmix64.c, https://prng.di.unimi.it/splitmix64.c).
func TestRandomIsSplitMix64(t *testing.T) {
	r := random(1234567)
	want := []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821}
	for i, x := range want {
		if got := r.next(); got != x {
			t.Errorf("number %d is %d, want %d", i, got, x)
		}
	}
}
