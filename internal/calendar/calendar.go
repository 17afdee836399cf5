// Package calendar counts years and months as laws about tenure do.
//
// It knows days without a time of day, and nothing about what happens on them.
package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// MostYears and MostMonths bound a period. Years go from 1 to 9999, and a longer
// period would leave them.
const (
	MostYears  = 9998
	MostMonths = 12 * MostYears
)

// A Day is a day of the Gregorian calendar.
type Day struct {
	Year  int
	Month time.Month
	Day   int // of the month, from 1
}

// Of returns the day that it is at t, in the zone of t.
func Of(t time.Time) Day {
	year, month, day := t.Date()
	return Day{year, month, day}
}

// After returns the day on which a period that begins on d is complete: the day
// of the same number in the month that is so many years and months later. If
// that month is too short it is its last day:
//
//	31 January 2023 and 1 month   28 February 2023
//	29 February 2024 and 1 year   28 February 2025
//	28 February 2023 and 1 year   28 February 2024
//
// This is the rule of Regulation (EEC, Euratom) No 1182/71, art. 3(2)(c), and of
// most civil codes. It differs from [time.Time.AddDate], which goes on into the
// next month. A later d never gives an earlier day. Years and months are not
// negative, and at most MostYears and MostMonths.
func (d Day) After(years, months int) Day {
	total := int(d.Month) - 1 + months
	year, month := d.Year+years+total/12, time.Month(total%12+1)
	return Day{year, month, min(d.Day, daysIn(year, month))}
}

// daysIn returns the number of days of a month.
func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Compare returns −1 if d is before e, +1 if it is after e, and 0 if it is the
// same day.
func (d Day) Compare(e Day) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Period returns the length of a period in words, such as "2 years and 1 month".
func Period(years, months int) string {
	switch {
	case years == 0:
		return count(months, "month")
	case months == 0:
		return count(years, "year")
	}
	return count(years, "year") + " and " + count(months, "month")
}

func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
