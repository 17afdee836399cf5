// Package expect has what the tests of evaluation and programme expect of
// numbers.
package expect

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/mutasi-go/mutasi/evaluation"
)

// Finite fails if a report holds NaN or ±Inf anywhere, or an undefined
// figure with a value.
func Finite(t interface{ Fatalf(string, ...any) }, where string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			t.Fatalf("%s is %v", where, f)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			Finite(t, where, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			Finite(t, fmt.Sprintf("%s[%d]", where, i), v.Index(i))
		}
	case reflect.Struct:
		if f, ok := v.Interface().(evaluation.Figure); ok && !f.Defined() && f.Value != 0 {
			t.Fatalf("%s is undefined and %v", where, f.Value)
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				Finite(t, where+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	}
}

// Uniform fails unless the p values, of which there are at most steps+1
// different ones, look uniform: their distribution function stays within the
// Kolmogorov–Smirnov bound at a level of 0.1 %.
func Uniform(t *testing.T, name string, p []float64, steps int) {
	t.Helper()
	slices.Sort(p)
	n := float64(len(p))
	worst := 0.0
	for i, v := range p {
		worst = max(worst, math.Abs(v-float64(i)/n), math.Abs(v-float64(i+1)/n))
	}
	if bound := 1.95/math.Sqrt(n) + 1/float64(steps+1); worst > bound {
		t.Errorf("%s: p values depart from uniform by %.4f, more than %.4f", name, worst, bound)
	}
	for _, level := range []float64{0.01, 0.05, 0.1} {
		k := 0
		for k < len(p) && p[k] <= level {
			k++
		}
		if share, slack := float64(k)/n, 3.3*math.Sqrt(level*(1-level)/n); share > level+slack {
			t.Errorf("%s: %.4f of the p values are at most %v", name, share, level)
		}
	}
}
