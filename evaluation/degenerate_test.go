package evaluation

import (
	"context"
	"testing"

	"github.com/mutasi-go/mutasi"
)

// TestLowestCoverageBeyondNeed: fewer people beyond the need of the only unit
// are no harm to its coverage.
func TestLowestCoverageBeyondNeed(t *testing.T) {
	d := mutasi.Data{Units: []mutasi.Unit{{ID: "u"}}, Positions: []mutasi.Position{{ID: "p", Unit: "u", Seats: 5, Need: 1}}}
	for _, id := range []mutasi.EmployeeID{"a", "b", "c"} {
		d.Employees = append(d.Employees, mutasi.Employee{ID: id, Position: "p"})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	after, err := mutasi.NewPlan(mutasi.Placement{Employee: "a", Position: "p"}, mutasi.Placement{Employee: "b", Position: "p"})
	if err != nil {
		t.Fatal(err)
	}
	c, err := Compare(context.Background(), o, o.Incumbents(), after, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range c.Verdicts {
		if v.Measure == CoverageLeast && v.Direction != Same {
			t.Errorf("%+v", v)
		}
	}
}

// TestWithheldGroupsStayWithheld: what the others have less than everybody
// would give the mean of a single small group away.
func TestWithheldGroupsStayWithheld(t *testing.T) {
	d := mutasi.Data{Positions: []mutasi.Position{{ID: "p", Seats: 30, Need: 20}}}
	for k := range 20 {
		group := "large"
		if k == 0 {
			group = "small"
		}
		d.Employees = append(d.Employees, mutasi.Employee{
			ID: mutasi.EmployeeID(rune('a' + k)), Position: "p", Attributes: map[string]string{"group": group},
		})
	}
	o, err := mutasi.NewOrganization(d)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Evaluate(context.Background(), o, o.Incumbents(), nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Audit(context.Background(), o, r, func(e *mutasi.Employee) string { return e.Attributes["group"] }, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Gaps) == 0 {
		t.Fatal("there are no gaps")
	}
	for _, gap := range a.Gaps {
		for _, g := range gap.Groups {
			if g.Gap.Defined() || g.Within.Defined() || g.Group == "small" && g.Mean.Defined() {
				t.Errorf("%s, %s: %+v", gap.Measure, g.Group, g)
			}
		}
	}
}
