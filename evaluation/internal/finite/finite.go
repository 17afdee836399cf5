// Package finite tells tests whether numbers are numbers.
package finite

import (
	"fmt"
	"math"
	"reflect"

	"github.com/mutasi-go/mutasi/evaluation"
)

// Everywhere fails if a report holds NaN or ±Inf anywhere, or an undefined
// figure with a value.
func Everywhere(t interface{ Fatalf(string, ...any) }, where string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			t.Fatalf("%s is %v", where, f)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			Everywhere(t, where, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			Everywhere(t, fmt.Sprintf("%s[%d]", where, i), v.Index(i))
		}
	case reflect.Struct:
		if f, ok := v.Interface().(evaluation.Figure); ok && !f.Defined() && f.Value != 0 {
			t.Fatalf("%s is undefined and %v", where, f.Value)
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				Everywhere(t, where+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	}
}
