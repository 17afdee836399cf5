package mutasi_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
)

var placeholder = regexp.MustCompile(`\{([a-z]+)(:q)?\}`)

// checkWords fails the test unless every fault that err joins has a code in the
// list of templates, an argument for each placeholder and no other, and the
// text that they give together.
func checkWords(t interface {
	Helper()
	Errorf(string, ...any)
}, err error) {
	t.Helper()
	templates := mutasi.FaultTemplates()
	for _, f := range mutasi.Faults(err) {
		text, ok := templates[f.Code]
		if !ok {
			t.Errorf("the code of fault %#v is not in the list", f)
			continue
		}
		names := make(map[string]bool)
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			names[m[1]] = true
		}
		if want, got := slices.Sorted(maps.Keys(names)), slices.Sorted(maps.Keys(f.Args)); !slices.Equal(want, got) {
			t.Errorf("code %s wants the arguments %q and has %q", f.Code, want, got)
		}
		if again := f.Translate(templates); again.Problem != f.Problem {
			t.Errorf("code %s gives %q, not %q", f.Code, again.Problem, f.Problem)
		}
	}
}

func TestTranslate(t *testing.T) {
	_, err := mutasi.NewOrganization(mutasi.Data{Positions: []mutasi.Position{{ID: "P1", Seats: -1}, {ID: "P1", Seats: 1}}})
	indonesian := map[string]string{
		"id-repeated": "{earlier} sudah memakai {id:q}; ID harus unik",
	}
	var got []string
	for _, f := range mutasi.Faults(err) {
		got = append(got, f.Translate(indonesian).Error())
	}
	want := []string{
		`positions[1].id: positions[0] sudah memakai "P1"; ID harus unik`,
		"positions[0].seats: is -1; give 0 for a closed post", // which the table lacks
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if f := (*mutasi.Fault)(nil); f.Translate(indonesian) != nil || f.Error() == "" {
		t.Error("nil became a fault")
	}
}

// The list can be changed without harm, and no text has formats of Go in it.
func TestFaultTemplates(t *testing.T) {
	list := mutasi.FaultTemplates()
	n := len(list)
	for code, text := range list {
		if code == "" || text == "" || strings.Contains(text, "%") {
			t.Errorf("code %q, text %q", code, text)
		}
	}
	clear(list)
	if len(mutasi.FaultTemplates()) != n || n == 0 {
		t.Error("the list is not a copy")
	}
}

func ExampleFault_Translate() {
	_, err := mutasi.NewOrganization(mutasi.Data{Positions: []mutasi.Position{{ID: "analyst", Seats: -1}}})
	indonesian := map[string]string{"seats-negative": "bernilai {seats}; isi 0 untuk jabatan yang ditutup"}
	for _, f := range mutasi.Faults(err) {
		fmt.Println(f.Code, f.Args["seats"])
		fmt.Println(f.Translate(indonesian))
	}
	// Output:
	// seats-negative -1
	// positions[0].seats: bernilai -1; isi 0 untuk jabatan yang ditutup
}
