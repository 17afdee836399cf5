package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/competency"
)

// golongan are the grades of civil servants in ascending order.
var golongan = []string{
	"I/a", "I/b", "I/c", "I/d", "II/a", "II/b", "II/c", "II/d",
	"III/a", "III/b", "III/c", "III/d", "IV/a", "IV/b", "IV/c", "IV/d", "IV/e",
}

// minimumYears is how long a post is held before its holder may be moved.
const minimumYears = 2

// rulesOn returns the rules of the example as they stand on a date. They read
// the dates and attributes of the data and allow what these do not speak about:
//
//   - since, of an employee: when the post was taken up;
//   - golongan, of an employee, and golongan_min and golongan_max, of a post;
//   - status, of an employee: a reason for which moves have to wait;
//   - the mandatory lines of a standard.
//
// None of them binds whoever stays: nobody loses a post by a rule.
func rulesOn(date time.Time) []mutasi.Rule {
	return []mutasi.Rule{
		{
			Name:   "masa jabatan (tenure below 2 years)",
			Reason: "PP 11/2017 art. 190(3)",
			On:     date,
			Allows: func(e *mutasi.Employee, _ *mutasi.Position) bool {
				return e.Position == "" || e.Since.IsZero() || !e.Since.AddDate(minimumYears, 0, 0).After(date)
			},
		},
		{
			Name:   "golongan (grade outside the range of the post)",
			Reason: "range set for the post",
			On:     date,
			Allows: func(e *mutasi.Employee, p *mutasi.Position) bool {
				held, known := grade(e.Attributes["golongan"])
				least, floor := grade(p.Attributes["golongan_min"])
				most, ceiling := grade(p.Attributes["golongan_max"])
				return !known || (!floor || least <= held) && (!ceiling || held <= most)
			},
		},
		{
			Name:   "status (on study leave or in a disciplinary process)",
			Reason: "moves wait until it has ended",
			On:     date,
			Allows: func(e *mutasi.Employee, _ *mutasi.Position) bool {
				return e.Attributes["status"] == ""
			},
		},
		{
			Name:   "syarat wajib (an entry condition not met)",
			Reason: "mandatory lines of its standard",
			On:     date,
			Allows: func(e *mutasi.Employee, p *mutasi.Position) bool {
				return competency.Meets(e.Profile, p.Standard)
			},
		},
	}
}

// grade returns the place of a golongan among all, and whether it is one.
func grade(name string) (place int, known bool) {
	place = slices.Index(golongan, name)
	return place, place >= 0
}

// checkGrades reports every golongan that is none: a rule that overlooks a
// misspelt grade would let everybody through.
func checkGrades(o *mutasi.Organization) error {
	var faults []error
	check := func(file, kind, id, attribute, text string) {
		if _, known := grade(text); text != "" && !known {
			faults = append(faults, fmt.Errorf("%s: %s %q: column %q: %q is not a golongan; write one of %s",
				file, kind, id, "attr:"+attribute, text, strings.Join(golongan, ", ")))
		}
	}
	for p := range o.Positions() {
		check("positions.csv", "post", string(p.ID), "golongan_min", p.Attributes["golongan_min"])
		check("positions.csv", "post", string(p.ID), "golongan_max", p.Attributes["golongan_max"])
	}
	for e := range o.Employees() {
		check("employees.csv", "employee", string(e.ID), "golongan", e.Attributes["golongan"])
	}
	const most = 20
	if more := len(faults) - most; more > 0 {
		faults = append(faults[:most:most], fmt.Errorf("and %d more like these", more))
	}
	return errors.Join(faults...)
}
