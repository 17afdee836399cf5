package workload

import (
	"math"
	"time"
)

// FTE is an amount of staff, or of work for staff, in full-time equivalents.
type FTE float64

// Posts returns the number of whole posts, rounded half up: 2.5 is 3 posts.
// Rounding is the last step and happens once, on the need of the post; rounding
// the rows of a form adds staff nobody needs. An amount that is negative or NaN
// is 0 posts, one that no int holds is math.MaxInt.
func (f FTE) Posts() int {
	x := float64(f)
	switch {
	case !(x > 0):
		return 0
	case x >= math.MaxInt:
		return math.MaxInt
	}
	// Not floor(x + 0.5): that sum rounds the number just below a half up to one.
	whole := math.Floor(x)
	if x-whole >= 0.5 {
		whole++
	}
	return int(whole)
}

// Activity is a task that recurs through the year.
type Activity struct {
	Name   string
	Volume float64       // per year
	Norm   time.Duration // per unit of volume (norma waktu)
}

// Effective working time (waktu kerja efektif, WKE): what one person works in a
// year, a week and a day once leave, holidays and breaks are taken off. Two
// conventions for the year are in use; the choice is the caller's.
const (
	YearOf1250Hours = 75_000 * time.Minute // PermenPANRB 1/2020
	YearOf1200Hours = 72_000 * time.Minute
	EffectiveWeek   = 1_500 * time.Minute
	EffectiveDay    = 300 * time.Minute
)

// Need returns the staff that the activities require:
//
//	Σ volume · norm / effective
//
// effective is one person's working time in a year. The sum is not rounded and
// there is one division, so that rows of whole volumes and minutes which fill
// half a post exactly come out at exactly a half.
//
// Where effective is 0 or negative nobody gets any work done: the need is +Inf
// if there is work and 0 if there is none. Volumes are summed as they stand; a
// need that is negative, infinite or NaN comes from such a volume or norm.
func Need(activities []Activity, effective time.Duration) FTE {
	var work float64 // nanoseconds
	for _, a := range activities {
		work += a.nanoseconds()
	}
	if effective <= 0 {
		if work == 0 {
			return 0
		}
		return FTE(math.Inf(1))
	}
	return FTE(work / float64(effective))
}

// Hours returns the hours of work that the activities take in a year, unrounded:
// the workload that [Efficiency] compares with the hours of the holders.
func Hours(activities []Activity) float64 {
	var work float64
	for _, a := range activities {
		work += a.nanoseconds()
	}
	return work / float64(time.Hour)
}

func (a Activity) nanoseconds() float64 { return float64(a.Volume * float64(a.Norm)) }

// Coverage returns staff / need: 1 where the staff is what the work requires,
// below 1 where it is short. It is the variable of a [Curve], because only in
// this direction is a convex penalty convex in the staff; need / staff is
// [Efficiency], for reports.
//
// Without a need there is nothing to cover: the coverage is then 1 + staff, so
// that nobody is right and everybody is one too many. A need that is negative or
// NaN counts as 0.
func Coverage(staff, need FTE) float64 {
	if !(need > 0) {
		return 1 + float64(staff)
	}
	return float64(staff / need)
}
