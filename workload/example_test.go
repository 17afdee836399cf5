package workload_test

import (
	"fmt"
	"time"

	"github.com/mutasi-go/mutasi/workload"
)

func Example() {
	need := workload.Need([]workload.Activity{
		{Name: "permits issued", Volume: 6_000, Norm: 30 * time.Minute},
		{Name: "sites inspected", Volume: 400, Norm: 4 * time.Hour},
	}, workload.YearOf1250Hours)

	fmt.Printf("need %.2f, planned posts %d\n", need, need.Posts())
	fmt.Printf("with 3 people: coverage %.2f, penalty %.2f\n",
		workload.Coverage(3, need), workload.Quadratic(1).Penalty(3, need))
	// Output:
	// need 3.68, planned posts 4
	// with 3 people: coverage 0.82, penalty 0.13
}

func ExampleFTE_Posts() {
	fmt.Println(workload.FTE(2.49).Posts(), workload.FTE(2.5).Posts())
	// Output: 2 3
}

func ExampleNeed() {
	letters := []workload.Activity{{Name: "letters", Volume: 4_500, Norm: 25 * time.Minute}}
	fmt.Println(workload.Need(letters, workload.YearOf1250Hours))
	fmt.Println(workload.Need(letters, workload.YearOf1200Hours))
	// Output:
	// 1.5
	// 1.5625
}

func ExampleHours() {
	fmt.Println(workload.Hours([]workload.Activity{{Volume: 4_500, Norm: 20 * time.Minute}}))
	// Output: 1500
}

func ExampleCoverage() {
	fmt.Println(workload.Coverage(3, 4), workload.Coverage(0, 0), workload.Coverage(2, 0))
	// Output: 0.75 1 3
}

func ExampleEfficiency() {
	// 3 000 hours of work a year for two people.
	ej := workload.Efficiency(3_000, 2, workload.YearOf1250Hours)
	fmt.Println(ej, workload.ClassOf(ej))
	// Output: 1.2 A
}

func ExampleClassOf() {
	fmt.Println(workload.ClassOf(1), workload.ClassOf(0.72), workload.ClassOf(0.3))
	// Output: B C E
}

func ExampleWISN() {
	w := workload.WISN{
		Available:  workload.AvailableTime(40*time.Hour, 52, 480*time.Hour),
		Services:   []workload.Activity{{Name: "visits", Volume: 12_000, Norm: 20 * time.Minute}},
		Support:    []float64{0.2},
		Individual: []time.Duration{160 * time.Hour},
	}
	fmt.Printf("required %.3f, ratio %.2f\n", w.Required(), w.Ratio(2))
	// Output: required 3.225, ratio 0.62
}

func ExampleAvailableTime() {
	fmt.Println(workload.AvailableTime(40*time.Hour, 52, 30*8*time.Hour))
	// Output: 1840h0m0s
}

func ExampleNewCurve() {
	// Steep below 80 %, no penalty from 100 % to 110 %, gentle above.
	c, err := workload.NewCurve(
		workload.Point{Coverage: 0, Penalty: 5},
		workload.Point{Coverage: 0.8, Penalty: 0.5},
		workload.Point{Coverage: 1, Penalty: 0},
		workload.Point{Coverage: 1.1, Penalty: 0},
		workload.Point{Coverage: 2.1, Penalty: 1},
	)
	fmt.Printf("%.2f %.2f %.2f %v\n", c.At(0.4), c.At(1.05), c.At(3.1), err)

	_, err = workload.NewCurve(
		workload.Point{Coverage: 0, Penalty: 0},
		workload.Point{Coverage: 1, Penalty: 3},
		workload.Point{Coverage: 2, Penalty: 4},
	)
	fmt.Println(err)
	// Output:
	// 2.75 0.00 2.00 <nil>
	// workload: curve: points[1] (coverage 1, penalty 3) lies above the line from points[0] to points[2], so the curve is not convex there: lower its penalty to 2 or less
}

func ExampleQuadratic() {
	c := workload.Quadratic(1)
	fmt.Println(c, c.At(0.5), c.At(1), c.At(3))
	// Output: (coverage − 1)² 0.25 0 4
}

// Each further person relieves a unit of need 4 by less.
func ExampleCurve_Marginal() {
	c := workload.Quadratic(1)
	for k := workload.FTE(1); k <= 5; k++ {
		fmt.Print(c.Marginal(k-1, k, 4), " ")
	}
	fmt.Println()
	// Output: -1.75 -1.25 -0.75 -0.25 0.25
}
