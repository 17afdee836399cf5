package evaluation

import (
	"testing"

	"github.com/mutasi-go/mutasi"
)

// TestEqualChangesOfDecimals: changes that are equal but for the rounding of
// 0.1 and 0.2 have no variance, and so neither p value nor interval.
func TestEqualChangesOfDecimals(t *testing.T) {
	p, err := NewPaired([]float64{.1, .2, .3, .7}, []float64{.4, .5, .6, 1.0})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.T(); got.P.Defined() || got.Low.Defined() {
		t.Errorf("p %v, interval from %v", got.P, got.Low)
	}
}

// TestAllTreatedChangeAlike: where scores cancel within every unit, a cluster
// robust standard error is rounding.
func TestAllTreatedChangeAlike(t *testing.T) {
	var list []Observation
	for k, level := range []float64{.1, .37, .52, .9, .23, .68} {
		for period := range 4 {
			o := Observation{Unit: string(rune('a' + k)), Period: period, Treated: k%2 == 0, Value: level}
			if period >= 2 {
				o.Value += 0.1
				if o.Treated {
					o.Value += 0.2
				}
			}
			list = append(list, o)
		}
	}
	p, err := NewPanel(list...)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.DiD(2).Effect; got.P.Defined() {
		t.Errorf("p %v of an effect without variance", got.P)
	}
}

// TestFaultyInputMakesNothing: an error comes without a half-made value.
func TestFaultyInputMakesNothing(t *testing.T) {
	if p, err := NewPanel(Observation{}); err == nil || p != nil {
		t.Errorf("panel %v, %v", p, err)
	}
	s, err := NewSurvey(1, 5, []Item{{}}, nil)
	if err == nil || s != nil {
		t.Errorf("survey %v, %v", s, err)
	}
	if _, err := PairWaves(nil, s); err == nil {
		t.Error("waves of nothing")
	}
}

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
	c, err := Compare(o, o.Incumbents(), after, nil)
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
	r, err := Evaluate(o, o.Incumbents(), nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Audit(o, r, AuditOptions{Group: Attribute("group")})
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
