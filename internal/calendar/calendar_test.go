package calendar_test

import (
	"testing"
	"time"

	"github.com/mutasi-go/mutasi/internal/calendar"
	"pgregory.net/rapid"
)

func day(year int, month time.Month, d int) calendar.Day {
	return calendar.Of(time.Date(year, month, d, 0, 0, 0, 0, time.UTC))
}

func TestAfter(t *testing.T) {
	for _, test := range []struct {
		from          calendar.Day
		years, months int
		want          calendar.Day
	}{
		{day(2022, 7, 1), 2, 0, day(2024, 7, 1)},
		{day(2022, 7, 1), 0, 0, day(2022, 7, 1)},
		{day(2022, 12, 31), 0, 1, day(2023, 1, 31)},
		{day(2023, 1, 31), 0, 1, day(2023, 2, 28)}, // a month without a 31st
		{day(2024, 1, 31), 0, 1, day(2024, 2, 29)},
		{day(2023, 3, 31), 0, 13, day(2024, 4, 30)},
		{day(2024, 2, 29), 1, 0, day(2025, 2, 28)}, // a leap day
		{day(2024, 2, 29), 4, 0, day(2028, 2, 29)},
		{day(1896, 2, 29), 4, 0, day(1900, 2, 28)}, // 1900 is no leap year
		{day(2023, 2, 28), 1, 0, day(2024, 2, 28)}, // the last day of a month is not special
		{day(2023, 11, 30), 1, 3, day(2025, 2, 28)},
		{day(2023, 12, 15), 0, 24, day(2025, 12, 15)},
	} {
		if got := test.from.After(test.years, test.months); got != test.want {
			t.Errorf("%v and %s: %v, not %v", test.from, calendar.Period(test.years, test.months), got, test.want)
		}
	}
}

// A period ends in the month that it names, on the same number or the last day,
// and a later beginning never gives an earlier end.
func TestAfterIsMonotone(t *testing.T) {
	days := rapid.Custom(func(t *rapid.T) time.Time {
		return time.Date(rapid.IntRange(1999, 2025).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := days.Draw(t, "a"), days.Draw(t, "b")
		years, months := rapid.IntRange(0, 40).Draw(t, "years"), rapid.IntRange(0, 40).Draw(t, "months")
		end := calendar.Of(a).After(years, months)
		first := time.Date(a.Year()+years, a.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1)
		if end.Year != first.Year() || end.Month != first.Month() || end.Day != min(a.Day(), last.Day()) {
			t.Errorf("%v and %d years, %d months: %v", a, years, months, end)
		}
		if a.Before(b) && end.Compare(calendar.Of(b).After(years, months)) > 0 {
			t.Errorf("%v ends after %v", a, b)
		}
		if got, want := calendar.Of(a).Compare(calendar.Of(b)), a.Compare(b); got != want {
			t.Errorf("%v compares to %v as %d", a, b, got)
		}
	})
}

func TestOfReadsTheZone(t *testing.T) {
	jakarta := time.FixedZone("WIB", 7*60*60)
	if got := calendar.Of(time.Date(2024, 7, 1, 0, 30, 0, 0, jakarta)); got != day(2024, 7, 1) {
		t.Errorf("half past midnight in Jakarta is on %v", got)
	}
}

func TestPeriod(t *testing.T) {
	for want, period := range map[string][2]int{
		"0 months": {0, 0}, "1 month": {0, 1}, "18 months": {0, 18}, "1 year": {1, 0}, "2 years and 6 months": {2, 6}, "1 year and 1 month": {1, 1},
	} {
		if got := calendar.Period(period[0], period[1]); got != want {
			t.Errorf("%v is %q, not %q", period, got, want)
		}
	}
}
