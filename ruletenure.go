package mutasi

import (
	"fmt"
	"time"

	"github.com/mutasi-go/mutasi/internal/calendar"
)

// MinTenure returns the rule by which people who have held their post for less
// than so many years and months do not move to another one. The post is
// [Employee.Position], held from the day of [Employee.Since]. The tenure is
// measured on the day of on; with an earlier day than Since it is too short. Only
// days count, each in the zone of its time, and no time of day.
//
// A period is complete on the day of the same number in the month that is so much
// later, or on its last day if it is too short: two years from 1 July 2022 on
// 1 July 2024, one month from 31 January on 28 or 29 February, a year from 29
// February on 28 February. On that day the person may move.
//
// People without a post may take one. Where Since is zero the data do not say
// enough. Like every rule it does not concern the bench.
//
// Validate reports numbers below 0, more than 9998 years or as many in months,
// and a day that is zero or outside the years 1 to 9999.
func MinTenure(years, months int, on time.Time) Rule {
	period, today := calendar.Period(years, months), calendar.Of(on)
	stays := func(e *Employee, p *Position) bool { return e.Position == "" || p.ID == e.Position }
	long := func(e *Employee) bool { return calendar.Of(e.Since).After(years, months).Compare(today) <= 0 }
	// bound is the key of those who may not go elsewhere, or of whom that is not
	// known.
	type bound struct {
		post  PositionID
		known bool
	}
	d := &ruleData{
		constructor: "MinTenure",
		parameters: struct {
			Years  int    `json:"years"`
			Months int    `json:"months"`
			Day    string `json:"day"`
		}{years, months, formatDay(on)},
		knows: func(e *Employee, p *Position) bool { return stays(e, p) || !e.Since.IsZero() },
		allows: func(e *Employee, p *Position) bool {
			return stays(e, p) || long(e)
		},
		employeeKey: func(e *Employee) any {
			known := !e.Since.IsZero()
			if e.Position == "" || known && long(e) {
				return nil
			}
			return bound{e.Position, known}
		},
		positionKey: func(p *Position) any { return p.ID },
	}
	d.check(0 <= years && years <= calendar.MostYears, "years", notPeriod.With(years, calendar.MostYears))
	d.check(0 <= months && months <= calendar.MostMonths, "months", notPeriod.With(months, calendar.MostMonths))
	if formatDay(on) == "" {
		d.check(false, "day", noDay.With())
	} else {
		d.check(1 <= on.Year() && on.Year() <= 9999, "day", notYear.With(on.Year()))
	}
	return d.rule("at least "+period+" in post",
		fmt.Sprintf("who has held a post for less than %s on %s does not move to another one", period, formatDay(on)))
}
