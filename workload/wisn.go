package workload

import (
	"math"
	"time"
)

// WISN computes a staff requirement by the workload indicators of staffing need
// (WHO, 2010), the method of the health services. Beside the activities that
// have a volume it knows support work of everybody, as a share of working time,
// and duties of single people, as time a year.
type WISN struct {
	// Available is the working time of one person a year (AWT), such as from
	// [AvailableTime].
	Available time.Duration
	// Services are the activities with a volume; Norm is the unit time.
	Services []Activity
	// Support are the shares of working time, each in [0, 1), that everybody
	// spends on support: 0.1 for meetings.
	Support []float64
	// Individual is the time a year of each duty of single people, summed over
	// the people who have it.
	Individual []time.Duration
}

// AvailableTime returns the working time of one person a year: the hours of
// weeks, less absences (leave, holidays, sickness, training); at least 0. A
// result beyond the longest duration, about 292 years, is that duration.
func AvailableTime(perWeek time.Duration, weeks float64, absences time.Duration) time.Duration {
	t := float64(weeks*float64(perWeek)) - float64(absences)
	switch {
	case !(t > 0):
		return 0
	case t >= math.MaxInt64:
		return math.MaxInt64
	}
	return time.Duration(math.Round(t))
}

// CategoryAllowance returns the factor 1/(1 − Σ shares) by which support work
// raises the requirement (CAF); +Inf if support fills the whole working time.
func (w WISN) CategoryAllowance() float64 {
	left := 1.0
	for _, share := range w.Support {
		left -= share
	}
	if left <= 0 {
		return math.Inf(1)
	}
	return 1 / left
}

// IndividualAllowance returns the staff that the duties of single people take,
// Σ time / available time (IAF).
func (w WISN) IndividualAllowance() FTE {
	activities := make([]Activity, len(w.Individual))
	for i, t := range w.Individual {
		activities[i] = Activity{Volume: 1, Norm: t}
	}
	return Need(activities, w.Available)
}

// Required returns the staff requirement, unrounded:
//
//	Σ volume / (available / norm) · category allowance + individual allowance
//
// Without services the category allowance has nothing to raise. It is +Inf
// where no time is left for the work; see [Need].
func (w WISN) Required() FTE {
	services := Need(w.Services, w.Available)
	if services != 0 {
		services = FTE(float64(services) * w.CategoryAllowance())
	}
	return services + w.IndividualAllowance()
}

// Ratio returns current / required (the WISN ratio): below 1 the staff works
// under pressure. Where nothing is required it is +Inf, and NaN if there is
// nobody either.
func (w WISN) Ratio(current FTE) float64 { return float64(current / w.Required()) }
