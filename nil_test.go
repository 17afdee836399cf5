package mutasi_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/exported"
)

// errNothing is what the calls below return where nothing is a fine argument.
var errNothing = errors.New("nothing")

// onNothing calls every exported function with nil arguments and a nil or zero
// receiver. Those that need something return their error; the others return
// errNothing, after a look at what they gave.
func onNothing(t *testing.T) map[string]func() error {
	var (
		o *mutasi.Organization
		e *mutasi.Employee
		p *mutasi.Position
		f *mutasi.Fault
	)
	expect := func(ok bool) error {
		t.Helper()
		if !ok {
			t.Error("nothing gave something")
		}
		return errNothing
	}
	return map[string]func() error{
		"ReadCSV":   func() error { _, err := mutasi.ReadCSV(nil); return err },
		"ReadJSON":  func() error { _, err := mutasi.ReadJSON(nil); return err },
		"WriteJSON": func() error { return mutasi.WriteJSON(nil, o) },
		"WriteCSV": func() error { // nil is the organisation without anybody
			if err := mutasi.WriteCSV(t.TempDir(), o); err != nil {
				t.Error(err)
			}
			return mutasi.WriteCSV("", o)
		},
		"Cause.UnmarshalJSON": func() error { return (*mutasi.Cause)(nil).UnmarshalJSON([]byte(`{}`)) },
		"Plan.UnmarshalJSON": func() error {
			return (*mutasi.Plan)(nil).UnmarshalJSON([]byte(`{"format":"mutasi plan","version":1,"placements":[]}`))
		},
		"Rule.Validate":    func() error { return mutasi.Rule{}.Validate() },
		"Rule.MarshalJSON": func() error { _, err := mutasi.Rule{}.MarshalJSON(); return err },

		"MinTenure": func() error { return mutasi.MinTenure(0, 0, time.Time{}).Validate() },

		"AdoptData": func() error {
			o, err := mutasi.AdoptData(mutasi.Data{})
			return expect(o != nil && err == nil)
		},
		"NewOrganization": func() error {
			o, err := mutasi.NewOrganization(mutasi.Data{})
			return expect(o != nil && err == nil)
		},
		"NewPlan":           func() error { p, err := mutasi.NewPlan(); return expect(p.Len() == 0 && err == nil) },
		"Faults":            func() error { return expect(mutasi.Faults(nil) == nil && mutasi.Faults(f) == nil) },
		"FaultTemplates":    func() error { return expect(len(mutasi.FaultTemplates()) > 0) },
		"Fault.Error":       func() error { return expect(f.Error() != "") },
		"Fault.Translate":   func() error { return expect(f.Translate(nil) == nil && new(mutasi.Fault).Translate(nil) != nil) },
		"Cause.Equal":       func() error { return expect(mutasi.Cause{}.Equal(mutasi.Cause{})) },
		"Cause.MarshalJSON": func() error { _, err := mutasi.Cause{}.MarshalJSON(); return expect(err == nil) },
		"Cause.String":      func() error { return expect(mutasi.Cause{}.String() != "") },
		"Rule.Content":      func() error { return expect(mutasi.Rule{}.Content() == nil) },
		"Strict": func() error {
			return expect(mutasi.Strict(mutasi.Rule{}).Permits(new(mutasi.Employee), new(mutasi.Position), ""))
		},
		"Rule.Cause": func() error { return expect(mutasi.Rule{}.Cause() == mutasi.Cause{}) },
		"Rule.Classes": func() error {
			employee, position, ok := mutasi.Rule{Name: "nothing"}.Classes()
			return expect(ok && employee(e) == position(p))
		},
		"Rule.Permits":               func() error { return expect(!mutasi.Rule{}.Permits(e, p, "")) },
		"Employee.EffectiveCapacity": func() error { return expect(e.EffectiveCapacity() == 0) },
		"Position.EffectiveWeight":   func() error { return expect(p.EffectiveWeight() == 0) },

		"Organization.Children": func() error { return expect(len(slices.Collect(o.Children(""))) == 0) },
		"Organization.Data":     func() error { return expect(cmp.Equal(o.Data(), mutasi.Data{})) },
		"Organization.Employee": func() error { _, ok := o.Employee(""); return expect(!ok) },
		"Organization.Employees": func() error {
			return expect(len(slices.Collect(o.Employees())) == 0)
		},
		"Organization.EmployeesByID": func() error {
			for range o.EmployeesByID() {
				return expect(false)
			}
			for range new(mutasi.Organization).EmployeesByID() {
				return expect(false)
			}
			return errNothing
		},
		"Organization.Incumbents": func() error { return expect(o.Incumbents().Len() == 0) },
		"Organization.Position":   func() error { _, ok := o.Position(""); return expect(!ok) },
		"Organization.Positions": func() error {
			return expect(len(slices.Collect(o.Positions())) == 0)
		},
		"Organization.Relations": func() error {
			return expect(len(slices.Collect(o.Relations())) == 0)
		},
		"Organization.Schedule": func() error {
			s, err := o.Schedule(mutasi.Plan{}, mutasi.Plan{})
			return expect(err == nil && s != nil && len(s.Waves) == 0 && s.Bound == 0)
		},
		"Schedule.Without": func() error {
			var s *mutasi.Schedule
			return expect(s.Without("ani") == nil && new(mutasi.Schedule).Without("ani") == nil)
		},
		"Language.String":   func() error { return expect(mutasi.English.String() == "en" && mutasi.Language(-1).String() == "") },
		"Organization.Root": func() error { _, ok := o.Root(""); return expect(!ok) },
		"Organization.Uses": func() error {
			uses, err := o.Uses(mutasi.Plan{}, mutasi.Rule{Name: "open"})
			return expect(err == nil && len(uses) == 1 && uses[0].Pairs == 0)
		},
		"Organization.Unit":  func() error { _, ok := o.Unit(""); return expect(!ok) },
		"Organization.Units": func() error { return expect(len(slices.Collect(o.Units())) == 0) },

		"Plan.All":         func() error { return expect(len(slices.Collect(mutasi.Plan{}.All())) == 0) },
		"Plan.Equal":       func() error { return expect(mutasi.Plan{}.Equal(mutasi.Plan{})) },
		"Plan.Holders":     func() error { return expect(len(mutasi.Plan{}.Holders()) == 0) },
		"Plan.Len":         func() error { return expect(mutasi.Plan{}.Len() == 0) },
		"Plan.MarshalJSON": func() error { text, err := mutasi.Plan{}.MarshalJSON(); return expect(len(text) > 0 && err == nil) },
		"Plan.Position":    func() error { _, ok := mutasi.Plan{}.Position(""); return expect(!ok) },
		"Plan.Transfers":   func() error { return expect(len(mutasi.Plan{}.Transfers(mutasi.Plan{})) == 0) },
		"Plan.With":        func() error { p, err := mutasi.Plan{}.With(); return expect(p.Len() == 0 && err == nil) },
	}
}

// Nothing panics on nothing, and what cannot work with it is an error.
func TestNothing(t *testing.T) {
	calls := onNothing(t)
	exported.Calls(t, calls, func(t *testing.T, call func() error) {
		if err := call(); err == nil {
			t.Error("gave no error")
		}
	})
	for _, o := range []*mutasi.Organization{nil, {}} {
		var text bytes.Buffer
		if err := mutasi.WriteJSON(&text, o); err != nil || text.Len() == 0 {
			t.Errorf("%q, %v", text.String(), err)
		}
	}
}
