package lap_test

import (
	"context"
	"testing"

	"github.com/mutasi-go/mutasi/assignment/lap"
	"gonum.org/v1/gonum/mat"
)

// TestWorkersAreLimited: a number of workers out of all proportion takes no
// memory in proportion.
func TestWorkersAreLimited(t *testing.T) {
	s, err := lap.Solve(context.Background(), mat.NewDense(2, 2, []float64{1, 2, 3, 5}), &lap.Options{Workers: 1e9})
	if err != nil || s.Cost != 5 {
		t.Errorf("cost %v, %v", s, err)
	}
}
