package sample

import "math"

// Mean returns the mean of a list that is not empty.
func Mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// Median returns the middle of an ascending list, and NaN if it is empty. Of an
// even number of values it is the mean of the middle two, where stat.Quantile
// takes the lower one.
func Median(sorted []float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	a, b := sorted[(n-1)/2], sorted[n/2]
	return a + (b-a)/2
}
