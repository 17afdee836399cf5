package workload

import (
	"math"
	"time"
)

// Efficiency returns how much work there is for the working time of the people
// who do it: of a post (efektivitas dan efisiensi jabatan, EJ) with the hours
// and holders of the post, of a unit (EU) with those of the unit:
//
//	hours of work in a year / (holders · effective hours)
//
// The holders are those actually there, not the need: dividing by the need
// always gives 1. Above 1 they have more work than time. It is the inverse of
// [Coverage], which the optimizer uses.
//
// Where there is work but no working time it is +Inf; where there is neither it
// is NaN.
func Efficiency(hours float64, holders FTE, effective time.Duration) float64 {
	available := float64(float64(max(0, holders)) * max(0, effective).Hours())
	if available == 0 && hours > 0 {
		return math.Inf(1)
	}
	return hours / available
}

// Class grades an efficiency from A, overloaded, to E, far too little work.
type Class string

// The classes of efficiency. They are printed with two decimals (0.70–0.89);
// here they join without a gap, so that 0.895 is C.
const (
	ClassA Class = "A" // above 1.00
	ClassB Class = "B" // 0.90 to 1.00
	ClassC Class = "C" // 0.70 to below 0.90
	ClassD Class = "D" // 0.50 to below 0.70
	ClassE Class = "E" // below 0.50
)

// ClassOf returns the class of an efficiency, "" for NaN.
func ClassOf(efficiency float64) Class {
	switch {
	case math.IsNaN(efficiency):
		return ""
	case efficiency > 1:
		return ClassA
	case efficiency >= 0.90:
		return ClassB
	case efficiency >= 0.70:
		return ClassC
	case efficiency >= 0.50:
		return ClassD
	default:
		return ClassE
	}
}
