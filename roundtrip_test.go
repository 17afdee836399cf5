package mutasi_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/gen"
	"pgregory.net/rapid"
)

func TestOrganizationHoldsItsData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := gen.Data(t, gen.Shape{PartTime: true, Records: true, Text: true})
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, o.Data(), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("data and organisation differ (-want +got):\n%s", diff)
		}
		again, err := mutasi.NewOrganization(o.Data())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(o.Data(), again.Data()); diff != "" {
			t.Fatalf("the organisation made again differs:\n%s", diff)
		}
	})
}

func TestCSVRoundTrip(t *testing.T) {
	dir := t.TempDir() // reused: files of an earlier organisation must not shine through
	rapid.Check(t, func(t *rapid.T) {
		o := gen.Organization(t, gen.Shape{PartTime: true, Records: true, Text: true})
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
		files, _ := filepath.Glob(filepath.Join(dir, "*"))
		hidden, _ := filepath.Glob(filepath.Join(dir, ".*"))
		if len(files) != 10 || len(hidden) != 0 {
			t.Fatalf("files in the folder: %q %q", files, hidden)
		}
	})
}

func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := gen.Organization(t, gen.Shape{PartTime: true, Records: true, Text: true})
		var first, second bytes.Buffer
		if err := mutasi.WriteJSON(&first, o); err != nil {
			t.Fatal(err)
		}
		text := slices.Clone(first.Bytes())
		back, err := mutasi.ReadJSON(&first)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(o.Data(), back.Data()); diff != "" {
			t.Fatalf("round trip (-want +got):\n%s", diff)
		}
		if err := mutasi.WriteJSON(&second, back); err != nil || !bytes.Equal(text, second.Bytes()) {
			t.Fatalf("written again it differs (%v):\n%s\n%s", err, text, &second)
		}
	})
}
