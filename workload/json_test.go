package workload_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/mutasi-go/mutasi/workload"
	"pgregory.net/rapid"
)

// TestCurvesInJSON: a curve is written as name and parameters.
func TestCurvesInJSON(t *testing.T) {
	line, err := workload.NewCurve(workload.Point{Coverage: 1}, workload.Point{Coverage: 0, Penalty: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		curve workload.Curve
		want  string
	}{
		{workload.Curve{}, `{"name":"Curve","parameters":{"points":[]}}`},
		{workload.Quadratic(1.5), `{"name":"Quadratic","parameters":{"target":1.5}}`},
		{line, `{"name":"Curve","parameters":{"points":[{"coverage":0,"penalty":2},{"coverage":1,"penalty":0}]}}`},
	} {
		if got, err := json.Marshal(test.curve); err != nil || string(got) != test.want {
			t.Errorf("got %s, %v\nwant %s", got, err, test.want)
		}
	}
	if got, err := json.Marshal(workload.Quadratic(math.NaN())); err == nil {
		t.Errorf("a target that is no number is written as %s", got)
	}
}

// TestCurveInJSONIsTheCurve: the points that are written make the same curve.
func TestCurveInJSONIsTheCurve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-10, 10).Draw(t, "first coverage")
		y := rapid.Float64Range(-10, 10).Draw(t, "first penalty")
		slope := rapid.Float64Range(-10, 10).Draw(t, "first slope")
		points := []workload.Point{{Coverage: x, Penalty: y}}
		for range rapid.IntRange(1, 6).Draw(t, "pieces") {
			width := rapid.Float64Range(0.01, 5).Draw(t, "width")
			x, y = x+width, y+slope*width
			points = append(points, workload.Point{Coverage: x, Penalty: y})
			slope += rapid.Float64Range(0, 3).Draw(t, "turn")
		}
		c, err := workload.NewCurve(points...)
		if err != nil {
			t.Skip("rounding made it concave")
		}
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Name       string
			Parameters struct{ Points []workload.Point }
		}
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		if same, err := workload.NewCurve(read.Parameters.Points...); err != nil || same != c {
			t.Fatalf("%s makes %v, not %v: %v", text, same, c, err)
		}
	})
}
