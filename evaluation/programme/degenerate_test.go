package programme

import "testing"

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
