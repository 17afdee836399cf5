package mutasi_test

import (
	"bytes"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
)

// fill gives every field of a value something other than zero, and every list
// and map one entry. It fails the test at a type that it does not know, so
// that a new one is not forgotten.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)))
		return
	case mutasi.UnitID:
		v.SetString("U1")
		return
	case mutasi.PositionID:
		v.SetString("P1")
		return
	case mutasi.EmployeeID:
		v.SetString("E1")
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text")
	case reflect.Int:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(2.5)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key)
		fill(t, value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	default:
		t.Fatalf("fill does not know %v", v.Type())
	}
}

func filled[T any](t *testing.T) T {
	t.Helper()
	var x T
	fill(t, reflect.ValueOf(&x).Elem())
	return x
}

// full is an organisation in which no field of its last unit, post, person and
// relation is zero.
func full(t *testing.T) *mutasi.Organization {
	t.Helper()
	u, e, r := filled[mutasi.Unit](t), filled[mutasi.Employee](t), filled[mutasi.Relation](t)
	u.ID, r.B = "U2", "E2" // not above itself, nor related to itself
	o, err := mutasi.NewOrganization(mutasi.Data{
		Units:     []mutasi.Unit{{ID: "U1"}, u},
		Positions: []mutasi.Position{filled[mutasi.Position](t)},
		Employees: []mutasi.Employee{{ID: "E2"}, e},
		Relations: []mutasi.Relation{r},
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Every field of an entity comes back from CSV files and from JSON. Whoever
// adds a field and forgets its column or its tag is told here.
func TestEveryFieldIsWritten(t *testing.T) {
	o := full(t)
	dir := t.TempDir()
	if err := mutasi.WriteCSV(dir, o); err != nil {
		t.Fatal(err)
	}
	back, err := mutasi.ReadCSV(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(o.Data(), back.Data()); diff != "" {
		t.Errorf("a field is in no column (-want +got):\n%s", diff)
	}
	var text bytes.Buffer
	if err := mutasi.WriteJSON(&text, o); err != nil {
		t.Fatal(err)
	}
	back, err = mutasi.ReadJSON(&text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(o.Data(), back.Data()); diff != "" {
		t.Errorf("a field is in no JSON document (-want +got):\n%s", diff)
	}
}

// destroy sets all that a value points to, through lists and maps, to zero.
func destroy(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			destroy(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			destroy(v.Index(i))
			v.Index(i).SetZero()
		}
	case reflect.Map:
		v.Clear()
	}
}

// Data is a deep copy, whatever fields there are: to destroy all that it holds
// leaves the organisation as it was, and so it is with what one is made from.
func TestEveryFieldIsCopied(t *testing.T) {
	o := full(t)
	want := full(t).Data()
	d := o.Data()
	destroy(reflect.ValueOf(d))
	if diff := cmp.Diff(want, o.Data()); diff != "" {
		t.Errorf("Data shares a field (-want +got):\n%s", diff)
	}
	d = o.Data()
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	destroy(reflect.ValueOf(d))
	if diff := cmp.Diff(want, o.Data()); diff != "" {
		t.Errorf("NewOrganization shares a field (-want +got):\n%s", diff)
	}
}
